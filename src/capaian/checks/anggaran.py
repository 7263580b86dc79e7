"""Rules on one row of the sheet ANGGARAN."""

from __future__ import annotations

from collections.abc import Iterator

from capaian.checks.subjects import AnggaranPeriksa, tertulis
from capaian.model.finding import Severity
from capaian.model.kata import ANGGARAN_SEJAK_JANUARI, NOL_ATAU_LEBIH, TANPA_STRIP, Lampu
from capaian.model.nilai import Keadaan
from capaian.rules import Cek, Hit, Lingkup, rule
from capaian.text.numbers import format_rupiah

_DASAR = "Permenpan RB 53/2014, akuntabilitas keuangan (realisasi anggaran)"


@rule(
    "ANG-01",
    Lingkup.ANGGARAN,
    Severity.KESALAHAN,
    pesan="Realisasi anggaran belum diisi{tertulis}.",
    diharapkan=ANGGARAN_SEJAK_JANUARI,
    perbaikan="Isi menurut laporan realisasi anggaran; tulis 0 bila belum ada yang terserap.",
    dasar=_DASAR,
    uraian="Setiap sub kegiatan melaporkan realisasi anggarannya.",
    cek=Cek("{realisasi_anggaran:kosong}", Lampu.KOSONG),
)
def missing(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """Every sub kegiatan with a budget reports its realisation.

    Salah:
      | pagu    | realisasi_anggaran |
      | 1000000 |                    |
    Benar:
      | pagu    | realisasi_anggaran |
      | 1000000 | 0                  |
      | 1000000 | 950000             |
    """
    nilai = baris.isian["realisasi_anggaran"]
    if nilai.keadaan in (Keadaan.KOSONG, Keadaan.NIHIL):
        yield Hit("realisasi_anggaran", {"tertulis": tertulis(nilai)})


@rule(
    "ANG-02",
    Lingkup.ANGGARAN,
    Severity.KESALAHAN,
    pesan="Realisasi anggaran {realisasi} melebihi pagu {pagu}.",
    diharapkan="Paling banyak {pagu}",
    perbaikan="Periksa jumlah angka nolnya dan pagu menurut DPA terakhir.",
    dasar=_DASAR,
    uraian="Realisasi anggaran tidak melebihi pagu.",
    cek=Cek("AND(ISNUMBER({pagu}),ISNUMBER({realisasi_anggaran}),{realisasi_anggaran}>{pagu})", Lampu.PERIKSA),
)
def above_budget(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """Realisation does not exceed the budget.

    Salah:
      | pagu    | realisasi_anggaran |
      | 1000000 | 1000001            |
    Benar:
      | pagu    | realisasi_anggaran |
      | 1000000 | 1000000            |
    """
    pagu, realisasi = baris.program.pagu, baris.realisasi
    if pagu is not None and realisasi is not None and realisasi > pagu:
        yield Hit("realisasi_anggaran", {"realisasi": format_rupiah(realisasi), "pagu": format_rupiah(pagu)})


@rule(
    "ANG-03",
    Lingkup.ANGGARAN,
    Severity.KESALAHAN,
    pesan="Realisasi anggaran {realisasi} bernilai negatif.",
    diharapkan=NOL_ATAU_LEBIH,
    perbaikan=f"Perbaiki tandanya. {TANPA_STRIP}",
    dasar=_DASAR,
    uraian="Realisasi anggaran tidak negatif.",
    cek=Cek("AND(ISNUMBER({realisasi_anggaran}),{realisasi_anggaran}<0)", Lampu.PERIKSA),
)
def negative(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """Realisation is not negative.

    Salah:
      | pagu    | realisasi_anggaran |
      | 1000000 | -5                 |
    Benar:
      | pagu    | realisasi_anggaran |
      | 1000000 | 0                  |
    """
    if baris.realisasi is not None and baris.realisasi < 0:
        yield Hit("realisasi_anggaran", {"realisasi": format_rupiah(baris.realisasi)})


@rule(
    "ANG-04",
    Lingkup.ANGGARAN,
    Severity.PERINGATAN,
    pesan="Realisasi keluaran belum diisi{tertulis}.",
    diharapkan="Keluaran sejak Januari, dalam {satuan}",
    perbaikan="Isi realisasi keluaran sub kegiatan ini; tulis 0 bila belum ada.",
    dasar=_DASAR,
    uraian="Sub kegiatan yang memiliki target keluaran melaporkan keluarannya.",
    cek=Cek("AND({berkeluaran},{realisasi_keluaran:kosong})", Lampu.KOSONG),
)
def output_missing(baris: AnggaranPeriksa) -> Iterator[Hit]:
    """A sub kegiatan with an output target reports its output.

    Salah:
      | pagu    | target | realisasi_anggaran | realisasi_keluaran |
      | 1000000 | 4      | 900000             |                    |
    Benar:
      | pagu    | target | realisasi_anggaran | realisasi_keluaran |
      | 1000000 | 4      | 900000             | 3                  |
      | 1000000 |        | 900000             |                    |
    """
    nilai = baris.isian["realisasi_keluaran"]
    if baris.program.target is not None and nilai.keadaan in (Keadaan.KOSONG, Keadaan.NIHIL):
        isi = {"satuan": baris.program.satuan or "satuan keluarannya", "tertulis": tertulis(nilai)}
        yield Hit("realisasi_keluaran", isi)
