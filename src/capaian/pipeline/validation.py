"""SOP 7: the data is judged."""

from __future__ import annotations

from capaian.ledger import Ledger
from capaian.model.finding import Finding, Severity
from capaian.model.hasil import HasilPeriksa
from capaian.pipeline.correction import write_packs
from capaian.pipeline.judging import judge
from capaian.pipeline.office import (
    Kantor,
    Pelaku,
    demand_intact,
    open_ledger,
    together,
    unit_status,
)
from capaian.workspace.files import write_if_changed


def validate(kantor: Kantor, pelaku: Pelaku) -> HasilPeriksa:
    """Run every rule, keep the findings, and write the return list and the pack of each unit.

    Raises:
        SystemRefusalError: the return list is open in Excel.
    """
    from capaian.forms import return_list

    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        gabungan = together(kantor, ledger)
        temuan = judge(kantor, ledger, gabungan)
        berkas = kantor.folder.koreksi(kantor.periode) / f"daftar-perbaikan-{pelaku.waktu:%Y%m%d}.xlsx"
        waktu = pelaku.waktu.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        data = return_list.write(temuan, kantor.siklus.unit, kantor.pengaturan, kantor.periode, waktu)
        write_if_changed(berkas, data)
        _record_findings(kantor, pelaku, ledger, temuan)
        n_kiriman, n_baris = len(gabungan.kiriman), len(gabungan.isian)
        paket = write_packs(kantor, pelaku, ledger, temuan)
        return HasilPeriksa(temuan, berkas, unit_status(kantor, ledger), n_kiriman, n_baris, paket)


def _record_findings(kantor: Kantor, pelaku: Pelaku, ledger: Ledger, temuan: tuple[Finding, ...]) -> None:
    """Record an event only when the outcome differs from the last one, so that running again adds nothing."""
    isi: dict[str, object] = {
        "periode": str(kantor.periode),
        "kesalahan": sum(f.severity is Severity.KESALAHAN for f in temuan),
        "peringatan": sum(f.severity is Severity.PERINGATAN for f in temuan),
        "kiriman": [t.kiriman.nomor for t in ledger.submissions(kantor.periode, "berlaku")],
    }
    sudah = [p for p in ledger.events("data.diperiksa") if p.isi.get("periode") == str(kantor.periode)]
    if sudah and dict(sudah[-1].isi) == isi and tuple(ledger.findings(kantor.periode)) == temuan:
        return
    with ledger.transaction():
        ledger.replace_findings(kantor.periode, temuan)
        ledger.append("data.diperiksa", isi, pelaku.nama, pelaku.waktu)
