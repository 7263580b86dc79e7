"""This period beside the earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from capaian.model.nilai import Nilai
from capaian.model.periode import Periode


@dataclass(frozen=True, slots=True)
class Titik:
    """One period of a series.

    Attributes:
        realisasi: Result up to and including the period; its `isi` is None when it is not known.
        target: Target of the period; its `isi` is None when none is known.
        persen: Achievement in percent, unrounded, after floor and cap; None when it cannot be computed.
    """

    periode: Periode
    realisasi: Nilai
    target: Nilai
    persen: Decimal | None

    @property
    def label(self) -> str:
        """`TW IV 2025`, `Tahun 2018`: the head of a column."""
        return self.periode.label if self.periode.jenis == "TAHUN" else self.periode.singkat


@dataclass(frozen=True, slots=True)
class Perbandingan:
    """One indicator in time.

    Attributes:
        titik: The series, oldest first; the last one is the period reported on.
        pembanding: The point that `arah` compares with; None when no earlier one is comparable.
        arah: `membaik`, `memburuk`, `tetap` or `–` (not known), by the polarity of the indicator.
        selisih: Result minus the earlier result in the unit of the indicator; None when either is no number.
    """

    indikator: str
    titik: tuple[Titik, ...]
    pembanding: Titik | None
    arah: str
    selisih: Decimal | None = None
