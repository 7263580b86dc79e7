"""Names of received files, made safe to write on any system."""

from __future__ import annotations

import re

_MOST_BYTES = 200
"""Room for « (99)» and for the prefix of a temporary file below the 255 bytes of common file systems."""
_FORBIDDEN = re.compile('[<>:"/\\\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
"""Windows takes these for devices, whatever ending follows. Source: Microsoft, Naming Files, Paths, and Namespaces."""


def safe_name(nama: str) -> str:
    """Return a file name made from a display name: one component that every system can hold.

    Folders in front are dropped. What Windows forbids becomes `_`; blanks and dots at the ends go; names of devices,
    hidden names and names like an option get `_` in front; long ones are shortened before their ending.
    """
    bare = _FORBIDDEN.sub("_", nama.rsplit("/", 1)[-1]).strip(" ").rstrip(". ")
    if not bare:
        return "berkas"
    if _RESERVED.fullmatch(bare.split(".", 1)[0].rstrip(" ")) or bare[0] in ".-~":
        bare = f"_{bare}"
    stem, dot, ending = bare.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = bare, "", ""
    room = _MOST_BYTES - len(f"{dot}{ending}".encode())
    short = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{short}{dot}{ending}"


def numbered(nama: str, n: int) -> str:
    """Return the name with « (2)» before its ending; the name itself for 1."""
    if n == 1:
        return nama
    stem, dot, ending = nama.rpartition(".")
    return f"{stem} ({n}).{ending}" if dot and stem else f"{nama} ({n})"
