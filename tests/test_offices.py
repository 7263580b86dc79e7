"""Reports of offices of other sizes: one sasaran, sixty indikator, nothing to say."""

from __future__ import annotations

import dataclasses
import importlib
import itertools
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

import word
from capaian.report.bahan import Bahan
from test_report import NARASI, TEMPLAT, WAKTU, build_report

AKAR = Path(__file__).resolve().parent.parent


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes an office with n indikator, as the bench does."""
    monkeypatch.syspath_prepend(str(AKAR / "bench"))
    return importlib.import_module("report").office


def _dokumen(b: Bahan) -> tuple[Any, bytes]:
    data = build_report(b, TEMPLAT.read_bytes(), NARASI, WAKTU).data
    word.check(data)
    return Document(BytesIO(data)), data


@pytest.mark.parametrize(("n", "sasaran"), [(1, 1), (3, 1), (60, 6)])
def test_an_office_of_any_size_has_a_sound_report(office: Any, n: int, sasaran: int) -> None:
    """Captions and sections count without a gap; all is there; a lone sasaran has no chart of all."""
    b = office(n)
    dokumen, data = _dokumen(b)
    teks = [p.text for p in dokumen.paragraphs if not p.style.name.startswith(("toc", "table of"))]
    for bab in ("1", "2", "3", "L"):
        nomor = [int(m[1]) for t in teks if (m := re.match(rf"Tabel {bab}\.(\d+) ", t))]
        assert nomor and nomor == list(range(1, len(nomor) + 1))
    gambar = [int(m[1]) for t in teks if (m := re.match(r"Gambar 3\.(\d+) ", t))]
    assert gambar == list(range(1, len(gambar) + 1))
    assert len(gambar) == len(word.charts(word.parts(data)))
    assert any("per Sasaran" in t and t.startswith("Gambar") for t in teks) is (sasaran > 1)
    judul = [p.text for p in dokumen.paragraphs if p.style.name == "Heading 2"]
    for bab in "1234":
        urut = [int(j.split()[0].split(".")[1]) for j in judul if j.startswith(f"{bab}.")]
        assert urut == list(range(1, len(urut) + 1))
    assert sum(p.style.name == "Heading 3" and p.text.startswith("Sasaran ") for p in dokumen.paragraphs) == sasaran
    isi = "\n".join(teks)
    assert all(f"“{i.nama}”" in isi for i in b.siklus.indikator)
    for kode in {i.sasaran for i in b.siklus.indikator}:
        assert f"Target dan Realisasi Kinerja Sasaran {kode} " in isi
    analisis = [p.text for p in dokumen.paragraphs if p.style.name == "Heading 4"]
    assert len([a for a in analisis if a.startswith("1) ")]) == sasaran


def test_empty_parts_say_so_or_are_left_out(office: Any) -> None:
    """No heading without a text, no list without an entry, no table without a row."""
    b = office(3)
    kosong = dataclasses.replace(b, isian=(), perbandingan=())
    dokumen, _ = _dokumen(kosong)
    teks = [p.text for p in dokumen.paragraphs]
    assert "Dasar hukum belum dicantumkan dalam pengaturan." in teks
    assert "Isu strategis belum dicantumkan dalam pengaturan." in teks
    assert any(t.startswith("Tidak ada catatan: ") for t in teks)
    assert not any("Tahun Lalu dan Beberapa" in t or "Prestasi/Penghargaan" in t for t in teks)
    assert not any(len(t.rows) < 2 for t in dokumen.tables)
    paragraf = [p for p in dokumen.paragraphs if p.text.strip()]
    for p, berikut in itertools.pairwise(paragraf):
        if p.style.name in ("Heading 2", "Heading 4"):
            assert not re.match(r"Heading [124]", berikut.style.name), p.text
