"""Odd and hostile files, built by code. Nothing here is a real form; nothing is fetched."""

from __future__ import annotations

import base64
import struct
import zipfile
from collections.abc import Iterable
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CELLS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>87.5</v></c></row>'
"""The usual content: A1 is the text «Kode», B1 the number 87.5."""
STRINGS = f'{HEAD}<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>Kode</t></si></sst>'
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0&quot; hari&quot;"/>'
    '</numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/><xf numFmtId="164"/>'
    "</cellXfs></styleSheet>"
)


def sheet(rows: str = CELLS, *, after: str = "", before: str = "", ns: str = MAIN) -> str:
    """A worksheet part round the rows."""
    return f'{HEAD}<worksheet xmlns="{ns}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(names: Iterable[str] = ("Isian",), *, ns: str = MAIN, rel: str = REL, after: str = "") -> str:
    """A workbook part that lists the sheets."""
    entries = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(names, 1))
    return f'{HEAD}<workbook xmlns="{ns}" xmlns:r="{rel}"><sheets>{entries}</sheets>{after}</workbook>'


def relations(*pairs: tuple[str, str, str], rel: str = REL) -> str:
    """A relations part: id, kind, target."""
    lines = "".join(f'<Relationship Id="{i}" Type="{rel}/{kind}" Target="{to}"/>' for i, kind, to in pairs)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def parts(rows: str = CELLS, **changes: str | bytes | None) -> dict[str, str | bytes]:
    """The parts of a small workbook.

    Args:
        rows: Content of `sheetData`.
        changes: `sheet`, `workbook`, `strings`, `styles`, `rels`, `top`, `types` → other content; None leaves it out.
    """
    usual: dict[str, tuple[str, str]] = {
        "types": (
            "[Content_Types].xml",
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            # openpyxl finds the shared texts by their content type, not by the relation.
            '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
        ),
        "top": ("_rels/.rels", relations(("rId1", "officeDocument", "xl/workbook.xml"))),
        "workbook": ("xl/workbook.xml", workbook()),
        "rels": (
            "xl/_rels/workbook.xml.rels",
            relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId8", "sharedStrings", "sharedStrings.xml"),
                ("rId9", "styles", "styles.xml"),
            ),
        ),
        "sheet": ("xl/worksheets/sheet1.xml", sheet(rows)),
        "strings": ("xl/sharedStrings.xml", STRINGS),
        "styles": ("xl/styles.xml", STYLES),
    }
    result: dict[str, str | bytes] = {}
    for key, (name, content) in usual.items():
        chosen = changes.get(key, content)
        if chosen is not None:
            result[name] = chosen
    return result


def pack(content: Iterable[tuple[str, str | bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of the parts in this order; the same name may come twice."""
    out = BytesIO()
    seen = set()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in content:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            if name in seen:
                # zipfile warns when a name comes twice, which is what is wanted here.
                archive.NameToInfo.pop(name)
            seen.add(name)
            archive.writestr(info, data)
    return out.getvalue()


def xlsx(rows: str = CELLS, **changes: str | bytes | None) -> bytes:
    """A small workbook with changed parts, see `parts`."""
    return pack(parts(rows, **changes).items())


def with_parts(extra: dict[str, str | bytes], rows: str = CELLS, **changes: str | bytes | None) -> bytes:
    """A small workbook with parts added."""
    return pack((parts(rows, **changes) | extra).items())


def stored(rows: str = CELLS) -> bytes:
    """The small workbook without compression: a changed digit shows only in the CRC."""
    return pack(parts(rows).items(), zipfile.ZIP_STORED)


def renamed(old: str, new: str, **changes: str | bytes | None) -> bytes:
    """The small workbook with every part name changed by a text replacement."""
    return pack((name.replace(old, new), data) for name, data in parts(**changes).items())


def strict() -> bytes:
    """A workbook in the Strict namespaces, dates as ISO text."""
    rel = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    rows = CELLS + '<row r="2"><c r="A2" t="d"><v>2025-05-12T00:00:00</v></c></row>'
    return xlsx(
        sheet=sheet(rows, ns=STRICT),
        workbook=workbook(ns=STRICT, rel=rel),
        strings=STRINGS.replace(MAIN, STRICT),
        styles=STYLES.replace(MAIN, STRICT),
        top=relations(("rId1", "officeDocument", "xl/workbook.xml"), rel=rel),
        rels=relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"), rel=rel
        ),
    )


def prefixed() -> bytes:
    """Every element with a prefix."""
    body = (
        f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c>'
        '<x:c r="B1"><x:v>87.5</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    return xlsx(sheet=body)


def utf16() -> bytes:
    """The sheet part in UTF-16."""
    return xlsx(sheet=sheet().replace("UTF-8", "UTF-16").encode("utf-16"))


def doctype(kind: str) -> bytes:
    """A DTD in a part: `bomb` (billion laughs), `xxe`, `external`, `utf16`."""
    dtd = {
        "bomb": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        "xxe": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        "external": '<!DOCTYPE x SYSTEM "http://contoh.invalid/x.dtd">',
        "utf16": '<!DOCTYPE x [<!ENTITY a "a">]>',
    }[kind]
    body = sheet().replace("?>\n", "?>\n" + dtd, 1)
    return xlsx(sheet=body.replace("UTF-8", "UTF-16").encode("utf-16") if kind == "utf16" else body)


def zip_bomb(size_mb: int) -> bytes:
    """A sheet of blanks that unpacks to this many MB."""
    return xlsx(sheet=sheet(" " * (size_mb << 20)))


def lying_size() -> bytes:
    """The directory says that the sheet has 10 bytes."""
    data = bytearray(xlsx())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        start = archive.start_dir
    place = data.index(b"xl/worksheets/sheet1.xml", start) - 46
    struct.pack_into("<L", data, place + 24, 10)
    return bytes(data)


def overlapping() -> bytes:
    """A second entry of the directory that points at the bytes of the first."""
    data = xlsx()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        start = archive.start_dir
        infos = archive.infolist()
    entries = data[start : data.rindex(b"PK\x05\x06")]
    again = bytearray(entries)
    places = []
    place = 0
    for info in infos:
        places.append(place)
        place += 46 + len(info.filename.encode())
    for place in places:
        again[place + 46] ^= 0x01  # another name
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2 * len(infos), 2 * len(infos), 2 * len(entries), start, 0)
    return data[:start] + entries + bytes(again) + end


def encrypted_entry() -> bytes:
    """A zip entry with the flag of a password."""
    data = bytearray(xlsx())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        start = archive.start_dir
    struct.pack_into("<H", data, start + 8, 1)
    return bytes(data)


def flipped(data: bytes, needle: bytes, to: bytes) -> bytes:
    """The same file with some bytes changed in place."""
    assert len(needle) == len(to)
    place = data.index(needle)
    return data[:place] + to + data[place + len(needle) :]


def dragged_down(rows: int = 1_048_576, sheets: int = 1) -> bytes:
    """A good form round which a format was dragged down to the last row; the same part for every sheet."""
    empty = "".join(f'<row r="{i}" s="1" customFormat="1"/>' for i in range(2, rows + 1))
    numbers = range(1, sheets + 1)
    shared = [("s", "sharedStrings", "sharedStrings.xml"), ("t", "styles", "styles.xml")]
    return xlsx(
        CELLS + empty,
        workbook=workbook(f"Isian {n}" if n > 1 else "Isian" for n in numbers),
        rels=relations(*((f"rId{n}", "worksheet", "worksheets/sheet1.xml") for n in numbers), *shared),
    )


def many_cells(count: int) -> bytes:
    """A sheet with this many filled cells, within the taken rows and columns."""
    width = 100
    rows = (
        f'<row r="{r}">' + "".join("<c><v>1</v></c>" for _ in range(min(width, count - (r - 1) * width))) + "</row>"
        for r in range(1, -(-count // width) + 1)
    )
    return xlsx("".join(rows))


def merged(*refs: str) -> bytes:
    """The small workbook with merged ranges."""
    lines = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    return xlsx(sheet=sheet(after=f"<mergeCells>{lines}</mergeCells>"))


def nested(depth: int) -> bytes:
    """Elements inside elements."""
    return xlsx(sheet=sheet(after="<x>" * depth + "</x>" * depth))


def many_parts(count: int) -> bytes:
    """A workbook with this many tiny parts more."""
    return with_parts({f"xl/media/{i}.bin": b"" for i in range(count)})


def ole(*names: str) -> bytes:
    """An OLE compound file whose directory holds these names."""
    header = bytearray(b"\xff" * 512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<L", header, 48, 1)
    struct.pack_into("<L", header, 76, 0)
    fat = bytearray(b"\xff" * 512)
    struct.pack_into("<3L", fat, 0, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE)
    entries = bytearray()
    for name in ("Root Entry", *names):
        text = name.encode("utf-16-le")
        entries += text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, 2, 1) + b"\0" * 60
    return bytes(header + fat + entries.ljust(512, b"\0")[:512])


def looping_ole() -> bytes:
    """An OLE file whose directory chain runs in a circle."""
    data = bytearray(ole("Workbook"))
    struct.pack_into("<L", data, 512 + 4, 1)
    return bytes(data)


def ods(encrypted: bool = False) -> bytes:
    """The skeleton of an OpenDocument spreadsheet."""
    manifest = "<manifest>" + ("<encryption-data/>" if encrypted else "") + "</manifest>"
    return pack(
        [
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", "<office/>"),
            ("META-INF/manifest.xml", manifest),
        ]
    )


def office(main: str) -> bytes:
    """An Office Open XML file of another kind, told by its content type."""
    return pack(
        [
            (
                "[Content_Types].xml",
                f'<Types><Override PartName="/main.xml" ContentType="application/{main}"/></Types>',
            ),
            ("main.xml", "<x/>"),
        ]
    )


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HTML = b"<html><head><title>Masuk</title></head><body><table><tr><td>1</td></tr></table></body></html>"
MAIL = b"Return-Path: <a@contoh.go.id>\r\nSubject: Formulir\r\nFrom: a@contoh.go.id\r\nMIME-Version: 1.0\r\n\r\nisi"


def catalogue() -> dict[str, bytes]:
    """Every odd and hostile file of the catalogue by its name; what is expected stands in `odd_catalogue`."""
    from odd_catalogue import catalogue as cases

    return {name: make() for name, (make, _) in cases().items()}
