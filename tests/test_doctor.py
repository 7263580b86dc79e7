"""`capaian doctor`: each thing that can be wrong is made wrong, and is then told with what to do."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from capaian.cli import app
from capaian.document import fonts, office_suite
from capaian.model.kesehatan import HasilKesehatan, Keadaan
from capaian.pipeline import doctor, forms
from capaian.pipeline.office import Kantor, Pelaku, open_office
from capaian.workspace.folder import shipped
from conftest import WIB, at

KINI = datetime(2026, 1, 6, 9, tzinfo=WIB)


def look(kantor: Kantor, sandi: str = "utf-8", kini: datetime = KINI) -> HasilKesehatan:
    return doctor.examine(doctor.Tempat(kantor.folder, kini, sandi))


def wrong(hasil: HasilKesehatan) -> dict[str, Keadaan]:
    return {b.apa: b.keadaan for b in hasil.butir if b.keadaan is not Keadaan.BAIK}


@pytest.fixture(autouse=True)
def complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer with an office suite and every font, whatever the one that tests."""
    monkeypatch.setattr(office_suite, "find", lambda: "soffice")
    monkeypatch.setattr(fonts, "missing", lambda _n: frozenset())


def test_a_healthy_office_has_nothing_to_do(kantor: Kantor) -> None:
    forms.issue_forms(kantor, at(5))
    hasil = look(kantor)
    assert wrong(hasil) == {} and not any(b.saran for b in hasil.butir)
    assert {"Program", "Pustaka", "Folder kantor", "Pembuat PDF", "Huruf", "Berkas terbuka", "Jam komputer"} <= {
        b.apa for b in hasil.butir
    }
    assert next(b.ditemukan for b in hasil.butir if b.apa == "Buku catatan").startswith("utuh, ")


def _settings(k: Kantor) -> None:
    k.folder.pengaturan.write_text("[instansi", "utf-8")


def _open_in_word(k: Kantor) -> None:
    (k.folder.root / "laporan").mkdir(exist_ok=True)
    (k.folder.root / "laporan" / "~$poran.docx").write_bytes(b"x")


def _template(k: Kantor) -> None:
    (k.folder.root / "template").mkdir(exist_ok=True)
    (k.folder.root / "template" / "surat-pengantar.docx").write_bytes(b"no zip")


def _ledger(k: Kantor) -> None:
    with closing(sqlite3.connect(k.folder.basis_data)) as c:
        c.executescript(
            "".join(f"DROP TRIGGER {n};" for (n,) in c.execute("SELECT name FROM sqlite_master WHERE type='trigger'"))
        )
        c.execute("UPDATE peristiwa SET pelaku = 'lain' WHERE rowid = 1")
        c.commit()


@pytest.mark.parametrize(
    ("rusakkan", "apa", "keadaan"),
    [
        (_settings, "Folder kantor", Keadaan.RUSAK),
        (_open_in_word, "Berkas terbuka", Keadaan.PERLU),
        (_template, "Templat", Keadaan.RUSAK),
        (_ledger, "Buku catatan", Keadaan.RUSAK),
    ],
)
def test_what_is_wrong_is_told(kantor: Kantor, rusakkan: Callable[[Kantor], None], apa: str, keadaan: Keadaan) -> None:
    forms.issue_forms(kantor, at(5))
    rusakkan(kantor)
    hasil = look(kantor)
    assert wrong(hasil) == {apa: keadaan}
    assert all(b.saran for b in hasil.butir if b.apa == apa and b.keadaan is not Keadaan.BAIK)
    assert hasil.rusak == (keadaan is Keadaan.RUSAK)


def test_a_clock_behind_the_ledger(kantor: Kantor) -> None:
    forms.issue_forms(kantor, at(5))
    assert wrong(look(kantor, kini=KINI - timedelta(days=300))) == {"Jam komputer": Keadaan.PERLU}


@pytest.mark.parametrize("sandi", ["cp437", "cp1252", "ascii", "sandi-asing"])
def test_a_console_that_lacks_signs(kantor: Kantor, sandi: str) -> None:
    assert wrong(look(kantor, sandi)) == {"Huruf layar": Keadaan.PERLU}


def test_without_suite_and_fonts(kantor: Kantor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_suite, "find", lambda: "")
    monkeypatch.setattr(fonts, "missing", lambda n: n)
    assert wrong(look(kantor)) == {"Pembuat PDF": Keadaan.PERLU, "Huruf": Keadaan.PERLU}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(kantor: Kantor) -> None:
    kantor.folder.root.chmod(0o555)
    try:
        assert wrong(look(kantor))["Izin tulis folder kantor"] is Keadaan.RUSAK
    finally:
        kantor.folder.root.chmod(0o755)


def test_the_templates_want_a_font() -> None:
    assert fonts.wanted(shipped("templates", "surat-pengantar.docx").read_bytes()) == {"Arial"}


def test_on_the_command_line(kantor: Kantor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside an office folder it looks at the computer only; damage gives exit code 3."""
    jalan = CliRunner().invoke(app, ["doctor", "--folder", str(kantor.folder.root), "--json"])
    assert jalan.exit_code == 0 and json.loads(jalan.stdout)["jenis"] == "kesehatan"
    (tmp_path / "kosong").mkdir()
    monkeypatch.chdir(tmp_path / "kosong")
    luar = CliRunner().invoke(app, ["doctor"])
    assert luar.exit_code == 0 and "capaian init" in luar.stdout
    _settings(kantor)
    assert CliRunner().invoke(app, ["doctor", "--folder", str(kantor.folder.root)]).exit_code == 3
    assert CliRunner().invoke(app, ["doctor", "--folder", str(tmp_path / "tiada")]).exit_code == 2


@pytest.mark.parametrize(
    ("isi", "kini", "tahun"),
    [
        ("", KINI, "2026"),
        ("2026-01-01;Tahun Baru;libur\n", KINI, ""),
        ("2026-01-01;Tahun Baru;libur\n", KINI + timedelta(days=90), "2026"),
        ("2025-12-25;Natal;libur\n", datetime(2025, 12, 30, 9, tzinfo=WIB), "2026"),
        ("2026-01-01;Tahun Baru;libur\n2026-05-01;Hari Buruh;libur\n", KINI + timedelta(days=90), ""),
    ],
)
def test_a_year_without_holidays_is_told(kantor: Kantor, isi: str, kini: datetime, tahun: str) -> None:
    """Deadlines of such a year come out too early; New Year alone says nothing of the months after."""
    (kantor.folder.root / "hari-libur.csv").write_text("Tanggal;Keterangan;Jenis\n" + isi, "utf-8")
    (butir,) = [b for b in look(kantor, kini=kini).butir if b.apa == "Hari libur"]
    assert butir.keadaan is (Keadaan.PERLU if tahun else Keadaan.BAIK)
    assert not tahun or butir.ditemukan == f"«hari-libur.csv» belum memuat tahun {tahun} (atau hanya Tahun Baru)"

    baru = open_office(kantor.folder)
    terbit = forms.issue_forms(baru, Pelaku("Penguji", kini))
    assert [str(x) for x in forms.unlisted_years(baru, terbit)] == ([tahun] if tahun else [])


def test_init_forms_says_once_that_holidays_are_missing(kantor: Kantor) -> None:
    (kantor.folder.root / "hari-libur.csv").write_text("Tanggal;Keterangan;Jenis\n", "utf-8")
    hasil = CliRunner().invoke(app, ["init-forms", "--folder", str(kantor.folder.root)])
    kata = " ".join(hasil.output.split())
    assert hasil.exit_code == 0 and kata.count("«hari-libur.csv» belum memuat hari libur tahun") == 1
    assert "Tambahkan hari libur dan cuti bersama menurut SKB" in kata
