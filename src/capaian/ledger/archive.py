"""The archive: every byte ever received, as plain files named by their SHA-256.

`arsip/ab/ab12…` is the file itself, so the archive can be read and checked without this tool:
`cd arsip && sha256sum ??/*` prints each name beside the hash of its content; the two are equal.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from capaian.errors import IntegrityError
from capaian.ledger.damage import Kerusakan
from capaian.ledger.durable import reason, sync_folder, write_atomic, write_many

_HASH = re.compile(r"[0-9a-f]{64}")
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

    def hashes(self) -> Iterator[str]:
        """Names of all archived files, sorted. Unfinished and foreign files are passed over."""
        if not self.root.is_dir():
            return
        for folder in sorted(p for p in self.root.iterdir() if len(p.name) == 2 and p.is_dir()):
            yield from sorted(p.name for p in folder.iterdir() if _HASH.fullmatch(p.name) and p.name[:2] == folder.name)

    def verify(self, expected: Iterable[str] = ()) -> list[Kerusakan]:
        """Read every archived byte again.

        Args:
            expected: Hashes that the ledger speaks of; those that have no file are reported as missing.

        Returns:
            One line for each damaged or missing file, sorted by hash; empty when all is well.
        """
        known = set(self.hashes()) | set(expected)
        found: list[Kerusakan] = []
        for sha in sorted(known):
            if not _HASH.fullmatch(sha):
                found.append(Kerusakan(sha, "bukan nama berkas arsip yang sah"))
            elif (problem := self._problem(self._path(sha), sha)) is not None:
                found.append(Kerusakan(sha, problem))
        return found

    def _path(self, sha: str) -> Path:
        if not _HASH.fullmatch(sha):
            raise IntegrityError(
                f"«{sha}» bukan nama berkas arsip yang sah.",
                "Kembalikan «capaian.db» dari cadangan.",
            )
        return self.root / sha[:2] / sha

    @staticmethod
    def _problem(path: Path, sha: str) -> str | None:
        if path.is_symlink():
            return "diganti dengan tautan"
        digest = hashlib.sha256()
        try:
            with path.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
        except FileNotFoundError:
            return "hilang dari arsip"
        except OSError as error:
            return f"tidak dapat dibuka ({reason(error)})"
        return None if digest.hexdigest() == sha else "isinya berubah"


def _lost(sha: str, what: str) -> IntegrityError:
    return IntegrityError(
        f"Berkas {sha[:12]}… {what}.",
        "Kembalikan folder arsip dari cadangan, atau taruh lagi berkas aslinya di inbox "
        "lalu jalankan `capaian collect`.",
    )
