"""The tables of an OpenDocument spreadsheet, read in one pass and within budgets.

Source: OASIS OpenDocument 1.3 part 3, chapters 9 (tables) and 19 (attributes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from capaian.sheet.address import LAST_COL, LAST_ROW, column_letters
from capaian.sheet.facts import Cell, Format, Kind, Merge
from capaian.sheet.ods_text import Paragraphs
from capaian.sheet.preflight import (
    MAX_MERGED_CELLS,
    TAKEN_COLS,
    TAKEN_ROWS,
    Budget,
    broken,
    label,
    too_much,
)

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE = f"{OASIS}table:1.0 "
OFFICE = f"{OASIS}office:1.0 "
STYLE = f"{OASIS}style:1.0 "
_COLS_REPEATED = f"{TABLE}number-columns-repeated"
_COLS_SPANNED = f"{TABLE}number-columns-spanned"
_ROWS_SPANNED = f"{TABLE}number-rows-spanned"
_FORMULA = f"{TABLE}formula"
_VISIBILITY = f"{TABLE}visibility"
_VALUE_TYPE, _VALUE, _STRING_VALUE = f"{OFFICE}value-type", f"{OFFICE}value", f"{OFFICE}string-value"
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\Z", re.ASCII)
_COUNT = re.compile(r"[0-9]+\Z", re.ASCII)
_MOST = 10**9
_ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)\Z|Err:[0-9]{3}\Z", re.ASCII)
_LOGICAL = {"TRUE": "TRUE", "BENAR": "TRUE", "FALSE": "FALSE", "SALAH": "FALSE"}
"""What LibreOffice shows for a logical value, which it stores as the number 1 or 0."""
_HIDDEN = ("collapse", "filter")


@dataclass
class Table:
    """One table while it is read.

    Attributes:
        name: Name of the sheet.
        style: Name of its style, which says whether it is hidden.
        far: How many filled cells lie outside the taken 5,000 × 200; `far_first` is the first of them.
    """

    name: str
    style: str
    cells: dict[str, Cell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)
    far: int = 0
    far_first: str = ""
    hidden_cols: set[int] = field(default_factory=set)
    columns: int = 0
    row: int = 0
    col: int = 0

    def ordered(self) -> dict[str, Cell]:
        """Return the cells in row order, those of hidden columns marked too."""
        cells = sorted(self.cells.values(), key=lambda c: (c.row, c.col))
        return {c.ref: c._replace(hidden=True) if c.col in self.hidden_cols else c for c in cells}


def count(value: str | None, bagian: str) -> int:
    """Return a number of repetitions; huge ones as a billion, which is beyond every sheet.

    Raises:
        Unreadable: B03 when it is no number.
    """
    if value is None:
        return 1
    if not _COUNT.match(value):
        raise broken(f"{bagian}, banyaknya ulangan «{label(value)}»")
    return max(1, int(value)) if len(value) < 10 else _MOST


class Row:
    """A row, or a run of equal rows: puts its cells into the table.

    Args:
        table: Where the cells go.
        bagian: The sheet, for messages.
        rows: How many equal rows there are.
        hidden: Whether they are hidden.
    """

    def __init__(self, table: Table, bagian: str, budget: Budget, rows: int, hidden: bool) -> None:
        self.table = table
        self.bagian = bagian
        self.budget = budget
        self.rows = rows
        self.hidden = hidden
        self.first = table.row + 1
        table.col = 0

    def end(self) -> None:
        """Go to the row below; beyond the last row of a sheet nothing is counted any more."""
        self.table.row = min(self.table.row + self.rows, LAST_ROW + 1)

    def cell(self, attrs: dict[str, str], text: Paragraphs, note: Paragraphs | None) -> None:
        """Take a cell with its repetitions."""
        cols = count(attrs.get(_COLS_REPEATED), self.bagian)
        left = self.table.col + 1
        self.table.col = min(self.table.col + cols, LAST_COL + 1)
        shown = text.text()
        formula = _FORMULA in attrs
        if _COLS_SPANNED in attrs or _ROWS_SPANNED in attrs:
            self._merge(attrs, left, cols)
        if note is not None and (words := note.text().strip()):
            self.budget.spend("sel", 1, self.bagian)
            self.table.comments.setdefault(f"{column_letters(min(left, LAST_COL))}{self.first}", words)
        kind, value, cached, fmt = self._content(attrs, shown, text.seen, left)
        if not value and not formula:
            return
        self._keep(left, cols, (kind, value, formula, cached, fmt, self.hidden))

    def _merge(self, attrs: dict[str, str], left: int, cols: int) -> None:
        wide = count(attrs.get(_COLS_SPANNED), self.bagian)
        high = count(attrs.get(_ROWS_SPANNED), self.bagian)
        if (wide, high) == (1, 1):
            return
        self.budget.spend("sel digabung", self.rows * cols, self.bagian)
        if wide * high > MAX_MERGED_CELLS:
            raise too_much(MAX_MERGED_CELLS, "sel dalam satu gabungan", self.bagian)
        for row in range(self.first, self.first + self.rows):
            for col in range(left, left + cols):
                bottom, right = min(row + high - 1, LAST_ROW), min(col + wide - 1, LAST_COL)
                self.table.merges.append(Merge(f"{column_letters(col)}{row}", f"{column_letters(right)}{bottom}"))

    def _content(self, attrs: dict[str, str], shown: str, paragraphs: int, left: int) -> tuple[Kind, str, bool, Format]:
        """Return kind, text, whether there is a value at all, and the format."""
        kind = attrs.get(_VALUE_TYPE)
        exact = attrs.get(_CALCEXT, "")
        if exact == "error":
            return "e", shown or attrs.get(_STRING_VALUE) or "#VALUE!", True, "umum"
        match kind:
            case None | "void":
                return "s", shown, paragraphs > 0 or _FORMULA not in attrs, "umum"
            case "string":
                text = attrs.get(_STRING_VALUE, shown)
                return ("e" if not exact and _ERROR.match(text) else "s"), text, True, "umum"
            case "float" | "currency" | "percentage":
                return self._number(attrs.get(_VALUE, ""), kind, shown, left)
            case "date" | "time" | "boolean":
                value = attrs.get(f"{OFFICE}{kind}-value", "").strip()
                if kind == "boolean" and value in ("true", "false"):
                    return "b", value.upper(), True, "umum"
                if kind != "boolean" and value:
                    return "d", value, True, "tanggal"
        raise broken(f"{self.bagian}, isi sel {column_letters(min(left, LAST_COL))}{self.first}")

    def _number(self, value: str, kind: str, shown: str, left: int) -> tuple[Kind, str, bool, Format]:
        value = value.strip()
        if not _NUMBER.match(value):
            raise broken(f"{self.bagian}, isi sel {column_letters(min(left, LAST_COL))}{self.first}")
        if _ERROR.match(shown):
            return "e", shown, True, "umum"
        if value in ("0", "1") and shown.strip() in _LOGICAL:
            return "b", _LOGICAL[shown.strip()], True, "umum"
        return "n", value, True, "persen" if kind == "percentage" else "umum"

    def _keep(self, left: int, cols: int, fields: tuple[Kind, str, bool, bool, Format, bool]) -> None:
        """Put a cell into all its places; those far outside a form are only counted."""
        bottom, right = self.first + self.rows - 1, left + cols - 1
        if bottom > LAST_ROW:
            raise too_much(LAST_ROW, "baris", self.bagian)
        if right > LAST_COL:
            raise too_much(LAST_COL, "kolom", self.bagian)
        places = self.rows * cols
        self.budget.spend("sel", places, self.bagian)
        if places > 1:
            self.budget.spend("karakter", len(fields[1]) * (places - 1), self.bagian)
        table, taken = self.table, 0
        for row, col in self._places(left, cols):
            ref = f"{column_letters(col)}{row}"
            table.cells[ref] = Cell(ref, row, col, *fields)
            taken += 1
        if taken < places:
            table.far += places - taken
            if not table.far_first:
                outside = max(left, TAKEN_COLS + 1) if self.first <= TAKEN_ROWS and right > TAKEN_COLS else left
                row = self.first if outside > TAKEN_COLS else max(self.first, TAKEN_ROWS + 1)
                table.far_first = f"{column_letters(outside)}{row}"

    def _places(self, left: int, cols: int) -> Iterator[tuple[int, int]]:
        for row in range(self.first, min(self.first + self.rows, TAKEN_ROWS + 1)):
            for col in range(left, min(left + cols, TAKEN_COLS + 1)):
                yield row, col


def is_hidden(attrs: dict[str, str]) -> bool:
    """Whether a row or a column says that it is hidden."""
    return attrs.get(_VISIBILITY) in _HIDDEN
