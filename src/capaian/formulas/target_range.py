"""A target that is a range: `60–80`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_ANGKA = r"-?[0-9]{1,20}(?:[.,][0-9]{1,20})?"
_BENTUK = re.compile(rf"^({_ANGKA})\s*(?:–|—|-|s\.?d\.?|sampai)\s*({_ANGKA})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rentang:
    """A range of values, both ends included, in the unit of the indicator.

    Raises:
        ValueError: the lower end is above the upper one.
    """

    bawah: Decimal
    atas: Decimal

    def __post_init__(self) -> None:
        if self.bawah > self.atas:
            raise ValueError(f"batas bawah {self.bawah} melebihi batas atas {self.atas}")

    def __contains__(self, nilai: Decimal) -> bool:
        return self.bawah <= nilai <= self.atas

    def jarak(self, nilai: Decimal) -> Decimal:
        """Return how far a value lies outside the range; 0 inside."""
        return max(self.bawah - nilai, nilai - self.atas, Decimal(0))

    @classmethod
    def parse(cls, teks: str) -> Rentang | None:
        """Read `60–80`, `60.5 - 80`, `60 s.d. 80`; None when it is no range.

        A dot or a comma is the decimal sign: thousands marks and units are the business of whoever read the cell.
        """
        m = _BENTUK.match(teks.strip())
        if not m:
            return None
        bawah, atas = (Decimal(g.replace(",", ".")) for g in m.groups())
        return cls(bawah, atas) if bawah <= atas else None
