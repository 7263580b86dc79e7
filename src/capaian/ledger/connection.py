"""One connection to the ledger: how it is opened, upgraded, locked, and how its failures are told."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from capaian.errors import BusyError, IntegrityError, StateError, SystemRefusalError
from capaian.ledger.tables import APPLICATION_ID, MIGRATIONS, TABLES

_HEAD = 72
"""Bytes of the head of an SQLite file up to `user_version` (60) and `application_id` (68), big-endian."""
OTHER_SHAPE = "bentuk tabelnya bukan lagi seperti yang dibuat program ini"
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_OTHER_SHAPE = ("no such table", "no such column", "has no column named", "foreign key mismatch")
"""What SQLite says, under its general error, when a table is not as this program made it."""
_TO_RECOVER = {sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_READONLY_RECOVERY, sqlite3.SQLITE_READONLY_CANTLOCK}
_REFUSED = {
    sqlite3.SQLITE_FULL: "ruang disk habis",
    sqlite3.SQLITE_READONLY: "berkas atau foldernya hanya dapat dibaca",
    sqlite3.SQLITE_IOERR: "galat baca atau tulis pada disk",
    sqlite3.SQLITE_CANTOPEN: "berkas tidak dapat dibuka di folder itu",
    sqlite3.SQLITE_PERM: "tidak ada izin",
    sqlite3.SQLITE_AUTH: "tidak ada izin",
}


@contextlib.contextmanager
def translated(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn failures of SQLite into the errors that are told to the user.

    Args:
        path: The ledger.
        reading: The block only talks to SQLite; text that cannot be decoded is then damage of the ledger.

    Raises:
        BusyError: another run holds the ledger.
        IntegrityError: the file is damaged or no ledger.
        SystemRefusalError: disk or permission.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        if not reading:
            raise
        # What SQLite says about a damaged table quotes the damage.
        raise damaged(path, "isinya rusak") from error
    except sqlite3.Error as error:
        kind = _kind(error)
        if kind in _BUSY:
            raise BusyError(
                f"Buku catatan «{path.name}» sedang dipakai oleh capaian lain yang belum selesai.",
                "Tunggu sampai perintah yang lain selesai, lalu jalankan lagi. Tidak ada data yang hilang.",
            ) from error
        if kind in _DAMAGED or str(error).startswith("Could not decode"):
            raise damaged(path, "isinya rusak atau bukan buku catatan capaian") from error
        if kind == sqlite3.SQLITE_ERROR and any(words in str(error) for words in _OTHER_SHAPE):
            raise damaged(path, OTHER_SHAPE) from error
        if refused(error):
            raise SystemRefusalError(
                f"Buku catatan «{path.name}» di folder {path.parent} tidak dapat dipakai: {refused(error)}. "
                "Data yang sudah tercatat aman.",
                "Periksa ruang disk dan izin folder kantor, lalu jalankan perintah yang sama sekali lagi.",
            ) from error
        raise


def _kind(error: sqlite3.Error) -> int:
    # The low byte is the kind; the bytes above it only say where in SQLite it happened.
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def refused(error: sqlite3.Error) -> str:
    """Say in Indonesian why disk or permission refused; empty when it is a failure of another kind."""
    return _REFUSED.get(_kind(error), "")


def damaged(path: Path, what: str) -> IntegrityError:
    """Return the error for a ledger that is not what was recorded."""
    return IntegrityError(
        f"Buku catatan «{path.name}» di folder {path.parent}: {what}.",
        "Simpan dahulu salinan berkas itu, lalu kembalikan buku catatan dari cadangan terakhir. "
        "Berkas yang pernah diterima tetap ada di folder arsip.",
    )


def connect(path: Path, timeout: float, *, upgrade: bool = False) -> sqlite3.Connection:
    """Open the ledger, creating its tables when it is new.

    Args:
        path: The file `capaian.db`.
        timeout: Seconds to wait for another run.
        upgrade: Bring the tables of an older version to the shape of this one.

    Raises:
        StateError: an older version of the tool has written it, and it is not to be upgraded here.
        BusyError, IntegrityError, SystemRefusalError: see `translated`; the last also for a ledger that a newer version
            of the tool has written.
    """
    with translated(path, reading=True):
        connection = sqlite3.connect(path, timeout=timeout, isolation_level=None)
        try:
            # WAL needs memory shared on one computer and breaks on network folders and USB sticks.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            _prepare(connection, path, upgrade=upgrade)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_read_only(path: Path, timeout: float) -> sqlite3.Connection | None:
    """Open the ledger so that neither it nor its folder changes, not even by the journal of an interrupted run.

    Returns:
        The connection; None when it cannot be read without changing something first: the journal of an interrupted
        run has to be played back, another program left it in WAL mode, or an older version of the tool wrote it.

    Raises:
        BusyError, IntegrityError, SystemRefusalError: see `connect`.
    """
    if _is_wal(path):
        return None
    with translated(path, reading=True):
        connection = sqlite3.connect(_uri(path), timeout=timeout, isolation_level=None, uri=True)
        try:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            if _version(connection, path) < len(MIGRATIONS):
                connection.close()
                return None
            missing = TABLES - _tables(connection)
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode in _TO_RECOVER:
                return None
            raise
        except BaseException:
            connection.close()
            raise
    if missing:
        connection.close()
        raise damaged(path, f"tabel {', '.join(sorted(missing))} tidak ada")
    return connection


def _is_wal(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(20)[18:20] == b"\x02\x02"
    except OSError:
        return False  # SQLite will say why


def _uri(path: Path) -> str:
    posix = path.absolute().as_posix()
    # Four slashes keep SQLite from taking the server of a Windows share for a host.
    lead = "" if posix.startswith("/") and not posix.startswith("//") else "//" if posix.startswith("//") else "///"
    return f"file:{lead}{quote(posix, errors='surrogateescape')}?mode=ro"


@contextlib.contextmanager
def immediate(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a block in one write transaction: all of it is recorded, or nothing.

    Raises:
        RuntimeError: a transaction is already open.
    """
    if _is_open(connection):
        raise RuntimeError("a transaction of the ledger is already open")
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After a full disk SQLite has rolled back already; a second ROLLBACK would hide the cause.
        if _is_open(connection):
            connection.execute("ROLLBACK")
        raise


def _is_open(connection: sqlite3.Connection) -> bool:
    return connection.in_transaction


def demand_current(path: Path) -> None:
    """Refuse a ledger of another version before anything else is read, from the first bytes of its file.

    What is no ledger, or cannot be read, is left to whoever opens it.

    Raises:
        StateError: an older version of the tool has written it.
        SystemRefusalError: a newer one has.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return
    if len(head) == _HEAD and int.from_bytes(head[68:72], "big") == APPLICATION_ID:
        _demand(int.from_bytes(head[60:64], "big"), path)


def _demand(version: int, path: Path) -> None:
    if version > len(MIGRATIONS):
        raise SystemRefusalError(
            f"Buku catatan «{path.name}» ditulis oleh capaian yang lebih baru (bentuk ke-{version}; program ini "
            f"mengenal sampai bentuk ke-{len(MIGRATIONS)}). Buku catatan tidak diubah.",
            "Pasang versi capaian yang terbaru, lalu jalankan perintah yang sama sekali lagi.",
        )
    if 0 < version < len(MIGRATIONS):
        raise StateError(
            f"Folder kantor ini dibuat dengan capaian versi lama (buku catatan bentuk ke-{version}; program ini "
            f"memakai bentuk ke-{len(MIGRATIONS)}). Tidak ada yang diubah.",
            "Jalankan «capaian upgrade»: cadangan dibuat dahulu, lalu bentuknya diperbarui. Sesudah itu folder ini "
            "tidak dapat dibuka lagi dengan versi lama.",
        )


def needs_upgrade(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the tables are those of an older version.

    Raises:
        IntegrityError, SystemRefusalError: the file is no ledger, or a newer version wrote it.
    """
    return _version(connection, path) < len(MIGRATIONS)


def upgrade_tables(connection: sqlite3.Connection, path: Path) -> tuple[int, int]:
    """Bring the tables to the shape of this version, inside a transaction that is open; returns old and new shape."""
    version = _version(connection, path)
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    return version, len(MIGRATIONS)


def _prepare(connection: sqlite3.Connection, path: Path, *, upgrade: bool) -> None:
    version = _version(connection, path)
    if version and not upgrade:
        _demand(version, path)
    if version < len(MIGRATIONS):
        with immediate(connection):
            # Another run may have done it while this one waited for the lock.
            upgrade_tables(connection, path)
    missing = TABLES - _tables(connection)
    if missing:
        raise damaged(path, f"tabel {', '.join(sorted(missing))} tidak ada")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if owner != APPLICATION_ID and (owner or version or _tables(connection)):
        raise damaged(path, "berkas ini basis data lain, bukan buku catatan capaian")
    if version > len(MIGRATIONS):
        _demand(version, path)
    return version


def _tables(connection: sqlite3.Connection) -> frozenset[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return frozenset(str(row[0]) for row in rows)


SCHEMA = "SELECT type, name, tbl_name, coalesce(sql, '') AS sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"


@functools.cache
def expected_tables() -> frozenset[tuple[str, ...]]:
    """The rows of `SCHEMA` for the tables and indexes that this version makes."""
    with contextlib.closing(sqlite3.connect(":memory:")) as empty:
        for statements in MIGRATIONS:
            for statement in statements:
                empty.execute(statement)
        return frozenset(empty.execute(SCHEMA))
