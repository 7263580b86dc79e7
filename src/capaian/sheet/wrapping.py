"""How many lines a text takes in a column, so that a form opens with rows of the right height.

Excel fits such a row again while somebody types in it; LibreOffice and viewers take the height that stands in the file.
"""

from __future__ import annotations

from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

_SEMPIT, _LEBAR = frozenset("iljtfrI.,:;'|!()[]/- "), frozenset("mwMWQOGDC%@—")
_EM_SEMPIT, _EM_BIASA, _EM_LEBAR = 0.29, 0.54, 0.78
"""Widths of letters of Arial in parts of its size."""
_PIKSEL_KOLOM, _SELA = 7, 2
"""A unit of column width in pixels, and what the borders of a cell take."""


class _FittedRow(RowDimension):
    """A row with a height that the program may change again."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - named by the base class
        return False


def lines(teks: str, lebar: float, size: float) -> int:
    """Return how many lines a text takes.

    Args:
        teks: The text; line ends count.
        lebar: Width of the column in Excel's units.
        size: Size of the font in points.
    """
    ruang = (lebar * _PIKSEL_KOLOM - _SELA) / (size * 96 / 72)
    return sum(_lines(baris, ruang) for baris in teks.split("\n"))


def _lines(teks: str, ruang: float) -> int:
    n, isi = 1, 0.0
    for kata in teks.split():
        panjang = sum(_EM_SEMPIT if c in _SEMPIT else _EM_LEBAR if c in _LEBAR else _EM_BIASA for c in kata)
        spasi = _EM_SEMPIT if isi else 0.0
        if isi and isi + spasi + panjang > ruang:
            n, isi, spasi = n + 1, 0.0, 0.0
        isi += spasi + panjang
        while isi > ruang:
            n, isi = n + 1, isi - ruang
    return n


def set_height(lembar: Worksheet, baris: int, jumlah: int, size: float, *, paling: float = 0.0) -> None:
    """Give a row the height of so many lines, at least `paling` points."""
    tinggi = max(paling, jumlah * size * 1.25 + 3)
    lembar.row_dimensions[baris] = _FittedRow(lembar, index=baris, ht=tinggi)
