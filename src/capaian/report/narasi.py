"""The sentences of the report: files `narasi/*.j2`, and the sections that they may add."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_JUDUL = re.compile(r"\{#-?\s*judul:\s*(.+?)\s*-?#\}")
_BAGIAN = re.compile(r"^bagian-(\d+)-")


@dataclass(frozen=True, slots=True)
class BagianTambahan:
    """A section of Bab III that consists of a narasi file alone; `nomor` follows 3.2."""

    nama: str
    judul: str
    nomor: int


def load(*folder: Path) -> dict[str, str]:
    """Read `*.j2` of each folder, by name without the ending; a later folder wins.

    Raises:
        OSError: A file cannot be read.
    """
    narasi: dict[str, str] = {}
    for f in folder:
        for berkas in sorted(f.glob("*.j2")):
            narasi[berkas.stem] = berkas.read_text(encoding="utf-8-sig")
    return narasi


def bagian_tambahan(narasi: Mapping[str, str]) -> tuple[BagianTambahan, ...]:
    """Return the sections that files `bagian-<urut>-<nama>.j2` add to Bab III, in the order of their numbers.

    The first line of such a file is its heading: `{# judul: Prestasi dan Penghargaan #}`.
    """
    urut = sorted((int(m[1]), nama) for nama in narasi if (m := _BAGIAN.match(nama)))
    return tuple(BagianTambahan(nama, _judul(narasi[nama], nama), n) for n, (_, nama) in enumerate(urut, 3))


def _judul(sumber: str, nama: str) -> str:
    m = _JUDUL.search(sumber)
    return m[1] if m else nama.split("-", 2)[-1].replace("-", " ").capitalize()
