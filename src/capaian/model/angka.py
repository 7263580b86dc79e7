"""A number that the report may print: it knows its unit and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from capaian.model.nilai import CellRef


@dataclass(frozen=True, slots=True)
class Angka:
    """The only kind of number a template can print.

    Attributes:
        nilai: Unrounded value, a level (`WTP`), or None when there is nothing to print.
        satuan: Unit; `%` for percent, `Rp` for rupiah.
        desimal: Places to print.
        asal: Cells the value came from.
        rumus: How it was computed; empty for a value that was typed.
        kosong: What to print when `nilai` is None.
        nama: What the number is, for the trace: `capaian IK-1.1`.
        ambang: A bound that the printed digits must not cross (90,004 % must not print as 90,00 % when the
            predicate says more than 90).
    """

    nilai: Decimal | str | None
    satuan: str = ""
    desimal: int = 2
    asal: tuple[CellRef, ...] = ()
    rumus: str = ""
    kosong: str = "–"
    nama: str = ""
    ambang: tuple[Decimal, ...] = ()
