"""Signs that an old console or a redirected file cannot hold, in the letters that it can."""

from __future__ import annotations

import codecs
import unicodedata

NAMA = "capaian"
"""Name of the error handler, for `reconfigure(errors=...)`."""
_PADANAN = {
    "→": "->",
    "←": "<-",
    "✓": "v",
    "✗": "x",
    "×": "x",
    "…": "...",
    "–": "-",
    "—": "-",
    "−": "-",
    "─": "-",
    "•": "*",
    "·": "-",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "≥": ">=",
    "≤": "<=",
    "≈": "~",
    "⏎": "/",
    "█": "#",
}


def spelled(teks: str) -> str:
    """Return signs in plain letters: what they stand for, letters without their marks, and a question mark else."""
    return "".join(_PADANAN.get(c) or _bare(c) for c in teks)


def _bare(c: str) -> str:
    """`é` as `e`, a no-break space as a space."""
    dasar = "".join(x for x in unicodedata.normalize("NFKD", c) if not unicodedata.combining(x))
    return dasar if dasar and dasar.isascii() else "?"


def _handler(e: UnicodeError) -> tuple[str, int]:
    if not isinstance(e, UnicodeEncodeError):
        raise e
    return spelled(e.object[e.start : e.end]), e.end


codecs.register_error(NAMA, _handler)
