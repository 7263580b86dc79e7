"""The names in an OLE compound file: enough to tell a password-protected workbook from an old .xls."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_SECTORS = 256
_HEADER_FAT = 109
_ENTRY = 128


def names(data: bytes) -> frozenset[str]:
    """Return the names of the directory entries; what a damaged or looping file still shows.

    Follows at most 256 directory sectors and never the same one twice.

    Source: [MS-CFB] 2.2 (header), 2.3 (FAT), 2.6 (directory).
    """
    if len(data) < 512 or not data.startswith(MAGIC):
        return frozenset()
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        return frozenset()
    size = 1 << shift
    fat = struct.unpack_from(f"<{_HEADER_FAT}L", data, 76)
    (sector,) = struct.unpack_from("<L", data, 48)
    found: set[str] = set()
    visited: set[int] = set()
    while sector not in visited and len(visited) < _MAX_SECTORS:
        visited.add(sector)
        content = data[(sector + 1) * size : (sector + 2) * size]
        if not content:
            break
        found.update(_entries(content))
        sector = _next(data, fat, size, sector)
    return frozenset(found)


def _entries(content: bytes) -> list[str]:
    result = []
    for start in range(0, len(content) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", content, start + 64)
        if 2 < length <= 64:
            result.append(content[start : start + length - 2].decode("utf-16-le", "replace"))
    return result


def _next(data: bytes, fat: tuple[int, ...], size: int, sector: int) -> int:
    """Return the sector after `sector`, or a number beyond the file."""
    table, index = divmod(sector, size // 4)
    beyond = 0xFFFFFFFE
    if table >= len(fat):
        return beyond
    place = (fat[table] + 1) * size + index * 4
    if place + 4 > len(data):
        return beyond
    (following,) = struct.unpack_from("<L", data, place)
    return int(following)
