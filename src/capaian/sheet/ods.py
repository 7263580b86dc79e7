"""An OpenDocument spreadsheet (`.ods`) within the same bounds as an Excel workbook, and as the same facts."""

from __future__ import annotations

import re

from capaian.model.kiriman import Cacat
from capaian.sheet.facts import Sheet, Unreadable, Workbook
from capaian.sheet.ods_meta import OdsMeta
from capaian.sheet.ods_table import OASIS, OFFICE, STYLE, TABLE, Row, Table, count, is_hidden
from capaian.sheet.ods_text import Paragraphs
from capaian.sheet.parts import Handler, parse, tolerate
from capaian.sheet.preflight import (
    MAX_DEPTH,
    MAX_NAMES,
    MAX_SHEETS,
    TAKEN_COLS,
    Package,
    broken,
    label,
    thousands,
    too_much,
)

_TEXT = f"{OASIS}text:1.0 "
_CELL = frozenset((f"{TABLE}table-cell", f"{TABLE}covered-table-cell"))
_TABLE, _ROW, _COLUMN = f"{TABLE}table", f"{TABLE}table-row", f"{TABLE}table-column"
_ANNOTATION, _SPACE = f"{OFFICE}annotation", f"{_TEXT}s"
_BREAKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_GROUP = frozenset((f"{TABLE}table-row-group", f"{TABLE}table-column-group"))
_PARAGRAPH = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_NOT_SHOWN = (f"{OASIS}drawing:1.0 ", f"{_TEXT}ruby-text", f"{_TEXT}note", f"{TABLE}shapes", f"{OASIS}form:1.0 ")
"""What stands inside a cell without being its text."""
_CACHE = re.compile(r"'.*'#")
"""The name of a table that only remembers cells of another file."""
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_ADDRESS = re.compile(r"\$?('(?:[^']|'')*'|[^.:'$\s\[\]]+)?\.(\$?[A-Za-z]{1,3}\$?[0-9]+|\$?[A-Za-z]{1,3}|\$?[0-9]+)")


def read_ods(package: Package) -> Workbook:
    """Read an OpenDocument spreadsheet.

    Args:
        package: The parts of the file.

    Returns:
        The facts, with addresses of names written as Excel writes them. Dates are ISO text, so `date1904` is
        always False. OpenDocument knows no very hidden sheets.

    Raises:
        Unreadable: B03, B12 or B24, as for other workbooks.
    """
    content = _Content(package)
    parse(package, "content.xml", content, "isi berkas")
    if not content.sheets:
        raise broken("daftar lembar kosong")
    meta = OdsMeta(package)
    if "meta.xml" in package:
        tolerate(lambda: parse(package, "meta.xml", meta))
    return Workbook(
        sheets=tuple(content.sheet(table) for table in content.sheets),
        names=content.names,
        properties=meta.custom,
        keywords=" ".join(meta.keywords),
        modified=meta.modified,
        notes=(*_links(package, content), *content.notes, Cacat("N09", {"jenis": "OpenDocument (.ods)"})),
    )


def excel_address(text: str) -> str:
    """Return `$'Lembar satu'.$A$1:.$B$2` as `'Lembar satu'!$A$1:$B$2`."""
    sheets: list[str] = []

    def one(match: re.Match[str]) -> str:
        sheet, place = match[1] or "", match[2]
        again = sheet in sheets
        sheets.append(sheet)
        return place if again or not sheet else f"{sheet}!{place}"

    return _ADDRESS.sub(one, text)


def _expression(text: str) -> str:
    """Return `of:=[$Isian.$A$1]+1` as `Isian!$A$1+1`."""
    return _REFERENCE.sub(lambda match: excel_address(match[1]), text.removeprefix("of:").removeprefix("="))


def _links(package: Package, content: _Content) -> list[Cacat]:
    found = []
    if any(
        name.startswith(("basic/", "scripts/")) and name.endswith((".xml", ".py", ".js", ".bsh")) for name in package
    ):
        found.append("makro")
    found += [jenis for tag, jenis in _LINKS.items() if tag in content.links]
    return [Cacat("N05", {"jenis": jenis}) for jenis in dict.fromkeys(found)]


_LINKS = {
    f"{OFFICE}script": "makro",
    f"{TABLE}table-source": "tautan ke buku kerja lain",
    f"{TABLE}cell-range-source": "tautan ke buku kerja lain",
    f"{OFFICE}dde-source": "tautan DDE",
    f"{TABLE}database-source-sql": "koneksi data",
    f"{TABLE}database-source-query": "koneksi data",
    f"{TABLE}database-source-table": "koneksi data",
}
"""Elements that lead out of the file or run something; nothing is followed."""


class _Content(Handler):
    """content.xml: sheets, names of the whole file, and what leads out of it."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self.sheets: list[Table] = []
        self.names: dict[str, str] = {}
        self.notes: list[Cacat] = []
        self.links: set[str] = set()
        self._budget = package.budget
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._seen: set[str] = set()
        self._table: Table | None = None
        self._bagian = "isi berkas"
        self._closed: list[int] = []
        """Depths of the row or column groups that are folded."""
        self._row: Row | None = None
        self._attrs: dict[str, str] = {}
        self._cell_depth = 0
        self._text: Paragraphs | None = None
        self._note: Paragraphs | None = None
        self._in_note = 0
        self._skip = 0

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Begin an element."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise too_much(MAX_DEPTH, "lapis", self._bagian)
        if name in _LINKS:
            self.links.add(name)
        if self._skip:
            return
        if self._cell_depth:
            self._begin_content(name, attrs)
        elif self._row is not None:
            if name in _CELL:
                self._begin_cell(attrs)
        elif self._table is not None:
            self._begin_part(name, attrs)
        elif name == _TABLE and self.depth == 4:
            self._begin_table(attrs)
        elif self.depth == 5 and name in (f"{TABLE}named-range", f"{TABLE}named-expression"):
            self._name(attrs)
        else:
            self._begin_style(name, attrs)

    def _begin_style(self, name: str, attrs: dict[str, str]) -> None:
        if name == f"{STYLE}style":
            self._style = attrs.get(f"{STYLE}name", "") if attrs.get(f"{STYLE}family") == "table" else ""
        elif name == f"{STYLE}table-properties" and self._style and attrs.get(f"{TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def _begin_table(self, attrs: dict[str, str]) -> None:
        name = attrs.get(f"{TABLE}name", "")
        self._table = Table(name, attrs.get(f"{TABLE}style-name", ""))
        self._bagian = f"lembar «{label(name)}»"
        if _CACHE.match(name):
            return
        if len(self.sheets) >= MAX_SHEETS:
            raise too_much(MAX_SHEETS, "lembar")
        if name.casefold() in self._seen:
            raise Unreadable("B12", jenis="lembar", x=label(name))
        self._seen.add(name.casefold())
        self.sheets.append(self._table)

    def _begin_part(self, name: str, attrs: dict[str, str]) -> None:
        table = self._table
        if table is None:
            return
        if name == _ROW:
            rows = count(attrs.get(f"{TABLE}number-rows-repeated"), self._bagian)
            self._row = Row(table, self._bagian, self._budget, rows, is_hidden(attrs) or bool(self._closed))
        elif name == _COLUMN:
            columns = count(attrs.get(f"{TABLE}number-columns-repeated"), self._bagian)
            if is_hidden(attrs) or self._closed:
                last = min(table.columns + columns, TAKEN_COLS)
                table.hidden_cols.update(range(table.columns + 1, last + 1))
            table.columns = min(table.columns + columns, TAKEN_COLS)
        elif name in _GROUP and attrs.get(f"{TABLE}display") == "false":
            self._closed.append(self.depth)
        elif name == f"{TABLE}shapes":
            self._skip = self.depth
        elif name == _TABLE:
            raise broken(f"{self._bagian}, susunan tabel")

    def _begin_cell(self, attrs: dict[str, str]) -> None:
        self._attrs = attrs
        self._cell_depth = self.depth
        self._text = Paragraphs(self._budget, self._bagian)
        self._note = None

    def _begin_content(self, name: str, attrs: dict[str, str]) -> None:
        target = self._note if self._in_note else self._text
        if name in _PARAGRAPH and target is not None:
            target.begin()
        elif name == _ANNOTATION and not self._in_note:
            self._in_note = self.depth
            self._note = Paragraphs(self._budget, self._bagian)
        elif name.startswith(_NOT_SHOWN) and not self._in_note:
            self._skip = self.depth
        elif name == _TABLE:
            raise broken(f"{self._bagian}, susunan tabel")
        elif target is not None and name == _SPACE:
            target.put(" ", attrs.get(f"{_TEXT}c", "1"))
        elif target is not None and name in _BREAKS:
            target.put(_BREAKS[name])

    def text(self, data: str) -> None:
        """Take characters of a paragraph."""
        if self._cell_depth and not self._skip:
            target = self._note if self._in_note else self._text
            if target is not None:
                target.take(data)

    def end(self, name: str) -> None:
        """End an element."""
        depth, self.depth = self.depth, self.depth - 1
        if self._skip:
            self._skip = 0 if depth == self._skip else self._skip
        elif self._cell_depth:
            self._end_content(name, depth)
        elif self._row is not None and name == _ROW:
            self._row.end()
            self._row = None
        elif self._closed and self._closed[-1] == depth:
            self._closed.pop()
        elif name == _TABLE and depth == 4:
            self._end_table()

    def _end_content(self, name: str, depth: int) -> None:
        if depth == self._cell_depth:
            self._cell_depth = 0
            if self._row is not None and self._text is not None:
                self._row.cell(self._attrs, self._text, self._note)
        elif depth == self._in_note:
            self._in_note = 0
        elif name in _PARAGRAPH:
            target = self._note if self._in_note else self._text
            if target is not None:
                target.end()

    def _end_table(self) -> None:
        table, self._table = self._table, None
        if table is not None and table.far and not _CACHE.match(table.name):
            rincian = {"lembar": table.name, "sel": table.far_first, "n": thousands(table.far)}
            self.notes.append(Cacat("N07", rincian))

    def _name(self, attrs: dict[str, str]) -> None:
        name = attrs.get(f"{TABLE}name", "")
        place = attrs.get(f"{TABLE}cell-range-address")
        formula = excel_address(place) if place is not None else _expression(attrs.get(f"{TABLE}expression", ""))
        self._budget.spend("karakter", len(formula), "nama terdefinisi")
        if self.names.setdefault(name, formula) != formula:
            raise Unreadable("B12", jenis="nama", x=label(name))
        if len(self.names) > MAX_NAMES:
            raise too_much(MAX_NAMES, "nama terdefinisi")

    def sheet(self, table: Table) -> Sheet:
        """Return a table as the facts of a sheet."""
        hidden = table.style in self._hidden_styles
        merges = tuple(table.merges)
        return Sheet(table.name, "hidden" if hidden else "visible", table.ordered(), merges, table.comments)
