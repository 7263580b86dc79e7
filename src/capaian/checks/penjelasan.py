"""Rules on one row of the sheet ISIAN that ask for an explanation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from capaian.checks.subjects import BarisPeriksa
from capaian.model import kata
from capaian.model.finding import Severity
from capaian.model.kata import Lampu, StatusData
from capaian.rules import Cek, Hit, Lingkup, rule

_PERLU, _INFO = Severity.PERINGATAN, Severity.CATATAN
_PANJANG = 1000
_TEKS = {
    "faktor_pendukung": "Faktor Pendukung",
    "kendala": "Kendala/Penghambat",
    "tindak_lanjut": "Solusi/Tindak Lanjut",
    **kata.KOLOM_PENJELASAN,
}
_FORMULIR = "Petunjuk pengisian formulir, butir {}"
_P53 = "Permenpan RB 53/2014, analisis penyebab keberhasilan/kegagalan"


@rule(
    "ISI-08",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Target belum tercapai (capaian {capaian}%), tetapi {kurang} belum diisi.",
    diharapkan="Kendala dan tindak lanjut untuk setiap target yang belum tercapai",
    perbaikan=kata.JELASKAN_KURANG,
    dasar=_P53,
    uraian="Target yang belum tercapai disertai kendala dan tindak lanjutnya.",
    cek=Cek("AND(ISNUMBER({capaian}),{capaian}<100,OR({kendala:kosong},{tindak_lanjut:kosong}))", Lampu.PENJELASAN),
)
def unexplained_shortfall(baris: BarisPeriksa) -> Iterator[Hit]:
    """A result below target comes with its obstacle and what was or will be done.

    Salah:
      | target | realisasi | polaritas | kendala            | tindak_lanjut   |
      | 80     | 72        | positif   |                    |                 |
      | 80     | 72        | positif   | Instruktur kurang  |                 |
      | 5      | 6         | negatif   |                    | Mediasi         |
    Benar:
      | target | realisasi | polaritas | kendala            | tindak_lanjut   |
      | 80     | 80        | positif   |                    |                 |
      | 5      | 4         | negatif   |                    |                 |
      | 80     | 72        | positif   | Instruktur kurang  | Rekrut tahun ini |
    """
    if baris.persen is None or baris.persen >= 100:
        return
    kurang = tuple(k for k in ("kendala", "tindak_lanjut") if baris.kosong(k))
    if kurang:
        nama = " dan ".join(k.replace("_", " ") for k in kurang)
        yield Hit("kendala", {"capaian": baris.persen.quantize(Decimal("0.01")), "kurang": nama}, sel=kurang)


@rule(
    "ISI-10",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Status data «{status}» belum dijelaskan.",
    diharapkan="Sebabnya, dan kapan datanya tersedia",
    perbaikan=kata.JELASKAN_STATUS,
    dasar=_FORMULIR.format(2),
    uraian="Data yang belum tersedia dan kegiatan yang tidak dilaksanakan disertai sebabnya.",
    cek=Cek(
        'AND(OR({status_data:teks}="Belum tersedia",{status_data:teks}="Tidak dilaksanakan"),{keterangan:kosong})',
        Lampu.PENJELASAN,
    ),
)
def unexplained_status(baris: BarisPeriksa) -> Iterator[Hit]:
    """A missing result or an activity that was not carried out is explained.

    Salah:
      | status             | keterangan |
      | Tidak dilaksanakan |            |
      | Belum tersedia     |            |
    Benar:
      | status             | keterangan                |
      | Tidak dilaksanakan | Anggaran dialihkan        |
      | Belum tersedia     | Rilis BPS bulan November  |
      | Ada                |                           |
    """
    status = baris.status
    if status in (StatusData.BELUM_TERSEDIA, StatusData.TIDAK_DILAKSANAKAN) and baris.kosong("keterangan"):
        yield Hit("keterangan", {"status": status.value})


@rule(
    "ISI-11",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Capaian {capaian}% jauh di atas target tanpa penjelasan.",
    diharapkan="Penjelasan bila capaian melebihi {batas}%",
    perbaikan="Isi kolom Faktor Pendukung, atau periksa apakah targetnya terlalu rendah.",
    dasar=_P53,
    uraian="Capaian yang jauh di atas target disertai penjelasan.",
    kecuali="Faktor Pendukung diisi.",
    cek=Cek("AND(N({capaian})>{batas_penjelasan},{faktor_pendukung:kosong})", Lampu.PENJELASAN),
    penjelasan=("keterangan",),
)
def far_above_target(baris: BarisPeriksa) -> Iterator[Hit]:
    """Achievement far above the target is explained.

    Salah:
      | target | realisasi |
      | 40     | 60        |
    Benar:
      | target | realisasi | faktor_pendukung    |
      | 40     | 44        |                     |
      | 40     | 60        | Bursa kerja provinsi |
    """
    if baris.persen is None or baris.persen <= baris.kebijakan.batas_penjelasan:
        return
    if baris.kosong("faktor_pendukung"):
        isi = {"capaian": baris.persen.quantize(Decimal("0.01")), "batas": baris.kebijakan.batas_penjelasan}
        yield Hit("faktor_pendukung", isi)


@rule(
    "ISI-20",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Status data «Tidak diukur periode ini», padahal indikator ini diukur pada periode ini.",
    diharapkan="Realisasi, atau sebab tidak diukur",
    perbaikan="Isi realisasinya, atau tulis pada kolom Keterangan mengapa indikator ini tidak diukur.",
    dasar=_FORMULIR.format(2),
    uraian="Indikator yang menurut frekuensinya diukur pada periode ini tidak dilewati tanpa sebab.",
    kecuali="Keterangan diisi.",
    cek=Cek(
        'AND({diukur},{status_data:teks}="Tidak diukur periode ini",{keterangan:kosong})',
        Lampu.PENJELASAN,
    ),
)
def skipped(baris: BarisPeriksa) -> Iterator[Hit]:
    """An indicator that is measured in this period is not skipped without a reason.

    Salah:
      | diukur | status                   | keterangan |
      | ya     | Tidak diukur periode ini |            |
    Benar:
      | diukur | status                   | keterangan              |
      | ya     | Tidak diukur periode ini | Survei ditunda ke TW II |
      | tidak  | Tidak diukur periode ini |                         |
      | ya     | Ada                      |                         |
    """
    if baris.diukur and baris.status is StatusData.TIDAK_DIUKUR and baris.kosong("keterangan"):
        yield Hit("status_data")


@rule(
    "ISI-21",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Targetnya nol, tetapi realisasi diisi {realisasi} {satuan}; capaiannya tidak dapat dihitung.",
    diharapkan="Target yang ditetapkan, atau penjelasan mengapa ada realisasi tanpa target",
    perbaikan="Jelaskan pada Keterangan, dan sampaikan kepada Sub Bagian Program bila targetnya keliru.",
    dasar=_P53,
    uraian="Realisasi atas target nol dijelaskan.",
    kecuali="Makin rendah makin baik.",
    cek=Cek(
        'AND({polaritas:teks}="positif",ISNUMBER({target}),ISNUMBER({realisasi}),{target}=0,{realisasi}<>0)',
        Lampu.PENJELASAN,
    ),
    penjelasan=("keterangan",),
)
def result_without_target(baris: BarisPeriksa) -> Iterator[Hit]:
    """A result beside a target of zero is explained, where higher is better.

    Salah:
      | target | realisasi |
      | 0      | 12        |
    Benar:
      | target | polaritas | realisasi | keterangan        |
      | 0      | positif   | 12        | Kegiatan tambahan |
      | 0      | negatif   | 2         |                   |
      | 0      | positif   | 0         |                   |
      |        | positif   | 12        |                   |
    """
    if baris.indikator.polaritas == "positif" and baris.target == 0 and baris.realisasi:
        yield Hit("realisasi", {"realisasi": baris.realisasi, "satuan": baris.indikator.satuan})


@rule(
    "ISI-22",
    Lingkup.ISIAN,
    _INFO,
    pesan="Target dan realisasinya nol; capaiannya tidak dihitung.",
    diharapkan="Target lebih dari nol, atau belum ditargetkan pada periode ini",
    perbaikan="Pastikan nol berarti memang nol, bukan belum ada data.",
    dasar=_FORMULIR.format(6),
    uraian="Nol terhadap target nol tidak dihitung sebagai tercapai.",
    kecuali="Makin rendah makin baik.",
)
def nothing_of_nothing(baris: BarisPeriksa) -> Iterator[Hit]:
    """Zero of zero is no achievement, where higher is better; zero is also what people write for "no data".

    Salah:
      | target | realisasi |
      | 0      | 0         |
    Benar:
      | target | polaritas | realisasi |
      | 0      | negatif   | 0         |
      | 10     | positif   | 0         |
      | 0      | positif   |           |
    """
    if baris.indikator.polaritas == "positif" and baris.target == 0 and baris.realisasi == 0:
        yield Hit("realisasi")


@rule(
    "ISI-23",
    Lingkup.ISIAN,
    _INFO,
    pesan="{kolom} berisi {n} huruf; laporan memuatnya seutuhnya.",
    diharapkan=f"Paling banyak {_PANJANG} huruf",
    perbaikan="Ringkas bila mungkin; rinciannya dapat menjadi bukti dukung.",
    dasar=_P53,
    uraian="Penjelasan cukup singkat untuk dibaca dalam laporan.",
)
def long_text(baris: BarisPeriksa) -> Iterator[Hit]:
    """An explanation is short enough to be read in a report.

    Salah:
      | kendala | ulang |
      | huruf   | 201   |
    Benar:
      | kendala | ulang |
      | huruf   | 200   |
    """
    nilai = baris.isian.nilai
    for kunci, kolom in _TEKS.items():
        if kunci in nilai and (n := len(nilai[kunci].teks)) > _PANJANG:
            yield Hit(kunci, {"kolom": kolom, "n": n})
