"""Writing files that people read: whole or not at all, and not touched when nothing changed."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, count
from pathlib import Path

from capaian.errors import SystemRefusalError
from capaian.ledger import durable
from capaian.text.filenames import numbered


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


def write_new(folder: Path, nama: str, data: bytes) -> Path:
    """Write a file under a name that nothing has: `nama`, else with « (2)» and so on; the folder is made when missing.

    Args:
        folder: Where to.
        nama: A safe name, see `capaian.text.filenames`.
        data: Its whole content.

    Raises:
        SystemRefusalError: as `write_atomic`; nothing is left then.
    """
    durable.ensure_folder(folder)
    for n in count(1):
        path = folder / numbered(nama, n)
        try:
            # Taken first, then filled: so nobody else can get the name, and nothing of theirs is replaced.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            continue
        except OSError as e:
            raise durable.refusal(e, path) from e
        try:
            durable.write_atomic(path, data)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path
    raise AssertionError("numbers do not end")


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
                dulu = content(path)
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


def content(path: Path) -> bytes | None:
    """What stands in a file; None when there is none.

    Raises:
        SystemRefusalError: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as e:
        raise durable.refusal(e, path, replacing=True) from e


def put_folder(path: Path, berkas: Mapping[str, bytes]) -> None:
    """Make a folder with files in it, all of them or none; an empty folder of that name is taken over.

    Raises:
        SystemRefusalError: as `write_atomic`.
    """
    sementara = _written(path, berkas)
    try:
        if path.is_dir():
            path.rmdir()
        os.replace(sementara, path)  # noqa: PTH105 - Path.replace is the same call
    except OSError as e:
        shutil.rmtree(sementara, ignore_errors=True)
        raise durable.refusal(e, path, replacing=True, jenis="Folder") from None


def copy(sumber: Path, tujuan: Path) -> None:
    """Copy a file, or a folder with everything in it; folders above `tujuan` are made when missing.

    The marks that Word and Excel leave beside an open file (`~$…`) are passed over.

    Raises:
        SystemRefusalError: something cannot be read or written, named by its own path; what was
            copied until then stays.
    """
    try:
        if sumber.is_dir():
            tujuan.mkdir(parents=True, exist_ok=True)
            anak = sorted(p for p in sumber.iterdir() if not p.name.startswith("~$"))
        else:
            tujuan.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(sumber, tujuan)
            anak = []
    except OSError as e:
        sebab = "bukan berkas biasa" if isinstance(e, shutil.SpecialFileError) else durable.reason(e)
        raise SystemRefusalError(
            f"«{sumber}» tidak dapat disalin ke «{tujuan}»: {sebab}.",
            "Tutup berkas itu bila sedang dibuka, atau periksa izinnya, lalu ulangi.",
        ) from e
    for p in anak:
        copy(p, tujuan / p.name)


def put_instead(path: Path, data: bytes | Mapping[str, bytes], lama: Path) -> None:
    """Put a file, or a folder of files, in the place of another one, which is kept under the name `lama`.

    When anything fails, everything is as it was.

    Raises:
        SystemRefusalError: as `write_atomic`; also when a file of the old folder is open in another program.
    """
    if isinstance(data, bytes):
        if path.is_file():
            write_atomic(lama, path.read_bytes())
        try:
            write_atomic(path, data)
        except BaseException:
            lama.unlink(missing_ok=True)
            raise
        return
    sementara = _written(path, data)
    try:
        if path.exists():
            os.replace(path, lama)  # noqa: PTH105
        os.replace(sementara, path)  # noqa: PTH105
    except OSError as e:
        if lama.exists() and not path.exists():
            with contextlib.suppress(OSError):
                os.replace(lama, path)  # noqa: PTH105
        shutil.rmtree(sementara, ignore_errors=True)
        raise durable.refusal(e, path, replacing=True, jenis="Folder") from None


def _written(path: Path, berkas: Mapping[str, bytes]) -> Path:
    """Write the files of a folder under a name that nobody looks at yet."""
    sementara = path.parent / f"{durable.TEMP_PREFIX}{secrets.token_hex(8)}"
    try:
        for nama, data in berkas.items():
            durable.write_atomic(sementara / nama, data)
    except BaseException:
        shutil.rmtree(sementara, ignore_errors=True)
        raise
    return sementara


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        # It cannot be read to compare; writing it will tell why, or mend it.
        return False


def free_name(folder: Path, nama: str, akhiran: str) -> Path:
    """Return a path that nothing has: `nama`, else `nama-2` and so on, before the ending."""
    nomor = chain([""], (f"-{n}" for n in count(2)))
    return next(p for n in nomor if not (p := folder / f"{nama}{n}{akhiran}").exists())
