"""What the template of the dashboard sees: text, flags, and numbers that can be printed."""

from __future__ import annotations

from dataclasses import dataclass

from capaian.model.angka import Angka
from capaian.model.bagan import Bagan
from capaian.report.anggaran import BarisSerapan
from capaian.report.perbandingan import TrenTampil
from capaian.report.tampilan import IndikatorTampil, SasaranTampil


@dataclass(frozen=True, slots=True)
class Nada:
    """How good a predikat is on the scale of the office.

    Attributes:
        tingkat: 1 is the lowest band; 0 when nothing was computed.
        dari: How many bands the scale has.
        kelas: The same from 1 to 5, for the colour; 0 when nothing was computed.
    """

    tingkat: int
    dari: int
    kelas: int


@dataclass(frozen=True, slots=True)
class JenjangTampil:
    """One band of the scale."""

    label: str
    nada: Nada


@dataclass(frozen=True, slots=True)
class BarisAsal:
    """One line of where a number comes from; `rinci` are places and dates below it."""

    label: str
    teks: str
    rinci: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kepala:
    """What stands above everything.

    Attributes:
        data: Period of the forms, when it is another one than `periode`; else empty.
        per: The moment that the page shows, in words.
        keadaan: Word of the stamp: `DRAF`, `DISAHKAN` …
        kelas: `sah` when approved, else `draf` or `belum`.
        penjelasan: The same in sentences.
        segel: Head of the ledger; empty while nothing is recorded.
        contoh: A sentence when the figures are samples.
    """

    pemerintah: str
    instansi: str
    singkatan: str
    periode: str
    data: str
    per: str
    keadaan: str
    kelas: str
    penjelasan: tuple[str, ...]
    segel: str
    contoh: str
    versi: str


@dataclass(frozen=True, slots=True)
class Jam:
    """The clock of the cycle.

    Attributes:
        pemegang: Who holds the ball; empty when the cycle is over.
        tenggat: Deadline of the forms in words; empty before they are issued.
        sisa: Days left, in words.
        terlambat: The deadline has passed and somebody has not sent.
    """

    langkah: tuple[LangkahTampil, ...]
    n_selesai: Angka
    n: Angka
    pemegang: str
    berikutnya: tuple[str, ...]
    tenggat: str
    sisa: str
    terlambat: bool


@dataclass(frozen=True, slots=True)
class LangkahTampil:
    """One step: `keadaan` is `selesai`, `berjalan` or `belum`."""

    nomor: int
    tahap: str
    pelaksana: str
    keadaan: str
    kapan: str
    terpakai: str
    baku: str
    lewat: str


@dataclass(frozen=True, slots=True)
class SelTahap:
    """One cell of the matrix: `keadaan` is `sudah`, `terhenti` or `belum`, `kata` says it."""

    judul: str
    keadaan: str
    kata: str


@dataclass(frozen=True, slots=True)
class UnitTampil:
    """One unit.

    Attributes:
        anak: It stands below its bidang.
        diperiksa: Its form was checked, so that a count of findings says something.
    """

    kode: str
    nama: str
    anak: bool
    berformulir: bool
    diperiksa: bool
    keadaan: str
    berkas: str
    sel: tuple[SelTahap, ...]
    n_kesalahan: Angka
    n_peringatan: Angka


@dataclass(frozen=True, slots=True)
class IndikatorDasbor:
    """One indicator, its place on the scale, and where its numbers come from."""

    tampil: IndikatorTampil
    nada: Nada
    asal: tuple[BarisAsal, ...]


@dataclass(frozen=True, slots=True)
class SasaranDasbor:
    """One sasaran, or the office as a whole."""

    tampil: SasaranTampil
    nada: Nada
    asal: tuple[BarisAsal, ...]
    indikator: tuple[IndikatorDasbor, ...] = ()


@dataclass(frozen=True, slots=True)
class TrenDasbor:
    """The course of one indicator."""

    kode: str
    nama: str
    bagan: Bagan
    tren: TrenTampil


@dataclass(frozen=True, slots=True)
class SerapanDasbor:
    """One line of the budget, with where it comes from."""

    baris: BarisSerapan
    asal: tuple[BarisAsal, ...]


@dataclass(frozen=True, slots=True)
class TempatTemuan:
    """Where a finding stands, and what it says when the others of its kind say something else."""

    nomor: str
    butir: str
    kolom: str
    sel: str
    pesan: str


@dataclass(frozen=True, slots=True)
class TemuanTampil:
    """Findings that say the same.

    Attributes:
        jenis: `kesalahan`, `peringatan`, `catatan` or `dikecualikan`.
        tingkat: The word of its severity, also of a waived one.
        pesan: What all of them say; empty when each has its own sentence.
        dikecualikan: Who accepted it, when and why; empty while it stands.
    """

    jenis: str
    tingkat: str
    kode: str
    tempat: tuple[TempatTemuan, ...]
    pesan: str
    diharapkan: str
    perbaikan: str
    dikecualikan: str = ""


@dataclass(frozen=True, slots=True)
class TemuanUnit:
    """The findings of one unit."""

    kode: str
    nama: str
    temuan: tuple[TemuanTampil, ...]
    n_kesalahan: Angka
    n_peringatan: Angka
    n_lain: Angka


@dataclass(frozen=True, slots=True)
class Temuan:
    """All findings of the last validation.

    Attributes:
        pernah: There was a validation.
        kapan: Which one and when, in words.
        belum: Units whose form came in after it.
    """

    pernah: bool
    kapan: str
    belum: tuple[str, ...]
    unit: tuple[TemuanUnit, ...]
    n_kesalahan: Angka
    n_peringatan: Angka
    n_dikecualikan: Angka
