"""An OLE compound file as far as it is needed: the names in it, and small streams."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_DIRECTORY = 256
_MAX_STREAM = 1024 * 1024
_HEADER_FAT = 109
_ENTRY = 128
_ROOT = 5
_MINI = 64
_MINI_LIMIT = 4096
"""Streams below this size lie in the stream of small sectors."""
_BEYOND = 0xFFFFFFFE


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class _File:
    """The sectors of a file. Chains are followed for a bounded length and never through one sector twice.

    Source: [MS-CFB] 2.2 (header), 2.3 (FAT), 2.4 (mini FAT), 2.6 (directory).
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = 0
        if len(data) < 512 or not data.startswith(MAGIC):
            return
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            return
        self.size = 1 << shift
        self._fat = struct.unpack_from(f"<{_HEADER_FAT}L", data, 76)
        (self._directory,) = struct.unpack_from("<L", data, 48)
        (self._mini_fat,) = struct.unpack_from("<L", data, 60)

    def entries(self) -> list[_Entry]:
        """Return the directory; what a damaged or looping file still shows."""
        if not self.size:
            return []
        content = self._chain(self._directory, _MAX_DIRECTORY * self.size)
        result = []
        for place in range(0, len(content) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", content, place + 64)
            if 2 < length <= 64:
                name = content[place : place + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<LL", content, place + 116)
                result.append(_Entry(name, content[place + 66], start, size))
        return result

    def stream(self, name: str) -> bytes:
        """Return a stream of at most 1 MB; empty when there is none, or as much as is there."""
        entries = self.entries()
        entry = next((e for e in entries if e.name.casefold() == name.casefold()), None)
        if entry is None:
            return b""
        size = min(entry.size, _MAX_STREAM)
        if entry.size >= _MINI_LIMIT:
            return self._chain(entry.start, size)[:size]
        root = next((e for e in entries if e.kind == _ROOT), None)
        if root is None:
            return b""
        table = self._chain(self._mini_fat, _MAX_STREAM)
        small = self._chain(root.start, min(root.size, 16 * _MAX_STREAM))
        pieces: list[bytes] = []
        visited: set[int] = set()
        sector = entry.start
        while sector not in visited and len(pieces) * _MINI < size and (sector + 1) * 4 <= len(table):
            visited.add(sector)
            pieces.append(small[sector * _MINI : (sector + 1) * _MINI])
            (sector,) = struct.unpack_from("<L", table, sector * 4)
        return b"".join(pieces)[:size]

    def _chain(self, sector: int, most: int) -> bytes:
        """Return the bytes of a chain of sectors, at most `most` and a little."""
        pieces: list[bytes] = []
        visited: set[int] = set()
        while sector not in visited and len(pieces) * self.size < most:
            visited.add(sector)
            content = self.data[(sector + 1) * self.size : (sector + 2) * self.size]
            if not content:
                break
            pieces.append(content)
            sector = self._next(sector)
        return b"".join(pieces)

    def _next(self, sector: int) -> int:
        """Return the sector after `sector`, or a number beyond the file."""
        table, index = divmod(sector, self.size // 4)
        if table >= len(self._fat):
            return _BEYOND
        place = (self._fat[table] + 1) * self.size + index * 4
        if place + 4 > len(self.data):
            return _BEYOND
        (following,) = struct.unpack_from("<L", self.data, place)
        return int(following)


def names(data: bytes) -> frozenset[str]:
    """Return the names of the directory entries; none when it is no OLE file."""
    return frozenset(entry.name for entry in _File(data).entries())


def stream(data: bytes, name: str) -> bytes:
    """Return a small stream by its name; empty when it cannot be found."""
    return _File(data).stream(name)
