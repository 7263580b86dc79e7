"""Writing files that people read: whole or not at all, and not touched when nothing changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from capaian.errors import SystemRefusalError
from capaian.ledger import durable


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever meets half of it; folders above it are made when missing.

    Raises:
        SystemRefusalError: disk full, no permission, or the old file is open in Word or Excel (after about three
            seconds of trying). The old file is then untouched and nothing unfinished is left.
    """
    durable.write_atomic(path, data)


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write a file unless it already holds these bytes, so that its time tells when it really changed.

    Returns:
        Whether it was written.

    Raises:
        SystemRefusalError: as `write_atomic`.
    """
    if _holds(path, data):
        return False
    durable.write_atomic(path, data)
    return True


@contextlib.contextmanager
def together() -> Iterator[Callable[[Mapping[Path, bytes | None]], None]]:
    """Give a function that writes files which belong together; they stay only when the block succeeds.

    It takes content by path; None takes a file away. When one cannot be written, or the block (which records them)
    fails, what was there before is put back. After a power cut in between, running again writes the same files.

    Raises:
        SystemRefusalError: as `write_atomic`; the files that were already written have been put back.
    """
    lama: dict[Path, bytes | None] = {}

    def write(berkas: Mapping[Path, bytes | None]) -> None:
        for path, data in berkas.items():
            if data is None or not _holds(path, data):
                dulu = _content(path)
                _place(path, data)
                lama[path] = dulu

    try:
        yield write
    except BaseException:
        for path, data in lama.items():
            # The failure that brought us here is the one to report; the next run writes anew what stays undone.
            with contextlib.suppress(SystemRefusalError):
                _place(path, data)
        raise


def _place(path: Path, data: bytes | None) -> None:
    if data is not None:
        durable.write_atomic(path, data)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as e:
        raise durable.refusal(e, path, replacing=True) from e


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as e:
        raise durable.refusal(e, path, replacing=True) from e


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        # It cannot be read to compare; writing it will tell why, or mend it.
        return False
