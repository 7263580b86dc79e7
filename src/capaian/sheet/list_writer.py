"""Write long lists of text, row by row, without holding styles for every cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from capaian.ooxml import repack
from capaian.sheet.styles import KEPALA, font, page
from capaian.text.inert import for_sheet

Cell = str | int
"""Text stays text whatever it begins with; whole numbers can be summed."""


@dataclass(frozen=True, slots=True)
class List:
    """One sheet: its name, head and width of each column, and its rows."""

    nama: str
    kolom: Sequence[tuple[str, float]]
    baris: Iterable[Sequence[Cell]]


def write_lists(lists: Sequence[List], waktu: datetime, judul: str, pembuat: str) -> bytes:
    """Return a workbook of filterable lists; 10,000 rows take a few seconds and little memory."""
    buku = Workbook(write_only=True)
    for isi in lists:
        lembar: Any = buku.create_sheet(isi.nama)  # the stubs know no write-only sheet
        for n, (_, lebar) in enumerate(isi.kolom, 1):
            lembar.column_dimensions[get_column_letter(n)].width = lebar
        lembar.freeze_panes = "A2"
        page(lembar, landscape=True)
        kepala = []
        for nama, _ in isi.kolom:
            cell = WriteOnlyCell(lembar, for_sheet(nama))
            cell.font, cell.fill = font(10, bold=True, color="FFFFFF"), KEPALA
            kepala.append(cell)
        lembar.append(kepala)
        n_baris = 1
        for baris in isi.baris:
            lembar.append([_cell(lembar, nilai) for nilai in baris])
            n_baris += 1
        lembar.auto_filter.ref = f"A1:{get_column_letter(len(isi.kolom))}{n_baris}"
    buku.properties.creator = for_sheet(pembuat)
    buku.properties.title = for_sheet(judul)
    keluar = BytesIO()
    buku.save(keluar)
    return repack(keluar.getvalue(), waktu)


def _cell(lembar: Any, nilai: Cell) -> object:
    if isinstance(nilai, int):
        return nilai
    teks = for_sheet(nilai)
    if not teks.startswith(("=", "+", "-", "@", "'", "#")):
        return teks
    cell = WriteOnlyCell(lembar, teks)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
