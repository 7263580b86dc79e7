"""Rules on one row of the sheet ISIAN."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from capaian.checks.subjects import BarisPeriksa, tertulis
from capaian.model import kata
from capaian.model.finding import Severity
from capaian.model.kata import Lampu, StatusData
from capaian.model.nilai import Keadaan
from capaian.rules import Cek, Hit, Lingkup, rule

_WAJIB, _PERLU, _INFO = Severity.KESALAHAN, Severity.PERINGATAN, Severity.CATATAN
_FORMULIR = "Petunjuk pengisian formulir, butir {}"
_LKE = "Permenpan RB 88/2021, komponen pengukuran kinerja (data andal)"
PECAHAN = (
    "IFERROR(AND({persen},{realisasi}>0,{realisasi}<=1,{target}>=10,{realisasi}*100>={target}/2,"
    "{realisasi}*100<={target}*2),FALSE)"
)
"""A hundredth of what was to be expected: «98,4%» typed into a cell that shows plain numbers is stored as 0.984."""


def looks_like_a_fraction(baris: BarisPeriksa) -> bool:
    """Whether a percentage may have been written as a fraction (ISI-24); `PECAHAN` is the same in Excel."""
    t, r = baris.target, baris.realisasi
    if not baris.indikator.persen or not isinstance(t, Decimal) or r is None:
        return False
    return 0 < r <= 1 and t >= 10 and t / 2 <= r * 100 <= t * 2


@rule(
    "ISI-01",
    Lingkup.ISIAN,
    _WAJIB,
    pesan="Realisasi belum diisi{tertulis}.",
    diharapkan="Angka atau tingkat realisasi, atau status data selain «Ada»",
    perbaikan="Isi realisasinya; tulis 0 bila hasilnya memang nol. Bila datanya belum ada, pilih «Belum tersedia» pada "
    "Status Data dan jelaskan pada Keterangan.",
    dasar=_FORMULIR.format(2),
    uraian="Indikator yang diukur pada periode ini memiliki realisasi, atau status yang menjelaskan mengapa belum.",
    kecuali="Indikatornya tidak diukur pada periode ini, statusnya selain «Ada», atau selnya tidak terbaca.",
    cek=Cek('AND({diukur},OR({status_data:kosong},{status_data:teks}="Ada"),{realisasi:kosong})', Lampu.KOSONG),
)
def missing(baris: BarisPeriksa) -> Iterator[Hit]:
    """An indicator that is measured in this period has a result or a status that says why not.

    Not applied when:
      1. the indicator is not measured in this period;
      2. another status than «Ada» was chosen;
      3. something stands in the cell, readable or not (SEL rules speak of it).

    Salah:
      | realisasi | status |
      |           | Ada    |
      |           |        |
      | nihil     | Ada    |
    Benar:
      | realisasi | status                  |
      | 0         | Ada                     |
      |           | Belum tersedia          |
      |           | Tidak diukur periode ini |
    """
    if not baris.diukur or baris.status not in (None, StatusData.ADA):  # (1, 2)
        return
    if baris.isian["status_data"].keadaan in (Keadaan.TAK_TERBACA, Keadaan.DITAHAN):
        return
    if baris.kosong("realisasi"):  # (3)
        yield Hit("realisasi", {"tertulis": tertulis(baris.isian["realisasi"])})


@rule(
    "ISI-02",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Status data «{status}», tetapi realisasi diisi {realisasi}.",
    diharapkan="Status «Ada» bila realisasi diisi",
    perbaikan="Pilih «Ada» bila angkanya benar, atau kosongkan realisasinya.",
    dasar=_FORMULIR.format(2),
    uraian="Realisasi hanya diisi bila status datanya «Ada».",
    cek=Cek('AND(NOT({status_data:kosong}),{status_data:teks}<>"Ada",NOT({realisasi:kosong}))', Lampu.PERIKSA),
)
def status_contradicts(baris: BarisPeriksa) -> Iterator[Hit]:
    """A result stands only beside the status «Ada».

    Salah:
      | realisasi | status         |
      | 12        | Belum tersedia |
    Benar:
      | realisasi | status         |
      | 12        | Ada            |
      | 12        |                |
      |           | Belum tersedia |
    """
    realisasi = baris.isian["realisasi"]
    if baris.status not in (None, StatusData.ADA) and realisasi.keadaan is Keadaan.TERISI:
        yield Hit("status_data", {"status": baris.isian["status_data"].teks, "realisasi": realisasi.isi})


@rule(
    "ISI-03",
    Lingkup.ISIAN,
    _WAJIB,
    pesan="Realisasi {ditemukan}% melebihi 100%, padahal indikator ini bagian dari keseluruhan.",
    diharapkan=kata.BAGIAN_SERATUS,
    perbaikan="Periksa pembilang dan penyebutnya, lalu perbaiki angkanya.",
    dasar=_LKE,
    uraian="Bagian dari keseluruhan tidak melebihi 100 persen.",
    kecuali="Indikatornya bukan bagian dari keseluruhan, atau satuannya bukan persen.",
    cek=Cek("AND({bagian},{persen},ISNUMBER({realisasi}),{realisasi}>100)", Lampu.PERIKSA),
    dapat_dikecualikan=True,
)
def share_above_100(baris: BarisPeriksa) -> Iterator[Hit]:
    """A share of a whole cannot exceed 100 percent.

    Not applied when:
      1. the indicator is not a share in percent;
      2. realisasi is not a number.

    Salah:
      | satuan | bagian | realisasi |
      | %      | ya     | 100,5     |
    Benar:
      | satuan | bagian | realisasi |
      | %      | ya     | 100       |
      | %      | tidak  | 119,16    |
      | orang  | ya     | 250       |
    """
    if not (baris.indikator.bagian and baris.indikator.persen):  # (1)
        return
    if baris.realisasi is not None and baris.realisasi > 100:  # (2)
        yield Hit("realisasi", {"ditemukan": baris.realisasi})


@rule(
    "ISI-04",
    Lingkup.ISIAN,
    _WAJIB,
    pesan="Realisasi {ditemukan} {satuan} bernilai negatif.",
    diharapkan=kata.NOL_ATAU_LEBIH,
    perbaikan=f"Perbaiki tandanya; cacahan dan bagian dari keseluruhan tidak mungkin negatif. {kata.TANPA_STRIP}",
    dasar=_LKE,
    uraian="Cacahan dan bagian dari keseluruhan tidak negatif.",
    kecuali="Indikatornya boleh negatif, misalnya laju pertumbuhan.",
    cek=Cek("AND(OR({bagian},{cacah}),ISNUMBER({realisasi}),{realisasi}<0)", Lampu.PERIKSA),
)
def negative(baris: BarisPeriksa) -> Iterator[Hit]:
    """Counts and shares are not negative; growth rates may be.

    Salah:
      | satuan | desimal | bagian | realisasi |
      | orang  | 0       | tidak  | -5        |
      | %      | 2       | ya     | -1,5      |
    Benar:
      | satuan | desimal | bagian | realisasi |
      | %      | 2       | tidak  | -1,41     |
      | orang  | 0       | tidak  | 0         |
    """
    if baris.realisasi is None or baris.realisasi >= 0:
        return
    if baris.indikator.bagian or baris.indikator.cacah:
        yield Hit("realisasi", {"ditemukan": baris.realisasi, "satuan": baris.indikator.satuan})


@rule(
    "ISI-07",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Realisasi {realisasi} sangat jauh dari target {target} {satuan}.",
    diharapkan="Realisasi dalam satuan {satuan}, antara 1/{batas} dan {batas} kali target",
    perbaikan="Periksa satuannya (persen atau pecahan, orang atau ribu orang). Bila benar, jelaskan pada Keterangan.",
    dasar=_LKE,
    uraian="Realisasi yang berkali lipat atau hanya sepersekian dari target ditanyakan, karena satuan sering tertukar.",
    kecuali="Target atau realisasinya nol atau kosong, atau tampak sebagai pecahan (ISI-24).",
    # Zero and text make an error here, which counts as not met.
    cek=Cek(
        f"AND(ABS(LOG10(ABS({{realisasi}}/{{target}})))>LOG10({{kewajaran}})+1E-9,NOT({PECAHAN}))", Lampu.PENJELASAN
    ),
    penjelasan=("keterangan",),
)
def magnitude(baris: BarisPeriksa) -> Iterator[Hit]:
    """A result far from the target (ten times or a tenth, unless the office says otherwise) is asked about.

    Units are easily mixed up: percent and fraction, people and thousands of people.

    Not applied when the target or the result is zero or missing, or when it looks like a fraction (ISI-24).

    Salah:
      | target  | realisasi |
      | 0,00725 | 1,93      |
      | 85      | 0,85      |
      | 10      | 100,1     |
    Benar:
      | satuan | target  | realisasi | keterangan                |
      | indeks | 85      | 62        |                           |
      | indeks | 85      | 8,5       |                           |
      | indeks | 10      | 100       |                           |
      | indeks | 85      | 0         |                           |
      | %      | 85      | 0,85      |                           |
      | indeks | 10      | 150       | Ada penempatan massal     |
    """
    t, r = baris.target, baris.realisasi
    if not isinstance(t, Decimal) or not t or not r or looks_like_a_fraction(baris):
        return
    batas = baris.kebijakan.batas_kewajaran
    if not 1 / batas <= abs(r / t) <= batas:
        yield Hit("realisasi", {"realisasi": r, "target": t, "satuan": baris.indikator.satuan, "batas": batas})


@rule(
    "ISI-09",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Realisasi {realisasi} {satuan} bukan bilangan bulat.",
    diharapkan="Bilangan bulat, karena {satuan} dicacah",
    perbaikan=kata.TANPA_TITIK,
    dasar=_FORMULIR.format(3),
    uraian="Yang dicacah ditulis sebagai bilangan bulat.",
    cek=Cek("IF(AND({cacah},ISNUMBER({realisasi})),{realisasi}<>INT({realisasi}),FALSE)", Lampu.PERIKSA),
)
def fractional_count(baris: BarisPeriksa) -> Iterator[Hit]:
    """What is counted comes in whole numbers.

    Salah:
      | satuan  | desimal | realisasi |
      | dokumen | 0       | 0,8       |
    Benar:
      | satuan  | desimal | realisasi |
      | dokumen | 0       | 8         |
      | indeks  | 2       | 0,8       |
    """
    r = baris.realisasi
    if baris.indikator.cacah and r is not None and r != r.to_integral_value():
        yield Hit("realisasi", {"realisasi": r, "satuan": baris.indikator.satuan})


@rule(
    "ISI-12",
    Lingkup.ISIAN,
    _INFO,
    pesan="Bukti dukung belum disebutkan.",
    diharapkan=kata.NAMA_BUKTI,
    perbaikan="Isi kolom Bukti Dukung; Inspektorat akan menanyakannya.",
    dasar=_LKE,
    uraian="Realisasi menyebutkan bukti dukungnya.",
)
def no_evidence(baris: BarisPeriksa) -> Iterator[Hit]:
    """A result names its evidence.

    Salah:
      | realisasi | bukti_dukung |
      | 12        |              |
    Benar:
      | realisasi | bukti_dukung    |
      | 12        | rekap-ak1.pdf   |
      |           |                 |
    """
    if baris.isian["realisasi"].keadaan is Keadaan.TERISI and baris.kosong("bukti_dukung"):
        yield Hit("bukti_dukung")


@rule(
    "ISI-13",
    Lingkup.ISIAN,
    _INFO,
    pesan="Indikator ini tidak diukur pada periode ini, tetapi sudah diisi {realisasi}.",
    diharapkan="Kosong sampai indikator ini diukur",
    perbaikan="Tidak perlu tindakan; angkanya tidak dihitung pada periode ini.",
    dasar=_FORMULIR.format(4),
    uraian="Indikator diisi pada periode menurut frekuensinya, misalnya yang tahunan pada akhir tahun.",
)
def measured_too_early(baris: BarisPeriksa) -> Iterator[Hit]:
    """An indicator is measured in the periods of its frequency, a yearly one at the end of the year.

    Salah:
      | akumulasi | diukur | realisasi |
      | tahunan   | tidak  | 3,8       |
    Benar:
      | akumulasi | diukur | realisasi |
      | tahunan   | ya     | 3,8       |
      | tahunan   | tidak  |           |
    """
    realisasi = baris.isian["realisasi"]
    if not baris.diukur and realisasi.keadaan is Keadaan.TERISI:
        yield Hit("realisasi", {"realisasi": realisasi.isi})


@rule(
    "ISI-24",
    Lingkup.ISIAN,
    _WAJIB,
    pesan="Realisasi {realisasi}% tampak sebagai pecahan: mungkin maksudnya {seratus}%. Tanda «%» yang ikut diketik "
    "membuat Excel menyimpan seperseratusnya.",
    diharapkan="Angka persen tanpa tanda «%», sebanding dengan target {target}%",
    perbaikan="Tulis angka persennya saja, tanpa tanda «%», misalnya 98,4.",
    dasar=_FORMULIR.format(3),
    uraian="Persen ditulis sebagai angka persen (98,4), bukan pecahan (0,984).",
    kecuali="Targetnya di bawah 10%, atau seratus kali realisasinya jauh dari target.",
    cek=Cek(PECAHAN, Lampu.PERIKSA),
    dapat_dikecualikan=True,
)
def percent_as_fraction(baris: BarisPeriksa) -> Iterator[Hit]:
    """A percentage is written as 98.4, not as the fraction 0.984.

    Not applied when the target is below ten percent, or a hundred times the result is far from it.

    Salah:
      | satuan | target | realisasi |
      | %      | 97     | 0,984     |
      | %      | 50     | 1         |
    Benar:
      | satuan | target | realisasi |
      | %      | 97     | 98,4      |
      | %      | 97     | 0,2       |
      | %      | 0,5    | 0,4       |
      | indeks | 85     | 0,85      |
    """
    r = baris.realisasi
    if r is not None and looks_like_a_fraction(baris):
        yield Hit("realisasi", {"realisasi": r, "seratus": r * 100, "target": baris.target})


@rule(
    "ISI-25",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Realisasi 0 {satuan}, padahal targetnya {target} dan makin rendah makin baik; nol sering ditulis bila "
    "datanya belum ada.",
    diharapkan="Hasil pengukuran, atau status data «Belum tersedia»",
    perbaikan="Bila datanya belum ada, kosongkan realisasi dan pilih «Belum tersedia» pada Status Data. Bila memang "
    "nol, isi pembilang dan penyebutnya atau jelaskan pada Keterangan.",
    dasar=_LKE,
    uraian="Nol pada indikator yang makin rendah makin baik berarti hasil sempurna, sehingga ditanyakan.",
    kecuali="Yang diukur dicacah (nol kejadian dapat benar), targetnya nol, atau pembilang dan penyebutnya diisi.",
    cek=Cek(
        'AND(NOT({cacah}),{polaritas:teks}<>"positif",ISNUMBER({target}),{target}<>0,ISNUMBER({realisasi}),'
        "{realisasi}=0,NOT(AND(ISNUMBER({pembilang}),ISNUMBER({penyebut}))))",
        Lampu.PENJELASAN,
    ),
    penjelasan=("keterangan",),
)
def zero_where_low_is_good(baris: BarisPeriksa) -> Iterator[Hit]:
    """Zero is a perfect result where lower is better, and is also what people write for "no data".

    Not applied when things are counted, when the target is zero, or when numerator and denominator say so too.

    Salah:
      | polaritas | target | realisasi |
      | negatif   | 3,75   | 0         |
    Benar:
      | polaritas | desimal | target | realisasi | pembilang | penyebut | keterangan            |
      | negatif   | 2       | 3,75   | 3,6       |           |          |                       |
      | negatif   | 2       | 0      | 0         |           |          |                       |
      | negatif   | 0       | 4      | 0         |           |          |                       |
      | negatif   | 2       | 3,75   | 0         | 0         | 120      |                       |
      | negatif   | 2       | 3,75   | 0         |           |          | Tidak ada perselisihan |
      | positif   | 2       | 3,75   | 0         |           |          |                       |
    """
    i, t = baris.indikator, baris.target
    if i.cacah or i.polaritas == "positif" or not isinstance(t, Decimal) or not t or baris.realisasi != 0:
        return
    if baris.isian["pembilang"].angka is None or baris.isian["penyebut"].angka is None:
        yield Hit("realisasi", {"satuan": i.satuan, "target": t})
