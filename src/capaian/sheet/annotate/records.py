"""What a copy of a workbook is given: marks on cells, values, and the list of findings."""

from __future__ import annotations

from dataclasses import dataclass

from capaian.model.formulir import Isi
from capaian.model.koreksi import ButirKoreksi

LEMBAR_TEMUAN = "Temuan"
JUDUL_TEMUAN = "DAFTAR TEMUAN PEMERIKSAAN"
"""How the title of the sheet begins; a sheet of this name and title is ours and is written anew in the next round."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to be marked.

    Attributes:
        berat: An error; else a warning.
        catatan: The comment, one paragraph per finding.
    """

    lembar: str
    sel: str
    berat: bool
    catatan: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value to be written into a cell."""

    lembar: str
    sel: str
    isi: Isi


@dataclass(frozen=True, slots=True)
class FindingList:
    """The sheet Temuan.

    Attributes:
        judul: Behind the fixed beginning of the title: whose form, which period.
        pengantar: Lines under the title.
        kaki: Left part of the footer.
    """

    judul: str
    pengantar: tuple[str, ...]
    baris: tuple[ButirKoreksi, ...]
    kaki: str = ""
