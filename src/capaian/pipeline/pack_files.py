"""Which files of a return pack are written and taken away, so that nobody's own edits are lost."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from capaian.workspace.files import content


def to_write(
    folder: Path, isi: Mapping[str, bytes], lama: Mapping[str, str], *, baru: bool
) -> dict[Path, bytes | None]:
    """Return what is to be written. A file that stands there with other bytes than `lama` was edited by somebody.

    Args:
        folder: Folder of the pack.
        isi: Content by file name.
        lama: Hashes of the last pack of the unit, by file name, even when it was taken away since.
        baru: Whether the pack says something new; else only what is missing is written again.
    """
    if not baru:
        return {folder / nama: data for nama, data in isi.items() if not (folder / nama).exists()}
    berkas: dict[Path, bytes | None] = {}
    for nama, data in isi.items():
        path = folder / nama
        disunting = _edited(path, lama.get(nama, ""))
        if disunting is not None and disunting != data:
            berkas[_spare(path)] = disunting
        berkas[path] = data
    return berkas


def to_remove(folder: Path, lama: Mapping[str, str]) -> dict[Path, bytes | None]:
    """Return the files of a pack that can be taken away: those that nobody edited."""
    ada = [folder / nama for nama in lama if (folder / nama).is_file()]
    return {path: None for path in ada if _edited(path, lama[path.name]) is None}


def _edited(path: Path, sha: str) -> bytes | None:
    """What stands in a file when it is not what was written; None when it is, or is gone."""
    data = content(path)
    return None if data is None or hashlib.sha256(data).hexdigest() == sha else data


def _spare(path: Path) -> Path:
    """A free name for an edited file."""
    n = 1
    while (lain := path.with_stem(f"{path.stem} (disunting {n})")).exists():
        n += 1
    return lain
