"""`capaian init --dari`: what the old folder cannot prove is not taken over, and the new one is whole or not there."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import sys
import tomllib
from io import StringIO
from pathlib import Path

import pytest

from capaian.console import schema as screen
from capaian.console.terminal import Terminal
from capaian.errors import DataError, IntegrityError, SystemRefusalError
from capaian.model.finding import Severity, TemuanSkema
from capaian.model.tabel import HasilPeriksaSkema
from capaian.pipeline import forms, intake, new_office, new_year, tables
from capaian.pipeline.office import Kantor, open_office
from capaian.workspace import settings
from capaian.workspace.folder import Folder
from conftest import Send, at
from test_cli import run

ISI = {"IK-5.1": {"realisasi": "BB"}, "IK-5.2": {"realisasi": 82}}


@pytest.fixture
def terisi(kantor: Kantor, send: Send) -> Kantor:
    """An office into which one form came back."""
    send("SEK", ISI)
    intake.collect(kantor, at(8), kantor.folder.inbox)
    return kantor


def test_a_changed_value_is_not_taken_over(terisi: Kantor, tmp_path: Path) -> None:
    """What another hand wrote into the ledger becomes no history of the next year."""
    with contextlib.closing(sqlite3.connect(terisi.folder.basis_data)) as db, db:
        assert db.execute("UPDATE isian SET isi = '9999' WHERE kolom = 'realisasi' AND kode = 'IK-5.2'").rowcount == 1
    with pytest.raises(IntegrityError, match="tidak sama dengan saat dicatat"):
        new_year.start(tmp_path / "baru", terisi.folder, at(20))
    assert not (tmp_path / "baru").exists()


@pytest.mark.parametrize("bagaimana", ["hilang", "kosong"])
def test_a_lost_ledger_is_no_year_without_forms(terisi: Kantor, tmp_path: Path, bagaimana: str) -> None:
    """The archive says that there were forms; «belum ada» would be the wrong answer."""
    if bagaimana == "hilang":
        terisi.folder.basis_data.unlink()
    else:
        terisi.folder.basis_data.write_bytes(b"")
    with pytest.raises(IntegrityError, match="hilang atau kosong"):
        new_year.start(tmp_path / "baru", terisi.folder, at(20))
    assert not (tmp_path / "baru").exists()


def with_period(kantor: Kantor, baris: str) -> Folder:
    """The folder with another line for its period."""
    path = kantor.folder.pengaturan
    lama = path.read_text("utf-8")
    assert lama.count('periode = "2025-TW4"') == 1
    path.write_text(lama.replace('periode = "2025-TW4"', baris), "utf-8")
    return kantor.folder


def test_a_year_reported_from_quarterly_forms_becomes_history(terisi: Kantor, tmp_path: Path) -> None:
    """Settings that stand on the year, and forms of the year that nobody filled, hide no results; quarters go on."""
    folder = with_period(terisi, 'periode = "2025-TAHUN"')
    forms.issue_forms(open_office(folder), at(9), tersendiri=True)
    hasil = new_year.start(tmp_path / "baru", folder, at(20))
    assert set(ISI) <= set(hasil.riwayat)
    assert str(hasil.periode) == "2026-TW1"
    assert 'periode = "2026-TW1"' in (tmp_path / "baru" / "capaian.toml").read_text("utf-8")


def test_an_office_of_yearly_forms_goes_on_with_them(kantor: Kantor, tmp_path: Path) -> None:
    folder = with_period(kantor, 'periode = "2025-TAHUN"')
    assert str(new_year.start(tmp_path / "a", folder, at(20)).periode) == "2026-TAHUN"
    forms.issue_forms(open_office(folder), at(9))
    assert str(new_year.start(tmp_path / "b", folder, at(20)).periode) == "2026-TAHUN"


@pytest.mark.parametrize(
    "baris",
    [
        "periode = '2025-TW4'",
        'periode="""2025-TW4"""  # periode = "2024-TW4"',
        '"periode" = "2025-TW4"',
        r'periode = "2025-TW\u0034"',
        '# periode = "2025-TW3"\nperiode   =\t"2025-tw4"',
    ],
)
def test_the_period_is_changed_however_it_is_written(kantor: Kantor, tmp_path: Path, baris: str) -> None:
    folder = with_period(kantor, baris)
    new_year.start(tmp_path / "baru", folder, at(20))
    lama, baru = (tomllib.loads((f / settings.NAMA).read_text("utf-8")) for f in (folder.root, tmp_path / "baru"))
    assert baru == {**lama, "siklus": {**lama["siklus"], "periode": "2026-TW1"}}


def test_a_period_that_cannot_be_changed_alone_is_told(kantor: Kantor, tmp_path: Path) -> None:
    """A text that looks like the line is not changed in its stead."""
    folder = with_period(kantor, 'periode = """\n2025-TW4"""')
    path = folder.pengaturan
    teks = path.read_text("utf-8")
    path.write_text(re.sub(r'(?m)^visi = ".*"$', 'visi = """\nperiode = "2025-TW4"\n"""', teks), "utf-8")
    assert "periode" in str(tomllib.loads(path.read_text("utf-8"))["laporan"]["visi"])
    with pytest.raises(DataError, match="tidak dapat diganti otomatis"):
        new_year.start(tmp_path / "baru", folder, at(20))
    assert not (tmp_path / "baru").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a named pipe is needed")
@pytest.mark.parametrize("sudah_ada", [False, True])
def test_what_cannot_be_copied_leaves_no_folder(kantor: Kantor, tmp_path: Path, *, sudah_ada: bool) -> None:
    """The file is named, and a second try is not refused for what the first left."""
    templat = kantor.folder.root / "template" / "dalam"
    templat.mkdir(parents=True)
    os.mkfifo(templat / "pipa")
    (templat / "~$laporan.docx").write_bytes(b"")
    tujuan = tmp_path / "baru"
    if sudah_ada:
        tujuan.mkdir()
    sebelum = {p.name for p in tmp_path.iterdir()}
    with pytest.raises(SystemRefusalError, match=r"dalam.pipa.*bukan berkas biasa") as e:
        new_year.start(tujuan, kantor.folder, at(20))
    assert "None" not in e.value.pesan
    assert {p.name for p in tmp_path.iterdir()} == sebelum and not (sudah_ada and any(tujuan.iterdir()))

    (templat / "pipa").unlink()
    (templat / "kosong.docx").write_bytes(b"x")
    hasil = new_year.start(tujuan, kantor.folder, at(20))
    assert "template" in hasil.disalin
    assert [p.name for p in (tujuan / "template" / "dalam").iterdir()] == ["kosong.docx"]
    assert not [p for p in (*tmp_path.iterdir(), *tujuan.iterdir()) if p.name.startswith(".capaian-")]


def test_stopping_in_the_middle_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C while the example is copied, into a folder that is not there and into an empty one."""
    (tmp_path / "kosong").mkdir()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for nama in ("tidak-ada", "kosong"):
        with monkeypatch.context() as m, pytest.raises(KeyboardInterrupt):
            m.setattr(new_office, "copy", stop)
            new_office.copy_example(tmp_path / nama, dengan_kiriman=False)
    assert [p.name for p in tmp_path.rglob("*")] == ["kosong"]
    assert new_office.copy_example(tmp_path / "kosong", dengan_kiriman=False).pengaturan.is_file()


def test_a_row_that_was_prepared_is_pointed_at(kantor: Kantor, tmp_path: Path) -> None:
    """The advice names the cell to fill, never a second row; only a row that is not there is to be added."""
    new_year.start(tmp_path / "baru", kantor.folder, at(20))
    folder = Folder(tmp_path / "baru")
    target = folder.root / "skema" / "Target.csv"
    baris = target.read_text("utf-8-sig").splitlines()
    nomor = next(n for n, b in enumerate(baris, 1) if b.startswith("IK-5.2;2026;PK;"))
    (satu,) = [t for t in tables.check(folder).temuan if "IK-5.2 " in t.pesan and t.severity is Severity.KESALAHAN]
    assert (satu.kode, satu.tempat) == ("SKM-12", f"skema/Target.csv · baris {nomor} kolom Tahunan")
    assert satu.saran.startswith("Isi angkanya pada baris itu")

    baris[nomor - 1] = baris[nomor - 1].replace("IK-5.2;2026;PK;", "IK-5.2;2026;PK;85", 1)
    target.write_text("\n".join(b for b in baris if not b.startswith("IK-5.3;2026")), "utf-8")
    salah = [t for t in tables.check(folder).temuan if t.severity is Severity.KESALAHAN]
    assert not [t for t in salah if "IK-5.2 " in t.pesan]
    assert [(t.kode, t.saran) for t in salah if "IK-5.3 " in t.pesan] == [
        ("SKM-04", "Tambahkan barisnya pada tabel Target (dokumen PK).")
    ]


def test_a_year_without_budget_is_said_twice(kantor: Kantor, tmp_path: Path) -> None:
    """The check of the tables and the issue of the forms both name the units that are not asked about money."""
    new_year.start(tmp_path / "baru", kantor.folder, at(20))
    folder = Folder(tmp_path / "baru")
    _edit_csv(folder, "Target", r"(?m)^(IK-[\d.]+;2026;PK);", r"\1;80")
    _edit_csv(folder, "Target", r"(?m)^(IK-5\.1;2026;PK);80", r"\1;BB")
    hasil = tables.check(folder)
    assert not hasil.jumlah(Severity.KESALAHAN)
    pagu = [t for t in hasil.temuan if t.kode == "SKM-36"]
    assert len(pagu) == 5 and pagu[0].pesan.startswith("5 sub kegiatan unit SEK belum berpagu (2.07.01.2.01.0001, ")

    kata = " ".join(run("init-forms", di=folder.root).stderr.split())
    assert "formulir SEK, IND, PPTK, HIJS, dan BLK tidak memuat lembar ANGGARAN" in kata
    assert "Isi kolom Pagu pada tabel Program, lalu jalankan «capaian init-forms» lagi" in kata

    _edit_csv(folder, "Program", r"(?m)^(2\.07\.01\.2\.01\.0001;[^;]*;SEK;[^;]*;)", r"\g<1>50000000")
    kata = " ".join(run("init-forms", di=folder.root).stderr.split())
    assert "formulir IND, PPTK, HIJS, dan BLK tidak memuat" in kata
    assert "sub kegiatan tanpa pagu tidak ditanyakan kepada SEK (4)." in kata


def test_nothing_is_said_where_every_line_has_a_budget(kantor: Kantor) -> None:
    hasil = run("init-forms", di=kantor.folder.root)
    assert hasil.returncode == 0 and "ANGGARAN" not in hasil.stderr


def _edit_csv(folder: Folder, tabel: str, pola: str, baru: str) -> None:
    path = folder.root / "skema" / f"{tabel}.csv"
    teks, n = re.subn(pola, baru, path.read_text("utf-8-sig"))
    assert n
    path.write_text("\ufeff" + teks, "utf-8")


def test_the_remedy_of_many_empty_rows_is_said_once() -> None:
    keluar = StringIO()
    kosong = [("SKM-12", f"Baris {n} kosong.", "Isi angkanya.") for n in (2, 3)]
    isi = [*kosong, ("SKM-04", "Tidak ada target.", "Tambahkan.")]
    temuan = tuple(TemuanSkema(k, Severity.KESALAHAN, "skema/Target.csv", pesan, saran) for k, pesan, saran in isi)
    screen.schema(Terminal(keluar, StringIO()), HasilPeriksaSkema(temuan, {"Target": 2}))
    teks = keluar.getvalue()
    assert teks.count("Isi angkanya.") == 1 and teks.index("Baris 3 kosong.") < teks.index("Isi angkanya.")
    assert teks.count("Tambahkan.") == 1 and "3 kesalahan" in teks
