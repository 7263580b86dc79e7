"""The self-check before the Inspektorat comes: criteria of the evaluation of SAKIP that data can answer."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Kekurangan:
    """What costs points: an indicator, a sasaran or a unit, and what is missing there."""

    kode: str
    nama: str
    kurang: str


@dataclass(frozen=True, slots=True)
class HasilKriteria:
    """One criterion.

    Attributes:
        kode: Code of the criterion: `LKE-03`.
        komponen: Component of the evaluation sheet it belongs to.
        uraian: What is asked.
        dasar: Where it comes from.
        n: How many things it can be asked of.
        terpenuhi: How many of them meet it.
        kekurangan: Those that do not.
        saran: What to do about it.
    """

    kode: str
    komponen: str
    uraian: str
    dasar: str
    n: int
    terpenuhi: int
    kekurangan: tuple[Kekurangan, ...]
    saran: str

    @property
    def persen(self) -> Decimal | None:
        """How much is covered, in percent, unrounded; None when it can be asked of nothing."""
        return Decimal(self.terpenuhi) * 100 / self.n if self.n else None
