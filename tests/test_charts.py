"""Native charts: sound packages, gaps that are no zeros, the same numbers in drawing, workbook and trace."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

import word
from capaian.document.engine import Rendered, Sisipan, TemplateError, render
from capaian.model.angka import Angka
from capaian.model.bagan import Bagan, Seri
from capaian.model.nilai import CellRef
from capaian.sheet.chart import build_chart
from conftest import needs_office
from test_report import NARASI, TEMPLAT, bahan, banding, build_report

WAKTU = datetime(2026, 1, 13)
SEL = (CellRef("IND.xlsx", "ISIAN", "P8", "ab" * 32),)


def _angka(*isi: str | None) -> tuple[Angka, ...]:
    return tuple(Angka(None if x is None else Decimal(x), "%", 2, SEL, nama=f"nilai {i}") for i, x in enumerate(isi))


def bagan(jenis: str = "batang", **ubah: object) -> Bagan:
    seri = (
        Seri("Realisasi & capaian", _angka("93.755", None, "0")),
        Seri("Target", _angka("100", "100", "100"), garis=True),
    )
    isi = {
        "judul": "Judul",
        "kategori": ("S-1", "=1+1", "{{ x }}"),
        "seri": seri,
        "satuan": "%",
        "uraian": "Uraian <&>",
    }
    return Bagan(jenis, **{**isi, **ubah})  # type: ignore[arg-type]


def fill(isi: object, *, n: int = 1) -> Rendered:
    """A document with nothing but charts."""
    dokumen = Document()
    for _ in range(n):
        dokumen.add_paragraph("{{r bagan(b) }}")
    keluar = BytesIO()
    dokumen.save(keluar)
    return render(keluar.getvalue(), {"b": isi}, {}, WAKTU, sisipan=Sisipan(lambda x: build_chart(x, WAKTU)))


@pytest.mark.parametrize("jenis", ["batang", "mendatar", "garis"])
def test_drawing_and_workbook_hold_the_same_numbers(jenis: str) -> None:
    """What is not known is a gap in the drawing and an empty cell in the workbook; text is no formula."""
    (uraian, buku, seri), *_ = word.charts(word.check(fill(bagan(jenis)).data))
    assert uraian == "Uraian <&>"
    assert buku == [
        [None, "Realisasi & capaian", "Target"],
        ["S-1", 93.76, 100],
        ["=1+1", None, 100],
        ["{{ x }}", 0, 100],
    ]
    assert seri == [[93.76, None, 0], [100, 100, 100]]


def test_numbers_of_a_chart_are_traced() -> None:
    jejak = fill(bagan()).jejak
    assert {j.nama for j in jejak} == {"nilai 0", "nilai 1", "nilai 2"}
    assert "93,76" in {j.tercetak for j in jejak} and all(j.asal for j in jejak)


def test_many_charts_and_equal_bytes() -> None:
    data = fill(bagan(), n=12).data
    assert data == fill(bagan(), n=12).data
    assert len(word.charts(word.check(data))) == 12
    Document(BytesIO(data))


def test_series_differ_without_colour() -> None:
    """A solid and a patterned bar; lines with their own dash and marker."""
    dua = (Seri("A", _angka("1", "2", "3")), Seri("B", _angka("3", "2", "1")))
    batang = build_chart(bagan(seri=dua), WAKTU).xml
    assert b"pattFill" in batang and b"solidFill" in batang
    garis = build_chart(bagan("garis", seri=dua), WAKTU).xml
    assert b'prstDash val="dash"' in garis and b'symbol val="square"' in garis and b'symbol val="circle"' in garis
    for xml in (batang, garis):
        assert b'dispBlanksAs val="gap"' in xml and b"Arial" in xml


@pytest.mark.parametrize("isi", ["bukan bagan", None, Angka(Decimal(1))])
def test_what_is_no_chart(isi: object) -> None:
    with pytest.raises(TemplateError, match="tidak menerima sebuah bagan"):
        fill(isi)


def test_the_report_has_its_charts() -> None:
    """One per sasaran, one of absorption, a trend for each IKU with three years; the caption stands below."""
    isi = bahan(perbandingan=(banding("IK-1", "membaik", (2024, "44", "98")),))
    data = build_report(isi, TEMPLAT.read_bytes(), NARASI, WAKTU).data
    semua = word.check(data)
    paragraf = Document(BytesIO(data)).paragraphs
    letak = [i for i, p in enumerate(paragraf) if p._p.xpath(".//w:drawing")]
    assert len(letak) == len(word.charts(semua)) >= 1
    for i in letak:
        assert paragraf[i + 1].text.startswith("Gambar 3.") and paragraf[i + 1].style.name == "Caption"
        assert paragraf[i + 2].text.startswith("Sumber: ")


@pytest.mark.kantor
@needs_office()
def test_labels_have_a_comma_on_every_computer(tmp_path: Path) -> None:
    """The format asks for the signs of Indonesian itself, so a computer set to English prints them too."""
    teks = word.printed(fill(bagan()).data, tmp_path)
    assert "93,76" in teks and "93.76" not in teks


@pytest.mark.kantor
@needs_office()
def test_libreoffice_keeps_tables_and_charts(tmp_path: Path) -> None:
    """docx → odt → docx: nothing is lost, so nothing was out of order."""
    data = build_report(bahan(), TEMPLAT.read_bytes(), NARASI, WAKTU).data
    lagi = word.through_libreoffice(data, tmp_path)
    # LibreOffice names the workbook of a chart and leaves it out, so its own file is counted, not opened.
    asli, ulang = (word.tree(word.parts(x)["word/document.xml"]) for x in (data, lagi))
    assert len(list(ulang.iter(f"{word.W}tbl"))) == len(list(asli.iter(f"{word.W}tbl"))) > 10
    banyak = len(word.charts(word.parts(data)))
    assert sum(n.startswith("word/charts/chart") for n in word.parts(lagi)) == banyak >= 1
