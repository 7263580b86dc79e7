"""Tables whose cells compute: each formula is written with the result that the program itself found.

So a preview that cannot compute shows the same numbers, and whoever opens the file in Excel or LibreOffice sees them
computed anew from the cells.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from capaian.formulas.rounding import polos
from capaian.model.formulir import Isi
from capaian.ooxml import repack
from capaian.sheet.styles import BINGKAI, BIRU, FOLIO, HITUNG, TETAP, Gaya, font, header, page, put, text, to_bytes
from capaian.sheet.wrapping import lines, set_height
from capaian.text.numbers import bulatkan

DESIMAL = 10
"""Places that survive the noise of doubles."""
_UKURAN = 9
A3 = 8
"""Excel's code for the paper of a wide form."""
_BANYAK = 30
_AWAL = ("=", "+", "-", "@", "'")
"""Text that begins so is quoted, which is part of its style."""
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True, slots=True)
class Hidup:
    """A cell that computes: a formula without its `=`, and its result; None shows as an empty text."""

    rumus: str
    nilai: Isi


Sel = Isi | Hidup


def hasil(nilai: Decimal | None) -> Isi:
    """Return a result as a formula finds it: without the digits that doubles cannot hold, empty for none."""
    return "" if nilai is None else polos(bulatkan(nilai, DESIMAL))


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column of a table.

    Attributes:
        jenis: `teks`, `angka` (as many places as it has), `persen` (two places), `rupiah` or `cacah`.
        bantu: It only serves other columns; grouped, so that it can be folded away.
    """

    kunci: str
    judul: str
    lebar: float
    jenis: str = "teks"
    bantu: bool = False


_FORMAT = {"angka": "#,##0.####", "persen": "#,##0.00", "rupiah": "#,##0", "cacah": "#,##0"}


class Buku:
    """A workbook of such tables."""

    def __init__(self) -> None:
        self._buku = Workbook()
        self._buku.remove(self._buku.worksheets[0])
        self._hasil: dict[str, dict[str, Isi]] = {}
        self._gaya = Gaya()

    def lembar(self, nama: str) -> Worksheet:
        """Add a sheet."""
        lembar: Worksheet = self._buku.create_sheet(nama)
        self._hasil[nama] = {}
        return lembar

    def cell(
        self, lembar: Worksheet, baris: int, kolom: int, isi: Sel, jenis: str = "teks", *, tebal: bool = False
    ) -> None:
        """Write one cell with its look."""
        cell = lembar.cell(baris, kolom)
        if isinstance(isi, Hidup):
            cell.value = f"={isi.rumus}"
            self._hasil[lembar.title][cell.coordinate] = isi.nilai
        elif isi is not None:
            put(cell, isi)
        hidup = isinstance(isi, Hidup)
        angka = isinstance(isi, Decimal) or (hidup and jenis != "teks")

        def gaya(c: Cell | MergedCell) -> None:
            c.font, c.border = font(_UKURAN, bold=tebal), BINGKAI
            rata = "right" if angka else "left"
            c.alignment = Alignment(horizontal=rata, vertical="top", wrap_text=not angka, indent=int(angka))
            if jenis in _FORMAT:
                c.number_format = _FORMAT[jenis]
            if hidup or tebal:
                c.fill = HITUNG if hidup else TETAP

        teks_rumus = isinstance(isi, str) and isi[:1] in _AWAL
        self._gaya.pasang(cell, (jenis, angka, hidup, tebal, teks_rumus), gaya)

    def simpan(self, waktu: datetime, judul: str, pembuat: str) -> bytes:
        """Return the workbook; equal content gives equal bytes."""
        self._buku.calculation.fullCalcOnLoad = True
        data = to_bytes(self._buku, waktu, judul, pembuat)
        return _with_results(data, list(self._hasil.values()), waktu)


class Tabel:
    """A table on a sheet: a title, heads, rows; its cells can be named by key and row.

    Args:
        buku: The workbook.
        nama: Name of the sheet, which the table has for itself.
        judul: Lines above it.
        kolom: Its columns.
        n: How many rows it will have.
    """

    def __init__(self, buku: Buku, nama: str, judul: Sequence[str], kolom: Sequence[Kolom], n: int) -> None:
        self.nama, self.kolom = nama, tuple(kolom)
        self._buku, self.lembar = buku, buku.lembar(nama)
        for i, teks in enumerate(judul, 1):
            text(self.lembar, i, 1, teks, font(12 if i == 1 else 9, bold=i == 1, color=BIRU if i == 1 else "595959"))
        self.kepala = len(judul) + 2
        self.awal, self.akhir = self.kepala + 1, self.kepala + max(1, n)
        self._letak = {k.kunci: get_column_letter(i) for i, k in enumerate(self.kolom, 1)}
        for i, k in enumerate(self.kolom, 1):
            header(self.lembar.cell(self.kepala, i), k.judul, size=8.5)
            dimensi = self.lembar.column_dimensions[get_column_letter(i)]
            dimensi.width = k.lebar
            if k.bantu:
                dimensi.outlineLevel = 1
        terpanjang = max(lines(k.judul, k.lebar, _UKURAN) for k in self.kolom)
        set_height(self.lembar, self.kepala, terpanjang, _UKURAN)
        self.lembar.freeze_panes = f"{get_column_letter(min(3, len(self.kolom)))}{self.awal}"
        page(self.lembar, landscape=True, kaki=judul[0])
        self.lembar.print_title_rows = f"{self.kepala}:{self.kepala}"
        self.lembar.page_setup.paperSize = A3 if len(self.kolom) > _BANYAK else FOLIO
        tampil = sum(not k.bantu for k in self.kolom)
        self.cetak(tampil, self.akhir)

    def cetak(self, kolom: int, baris: int) -> None:
        """Print that many columns and rows; helping columns stand at the end and stay on screen."""
        self.lembar.print_area = f"A1:{get_column_letter(kolom)}{baris}"

    def sel(self, kunci: str, baris: int) -> str:
        """Address of a cell on its own sheet."""
        return f"{self._letak[kunci]}{baris}"

    def luar(self, kunci: str, baris: int) -> str:
        """Address of a cell as other sheets name it."""
        return f"'{self.nama}'!${self._letak[kunci]}${baris}"

    def rentang(self, kunci: str, *, luar: bool = True) -> str:
        """All rows of a column."""
        k = self._letak[kunci]
        isi = f"${k}${self.awal}:${k}${self.akhir}"
        return f"'{self.nama}'!{isi}" if luar else isi

    def baris(self, n: int, isi: Mapping[str, Sel], *, tebal: bool = False) -> None:
        """Write a row by the keys of its columns."""
        tinggi = 1
        for i, k in enumerate(self.kolom, 1):
            nilai = isi.get(k.kunci)
            self._buku.cell(self.lembar, n, i, nilai, k.jenis, tebal=tebal)
            tampil = nilai.nilai if isinstance(nilai, Hidup) else nilai
            if isinstance(tampil, str):
                tinggi = max(tinggi, lines(tampil, k.lebar, _UKURAN))
        set_height(self.lembar, n, tinggi, _UKURAN)

    def saring(self) -> None:
        """Let the rows be filtered."""
        terakhir = get_column_letter(len(self.kolom))
        self.lembar.auto_filter.ref = f"A{self.kepala}:{terakhir}{self.akhir}"


def _with_results(data: bytes, hasil: Sequence[Mapping[str, Isi]], waktu: datetime) -> bytes:
    """Put the results beside the formulas; openpyxl writes one or the other."""
    keluar = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as sumber, zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as tujuan:
        for nama in sumber.namelist():
            isi = sumber.read(nama)
            if nama.startswith("xl/worksheets/sheet"):
                isi = _filled(isi, hasil[int(nama.removeprefix("xl/worksheets/sheet").removesuffix(".xml")) - 1])
            tujuan.writestr(nama, isi)
    return repack(keluar.getvalue(), waktu)


def _filled(xml: bytes, hasil: Mapping[str, Isi]) -> bytes:
    pohon: Any = etree.fromstring(xml, etree.XMLParser(huge_tree=True, resolve_entities=False))
    for c in pohon.iter(f"{_NS}c"):
        alamat = c.get("r")
        if alamat not in hasil or c.find(f"{_NS}f") is None:
            continue
        nilai, v = hasil[alamat], c.find(f"{_NS}v")
        if v is None:
            v = etree.SubElement(c, f"{_NS}v")
        if isinstance(nilai, Decimal):
            c.attrib.pop("t", None)
            v.text = f"{nilai:.15g}"
        else:
            c.set("t", "str")
            v.text = nilai or ""
    return bytes(etree.tostring(pohon, xml_declaration=True, encoding="UTF-8", standalone=True))
