"""This period beside the earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from capaian.model.capaian import Alasan
from capaian.model.nilai import CellRef, Nilai
from capaian.model.periode import Periode


@dataclass(frozen=True, slots=True)
class Titik:
    """One period of a series.

    Attributes:
        realisasi: Result up to and including the period; its `isi` is None when it is not known.
        target: Target of the period; its `isi` is None when none is known.
        persen: Achievement in percent, unrounded, after floor and cap; None when it cannot be computed.
        sumber: Every value that went into `realisasi`, when there are several.
        sel_target: Every cell that `target` was made from, when there are several.
    """

    periode: Periode
    realisasi: Nilai
    target: Nilai
    persen: Decimal | None
    sumber: tuple[Nilai, ...] = ()
    sel_target: tuple[CellRef, ...] = ()

    @property
    def label(self) -> str:
        """`TW IV 2025`, `Tahun 2018`: the head of a column."""
        return self.periode.label if self.periode.jenis == "TAHUN" else self.periode.singkat


@dataclass(frozen=True, slots=True)
class Kemajuan:
    """A result beside the target at the end of the Renstra.

    Attributes:
        target: Target of the last year of the Renstra, with its cell; its `isi` is None when none is recorded.
        tahun: That year.
        persen: The result against it by the formula of the indicator, in percent, unrounded, after the floor and
            without a cap; None when it cannot be computed.
        alasan: Why not.
    """

    target: Nilai
    tahun: int
    persen: Decimal | None
    alasan: Alasan | None = None


@dataclass(frozen=True, slots=True)
class Standar:
    """A result beside a national or provincial standard.

    Attributes:
        nilai: The standard.
        sumber: Where it comes from.
        letak: `di atas`, `di bawah` or `sama dengan` the standard; `–` when they cannot be compared.
        lebih_baik: Whether that is better, by the polarity; None when equal, unknown, or when a range is the target.
    """

    nilai: Decimal | str
    sumber: str
    letak: str
    lebih_baik: bool | None = None


@dataclass(frozen=True, slots=True)
class Tren:
    """How a result moved over the years, by the polarity of the indicator.

    Attributes:
        arah: `membaik`, `memburuk` or `tetap` when every step went that way, `naik turun` when not.
        langkah: Direction of each step, oldest first.
        beruntun: How many of the last steps went the same way.
        titik: The points, oldest first; the last is the period reported on.
    """

    arah: str
    langkah: tuple[str, ...]
    beruntun: int
    titik: tuple[Titik, ...]


@dataclass(frozen=True, slots=True)
class Perbandingan:
    """One indicator in time.

    Attributes:
        titik: The series, oldest first; the last one is the period reported on.
        pembanding: The point that `arah` compares with; None when no earlier one is comparable.
        arah: `membaik`, `memburuk`, `tetap` or `–` (not known), by the polarity of the indicator.
        selisih: Result minus the earlier result in the unit of the indicator; None when either is no number.
        kemajuan: The result beside the end of the Renstra; None when no target of it is recorded.
        standar: The result beside the standard; None when the schema has none.
        tren: The course over the years; None with fewer than three points that can be compared.
    """

    indikator: str
    titik: tuple[Titik, ...]
    pembanding: Titik | None
    arah: str
    selisih: Decimal | None = None
    kemajuan: Kemajuan | None = None
    standar: Standar | None = None
    tren: Tren | None = None
