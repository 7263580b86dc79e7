"""An old Excel workbook (`.xls`, Excel 5 to 2003) as facts: xlrd reads the cells, this module bounds them.

xlrd is pure Python and raises; it neither hung nor swelled on the fuzzers' files it was tried on. It keeps number
formats, error kinds, merges, notes and defined names. What it does not tell, which cells hold formulas and whether
a cell is stored twice, is looked up in the records themselves.
"""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Iterator
from typing import Any

from capaian.model.kiriman import Cacat
from capaian.sheet import ole, ole_properties
from capaian.sheet.address import column_letters
from capaian.sheet.facts import Cell, Format, Kind, Merge, Sheet, State, Unreadable, Workbook
from capaian.sheet.formats import meaning
from capaian.sheet.preflight import (
    MAX_FILE,
    MAX_MERGED_CELLS,
    MAX_SHEETS,
    MB,
    TAKEN_COLS,
    TAKEN_ROWS,
    Budget,
    broken,
    label,
    thousands,
    too_much,
)

_STATES: dict[int, State] = {0: "visible", 1: "hidden", 2: "veryHidden"}
_TEXT, _NUMBER, _DATE, _LOGICAL, _ERROR = 1, 2, 3, 4, 5
_FORMULAS = frozenset((0x0006, 0x0206, 0x0406))
_VALUES = frozenset((0x0203, 0x0204, 0x00D6, 0x00FD, 0x027E, 0x0205)) | _FORMULAS
_MULTIPLE = 0x00BD
_BOF, _END, _SHEET = frozenset((0x0809, 0x0409, 0x0209, 0x0009)), 0x000A, 0x0085
_MACRO_SHEET = 1
_LINKS = {2: "tautan ke buku kerja lain", 4: "tautan DDE"}
"""Kinds of linked books in xlrd's numbering."""


class _Nowhere(io.TextIOBase):
    """Takes what xlrd has to say about a file: standard output belongs to the parent."""

    def write(self, text: str) -> int:
        """Forget it."""
        return len(text)


def read_xls(data: bytes) -> Workbook:
    """Read an old workbook. Run it only where a crash costs nothing.

    Raises:
        Unreadable: B03 (damaged, or too old), B04 (encrypted), B12 (a cell or a sheet twice), B24 (over a budget).
    """
    if len(data) > MAX_FILE:
        raise too_much(MAX_FILE // MB, "MB")
    import xlrd

    book = None
    try:
        book = xlrd.open_workbook(
            file_contents=data, logfile=_Nowhere(), formatting_info=True, on_demand=True, ragged_rows=True
        )
        return _Reading(book, data).workbook()
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # xlrd fails in a dozen types on damaged files
        if "encrypted" in str(error):
            raise Unreadable("B04", bagian="buku kerja") from error
        raise broken("buku kerja .xls") from error
    finally:
        if book is not None:
            book.release_resources()


class _Reading:
    def __init__(self, book: Any, data: bytes) -> None:
        self.book = book
        self.data = data
        self.budget = Budget()
        self.notes: list[Cacat] = []
        self.formats: dict[int, Format] = {}

    def workbook(self) -> Workbook:
        if not 0 < self.book.nsheets <= MAX_SHEETS:
            raise too_much(MAX_SHEETS, "lembar") if self.book.nsheets else broken("daftar lembar kosong")
        seen: set[str] = set()
        for name in self.book.sheet_names():
            if name.casefold() in seen:
                raise Unreadable("B12", jenis="lembar", x=label(name))
            seen.add(name.casefold())
        links = self._links()
        sheets = tuple(self._sheet(n) for n in range(self.book.nsheets))
        properties = ole_properties.read(self.data)
        return Workbook(
            sheets=sheets,
            names=self._names(),
            properties=properties.custom,
            keywords=properties.keywords,
            modified=properties.modified,
            date1904=self.book.datemode == 1,
            notes=(*links, *self.notes, Cacat("N09", {"jenis": "Excel 97–2003 (.xls)"})),
        )

    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for name in self.book.name_obj_list:
            formula = name.result.text if name.result is not None else None
            if name.scope != -1 or name.builtin or formula is None:
                continue
            self.budget.spend("karakter", len(formula), "nama terdefinisi")
            if names.setdefault(name.name, formula) != formula:
                raise Unreadable("B12", jenis="nama", x=label(name.name))
        return names

    def _links(self) -> list[Cacat]:
        found = []
        if any("_vba_project" in name.casefold() for name in ole.names(self.data)):
            found.append("makro")
        if self.book.mem and any(
            op == _SHEET and body[5:6] == bytes((_MACRO_SHEET,)) for op, body in _records(self.book.mem, self.book.base)
        ):
            found.append("makro Excel 4")
        kinds = set(self.book._supbook_types)
        found += [jenis for kind, jenis in _LINKS.items() if kind in kinds]
        return [Cacat("N05", {"jenis": jenis}) for jenis in found]

    def _sheet(self, number: int) -> Sheet:
        bagian = f"lembar «{label(self.book.sheet_names()[number])}»"
        formulas = self._scan(number, bagian)
        sheet = self.book.sheet_by_index(number)
        cells: dict[str, Cell] = {}
        far, far_first = 0, ""
        for row in range(sheet.nrows):
            kinds, values = sheet.row_types(row), sheet.row_values(row)
            hidden = row in sheet.rowinfo_map and bool(sheet.rowinfo_map[row].hidden)
            for col, kind in enumerate(kinds):
                if not _TEXT <= kind <= _ERROR:
                    continue
                ref = f"{column_letters(col + 1)}{row + 1}"
                what, text = _content(kind, values[col], f"{bagian}, isi sel {ref}")
                if not text and (row, col) not in formulas:
                    continue
                if row >= TAKEN_ROWS or col >= TAKEN_COLS:
                    far, far_first = far + 1, far_first or ref
                    continue
                self.budget.spend("karakter", len(text), bagian)
                away = hidden or (col in sheet.colinfo_map and bool(sheet.colinfo_map[col].hidden))
                fmt = self._format(sheet.cell_xf_index(row, col))
                cells[ref] = Cell(ref, row + 1, col + 1, what, text, (row, col) in formulas, True, fmt, away)
        if far:
            self.notes.append(Cacat("N07", {"lembar": sheet.name, "sel": far_first, "n": thousands(far)}))
        found = Sheet(
            sheet.name,
            _STATES.get(sheet.visibility, "visible"),
            cells,
            self._merges(sheet, bagian),
            self._comments(sheet, bagian),
        )
        self.book.unload_sheet(number)
        return found

    def _scan(self, number: int, bagian: str) -> set[tuple[int, int]]:
        """Count the filled cells of a sheet before they are read; return the places of its formulas."""
        formulas: set[tuple[int, int]] = set()
        if not self.book.mem:  # xlrd has let go of the bytes of files older than Excel 5
            return formulas
        seen: set[tuple[int, int]] = set()
        for op, body in _records(self.book.mem, self.book._sh_abs_posn[number]):
            if len(body) < 6 or (op not in _VALUES and op != _MULTIPLE):
                continue
            row, col = struct.unpack_from("<HH", body)
            places = [(row, col)] if op != _MULTIPLE else [(row, col + n) for n in range((len(body) - 6) // 6)]
            self.budget.spend("sel", len(places), bagian)
            if not seen.isdisjoint(places):
                raise Unreadable("B12", jenis="sel", x=f"{column_letters(col + 1)}{row + 1}", bagian=bagian)
            seen.update(places)
            if op in _FORMULAS:
                formulas.add((row, col))
        return formulas

    def _format(self, xf: int) -> Format:
        if xf not in self.formats:
            known = self.book.format_map.get(self.book.xf_list[xf].format_key)
            self.formats[xf] = meaning(known.format_str) if known is not None else "tak diketahui"
        return self.formats[xf]

    def _merges(self, sheet: Any, bagian: str) -> tuple[Merge, ...]:
        self.budget.spend("sel digabung", len(sheet.merged_cells), bagian)
        merges = []
        for top, bottom, left, right in sheet.merged_cells:
            if (bottom - top) * (right - left) > MAX_MERGED_CELLS:
                raise too_much(MAX_MERGED_CELLS, "sel dalam satu gabungan", bagian)
            merges.append(Merge(f"{column_letters(left + 1)}{top + 1}", f"{column_letters(right)}{bottom}"))
        return tuple(merges)

    def _comments(self, sheet: Any, bagian: str) -> dict[str, str]:
        found = {}
        for (row, col), note in sheet.cell_note_map.items():
            self.budget.spend("sel", 1, bagian)
            self.budget.spend("karakter", len(note.text), bagian)
            found[f"{column_letters(col + 1)}{row + 1}"] = note.text.strip()
        return found


def _records(mem: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one substream, those of streams inside it left out, up to its end or the file's."""
    place, depth = start, 0
    while place + 4 <= len(mem):
        op, size = struct.unpack_from("<HH", mem, place)
        place += 4
        if op in _BOF:
            depth += 1
        elif op == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield op, bytes(mem[place : place + size])
        place += size


def _content(kind: int, value: Any, where: str) -> tuple[Kind, str]:
    from xlrd import error_text_from_code

    if kind == _TEXT:
        return "s", str(value)
    if kind in (_NUMBER, _DATE):
        number = float(value)
        if not math.isfinite(number):
            raise broken(where)
        return "n", repr(number).removesuffix(".0")
    if kind == _LOGICAL:
        return "b", "TRUE" if value else "FALSE"
    if value not in error_text_from_code:
        raise broken(where)
    return "e", error_text_from_code[value]
