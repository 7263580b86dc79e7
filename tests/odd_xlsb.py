"""Binary Excel workbooks (BIFF12), built record by record."""

from __future__ import annotations

import struct

import odd_files as odd


def record(number: int, body: bytes = b"") -> bytes:
    """One record."""
    head = bytes((number,)) if number < 128 else bytes((number & 0x7F | 0x80, number >> 7))
    size = len(body)
    while True:
        part, size = size & 0x7F, size >> 7
        head += bytes((part | 0x80 if size else part,))
        if not size:
            return head + body


def text(value: str) -> bytes:
    """A string behind its length."""
    raw = value.encode("utf-16-le")
    return struct.pack("<L", len(raw) // 2) + raw


def row(number: int, *, hidden: bool = False) -> bytes:
    """The head of a row."""
    return record(0, struct.pack("<LLHBBBL", number, 0, 300, 0, 0x10 if hidden else 0, 0, 0))


def cell(kind: int, col: int, body: bytes) -> bytes:
    """A cell: 2 short number, 3 error, 4 logical, 5 number, 6 text, 7 shared text, 8 to 11 formulas."""
    tail = struct.pack("<HL", 0, 0) + struct.pack("<L", 0) if kind >= 8 else b""
    return record(kind, struct.pack("<LL", col, 0) + body + tail)


def double(value: float) -> bytes:
    """A number as it is stored."""
    return struct.pack("<d", value)


def merge(top: int, bottom: int, left: int, right: int) -> bytes:
    """A merged range."""
    return record(177, struct.pack("<L", 1)) + record(176, struct.pack("<4L", top, bottom, left, right)) + record(178)


def hidden_column(first: int, last: int) -> bytes:
    """Hidden columns."""
    return record(390) + record(60, struct.pack("<4LH", first, last, 2_000, 0, 1)) + record(391)


USUAL = row(0) + cell(6, 0, text("Kode")) + cell(5, 1, double(87.5))


def sheet(rows: bytes = USUAL, *, before: bytes = b"", after: bytes = b"") -> bytes:
    """A worksheet part round the rows."""
    size = record(148, struct.pack("<4L", 0, 9, 0, 9))
    return record(129) + size + before + record(145) + rows + record(146) + after + record(130)


def workbook(names: tuple[str, ...] = ("Isian",), states: tuple[int, ...] = ()) -> bytes:
    """A workbook part that lists the sheets."""
    entries = b""
    for n, name in enumerate(names, 1):
        state = states[n - 1] if states else 0
        entries += record(156, struct.pack("<LL", state, n) + text(f"rId{n}") + text(name))
    settings = record(153, struct.pack("<LL", 0, 0) + text(""))
    return record(131) + settings + record(143) + entries + record(144) + record(132)


STRINGS = record(159, struct.pack("<LL", 1, 1)) + record(19, b"\0" + text("bersama")) + record(160)


def parts(rows: bytes = USUAL, **changes: str | bytes | None) -> dict[str, str | bytes]:
    """The parts of a small workbook; `sheet`, `workbook`, `strings`, `rels`, `extra` → other content, None for none."""
    links = (("rId1", "worksheet", "worksheets/sheet1.bin"), ("rId9", "sharedStrings", "sharedStrings.bin"))
    types = (
        f'{odd.HEAD}<Types xmlns="{odd.PACKAGE}/content-types"><Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
    )
    usual: dict[str, tuple[str, str | bytes]] = {
        "types": ("[Content_Types].xml", types),
        "top": ("_rels/.rels", odd.relations(("rId1", "officeDocument", "xl/workbook.bin"))),
        "workbook": ("xl/workbook.bin", workbook()),
        "rels": ("xl/_rels/workbook.bin.rels", odd.relations(*links)),
        "sheet": ("xl/worksheets/sheet1.bin", sheet(rows)),
        "strings": ("xl/sharedStrings.bin", STRINGS),
    }
    chosen = {name: changes.get(key, content) for key, (name, content) in usual.items()}
    return {name: content for name, content in chosen.items() if content is not None}


def xlsb(rows: bytes = USUAL, **changes: str | bytes | None) -> bytes:
    """A small binary workbook with changed parts, see `parts`."""
    return odd.pack(parts(rows, **changes).items())
