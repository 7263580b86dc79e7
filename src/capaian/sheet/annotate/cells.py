"""The cells of one sheet: styles changed, values written, everything else left where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from capaian.model.formulir import Isi
from capaian.sheet.address import column_letters, position
from capaian.sheet.annotate.package import OFFICE
from capaian.sheet.annotate.patch import CannotAnnotateError, Edits, Element, content, scan
from capaian.sheet.annotate.styles import StylePart
from capaian.sheet.parts import TRANSITIONAL
from capaian.sheet.preflight import TAKEN_ROWS
from capaian.text.inert import for_sheet

Place = tuple[int, int]
_BEHIND_LEGACY = frozenset(
    ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
)
"""What comes after `legacyDrawing` in a sheet (ECMA-376 part 1, 18.3.1.99)."""
_FORMULA_LIKE = tuple("=+-@'\t")


@dataclass(frozen=True, slots=True)
class _Cell:
    place: Place
    element: Element


class SheetPatch:
    """One sheet part that is being changed.

    Args:
        data: The part.
        rows: Numbers of the rows in which something is changed.
        styles: Styles of the workbook.
        clear: Whether marks of an earlier round are looked for, in every row.

    Raises:
        CannotAnnotateError: it is not as the standard has it.
    """

    def __init__(self, data: bytes, rows: set[int], styles: StylePart, *, clear: bool = False) -> None:
        self.edits = Edits(data)
        self._styles = styles
        reached = 0

        def keep(depth: int, name: str, attrs: Mapping[str, str]) -> bool:
            nonlocal reached
            if depth != 3 or name != "row":
                return True
            reached = _number(attrs.get("r", str(reached + 1)))
            return (clear and reached <= TAKEN_ROWS) or reached in rows

        self.root = scan(data, keep)
        if _namespace(self.root) != TRANSITIONAL or self.root.local != "worksheet":
            raise CannotAnnotateError("no worksheet of the usual namespace")
        body = self.root.first("sheetData")
        self._rows = {} if body is None else self._by_number(body)
        self._defaults = _column_styles(self.root)
        self._changed: set[Place] = set()

    def _by_number(self, body: Element) -> dict[int, Element]:
        rows: dict[int, Element] = {}
        for row in body.all("row"):
            if "r" not in row.attrs:
                raise CannotAnnotateError("rows without numbers")
            if rows.setdefault(_number(row.attrs["r"]), row) is not row:
                raise CannotAnnotateError("a row that is there twice")
        return rows

    def height(self, row: int) -> float:
        """Height of a row in points."""
        element = self._rows.get(row)
        try:
            return float(element.attrs.get("ht", "15")) if element else 15.0
        except ValueError:
            return 15.0

    def put(self, sel: str, *, mark: bool | None = None, isi: Isi = None, write: bool = False) -> None:
        """Mark a cell, write a value into it, or both.

        Args:
            sel: The address.
            mark: True for an error, False for a warning, None for no mark.
            isi: The value.
            write: Whether the value is written.
        """
        row_no, col = place = position(sel)
        row = self._rows.get(row_no)
        if row is None:
            raise CannotAnnotateError(f"no row {row_no}")
        self._changed.add(place)
        cells = _cells(row, row_no)
        found = next((c.element for c in cells if c.place == place), None)
        style = _number(found.attrs.get("s", "0")) if found else self._default(row, col)
        if mark is not None:
            style = self._styles.marked(style, berat=mark)
        if write and isinstance(isi, str) and isi.startswith(_FORMULA_LIKE):
            style = self._styles.quoted(style)
        p = self.root.prefix
        if write or found is None:
            new = f'<{p}c r="{column_letters(col)}{row_no}" s="{style}"{cell_content(p, isi)}'
            self._place(row, cells, found, place, new)
        else:
            self.edits.set(found, s=str(style))

    def _place(self, row: Element, cells: list[_Cell], found: Element | None, place: Place, new: str) -> None:
        if found is not None:
            self.edits.replace(found.start, found.end, new)
            return
        if any("r" not in c.element.attrs for c in cells):
            raise CannotAnnotateError("cells without addresses")
        after = next((c.element for c in cells if c.place > place), None)
        if after is not None:
            self.edits.insert(after.start, new)
        else:
            self.edits.append(row, new)

    def _default(self, row: Element, col: int) -> int:
        if "s" in row.attrs and row.attrs.get("customFormat", "").lower() in ("1", "true"):
            return _number(row.attrs["s"])
        return self._defaults.get(col, 0)

    def clear_marks(self) -> set[Place]:
        """Take away marks of an earlier round from cells that get none now; return the cells."""
        cleared = set()
        for number, row in self._rows.items():
            for c in _cells(row, number):
                style = _number(c.element.attrs.get("s", "0"))
                if c.place not in self._changed and self._styles.is_marked(style):
                    self.edits.set(c.element, s=str(self._styles.cleared(style)))
                    cleared.add(c.place)
        return cleared

    def deselect(self) -> None:
        """Make another sheet the one that is shown: two selected sheets would be typed into at once."""
        views = self.root.first("sheetViews")
        for view in views.all("sheetView") if views else ():
            if view.attrs.get("tabSelected", "0").lower() in ("1", "true"):
                self.edits.set(view, tabSelected="0")

    def link_comments(self, relation: str) -> None:
        """Tell where the boxes of the comments are drawn."""
        p = self.root.prefix
        r, declared = relation_prefix(self.root)
        new = f'<{p}legacyDrawing{declared} {r}:id="{relation}"/>'
        after = next((e for e in self.root.children if e.local in _BEHIND_LEGACY), None)
        self.edits.insert(after.start if after else self.root.close, new)


def cell_content(prefix: str, isi: Isi) -> str:
    """Return the rest of a cell behind its address and style: a number, a text that stays a text, or nothing."""
    if isi is None or isi == "":
        return "/>"
    if isinstance(isi, Decimal):
        return f"><{prefix}v>{isi:f}</{prefix}v></{prefix}c>"
    p = prefix
    return f' t="inlineStr"><{p}is><{p}t xml:space="preserve">{content(for_sheet(isi))}</{p}t></{p}is></{p}c>'


def relation_prefix(root: Element) -> tuple[str, str]:
    """Return the prefix of relation ids, and its declaration when the root has none."""
    known = next((k.partition(":")[2] for k, v in root.attrs.items() if k.startswith("xmlns:") and v == OFFICE), "")
    return (known, "") if known else ("r", f' xmlns:r="{OFFICE}"')


def _namespace(root: Element) -> str:
    key = f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns"
    return root.attrs.get(key, "")


def _cells(row: Element, number: int) -> list[_Cell]:
    cells, col = [], 0
    for element in row.all("c"):
        place = position(element.attrs["r"]) if "r" in element.attrs else (number, col + 1)
        col = place[1]
        cells.append(_Cell(place, element))
    return cells


def _column_styles(root: Element) -> dict[int, int]:
    styles: dict[int, int] = {}
    cols = root.first("cols")
    for col in cols.all("col") if cols else ():
        first, last = _number(col.attrs.get("min", "0")), _number(col.attrs.get("max", "0"))
        for n in range(first, min(last, 200) + 1):
            styles[n] = _number(col.attrs.get("style", "0"))
    return styles


def _number(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise CannotAnnotateError(f"«{text[:20]}» is no number")
    return int(text)
