"""Foreign text made inert: one function per target.

Nothing that came from outside reaches a terminal, a Word document, a workbook or a CSV file without passing
through here.
"""

from __future__ import annotations

import re

_CSV_DANGER = ("=", "+", "-", "@", "\t", "\r")
# C0 except newline and tab, DEL, C1, bidi controls, zero-width and other invisible format characters.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udfff]"
)
_XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CHAT_LIKE = {"*": "∗", "_": "‗", "~": "∼", "`": "ʼ"}
_CHAT_MARK = re.compile(r"(?<!\w)[*_~`]|[*_~`](?!\w)|[*~`]")
_CHAT_LINK = re.compile(r"\b(www|wa)\.", re.IGNORECASE)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def for_terminal(text: str) -> str:
    r"""Return one line of visible text: controls as `\x1b`, line ends as ` ⏎ `.

    The result still has to be printed without markup (rich `Text`), see `capaian.console`.
    """
    one_line = text.replace("\r\n", "\n").replace("\n", " ⏎ ").replace("\t", " ")
    return _CONTROL.sub(lambda m: _visible(m[0]), one_line)


def for_xml(text: str) -> str:
    """Return text that XML 1.0 can hold and that cannot reorder the text around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BIDI.sub(lambda m: _visible(m[0]), _XML_ILLEGAL.sub("\ufffd", text))


def for_sheet(text: str) -> str:
    """Return text for a string cell: XML-legal, at most 32,767 characters, `_x001B_` kept literal.

    The writer has to set the cell type to string itself; that is what keeps `=cmd` from being a formula.
    """
    clean = _ESCAPE.sub(r"_x005F_x\1_", for_xml(text))
    return clean if len(clean) <= 32_767 else clean[:32_720] + " … (dipotong)"


def for_csv(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula when it opens the CSV file."""
    clean = for_xml(text)
    return "'" + clean if clean.startswith(_CSV_DANGER) else clean


def for_chat(text: str) -> str:
    """Return one line for WhatsApp: nothing in it is bold, struck out, code or a link, and it cannot reorder the text.

    A mark inside a word (`2025_TW4`) formats nothing and stays; elsewhere it becomes a sign that looks like it.
    """
    flat = _CONTROL.sub("", " ".join(for_xml(text).split()))
    plain = _CHAT_MARK.sub(lambda m: _CHAT_LIKE[m[0]], flat)
    return _CHAT_LINK.sub(lambda m: f"{m[1]}\u2024", plain.replace("://", ":⁄⁄"))


def shorten(text: str, width: int = 60) -> str:
    """Return the text on one line, cut with an ellipsis at `width` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1].rstrip() + "…"


def _visible(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
