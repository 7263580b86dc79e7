"""Rules on numerator, denominator and the result that they make."""

from __future__ import annotations

from collections.abc import Iterator

from capaian.checks.isian import PECAHAN, looks_like_a_fraction
from capaian.checks.subjects import BarisPeriksa
from capaian.model.finding import Severity
from capaian.model.kata import TANPA_STRIP, TANPA_TITIK, Lampu
from capaian.rules import Cek, Hit, Lingkup, rule

_WAJIB, _PERLU = Severity.KESALAHAN, Severity.PERINGATAN
_LKE = "Permenpan RB 88/2021, komponen pengukuran kinerja (data andal)"


@rule(
    "ISI-05",
    Lingkup.ISIAN,
    _WAJIB,
    pesan="Pembilang {pembilang} lebih besar daripada penyebut {penyebut}.",
    diharapkan="Pembilang paling besar sama dengan penyebut",
    perbaikan="Periksa apakah kedua angka tertukar atau salah periode.",
    dasar=_LKE,
    uraian="Pembilang adalah bagian dari penyebutnya.",
    kecuali="Indikatornya bukan bagian dari keseluruhan.",
    cek=Cek("AND({bagian},ISNUMBER({pembilang}),ISNUMBER({penyebut}),{pembilang}>{penyebut})", Lampu.PERIKSA),
    dapat_dikecualikan=True,
)
def numerator_above_denominator(baris: BarisPeriksa) -> Iterator[Hit]:
    """In a share the numerator is part of the denominator.

    Salah:
      | satuan | bagian | pembilang | penyebut |
      | %      | ya     | 120       | 100      |
    Benar:
      | satuan | bagian | pembilang | penyebut |
      | %      | ya     | 100       | 100      |
      | %      | tidak  | 120       | 100      |
      | %      | ya     | 120       |          |
    """
    a, b = baris.isian["pembilang"].angka, baris.isian["penyebut"].angka
    if baris.indikator.bagian and a is not None and b is not None and a > b:
        yield Hit("pembilang", {"pembilang": a, "penyebut": b})


@rule(
    "ISI-06",
    Lingkup.ISIAN,
    _WAJIB,
    pesan="Realisasi {realisasi}% tidak sama dengan pembilang ÷ penyebut × 100 = {hitung}%.",
    diharapkan="{hitung}%",
    perbaikan="Perbaiki realisasi, pembilang, atau penyebutnya agar sesuai.",
    dasar=_LKE,
    uraian="Realisasi dalam persen sama dengan pembilang ÷ penyebut × 100, dalam batas selisih yang diatur kantor.",
    kecuali="Salah satu dari ketiganya kosong, penyebutnya nol, satuannya bukan persen, atau realisasinya tampak "
    "sebagai pecahan (ISI-24).",
    cek=Cek(
        f"IF({PECAHAN},FALSE,"
        "IF(AND({persen},ISNUMBER({pembilang}),ISNUMBER({penyebut}),ISNUMBER({realisasi})),"
        "IF({penyebut}<>0,ABS({pembilang}/{penyebut}*100-{realisasi})>{toleransi}+1E-9,FALSE),FALSE))",
        Lampu.PERIKSA,
    ),
    dapat_dikecualikan=True,
)
def ratio_differs(baris: BarisPeriksa) -> Iterator[Hit]:
    """Realisasi in percent is numerator over denominator times 100, within the tolerance of the office.

    Not applied when one of the three is missing, the denominator is zero, the unit is not percent, or the result looks
    like a fraction (ISI-24).

    Salah:
      | satuan | pembilang | penyebut | realisasi |
      | %      | 45        | 60       | 80        |
    Benar:
      | satuan | pembilang | penyebut | realisasi |
      | %      | 45        | 60       | 75        |
      | %      | 1         | 3        | 33,33     |
      | %      | 1         | 0        | 33,33     |
    """
    a, b, r = baris.isian["pembilang"].angka, baris.isian["penyebut"].angka, baris.realisasi
    if a is None or not b or r is None or not baris.indikator.persen or looks_like_a_fraction(baris):
        return
    hitung = a / b * 100
    if abs(hitung - r) > baris.kebijakan.toleransi_rasio:
        yield Hit("realisasi", {"realisasi": r, "hitung": hitung})


@rule(
    "ISI-17",
    Lingkup.ISIAN,
    _PERLU,
    pesan="{ada} diisi, tetapi {kurang} belum.",
    diharapkan="Pembilang dan penyebut keduanya terisi, atau keduanya kosong",
    perbaikan="Isi pembilang dan penyebut keduanya, atau kosongkan keduanya.",
    dasar=_LKE,
    uraian="Pembilang dan penyebut diisi berpasangan.",
    cek=Cek("{pembilang:kosong}<>{penyebut:kosong}", Lampu.PERIKSA),
)
def half_a_ratio(baris: BarisPeriksa) -> Iterator[Hit]:
    """A numerator comes with its denominator, and the other way round.

    Salah:
      | pembilang | penyebut |
      | 45        |          |
      |           | 60       |
    Benar:
      | pembilang | penyebut |
      | 45        | 60       |
      |           |          |
      | empat     | 60       |
    """
    a, b = baris.kosong("pembilang"), baris.kosong("penyebut")
    if a != b:
        ada, kurang = ("Penyebut", "pembilang") if a else ("Pembilang", "penyebut")
        yield Hit("pembilang" if a else "penyebut", {"ada": ada, "kurang": kurang})


@rule(
    "ISI-18",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Penyebutnya nol, tetapi realisasi diisi {realisasi}{satuan}.",
    diharapkan="Penyebut lebih dari nol, atau realisasi kosong dengan status yang menjelaskannya",
    perbaikan="Periksa penyebutnya. Bila memang tidak ada yang diukur, kosongkan realisasi dan pilih status datanya, "
    "atau jelaskan pada Keterangan.",
    dasar=_LKE,
    uraian="Realisasi tidak dapat dihitung dari penyebut nol.",
    cek=Cek("AND(ISNUMBER({penyebut}),{penyebut}=0,ISNUMBER({realisasi}))", Lampu.PERIKSA),
    penjelasan=("keterangan",),
)
def zero_denominator(baris: BarisPeriksa) -> Iterator[Hit]:
    """Nothing can be computed from a denominator of zero; a result beside it is explained.

    Salah:
      | satuan | pembilang | penyebut | realisasi |
      | %      | 0         | 0        | 100       |
    Benar:
      | satuan | pembilang | penyebut | realisasi | keterangan              |
      | %      | 0         | 0        |           |                         |
      | %      | 45        | 60       | 75        |                         |
      | %      | 0         | 0        | 100       | Tidak ada perkara masuk |
    """
    if baris.isian["penyebut"].angka == 0 and baris.realisasi is not None:
        satuan = "%" if baris.indikator.persen else f" {baris.indikator.satuan}"
        yield Hit("penyebut", {"realisasi": baris.realisasi, "satuan": satuan})


@rule(
    "ISI-19",
    Lingkup.ISIAN,
    _WAJIB,
    pesan="{kolom} {nilai} bernilai negatif.",
    diharapkan="Nol atau lebih, karena indikator ini bagian dari keseluruhan",
    perbaikan=f"Perbaiki tanda pembilang atau penyebutnya. {TANPA_STRIP}",
    dasar=_LKE,
    uraian="Pembilang dan penyebut suatu bagian dari keseluruhan tidak negatif.",
    kecuali="Indikatornya bukan bagian dari keseluruhan, misalnya laju pertumbuhan.",
    cek=Cek(
        "AND({bagian},OR(AND(ISNUMBER({pembilang}),{pembilang}<0),AND(ISNUMBER({penyebut}),{penyebut}<0)))",
        Lampu.PERIKSA,
    ),
)
def negative_part(baris: BarisPeriksa) -> Iterator[Hit]:
    """Numerator and denominator of a share count things, so they are not negative; those of a growth rate may be.

    Salah:
      | bagian | pembilang | penyebut |
      | ya     | -5        | 60       |
      | ya     | 5         | -60      |
    Benar:
      | bagian | pembilang | penyebut |
      | ya     | 0         | 60       |
      | tidak  | -5        | 60       |
    """
    if not baris.indikator.bagian:
        return
    for kunci, kolom in (("pembilang", "Pembilang"), ("penyebut", "Penyebut")):
        nilai = baris.isian[kunci].angka
        if nilai is not None and nilai < 0:
            yield Hit(kunci, {"kolom": kolom, "nilai": nilai})


@rule(
    "ISI-26",
    Lingkup.ISIAN,
    _PERLU,
    pesan="{kolom} {nilai} bukan bilangan bulat.",
    diharapkan="Bilangan bulat, karena pembilang dan penyebut suatu bagian dicacah",
    perbaikan=TANPA_TITIK,
    dasar="Petunjuk pengisian formulir, butir 3",
    uraian="Pembilang dan penyebut suatu bagian dari keseluruhan ditulis sebagai bilangan bulat.",
    kecuali="Indikatornya bukan bagian dari keseluruhan, misalnya laju pertumbuhan.",
    cek=Cek(
        "AND({bagian},OR(IF(ISNUMBER({pembilang}),{pembilang}<>INT({pembilang}),FALSE),"
        "IF(ISNUMBER({penyebut}),{penyebut}<>INT({penyebut}),FALSE)))",
        Lampu.PERIKSA,
    ),
)
def fractional_part(baris: BarisPeriksa) -> Iterator[Hit]:
    """Numerator and denominator of a share come in whole numbers.

    «6.124» typed on a computer set to English is stored as 6 and a fraction, and the ratio stays the same.

    Salah:
      | bagian | pembilang | penyebut |
      | ya     | 6,124     | 12,25    |
      | ya     | 6124      | 12,25    |
    Benar:
      | bagian | pembilang | penyebut |
      | ya     | 6124      | 12250    |
      | tidak  | 118,25    | 112,5    |
    """
    if not baris.indikator.bagian:
        return
    for kunci, kolom in (("pembilang", "Pembilang"), ("penyebut", "Penyebut")):
        nilai = baris.isian[kunci].angka
        if nilai is not None and nilai != nilai.to_integral_value():
            yield Hit(kunci, {"kolom": kolom, "nilai": nilai})
