"""At any time: one page that shows the cycle, the units, the numbers and the findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from capaian.checks import rounds, waivers
from capaian.ledger import Ledger
from capaian.model.finding import Finding
from capaian.model.hasil import HasilDasbor
from capaian.pipeline import progress, trace
from capaian.pipeline.office import Kantor, demand_intact, open_ledger, with_data
from capaian.pipeline.report import gather
from capaian.pipeline.trace_source import computed
from capaian.pipeline.validation import ordered
from capaian.register.progress import TAHAP_UNIT, passed, stuck
from capaian.workspace.files import write_if_changed
from capaian.workspace.folder import shipped

if TYPE_CHECKING:
    from capaian.report.dasbor import TemuanDasbor

_BERKAS = "dasbor"


def dashboard(kantor: Kantor, kini: datetime) -> HasilDasbor:
    """Write the page of the period as it stands now; nothing is judged anew, recorded, or sent anywhere.

    Args:
        kantor: The office.
        kini: The moment that the page shows.

    Raises:
        IntegrityError: the ledger was changed by another hand.
        SystemRefusalError: the folder cannot be written.
    """
    from capaian.document.html import Halaman
    from capaian.report.dasbor import Masukan, TahapUnit, build_dashboard

    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        sumber = with_data(kantor, ledger)
        bahan, hitung = gather(kantor, kini.date(), ledger)
        status = progress.standing(kantor, ledger, kini)
        unit = status.unit
        if not ledger.events():
            status = replace(status, segel="")  # nothing is recorded that it could seal
        temuan = _findings(sumber, ledger)
        masukan = Masukan(
            bahan=bahan,
            status=status,
            jejak=trace.every_code(computed(kantor, ledger, hitung)),
            unit=unit,
            tahap={u.kode: TahapUnit(TAHAP_UNIT, passed(u.keadaan), stuck(u.keadaan)) for u in unit},
            temuan=temuan,
            data=sumber.periode.label if sumber.periode != kantor.periode else "",
            kini=kini,
        )
    halaman = Halaman(*(shipped("templates", _BERKAS, f"{_BERKAS}.{x}").read_text("utf-8") for x in _BAGIAN))
    berkas = kantor.folder.laporan(kantor.periode) / f"Dasbor-{kantor.periode}.html"
    write_if_changed(berkas, build_dashboard(masukan, halaman))
    tegak = tuple(f for f in temuan.temuan if f.kunci not in temuan.pengecualian)
    return HasilDasbor(berkas, kini, sumber.periode, status, hitung, tegak, len(temuan.temuan) - len(tegak))


_BAGIAN = ("html.j2", "css", "js")


def _findings(sumber: Kantor, ledger: Ledger) -> TemuanDasbor:
    """Return what the last validation found, with the waivers that are in force now."""
    from capaian.report.dasbor import TemuanDasbor

    pemeriksaan = ledger.validations(sumber.periode)
    temuan = ordered(sumber, tuple(ledger.findings(sumber.periode)))
    nomor = {k: str(p.nomor) for k, p in rounds.latest(ledger.changes(sumber.periode)).items()}
    return TemuanDasbor(
        terakhir=pemeriksaan[-1] if pemeriksaan else None,
        temuan=temuan,
        nomor=nomor,
        pengecualian=waivers.in_force(ledger.events(), str(sumber.periode)),
        kolom={f.kunci: _column(sumber, f) for f in temuan},
    )


def _column(kantor: Kantor, f: Finding) -> str:
    from capaian.forms.expect import title

    if not f.kunci.kolom:
        return ""
    return title("anggaran" if f.kunci.butir in kantor.siklus.program_by_kode else "isian", f.kunci.kolom)
