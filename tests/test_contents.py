"""Contents and lists right on opening, the mark of a draft, its number, and the PDF beside it."""

from __future__ import annotations

import re
import shutil
import threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from pypdf import PdfReader
from typer.testing import CliRunner

import word
from capaian.cli import app
from capaian.document import contents, office_suite
from capaian.ledger import Ledger
from capaian.model.register import LAPORAN_DISUSUN
from capaian.pipeline import forms, intake, report
from capaian.pipeline.office import Kantor, open_office
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, Send, at, needs_office
from test_report import NARASI, TEMPLAT, bahan, build_report

WAKTU = datetime(2026, 1, 13)
GAMBAR = Path(__file__).resolve().parent.parent / "docs" / "gambar" / "status.png"


@pytest.fixture(scope="module")
def naskah() -> bytes:
    return build_report(bahan(), TEMPLAT.read_bytes(), NARASI, WAKTU).data


def _listed(data: bytes, gaya: tuple[str, ...]) -> list[str]:
    """Text of the entries, without the page."""
    dokumen = Document(BytesIO(data))
    hasil = []
    for p in dokumen.paragraphs:
        if p.style.name in gaya and p._p.xpath(".//w:hyperlink"):
            hasil.append("".join(t.text or "" for t in p._p.xpath(".//w:hyperlink/w:r[1]/w:t")))
    return hasil


def test_entries_are_the_headings_and_captions(naskah: bytes) -> None:
    """In their order, every one, and nothing else; each points to a bookmark that is there."""
    semua = word.check(naskah)
    dokumen = Document(BytesIO(naskah))
    judul = [" ".join(p.text.split()) for p in dokumen.paragraphs if re.match(r"Heading [1-3]", p.style.name)]
    assert _listed(naskah, ("toc 1", "toc 2", "toc 3")) == judul
    keterangan = [p.text for p in dokumen.paragraphs if p.style.name == "Caption"]
    assert _listed(naskah, ("table of figures",)) == [
        *(k for k in keterangan if k.startswith("Tabel")),
        *(k for k in keterangan if k.startswith("Gambar")),
    ]
    assert len(set(keterangan)) == len(keterangan), "a number of a table stands twice"
    badan = word.tree(semua["word/document.xml"])
    ada = {b.get(f"{word.W}name") for b in badan.iter(f"{word.W}bookmarkStart")}
    tautan = {h.get(f"{word.W}anchor") for h in badan.iter(f"{word.W}hyperlink")}
    assert tautan and tautan <= ada


def test_fields_are_whole_and_ask_for_nothing(naskah: bytes) -> None:
    semua = word.parts(naskah)
    xml = semua["word/document.xml"].decode()
    assert [xml.count(f'fldCharType="{x}"') for x in ("begin", "separate", "end")].count(xml.count('"begin"')) == 3
    assert "w:dirty" not in xml and b"updateFields" not in semua["word/settings.xml"]
    for kode in ('TOC \\o "1-3"', 'TOC \\h \\z \\c "Tabel"'):
        assert kode in xml


def test_pages_are_written_into_the_entries(naskah: bytes) -> None:
    """Numbering twice gives the same document; the entries do not double."""
    entri = contents.write_contents(Document(BytesIO(naskah)))
    halaman = {e.markah: str(n) for n, e in enumerate(entri, 1)}
    sekali = contents.numbered(naskah, halaman, WAKTU)
    assert contents.numbered(sekali, halaman, WAKTU) == sekali
    word.check(sekali)
    assert _listed(sekali, ("toc 1", "toc 2", "toc 3")) == _listed(naskah, ("toc 1", "toc 2", "toc 3"))
    assert f"PAGEREF {entri[0].markah} " in word.parts(sekali)["word/document.xml"].decode()


@pytest.mark.kantor
@needs_office()
def test_pages_are_those_of_the_printed_document(naskah: bytes) -> None:
    """Each heading stands on the page that the contents name, in roman in front and from 1 in the body."""
    suite = office_suite.find()
    pdf = office_suite.to_pdf(naskah, suite)
    assert pdf is not None
    halaman = office_suite.pages(pdf, naskah)
    entri = contents.write_contents(Document(BytesIO(naskah)))
    assert set(halaman) == {e.markah for e in entri}
    jadi = office_suite.to_pdf(contents.numbered(naskah, halaman, WAKTU), suite)
    assert jadi is not None
    lembar = [" ".join(p.extract_text().split()) for p in PdfReader(BytesIO(jadi)).pages]
    depan = next(
        i for i, t in enumerate(lembar) if "BAB I PENDAHULUAN" in t and "DAFTAR ISI" not in t and "...." not in t
    )
    for e in entri:
        cetak = halaman[e.markah]
        n = int(cetak) + depan - 1 if cetak.isdecimal() else ("i", "ii", "iii", "iv", "v", "vi", "vii").index(cetak)
        assert e.teks.split(":")[0][:40] in lembar[n], (e.teks, cetak)


def test_a_draft_is_marked_on_every_page(naskah: bytes) -> None:
    """Every header carries the mark and the cover says which draft; an approved report has neither."""
    kepala = {n: x for n, x in word.parts(naskah).items() if re.match(r"word/header\d", n)}
    assert kepala and all(b"PowerPlusWaterMarkObject" in x and b'string="DRAF"' in x for x in kepala.values())
    assert "DRAF, " in "\n".join(p.text for p in Document(BytesIO(naskah)).paragraphs)
    sah = build_report(bahan(disahkan=True), TEMPLAT.read_bytes(), NARASI, WAKTU).data
    word.check(sah)
    for n, x in word.parts(sah).items():
        assert b"PowerPlus" not in x and (not n.endswith(".xml") or "DRAF" not in x.decode()), n


@pytest.fixture
def terisi(kantor: Kantor, send: Send) -> Kantor:
    send("BLK", {"IK-2.1": {"realisasi": 90, "status_data": "Ada"}})
    intake.collect(kantor, at(7), kantor.folder.inbox)
    return kantor


def _events(kantor: Kantor) -> list[int]:
    with Ledger(kantor.folder.basis_data) as ledger:
        return [int(str(p.isi["draf"])) for p in ledger.events(LAPORAN_DISUSUN)]


def test_drafts_are_counted_when_they_say_something_else(terisi: Kantor, send: Send) -> None:
    """The same draft keeps its number and its bytes; new data make the next one, and so does another day."""
    satu = report.build_report(terisi, at(8))
    sama = report.build_report(terisi, at(8, 15))
    assert (satu.nomor_draf, sama.nomor_draf) == (1, 1) and _events(terisi) == [1]
    send("SEK", {"IK-5.2": {"realisasi": 90, "status_data": "Ada"}})
    intake.collect(terisi, at(9), terisi.folder.inbox)
    dua = report.build_report(terisi, at(9))
    assert dua.nomor_draf == 2 and _events(terisi) == [1, 2]
    teks = "\n".join(p.text for p in Document(str(dua.berkas)).paragraphs)
    assert "DRAF ke-2, 9 Januari 2026" in teks and "Segel data: " in teks
    assert report.build_report(terisi, at(10)).nomor_draf == 3


@pytest.mark.kantor
@needs_office()
def test_pdf_beside_the_draft(tmp_path: Path) -> None:
    tujuan = tmp_path / "kantor"
    shutil.copytree(EXAMPLE, tujuan, ignore=shutil.ignore_patterns("inbox-susulan", "pengisian.toml"))
    kantor = open_office(Folder(tujuan))
    forms.issue_forms(kantor, at(5))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    jalan = CliRunner().invoke(app, ["build-report", "--folder", str(tujuan)])
    assert "Laporan-Kinerja-2025-TW4-DRAF.pdf" in jalan.stdout, jalan.output
    folder = kantor.folder.laporan(kantor.periode)
    docx, pdf = (folder / f"Laporan-Kinerja-2025-TW4-DRAF.{x}" for x in ("docx", "pdf"))
    assert "PAGEREF" in word.check(docx.read_bytes())["word/document.xml"].decode()
    assert len(PdfReader(str(pdf)).pages) > 20
    bita = docx.read_bytes()
    assert CliRunner().invoke(app, ["build-report", "--folder", str(tujuan)]).exit_code in (0, 1)
    assert docx.read_bytes() == bita, "the same draft, the same suite, the same bytes"


def test_without_a_suite_it_says_how(terisi: Kantor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_suite, "find", lambda: "")
    jalan = CliRunner().invoke(app, ["build-report", "--folder", str(terisi.folder.root)])
    kata = " ".join(jalan.stderr.split())
    assert "LibreOffice atau Word tidak ditemukan" in kata and "Simpan Sebagai" in jalan.stderr
    assert (terisi.folder.laporan(terisi.periode) / "Laporan-Kinerja-2025-TW4-DRAF.docx").is_file()
    diam = CliRunner().invoke(app, ["build-report", "--tanpa-pdf", "--folder", str(terisi.folder.root)])
    assert "LibreOffice" not in diam.stderr


def test_a_suite_that_fails_is_a_sentence(terisi: Kantor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rusak = tmp_path / "soffice"
    rusak.write_text("#!/bin/sh\nexit 3\n")
    rusak.chmod(0o755)
    monkeypatch.setattr(office_suite, "find", lambda: str(rusak))
    jalan = CliRunner().invoke(app, ["build-report", "--folder", str(terisi.folder.root)])
    assert "PDF belum dapat dibuat" in " ".join(jalan.stderr.split()) and "Traceback" not in jalan.output


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 rusak", b"bukan pdf"])
def test_a_pdf_that_cannot_be_read_gives_no_pages(data: bytes, naskah: bytes) -> None:
    assert office_suite.pages(data, naskah) == {}


@needs_office()
def test_the_office_suite_fetches_nothing_that_a_template_links_to() -> None:
    """A picture that stands on a server, linked from the document: the PDF is made without asking for it."""
    ditanya: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ditanya.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - names of the protocol

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        dokumen, keluar = Document(), BytesIO()
        tautan = dokumen.part.relate_to(f"http://127.0.0.1:{server.server_port}/gambar.png", RT.IMAGE, is_external=True)
        dokumen.add_paragraph("Sebelum gambar")
        dokumen.add_picture(str(GAMBAR))
        (blip,) = dokumen.element.body.iter(qn("a:blip"))
        del blip.attrib[qn("r:embed")]
        blip.set(qn("r:link"), tautan)
        dokumen.save(keluar)
        pdf = office_suite.to_pdf(keluar.getvalue(), office_suite.find())
        server.shutdown()
    assert pdf is not None and "Sebelum gambar" in PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert ditanya == []
