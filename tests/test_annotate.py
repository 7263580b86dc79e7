"""Copies with marks: only what has to change does, whatever program saved the file and whatever stands in it."""

from __future__ import annotations

import subprocess
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from tools.buat_contoh import fill, through_libreoffice

import packages
from capaian.model.koreksi import ButirKoreksi
from capaian.model.nilai import CellRef
from capaian.pipeline import forms
from capaian.pipeline.office import open_office
from capaian.sheet.annotate import CannotAnnotateError, FindingList, Mark, Value, annotate
from capaian.sheet.reader import read
from capaian.sheet.remarks import of_sender
from conftest import at, example_office, needs_office

JAHAT = (
    '=HYPERLINK("http://a.b";"x")',
    "[/] [red]x[/red]",
    "_x001B_ dan _x0041_",
    "\x1b[31mmerah\x07\x9b",
    "<t>&amp;</t> ]]> {{ 7*7 }}",
    "a\u202eb\ud800c",
    "+1 -2 @SUM(A1) 'x",
)
TANDA = {"P8", "T9", "P10"}


def butir(sel: str = "", pesan: str = "Realisasi 120% melebihi 100%.", *, berat: bool = True) -> ButirKoreksi:
    """One finding."""
    asal = CellRef("", "ISIAN", sel) if sel else None
    letak = f"ISIAN!{sel}" if sel else "seluruh berkas"
    return ButirKoreksi(berat, "ISI-03", "IK-2.1 Nama", "Realisasi", letak, asal, pesan, "0 sampai 100", "Perbaiki.")


def daftar(*isi: ButirKoreksi) -> FindingList:
    """A list of findings."""
    return FindingList("UPT – Triwulan IV", ("Pengantar.", "Kirim kembali."), isi, "A/2025-TW4/X/1/ABCD")


MARKS = (
    Mark("ISIAN", "P8", True, ("KESALAHAN ISI-03: a", "PERINGATAN ISI-04: b")),
    Mark("ISIAN", "T9", False, ("PERINGATAN ISI-08: c",)),
    Mark("ISIAN", "P10", True, ("KESALAHAN ISI-01: kosong",)),
)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The form of one unit as it was issued, made once."""
    folder = example_office(tmp_path_factory.mktemp("kantor") / "a")
    return {t.unit.kode: t.berkas.read_bytes() for t in forms.issue_forms(open_office(folder), at(5), "BLK")}


@pytest.fixture(scope="module")
def ours(issued: dict[str, bytes]) -> bytes:
    """A form filled in with openpyxl."""
    return fill(issued["BLK"], {"isian": {"IK-2.1": {"status_data": "Ada", "realisasi": 120}}})


@pytest.fixture(scope="module")
def excel_like(ours: bytes) -> bytes:
    """A form with a sender's comments, conditional format, merge, hidden column, chart, picture-like parts."""
    buku = packages.load(ours)
    lembar = buku["ISIAN"]
    lembar["P8"].comment = Comment("Angka dari laporan BLK.\nMohon dicek.", "Rina")
    lembar["D8"].comment = Comment("Catatan lain", "Rina")
    lembar.conditional_formatting.add("P8:P14", CellIsRule("greaterThan", ["100"], fill=PatternFill("solid", "FF0000")))
    lembar.merge_cells("C20:E20")
    lembar.column_dimensions["W"].hidden = True
    bagan = BarChart()
    bagan.add_data(Reference(lembar, min_col=16, min_row=8, max_row=10))
    lembar.add_chart(bagan, "B30")
    keluar = BytesIO()
    buku.save(keluar)
    return _with_extensions(keluar.getvalue())


def _with_extensions(data: bytes) -> bytes:
    """Put in what Excel writes and openpyxl does not know: ignorable prefixes, extension lists, unknown parts."""
    keluar = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as asal, zipfile.ZipFile(keluar, "w") as tujuan:
        for n in asal.namelist():
            isi = asal.read(n)
            if n == "xl/worksheets/sheet2.xml":
                kepala = (
                    b' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr"'
                    b' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
                    b' xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{0}"'
                )
                isi = isi.replace(b"<worksheet", b"<worksheet" + kepala, 1)
                isi = isi.replace(
                    b"</worksheet>",
                    b'<extLst><ext uri="{78C0D931}"><x14:a xmlns:x14="urn:a"/></ext></extLst></worksheet>',
                )
                isi = isi.replace(b'<row r="8"', b'<row x14ac:dyDescent="0.25" r="8"')
            tujuan.writestr(n, isi)
        tujuan.writestr("xl/persons/person.xml", b"<personList xmlns='urn:p'/>")
        tujuan.writestr("docProps/thumbnail.wmf", bytes(range(256)))
    return keluar.getvalue()


def check(before: bytes, after: bytes, cells: set[str], temuan: str = "Temuan") -> None:
    """A copy differs from its original by the marks, and by nothing else."""
    beda, baru = packages.changed(before, after)
    a, b = packages.parts(before), packages.parts(after)
    assert "xl/worksheets/temuan.xml" in baru
    for nama in beda:
        if nama == "xl/styles.xml":
            assert packages.styles_kept(a[nama], b[nama])
        elif nama == "xl/workbook.xml":
            assert packages.same(packages.book_without(a[nama], temuan), packages.book_without(b[nama], temuan))
        elif nama.startswith("xl/worksheets/sheet"):
            assert packages.same(packages.sheet_without(a[nama], cells), packages.sheet_without(b[nama], cells)), nama
        elif nama.endswith(".rels") or nama == "[Content_Types].xml":
            lama = [packages.ET.tostring(e) for e in packages.tree(a[nama])]
            assert [e for e in map(packages.ET.tostring, packages.tree(b[nama])) if e in lama] == lama
        else:
            assert "omment" in nama or nama.endswith(".vml"), nama
    mata, lihat = packages.looks(before), packages.looks(after, temuan)
    assert mata == lihat


def test_only_the_marks_differ(issued: dict[str, bytes], ours: bytes, excel_like: bytes) -> None:
    """Forms as issued, filled in with openpyxl, and with what Excel adds: all other bytes and meanings stay."""
    for data in (issued["BLK"], ours, excel_like):
        check(data, annotate(data, MARKS, daftar(butir("P8"), butir("T9", berat=False))), TANDA)


@needs_office()
@pytest.mark.kantor
def test_only_the_marks_differ_after_libreoffice(ours: bytes, excel_like: bytes) -> None:
    """The same for forms that LibreOffice saved, with and without comments of the sender."""
    for data in (ours, excel_like):
        lewat = through_libreoffice(data, "xlsx")
        hasil = annotate(lewat, MARKS, daftar(butir("P8")))
        check(lewat, hasil, TANDA)
        assert packages.comments(hasil, "ISIAN")["T9"].startswith("Temuan pemeriksaan:")


def test_marks_can_be_told_apart_without_colour(ours: bytes) -> None:
    """An error has a solid bold frame, a warning a dashed one; format, font and lock of the cell stay."""
    buku = packages.load(annotate(ours, MARKS, daftar(butir("P8"))))
    asal, lembar = packages.load(ours)["ISIAN"], buku["ISIAN"]
    for sel, garis, warna in (("P8", "medium", "FFFFC2B8"), ("T9", "mediumDashed", "FFFFD58A")):
        assert {getattr(lembar[sel].border, s).style for s in ("left", "right", "top", "bottom")} == {garis}
        assert lembar[sel].fill.fgColor.rgb == warna
        assert lembar[sel].number_format == asal[sel].number_format
        assert lembar[sel].protection.locked is False
        assert (lembar[sel].font.name, lembar[sel].font.sz) == (asal[sel].font.name, asal[sel].font.sz)


def test_the_list_leads_to_the_cells(ours: bytes) -> None:
    """The list is shown first, alone; each line with a cell links to it; heads repeat in print on F4 landscape."""
    hasil = annotate(ours, MARKS, daftar(butir("P8"), butir()))
    buku = packages.load(hasil)
    lembar = buku["Temuan"]
    assert buku.active is lembar
    assert [s.title for s in buku.worksheets if s.sheet_view.tabSelected] == ["Temuan"]
    assert lembar["A1"].value == "DAFTAR TEMUAN PEMERIKSAAN – UPT – Triwulan IV"
    assert [c.value for c in lembar[5]][:3] == ["No", "Tingkat", "Kode"]
    assert lembar["F6"].hyperlink.location == "'ISIAN'!P8" and lembar["F6"].value == "ISIAN!P8"
    assert lembar["F7"].hyperlink is None
    assert lembar.print_title_rows == "$5:$5" and lembar.page_setup.orientation == "landscape"
    assert (lembar.page_setup.paperSize, lembar.page_setup.fitToHeight) == (14, 0)
    assert lembar.sheet_properties.pageSetUpPr.fitToPage


def test_comments_of_the_sender_stay(excel_like: bytes) -> None:
    """Our words go below the sender's, parted by a line; other comments stay; only the sender's are counted."""
    hasil = annotate(excel_like, MARKS, daftar(butir("P8")))
    ada = packages.comments(hasil, "ISIAN")
    assert ada["D8"] == "Catatan lain"
    pengirim, _, kami = ada["P8"].partition("\n――――――――――\nTemuan pemeriksaan:\n")
    assert pengirim.startswith("Angka dari laporan BLK.\nMohon dicek.")
    assert kami == "KESALAHAN ISI-03: a\n\nPERINGATAN ISI-04: b"
    isian = next(s for s in read(hasil).sheets if s.name == "ISIAN")
    assert isian.comments is not None
    milik = {ref: sendiri for ref, teks in isian.comments.items() if (sendiri := of_sender(teks).strip())}
    assert milik == {"D8": "Catatan lain", "P8": "Angka dari laporan BLK.\nMohon dicek."}


def test_a_second_round_replaces_the_first(excel_like: bytes) -> None:
    """Marks and comments of cells that are good now go, new ones come, the list is written anew, once."""
    satu = annotate(excel_like, MARKS, daftar(butir("P8"), butir("T9")))
    dua = annotate(satu, MARKS[1:2], daftar(butir("T9")))
    ada = packages.comments(dua, "ISIAN")
    assert set(ada) == {"P8", "D8", "T9"} and "Temuan" not in ada["P8"]
    buku = packages.load(dua)
    assert [s.title for s in buku.worksheets].count("Temuan") == 1
    assert [r[0].value for r in buku["Temuan"].iter_rows(min_row=6)] == ["1"]
    lembar = buku["ISIAN"]
    assert lembar["P8"].fill.fgColor.rgb == lembar["P10"].fill.fgColor.rgb == "FFFFF9DB"
    assert lembar["P10"].border.left.style == "thin" and lembar["T9"].border.left.style == "mediumDashed"
    vml = [d for n, d in packages.parts(dua).items() if n.endswith(".vml")]
    assert sum(d.count(b"Row>") // 2 for d in vml) == len(ada)
    assert annotate(dua, MARKS[1:2], daftar(butir("T9"))) == dua


def test_foreign_text_is_inert(ours: bytes, tmp_path: Path) -> None:
    """Whatever a finding quotes is a text in the list and in a comment, never a formula, markup or a control."""
    semua = tuple(butir("P8", j) for j in JAHAT)
    marks = [Mark("ISIAN", "P8", True, JAHAT)]
    isi = [Value("ISIAN", f"T{8 + n}", j) for n, j in enumerate(JAHAT)]
    hasil = annotate(ours, marks, daftar(*semua), isi)
    buku = packages.load(hasil)
    for r, _ in enumerate(JAHAT, 6):
        assert buku["Temuan"].cell(r, 7).data_type == "s" and buku["Temuan"].cell(r, 7).quotePrefix
    assert buku["ISIAN"]["T8"].data_type == "s" and buku["ISIAN"]["T8"].quotePrefix
    asal = packages.load(ours)
    rumus = {(s.title, c.coordinate) for s in buku for row in s.iter_rows() for c in row if c.data_type == "f"}
    assert rumus == {(s.title, c.coordinate) for s in asal for row in s.iter_rows() for c in row if c.data_type == "f"}
    for nama, data in packages.parts(hasil).items():
        assert not set(data) & (set(range(0x20)) - {9, 10, 13}), nama
    facts = next(s for s in read(hasil).sheets if s.name == "Temuan")
    assert facts.cells["G8"].text == JAHAT[2]


def test_values_are_written_as_they_are(issued: dict[str, bytes]) -> None:
    """Into a fresh form: numbers as numbers, texts as they were typed; what is locked stays."""
    isi = [Value("ISIAN", "P8", Decimal("85.5")), Value("ISIAN", "P9", "1,118"), Value("ISIAN", "T9", "nihil")]
    hasil = annotate(issued["BLK"], MARKS, daftar(butir("P8")), isi)
    sel = next(s for s in read(hasil).sheets if s.name == "ISIAN").cells
    assert [(sel[k].kind, sel[k].text) for k in ("P8", "P9", "T9")] == [("n", "85.5"), ("s", "1,118"), ("s", "nihil")]
    check(issued["BLK"], annotate(issued["BLK"], MARKS, daftar()), TANDA)


def test_same_input_same_bytes(excel_like: bytes) -> None:
    """Two copies of one file with the same marks are equal."""
    assert annotate(excel_like, MARKS, daftar(butir("P8"))) == annotate(excel_like, MARKS, daftar(butir("P8")))


def test_three_hundred_findings(ours: bytes) -> None:
    """A form with errors everywhere: every cell is marked, the list has every line."""
    sel = [f"{k}{r}" for k in ("M", "P", "S", "T", "U", "V", "W", "X") for r in range(8, 15)]
    marks = [Mark("ISIAN", s, n % 2 == 0, (f"temuan {n} " * 20,)) for n, s in enumerate(sel)]
    hasil = annotate(ours, marks, daftar(*(butir(sel[n % len(sel)], f"Temuan {n}.") for n in range(300))))
    buku = packages.load(hasil)
    assert buku["Temuan"].max_row == 305
    assert len(packages.comments(hasil, "ISIAN")) == len(sel)


def _altered(data: bytes, ubah: dict[str, bytes], hapus: str = "") -> bytes:
    keluar = BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as tujuan:
        for n, isi in (packages.parts(data) | ubah).items():
            if n != hapus:
                tujuan.writestr(n, isi)
    return keluar.getvalue()


def test_active_content_never_goes_back(ours: bytes) -> None:
    """Macros, links to other books, embedded objects and pictures fetched from outside stop the copy."""
    luar = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="http://a.b/x.png" TargetMode="External"/></Relationships>'
    )
    for ubah in (
        {"xl/vbaProject.bin": b"x"},
        {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"},
        {"xl/embeddings/oleObject1.bin": b"x"},
        {"xl/connections.xml": b"<connections/>"},
        {"xl/drawings/_rels/drawing9.xml.rels": luar},
    ):
        with pytest.raises(CannotAnnotateError):
            annotate(_altered(ours, ubah), MARKS, daftar())
    aktif = packages.parts(ours)["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    with pytest.raises(CannotAnnotateError):
        annotate(_altered(ours, {"[Content_Types].xml": aktif}), MARKS, daftar())


def test_what_cannot_be_changed_safely_is_refused(ours: bytes) -> None:
    """Damage, other encodings, missing styles, rows without numbers and unknown sheets are refused, never guessed."""
    p = packages.parts(ours)
    isian = p["xl/worksheets/sheet2.xml"]
    for buruk in (
        b"",
        b"bukan zip",
        ours[:2000],
        _altered(ours, {}, "xl/styles.xml"),
        _altered(ours, {"xl/styles.xml": b"<styleSheet/>"}),
        _altered(ours, {"xl/worksheets/sheet2.xml": isian.decode().encode("utf-16")}),
        _altered(ours, {"xl/worksheets/sheet2.xml": isian.replace(b'<row r="8"', b"<row")}),
        _altered(ours, {"xl/worksheets/sheet2.xml": isian.replace(b'r="P8" s="', b'r="P8" s="999')}),
    ):
        with pytest.raises(CannotAnnotateError):
            annotate(buruk, MARKS, daftar())
    with pytest.raises(CannotAnnotateError):
        annotate(ours, [Mark("Lain", "A1", True, ())], daftar())


def test_formats_dragged_down_a_million_rows(ours: bytes) -> None:
    """A sheet that is too large to be handled in a moment is refused at once."""
    nama = "xl/worksheets/sheet2.xml"
    baris = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % n for n in range(100, 1_000_000))
    isi = packages.parts(ours)[nama].replace(b"</sheetData>", baris + b"</sheetData>")
    with pytest.raises(CannotAnnotateError, match="too large"):
        annotate(_altered(ours, {nama: isi}), MARKS, daftar())


def test_prefixes_and_missing_cells(ours: bytes) -> None:
    """A file whose elements carry a prefix and whose empty cells are not written is marked all the same."""
    import re

    p = packages.parts(ours)
    nama = "xl/worksheets/sheet2.xml"
    isi = p[nama].decode()
    isi = re.sub(r'<c r="(P10|T9)"[^>]*/>', "", isi)
    awal = re.sub(r"<(/?)([a-zA-Z])", r"<\1x:\2", isi.removeprefix('<?xml version="1.0"?>'))
    awal = awal.replace('xmlns="', 'xmlns:x="', 1)
    data = _altered(ours, {nama: awal.encode()})
    hasil = annotate(data, MARKS, daftar(butir("P8")))
    lembar = packages.load(hasil)["ISIAN"]
    assert lembar["P10"].border.left.style == "medium" and lembar["T9"].border.left.style == "mediumDashed"


def test_threads_are_left_alone(excel_like: bytes) -> None:
    """A cell with a conversation of Excel 365 is marked, but its comment, which mirrors the thread, is not touched."""
    p = packages.parts(excel_like)
    nama = next(n for n in p if "comment" in n.lower() and n.endswith(".xml"))
    data = _altered(excel_like, {nama: p[nama].replace(b"<author>Rina</author>", b"<author>tc={1-2}</author>")})
    hasil = annotate(data, MARKS, daftar(butir("P8")))
    assert "Temuan" not in packages.comments(hasil, "ISIAN")["P8"]
    assert "Temuan" in packages.comments(hasil, "ISIAN")["T9"]


@needs_office()
@pytest.mark.kantor
def test_libreoffice_opens_it(excel_like: bytes, tmp_path: Path) -> None:
    """LibreOffice shows form and list of a copy and keeps marks and comments when it saves it."""
    hasil = annotate(excel_like, MARKS, daftar(butir("P8"), butir(pesan=JAHAT[0])))
    (tmp_path / "f.pdf").write_bytes(through_libreoffice(hasil, "pdf"))
    teks = subprocess.run(["pdftotext", str(tmp_path / "f.pdf"), "-"], check=True, capture_output=True, text=True)
    assert "DAFTAR TEMUAN PEMERIKSAAN" in teks.stdout and "=HYPERLINK" in teks.stdout
    lewat = through_libreoffice(hasil, "xlsx")
    assert "KESALAHAN ISI-03: a" in packages.comments(lewat, "ISIAN")["P8"]
    lagi = annotate(lewat, MARKS[:1], daftar(butir("P8")))
    assert set(packages.comments(lagi, "ISIAN")) == {"P8", "D8"}
    buku = packages.load(lagi)
    assert [s.title for s in buku.worksheets].count("Temuan") == 1
    assert buku["ISIAN"]["T9"].border.left.style == "thin"
