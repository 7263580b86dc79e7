"""Every byte ever received stays, under its SHA-256, and damage is found."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaian.errors import IntegrityError, SystemRefusalError
from capaian.ledger import Archive

ISI = b"isi formulir"
SHA = hashlib.sha256(ISI).hexdigest()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "arsip")


def place(archive: Archive, sha: str = SHA) -> Path:
    return archive.root / sha[:2] / sha


def damage(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def test_put_names_the_file_by_its_hash(archive: Archive) -> None:
    """The file is the bytes themselves, where `sha256sum` finds them."""
    assert archive.put(ISI) == SHA
    assert place(archive).read_bytes() == ISI
    assert archive.get(SHA) == ISI
    assert archive.has(SHA)
    assert list(archive.hashes()) == [SHA]
    assert archive.verify([SHA]) == []


def test_put_twice_changes_nothing(archive: Archive) -> None:
    """The same bytes again do not even touch the file."""
    archive.put(ISI)
    before = place(archive).stat()
    archive.put(ISI)
    after = place(archive).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [p.name for p in place(archive).parent.iterdir()] == [SHA]


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot replace a read-only file, so none is made")
def test_archived_files_are_read_only(archive: Archive) -> None:
    """Nobody overwrites evidence by opening and saving it."""
    archive.put(ISI)
    assert place(archive).stat().st_mode & 0o222 == 0


def test_put_mends_a_damaged_file(archive: Archive) -> None:
    """When the bytes come again, a damaged copy is replaced by them."""
    archive.put(ISI)
    damage(place(archive), b"isi formuliR")
    archive.put(ISI)
    assert archive.get(SHA) == ISI


@pytest.mark.parametrize("data", [b"", b"isi formuliR", ISI + b"\0", ISI[:-1]])
def test_damage_is_found(archive: Archive, data: bytes) -> None:
    """Changed, cut and lengthened files are refused and listed."""
    archive.put(ISI)
    damage(place(archive), data)
    with pytest.raises(IntegrityError, match="tidak lagi sama"):
        archive.get(SHA)
    assert [(k.tempat, k.masalah) for k in archive.verify()] == [(SHA, "isinya berubah")]


def test_missing_is_found(archive: Archive) -> None:
    """A hash the ledger speaks of and nobody has is listed, and says what to do."""
    assert [k.masalah for k in archive.verify([SHA])] == ["hilang dari arsip"]
    with pytest.raises(IntegrityError, match="tidak ada lagi") as lost:
        archive.get(SHA)
    assert "cadangan" in lost.value.saran
    assert not archive.has(SHA)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_link_in_the_place_of_a_file_is_found_and_replaced(archive: Archive, tmp_path: Path) -> None:
    """A link to the same bytes elsewhere is not the archive's own copy."""
    (tmp_path / "lain").write_bytes(ISI)
    place(archive).parent.mkdir(parents=True)
    place(archive).symlink_to(tmp_path / "lain")
    assert [k.masalah for k in archive.verify()] == ["diganti dengan tautan"]
    archive.put(ISI)
    assert not place(archive).is_symlink()
    assert archive.verify() == []


@pytest.mark.parametrize("sha", ["", "../../capaian.db", SHA.upper(), SHA[:-1], SHA + "\n"])
def test_only_hashes_are_addresses(archive: Archive, sha: str) -> None:
    """A tampered ledger cannot lead out of the archive."""
    archive.put(ISI)
    with pytest.raises(IntegrityError, match="bukan nama berkas arsip"):
        archive.get(sha)
    assert [k.masalah for k in archive.verify([sha])] == ["bukan nama berkas arsip yang sah"]


def test_unfinished_and_foreign_files_are_passed_over(archive: Archive) -> None:
    """What a crash or a file manager left in the folders is not taken for evidence."""
    archive.put(ISI)
    (place(archive).parent / ".capaian-0011.tmp").write_bytes(b"setengah")
    (archive.root / "Thumbs.db").write_bytes(b"")
    (archive.root / "00").mkdir()
    (archive.root / "00" / SHA).write_bytes(ISI)
    assert list(archive.hashes()) == [SHA]


def test_failed_put_leaves_no_name(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk never leaves half a file under a hash, and the next run completes."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(SystemRefusalError, match="Ruang disk habis"):
            archive.put(ISI)
    assert [p for p in archive.root.rglob("*") if p.is_file()] == []
    assert archive.put(ISI) == SHA


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=8))
def test_whatever_was_put_comes_back(tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]) -> None:
    """Any bytes come back as they were, once each."""
    archive = Archive(tmp_path_factory.mktemp("arsip"))
    hashes = [archive.put(data) for data in contents]
    assert [archive.get(sha) for sha in hashes] == contents
    assert list(archive.hashes()) == sorted(set(hashes))
    assert archive.verify(hashes) == []
