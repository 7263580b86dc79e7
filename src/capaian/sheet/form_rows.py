"""Where the cells of a form stand while it is written: addresses for formulas, conditions and lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from capaian.model.formulir import BarisFormulir, Formulir
from capaian.sheet.layout import BAGIAN, Bagian, Kolom

BARIS_KEPALA = 7
"""Row of the column heads on ISIAN and ANGGARAN."""
NAMA_NIHIL = "daftar_nihil"
_HURUF = {(b.kunci, k.kunci): get_column_letter(n) for b in BAGIAN for n, k in enumerate(b.kolom, 1)}


@dataclass
class Daftar:
    """The lists that dropdowns offer: one column of the list sheet and one defined name each."""

    isi: dict[tuple[str, ...], str] = field(default_factory=dict)

    def nama(self, pilihan: tuple[str, ...]) -> str:
        """Return the defined name of a list."""
        return self.isi.setdefault(pilihan, f"daftar_{len(self.isi) + 1}")


class Sel:
    """The address of one cell, for `str.format`: `{x}` the address, `{x:teks}` its text, `{x:kosong}` a condition."""

    def __init__(self, alamat: str, *, teks_bebas: bool) -> None:
        self._alamat = alamat
        self._teks_bebas = teks_bebas

    def __format__(self, cara: str) -> str:
        teks = f"TRIM({self._alamat})"
        if cara == "kosong":
            # Only cells with a number or a list know words for "nothing to report"; in a sentence they are words.
            nihil = "" if self._teks_bebas else f",ISNUMBER(MATCH({teks},{NAMA_NIHIL},0))"
            return f'OR({teks}=""{nihil})'
        return {"": self._alamat, "teks": teks}[cara]


@dataclass(frozen=True, slots=True)
class Tempat:
    """One row of a form and where it stands."""

    bagian: Bagian
    baris: BarisFormulir
    nomor: int

    def sel(self, kolom: Kolom) -> Sel:
        """The cell of a column, with its sheet."""
        return Sel(f"{self.bagian.lembar}!{self.alamat(kolom)}", teks_bebas=kolom.jenis == "teks")

    def alamat(self, kolom: Kolom) -> str:
        """The address of a column, without its sheet."""
        return f"{_HURUF[self.bagian.kunci, kolom.kunci]}{self.nomor}"

    def semua(self) -> Mapping[str, Sel]:
        """Every cell by column key."""
        return {k.kunci: self.sel(k) for k in self.bagian.kolom}

    def pilihan(self, kolom: Kolom) -> tuple[str, ...]:
        """The words that an input allows; empty when it takes numbers or any text."""
        return kolom.pilihan or (self.baris.pilihan if kolom.jenis == "ukuran" else ())

    def terbuka(self) -> Iterator[Kolom]:
        """The input columns that the row asks for."""
        return (k for k in self.bagian.masukan if k.kunci not in self.baris.tutup)


def parts(formulir: Formulir) -> Iterator[tuple[Bagian, tuple[Tempat, ...]]]:
    """Return the parts that the form has, with their rows."""
    for bagian in BAGIAN:
        if baris := formulir.baris.get(bagian.kunci):
            yield bagian, tuple(Tempat(bagian, b, n) for n, b in enumerate(baris, BARIS_KEPALA + 1))
