"""SOP 7: the data is judged, and what changed since the last time is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from capaian import plugins
from capaian.checks import rounds, waivers
from capaian.checks.waivers import Penilaian
from capaian.ledger import SIDIK_PEMERIKSAAN, SIDIK_TEMUAN, Ledger, findings_fingerprint, validation_fingerprint
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.hasil import BelumKirim, HasilPeriksa, HasilRiwayat, Sejak, TemuanBernomor
from capaian.model.putaran import Pemeriksaan, Perubahan
from capaian.model.register import DATA_DIPERIKSA
from capaian.pipeline import register_files
from capaian.pipeline.correction import write_packs
from capaian.pipeline.judging import not_due
from capaian.pipeline.merge import Gabungan
from capaian.pipeline.office import (
    Kantor,
    Pelaku,
    demand_intact,
    open_ledger,
    together,
    unit_status,
    waiting,
)
from capaian.pipeline.waivers import assess
from capaian.workspace.files import write_if_changed


def validate(kantor: Kantor, pelaku: Pelaku) -> HasilPeriksa:
    """Run every rule, keep the findings and what became of them; write the return list and the pack of each unit.

    Raises:
        SystemRefusalError: the return list is open in Excel.
    """
    from capaian.forms import return_list

    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        gabungan = together(kantor, ledger)
        penilaian = assess(kantor, ledger, gabungan, pelaku.waktu.date(), menanti=True)
        temuan = penilaian.berlaku
        berkas = kantor.folder.koreksi(kantor.periode) / f"daftar-perbaikan-{pelaku.waktu:%Y%m%d}.xlsx"
        waktu = pelaku.waktu.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        data = return_list.write(temuan, kantor.siklus.unit, kantor.pengaturan, kantor.periode, waktu)
        write_if_changed(berkas, data)
        with ledger.transaction():
            lama = rounds.latest(ledger.changes(kantor.periode))
            sejak = _record(kantor, pelaku, ledger, penilaian, lama, [t.kiriman.nomor for t in gabungan.kiriman])
        paket = write_packs(kantor, pelaku, ledger, temuan)
        register_files.refresh(kantor, ledger)
        nomor = {k: p.nomor for k, p in rounds.latest(ledger.changes(kantor.periode)).items()}
        # At the first validation everything is new, which says nothing.
        kabar = {p.kunci: rounds.step(lama.get(p.kunci), p) for p in sejak.perubahan if lama}
        return HasilPeriksa(
            temuan=temuan,
            berkas=berkas,
            unit=unit_status(kantor, ledger),
            n_kiriman=len(gabungan.kiriman),
            n_baris=len(gabungan.isian),
            daftar=_numbered(kantor, temuan, nomor, kabar),
            dikecualikan=penilaian.dikecualikan,
            gugur=penilaian.gugur,
            sejak=sejak,
            paket=paket,
            belum=_awaited(kantor, ledger, gabungan, penilaian, pelaku.waktu.date()),
        )


def _awaited(
    kantor: Kantor, ledger: Ledger, gabungan: Gabungan, penilaian: Penilaian, hari: date
) -> tuple[BelumKirim, ...]:
    """Units that have sent nothing and still may: those of which no finding says that they did not send."""
    batas = not_due(kantor, ledger, hari)
    selain = {f.kunci.unit for f in penilaian.semua if f.kode == "LIN-01"} | waiting(kantor, ledger).keys()
    return tuple(
        BelumKirim(u.kode, u.nama, batas[u.kode]) for u in gabungan.belum if u.kode in batas and u.kode not in selain
    )


def history(kantor: Kantor) -> HasilRiwayat:
    """The validations of the period, and how often each rule spoke to each unit; nothing is judged or written."""
    with open_ledger(kantor) as ledger:
        pemeriksaan, perubahan = ledger.validations(kantor.periode), ledger.changes(kantor.periode)
    gerak = rounds.movements(perubahan, (p.nomor for p in pemeriksaan))
    urut = _unit_order(kantor)
    return HasilRiwayat(
        kantor.periode,
        tuple((p, gerak[p.nomor]) for p in pemeriksaan),
        tuple(sorted(rounds.counts(perubahan), key=lambda r: (urut.get(r.unit, len(urut)), r.unit, r.kode))),
    )


def _record(
    kantor: Kantor,
    pelaku: Pelaku,
    ledger: Ledger,
    penilaian: Penilaian,
    lama: Mapping[Kunci, Perubahan],
    kiriman: list[int],
) -> Sejak:
    """Record a validation only when its outcome differs from the last one, so that running again adds nothing.

    `kiriman` are the forms that were judged, which may not be those in force any more.
    """
    periode = str(kantor.periode)
    masih = {p.urut for p in waivers.in_force(ledger.events(), periode).values()}
    for g in (g for g in penilaian.gugur if g.pengecualian.urut in masih):
        ledger.append(waivers.GUGUR, waivers.ended(g.pengecualian, g.sebab, g.baru), pelaku.nama, pelaku.waktu)
    pemeriksaan = ledger.validations(kantor.periode)
    sebelumnya = pemeriksaan[-1] if pemeriksaan else None
    nomor = sebelumnya.nomor + 1 if sebelumnya else 1
    # Numbers are given in the order in which the screen shows them.
    terurut = replace(penilaian, berlaku=ordered(kantor, penilaian.berlaku))
    perubahan = rounds.advance(lama, terurut, nomor, waiting(kantor, ledger).keys())
    gerak = rounds.movement(lama, perubahan)
    jumlah = {s.value: sum(f.severity is s for f in penilaian.berlaku) for s in Severity}
    jumlah["dikecualikan"] = len(penilaian.dikecualikan)
    isi: dict[str, object] = {"periode": periode, "kiriman": kiriman, **jumlah}
    if paket := [str(p) for p in plugins.judging()]:
        isi["paket"] = paket
    isi[SIDIK_TEMUAN] = findings_fingerprint(penilaian.semua)
    sudah = [p for p in ledger.events(DATA_DIPERIKSA) if p.isi.get("periode") == periode]
    sama = sudah and {k: v for k, v in sudah[-1].isi.items() if k != SIDIK_PEMERIKSAAN} == isi
    if sama and sebelumnya and not perubahan:
        return Sejak(sebelumnya.nomor, sebelumnya, gerak)
    ini = Pemeriksaan(nomor, pelaku.waktu, pelaku.nama, **jumlah)
    isi[SIDIK_PEMERIKSAAN] = validation_fingerprint(kantor.periode, ini, perubahan)
    urut = ledger.append(DATA_DIPERIKSA, isi, pelaku.nama, pelaku.waktu).urut
    ledger.replace_findings(kantor.periode, penilaian.semua)
    ledger.add_validation(kantor.periode, ini, perubahan, urut)
    return Sejak(nomor, sebelumnya, gerak, perubahan)


def _numbered(
    kantor: Kantor, temuan: tuple[Finding, ...], nomor: Mapping[Kunci, int], kabar: Mapping[Kunci, str]
) -> tuple[TemuanBernomor, ...]:
    return tuple(
        TemuanBernomor(nomor.get(f.kunci, 0), f, kabar.get(f.kunci, ""), not waivers.refusal(f))
        for f in ordered(kantor, temuan)
    )


def ordered(kantor: Kantor, temuan: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Put findings in the order of schema and form: by unit, then by row; files of no unit come last."""
    unit, siklus = _unit_order(kantor), kantor.siklus
    baris = {kode: n for n, kode in enumerate([*(i.kode for i in siklus.indikator), *(p.kode for p in siklus.program)])}
    tingkat = list(Severity)

    def tempat(f: Finding) -> tuple[int, str, int, str, int, str]:
        k = f.kunci
        return unit.get(k.unit, len(unit)), k.unit, baris.get(k.butir, -1), k.butir, tingkat.index(f.severity), f.kode

    return tuple(sorted(temuan, key=tempat))


def _unit_order(kantor: Kantor) -> dict[str, int]:
    """Position of each unit: every bidang followed by its sub-units."""
    siklus = kantor.siklus
    return {u.kode: n for n, u in enumerate(u for b in siklus.bidang for u in siklus.pohon(b.kode))}
