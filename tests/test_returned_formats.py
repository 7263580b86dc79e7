"""Forms that come back in another format, with remarks, or with merged cells: from the file to the finding."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

import odd_files as odd
import odd_xlsb as b
from capaian.checks.run import explain
from capaian.intake import identify
from capaian.ledger import Ledger
from capaian.model.kiriman import Kiriman, Penerimaan, Putusan
from capaian.model.nilai import Keadaan, Sebab
from capaian.pipeline import intake, validation
from capaian.pipeline.office import Kantor
from capaian.sheet.facts import Workbook
from capaian.sheet.reader import read
from conftest import Send, at, needs_office
from test_formats import convert

ISI = {"IK-5.1": {"realisasi": "BB"}, "IK-5.2": {"realisasi": 92.86}, "IK-5.4": {"realisasi": 84.15}}
VALUES = {("IK-5.1", "realisasi"): "BB", ("IK-5.2", "realisasi"): "92.86", ("IK-5.4", "realisasi"): "84.15"}


def submission(kantor: Kantor) -> Kiriman:
    """The submission of the secretariat in force."""
    with Ledger(kantor.folder.basis_data) as ledger:
        aktif = ledger.active_submission("SEK", kantor.periode)
    assert aktif is not None
    return aktif.kiriman


def filled(kiriman: Kiriman) -> dict[tuple[str, str], str]:
    """What was filled in, by code and column."""
    return {(i.kode, k): str(v.isi) for i in kiriman.isian for k, v in i.nilai.items() if v.isi is not None}


def collect(kantor: Kantor) -> Penerimaan:
    """Take in the only file of the inbox."""
    (penerimaan,) = intake.collect(kantor, at(8), kantor.folder.inbox).penerimaan
    return penerimaan


def as_xlsb(data: bytes) -> bytes:
    """The same workbook in the binary format, as its facts and its document properties say."""
    book: Workbook = read(data)
    parts: dict[str, str | bytes] = dict(b.parts(workbook=b.workbook(tuple(s.name for s in book.sheets))))
    links = []
    for n, sheet in enumerate(book.sheets, 1):
        body, row = b"", 0
        for c in sheet.cells.values():
            if c.row != row:
                row = c.row
                body += b.row(row - 1)
            number = struct.pack("<d", float(c.text)) if c.kind == "n" and c.text else b""
            body += b.cell(5, c.col - 1, number) if number else b.cell(6, c.col - 1, b.text(c.text))
        parts[f"xl/worksheets/sheet{n}.bin"] = b.sheet(body)
        links.append((f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin"))
    parts["xl/_rels/workbook.bin.rels"] = odd.relations(*links)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts |= {i.filename: archive.read(i) for i in archive.infolist() if i.filename.startswith("docProps/")}
    return odd.pack(parts.items())


@needs_office()
@pytest.mark.kantor
@pytest.mark.parametrize(("ending", "jenis"), [("ods", "OpenDocument (.ods)"), ("xls", "Excel 97–2003 (.xls)")])
def test_a_form_in_another_format_is_taken(kantor: Kantor, send: Send, tmp_path: Path, ending: str, jenis: str) -> None:
    """A unit that saves in the format of its program is not asked to send again; the report can say how it came."""
    path = send("SEK", ISI)
    saved = convert(path, ending, tmp_path)
    path.unlink()
    (kantor.folder.inbox / "Isian kami").write_bytes(saved.read_bytes())
    penerimaan = collect(kantor)
    assert penerimaan.putusan is Putusan.DENGAN_CATATAN
    assert [(c.kode, c.rincian["jenis"]) for c in penerimaan.cacat] == [("N09", jenis)]
    assert "bukan Excel Workbook" in explain(penerimaan.cacat[0], penerimaan.nama)[0]
    kiriman = submission(kantor)
    assert filled(kiriman) == VALUES
    assert kiriman.terkunci == ()
    assert not [f for f in validation.validate(kantor, at(9)).temuan if f.kode.startswith(("FRM", "SEL"))]


def test_a_form_in_the_binary_format_is_taken_and_asks_about_small_percentages(kantor: Kantor, send: Send) -> None:
    """A binary workbook does not tell 0.9286 from 92.86%: that cell is asked about, the others are taken."""
    path = send("SEK", {**ISI, "IK-5.2": {"realisasi": 0.9286}})
    path.write_bytes(as_xlsb(path.read_bytes()))
    penerimaan = collect(kantor)
    assert penerimaan.putusan is Putusan.DENGAN_CATATAN
    assert [c.kode for c in penerimaan.cacat] == ["N08", "N09"]
    kiriman = submission(kantor)
    assert filled(kiriman) == {k: v for k, v in VALUES.items() if k[0] != "IK-5.2"}
    nilai = next(i for i in kiriman.isian if i.kode == "IK-5.2")["realisasi"]
    assert (nilai.keadaan, nilai.sebab) == (Keadaan.TAK_TERBACA, Sebab.RAGU)
    (f,) = [f for f in validation.validate(kantor, at(9)).temuan if f.kode == "SEL-02"]
    assert "0,9286 atau 92,86" in f.pesan
    assert kiriman.terkunci == ()


def test_remarks_and_comments_are_shown(kantor: Kantor, send: Send) -> None:
    """Text beside the table and comments on cells are one note with the first of them."""
    path = send("SEK", ISI)
    buku = openpyxl.load_workbook(path)
    lembar = buku["ISIAN"]
    lembar["Z9"] = "sementara, menunggu BPS"
    for ref in ("P8", "P9", "P10"):
        lembar[ref].comment = Comment(f"angka {ref} belum final " + "sekali " * 20, "Operator")
    buku.save(path)
    penerimaan = collect(kantor)
    (n06,) = [c for c in penerimaan.cacat if c.kode == "N06"]
    assert (n06.rincian["sel"], n06.rincian["jumlah"]) == ("ISIAN!Z9", "4")
    assert n06.rincian["isi"].startswith("Z9: «sementara, menunggu BPS»; P8: «angka P8 belum final sekali")
    assert n06.rincian["isi"].endswith("…")
    assert len(n06.rincian["isi"]) < 160
    pesan, _ = explain(n06, penerimaan.nama)
    assert "Ada 4 catatan" in pesan and "menunggu BPS" in pesan
    assert filled(submission(kantor)) == VALUES


def test_a_value_under_a_merge_is_named_and_not_counted(kantor: Kantor, send: Send) -> None:
    """What merged cells hide cannot have been meant: it is empty, and named with its value."""
    path = send("SEK", ISI)
    data = path.read_bytes()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {i.filename: archive.read(i) for i in archive.infolist()}
    book = read(data)
    nomor = next(n for n, s in enumerate(book.sheets, 1) if s.name == "ISIAN")
    name = f"xl/worksheets/sheet{nomor}.xml"
    # Changed in the part itself: openpyxl would delete the hidden value, other programs keep it.
    assert b"<mergeCells" in parts[name]
    parts[name] = parts[name].replace(b"</mergeCells>", b'<mergeCell ref="P8:P9"/></mergeCells>', 1)
    path.write_bytes(odd.pack(parts.items()))
    penerimaan = collect(kantor)
    (n03,) = [c for c in penerimaan.cacat if c.kode == "N03"]
    assert n03.rincian == {"sel": "ISIAN!P9", "nilai": "92.86"}
    assert "«92.86» tidak terlihat" in explain(n03, penerimaan.nama)[0]
    kiriman = submission(kantor)
    assert filled(kiriman) == {k: v for k, v in VALUES.items() if k[0] != "IK-5.2"}
    nilai = next(i for i in kiriman.isian if i.kode == "IK-5.2")["realisasi"]
    assert nilai.keadaan is Keadaan.KOSONG


def test_the_binary_form_keeps_enough_of_its_identity(issued: dict[str, bytes]) -> None:
    """Without defined names, properties, keywords and the sheets still agree on whose form it is."""
    kode, cacat = identify.identity(read(as_xlsb(issued["SEK"])))
    assert cacat is None
    assert kode is not None and kode.unit == "SEK"
