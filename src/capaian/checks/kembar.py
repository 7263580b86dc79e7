"""Rules on numbers that are equal where measurements seldom are: to the target, to the last period, to another unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from capaian.checks.subjects import BarisPeriksa, PeriodePeriksa
from capaian.model import kata
from capaian.model.finding import Severity
from capaian.rules import Hit, Lingkup, rule
from capaian.text.words import daftar

_PERLU = Severity.PERINGATAN
_LKE = "Permenpan RB 88/2021, komponen pengukuran kinerja (data andal)"
_BIASA = (0, 100)
"""Values that are often equal for good reasons."""
_BULAT_KECIL = 10
_ANGKA_PENTING = 3


def _peculiar(nilai: Decimal) -> bool:
    """Whether it takes a coincidence to have this value twice: three digits at least, as 12,5 or 3.247."""
    return nilai not in _BIASA and len(nilai.normalize().as_tuple().digits) >= _ANGKA_PENTING


@rule(
    "LIN-02",
    Lingkup.LINTAS,
    _PERLU,
    pesan="Realisasi sama persis dengan target pada {n} indikator: {kode}.",
    diharapkan="Realisasi hasil pengukuran, bukan salinan target",
    perbaikan=kata.BERASAL_DARI_DATA,
    dasar=_LKE,
    uraian="Realisasi yang sama persis dengan target pada beberapa indikator satu unit ditanyakan.",
    kecuali="Targetnya 0 atau 100.",
)
def equals_target(periode: PeriodePeriksa) -> Iterator[Hit]:
    """Results that equal the target in three or more rows of one unit are asked about.

    Not applied to rows whose target is zero or 100, where equality is common. The office may set another number.

    Salah:
      | unit | target  | realisasi |
      | IND  | 12,5    | 12,5      |
      | IND  | 30      | 30        |
      | IND  | 7       | 7         |
    Benar:
      | unit | target  | realisasi |
      | IND  | 12,5    | 12,5      |
      | IND  | 30      | 30        |
      | IND  | 100     | 100       |
    """
    sama: dict[str, list[str]] = defaultdict(list)
    for b in periode.baris:
        if isinstance(b.target, Decimal) and b.target not in _BIASA and b.realisasi == b.target:
            sama[b.isian.unit].append(b.indikator.kode)
    for unit, kode in sama.items():
        if len(kode) >= periode.kebijakan.jumlah_sama:
            yield Hit(isi={"n": len(kode), "kode": ", ".join(kode)}, unit=unit)


@rule(
    "LIN-05",
    Lingkup.LINTAS,
    _PERLU,
    pesan="Realisasi sama persis dengan {kapan} pada {n} indikator: {kode}.",
    diharapkan="Realisasi periode ini, bukan salinan periode lalu",
    perbaikan=kata.BERASAL_DARI_DATA,
    dasar=_LKE,
    uraian="Realisasi yang sama persis dengan periode atau tahun lalu pada beberapa indikator satu unit ditanyakan.",
    kecuali="Realisasinya 0, 100, bilangan bulat di bawah 10, atau sama dengan targetnya.",
)
def equals_before(periode: PeriodePeriksa) -> Iterator[Hit]:
    """Results that equal those of the period before in three or more rows of one unit are asked about.

    What has no result in the periods before of this year is compared with last year. Not applied to rows whose
    result is 0, 100, a whole number below 10, or the target (LIN-02). The office may set another number of rows.

    Salah:
      | unit | lalu  | tahun_lalu | realisasi |
      | IND  | 12,5  |            | 12,5      |
      | IND  | 30    | 31         | 30        |
      | IND  |       | 71,02      | 71,02     |
    Benar:
      | unit | lalu  | tahun_lalu | target | realisasi |
      | IND  | 12,5  |            |        | 12,5      |
      | IND  | 30    |            |        | 31        |
      | IND  | 7     |            |        | 7         |
      | IND  | 100   |            |        | 100       |
      | IND  | 14    |            | 14     | 14        |
      | PTK  | 71,02 |            |        | 71,02     |
      | PTK  | 71,03 |            |        | 71,03     |
    """
    sama: dict[str, list[BarisPeriksa]] = defaultdict(list)
    for b in periode.baris:
        kini = b.realisasi
        if kini is None or kini in _BIASA or kini == b.target or kini != _before(b):
            continue
        if kini >= _BULAT_KECIL or kini != kini.to_integral_value():
            sama[b.isian.unit].append(b)
    for unit, baris in sama.items():
        if len(baris) >= periode.kebijakan.jumlah_sama:
            kapan = "periode lalu" if any(b.lalu is not None for b in baris) else "tahun lalu"
            kode = ", ".join(b.indikator.kode for b in baris)
            yield Hit(isi={"n": len(baris), "kapan": kapan, "kode": kode}, unit=unit)


def _before(baris: BarisPeriksa) -> Decimal | str | None:
    return baris.lalu if baris.lalu is not None else baris.tahun_lalu


@rule(
    "LIN-06",
    Lingkup.LINTAS,
    _PERLU,
    pesan="{n} realisasi sama persis dengan isian {lain}: {isi}.",
    diharapkan="Realisasi unit ini sendiri",
    perbaikan=kata.BERASAL_DARI_DATA,
    dasar=_LKE,
    uraian="Angka yang sama persis pada beberapa indikator dua unit ditanyakan.",
    kecuali="Angkanya 0, 100, kurang dari tiga angka penting, atau sama dengan target.",
)
def equals_other_unit(periode: PeriodePeriksa) -> Iterator[Hit]:
    """Three or more peculiar numbers that stand in the forms of two units are asked about, at both.

    Not applied to 0, 100, numbers with fewer than three digits that matter, and results that equal their target.

    Salah:
      | unit | realisasi |
      | IND  | 12,57     |
      | IND  | 3247      |
      | IND  | 88,1      |
      | PTK  | 3247      |
      | PTK  | 12,57     |
      | PTK  | 88,1      |
    Benar:
      | unit | realisasi | target |
      | IND  | 12,57     |        |
      | IND  | 3247      |        |
      | IND  | 88,1      |        |
      | IND  | 12        |        |
      | PTK  | 3247      |        |
      | PTK  | 12,57     |        |
      | PTK  | 88,1      | 88,1   |
      | PTK  | 12        |        |
    """
    angka: dict[str, dict[Decimal, str]] = defaultdict(dict)
    for b in periode.baris:
        if b.realisasi is not None and b.realisasi != b.target and _peculiar(b.realisasi):
            angka[b.isian.unit].setdefault(b.realisasi, b.indikator.kode)
    for a, z in combinations(angka, 2):
        sama = [v for v in angka[a] if v in angka[z]]
        if len(sama) >= periode.kebijakan.jumlah_sama:
            for unit, lain in ((a, z), (z, a)):
                isi = daftar([f"{angka[unit][v]} = {angka[lain][v]}" for v in sama])
                yield Hit(isi={"n": len(sama), "lain": lain, "isi": isi}, unit=unit)
