"""The tables that staff keep: declared once, used for reading, for blank tables and for their dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from capaian import formulas
from capaian.model.aturan_kantor import BILA_KOSONG, LEWATI, OPERATOR
from capaian.model.finding import Severity
from capaian.model.jabatan import STATUS_JABATAN
from capaian.model.skema import FREKUENSI


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column of a table.

    Attributes:
        kunci: Key in code.
        judul: Header that staff see.
        jenis: `teks`, `angka`, `bulat`, `ya_tidak`, `periode`, `tanggal`, `ukuran` (a number or a level, read with
            the unit of the indicator it belongs to), or `ungkapan` (an expression of a rule).
        wajib: An empty cell is a mistake.
        pilihan: Allowed words; empty when anything goes.
        baku: Value of an empty cell.
        acuan: The table whose codes stand here.
        usulan: Words that a list offers, without forbidding others.
        lebar: Width in characters.
    """

    kunci: str
    judul: str
    keterangan: str
    jenis: str = "teks"
    wajib: bool = False
    pilihan: Sequence[str] = ()
    baku: str = ""
    acuan: str = ""
    usulan: tuple[str, ...] = ()
    lebar: float = 14

    @property
    def daftar(self) -> tuple[str, ...]:
        """The words that a list offers."""
        return tuple(self.pilihan) or self.usulan or (YA_TIDAK if self.jenis == "ya_tidak" else ())


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table: a sheet of skema.xlsx or a file of skema/."""

    nama: str
    keterangan: str
    kolom: tuple[Kolom, ...]
    wajib: bool = True
    """Whether the table has to have rows."""

    def by_judul(self) -> dict[str, Kolom]:
        """Columns by folded header."""
        return {_fold(k.judul): k for k in self.kolom}


def _fold(judul: str) -> str:
    return " ".join(judul.split()).casefold()


fold = _fold

YA_TIDAK = ("ya", "tidak")
NILAI = ("angka", "predikat", "ya_tidak")
POLARITAS = ("positif", "negatif", "rentang")
DOKUMEN = ("PK", "PK Perubahan", "Renstra")
JENIS = ("IKU", "IKD", "IKK", "TUJUAN", "SASARAN", "PROGRAM", "KEGIATAN", "SUBKEGIATAN")
AKUMULASI = ("kumulatif", "posisi_akhir", "rata_rata", "tahunan", "maksimum", "minimum")

TABEL: tuple[Tabel, ...] = (
    Tabel(
        "Unit",
        "Unit kerja yang menerima formulir isian.",
        (
            Kolom("kode", "Kode", "Kode pendek, misalnya IND; dipakai sebagai nama berkas formulir.", wajib=True),
            Kolom("nama", "Nama", "Nama lengkap unit kerja.", wajib=True, lebar=48),
            Kolom("induk", "Induk", "Kode unit atasan; kosong bila langsung di bawah kepala dinas.", acuan="Unit"),
        ),
    ),
    Tabel(
        "Pejabat",
        "Kepala unit kerja dan masa jabatannya; yang menjabat pada hari penerbitan menandatangani formulir.",
        (
            Kolom("unit", "Unit", "Kode unit yang dipimpin.", wajib=True, acuan="Unit"),
            Kolom(
                "jabatan", "Jabatan", "Nama jabatan tanpa Plt. dan sejenisnya: Kepala Bidang …", wajib=True, lebar=44
            ),
            Kolom("nama", "Nama", "Nama lengkap dengan gelar.", lebar=32),
            Kolom("nip", "NIP", "18 angka, sebagai teks; spasi boleh dipakai.", lebar=24),
            Kolom("pangkat", "Pangkat", "Pangkat, misalnya Pembina Tingkat I.", lebar=22),
            Kolom(
                "status",
                "Status",
                "definitif, atau penjabat, pelaksana tugas, pelaksana harian.",
                pilihan=STATUS_JABATAN,
                baku="definitif",
            ),
            Kolom("mulai", "Mulai", "Hari pertama menjabat; kosong bila sejak semula.", "tanggal"),
            Kolom("selesai", "Selesai", "Hari terakhir menjabat; kosong bila masih menjabat.", "tanggal"),
        ),
        wajib=False,
    ),
    Tabel(
        "Sasaran",
        "Sasaran strategis dalam Perjanjian Kinerja.",
        (
            Kolom("kode", "Kode", "Kode sasaran, misalnya S1.", wajib=True),
            Kolom("nama", "Sasaran", "Rumusan sasaran, sama dengan Perjanjian Kinerja.", wajib=True, lebar=60),
            Kolom("tujuan", "Tujuan", "Tujuan yang didukung sasaran ini.", lebar=60),
        ),
    ),
    Tabel(
        "Indikator",
        "Indikator kinerja dan cara menghitungnya.",
        (
            Kolom("kode", "Kode", "Kode indikator, misalnya IK-1.1.", wajib=True),
            Kolom("sasaran", "Sasaran", "Kode sasaran dari tabel Sasaran.", wajib=True, acuan="Sasaran"),
            Kolom("nama", "Indikator", "Nama indikator, sama dengan Perjanjian Kinerja.", wajib=True, lebar=48),
            Kolom("jenis", "Jenis", "Jenis indikator.", pilihan=JENIS, baku="IKU"),
            Kolom("satuan", "Satuan", "Misalnya %, orang, dokumen, indeks.", wajib=True),
            Kolom(
                "nilai", "Nilai", "angka, predikat (tingkat suatu skala), atau ya_tidak.", pilihan=NILAI, baku="angka"
            ),
            Kolom(
                "polaritas",
                "Polaritas",
                "positif: makin tinggi makin baik; negatif: makin rendah makin baik; rentang: makin dekat makin baik.",
                pilihan=POLARITAS,
                baku="positif",
            ),
            Kolom(
                "rumus",
                "Rumus",
                "Nama rumus capaian; kosong berarti rumus baku kantor untuk polaritas itu.",
                pilihan=formulas.names(),
            ),
            Kolom(
                "akumulasi",
                "Akumulasi",
                "Cara triwulan menjadi tahun.",
                pilihan=AKUMULASI,
                baku="posisi_akhir",
            ),
            Kolom(
                "frekuensi",
                "Frekuensi",
                "Seberapa sering diukur; akumulasi tahunan selalu berarti tahunan.",
                pilihan=FREKUENSI,
                baku="triwulanan",
            ),
            Kolom(
                "skala",
                "Skala",
                "Kode skala bila Nilai = predikat, misalnya OPINI atau SAKIP.",
                usulan=tuple(formulas.ORDINAL_BAWAAN),
            ),
            Kolom("desimal", "Desimal", "Angka di belakang koma; 0 untuk cacahan.", jenis="bulat", baku="2", lebar=9),
            Kolom("bobot", "Bobot", "Bobot dalam rata-rata tertimbang.", jenis="angka", baku="1", lebar=9),
            Kolom(
                "bagian",
                "Bagian",
                "ya bila bagian dari keseluruhan (tidak mungkin lebih dari 100%).",
                jenis="ya_tidak",
                lebar=9,
            ),
            Kolom("definisi", "Definisi Operasional", "Apa yang diukur, kapan, dan batasannya.", lebar=60),
            Kolom("formulasi", "Formulasi", "Cara menghitung nilainya, misalnya pembilang / penyebut × 100.", lebar=36),
            Kolom("pembilang", "Pembilang", "Uraian pembilang bila dihitung dari dua angka.", lebar=36),
            Kolom("penyebut", "Penyebut", "Uraian penyebut.", lebar=36),
            Kolom("sumber_data", "Sumber Data", "Asal data, misalnya BPS atau laporan bidang.", lebar=36),
            Kolom("unit", "Unit", "Kode unit penanggung jawab.", wajib=True, acuan="Unit"),
            Kolom("alasan", "Alasan Pemilihan", "Mengapa indikator ini dipilih.", lebar=36),
            Kolom("standar", "Standar", "Capaian nasional atau provinsi sebagai pembanding.", jenis="ukuran"),
            Kolom("sumber_standar", "Sumber Standar", "Sumber pembanding.", lebar=30),
            Kolom("catatan", "Catatan", "Catatan bebas.", lebar=36),
        ),
    ),
    Tabel(
        "Target",
        "Target tahunan dan triwulanan menurut dokumennya.",
        (
            Kolom("indikator", "Indikator", "Kode indikator.", wajib=True, acuan="Indikator"),
            Kolom("tahun", "Tahun", "Tahun target.", jenis="bulat", wajib=True, lebar=9),
            Kolom("dokumen", "Dokumen", "Dokumen asal target.", pilihan=DOKUMEN, baku="PK"),
            Kolom("tahunan", "Tahunan", "Target setahun.", jenis="ukuran"),
            Kolom("tw1", "TW I", "kumulatif: angka triwulan itu; lainnya: posisi s.d. triwulan.", jenis="ukuran"),
            Kolom("tw2", "TW II", "Seperti TW I.", jenis="ukuran"),
            Kolom("tw3", "TW III", "Seperti TW I.", jenis="ukuran"),
            Kolom("tw4", "TW IV", "Seperti TW I.", jenis="ukuran"),
            Kolom(
                "berlaku_sejak",
                "Berlaku Sejak",
                "Hanya untuk PK Perubahan: dipakai bagi periode yang berakhir pada hari itu atau sesudahnya.",
                jenis="tanggal",
            ),
            Kolom("sumber", "Sumber", "Nomor atau nama dokumen.", lebar=48),
        ),
    ),
    Tabel(
        "Program",
        "Program, kegiatan, dan sub kegiatan dengan pagunya.",
        (
            Kolom("kode", "Kode", "Kode nomenklatur, misalnya 2.07.03.2.01.0001.", wajib=True, lebar=20),
            Kolom("nama", "Nama", "Nama menurut nomenklatur.", wajib=True, lebar=60),
            Kolom("unit", "Unit", "Kode unit pelaksana (sub kegiatan).", acuan="Unit"),
            Kolom("sasaran", "Sasaran", "Kode sasaran yang didukung (sub kegiatan).", acuan="Sasaran"),
            Kolom("pagu", "Pagu", "Pagu anggaran dalam rupiah (sub kegiatan).", jenis="angka", lebar=18),
            Kolom("indikator", "Indikator", "Indikator keluaran.", lebar=48),
            Kolom("satuan", "Satuan", "Satuan keluaran."),
            Kolom("target", "Target", "Target keluaran setahun.", jenis="angka"),
        ),
        wajib=False,
    ),
    Tabel(
        "Riwayat",
        "Realisasi tahun dan triwulan yang lalu.",
        (
            Kolom("indikator", "Indikator", "Kode indikator.", wajib=True, acuan="Indikator"),
            Kolom(
                "periode", "Periode", "2024-TAHUN untuk setahun, 2025-TW1 untuk satu triwulan.", "periode", wajib=True
            ),
            Kolom("target", "Target", "Target saat itu.", jenis="ukuran"),
            Kolom("realisasi", "Realisasi", "Realisasi saat itu.", jenis="ukuran", wajib=True),
            Kolom("sumber", "Sumber", "Publikasi asal angka.", lebar=48),
        ),
        wajib=False,
    ),
    Tabel(
        "Aturan",
        "Aturan pemeriksaan milik kantor sendiri.",
        (
            Kolom("kode", "Kode", "Kode aturan, misalnya KTR-01; tidak sama dengan aturan bawaan.", wajib=True),
            Kolom(
                "kiri",
                "Kiri",
                'Yang dibandingkan: angka dan nilai indikator, misalnya r("IK-1.4") + r("IK-1.5").',
                "ungkapan",
                wajib=True,
                lebar=34,
            ),
            Kolom(
                "operator",
                "Operator",
                "Kiri dan Kanan seharusnya berbanding begini; selain itu menjadi temuan.",
                wajib=True,
                pilihan=OPERATOR,
                lebar=11,
            ),
            Kolom("kanan", "Kanan", "Pembandingnya, ditulis seperti Kiri.", "ungkapan", wajib=True, lebar=34),
            Kolom(
                "bila_kosong",
                "Bila Kosong",
                "Bila ada nilai yang kosong atau hitungannya tidak mungkin: lewati saja, atau laporkan tidak dapat "
                "diperiksa.",
                pilihan=BILA_KOSONG,
                baku=LEWATI,
            ),
            Kolom(
                "tingkat",
                "Tingkat",
                "Tingkat temuannya; kesalahan membuat nilainya tidak ikut dihitung.",
                pilihan=tuple(s.value for s in Severity),
                baku=Severity.PERINGATAN.value,
            ),
            Kolom(
                "pesan",
                "Pesan",
                "Kalimat temuan; {kiri} dan {kanan} diganti dengan nilainya.",
                wajib=True,
                lebar=56,
            ),
            Kolom("perbaikan", "Perbaikan", "Yang dilakukan unit kerja bila melanggar.", lebar=44),
            Kolom("dasar", "Dasar", "Peraturan atau kesepakatan yang mendasarinya.", lebar=30),
            Kolom("keterangan", "Keterangan", "Catatan kantor; tidak tercetak.", lebar=26),
        ),
        wajib=False,
    ),
)

TABEL_BY_NAMA = {t.nama: t for t in TABEL}
