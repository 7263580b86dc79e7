"""SOP 8: the numbers of a period in one file, in a format of the program or of a package."""

from __future__ import annotations

from pathlib import Path

from capaian.errors import UsageError
from capaian.model.ekspor import FormatEkspor, HasilEkspor
from capaian.pipeline import summarize
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, open_ledger
from capaian.workspace import calendar
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
        ke: The file; None for one in the folder of the reports of the period.

    Raises:
        UsageError: no such format, or the file is one that the office folder keeps.
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
    berkas = (ke or kantor.folder.laporan(kantor.periode) / _name(kantor, dipilih)).absolute()
    _demand_free(kantor, berkas, dipilih.akhiran)
    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        buku = summarize.book(kantor, ledger, pelaku)
    baru = write_if_changed(berkas, exporter.tulis(buku))
    return HasilEkspor(berkas, dipilih, len(buku.baris), tuple(u.kode for u in buku.belum), baru)


def _name(kantor: Kantor, dipilih: FormatEkspor) -> str:
    beda = "" if dipilih.akhiran == f".{dipilih.nama}" else f"-{dipilih.nama}"
    return f"Capaian-{kantor.periode}{beda}{dipilih.akhiran}"


def _demand_free(kantor: Kantor, berkas: Path, akhiran: str) -> None:
    """Refuse to write over what the office keeps: settings, tables, ledger, archive, forms, reports, what came back.

    Raises:
        UsageError: it is one of these, a folder, a pipe or a device, or holds something that no export wrote.
    """
    if berkas.is_dir():
        raise UsageError(f"«{berkas}» adalah folder.", "Sebutkan nama berkasnya juga, misalnya --out capaian.csv.")
    if berkas.exists() and not berkas.is_file():
        raise UsageError(f"«{berkas}» bukan berkas biasa.", "Pilih nama berkas lain, misalnya --out capaian.csv.")
    folder, tujuan = kantor.folder, berkas.resolve()
    akar = folder.root.resolve()
    periode = kantor.periode
    tertutup = (folder.formulir(periode).parent, folder.koreksi(periode).parent, folder.surat(periode.tahun).parent)
    lain = (folder.arsip, folder.inbox, folder.tulisan(periode).parent, akar / "skema", akar / "template")
    dalam = [p.resolve() for p in (*tertutup, *lain)]
    milik = {folder.basis_data.name.casefold(), folder.pengaturan.name.casefold(), "skema.xlsx", calendar.NAMA}
    nama = tujuan.name.casefold()
    # The ledger has companions while it is written (capaian.db-journal).
    kantor_sendiri = tujuan.parent == akar and any(nama == m or nama.startswith(f"{m}-") for m in milik)
    # Of what lies in the office folder only an earlier export may be replaced; outside, a file of the same kind.
    lama = f"capaian-{periode}".casefold()
    sendiri = nama.startswith(lama) if tujuan.is_relative_to(akar) else tujuan.suffix.casefold() == akhiran
    if kantor_sendiri or (tujuan.exists() and not sendiri) or any(tujuan.is_relative_to(p) for p in dalam):
        apa = "sudah ada dan bukan hasil ekspor" if tujuan.exists() else "tempat berkas kantor sendiri"
        raise UsageError(
            f"«{folder.relatif(berkas)}» {apa}, sehingga tidak ditimpa.",
            "Pilih nama atau folder lain, atau hilangkan --out.",
        )
