"""Number formats: does a cell show a percentage or a date?"""

from __future__ import annotations

import re

from capaian.sheet.facts import Format
from capaian.sheet.parts import Handler, local

_PERCENT = frozenset((9, 10))
_DATE = frozenset((*range(14, 23), 45, 46, 47))
_SILENT = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
"""Quoted text, escaped, padding and fill characters, and brackets other than elapsed time."""
_DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)
_GENERAL = re.compile(r"general|standard", re.IGNORECASE)


def meaning(code: str) -> Format:
    """Return what a format code shows, judged on its first section.

    Source: ECMA-376 part 1, 18.8.31.
    """
    section = _GENERAL.sub("", _SILENT.sub("", code)).partition(";")[0]
    if "%" in section:
        return "persen"
    return "tanggal" if _DATE_LETTER.search(section) else "umum"


class Styles(Handler):
    """styles.xml, as far as it can be read: the format of each cell style.

    Attributes:
        formats: By style number of the cell.
    """

    def __init__(self) -> None:
        super().__init__()
        self.formats: list[Format] = []
        self._codes: dict[str, Format] = {}
        self._in_cells = False

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Take format codes and cell styles."""
        super().start(name, attrs)
        tag = local(name)
        if tag == "numFmt" and self.depth == 3:
            self._codes[attrs.get("numFmtId", "").strip()] = meaning(attrs.get("formatCode", ""))
        elif tag == "cellXfs" and self.depth == 2:
            self._in_cells = True
        elif tag == "xf" and self._in_cells and self.depth == 3:
            self.formats.append(self._format(attrs.get("numFmtId", "").strip()))

    def end(self, name: str) -> None:
        """Leave the cell styles."""
        super().end(name)
        if self.depth == 1 and self._in_cells:
            self.finish()

    def _format(self, number: str) -> Format:
        if number in self._codes:
            return self._codes[number]
        if not (number.isascii() and number.isdigit() and len(number) < 4):
            return "umum"
        if int(number) in _PERCENT:
            return "persen"
        return "tanggal" if int(number) in _DATE else "umum"
