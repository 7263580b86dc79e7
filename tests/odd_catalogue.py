"""The catalogue of odd and hostile files: a name, the bytes, and what may become of it.

Every file is made here. The outcome is `BACA` for a file that is read, or the codes that may refuse it.
"""

from __future__ import annotations

import base64
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import odd_files as odd
import odd_ods as o
import odd_xls as x
import odd_xlsb as b

BACA = "BACA"
Make = Callable[[], bytes]
Case = tuple[Make, frozenset[str]]

_DICE = random.Random(17)
NOISE = _DICE.randbytes(2_000_000).hex()
GOOD = odd.xlsx()
WB = "spreadsheetml.worksheet+xml"
XLSX_MAIN = "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HUGE = 2_000_000_000


def _case(make: Make | bytes, *codes: str) -> Case:
    return (make if callable(make) else lambda: make), frozenset(codes or (BACA,))


def cell(body: str, ref: str = "A1") -> bytes:
    """A workbook with one cell."""
    return odd.xlsx(f'<row><c r="{ref}" {body}</c></row>')


def inline(text: str) -> bytes:
    """A workbook whose only cell holds this text."""
    return cell(f't="inlineStr"><is><t xml:space="preserve">{text}</t></is>')


def typed(value: str) -> bytes:
    """A workbook with a code and a stored number."""
    return odd.xlsx(odd.CELLS.replace("87.5", value))


def rels(*more: tuple[str, str, str]) -> str:
    """Relations of the workbook and more."""
    return odd.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId8", "sharedStrings", "sharedStrings.xml"),
        ("rId9", "styles", "styles.xml"),
        *more,
    )


def _mail(attachment: bytes, name: str = "formulir.xlsx") -> bytes:
    body = base64.encodebytes(attachment)
    return (
        b"Received: from kantor.invalid\r\nFrom: bidang@contoh.invalid\r\nTo: kasubag@contoh.invalid\r\n"
        b"Subject: Formulir\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=batas\r\n\r\n"
        b"--batas\r\nContent-Type: text/plain\r\n\r\nTerlampir.\r\n--batas\r\n"
        b"Content-Type: application/octet-stream; name=" + name.encode() + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n" + body + b"--batas--\r\n"
    )


def broken_files() -> dict[str, Case]:
    """H-01 to H-05: nothing, half a file, a damaged file, a file with something round it."""
    cut = len(GOOD)
    flips = {
        f"flip/{name}": _case(odd.flipped(odd.stored(), old, new), *codes)
        for name, old, new, codes in (
            ("digit", b"87.5", b"37.5", ("B03",)),
            ("tag", b"<row", b"<now", ("B03",)),
            ("header of a part nobody needs", b"PK\x03\x04", b"PK\x03\x05", (BACA, "B03")),
            ("directory", b"PK\x01\x02", b"PK\x01\x03", ("B03",)),
            ("end record", b"PK\x05\x06", b"PK\x05\x07", ("B02",)),
        )
    }
    return {
        "empty": _case(b"", "B01"),
        "one byte": _case(b"P", "B01"),
        "all NUL": _case(b"\0" * 70_000, "B01"),
        "two bytes": _case(b"PK", "B06"),
        "cut/1 percent": _case(GOOD[: cut // 100], "B02"),
        "cut/half": _case(GOOD[: cut // 2], "B02"),
        "cut/90 percent": _case(GOOD[: cut * 9 // 10], "B02"),
        "cut/last byte": _case(GOOD[:-1], "B02"),
        "cut/last 30 bytes": _case(GOOD[:-30], "B02"),
        "cut/preallocated": _case(GOOD[: cut // 2] + b"\0" * (cut // 2), "B02"),
        "hole of NUL": _case(GOOD[:400] + b"\0" * 400 + GOOD[800:], "B03", "B02"),
        "tail/NUL": _case(GOOD + b"\0" * 65_536),
        "tail/newline": _case(GOOD + b"\r\n"),
        "tail/long text": _case(GOOD + b"-- \r\nDikirim dari telepon\r\n" * 20),
        "prefix/HTTP header": _case(b"Content-Type: application/octet-stream\r\n\r\n" + GOOD),
        "prefix/1 kB": _case(_DICE.randbytes(1_024).replace(b"PK", b"XX") + GOOD),
        "joined/two files": _case(GOOD + typed("99"), "B02"),
        "comment of the zip": _case(lambda: _commented(b"catatan")),
        "comment of 65,535": _case(lambda: _commented(b"x" * 65_535)),
        **flips,
    }


def _commented(comment: bytes) -> bytes:
    out = BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = comment
    return out.getvalue()


def other_kinds() -> dict[str, Case]:
    """H-06 to H-18: what the content says, whatever the name."""
    types = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    inner = odd.pack([("form.xlsx", GOOD)])
    stored = odd.pack([("form.xlsx", GOOD)], zipfile.ZIP_STORED)
    dbf = bytes((3, 25, 5, 12)) + struct.pack("<LHH", 1, 65, 11) + b"\0" * 20
    dbf += b"NILAI\0\0\0\0\0\0N".ljust(32, b"\0") + b"\r" + b" 87.5     \x1a"
    return {
        "html as xls": _case(odd.HTML, "B06"),
        "html login page": _case(b"\r\n<!DOCTYPE html>\n<html><title>Masuk - Google</title></html>", "B06"),
        "html fragment": _case(b"<table><tr><td>87,5</td></tr></table>", "B06"),
        "html in UTF-16": _case("<html><table></table></html>".encode("utf-16"), "B06"),
        "xhtml": _case(b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "B06"),
        "mht from Excel": _case(b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\r\nisi", "B06"),
        "mht from a browser": _case(
            b"From: <Saved by Blink>\r\nSubject: Formulir\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: multipart/related;\r\n\ttype=\"text/html\"\r\n\r\nisi", "B06"),
        "XML 2003": _case(f'<?xml version="1.0"?><Workbook {types}/>'.encode(), "B06"),
        "flat ods": _case(o.content(o.table()).encode(), "B06"),
        "csv semicolon": _case(b"kode;realisasi\nIK-1;85,5\nIK-2;90\n", "B06"),
        "csv comma": _case(b"kode,realisasi\nIK-1,85.5\n", "B06"),
        "csv tab": _case(b"kode\trealisasi\nIK-1\t85,5\n", "B06"),
        "csv pipe": _case(b"kode|realisasi\nIK-1|85,5\n", "B06"),
        "csv BOM": _case(b"\xef\xbb\xbfkode;realisasi\nIK-1;85,5\n", "B06"),
        "csv UTF-16 LE": _case("kode\trealisasi\nIK-1\t85,5\n".encode("utf-16"), "B06"),
        "csv UTF-16 BE": _case(b"\xfe\xff" + "kode;x\nIK-1;85,5\n".encode("utf-16-be"), "B06"),
        "csv latin-1": _case("kode;realisasi\nIK-1;85,5 ± 1\n".encode("latin-1"), "B06"),
        "csv old Mac": _case(b"kode;realisasi\rIK-1;85,5\r", "B06"),
        "csv sep line": _case(b"sep=;\r\nkode;realisasi\r\nIK-1;85,5\r\n", "B06"),
        "csv formulas": _case(b"kode;x\n=cmd|'/c calc'!A0;1\n", "B06"),
        "SYLK": _case(b"ID;PWXL;N;E\r\nC;Y1;X1;K1\r\nE\r\n", "B06"),
        "csv that begins with ID": _case(b"ID,Nama\n1,a\n", "B06"),
        "DIF": _case(b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n', "B06"),
        "dBase": _case(dbf, "B06"),
        "text": _case(b"Yth. Kasubag, terlampir isian kami.", "B06"),
        "JSON": _case(b'{"kode": "IK-1", "realisasi": 85.5}', "B06"),
        "Lotus": _case(b"\0\0\x1a\0\0\x10\x04\0" + b"\0" * 40, "B05"),
        "Numbers": _case(odd.pack([("Index/Document.iwa", b"x")]), "B05"),
        "pdf": _case(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "B07"),
        "png": _case(odd.PNG, "B07"),
        "jpeg": _case(b"\xff\xd8\xff\xe0\0\x10JFIF\0", "B07"),
        "gif": _case(b"GIF89a\1\0\1\0", "B07"),
        "tiff": _case(b"II*\0\x08\0\0\0", "B07"),
        "bmp": _case(b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0" + b"\0" * 20, "B07"),
        "webp": _case(b"RIFF\x10\0\0\0WEBPVP8 ", "B07"),
        "heic": _case(b"\0\0\0\x18ftypheic\0\0\0\0", "B07"),
        "mp4": _case(b"\0\0\0\x18ftypmp42\0\0\0\0" + b"\0" * 50, "B07"),
        "voice note": _case(b"OggS\0\2" + b"\0" * 20 + b"OpusHead", "B07"),
        "program": _case(b"MZ\x90\0\3\0\0\0" + b"\0" * 60, "B07"),
        "database": _case(b"SQLite format 3\0" + b"\0" * 84, "B07"),
        "noise": _case(_DICE.randbytes(5_000).replace(b"PK", b"XX"), "B07"),
        "rtf": _case(b"{\\rtf1\\ansi isi}", "B07"),
        "docx": _case(odd.office("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "B07"),
        "pptx": _case(odd.office("vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "B07"),
        "odt": _case(odd.pack([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>")]),
                     "B07"),
        "doc": _case(odd.ole("WordDocument"), "B07"),
        "ppt": _case(odd.ole("PowerPoint Document"), "B07"),
        "visio": _case(odd.ole("VisioDocument"), "B07"),
        "Thumbs.db": _case(odd.ole("Catalog", "1", "2"), "B07"),
        "zip of forms": _case(odd.pack([("a.xlsx", GOOD), ("b.xlsx", GOOD)]), "B08"),
        "zip of one form": _case(inner, "B08"),
        "zip of a stored form": _case(stored, "B08"),
        "zip of a stored form, cut": _case(stored[:-30], "B02"),
        "zip with a prefix": _case(b"#!/bin/sh\nexit\n" + inner, "B08"),
        "zip in zip": _case(odd.pack([("dalam.zip", inner)]), "B08"),
        "zip, empty": _case(odd.pack([]), "B08"),
        "zip of a folder called xl": _case(odd.pack([("xl/catatan.txt", b"x")]), "B08"),
        "rar": _case(b"Rar!\x1a\x07\x01\0" + b"\0" * 20, "B08"),
        "7z": _case(b"7z\xbc\xaf\x27\x1c\0\4", "B08"),
        "gzip": _case(b"\x1f\x8b\x08\0" + b"\0" * 10, "B08"),
        "xz": _case(b"\xfd7zXZ\0\0\4", "B08"),
        "bzip2": _case(b"BZh91AY&SY", "B08"),
        "tar": _case(b"form.xlsx".ljust(257, b"\0") + b"ustar\x0000" + b"\0" * 300, "B08"),
        "eml": _case(_mail(GOOD), "B08"),
        "eml with a zip": _case(_mail(inner, "formulir.zip"), "B08"),
        "eml, attachment unencoded": _case(odd.MAIL.replace(b"isi", b"") + inner, "B08"),
        "eml, Unix line ends": _case(_mail(GOOD).replace(b"\r\n", b"\n"), "B08"),
        "mbox": _case(b"From a@contoh Mon May 12\n" + odd.MAIL + b"\nFrom b@contoh Mon May 12\n" + odd.MAIL, "B08"),
        "Outlook mail": _case(odd.ole("__properties_version1.0", "__nameid_version1.0"), "B08"),
        "url": _case(b"[InternetShortcut]\r\nURL=https://contoh.invalid/\r\n", "B09"),
        "desktop": _case(b"[Desktop Entry]\nType=Link\nURL=https://contoh.invalid\n", "B09"),
        "gsheet": _case(b'{"url": "https://docs.google.com/open?id=x", "doc_id": "x"}', "B09"),
        "lnk": _case(b"L\0\0\0\1\x14\2\0" + b"\0" * 60, "B09"),
        "webloc": _case(b'<?xml version="1.0"?><plist><dict><key>URL</key><string>x</string></dict></plist>', "B09"),
        "bare address": _case(b"https://docs.google.com/spreadsheets/d/x/edit\n", "B09"),
        "password, agile": _case(odd.ole("EncryptionInfo", "EncryptedPackage"), "B04"),
        "password, ods": _case(odd.ods(encrypted=True), "B04"),
        "password, zip entry": _case(odd.encrypted_entry(), "B04"),
        "xlsm": _case(_macro()),
        "xlsx with a macro": _case(odd.with_parts({"xl/vbaProject.bin": b"x"})),
        "xltx": _case(_main_type("vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml")),
        "signed": _case(odd.with_parts({"_xmlsignatures/sig1.xml": "<Signature/>", "_xmlsignatures/origin.sigs": ""})),
        "strict": _case(odd.strict),
    }  # fmt: skip


def _main_type(main: str) -> bytes:
    usual = odd.parts()
    types = str(usual["[Content_Types].xml"])
    return odd.pack((usual | {"[Content_Types].xml": types.replace(XLSX_MAIN, main)}).items())


def _macro() -> bytes:
    usual = odd.parts(rels=rels(("v", "vbaProject", "vbaProject.bin")))
    types = str(usual["[Content_Types].xml"]).replace(XLSX_MAIN, "vnd.ms-excel.sheet.macroEnabled.main+xml")
    return odd.pack((usual | {"[Content_Types].xml": types, "xl/vbaProject.bin": b"x"}).items())


def values() -> dict[str, Case]:
    """H-40 to H-54 as they are stored: what the cell holds is a fact, what it means is judged later."""
    read = (
        "85,5", "1.234,56", "1.234", "1,234.56", "Rp 1.200.000,-", "85,5 %", "&gt;90", "80-85", "8O", "８５", "½",
        "nihil", "-", "n/a", " ", "\u00a0", "'", "=1+1", "=cmd|'/c calc'!A0", "[/]", "{{7*7}}", "&lt;w:p/&gt;",
        "_x001B_[31m", "\u202egnp.exe", "a\u0301" * 200, "TRUE", "#N/A",
    )  # fmt: skip
    numbers = ("1e5", "-5", "0", "1E-300", "1e308", "68.499999999999996", "9" * 300, ".5", "+5", "5.", "0." + "3" * 400)
    wrong = ("abc", "nan", "inf", "1_000", "８５", "85,5", "1e99999", "0x10", "--5", "1e", "", " 5 5 ")
    return {
        **{f"text/{t[:12]}": _case(inline(t)) for t in read},
        **{f"number/{n[:12]}": _case(typed(n)) for n in numbers},
        **{f"no number/{w}": _case(typed(w), BACA if not w.strip() else "B03") for w in wrong},
        "text/32,767": _case(lambda: inline("x" * 32_767)),
        "text/5,000 lines": _case(lambda: inline("\n" * 5_000)),
        "text/raw control": _case(inline("\x1b"), "B03"),
        "text/surrogate": _case(inline("_xD800_")),
        "error/REF": _case(cell('t="e"><v>#REF!</v>')),
        "logical": _case(cell('t="b"><v>1</v>')),
        "logical 7": _case(cell('t="b"><v>7</v>'), "B03"),
        "date/ISO": _case(cell('t="d"><v>2025-05-12T00:00:00Z</v>')),
        "date/serial 60": _case(odd.xlsx('<row r="1"><c r="A1" s="2"><v>60</v></c></row>')),
        "date/serial -1": _case(odd.xlsx('<row r="1"><c r="A1" s="2"><v>-1</v></c></row>')),
        "date/1904": _case(odd.xlsx(workbook=odd.workbook().replace("<sheets>", '<workbookPr date1904="1"/><sheets>'))),
        "formula without value": _case(cell("><f>A2</f>")),
        "formula on another file": _case(cell("><f>[1]Isian!A1</f><v>5</v>")),
        "formula, text result": _case(cell('t="str"><f>A2</f><v>x</v>')),
        "string index too large": _case(cell('t="s"><v>1</v>'), "B03"),
        "string index -1": _case(cell('t="s"><v>-1</v>'), "B03"),
        "string index 1.0": _case(cell('t="s"><v>1.0</v>'), "B03"),
        "type zz": _case(cell('t="zz"><v>1</v>'), "B03"),
    }


def structures() -> dict[str, Case]:
    """H-60 to H-83: structures that lie, are too much, or are merely unusual."""
    bare = '<row><c t="s"><v>0</v></c><c><v>87.5</v></c></row>'
    backwards = "".join(f'<row r="{r}"><c r="B{r}"><v>{r}</v></c></row>' for r in range(300, 0, -1))
    blank = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
    wide = '<row r="5">' + "".join("<c><v>1</v></c>" for _ in range(16_384)) + "</row>"
    names = "".join(f'<definedName name="n{n}">Isian!$A$1</definedName>' for n in range(100_002))
    bars = "".join(f'<xf numFmtId="{n % 40}"/>' for n in range(300_000))
    no_styles = odd.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("s", "sharedStrings", "sharedStrings.xml")
    )
    return {
        "dimension/too large": _case(odd.xlsx(sheet=odd.sheet(before='<dimension ref="A1:XFD1048576"/>'))),
        "dimension/too small": _case(odd.xlsx(sheet=odd.sheet(before='<dimension ref="A1"/>'))),
        "dimension/garbage": _case(odd.xlsx(sheet=odd.sheet(before='<dimension ref="??"/>'))),
        "far/blank in XFD1048576": _case(odd.xlsx(odd.CELLS + blank)),
        "far/row 5 to XFD": _case(odd.xlsx(odd.CELLS + wide)),
        "far/XFE7": _case(cell("><v>1</v>", "XFE7"), "B24"),
        "far/ZZZ99999999": _case(cell("><v>1</v>", "ZZZ99999999"), "B24"),
        "far/row 4294967295": _case(odd.xlsx('<row r="4294967295"><c><v>1</v></c></row>'), "B24"),
        "far/cells without addresses": _case(lambda: odd.xlsx("<row>" + "<c><v>1</v></c>" * 16_385 + "</row>"), "B24"),
        "rows/backwards": _case(odd.xlsx(backwards)),
        "rows/without numbers": _case(odd.xlsx(bare)),
        "rows/zero": _case(odd.xlsx('<row r="0"/>'), "B03"),
        "rows/negative": _case(odd.xlsx('<row r="-1"><c><v>1</v></c></row>'), "B03"),
        "rows/in rows": _case(odd.xlsx('<row r="1"><row r="2"/></row>'), "B03"),
        "rows/a million empty": _case(odd.dragged_down),
        "count/uniqueCount": _case(odd.xlsx(strings=odd.STRINGS.replace('"1"', '"4294967295"'))),
        "count/200,001 cells": _case(lambda: odd.many_cells(200_001), "B24"),
        "count/200,000 cells": _case(lambda: odd.many_cells(200_000)),
        "count/2 million empty cells": _case(lambda: odd.xlsx("<row>" + "<c/>" * 2_000_000 + "</row>"), "B24"),
        "count/100,002 names": _case(
            lambda: odd.xlsx(workbook=odd.workbook(after=f"<definedNames>{names}</definedNames>")), "B24"),
        "count/300,000 styles": _case(
            lambda: odd.xlsx(styles=f'<styleSheet xmlns="{odd.MAIN}"><cellXfs>{bars}</cellXfs></styleSheet>')),
        "count/1,001 sheets": _case(lambda: odd.xlsx(workbook=odd.workbook(f"L{n}" for n in range(1_001))), "B24"),
        "count/2,001 parts": _case(lambda: odd.many_parts(2_001), "B24"),
        "count/60,000 entries": _case(lambda: odd.many_parts(60_000), "B24"),
        "merge/whole sheet": _case(odd.merged("A1:XFD1048576"), "B24"),
        "merge/whole row": _case(odd.merged("A1:XFD1")),
        "merge/5,001": _case(lambda: odd.merged(*(f"A{n}:B{n}" for n in range(1, 5_002))), "B24"),
        "merge/upside down": _case(odd.merged("B2:A1")),
        "merge/garbage": _case(odd.merged("?"), "B03"),
        "merge/values beneath": _case(odd.merged("A1:B1")),
        "bomb/64 MB": _case(lambda: odd.zip_bomb(64), "B24"),
        "bomb/200 MB": _case(lambda: odd.zip_bomb(200), "B24"),
        "bomb/many parts": _case(_many_bombs, "B24"),
        "bomb/one text": _case(lambda: odd.xlsx(strings=f'<sst xmlns="{odd.MAIN}"><si><t>{NOISE * 10}</t></si></sst>'),
                               "B24"),
        "bomb/text used often": _case(_often, "B24"),
        "bomb/overlapping": _case(odd.overlapping, "B24"),
        "bomb/quoted entries": _case(_quoted, "B24", "B03"),
        "bomb/nested elements": _case(lambda: odd.nested(500_000), "B24"),
        "bomb/attribute": _case(lambda: odd.xlsx(sheet=odd.sheet(before=f'<x a="{NOISE}"/>')), "B24"),
        "bomb/many attributes": _case(
            lambda: odd.xlsx(sheet=odd.sheet(before="<x " + " ".join(f'a{n}=""' for n in range(200_000)) + "/>")),
            "B24"),
        "bomb/comment": _case(lambda: odd.xlsx(sheet=odd.sheet(before=f"<!--{NOISE}-->")), "B24"),
        "bomb/one sheet a hundred times": _case(_shared_part, "B24"),
        "lie/size of 10": _case(odd.lying_size, "B03"),
        "lie/doubled part": _case(odd.pack([*odd.parts().items(), ("xl/worksheets/sheet1.xml", odd.sheet(""))]), "B12"),
        "lie/doubled part in capitals": _case(odd.with_parts({"XL/Worksheets/Sheet1.xml": odd.sheet("")}), "B12"),
        "lie/doubled cell": _case(odd.xlsx(odd.CELLS + '<row r="1"><c r="B1"><v>9</v></c></row>'), "B12"),
        "lie/doubled sheet": _case(odd.xlsx(workbook=odd.workbook(("Isian", "isian"))), "B12"),
        "lie/doubled name": _case(odd.xlsx(workbook=odd.workbook(
            after='<definedNames><definedName name="a">x</definedName><definedName name="a">y</definedName>'
            "</definedNames>")), "B12"),
        "names/backslashes": _case(odd.renamed("/", "\\")),
        "names/capitals": _case(odd.renamed("xl/", "XL/")),
        "names/leading slash": _case(odd.renamed("xl/", "/xl/")),
        "names/traversal": _case(odd.with_parts({"../../etc/passwd": "x", "C:\\Windows\\x": "y", "/abs": "z"})),
        "names/device": _case(odd.with_parts({"xl/CON": "x", "xl/aux.xml": "y"})),
        "xml/prefixes": _case(odd.prefixed),
        "xml/UTF-16": _case(odd.utf16),
        "xml/BOM": _case(odd.xlsx(sheet=odd.sheet().encode("utf-8-sig"))),
        "xml/Latin-1": _case(odd.xlsx(sheet=odd.sheet().replace("UTF-8", "ISO-8859-1").encode("latin-1"))),
        "xml/UTF-9": _case(odd.xlsx(sheet=odd.sheet().replace("UTF-8", "UTF-9")), "B03"),
        "xml/UTF-7": _case(odd.xlsx(sheet=odd.sheet().replace("UTF-8", "UTF-7")), "B03"),
        "xml/cut": _case(odd.xlsx(sheet=odd.sheet()[:-30]), "B03"),
        "xml/empty": _case(odd.xlsx(sheet=""), "B03"),
        "xml/html instead": _case(odd.xlsx(sheet="<html><br></html>"), "B03"),
        "xml/bad bytes": _case(odd.xlsx(sheet=odd.sheet().encode().replace(b"87.5", b"\xff\xfe")), "B03"),
        "xml/no declaration": _case(odd.xlsx(sheet=odd.sheet().replace(odd.HEAD, ""))),
        "xml/processing instruction": _case(odd.xlsx(sheet=odd.sheet(before="<?php echo 1 ?>"))),
        "xml/CDATA": _case(typed("<![CDATA[87.5]]>")),
        "xml/other namespace": _case(odd.xlsx(sheet=odd.sheet(ns="urn:lain")), "B03"),
        "xml/strings of another namespace": _case(odd.xlsx(strings=odd.STRINGS.replace(odd.MAIN, "urn:lain")), "B03"),
        "xml/chart instead": _case(odd.xlsx(sheet=f'<chartsheet xmlns="{odd.MAIN}"/>'), "B03"),
        "part/no sheet": _case(odd.xlsx(sheet=None), "B03"),
        "part/no workbook": _case(odd.xlsx(workbook=None), "B03"),
        "part/no relations": _case(odd.xlsx(rels=None), "B03"),
        "part/no sheets listed": _case(odd.xlsx(workbook=odd.workbook(())), "B03"),
        "part/no strings": _case(odd.xlsx(strings=None), "B03"),
        "part/no styles": _case(odd.xlsx(styles=None, rels=no_styles)),
        "part/no top relations": _case(odd.xlsx(top=None)),
        "part/no types": _case(odd.xlsx(types=None)),
        "part/chart sheet": _case(odd.xlsx(
            workbook=odd.workbook(("Isian", "Grafik")),
            rels=odd.relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "chartsheet", "x.xml"),
                               ("s", "sharedStrings", "sharedStrings.xml")))),
        "part/external sheet": _case(odd.xlsx(rels=odd.relations(("rId1", "worksheet", "http://contoh.invalid/")).replace(
            "/></Rel", ' TargetMode="External"/></Rel')), "B03"),
        "styles/colour": _case(odd.xlsx(styles=odd.STYLES.replace("164", "#FF0000"))),
        "styles/no XML": _case(odd.xlsx(styles="<styleSheet><cellXfs")),
        "styles/index 99": _case(odd.xlsx(odd.CELLS.replace('r="B1"', 'r="B1" s="99"'))),
        "styles/index minus": _case(odd.xlsx(odd.CELLS.replace('r="B1"', 'r="B1" s="-3"'))),
        "extra/broken drawing": _case(odd.with_parts({"xl/drawings/drawing1.xml": "<<<"})),
        "extra/broken properties": _case(odd.with_parts({"docProps/core.xml": "<a", "docProps/custom.xml": "x"})),
        "extra/created yesterday": _case(odd.with_parts({"docProps/core.xml": "<a><created>kemarin</created></a>"})),
        "extra/validation": _case(odd.xlsx(sheet=odd.sheet(after='<dataValidations><dataValidation type="x"/>'
                                                                 "</dataValidations>"))),
        "extra/pane": _case(odd.xlsx(sheet=odd.sheet(before='<sheetViews><pane state="?" xSplit="a"/></sheetViews>'))),
        "extra/comments lost": _case(_comments(None)),
        "extra/comments broken": _case(_comments("<comments><comm")),
        "extra/comments with a DTD": _case(_comments("<!DOCTYPE a><comments/>"), "B03"),
        "extra/picture bomb": _case(odd.with_parts({"xl/media/image1.png": odd.PNG + b"\0" * 900_000})),
        "compression/bzip2": _case(lambda: odd.pack(odd.parts().items(), zipfile.ZIP_BZIP2), "B03"),
        "compression/lzma": _case(lambda: odd.pack(odd.parts().items(), zipfile.ZIP_LZMA), "B03"),
        "compression/stored": _case(odd.stored),
    }  # fmt: skip


def _comments(body: str | None) -> bytes:
    links = odd.relations(("rId1", "comments", "../comments1.xml"))
    more: dict[str, str | bytes] = {"xl/worksheets/_rels/sheet1.xml.rels": links}
    if body is not None:
        more["xl/comments1.xml"] = body
    return odd.with_parts(more)


def _many_bombs() -> bytes:
    piece = b"<x>" + b"ab " * 300_000 + b"</x>"
    return odd.with_parts({f"xl/custom{n}.xml": piece for n in range(400)})


def _often() -> bytes:
    long = f'<sst xmlns="{odd.MAIN}"><si><t>{NOISE[:30_000]}</t></si></sst>'
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 1_001))
    return odd.xlsx(rows, strings=long)


def _shared_part() -> bytes:
    pieces = "".join(f"<x>{NOISE[n : n + 40_000]}</x>" for n in range(0, len(NOISE), 40_000))
    return odd.xlsx(
        sheet=odd.sheet("", after=pieces),
        workbook=odd.workbook(f"L{n}" for n in range(1, 101)),
        rels=odd.relations(*((f"rId{n}", "worksheet", "worksheets/sheet1.xml") for n in range(1, 101))),
    )


def _quoted() -> bytes:
    """Entries that each hold the local header of the next one, the other trick of the flat bombs."""
    kernel = b" " * 2_000_000
    packed = zlib.compress(kernel, 9)[2:-4]
    crc = zlib.crc32(kernel)
    out, directory, count = bytearray(), bytearray(), 50
    for n in range(count):
        name = f"xl/media/{n:03}.bin".encode() if n else b"xl/workbook.xml"
        head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), len(kernel), len(name), 0)
        place = len(out)
        out += head + name
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), len(kernel),
                                 len(name), 0, 0, 0, 0, 0, place) + name  # fmt: skip
    start = len(out) + len(packed)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), start, 0)
    return bytes(out) + packed + bytes(directory) + end


def attacks() -> dict[str, Case]:
    """H-81, H-90 to H-92: attacks through XML, links and macros."""
    link = f'<externalLink xmlns="{odd.MAIN}"><{{}}/></externalLink>'
    parts = {f"xl/externalLinks/externalLink{n}.xml": link.format(tag)
             for n, tag in enumerate(("externalBook", "ddeLink", "oleLink"), 1)}  # fmt: skip
    quadratic = f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'
    parameter = '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'
    return {
        **{f"dtd/{kind}": _case(odd.doctype(kind), "B03") for kind in ("bomb", "xxe", "external", "utf16")},
        "dtd/quadratic": _case(odd.xlsx(sheet=odd.sheet().replace("?>\n", "?>\n" + quadratic, 1)), "B03"),
        "dtd/parameter": _case(odd.xlsx(sheet=odd.sheet().replace("?>\n", "?>\n" + parameter, 1)), "B03"),
        "dtd/in the strings": _case(odd.xlsx(strings=odd.STRINGS.replace("?>\n", "?>\n<!DOCTYPE a>", 1)), "B03"),
        "dtd/in the properties": _case(odd.with_parts({"docProps/core.xml": "<!DOCTYPE a><a/>"}), "B03"),
        "dtd/in the relations": _case(odd.xlsx(rels=rels().replace("?>\n", "?>\n<!DOCTYPE a>", 1)), "B03"),
        "links/all kinds": _case(odd.with_parts(dict(parts))),
        "links/broken": _case(odd.with_parts({"xl/externalLinks/externalLink1.xml": "<x"})),
        "links/connections": _case(odd.xlsx(rels=rels(("c", "connections", "connections.xml")))),
        "links/XInclude": _case(odd.xlsx(sheet=odd.sheet(
            before='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'))),
        "macro/Excel 4": _case(odd.xlsx(
            workbook=odd.workbook(("Isian", "Makro")),
            rels=rels(("rId2", "xlMacrosheet", "macrosheets/sheet1.xml")))),
        "formula/DDE": _case(cell("><f>cmd|'/c calc'!A0</f><v>1</v>")),
        "formula/HYPERLINK": _case(cell('t="str"><f>HYPERLINK("http://contoh.invalid")</f><v>x</v>')),
    }  # fmt: skip


def old_excel() -> dict[str, Case]:
    """H-06, H-84: old workbooks, good ones and what fuzzers make of them."""
    good = x.xls()
    biff = x.biff()
    dice = random.Random(5)
    flips = {}
    for n in range(12):
        data = bytearray(good)
        for _ in range(8):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        flips[f"xls/flipped {n}"] = _case(bytes(data), BACA, "B03", "B04", "B07", "B12", "B24")
    many = b"".join(x.rk(r, c, 1) for r in range(1_000) for c in range(201))
    return {
        "xls": _case(good),
        "xls/without OLE": _case(biff),
        "xls/1904": _case(x.xls(date1904=True)),
        "xls/very hidden": _case(x.xls(("Isian", 0, x.USUAL), ("Kunci", 2, b""))),
        "xls/no sheets": _case(x.compound(x.biff(("a", 0, b""), kinds=[1])), "B03"),
        "xls/macro sheet": _case(x.xls(("Isian", 0, x.USUAL), ("Makro", 1, b""), kinds=[0, 1])),
        "xls/with VBA": _case(x.compound(biff, others=("_VBA_PROJECT_CUR",))),
        "xls/two sheets of one name": _case(x.xls(("Isian", 0, x.USUAL), ("ISIAN", 0, x.USUAL)), "B12"),
        "xls/cell twice": _case(x.xls(("Isian", 0, x.USUAL + x.number(0, 1, 99))), "B12"),
        "xls/far cell": _case(x.xls(("Isian", 0, x.USUAL + x.number(65_535, 255, 1)))),
        "xls/201,000 cells": _case(lambda: x.xls(("Isian", 0, many)), "B24"),
        "xls/merge of everything": _case(x.xls(("Isian", 0, x.USUAL + x.merge((0, 65_535, 0, 255)))), "B24"),
        "xls/5,001 merges": _case(lambda: x.xls(("Isian", 0, x.USUAL + b"".join(
            x.merge(*((r, r, 0, 1) for r in range(n, n + 1_000))) for n in range(0, 5_001, 1_000)))), "B24"),
        "xls/error": _case(x.xls(("Isian", 0, x.error(0, 0, 0x2A)))),
        "xls/unknown error": _case(x.xls(("Isian", 0, x.error(0, 0, 0x99))), "B03"),
        "xls/nan": _case(x.xls(("Isian", 0, x.number(0, 0, float("nan")))), "B03"),
        "xls/infinite": _case(x.xls(("Isian", 0, x.number(0, 0, float("inf")))), "B03"),
        "xls/unknown style": _case(x.xls(("Isian", 0, x.number(0, 0, 1, 999))), "B03"),
        "xls/password": _case(x.compound(x.biff(extra=x.record(0x2F, b"\1\0\1\0\1\0" + b"\0" * 48))), "B04"),
        "xls/record too long": _case(x.compound(biff[:-4] + struct.pack("<HH", 0x0203, 0xFFFF)), "B03", "B12"),
        "xls/cut stream": _case(x.compound(biff[: len(biff) // 2]), "B03"),
        "xls/cut file": _case(good[: len(good) // 2], "B03"),
        "xls/only the header": _case(good[:512], "B03"),
        "xls/BOF and garbage": _case(b"\x09\x08\x10\0\0\x06\x05\0" + dice.randbytes(3_000), "B03"),
        "xls/BOF of Excel 2": _case(b"\x09\0\4\0\2\0\x10\0" + b"\x0a\0\0\0", "B03", "B07", BACA),
        "xls/BOF of Excel 3": _case(b"\x09\2\6\0\0\0\x10\0\0\0" + b"\x0a\0\0\0", "B03", BACA),
        "xls/BOF of Excel 4": _case(b"\x09\4\6\0\0\0\x10\0\0\0" + b"\x0a\0\0\0", "B03", BACA),
        "xls/looping directory": _case(odd.looping_ole(), "B03"),
        "xls/looping stream": _case(_looping_stream(good), "B03"),
        "xls/FAT points outside": _case(_outside(good), "B03"),
        "xls/sector size": _case(good[:30] + b"\xff\x7f" + good[32:], BACA, "B03"),
        "xls/directory only": _case(odd.ole("Workbook"), "B03"),
        "xls/garbage workbook": _case(x.compound(dice.randbytes(6_000)), "B03"),
        "xls/sheet at a wrong place": _case(x.compound(biff.replace(
            biff[biff.index(b"\x85\0") + 4:][:4], struct.pack("<L", 10_000_000))), "B03"),
        **flips,
    }  # fmt: skip


def _looping_stream(data: bytes) -> bytes:
    changed = bytearray(data)
    (first,) = struct.unpack_from("<L", data, 76)
    struct.pack_into("<L", changed, (first + 1) * 512 + 4, 0)
    return bytes(changed)


def _outside(data: bytes) -> bytes:
    changed = bytearray(data)
    (first,) = struct.unpack_from("<L", data, 76)
    struct.pack_into("<L", changed, (first + 1) * 512, 0x00FFFFFF)
    return bytes(changed)


def binary() -> dict[str, Case]:
    """H-62 to H-67 in binary workbooks, where calamine would end the process."""
    dice = random.Random(6)
    usual = b.parts()
    flips = {}
    for n in range(8):
        part = bytearray(b.sheet())
        for _ in range(3):
            part[dice.randrange(len(part))] ^= 1 << dice.randrange(8)
        flips[f"xlsb/flipped {n}"] = _case(b.xlsb(sheet=bytes(part)), BACA, "B03", "B12", "B24")
    text = b.cell(6, 0, b.text("Kode"))
    return {
        "xlsb": _case(b.xlsb()),
        "xlsb/no strings": _case(b.xlsb(strings=None), BACA, "B03"),
        "xlsb/shared text": _case(b.xlsb(b.row(0) + b.cell(7, 0, struct.pack("<L", 0)))),
        "xlsb/text index": _case(b.xlsb(b.row(0) + b.cell(7, 0, struct.pack("<L", 7))), BACA, "B03"),
        "xlsb/uniqueCount": _case(b.xlsb(strings=b.record(159, struct.pack("<LL", 1, 0xFFFFFFFF)) + b.record(160)),
                                  BACA, "B03", "B24"),
        "xlsb/far cell": _case(b.xlsb(b.USUAL + b.row(1_048_575) + b.cell(5, 16_383, b.double(1))), "B24"),
        "xlsb/column beyond": _case(b.xlsb(b.row(0) + b.cell(5, 4_294_967_295, b.double(1))), "B24"),
        "xlsb/row beyond": _case(b.xlsb(b.row(4_294_967_295) + text), "B24"),
        "xlsb/far column": _case(b.xlsb(b.USUAL + b.row(1) + b.cell(5, 300, b.double(1)))),
        "xlsb/cell twice": _case(b.xlsb(b.USUAL + b.cell(5, 1, b.double(99))), "B12"),
        "xlsb/nan": _case(b.xlsb(b.row(0) + b.cell(5, 0, b.double(float("nan")))), "B03"),
        "xlsb/errors": _case(b.xlsb(b.row(0) + b.cell(3, 0, b"\x2a") + b.cell(11, 1, b"\x07"))),
        "xlsb/merge of everything": _case(b.xlsb(sheet=b.sheet(after=b.merge(0, 1_048_575, 0, 16_383))), "B24"),
        "xlsb/garbage sheet": _case(b.xlsb(sheet=dice.randbytes(2_000)), "B03", "B24"),
        "xlsb/empty sheet part": _case(b.xlsb(sheet=b""), "B03"),
        "xlsb/garbage workbook": _case(b.xlsb(workbook=dice.randbytes(500)), "B03"),
        "xlsb/record too long": _case(b.xlsb(sheet=b.sheet()[:-2] + b"\x05\xff\xff\xff\x7f"), "B03"),
        "xlsb/no relations": _case(b.xlsb(rels=None), "B03"),
        "xlsb/two sheets of one name": _case(b.xlsb(workbook=b.workbook(("a", "A"))), "B12"),
        "xlsb/cut": _case(b.xlsb()[:-30], "B02"),
        "xlsb/overlong bomb": _case(lambda: odd.pack((usual | {"xl/x.bin": b"\0" * 200_000_000}).items()), "B24"),
        "xlsb/200,001 cells": _case(lambda: b.xlsb(b"".join(
            b.row(r) + b"".join(b.cell(2, c, struct.pack("<l", 6)) for c in range(100)) for r in range(2_001))), "B24"),
        **flips,
    }  # fmt: skip


def open_document() -> dict[str, Case]:
    """H-08: OpenDocument spreadsheets, honest and not."""
    columns, rows = ' table:number-columns-repeated="{}"', ' table:number-rows-repeated="{}"'
    empty = f"<table:table-cell{columns.format(HUGE)}/>"
    span = ' table:number-columns-spanned="{}" table:number-rows-spanned="{}"'
    good = o.ods()
    plain = o.content(o.table())
    return {
        "ods": _case(good),
        "ods/empty columns without end": _case(o.ods(o.USUAL + o.row(empty))),
        "ods/empty rows without end": _case(o.ods(o.USUAL + o.row(empty, more=rows.format(HUGE)))),
        "ods/empty rows, then more": _case(o.ods(o.USUAL + o.row(empty, more=rows.format(HUGE)) * 1_000)),
        "ods/filled rows without end": _case(o.ods(o.row(o.number("1"), more=rows.format(HUGE))), "B24"),
        "ods/filled columns without end": _case(o.ods(o.row(o.number("1", columns.format(HUGE)))), "B24"),
        "ods/filled rows, a million": _case(o.ods(o.row(o.number("1"), more=rows.format(1_048_576))), "B24"),
        "ods/filled block": _case(o.ods(o.row(o.number("1", columns.format(1_000)), more=rows.format(201))), "B24"),
        "ods/filled behind the last row": _case(
            o.ods(o.row(empty, more=rows.format(HUGE)) + o.row(o.number("1"))), "B24"),
        "ods/long text repeated": _case(
            o.ods(o.row(o.text(NOISE[:20_000]), more=rows.format(1_000))), "B24"),
        "ods/count of letters": _case(o.ods(o.row("<table:table-cell" + columns.format("abc") + "/>")), "B03"),
        "ods/count negative": _case(o.ods(o.row("<table:table-cell" + columns.format("-5") + "/>")), "B03"),
        "ods/count zero": _case(o.ods(o.row(o.number("1", columns.format(0))))),
        "ods/count of 400 digits": _case(o.ods(o.USUAL + o.row(f"<table:table-cell{columns.format('9' * 400)}/>"))),
        "ods/spaces without end": _case(o.ods(o.row(o.text(f'<text:s text:c="{HUGE}"/>'))), "B03"),
        "ods/spaces by the million": _case(o.ods(o.row(o.text('<text:s text:c="99999"/>' * 200))), "B24"),
        "ods/merge of everything": _case(o.ods(o.row(o.number("1", span.format(16_384, 1_048_576)))), "B24"),
        "ods/5,001 merges": _case(lambda: o.ods(o.row(o.number("1", span.format(1, 2))) * 5_001), "B24"),
        "ods/merge repeated": _case(o.ods(o.row(o.number("1", span.format(2, 1)), more=rows.format(6_000))), "B24"),
        "ods/covered values": _case(o.ods(o.row(
            o.number("1", span.format(2, 1)), o.number("2").replace("table:table-cell", "table:covered-table-cell")))),
        "ods/no value": _case(o.ods(o.row('<table:table-cell office:value-type="float"/>')), "B03"),
        "ods/letters as number": _case(o.ods(o.row(o.number("abc"))), "B03"),
        "ods/nan": _case(o.ods(o.row(o.number("NaN"))), "B03"),
        "ods/comma": _case(o.ods(o.row(o.number("85,5"))), "B03"),
        "ods/unknown type": _case(o.ods(o.row(o.number("1", kind="rahasia"))), "B03"),
        "ods/error": _case(o.ods(o.row(o.text("#N/A", ' table:formula="of:=NA()" calcext:value-type="error"')))),
        "ods/table in a cell": _case(
            o.ods(o.row(f"<table:table-cell>{o.table()}</table:table-cell>")), "B03"),
        "ods/folded groups": _case(
            o.ods(f'<table:table-row-group table:display="false">{o.USUAL}</table:table-row-group>')),
        "ods/DDE cache": _case(o.ods(after=f"<table:dde-links><table:dde-link><office:dde-source/>{o.table()}"
                                     "</table:dde-link></table:dde-links>")),
        "ods/external cache": _case(o.pack(o.content(o.table() + o.table(
            name="'file:///C:/x.ods'#Isian", before="<table:table-source/>")))),
        "ods/macro": _case(o.pack(plain, **{"Basic/Standard/Modul1__xml": "<script/>"})),
        "ods/DTD": _case(o.ods(head="<!DOCTYPE a>"), "B03"),
        "ods/entities": _case(o.ods(head='<!DOCTYPE a [<!ENTITY b "c">]>'), "B03"),
        "ods/nested": _case(o.ods(o.row(o.text("<text:span>" * 100_000 + "</text:span>" * 100_000))), "B24"),
        "ods/no sheets": _case(o.pack(o.content("")), "B03"),
        "ods/no content": _case(odd.ods(), "B03"),
        "ods/sheet twice": _case(o.pack(o.content(o.table() + o.table(name="ISIAN"))), "B12"),
        "ods/1,001 sheets": _case(
            lambda: o.pack(o.content("".join(o.table(name=f"L{n}") for n in range(1_001)))), "B24"),
        "ods/name twice": _case(o.ods(after="<table:named-expressions>" + "".join(
            f'<table:named-expression table:name="a" table:expression="{n}"/>' for n in "12")
            + "</table:named-expressions>"), "B12"),
        "ods/broken meta": _case(o.pack(plain, meta__xml="<office")),
        "ods/DTD in meta": _case(o.pack(plain, meta__xml="<!DOCTYPE a><a/>"), "B03"),
        "ods/cut": _case(good[:-30], "B02"),
        "ods/half": _case(good[: len(good) // 2], "B02"),
        "ods/cut XML": _case(o.pack(plain[:-60]), "B03"),
        "ods/UTF-16": _case(o.pack(plain.replace("UTF-8", "UTF-16").encode("utf-16"))),
        "ods/bomb": _case(lambda: o.pack(o.content(o.table() + " " * (60 << 20))), "B24"),
        "ods/200,001 cells": _case(lambda: o.ods(o.row(o.number("1") * 201) * 1_000), "B24"),
        "ods/template": _case(odd.pack([("mimetype", o.MIME + b"-template"), ("content.xml", plain)])),
        "ods/packed again": _case(odd.pack([("META-INF/manifest.xml", o.MANIFEST), ("content.xml", plain)])),
        "ods/no mimetype": _case(odd.pack([("content.xml", plain)]), "B08"),
    }  # fmt: skip


def catalogue() -> dict[str, Case]:
    """Return every case by its name."""
    result: dict[str, Case] = {}
    for group in (broken_files, other_kinds, values, structures, attacks, old_excel, binary, open_document):
        for name, case in group().items():
            assert name not in result, name
            result[name] = case
    return result
