"""Returned forms for tests, declared in `tests/workbooks/**/*.toml`: what was typed, and what was done to the file.

A case starts from the form of a unit of the example office, filled as it should be, and changes it:

    unit = "SEK"
    keterangan = "Mengapa kasus ini ada"
    juga = ["ISI-03"]                                # other rules that are found, and have to be

    [isian."IK-5.2"]                                 # what is typed instead; "" empties the cell
    pembilang = 15

    [[skema]]                                        # tables of the office, before the form is issued
    tabel = "Target"
    baris = "IK-4.3"
    kolom = "Tahunan"
    isi = "0"

    [[operasi]]                                      # what was done to the returned file, in order
    jenis = "hapus_baris"
    kode = "IK-5.3"

    [hari]                                           # days on which it was issued, collected and checked
    periksa = 2025-12-20
"""

from __future__ import annotations

import csv
import io
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from tools.buat_contoh import _merged, fill

from capaian.model.finding import Finding
from capaian.pipeline import forms, intake, validation
from capaian.pipeline.office import Kantor, Pelaku, open_office
from capaian.sheet.layout import BAGIAN
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, WIB

AKAR = Path(__file__).parent / "workbooks"
ISIAN = tomllib.loads((EXAMPLE / "pengisian.toml").read_text("utf-8"), parse_float=Decimal)
_HARI = {"terbit": date(2026, 1, 5), "kumpul": date(2026, 1, 7), "periksa": date(2026, 1, 9)}


@dataclass(frozen=True)
class Kasus:
    """One declared case; `kode` is the name of its folder."""

    kode: str
    unit: str
    keterangan: str
    juga: tuple[str, ...] = ()
    isian: Mapping[str, Any] = field(default_factory=dict)
    anggaran: Mapping[str, Any] = field(default_factory=dict)
    skema: tuple[Mapping[str, str], ...] = ()
    operasi: tuple[Mapping[str, Any], ...] = ()
    hari: Mapping[str, date] = field(default_factory=dict)

    def pelaku(self, kapan: str) -> Pelaku:
        """Who acts on one of its days."""
        hari = {**_HARI, **self.hari}[kapan]
        return Pelaku("Penguji", datetime(hari.year, hari.month, hari.day, 9, tzinfo=WIB))


def cases(folder: str) -> list[Kasus]:
    """Return the cases below a folder of `tests/workbooks`, by path."""
    hasil = []
    for path in sorted((AKAR / folder).glob("*/*.toml")):
        isi = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        for k in ("juga", "skema", "operasi"):
            isi[k] = tuple(isi.get(k, ()))
        hasil.append(Kasus(kode=path.parent.name, **isi))
    return hasil


def office(kasus: Kasus, tujuan: Path) -> Kantor:
    """Make the example office without anything received, with the tables of the case."""
    shutil.copytree(EXAMPLE, tujuan, ignore=shutil.ignore_patterns("inbox*", "pengisian.toml", "README.md"))
    (tujuan / "inbox").mkdir()
    for s in kasus.skema:
        _change_table(tujuan / "skema" / f"{s['tabel']}.csv", s)
    return open_office(Folder(tujuan))


def _change_table(path: Path, ubah: Mapping[str, str]) -> None:
    kepala, *baris = csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";")
    kena = [b for b in baris if b[0] == ubah["baris"] and all(b[kepala.index(k)] == v for k, v in _where(ubah))]
    assert kena, ubah
    for b in kena:
        b[kepala.index(ubah["kolom"])] = ubah["isi"]
    keluar = io.StringIO(newline="")
    csv.writer(keluar, delimiter=";").writerows([kepala, *baris])
    path.write_text(keluar.getvalue(), "utf-8-sig", newline="")


def _where(ubah: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(k, v) for k, v in ubah.items() if k not in ("tabel", "baris", "kolom", "isi")]


def returned(kasus: Kasus, kantor: Kantor) -> bytes:
    """Issue the form of the unit and return it as the case fills and treats it."""
    (terbit,) = forms.issue_forms(kantor, kasus.pelaku("terbit"), kasus.unit)
    benar = _merged(ISIAN[kasus.unit], ISIAN["perbaikan"].get(kasus.unit, {}))
    data = fill(terbit.berkas.read_bytes(), _empty(_merged(benar, {"isian": kasus.isian, "anggaran": kasus.anggaran})))
    for o in kasus.operasi:
        data = operate(data, o)
    return data


def _empty(isian: dict[str, Any]) -> dict[str, Any]:
    return {
        b: {k: {c: v if v != "" else None for c, v in r.items()} for k, r in rows.items()} for b, rows in isian.items()
    }


def found(kasus: Kasus, tujuan: Path) -> tuple[Finding, ...]:
    """Send the form through collecting and checking; what is asked of units that sent nothing is left out."""
    kantor = office(kasus, tujuan)
    (kantor.folder.inbox / f"{kasus.unit}.xlsx").write_bytes(returned(kasus, kantor))
    intake.collect(kantor, kasus.pelaku("kumpul"), kantor.folder.inbox)
    temuan = validation.validate(kantor, kasus.pelaku("periksa")).temuan
    return tuple(f for f in temuan if f.kode != "LIN-01" or f.kunci.unit == kasus.unit)


def codes(temuan: tuple[Finding, ...]) -> Counter[str]:
    """How often each rule was broken; what the unit explained stays as a note and counts as kept."""
    return Counter(f.kode for f in temuan if not f.penjelasan)


# --- what people and programs do to a form ---


def operate(data: bytes, operasi: Mapping[str, Any]) -> bytes:
    """Do one thing to a returned file."""
    isi = {k: v for k, v in operasi.items() if k != "jenis"}
    return _OPERASI[operasi["jenis"]](data, **isi)


def _on_sheet(ubah: Callable[..., None]) -> Callable[..., bytes]:
    def kerja(data: bytes, lembar: str = "ISIAN", **isi: Any) -> bytes:
        buku = openpyxl.load_workbook(BytesIO(data))
        ubah(buku[lembar], **isi)
        keluar = BytesIO()
        buku.save(keluar)
        return keluar.getvalue()

    return kerja


def row_of(lembar: Worksheet, kode: str) -> int:
    """The row of a code, wherever it stands."""
    return next(r for r in range(1, lembar.max_row + 1) if str(lembar.cell(r, 2).value) == kode)


def column_of(lembar: Worksheet, kunci: str) -> int:
    """The column of a key, by its place in the layout."""
    bagian = next(b for b in BAGIAN if b.lembar == lembar.title)
    return next(n for n, k in enumerate(bagian.kolom, 1) if k.kunci == kunci)


def _delete_row(lembar: Worksheet, kode: str) -> None:
    lembar.delete_rows(row_of(lembar, kode))


def _insert_row(lembar: Worksheet, kode: str, isi: str = "") -> None:
    """A row above the one of a code; openpyxl moves the cells, as people do by hand."""
    r = row_of(lembar, kode)
    lembar.insert_rows(r)
    lembar.cell(r, 4).value = isi or None


def _swap_rows(lembar: Worksheet, kode: str, dengan: str) -> None:
    a, b = row_of(lembar, kode), row_of(lembar, dengan)
    for c in range(1, lembar.max_column + 1):
        x, y = lembar.cell(a, c), lembar.cell(b, c)
        x.value, y.value = y.value, x.value


def _hide_row(lembar: Worksheet, kode: str) -> None:
    lembar.row_dimensions[row_of(lembar, kode)].hidden = True


def _change(lembar: Worksheet, kode: str, kolom: str, isi: Any) -> None:
    lembar.cell(row_of(lembar, kode), column_of(lembar, kolom)).value = isi


def _format(lembar: Worksheet, kode: str, kolom: str, format: str) -> None:
    lembar.cell(row_of(lembar, kode), column_of(lembar, kolom)).number_format = format


def _delete_column(lembar: Worksheet, kolom: str) -> None:
    lembar.delete_cols(column_of(lembar, kolom))


def _foreign_row(lembar: Worksheet, kode: str, isi: Any) -> None:
    """A row below the table with a code of another unit."""
    terakhir = max(r for r in range(8, lembar.max_row + 1) if str(lembar.cell(r, 2).value or "")[:3] in ("IK-", "2.0"))
    lembar.cell(terakhir + 1, 2).value = kode
    lembar.cell(terakhir + 1, column_of(lembar, "realisasi")).value = isi


def _copy_sheet(lembar: Worksheet, kode: str, kolom: str, isi: Any) -> None:
    """The sheet doubled, with another number in the copy."""
    salinan = lembar.parent.copy_worksheet(lembar)
    salinan.cell(row_of(lembar, kode), column_of(lembar, kolom)).value = isi


def _rename_sheet(lembar: Worksheet, nama: str) -> None:
    lembar.title = nama


def _cut(data: bytes, persen: int) -> bytes:
    return data[: len(data) * persen // 100]


def _as_issued(data: bytes) -> bytes:
    """Every input empty again."""
    buku = openpyxl.load_workbook(BytesIO(data))
    for bagian in BAGIAN:
        lembar = buku[bagian.lembar]
        for n, k in enumerate(bagian.kolom, 1):
            for r in range(8, lembar.max_row + 1):
                if k.masukan and not lembar.cell(r, n).protection.locked:
                    lembar.cell(r, n).value = None
    keluar = BytesIO()
    buku.save(keluar)
    return keluar.getvalue()


_OPERASI: dict[str, Callable[..., bytes]] = {
    "hapus_baris": _on_sheet(_delete_row),
    "sisip_baris": _on_sheet(_insert_row),
    "tukar_baris": _on_sheet(_swap_rows),
    "sembunyikan_baris": _on_sheet(_hide_row),
    "ubah": _on_sheet(_change),
    "format": _on_sheet(_format),
    "hapus_kolom": _on_sheet(_delete_column),
    "baris_asing": _on_sheet(_foreign_row),
    "salin_lembar": _on_sheet(_copy_sheet),
    "ganti_nama_lembar": _on_sheet(_rename_sheet),
    "potong": _cut,
    "kosongkan": _as_issued,
}
