"""Every key of `capaian.toml`, declared once: for reading, for its JSON Schema and for the page that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from capaian import formulas
from capaian.formulas import efficiency
from capaian.model.jabatan import STATUS_JABATAN
from capaian.model.kata import SIFAT

TANPA = "tanpa"
"""What stands in place of a limit when there is none."""


@dataclass(frozen=True, slots=True)
class Kunci:
    """A key.

    Attributes:
        jenis: `teks`, `daftar` (of texts), `bulat` (1 to 60), `batas` (a number, or "tanpa"), `angka`, `tanggal` or
            `logika`.
        wajib: It has to be there, and not empty.
        baku: What a missing key means.
        pilihan: Allowed words.
        usulan: Words that are built in; the office may define more.
    """

    nama: str
    jenis: str
    arti: str
    wajib: bool = False
    baku: str | int | Decimal | bool | None = None
    pilihan: Sequence[str] = ()
    usulan: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bagian:
    """A section: a table `[nama]`, a list of tables `[[nama]]`, or tables that the office names `[nama.KODE]`.

    Attributes:
        bentuk: `tabel`, `larik` or `bernama`.
        wajib: It has to be there.
    """

    nama: str
    bentuk: str
    arti: str
    kunci: tuple[Kunci, ...] = ()
    bagian: tuple[Bagian, ...] = ()
    wajib: bool = False

    @property
    def dikenal(self) -> tuple[str, ...]:
        """Names that may stand in it."""
        return (*(k.nama for k in self.kunci), *(b.nama for b in self.bagian))

    def sub(self, nama: str) -> Bagian:
        """A section inside it."""
        return next(b for b in self.bagian if b.nama == nama)


def _rumus(polaritas: str, arti: str) -> Kunci:
    return Kunci(polaritas, "teks", arti, baku=formulas.default_for(polaritas), pilihan=formulas.names(polaritas))


INSTANSI = Bagian(
    "instansi",
    "tabel",
    "Perangkat daerah.",
    (
        Kunci("kode", "teks", "kode pendek yang tertulis pada setiap formulir; tanpa tanda «/»", wajib=True),
        Kunci("nama", "teks", "nama perangkat daerah", wajib=True),
        Kunci("singkatan", "teks", "nama singkat", wajib=True),
        Kunci("pemerintah", "teks", "misalnya Pemerintah Kota Probolinggo", wajib=True),
        Kunci("daerah", "teks", "kabupaten atau kota", wajib=True),
        Kunci("tempat", "teks", "kota pada tempat dan tanggal", wajib=True),
        Kunci("alamat", "teks", "alamat kantor", baku=""),
        Kunci("telepon", "teks", "telepon", baku=""),
        Kunci("laman", "teks", "laman", baku=""),
        Kunci("pos_el", "teks", "pos-el", baku=""),
        Kunci("logo", "teks", "berkas gambar lambang daerah (PNG atau JPEG) dalam folder kantor", baku=""),
        Kunci("kode_surat", "teks", "kode surat kantor", baku=""),
        Kunci("klasifikasi", "teks", "kode klasifikasi arsip", baku="000.8.6.3"),
        Kunci("penerima_laporan", "teks", "kepada siapa laporan disampaikan", baku=""),
        Kunci("sifat_surat", "teks", "sifat surat yang keluar", baku="Biasa", pilihan=SIFAT),
        Kunci("tembusan_formulir", "daftar", "tembusan surat pengantar formulir"),
        Kunci("tembusan_laporan", "daftar", "tembusan surat pengantar laporan"),
        Kunci("gambaran", "teks", "satu paragraf tentang kantor untuk Bab I", baku=""),
        Kunci("isu_strategis", "daftar", "isu strategis untuk Bab I"),
    ),
    wajib=True,
)
SIKLUS = Bagian(
    "siklus",
    "tabel",
    "Periode yang sedang dikerjakan.",
    (
        Kunci(
            "periode", "teks", "`2026-TW1` (triwulan), `2026-SM1` (semester), atau `2026-TAHUN` (setahun)", wajib=True
        ),
        Kunci("hari_pengisian", "bulat", "batas pengembalian formulir, dalam hari kerja sejak terbit", baku=3),
        Kunci("hari_perbaikan", "bulat", "batas perbaikan setelah formulir dikembalikan, dalam hari kerja", baku=2),
        Kunci("jam_kerja", "teks", "jam kerja kantor, untuk jam prosedur", baku="07.30–16.00"),
        Kunci("narahubung", "teks", "kepada siapa unit bertanya", baku=""),
        Kunci("contoh", "teks", "kalimat yang dicetak bila angkanya hanya contoh", baku=""),
    ),
    wajib=True,
)
KEBIJAKAN = Bagian(
    "kebijakan",
    "tabel",
    "Pilihan kantor di tempat peraturan memberi ruang.",
    (
        Kunci("skala", "teks", "skala predikat", baku="P86", usulan=tuple(formulas.SKALA_BAWAAN)),
        Kunci("batas_atas", "batas", "capaian tertinggi yang dihitung, dalam persen", baku=TANPA),
        Kunci("batas_bawah", "batas", "capaian terendah yang dihitung, dalam persen", baku=0),
        Kunci("batas_rerata", "batas", "batas atas yang hanya dipakai saat menghitung rata-rata", baku=TANPA),
        Kunci(
            "toleransi_rasio",
            "angka",
            "selisih realisasi terhadap pembilang ÷ penyebut × 100 yang dibolehkan, dalam poin persen",
            baku=Decimal("0.01"),
        ),
        Kunci("batas_penjelasan", "angka", "capaian di atas angka ini perlu penjelasan, dalam persen", baku=120),
        Kunci(
            "batas_kewajaran",
            "angka",
            "realisasi sebanyak ini kali target, atau sepersekian target, ditanyakan; lebih besar dari 1",
            baku=10,
        ),
        Kunci(
            "batas_serapan",
            "angka",
            "serapan di bawah sekian persen dari pembagian rata setahun ditanyakan sejak triwulan II; 0 tidak pernah",
            baku=50,
        ),
        Kunci(
            "jumlah_sama",
            "bulat",
            "banyaknya angka yang sama (dengan target, periode lalu, atau unit lain) sebelum ditanyakan",
            baku=3,
        ),
        Kunci(
            "efisiensi",
            "teks",
            "rumus efisiensi: F1 selisih capaian dan serapan, F2 rasionya, F5 menurut keluaran sub kegiatan",
            baku=efficiency.BAKU,
            pilihan=efficiency.known_names(),
        ),
    ),
    (
        Bagian(
            "rumus",
            "tabel",
            "Rumus capaian baku menurut polaritas.",
            (
                _rumus("positif", "indikator yang makin tinggi makin baik"),
                _rumus("negatif", "indikator yang makin rendah makin baik"),
                _rumus("rentang", "indikator yang targetnya rentang"),
            ),
        ),
    ),
)
PEJABAT = Bagian(
    "pejabat",
    "larik",
    "Pejabat kantor; kepala unit ditulis pada tabel Pejabat.",
    (
        Kunci("peran", "teks", "peran dalam prosedur", wajib=True, pilihan=("kepala", "sekretaris", "kasubag")),
        Kunci("jabatan", "teks", "nama jabatan", wajib=True),
        Kunci("nama", "teks", "nama lengkap dengan gelar", baku=""),
        Kunci("nip", "teks", "NIP, sebagai teks", baku=""),
        Kunci("pangkat", "teks", "pangkat", baku=""),
        Kunci("status", "teks", "cara memegang jabatan", baku="definitif", pilihan=STATUS_JABATAN),
        Kunci("atas_nama", "teks", "jabatan yang diatasnamakan bila menandatangani surat (a.n.)", baku=""),
        Kunci("mulai", "tanggal", "hari pertama menjabat"),
        Kunci("selesai", "tanggal", "hari terakhir menjabat"),
    ),
)
DASAR_HUKUM = Bagian(
    "dasar_hukum",
    "larik",
    "Dasar hukum untuk Bab I.",
    (
        Kunci("teks", "teks", "judul peraturan", wajib=True),
        Kunci("status", "teks", "yang dicabut tidak dicetak", baku="berlaku", pilihan=("berlaku", "dicabut")),
        Kunci("pengganti", "teks", "peraturan penggantinya", baku=""),
    ),
)
SKALA = Bagian(
    "skala",
    "bernama",
    "Skala predikat kantor sendiri.",
    (
        Kunci("nama", "teks", "nama skala; bila kosong, kodenya", baku=""),
        Kunci("dasar", "teks", "dasar penetapannya", baku=""),
        Kunci("aturan_batas", "teks", "aturan batas dalam kalimat", baku=""),
    ),
    (
        Bagian(
            "jenjang",
            "larik",
            "Jenjang, dari yang terbaik.",
            (
                Kunci("label", "teks", "sebutan jenjang", wajib=True),
                Kunci("batas", "angka", "batas bawah jenjang dalam persen", baku=0),
                Kunci("termasuk", "logika", "angka batas itu sendiri termasuk", baku=False),
            ),
            wajib=True,
        ),
    ),
)
SKALA_ORDINAL = Bagian(
    "skala_ordinal",
    "bernama",
    "Skala tingkat kantor sendiri, misalnya opini.",
    (
        Kunci("nama", "teks", "nama skala; bila kosong, kodenya", baku=""),
        Kunci("tingkat", "daftar", "tingkat dari yang terendah", wajib=True),
        Kunci("dasar", "teks", "dasar penetapannya", baku=""),
    ),
)
LAPORAN = Bagian(
    "laporan",
    "tabel",
    "Isi laporan yang tidak berasal dari formulir.",
    (
        Kunci("renstra", "teks", "nama dokumen Renstra, misalnya Renstra Tahun 2025–2029", baku=""),
        Kunci("visi", "teks", "visi kepala daerah untuk Bab II", baku=""),
        Kunci("misi", "daftar", "misi yang didukung kantor, untuk Bab II"),
        Kunci("penghargaan", "daftar", "prestasi dan penghargaan pada tahun laporan, untuk Bab III"),
        Kunci("nama_lain", "daftar", "nama kantor atau daerah lain yang memang boleh disebut dalam laporan"),
    ),
    (
        Bagian(
            "sumber_daya",
            "larik",
            "Pegawai, sarana, dan sumber daya lain untuk Bab I.",
            (
                Kunci("jenis", "teks", "kelompoknya, misalnya Pegawai", wajib=True),
                Kunci("uraian", "teks", "misalnya Pegawai Negeri Sipil", wajib=True),
                Kunci("jumlah", "angka", "banyaknya", baku=0),
                Kunci("satuan", "teks", "misalnya orang", baku=""),
            ),
        ),
    ),
)
SEMUA = Bagian(
    "",
    "tabel",
    "Pengaturan kantor",
    bagian=(INSTANSI, SIKLUS, KEBIJAKAN, PEJABAT, DASAR_HUKUM, LAPORAN, SKALA, SKALA_ORDINAL),
    wajib=True,
)
