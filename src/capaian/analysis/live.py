"""The computation of capaian as Excel expressions: what a form computes while it is being filled.

The form has to agree with `measure.hitung`; a test recalculates generated forms with LibreOffice and compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from capaian.analysis.compute import NilaiTriwulan, measures
from capaian.analysis.measure import Ukur, deret_lalu, sasaran_angka, skala_ordinal, terjadwal
from capaian.formulas import accumulation, limits, polarity, predikat
from capaian.formulas.target_range import Rentang
from capaian.model.formulir import Isi, Langsung, Perhitungan, SyaratCek
from capaian.model.pengaturan import Pengaturan
from capaian.model.periode import Periode
from capaian.model.skema import Siklus


def live(
    siklus: Siklus,
    pengaturan: Pengaturan,
    sebelumnya: NilaiTriwulan,
    periode: Periode,
    syarat: tuple[SyaratCek, ...] = (),
    fakta: Mapping[str, Mapping[str, Decimal]] | None = None,
) -> Langsung:
    """Return everything that the forms of a period compute themselves.

    Args:
        siklus: The schema.
        pengaturan: Formula defaults, floor, cap, scales.
        sebelumnya: Values of the earlier periods, as `compute` takes them.
        periode: Period of the forms.
        syarat: Conditions of the sheet CEK.
        fakta: What the conditions know about a row that stands in no column, by code.
    """
    kebijakan = pengaturan.kebijakan
    return Langsung(
        baris={u.indikator.kode: perhitungan(u, pengaturan) for u in measures(siklus, (), sebelumnya, periode)},
        batas=limits.excel(kebijakan.batas_bawah, kebijakan.batas_atas),
        predikat=predikat.excel(predikat.skala_kantor(pengaturan)),
        syarat=syarat,
        tetapan={
            "toleransi": kebijakan.toleransi_rasio,
            "batas_penjelasan": kebijakan.batas_penjelasan,
            "kewajaran": kebijakan.batas_kewajaran,
            "serapan_wajar": kebijakan.serapan_wajar(periode),
            "akhir_tahun": Decimal(periode.akhir_tahun),
            "tahun_berjalan": Decimal(periode.tahun_berjalan),
        },
        fakta=fakta or {},
    )


def perhitungan(ukur: Ukur, pengaturan: Pengaturan) -> Perhitungan:
    """Return how the form computes one indicator; what was typed for the period is not looked at."""
    indikator, periode = ukur.indikator, ukur.periode
    skala = skala_ordinal(indikator, pengaturan.skala_ordinal)
    target = sasaran_angka(accumulation.target_periode(ukur.target, indikator, ukur.untuk), skala)
    bawah, atas = (target.bawah, target.atas) if isinstance(target, Rentang) else (target, target)
    return Perhitungan(
        rumus=polarity.rumus_indikator(indikator, pengaturan.kebijakan.rumus).excel,
        akumulasi=accumulation.get(indikator.akumulasi).excel,
        target=target if isinstance(target, Decimal) else None,
        bawah=bawah,
        atas=atas,
        deret=tuple(cell(v) for v in deret_lalu(ukur, skala)),
        skor={} if skala is None else skala.skor,
        terjadwal=terjadwal(ukur.target, periode),
    )


def cell(nilai: accumulation.NilaiPeriode) -> Isi:
    """Return what stands in a series for a value: a number, the word for a missing one, or nothing."""
    if isinstance(nilai, Decimal):
        return nilai
    return accumulation.KOSONG_EXCEL if nilai is None else None
