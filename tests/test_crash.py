"""A run may be killed, fill the disk or meet a broken one at any moment: the next one completes it, nothing is lost.

A spread of points; `python tests/crash.py --full` sweeps every one.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import crash

LIMITS = {"collect": 5, "init-forms": 2, "validate": 1}
"""Points for each fault; every point costs two runs of the command."""

pytestmark = pytest.mark.skipif(not crash.available(), reason="strace is missing, or tracing is not allowed here")


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> dict[str, crash.Reference]:
    """Offices before each command, and what an undisturbed run makes of them."""
    return {c: crash.reference(c, tmp_path_factory.mktemp(c)) for c in LIMITS}


@pytest.mark.parametrize("command", LIMITS)
def test_the_next_run_completes_a_disturbed_one(references: dict[str, crash.Reference], command: str) -> None:
    """SIGKILL, a full disk and an I/O error, spread over the calls that touch the folder."""
    ref = references[command]
    assert {"openat", "fsync", "rename"} <= {p.call for p in ref.points}
    cases = [
        (point, fault)
        for offset, fault in enumerate(crash.FAULTS)
        for point in crash.spread(ref.points, LIMITS[command], 7 * (offset + 1))
    ]
    assert len(cases) == LIMITS[command] * len(crash.FAULTS)
    assert crash.sweep(ref, cases) == []


def test_several_runs_at_once(references: dict[str, crash.Reference]) -> None:
    """Four runs over one folder at the same moment: nothing is doubled, whoever has to wait too long says so."""
    assert crash.at_once(references["collect"]) == []


def test_a_full_disk(references: dict[str, crash.Reference]) -> None:
    """On a file system with no room left, and with room for a part, the run refuses in words and the next completes."""
    for free in (0, 16_384, 131_072):
        found = crash.full_disk(references["collect"], free)
        if found is None:
            pytest.skip("mounting a file system is not allowed here")
        assert found == []


def test_the_harness_sees_what_is_wrong(references: dict[str, crash.Reference], tmp_path: Path) -> None:
    """A lost file, a traceback and a wrong exit code would not pass."""
    ref = references["collect"]
    folder = crash.Folder(crash.shutil.copytree(ref.before, tmp_path / "kantor"))
    (folder.inbox / "e-rusak.xlsx").unlink()
    assert any("receipts differ" in w for w in crash.completed(ref, folder))
    bad = crash.subprocess.CompletedProcess([], 70, "Traceback (most recent call last)", "")
    assert len(crash.refused_badly(bad)) == 2
    assert os.fspath(ref.before) != os.fspath(folder.root)
