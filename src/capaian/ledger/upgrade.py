"""An older ledger becomes one of this version, with a copy of the old one kept."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from pathlib import Path

from capaian.ledger.connection import connect, immediate, translated, upgrade_tables
from capaian.ledger.durable import TEMP_PREFIX, refusal


def upgrade(path: Path, cadangan: Path, timeout: float = 30.0) -> tuple[int, int, str]:
    """Copy a ledger, then bring its tables to the shape of this version; both under one lock, or neither.

    Args:
        path: The file `capaian.db`.
        cadangan: Where the copy goes; must not exist.
        timeout: Seconds to wait for another run.

    Returns:
        Shape before, shape after, and the SHA-256 of the copy.

    Raises:
        BusyError, IntegrityError, SystemRefusalError: see `connection.connect`; nothing is changed then.
    """
    with (
        translated(path, reading=True),
        contextlib.closing(sqlite3.connect(path, timeout=timeout, isolation_level=None)) as db,
    ):
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA synchronous = EXTRA")
        with immediate(db):
            sidik = _copied(path, cadangan, timeout)
            dari, ke = upgrade_tables(db, path)
    connect(path, timeout).close()
    return dari, ke, sidik


def _copied(path: Path, cadangan: Path, timeout: float) -> str:
    """Copy what is committed, by SQLite's own means, and put it in place when it is whole on the disk."""
    sementara = cadangan.with_name(f"{TEMP_PREFIX}{cadangan.name}")
    try:
        cadangan.parent.mkdir(parents=True, exist_ok=True)
        with (
            contextlib.closing(sqlite3.connect(path, timeout=timeout)) as dari,
            contextlib.closing(sqlite3.connect(sementara)) as ke,
        ):
            dari.backup(ke)
        with sementara.open("r+b") as stream:
            os.fsync(stream.fileno())
            sidik = hashlib.file_digest(stream, "sha256").hexdigest()
        os.replace(sementara, cadangan)  # noqa: PTH105 - Path.replace is the same call
    except OSError as error:
        with contextlib.suppress(OSError):
            sementara.unlink()
        raise refusal(error, cadangan) from error
    return sidik
