"""From the values of the quarters to the value of the year so far.

Each kind is one function; its `Contoh:` table is its test, its documentation and what `capaian explain` prints.
Columns `tw1` to `tw4` are what was reported for each quarter (empty: missing; `x`: not measured), `sampai` is the
last quarter, `realisasi` the result. An office that works by semester has two values a year instead of four.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from capaian.formulas.registry import Registry
from capaian.formulas.rounding import cetak, rerata, tulis
from capaian.model.capaian import Alasan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Target, Ukuran


class Lewat(Enum):
    """A period in which the indicator was not to be measured: no gap in the series."""

    TIDAK_DIUKUR = "tidak diukur"


NilaiPeriode = Decimal | Lewat | None
"""The value of one period; None when it is missing."""
Deret = Sequence[NilaiPeriode]
"""Value of each period from the first of the year to the one reported on."""
Fungsi = Callable[[Deret, bool], "Decimal | Alasan"]


@dataclass(frozen=True, slots=True)
class Jenis:
    """A registered kind of accumulation.

    Attributes:
        nama: The name that the schema uses: `posisi_akhir`.
        uraian: What it does, in words.
        jejak: Sentence for the trace, with `{awal}`, `{akhir}`, `{hasil}` and the values (`{tambah}`, `{deret}`);
            empty when nothing is combined.
        jumlah: Targets of the quarters add up as the results do.
        butuh_angka: Only numbers can be combined this way, not the levels of an ordinal scale.
        excel: The same as an Excel expression: `{S}` is the range of the series, `{K}` its last cell; in it stand
            numbers, `KOSONG_EXCEL`, or nothing. It gives `""` when there is no result.
    """

    nama: str
    uraian: str
    jejak: str
    jumlah: bool
    butuh_angka: bool
    excel: str
    hitung: Fungsi

    @property
    def keterangan(self) -> str:
        """The docstring with its examples."""
        return self.hitung.__doc__ or ""


@dataclass(frozen=True, slots=True)
class Akumulasi:
    """The result: a value, or the reason why there is none, and what was done.

    Attributes:
        jejak: One Indonesian sentence; empty when the value is simply that of the last period.
    """

    nilai: Decimal | Alasan
    jejak: str = ""


_SEMUA: Registry[Jenis] = Registry("Jenis akumulasi")
_DIGIT = 6
"""Decimals up to which a result stands in a sentence as it is."""
KOSONG_EXCEL = "kosong"
"""What stands in the series of the form for a value that is missing; one that was not to be measured is empty."""
_DERET_EXCEL = 'IF(OR(COUNTIF({{S}},"kosong")>0,COUNT({{S}})=0),"",{})'
_AKHIR_EXCEL = 'IF(ISNUMBER({K}),{K},"")'


def akumulasi(
    nama: str, *, uraian: str, excel: str, jejak: str = "", jumlah: bool = False, butuh_angka: bool = False
) -> Callable[[Fungsi], Fungsi]:
    """Register a kind of accumulation; raises ValueError when the name is taken. See `Jenis`."""

    def daftar(fungsi: Fungsi) -> Fungsi:
        _SEMUA.add(Jenis(nama, uraian, jejak, jumlah, butuh_angka, excel, fungsi))
        return fungsi

    return daftar


def get(nama: str) -> Jenis:
    """Return a kind; raises ValueError with the known names when there is none."""
    return _SEMUA.get(nama)


def all() -> Iterator[Jenis]:
    """Return every kind in the order of this file."""
    return iter(_SEMUA)


def known_names() -> tuple[str, ...]:
    """Return the names of all kinds."""
    return _SEMUA.names()


def accumulate(nama: str, nilai: Sequence[NilaiPeriode], periode: Periode) -> Akumulasi:
    """Combine the values of the periods of a year up to and including one period.

    Args:
        nama: Kind of accumulation.
        nilai: What was reported for each period of the same kind, the first of the year first; its length is the
            ordinal of `periode`. A year has one value, which is taken as it is.
        periode: The period reported on.

    Returns:
        The result for the year so far. An earlier value that is missing gives `Alasan.RIWAYAT_KURANG`, never a
        smaller sum; a missing last value `Alasan.BELUM_ADA_DATA`.

    Raises:
        ValueError: an unknown kind, or another number of values than periods.
    """
    jenis = get(nama)
    if len(nilai) != periode.ke:
        raise ValueError(f"{periode} memerlukan {periode.ke} nilai, tetapi ada {len(nilai)}")
    if periode.jenis == "TAHUN" and isinstance(nilai[0], Decimal):
        return Akumulasi(nilai[0])
    hasil = jenis.hitung(nilai, periode.akhir_tahun)
    if isinstance(hasil, Alasan) or not jenis.jejak or sum(isinstance(v, Decimal) for v in nilai) < 2:
        return Akumulasi(hasil)
    awal, akhir = (Periode(periode.tahun, periode.jenis, i).label.split(" Tahun ")[0] for i in (1, periode.ke))
    angka = [tulis(v) for v in nilai if isinstance(v, Decimal)]
    isi = {"tambah": " + ".join(angka), "deret": "; ".join(angka), "n": len(angka), "hasil": tulis(hasil)}
    isi["sama"] = "=" if cetak(hasil, _DIGIT) == hasil else "≈"
    return Akumulasi(hasil, jenis.jejak.format(awal=awal, akhir=akhir, **isi))


@akumulasi(
    "kumulatif",
    uraian="jumlah realisasi sejak awal tahun",
    # Rounded, since a sum of doubles carries noise that a target of zero would see.
    excel=_DERET_EXCEL.format("ROUND(SUM({S}),10)"),
    jejak="Realisasi adalah jumlah {awal} sampai {akhir}: {tambah} = {hasil}.",
    jumlah=True,
    butuh_angka=True,
)
def cumulative(deret: Deret, _akhir_tahun: bool) -> Decimal | Alasan:
    """Realisasi setiap triwulan dijumlahkan; yang diisi adalah angka triwulan itu saja, bukan «sampai dengan».

    Contoh:
      | tw1 | tw2 | tw3 | tw4 | sampai | realisasi      |
      | 10  | 12  | 8   | 5   | 4      | 35             |
      | 10  | 12  | 8   |     | 3      | 30             |
      | 10  |     |     |     | 1      | 10             |
      | 10  | 0   | 8   |     | 3      | 18             |
      | 10  |     | 8   |     | 3      | RIWAYAT_KURANG |
      | x   | 12  | x   | 5   | 4      | 17             |
      | 10  | 12  |     |     | 3      | BELUM_ADA_DATA |
    """
    return _semua(deret, lambda v: sum(v, Decimal(0)))


@akumulasi("posisi_akhir", uraian="posisi pada akhir periode", excel=_AKHIR_EXCEL)
def last_position(deret: Deret, _akhir_tahun: bool) -> Decimal | Alasan:
    """Realisasi adalah posisi pada periode yang dilaporkan; persentase dan indeks tidak pernah dijumlahkan.

    Contoh:
      | tw1 | tw2 | tw3 | tw4 | sampai | realisasi      |
      | 40  | 55  | 61  | 72  | 4      | 72             |
      | 40  | 55  |     |     | 2      | 55             |
      |     |     | 61  |     | 3      | 61             |
      | 40  | 55  |     |     | 3      | BELUM_ADA_DATA |
    """
    return _akhir(deret)


@akumulasi(
    "rata_rata",
    uraian="rata-rata realisasi sejak awal tahun",
    excel=_DERET_EXCEL.format("ROUND(SUM({S}),10)/COUNT({S})"),
    jejak="Realisasi adalah rata-rata {awal} sampai {akhir}: ({tambah}) / {n} {sama} {hasil}.",
    butuh_angka=True,
)
def average(deret: Deret, _akhir_tahun: bool) -> Decimal | Alasan:
    """Realisasi adalah rata-rata realisasi setiap triwulan yang diukur.

    Contoh:
      | tw1 | tw2 | tw3 | tw4 | sampai | realisasi      |
      | 90  | 95  | 94  |     | 3      | 93             |
      | 90  | 95  |     |     | 2      | 92,5           |
      | 1   | 1   | 2   |     | 3      | ≈1,33          |
      | x   | 95  | 94  |     | 3      | 94,5           |
      | 90  |     | 94  |     | 3      | RIWAYAT_KURANG |
      | 90  | 95  |     |     | 3      | BELUM_ADA_DATA |
    """
    return _semua(deret, lambda v: rerata(v) or Decimal(0))


@akumulasi("tahunan", uraian="diukur sekali setahun, pada akhir tahun", excel=_AKHIR_EXCEL)
def yearly(deret: Deret, akhir_tahun: bool) -> Decimal | Alasan:
    """Realisasi hanya ada pada akhir tahun; triwulan yang lain tidak diukur dan bukan kekurangan.

    Contoh:
      | tw1 | tw2 | tw3 | tw4  | sampai | realisasi      |
      |     |     |     | 4,57 | 4      | 4,57           |
      |     |     |     |      | 3      | TIDAK_DIUKUR   |
      | 5   |     |     |      | 1      | TIDAK_DIUKUR   |
      |     |     |     |      | 4      | BELUM_ADA_DATA |
    """
    return _akhir(deret) if akhir_tahun else Alasan.TIDAK_DIUKUR


@akumulasi(
    "maksimum",
    uraian="nilai tertinggi sejak awal tahun",
    excel=_DERET_EXCEL.format("MAX({S})"),
    jejak="Realisasi adalah nilai tertinggi {awal} sampai {akhir} ({deret}), yaitu {hasil}.",
)
def highest(deret: Deret, _akhir_tahun: bool) -> Decimal | Alasan:
    """Realisasi adalah nilai tertinggi di antara triwulan yang diukur.

    Contoh:
      | tw1 | tw2 | tw3 | tw4 | sampai | realisasi      |
      | 40  | 55  | 51  |     | 3      | 55             |
      | 40  |     | 51  |     | 3      | RIWAYAT_KURANG |
    """
    return _semua(deret, max)


@akumulasi(
    "minimum",
    uraian="nilai terendah sejak awal tahun",
    excel=_DERET_EXCEL.format("MIN({S})"),
    jejak="Realisasi adalah nilai terendah {awal} sampai {akhir} ({deret}), yaitu {hasil}.",
)
def lowest(deret: Deret, _akhir_tahun: bool) -> Decimal | Alasan:
    """Realisasi adalah nilai terendah di antara triwulan yang diukur.

    Contoh:
      | tw1 | tw2 | tw3 | tw4 | sampai | realisasi      |
      | 40  | 55  | 51  |     | 3      | 40             |
      | 40  |     | 51  |     | 3      | RIWAYAT_KURANG |
    """
    return _semua(deret, min)


def _akhir(deret: Deret) -> Decimal | Alasan:
    terakhir = deret[-1]
    if terakhir is None:
        return Alasan.BELUM_ADA_DATA
    return terakhir if isinstance(terakhir, Decimal) else Alasan.TIDAK_DIUKUR


def _semua(deret: Deret, gabung: Callable[[list[Decimal]], Decimal]) -> Decimal | Alasan:
    if deret[-1] is None:
        return Alasan.BELUM_ADA_DATA
    if any(v is None for v in deret):
        return Alasan.RIWAYAT_KURANG
    nilai = [v for v in deret if isinstance(v, Decimal)]
    return gabung(nilai) if nilai else Alasan.TIDAK_DIUKUR


@dataclass(frozen=True, slots=True)
class TargetPeriode:
    """The target that holds for a period.

    Attributes:
        nilai: The target, or None when none was set.
        kunci: Keys of `Target.asal` that it came from.
        jejak: One Indonesian sentence when it was combined.
    """

    nilai: Ukuran | None
    kunci: tuple[str, ...] = ()
    jejak: str = ""


def target_periode(target: Target | None, indikator: Indikator, periode: Periode) -> Ukuran | None:
    """Return the target of a period, or None when none was set; see `target_rinci`."""
    return target_rinci(target, indikator, periode).nilai


def target_rinci(target: Target | None, indikator: Indikator, periode: Periode) -> TargetPeriode:
    """Return the target of a period with its origin.

    A year has the target of the year. A quarter has its own target, a semester that of its last quarter; where
    results add up, the targets of the quarters so far add up. An indicator has a target only in the periods in
    which it is measured: once a year at the end of the year, twice a year in quarters II and IV. When a quarter was
    left open, the end of the year takes the target of the year, and any other period has none.

    Args:
        target: Targets in force; None when the schema has none.
        indikator: Says how results accumulate.
        periode: The period.
    """
    if target is None:
        return TargetPeriode(None)
    tahunan = TargetPeriode(target.tahunan, ("tahunan",) if target.tahunan is not None else ())
    if periode.jenis == "TAHUN":
        return tahunan
    k = periode.triwulan_akhir
    terakhir = TargetPeriode(target.triwulan[k - 1], (f"tw{k}",))
    if not indikator.diukur_pada(periode):
        return TargetPeriode(None)
    if indikator.frekuensi_berlaku == "tahunan":
        return tahunan if tahunan.nilai is not None else terakhir
    diukur = [i for i in range(k) if indikator.diukur_pada(Periode(periode.tahun, "TW", i + 1))]
    dipakai = [(f"tw{i + 1}", t) for i, t in enumerate(target.triwulan[:k]) if t is not None or i in diukur]
    hasil = _jumlah(dipakai) if get(indikator.akumulasi).jumlah else terakhir
    if hasil.nilai is not None:
        return hasil
    return tahunan if periode.akhir_tahun else TargetPeriode(None)


def _jumlah(triwulan: Sequence[tuple[str, Ukuran | None]]) -> TargetPeriode:
    angka = [t for _, t in triwulan if isinstance(t, Decimal)]
    if len(angka) < len(triwulan):
        return TargetPeriode(None)
    hasil = sum(angka, Decimal(0))
    kunci = tuple(k for k, _ in triwulan)
    if len(angka) == 1:
        return TargetPeriode(hasil, kunci)
    suku = " + ".join(tulis(a) for a in angka)
    return TargetPeriode(hasil, kunci, f"Target adalah jumlah target triwulan: {suku} = {tulis(hasil)}.")
