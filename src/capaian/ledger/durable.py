"""Writing that survives a crash: a file is either the old one or the new one, never half of one.

Source: POSIX `rename(2)` and `fsync(2)`; on Windows `MoveFileExW`, which refuses for a moment while an antivirus,
an indexer or Word holds the target.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from capaian.errors import SystemRefusalError

if TYPE_CHECKING:
    from concurrent.futures import Future

WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
"""Seconds between the attempts to put a file in place."""

TEMP_PREFIX = ".capaian-"
"""Names of unfinished files begin so; a crash can leave one behind, and it holds nothing that is recorded."""

_WRITERS = 8
_SHARING = (5, 32, 33)  # ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM)
_REASONS = {
    errno.EACCES: "tidak ada izin",
    errno.EPERM: "tidak ada izin",
    errno.ENOSPC: "ruang disk habis",
    _FULL[1]: "ruang disk habis",
    errno.EROFS: "disk hanya dapat dibaca",
    errno.EIO: "galat baca atau tulis pada disk",
    errno.ENOENT: "berkas atau folder tidak ditemukan",
    errno.EEXIST: "namanya sudah dipakai oleh berkas lain",
    errno.ENAMETOOLONG: "nama berkas atau foldernya terlalu panjang",
    errno.EISDIR: "berupa folder, bukan berkas",
    errno.ENOTDIR: "bagian dari alamatnya bukan folder",
    errno.ELOOP: "berupa tautan",
    errno.EMFILE: "terlalu banyak berkas terbuka",
    errno.ENFILE: "terlalu banyak berkas terbuka",
}


def reason(error: OSError) -> str:
    """Say in Indonesian why the system refused, without the English text of the system."""
    if _winerror(error) in _SHARING[1:]:
        return "sedang dibuka oleh program lain"
    nomor = error.errno or 0
    return _REASONS.get(nomor, f"galat sistem nomor {_winerror(error) or nomor}")


def refusal(error: OSError, path: Path, *, replacing: bool = False, jenis: str = "Berkas") -> SystemRefusalError:
    """Turn a failure to write into the message that names the file.

    Args:
        error: What the system said.
        path: The file that was to be written.
        replacing: The new content was complete and only could not take the place of the old file.
        jenis: `Berkas` or `Folder`.
    """
    tempat = f"«{path.name}» di folder {path.parent}"
    if error.errno in _FULL:
        return SystemRefusalError(
            f"Ruang disk habis saat menulis {tempat}. Data lama aman.",
            "Kosongkan sebagian ruang disk, lalu jalankan perintah yang sama sekali lagi.",
        )
    if _winerror(error) in _SHARING[1:] or (replacing and isinstance(error, PermissionError)):
        return SystemRefusalError(
            f"Berkas {tempat} tidak dapat diganti karena sedang dibuka di Word/Excel atau program lain.",
            "Tutup berkas itu, lalu jalankan perintah yang sama sekali lagi.",
        )
    saran = "Periksa folder dan disknya, lalu jalankan perintah yang sama sekali lagi."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        saran = "Periksa izin tulis pada folder itu, atau pindahkan folder kantor ke tempat yang dapat ditulis."
    return SystemRefusalError(f"{jenis} {tempat} tidak dapat ditulis: {reason(error)}.", saran)


def ensure_folder(folder: Path) -> None:
    """Make a folder and those above it, durably.

    Raises:
        SystemRefusalError: the system refuses.
    """
    missing: list[Path] = []
    current = folder
    while not current.is_dir():
        missing.append(current)
        if current.parent == current:
            break
        current = current.parent
    try:
        for made in reversed(missing):
            made.mkdir(exist_ok=True)
            sync_folder(made.parent)
    except OSError as error:
        raise refusal(error, folder, jenis="Folder") from error


def write_atomic(path: Path, data: bytes, *, mode: int = 0o666, sleep: Callable[[float], None] = time.sleep) -> None:
    """Write a file so that a reader, a crash or a full disk never meets half of it.

    Args:
        path: The file; folders above it are made when missing. A symbolic link is replaced, not followed.
        data: Its whole content.
        mode: Permission bits on POSIX, before the umask.
        sleep: How to wait between attempts.

    Raises:
        SystemRefusalError: disk full, no permission, or the old file stays open in another program for longer than
            the sum of `WAITS`. The old file is then untouched and no temporary file is left.
    """
    ensure_folder(path.parent)
    temp = path.parent / f"{TEMP_PREFIX}{secrets.token_hex(8)}.tmp"
    try:
        _write_new(temp, data, mode)
    except OSError as error:
        _discard(temp)
        raise refusal(error, path) from error
    except BaseException:
        _discard(temp)
        raise
    try:
        replace(temp, path, sleep)
        sync_folder(path.parent)
    except OSError as error:
        _discard(temp)
        raise refusal(error, path, replacing=True) from error
    except BaseException:
        _discard(temp)
        raise


def write_many(files: Mapping[Path, bytes], *, mode: int = 0o666, sleep: Callable[[float], None] = time.sleep) -> None:
    """Write several new files at once; when it returns, all of them and their names are on disk.

    The disk is asked for all of them at the same time, which costs little more than asking for one. After a failure
    some of the files may be in place, each of them whole.

    Raises:
        SystemRefusalError: as `write_atomic`.
    """
    from concurrent.futures import ThreadPoolExecutor

    for folder in {path.parent for path in files}:
        ensure_folder(folder)
    temps = {path: path.parent / f"{TEMP_PREFIX}{secrets.token_hex(8)}.tmp" for path in files}
    try:
        with ThreadPoolExecutor(_WRITERS) as pool:
            written = {path: pool.submit(_write_new, temps[path], data, mode) for path, data in files.items()}
        for path, future in written.items():
            _demand(future, path)
        for path, temp in temps.items():
            try:
                replace(temp, path, sleep)
            except OSError as error:
                raise refusal(error, path, replacing=True) from error
        with ThreadPoolExecutor(_WRITERS) as pool:
            synced = {path: pool.submit(sync_folder, path.parent) for path in _one_each_folder(files)}
        for path, future in synced.items():
            _demand(future, path)
    except BaseException:
        for temp in temps.values():
            _discard(temp)
        raise


def _demand(future: Future[None], path: Path) -> None:
    try:
        future.result()
    except OSError as error:
        raise refusal(error, path) from error


def _one_each_folder(files: Iterable[Path]) -> Iterable[Path]:
    return {path.parent: path for path in files}.values()


def replace(temp: Path, path: Path, sleep: Callable[[float], None] = time.sleep) -> None:
    """Put a file in the place of another one, waiting while Windows refuses for a moment.

    Raises:
        OSError: it stays refused for longer than the sum of `WAITS`.
    """
    for wait in WAITS:
        try:
            os.replace(temp, path)  # noqa: PTH105 - patched in tests by this name, and Path.replace is the same call
        except OSError as error:
            if not isinstance(error, PermissionError) and _winerror(error) not in _SHARING:
                raise
            sleep(wait)
        else:
            return
    os.replace(temp, path)  # noqa: PTH105


def reserve(path: Path) -> Path:
    """Make an empty file under a name that nothing has: `path`, else with `-2` and so on before the ending.

    Whoever has it may replace it: nobody else's file can have got that name.

    Raises:
        OSError: the system refuses.
    """
    for n in count(1):
        taken = path.with_name(f"{path.stem}{f'-{n}' if n > 1 else ''}{path.suffix}")
        try:
            os.close(os.open(taken, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            continue
        return taken
    raise AssertionError("numbers do not end")


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; does nothing on Windows, which has no such call."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # Some network and USB file systems cannot do this; the file itself is already on disk.
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def _write_new(path: Path, data: bytes, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, mode), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _discard(temp: Path) -> None:
    # The failure that brought us here is the one to report, not that of tidying up.
    with contextlib.suppress(OSError):
        temp.unlink()


def _winerror(error: OSError) -> int | None:
    found: int | None = getattr(error, "winerror", None)
    return found
