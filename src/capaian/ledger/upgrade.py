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

from capaian.errors import StateError, SystemRefusalError
from capaian.ledger import durable
from capaian.ledger.connection import demand_current, immediate, needs_upgrade, refused, translated, upgrade_tables
from capaian.ledger.database import Ledger


@dataclass(frozen=True, slots=True)
class Pemutakhiran:
    """What an upgrade did.

    Attributes:
        dari: Shape before.
        ke: Shape after.
        cadangan: The copy of the old ledger.
        sidik: SHA-256 of the copy.
    """

    dari: int
    ke: int
    cadangan: Path
    sidik: str


def upgrade(
    path: Path, cadangan: Path, catat: Callable[[Ledger, Pemutakhiran], object], timeout: float = 30.0
) -> Pemutakhiran | None:
    """Copy a ledger, bring its tables to the shape of this version, and record that: under one lock, all or nothing.

    Args:
        path: The file `capaian.db`.
        cadangan: Where the copy goes; `-2` and so on is added to a name that is taken.
        catat: Judges the upgraded ledger and records the act in it; what it raises undoes everything.
        timeout: Seconds to wait for another run.

    Returns:
        What was done; None when another run has done it in the meantime.

    Raises:
        BusyError, IntegrityError: see `connection.connect`; nothing is changed then.
        SystemRefusalError: also when the copy cannot be made.
    """
    with (
        translated(path, reading=True),
        contextlib.closing(sqlite3.connect(path, timeout=timeout, isolation_level=None)) as db,
    ):
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA synchronous = EXTRA")
        salinan: Path | None = None
        try:
            with immediate(db):
                if not needs_upgrade(db, path):
                    return None
                salinan = _reserved(cadangan)
                sidik = _copied(path, salinan, timeout)
                dari, ke = upgrade_tables(db, path)
                hasil = Pemutakhiran(dari, ke, salinan, sidik)
                catat(Ledger.on(path, db), hasil)
        except BaseException:
            if salinan is not None and _is_old(path):
                _discard(salinan)
            raise
    return hasil


def _is_old(path: Path) -> bool:
    """Whether the file still has the old shape; a copy is only thrown away then."""
    try:
        demand_current(path)
    except StateError:
        return True
    return False


def _reserved(wanted: Path) -> Path:
    """Take a name for the copy that nothing has."""
    durable.ensure_folder(wanted.parent)
    try:
        return durable.reserve(wanted)
    except OSError as error:
        raise durable.refusal(error, wanted) from error


def _copied(path: Path, cadangan: Path, timeout: float) -> str:
    """Copy what is committed, by SQLite's own means, and put it in place when it is whole on the disk."""
    sementara = cadangan.with_name(f"{durable.TEMP_PREFIX}{secrets.token_hex(8)}.tmp")
    try:
        with (
            contextlib.closing(sqlite3.connect(path, timeout=timeout)) as dari,
            contextlib.closing(sqlite3.connect(sementara)) as ke,
        ):
            dari.backup(ke)
        with sementara.open("r+b") as stream:
            os.fsync(stream.fileno())
            sidik = hashlib.file_digest(stream, "sha256").hexdigest()
        durable.replace(sementara, cadangan)
        durable.sync_folder(cadangan.parent)
    except OSError as error:
        raise durable.refusal(error, cadangan) from error
    except sqlite3.Error as error:
        sebab = refused(error)
        if not sebab:
            raise
        raise SystemRefusalError(
            f"Cadangan buku catatan di folder {cadangan.parent} tidak dapat dibuat: {sebab}. "
            "Buku catatan tidak diubah.",
            "Periksa ruang disk dan izin folder itu, lalu jalankan perintah yang sama sekali lagi.",
        ) from error
    finally:
        for sisa in (sementara, sementara.with_name(f"{sementara.name}-journal")):
            _discard(sisa)
    return sidik


def _discard(path: Path) -> None:
    # The failure that brought us here is the one to report, not that of tidying up.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
