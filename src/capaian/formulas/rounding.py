"""Rounding that never lies, and means without the noise of division.

Numbers are computed unrounded; the only rounding is done when a number is printed, and a printed number never
stands on another side of a bound than the number itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from capaian.text.numbers import bulatkan, format_angka

_DERAU = 20
"""Places kept by a mean. Thirds leave noise in the 26th place; twenty places are far beyond any printed digit."""
_DIGIT = 60


def cetak(nilai: Decimal, desimal: int, ambang: Sequence[Decimal] = ()) -> Decimal:
    """Round half up to `desimal` places, or to as many more as honesty needs.

    90,004 with the bound 90 would print as 90,00 under a label that means "more than 90"; then places are added
    until the printed number is on the same side of every bound (above, below or exactly on it) as the number
    itself: 90,004. The number is never nudged.

    Args:
        nilai: The unrounded number.
        desimal: Places wanted.
        ambang: Bounds that the printed digits must not cross, such as those of a predicate scale.

    Returns:
        The rounded number; its exponent is the number of places to print.
    """
    with localcontext() as konteks:
        konteks.prec = _cukup(nilai, desimal)
        bulat = bulatkan(nilai, desimal)
        while any(_sisi(bulat, a) != _sisi(nilai, a) for a in ambang):
            desimal += 1
            bulat = bulatkan(nilai, desimal)
        return bulat


def rerata(nilai: Sequence[Decimal], bobot: Sequence[Decimal] | None = None) -> Decimal | None:
    """Return the mean, weighted when weights are given; None when there is nothing to divide by.

    The mean of 200/3, 200/3, 200/3 and 160 is exactly 90, not 90,0000…01: noise must not decide a predicate.

    Args:
        nilai: Unrounded values.
        bobot: Weights, as many as there are values; equal weights give the simple mean.
    """
    berat = list(bobot) if bobot is not None else [Decimal(1)] * len(nilai)
    with localcontext() as konteks:
        konteks.prec = _DIGIT
        pembagi = sum(berat, Decimal(0))
        if pembagi == 0:
            return None
        jumlah = sum((n * b for n, b in zip(nilai, berat, strict=True)), Decimal(0))
        return polos(bulatkan(jumlah / pembagi, _DERAU))


def polos(nilai: Decimal) -> Decimal:
    """Return the same number without zeros at the end of its decimals: 90,00000 → 90."""
    with localcontext() as konteks:
        konteks.prec = _cukup(nilai, 0)
        return nilai.quantize(Decimal(1)) if nilai == nilai.to_integral_value() else nilai.normalize()


def tulis(nilai: Decimal, ambang: Sequence[Decimal] = ()) -> str:
    """Write a number inside a trace sentence: as it is when short, else with two honest decimals."""
    desimal = _desimal(polos(nilai))
    bulat = cetak(nilai, desimal if desimal <= 6 else 2, ambang)
    with localcontext() as konteks:
        konteks.prec = _cukup(bulat, 0)
        return format_angka(bulat, _desimal(bulat), ringkas=True)


def _desimal(nilai: Decimal) -> int:
    eksponen = nilai.as_tuple().exponent
    return max(0, -eksponen) if isinstance(eksponen, int) else 0


def _cukup(nilai: Decimal, desimal: int) -> int:
    """Digits that hold the number and its decimals exactly, even when somebody typed 1E+308."""
    return max(_DIGIT, len(nilai.as_tuple().digits) + abs(nilai.adjusted()) + desimal + 2)


def _sisi(nilai: Decimal, ambang: Decimal) -> int:
    return (nilai > ambang) - (nilai < ambang)
