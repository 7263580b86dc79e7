"""Functions of numbers that an expression may use: one entry each, with its arguments and what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

_MAKS_DESIMAL = 6


class Gagal(Enum):
    """Why an expression has no value: a closed list, each with its words."""

    KOSONG = "ada nilai yang kosong"
    BAGI_NOL = "ada pembagian dengan nol"
    TERLALU_BESAR = "hasilnya terlalu besar untuk diperiksa"
    DESIMAL = "banyaknya desimal pada «bulat» bukan bilangan bulat 0 sampai 6"


@dataclass(frozen=True, slots=True)
class Fungsi:
    """A function of numbers.

    Attributes:
        sedikit: Fewest arguments.
        banyak: Most arguments; None when there is no most.
        contoh: How it is written, for messages.
    """

    sedikit: int
    banyak: int | None
    contoh: str
    hitung: Callable[[Sequence[Decimal]], Decimal | Gagal]


def _round(isi: Sequence[Decimal]) -> Decimal | Gagal:
    angka, desimal = isi
    if desimal != desimal.to_integral_value() or not 0 <= desimal <= _MAKS_DESIMAL:
        return Gagal.DESIMAL
    return angka.quantize(Decimal(1).scaleb(-int(desimal)))


FUNGSI = {
    "jumlah": Fungsi(2, None, "jumlah(1; 2)", lambda isi: sum(isi, Decimal(0))),
    "min": Fungsi(2, None, "min(1; 2)", min),
    "maks": Fungsi(2, None, "maks(1; 2)", max),
    "abs": Fungsi(1, 1, "abs(1)", lambda isi: abs(isi[0])),
    "bulat": Fungsi(2, 2, "bulat(1,25; 1)", _round),
}
"""Computed inside the context of `evaluate`: 60 digits, half up, and finite numbers below 10²⁴ only."""
