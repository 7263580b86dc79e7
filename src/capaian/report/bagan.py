"""Facts that are charts: capaian per sasaran, absorption, and the trend of each indicator.

A new chart is one function here, and its tag in the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from capaian.model.angka import Angka
from capaian.model.bagan import Bagan, Seri
from capaian.model.perbandingan import Titik
from capaian.model.skema import Indikator
from capaian.report.anggaran import serapan_persen
from capaian.report.bahan import Bahan
from capaian.report.facts import fact
from capaian.report.kinerja import rata_rata
from capaian.report.perbandingan import hasil_titik, target_titik
from capaian.text.inert import shorten
from capaian.text.words import daftar

_SERATUS = Decimal(100)
_MAKS_BATANG = 12
_NAMA = 34


@fact("bagan_sasaran")
def bagan_sasaran(bahan: Bahan) -> Bagan | None:
    """Mean capaian of each sasaran beside 100 percent; None when nothing could be computed or there is only one."""
    rekap = [r for r in bahan.rekap_sasaran if r.n + r.n_kosong]
    if sum(r.persen is not None for r in rekap) < 2:
        return None
    nilai = tuple(rata_rata(bahan, r, r.kode) for r in rekap)
    seratus = Angka(_SERATUS, "%", 0, rumus="target tercapai penuh", nama="garis 100 persen", asal=nilai[0].asal[:1])
    tinggi = max(rekap, key=lambda r: r.persen or Decimal(0))
    return Bagan(
        "batang",
        f"Rata-rata Capaian Kinerja per Sasaran {bahan.periode.label}",
        tuple(r.kode for r in rekap),
        (Seri("Rata-rata capaian (%)", nilai), Seri("Target (100%)", (seratus,) * len(rekap), garis=True)),
        "%",
        f"Diagram batang rata-rata capaian {daftar([r.kode for r in rekap])} dengan garis target 100 persen; "
        f"yang tertinggi {tinggi.kode}.",
    )


@fact("bagan_serapan")
def bagan_serapan(bahan: Bahan) -> Bagan | None:
    """Absorption of each programme; None with fewer than two that are known."""
    program = [s for s in bahan.serapan_baris if s.tingkat == "program"][:_MAKS_BATANG]
    if sum(s.persen is not None for s in program) < 2:
        return None
    return Bagan(
        "mendatar",
        f"Penyerapan Anggaran per Program sampai dengan {bahan.periode.label}",
        tuple(shorten(s.nama.removeprefix("Program "), _NAMA) for s in program),
        (Seri("Penyerapan anggaran (%)", tuple(serapan_persen(bahan, s) for s in program)),),
        "%",
        f"Diagram batang penyerapan anggaran {len(program)} program, dalam persen pagu.",
        2.5 + 0.8 * len(program),
    )


@fact("bagan_tren")
def bagan_tren(bahan: Bahan) -> Mapping[str, Bagan | None]:
    """The course of each IKU over three to five years beside its target, by code; None where there is none to show.

    Other indicators have their sentence and their row; a chart for each would bury the report.
    """
    hasil: dict[str, Bagan | None] = {}
    for ind in bahan.siklus.indikator:
        p = bahan.perbandingan_by_kode.get(ind.kode)
        tren = p.tren if p is not None and ind.jenis == "IKU" and ind.nilai == "angka" else None
        hasil[ind.kode] = _trend(ind, tren.titik) if tren is not None else None
    return hasil


def _trend(ind: Indikator, titik: tuple[Titik, ...]) -> Bagan:
    realisasi = tuple(hasil_titik(ind, t) for t in titik)
    target = tuple(target_titik(ind, t) for t in titik)
    seri = [Seri(f"Realisasi ({ind.satuan})", realisasi)]
    if any(a.nilai is not None for a in target):
        seri.append(Seri("Target", target, garis=True))
    tahun = tuple(str(t.periode.tahun) for t in titik)
    return Bagan(
        "garis",
        f"Perkembangan {ind.nama} Tahun {tahun[0]}–{tahun[-1]}",
        tahun,
        tuple(seri),
        ind.satuan,
        f"Diagram garis realisasi {ind.nama} tahun {tahun[0]} sampai {tahun[-1]} beserta targetnya.",
        6.0,
    )


@fact("ada_gambar")
def ada_gambar(bahan: Bahan) -> bool:
    """Whether the report has any figure."""
    tren = any(b is not None for b in bagan_tren(bahan).values())
    return tren or bagan_sasaran(bahan) is not None or bagan_serapan(bahan) is not None
