"""Efficiency: what was reached beside what it cost.

There is no formula that all offices share; the office chooses one, and the report prints it. Adding
a formula is adding one function here. The table `Contoh:` of its docstring is its test and its documentation.

Whatever the formula says, money that was not spent is no efficiency where the target was missed: `putusan` keeps that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from capaian.formulas.registry import Registry

_SERATUS = Decimal(100)
BAKU = "F1"
_KLIP = Decimal(20)
"""Efficiency beyond 20 percent on either side counts as 20 (PMK 214/2017 and 22/2021)."""


@dataclass(frozen=True, slots=True)
class Keluaran:
    """One output and what it cost.

    Attributes:
        pagu: Budget in rupiah.
        realisasi: Spending in rupiah.
        capaian: Result of the output over its target: 0.95 is 95 percent.
    """

    pagu: Decimal
    realisasi: Decimal
    capaian: Decimal


@dataclass(frozen=True, slots=True)
class Masukan:
    """What is known about a sasaran.

    Attributes:
        capaian: Mean capaian in percent; None when it cannot be computed.
        serapan: Absorption in percent; None when it cannot be computed.
        keluaran: Its outputs that have a target, a result, a budget and a spending.
    """

    capaian: Decimal | None
    serapan: Decimal | None
    keluaran: tuple[Keluaran, ...] = ()


@dataclass(frozen=True, slots=True)
class Efisiensi:
    """A registered formula.

    Attributes:
        nama: Name in the settings: `F1`.
        uraian: The formula in words, printed in the report.
        dasar: Where it comes from.
        satuan: Unit of the result: `poin persen` or `%`.
        netral: Result that stands for neither saving nor waste; more is better.
        excel: The same as an Excel expression: `{C}` is the capaian, `{S}` the absorption, `{A}` the sum of budget
            times capaian of the outputs, `{B}` the sum of their spending. It gives `""` when there is no result.
        hitung: The result, or None when what it needs is not known.
    """

    nama: str
    uraian: str
    dasar: str
    satuan: str
    netral: Decimal
    excel: str
    hitung: Callable[[Masukan], Decimal | None]

    @property
    def keterangan(self) -> str:
        """The docstring with its examples."""
        return self.hitung.__doc__ or ""


class Putusan(Enum):
    """What the report says about a sasaran; the words choose its sentence."""

    EFISIEN = "efisien"
    SEBANDING = "sebanding"
    BELUM_EFISIEN = "belum efisien"
    SEBAGIAN = "sebagian tercapai"
    """The mean is at 100 or above, but not every indicator."""
    BELUM_TERCAPAI = "belum tercapai"
    """Serapan rendah, kinerja belum tercapai: never called efficient."""
    BELUM_TERCAPAI_SERAPAN_TINGGI = "belum tercapai, serapan tinggi"
    TAK_DINILAI = "tak dinilai"


_SEMUA: Registry[Efisiensi] = Registry("Rumus efisiensi")


def efisiensi(
    nama: str, *, uraian: str, dasar: str, satuan: str, netral: str, excel: str
) -> Callable[[Callable[[Masukan], Decimal | None]], Callable[[Masukan], Decimal | None]]:
    """Register a formula under a name; raises ValueError when the name is taken."""

    def daftar(fungsi: Callable[[Masukan], Decimal | None]) -> Callable[[Masukan], Decimal | None]:
        _SEMUA.add(Efisiensi(nama, uraian, dasar, satuan, Decimal(netral), excel, fungsi))
        return fungsi

    return daftar


def get(nama: str) -> Efisiensi:
    """Return a formula; raises ValueError with the known names when there is none."""
    return _SEMUA.get(nama)


def all() -> Iterator[Efisiensi]:
    """Return every formula in the order of this file."""
    return iter(_SEMUA)


def known_names() -> tuple[str, ...]:
    """Return the names of all formulas."""
    return _SEMUA.names()


@efisiensi(
    "F1",
    uraian="rata-rata capaian kinerja − penyerapan anggaran",
    dasar="Praktik laporan kinerja daerah: selisih yang positif menunjukkan penghematan.",
    satuan="poin persen",
    netral="0",
    excel='IF(AND(ISNUMBER({C}),ISNUMBER({S})),{C}-{S},"")',
)
def difference(m: Masukan) -> Decimal | None:
    """Selisih capaian kinerja dan penyerapan anggaran, dalam poin persen.

    Contoh:
      | capaian | serapan | hasil  |
      | 98,5    | 91,2    | 7,3    |
      | 97,04   | 90,44   | 6,6    |
      | 71,5    | 98,74   | -27,24 |
      | 100     | 100     | 0      |
      |         | 91,2    | –      |
      | 98,5    |         | –      |
    """
    return None if m.capaian is None or m.serapan is None else m.capaian - m.serapan


@efisiensi(
    "F2",
    uraian="rata-rata capaian kinerja / penyerapan anggaran × 100",
    dasar="Rasio keluaran terhadap masukan, seperti dipakai laporan kinerja BPKP.",
    satuan="%",
    netral="100",
    excel='IF(AND(ISNUMBER({C}),ISNUMBER({S})),IF({S}>0,{C}*100/{S},""),"")',
)
def ratio(m: Masukan) -> Decimal | None:
    """Capaian kinerja dibagi penyerapan anggaran; anggaran yang tidak terserap sama sekali tidak dapat dibandingkan.

    Contoh:
      | capaian | serapan | hasil   |
      | 106,52  | 97,8    | ≈108,92 |
      | 106,52  | 91,1    | ≈116,93 |
      | 80      | 100     | 80      |
      | 80      | 0       | –       |
      |         | 91,1    | –       |
    """
    if m.capaian is None or m.serapan is None or m.serapan <= 0:
        return None
    return m.capaian * 100 / m.serapan


@efisiensi(
    "F5",
    uraian="jumlah (pagu × capaian keluaran − realisasi anggaran) / jumlah (pagu × capaian keluaran) × 100, "
    "dihitung paling banyak 20 dan paling sedikit −20",
    dasar="PMK 214/PMK.02/2017 dan PMK 22/PMK.02/2021, menurut keluaran sub kegiatan.",
    satuan="%",
    netral="0",
    excel='IF(ISNUMBER({A}),IF({A}>0,MAX(-20,MIN(20,({A}-{B})*100/{A})),""),"")',
)
def outputs(m: Masukan) -> Decimal | None:
    """Penghematan terhadap pagu yang disesuaikan dengan capaian keluaran; di luar ±20 persen dihitung ±20 persen.

    Contoh:
      | pagu | keluaran | realisasi | hasil  |
      | 200  | 0,95     | 160       | ≈15,79 |
      | 200  | 0,5      | 160       | -20    |
      | 200  | 1        | 40        | 20     |
      | 200  | 1        | 200       | 0      |
      | 200  | 0        | 10        | –      |
      |      |          |           | –      |
    """
    seharusnya = sum((k.pagu * k.capaian for k in m.keluaran), Decimal(0))
    if seharusnya <= 0:
        return None
    hemat = seharusnya - sum((k.realisasi for k in m.keluaran), Decimal(0))
    return max(-_KLIP, min(_KLIP, hemat * 100 / seharusnya))


def putusan(rumus: Efisiensi, m: Masukan, *, semua_tercapai: bool) -> Putusan:
    """Judge: only where every target was reached can a saving be efficient.

    Args:
        rumus: The formula of the office.
        m: What is known about the sasaran.
        semua_tercapai: Every indicator that was computed reached its target; keeps a mean above 100 from hiding one
            that did not.
    """
    hasil = rumus.hitung(m)
    if hasil is None or m.capaian is None or m.serapan is None:
        return Putusan.TAK_DINILAI
    if m.capaian < _SERATUS:
        return Putusan.BELUM_TERCAPAI if m.serapan <= m.capaian else Putusan.BELUM_TERCAPAI_SERAPAN_TINGGI
    if not semua_tercapai:
        return Putusan.SEBAGIAN
    if hasil == rumus.netral:
        return Putusan.SEBANDING
    return Putusan.EFISIEN if hasil > rumus.netral else Putusan.BELUM_EFISIEN


def putusan_excel(rumus: Efisiensi) -> str:
    """Return `putusan` as an Excel expression.

    `{E}` is the result of the formula, `{C}` the capaian, `{S}` the absorption, `{N}` and `{K}` how many indicators
    reached their target and how many were computed.
    """
    p, n = Putusan, f"{rumus.netral:f}"
    tercapai = (
        f'IF({{N}}<{{K}},"{p.SEBAGIAN.value}",IF({{E}}={n},"{p.SEBANDING.value}",'
        f'IF({{E}}>{n},"{p.EFISIEN.value}","{p.BELUM_EFISIEN.value}")))'
    )
    belum = f'IF({{S}}<={{C}},"{p.BELUM_TERCAPAI.value}","{p.BELUM_TERCAPAI_SERAPAN_TINGGI.value}")'
    dinilai = "AND(ISNUMBER({E}),ISNUMBER({C}),ISNUMBER({S}))"
    return f'IF({dinilai},IF({{C}}<100,{belum},{tercapai}),"{p.TAK_DINILAI.value}")'
