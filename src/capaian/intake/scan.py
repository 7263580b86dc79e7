"""Listing the inbox and taking its files: every entry once, every file read once, nothing in it ever changed.

Names are data. They are shown and stored (see `display_name`), never used to make a path.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from capaian.errors import SystemRefusalError, UsageError
from capaian.ledger.durable import reason
from capaian.model.kiriman import Cacat

CAP = 25 * 1024 * 1024
"""Largest file that is taken, in bytes; a form of an office has some ten thousand."""

MAX_DEPTH = 16
"""Folders inside folders that are looked into."""

_BLOCK = 1 << 20
_SHEET_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
_LINK_TAGS = (0xA000000C, 0xA0000003)  # IO_REPARSE_TAG_SYMLINK and _MOUNT_POINT (a junction), Windows
_OPEN_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC", "O_NOINHERIT", "O_NOCTTY"):
    _OPEN_FLAGS |= getattr(os, _flag, 0)

_SIDE_FILES = (
    (re.compile(r"~\$.*|\.~lock\..*#", re.IGNORECASE | re.DOTALL), "penanda bahwa berkas masih dibuka"),
    (re.compile(r".*\.(part|partial|crdownload|download)", re.IGNORECASE | re.DOTALL), "unduhan belum selesai"),
    (re.compile(r"~.*\.tmp|\.capaian-.*\.tmp", re.IGNORECASE | re.DOTALL), "berkas sementara"),
    (re.compile(r"\._.*|\.ds_store|thumbs\.db|desktop\.ini", re.IGNORECASE | re.DOTALL), "berkas sistem"),
)
_SYSTEM_FOLDER = "__macosx"

# Backslash itself, C0, DEL, C1, bidi controls, zero-width and other invisible characters, what XML forbids, bytes
# that are no UTF-8, and the mark between a zip and the files in it. A fixed list: names are compared with names stored
# years ago by another version of Python.
_UNSAFE = re.compile(
    "[\\\\\x00-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u203a]"
    "|[\ud800-\udfff]"
)
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the inbox.

    Attributes:
        path: Where it is.
        nama: Its name below the inbox, safe to store and to show.
        cacat: Why it is no candidate (B02, B10, B30, B31); None when it is a regular file to take.
        tanda: What the system says of the file without opening it: size, times and number. A file that says the same
            as when it was read has not changed since.
        diubah: Time of change in nanoseconds, as the system says.
    """

    path: Path
    nama: str
    cacat: Cacat | None = None
    tanda: str = ""
    diubah: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """The bytes of a file, read once; everything later works on these.

    Attributes:
        ukuran: Length in bytes.
    """

    data: bytes
    ukuran: int


def display_name(relative: PurePath | str) -> str:
    r"""Return a name that any terminal, table and file can hold; different names stay different.

    Folders are parted by `/`. A newline becomes `\n`, an escape `\x1b`, a byte that is no UTF-8 `\xff`, an invisible
    character `\u202e`, a backslash `\\`.
    """
    parts = relative.parts if isinstance(relative, PurePath) else (relative,)
    return "/".join(_UNSAFE.sub(_escaped, part) for part in parts)


def scan(inbox: Path) -> list[Entry]:
    """List everything in the inbox and the folders in it, sorted by name; links are not followed.

    Returns:
        Every file, link and device once, and every folder that could not be looked into. A folder that was looked into
        stands for nothing itself, unless it is named like a workbook.

    Raises:
        UsageError: the inbox is missing or is no folder.
        SystemRefusalError: the inbox cannot be listed.
    """
    folder = display_name(inbox.as_posix())
    try:
        names = _names(inbox)
    except FileNotFoundError as error:
        raise UsageError(
            f"Folder «{folder}» tidak ditemukan.",
            "Buat folder itu lalu taruh formulir yang kembali di dalamnya, atau sebutkan folder yang benar: "
            "`capaian collect ./inbox`.",
        ) from error
    except NotADirectoryError as error:
        raise UsageError(
            f"«{folder}» bukan folder.",
            "Sebutkan folder tempat formulir yang kembali ditaruh: `capaian collect ./inbox`.",
        ) from error
    except OSError as error:
        raise SystemRefusalError(
            f"Folder «{folder}» tidak dapat dibuka: {reason(error)}.",
            "Periksa izin baca pada folder itu, lalu jalankan lagi.",
        ) from error
    return list(_walk(inbox, PurePath(), names))


def take(entry: Entry, cap: int = CAP) -> Taken | Cacat:
    """Read a file once, only if it is and stays the regular file that was listed.

    Args:
        entry: A candidate.
        cap: Most bytes to take.

    Returns:
        The bytes; or B02 when the file changed or vanished meanwhile, B30 when it is no regular file, B31 when it
        cannot be opened or read, B37 when it is larger than `cap` (with `sha256`, `ukuran` and `batas`, in bytes).
    """
    try:
        before = os.lstat(entry.path)
        if problem := _irregular(before):
            return _cacat("B30", entry.nama, jenis=problem)
        handle = os.open(entry.path, _OPEN_FLAGS)
    except OSError as error:
        return _refused(error, entry.nama)
    try:
        return _read_once(handle, before, entry.nama, cap)
    except OSError as error:
        return _refused(error, entry.nama)
    finally:
        os.close(handle)


def _read_once(handle: int, before: os.stat_result, nama: str, cap: int) -> Taken | Cacat:
    opened = os.fstat(handle)
    if not stat.S_ISREG(opened.st_mode) or not _same_file(before, opened):
        return _cacat("B02", nama, sebab="berkas diganti saat akan dibaca")
    found: Taken | Cacat
    if opened.st_size > cap:
        ukuran, sha = _hash(handle, opened.st_size)
        found = _cacat("B37", nama, ukuran=str(ukuran), batas=str(cap), sha256=sha)
    else:
        data = _read(handle, cap)
        ukuran, found = len(data), Taken(data, len(data))
    after = os.fstat(handle)
    if ukuran != opened.st_size or (after.st_size, after.st_mtime_ns) != (opened.st_size, opened.st_mtime_ns):
        return _cacat("B02", nama, sebab="berkas berubah saat dibaca")
    return found


def _read(handle: int, limit: int) -> bytes:
    """Read to the end, or one byte past the limit."""
    blocks: list[bytes] = []
    left = limit + 1
    while left and (block := os.read(handle, min(_BLOCK, left))):
        blocks.append(block)
        left -= len(block)
    return b"".join(blocks)


def _hash(handle: int, limit: int) -> tuple[int, str]:
    """Length and SHA-256 of all there is, up to one byte past the limit, in little memory."""
    digest = hashlib.sha256()
    left = limit + 1
    while left and (block := os.read(handle, min(_BLOCK, left))):
        digest.update(block)
        left -= len(block)
    return limit + 1 - left, digest.hexdigest()


def _walk(folder: Path, relative: PurePath, names: list[str]) -> Iterator[Entry]:
    for name in names:
        path, below = folder / name, relative / name
        nama = display_name(below)
        try:
            found = os.lstat(path)
        except OSError as error:
            yield Entry(path, nama, _refused(error, nama))
            continue
        if not stat.S_ISDIR(found.st_mode) or _is_link(found):
            yield Entry(path, nama, _why_not(below, found, nama), sign(found), found.st_mtime_ns)
            continue
        if len(below.parts) > MAX_DEPTH:
            yield Entry(path, nama, _cacat("B30", nama, jenis=f"folder yang lebih dalam dari {MAX_DEPTH} tingkat"))
            continue
        try:
            inside = _names(path)
        except OSError as error:
            yield Entry(path, nama, _refused(error, nama))
            continue
        if name.lower().endswith(_SHEET_ENDINGS):
            yield Entry(path, nama, _cacat("B30", nama, jenis="folder"))
        yield from _walk(path, below, inside)


def sign(found: os.stat_result) -> str:
    """Return size, times of change and number of a file as one text."""
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}:{found.st_ino}"


def _names(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries)


def _why_not(below: PurePath, found: os.stat_result, nama: str) -> Cacat | None:
    if problem := _irregular(found):
        return _cacat("B30", nama, jenis=problem)
    return side_file(below)


def side_file(below: PurePath) -> Cacat | None:
    """Return the fact (B10) that a file is only a companion of others by its name, or None."""
    nama = display_name(below)
    if any(part.lower() == _SYSTEM_FOLDER for part in below.parts):
        return _cacat("B10", nama, jenis="berkas sistem")
    jenis = next((jenis for pattern, jenis in _SIDE_FILES if pattern.fullmatch(below.name)), None)
    return _cacat("B10", nama, jenis=jenis) if jenis else None


def _irregular(found: os.stat_result) -> str | None:
    """Say what it is when it is no regular file."""
    if _is_link(found):
        return "tautan"
    if stat.S_ISREG(found.st_mode):
        return None
    kinds = ((stat.S_ISDIR, "folder"), (stat.S_ISFIFO, "pipa (FIFO)"), (stat.S_ISSOCK, "soket"))
    return next((word for is_kind, word in kinds if is_kind(found.st_mode)), "perangkat")


def _is_link(found: os.stat_result) -> bool:
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) in _LINK_TAGS


def _same_file(before: os.stat_result, opened: os.stat_result) -> bool:
    # Windows fills these numbers by two different calls, which need not agree on every file system.
    return os.name == "nt" or os.path.samestat(before, opened)


def _refused(error: OSError, nama: str) -> Cacat:
    if error.errno == errno.ELOOP:
        return _cacat("B30", nama, jenis="tautan")
    if error.errno == errno.ENOENT:
        return _cacat("B02", nama, sebab="berkas tidak ada lagi saat akan dibaca")
    return _cacat("B31", nama, sebab=reason(error))


def _cacat(kode: str, nama: str, **rincian: str) -> Cacat:
    return Cacat(kode, {"nama": nama, **rincian})


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in _SHORT:
        return _SHORT[found[0]]
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was no UTF-8 (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"
