"""A folder of an older version is upgraded when asked, with a backup; one of a newer version is refused politely."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from capaian.cli import app
from capaian.errors import BusyError, IntegrityError, StateError, SystemRefusalError, UsageError
from capaian.ledger import Ledger, demand_current
from capaian.ledger.tables import MIGRATIONS
from capaian.ledger.upgrade import upgrade as upgrade_ledger
from capaian.pipeline import doctor, intake, integrity, progress, report, upgrade, validation
from capaian.pipeline.office import open_office
from capaian.workspace.folder import Folder
from conftest import at

OLDER = sorted((Path(__file__).resolve().parent / "older").glob("bentuk-*.zip"))


@pytest.fixture(params=OLDER, ids=lambda p: p.stem)
def lama(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    """A folder that an older program made."""
    with zipfile.ZipFile(request.param) as z:
        z.extractall(tmp_path / "kantor")
    return Folder(tmp_path / "kantor")


def nothing(*_: object) -> None:
    """Record nothing."""


def contents(folder: Folder) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in folder.root.rglob("*") if p.is_file()}


def test_there_is_a_folder_of_every_shape_before_this_one() -> None:
    assert [p.stem for p in OLDER] == [f"bentuk-{n}" for n in range(1, len(MIGRATIONS))]


@pytest.mark.parametrize(
    "perintah", ["status", "collect", "validate", "build-report", "init-forms", "history", "trace IK-5.1", "remind"]
)
def test_no_command_changes_an_older_folder(lama: Folder, perintah: str) -> None:
    """It says what the folder is and what to do, ends with 4, and leaves every byte as it is."""
    sebelum = contents(lama)
    hasil = CliRunner().invoke(app, [*perintah.split(), "--folder", str(lama.root)])
    assert hasil.exit_code == 4, hasil.output
    assert "capaian versi lama" in hasil.output and "capaian upgrade" in hasil.output
    assert contents(lama) == sebelum


def test_an_older_folder_can_be_verified_and_examined_without_upgrade(lama: Folder) -> None:
    sebelum = contents(lama)
    hasil = integrity.verify(lama, menyeluruh=True)
    assert not hasil.kerusakan
    assert any("capaian upgrade" in b.saran for b in hasil.catatan)
    periksa = doctor.examine(doctor.Tempat(lama, at(28).waktu, "utf-8"))
    assert any("capaian upgrade" in b.saran for b in periksa.butir)
    assert contents(lama) == sebelum


def test_an_upgraded_folder_goes_on(lama: Folder) -> None:
    """The backup is the old ledger; every event before is there; collecting, judging and the report go on."""
    dulu = contents(lama)
    with contextlib.closing(sqlite3.connect(lama.basis_data)) as db:
        segel = [r[0] for r in db.execute("SELECT segel FROM peristiwa ORDER BY urut")]
    hasil = upgrade.upgrade(lama, at(27))
    assert (hasil.ke, hasil.cadangan) == (len(MIGRATIONS), "cadangan/capaian-20260127.db")

    kini = contents(lama)
    baru = {p.relative_to(lama.root).as_posix() for p in kini.keys() - dulu.keys()}
    berubah = {p.relative_to(lama.root).as_posix() for p in dulu if dulu[p] != kini[p]}
    assert (baru, berubah) == ({hasil.cadangan}, {"capaian.db"})
    with contextlib.closing(sqlite3.connect(lama.root / hasil.cadangan)) as db:
        assert [r[0] for r in db.execute("SELECT segel FROM peristiwa ORDER BY urut")] == segel
        assert db.execute("PRAGMA user_version").fetchone()[0] == hasil.dari

    with Ledger(lama.basis_data) as ledger:
        peristiwa = ledger.events()
        assert [p.segel for p in peristiwa[:-1]] == segel
        assert peristiwa[-1].jenis == "folder.dimutakhirkan" and ledger.verify() == []
        sidik = hashlib.sha256((lama.root / hasil.cadangan).read_bytes()).hexdigest()
        assert peristiwa[-1].isi["sidik_cadangan"] == sidik
    assert upgrade.upgrade(lama, at(28)).ke == 0

    kantor = open_office(lama)
    assert not any(p.baru for p in intake.collect(kantor, at(28), lama.inbox).penerimaan)
    assert validation.validate(kantor, at(28, 10)).temuan
    assert report.build_report(kantor, at(28, 11), pdf=False).berkas.is_file()
    assert progress.status(kantor, at(28, 12).waktu).laporan.draf == 1
    assert not integrity.verify(lama, menyeluruh=True).kerusakan


def test_upgrading_twice_on_one_day_keeps_both_copies(lama: Folder) -> None:
    (lama.root / "cadangan").mkdir()
    (lama.root / "cadangan" / "capaian-20260127.db").write_bytes(b"milik orang")
    assert upgrade.upgrade(lama, at(27)).cadangan == "cadangan/capaian-20260127-2.db"
    assert (lama.root / "cadangan" / "capaian-20260127.db").read_bytes() == b"milik orang"


def test_what_goes_wrong_leaves_the_ledger_as_it_was(lama: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy cannot be written, a statement fails, another run holds it, the ledger is damaged."""
    sebelum = lama.basis_data.read_bytes()
    lama.cadangan.write_text("bukan folder")
    with pytest.raises(SystemRefusalError):
        upgrade.upgrade(lama, at(27))
    lama.cadangan.unlink()

    with monkeypatch.context() as m:
        m.setattr("capaian.ledger.connection.MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE temuan (x)",)))
        with pytest.raises(Exception, match="already exists"):
            upgrade_ledger(lama.basis_data, lama.cadangan / "a.db", nothing)
    assert lama.basis_data.read_bytes() == sebelum

    with contextlib.closing(sqlite3.connect(lama.basis_data, isolation_level=None)) as lain:
        lain.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError):
            upgrade_ledger(lama.basis_data, lama.cadangan / "b.db", nothing, timeout=0.1)
    assert lama.basis_data.read_bytes() == sebelum

    with contextlib.closing(sqlite3.connect(lama.basis_data)) as db, db:
        db.execute("UPDATE penerimaan SET nama = 'lain.xlsx' WHERE nomor = 1")
    with pytest.raises(IntegrityError, match="tidak dimutakhirkan"):
        upgrade.upgrade(lama, at(27))
    with pytest.raises(StateError):
        demand_current(lama.basis_data)
    assert not list(lama.cadangan.iterdir())


def test_two_upgrades_at_once_keep_the_only_copy_of_the_old_ledger(
    lama: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looked before the first was done; under the lock it looks again, and touches nothing."""
    segel = lama.basis_data.read_bytes()
    pertama: list[str] = []

    def meanwhile(path: Path) -> None:
        try:
            demand_current(path)
        finally:
            monkeypatch.setattr(upgrade, "demand_current", demand_current)
            pertama.append(upgrade.upgrade(lama, at(27)).cadangan)

    monkeypatch.setattr(upgrade, "demand_current", meanwhile)
    assert upgrade.upgrade(lama, at(27)).ke == 0
    assert [p.name for p in lama.cadangan.iterdir()] == ["capaian-20260127.db"] and len(pertama) == 1
    with contextlib.closing(sqlite3.connect(lama.root / pertama[0])) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] < len(MIGRATIONS)
    with Ledger(lama.basis_data) as ledger:
        assert len(ledger.events("folder.dimutakhirkan")) == 1
    assert lama.basis_data.read_bytes() != segel


def test_what_a_run_left_behind_is_no_damage(lama: Folder) -> None:
    """An unfinished copy of an upgrade that lost its power."""
    lama.cadangan.mkdir()
    (lama.cadangan / ".capaian-capaian-20260127.db").write_bytes(b"setengah jadi")
    assert upgrade.upgrade(lama, at(27)).ke == len(MIGRATIONS)


def test_an_upgrade_is_recorded_or_did_not_happen(lama: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped before its event is written, it leaves the old ledger and no copy."""
    sebelum = contents(lama)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as m, pytest.raises(KeyboardInterrupt):
        m.setattr(Ledger, "append", stop)
        upgrade.upgrade(lama, at(27))
    assert contents(lama) == sebelum
    assert upgrade.upgrade(lama, at(27)).cadangan == "cadangan/capaian-20260127.db"


class FullDisk(sqlite3.Connection):
    """A connection whose copy does not fit on the disk."""

    def backup(self, *_: object, **__: object) -> None:
        galat = sqlite3.OperationalError("database or disk is full")
        galat.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise galat


def test_a_copy_that_cannot_be_made_is_told_with_its_folder(lama: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not the ledger that is in trouble."""
    sebelum = contents(lama)
    asli = sqlite3.connect
    with monkeypatch.context() as m, pytest.raises(SystemRefusalError, match=r"cadangan tidak.*disk habis") as e:
        m.setattr(sqlite3, "connect", lambda *a, **k: asli(*a, factory=FullDisk, **k))
        upgrade.upgrade(lama, at(27))
    assert "Buku catatan tidak diubah" in e.value.pesan
    assert contents(lama) == sebelum


def test_a_folder_of_a_newer_version_is_refused_politely(folder: Folder) -> None:
    """Before its settings are read, which may hold keys that this version does not know."""
    with Ledger(folder.basis_data) as ledger:
        ledger.append("uji", {}, "x", at(5).waktu)
    with contextlib.closing(sqlite3.connect(folder.basis_data)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with folder.pengaturan.open("a", encoding="utf-8") as f:
        f.write("\n[bagian_baru]\nkunci = 1\n")
    sebelum = contents(folder)
    for perintah in ("status", "collect", "upgrade", "doctor", "verify"):
        hasil = CliRunner().invoke(app, [perintah, "--folder", str(folder.root)])
        assert hasil.exit_code in (3, 5), (perintah, hasil.output)
        kata = " ".join(hasil.output.split())
        assert "capaian yang lebih baru" in kata and "Pasang versi capaian yang terbaru" in kata, (perintah, kata)
    assert contents(folder) == sebelum


def test_a_folder_without_a_ledger_has_nothing_to_upgrade(folder: Folder, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="belum memiliki buku catatan"):
        upgrade.upgrade(folder, at(5))
    shutil.copyfile(folder.pengaturan, folder.basis_data)
    demand_current(folder.basis_data)  # no ledger: for others to say
    demand_current(tmp_path / "tidak-ada.db")
