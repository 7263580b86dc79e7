"""Document properties of an old Office file, from its two property streams.

Source: [MS-OLEPS] 2.21 (property set stream) to 2.18 (dictionary); [MS-OSHARED] 2.3.3.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from capaian.sheet.ole import stream

_SUMMARY, _DOCUMENT = "\x05SummaryInformation", "\x05DocumentSummaryInformation"
_CUSTOM = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
_KEYWORDS, _SAVED, _CODEPAGE, _DICTIONARY = 5, 13, 1, 0
_SHORT, _BYTES, _WIDE, _TIME = 0x02, 0x1E, 0x1F, 0x40
_MOST = 1_000
"""Properties of one set; Office writes some dozens."""
_MOST_TEXT = 100_000


@dataclass
class DocumentProperties:
    """Custom properties, keywords, and the time of the last change in UTC; empty where the file does not tell."""

    custom: dict[str, str] = field(default_factory=dict)
    keywords: str = ""
    modified: str = ""


def read(data: bytes) -> DocumentProperties:
    """Return the properties as far as they can be read. Never raises on content."""
    found = DocumentProperties()
    for _, values, _ in _sets(stream(data, _SUMMARY)):
        found.keywords = found.keywords or values.get(_KEYWORDS, "")
        found.modified = found.modified or values.get(_SAVED, "")
    for kind, values, names in _sets(stream(data, _DOCUMENT)):
        if kind == _CUSTOM:
            for key, name in names.items():
                if key in values:
                    found.custom.setdefault(name, values[key])
    return found


def _sets(data: bytes) -> list[tuple[bytes, dict[int, str], dict[int, str]]]:
    """Return kind, values by number and names by number of each property set."""
    result = []
    try:
        (count,) = struct.unpack_from("<L", data, 24)
        for n in range(min(count, 2)):
            kind = data[28 + 20 * n : 44 + 20 * n]
            (start,) = struct.unpack_from("<L", data, 44 + 20 * n)
            result.append((kind, *_set(data, start)))
    except struct.error:
        return result
    return result


def _set(data: bytes, start: int) -> tuple[dict[int, str], dict[int, str]]:
    (count,) = struct.unpack_from("<L", data, start + 4)
    places: dict[int, int] = {}
    for n in range(min(count, _MOST)):
        key, offset = struct.unpack_from("<LL", data, start + 8 + 8 * n)
        places[key] = start + offset
    codepage = 1252
    if _CODEPAGE in places:
        kind, code = struct.unpack_from("<LH", data, places[_CODEPAGE])
        codepage = code if kind == _SHORT else codepage
    values = {
        key: text
        for key, place in places.items()
        if key not in (_CODEPAGE, _DICTIONARY) and (text := _value(data, place, codepage))
    }
    names = _names(data, places[_DICTIONARY], codepage) if _DICTIONARY in places else {}
    return values, names


def _value(data: bytes, place: int, codepage: int) -> str:
    """Return a text, or a time as ISO text; empty for other types and for what lies outside the stream."""
    try:
        kind, size = struct.unpack_from("<LL", data, place)
        if kind == _BYTES:
            return _decoded(data[place + 8 : place + 8 + min(size, _MOST_TEXT)], codepage)
        if kind == _WIDE:
            return _decoded(data[place + 8 : place + 8 + 2 * min(size, _MOST_TEXT)], 1200)
        if kind == _TIME:
            (ticks,) = struct.unpack_from("<Q", data, place + 4)
            moment = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if ticks else ""
    except (struct.error, OverflowError):
        return ""
    return ""


def _names(data: bytes, place: int, codepage: int) -> dict[int, str]:
    (count,) = struct.unpack_from("<L", data, place)
    place += 4
    names: dict[int, str] = {}
    for _ in range(min(count, _MOST)):
        key, size = struct.unpack_from("<LL", data, place)
        place += 8
        length = size * 2 if codepage == 1200 else size
        names[key] = _decoded(data[place : place + min(length, _MOST_TEXT)], codepage)
        place += length + (-length % 4 if codepage == 1200 else 0)
    return names


def _decoded(raw: bytes, codepage: int) -> str:
    name = {1200: "utf-16-le", 65001: "utf-8", 10000: "mac-roman"}.get(codepage, f"cp{codepage}")
    try:
        text = raw.decode(name, "replace")
    except LookupError:
        text = raw.decode("cp1252", "replace")
    return text.partition("\0")[0].strip()
