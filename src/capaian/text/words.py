"""Small words of the formal language: counts, lists, the nearest known word."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

_SATUAN = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def terbilang(n: int) -> str:
    """Spell a number from 0 to 999,999, as letters do: `21 (dua puluh satu)`."""
    if n < 0 or n > 999_999:
        raise ValueError(n)
    if n < 12:
        return _SATUAN[n]
    for batas, satu, kata, besar in ((20, "", " belas", 0), (100, "", " puluh", 10)):
        if n < batas:
            depan, sisa = (n - 10, 0) if besar == 0 else divmod(n, 10)
            return f"{_SATUAN[depan]}{kata}" + (f" {_SATUAN[sisa]}" if sisa and not satu else "")
    besar, kata, satu = (100, "ratus", "seratus") if n < 1000 else (1000, "ribu", "seribu")
    depan, sisa = divmod(n, besar)
    awal = satu if depan == 1 else f"{terbilang(depan)} {kata}"
    return awal + (f" {terbilang(sisa)}" if sisa else "")


def daftar(kata: Sequence[str], dan: str = "dan") -> str:
    """Join words as a sentence does: `a`, `a dan b`, `a, b, dan c`."""
    if len(kata) <= 2:
        return f" {dan} ".join(kata)
    return ", ".join(kata[:-1]) + f", {dan} {kata[-1]}"


def some(kata: Sequence[str], banyak: int, lainnya: str = "lainnya") -> str:
    """Join the first words, and say how many more there are: `a, b, dan 5 lainnya`."""
    lain = len(kata) - banyak
    return daftar(kata) if lain <= 1 else f"{', '.join(kata[:banyak])}, dan {lain} {lainnya}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was most likely meant, or None; one with its signs swapped (`=<`) before others."""
    table = {k.casefold(): k for k in known}
    swapped = [k for k in table if sorted(k) == sorted(word.casefold())]
    found = swapped or difflib.get_close_matches(word.casefold(), table, n=1, cutoff=0.6)
    return table[found[0]] if found else None


def maksud(word: str, known: Iterable[str]) -> str:
    """Return ` Mungkin maksudnya «x».` or an empty string."""
    found = nearest(word, known)
    return f" Mungkin maksudnya «{found}»." if found else ""
