"""The example office: the quarter as it arrives, and what the tool makes of it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from capaian.ledger import Archive, Ledger
from capaian.model.finding import Severity
from capaian.model.kiriman import Putusan
from capaian.pipeline import forms, intake, progress, report, validation
from capaian.pipeline.office import Kantor, open_office
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, at

PUTUSAN = {
    "2025-TW4-BLK (1).xlsx": ("diterima", "BLK", []),
    "2025-TW4-BLK FINAL fix.xlsx": ("duplikat", "BLK", ["N04"]),
    "2025-TW4-SEK.xlsx": ("diterima", "SEK", []),
    "DOC-20260107-WA0012.xlsx": ("diterima dengan catatan", "PPTK", ["N10"]),
    "Formulir Bidang Perindustrian TW IV.xlsx": ("diterima", "IND", []),
    "IMG-20260107-WA0034.jpg": ("diabaikan", "", ["B07"]),
    "formulir HIJS.xlsx": ("karantina", "", ["B02"]),
}
TEMUAN = {
    ("ISI-01", "BLK", "IK-2.4", "realisasi"),
    ("ISI-03", "BLK", "IK-2.1", "realisasi"),
    ("ISI-05", "BLK", "IK-2.1", "pembilang"),
    ("LIN-01", "HIJS", "", ""),
    ("SEL-02", "PPTK", "IK-1.6", "realisasi"),
    ("ISI-08", "PPTK", "IK-1.7", "kendala"),
    ("B02", "", "formulir HIJS.xlsx", ""),
}


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Kantor:
    """The example office after its first collection."""
    tujuan = tmp_path_factory.mktemp("contoh") / "kantor"
    shutil.copytree(EXAMPLE, tujuan, ignore=shutil.ignore_patterns("inbox-susulan", "pengisian.toml"))
    kantor = open_office(Folder(tujuan))
    forms.issue_forms(kantor, at(5))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    return kantor


def _hashes(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        p.name: (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in sorted(folder.iterdir())
    }


def test_every_file_gets_the_documented_verdict(quarter: Kantor) -> None:
    """Each file of the inbox has one verdict; the verdicts add up to the files."""
    hasil = intake.collect(quarter, at(8, 15), quarter.folder.inbox)
    assert {p.nama: (p.putusan.value, p.unit, [c.kode for c in p.cacat]) for p in hasil.penerimaan} == PUTUSAN
    assert sum(hasil.jumlah.values()) == len(list(quarter.folder.inbox.iterdir()))
    assert not any(p.baru for p in hasil.penerimaan)


def test_collecting_again_adds_nothing(quarter: Kantor) -> None:
    """A second run over the same inbox records no event and changes no file."""
    before = _hashes(quarter.folder.inbox)
    with Ledger(quarter.folder.basis_data) as ledger:
        kepala = ledger.head()
    intake.collect(quarter, at(9), quarter.folder.inbox)
    with Ledger(quarter.folder.basis_data) as ledger:
        assert ledger.head() == kepala
        assert ledger.verify() == []
    assert _hashes(quarter.folder.inbox) == before


def test_every_byte_is_archived(quarter: Kantor) -> None:
    """The SHA-256 of every file of the inbox is a file of the archive, and each archived file is its name."""
    arsip = Archive(quarter.folder.arsip)
    assert {sha for sha, _ in _hashes(quarter.folder.inbox).values()} <= set(arsip.hashes())
    assert arsip.verify() == []


def test_the_documented_findings_no_more_and_no_less(quarter: Kantor) -> None:
    """The first round finds what the example was made to contain."""
    hasil = validation.validate(quarter, at(9))
    ditemukan = {
        (f.kode, f.kunci.unit, f.kunci.butir, f.kunci.kolom) for f in hasil.temuan if f.severity is not Severity.CATATAN
    }
    assert ditemukan == TEMUAN
    assert [f for f in hasil.temuan if f.severity is Severity.CATATAN or f.kunci.unit in ("SEK", "IND")] == []
    for f in hasil.temuan:
        assert f.pesan and f.diharapkan and f.perbaikan and f.dasar
        if f.kunci.kolom:
            assert f.asal and re.fullmatch(r"[A-Z]+[0-9]+", f.asal.sel) and f.asal.lembar and len(f.asal.sha256) == 64


def test_a_draft_of_the_first_round_says_what_is_missing(quarter: Kantor) -> None:
    """Values under an error are not computed; the unit that did not send is named; no sum is silently smaller."""
    hasil = report.build_report(quarter, at(9))
    teks = _text(hasil.berkas)
    capaian = {c.indikator: c for c in hasil.hitungan.capaian}
    assert capaian["IK-2.1"].persen is None and "110,82" not in teks  # 105,28 of 95
    assert capaian["IK-1.6"].persen is None
    assert [u.kode for u in hasil.unit_belum] == ["HIJS"]
    total = next(s for s in hasil.hitungan.serapan if s.tingkat == "total")
    assert total.persen is None and total.n_kosong == 7


@pytest.fixture(scope="module")
def second_round(quarter: Kantor) -> Kantor:
    """After corrections and the late form came in."""
    validation.validate(quarter, at(9))
    for berkas in (EXAMPLE / "inbox-susulan").iterdir():
        shutil.copyfile(berkas, quarter.folder.inbox / berkas.name)
    intake.collect(quarter, at(12), quarter.folder.inbox)
    return quarter


def test_corrections_replace_by_a_recorded_event(second_round: Kantor) -> None:
    """The newer version is in force, and the event lists each value, old and new."""
    with Ledger(second_round.folder.basis_data) as ledger:
        ganti = {str(e.isi["unit"]): e.isi["perubahan"] for e in ledger.events("kiriman.diganti")}
        aktif = ledger.active_submission("PPTK", second_round.periode)
        assert ledger.verify() == []
    assert aktif is not None and aktif.kiriman.nama == "DOC-20260109-WA0003.xlsx"
    assert set(ganti) == {"PPTK", "BLK"}
    (ubah,) = [u for u in list(ganti["PPTK"]) if u["kode"] == "IK-1.6"]  # type: ignore[call-overload]
    assert ubah | {"sel": ""} == {
        "bagian": "isian",
        "kode": "IK-1.6",
        "kolom": "realisasi",
        "lama": "1,118",
        "baru": "1118",
        "sel": "",
    }
    assert ubah["sel"].startswith("ISIAN!P")


def test_the_second_round_is_clean_and_the_report_complete(second_round: Kantor) -> None:
    """Only the note on the late form is left, every unit is complete, and the numbers are the expected ones."""
    temuan = validation.validate(second_round, at(12)).temuan
    assert [(f.kode, f.kunci.unit, f.severity) for f in temuan] == [("FRM-04", "HIJS", Severity.CATATAN)]
    assert temuan[0].pesan == "Formulir diterima 12 Januari 2026, lewat dari tenggat 8 Januari 2026."
    hasil = report.build_report(second_round, at(13))
    capaian = {c.indikator: c for c in hasil.hitungan.capaian}
    assert capaian["IK-1.1"].persen == (2 * Decimal("3.72") - Decimal("3.91")) / Decimal("3.72") * 100
    assert capaian["IK-1.6"].realisasi.angka == 4365
    assert capaian["IK-2.9"].persen == 100
    assert capaian["IK-2.6"].alasan is not None
    total = next(s for s in hasil.hitungan.serapan if s.tingkat == "total")
    assert (total.pagu, total.realisasi) == (13_696_830_000, 12_648_883_020)
    teks = _text(hasil.berkas)
    for angka in ("94,89", "102,05", "Rp12.648.883.020", "92,35 persen", "30 (tiga puluh) dari 36 (tiga puluh enam)"):
        assert angka in teks
    keadaan = progress.status(second_round, at(13).waktu)
    assert {u.keadaan for u in keadaan.unit} == {"lengkap"}
    assert [k.keadaan for k in keadaan.langkah[3:8]] == ["selesai"] * 5


def test_building_again_gives_the_same_bytes(second_round: Kantor) -> None:
    """Same data, same day: same document, no new event."""
    pertama = report.build_report(second_round, at(13)).berkas.read_bytes()
    with Ledger(second_round.folder.basis_data) as ledger:
        kepala = ledger.head()
    assert report.build_report(second_round, at(13, 16)).berkas.read_bytes() == pertama
    with Ledger(second_round.folder.basis_data) as ledger:
        assert ledger.head() == kepala


def test_each_figure_names_its_cell(second_round: Kantor) -> None:
    """The trace of the typed value of TPT ends at the cell where it was typed."""
    hasil = report.build_report(second_round, at(13))
    jejak = json.loads(hasil.jejak.read_text("utf-8"))
    assert len(jejak) == hasil.n_angka
    asal = [j["asal"] for j in jejak if j["tercetak"] == "3,91"]
    assert asal and asal[0][0]["berkas"] == "DOC-20260109-WA0003.xlsx" and asal[0][0]["lembar"] == "ISIAN"


def test_only_the_inbox_verdicts_the_design_knows(quarter: Kantor) -> None:
    """Every verdict in use is one of the five."""
    assert {v for v, _, _ in PUTUSAN.values()} <= {p.value for p in Putusan}


def _text(path: Path) -> str:
    document = Document(str(path))
    sel = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *sel])
