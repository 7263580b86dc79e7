"""SOP 4 and 5: forms go out."""

from __future__ import annotations

from datetime import date

from capaian.errors import UsageError
from capaian.ledger import Archive, Ledger
from capaian.model.formulir import Formulir, KodeFormulir
from capaian.model.hasil import FormulirTerbit
from capaian.model.skema import Unit
from capaian.pipeline.office import Kantor, Pelaku, earlier_values, open_ledger
from capaian.register import clock
from capaian.workspace.files import write_if_changed


def issue_forms(kantor: Kantor, pelaku: Pelaku, unit: str = "") -> tuple[FormulirTerbit, ...]:
    """Write the form of each unit; where nothing changed since the last issue, that one is kept.

    Raises:
        UsageError: there is no such unit.
        SystemRefusalError: a form is open in Excel, the disk is full, or the folder is read-only.
    """
    from capaian.text.words import maksud

    if unit and unit not in kantor.siklus.unit_by_kode:
        ada = kantor.siklus.unit_by_kode
        raise UsageError(
            f"Unit «{unit}» tidak ada dalam tabel Unit.{maksud(unit, ada)}", f"Kode unit: {', '.join(ada)}."
        )
    dipilih = [u for u in kantor.siklus.unit if not unit or u.kode == unit]
    with open_ledger(kantor) as ledger:
        return tuple(_issue(kantor, pelaku, u, ledger) for u in dipilih)


def _issue(kantor: Kantor, pelaku: Pelaku, unit: Unit, ledger: Ledger) -> FormulirTerbit:
    from capaian.forms import issue
    from capaian.sheet.writer import write_form

    tanggal = pelaku.waktu.date()
    terakhir = next(reversed(ledger.forms(kantor.periode, unit.kode)), None)
    arsip = Archive(kantor.folder.arsip)

    def susun(terbitan: int) -> Formulir:
        kode = KodeFormulir(kantor.pengaturan.instansi.kode, kantor.periode, unit.kode, terbitan)
        tenggat = clock.add_working_days(tanggal, kantor.pengaturan.hari_pengisian, kantor.libur)
        sebelumnya = earlier_values(kantor, ledger)
        return issue.compose(kantor.siklus, kantor.pengaturan, unit, kode, sebelumnya, tanggal, tenggat)

    formulir = susun(terakhir.kode.terbitan if terakhir else 1)
    baru = terakhir is None or terakhir.isi_hash != issue.fingerprint(formulir)
    if terakhir and not baru:
        peristiwa = next(p for p in ledger.events("formulir.terbit") if p.urut == terakhir.urut)
        data, tenggat = arsip.get(terakhir.sha256), date.fromisoformat(str(peristiwa.isi["tenggat"]))
    else:
        formulir = susun(terakhir.kode.terbitan + 1) if terakhir else formulir
        data, tenggat = write_form(formulir), formulir.tenggat
    berkas = kantor.folder.formulir(kantor.periode) / f"{kantor.periode}-{unit.kode}.xlsx"
    write_if_changed(berkas, data)
    if baru:
        sha = arsip.put(data)
        with ledger.transaction():
            isi: dict[str, object] = {
                "kode": str(formulir.kode),
                "unit": unit.kode,
                "periode": str(kantor.periode),
                "tenggat": tenggat.isoformat(),
                "sha256": sha,
            }
            catatan = ledger.append("formulir.terbit", isi, pelaku.nama, pelaku.waktu)
            ledger.add_form(formulir.kode, sha, issue.locked(formulir), issue.fingerprint(formulir), catatan.urut)
    n = {k: len(v) for k, v in formulir.baris.items()}
    kode = formulir.kode if baru or terakhir is None else terakhir.kode
    return FormulirTerbit(unit, kode, berkas, baru, tenggat, n["isian"], n["anggaran"])
