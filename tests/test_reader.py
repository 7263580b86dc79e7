"""The reader of returned workbooks: it agrees with openpyxl on good files and judges odd ones exactly."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import subprocess
import time
import tracemalloc
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName

import odd_files as odd
from capaian.model.kiriman import Cacat
from capaian.sheet.address import column_letters, position, unescape
from capaian.sheet.facts import Cell, Merge, Unreadable, Workbook, cell_date, from_json, iso_date, to_json
from capaian.sheet.formats import meaning
from capaian.sheet.reader import read
from capaian.sheet.sniff import READ, REFUSALS, sniff

REPEATED_TEXT = '<sst xmlns="{}" count="1" uniqueCount="4294967295"><si><t>Kode</t></si></sst>'


def cells(data: bytes) -> dict[str, Cell]:
    """The cells of the first sheet."""
    return dict(read(data).sheets[0].cells)


def refused(data: bytes) -> Cacat:
    """Why a file is not read."""
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value.cacat


# --- good files --------------------------------------------------------------------------------------------------


def office_workbook() -> openpyxl.Workbook:
    """A workbook with what a form may hold."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Isian"
    first.append(["Kode", "Realisasi", "Target", None, "Catatan"])
    for n in range(2, 40):
        first.append([f"IK-{n}", n * 1.1, n, None, "" if n % 3 else f"baris {n}\nkedua & <ketiga>"])
    first["B3"].number_format = "0.00%"
    first["B4"] = "=B3*2"
    first["B5"] = True
    first["B6"] = "#N/A"
    first["B6"].data_type = "e"
    first["B7"] = dt.date(2025, 5, 12)
    first["B8"] = dt.datetime.fromisoformat("2025-05-12T13:30:00")
    first["B9"] = Decimal("0.1")
    first["B10"] = 123456789012345
    first["B11"] = "1.234,56"
    first["B12"] = -5
    first["B13"] = False
    first["B14"].number_format = '#,##0 "orang"'
    first["C14"].number_format = "[$-421]dd mmmm yyyy;@"
    first["AB120"] = "jauh"
    first.merge_cells("A50:C52")
    first["A50"] = "digabung"
    first["A2"].comment = Comment("periksa", "Kasubag")
    hidden = book.create_sheet("Kunci")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = "DISPERINAKER-2025"
    book.create_sheet("Kosong").sheet_state = "hidden"
    book.defined_names["kode_formulir"] = DefinedName("kode_formulir", attr_text="Kunci!$A$1")
    book.custom_doc_props.append(StringProperty(name="kode", value="DISPERINAKER-2025"))
    book.properties.keywords = "capaian;2025"
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def assert_agrees(ours: Workbook, data: bytes) -> int:
    """Compare every cell with openpyxl; return how many there were."""
    theirs = openpyxl.load_workbook(BytesIO(data))
    values = openpyxl.load_workbook(BytesIO(data), data_only=True)
    assert [s.name for s in ours.sheets] == theirs.sheetnames
    seen = 0
    for sheet in ours.sheets:
        expected = {c.coordinate: c for row in theirs[sheet.name].iter_rows() for c in row if c.value not in (None, "")}
        assert set(sheet.cells) == set(expected)
        for ref, cell in sheet.cells.items():
            other = expected[ref]
            seen += 1
            assert (cell.row, cell.col) == (other.row, other.column)
            assert cell.formula == (other.data_type == "f")
            value = values[sheet.name][ref].value
            assert cell.cached == (value is not None), ref
            if not cell.cached:
                assert cell.text == ""
            elif isinstance(value, bool):
                assert (cell.kind, cell.text) == ("b", str(value).upper())
            elif isinstance(value, dt.datetime):
                assert cell.fmt == "tanggal"
                assert cell_date(cell, ours.date1904) == value.date().isoformat()
            elif isinstance(value, int | float):
                assert cell.kind == "n"
                assert float(cell.text) == value
                assert (cell.fmt == "persen") == ("%" in other.number_format)
            else:
                assert cell.kind == ("e" if other.data_type == "e" else "s")
                assert cell.text == value
    return seen


def test_agrees_with_openpyxl_cell_for_cell() -> None:
    """Every cell of a workbook written by openpyxl comes back as openpyxl reads it."""
    data = saved(office_workbook())
    assert assert_agrees(read(data), data) > 100


@pytest.mark.parametrize("seed", range(8))
def test_agrees_with_openpyxl_on_random_workbooks(seed: int) -> None:
    """Random values in random places agree, whatever their type and format."""
    dice = random.Random(seed)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    formats = ["General", "0.0%", "dd/mm/yyyy", "#,##0.00", '"Rp"#,##0', "[h]:mm", '0 "hari"']
    for _ in range(300):
        cell = sheet.cell(dice.randint(1, 400), dice.randint(1, 60))
        cell.value = dice.choice(
            [
                dice.randint(-(10**9), 10**9),
                dice.random() * 10 ** dice.randint(-5, 9),
                dice.choice(["nihil", "-", " ", "85,5 %", "a\tb", "é–×", "=1+1"]),
                dt.datetime.fromisoformat("2025-01-01") + dt.timedelta(days=dice.randint(-20000, 20000)),
                dice.random() < 0.5,
            ]
        )
        if not isinstance(cell.value, dt.datetime | float):
            cell.number_format = dice.choice([f for f in formats if "d" not in f and "h" not in f])
    data = saved(book)
    assert_agrees(read(data), data)


def test_agrees_with_openpyxl_on_1904_dates() -> None:
    """Serials of the 1904 system are days of the 1904 system."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active["A1"] = dt.datetime.fromisoformat("2025-05-12")
    ours = read(saved(book))
    assert ours.date1904
    assert cell_date(ours.sheets[0].cells["A1"], ours.date1904) == "2025-05-12"


def test_carries_identity_and_shape() -> None:
    """Names, properties, keywords, states, merges and comments are read."""
    ours = read(saved(office_workbook()))
    assert ours.names == {"kode_formulir": "Kunci!$A$1"}
    assert ours.properties == {"kode": "DISPERINAKER-2025"}
    assert ours.keywords == "capaian;2025"
    assert ours.modified.startswith("20")
    assert [s.state for s in ours.sheets] == ["visible", "veryHidden", "hidden"]
    assert ours.sheets[0].merges == (Merge("A50", "C52"),)
    assert [s.comments for s in ours.sheets] == [{"A2": "periksa"}, {}, {}]
    assert ours.notes == ()


def test_hidden_rows_and_columns_mark_their_cells() -> None:
    """A value in a hidden row or column is marked, the others are not."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for ref in ("A1", "B1", "A2", "B2"):
        sheet[ref] = 1
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    assert {ref: c.hidden for ref, c in cells(saved(book)).items()} == {"A1": False, "B1": True, "A2": True, "B2": True}


def test_facts_survive_json() -> None:
    """What the child writes, the parent reads back unchanged."""
    ours = read(saved(office_workbook()))
    assert from_json(to_json(ours)) == ours


def test_the_exact_decimal_text_is_kept() -> None:
    """Digits are not passed through binary floating point."""
    rows = '<row r="1"><c r="A1"><v>68.499999999999996</v></c><c r="B1"><v>1E-3</v></c></row>'
    assert [c.text for c in cells(odd.xlsx(rows)).values()] == ["68.499999999999996", "1E-3"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<f>A2*2</f>", ("n", "", True, False)),
        ("<f>A2*2</f><v></v>", ("n", "", True, False)),
        ("<f>A2*2</f><v>8</v>", ("n", "8", True, True)),
        ('<f t="shared" si="0"/><v>8</v>', ("n", "8", True, True)),
    ],
)
def test_a_formula_without_result_is_not_empty(cell: str, expected: tuple[str, str, bool, bool]) -> None:
    """A formula is kept with or without the result that the file holds."""
    c = cells(odd.xlsx(f'<row r="1"><c r="A1">{cell}</c></row>'))["A1"]
    assert (c.kind, c.text, c.formula, c.cached) == expected


def test_text_formulas_and_errors() -> None:
    """The empty text of a formula is a result; errors keep their kind."""
    rows = (
        '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1" t="str"><f>"x"</f><v>x_x000D_\n</v></c>'
        '<c r="C1" t="e"><v>#REF!</v></c><c r="D1" t="e"><f>NA()</f><v>#N/A</v></c><c r="E1" t="b"><v>1</v></c></row>'
    )
    found = {ref: (c.kind, c.text, c.formula, c.cached) for ref, c in cells(odd.xlsx(rows)).items()}
    assert found == {
        "A1": ("s", "", True, True),
        "B1": ("s", "x\r\n", True, True),
        "C1": ("e", "#REF!", False, True),
        "D1": ("e", "#N/A", True, True),
        "E1": ("b", "TRUE", False, True),
    }


def test_escapes() -> None:
    """Escaped characters are decoded; controls and half characters stay visible."""
    assert unescape("a_x0041_b") == "aAb"
    assert unescape("_x001B_[31m _xD800_ _x202E_") == "_x001B_[31m _xD800_ _x202E_"
    assert unescape("_x005F_x0041_") == "_x0041_"


def test_addresses() -> None:
    """Letters and numbers of columns agree up to the last column."""
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16_384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(position(f"{column_letters(n)}7") == (7, n) for n in range(1, 16_385, 97))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", "umum"),
        ("0%", "persen"),
        ('0" %"', "umum"),
        ("0.0\\%", "umum"),
        ("dd/mm/yyyy", "tanggal"),
        ("[$-421]d mmmm yyyy;@", "tanggal"),
        ("[h]:mm", "tanggal"),
        ("[Red]#,##0", "umum"),
        ('#,##0 "hari dan m"', "umum"),
        ("_(* #,##0_);_(* (#,##0)", "umum"),
        ("0.00E+00", "umum"),
        ('"tak tertutup', "umum"),
    ],
)
def test_meaning_of_number_formats(code: str, expected: str) -> None:
    """Quoted, bracketed and escaped letters say nothing about the format."""
    assert meaning(code) == expected


@pytest.mark.parametrize(
    ("serial", "d1904", "expected"),
    [
        ("45789", False, "2025-05-12"),
        ("45789.75", False, "2025-05-12"),
        ("1", False, "1900-01-01"),
        ("59", False, "1900-02-28"),
        ("60", False, ""),
        ("61", False, "1900-03-01"),
        ("0.5", False, ""),
        ("-1", False, ""),
        ("0", True, "1904-01-01"),
        ("44327", True, "2025-05-12"),
        ("2958465", False, "9999-12-31"),
        ("2958466", False, ""),
        ("2958465", True, ""),
        ("abc", False, ""),
        ("NaN", False, ""),
    ],
)
def test_serials(serial: str, d1904: bool, expected: str) -> None:
    """Serials become days in both date systems, and nothing when they are no day."""
    assert iso_date(serial, d1904) == expected


# --- odd files that are read -------------------------------------------------------------------------------------

NO_STYLES = odd.relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("s", "sharedStrings", "sharedStrings.xml"))
NO_STRINGS = odd.relations(("rId1", "worksheet", "worksheets/sheet1.xml"))
USUAL = {"A1": "Kode", "B1": "87.5"}
INLINE = (
    '<row r="1"><c r="A1" t="inlineStr"><is><r><t>Ko</t></r><r><t>de</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
    '<c r="B1"><v>87.5</v></c></row>'
)
RICH = f'<sst xmlns="{odd.MAIN}"><si><r><t>Ko</t></r><r><t>de</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si></sst>'
BARE_CELLS = '<row><c t="s"><v>0</v></c><c><v>87.5</v></c></row>'
BROKEN_STYLES = odd.STYLES.replace('numFmtId="14"', 'numFmtId="merah"').replace("164", "#FF0000")
DROPPED = odd.sheet(after='<legacyDrawing r:id="rId9" xmlns:r="x"/><dataValidations><dataValidation type="aneh"/>'
                    "</dataValidations><pane state='?'/>")  # fmt: skip

ACCEPTED = {
    "plain": odd.xlsx(),
    "strict": None,
    "stored": odd.stored(),
    "prefixes": odd.prefixed(),
    "utf16": odd.utf16(),
    "inline strings": odd.xlsx(INLINE, strings=None, rels=NO_STRINGS),
    "rich text": odd.xlsx(strings=RICH),
    "no styles": odd.xlsx(styles=None, rels=NO_STYLES),
    "broken styles": odd.xlsx(styles=BROKEN_STYLES),
    "styles that are no XML": odd.xlsx(styles="<styleSheet><cellXfs"),
    "backslash names": odd.renamed("/", "\\"),
    "other case": odd.renamed("sharedStrings", "SHAREDSTRINGS"),
    "no top relations": odd.xlsx(top=None),
    "odd part name": odd.with_parts(
        {"xl/lembar/satu.bin": odd.sheet()},
        sheet=None,
        rels=odd.relations(
            ("rId1", "worksheet", "/xl/lembar/../lembar/satu.bin"), ("r", "sharedStrings", "sharedStrings.xml")
        ),
    ),
    "no r=": odd.xlsx(BARE_CELLS),
    "lower case refs": odd.xlsx(odd.CELLS.replace('"A1"', '"a1"').replace('"B1"', '"$B$1"')),
    "uniqueCount": odd.xlsx(strings=REPEATED_TEXT.format(odd.MAIN)),
    "dimension too large": odd.xlsx(sheet=odd.sheet(before='<dimension ref="A1:XFD1048576"/>')),
    "dimension too small": odd.xlsx(sheet=odd.sheet(before='<dimension ref="A1"/>')),
    "dimension garbage": odd.xlsx(sheet=odd.sheet(before='<dimension ref="?"/>')),
    "NUL tail": odd.xlsx() + b"\0" * 100_000,
    "short tail": odd.xlsx() + b"\r\n",
    "foreign prefix": b"Content-Type: application/octet-stream\r\n\r\n" + odd.xlsx(),
    "unneeded elements": odd.xlsx(sheet=DROPPED),
    "broken properties": odd.with_parts({"docProps/core.xml": "<a><b", "docProps/custom.xml": "kemarin"}),
    "broken drawing": odd.with_parts({"xl/drawings/drawing1.xml": "<<<<"}),
    "traversal names": odd.with_parts({"../../etc/passwd": "x", "C:\\x": "y"}),
    "whole-row merge": odd.merged("A1:XFD1"),
    "empty s attribute": odd.xlsx('<row r="1"><c r="A1" t="s" s=""><v>0</v></c><c r="B1" s="99"><v>87.5</v></c></row>'),
    "empty shared cell": odd.xlsx(odd.CELLS + '<row r="2"><c r="A2" t="s"><v></v></c><c r="B2" t="s"/></row>'),
    "row repeated": odd.xlsx(odd.CELLS + '<row r="1"><c r="C1"/></row>'),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_odd_but_read(name: str) -> None:
    """A file that is odd in what we do not need is read in full."""
    found = {ref: c.text for ref, c in cells(ACCEPTED[name] or odd.strict()).items()}
    found.pop("A2", None)
    assert found == USUAL


def test_strict_is_read_and_noted() -> None:
    """Strict Open XML is read with its ISO dates, and said to be strict."""
    book = read(odd.strict())
    assert (book.sheets[0].cells["A2"].kind, cell_date(book.sheets[0].cells["A2"])) == ("d", "2025-05-12")
    assert [n.kode for n in book.notes] == ["N09"]


def test_broken_styles_are_noted() -> None:
    """Number formats that could not be read are said so: a percentage may hide there."""
    assert [n.kode for n in read(odd.xlsx(styles="<styleSheet><cellXfs")).notes] == ["N08"]


def test_rows_out_of_order_are_not_lost() -> None:
    """Rows stored backwards come back in order."""
    rows = "".join(f'<row r="{r}"><c r="B{r}"><v>{r}</v></c><c r="A{r}"><v>0</v></c></row>' for r in range(57, 0, -1))
    found = cells(odd.xlsx(rows))
    assert list(found)[:3] == ["A1", "B1", "A2"]
    assert len(found) == 2 * 57


def test_formats_reach_the_cells() -> None:
    """Percent and date formats are known by the style of the cell."""
    rows = (
        '<row r="1"><c r="A1" s="1"><v>0.855</v></c><c r="B1" s="2"><v>45789</v></c><c r="C1" s="3"><v>4</v></c></row>'
    )
    assert [c.fmt for c in cells(odd.xlsx(rows)).values()] == ["persen", "tanggal", "umum"]


def test_cells_far_away_are_noted_and_not_taken() -> None:
    """A stray text in the last cell of the sheet is told, not carried along."""
    rows = (
        odd.CELLS + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
    )
    book = read(odd.xlsx(rows))
    assert set(book.sheets[0].cells) == set(USUAL)
    assert book.notes == (Cacat("N07", {"lembar": "Isian", "sel": "XFD1048576", "n": "1"}),)


def test_a_format_dragged_down_a_million_rows_is_honest() -> None:
    """H-71: 1,048,576 empty styled rows pass quickly and without memory."""
    data = odd.dragged_down()
    tracemalloc.start()
    try:
        book = read(odd.dragged_down(2_000))
        small = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    start = time.process_time()
    assert read(data) == book
    assert time.process_time() - start < 9
    assert small < 20_000_000


def test_macros_and_links_are_noted() -> None:
    """Macros, links to other workbooks and DDE are facts; nothing is followed."""
    link = f'<externalLink xmlns="{odd.MAIN}"><{{}}/></externalLink>'
    book = read(
        odd.with_parts(
            {
                "xl/vbaProject.bin": b"x",
                "xl/externalLinks/externalLink1.xml": link.format("externalBook"),
                "xl/externalLinks/externalLink2.xml": link.format("ddeLink"),
            }
        )
    )
    assert [(n.kode, n.rincian["jenis"]) for n in book.notes] == [
        ("N05", "makro"),
        ("N05", "tautan ke buku kerja lain"),
        ("N05", "tautan DDE"),
    ]


def test_local_names_are_not_global() -> None:
    """A name of one sheet is not a name of the workbook."""
    names = '<definedNames><definedName name="a">Isian!$A$1</definedName><definedName name="b" localSheetId="0">x'
    book = read(odd.xlsx(workbook=odd.workbook(after=f"{names}</definedName></definedNames>")))
    assert book.names == {"a": "Isian!$A$1"}


# --- files that are refused --------------------------------------------------------------------------------------

CUT = odd.xlsx()
NOISE = random.Random(1).randbytes(2_000_000).hex()
TWICE = odd.CELLS + '<row r="1"><c r="B1"><v>99</v></c></row>'


def cell(body: str, ref: str = "A1") -> bytes:
    """A workbook with one cell."""
    return odd.xlsx(f'<row><c r="{ref}" {body}</c></row>')


REFUSED = {
    "empty": (b"", "B01"),
    "one byte": (b"x", "B01"),
    "all NUL": (b"\0" * 5_000, "B01"),
    "half a copy": (CUT[: len(CUT) // 2], "B02"),
    "last 30 bytes missing": (CUT[:-30], "B02"),
    "cut before the end record": (CUT[: CUT.rindex(b"PK\x05\x06")], "B02"),
    "flipped digit": (odd.flipped(odd.stored(), b"87.5", b"37.5"), "B03"),
    "damaged directory": (odd.flipped(CUT, b"PK\x01\x02", b"PK\x01\x03"), "B03"),
    "lying size": (odd.lying_size(), "B03"),
    "no sheet part": (odd.xlsx(sheet=None), "B03"),
    "no workbook part": (odd.xlsx(workbook=None), "B03"),
    "no relations": (odd.xlsx(rels=None), "B03"),
    "no sheets": (odd.xlsx(workbook=odd.workbook(())), "B03"),
    "cut XML": (odd.xlsx(sheet=odd.sheet()[:-30]), "B03"),
    "empty part": (odd.xlsx(sheet=""), "B03"),
    "raw control byte": (odd.xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>\x1b</t></is></c></row>'), "B03"),
    "wrong encoding": (odd.xlsx(sheet=odd.sheet().encode().replace(b"87.5", b"\xff\xfe")), "B03"),
    "billion laughs": (odd.doctype("bomb"), "B03"),
    "xxe": (odd.doctype("xxe"), "B03"),
    "external DTD": (odd.doctype("external"), "B03"),
    "DTD in UTF-16": (odd.doctype("utf16"), "B03"),
    "DTD in a part we could do without": (odd.with_parts({"docProps/core.xml": "<!DOCTYPE a><a/>"}), "B03"),
    "string index too large": (cell('t="s"><v>1</v>'), "B03"),
    "string index -1": (cell('t="s"><v>-1</v>'), "B03"),
    "styles named but lost": (odd.xlsx(styles=None), "B03"),
    "a part renamed in the directory": (CUT.replace(b"xl/styles.xml", b"xl/stiles.xml").replace(
        b"xl/stiles.xml", b"xl/styles.xml", 1), "B03"),
    "unknown encoding": (odd.xlsx(sheet=odd.sheet().replace("UTF-8", "UTF-9")), "B03"),
    "no shared strings": (odd.xlsx(strings=None), "B03"),
    "unknown type": (cell('t="zz"><v>1</v>'), "B03"),
    "letters as number": (cell("><v>abc</v>"), "B03"),
    "nan": (cell("><v>nan</v>"), "B03"),
    "underscore number": (cell("><v>1_000</v>"), "B03"),
    "fullwidth digits": (cell("><v>８５</v>"), "B03"),
    "absurd exponent": (cell("><v>1e99999</v>"), "B03"),
    "logical 7": (cell('t="b"><v>7</v>'), "B03"),
    "no address": (cell("><v>1</v>", "?"), "B03"),
    "row zero": (odd.xlsx('<row r="0"/>'), "B03"),
    "row abc": (odd.xlsx('<row r="abc"/>'), "B03"),
    "cell outside a row": (odd.xlsx('<c r="A1"><v>1</v></c>'), "B03"),
    "row in row": (odd.xlsx('<row r="1"><row r="2"/></row>'), "B03"),
    "encrypted entry": (odd.encrypted_entry(), "B04"),
    "password": (odd.ole("EncryptionInfo", "EncryptedPackage"), "B04"),
    "ods with password": (odd.ods(encrypted=True), "B04"),
    "old Excel without a workbook": (odd.ole("Workbook"), "B03"),
    "old Excel, looping": (odd.looping_ole(), "B03"),
    "old Excel, cut": (odd.ole("Workbook")[:700], "B03"),
    "Outlook mail": (odd.ole("__properties_version1.0"), "B08"),
    "another OLE file": (odd.ole("VisioDocument"), "B07"),
    "ods without content": (odd.ods(), "B03"),
    "xlsb without content": (odd.office("vnd.ms-excel.sheet.binary.macroEnabled.main"), "B03"),
    "html as xls": (odd.HTML, "B06"),
    "html with BOM": (b"\xef\xbb\xbf  <!DOCTYPE html><p>masuk", "B06"),
    "csv": (b"kode;realisasi\nIK-1;85,5\n", "B06"),
    "csv in UTF-16": ("kode;realisasi\nIK-1;85,5\n".encode("utf-16"), "B06"),
    "sylk": (b"ID;PWXL;N;E\nP;PGeneral\nC;Y1;X1;K1\n", "B06"),
    "text": (b"Yth. Kasubag, terlampir.", "B06"),
    "XML 2003": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "B06"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "B07"),
    "png": (odd.PNG, "B07"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "B07"),
    "webp": (b"RIFF\x10\0\0\0WEBPVP8 ", "B07"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0", "B07"),
    "docx": (odd.office("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "B07"),
    "pptx": (odd.office("vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "B07"),
    "old Word": (odd.ole("WordDocument"), "B07"),
    "noise": (bytes(range(256)) * 20, "B07"),
    "zip in zip": (odd.pack([("dalam.zip", odd.pack([("form.xlsx", CUT)]))]), "B08"),
    "zip of forms": (odd.pack([("a.xlsx", CUT), ("b.xlsx", CUT)]), "B08"),
    "rar": (b"Rar!\x1a\x07\x01\0", "B08"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", "B08"),
    "gzip": (b"\x1f\x8b\x08\0", "B08"),
    "mail": (odd.MAIL, "B08"),
    "internet shortcut": (b"[InternetShortcut]\r\nURL=https://contoh.invalid/\r\n", "B09"),
    "gsheet": (b'{"url": "https://docs.google.com/open?id=x", "doc_id": "x"}', "B09"),
    "lnk": (b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60, "B09"),
    "bare address": (b"https://docs.google.com/spreadsheets/d/x\r\n", "B09"),
    "cell twice": (odd.xlsx(TWICE), "B12"),
    "part twice": (odd.pack([*odd.parts().items(), ("xl/worksheets/sheet1.xml", odd.sheet(""))]), "B12"),
    "part twice in other case": (odd.with_parts({"XL/Worksheets/Sheet1.xml": odd.sheet("")}), "B12"),
    "sheet twice": (odd.xlsx(workbook=odd.workbook(("Isian", "ISIAN"))), "B12"),
    "XFE7": (cell("><v>1</v>", "XFE7"), "B24"),
    "ZZZ99999999": (cell("><v>1</v>", "ZZZ99999999"), "B24"),
    "row 4294967295": (odd.xlsx('<row r="4294967295"><c><v>1</v></c></row>'), "B24"),
    "huge merge": (odd.merged("A1:XFD1048576"), "B24"),
    "5,001 merges": (odd.merged(*(f"A{n}:B{n}" for n in range(1, 5_002))), "B24"),
    "nested elements": (odd.nested(100_000), "B24"),
    "zip bomb": (odd.zip_bomb(64), "B24"),
    "overlapping entries": (odd.overlapping(), "B24"),
    "60,000 entries": (odd.many_parts(60_000), "B24"),
    "2,001 parts": (odd.many_parts(2_001), "B24"),
    "200,001 cells": (odd.many_cells(200_001), "B24"),
    "huge attribute": (odd.xlsx(sheet=odd.sheet(before=f'<x a="{NOISE}"/>')), "B24"),
    "1,001 sheets": (odd.xlsx(workbook=odd.workbook(f"L{n}" for n in range(1_001))), "B24"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_its_code(name: str) -> None:
    """Each odd file gets exactly the code that tells the sender what to do."""
    data, kode = REFUSED[name]
    assert refused(data).kode == kode


def test_limits_are_not_one_off() -> None:
    """What is just within the budgets is read."""
    assert len(cells(odd.many_cells(200_000))) == 200_000
    assert len(read(odd.merged(*(f"A{n}:B{n}" for n in range(1, 5_001)))).sheets[0].merges) == 5_000


def test_repeated_texts_count_as_often_as_they_are_used() -> None:
    """One long shared text in a thousand cells is as large as a thousand texts."""
    long = f'<sst xmlns="{odd.MAIN}"><si><t>{random.Random(2).randbytes(15_000).hex()}</t></si></sst>'
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 1_001))
    assert refused(odd.xlsx(rows, strings=long)).kode == "B24"


def test_sheets_that_share_a_part_share_the_budget() -> None:
    """One part named by hundreds of sheets is unpacked only as often as the budget allows."""
    rels = [(f"rId{n}", "worksheet", "worksheets/sheet1.xml") for n in range(1, 101)]
    pieces = "".join(f"<x>{NOISE[n : n + 40_000]}</x>" for n in range(0, len(NOISE), 40_000))
    data = odd.xlsx(
        sheet=odd.sheet("", after=pieces),
        workbook=odd.workbook(f"L{n}" for n in range(1, 101)),
        rels=odd.relations(*rels),
    )
    assert refused(data).rincian["n"] == "lebih dari 256 MB terurai"


def test_details_name_the_place() -> None:
    """The details are enough to write the message."""
    assert refused(odd.xlsx(TWICE)).rincian == {"jenis": "sel", "x": "B1", "bagian": "lembar «Isian»"}
    assert refused(REFUSED["zip of forms"][0]).rincian == {"jenis": "arsip ZIP", "n": "2"}
    assert refused(REFUSED["200,001 cells"][0]).rincian["n"] == "lebih dari 200.000 sel"
    assert refused(REFUSED["letters as number"][0]).rincian["bagian"] == "lembar «Isian», isi sel A1"
    assert refused(REFUSED["billion laughs"][0]).rincian["bagian"] == "lembar «Isian» memuat DOCTYPE"
    assert refused(REFUSED["png"][0]).rincian["jenis"] == "foto"


def test_one_changed_byte_never_changes_a_value_unseen() -> None:
    """Any one damaged byte is refused or leaves every cell as it was; nothing else is ever raised."""
    data = saved(office_workbook())
    good = read(data)
    dice = random.Random(7)
    for _ in range(400):
        damaged = bytearray(data)
        damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        try:
            found = read(bytes(damaged))
        except Unreadable:
            continue
        assert [s.cells for s in found.sheets] == [s.cells for s in good.sheets]


def test_every_cut_is_refused() -> None:
    """No beginning of a file is ever taken for the file."""
    data = odd.xlsx()
    for size in range(0, len(data) - 22, 7):
        assert refused(data[:size]).kode in ("B01", "B02")


def test_noise_never_raises_anything_else() -> None:
    """Random bytes behind every magic number give a kind and a code."""
    dice = random.Random(11)
    heads = [b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<", b"\xff\xfe", b"RIFF", b"BM"]
    for head in heads:
        for _ in range(50):
            data = head + dice.randbytes(dice.randrange(1, 3_000))
            assert sniff(data) in {*READ, *REFUSALS}
            assert refused(data).kode.startswith("B")


def test_broken_xml_never_raises_anything_else() -> None:
    """Changes inside the XML itself, with right checksums, are read or refused."""
    dice = random.Random(13)
    usual = odd.parts(odd.CELLS + '<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row>')
    for _ in range(400):
        name = dice.choice(list(usual))
        body = bytearray(usual[name].encode() if isinstance(usual[name], str) else usual[name])
        for _ in range(dice.randrange(1, 4)):
            body[dice.randrange(len(body))] = dice.choice(b"<>/\"'=0A1 &;x")
        try:
            read(odd.pack([(n, bytes(body) if n == name else c) for n, c in usual.items()]))
        except Unreadable as error:
            assert error.cacat.kode.startswith("B")


@pytest.mark.kantor
@pytest.mark.parametrize("route", [("xlsx",), ("ods", "xlsx"), ("xls", "xlsx")])
def test_files_saved_by_libreoffice(route: tuple[str, ...], tmp_path: Path) -> None:
    """A form that went through LibreOffice keeps its identity and its values."""
    soffice = shutil.which("soffice")
    if soffice is None and not os.environ.get("CI"):
        pytest.skip("no office suite")
    assert soffice is not None
    before = read(saved(office_workbook()))
    path = tmp_path / "asal.xlsx"
    path.write_bytes(saved(office_workbook()))
    for step, ending in enumerate(route):
        target = tmp_path / str(step)
        profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", ending, "--outdir", str(target), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        path = target / f"asal.{ending}"
    data = path.read_bytes()
    after = read(data)
    assert after.properties == before.properties
    assert after.names["kode_formulir"] == "Kunci!$A$1"
    assert set(after.sheets[0].cells) == set(before.sheets[0].cells)
    for ref, was in before.sheets[0].cells.items():
        now = after.sheets[0].cells[ref]
        if was.kind not in "be":  # LibreOffice writes logical values and errors as formulas
            assert now.formula == was.formula
        assert now.fmt == was.fmt
        if was.cached and was.kind == "n":
            assert Decimal(now.text) == pytest.approx(Decimal(was.text), abs=Decimal("1e-9"))
    assert after.sheets[0].cells["B4"].cached
