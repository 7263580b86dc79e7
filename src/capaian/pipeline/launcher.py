"""A double click instead of a command line: files to click, and what is dropped on them."""

from __future__ import annotations

import os
import re
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


def spoken(baris: str, peluncur: str) -> list[Path] | None:
    r"""Return what was dropped on a file to click, from the line with which Windows started its command processor.

    Explorer puts names with blanks between quotation marks and others not, so that `A&B.xlsx` would be two commands:
    the file to click hands over the whole line besides its arguments.

    Args:
        baris: `C:\Windows\system32\cmd.exe /c ""D:\kantor\Buka capaian.bat" D:\A&B.xlsx "D:\C D.xlsx""`.
        peluncur: Name of the file to click.

    Returns:
        The files; None when the line does not name the file to click, because a person typed its name.
    """
    tempat = baris.casefold().find(peluncur.casefold()) if peluncur else -1
    if tempat < 0:
        return None
    sisa = baris[tempat + len(peluncur) :].removeprefix('"').strip()
    # The last quotation mark closes that of `/c "…"`.
    if sisa.count('"') % 2:
        sisa = sisa.removesuffix('"')
    return [Path(a or b) for a, b in _KATA.findall(sisa)]


_KATA = re.compile(r'"([^"]+)"|([^\s"]+)')


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
            for p in jatuhan:
                # Files of one name come from several folders; none may take the place of another.
                nama = (p.name, *(f"{p.stem} ({n}){p.suffix}" for n in range(2, len(jatuhan) + 2)))
                shutil.copy2(p, next(t for x in nama if not (t := Path(sementara) / x).exists()))
        except OSError as e:
            raise SystemRefusalError(
                f"«{e.filename}» tidak dapat dibaca ({e.strerror}).", "Tutup berkas itu di program lain, lalu ulangi."
            ) from None
        yield Path(sementara)
