"""SOP 8: the numbers of a period in one file, in a format of the program or of a package."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from capaian.errors import UsageError
from capaian.model.ekspor import FormatEkspor, HasilEkspor
from capaian.pipeline import summarize
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, open_ledger
from capaian.workspace import calendar, settings
from capaian.workspace.files import write_if_changed


def formats() -> tuple[FormatEkspor, ...]:
    """Return the formats that can be chosen; needs no office folder.

    Raises:
        PluginError: an installed package cannot be used.
    """
    from capaian import export

    return tuple(FormatEkspor(e.nama, e.uraian, e.akhiran, e.paket) for e in export.formats())


def export_period(kantor: Kantor, pelaku: Pelaku, nama: str, ke: Path | None = None) -> HasilEkspor:
    """Write the numbers of the period, whole or not at all; nothing is recorded.

    Args:
        kantor: The office.
        pelaku: Who asks, and when.
        nama: Name of the format.
        ke: The file; None for one in the folder of the reports of the period. Inside the office folder it has to be
            new, with the ending of the format, and not where the program keeps files.

    Raises:
        UsageError: no such format, or the file would be written over or beside what the office folder keeps.
        DataError: nothing was collected yet.
        PluginError: a package that writes the format fails; nothing is written.
        SystemRefusalError: the file is open elsewhere, or cannot be written.
    """
    from capaian import export

    try:
        exporter = export.find(nama)
    except ValueError as e:
        raise UsageError(str(e), "«capaian export» tanpa --format menampilkan semua format.") from None
    dipilih = FormatEkspor(exporter.nama, exporter.uraian, exporter.akhiran, exporter.paket)
    bawaan = kantor.folder.laporan(kantor.periode) / _name(kantor, dipilih)
    berkas = (ke or bawaan).absolute()
    _demand_free(kantor, berkas, bawaan, dipilih.akhiran)
    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        buku = summarize.book(kantor, ledger, pelaku)
    baru = write_if_changed(berkas, exporter.tulis(buku))
    return HasilEkspor(berkas, dipilih, len(buku.baris), tuple(u.kode for u in buku.belum), baru)


def _name(kantor: Kantor, dipilih: FormatEkspor) -> str:
    beda = "" if dipilih.akhiran == f".{dipilih.nama}" else f"-{dipilih.nama}"
    return f"Capaian-{kantor.periode}{beda}{dipilih.akhiran}"


def _demand_free(kantor: Kantor, berkas: Path, bawaan: Path, akhiran: str) -> None:
    """Refuse to write over what the office keeps: of the files in its folder only the export's own is replaced.

    Raises:
        UsageError: something else stands there, or only the program puts files there.
    """
    from capaian.schema.source import BUKU, MAP_CSV

    _demand_plain(berkas)
    folder = kantor.folder
    # The name itself is replaced, not what a link under this name points to.
    akar, tujuan = folder.root.resolve(), _entry(berkas)
    if not tujuan.is_relative_to(akar) or tujuan == _entry(bawaan):
        return
    nama = folder.relatif(berkas)
    if tujuan.suffix.casefold() != akhiran:
        raise UsageError(
            f"«{nama}» tidak berakhiran «{akhiran}» seperti formatnya.", f"Tulis misalnya --out capaian{akhiran}."
        )
    if os.path.lexists(tujuan):
        raise UsageError(
            f"«{nama}» sudah ada, dan berkas dalam folder kantor tidak ditimpa.",
            "Pilih nama lain, hapus dahulu berkas itu, atau hilangkan --out.",
        )
    periode = kantor.periode
    milik = {p.casefold() for p in (settings.NAMA, folder.basis_data.name, BUKU, calendar.NAMA)}
    tertutup = (folder.formulir(periode).parent, folder.koreksi(periode).parent, folder.surat(periode.tahun).parent)
    lain = (folder.arsip, folder.inbox, folder.cadangan, folder.tulisan(periode).parent, akar / MAP_CSV)
    dalam = [p.resolve() for p in (*tertutup, *lain, akar / "template")]
    if (tujuan.parent == akar and tujuan.name.casefold() in milik) or any(tujuan.is_relative_to(p) for p in dalam):
        raise UsageError(
            f"«{nama}» tempat berkas kantor sendiri, bukan tempat ekspor.",
            "Pilih nama atau folder lain, atau hilangkan --out.",
        )


def _entry(path: Path) -> Path:
    return path.parent.resolve() / path.name


def _demand_plain(berkas: Path) -> None:
    """Refuse a folder, a device, a pipe: writing would put a file in its place."""
    try:
        bentuk = berkas.stat().st_mode
    except OSError:
        return  # not there, or the attempt to write will tell
    if stat.S_ISDIR(bentuk):
        raise UsageError(f"«{berkas}» adalah folder.", "Sebutkan nama berkasnya juga, misalnya --out capaian.csv.")
    if not stat.S_ISREG(bentuk):
        raise UsageError(f"«{berkas}» bukan berkas biasa.", "Sebutkan nama berkas, misalnya --out capaian.csv.")
