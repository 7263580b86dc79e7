"""What an examination of the computer and the office folder says (`capaian doctor`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Keadaan(Enum):
    """How serious something is."""

    BAIK = "baik"
    PERLU = "perlu perhatian"
    RUSAK = "menghalangi"


@dataclass(frozen=True, slots=True)
class ButirKesehatan:
    """One thing that was looked at.

    Attributes:
        apa: What was looked at.
        ditemukan: What was found.
        saran: What to do; empty when all is well.
    """

    apa: str
    keadaan: Keadaan
    ditemukan: str
    saran: str = ""


@dataclass(frozen=True, slots=True)
class HasilKesehatan:
    """Everything that was looked at; `kantor` is empty outside an office folder."""

    butir: tuple[ButirKesehatan, ...]
    kantor: str = ""

    @property
    def rusak(self) -> bool:
        """Whether something keeps the program from working."""
        return any(b.keadaan is Keadaan.RUSAK for b in self.butir)
