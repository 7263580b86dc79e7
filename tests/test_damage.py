"""One byte changed anywhere in archive or database: `verify --full` finds it, or nothing recorded has changed."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import crash
from capaian.errors import SystemRefusalError
from capaian.ledger import Archive
from capaian.pipeline import integrity, validation
from capaian.pipeline.office import open_office
from capaian.workspace.folder import Folder
from conftest import at

CHANGES = 100


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """An office with forms, receipts, submissions and findings."""
    folder = crash.office(tmp_path_factory.mktemp("rusak") / "kantor", "validate")
    validation.validate(open_office(folder), at(10))
    return folder


def contents(database: bytes) -> dict[str, list[tuple[object, ...]]] | None:
    """Every row of every table; None when that cannot be read.

    Left out is what only decides whether a file is read or judged again: `terlihat`, and `penerimaan.versi_aturan`.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(database)
            connection.text_factory = bytes
            names = [n.decode() for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            tables = {}
            for name in names:
                columns = [c.decode() for (_, c, *_) in connection.execute(f"PRAGMA table_info({name})")]
                kept = ", ".join(c for c in columns if c != "versi_aturan")
                if name != "terlihat":
                    rows = connection.execute(f"SELECT rowid, {kept} FROM {name} NOT INDEXED ORDER BY rowid")
                    tables[name] = rows.fetchall()
            tables["sqlite_master"] = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
            return tables
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def flip(data: bytes, rng: random.Random) -> tuple[int, bytes]:
    """Change one random byte to another value."""
    where = rng.randrange(len(data))
    changed = bytearray(data)
    changed[where] ^= rng.randrange(1, 256)
    return where, bytes(changed)


def test_changes_of_archived_files_are_all_found(office: Folder) -> None:
    """Whichever byte of whichever file: the file is named."""
    rng = random.Random(18)
    paths = sorted(office.arsip.glob("??/*"))
    assert len(paths) == len(list(Archive(office.arsip).hashes())) > 10
    for path in rng.choices(paths, k=CHANGES // 2):
        whole = path.read_bytes()
        path.chmod(0o644)
        _, changed = flip(whole, rng)
        path.write_bytes(changed)
        found = integrity.verify(office, menyeluruh=True).kerusakan
        path.write_bytes(whole)
        assert [Path(k.tempat).name for k in found] == [path.name]


@pytest.mark.parametrize("seed", range(2))
def test_changes_of_the_database_are_found_or_change_nothing(office: Folder, seed: int) -> None:
    """What is not found lies in unused bytes: the tables hold the same rows as before."""
    rng = random.Random(seed)
    whole = office.basis_data.read_bytes()
    same = contents(whole)
    assert same is not None and integrity.verify(office, menyeluruh=True).kerusakan == ()
    unseen = []
    for _ in range(CHANGES):
        where, changed = flip(whole, rng)
        office.basis_data.write_bytes(changed)
        try:
            found = bool(integrity.verify(office, menyeluruh=True).kerusakan)
        except SystemRefusalError:
            found = True  # the byte that says which version wrote it: told, exit code 3
        finally:
            office.basis_data.write_bytes(whole)
        if not found:
            unseen.append(where)
            assert contents(changed) == same, f"byte {where} changed what is recorded, and nobody saw it"
    assert len(unseen) < CHANGES, "nothing was found at all"
