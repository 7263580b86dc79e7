"""The indicators of a period beside the expressions that compute them again in a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from capaian.analysis.compare import perbandingan
from capaian.analysis.compute import NilaiTriwulan, measures
from capaian.analysis.live import cell, perhitungan
from capaian.analysis.measure import Ukur, against_year, hitung, nilai_kini, sasaran_angka, skala_ordinal
from capaian.formulas.target_range import Rentang
from capaian.model.formulir import Perhitungan
from capaian.model.kiriman import Isian
from capaian.model.pengaturan import Pengaturan
from capaian.model.periode import Periode
from capaian.model.rekap import BarisRekap
from capaian.model.skema import Siklus


def rows(
    siklus: Siklus,
    pengaturan: Pengaturan,
    isian: Sequence[Isian],
    sebelumnya: NilaiTriwulan,
    periode: Periode,
    data: Periode | None = None,
) -> tuple[BarisRekap, ...]:
    """Return one row per indicator, in schema order; the arguments are those of `compute`."""
    ukur = measures(siklus, isian, sebelumnya, periode, data)
    capaian = tuple(hitung(u, pengaturan) for u in ukur)
    banding = perbandingan(siklus, pengaturan, capaian, sebelumnya, data)
    return tuple(
        BarisRekap(
            indikator=u.indikator,
            capaian=c,
            hitung=_live(u, pengaturan),
            setahun=_year(u, pengaturan),
            mentah_tahun=against_year(u, c, pengaturan),
            bidang=siklus.pangkal(u.indikator.unit),
            perbandingan=b,
        )
        for u, c, b in zip(ukur, capaian, banding, strict=True)
    )


def _live(ukur: Ukur, pengaturan: Pengaturan) -> Perhitungan:
    dasar = perhitungan(ukur, pengaturan)
    skala = skala_ordinal(ukur.indikator, pengaturan.skala_ordinal)
    return replace(dasar, deret=(*dasar.deret, cell(nilai_kini(ukur, skala))))


def _year(ukur: Ukur, pengaturan: Pengaturan) -> tuple[Decimal, Decimal] | None:
    skala = skala_ordinal(ukur.indikator, pengaturan.skala_ordinal)
    target = sasaran_angka(ukur.target.tahunan if ukur.target else None, skala)
    if target is None:
        return None
    return (target.bawah, target.atas) if isinstance(target, Rentang) else (target, target)
