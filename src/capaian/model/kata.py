"""Closed lists of words that a form lets people choose from."""

from __future__ import annotations

from enum import Enum


class StatusData(Enum):
    """What the sender says about the data of one indicator; the words stand in the form's list."""

    ADA = "Ada"
    BELUM_TERSEDIA = "Belum tersedia"
    TIDAK_DIUKUR = "Tidak diukur periode ini"
    TIDAK_DILAKSANAKAN = "Tidak dilaksanakan"

    @classmethod
    def cari(cls, teks: str) -> StatusData | None:
        """Return the status that was written, whatever its case and blanks, or None."""
        rapi = " ".join(teks.split()).casefold()
        return next((s for s in cls if s.value.casefold() == rapi), None)


PILIHAN_STATUS = tuple(s.value for s in StatusData)
