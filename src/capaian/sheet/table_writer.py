"""Write plain tables for people: lists that are filtered, printed and sent back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from capaian.model.formulir import Isi
from capaian.sheet.styles import BINGKAI, BIRU, font, header, page, put, text, to_bytes
from capaian.sheet.wrapping import lines, set_height

_UKURAN = 9


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table for people: one sheet of a list workbook."""

    nama: str
    judul: str
    kolom: tuple[tuple[str, float], ...]
    baris: tuple[tuple[Isi, ...], ...]


def write_tables(tables: Sequence[Table], waktu: datetime, judul: str, pembuat: str) -> bytes:
    """Return a workbook of plain tables, filterable and ready to print."""
    buku = Workbook()
    buku.remove(buku.worksheets[0])
    for t in tables:
        lembar = buku.create_sheet(re.sub(r"[\[\]:*?/\\]", "-", t.nama)[:31])
        text(lembar, 1, 1, t.judul, font(12, bold=True, color=BIRU))
        for c, (kepala, lebar) in enumerate(t.kolom, 1):
            header(lembar.cell(3, c), kepala, size=9)
            lembar.column_dimensions[get_column_letter(c)].width = lebar
            for r, isi in enumerate(t.baris, 4):
                cell = lembar.cell(r, c)
                put(cell, isi[c - 1])
                cell.font, cell.border = font(), BINGKAI
                cell.alignment = Alignment(vertical="top", wrap_text=True)
        for r, isi in enumerate(t.baris, 4):
            teks = zip(isi, t.kolom, strict=True)
            jumlah = max(lines(str(x or ""), lebar, _UKURAN) for x, (_, lebar) in teks)
            set_height(lembar, r, jumlah, _UKURAN)
        lembar.freeze_panes = "A4"
        lembar.auto_filter.ref = f"A3:{get_column_letter(len(t.kolom))}{max(3, 3 + len(t.baris))}"
        page(lembar, landscape=True)
        lembar.print_title_rows = "3:3"
    return to_bytes(buku, waktu, judul, pembuat)
