"""Every odd and hostile file of the catalogue goes through a real child process and gets the code it deserves."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import odd_files as odd
from capaian.intake.pool import ReaderPool
from capaian.sheet.facts import Unreadable
from odd_catalogue import BACA, catalogue

CASES = catalogue()
SECONDS = 10
MEGABYTES = 512


SEEN: dict[str, str] = {}


@pytest.fixture(scope="module")
def readers() -> Iterator[ReaderPool]:
    """One child process for the whole catalogue, so that one file would show what it did to the next.

    Its clock is generous: the tests measure the child's own processor time, which other programs do not lengthen.
    """
    with ReaderPool(1, seconds=60) as pool:
        pool.read(odd.xlsx())
        yield pool


def busy(readers: ReaderPool) -> float:
    """Processor seconds of the child; the clock where the system does not tell."""
    process = readers._workers[0]._process
    if sys.platform != "linux" or process is None:
        return time.perf_counter()
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak(readers: ReaderPool) -> int:
    """The most memory that the child ever held, in megabytes."""
    process = readers._workers[0]._process
    assert process is not None
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) // 1024


def test_the_catalogue_is_large() -> None:
    """At least 170 files; that no two are the same is checked one by one below."""
    assert len(CASES) >= 170


@pytest.mark.parametrize("name", CASES)
def test_outcome(name: str, readers: ReaderPool) -> None:
    """The right outcome, by a verdict of the reader and not by its clock, in time and within memory."""
    make, codes = CASES[name]
    data = make()
    assert SEEN.setdefault(hashlib.sha256(data).hexdigest(), name) == name
    start = busy(readers)
    try:
        readers.read(data)
        found, place = BACA, ""
    except Unreadable as error:
        found, place = error.cacat.kode, error.cacat.rincian.get("bagian", "")
    assert found in codes
    assert place not in ("waktu", "memori", "pembaca berhenti mendadak")
    assert busy(readers) - start < SECONDS
    if sys.platform == "linux":
        assert peak(readers) < MEGABYTES


def test_the_child_still_reads(readers: ReaderPool) -> None:
    """After the whole catalogue a good file is read as ever."""
    assert set(readers.read(odd.xlsx()).sheets[0].cells) == {"A1", "B1"}


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured through /proc")
def test_the_measure_of_memory_can_fail() -> None:
    """A file of 150 MB shows in the peak, so the limit above means something."""
    with ReaderPool(1, seconds=60) as fresh:
        fresh.read(odd.xlsx())
        before = peak(fresh)
        with pytest.raises(Unreadable):
            fresh.read(b"x" * (150 << 20))
        assert peak(fresh) > before + 140
