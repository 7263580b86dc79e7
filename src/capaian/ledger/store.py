"""Reading and writing rows of the ledger: one place for transactions, locks and told failures."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import DecimalException
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from capaian.ledger.connection import connect, damaged, immediate, translated

_T = TypeVar("_T")
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, DecimalException)


class Store:
    """An open ledger file. Use as a context manager, from one thread.

    A write outside `transaction` is a transaction of its own.

    Args:
        path: The file `capaian.db`; made when missing.
        timeout: Seconds to wait while another run holds it.

    Raises:
        BusyError: another run holds it for longer (this and the next two from every method).
        IntegrityError: the file is damaged, or is no ledger.
        StateError: an older version of the tool has written it, see `upgrade.upgrade`.
        SystemRefusalError: disk or permission, or a newer version of the tool has written it.
    """

    def __init__(self, path: Path, timeout: float = 30.0, *, upgrade: bool = False) -> None:
        self.path = path
        self._connection = connect(path, timeout, upgrade=upgrade)

    @classmethod
    def on(cls, path: Path, connection: sqlite3.Connection) -> Self:
        """Return the ledger on a connection that is open already."""
        ledger = cls.__new__(cls)
        ledger.path, ledger._connection = path, connection
        return ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what an open transaction wrote is dropped."""
        self._connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Record all of a block, or nothing of it.

        Raises:
            RuntimeError: a transaction is already open.
        """
        with translated(self.path), immediate(self._connection):
            yield

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        if self._connection.in_transaction:
            with translated(self.path):
                yield
        else:
            with self.transaction():
                yield

    def _execute(self, sql: str, *parameters: object) -> int:
        with self._writing():
            return self._connection.execute(sql, parameters).rowcount

    def _insert(self, table: str, row: Mapping[str, object]) -> None:
        # Table and column names come from this package only; every value is a parameter.
        self._execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", *row.values())

    def _insert_many(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Insert rows that have the same columns in the same order."""
        if rows:
            sql = f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({', '.join('?' * len(rows[0]))})"
            with self._writing():
                self._connection.executemany(sql, [tuple(row.values()) for row in rows])

    def _rows(self, sql: str, *parameters: object, lenient: bool = False) -> list[dict[str, Any]]:
        """Read rows by column name; `lenient` reads text that is no UTF-8 with replacement characters."""
        with translated(self.path, reading=True):
            cursor = self._connection.cursor()
            cursor.row_factory = sqlite3.Row
            if lenient:
                self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            try:
                return [dict(row) for row in cursor.execute(sql, parameters)]
            finally:
                self._connection.text_factory = str

    def _decoded(self, decode: Callable[[Any], _T], source: object, tempat: str) -> _T:
        """Make a record of a row that this tool wrote; if it cannot be made, the row is damaged."""
        try:
            return decode(source)
        except _BROKEN as error:
            raise damaged(self.path, f"{tempat} tidak dapat dibaca lagi") from error
