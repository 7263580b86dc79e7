"""Facts about the budget and about efficiency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from capaian.model.angka import Angka
from capaian.model.capaian import SerapanAnggaran
from capaian.model.nilai import CellRef
from capaian.report.bahan import Bahan
from capaian.report.facts import asal, banyak, fact, selisih_tercetak
from capaian.report.kinerja import rata_rata

_SERATUS = Decimal(100)


@dataclass(frozen=True, slots=True)
class BarisSerapan:
    """One line of the budget table."""

    kode: str
    nama: str
    tingkat: str
    pagu: Angka
    realisasi: Angka
    persen: Angka
    sisa: Angka
    n_kosong: Angka
    terhitung: bool
    ada_kosong: bool
    melebihi: bool


@dataclass(frozen=True, slots=True)
class Efisiensi:
    """Performance beside budget for one sasaran.

    Attributes:
        putusan: `efisien`, `sebanding`, `belum efisien`, `belum tercapai` (money was not spent and the target was
            missed: no efficiency), `belum tercapai, serapan tinggi`, `sebagian tercapai` (the mean is at 100 or above
            but not every indicator), or `tak dinilai`.
    """

    kode: str
    nama: str
    ragam: int
    capaian: Angka
    serapan: Angka
    selisih: Angka
    putusan: str


@dataclass(frozen=True, slots=True)
class Anggaran:
    """The budget of the office."""

    baris: tuple[BarisSerapan, ...]
    total: BarisSerapan
    ada: bool


@fact("anggaran")
def anggaran(bahan: Bahan) -> Anggaran:
    """Budget and realisation by line, with a total that is sum over sum."""
    total = bahan.serapan_total or SerapanAnggaran("TOTAL", "Jumlah", "total", "", "", Decimal(0), None, None, 0)
    baris = tuple(_baris(bahan, s) for s in bahan.serapan_baris)
    return Anggaran(baris, _baris(bahan, total), bool(baris) and bahan.serapan_total is not None)


@fact("efisiensi")
def efisiensi(bahan: Bahan) -> tuple[Efisiensi, ...]:
    """Mean capaian against budget absorption per sasaran; what was not spent is not called efficient by itself."""
    rekap = {r.kode: r for r in bahan.rekap_sasaran}
    hasil = []
    for i, sasaran in enumerate(bahan.siklus.sasaran):
        s, r = bahan.serapan_sasaran.get(sasaran.kode), rekap.get(sasaran.kode)
        if s is None or r is None:
            continue
        capaian, serapan = rata_rata(bahan, r, sasaran.kode), _persen(bahan, s)
        selisih = selisih_tercetak(capaian, serapan, f"efisiensi {sasaran.kode}", bertanda=True)
        hasil.append(
            Efisiensi(
                sasaran.kode,
                sasaran.nama,
                i % 3,
                capaian,
                serapan,
                selisih,
                putusan(r.persen, s.persen, semua_tercapai=r.n_tercapai == r.n),
            )
        )
    return tuple(hasil)


def putusan(capaian: Decimal | None, serapan: Decimal | None, *, semua_tercapai: bool) -> str:
    """Judge efficiency: only where every target was reached can a saving be efficient.

    `semua_tercapai` keeps a mean above 100 from hiding an indicator that missed its target.

    Source: domain notes 3.10, variant F1 (capaian − penyerapan), with the guard for missed targets.
    """
    if capaian is None or serapan is None:
        return "tak dinilai"
    if capaian < _SERATUS:
        return "belum tercapai" if serapan <= capaian else "belum tercapai, serapan tinggi"
    if not semua_tercapai:
        return "sebagian tercapai"
    if capaian == serapan:
        return "sebanding"
    return "efisien" if capaian > serapan else "belum efisien"


def _baris(bahan: Bahan, s: SerapanAnggaran) -> BarisSerapan:
    sel = asal(*s.sumber)
    pagu = _sel_pagu(bahan, s)
    sisa = None if s.realisasi is None else s.pagu - s.realisasi
    jumlah = {"sub kegiatan": "", "total": "jumlah semua sub kegiatan"}.get(
        s.tingkat, "jumlah sub kegiatan di bawahnya"
    )
    return BarisSerapan(
        kode=s.kode,
        nama=s.nama,
        tingkat=s.tingkat,
        pagu=Angka(s.pagu, "Rp", 0, pagu, jumlah, nama=f"pagu {s.kode}"),
        realisasi=Angka(s.realisasi, "Rp", 0, sel, jumlah, nama=f"realisasi anggaran {s.kode}"),
        persen=_persen(bahan, s),
        sisa=Angka(sisa, "Rp", 0, sel + pagu, "pagu − realisasi", nama=f"sisa anggaran {s.kode}"),
        n_kosong=banyak(s.n_kosong, f"sub kegiatan tanpa realisasi {s.kode}", "banyaknya isian yang kosong"),
        terhitung=s.persen is not None,
        ada_kosong=s.n_kosong > 0,
        melebihi=s.persen is not None and s.persen > _SERATUS,
    )


def _persen(bahan: Bahan, s: SerapanAnggaran) -> Angka:
    return Angka(
        s.persen,
        "%",
        asal=asal(*s.sumber) + _sel_pagu(bahan, s),
        rumus="jumlah realisasi / jumlah pagu × 100",
        nama=f"penyerapan {s.kode}",
        ambang=(_SERATUS,),
    )


def _sel_pagu(bahan: Bahan, s: SerapanAnggaran) -> tuple[CellRef, ...]:
    """Return the cells of the budgets that a line sums up."""
    berpagu = [p for p in bahan.siklus.program if p.pagu is not None]
    if s.kode in bahan.siklus.program_by_kode:
        berpagu = [p for p in berpagu if p.kode == s.kode or p.kode.startswith(f"{s.kode}.")]
    elif s.kode in bahan.siklus.sasaran_by_kode:
        berpagu = [p for p in berpagu if p.sasaran == s.kode]
    return tuple(p.asal_pagu for p in berpagu if p.asal_pagu is not None)
