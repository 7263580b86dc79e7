"""The form, declared once: used for the blank form, for reading it back, and for the return list.

Rows are found by their code and columns by defined name (or header), never by position. A new column is one
`Kolom(...)` here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from capaian.model.formulir import BarisIndikator, Isi
from capaian.model.kata import (
    ANGGARAN_SEJAK_JANUARI,
    JELASKAN_KURANG,
    JELASKAN_STATUS,
    NAMA_BUKTI,
    PILIH_DAFTAR,
    PILIHAN_STATUS,
    TULIS_ANGKA,
    TULIS_ANGKA_ATAU_STATUS,
)
from capaian.model.periode import Periode
from capaian.text.dates import romawi

SANDI_META = "capaian_formulir"
"""First cell of the identity sheet, name of the document property and of the defined name."""
LEMBAR_META = "_META"
LEMBAR_PETUNJUK = "PETUNJUK"
LEMBAR_CEK = "CEK"
LEMBAR_HITUNG = "_HITUNG"
LEMBAR_DAFTAR = "_DAFTAR"
TAK_DIBACA = frozenset({LEMBAR_PETUNJUK, LEMBAR_CEK, LEMBAR_HITUNG, LEMBAR_DAFTAR})
"""Sheets of a form whose cells say nothing about what was filled in."""
NAMA_TOTAL = "cek_total"
AWALAN_KOLOM = "kolom_"
AWALAN_KODE = "Kode formulir: "
VERSI_LAYOUT = "2"
_PIKSEL = 1790


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column of a form.

    Attributes:
        kunci: Key in code and in the defined name.
        judul: Header; `{tw}`, `{tw_lalu}`, `{tahun}` and `{tahun_lalu}` are filled in.
        lebar: Width in characters.
        jenis: `teks`, `ukuran` (number or level, by row), `angka`, `rupiah`, `pilihan` or `nomor`.
        tetap: Gives the locked value of a `BarisIndikator` (ISIAN) or `BarisAnggaran` (ANGGARAN); None makes the
            column an input, unless it has a `rumus`.
        rumus: Excel expression that fills a locked column; other columns by key in braces. Never read back.
        pilihan: Allowed words of an input.
        petunjuk: What to write, shown when the input cell is selected.
        tutup: Tells which rows do not ask for this input.
    """

    kunci: str
    judul: str
    lebar: float
    jenis: str = "teks"
    tetap: Callable[[Any], Isi] | None = None
    pilihan: tuple[str, ...] = ()
    petunjuk: str = ""
    tutup: Callable[[Any], bool] | None = None
    rumus: str = ""

    @property
    def masukan(self) -> bool:
        """Whether the unit fills it in."""
        return self.tetap is None and not self.rumus


@dataclass(frozen=True, slots=True)
class Bagian:
    """One sheet of the form; its key column is `kode`."""

    kunci: str
    lembar: str
    judul: str
    kolom: tuple[Kolom, ...]

    @property
    def masukan(self) -> tuple[Kolom, ...]:
        """The columns that the unit fills in."""
        return tuple(k for k in self.kolom if k.masukan)

    @property
    def lebar(self) -> Mapping[str, float]:
        """Width of each column in characters; columns of text give way when all would not fit on one page.

        A page of F4 across takes `_PIKSEL` at 9 points printed as 6; a character is 7 pixels and a column 5 more.
        """
        teks = sum(k.lebar for k in self.kolom if k.jenis == "teks")
        lebih = (sum(k.lebar * 7 + 5 for k in self.kolom) - _PIKSEL) / 7
        susut = min(1.0, 1 - lebih / teks) if lebih > 0 else 1.0
        return {k.kunci: int(k.lebar * susut * 10) / 10 if k.jenis == "teks" else k.lebar for k in self.kolom}

    def judul_kolom(self, kolom: Kolom, periode: Periode) -> str:
        """Header text for a period."""
        lalu = periode.sebelumnya()
        return kolom.judul.format(
            tw=periode.singkat,
            tahun=periode.tahun,
            tahun_lalu=periode.tahun - 1,
            tw_lalu=lalu.singkat if lalu else "Sebelumnya",
        )

    def nama_kolom(self, kunci: str) -> str:
        """Defined name that points at the header of a column."""
        return f"{AWALAN_KOLOM}{self.kunci}_{kunci}"


_SATUAN_WAKTU = {"TW": "triwulan ini", "SM": "semester ini", "TAHUN": "tahun ini"}

_SATUAN_UKUR = {"semesteran": "semester ini", "tahunan": "tahun ini"}
"""What is measured twice or once a year covers the time since it was measured before."""


def cara_isi(baris: BarisIndikator) -> str:
    """What the number has to cover: `angka triwulan ini` or `s.d. triwulan ini`."""
    waktu = _SATUAN_WAKTU[baris.periode.jenis]
    if baris.periode.jenis == "TW":
        waktu = _SATUAN_UKUR.get(baris.indikator.frekuensi_berlaku, waktu)
    if baris.indikator.akumulasi in ("kumulatif", "rata_rata", "maksimum", "minimum"):
        return f"angka {waktu}"
    return "angka setahun" if baris.indikator.akumulasi == "tahunan" else f"s.d. {waktu}"


ISIAN = Bagian(
    "isian",
    "ISIAN",
    "ISIAN CAPAIAN KINERJA",
    (
        Kolom("no", "No", 3.5, "nomor", lambda b: str(b.no)),
        Kolom("kode", "Kode", 7, tetap=lambda b: b.indikator.kode),
        Kolom("sasaran", "Sasaran Strategis", 14.5, tetap=lambda b: b.sasaran.nama),
        Kolom("indikator", "Indikator Kinerja", 19, tetap=lambda b: b.indikator.nama),
        Kolom("satuan", "Satuan", 7.5, tetap=lambda b: b.indikator.satuan),
        Kolom("polaritas", "Polaritas", 7.5, tetap=lambda b: b.indikator.polaritas),
        Kolom("rumus", "Rumus Capaian", 13, tetap=lambda b: b.rumus),
        Kolom("target_tahun", "Target {tahun}", 7.5, "ukuran", lambda b: b.target.tahunan if b.target else None),
        Kolom("target", "Target {tw}", 7.5, "ukuran", lambda b: b.target_periode),
        Kolom(
            "tahun_lalu",
            "Realisasi {tahun_lalu}",
            8,
            "ukuran",
            lambda b: b.tahun_lalu.realisasi if b.tahun_lalu else None,
        ),
        Kolom("lalu", "Realisasi {tw_lalu}", 8, "ukuran", lambda b: b.lalu.realisasi if b.lalu else None),
        Kolom("cara_isi", "Yang Diisikan", 8, tetap=cara_isi),
        Kolom(
            "status_data",
            "Status Data",
            10,
            "pilihan",
            pilihan=PILIHAN_STATUS,
            petunjuk=f"{PILIH_DAFTAR} Bila datanya ada, pilih «Ada».",
        ),
        Kolom("pembilang", "Pembilang", 9, "angka", petunjuk=TULIS_ANGKA, tutup=lambda b: not b.indikator.berpembilang),
        Kolom("penyebut", "Penyebut", 9, "angka", petunjuk=TULIS_ANGKA, tutup=lambda b: not b.indikator.berpembilang),
        Kolom("realisasi", "Realisasi {tw}", 9, "ukuran", petunjuk=TULIS_ANGKA_ATAU_STATUS),
        Kolom("capaian", "Capaian (%)", 8, "persen", rumus="{hitung_capaian}"),
        Kolom("predikat", "Predikat", 9, rumus="{hitung_predikat}"),
        Kolom("faktor_pendukung", "Faktor Pendukung", 14, petunjuk="Apa yang membuat target tercapai?"),
        Kolom("kendala", "Kendala/Penghambat", 14, petunjuk=JELASKAN_KURANG),
        Kolom("tindak_lanjut", "Solusi/Tindak Lanjut", 14, petunjuk=JELASKAN_KURANG),
        Kolom("sumber_data", "Sumber Data", 9.5, petunjuk="Misalnya: laporan penempatan, wajib lapor, BPS."),
        Kolom("bukti_dukung", "Bukti Dukung", 9.5, petunjuk=NAMA_BUKTI),
        Kolom("keterangan", "Keterangan", 11, petunjuk=JELASKAN_STATUS),
    ),
)

ANGGARAN = Bagian(
    "anggaran",
    "ANGGARAN",
    "REALISASI ANGGARAN DAN KELUARAN SUB KEGIATAN",
    (
        Kolom("no", "No", 4, "nomor", lambda b: str(b.no)),
        Kolom("kode", "Kode Sub Kegiatan", 17, tetap=lambda b: b.program.kode),
        Kolom("nama", "Sub Kegiatan", 36, tetap=lambda b: b.program.nama),
        Kolom("pagu", "Pagu {tahun} (Rp)", 15, "rupiah", lambda b: b.program.pagu),
        Kolom("indikator", "Indikator Keluaran", 32, tetap=lambda b: b.program.indikator),
        Kolom("satuan", "Satuan", 11, tetap=lambda b: b.program.satuan),
        Kolom("target", "Target {tahun}", 10, "angka", lambda b: b.program.target),
        Kolom("realisasi_anggaran", "Realisasi Anggaran s.d. {tw} (Rp)", 17, "rupiah", petunjuk=ANGGARAN_SEJAK_JANUARI),
        Kolom(
            "serapan",
            "Serapan (%)",
            10,
            "persen",
            rumus="IF(AND(ISNUMBER({pagu}),ISNUMBER({realisasi_anggaran})),"
            'IF({pagu}>0,{realisasi_anggaran}*100/{pagu},""),"")',
        ),
        Kolom(
            "realisasi_keluaran",
            "Realisasi Keluaran s.d. {tw}",
            12,
            "angka",
            petunjuk="Keluaran sejak Januari sampai akhir periode.",
            tutup=lambda b: b.program.target is None,
        ),
        Kolom("keterangan", "Keterangan", 24, petunjuk="Catatan lain, bila ada."),
    ),
)

BAGIAN: tuple[Bagian, ...] = (ISIAN, ANGGARAN)
BAGIAN_BY_KUNCI = {b.kunci: b for b in BAGIAN}


def keterangan_periode(periode: Periode) -> str:
    """`Triwulan IV (Oktober–Desember) Tahun 2025`, for the title of a form."""
    if periode.jenis != "TW":
        return periode.label
    bulan = ("Januari–Maret", "April–Juni", "Juli–September", "Oktober–Desember")[periode.ke - 1]
    return f"Triwulan {romawi(periode.ke)} ({bulan}) Tahun {periode.tahun}"
