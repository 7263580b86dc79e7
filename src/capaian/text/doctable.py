"""Tables in docstrings: the examples that are the test, the documentation and what `capaian explain` prints.

A table stands under a heading of its own line, with a header row; a rule of dashes below the header is allowed:

    Contoh:
      | target | realisasi | capaian |
      | 80     | 72        | 90      |
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

_JUDUL = re.compile(r"^(\w[\w ]*):$")
_BATAS = re.compile(r"(?<!\\)\|")
_GARIS = re.compile(r"^:?-{3,}:?$")


@dataclass(frozen=True, slots=True)
class Tabel:
    """One table of a docstring.

    Attributes:
        judul: The heading above it: `Contoh`, `Salah`, `Benar`.
        kolom: Names of the columns.
        baris: The rows, each as long as `kolom`; an empty cell is an empty text.
    """

    judul: str
    kolom: tuple[str, ...]
    baris: tuple[tuple[str, ...], ...]

    @property
    def kamus(self) -> tuple[dict[str, str], ...]:
        """The rows by column name."""
        return tuple(dict(zip(self.kolom, b, strict=True)) for b in self.baris)


def parse(doc: str | None) -> tuple[Tabel, ...]:
    """Return every table of a docstring, in order.

    Args:
        doc: The docstring as Python keeps it; None has no tables.

    Raises:
        ValueError: a table without a heading or without rows, a column named twice, or a row of another width
            than its header: a mistake of the programmer that must not pass for "no examples".
    """
    hasil: list[Tabel] = []
    judul, baris = "", list[tuple[str, ...]]()
    for teks in [*_lines(doc), ""]:
        if teks.startswith("|"):
            baris.append(_cells(teks))
            continue
        if baris:
            hasil.append(_table(judul, baris))
            judul, baris = "", []
        if teks:
            m = _JUDUL.match(teks)
            judul = m[1] if m else ""
    return tuple(hasil)


def tables(doc: str | None, judul: str) -> tuple[Tabel, ...]:
    """Return the tables under one heading."""
    return tuple(t for t in parse(doc) if t.judul == judul)


def summary(doc: str | None) -> str:
    """Return the first paragraph of a docstring on one line."""
    paragraf: list[str] = []
    for teks in _lines(doc):
        if not teks:
            break
        paragraf.append(teks)
    return " ".join(paragraf)


def _lines(doc: str | None) -> list[str]:
    return [b.strip() for b in inspect.cleandoc(doc).splitlines()] if doc else []


def _cells(teks: str) -> tuple[str, ...]:
    if len(teks) < 2 or not teks.endswith("|"):
        raise ValueError(f"baris tabel tidak ditutup dengan «|»: {teks}")
    return tuple(s.strip().replace(r"\|", "|") for s in _BATAS.split(teks[1:-1]))


def _table(judul: str, baris: list[tuple[str, ...]]) -> Tabel:
    kolom, *isi = baris
    if not judul:
        raise ValueError(f"tabel {kolom} tidak memiliki judul seperti «Contoh:» di atasnya")
    if len(set(kolom)) != len(kolom):
        raise ValueError(f"tabel «{judul}» memiliki kolom kembar: {kolom}")
    isi = [b for b in isi if not all(_GARIS.match(s) for s in b)]
    if not isi:
        raise ValueError(f"tabel «{judul}» belum berisi contoh")
    for b in isi:
        if len(b) != len(kolom):
            raise ValueError(f"tabel «{judul}» berkolom {len(kolom)}, tetapi ada baris berkolom {len(b)}: {b}")
    return Tabel(judul, kolom, tuple(isi))
