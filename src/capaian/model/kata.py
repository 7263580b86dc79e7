"""Closed lists of words that a form lets people choose from."""

from __future__ import annotations

from enum import Enum

TIDAK_PERLU = "tidak diperlukan"
"""How the evidence of a statement begins that nobody has to judge, since others are met."""


class StatusData(Enum):
    """What the sender says about the data of one indicator; the words stand in the form's list."""

    ADA = "Ada"
    BELUM_TERSEDIA = "Belum tersedia"
    TIDAK_DIUKUR = "Tidak diukur periode ini"
    TIDAK_DILAKSANAKAN = "Tidak dilaksanakan"

    @classmethod
    def cari(cls, teks: str) -> StatusData | None:
        """Return the status that was written, whatever its case and blanks, or None."""
        rapi = " ".join(teks.split()).casefold()
        return next((s for s in cls if s.value.casefold() == rapi), None)


class Lampu(Enum):
    """What the sheet CEK says of a row, the most urgent first."""

    KOSONG = "Kosong"
    PERIKSA = "Periksa"
    PENJELASAN = "Perlu penjelasan"
    LENGKAP = "Lengkap"


# Sentences that the form shows before sending and the rules repeat afterwards: one string each.
SIAP_DIKIRIM = "SIAP DIKIRIM"
TULIS_ANGKA = "Tulis angkanya saja, misalnya 85,5 (pada komputer berbahasa Inggris: 85.5) atau 1234."
TULIS_ANGKA_ATAU_STATUS = (
    f"{TULIS_ANGKA} Bila datanya belum ada, kosongkan dan pilih «Belum tersedia» pada Status Data (lembar ISIAN)."
)
PILIH_DAFTAR = "Pilih dari daftar."
TANPA_TITIK = (
    "Tulis jumlahnya tanpa tanda ribuan, misalnya 6124: pada komputer berbahasa Inggris «6.124» berarti 6,124."
)
TANPA_STRIP = "Tulis tanpa «,-» di belakangnya: Excel membaca «1.500,-» sebagai bilangan negatif."
BAGIAN_SERATUS = "0 sampai 100"
NOL_ATAU_LEBIH = "Nol atau lebih"
JELASKAN_KURANG = "Bila target belum tercapai, isi kolom Kendala/Penghambat dan Solusi/Tindak Lanjut."
JELASKAN_STATUS = (
    "Bila data belum tersedia atau kegiatan tidak dilaksanakan, tulis sebabnya dan kapan datanya tersedia pada kolom "
    "Keterangan."
)
BERASAL_DARI_DATA = "Pastikan angkanya berasal dari pengukuran periode ini, dan sebutkan bukti dukungnya."
NAMA_BUKTI = "Nama berkas atau tautan bukti"
ANGGARAN_SEJAK_JANUARI = "Realisasi sejak Januari dalam rupiah; 0 bila belum ada"

KOLOM_PENJELASAN = {"keterangan": "Keterangan"}
"""Columns in which a unit explains what is hard to believe, with their names."""

PILIHAN_STATUS = tuple(s.value for s in StatusData)
SIFAT = ("Sangat Segera", "Segera", "Rahasia", "Biasa")
"""Kinds of letter on the lembar disposisi, most urgent first."""
NIHIL = ("nihil", "-", "–", "—", "tidak ada", "n/a", "na", "none", "null", "belum ada", "tidak ada data")
"""Words that say there is nothing to report."""
