"""Regulations that were replaced, and numbers that reports often cite wrongly.

Only regulations that reports of regional offices cite; the office decides, the check only asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PENERBIT = {
    "PANRB": r"Permen\s?PAN|PAN\s?-?\s?RB|Pendayagunaan Aparatur Negara",
    "Dagri": r"Permendagri|Mendagri|Menteri Dalam Negeri",
    "Keuangan": r"PMK|Menteri Keuangan",
}
_NOMOR = re.compile(
    r"(?:Nomor|No\.?)?\s*([0-9][0-9./-]*)(?:/[A-Z][A-Z.0-9]*)*\s*(?:/|Tahun|Th\.?)\s*((?:19|20)[0-9]{2})", re.I
)


@dataclass(frozen=True, slots=True)
class Peraturan:
    """A regulation: who issued it, its number and year."""

    penerbit: str
    nomor: str
    tahun: int

    def __str__(self) -> str:
        nama = {"PANRB": "PermenPANRB", "Dagri": "Permendagri", "Keuangan": "PMK"}[self.penerbit]
        return f"{nama} Nomor {self.nomor} Tahun {self.tahun}"


PENGGANTI = {
    Peraturan("PANRB", "12", 2015): Peraturan("PANRB", "88", 2021),
    Peraturan("PANRB", "8", 2021): Peraturan("PANRB", "6", 2022),
    Peraturan("PANRB", "29", 2010): Peraturan("PANRB", "53", 2014),
    Peraturan("Dagri", "54", 2009): Peraturan("Dagri", "1", 2023),
    Peraturan("Dagri", "54", 2010): Peraturan("Dagri", "86", 2017),
    Peraturan("Keuangan", "249", 2011): Peraturan("Keuangan", "62", 2023),
    Peraturan("Keuangan", "214", 2017): Peraturan("Keuangan", "62", 2023),
    Peraturan("Keuangan", "22", 2021): Peraturan("Keuangan", "62", 2023),
}
"""Revoked → what replaced it."""
SALAH_KUTIP = {
    Peraturan("Dagri", "86", 2019): Peraturan("Dagri", "86", 2017),
    Peraturan("PANRB", "53", 2015): Peraturan("PANRB", "53", 2014),
}
"""Numbers that appear in published reports and do not mean what is written → what is meant."""


def kenali(teks: str) -> Peraturan | None:
    """Return the regulation that a line of the legal basis names first; None when it is none of these issuers."""
    penerbit = next((k for k, pola in _PENERBIT.items() if re.search(pola, teks, re.I)), "")
    m = _NOMOR.search(teks)
    return Peraturan(penerbit, m[1].rstrip("./-"), int(m[2])) if penerbit and m else None
