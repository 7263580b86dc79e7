"""Opening a zip package of unknown origin, in memory and within budgets.

Nothing is ever extracted to disk; the names of the parts are only labels.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from capaian.sheet.facts import Unreadable
from capaian.text.inert import shorten

MB = 1024 * 1024
MAX_FILE = 25 * MB
MAX_PARTS = 2_000
MAX_PART = 128 * MB
MAX_TOTAL = 256 * MB
MAX_RATIO = 400
"""Unpacked : packed, for parts above 1 MB. Dragged-down formats reach some 40, a bomb 1,000."""
MAX_DIRECTORY = 1 * MB
MAX_DEPTH = 64
MAX_TOKEN = 1 * MB
"""Bytes of one tag: expat before 2.6 needs quadratic time on huge ones."""
MAX_SHEETS = 1_000
MAX_NAMES = 100_000
MAX_STRINGS = 1_000_000
MAX_CELLS = 200_000
MAX_MERGES = 5_000
MAX_MERGED_CELLS = 1_000_000
MAX_TEXT = 16 * MB
"""Characters of all texts together."""
TAKEN_ROWS = 5_000
TAKEN_COLS = 200

_CHUNK = 64 * 1024
_LOCAL = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END64 = b"PK\x06\x06"
_END_SEARCH = 66_000
_STORED_OR_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def thousands(n: int) -> str:
    """Return 200000 as `200.000`."""
    return f"{n:,}".replace(",", ".")


def too_much(limit: int | str, what: str, bagian: str = "") -> Unreadable:
    """Return the B24 that says `lebih dari 200.000 sel`."""
    count = thousands(limit) if isinstance(limit, int) else limit
    return Unreadable("B24", n=f"lebih dari {count} {what}", bagian=bagian)


def broken(bagian: str) -> Unreadable:
    """Return the B03 that names the damaged place."""
    return Unreadable("B03", bagian=bagian)


def label(name: str) -> str:
    """Return the name of a part as a short label for messages."""
    return shorten(name, 80)


class Budget:
    """What is left to spend on one file."""

    def __init__(self) -> None:
        self._left = {
            "MB terurai": MAX_TOTAL,
            "sel": MAX_CELLS,
            "sel digabung": MAX_MERGES,
            "karakter": MAX_TEXT,
        }
        self._limit = dict(self._left)

    def spend(self, what: str, amount: int, bagian: str) -> None:
        """Take `amount` from one budget.

        Raises:
            Unreadable: B24 when the budget is used up.
        """
        self._left[what] -= amount
        if self._left[what] < 0:
            limit = self._limit[what]
            raise too_much(limit // MB if what.startswith("MB") else limit, what, bagian)


def normalise(name: str) -> str:
    """Return a part name without regard to case, backslashes and a leading slash."""
    name = name.replace("\\", "/").casefold()
    while name.startswith(("/", "./")):
        name = name.removeprefix("./").removeprefix("/")
    return name


def directory(data: bytes) -> zipfile.ZipFile:
    """Open the directory of a zip file whose size stays within the budgets.

    Raises:
        Unreadable: B02 when its end is missing, B03 when it is damaged, B24 when it lists too much.
    """
    if data.endswith(b"\0" * 64):
        # A copy padded with NUL: the end record itself may end with up to 22 of them.
        data = data.rstrip(b"\0") + b"\0" * 22
    end = data.rfind(_END, max(0, len(data) - _END_SEARCH))
    if end < 0 or end + 22 > len(data):
        raise Unreadable("B02")
    (size,) = struct.unpack_from("<L", data, end + 12)
    wide = data.rfind(_END64, max(0, end - 200), end)
    if wide >= 0 and wide + 56 <= len(data):
        (size,) = struct.unpack_from("<Q", data, wide + 40)
    if size > MAX_DIRECTORY:
        raise too_much(MAX_PARTS, "bagian")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _ZIP_ERRORS as error:
        raise broken("daftar isi berkas ZIP") from error
    entries = archive.infolist()
    if len(entries) > MAX_PARTS:
        raise too_much(MAX_PARTS, "bagian")
    if data.startswith(_LOCAL) and entries and min(i.header_offset for i in entries) > 0:
        # The directory is that of a file inside: the end of the outer one is missing, or two files are joined.
        raise Unreadable("B02")
    return archive


class Package:
    """The parts of a workbook file, found without regard to case and slashes.

    Args:
        data: The whole file.

    Raises:
        Unreadable: B02, B03, B04 (encrypted parts), B12 (one name twice), B24 (over a budget).
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > MAX_FILE:
            raise too_much(MAX_FILE // MB, "MB")
        self._archive = directory(data)
        self.budget = Budget()
        self._parts: dict[str, zipfile.ZipInfo] = {}
        entries = self._archive.infolist()
        for info in entries:
            self._admit(info)
        if sum(info.file_size for info in entries) > MAX_TOTAL:
            raise too_much(MAX_TOTAL // MB, "MB terurai")
        self._raw, self._starts = _check_layout(self._archive, entries)

    def _admit(self, info: zipfile.ZipInfo) -> None:
        name = label(info.filename)
        if info.flag_bits & 0x1:
            raise Unreadable("B04", bagian=name)
        if info.file_size > MAX_PART:
            raise too_much(MAX_PART // MB, "MB terurai", name)
        if info.file_size > MB and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Unreadable("B24", n=f"pemampatan melebihi {MAX_RATIO} kali", bagian=name)
        if info.filename.endswith(("/", "\\")):
            return
        key = normalise(info.filename)
        if key in self._parts:
            raise Unreadable("B12", jenis="bagian", x=name)
        self._parts[key] = info

    def __contains__(self, name: str) -> bool:
        return normalise(name) in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def names(self) -> list[str]:
        """The parts as the file spells them, in its order."""
        return [info.filename for info in self._parts.values()]

    def size(self, name: str) -> int:
        """Unpacked size of a part, as the directory states it."""
        return self._parts[normalise(name)].file_size

    def read(self, name: str) -> bytes:
        """Return a whole part; raises as `chunks`."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part, counted while they are unpacked.

        Raises:
            Unreadable: B03 when the part is missing or damaged (CRC), B24 when it is too large.
        """
        info = self._parts.get(normalise(name))
        if info is None:
            raise broken(f"bagian {label(name)} tidak ada")
        part = label(info.filename)
        if info.compress_type not in _STORED_OR_DEFLATED:
            raise broken(f"cara pemampatan bagian {part} tidak dikenal")
        start = self._starts[info.header_offset]
        seen = crc = 0
        try:
            for piece in _unpacked(self._raw[start : start + info.compress_size], info.compress_type):
                seen += len(piece)
                if seen > MAX_PART:
                    raise too_much(MAX_PART // MB, "MB terurai", part)
                self.budget.spend("MB terurai", len(piece), part)
                crc = zlib.crc32(piece, crc)
                yield piece
        except zlib.error as error:
            raise broken(f"bagian {part}") from error
        if (seen, crc) != (info.file_size, info.CRC):
            raise broken(f"bagian {part}")


def _unpacked(packed: memoryview, method: int) -> Iterator[bytes]:
    """Yield the bytes of a part in pieces of at most 64 KB, however small they are packed.

    `zipfile` does the same behind three layers of streams, which for the small parts of a form cost more than the
    unpacking.
    """
    pieces = (packed[i : i + _CHUNK] for i in range(0, len(packed), _CHUNK))
    if method == zipfile.ZIP_STORED:
        yield from map(bytes, pieces)
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in pieces:
        left: bytes | memoryview = piece
        while left and not inflate.eof:
            if data := inflate.decompress(left, _CHUNK):
                yield data
            left = inflate.unconsumed_tail
    if data := inflate.flush():
        yield data


def _check_layout(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> tuple[memoryview, dict[int, int]]:
    """Compare the directory with the parts themselves.

    Returns:
        The bytes of the file, and for the place of each part's header that of its content.

    Raises:
        Unreadable: B24 when two parts share bytes, the trick of the bombs without recursion; B03 when a part is
            called otherwise in the directory: no checksum covers the names, and a part not found is a part lost.
    """
    stream = archive.fp
    if stream is None:
        raise broken("berkas ZIP")
    starts: dict[int, int] = {}
    reached = 0
    for info in sorted(entries, key=lambda i: i.header_offset):
        if info.header_offset < reached:
            raise Unreadable("B24", n="bagian yang saling tumpang tindih", bagian=label(info.filename))
        try:
            stream.seek(info.header_offset)
            name_size, extra_size = struct.unpack("<26xHH", stream.read(30))
            name = stream.read(name_size).decode("utf-8" if info.flag_bits & 0x800 else "cp437")
        except (ValueError, struct.error) as error:
            raise broken(f"bagian {label(info.filename)}") from error
        if name != info.orig_filename:
            raise broken(f"bagian {label(info.filename)}")
        starts[info.header_offset] = info.header_offset + 30 + name_size + extra_size
        reached = starts[info.header_offset] + info.compress_size
    stream.seek(0)
    return memoryview(stream.read()), starts
