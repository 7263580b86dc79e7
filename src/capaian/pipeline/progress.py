"""At any time: who has sent, which steps are done, what comes next."""

from __future__ import annotations

from datetime import date

from capaian.ledger import Ledger
from capaian.model.hasil import HasilStatus
from capaian.model.register import FORMULIR_TERBIT
from capaian.pipeline.office import Kantor, open_ledger, quick_fingerprint, unit_status
from capaian.register import approval, clock, progress


def status(kantor: Kantor, hari_ini: date) -> HasilStatus:
    """Say who has sent, which steps are done, and what comes next."""
    with open_ledger(kantor) as ledger:
        return standing(kantor, ledger, hari_ini)


def standing(kantor: Kantor, ledger: Ledger, hari_ini: date) -> HasilStatus:
    """Say the same of a ledger that is open."""
    unit = unit_status(kantor, ledger)
    peristiwa = ledger.events()
    milik = [p for p in peristiwa if p.isi.get("periode") == str(kantor.periode)]
    batas = [date.fromisoformat(str(p.isi["tenggat"])) for p in milik if p.jenis == FORMULIR_TERBIT]
    tenggat = max(batas) if batas else None
    laporan = approval.standing(peristiwa, str(kantor.periode))
    return HasilStatus(
        periode=kantor.periode,
        unit=unit,
        langkah=progress.steps(peristiwa, str(kantor.periode), unit),
        berikutnya=progress.next_step(unit, laporan, tenggat),
        laporan=laporan,
        berubah=bool(laporan.cepat) and quick_fingerprint(kantor, ledger) != laporan.cepat,
        tenggat=tenggat,
        sisa_hari_kerja=clock.working_days_left(hari_ini, tenggat, kantor.libur) if tenggat else None,
        segel=ledger.seal(),
    )
