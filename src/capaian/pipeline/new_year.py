"""Before the first cycle of a new year: an office folder that begins where the folder of the year before ended."""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from capaian.errors import DataError
from capaian.ledger import look
from capaian.model.nilai import Nilai
from capaian.model.periode import Periode
from capaian.model.tabel import HasilTahunBaru
from capaian.pipeline.earlier import TERAKHIR
from capaian.pipeline.new_office import building
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, has_ledger, open_office, with_data
from capaian.pipeline.report import compute_in
from capaian.workspace import calendar, settings
from capaian.workspace.files import copy, put_folder, write_atomic
from capaian.workspace.folder import Folder

_PERIODE = re.compile(r"""periode["']?\s*=\s*("{3}|'{3}|["'])([^"'\n]*)\1""")
"""Where the period may stand; comments and other texts look the same, so what is found has to be tried."""
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
    hasil, jenis = _results(lama)
    periode = Periode(lama.periode.tahun + 1, jenis)
    isi = dict(exchange.texts(sumber := read(asal.root)))
    isi["Riwayat"], baru = _history(lama, isi["Riwayat"], hasil)
    isi["Program"], kosong = _emptied("Program", isi["Program"])
    tanpa_target = tuple(i.kode for i in lama.siklus.indikator if lama.siklus.target_berlaku(i.kode, periode) is None)
    isi["Target"] = (*isi["Target"], *_rows_to_fill(tanpa_target, periode))
    pengaturan = _settings(asal.pengaturan, periode)
    with building(tujuan) as di:
        if sumber.bentuk == "csv":
            put_folder(di / MAP_CSV, exchange.to_csv(isi))
        else:
            write_atomic(di / BUKU, exchange.to_workbook(isi, pelaku.waktu))
        disalin = _copies(lama, di)
        (di / "inbox").mkdir(exist_ok=True)
        write_atomic(di / settings.NAMA, pengaturan)
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
    """The settings with the period of the new year, everything else as it stands, comments too.

    The text is changed and then read: what counts is that the period is the new one and every other value the old one.
    """
    teks = path.read_bytes().decode("utf-8-sig")
    seharusnya = tomllib.loads(teks, parse_float=str)
    seharusnya["siklus"]["periode"] = str(periode)
    for m in _PERIODE.finditer(teks):
        baru = f"{teks[: m.start(2)]}{periode}{teks[m.end(2) :]}"
        with contextlib.suppress(tomllib.TOMLDecodeError):  # then it was not the period that stood here
            if tomllib.loads(baru, parse_float=str) == seharusnya:
                return baru.encode()
    raise DataError(
        f"Baris «periode» dalam «{settings.NAMA}» folder lama ditulis dengan cara yang tidak dapat diganti otomatis.",
        saran=f'Tulis sebagai satu baris pada bagian [siklus], misalnya periode = "{periode.tahun - 1}-TW4".',
    )


def _results(lama: Kantor) -> tuple[Mapping[str, Nilai], str]:
    """Results of the year by indicator, as the report of its last period prints them, and the kind of its periods.

    A value that an open error speaks of is kept out here as it is there. The kind is the one of which forms went out,
    the shortest of several: settings may stand on the year while forms go out every quarter. Without a ledger there
    are no results, and the kind is that of the settings.
    """
    tahun, jenis = lama.periode.tahun, lama.periode.jenis
    if not has_ledger(lama.folder):
        return {}, jenis
    with look(lama.folder.basis_data) as (ledger, _):
        demand_intact(ledger)
        terbit = (j for j, n in TERAKHIR.items() if any(ledger.forms(Periode(tahun, j, k + 1)) for k in range(n)))
        hasil: Mapping[str, Nilai] = {}
        for j in dict.fromkeys((jenis, *reversed(TERAKHIR))):
            akhir = Periode(tahun, j, TERAKHIR[j])
            kantor = replace(lama, periode=akhir, pengaturan=replace(lama.pengaturan, periode=akhir))
            if ledger.submissions(with_data(kantor, ledger).periode, "berlaku"):
                capaian = compute_in(kantor, ledger, akhir.hari_terakhir).capaian
                hasil = {c.indikator: c.realisasi for c in capaian if c.realisasi.isi is not None}
                break
        return hasil, next(terbit, jenis)


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
        sumber = f"Formulir isian unit Tahun {lama.periode.tahun}, diolah (folder {lama.folder.root.name})"
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
    for nama in (calendar.NAMA, "template", lama.pengaturan.instansi.logo):
        sumber = lama.folder.root / nama
        # An emblem that lies outside is not this folder's to copy.
        di_luar = not sumber.resolve().is_relative_to(lama.folder.root.resolve())
        if not nama or not sumber.exists() or di_luar:
            continue
        copy(sumber, tujuan / nama)
        disalin.append(nama)
    return tuple(disalin)
