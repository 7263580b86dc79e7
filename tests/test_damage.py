"""One byte changed anywhere in archive or database: `verify --full` finds it, or nothing that is recorded has changed."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import crash
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
    """Every row of every table; None when that cannot be read."""
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(database)
            connection.text_factory = bytes
            names = [n.decode() for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            tables = {
                n: connection.execute(f"SELECT rowid, * FROM {n} NOT INDEXED ORDER BY rowid").fetchall() for n in names
            }
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
    """What is not found lies in unused bytes: the tables hold the same rows as before, and nothing else is to be found."""
    rng = random.Random(seed)
    whole = office.basis_data.read_bytes()
    same = contents(whole)
    assert same is not None and integrity.verify(office, menyeluruh=True).kerusakan == ()
    unseen = []
    for _ in range(CHANGES):
        where, changed = flip(whole, rng)
        office.basis_data.write_bytes(changed)
        try:
            found = integrity.verify(office, menyeluruh=True).kerusakan
        finally:
            office.basis_data.write_bytes(whole)
        if not found:
            unseen.append(where)
            assert contents(changed) == same, f"byte {where} changed what is recorded, and nobody saw it"
    assert len(unseen) < CHANGES, "nothing was found at all"
