"""The registry of facts: what a template may know, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import wraps
from types import MappingProxyType
from typing import TypeVar, cast

from capaian.formulas.rounding import cetak
from capaian.model.angka import Angka
from capaian.model.capaian import Capaian
from capaian.model.nilai import CellRef, Nilai
from capaian.report.bahan import Bahan

Fakta = Callable[[Bahan], object]
F = TypeVar("F", bound=Fakta)

_FAKTA: dict[str, Fakta] = {}


def fact(nama: str) -> Callable[[F], F]:
    """Register a function as a fact; templates print its result under this name.

    It is computed once for each material, however many facts build on it. It returns text, records of text
    and `Angka`, or tuples of them: no bare number can be printed.
    """

    def daftar(fungsi: F) -> F:
        if nama in _FAKTA:
            raise ValueError(f"fact {nama!r} is registered twice")
        if not (fungsi.__doc__ or "").strip():
            raise ValueError(f"fact {nama!r} has no docstring")

        @wraps(fungsi)
        def sekali(bahan: Bahan) -> object:
            if nama not in bahan.ingat:
                bahan.ingat[nama] = fungsi(bahan)
            return bahan.ingat[nama]

        _FAKTA[nama] = sekali
        return cast("F", sekali)

    return daftar


def daftar_fakta() -> Mapping[str, Fakta]:
    """Return every registered fact by name."""
    return MappingProxyType(_FAKTA)


def konteks(bahan: Bahan) -> dict[str, object]:
    """Compute every fact once."""
    return {nama: fungsi(bahan) for nama, fungsi in _FAKTA.items()}


def asal(*nilai: Nilai) -> tuple[CellRef, ...]:
    """Return the cells of values, each once, in order."""
    return tuple(dict.fromkeys(n.asal for n in nilai if n.asal is not None))


def asal_capaian(c: Capaian) -> tuple[CellRef, ...]:
    """Return the cells that a capaian was computed from: results, then target."""
    return tuple(dict.fromkeys((*asal(*c.sumber, c.realisasi), *(c.sel_target or asal(c.target)))))


def banyak(n: int, nama: str, rumus: str, sel: tuple[CellRef, ...] = ()) -> Angka:
    """Return a count as a number that can be printed."""
    return Angka(Decimal(n), desimal=0, asal=sel, rumus=rumus, nama=nama)


def selisih_tercetak(a: Angka, b: Angka, nama: str, *, bertanda: bool = False) -> Angka:
    """Return the difference of two numbers as they are printed, so that a reader who subtracts finds the same.

    The digits are those of the finer of the two; the value is None when either is no number.
    """
    sel = tuple(dict.fromkeys(a.asal + b.asal))
    rumus = f"{a.nama} − {b.nama}"
    if not isinstance(a.nilai, Decimal) or not isinstance(b.nilai, Decimal):
        return Angka(None, a.satuan, a.desimal, sel, rumus, nama=nama)
    beda = cetak(a.nilai, a.desimal, a.ambang) - cetak(b.nilai, b.desimal, b.ambang)
    eksponen = beda.as_tuple().exponent
    desimal = max(0, -eksponen) if isinstance(eksponen, int) else a.desimal
    return Angka(beda if bertanda else abs(beda), a.satuan, desimal, sel, rumus, nama=nama)
