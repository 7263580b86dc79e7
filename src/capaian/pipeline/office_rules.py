"""What the office's own rules see of a period, put together."""

from __future__ import annotations

from collections.abc import Mapping

from capaian.errors import DataError
from capaian.model.finding import Finding
from capaian.model.nilai import Nilai
from capaian.pipeline.merge import Gabungan
from capaian.pipeline.office import Kantor

_PENGENAL = frozenset({"indikator", "nama", "satuan"})
"""Locked columns that say whose value a row holds, and in what; a row where one was changed is left out (FRM-01)."""


def findings(kantor: Kantor, gabungan: Gabungan, sebelumnya: Mapping[tuple[str, str], Nilai]) -> tuple[Finding, ...]:
    """Judge by the rules of the table Aturan; an office without rules pays nothing.

    Args:
        kantor: The office.
        gabungan: The forms in force, laid together.
        sebelumnya: Values of the earlier periods of the year.

    Raises:
        DataError: codes begin as those of an installed package do.
    """
    from capaian.analysis.compute import compute
    from capaian.checks import aturan_kantor
    from capaian.schema.office_rules import clashes

    siklus, periode = kantor.siklus, kantor.periode
    if not siklus.aturan:
        return ()
    if bentrok := clashes(siklus):
        raise DataError("Aturan kantor memakai awalan aturan dari paket tambahan.", bentrok)
    asing = {
        (t.kiriman.kode.unit, s.bagian, s.kode)
        for t in gabungan.kiriman
        for s in t.kiriman.terkunci
        if s.kolom in _PENGENAL
    }
    dikenal = [
        i
        for i in gabungan.isian
        if (i.kode in siklus.indikator_by_kode or i.kode in siklus.program_by_kode)
        and (i.unit, i.bagian, i.kode) not in asing
    ]
    capaian = compute(siklus, kantor.pengaturan, dikenal, sebelumnya, periode)
    return tuple(aturan_kantor.findings(siklus, periode, dikenal, sebelumnya, capaian))
