"""The cells of a sheet and the texts they share, read in one pass and within budgets."""

from __future__ import annotations

import re

from capaian.sheet.address import LAST_COL, LAST_ROW, column_letters, position, unescape
from capaian.sheet.facts import Cell, Format, Kind, Merge, Unreadable
from capaian.sheet.parts import STRICT, TRANSITIONAL, Handler, truth
from capaian.sheet.preflight import (
    MAX_DEPTH,
    MAX_MERGED_CELLS,
    MAX_STRINGS,
    TAKEN_COLS,
    TAKEN_ROWS,
    Budget,
    broken,
    label,
    too_much,
)

_TAGS = {
    key: tag
    for tag in ("c", "v", "f", "is", "t", "r", "rPh", "si", "sst", "row", "sheetData", "col", "mergeCell")
    for key in (tag, f"{TRANSITIONAL} {tag}", f"{STRICT} {tag}")
}
_ROOTS = {root: frozenset((root, f"{TRANSITIONAL} {root}", f"{STRICT} {root}")) for root in ("worksheet", "sst")}
"""The outermost element: a part of another kind or another namespace would be read as empty."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\Z", re.ASCII)
_INDEX = re.compile(r"[0-9]{1,9}\Z", re.ASCII)
_COLUMNS = {column_letters(col): col for col in range(1, TAKEN_COLS + 1)}
_LOGICAL = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}


class SharedStrings(Handler):
    """The table of shared texts. Its `count` and `uniqueCount` are not believed.

    Attributes:
        strings: The texts; runs joined, reading aids (`rPh`) left out.
    """

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._budget = budget
        self._pieces: list[str] = []
        self._taking = False
        self._aid = 0

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Begin a text or a run."""
        super().start(name, attrs)
        if self.depth == 1 and name not in _ROOTS["sst"]:
            raise broken("daftar teks")
        tag = _TAGS.get(name)
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._aid += 1
        elif tag == "t":
            self._taking = not self._aid

    def text(self, data: str) -> None:
        """Take characters of a run."""
        if self._taking:
            self._budget.spend("karakter", len(data), "daftar teks")
            self._pieces.append(data)

    def end(self, name: str) -> None:
        """End a run; keep a finished text."""
        super().end(name)
        tag = _TAGS.get(name)
        if tag == "t":
            self._taking = False
        elif tag == "rPh":
            self._aid -= 1
        elif tag == "si":
            if len(self.strings) >= MAX_STRINGS:
                raise too_much(MAX_STRINGS, "teks", "daftar teks")
            self.strings.append(unescape("".join(self._pieces)))


class SheetPart(Handler):
    """One worksheet. Rows and cells may come in any order and without addresses; `<dimension>` is not believed.

    Empty cells and rows cost a few instructions each and are not kept: people drag formats down a million rows.

    Attributes:
        merges: The merged ranges.
        far: How many filled cells lie outside the taken 5,000 × 200; `far_first` is the first of them.
    """

    def __init__(self, bagian: str, strings: list[str], formats: list[Format], budget: Budget) -> None:
        super().__init__()
        self.merges: list[Merge] = []
        self.far = 0
        self.far_first = ""
        self._bagian = bagian
        self._strings = strings
        self._formats = formats
        self._budget = budget
        self._cells: dict[str, Cell] = {}
        self._hidden_cols: set[int] = set()
        self._row = 0
        self._row_text = "0"
        self._row_hidden = False
        self._before: str | int = 0
        """The cell before this one, as its address or its column."""
        self._attrs: dict[str, str] = {}
        self._styles: dict[str, Format] = {}
        self._in_cell = False
        self._formula = False
        self._value: list[str] | None = None
        self._inline: list[str] | None = None
        self._taking: list[str] | None = None
        self._aid = 0

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Begin an element."""
        self.depth += 1
        tag = _TAGS.get(name)
        if tag == "c":
            if self.depth != 4:
                raise broken(f"{self._bagian}, susunan sel")
            self._attrs = attrs
            self._in_cell = True
            self._formula = False
            self._value = self._inline = None
        elif self.depth > MAX_DEPTH:
            raise too_much(MAX_DEPTH, "lapis", self._bagian)
        elif tag is None:
            self._check_root(name)
        elif tag == "row":
            if self.depth != 3:
                raise broken(f"{self._bagian}, susunan baris")
            self._begin_row(attrs)
        elif self._in_cell:
            self._begin_content(tag)
        elif tag == "col":
            self._column(attrs)
        elif tag == "mergeCell":
            self._merge(attrs.get("ref", ""))

    def _check_root(self, name: str) -> None:
        if self.depth == 1 and name not in _ROOTS["worksheet"]:
            raise broken(f"{self._bagian}, bukan lembar kerja")

    def _begin_row(self, attrs: dict[str, str]) -> None:
        number = attrs.get("r")
        if number is None:
            self._row += 1
        elif number.isascii() and number.isdigit() and number != "0":
            self._row = int(number) if len(number) < 8 else LAST_ROW + 1
        else:
            raise broken(f"{self._bagian}, nomor baris «{label(number)}»")
        if self._row > LAST_ROW:
            raise too_much(LAST_ROW, "baris", self._bagian)
        self._row_hidden = "hidden" in attrs and truth(attrs["hidden"])
        self._row_text = str(self._row)
        self._before = 0

    def _begin_content(self, tag: str) -> None:
        if tag == "v":
            self._value = self._taking = []
        elif tag == "f":
            self._formula = True
        elif tag == "is":
            self._inline = []
        elif tag == "rPh":
            self._aid += 1
        elif tag == "t" and self._inline is not None and not self._aid:
            self._taking = self._inline

    def _column(self, attrs: dict[str, str]) -> None:
        if truth(attrs.get("hidden")):
            first, last = attrs.get("min", ""), attrs.get("max", "")
            if _INDEX.match(first) and _INDEX.match(last):
                self._hidden_cols.update(range(int(first), min(int(last), TAKEN_COLS) + 1))

    def _merge(self, ref: str) -> None:
        self._budget.spend("sel digabung", 1, self._bagian)
        first, _, last = ref.partition(":")
        top, left = position(first, self._bagian)
        bottom, right = position(last or first, self._bagian)
        top, bottom = sorted((top, bottom))
        left, right = sorted((left, right))
        if (bottom - top + 1) * (right - left + 1) > MAX_MERGED_CELLS:
            raise too_much(MAX_MERGED_CELLS, "sel dalam satu gabungan", self._bagian)
        self.merges.append(Merge(f"{column_letters(left)}{top}", f"{column_letters(right)}{bottom}"))

    def text(self, data: str) -> None:
        """Take characters of a value or a run."""
        if self._taking is not None:
            self._budget.spend("karakter", len(data), self._bagian)
            self._taking.append(data)

    def end(self, name: str) -> None:
        """End an element."""
        self.depth -= 1
        if not self._in_cell:
            return
        tag = _TAGS.get(name)
        if tag == "c":
            self._in_cell = False
            if self._formula or self._value or self._inline:
                self._keep()
            else:
                ref = self._attrs.get("r")
                self._before = ref if ref is not None else self._column_before() + 1
        elif tag in ("v", "t"):
            self._taking = None
        elif tag == "rPh":
            self._aid -= 1

    def _column_before(self) -> int:
        return self._before if isinstance(self._before, int) else position(self._before, self._bagian)[1]

    def _keep(self) -> None:
        """Keep the cell that just ended."""
        name, row, col = self._place()
        self._before = col
        kind, text, cached = self._content(name)
        if not text and not self._formula:
            return
        if row > TAKEN_ROWS or col > TAKEN_COLS:
            self.far += 1
            self.far_first = self.far_first or name
            return
        if name in self._cells:
            raise Unreadable("B12", jenis="sel", x=name, bagian=self._bagian)
        self._budget.spend("sel", 1, self._bagian)
        hidden = self._row_hidden
        self._cells[name] = Cell(name, row, col, kind, text, self._formula, cached, self._format(), hidden)

    def _place(self) -> tuple[str, int, int]:
        """Return address, row and column of the cell that just ended."""
        ref = self._attrs.get("r")
        if ref is None:
            row, col = self._row, self._column_before() + 1
        else:
            # Nearly every cell says the row it stands in, in capitals.
            taken = _COLUMNS.get(ref[: -len(self._row_text)]) if ref.endswith(self._row_text) else None
            if taken is not None:
                return ref, self._row, taken
            row, col = position(ref, self._bagian)
        if col > LAST_COL or row == 0:
            raise Unreadable("B24", n=f"kolom ke-{col}", bagian=self._bagian)
        return f"{column_letters(col)}{row}", row, col

    def _content(self, name: str) -> tuple[Kind, str, bool]:
        """Return kind, text and whether there is a value at all."""
        kind = self._attrs.get("t", "n")
        raw = "".join(self._value or ())
        if kind == "inlineStr" or (self._inline is not None and kind in ("s", "str", "n") and self._value is None):
            text = unescape("".join(self._inline or ())) or unescape(raw)
            return "s", text, bool(text) or not self._formula
        if kind == "str":
            return "s", unescape(raw), self._value is not None
        value = raw.strip()
        if not value:
            return "n", "", False
        return *self._typed(kind, value, name), True

    def _typed(self, kind: str, value: str, name: str) -> tuple[Kind, str]:
        """Return kind and text of a value that is not written as text in the cell."""
        match kind:
            case "n" if _NUMBER.match(value):
                return "n", value
            case "s" if _INDEX.match(value) and int(value) < len(self._strings):
                text = self._strings[int(value)]
                self._budget.spend("karakter", len(text), self._bagian)
                return "s", text
            case "b" if value.lower() in _LOGICAL:
                return "b", _LOGICAL[value.lower()]
            case "e" | "d":
                return ("e" if kind == "e" else "d"), value
        raise broken(f"{self._bagian}, isi sel {name}")

    def _format(self) -> Format:
        style = self._attrs.get("s", "0")
        if style not in self._styles:
            self._styles[style] = self._meaning(style.strip())
        return self._styles[style]

    def _meaning(self, style: str) -> Format:
        if _INDEX.match(style) and int(style) < len(self._formats):
            return self._formats[int(style)]
        return "umum" if style in ("", "0") else "tak diketahui"

    def cells(self) -> dict[str, Cell]:
        """Return the cells in row order, those of hidden columns marked too."""
        ordered = sorted(self._cells.values(), key=lambda c: (c.row, c.col))
        return {c.ref: c._replace(hidden=True) if c.col in self._hidden_cols else c for c in ordered}
