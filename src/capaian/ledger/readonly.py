"""Looking into a ledger without changing anything in its folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from capaian.errors import SystemRefusalError
from capaian.ledger.connection import connect_read_only
from capaian.ledger.database import Ledger
from capaian.ledger.durable import reason


@contextlib.contextmanager
def look(path: Path, timeout: float = 30.0) -> Iterator[tuple[Ledger, bool]]:
    """Open a ledger for reading only; nothing is created or changed beside it, whatever state it is in.

    Yields:
        The ledger; and whether it is a copy in the system's temporary folder, which is made when the journal of an
        interrupted run has to be played back first, or its tables are those of an older version.

    Raises:
        BusyError: another run is recording for longer than `timeout` seconds.
        IntegrityError: the file is damaged or no ledger.
        SystemRefusalError: it cannot be read, or a newer version of the tool has written it.
    """
    connection = connect_read_only(path, timeout)
    if connection is not None:
        with Ledger.on(path, connection) as ledger:
            yield ledger, False
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="capaian-") as folder:
        copy = _copied(path, Path(folder))
        with Ledger(copy, timeout, upgrade=True) as ledger:
            ledger.path = path  # what is said about it is about the original
            yield ledger, True


def _copied(path: Path, folder: Path) -> Path:
    import shutil

    try:
        for ending in ("", "-journal", "-wal"):
            source = path.with_name(path.name + ending)
            if source.is_file():
                shutil.copyfile(source, folder / source.name)
    except OSError as error:
        raise SystemRefusalError(
            f"Buku catatan «{path.name}» di folder {path.parent} tidak dapat disalin untuk diperiksa: {reason(error)}.",
            "Periksa izin berkas itu dan ruang pada folder sementara komputer, lalu jalankan lagi.",
        ) from error
    return folder / path.name
