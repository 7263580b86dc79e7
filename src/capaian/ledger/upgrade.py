"""An older ledger becomes one of this version, with a copy of the old one kept."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from capaian.ledger.connection import damaged, immediate, prepared, shape, translated, upgrade_tables
from capaian.ledger.database import Ledger
from capaian.ledger.durable import TEMP_PREFIX, ensure_folder, place_new, refusal
from capaian.ledger.tables import MIGRATIONS


@dataclass(frozen=True, slots=True)
class Pemutakhiran:
    """What an upgrade did.

    Attributes:
        dari: Shape before.
        ke: Shape after.
        cadangan: The copy of the ledger before.
        sidik: SHA-256 of the copy.
    """

    dari: int
    ke: int
    cadangan: Path
    sidik: str


def upgrade(
    path: Path, nama: Callable[[], Path], catat: Callable[[Ledger, Pemutakhiran], None], timeout: float = 30.0
) -> Pemutakhiran | None:
    """Copy a ledger, bring its tables to the shape of this version and record that: all under one lock, or nothing.

    Args:
        path: The file `capaian.db`.
        nama: Gives a path for the copy that nothing has; asked while the lock is held.
        catat: Records the upgrade; gets the ledger inside its transaction.
        timeout: Seconds to wait for another run.

    Returns:
        What was done; None when another run has done it already.

    Raises:
        BusyError, SystemRefusalError: see `connection.connect`; nothing is changed then.
        IntegrityError: the file is damaged, or its records do not fit their events.
    """
    with (
        translated(path, reading=True),
        contextlib.closing(sqlite3.connect(path, timeout=timeout, isolation_level=None)) as db,
    ):
        prepared(db)
        cadangan: Path | None = None
        try:
            with immediate(db):
                if shape(db, path) == len(MIGRATIONS):
                    return None
                cadangan, sidik = _copied(path, nama, timeout)
                dari, ke = upgrade_tables(db, path)
                ledger = Ledger.on(path, db)
                if rusak := ledger.verify():
                    raise damaged(path, f"{rusak[0].tempat}: {rusak[0].masalah}, maka tidak dimutakhirkan")
                hasil = Pemutakhiran(dari, ke, cadangan, sidik)
                catat(ledger, hasil)
        except BaseException:
            if cadangan is not None:
                with contextlib.suppress(OSError):
                    cadangan.unlink()
            raise
    return hasil


def _copied(path: Path, nama: Callable[[], Path], timeout: float) -> tuple[Path, str]:
    """Copy what is committed, by SQLite's own means, and put it in place when it is whole on the disk."""
    tujuan = nama()
    ensure_folder(tujuan.parent)
    sementara = tujuan.parent / f"{TEMP_PREFIX}{secrets.token_hex(8)}.tmp"
    try:
        with (
            contextlib.closing(sqlite3.connect(path, timeout=timeout)) as dari,
            translated(tujuan),
            contextlib.closing(sqlite3.connect(sementara)) as ke,
        ):
            dari.backup(ke)
        with sementara.open("r+b") as stream:
            os.fsync(stream.fileno())
            sidik = hashlib.file_digest(stream, "sha256").hexdigest()
        return place_new(sementara, nama), sidik
    except OSError as error:
        raise refusal(error, tujuan) from error
    finally:
        with contextlib.suppress(OSError):
            sementara.unlink()
