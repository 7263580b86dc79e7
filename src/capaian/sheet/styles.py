"""What all workbooks of the office share: fonts, fills, paper, protection, and text that stays text."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from copy import copy
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from capaian.model.formulir import Isi
from capaian.ooxml import repack
from capaian.text.inert import for_sheet

BIRU = "1F3864"
HURUF = "Arial"
GARIS = Side(style="thin", color="A6A6A6")
BINGKAI = Border(GARIS, GARIS, GARIS, GARIS)
KEPALA = PatternFill("solid", fgColor=BIRU)
KEPALA_ISI = PatternFill("solid", fgColor="FFD966")
TETAP = PatternFill("solid", fgColor="E7E6E6")
HITUNG = PatternFill("solid", fgColor="DDEBF7")
ISI = PatternFill("solid", fgColor="FFF9DB")
TUTUP = PatternFill("lightUp", fgColor="BFBFBF", bgColor="E7E6E6")
FOLIO = 14
"""Excel's code for 215,9 × 330,2 mm, which offices call F4."""
TEPI = 0.28
"""Margin left and right, in inches."""


def font(size: float = 9, *, bold: bool = False, italic: bool = False, color: str = "000000") -> Font:
    """Return the office's font."""
    return Font(name=HURUF, size=size, bold=bold, italic=italic, color=color)


def put(cell: Cell | MergedCell, nilai: Isi) -> None:
    """Write a value so that text stays text, whatever it begins with."""
    if isinstance(nilai, Decimal):
        cell.value = nilai
        return
    cell.value = for_sheet(nilai or "")
    cell.data_type = "s"
    if nilai and nilai[0] in "=+-@'":
        cell.quotePrefix = True


def text(lembar: Worksheet, baris: int, kolom: int, teks: str, huruf: Font, *, wrap: bool = False) -> None:
    """Write a line of text."""
    cell = lembar.cell(baris, kolom)
    put(cell, teks)
    cell.font = huruf
    cell.alignment = Alignment(horizontal="left", vertical="top" if wrap else "center", wrap_text=wrap)


def header(cell: Cell | MergedCell, judul: str, *, masukan: bool = False, size: float = 8.5) -> None:
    """Write the head of a column; those to fill in stand out."""
    put(cell, judul)
    cell.font = font(size, bold=True, color="000000" if masukan else "FFFFFF")
    cell.fill = KEPALA_ISI if masukan else KEPALA
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = BINGKAI


class Gaya:
    """Styles of one workbook by key: each is made once and copied, which is most of the time of writing a form."""

    def __init__(self) -> None:
        self._isi: dict[Hashable, StyleArray] = {}

    def pasang(self, cell: Cell | MergedCell, kunci: Hashable, buat: Callable[[Cell | MergedCell], None]) -> None:
        """Give a cell the style of a key; `buat` sets it on the first cell."""
        sel: Any = cell  # the stubs leave out where a cell keeps its style
        if kunci in self._isi:
            sel._style = copy(self._isi[kunci])
            return
        buat(cell)
        self._isi[kunci] = copy(sel._style)


def page(lembar: Worksheet, *, landscape: bool, kaki: str = "") -> None:
    """Set the sheet up for F4, as wide as the paper; with a footer when one is given."""
    lembar.page_setup.orientation = "landscape" if landscape else "portrait"
    lembar.page_setup.paperSize = FOLIO
    lembar.page_setup.fitToWidth, lembar.page_setup.fitToHeight = 1, 0
    lembar.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if not kaki:
        return
    lembar.page_margins.left = lembar.page_margins.right = TEPI
    lembar.page_margins.top, lembar.page_margins.bottom = 0.4, 0.55
    lembar.page_margins.footer = 0.25
    bawah = HeaderFooterItem()
    bawah.left = _HeaderFooterPart(kaki.replace("&", "&&"), size=8)
    bawah.right = _HeaderFooterPart("Halaman &P dari &N", size=8)
    lembar.oddFooter = bawah


def protect(lembar: Worksheet) -> None:
    """Lock the sheet against slips; widths, heights, filters and sorting stay free.

    Locked cells can still be selected and copied; Tab goes from one open cell to the next all the same.
    """
    lembar.protection.sheet = True
    lembar.protection.formatColumns = False
    lembar.protection.formatRows = False
    lembar.protection.autoFilter = False
    lembar.protection.sort = False


def to_bytes(buku: Workbook, waktu: datetime, judul: str, pembuat: str) -> bytes:
    """Return the workbook; the same content gives the same bytes."""
    buku.properties.creator = for_sheet(pembuat)
    buku.properties.title = for_sheet(judul)
    keluar = BytesIO()
    buku.save(keluar)
    buku.close()
    return repack(keluar.getvalue(), waktu)
