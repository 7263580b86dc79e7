"""Write the workbook of the office's tables: lists to choose from, notes on headers, a dictionary, lists of words."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from capaian.model.formulir import Isi
from capaian.ooxml import repack
from capaian.sheet.styles import put
from capaian.sheet.wrapping import lines, set_height

KAMUS = "Kamus"
HEADER_ROW = 3
_HURUF, _UKURAN, _BIRU, _EMAS = "Arial", 10, "1F3864", "BF8F00"
_GARIS = Side(style="thin", color="BFBFBF")
_BINGKAI = Border(_GARIS, _GARIS, _GARIS, _GARIS)
_FOLIO = 14
"""Excel's code for 215,9 × 330,2 mm, which offices call F4."""
_LEBAR_FOLIO = 220
"""Characters that stay legible across one landscape sheet."""
_BARIS_SIAP = 1000
"""Rows below the header that are ready for more: their cells are text and have lists."""
_KOLOM_DAFTAR = 7
"""First column of the lists on the dictionary sheet, beside the dictionary itself."""
_TEKS = "@"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        catatan: Note on the header.
        angka: Cells are numbers; others are text, so that Excel changes nothing that is typed.
        daftar: Words to choose from.
        tegas: Other words are refused, not only asked about.
        acuan: The sheet whose first column gives the words.
    """

    judul: str
    lebar: float
    catatan: str
    wajib: bool = False
    angka: bool = False
    daftar: tuple[str, ...] = ()
    tegas: bool = True
    acuan: str = ""


@dataclass(frozen=True, slots=True)
class SchemaSheet:
    """A table: one sheet."""

    nama: str
    keterangan: str
    kolom: tuple[Column, ...]
    baris: tuple[tuple[Isi, ...], ...]


def write_schema(sheets: Sequence[SchemaSheet], kamus: Sequence[tuple[str, ...]], waktu: datetime) -> bytes:
    """Return the workbook; the same tables give the same bytes.

    Args:
        sheets: The tables.
        kamus: Rows of the dictionary: table, column, required, words, explanation.
        waktu: Date of the content.
    """
    buku = Workbook()
    buku.remove(buku.worksheets[0])
    daftar = _Lists()
    for s in sheets:
        _write_sheet(buku.create_sheet(s.nama), s, daftar)
    _write_dictionary(buku.create_sheet(KAMUS), kamus, daftar)
    buku.properties.creator, buku.properties.title = "capaian", "Skema capaian kinerja"
    keluar = BytesIO()
    buku.save(keluar)
    buku.close()
    return repack(_quiet(keluar.getvalue()), waktu)


class _Lists:
    """Lists of words in use, each once, and where they stand on the dictionary sheet."""

    def __init__(self) -> None:
        self.words: dict[tuple[str, ...], str] = {}

    def formula(self, words: tuple[str, ...], judul: str) -> str:
        """Return the range of a list."""
        self.words.setdefault(words, judul)
        huruf = get_column_letter(_KOLOM_DAFTAR + list(self.words).index(words))
        return f"{KAMUS}!${huruf}${HEADER_ROW + 1}:${huruf}${HEADER_ROW + len(words)}"


def _write_sheet(lembar: Worksheet, s: SchemaSheet, daftar: _Lists) -> None:
    _title(lembar, f"Tabel {s.nama} – {s.keterangan}")
    siap = HEADER_ROW + max(_BARIS_SIAP, len(s.baris) + _BARIS_SIAP // 2)
    for c, kolom in enumerate(s.kolom, 1):
        huruf = get_column_letter(c)
        lembar.column_dimensions[huruf].width = kolom.lebar
        if not kolom.angka:
            lembar.column_dimensions[huruf].number_format = _TEKS
        _header(lembar, c, kolom)
        for r, baris in enumerate(s.baris, HEADER_ROW + 1):
            _cell(lembar, r, c, kolom, baris[c - 1])
        if aturan := _validation(kolom, daftar):
            aturan.add(f"{huruf}{HEADER_ROW + 1}:{huruf}{siap}")
            lembar.add_data_validation(aturan)
    _fit(lembar, s.baris, [k.lebar for k in s.kolom])
    akhir = get_column_letter(len(s.kolom))
    lembar.freeze_panes = f"B{HEADER_ROW + 1}"
    lembar.auto_filter.ref = f"A{HEADER_ROW}:{akhir}{HEADER_ROW + max(1, len(s.baris))}"
    _page(lembar, -(-int(sum(k.lebar for k in s.kolom)) // _LEBAR_FOLIO))


def _title(lembar: Worksheet, teks: str) -> None:
    put(lembar.cell(1, 1), teks)
    lembar.cell(1, 1).font = Font(name=_HURUF, size=12, bold=True, color=_BIRU)
    lembar.row_dimensions[HEADER_ROW].height = 30


def _header(lembar: Worksheet, c: int, kolom: Column) -> None:
    cell = lembar.cell(HEADER_ROW, c)
    put(cell, kolom.judul)
    cell.font = Font(name=_HURUF, size=_UKURAN, bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=_BIRU if kolom.wajib else "44546A")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = Border(_GARIS, _GARIS, _GARIS, Side(style="medium", color=_EMAS if kolom.wajib else "A6A6A6"))
    if kolom.catatan:
        cell.comment = Comment(kolom.catatan, "capaian", height=24 + 18 * (1 + len(kolom.catatan) // 34), width=260)


def _cell(lembar: Worksheet, r: int, c: int, kolom: Column, isi: Isi) -> None:
    cell = lembar.cell(r, c)
    if isi not in ("", None):
        put(cell, isi)
    if not isinstance(isi, Decimal):
        cell.number_format = _TEKS
    elif isi == isi.to_integral_value() and abs(isi) >= 10_000:
        cell.number_format = "#,##0"
    cell.font, cell.border = Font(name=_HURUF, size=_UKURAN), _BINGKAI
    cell.alignment = Alignment(horizontal="right" if kolom.angka else "left", vertical="top", wrap_text=True)


def _fit(lembar: Worksheet, rows: Sequence[Sequence[Isi]], lebar: Sequence[float]) -> None:
    """Make every row as high as its longest text needs."""
    for r, baris in enumerate(rows, HEADER_ROW + 1):
        jumlah = max(lines(str(x or ""), w, _UKURAN) for x, w in zip(baris, lebar, strict=True))
        set_height(lembar, r, jumlah, _UKURAN)


def _validation(kolom: Column, daftar: _Lists) -> DataValidation | None:
    if kolom.acuan:
        kolom_a = f"{kolom.acuan}!$A${HEADER_ROW + 1}:$A${HEADER_ROW + _BARIS_SIAP}"
        rumus = f"OFFSET({kolom.acuan}!$A${HEADER_ROW + 1},0,0,MAX(1,COUNTA({kolom_a})),1)"
        pesan = f"Pakai kode yang ada pada tabel {kolom.acuan}."
    elif kolom.daftar:
        rumus = daftar.formula(kolom.daftar, kolom.judul)
        pesan = "Pilih salah satu dari daftar." if kolom.tegas else "Kata ini tidak ada dalam daftar. Lanjutkan?"
    else:
        return None
    aturan = DataValidation(type="list", formula1=rumus, allow_blank=True)
    aturan.errorStyle = "stop" if kolom.tegas else "warning"
    aturan.errorTitle, aturan.error, aturan.showErrorMessage = kolom.judul[:32], pesan, True
    return aturan


def _write_dictionary(lembar: Worksheet, kamus: Sequence[tuple[str, ...]], daftar: _Lists) -> None:
    _title(lembar, "Kamus kolom, dan daftar pilihan di sebelah kanannya")
    kolom = (("Tabel", 12.0), ("Kolom", 22.0), ("Wajib", 8.0), ("Pilihan", 46.0), ("Penjelasan", 80.0))
    for c, (judul, lebar) in enumerate(kolom, 1):
        lembar.column_dimensions[get_column_letter(c)].width = lebar
        _header(lembar, c, Column(judul, lebar, ""))
        for r, baris in enumerate(kamus, HEADER_ROW + 1):
            _cell(lembar, r, c, Column(judul, lebar, ""), baris[c - 1])
    _fit(lembar, kamus, [lebar for _, lebar in kolom])
    for c, (words, judul) in enumerate(daftar.words.items(), _KOLOM_DAFTAR):
        lembar.column_dimensions[get_column_letter(c)].width = 16
        _header(lembar, c, Column(f"Daftar {judul}", 16, ""))
        for r, kata in enumerate(words, HEADER_ROW + 1):
            _cell(lembar, r, c, Column(judul, 16, ""), kata)
    lembar.freeze_panes = f"A{HEADER_ROW + 1}"
    lembar.auto_filter.ref = f"A{HEADER_ROW}:E{HEADER_ROW + len(kamus)}"
    lembar.print_area = f"A1:E{HEADER_ROW + len(kamus)}"
    _page(lembar)


def _page(lembar: Worksheet, halaman: int = 1) -> None:
    """Print on F4 across, wide tables on sheets side by side with their first column on each."""
    lembar.page_setup.orientation, lembar.page_setup.paperSize = "landscape", _FOLIO
    lembar.page_setup.fitToWidth, lembar.page_setup.fitToHeight = halaman, 0
    lembar.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    lembar.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    if halaman > 1:
        lembar.print_title_cols = "A:A"


def _quiet(data: bytes) -> bytes:
    """Tell Excel not to mark numbers that are meant as text; openpyxl has no element for it."""
    abaikan = b'<ignoredErrors><ignoredError sqref="A1:AZ5000" numberStoredAsText="1"/></ignoredErrors>'
    keluar = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as asal, zipfile.ZipFile(keluar, "w") as tujuan:
        for nama in asal.namelist():
            isi = asal.read(nama)
            if nama.startswith("xl/worksheets/sheet"):
                batas = b"<legacyDrawing" if b"<legacyDrawing" in isi else b"</worksheet>"
                depan, tanda, sisa = isi.rpartition(batas)
                isi = depan + abaikan + tanda + sisa
            tujuan.writestr(nama, isi)
    return keluar.getvalue()
