"""Facts of the appendix: what was normalised, what is missing, what still has to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from capaian.model.capaian import Alasan
from capaian.model.finding import Severity
from capaian.model.nilai import Keadaan, Nilai
from capaian.model.skema import Unit
from capaian.report.bahan import Bahan
from capaian.report.facts import fact
from capaian.text.dates import tanggal


@dataclass(frozen=True, slots=True)
class Normalisasi:
    """A value that was typed in another form than it is printed.

    Attributes:
        dibaca: What it was read as, exactly.
    """

    butir: str
    kolom: str
    mentah: str
    dibaca: str
    catatan: str
    sel: str


@dataclass(frozen=True, slots=True)
class CatatanKiriman:
    """What was noted about the form of a unit."""

    unit: str
    catatan: str


@dataclass(frozen=True, slots=True)
class TemuanTampil:
    """A finding that still stands."""

    kode: str
    butir: str
    tingkat: str
    pesan: str
    perbaikan: str
    sel: str


@dataclass(frozen=True, slots=True)
class PengecualianTampil:
    """A finding that a named person accepted.

    Attributes:
        dihitung: It was an error, whose value counts because of the waiver.
    """

    kode: str
    tingkat: str
    unit: str
    butir: str
    pesan: str
    dihitung: bool
    alasan: str
    oleh: str
    tanggal: str


@fact("normalisasi")
def normalisasi(bahan: Bahan) -> tuple[Normalisasi, ...]:
    """Values that were normalised (`1.000 orang` → 1000), with what was typed and the cell."""
    return tuple(_normalisasi(bahan))


@fact("tak_terbaca")
def tak_terbaca(bahan: Bahan) -> tuple[Normalisasi, ...]:
    """Values that could not be read as one number; they are not counted."""
    return tuple(
        Normalisasi(
            butir=i.kode,
            kolom=_kolom(kolom),
            mentah=n.mentah,
            dibaca="tidak dihitung",
            catatan=n.sebab.value if n.sebab else Alasan.DITAHAN.value,
            sel=_sel(n),
        )
        for i in bahan.isian
        for kolom, n in i.nilai.items()
        if n.keadaan in (Keadaan.TAK_TERBACA, Keadaan.DITAHAN)
    )


@fact("catatan_kiriman")
def catatan_kiriman(bahan: Bahan) -> tuple[CatatanKiriman, ...]:
    """What was noted when the forms were received."""
    return tuple(CatatanKiriman(unit, kalimat) for unit, kalimat in bahan.catatan_kiriman)


@fact("unit_belum")
def unit_belum(bahan: Bahan) -> tuple[Unit, ...]:
    """Units that have not sent a usable form."""
    return bahan.unit_belum


@fact("pengecualian")
def pengecualian(bahan: Bahan) -> tuple[PengecualianTampil, ...]:
    """Findings that a named person accepted, with the reason; waivers that ended are not among them."""
    nama_unit = {u.kode: u.nama for u in bahan.siklus.unit}
    # Another error may still keep the same value out.
    ditahan = {i.kode for i in bahan.isian for n in i.nilai.values() if n.keadaan is Keadaan.DITAHAN}
    return tuple(
        PengecualianTampil(
            kode=d.temuan.kode,
            tingkat=d.temuan.severity.value,
            unit=nama_unit.get(d.temuan.kunci.unit, d.temuan.kunci.unit or "–"),
            butir=d.temuan.nama_butir or d.temuan.kunci.butir or "–",
            pesan=d.temuan.pesan,
            dihitung=d.temuan.severity is Severity.KESALAHAN and d.temuan.kunci.butir not in ditahan,
            alasan=d.pengecualian.alasan,
            oleh=d.pengecualian.oleh,
            tanggal=tanggal(d.pengecualian.waktu),
        )
        for d in bahan.dikecualikan
    )


@fact("temuan")
def temuan(bahan: Bahan) -> tuple[TemuanTampil, ...]:
    """Findings that still stand when the report is built."""
    return tuple(
        TemuanTampil(
            kode=f.kode,
            butir=f.nama_butir or f.kunci.butir,
            tingkat=f.severity.value,
            pesan=f.pesan,
            perbaikan=f.perbaikan,
            sel=str(f.asal) if f.asal else "–",
        )
        for f in bahan.findings
    )


def _normalisasi(bahan: Bahan) -> Iterator[Normalisasi]:
    for i in bahan.isian:
        for kolom, n in i.nilai.items():
            if n.catatan and n.keadaan is Keadaan.TERISI:
                yield Normalisasi(i.kode, _kolom(kolom), n.mentah, _dibaca(n), n.catatan, _sel(n))


def _dibaca(n: Nilai) -> str:
    return f"{n.isi:f}".replace(".", ",") if isinstance(n.isi, Decimal) else str(n.isi)


def _sel(n: Nilai) -> str:
    return str(n.asal) if n.asal else "–"


def _kolom(kunci: str) -> str:
    return kunci.replace("_", " ").capitalize()
