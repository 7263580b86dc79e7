"""Cell styles for marks: a marked cell keeps its format, font, alignment and lock, and gets a fill and a frame."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from capaian.sheet.annotate.patch import CannotAnnotateError, Edits, Element, counted, scan, with_attributes
from capaian.sheet.styles import BIRU, HURUF

_MAX_STYLES = 60_000
_LISTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
BERAT, RINGAN = "FFFFC2B8", "FFFFD58A"
"""Fills of an error and a warning; no program offers them in its palette, so they are known again."""
_FRAMES = {BERAT: ("medium", "FFC00000"), RINGAN: ("mediumDashed", "FF9C5700")}
"""Frames tell the two apart on black and white paper."""
_INPUT, _LOCKED = "FFFFF9DB", "FFE7E6E6"
"""Fills of the form, for cells whose mark is taken away."""
_FONTS = {
    "biasa": '<sz val="9"/><color rgb="FF000000"/>',
    "tebal": '<b/><sz val="9"/><color rgb="FF000000"/>',
    "kepala": '<b/><sz val="9"/><color rgb="FFFFFFFF"/>',
    "judul": f'<b/><sz val="13"/><color rgb="FF{BIRU}"/>',
    "tautan": '<u/><sz val="9"/><color rgb="FF0563C1"/>',
}


class StylePart:
    """styles.xml of the workbook, and what is added to it.

    Args:
        data: The part.

    Raises:
        CannotAnnotateError: it has no cell styles, or too many.
    """

    def __init__(self, data: bytes) -> None:
        self._edits = Edits(data)
        root = scan(data, _wanted)
        self._lists = {n: e for n in _LISTS if (e := root.first(n))}
        if missing := {"fonts", "fills", "borders", "cellXfs"} - self._lists.keys():
            raise CannotAnnotateError(f"styles without {', '.join(sorted(missing))}")
        self._prefix = root.prefix
        self._styles = list(self._lists["cellXfs"].all("xf"))
        if len(self._styles) > _MAX_STYLES:
            raise CannotAnnotateError("too many cell styles")
        self._marked_fills = {
            str(n) for n, fill in enumerate(self._lists["fills"].all("fill")) if _colour(fill) in (BERAT, RINGAN)
        }
        self._new: dict[str, list[str]] = {n: [] for n in _LISTS}
        self._known: dict[str, dict[str, int]] = {}
        self._made: dict[Hashable, int] = {}

    def marked(self, style: int, *, berat: bool) -> int:
        """Style of a cell with a mark."""
        fill = BERAT if berat else RINGAN
        return self._once(
            ("mark", style, fill),
            lambda: self._clone(style, fill, _frame(self._prefix, *_FRAMES[fill])),
        )

    @property
    def has_marks(self) -> bool:
        """Whether the file knows the fills of marks: it went out with marks before."""
        return bool(self._marked_fills)

    def is_marked(self, style: int) -> bool:
        """Whether a cell of this style carries a mark of an earlier round."""
        return style < len(self._styles) and self._styles[style].attrs.get("fillId", "0") in self._marked_fills

    def cleared(self, style: int) -> int:
        """Style of a cell whose mark is taken away: as the form colours it."""
        lock = self._style(style).first("protection")
        is_input = lock is not None and lock.attrs.get("locked", "1").lower() in ("0", "false")
        fill = _INPUT if is_input else _LOCKED
        return self._once(
            ("clear", style, fill), lambda: self._clone(style, fill, _frame(self._prefix, "thin", "FFA6A6A6"))
        )

    def own(self, font: str, *, fill: str = "", frame: str = "", wrap: bool = True, centre: bool = False) -> int:
        """Style of a cell of our own sheet.

        Args:
            font: A key of the fonts above.
            fill: Colour as ARGB, or nothing.
            frame: Colour of the lines, or nothing.
            wrap: Whether long text goes on in the next line.
            centre: Whether the text stands in the middle.
        """

        def make() -> int:
            p = self._prefix
            inner = _prefixed(p, f'{_FONTS[font]}<name val="{HURUF}"/><family val="2"/>')
            font_id = self._add("fonts", f"<{p}font>{inner}</{p}font>")
            fill_id = self._add("fills", _fill(p, fill)) if fill else 0
            border_id = self._add("borders", _frame(p, "thin", frame)) if frame else 0
            across = "center" if centre else "left"
            upright = "center" if font == "kepala" else "top"
            # quotePrefix: whatever a text begins with, editing the cell does not make a formula of it.
            return self._add_style(
                f'<{p}xf numFmtId="0" fontId="{font_id}" fillId="{fill_id}" borderId="{border_id}" xfId="0" '
                f'quotePrefix="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
                f'<{p}alignment horizontal="{across}" vertical="{upright}" wrapText="{int(wrap)}"/></{p}xf>'
            )

        return self._once(("own", font, fill, frame, wrap, centre), make)

    def quoted(self, style: int) -> int:
        """Style of a cell that is given a text which begins like a formula."""
        return self._once(
            ("quote", style),
            lambda: self._add_style(self._raw(style, {"quotePrefix": "1"})),
        )

    def result(self) -> bytes:
        """The part with what was added."""
        for name, new in self._new.items():
            if new:
                counted(self._edits, self._lists[name], new)
        return self._edits.result()

    def _once(self, key: Hashable, make: Callable[[], int]) -> int:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _style(self, style: int) -> Element:
        if style >= len(self._styles):
            raise CannotAnnotateError("a cell style that is not there")
        return self._styles[style]

    def _raw(self, style: int, attrs: dict[str, str]) -> str:
        return with_attributes(self._edits.raw(self._style(style)), attrs).decode()

    def _clone(self, style: int, fill: str, frame: str) -> int:
        new = {
            "fillId": str(self._add("fills", _fill(self._prefix, fill))),
            "borderId": str(self._add("borders", frame)),
            "applyFill": "1",
            "applyBorder": "1",
        }
        return self._add_style(self._raw(style, new))

    def _add_style(self, xml: str) -> int:
        return self._add("cellXfs", xml)

    def _add(self, name: str, xml: str) -> int:
        """Number of an entry of a list, which is added when the list does not have it."""
        if name not in self._known:
            self._known[name] = {}
            for n, element in enumerate(self._lists[name].children):
                self._known[name].setdefault(self._edits.raw(element).decode(), n)
        known = self._known[name]
        if xml not in known:
            known[xml] = len(self._lists[name].children) + len(self._new[name])
            self._new[name].append(xml)
        return known[xml]


def _wanted(depth: int, name: str, _attrs: object) -> bool:
    return depth > 2 or name in _LISTS


def _colour(fill: Element) -> str:
    pattern = fill.first("patternFill")
    front = pattern.first("fgColor") if pattern else None
    return front.attrs.get("rgb", "").upper() if front else ""


def _fill(prefix: str, rgb: str) -> str:
    return _prefixed(
        prefix,
        f'<fill><patternFill patternType="solid"><fgColor rgb="{rgb}"/><bgColor indexed="64"/></patternFill></fill>',
    )


def _frame(prefix: str, line: str, rgb: str) -> str:
    sides = "".join(f'<{s} style="{line}"><color rgb="{rgb}"/></{s}>' for s in ("left", "right", "top", "bottom"))
    return _prefixed(prefix, f"<border>{sides}<diagonal/></border>")


def _prefixed(prefix: str, xml: str) -> str:
    """Give every element of a piece of XML of ours the prefix of the part."""
    return xml.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}") if prefix else xml
