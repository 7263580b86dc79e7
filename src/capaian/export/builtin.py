"""The formats that come with the program. A format is one function here, or in a package of its own.

Both write the same rows, one per indikator, with the columns of `KOLOM`. Numbers are unrounded; what is not known is
empty, never 0.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from decimal import Decimal

from capaian.export.registry import exporter
from capaian.formulas.target_range import Rentang
from capaian.model.nilai import CellRef
from capaian.model.rekap import BarisRekap, BukuRekap
from capaian.text.inert import for_csv

VERSI = 1
"""Version of the JSON: it grows when a field changes its meaning or goes."""
Isi = Decimal | str | None
KOLOM: dict[str, Callable[[BukuRekap, BarisRekap], Isi]] = {
    "kode": lambda _, b: b.indikator.kode,
    "indikator": lambda _, b: b.indikator.nama,
    "sasaran": lambda _, b: b.indikator.sasaran,
    "unit": lambda _, b: b.indikator.unit,
    "satuan": lambda _, b: b.indikator.satuan,
    "target": lambda _, b: b.capaian.target.isi,
    "realisasi": lambda _, b: b.capaian.realisasi.isi,
    "capaian": lambda _, b: b.capaian.persen,
    "predikat": lambda _, b: b.capaian.predikat,
    "alasan": lambda _, b: b.capaian.alasan.value if b.capaian.alasan else "",
    "rumus": lambda _, b: b.capaian.rumus,
    "sel_target": lambda _, b: _cells((*b.capaian.sel_target, b.capaian.target.asal)),
    "sel_realisasi": lambda _, b: _cells((*(n.asal for n in b.capaian.sumber), b.capaian.realisasi.asal)),
    "keterangan": lambda buku, _: buku.pengaturan.contoh,
}
"""Columns in their order. `capaian` is in percent, after floor and cap; `alasan` says why there is none; `keterangan`
is what the office says of its figures, such as that they are samples."""


def rows(buku: BukuRekap) -> tuple[dict[str, Isi], ...]:
    """Return one row per indikator, in the order of the schema, by the names of `KOLOM`."""
    return tuple({nama: ambil(buku, b) for nama, ambil in KOLOM.items()} for b in buku.baris)


@exporter("csv", "satu baris setiap indikator, langsung terbuka rapi di Excel berbahasa Indonesia")
def semicolons(buku: BukuRekap) -> bytes:
    """Semicolons, decimal commas and a byte order mark: what Excel takes for a table where commas are decimal."""
    teks = io.StringIO()
    tulis = csv.writer(teks, delimiter=";", lineterminator="\r\n")
    tulis.writerow(KOLOM)
    for baris in rows(buku):
        tulis.writerow([_cell(isi) for isi in baris.values()])
    return teks.getvalue().encode("utf-8-sig")


@exporter("json", "baris yang sama untuk diolah program lain; bilangan ditulis sebagai teks")
def document(buku: BukuRekap) -> bytes:
    """One document; decimals are texts with a point, so that no digit is lost, and None is null."""
    instansi = buku.pengaturan.instansi
    isi = {
        "versi": VERSI,
        "kantor": f"{instansi.nama} {instansi.daerah}".strip(),
        "periode": str(buku.periode),
        "indikator": [{k: f"{v:f}" if isinstance(v, Decimal) else v for k, v in baris.items()} for baris in rows(buku)],
    }
    return (json.dumps(isi, ensure_ascii=False, indent=1) + "\n").encode()


def _cell(isi: Isi) -> str:
    if isi is None:
        return ""
    if isinstance(isi, Decimal):
        return f"{isi:f}".replace(".", ",")
    if rentang := Rentang.parse(isi):
        # «5-7» would become a date; a dash between the ends is the same range and stays a text.
        return f"{_cell(rentang.bawah)}–{_cell(rentang.atas)}"
    return for_csv(isi)


def _cells(asal: Iterable[CellRef | None]) -> str:
    return "; ".join(dict.fromkeys(str(a) for a in asal if a))
