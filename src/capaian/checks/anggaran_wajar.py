"""Rules on one row of the sheet ANGGARAN that ask whether it is plausible."""

from __future__ import annotations

from collections.abc import Iterator

from capaian.checks.subjects import AnggaranPeriksa
from capaian.model.finding import Severity
from capaian.model.kata import NOL_ATAU_LEBIH, TANPA_STRIP, TANPA_TITIK, Lampu
from capaian.rules import Cek, Hit, Lingkup, rule
from capaian.text.numbers import bulatkan, format_angka, format_rupiah

_WAJIB, _PERLU = Severity.KESALAHAN, Severity.PERINGATAN
_DASAR = "Permenpan RB 53/2014, akuntabilitas keuangan (realisasi anggaran)"
_KECIL, _BESAR = 100_000, 10_000_000
"""Rupiah: a realisation below the first of a budget from the second on may have been typed in thousands or millions."""
_RIBUAN = (
    f"AND({{realisasi_anggaran}}>0,{{pagu}}>={_BESAR},OR({{realisasi_anggaran}}<{_KECIL},AND({{tahun_berjalan}}>25,"
    "{realisasi_anggaran}*200000>={pagu}*{tahun_berjalan},{realisasi_anggaran}*10000<={pagu}*12)))"
)


def _looks_like_thousands(baris: AnggaranPeriksa) -> bool:
    """Whether a sum is too small to be one, or is just what a thousandth of the spending to be expected would be.

    To be expected is from half of an even spread over the year up to a fifth above the budget. Not in quarter I:
    spending begins late, and a small sum is one.
    """
    pagu, kini = baris.program.pagu, baris.realisasi
    if pagu is None or kini is None or kini <= 0 or pagu < _BESAR:
        return False
    berjalan = baris.isian.periode.tahun_berjalan
    return kini < _KECIL or (berjalan > 25 and pagu * berjalan / 200 <= kini * 1000 <= pagu * 12 / 10)


@rule(
    "ANG-05",
    Lingkup.ANGGARAN,
    _PERLU,
    pesan="Realisasi anggaran turun dari {lalu} menjadi {realisasi}.",
    diharapkan="Realisasi sejak Januari, sekurangnya {lalu}",
    perbaikan="Isi realisasi anggaran sejak Januari, bukan periode ini saja. Bila memang turun karena pengembalian, "
    "jelaskan pada Keterangan.",
    dasar=_DASAR,
    uraian="Realisasi anggaran sejak Januari tidak turun dari periode ke periode.",
    cek=Cek(
        "AND(ISNUMBER({realisasi_anggaran}),ISNUMBER({anggaran_lalu}),{realisasi_anggaran}<{anggaran_lalu})",
        Lampu.PENJELASAN,
    ),
    penjelasan=("keterangan",),
)
def spending_falls(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """Spending since January does not fall.

    Salah:
      | pagu    | anggaran_lalu | realisasi_anggaran |
      | 1000000 | 700000        | 250000             |
    Benar:
      | pagu    | anggaran_lalu | realisasi_anggaran | keterangan          |
      | 1000000 | 700000        | 700000             |                     |
      | 1000000 |               | 700000             |                     |
      | 1000000 | 700000        | 690000             | Pengembalian belanja |
    """
    lalu, kini = baris.anggaran_lalu, baris.realisasi
    if lalu is not None and kini is not None and kini < lalu:
        yield Hit("realisasi_anggaran", {"lalu": format_rupiah(lalu), "realisasi": format_rupiah(kini)})


@rule(
    "ANG-06",
    Lingkup.ANGGARAN,
    _PERLU,
    pesan="Realisasi keluaran turun dari {lalu} menjadi {keluaran} {satuan}.",
    diharapkan="Keluaran sejak Januari, sekurangnya {lalu} {satuan}",
    perbaikan="Isi keluaran sejak Januari, bukan periode ini saja. Bila memang turun, jelaskan pada Keterangan.",
    dasar=_DASAR,
    uraian="Keluaran sejak Januari tidak turun dari periode ke periode.",
    kecuali="Satuannya per bulan (misalnya orang/bulan).",
    cek=Cek(
        'AND(NOT(ISNUMBER(SEARCH("/bulan",{satuan:teks}))),ISNUMBER({realisasi_keluaran}),'
        "ISNUMBER({keluaran_lalu}),{realisasi_keluaran}<{keluaran_lalu})",
        Lampu.PENJELASAN,
    ),
    penjelasan=("keterangan",),
)
def output_falls(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """An output since January does not fall; one per month may.

    Salah:
      | satuan | target | keluaran_lalu | realisasi_keluaran |
      | orang  | 240    | 180           | 60                 |
    Benar:
      | satuan      | target | keluaran_lalu | realisasi_keluaran | keterangan      |
      | orang       | 240    | 180           | 240                |                 |
      | Orang/bulan | 52     | 52            | 51                 |                 |
      | orang       | 240    | 180           | 175                | Data dikoreksi  |
    """
    lalu, kini = baris.keluaran_lalu, baris.keluaran
    if lalu is None or kini is None or kini >= lalu:
        return
    if "/bulan" not in baris.program.satuan.casefold():
        satuan = baris.program.satuan or "satuan"
        yield Hit("realisasi_keluaran", {"lalu": lalu, "keluaran": kini, "satuan": satuan})


@rule(
    "ANG-07",
    Lingkup.ANGGARAN,
    _WAJIB,
    pesan="Realisasi keluaran {keluaran} bernilai negatif.",
    diharapkan=NOL_ATAU_LEBIH,
    perbaikan=f"Perbaiki tanda realisasi keluarannya. {TANPA_STRIP}",
    dasar=_DASAR,
    uraian="Keluaran tidak negatif.",
    cek=Cek("AND(ISNUMBER({realisasi_keluaran}),{realisasi_keluaran}<0)", Lampu.PERIKSA),
)
def negative_output(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """An output is not negative.

    Salah:
      | target | realisasi_keluaran |
      | 4      | -1                 |
    Benar:
      | target | realisasi_keluaran |
      | 4      | 0                  |
    """
    if baris.keluaran is not None and baris.keluaran < 0:
        yield Hit("realisasi_keluaran", {"keluaran": baris.keluaran})


@rule(
    "ANG-08",
    Lingkup.ANGGARAN,
    _PERLU,
    pesan="Serapan anggaran {serapan}% jauh di bawah rencana sampai periode ini.",
    diharapkan="Sekurangnya {wajar}% dari pagu, atau penjelasan",
    perbaikan="Periksa realisasi anggarannya (sejak Januari, dalam rupiah penuh). Bila benar, jelaskan pada "
    "Keterangan.",
    dasar=_DASAR,
    uraian="Serapan yang jauh di bawah pembagian rata pagu setahun ditanyakan.",
    kecuali="Triwulan I, pagunya nol, realisasinya negatif (ANG-03), atau tampak dalam ribuan (ANG-11).",
    cek=Cek(
        f"AND(ISNUMBER({{pagu}}),ISNUMBER({{realisasi_anggaran}}),{{realisasi_anggaran}}>=0,"
        f"{{pagu}}>0,{{realisasi_anggaran}}*100<{{pagu}}*{{serapan_wajar}},NOT({_RIBUAN}))",
        Lampu.PENJELASAN,
    ),
    penjelasan=("keterangan",),
)
def spending_is_low(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """Spending far below an even spread of the budget over the year is explained.

    Not applied to what is negative (ANG-03) or looks like thousands (ANG-11).
    Half of the even spread by default (the office may set another share): below 25 percent at the end of quarter
    II, below 50 percent at the end of the year. Quarter I is not asked about, since spending begins late.

    Salah:
      | periode  | pagu    | realisasi_anggaran |
      | 2025-TW4 | 1000000 | 499999             |
      | 2025-TW2 | 1000000 | 240000             |
    Benar:
      | periode  | pagu    | realisasi_anggaran | keterangan        |
      | 2025-TW4 | 1000000 | 500000             |                   |
      | 2025-TW2 | 1000000 | 250000             |                   |
      | 2025-TW1 | 1000000 | 0                  |                   |
      | 2025-TW4 | 1000000 | 100000             | Lelang gagal      |
      | 2025-TW4 | 0       | 0                  |                   |
      | 2025-TW4 | 1000000 | -5                 |                   |
      | 2025-TW4 | 48500000 | 48250             |                   |
      | 2025-TW4 | 2150000000 | 2098000         |                   |
    """
    pagu, kini = baris.program.pagu, baris.realisasi
    if not pagu or kini is None or kini < 0 or _looks_like_thousands(baris):
        return
    wajar = baris.kebijakan.serapan_wajar(baris.isian.periode)
    if kini * 100 < pagu * wajar:
        isi = {"serapan": bulatkan(kini * 100 / pagu, 2), "wajar": wajar}
        yield Hit("realisasi_anggaran", isi)


@rule(
    "ANG-09",
    Lingkup.ANGGARAN,
    _PERLU,
    pesan="Realisasi keluaran {keluaran} sangat jauh di atas target {target} {satuan}.",
    diharapkan="Keluaran dalam {satuan}",
    perbaikan="Periksa satuan dan angka nol realisasi keluarannya. Bila benar, jelaskan pada Keterangan.",
    dasar=_DASAR,
    uraian="Keluaran yang berkali lipat di atas targetnya ditanyakan.",
    cek=Cek(
        "AND({berkeluaran},ISNUMBER({target}),ISNUMBER({realisasi_keluaran}),{target}>0,"
        "{realisasi_keluaran}>{target}*{kewajaran})",
        Lampu.PENJELASAN,
    ),
    penjelasan=("keterangan",),
)
def output_is_far_above(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """An output ten times above its target (unless the office says otherwise) is asked about.

    Salah:
      | satuan | target | realisasi_keluaran |
      | orang  | 320    | 3201               |
    Benar:
      | satuan | target | realisasi_keluaran | keterangan       |
      | orang  | 320    | 340                |                  |
      | orang  | 0      | 12                 |                  |
      | orang  | 12     | 150                | Ditambah APBN    |
    """
    target, kini = baris.program.target, baris.keluaran
    if not target or kini is None:
        return
    if kini > target * baris.kebijakan.batas_kewajaran:
        satuan = baris.program.satuan or "satuan"
        yield Hit("realisasi_keluaran", {"keluaran": kini, "target": target, "satuan": satuan})


@rule(
    "ANG-10",
    Lingkup.ANGGARAN,
    _PERLU,
    pesan="Anggaran terserap {serapan}%, tetapi keluarannya nol sampai akhir tahun.",
    diharapkan="Keluaran yang dibiayai, atau penjelasan",
    perbaikan="Periksa realisasi keluarannya. Bila memang nol, jelaskan pada Keterangan.",
    dasar=_DASAR,
    uraian="Anggaran yang terserap separuh atau lebih pada akhir tahun menghasilkan keluaran.",
    kecuali="Belum akhir tahun, atau tidak ada target keluaran.",
    cek=Cek(
        "AND({akhir_tahun}=1,{berkeluaran},ISNUMBER({realisasi_anggaran}),{pagu}>0,"
        "ISNUMBER({realisasi_keluaran}),{realisasi_keluaran}=0,{realisasi_anggaran}*2>={pagu})",
        Lampu.PENJELASAN,
    ),
    penjelasan=("keterangan",),
)
def spent_for_nothing(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """A budget of which half or more was spent by the end of the year has an output.

    Salah:
      | periode  | pagu    | target | realisasi_anggaran | realisasi_keluaran |
      | 2025-TW4 | 1000000 | 4      | 980000             | 0                  |
    Benar:
      | periode  | pagu    | target | realisasi_anggaran | realisasi_keluaran | keterangan    |
      | 2025-TW4 | 1000000 | 4      | 980000             | 4                  |               |
      | 2025-TW2 | 1000000 | 4      | 600000             | 0                  |               |
      | 2025-TW4 | 1000000 |        | 980000             |                    |               |
      | 2025-TW4 | 1000000 | 4      | 980000             | 0                  | Uang muka saja |
    """
    pagu, kini = baris.program.pagu, baris.realisasi
    if not baris.isian.periode.akhir_tahun or baris.program.target is None:
        return
    if pagu and kini is not None and baris.keluaran == 0 and kini * 2 >= pagu:
        yield Hit("realisasi_keluaran", {"serapan": bulatkan(kini * 100 / pagu, 2)})


@rule(
    "ANG-11",
    Lingkup.ANGGARAN,
    _PERLU,
    pesan="Realisasi anggaran {realisasi} sangat kecil dibanding pagu {pagu}; mungkin ditulis dalam ribuan atau "
    "jutaan.",
    diharapkan="Rupiah penuh",
    perbaikan="Tulis realisasi anggaran dalam rupiah penuh, misalnya 48250000. Bila memang sekecil itu, sampaikan "
    "kepada Sub Bagian Program.",
    dasar=_DASAR,
    uraian="Anggaran ditulis dalam rupiah penuh: ditanyakan bila di bawah Rp100.000, atau bila seribu kalinya tepat "
    "sebesar serapan yang wajar.",
    kecuali="Pagunya di bawah Rp10.000.000; pada triwulan I hanya yang di bawah Rp100.000 ditanyakan, karena belanja "
    "dimulai lambat.",
    cek=Cek(
        f"AND(ISNUMBER({{pagu}}),ISNUMBER({{realisasi_anggaran}}),{_RIBUAN})",
        Lampu.PERIKSA,
    ),
)
def in_thousands(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """Money is written in full rupiah.

    A word in Keterangan does not settle it: a sum that is a thousand times too small changes what the report says.
    Larger sums are asked about when a thousand times as much would be a plausible spending, not in quarter I.

    Salah:
      | periode  | pagu       | realisasi_anggaran | keterangan |
      | 2025-TW4 | 48500000   | 48250              |            |
      | 2025-TW4 | 48500000   | 48,25              |            |
      | 2025-TW4 | 48500000   | 75000              | benar      |
      | 2025-TW1 | 48500000   | 12000              |            |
      | 2025-TW4 | 2150000000 | 2098000            |            |
      | 2025-TW4 | 2150000000 | 1075000            |            |
      | 2025-TW2 | 2150000000 | 1020000            |            |
      | 2025-TW4 | 2150000000 | 2580000            |            |
    Benar:
      | periode  | pagu       | realisasi_anggaran |
      | 2025-TW4 | 48500000   | 48250000           |
      | 2025-TW4 | 48500000   | 0                  |
      | 2025-TW4 | 90000      | 85000              |
      | 2025-TW4 | 2150000000 | 2098000000         |
      | 2025-TW1 | 2150000000 | 2098000            |
      | 2025-TW1 | 2150000000 | 450000             |
      | 2025-TW2 | 2150000000 | 430000             |
      | 2025-TW2 | 2150000000 | 12500000           |
      | 2025-TW4 | 2150000000 | 2600000            |
    """
    pagu, kini = baris.program.pagu, baris.realisasi
    if pagu is not None and kini is not None and _looks_like_thousands(baris):
        tertulis = f"Rp{format_angka(kini, 2, ringkas=True)}"
        yield Hit("realisasi_anggaran", {"realisasi": tertulis, "pagu": format_rupiah(pagu)})


@rule(
    "ANG-12",
    Lingkup.ANGGARAN,
    _PERLU,
    pesan="Realisasi keluaran {keluaran} {satuan} bukan bilangan bulat.",
    diharapkan="Bilangan bulat, seperti targetnya ({target} {satuan})",
    perbaikan=TANPA_TITIK,
    dasar="Petunjuk pengisian formulir, butir 3",
    uraian="Keluaran yang dicacah ditulis sebagai bilangan bulat.",
    kecuali="Targetnya sendiri pecahan, atau satuannya ukuran seperti km, ha, ton, atau persen.",
    cek=Cek(
        "IF(AND({cacah},ISNUMBER({realisasi_keluaran})),{realisasi_keluaran}<>INT({realisasi_keluaran}),FALSE)",
        Lampu.PERIKSA,
    ),
)
def fractional_output(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """An output that is counted comes in whole numbers.

    Salah:
      | satuan | target | realisasi_keluaran |
      | orang  | 6500   | 6,12               |
      | orang  | 52     | 24,2               |
    Benar:
      | satuan | target | realisasi_keluaran |
      | orang  | 6500   | 6124               |
      | km     | 52     | 24,2               |
      | orang  | 12.5   | 11,5               |
    """
    target, kini = baris.program.target, baris.keluaran
    if baris.program.cacah and kini is not None and kini != kini.to_integral_value():
        satuan = baris.program.satuan or "satuan"
        yield Hit("realisasi_keluaran", {"keluaran": kini, "target": target, "satuan": satuan})


@rule(
    "ANG-13",
    Lingkup.ANGGARAN,
    _PERLU,
    pesan="Realisasi keluaran {keluaran} sangat jauh di bawah target setahun, {target} {satuan}.",
    diharapkan="Keluaran sejak Januari dalam {satuan}",
    perbaikan="Periksa satuan dan angka nol realisasi keluarannya (sejak Januari). Bila benar, jelaskan pada "
    "Keterangan.",
    dasar=_DASAR,
    uraian="Keluaran yang hanya sepersekian dari targetnya pada akhir tahun ditanyakan; sebelumnya bila sepersekiannya "
    "sepuluh kali lebih kecil.",
    kecuali="Keluarannya nol (ANG-10) atau pecahan dari yang dicacah (ANG-12).",
    cek=Cek(
        "AND({berkeluaran},ISNUMBER({target}),ISNUMBER({realisasi_keluaran}),{realisasi_keluaran}>0,"
        "OR(NOT({cacah}),{realisasi_keluaran}=INT({realisasi_keluaran})),"
        "{realisasi_keluaran}*{kewajaran}*IF({akhir_tahun}=1,1,10)<{target})",
        Lampu.PENJELASAN,
    ),
    penjelasan=("keterangan",),
)
def output_is_far_below(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """An output below a tenth of its target at the end of the year (a hundredth before) is asked about.

    Not applied to zero (ANG-10) and to fractions of what is counted (ANG-12).

    Salah:
      | periode  | satuan | target | realisasi_keluaran |
      | 2025-TW4 | orang  | 12000  | 12                 |
      | 2025-TW1 | orang  | 12000  | 12                 |
    Benar:
      | periode  | satuan | target | realisasi_keluaran | keterangan     |
      | 2025-TW4 | orang  | 12000  | 1200               |                |
      | 2025-TW1 | orang  | 12000  | 120                |                |
      | 2025-TW4 | orang  | 12000  | 0                  |                |
      | 2025-TW4 | orang  | 12000  | 6,12               |                |
      | 2025-TW4 | orang  | 12000  | 12                 | Lelang gagal   |
    """
    target, kini = baris.program.target, baris.keluaran
    if not target or not kini or kini < 0 or (baris.program.cacah and kini != kini.to_integral_value()):
        return
    batas = baris.kebijakan.batas_kewajaran * (1 if baris.isian.periode.akhir_tahun else 10)
    if kini * batas < target:
        satuan = baris.program.satuan or "satuan"
        yield Hit("realisasi_keluaran", {"keluaran": kini, "target": target, "satuan": satuan})
