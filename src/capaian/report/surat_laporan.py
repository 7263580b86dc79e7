"""The surat pengantar with which the approved report goes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from capaian.document.engine import Sisipan, render
from capaian.model.angka import Angka
from capaian.model.pengaturan import Pejabat, Pengaturan
from capaian.model.surat_masuk import Naskah
from capaian.report.facts import banyak
from capaian.report.surat import Kop, Penanda, letterhead, nomor, signature
from capaian.text.dates import tanggal

TEMPLAT = "surat-pengantar-laporan.docx"


@dataclass(frozen=True, slots=True)
class SuratLaporan:
    """What the letter is about.

    Attributes:
        segel: Seal of the bundle, for the receiver to compare.
        naskah: What is in it.
    """

    pengaturan: Pengaturan
    tanggal: date
    penanda: Pejabat
    segel: str
    naskah: tuple[Naskah, ...]


@dataclass(frozen=True, slots=True)
class BarisNaskah:
    """One line of the letter."""

    teks: str
    jumlah: Angka


@dataclass(frozen=True, slots=True)
class IsiSuratLaporan:
    """The letter itself."""

    nomor: str
    sifat: str
    tempat: str
    tanggal: str
    yth: str
    periode: str
    nama: str
    segel: str
    tembusan: tuple[str, ...]
    contoh: str


NAMA = {
    "kop": Kop,
    "surat": IsiSuratLaporan,
    "naskah": tuple[BarisNaskah, ...],
    "berkas": tuple[str, ...],
    "pengirim": Penanda,
}
"""What the template may print, with its types; `berkas` is `naskah` without counts, for templates of an office."""


def build_letter(surat: SuratLaporan, templat: bytes, waktu: datetime) -> bytes:
    """Build the letter; equal arguments give equal bytes.

    Raises:
        TemplateError: The template cannot be filled; the message names the tag.
    """
    p = surat.pengaturan
    konteks = {
        "kop": letterhead(p.instansi),
        "surat": IsiSuratLaporan(
            nomor=nomor(p.instansi, surat.tanggal),
            sifat=p.instansi.sifat_surat,
            tembusan=p.instansi.tembusan_laporan,
            tempat=p.instansi.tempat,
            tanggal=tanggal(surat.tanggal),
            yth=p.instansi.penerima_laporan or "(penerima laporan belum diatur)",
            periode=p.periode.label,
            nama=p.instansi.nama,
            segel=surat.segel,
            contoh=p.contoh,
        ),
        "naskah": tuple(BarisNaskah(n.teks, banyak(n.jumlah, "banyaknya berkas", "isi kiriman")) for n in surat.naskah),
        "berkas": tuple(n.teks for n in surat.naskah),
        "pengirim": signature(surat.penanda),
    }
    judul = f"Surat pengantar Laporan Kinerja {p.periode.label}"
    sisipan = Sisipan(logo=p.instansi.lambang)
    return render(templat, konteks, {}, waktu, judul=judul, penulis=p.instansi.nama, sisipan=sisipan).data
