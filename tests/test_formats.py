"""Workbooks in `.ods`, `.xls` and `.xlsb` give the same facts as an `.xlsx`, or say what they cannot tell."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import odd_files as odd
import odd_ods as o
import odd_xls as x
import odd_xlsb as b
from capaian.intake.pool import ReaderPool
from capaian.model.kiriman import Cacat
from capaian.model.nilai import CellRef, Keadaan, Sebab
from capaian.sheet import ole_properties, values, xlsb
from capaian.sheet.facts import Cell, Merge, Unreadable, Workbook, cell_date, from_json, to_json
from capaian.sheet.ods import excel_address
from capaian.sheet.reader import read
from capaian.sheet.values import exact
from conftest import needs_office

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def cells(data: bytes) -> dict[str, Cell]:
    """The cells of the first sheet."""
    return dict(read(data).sheets[0].cells)


def brief(data: bytes) -> dict[str, tuple[str, str]]:
    """Kind and text of the cells of the first sheet."""
    return {ref: (c.kind, c.text) for ref, c in cells(data).items()}


def refused(data: bytes) -> Cacat:
    """Why a file is not read."""
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value.cacat


# --- OpenDocument ------------------------------------------------------------------------------------------------


def test_ods_types() -> None:
    """Each type of a cell keeps its exact text; a percentage is known by its type."""
    data = o.ods(
        o.row(
            o.text("Kode"),
            o.number("68.499999999999996"),
            o.number("0.855", kind="percentage", shown="85,50%"),
            o.number("1250000", ' office:currency="IDR"', kind="currency", shown="Rp1.250.000"),
            '<table:table-cell office:value-type="date" office:date-value="2025-05-12T13:30:00"/>',
            '<table:table-cell office:value-type="time" office:time-value="PT13H30M00S"/>',
            '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
        )
    )
    found = cells(data)
    assert {ref: (c.kind, c.text, c.fmt) for ref, c in found.items()} == {
        "A1": ("s", "Kode", "umum"),
        "B1": ("n", "68.499999999999996", "umum"),
        "C1": ("n", "0.855", "persen"),
        "D1": ("n", "1250000", "umum"),
        "E1": ("d", "2025-05-12T13:30:00", "tanggal"),
        "F1": ("d", "PT13H30M00S", "tanggal"),
        "G1": ("b", "TRUE", "umum"),
    }
    assert cell_date(found["E1"]) == "2025-05-12"
    assert cell_date(found["F1"]) == ""


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<table:table-cell table:formula="of:=[.B1]"/>', ("s", "", True, False)),
        ('<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>', ("s", "", True, True)),
        (o.number("8", ' table:formula="of:=4*2"'), ("n", "8", True, True)),
        (o.text("x", ' table:formula="of:=[.B1]"'), ("s", "x", True, True)),
        (o.text("Err:502", ' table:formula="of:=X()" calcext:value-type="error"'), ("e", "Err:502", True, True)),
        (o.text("#N/A", ' table:formula="of:=NA()"'), ("e", "#N/A", True, True)),
        (o.number("0", ' table:formula="of:=NA()"', shown="#N/A"), ("e", "#N/A", True, True)),
        (o.text("#N/A", ' calcext:value-type="string"'), ("s", "#N/A", False, True)),
        (o.number("1", ' table:formula="of:=TRUE()"', shown="TRUE"), ("b", "TRUE", True, True)),
        (o.number("1", shown="BENAR"), ("b", "TRUE", False, True)),
        (o.number("1", shown="satu"), ("n", "1", False, True)),
        ('<table:table-cell office:value-type="string" office:string-value="asli"><text:p>tampak</text:p>'
         "</table:table-cell>", ("s", "asli", False, True)),
        ("<table:table-cell><text:p>lama</text:p></table:table-cell>", ("s", "lama", False, True)),
    ],
)  # fmt: skip
def test_ods_formulas_and_errors(cell: str, expected: tuple[str, str, bool, bool]) -> None:
    """A formula with and without its result, errors in every way programs write them, logical values."""
    c = cells(o.ods(o.row(cell)))["A1"]
    assert (c.kind, c.text, c.formula, c.cached) == expected


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:p>satu</text:p><text:p>dua</text:p>", "satu\ndua"),
        ("<text:p> a \n\t b </text:p>", "a b"),
        ('<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>', "a   b\tc\nd"),
        ("<text:p>a <text:span> b</text:span> <text:a>c</text:a></text:p>", "a b c"),
        ("<text:p>a<text:s/></text:p>", "a "),
        ("<office:annotation><text:p>periksa</text:p></office:annotation><text:p>isi</text:p>", "isi"),
        ("<draw:frame><text:p>gambar</text:p></draw:frame><text:p>isi</text:p>", "isi"),
        ("<text:p><text:ruby><text:ruby-base>字</text:ruby-base><text:ruby-text>ji</text:ruby-text></text:ruby></text:p>",
         "字"),
    ],
)  # fmt: skip
def test_ods_text(body: str, text: str) -> None:
    """White space as the format defines it; comments, drawings and reading aids are no text of the cell."""
    cell = f'<table:table-cell office:value-type="string">{body}</table:table-cell>'
    assert brief(o.ods(o.row(cell)))["A1"] == ("s", text)


def test_ods_repetitions() -> None:
    """Repeated cells and rows stand in each of their places, what follows stands behind them."""
    two = ' table:number-columns-repeated="2"'
    data = o.ods(
        o.row(o.number("1", two), '<table:table-cell table:number-columns-repeated="3"/>', o.number("2"),
              more=' table:number-rows-repeated="2"')
        + o.row(more=' table:number-rows-repeated="10"')
        + o.row(o.number("3"))
    )  # fmt: skip
    texts = {ref: c.text for ref, c in cells(data).items()}
    assert texts == {"A1": "1", "B1": "1", "F1": "2", "A2": "1", "B2": "1", "F2": "2", "A13": "3"}


def test_ods_far_cells_are_noted() -> None:
    """Filled cells beyond 5,000 × 200 are counted with the first of them, not taken."""
    far = '<table:table-cell table:number-columns-repeated="198"/>'
    rows = o.USUAL + o.row(o.text("x"), far, o.number("7", ' table:number-columns-repeated="3"'))
    rows += o.row(more=' table:number-rows-repeated="6000"') + o.row(o.number("8"))
    book = read(o.ods(rows))
    assert list(book.sheets[0].cells) == ["A1", "B1", "A2", "GR2"]
    assert book.notes[0] == Cacat("N07", {"lembar": "Isian", "sel": "GS2", "n": "3"})
    block = o.row(o.number("1"), more=' table:number-rows-repeated="5010"')
    assert read(o.ods(block)).notes[0].rincian == {"lembar": "Isian", "sel": "A5001", "n": "10"}


def test_ods_merges_comments_and_what_is_hidden() -> None:
    """Merges, values beneath them, comments, hidden rows, columns, groups and sheets are facts."""
    span = ' table:number-columns-spanned="2" table:number-rows-spanned="2"'
    body = "<dc:creator>Kasubag</dc:creator><text:p>cek</text:p><text:p>lagi</text:p>"
    noted = o.number("1", span).replace("<text:p>", f"<office:annotation>{body}</office:annotation><text:p>")
    rows = (
        o.row(noted, o.number("2").replace(":table-c", ":covered-table-c"))
        + o.row(o.number("3"), more=' table:visibility="collapse"')
        + o.row(o.number("4"), more=' table:visibility="filter"')
        + f'<table:table-row-group table:display="false">{o.row(o.number("5"), o.number("6"))}</table:table-row-group>'
        + o.row(o.number("7"), o.text("x"), o.number("8"))
    )  # fmt: skip
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    style = (
        '<style:style style:name="t" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    tables = o.table(rows, before=columns) + o.table(name="Kunci", more=' table:style-name="t"')
    book = read(o.pack(o.content(tables, styles=style)))
    sheet = book.sheets[0]
    assert [s.state for s in book.sheets] == ["visible", "hidden"]
    assert sheet.merges == (Merge("A1", "B2"),)
    assert sheet.comments == {"A1": "cek\nlagi"}
    assert {ref: c.text for ref, c in sheet.cells.items()}["B1"] == "2"
    assert [ref for ref, c in sheet.cells.items() if c.hidden] == ["A2", "A3", "A4", "B4", "C5"]


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("$Isian.$A$1", "Isian!$A$1"),
        ("$_DAFTAR.$B$2:.$B$5", "_DAFTAR!$B$2:$B$5"),
        ("$Isian.$A$1:$Isian.$B$2", "Isian!$A$1:$B$2"),
        ("$'Lembar ''satu''.x'.$A$1", "'Lembar ''satu''.x'!$A$1"),
        ("$Isian.$7:.$7", "Isian!$7:$7"),
    ],
)
def test_ods_addresses(there: str, here: str) -> None:
    """Addresses of names are written as in a workbook."""
    assert excel_address(there) == here


def test_ods_identity() -> None:
    """Names, keywords, custom properties and the time of the change carry over; names of one sheet do not."""
    local = '<table:named-expressions><table:named-range table:name="a" table:cell-range-address="$Isian.$A$9"/>'
    names = (
        '<table:named-expressions><table:named-range table:name="a" table:cell-range-address="$Isian.$A$1"/>'
        '<table:named-expression table:name="kode" table:expression="&quot;X/2025&quot;"/>'
        '<table:named-expression table:name="r" table:expression="of:=[$Isian.$A$1]+1"/></table:named-expressions>'
    )
    properties = (
        "<dc:date>2026-01-07T09:00:00</dc:date><meta:keyword>X/2025</meta:keyword>"
        '<meta:user-defined meta:name="capaian_formulir">X/2025</meta:user-defined>'
    )
    table = o.table(o.USUAL + local + "</table:named-expressions>")
    book = read(o.pack(o.content(table, after=names), meta__xml=o.meta(properties)))
    assert book.names == {"a": "Isian!$A$1", "kode": '"X/2025"', "r": "Isian!$A$1+1"}
    assert (book.keywords, book.properties) == ("X/2025", {"capaian_formulir": "X/2025"})
    assert book.modified == "2026-01-07T09:00:00"


def test_ods_links_and_macros() -> None:
    """Macros, links and remembered cells of other files are noted, never followed, and no sheets of the form."""
    cache = o.table(name="'file:///C:/lain.ods'#Isian", before='<table:table-source xlink:href="file:///C:/lain.ods"/>')
    dde = (
        f"<table:dde-links><table:dde-link><office:dde-source/>{o.table(name='dde')}</table:dde-link></table:dde-links>"
    )
    main = o.content(o.table() + cache, after=dde)
    book = read(o.pack(main, **{"Basic/Standard/Modul__xml": "<x/>", "Basic/script-lc__xml": "<x/>"}))
    assert [s.name for s in book.sheets] == ["Isian"]
    kinds = [n.rincian["jenis"] for n in book.notes]
    assert kinds == ["makro", "tautan ke buku kerja lain", "tautan DDE", "OpenDocument (.ods)"]


def test_ods_drawings_on_a_sheet_are_no_cells() -> None:
    """A table inside a drawing is not the table of the sheet, and what follows the drawings is read."""
    drawing = f"<table:shapes><draw:frame>{o.table(name='gambar')}<text:p>x</text:p></draw:frame></table:shapes>"
    assert brief(o.pack(o.content(o.table(before=drawing)))) == brief(o.ods())


def test_ods_empty_repetitions_are_free() -> None:
    """Two thousand million empty rows and columns cost nothing and change nothing."""
    endless = '<table:table-cell table:number-columns-repeated="2000000000"/>'
    rows = o.USUAL + o.row(endless, more=' table:number-rows-repeated="2000000000"')
    assert brief(o.ods(rows)) == brief(o.ods())
    assert refused(o.ods(o.row(o.number("1", ' table:number-columns-repeated="2000000000"')))).kode == "B24"


# --- old Excel workbooks -----------------------------------------------------------------------------------------


def test_xls_facts() -> None:
    """Values, formats, error kinds, formulas, merges, what is hidden and the date system are read."""
    rows = x.USUAL + x.rk(1, 0, 7) + x.error(1, 1, 0x2A) + x.error(1, 2, 1, logical=True) + x.formula(1, 3, 12.5)
    rows += x.number(2, 0, 0.855, x.PERCENT) + x.number(2, 1, 45789, x.DATE) + x.number(2, 2, 68.499999999999996)
    rows += x.formula(2, 3, b"\2\0\x07\0\0\0\xff\xff") + x.merge((0, 1, 4, 5)) + x.hidden_row(2) + x.hidden_column(1, 1)
    book = read(x.xls(("Isian", 0, rows), ("Kunci", 2, b""), ("Bantu", 1, b""), date1904=True))
    found = book.sheets[0].cells
    assert {ref: (c.kind, c.text, c.fmt, c.formula) for ref, c in found.items()} == {
        "A1": ("s", "Kode", "umum", False),
        "B1": ("n", "87.5", "umum", False),
        "A2": ("n", "7", "umum", False),
        "B2": ("e", "#N/A", "umum", False),
        "C2": ("b", "TRUE", "umum", False),
        "D2": ("n", "12.5", "umum", True),
        "A3": ("n", "0.855", "persen", False),
        "B3": ("n", "45789", "tanggal", False),
        "C3": ("n", "68.5", "umum", False),
        "D3": ("e", "#DIV/0!", "umum", True),
    }
    assert [ref for ref, c in found.items() if c.hidden] == ["B1", "B2", "A3", "B3", "C3", "D3"]
    assert [s.state for s in book.sheets] == ["visible", "veryHidden", "hidden"]
    assert book.sheets[0].merges == (Merge("E1", "F2"),)
    assert book.date1904
    assert book.notes == (Cacat("N09", {"jenis": "Excel 97–2003 (.xls)"}),)


def test_xls_far_cells_and_macros_are_noted() -> None:
    """Cells beyond 200 columns are counted; macros of both kinds are named."""
    rows = x.USUAL + x.number(65_535, 255, 1) + x.number(7, 200, 1)
    book = read(x.compound(x.biff(("Isian", 0, rows), ("Makro", 1, b""), kinds=[0, 1]), others=("_VBA_PROJECT_CUR",)))
    assert book.notes[:3] == (
        Cacat("N05", {"jenis": "makro"}),
        Cacat("N05", {"jenis": "makro Excel 4"}),
        Cacat("N07", {"lembar": "Isian", "sel": "GS8", "n": "2"}),
    )
    assert len(book.sheets[0].cells) == 2


def test_xls_says_nothing_on_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    """What xlrd has to say about a damaged file never reaches the pipe to the parent."""
    refused(x.compound(x.biff()[:80]))
    assert capfd.readouterr().out == ""


def test_ole_properties_of_noise_are_none() -> None:
    """Properties are read as far as they can be and never raise."""
    assert ole_properties.read(b"").custom == {}
    assert ole_properties.read(x.compound(b"\xfe\xff" + b"\xff" * 5_000, "\x05SummaryInformation")).keywords == ""


# --- binary workbooks --------------------------------------------------------------------------------------------


def test_xlsb_facts() -> None:
    """Values come from calamine; formulas, error kinds and what is hidden from the records; formats are unknown."""
    rows = b.USUAL + b.cell(7, 2, b"\0\0\0\0") + b.row(1, hidden=True) + b.cell(3, 0, b"\x2a") + b.cell(11, 1, b"\x07")
    rows += (
        b.cell(4, 2, b"\1") + b.cell(2, 3, b"\x16\0\0\0") + b.cell(9, 4, b.double(0.855)) + b.cell(8, 5, b.text("x"))
    )
    data = b.xlsb(
        sheet=b.sheet(rows, before=b.hidden_column(1, 1), after=b.merge(7, 8, 0, 1)),
        workbook=b.workbook(("Isian",), (2,)),
    )
    book = read(data)
    sheet = book.sheets[0]
    assert {ref: (c.kind, c.text, c.formula) for ref, c in sheet.cells.items()} == {
        "A1": ("s", "Kode", False),
        "B1": ("n", "87.5", False),
        "C1": ("s", "bersama", False),
        "A2": ("e", "#N/A", False),
        "B2": ("e", "#DIV/0!", True),
        "C2": ("b", "TRUE", False),
        "D2": ("n", "5", False),
        "E2": ("n", "0.855", True),
        "F2": ("s", "x", True),
    }
    assert {c.fmt for c in sheet.cells.values()} == {"tak diketahui"}
    assert [ref for ref, c in sheet.cells.items() if c.hidden] == ["B1", "A2", "B2", "C2", "D2", "E2", "F2"]
    assert (sheet.state, sheet.merges, sheet.comments) == ("veryHidden", (Merge("A8", "B9"),), None)
    assert [n.kode for n in book.notes] == ["N08", "N09"]


def test_a_lost_number_is_no_empty_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where calamine gives nothing for a number that is stored, the file is refused, not read as empty."""
    import python_calamine

    class Forgetful:
        @staticmethod
        def from_filelike(_: object) -> Any:
            return Forgetful()

        def get_sheet_by_name(self, _: str) -> Any:
            return self

        def to_python(self, **_: object) -> list[list[str]]:
            return [["Kode", ""]]

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Forgetful)
    assert refused(b.xlsb()).kode == "B03"


def test_a_panic_of_calamine_is_a_verdict() -> None:
    """Panics derive from BaseException and would pass by `except Exception`."""

    class PanicException(BaseException):
        pass

    def panic() -> None:
        raise PanicException("index out of bounds")

    with pytest.raises(Unreadable) as caught:
        xlsb._guarded(panic)
    assert caught.value.cacat.kode == "B03"
    for through in (KeyboardInterrupt, SystemExit, MemoryError):
        with pytest.raises(through):
            xlsb._guarded(lambda e=through: (_ for _ in ()).throw(e()))


@pytest.mark.parametrize(
    "cell",
    [
        b.record(5, struct.pack("<LL", 0, 0) + b"ab"),
        b.record(2, struct.pack("<LL", 0, 0)),
        b.record(4, struct.pack("<LL", 0, 0)),
        b.record(9, struct.pack("<LL", 0, 0) + b"abcd"),
    ],
    ids=["number", "short number", "logical", "formula"],
)
def test_a_number_cut_short_is_not_invented(cell: bytes) -> None:
    """Of a record that is too short calamine reads what lies behind it in memory; that is refused."""
    assert refused(b.xlsb(b.row(0) + cell)).kode == "B03"


@pytest.mark.parametrize(
    ("packed", "value"),
    [(5 << 2 | 2, "5"), (-7 << 2 | 2, "-7"), (1234 << 2 | 3, "12.34"), (0x3FF00000, "1"), (0x40590000 | 1, "1")],
)
def test_short_numbers(packed: int, value: str) -> None:
    """Integers, hundredths and halves of a double agree with calamine, or the file would be refused."""
    assert brief(b.xlsb(b.row(0) + b.cell(2, 0, struct.pack("<l", packed))))["A1"] == ("n", value)


def test_a_crash_of_native_code_costs_only_the_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A library that ends its process gives B03 for its file; the next file is read by a new child."""
    # Before every folder of modules: where the program is installed, the library lies in the folder of the program.
    abort = "class Abort:\n    def find_spec(self, name, *_):\n        name == 'python_calamine' and os.abort()\n"
    (tmp_path / "sitecustomize.py").write_text(f"import os, sys\n{abort}sys.meta_path.insert(0, Abort())\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with ReaderPool(1, seconds=60) as readers:
        readers.read(odd.xlsx())
        first = readers._workers[0]._process
        with pytest.raises(Unreadable) as caught:
            readers.read(b.xlsb())
        assert caught.value.cacat == Cacat("B03", {"bagian": "pembaca berhenti mendadak"})
        assert readers.read(odd.xlsx()) == read(odd.xlsx())
        assert readers._workers[0]._process is not first


# --- number formats that nobody can tell -------------------------------------------------------------------------

ASAL = CellRef("a.xlsb", "Isian", "B1")


@pytest.mark.parametrize(
    ("text", "satuan", "keadaan", "pilihan"),
    [
        ("0.855", "%", Keadaan.TAK_TERBACA, (Decimal("0.855"), Decimal("85.5"))),
        ("1", "persen", Keadaan.TAK_TERBACA, (Decimal(1), Decimal(100))),
        ("-0.5", "%", Keadaan.TAK_TERBACA, (Decimal("-0.5"), Decimal(-50))),
        ("0", "%", Keadaan.TERISI, ()),
        ("85.5", "%", Keadaan.TERISI, ()),
        ("0.855", "orang", Keadaan.TERISI, ()),
    ],
)
def test_a_number_of_unknown_format_is_not_guessed(
    text: str, satuan: str, keadaan: Keadaan, pilihan: tuple[Decimal, ...]
) -> None:
    """Where a percentage is asked for, 0.855 may be 0.855% or 85.5%: both readings are shown."""
    cell = Cell("B1", 1, 2, "n", text, fmt="tak diketahui")
    nilai = values.read(cell, values.Harapan("angka", satuan), ASAL)
    assert (nilai.keadaan, nilai.pilihan) == (keadaan, pilihan)
    assert nilai.sebab is (Sebab.RAGU if pilihan else None)


def test_broken_styles_leave_the_format_unknown() -> None:
    """With styles that are no XML nobody can tell 0.855 from 85.5%; a cell without a style is General."""
    rows = '<row r="1"><c r="A1" s="1"><v>0.855</v></c><c r="B1"><v>0.855</v></c></row>'
    found = cells(odd.xlsx(rows, styles="<styleSheet><cellXfs"))
    assert [c.fmt for c in found.values()] == ["tak diketahui", "umum"]


# --- comments ----------------------------------------------------------------------------------------------------


def with_comments(notes: str, threads: str = "") -> bytes:
    """A workbook with parts of comments."""
    links = [("rId1", "comments", "../comments1.xml")]
    parts: dict[str, str | bytes] = {"xl/comments1.xml": f'<comments xmlns="{odd.MAIN}">{notes}</comments>'}
    if threads:
        links.append(("rId2", "threadedComment", "../threadedComments/threadedComment1.xml"))
        parts["xl/threadedComments/threadedComment1.xml"] = f"<ThreadedComments>{threads}</ThreadedComments>"
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = odd.relations(*links)
    return odd.with_parts(parts)


def test_comments_are_kept_as_text() -> None:
    """Runs are joined, authors are no text, and a thread replaces the note that stands in for it."""
    notes = (
        "<authors><author>Kasubag</author></authors><commentList>"
        '<comment ref="B1"><text><r><t>cek </t></r><r><t>lagi</t></r></text></comment>'
        '<comment ref="$C$2"><text><t>[Threaded comment] Your version of Excel …</t></text></comment></commentList>'
    )
    threads = (
        '<threadedComment ref="C2"><text>kenapa?</text></threadedComment><threadedComment ref="C2"><text>nanti</text>'
    )
    book = read(with_comments(notes, threads + "</threadedComment>"))
    assert book.sheets[0].comments == {"B1": "cek lagi", "C2": "kenapa?\nnanti"}
    assert from_json(to_json(book)) == book


def test_comments_that_cannot_be_read_are_not_none_at_all() -> None:
    """Unreadable comments are told apart from no comments, and their text counts like any other."""
    assert read(odd.xlsx()).sheets[0].comments == {}
    assert read(with_comments("<commentList><comm")).sheets[0].comments is None
    long = f'<comment ref="B1"><text><t>{"x" * 30_000}</t></text></comment>'
    assert refused(with_comments(f"<commentList>{long * 600}</commentList>")).kode == "B24"


# --- through LibreOffice -----------------------------------------------------------------------------------------


def convert(path: Path, ending: str, folder: Path) -> Path:
    """Save a file in another format."""
    soffice = shutil.which("soffice")
    assert soffice is not None
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    target = folder / ending
    command = [soffice, profile, "--headless", "--convert-to", ending, "--outdir", str(target), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return target / f"{path.stem}.{ending}"


def comparable(book: Workbook) -> dict[str, Any]:
    """The facts as far as the formats can hold the same: no very hidden sheets, days for dates, shortest numbers."""

    def cell(c: Cell) -> tuple[Any, ...]:
        day = cell_date(c, book.date1904)
        number = exact(c.text) if c.kind == "n" else None
        shown = day or (round(number, 10) if number is not None else " ".join(c.text.split()))
        return (day or c.kind, shown, c.formula, c.cached, c.hidden, c.fmt if c.kind == "n" and not day else "")

    return {
        "sheets": [
            (s.name, "visible" if s.state == "visible" else "hidden", s.merges, s.comments,
             {ref: cell(c) for ref, c in s.cells.items()})
            for s in book.sheets
        ],
        "names": dict(book.names),
        "properties": {k: v for k, v in book.properties.items() if k != "AppVersion"},
        "keywords": book.keywords,
        "modified": book.modified.rstrip("Z"),
    }  # fmt: skip


@pytest.mark.kantor
@needs_office()
@pytest.mark.parametrize("ending", ["ods", "xls"])
@pytest.mark.parametrize("form", ["2025-TW4-SEK.xlsx", "Formulir Bidang Perindustrian TW IV.xlsx"])
def test_a_form_saved_by_libreoffice_gives_the_same_facts(form: str, ending: str, tmp_path: Path) -> None:
    """The same filled form, saved by one program in two formats, says the same in both."""
    path = tmp_path / "asal.xlsx"
    shutil.copy(EXAMPLES / "disperinaker" / "inbox" / form, path)
    mine = read(convert(path, ending, tmp_path).read_bytes())
    other = read(convert(path, "xlsx", tmp_path).read_bytes())
    assert sum(len(s.cells) for s in mine.sheets) > 300
    here, there = comparable(mine), comparable(other)
    if ending == "xls":
        # LibreOffice 7.4 stores 0 for the text of a formula that it took over from Excel without computing it.
        for (_, _, _, _, a), (_, _, _, _, b_) in zip(here["sheets"], there["sheets"], strict=True):
            for ref in [r for r, c in b_.items() if c[0] == "s" and c[2] and a.get(r, c)[:2] == ("n", 0)]:
                del a[ref], b_[ref]
    assert here == there
    assert [n.kode for n in mine.notes] == ["N09"]
    with ReaderPool(1, seconds=60) as readers:
        assert readers.read((tmp_path / ending / f"asal.{ending}").read_bytes()) == mine


def test_the_office_suite_is_there_in_ci() -> None:
    """In CI the comparison with LibreOffice is never skipped unseen."""
    assert os.environ.get("CI") != "true" or shutil.which("soffice")
