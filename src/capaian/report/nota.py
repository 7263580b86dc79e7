"""The nota pengembalian: one page that goes with a form that is sent back (SOP step 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from capaian.document.engine import Sisipan, render
from capaian.model.angka import Angka
from capaian.model.formulir import KodeFormulir
from capaian.model.koreksi import ButirKoreksi
from capaian.model.pengaturan import Pejabat, Pengaturan
from capaian.report.facts import banyak
from capaian.report.surat import Kop, Penanda, letterhead, nomor, pengirim, signature
from capaian.text.dates import hari_tanggal, tanggal
from capaian.text.inert import shorten

TEMPLAT = "nota-pengembalian.docx"
_MAKS = 8
_BARIS_MAKS = 24.0
"""Lines of the table that leave room for the rest on one page."""
_LEBAR = (27, 35, 30)
"""Characters in a line of the three columns with text."""
_SELA = 0.4
"""Lines that the padding of a row takes."""
_PANJANG = (80, 180, 180)


@dataclass(frozen=True, slots=True)
class Nota:
    """What a nota is made from.

    Attributes:
        tujuan: Head of the unit.
        berkas: Name of the file that the unit sent; empty when it sent none: then the nota is a reminder.
        buku: Name of the workbook that goes with the nota.
        hari_kerja: Working days from the day of the nota to the deadline.
    """

    pengaturan: Pengaturan
    tujuan: Pejabat
    nama_unit: str
    kode: KodeFormulir
    berkas: str
    buku: str
    butir: Sequence[ButirKoreksi]
    tanggal: date
    tenggat: date
    hari_kerja: int


@dataclass(frozen=True, slots=True)
class BarisNota:
    """One row of the table."""

    letak: str
    tingkat: str
    pesan: str
    perbaikan: str


@dataclass(frozen=True, slots=True)
class IsiNota:
    """The nota itself.

    Attributes:
        ada_kesalahan: Which of the two counts are printed (with `ada_peringatan`).
        ada_lainnya: Findings that the table leaves to the sheet Temuan.
    """

    judul: str
    nomor: str
    sifat: str
    tempat: str
    tanggal: str
    yth: str
    nama_unit: str
    periode: str
    kode: str
    berkas: str
    buku: str
    kesalahan: Angka
    peringatan: Angka
    ada_kesalahan: bool
    ada_peringatan: bool
    lainnya: Angka
    ada_lainnya: bool
    tenggat: str
    hari_kerja: Angka
    narahubung: str
    contoh: str


NAMA = {"kop": Kop, "surat": IsiNota, "temuan": tuple[BarisNota, ...], "pengirim": Penanda}
"""What the template may print, with its types."""


def build_nota(nota: Nota, templat: bytes) -> bytes:
    """Build a nota.

    Args:
        nota: What it says.
        templat: The Word template (`templates/nota-pengembalian.docx` or the office's own).

    Returns:
        The document; equal arguments give equal bytes.

    Raises:
        TemplateError: The template cannot be filled; the message names the tag.
    """
    instansi, hari = nota.pengaturan.instansi, nota.tanggal
    return render(
        templat,
        konteks(nota),
        {},
        datetime(hari.year, hari.month, hari.day),  # noqa: DTZ001 - the date of the nota, not a moment
        judul=f"{_title(nota)} formulir isian capaian kinerja – {nota.nama_unit}",
        penulis=f"{instansi.nama} {instansi.daerah}".strip(),
        sisipan=Sisipan(logo=instansi.lambang),
    ).data


def konteks(nota: Nota) -> dict[str, object]:
    """Return what the template may print: `kop`, `surat`, `temuan`, `pengirim`."""
    instansi, hari = nota.pengaturan.instansi, nota.tanggal
    tampil = _shown(nota.butir)
    berat = sum(b.berat for b in nota.butir)
    ringan, lebih = len(nota.butir) - berat, len(nota.butir) - len(tampil)
    return {
        "kop": letterhead(instansi),
        "surat": IsiNota(
            judul=_title(nota).upper(),
            nomor=nomor(instansi, hari),
            sifat=instansi.sifat_surat,
            tempat=instansi.tempat,
            tanggal=tanggal(hari),
            yth=nota.tujuan.jabatan_lengkap,
            nama_unit=nota.nama_unit,
            periode=nota.kode.periode.label,
            kode=str(nota.kode),
            berkas=shorten(nota.berkas, 80),
            buku=nota.buku,
            kesalahan=banyak(berat, "banyaknya kesalahan", "temuan bertingkat kesalahan"),
            peringatan=banyak(ringan, "banyaknya peringatan", "temuan bertingkat peringatan"),
            ada_kesalahan=berat > 0,
            ada_peringatan=ringan > 0,
            lainnya=banyak(lebih, "banyaknya temuan lainnya", "temuan − yang tercantum dalam tabel"),
            ada_lainnya=lebih > 0,
            tenggat=hari_tanggal(nota.tenggat),
            hari_kerja=banyak(nota.hari_kerja, "hari perbaikan", "hari kerja sejak tanggal nota"),
            narahubung=nota.pengaturan.narahubung or "Sub Bagian Program",
            contoh=nota.pengaturan.contoh,
        ),
        "temuan": tampil,
        "pengirim": signature(pengirim(nota.pengaturan, hari)),
    }


def _title(nota: Nota) -> str:
    return "Nota pengembalian" if nota.berkas else "Nota pengingat"


def _shown(butir: Sequence[ButirKoreksi]) -> tuple[BarisNota, ...]:
    """The findings that fit the page: the first ones, at least one, at most eight."""
    tampil: list[BarisNota] = []
    terpakai = 0.0
    for b in butir[:_MAKS]:
        baris = _row(b)
        teks = (f"{baris.letak} {baris.tingkat}", baris.pesan, baris.perbaikan)
        terpakai += _SELA + max(1 + len(t) // lebar for t, lebar in zip(teks, _LEBAR, strict=True))
        if tampil and terpakai > _BARIS_MAKS:
            break
        tampil.append(baris)
    return tuple(tampil)


def _row(b: ButirKoreksi) -> BarisNota:
    """The code of a row comes first, since a line may not break inside it; its name stands on the sheet Temuan."""
    nama = " – ".join(x for x in (b.baris.partition(" ")[0], b.kolom) if x)
    sel = f"({b.letak})" if nama and b.asal else "" if nama else b.letak
    letak = shorten(" ".join(x for x in (nama, sel) if x), _PANJANG[0])
    return BarisNota(letak, b.tingkat.capitalize(), shorten(b.pesan, _PANJANG[1]), shorten(b.perbaikan, _PANJANG[2]))
