"""Numbers in Word: the only way a number is printed, with a trace of each one.

Every filter takes an `Angka` and returns text. What was printed, from which cells and by which formula, is kept
in a `Jejak`, so that each figure of the report can be followed back to the cell that it came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import groupby

from capaian.document.errors import Refusal
from capaian.formulas.rounding import cetak
from capaian.model.angka import Angka
from capaian.model.nilai import CellRef
from capaian.text.inert import for_xml
from capaian.text.numbers import format_angka, is_persen
from capaian.text.words import terbilang

_RUPIAH = ("rp", "rupiah")
_TANPA_SATUAN = ("", "indeks", "nilai", "skor", "angka", "predikat", "opini", "level", "rasio", "poin")
"""Units that are not read aloud: the index is 85,00, not 85,00 indeks."""
_MAKS_TEMPAT = 16
"""Places of a number that its line of the trace names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class JejakAngka:
    """One number that was printed.

    Attributes:
        nama: What the number is: `capaian IK-1.1`.
        tercetak: The text as it stands in the report.
        nilai: The unrounded value as text.
        satuan: Unit.
        asal: Cells that the value came from.
        rumus: How it was computed; empty for a value that was typed.
    """

    nama: str
    tercetak: str
    nilai: str
    satuan: str
    asal: tuple[CellRef, ...]
    rumus: str

    @property
    def asal_teks(self) -> str:
        """The cells in words, neighbours as a range; after many places the rest is counted."""
        if not self.asal:
            return "–"
        tempat = list(_places(self.asal))
        sisa = sum(n for _, n in tempat[_MAKS_TEMPAT:])
        depan = "; ".join(teks for teks, _ in tempat[:_MAKS_TEMPAT])
        return f"{depan}; dan {sisa} sel lain" if sisa > 0 else depan


def _places(sel: Iterable[CellRef]) -> Iterator[tuple[str, int]]:
    """Name cells, those of one column that stand close together as one, each name with how many cells it is.

    The file is named when it is another one than that of the name before.
    """
    lalu = None
    for (berkas, lembar, depan, belakang), satu in groupby(sel, _column):
        baris = [_row(a) for a in satu]
        isi = f"{depan}{_ranges(baris, '' if belakang else depan)}{belakang}" if baris[0] else belakang
        penuh = f"{lembar}!{isi}" if lembar else isi
        yield penuh if berkas == lalu else f"{berkas} · {penuh}", len(baris)
        lalu = berkas


_KOLOM = re.compile(r"(?P<depan>[A-Z]{1,3}|baris )(?P<baris>\d+)(?P<belakang>| kolom .+)")


def _column(a: CellRef) -> tuple[str, str, str, str]:
    """File, sheet, and what stands before and after the row in the name of a cell."""
    m = _KOLOM.fullmatch(a.sel)
    return (a.berkas, a.lembar, m["depan"], m["belakang"]) if m else (a.berkas, a.lembar, "", a.sel)


def _row(a: CellRef) -> int:
    m = _KOLOM.fullmatch(a.sel)
    return int(m["baris"]) if m else 0


def _ranges(baris: Sequence[int], kolom: str) -> str:
    """Rows in their order, neighbours as a range: `4–9, 12`, or `8–H9, H12` in column H."""
    rentang: list[list[int]] = []
    for b in baris:
        if rentang and b == rentang[-1][-1] + 1:
            rentang[-1].append(b)
        else:
            rentang.append([b])
    teks = [str(r[0]) if len(r) == 1 else f"{r[0]}–{kolom}{r[-1]}" for r in rentang]
    return f", {kolom}".join(teks)


class Jejak:
    """Collects the numbers of one rendering, in the order of their first printing."""

    def __init__(self) -> None:
        self._isi: dict[tuple[str, str, str], JejakAngka] = {}

    def catat(self, angka: Angka, tercetak: str) -> str:
        """Remember a printed number once and return its text."""
        if angka.nilai is not None:
            kunci = (angka.nama, tercetak, angka.rumus)
            self._isi.setdefault(
                kunci,
                JejakAngka(angka.nama, tercetak, _polos(angka.nilai), angka.satuan, angka.asal, angka.rumus),
            )
        return tercetak

    def semua(self) -> tuple[JejakAngka, ...]:
        """Every number printed so far."""
        return tuple(self._isi.values())

    def ringkas(self) -> tuple[JejakAngka, ...]:
        """Every number once, however often and in whatever form it was printed: for the appendix."""
        sekali: dict[tuple[str, str], JejakAngka] = {}
        for j in self._isi.values():
            sekali.setdefault((j.nama, j.nilai), j)
        return tuple(sekali.values())

    def saringan(self) -> dict[str, Callable[..., str]]:
        """The filters, by the name that a template uses."""
        return {
            "angka": self.angka,
            "persen": self.persen,
            "persen_kata": self.persen_kata,
            "rupiah": self.rupiah,
            "nilai": self.nilai,
            "cacah": self.cacah,
            "nomor": nomor,
        }

    def angka(self, nilai: object) -> str:
        """Print the digits alone: `93,75`, `1.234`."""
        a = _angka("angka", nilai)
        return self.catat(a, _digit(a))

    def persen(self, nilai: object) -> str:
        """Print a percentage: `93,75%`."""
        return self._akhiran("persen", nilai, "%")

    def persen_kata(self, nilai: object) -> str:
        """Print a percentage inside a sentence: `93,75 persen`."""
        return self._akhiran("persen_kata", nilai, " persen")

    def rupiah(self, nilai: object) -> str:
        """Print money: `Rp1.234.567`."""
        a = _angka("rupiah", nilai)
        if not isinstance(a.nilai, Decimal):
            return self.catat(a, _digit(a))
        tanda = "-" if a.nilai < 0 else ""
        return self.catat(a, f"{tanda}Rp{_tulis(cetak(abs(a.nilai), a.desimal), a.desimal)}")

    def nilai(self, nilai: object) -> str:
        """Print a value with its unit: `46 persen`, `1.234 orang`, `Rp500`; a level as it is."""
        a = _angka("nilai", nilai)
        berangka = isinstance(a.nilai, Decimal) or (isinstance(a.nilai, str) and a.nilai[:1].isdecimal())
        if not berangka or a.satuan.casefold() in _TANPA_SATUAN:
            return self.catat(a, _digit(a))
        if is_persen(a.satuan):
            return self.catat(a, f"{_digit(a)} persen")
        if a.satuan.rstrip(".").casefold() in _RUPIAH:
            return self.rupiah(a)
        satuan = a.satuan if a.satuan.isupper() else a.satuan[0].lower() + a.satuan[1:]
        return self.catat(a, f"{_digit(a)} {for_xml(satuan)}")

    def cacah(self, nilai: object) -> str:
        """Print a small count as offices write it: `7 (tujuh)`."""
        a = _angka("cacah", nilai)
        if not isinstance(a.nilai, Decimal) or a.nilai != a.nilai.to_integral_value():
            return self.angka(a)
        kata = f" ({terbilang(int(a.nilai))})" if 0 <= a.nilai <= 999_999 else ""
        return self.catat(a, f"{format_angka(a.nilai, 0)}{kata}")

    def _akhiran(self, saringan: str, nilai: object, akhiran: str) -> str:
        a = _angka(saringan, nilai)
        teks = _digit(a)
        return self.catat(a, f"{teks}{akhiran}" if isinstance(a.nilai, Decimal) else teks)


def nomor(nilai: object) -> str:
    """Print an ordinal such as `loop.index` or a table number: a number that is not data."""
    if isinstance(nilai, bool) or not isinstance(nilai, int):
        raise Refusal(
            f"Penyaring «nomor» hanya untuk nomor urut, tetapi menerima {_sebut(nilai)}.",
            "Untuk angka data gunakan penyaring angka, persen, rupiah, atau nilai.",
        )
    return str(nilai)


def _angka(saringan: str, nilai: object) -> Angka:
    if isinstance(nilai, Angka):
        return nilai
    raise Refusal(
        f"Penyaring «{saringan}» menerima {_sebut(nilai)}, bukan angka yang diketahui asalnya.",
        "Gunakan nilai yang disediakan program, misalnya {{ ik.capaian|persen }}.",
    )


def _sebut(nilai: object) -> str:
    if nilai is None:
        return "isian kosong"
    if isinstance(nilai, bool):
        return "nilai benar/salah"
    return f"«{nilai}»" if isinstance(nilai, int | float | Decimal | str) else f"data «{type(nilai).__name__}»"


def _digit(a: Angka) -> str:
    if a.nilai is None:
        return for_xml(a.kosong)
    if isinstance(a.nilai, str):
        return for_xml(a.nilai)
    return _tulis(cetak(a.nilai, a.desimal, a.ambang), a.desimal)


def _tulis(bulat: Decimal, desimal: int) -> str:
    eksponen = bulat.as_tuple().exponent
    with localcontext() as konteks:
        konteks.prec = 400  # somebody may type 1E+308
        return format_angka(bulat, max(desimal, -eksponen if isinstance(eksponen, int) else 0))


def _polos(nilai: Decimal | str) -> str:
    return f"{nilai:f}" if isinstance(nilai, Decimal) else nilai
