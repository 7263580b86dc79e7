"""Rules on one row of the sheet ISIAN that ask for an explanation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from capaian.checks.subjects import BarisPeriksa
from capaian.model import kata
from capaian.model.finding import Severity
from capaian.model.kata import Lampu, StatusData
from capaian.rules import Cek, Hit, Lingkup, rule

_PERLU = Severity.PERINGATAN
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
    kurang = [n for k, n in (("kendala", "kendala"), ("tindak_lanjut", "tindak lanjut")) if baris.kosong(k)]
    if kurang:
        isi = {"capaian": baris.persen.quantize(Decimal("0.01")), "kurang": " dan ".join(kurang)}
        yield Hit("kendala" if "kendala" in kurang else "tindak_lanjut", isi)


@rule(
    "ISI-10",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Status data «{status}» belum dijelaskan.",
    diharapkan="Sebabnya, dan kapan datanya tersedia",
    perbaikan=kata.JELASKAN_STATUS,
    dasar=_FORMULIR.format(2),
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
    cek=Cek("AND(N({capaian})>{batas_penjelasan},{faktor_pendukung:kosong},{keterangan:kosong})", Lampu.PENJELASAN),
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
    if baris.kosong("faktor_pendukung") and baris.kosong("keterangan"):
        isi = {"capaian": baris.persen.quantize(Decimal("0.01")), "batas": baris.kebijakan.batas_penjelasan}
        yield Hit("faktor_pendukung", isi)
