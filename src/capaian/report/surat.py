"""The surat pengantar that goes out with the forms of a bidang (SOP step 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from capaian.document.engine import Sisipan, render
from capaian.model.angka import Angka
from capaian.model.formulir import KodeFormulir
from capaian.model.pengaturan import Instansi, Pejabat, Pengaturan
from capaian.report.facts import banyak
from capaian.text.dates import hari_tanggal, tanggal

TEMPLAT = "surat-pengantar.docx"
_NOMOR_KOSONG = " " * 5
"""The gap for the register number, which is written by hand when the letter is registered."""
_TANPA_NAMA = "(nama lengkap)"
_URUTAN = ("kasubag", "sekretaris", "kepala")
"""Who signs: the first of these roles that is held on the day of the letter."""


@dataclass(frozen=True, slots=True)
class FormulirDikirim:
    """One form that the letter covers.

    Attributes:
        hari_kerja: Working days from the day of issue to the deadline.
        diteruskan: The form is of a sub-unit: the head of the bidang passes it on.
    """

    kode: KodeFormulir
    nama_unit: str
    n_indikator: int
    n_sub_kegiatan: int
    tenggat: date
    hari_kerja: int
    diteruskan: bool = False


@dataclass(frozen=True, slots=True)
class Surat:
    """What a letter is made from.

    Attributes:
        tujuan: Head of the bidang that gets the forms and passes them on.
        tanggal: Date of the letter.
    """

    pengaturan: Pengaturan
    tujuan: Pejabat
    formulir: Sequence[FormulirDikirim]
    tanggal: date


@dataclass(frozen=True, slots=True)
class Kop:
    """Letterhead; `baris` are the address lines that the office has set."""

    pemerintah: str
    nama: str
    baris: tuple[str, ...]
    berlogo: bool = False


@dataclass(frozen=True, slots=True)
class Penanda:
    """Signature block; `atas_nama` is the office in whose name it is signed, printed above as `a.n.`."""

    jabatan: str
    nama: str
    pangkat: str
    nip: str
    atas_nama: str = ""


@dataclass(frozen=True, slots=True)
class BarisSurat:
    """One row of the table.

    Attributes:
        pengganti: An earlier issue of this form is replaced.
        sama: The request is that of the first row.
    """

    kode: str
    nama_unit: str
    periode: str
    n_indikator: Angka
    n_sub_kegiatan: Angka
    ada_indikator: bool
    ada_sub_kegiatan: bool
    tenggat: str
    hari_kerja: Angka
    diteruskan: bool
    pengganti: bool
    sama: bool


@dataclass(frozen=True, slots=True)
class IsiSurat:
    """The letter itself."""

    nomor: str
    sifat: str
    tempat: str
    tanggal: str
    yth: str
    berkas: Angka
    tembusan: tuple[str, ...]
    narahubung: str
    contoh: str


NAMA = {"kop": Kop, "surat": IsiSurat, "formulir": tuple[BarisSurat, ...], "pengirim": Penanda}
"""What the template may print, with its types."""


def nomor(instansi: Instansi, hari: date) -> str:
    """Return `000.8.6.3/     /425.119/2026`: the register number is left open; a missing unit code is left out."""
    bagian = (instansi.klasifikasi, _NOMOR_KOSONG, instansi.kode_surat, str(hari.year))
    return "/".join(b for b in bagian if b)


def pengirim(pengaturan: Pengaturan, hari: date) -> Pejabat | None:
    """Return who signs the letter on a day: the Kasubag, or who stands above when nobody holds that office."""
    return next((p for peran in _URUTAN if (p := pengaturan.pejabat_pada(peran, hari))), None)


def build_letter(surat: Surat, templat: bytes) -> bytes:
    """Build a letter.

    Args:
        surat: What it says.
        templat: The Word template (`templates/surat-pengantar.docx` or the office's own).

    Returns:
        The document; equal arguments give equal bytes.

    Raises:
        TemplateError: The template cannot be filled; the message names the tag.
    """
    instansi = surat.pengaturan.instansi
    # The date of the letter is the time of the document: running again on the same day gives the same bytes.
    waktu = datetime(surat.tanggal.year, surat.tanggal.month, surat.tanggal.day)  # noqa: DTZ001
    return render(
        templat,
        konteks(surat),
        {},
        waktu,
        judul=f"Surat pengantar formulir isian capaian kinerja – {surat.tujuan.jabatan_lengkap}",
        penulis=f"{instansi.nama} {instansi.daerah}".strip(),
        sisipan=Sisipan(logo=instansi.lambang),
    ).data


def konteks(surat: Surat) -> dict[str, object]:
    """Return what the template may print: `kop`, `surat`, `formulir`, `pengirim`."""
    instansi, hari = surat.pengaturan.instansi, surat.tanggal
    return {
        "kop": letterhead(instansi),
        "surat": IsiSurat(
            nomor=nomor(instansi, hari),
            sifat=instansi.sifat_surat,
            tembusan=instansi.tembusan_formulir,
            tempat=instansi.tempat,
            tanggal=tanggal(hari),
            yth=surat.tujuan.jabatan_lengkap,
            berkas=banyak(1, "banyaknya berkas", "satu berkas untuk setiap formulir"),
            narahubung=surat.pengaturan.narahubung or "Sub Bagian Program",
            contoh=surat.pengaturan.contoh,
        ),
        "formulir": tuple(_baris(f, surat) for f in surat.formulir),
        "pengirim": signature(pengirim(surat.pengaturan, hari)),
    }


def letterhead(instansi: Instansi) -> Kop:
    """Return the letterhead of an office."""
    telepon = f"Telepon {instansi.telepon}" if instansi.telepon else ""
    laman = f"Laman {instansi.laman}" if instansi.laman else ""
    pos_el = f"Pos-el {instansi.pos_el}" if instansi.pos_el else ""
    baris = (_sambung(instansi.alamat, telepon), _sambung(laman, pos_el))
    return Kop(instansi.pemerintah, instansi.nama, tuple(b for b in baris if b), bool(instansi.lambang))


def _sambung(*bagian: str) -> str:
    return ", ".join(b for b in bagian if b)


def signature(pejabat: Pejabat | None) -> Penanda:
    """Return the signature block of an official, with gaps to fill in by hand when nobody is named."""
    if pejabat is None:
        return Penanda("(jabatan pengirim)", _TANPA_NAMA, "", "")
    return Penanda(
        pejabat.jabatan_lengkap, pejabat.nama or _TANPA_NAMA, pejabat.pangkat, pejabat.nip, pejabat.atas_nama
    )


def _baris(f: FormulirDikirim, surat: Surat) -> BarisSurat:
    pertama = surat.formulir[0]
    return BarisSurat(
        kode=str(f.kode),
        nama_unit=f.nama_unit,
        periode=f.kode.periode.label,
        n_indikator=banyak(f.n_indikator, f"banyaknya indikator {f.kode.unit}", "banyaknya baris ISIAN"),
        n_sub_kegiatan=banyak(f.n_sub_kegiatan, f"banyaknya sub kegiatan {f.kode.unit}", "banyaknya baris ANGGARAN"),
        ada_indikator=f.n_indikator > 0,
        ada_sub_kegiatan=f.n_sub_kegiatan > 0,
        tenggat=hari_tanggal(f.tenggat),
        hari_kerja=banyak(f.hari_kerja, f"hari pengisian {f.kode.unit}", "hari kerja sejak diterbitkan"),
        diteruskan=f.diteruskan,
        pengganti=f.kode.terbitan > 1,
        sama=f is not pertama and f.tenggat == pertama.tenggat,
    )
