"""Rules on one row of the sheet ISIAN beside what was reported before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from capaian.checks.subjects import BarisPeriksa
from capaian.model.finding import Severity
from capaian.model.kata import Lampu
from capaian.rules import Cek, Hit, Lingkup, rule

_PERLU = Severity.PERINGATAN
_BUTIR_4 = "Petunjuk pengisian formulir, butir 4 (kolom «Yang Diisikan»)"
_LKE = "Permenpan RB 88/2021, komponen pengukuran kinerja (data andal)"


@rule(
    "ISI-14",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Realisasi turun dari {lalu} menjadi {realisasi} {satuan}, padahal targetnya naik dari {target_lalu} menjadi "
    "{target}.",
    diharapkan="Posisi sejak Januari, sekurangnya {lalu} {satuan}",
    perbaikan="Kolom «Yang Diisikan» meminta angka sejak Januari (s.d. periode ini), bukan angka periode ini saja. "
    "Bila memang turun, jelaskan pada Keterangan.",
    dasar=_BUTIR_4,
    uraian="Posisi sejak Januari yang direncanakan naik tidak turun tanpa penjelasan.",
    kecuali="Indikatornya bukan posisi akhir, makin rendah makin baik, atau targetnya tidak naik.",
    cek=Cek(
        'AND({posisi}=1,{polaritas:teks}="positif",ISNUMBER({realisasi}),ISNUMBER({lalu}),'
        "ISNUMBER({target}),ISNUMBER({target_lalu}),{realisasi}<{lalu},{target_lalu}<{target})",
        Lampu.PENJELASAN,
    ),
    penjelasan=("keterangan",),
)
def falling(baris: BarisPeriksa) -> Iterator[Hit]:
    """A position since January that is planned to rise does not fall from one period to the next.

    Often the number of the quarter alone was typed. An index or a rate without a rising target may fall.

    Not applied when:
      1. results are not a position, or lower is better;
      2. the target does not rise.

    Salah:
      | akumulasi    | lalu  | realisasi | target_lalu | target |
      | posisi_akhir | 37,41 | 11,2      | 36          | 48     |
    Benar:
      | akumulasi    | polaritas | lalu  | realisasi | target_lalu | target | keterangan       |
      | posisi_akhir | positif   | 37,41 | 49,1      | 36          | 48     |                  |
      | posisi_akhir | positif   | 37,41 | 37,41     | 36          | 48     |                  |
      | posisi_akhir | positif   | 84,2  | 83,9      | 85          | 85     |                  |
      | posisi_akhir | negatif   | 5,1   | 4,9       | 4           | 5      |                  |
      | kumulatif    | positif   | 12    | 8         | 10          | 20     |                  |
      | posisi_akhir | positif   | 37,41 | 36,9      | 36          | 48     | Data dimutakhirkan |
      | posisi_akhir | positif   |       | 36,9      |             | 48     |                  |
    """
    lalu, kini, i = baris.lalu, baris.realisasi, baris.indikator
    if i.akumulasi != "posisi_akhir" or i.polaritas != "positif":  # (1)
        return
    dulu, target = baris.target_lalu, baris.target
    if not isinstance(dulu, Decimal) or not isinstance(target, Decimal) or dulu >= target:  # (2)
        return
    if isinstance(lalu, Decimal) and kini is not None and kini < lalu:
        isi = {"lalu": lalu, "realisasi": kini, "satuan": i.satuan, "target_lalu": dulu, "target": target}
        yield Hit("realisasi", isi)


@rule(
    "ISI-15",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Realisasi {realisasi} {satuan} mungkin angka sejak Januari: target periode ini saja {sendiri}, sejak "
    "Januari {target}, dan periode sebelumnya sudah berjumlah {jumlah}.",
    diharapkan="Angka periode ini saja; program menjumlahkan sendiri",
    perbaikan="Kolom «Yang Diisikan» meminta angka periode ini saja. Kurangi dengan periode sebelumnya, atau jelaskan "
    "pada Keterangan bila angkanya benar.",
    dasar=_BUTIR_4,
    uraian="Pada indikator yang dijumlahkan, yang diisi adalah angka periode ini saja, bukan «sampai dengan».",
    kecuali="Realisasinya tidak dijumlahkan, atau ada periode sebelumnya yang kosong.",
    cek=Cek(
        "AND({kumulatif}=1,{keterangan:kosong},ISNUMBER({realisasi}),ISNUMBER({jumlah_lalu}),{jumlah_lalu}>0,"
        "{realisasi}>={jumlah_lalu},ABS({realisasi}-{target})<ABS({realisasi}-({target}-{target_lalu})))",
        Lampu.PENJELASAN,
    ),
    penjelasan=("keterangan",),
)
def sum_typed(baris: BarisPeriksa) -> Iterator[Hit]:
    """Where results add up, the number of the period alone is typed, not the sum since January.

    Asked when the number is no smaller than all periods before together and lies nearer to the target since
    January than to that of the period.

    Not applied when:
      1. results do not add up;
      2. a period before is missing or there is none, or a target is missing.

    Salah:
      | akumulasi | jumlah_lalu | realisasi | target_lalu | target |
      | kumulatif | 3247        | 4365      | 3200        | 4300   |
      | kumulatif | 10          | 20        | 10          | 20     |
    Benar:
      | akumulasi    | jumlah_lalu | realisasi | target_lalu | target | keterangan         |
      | kumulatif    | 3247        | 1118      | 3200        | 4300   |                    |
      | kumulatif    | 10          | 12        | 10          | 20     |                    |
      | kumulatif    | 0           | 4         | 1           | 2      |                    |
      | posisi_akhir |             | 20        | 10          | 20     |                    |
      | kumulatif    | 10          | 20        | 10          | 20     | Pelatihan dari APBN |
    """
    lalu, kini, target, dulu = baris.jumlah_lalu, baris.realisasi, baris.target, baris.target_lalu
    if not lalu or kini is None or not isinstance(target, Decimal) or not isinstance(dulu, Decimal):  # (1, 2)
        return
    sendiri = target - dulu
    if lalu > 0 and kini >= lalu and abs(kini - target) < abs(kini - sendiri):
        satuan = baris.indikator.satuan
        isi = {"realisasi": kini, "satuan": satuan, "sendiri": sendiri, "target": target, "jumlah": lalu}
        yield Hit("realisasi", isi)


@rule(
    "ISI-16",
    Lingkup.ISIAN,
    _PERLU,
    pesan="Realisasi {realisasi} sangat jauh dari realisasi sebelumnya, {lalu} {satuan}.",
    diharapkan="Realisasi dalam satuan {satuan}, sebanding dengan sebelumnya",
    perbaikan="Periksa satuannya (persen atau pecahan, orang atau ribu orang) dibanding realisasi sebelumnya. "
    "Bila benar, jelaskan pada Keterangan.",
    dasar=_LKE,
    uraian="Tanpa target, realisasi dibandingkan dengan periode atau tahun lalu: beda berkali lipat ditanyakan.",
    kecuali="Ada target, realisasinya dijumlahkan, atau salah satunya nol.",
    cek=Cek(
        "AND(NOT(ISNUMBER({target})),{kumulatif}=0,"
        "ABS(LOG10(ABS({realisasi}/IF(ISNUMBER({lalu}),{lalu},{tahun_lalu}))))>LOG10({kewajaran})+1E-9)",
        Lampu.PENJELASAN,
    ),
    penjelasan=("keterangan",),
)
def far_from_before(baris: BarisPeriksa) -> Iterator[Hit]:
    """Without a target, a result far from that of the period before (or of last year) is asked about.

    Not applied when there is a target (ISI-07), results add up, or one of the two is zero or missing.

    Salah:
      | akumulasi | tahun_lalu | lalu | realisasi |
      | tahunan   | 71,02      |      | 0,71      |
      | rata_rata | 3          | 12   | 150       |
    Benar:
      | akumulasi | tahun_lalu | lalu | target | realisasi | keterangan     |
      | tahunan   | 71,02      |      |        | 70,4      |                |
      | tahunan   | 71,02      |      | 72     | 0,71      |                |
      | kumulatif |            | 2    |        | 40        |                |
      | tahunan   | 0          |      |        | 5         |                |
      | tahunan   | 71,02      |      |        | 0,71      | Metode berubah |
    """
    acuan = baris.lalu if isinstance(baris.lalu, Decimal) else baris.tahun_lalu
    kini, batas = baris.realisasi, baris.kebijakan.batas_kewajaran
    if isinstance(baris.target, Decimal) or not isinstance(acuan, Decimal) or not acuan or not kini:
        return
    if baris.indikator.akumulasi == "kumulatif":
        return
    if not 1 / batas <= abs(kini / acuan) <= batas:
        yield Hit("realisasi", {"realisasi": kini, "lalu": acuan, "satuan": baris.indikator.satuan})
