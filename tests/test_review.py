"""The formal review: filled where data can answer, open where a person must, blank where it is not ours to speak."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from tools import build_review
from typer.testing import CliRunner

import word
from capaian.cli import app
from capaian.model.pengaturan import Pengaturan
from capaian.pipeline import report, review, summarize
from capaian.pipeline.office import Kantor
from capaian.report import reviu
from capaian.report.bahan import Bahan
from capaian.workspace.folder import Folder
from conftest import at, both_rounds
from test_report import bahan

WAKTU = datetime(2026, 1, 13)
TEMPLAT = Path(__file__).resolve().parent.parent / "templates"
MANUAL = {
    ("Mekanisme Penyusunan", n) for n in (1, 2, 5, 6)
} | {("Substansi", n) for n in (3, 6, 8, 9, 10)}  # fmt: skip


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Kantor:
    tujuan = tmp_path_factory.mktemp("reviu") / "kantor"
    return both_rounds(tujuan)


def _rows(data: bytes) -> list[list[str]]:
    return [
        [s.text for s in b.cells] for t in Document(BytesIO(data)).tables for b in t.rows if b.cells[0].text.isdigit()
    ]


def test_committed_templates_are_what_the_tool_builds() -> None:
    assert build_review.build_kertas() == (TEMPLAT / reviu.TEMPLAT_KERTAS).read_bytes()
    assert build_review.build_pernyataan() == (TEMPLAT / reviu.TEMPLAT_PERNYATAAN).read_bytes()


def test_what_a_person_must_judge_is_never_answered(quarter: Kantor) -> None:
    """23 statements; the manual ones stay open even when everything is fine, and each says why."""
    for b in (bahan(), bahan(findings=())):
        urut: dict[str, int] = {}
        for butir, (ya, bukti) in reviu.answers(b):
            urut[butir.bagian] = urut.get(butir.bagian, 0) + 1
            assert (ya is None) == ((butir.bagian, urut[butir.bagian]) in MANUAL), butir.pernyataan
            assert bukti
        assert list(urut.values()) == [6, 7, 10]


def _ya(b: Bahan, kata: str) -> tuple[bool | None, str]:
    return next(j for butir, j in reviu.answers(b) if kata in butir.pernyataan)


def _settings(p: Pengaturan, **instansi: object) -> Pengaturan:
    return dataclasses.replace(p, instansi=dataclasses.replace(p.instansi, **instansi))  # type: ignore[arg-type]


def test_the_paper_and_the_evaluation_count_formulas_alike(quarter: Kantor) -> None:
    """Both call the same indicators defined."""
    bukti = next(b for _, _, _, b in review.working_paper(quarter, at(13)).butir if "formulasi" in b)
    (lke,) = [k for k in summarize.evaluate(quarter, at(13)) if "formulasi" in k.uraian]
    assert 0 < lke.terpenuhi < lke.n == len(quarter.siklus.indikator)
    assert f"definisi operasional dan formulasi pada {lke.terpenuhi} dari {lke.n}" in bukti


def test_an_answer_follows_the_data() -> None:
    """Taking away what a statement asks for turns its answer, and the evidence names what is missing."""
    b = bahan()
    kosong = dataclasses.replace(b, pengaturan=_settings(b.pengaturan, gambaran="", isu_strategis=()))
    assert _ya(kosong, "data penting") == (False, "Bab I; belum diisi: gambaran kantor dan isu strategis")
    isi = dataclasses.replace(b, pengaturan=_settings(b.pengaturan, gambaran="x", isu_strategis=("y",)))
    assert _ya(isi, "data penting")[0] is True
    tanpa = dataclasses.replace(b, siklus=dataclasses.replace(b.siklus, target=()))
    ya, bukti = _ya(tanpa, "target kinerja")
    assert ya is False and bukti.startswith("0 dari ") and b.siklus.indikator[0].kode in bukti
    unit = b.siklus.bidang[:1]
    assert _ya(dataclasses.replace(b, unit_belum=unit), "partisipasi")[0] is False
    assert _ya(dataclasses.replace(b, unit_belum=()), "partisipasi")[0] is True
    assert _ya(dataclasses.replace(b, serapan=()), "akuntabilitas keuangan")[0] is False
    assert _ya(dataclasses.replace(b, perbandingan=()), "perbandingan data")[0] is False
    iku = tuple(dataclasses.replace(i, jenis="IKD") for i in b.siklus.indikator)
    lain = dataclasses.replace(b, siklus=dataclasses.replace(b.siklus, indikator=iku))
    assert _ya(lain, "Indikator Kinerja Utama")[0] is False
    assert "dinilai oleh pereviu" in _ya(lain, "Jika butir 4 dan 5")[1]


def test_the_working_paper_ticks_one_box_or_none(quarter: Kantor) -> None:
    hasil = review.working_paper(quarter, at(13))
    data = hasil.berkas[0].read_bytes()
    word.check(data)
    baris = _rows(data)
    assert len(baris) == 23
    for (_, pernyataan, ya, bukti), (_, teks, kotak_ya, kotak_tidak, catatan) in zip(hasil.butir, baris, strict=True):
        assert teks == pernyataan and catatan == bukti
        assert (kotak_ya, kotak_tidak) == {True: ("☑", "☐"), False: ("☐", "☑"), None: ("☐", "☐")}[ya]
    assert review.working_paper(quarter, at(13)).berkas[0].read_bytes() == data


def test_the_statement_of_the_inspektorat_is_blank(quarter: Kantor) -> None:
    """It names the office and the year; it affirms nothing, and nobody signs."""
    blangko = review.working_paper(quarter, at(13)).berkas[1]
    teks = "\n".join(p.text for p in Document(str(blangko)).paragraphs)
    assert "BLANGKO" in teks and "TAHUN ANGGARAN 2025" in teks
    assert "DINAS PERINDUSTRIAN DAN TENAGA KERJA KOTA PROBOLINGGO" in teks
    assert "tidak terdapat kondisi" not in teks
    assert not any(p.nama in teks for p in quarter.pengaturan.pejabat)
    assert date(2026, 1, 13).strftime("%Y") not in teks


def test_review_on_the_command_line(quarter: Kantor, tmp_path: Path) -> None:
    report.build_report(quarter, at(13))
    jawab = CliRunner().invoke(app, ["review", "--folder", str(quarter.folder.root)])
    assert jawab.exit_code == 1, "one indikator could not be computed"
    rapi = " ".join(jawab.stdout.split())
    assert "36 dari 37 indikator yang diukur memiliki capaian" in rapi and "Kertas-Kerja-Reviu-2025-TW4.docx" in rapi


def test_review_before_anything_was_collected(folder: Folder) -> None:
    jawab = CliRunner().invoke(app, ["review", "--folder", str(folder.root)])
    assert jawab.exit_code == 4 and "capaian build-report" in jawab.stderr
