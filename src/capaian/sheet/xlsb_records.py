"""The records of a binary Excel workbook: what they tell beside the values.

Source: [MS-XLSB] 2.1.4 (records), 2.3 (record numbers), 2.4 (their fields).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from capaian.sheet.address import LAST_COL, LAST_ROW, column_letters
from capaian.sheet.facts import Merge, State, Unreadable
from capaian.sheet.preflight import MAX_MERGED_CELLS, MAX_SHEETS, TAKEN_COLS, Package, broken, label, too_much

_STATES: dict[int, State] = {0: "visible", 1: "hidden", 2: "veryHidden"}
_ROW, _FIRST_CELL, _ERROR_CELL, _FIRST_FORMULA, _ERROR_FORMULA = 0, 1, 3, 8, 11
_SHORT, _LOGICAL, _NUMBERS = frozenset((2,)), frozenset((4, 10)), frozenset((2, 4, 5, 9, 10))
_COLUMN, _BOOK_PROPERTIES, _SHEET_ENTRY, _MERGE = 60, 153, 156, 176
_HIDDEN_ROW, _HIDDEN_COLUMN, _DATE_1904 = 0x10, 0x01, 0x01
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_MAX_AREA = 2_000_000
"""Cells of the smallest rectangle round everything stored: calamine keeps all of it in memory."""


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """One line of the list of sheets."""

    name: str
    state: State
    relation: str


def sheet_list(package: Package, main: str) -> tuple[list[SheetRecord], bool]:
    """Return the list of sheets, and whether dates count from 1904.

    Args:
        package: The workbook file.
        main: Name of the workbook's part.

    Raises:
        Unreadable: B03, B12 (two sheets of one name), B24.
    """
    entries: list[SheetRecord] = []
    seen: set[str] = set()
    date1904 = False
    for number, body in records(package, main, "daftar lembar"):
        if number == _BOOK_PROPERTIES:
            date1904 = bool(body[:1] and body[0] & _DATE_1904)
        elif number == _SHEET_ENTRY:
            (state,) = _unpack("<L", body, 0, "daftar lembar")
            relation, place = _string(body, 8)
            name, _ = _string(body, place)
            if name.casefold() in seen:
                raise Unreadable("B12", jenis="lembar", x=label(name))
            seen.add(name.casefold())
            entries.append(SheetRecord(name, _STATES.get(state, "visible"), relation))
            if len(entries) > MAX_SHEETS:
                raise too_much(MAX_SHEETS, "lembar")
    if not entries:
        raise broken("daftar lembar kosong")
    return entries, date1904


class SheetRecords:
    """Counts and places what a sheet holds before calamine sees it. Rows and columns count from 0.

    Args:
        package: The workbook file.
        part: Name of the sheet's part; empty for a sheet without cells (a chart).
        name: Name of the sheet.

    Attributes:
        numbers: Numbers and logical values by place: calamine must give the same ones.
        errors: Error texts by place; calamine gives none.

    Raises:
        Unreadable: B03 (damaged), B12 (a cell twice) or B24 (over a budget, or too far apart for calamine).
    """

    def __init__(self, package: Package, part: str, name: str) -> None:
        self.numbers: dict[tuple[int, int], float] = {}
        self.formulas: set[tuple[int, int]] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_cols: set[int] = set()
        self.merges: list[Merge] = []
        self.cells = bool(part)
        self._bagian = f"lembar «{label(name)}»"
        self._budget = package.budget
        self._filled: set[tuple[int, int]] = set()
        self._box = [LAST_ROW, 0, LAST_COL, 0]
        self._row = 0
        for number, body in records(package, part, self._bagian) if part else ():
            self._take(number, body)

    def _take(self, number: int, body: bytes) -> None:
        if number == _ROW:
            (self._row,) = _unpack("<L", body, 0, self._bagian)
            if self._row >= LAST_ROW:
                raise too_much(LAST_ROW, "baris", self._bagian)
            if body[11:12] and body[11] & _HIDDEN_ROW:
                self.hidden_rows.add(self._row)
        elif _FIRST_CELL <= number <= _ERROR_FORMULA:
            self._cell(number, body)
        elif number == _COLUMN:
            first, last, _, _, flags = _unpack("<4LH", body, 0, self._bagian)
            if flags & _HIDDEN_COLUMN:
                self.hidden_cols.update(range(first, min(last, TAKEN_COLS) + 1))
        elif number == _MERGE:
            self._merge(body)

    def _cell(self, number: int, body: bytes) -> None:
        (col,) = _unpack("<L", body, 0, self._bagian)
        if col >= LAST_COL:
            raise Unreadable("B24", n=f"kolom ke-{col + 1}", bagian=self._bagian)
        place, ref = (self._row, col), f"{column_letters(col + 1)}{self._row + 1}"
        top, bottom, left, right = self._box
        self._box = [min(top, self._row), max(bottom, self._row), min(left, col), max(right, col)]
        if (self._box[1] - self._box[0] + 1) * (self._box[3] - self._box[2] + 1) > _MAX_AREA:
            raise Unreadable("B24", n=f"sel di {ref}", bagian=self._bagian)
        if number == _FIRST_CELL:
            return
        self._budget.spend("sel", 1, self._bagian)
        if place in self._filled:
            raise Unreadable("B12", jenis="sel", x=ref, bagian=self._bagian)
        self._filled.add(place)
        if number in _NUMBERS:
            self.numbers[place] = self._number(number, body)
        if number >= _FIRST_FORMULA:
            self.formulas.add(place)
        if number in (_ERROR_CELL, _ERROR_FORMULA):
            self.errors[place] = _ERRORS.get(body[8] if len(body) > 8 else -1, "#VALUE!")

    def _number(self, number: int, body: bytes) -> float:
        if number in _SHORT:
            (packed,) = _unpack("<l", body, 8, self._bagian)
            # The two lowest bits say: a hundredth, and an integer; else the upper half of a double.
            (value,) = (packed >> 2,) if packed & 2 else struct.unpack("<d", struct.pack("<Ll", 0, packed & ~3))
            return float(value / 100 if packed & 1 else value)
        (value,) = _unpack("<B" if number in _LOGICAL else "<d", body, 8, self._bagian)
        return float(value)

    def _merge(self, body: bytes) -> None:
        self._budget.spend("sel digabung", 1, self._bagian)
        top, bottom, left, right = _unpack("<4L", body, 0, self._bagian)
        if not (top <= bottom < LAST_ROW and left <= right < LAST_COL):
            raise broken(f"{self._bagian}, sel digabung")
        if (bottom - top + 1) * (right - left + 1) > MAX_MERGED_CELLS:
            raise too_much(MAX_MERGED_CELLS, "sel dalam satu gabungan", self._bagian)
        self.merges.append(Merge(f"{column_letters(left + 1)}{top + 1}", f"{column_letters(right + 1)}{bottom + 1}"))


def records(package: Package, part: str, bagian: str) -> Iterator[tuple[int, bytes]]:
    """Yield number and body of the records of a part.

    Raises:
        Unreadable: B03 when a record reaches beyond the part.
    """
    data = b"".join(package.chunks(part))
    place = 0
    while place < len(data):
        number, place = _varint(data, place, 2, bagian)
        size, place = _varint(data, place, 4, bagian)
        if place + size > len(data):
            raise broken(bagian)
        yield number, data[place : place + size]
        place += size


def _varint(data: bytes, place: int, most: int, bagian: str) -> tuple[int, int]:
    value = 0
    for n in range(most):
        if place >= len(data):
            raise broken(bagian)
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << (7 * n)
        if not byte & 0x80:
            break
    return value, place


def _unpack(form: str, body: bytes, place: int, bagian: str) -> tuple[Any, ...]:
    try:
        return struct.unpack_from(form, body, place)
    except struct.error as error:
        raise broken(bagian) from error


def _string(body: bytes, place: int) -> tuple[str, int]:
    (size,) = _unpack("<L", body, place, "daftar lembar")
    place += 4
    if size > 32_767 or place + 2 * size > len(body):
        raise broken("daftar lembar")
    return body[place : place + 2 * size].decode("utf-16-le", "replace"), place + 2 * size
