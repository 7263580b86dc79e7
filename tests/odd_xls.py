"""Old Excel workbooks (BIFF8), built record by record; in an OLE file or bare."""

from __future__ import annotations

import struct
from collections.abc import Iterable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PERCENT, DATE, GENERAL = 1, 2, 0
"""Cell styles of `workbook`: 0.00%, a date, General."""


def record(op: int, body: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<HH", op, len(body)) + body


def text(value: str, form: str = "<H") -> bytes:
    """A string of 16-bit characters behind its length."""
    return struct.pack(form, len(value)) + b"\x01" + value.encode("utf-16-le")


def label(row: int, col: int, value: str) -> bytes:
    """A cell that holds a text."""
    return record(0x0204, struct.pack("<HHH", row, col, GENERAL) + text(value))


def number(row: int, col: int, value: float, style: int = GENERAL) -> bytes:
    """A cell that holds a number."""
    return record(0x0203, struct.pack("<HHHd", row, col, style, value))


def rk(row: int, col: int, value: int) -> bytes:
    """A cell that holds a short integer."""
    return record(0x027E, struct.pack("<HHHl", row, col, GENERAL, value << 2 | 2))


def error(row: int, col: int, code: int, *, logical: bool = False) -> bytes:
    """A cell that holds an error or a logical value."""
    return record(0x0205, struct.pack("<HHHBB", row, col, GENERAL, code, not logical))


def formula(row: int, col: int, result: float | bytes) -> bytes:
    """A formula with its stored result: a number, or the eight bytes of another kind."""
    stored = result if isinstance(result, bytes) else struct.pack("<d", result)
    return record(0x0006, struct.pack("<HHH", row, col, GENERAL) + stored + struct.pack("<HLH", 0, 0, 3) + b"\x1e\1\0")


def merge(*boxes: tuple[int, int, int, int]) -> bytes:
    """Merged ranges: first and last row, first and last column."""
    return record(0x00E5, struct.pack("<H", len(boxes)) + b"".join(struct.pack("<4H", *box) for box in boxes))


def hidden_row(row: int) -> bytes:
    """A hidden row."""
    return record(0x0208, struct.pack("<6HL", row, 0, 5, 300, 0, 0, 0x20))


def hidden_column(first: int, last: int) -> bytes:
    """Hidden columns."""
    return record(0x007D, struct.pack("<6H", first, last, 2_000, 0, 1, 0))


USUAL = label(0, 0, "Kode") + number(0, 1, 87.5)


def biff(
    *sheets: tuple[str, int, bytes], date1904: bool = False, extra: bytes = b"", kinds: Iterable[int] = ()
) -> bytes:
    """A workbook stream.

    Args:
        sheets: Name, state (0 visible, 1 hidden, 2 very hidden) and cell records of each sheet.
        date1904: Count dates from 1904.
        extra: More records of the whole workbook.
        kinds: Kinds of the sheets, 0 for cells, 1 for macros.
    """
    chosen = sheets or (("Isian", 0, USUAL),)
    kind = list(kinds) or [0] * len(chosen)
    xf = [struct.pack("<HHH", 0, form, 0) + b"\0" * 14 for form in (0, 10, 14)]
    head = record(0x0809, struct.pack("<HHHHLL", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 0x0406)) + record(0x42, b"\xb0\x04")
    head += record(0x22, struct.pack("<H", date1904)) + b"".join(record(0x31, _FONT) for _ in range(5))
    head += b"".join(record(0xE0, x) for x in xf) + extra
    bodies = [record(0x0809, struct.pack("<HHHHLL", 0x0600, 0x10, 0x0DBB, 0x07CC, 0, 0x0406)) + c + record(0x0A)
              for _, _, c in chosen]  # fmt: skip
    place = len(head) + sum(len(record(0x85, b"\0" * 6 + text(name, "<B"))) for name, _, _ in chosen) + 4
    entries = b""
    for (name, state, _), body, what in zip(chosen, bodies, kind, strict=True):
        entries += record(0x85, struct.pack("<LBB", place, state, what) + text(name, "<B"))
        place += len(body)
    return head + entries + record(0x0A) + b"".join(bodies)


_FONT = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\0Arial"


def compound(stream: bytes, name: str = "Workbook", *, others: Iterable[str] = ()) -> bytes:
    """An OLE file that holds the stream.

    Args:
        stream: Content; padded to 4,096 bytes, below which it would lie among the small streams.
        name: Name of the stream.
        others: Names of empty streams beside it.
    """
    stream = stream.ljust(4_096, b"\0")
    stream += b"\0" * (-len(stream) % 512)
    count = len(stream) // 512
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0), _entry(name, 2, 0, len(stream))]
    entries += [_entry(other, 2, 0xFFFFFFFE, 0) for other in others]
    directory = b"".join(entries)
    directory += b"\0" * (-len(directory) % 512)
    tables = -(-(count + len(directory) // 512) // 127) + 1
    chain = [*range(1, count), 0xFFFFFFFE, *range(count + 1, count + len(directory) // 512), 0xFFFFFFFE]
    chain += [0xFFFFFFFD] * tables
    fat = struct.pack(f"<{len(chain)}L", *chain).ljust(512 * tables, b"\xff")
    header = bytearray(b"\0" * 512)
    header[:8] = MAGIC
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<LLLLLLLLL", header, 44, tables, count, 0, 4_096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    first = count + len(directory) // 512
    struct.pack_into("<109L", header, 76, *(first + n if n < tables else 0xFFFFFFFF for n in range(109)))
    return bytes(header) + stream + directory + fat


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    links = struct.pack("<BBLLL", kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF)
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<H", len(raw) + 2)
        + links
        + b"\0" * 36
        + struct.pack("<LLL", start, size, 0)
    )


def xls(*sheets: tuple[str, int, bytes], **options: object) -> bytes:
    """A small old workbook, see `biff`."""
    return compound(biff(*sheets, **options))  # type: ignore[arg-type]
