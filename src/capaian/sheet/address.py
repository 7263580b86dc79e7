"""Addresses and escaped text as a workbook writes them."""

from __future__ import annotations

import re
from functools import lru_cache

from capaian.sheet.facts import Unreadable
from capaian.sheet.preflight import broken, label

LAST_ROW = 1_048_576
LAST_COL = 16_384
_REF = re.compile(r"\$?([A-Z]+)\$?([0-9]+)\Z")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@lru_cache(maxsize=1024)
def column_letters(col: int) -> str:
    """Return 28 as `AB`."""
    letters = ""
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def position(ref: str, bagian: str = "") -> tuple[int, int]:
    """Return row and column of an address.

    Raises:
        Unreadable: B03 when it is no address, B24 when no sheet is that large.
    """
    match = _REF.match(ref.strip().upper())
    if match is None:
        raise broken(f"{bagian}, alamat sel «{label(ref)}»")
    letters, digits = match.groups()
    if len(letters) > 3 or len(digits) > 7:
        raise Unreadable("B24", n=f"sel di {label(ref)}", bagian=bagian)
    col = 0
    for letter in letters:
        col = col * 26 + ord(letter) - 64
    row = int(digits)
    if row > LAST_ROW or col > LAST_COL:
        raise Unreadable("B24", n=f"sel di {label(ref)}", bagian=bagian)
    if row == 0:
        raise broken(f"{bagian}, alamat sel «{label(ref)}»")
    return row, col


def unescape(text: str) -> str:
    """Decode `_x0041_`; an escape that stands for a control character or half a character stays as it is."""
    return _ESCAPE.sub(_decoded, text) if "_x" in text else text


def _decoded(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char.isprintable() or char in "\t\n\r\xa0" else match[0]
