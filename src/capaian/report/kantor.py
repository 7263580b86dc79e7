"""Facts about the office and the document itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from capaian.model.angka import Angka
from capaian.model.nilai import CellRef
from capaian.model.pengaturan import Instansi
from capaian.report.bahan import Bahan
from capaian.report.facts import banyak, fact
from capaian.text.dates import tanggal


@dataclass(frozen=True, slots=True)
class Dokumen:
    """The report as a document."""

    draf: bool
    periode: str
    tahun: str
    tanggal: str
    segel: str
    versi: str
    contoh: str
    pk: str
    """The document whose targets hold: `Perjanjian Kinerja Perubahan Tahun 2025`."""
    periode_singkat: str
    """`TW IV 2025`, for column heads."""
    tahun_terbit: str
    sebutan_draf: str = ""
    """`DRAF ke-3, 13 Januari 2026`; empty when approved."""


@dataclass(frozen=True, slots=True)
class PenandaTangan:
    """Signature block; `ada` is False when nobody holds the office on that day."""

    ada: bool
    jabatan: str = ""
    nama: str = ""
    pangkat: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class BarisJenjang:
    """One band of the scale; `atas` is the bound of the band above it."""

    label: str
    bawah: Angka
    termasuk: bool
    terendah: bool
    tertinggi: bool
    atas: Angka
    atas_termasuk: bool


@dataclass(frozen=True, slots=True)
class SkalaTampil:
    """The predicate scale with its boundary rule."""

    nama: str
    dasar: str
    aturan_batas: str
    jenjang: tuple[BarisJenjang, ...]


@fact("dokumen")
def dokumen(bahan: Bahan) -> Dokumen:
    """The document: period, date, DRAF mark, seal, and which Perjanjian Kinerja holds."""
    return Dokumen(
        draf=not bahan.disahkan,
        sebutan_draf=_draft(bahan),
        periode=bahan.periode.label,
        tahun=str(bahan.periode.tahun),
        tanggal=tanggal(bahan.tanggal),
        tahun_terbit=str(bahan.tanggal.year),
        segel=bahan.segel,
        versi=bahan.versi,
        contoh=bahan.pengaturan.contoh,
        pk=_perjanjian(bahan),
        periode_singkat=bahan.periode.singkat,
    )


@fact("instansi")
def instansi(bahan: Bahan) -> Instansi:
    """The office: its name, region, address, description."""
    return bahan.pengaturan.instansi


@fact("penanda_tangan")
def penanda_tangan(bahan: Bahan) -> PenandaTangan:
    """Who signs: the head of the office on the date of the report."""
    pejabat = bahan.pengaturan.pejabat_pada("kepala", bahan.tanggal)
    if pejabat is None:
        return PenandaTangan(ada=False)
    return PenandaTangan(True, pejabat.jabatan_lengkap, pejabat.nama, pejabat.pangkat, pejabat.nip)


@fact("isu_strategis")
def isu_strategis(bahan: Bahan) -> tuple[str, ...]:
    """The strategic issues from the settings."""
    return bahan.pengaturan.instansi.isu_strategis


@fact("dasar_hukum")
def dasar_hukum(bahan: Bahan) -> tuple[str, ...]:
    """The legal basis that is in force; revoked regulations are left out."""
    return tuple(d.teks for d in bahan.pengaturan.dasar_hukum if d.status == "berlaku")


@fact("skala")
def skala(bahan: Bahan) -> SkalaTampil:
    """The predicate scale as a table, with the rule for values on a bound."""
    jenjang = bahan.skala.jenjang
    baris = []
    for i, j in enumerate(jenjang):
        di_atas = jenjang[i - 1] if i else j
        baris.append(
            BarisJenjang(
                label=j.label,
                bawah=_batas(j.batas, j.label),
                termasuk=j.termasuk,
                terendah=i == len(jenjang) - 1,
                tertinggi=i == 0,
                atas=_batas(di_atas.batas, di_atas.label),
                atas_termasuk=not di_atas.termasuk,
            )
        )
    return SkalaTampil(bahan.skala.nama, bahan.skala.dasar, bahan.skala.aturan_batas, tuple(baris))


@fact("unit")
def unit(bahan: Bahan) -> tuple[str, ...]:
    """The bidang and their like that data is asked from."""
    return tuple(u.nama for u in bahan.siklus.bidang)


@fact("banyak_unit")
def banyak_unit(bahan: Bahan) -> Angka:
    """How many units send data."""
    sel = tuple(u.asal for u in bahan.siklus.bidang if u.asal is not None)
    return banyak(len(bahan.siklus.bidang), "banyaknya unit kerja", "banyaknya baris tabel Unit tanpa induk", sel)


def _draft(bahan: Bahan) -> str:
    if bahan.disahkan:
        return ""
    ke = f" ke-{bahan.nomor_draf}" if bahan.nomor_draf else ""
    return f"DRAF{ke}, {tanggal(bahan.tanggal)}"


def _perjanjian(bahan: Bahan) -> str:
    """Name the agreement whose targets hold; after a change of some targets it is both."""
    berlaku = (bahan.siklus.target_berlaku(i.kode, bahan.periode) for i in bahan.siklus.indikator)
    dokumen_ = {t.dokumen for t in berlaku if t is not None}
    tahun = bahan.periode.tahun
    if dokumen_ == {"PK Perubahan"}:
        return f"Perjanjian Kinerja Perubahan Tahun {tahun}"
    return f"Perjanjian Kinerja Tahun {tahun}" + (" beserta perubahannya" if "PK Perubahan" in dokumen_ else "")


def _batas(batas: Decimal, label: str) -> Angka:
    desimal = 0 if batas == batas.to_integral_value() else 2
    sel = (CellRef("capaian.toml", "", "[kebijakan] skala"),)
    return Angka(batas, "%", desimal, sel, "skala predikat pada pengaturan", nama=f"batas predikat {label}")
