"""One run at a time: the system's own lock on a file, which the end of a process always releases."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from capaian.errors import BusyError
from capaian.ledger import durable

NAMA = ".capaian-kunci"
_EVERY = 0.1


@contextlib.contextmanager
def exclusive(path: Path, seconds: float = 30.0) -> Iterator[None]:
    """Hold a lock while a block runs; wait for another run to end.

    A folder whose system has no locks (some network shares) is used without: the ledger still lets only one run write
    at a time.

    Raises:
        BusyError: another run holds it for longer than `seconds`.
        SystemRefusalError: the lock file cannot be made.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as error:
        raise durable.refusal(error, path) from error
    try:
        _wait(handle, seconds)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, seconds: float) -> None:
    left = seconds
    while not _locked(handle):
        if left <= 0:
            raise BusyError(
                "Folder kantor ini sedang dipakai oleh «capaian collect» lain yang belum selesai.",
                "Tunggu sampai selesai (atau hentikan «--watch» yang masih berjalan), lalu jalankan lagi.",
            )
        time.sleep(_EVERY)
        left -= _EVERY


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return error.errno not in (errno.EACCES, errno.EDEADLK)
        return True
else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True
