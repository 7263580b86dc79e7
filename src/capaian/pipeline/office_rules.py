"""What the office's own rules see of a period, put together."""

from __future__ import annotations

from collections.abc import Mapping

from capaian.model.finding import Finding
from capaian.model.nilai import Nilai
from capaian.pipeline.merge import Gabungan
from capaian.pipeline.office import Kantor


def findings(kantor: Kantor, gabungan: Gabungan, sebelumnya: Mapping[tuple[str, str], Nilai]) -> tuple[Finding, ...]:
    """Judge by the rules of the table Aturan; an office without rules pays nothing.

    Args:
        kantor: The office.
        gabungan: The forms in force, laid together.
        sebelumnya: Values of the earlier periods of the year.
    """
    from capaian.analysis.compute import compute
    from capaian.checks import aturan_kantor

    siklus, periode = kantor.siklus, kantor.periode
    if not siklus.aturan:
        return ()
    dikenal = [i for i in gabungan.isian if i.kode in siklus.indikator_by_kode or i.kode in siklus.program_by_kode]
    capaian = compute(siklus, kantor.pengaturan, dikenal, sebelumnya, periode)
    return tuple(aturan_kantor.findings(siklus, periode, dikenal, sebelumnya, capaian))
