"""The archive: every byte ever received, as plain files named by their SHA-256.

`arsip/ab/ab12…` is the file itself, so the archive can be read and checked without this tool:
`cd arsip && sha256sum ??/*` prints each name beside the hash of its content; the two are equal.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from capaian.errors import IntegrityError
from capaian.ledger.damage import Kerusakan
from capaian.ledger.durable import TEMP_PREFIX, reason, sync_folder, write_atomic, write_many

DAFTAR_CSV, DAFTAR_EXCEL, RANTAI = REGISTER = ("daftar-penerimaan.csv", "daftar-penerimaan.xlsx", "rantai.txt")
"""Lists of what the ledger holds, kept in the archive for people without this tool."""

_HASH = re.compile(r"[0-9a-f]{64}")
_NO_HASH = "bukan nama berkas arsip yang sah"
_BLOCK = 1 << 20
# Read-only keeps a double click and a «Simpan» from changing evidence. Windows could not replace such a file.
_MODE = 0o666 if os.name == "nt" else 0o444


class Archive:
    """A content-addressed folder.

    Args:
        root: The folder `arsip`; made at the first `put`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes) -> str:
        """Keep the bytes; the same bytes again change nothing.

        Returns:
            SHA-256 in lower-case hexadecimal. When it is returned, the bytes are on disk.

        Raises:
            SystemRefusalError: the disk refuses; nothing half-written has the name of a hash.
        """
        sha = hashlib.sha256(data).hexdigest()
        path = self._path(sha)
        if self._problem(path, sha) is None:
            # Another run may have named the file and not yet made the name durable.
            sync_folder(path.parent)
        else:
            write_atomic(path, data, mode=_MODE)
        return sha

    def put_many(self, files: Iterable[bytes]) -> list[str]:
        """Keep the bytes of several files at once; as `put` for each of them.

        Returns:
            Their hashes, in the order of the files. When they are returned, all the bytes are on disk.

        Raises:
            SystemRefusalError: as `put`.
        """
        hashes: list[str] = []
        new: dict[Path, bytes] = {}
        for data in files:
            sha = hashlib.sha256(data).hexdigest()
            hashes.append(sha)
            path = self._path(sha)
            if path in new:
                continue
            if path.exists() and self._problem(path, sha) is None:
                sync_folder(path.parent)
            else:
                new[path] = data
        write_many(new, mode=_MODE)
        return hashes

    def get(self, sha: str) -> bytes:
        """Return the bytes of a hash.

        Raises:
            IntegrityError: they are missing, unreadable, or no longer the bytes that were received.
        """
        path = self._path(sha)
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise _lost(sha, "tidak ada lagi di arsip") from error
        except OSError as error:
            raise _lost(sha, f"tidak dapat dibuka di arsip ({reason(error)})") from error
        if hashlib.sha256(data).hexdigest() != sha:
            raise _lost(sha, "di arsip tidak lagi sama dengan saat diterima")
        return data

    def has(self, sha: str) -> bool:
        """Whether a file of that name is there; its content is not read."""
        return self._path(sha).is_file()

    def size(self, sha: str) -> int | None:
        """Bytes of a file, or None when it is not there."""
        problem, size = self._there(self._path(sha))
        return None if problem else size

    def hashes(self) -> Iterator[str]:
        """Names of all archived files, sorted. Unfinished and foreign files are passed over."""
        if not self.root.is_dir():
            return
        for folder in sorted(p for p in self.root.iterdir() if len(p.name) == 2 and p.is_dir()):
            yield from sorted(p.name for p in folder.iterdir() if _HASH.fullmatch(p.name) and p.name[:2] == folder.name)

    def verify(
        self, expected: Iterable[str] = (), maju: Callable[[int, int], None] = lambda _i, _n: None
    ) -> list[Kerusakan]:
        """Read every archived byte again.

        Args:
            expected: Hashes that the ledger speaks of; those that have no file are reported as missing.
            maju: Called with how many files are done, and of how many.

        Returns:
            One line for each damaged or missing file, sorted by hash; empty when all is well.
        """
        known = sorted(set(self.hashes()) | set(expected))
        found: list[Kerusakan] = []
        for n, sha in enumerate(known, 1):
            if not _HASH.fullmatch(sha):
                found.append(Kerusakan(sha, _NO_HASH))
            elif (problem := self._problem(self._path(sha), sha)) is not None:
                found.append(Kerusakan(sha, problem))
            maju(n, len(known))
        return found

    def missing(self, expected: Mapping[str, int | None]) -> list[Kerusakan]:
        """Look whether the files are there, without reading them.

        Args:
            expected: Size in bytes by hash; None where it is not known.

        Returns:
            One line for each file that is missing or has another size, sorted by hash.
        """
        found: list[Kerusakan] = []
        for sha, ukuran in sorted(expected.items()):
            problem: str | None = _NO_HASH
            if _HASH.fullmatch(sha):
                problem, there = self._there(self._path(sha))
                if problem is None and ukuran is not None and there != ukuran:
                    problem = f"berukuran {there} bita, seharusnya {ukuran} bita"
            if problem is not None:
                found.append(Kerusakan(sha, problem))
        return found

    def strangers(self) -> Iterator[Path]:
        """Whatever lies in the archive and is neither an archived file in its place nor one of `REGISTER`."""
        if not self.root.is_dir():
            return
        for path in sorted(self.root.iterdir()):
            if path.name in REGISTER or path.name.startswith(TEMP_PREFIX):
                continue
            if path.is_symlink() or not path.is_dir() or not re.fullmatch("[0-9a-f]{2}", path.name):
                yield path
                continue
            for inside in sorted(path.iterdir()):
                at_home = _HASH.fullmatch(inside.name) and inside.name[:2] == path.name
                if not at_home and not inside.name.startswith(TEMP_PREFIX):
                    yield inside

    def _path(self, sha: str) -> Path:
        if not _HASH.fullmatch(sha):
            raise IntegrityError(
                f"«{sha}» bukan nama berkas arsip yang sah.",
                "Kembalikan «capaian.db» dari cadangan.",
            )
        return self.root / sha[:2] / sha

    @staticmethod
    def _there(path: Path) -> tuple[str | None, int]:
        """What keeps a name from being a file of the archive, and its size."""
        try:
            there = os.lstat(path)
        except OSError as error:
            return _gone(error), 0
        if stat.S_ISLNK(there.st_mode):
            return "diganti dengan tautan", 0
        # A pipe would be waited for, for ever.
        return (None if stat.S_ISREG(there.st_mode) else "bukan berkas biasa lagi"), there.st_size

    def _problem(self, path: Path, sha: str) -> str | None:
        problem, _ = self._there(path)
        if problem:
            return problem
        digest = hashlib.sha256()
        try:
            with path.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
        except OSError as error:
            return _gone(error)
        return None if digest.hexdigest() == sha else "isinya berubah"


def _gone(error: OSError) -> str:
    gone = isinstance(error, (FileNotFoundError, NotADirectoryError))
    return "hilang dari arsip" if gone else f"tidak dapat dibuka ({reason(error)})"


def _lost(sha: str, what: str) -> IntegrityError:
    return IntegrityError(
        f"Berkas {sha[:12]}… {what}.",
        "Kembalikan folder arsip dari cadangan, atau taruh lagi berkas aslinya di inbox "
        "lalu jalankan `capaian collect`.",
    )
