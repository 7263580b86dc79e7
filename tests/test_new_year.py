"""`capaian init --dari`: what the old folder cannot prove is not taken over, and the new one is whole or not there."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from capaian.errors import IntegrityError
from capaian.pipeline import intake, new_year
from capaian.pipeline.office import Kantor
from conftest import Send, at

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
