"""How a cell of a table is written as text, so that CSV and Excel say the same and nothing is lost between them."""

from __future__ import annotations

import re
from decimal import Decimal

_FORMULA = re.compile(r"'*(?:[=@]|[+-](?=.))", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*%?")
_GROUP = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")


def tidy(teks: str) -> str:
    r"""Return the text of a cell without blanks around it and with line ends as `\n`."""
    return teks.replace("\r\n", "\n").replace("\r", "\n").strip()


def inert(teks: str, *, baca: bool = False) -> str:
    """Put an apostrophe before a text that a spreadsheet program would take for a formula; numbers stay.

    Args:
        teks: The text of a cell.
        baca: Take that apostrophe away again. Texts that begin with apostrophes themselves survive both ways.
    """
    if baca:
        return teks[1:] if teks.startswith("'") and _formula(teks[1:]) else teks
    return f"'{teks}" if _formula(teks) else teks


def _formula(teks: str) -> bool:
    return bool(_FORMULA.match(teks)) and not _NUMBER.fullmatch(teks)


def plain_text(angka: Decimal) -> str:
    """Return a native number as its shortest decimal text, as text columns (codes) take it: `2.1`, `2025`."""
    return f"{angka.normalize():f}" if angka else "0"


def number_text(angka: Decimal, *, persen: bool = False) -> str:
    """Return a native number as staff would type it: `3,72`, `71,5%`.

    «1,234» alone could be taken for a thousand, so a zero keeps it a decimal: `1,2340`.
    """
    if persen:
        return f"{number_text(angka * 100)}%"
    teks = plain_text(angka).replace(".", ",")
    return f"{teks}0" if _GROUP.fullmatch(teks) else teks
