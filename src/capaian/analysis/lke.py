"""Criteria of Permenpan RB 88/2021 that data can answer.

Adding a criterion is adding one function here: it yields, for each thing it is asked of, what is missing there (empty
when nothing is). `SARAN` of the docstring is what `capaian summarize --lke` advises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from capaian.formulas.polarity import rumus_indikator
from capaian.model.kiriman import Isian
from capaian.model.lke import HasilKriteria, Kekurangan
from capaian.model.rekap import BarisRekap, BukuRekap
from capaian.model.skema import Target

Jawaban = Iterator[tuple[str, str, str]]
"""Code, name, and what is missing; empty when nothing is."""
_DASAR = "Permenpan RB 88/2021, komponen {}"
MANUAL = (
    "Laporan diformalkan, dipublikasikan, dan disampaikan tepat waktu.",
    "Laporan direviu sebelum disahkan.",
    "Uraian keberhasilan dan kegagalan bermutu, bukan sekadar ada.",
    "Hasil pengukuran dipakai untuk memperbaiki kegiatan dan menyesuaikan anggaran.",
    "Ukuran keberhasilan memenuhi kriteria SMART dan cukup menggambarkan sasaran.",
)
"""What data cannot answer: a person has to judge it."""


@dataclass(frozen=True, slots=True)
class Kriteria:
    """A registered criterion."""

    kode: str
    komponen: str
    uraian: str
    saran: str
    periksa: Callable[[BukuRekap], Jawaban]


_SEMUA: list[Kriteria] = []


def kriteria(komponen: str, uraian: str) -> Callable[[Callable[[BukuRekap], Jawaban]], Callable[[BukuRekap], Jawaban]]:
    """Register a criterion; its number is its place in this file, its advice the docstring."""

    def daftar(fungsi: Callable[[BukuRekap], Jawaban]) -> Callable[[BukuRekap], Jawaban]:
        saran = " ".join((fungsi.__doc__ or "").split())
        if not saran:
            raise ValueError(f"criterion {fungsi.__name__} gives no advice")
        _SEMUA.append(Kriteria(f"LKE-{len(_SEMUA) + 1:02}", komponen, uraian, saran, fungsi))
        return fungsi

    return daftar


def all() -> tuple[Kriteria, ...]:
    """Return every criterion in the order of this file."""
    return tuple(_SEMUA)


def check(buku: BukuRekap) -> tuple[HasilKriteria, ...]:
    """Ask every criterion of a period."""
    return tuple(_checked(k, buku) for k in _SEMUA)


def _checked(k: Kriteria, buku: BukuRekap) -> HasilKriteria:
    jawaban = list(k.periksa(buku))
    kurang = tuple(Kekurangan(*j) for j in jawaban if j[2])
    terpenuhi = len(jawaban) - len(kurang)
    return HasilKriteria(
        k.kode, k.komponen, k.uraian, _DASAR.format(k.komponen), len(jawaban), terpenuhi, kurang, k.saran
    )


def _each(buku: BukuRekap, kurang: Callable[[BarisRekap], str]) -> Jawaban:
    yield from ((b.indikator.kode, b.indikator.nama, kurang(b)) for b in buku.baris)


def _isi(i: Isian | None, kolom: str) -> str:
    return i[kolom].teks.strip() if i else ""


# --- Pelaporan ---


@kriteria("Pelaporan", "Setiap indikator yang diukur memiliki realisasi")
def results(buku: BukuRekap) -> Jawaban:
    """Minta realisasinya kepada unit pengampu, atau tulis status data dan sebabnya pada formulir."""
    for b in buku.baris:
        if b.indikator.diukur_pada(buku.periode):
            ada = b.capaian.realisasi.isi is not None
            yield (
                b.indikator.kode,
                b.indikator.nama,
                "" if ada else str(b.capaian.alasan.value if b.capaian.alasan else ""),
            )


@kriteria("Pelaporan", "Realisasi dibandingkan dengan target tahunan")
def against_year(buku: BukuRekap) -> Jawaban:
    """Isi target tahunan pada tabel Target."""
    return _each(buku, lambda b: "" if b.setahun else "target tahunan belum ada")


@kriteria("Pelaporan", "Realisasi dibandingkan dengan target jangka menengah")
def against_renstra(buku: BukuRekap) -> Jawaban:
    """Tambahkan target akhir Renstra pada tabel Target, kolom Dokumen «Renstra»."""
    return _each(buku, lambda b: "" if b.perbandingan.kemajuan else "target akhir Renstra belum ada")


@kriteria("Pelaporan", "Realisasi dibandingkan dengan tahun sebelumnya")
def against_last_year(buku: BukuRekap) -> Jawaban:
    """Isi realisasi tahun lalu pada tabel Riwayat, atau jelaskan bahwa indikatornya baru."""

    def kurang(b: BarisRekap) -> str:
        lalu = buku.periode.tahun - 1
        ada = any(t.periode.tahun == lalu and t.realisasi.isi is not None for t in b.perbandingan.titik)
        return "" if ada else f"realisasi {lalu} belum ada"

    return _each(buku, kurang)


@kriteria("Pelaporan", "Tren sedikitnya tiga tahun berurutan dapat disajikan")
def three_years(buku: BukuRekap) -> Jawaban:
    """Lengkapi tabel Riwayat hingga dua tahun ke belakang tanpa tahun yang kosong."""
    return _each(buku, lambda b: "" if b.perbandingan.tren else "kurang dari tiga tahun berurutan")


@kriteria("Pelaporan", "Realisasi dibandingkan dengan tingkat nasional atau provinsi")
def against_standard(buku: BukuRekap) -> Jawaban:
    """Isi kolom Standar dan Sumber Standar pada tabel Indikator, bila ada pembandingnya."""

    def kurang(b: BarisRekap) -> str:
        if b.indikator.standar is None:
            return "standar belum ada"
        return "" if b.indikator.sumber_standar else "sumber standar belum disebut"

    return _each(buku, kurang)


@kriteria("Pelaporan", "Kegagalan diuraikan beserta hambatan dan upaya perbaikannya")
def failures(buku: BukuRekap) -> Jawaban:
    """Minta unit mengisi Kendala dan Tindak Lanjut untuk setiap indikator di bawah 100 persen."""
    for b in buku.baris:
        if b.capaian.tercapai is False:
            i = buku.isian.get(b.indikator.kode)
            kolom = (("kendala", "kendala"), ("tindak lanjut", "tindak_lanjut"))
            kurang = " dan ".join(nama for nama, k in kolom if not _isi(i, k))
            yield b.indikator.kode, b.indikator.nama, f"{kurang} belum diisi" if kurang else ""


@kriteria("Pelaporan", "Keberhasilan diuraikan sebabnya")
def successes(buku: BukuRekap) -> Jawaban:
    """Minta unit mengisi Faktor Pendukung: «tercapai» saja belum cukup."""
    for b in buku.baris:
        if b.capaian.tercapai:
            ada = _isi(buku.isian.get(b.indikator.kode), "faktor_pendukung")
            yield b.indikator.kode, b.indikator.nama, "" if ada else "faktor pendukung belum diisi"


@kriteria("Pelaporan", "Efisiensi penggunaan sumber daya dianalisis per sasaran")
def efficiency(buku: BukuRekap) -> Jawaban:
    """Kaitkan sub kegiatan dengan sasarannya pada tabel Program, dan lengkapi realisasi anggarannya."""
    serapan = {s.kode: s for s in buku.serapan if s.tingkat == "sasaran"}
    nama = {s.kode: s.nama for s in buku.siklus.sasaran}
    for r in buku.sasaran:
        s = serapan.get(r.kode)
        kurang = (
            "belum ada sub kegiatan yang dikaitkan"
            if s is None
            else "realisasi anggaran belum lengkap"
            if s.persen is None
            else "capaian belum dapat dihitung"
            if r.persen is None
            else ""
        )
        yield r.kode, nama.get(r.kode, r.kode), kurang


# --- Pengukuran ---


@kriteria("Pengukuran", "Indikator memiliki definisi operasional dan formulasi")
def definition(buku: BukuRekap) -> Jawaban:
    """Isi Definisi Operasional dan Formulasi pada tabel Indikator."""

    def kurang(b: BarisRekap) -> str:
        tanpa = b.indikator.tanpa_rumusan
        return f"{' dan '.join(tanpa)} belum ada" if tanpa else ""

    return _each(buku, kurang)


@kriteria("Pengukuran", "Indikator memiliki sumber data dan penanggung jawab")
def source(buku: BukuRekap) -> Jawaban:
    """Isi Sumber Data pada tabel Indikator, dan kepala unitnya pada tabel Pejabat."""

    def kurang(b: BarisRekap) -> str:
        kepala = buku.siklus.kepala_unit(b.indikator.unit, buku.periode.hari_terakhir)
        ada = (("sumber data", b.indikator.sumber_data), ("kepala unit", kepala))
        tanpa = [n for n, isi in ada if not isi]
        return f"{' dan '.join(tanpa)} belum ada" if tanpa else ""

    return _each(buku, kurang)


@kriteria("Pengukuran", "Realisasi didukung bukti dan sumber data dari unit")
def evidence(buku: BukuRekap) -> Jawaban:
    """Minta unit mengisi Sumber Data dan Bukti Dukung pada formulir."""
    for b in buku.baris:
        i = buku.isian.get(b.indikator.kode)
        if i is not None and b.capaian.realisasi.isi is not None:
            tanpa = [n for n, k in (("sumber data", "sumber_data"), ("bukti dukung", "bukti_dukung")) if not _isi(i, k)]
            yield b.indikator.kode, b.indikator.nama, f"{' dan '.join(tanpa)} belum diisi" if tanpa else ""


@kriteria("Pengukuran", "Data dihimpun berjenjang dari setiap unit")
def every_unit(buku: BukuRekap) -> Jawaban:
    """Ingatkan unit yang belum mengirim formulirnya."""
    belum = {u.kode for u in buku.belum}
    for u in buku.siklus.unit:
        if any(i.unit == u.kode for i in buku.siklus.indikator):
            yield u.kode, u.nama, "formulir belum diterima" if u.kode in belum else ""


@kriteria("Perencanaan", "Target dirinci per triwulan")
def milestones(buku: BukuRekap) -> Jawaban:
    """Isi target triwulan pada tabel Target; yang diukur setahun sekali cukup pada triwulan IV (PK-006)."""
    for b in buku.baris:
        t = buku.siklus.target_berlaku(b.indikator.kode, buku.periode)
        if b.indikator.frekuensi_berlaku != "tahunan":
            ada = t is not None and any(x is not None for x in t.triwulan)
            yield b.indikator.kode, b.indikator.nama, "" if ada else "target triwulan belum ada"


@kriteria("Perencanaan", "Target tidak lebih mudah daripada realisasi tahun lalu")
def ambition(buku: BukuRekap) -> Jawaban:
    """Tulis alasannya pada kolom Catatan, atau usulkan target yang lebih menantang."""
    for b in buku.baris:
        lalu = _last(b, buku)
        if lalu is None or b.setahun is None or b.setahun[0] != b.setahun[1] or b.hitung.skor:
            continue
        target = b.setahun[0]
        polaritas = rumus_indikator(b.indikator, buku.pengaturan.kebijakan.rumus).polaritas
        mudah = target > lalu if polaritas == "negatif" else target < lalu if polaritas == "positif" else False
        yield b.indikator.kode, b.indikator.nama, "target lebih mudah daripada realisasi tahun lalu" if mudah else ""


def _last(b: BarisRekap, buku: BukuRekap) -> Decimal | None:
    lalu = [t for t in b.perbandingan.titik if t.periode.tahun == buku.periode.tahun - 1 and t.periode.akhir_tahun]
    return lalu[-1].realisasi.angka if lalu else None


@kriteria("Perencanaan", "Perubahan target tercatat asal dan tanggalnya")
def amendments(buku: BukuRekap) -> Jawaban:
    """Isi Sumber dan Berlaku Sejak pada baris PK Perubahan."""
    nama = {i.kode: i.nama for i in buku.siklus.indikator}

    def kurang(t: Target) -> str:
        tanpa = [n for n, ada in (("sumber", t.sumber), ("tanggal berlaku", t.berlaku_sejak)) if not ada]
        return f"{' dan '.join(tanpa)} belum ada" if tanpa else ""

    for t in buku.siklus.target:
        if t.dokumen == "PK Perubahan" and t.tahun == buku.periode.tahun:
            yield t.indikator, nama.get(t.indikator, t.indikator), kurang(t)


@kriteria("Perencanaan", "Nama indikator memuat satu ukuran, bukan kegiatan")
def wording(buku: BukuRekap) -> Jawaban:
    """Rumuskan sebagai hasil yang diukur, misalnya «Persentase …», bukan «Terlaksananya …»."""

    def kurang(b: BarisRekap) -> str:
        kegiatan = re.match(
            r"(ter(laksana|susun|selenggara)|melaksanakan|penyusunan\b)", b.indikator.nama, re.IGNORECASE
        )
        return f"diawali «{kegiatan[0]}»" if kegiatan else ""

    return _each(buku, kurang)
