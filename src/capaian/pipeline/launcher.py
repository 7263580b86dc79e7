"""A double click instead of a command line: files to click, and what is dropped on them."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from capaian.errors import SystemRefusalError, UsageError
from capaian.workspace.files import write_if_changed
from capaian.workspace.folder import Folder
from capaian.workspace.launchers import launchers


def write(folder: Folder, sistem: Sequence[str]) -> tuple[Path, ...]:
    """Write the files to click into the office folder.

    Args:
        folder: The office folder.
        sistem: Systems they are for, see `workspace.launchers.SISTEM`.

    Raises:
        SystemRefusalError: the folder cannot be written.
    """
    hasil = []
    for s in sistem:
        for nama, data in launchers(s, sys.executable).items():
            path = folder.root / nama
            write_if_changed(path, data)
            if os.name == "posix":
                path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
            hasil.append(path)
    return tuple(hasil)


@contextmanager
def dropped(jatuhan: Sequence[Path]) -> Iterator[Path]:
    """Give the folder that holds what was dropped: the folder itself, or files gathered in one that goes away after.

    What is taken in lands in the archive; the office's own inbox stays as it is.

    Raises:
        UsageError: something is not there, or a folder was dropped together with other things.
        SystemRefusalError: a file cannot be read.
    """
    hilang = [p for p in jatuhan if not p.exists()]
    if hilang:
        raise UsageError(f"«{hilang[0]}» tidak ada.", "Seret berkasnya sekali lagi.")
    if len(jatuhan) == 1 and jatuhan[0].is_dir():
        yield jatuhan[0]
        return
    if any(p.is_dir() for p in jatuhan):
        raise UsageError(
            "Folder dan berkas tidak dapat diseret bersamaan.", "Seret satu folder, atau berkas-berkasnya."
        )
    with TemporaryDirectory(prefix="capaian-") as sementara:
        try:
            for n, p in enumerate(jatuhan, 1):
                tujuan = Path(sementara) / p.name
                # Two files of one name, from two folders.
                shutil.copy2(p, tujuan if not tujuan.exists() else tujuan.with_stem(f"{p.stem} ({n})"))
        except OSError as e:
            raise SystemRefusalError(
                f"«{e.filename}» tidak dapat dibaca ({e.strerror}).", "Tutup berkas itu di program lain, lalu ulangi."
            ) from None
        yield Path(sementara)
