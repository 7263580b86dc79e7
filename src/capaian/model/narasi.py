"""Paragraphs that the office writes itself, and the places where they may stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tempat:
    """A place in the report.

    Attributes:
        kunci: `latar-belakang`, or the code of a sasaran or indikator.
        judul: As the narrative document heads it.
        dinas: What is written there speaks about the office as a whole, so it grows old with its numbers.
    """

    kunci: str
    judul: str
    dinas: bool = False


@dataclass(frozen=True, slots=True)
class Tulisan:
    """What was written at a place.

    Attributes:
        ganti: It stands in the stead of the generated paragraphs, not after them.
    """

    kunci: str
    paragraf: tuple[str, ...]
    ganti: bool = False


@dataclass(frozen=True, slots=True)
class CatatanTulisan:
    """Something to look at in what was written.

    Attributes:
        kunci: Place.
        ke: Paragraph, from 1; 0 for the whole.
        jenis: `usang` (numbers changed since), `angka` (a number that the data does not hold) or `tempat` (the place is
            gone).
        pesan: What was found and what to do.
    """

    kunci: str
    ke: int
    jenis: str
    pesan: str
    kutipan: str = ""
