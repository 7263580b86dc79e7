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
        kutipan: The paragraph it is about; empty when it is about none.
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


@dataclass(frozen=True, slots=True)
class Blok:
    """A text of a document with its place in words.

    Attributes:
        caption: It is the caption of a table or figure.
        daftar: It is an entry of a table of contents, which repeats what stands elsewhere.
    """

    tempat: str
    teks: str
    caption: bool = False
    daftar: bool = False


@dataclass(frozen=True, slots=True)
class Sisa:
    """Something in a text that probably belongs to another report.

    Attributes:
        jenis: What it is, in words: `nama kantor lain`.
        ditemukan: The words as they stand.
    """

    jenis: str
    tempat: str
    ditemukan: str
    kutipan: str
    saran: str
