"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from capaian.errors import ExitCode, SystemRefusalError
from capaian.ledger import durable
from capaian.workspace.files import write_atomic, write_if_changed


@pytest.fixture
def no_wait(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(durable.write_atomic, "__kwdefaults__", {"mode": 0o666, "sleep": waited.append})
    return waited


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def failing_replace(monkeypatch: pytest.MonkeyPatch, error: OSError, times: int) -> list[int]:
    calls: list[int] = []
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        calls.append(1)
        if len(calls) <= times:
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    return calls


def test_writes_and_replaces(tmp_path: Path) -> None:
    """The new content takes the place of the old one, in folders that are made when missing."""
    path = tmp_path / "laporan" / "2025-TW4" / "draf.docx"
    write_atomic(path, b"satu")
    write_atomic(path, b"dua")
    assert path.read_bytes() == b"dua"
    assert names(path.parent) == ["draf.docx"]


def test_retry_succeeds_after_two_refusals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_wait: list[float]
) -> None:
    """A target that is held for a moment is waited for, longer each time."""
    calls = failing_replace(monkeypatch, PermissionError(errno.EACCES, "Access is denied"), times=2)
    write_atomic(tmp_path / "a.docx", b"isi")
    assert (tmp_path / "a.docx").read_bytes() == b"isi"
    assert len(calls) == 3
    assert no_wait == [0.05, 0.1]


def test_file_open_in_word_is_named_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_wait: list[float]
) -> None:
    """A file that stays open keeps its old content; the message names it; nothing unfinished is left."""
    path = tmp_path / "Laporan Kinerja.docx"
    path.write_bytes(b"lama")
    failing_replace(monkeypatch, PermissionError(errno.EACCES, "Access is denied"), times=99)
    with pytest.raises(SystemRefusalError, match=r"Laporan Kinerja\.docx.*sedang dibuka di Word/Excel") as refused:
        write_atomic(path, b"baru")
    assert "Tutup berkas itu" in refused.value.saran
    assert refused.value.exit_code is ExitCode.ENVIRONMENT
    assert path.read_bytes() == b"lama"
    assert names(tmp_path) == ["Laporan Kinerja.docx"]
    assert sum(no_wait) < 3


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "Ruang disk habis"), (errno.EIO, "galat baca atau tulis"), (errno.EROFS, "hanya dapat dibaca")],
)
def test_disk_trouble_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str) -> None:
    """A full or failing disk leaves the old file, no temporary file, and an Indonesian sentence."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"lama")

    def fsync(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(SystemRefusalError, match=words) as refused:
        write_atomic(path, b"baru")
    assert "a.xlsx" in refused.value.pesan
    assert os.strerror(code) not in refused.value.pesan
    assert path.read_bytes() == b"lama"
    assert names(tmp_path) == ["a.xlsx"]


def test_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle goes through and tidies up."""

    def fsync(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "a.xlsx", b"baru")
    assert names(tmp_path) == []


def test_other_failure_of_replace_is_not_retried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a held file is worth waiting for."""
    calls = failing_replace(monkeypatch, OSError(errno.EIO, "I/O error"), times=99)
    with pytest.raises(SystemRefusalError):
        write_atomic(tmp_path / "a.xlsx", b"baru")
    assert len(calls) == 1
    assert names(tmp_path) == []


def test_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    """A file where a folder should be is a refusal with a reason, not a crash."""
    (tmp_path / "laporan").write_bytes(b"")
    with pytest.raises(SystemRefusalError, match="tidak dapat ditulis"):
        write_atomic(tmp_path / "laporan" / "a.docx", b"isi")


def test_same_bytes_keep_the_time(tmp_path: Path) -> None:
    """A file that would not change is not touched."""
    path = tmp_path / "a.xlsx"
    assert write_if_changed(path, b"isi")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert not write_if_changed(path, b"isi")
    assert path.stat().st_mtime == 1_000_000_000
    assert write_if_changed(path, b"isj")
    assert path.read_bytes() == b"isj"
