"""The papers of a letter that came in: lembar disposisi and daftar pengendali."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from capaian.document.engine import Sisipan, render
from capaian.model.kata import SIFAT
from capaian.model.pengaturan import Pejabat, Pengaturan
from capaian.model.surat_masuk import HARAP, Disposisi, SuratMasuk
from capaian.report.surat import Kop, Penanda, letterhead, signature
from capaian.text.dates import tanggal

TEMPLAT_DISPOSISI = "lembar-disposisi.docx"
TEMPLAT_DAFTAR = "daftar-pengendali.docx"
ADA, TIADA = "☑", "☐"
_TITIK = "……………………"


@dataclass(frozen=True, slots=True)
class Pilihan:
    """A box that is ticked or open."""

    tanda: str
    teks: str


@dataclass(frozen=True, slots=True)
class LembarDisposisi:
    """The sheet of one official.

    Attributes:
        peran: Who writes on it: `kepala` or `sekretaris`.
        pembubuh: The official in office on the day; None when nobody is named.
        kepada: Positions it can be passed on to, from the Sekretaris down.
        isi: What was written; None for a sheet that is to be filled in by hand.
    """

    pengaturan: Pengaturan
    surat: SuratMasuk
    peran: str
    pembubuh: Pejabat | None
    kepada: tuple[str, ...]
    isi: Disposisi | None = None


@dataclass(frozen=True, slots=True)
class SuratTampil:
    """A letter as papers print it."""

    agenda: str
    diterima: str
    nomor: str
    tanggal: str
    asal: str
    hal: str
    sifat: str
    lampiran: str
    diteruskan: tuple[str, ...]
    disposisi: tuple[str, ...]
    batas: str


NAMA_LEMBAR = {
    "kop": Kop,
    "surat": SuratTampil,
    "sifat": tuple[Pilihan, ...],
    "kepada": tuple[Pilihan, ...],
    "harap": tuple[Pilihan, ...],
    "catatan": str,
    "batas": str,
    "tanggal": str,
    "tempat": str,
    "penanda": Penanda,
    "contoh": str,
}
"""What the lembar disposisi may print, with its types."""
NAMA_AGENDA = {"kop": Kop, "tahun": str, "surat": tuple[SuratTampil, ...], "contoh": str}
"""What the daftar pengendali may print, with its types."""


def build_sheet(lembar: LembarDisposisi, templat: bytes) -> bytes:
    """Build a lembar disposisi, Model B of the tata naskah; equal arguments give equal bytes.

    Raises:
        TemplateError: The template cannot be filled; the message names the tag.
    """
    surat, isi = lembar.surat, lembar.isi
    konteks = {
        "kop": letterhead(lembar.pengaturan.instansi),
        "surat": shown(surat),
        "sifat": _boxes(SIFAT, (surat.sifat,)),
        "kepada": _boxes(lembar.kepada, isi.kepada if isi else ()),
        "harap": _boxes(HARAP, isi.harap if isi else ()),
        "catatan": isi.catatan if isi else "",
        "batas": tanggal(isi.batas) if isi and isi.batas else _TITIK,
        "tanggal": tanggal(isi.tanggal) if isi else _TITIK,
        "tempat": lembar.pengaturan.instansi.tempat,
        "penanda": _signer(lembar),
        "contoh": lembar.pengaturan.contoh,
    }
    hari = isi.tanggal if isi else surat.diterima
    return _rendered(templat, konteks, hari, f"Lembar disposisi – agenda {surat.nomor_agenda}", lembar.pengaturan)


def build_agenda(pengaturan: Pengaturan, surat: Sequence[SuratMasuk], tahun: int, templat: bytes) -> bytes:
    """Build the daftar pengendali surat masuk of a year; equal arguments give equal bytes.

    Raises:
        TemplateError: The template cannot be filled; the message names the tag.
    """
    milik = [s for s in surat if s.tahun == tahun]
    konteks = {
        "kop": letterhead(pengaturan.instansi),
        "tahun": str(tahun),
        "surat": tuple(shown(s) for s in milik),
        "contoh": pengaturan.contoh,
    }
    hari = max(_last(s) for s in milik)
    return _rendered(templat, konteks, hari, f"Daftar pengendali surat masuk {tahun}", pengaturan)


KOLOM: tuple[tuple[str, float], ...] = (
    ("No. Agenda", 9),
    ("Diterima Tgl", 13),
    ("Surat Dari", 26),
    ("No. Surat", 24),
    ("Tgl. Surat", 13),
    ("Perihal", 34),
    ("Sifat", 12),
    ("Lampiran", 14),
    ("Diteruskan Kepada", 28),
    ("Disposisi", 40),
    ("Batas Waktu", 13),
    ("Berkas", 24),
    ("SHA-256", 20),
)
"""Columns of the list in Excel: those of the printed one, then where the scan is."""


def rows(surat: Sequence[SuratMasuk], tahun: int) -> tuple[tuple[str, ...], ...]:
    """Return the list in Excel, a row for each letter of a year."""
    return tuple(_row(s) for s in surat if s.tahun == tahun)


def _row(s: SuratMasuk) -> tuple[str, ...]:
    t = shown(s)
    return (
        str(s.agenda),
        s.diterima.isoformat(),
        t.asal,
        t.nomor,
        s.tanggal.isoformat(),
        t.hal,
        t.sifat,
        t.lampiran,
        "; ".join(t.diteruskan),
        "; ".join(t.disposisi),
        t.batas,
        s.berkas,
        s.sha256,
    )


def shown(s: SuratMasuk) -> SuratTampil:
    """Return a letter as papers print it."""
    return SuratTampil(
        agenda=str(s.agenda),
        diterima=tanggal(s.diterima),
        nomor=s.nomor,
        tanggal=tanggal(s.tanggal),
        asal=s.asal,
        hal=s.hal,
        sifat=s.sifat,
        lampiran=s.lampiran or "–",
        diteruskan=tuple(dict.fromkeys(k for d in s.disposisi for k in d.kepada)),
        disposisi=(f"Pencatatan dibatalkan: {s.dibatalkan}",)
        if s.dibatalkan
        else tuple(f"{d.pembubuh.jabatan}, {tanggal(d.tanggal)}: {d.kata}" for d in s.disposisi),
        batas=next((tanggal(d.batas) for d in reversed(s.disposisi) if d.batas), ""),
    )


def _boxes(semua: Sequence[str], dipilih: Sequence[str]) -> tuple[Pilihan, ...]:
    """Every box, ticked where chosen; what has no box of its own gets one."""
    ada = [*semua, *(d for d in dipilih if d not in semua)]
    return tuple(Pilihan(ADA if teks in dipilih else TIADA, teks) for teks in ada)


def _signer(lembar: LembarDisposisi) -> Penanda:
    if lembar.isi is not None:
        p = lembar.isi.pembubuh
        return Penanda(p.jabatan, p.nama, p.pangkat, p.nip)
    return signature(lembar.pembubuh)


def _last(s: SuratMasuk) -> date:
    return max([s.diterima, *(d.tanggal for d in s.disposisi)])


def _rendered(templat: bytes, konteks: dict[str, object], hari: date, judul: str, pengaturan: Pengaturan) -> bytes:
    instansi = pengaturan.instansi
    waktu = datetime(hari.year, hari.month, hari.day)  # noqa: DTZ001 - the date of a paper has no zone
    penulis = f"{instansi.nama} {instansi.daerah}".strip()
    sisipan = Sisipan(logo=pengaturan.instansi.lambang)
    return render(templat, konteks, {}, waktu, judul=judul, penulis=penulis, sisipan=sisipan).data
