"""Writing files that people read: whole or not at all, and not touched when nothing changed."""

from __future__ import annotations

from pathlib import Path

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


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        # It cannot be read to compare; writing it will tell why, or mend it.
        return False
