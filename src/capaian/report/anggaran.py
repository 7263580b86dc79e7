"""Facts about the budget and about efficiency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from capaian.formulas import efficiency
from capaian.formulas.efficiency import Keluaran, Masukan
from capaian.model.angka import Angka
from capaian.model.capaian import Rekap, SerapanAnggaran
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
        tingkat: By the formula of the office; `satuan` is its unit in words.
        putusan: Words of a `formulas.efficiency.Putusan`.
    """

    kode: str
    nama: str
    ragam: int
    capaian: Angka
    serapan: Angka
    tingkat: Angka
    satuan: str
    putusan: str
    pagu: Angka
    realisasi: Angka


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
    rumus = efficiency.get(bahan.pengaturan.kebijakan.efisiensi)
    hasil = []
    for i, sasaran in enumerate(bahan.siklus.sasaran):
        s, r = bahan.serapan_sasaran.get(sasaran.kode), rekap.get(sasaran.kode)
        if s is None or r is None:
            continue
        capaian, serapan = rata_rata(bahan, r, sasaran.kode), serapan_persen(bahan, s)
        m = masukan(bahan, sasaran.kode, r, s)
        baris = _baris(bahan, s)
        nama = f"efisiensi {sasaran.kode}"
        if rumus.nama == "F1":
            tingkat = selisih_tercetak(capaian, serapan, nama, bertanda=True)
        else:
            sel = tuple(dict.fromkeys(capaian.asal + serapan.asal))
            tingkat = Angka(rumus.hitung(m), "%", 2, sel, rumus.uraian, nama=nama, ambang=(rumus.netral,))
        hasil.append(
            Efisiensi(
                kode=sasaran.kode,
                nama=sasaran.nama,
                ragam=i % 3,
                capaian=capaian,
                serapan=serapan,
                tingkat=tingkat,
                satuan=rumus.satuan,
                putusan=efficiency.putusan(rumus, m, semua_tercapai=r.n_tercapai == r.n).value,
                pagu=baris.pagu,
                realisasi=baris.realisasi,
            )
        )
    return tuple(hasil)


@fact("rumus_efisiensi")
def rumus_efisiensi(bahan: Bahan) -> str:
    """The formula of efficiency that the office uses, in words."""
    return efficiency.get(bahan.pengaturan.kebijakan.efisiensi).uraian


def masukan(bahan: Bahan, sasaran: str, r: Rekap, s: SerapanAnggaran) -> Masukan:
    """Return what the efficiency of a sasaran is computed from."""
    isian = {i.kode: i for i in bahan.isian if i.bagian == "anggaran"}
    keluaran = []
    for p in bahan.siklus.program:
        i = isian.get(p.kode)
        if p.sasaran != sasaran or i is None or not p.pagu or not p.target:
            continue
        hasil, biaya = i["realisasi_keluaran"].angka, i["realisasi_anggaran"].angka
        if hasil is not None and biaya is not None:
            keluaran.append(Keluaran(p.pagu, biaya, hasil / p.target))
    return Masukan(r.persen, s.persen, tuple(keluaran))


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
        persen=serapan_persen(bahan, s),
        sisa=Angka(sisa, "Rp", 0, sel + pagu, "pagu − realisasi", nama=f"sisa anggaran {s.kode}"),
        n_kosong=banyak(s.n_kosong, f"sub kegiatan tanpa realisasi {s.kode}", "banyaknya isian yang kosong"),
        terhitung=s.persen is not None,
        ada_kosong=s.n_kosong > 0,
        melebihi=s.persen is not None and s.persen > _SERATUS,
    )


def serapan_persen(bahan: Bahan, s: SerapanAnggaran) -> Angka:
    """Return the absorption of a line: sum over sum, with the cells of both."""
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
