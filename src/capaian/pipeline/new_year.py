"""Before the first cycle of a new year: an office folder that begins where the folder of the year before ended."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from capaian.errors import DataError, SystemRefusalError
from capaian.ledger import look
from capaian.model.nilai import Nilai
from capaian.model.periode import Periode
from capaian.model.tabel import HasilTahunBaru
from capaian.pipeline.earlier import TERAKHIR
from capaian.pipeline.new_office import claim
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, has_ledger, open_office, with_data
from capaian.pipeline.report import compute_in
from capaian.workspace import calendar, settings
from capaian.workspace.files import put_folder, write_atomic
from capaian.workspace.folder import Folder

if TYPE_CHECKING:
    pass

_PERIODE = re.compile(r"""(?m)^(\s*periode\s*=\s*)(["'])[^"'\n]*\2""")
_KOSONGKAN = {"Program": ("pagu", "target")}
"""What is of one year only and would otherwise be taken for the new year's."""


def start(tujuan: Path, asal: Folder, pelaku: Pelaku) -> HasilTahunBaru:
    """Make the office folder of the year after another one.

    Settings, officials, units, sasaran, indikator, targets of all years, history, own rules, templates and the emblem
    are taken over. The results of the year become rows of Riwayat. Pagu and output targets of the programmes are
    emptied. Letters, forms, archive and ledger stay in the old folder, which is only read.

    Args:
        tujuan: The folder; it may exist when it is empty.
        asal: The folder of the year before.
        pelaku: Date of the tables.

    Raises:
        DataError: settings or tables of the old folder have mistakes.
        IntegrityError: the ledger of the old folder is not what was recorded, or is gone beside a filled archive.
        UsageError: `tujuan` holds files.
        SystemRefusalError: one of the folders cannot be read or written.
    """
    from capaian.schema import exchange
    from capaian.schema.source import BUKU, MAP_CSV, read

    lama = open_office(asal)
    periode = Periode(lama.periode.tahun + 1, lama.periode.jenis)
    isi = dict(exchange.texts(sumber := read(asal.root)))
    hasil = _results(lama)
    isi["Riwayat"], baru = _history(lama, isi["Riwayat"], hasil)
    isi["Program"], kosong = _emptied("Program", isi["Program"])
    tanpa_target = tuple(i.kode for i in lama.siklus.indikator if lama.siklus.target_berlaku(i.kode, periode) is None)
    isi["Target"] = (*isi["Target"], *_rows_to_fill(tanpa_target, periode))
    pengaturan = _settings(asal.pengaturan, periode)
    claim(tujuan)
    if sumber.bentuk == "csv":
        put_folder(tujuan / MAP_CSV, exchange.to_csv(isi))
    else:
        write_atomic(tujuan / BUKU, exchange.to_workbook(isi, pelaku.waktu))
    disalin = _copies(lama, tujuan)
    (tujuan / "inbox").mkdir(exist_ok=True)
    # Last: what makes a folder an office folder, so that a run cut off leaves none that looks finished.
    write_atomic(tujuan / settings.NAMA, pengaturan)
    ada = {r.indikator for r in lama.siklus.riwayat if r.periode == Periode(lama.periode.tahun, "TAHUN")} | set(baru)
    return HasilTahunBaru(
        folder=tujuan,
        asal=asal.root,
        periode=periode,
        riwayat=tuple(baru),
        tanpa_hasil=tuple(i.kode for i in lama.siklus.indikator if i.kode not in ada),
        tanpa_target=tanpa_target,
        dikosongkan=kosong,
        disalin=disalin,
    )


def _settings(path: Path, periode: Periode) -> bytes:
    """The settings with the period of the new year, everything else as it stands, comments too."""
    teks = path.read_bytes().decode("utf-8-sig")
    baru, n = _PERIODE.subn(rf"\g<1>\g<2>{periode}\g<2>", teks)
    if n != 1:
        raise DataError(
            f"Baris «periode» dalam «{settings.NAMA}» folder lama tidak dapat diganti: ditemukan {n} kali.",
            saran=f'Tulis satu baris saja, misalnya periode = "{periode}", pada bagian [siklus].',
        )
    return baru.encode()


def _results(lama: Kantor) -> Mapping[str, Nilai]:
    """Results of the year by indicator, as the report of its last period prints them; none without a ledger.

    A value that an open error speaks of is kept out here as it is there.
    """
    if not has_ledger(lama.folder):
        return {}
    akhir = Periode(lama.periode.tahun, lama.periode.jenis, TERAKHIR[lama.periode.jenis])
    kantor = replace(lama, periode=akhir, pengaturan=replace(lama.pengaturan, periode=akhir))
    with look(lama.folder.basis_data) as (ledger, _):
        demand_intact(ledger)
        if not ledger.submissions(with_data(kantor, ledger).periode, "berlaku"):
            return {}
        hitungan = compute_in(kantor, ledger, akhir.hari_terakhir)
    return {c.indikator: c.realisasi for c in hitungan.capaian if c.realisasi.isi is not None}


def _history(
    lama: Kantor, baris: Sequence[tuple[str, ...]], hasil: Mapping[str, Nilai]
) -> tuple[tuple[tuple[str, ...], ...], list[str]]:
    """The rows of Riwayat with those of the year; a row that the office wrote itself stays."""
    from capaian.schema.tables import TABEL_BY_NAMA
    from capaian.schema.typed_text import number_text

    setahun = Periode(lama.periode.tahun, "TAHUN")
    ada = {r.indikator for r in lama.siklus.riwayat if r.periode == setahun}
    baru = []
    for i in lama.siklus.indikator:
        nilai = hasil.get(i.kode)
        if i.kode in ada or nilai is None or nilai.isi is None:
            continue
        target = lama.siklus.target_berlaku(i.kode, setahun)
        angka = {"realisasi": nilai.isi, "target": target.tahunan if target else None}
        isi = {k: number_text(v) if isinstance(v, Decimal) else str(v or "") for k, v in angka.items()}
        sumber = f"Formulir yang berlaku pada folder {lama.folder.root.name}"
        milik = {"indikator": i.kode, "periode": str(setahun), "sumber": sumber, **isi}
        baru.append(tuple(milik.get(k.kunci, "") for k in TABEL_BY_NAMA["Riwayat"].kolom))
    return (*baris, *baru), [b[0] for b in baru]


def _rows_to_fill(kode: Sequence[str], periode: Periode) -> list[tuple[str, ...]]:
    """A row of Target for each indicator, in which only the numbers are missing."""
    from capaian.schema.tables import TABEL_BY_NAMA

    kolom = TABEL_BY_NAMA["Target"].kolom
    tetap = {"tahun": str(periode.tahun), "dokumen": "PK"}
    return [tuple(k if c.kunci == "indikator" else tetap.get(c.kunci, "") for c in kolom) for k in kode]


def _emptied(tabel: str, baris: Sequence[tuple[str, ...]]) -> tuple[tuple[tuple[str, ...], ...], int]:
    from capaian.schema.tables import TABEL_BY_NAMA

    tempat = [n for n, k in enumerate(TABEL_BY_NAMA[tabel].kolom) if k.kunci in _KOSONGKAN[tabel]]
    baru = tuple(tuple("" if n in tempat else teks for n, teks in enumerate(b)) for b in baris)
    return baru, sum(bool(b[n].strip()) for b in baris for n in tempat)


def _copies(lama: Kantor, tujuan: Path) -> tuple[str, ...]:
    """Copy what the office made its own: holidays, templates, emblem."""
    disalin = []
    try:
        for nama in (calendar.NAMA, "template", lama.pengaturan.instansi.logo):
            sumber = lama.folder.root / nama
            # An emblem that lies outside is not this folder's to copy.
            di_luar = not sumber.resolve().is_relative_to(lama.folder.root.resolve())
            if not nama or not sumber.exists() or di_luar:
                continue
            (tujuan / nama).parent.mkdir(parents=True, exist_ok=True)
            if sumber.is_dir():
                shutil.copytree(sumber, tujuan / nama)
            else:
                shutil.copyfile(sumber, tujuan / nama)
            disalin.append(nama)
    except OSError as e:
        raise SystemRefusalError(
            f"«{e.filename}» tidak dapat disalin ke folder baru ({e.strerror}).",
            "Tutup berkas itu bila sedang dibuka, lalu hapus folder baru dan ulangi.",
        ) from None
    return tuple(disalin)
