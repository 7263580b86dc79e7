"""SOP 7: the data is judged."""

from __future__ import annotations

from capaian.ledger import Ledger
from capaian.model.finding import Finding, Severity
from capaian.model.hasil import HasilPeriksa
from capaian.model.kiriman import Putusan
from capaian.pipeline.merge import Gabungan
from capaian.pipeline.office import (
    Kantor,
    Pelaku,
    current_receipts,
    demand_intact,
    earlier_values,
    open_ledger,
    together,
    unit_status,
    waiting,
)
from capaian.workspace.files import write_if_changed


def validate(kantor: Kantor, pelaku: Pelaku) -> HasilPeriksa:
    """Run every rule, keep the findings, and write the return list.

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
        return HasilPeriksa(temuan, berkas, unit_status(kantor, ledger), n_kiriman, n_baris)


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


def judge(kantor: Kantor, ledger: Ledger, gabungan: Gabungan) -> tuple[Finding, ...]:
    """Run every rule over the forms in force, laid together, without writing anything."""
    from capaian.analysis.compute import compute
    from capaian.checks import run, subjects
    from capaian.forms.expect import expected, title
    from capaian.formulas import accumulation
    from capaian.sheet.layout import BAGIAN

    siklus, skala = kantor.siklus, kantor.pengaturan.skala_ordinal
    dikenal = [i for i in gabungan.isian if i.kode in siklus.indikator_by_kode or i.kode in siklus.program_by_kode]
    sebelumnya = earlier_values(kantor, ledger)
    persen = {c.indikator: c.persen for c in compute(siklus, kantor.pengaturan, dikenal, sebelumnya, kantor.periode)}
    beda = {(b.bagian, b.kode, b.kolom) for b in gabungan.benturan}
    sel = []
    for i in dikenal:
        for kolom, nilai in i.nilai.items():
            if (i.bagian, i.kode, kolom) in beda:
                continue
            h = expected(siklus, skala, i.bagian, i.kode, kolom)
            sel.append(subjects.SelPeriksa(i, kolom, title(i.bagian, kolom), h.satuan, h.pilihan, nilai))
    baris = [
        subjects.BarisPeriksa(
            indikator=indikator,
            isian=i,
            target=accumulation.target_periode(
                siklus.target_berlaku(i.kode, kantor.periode), indikator, kantor.periode
            ),
            lalu=None,
            diukur=indikator.diukur_pada(kantor.periode),
            persen=persen.get(i.kode),
            kebijakan=kantor.pengaturan.kebijakan,
            skala=skala.get(indikator.skala),
        )
        for i in dikenal
        if i.bagian == "isian" and (indikator := siklus.indikator_by_kode.get(i.kode))
    ]
    anggaran = [
        subjects.AnggaranPeriksa(siklus.program_by_kode[i.kode], i)
        for i in dikenal
        if i.bagian == "anggaran" and i.kode in siklus.program_by_kode
    ]
    judul = {(b.kunci, k.kunci): title(b.kunci, k.kunci) for b in BAGIAN for k in b.kolom}
    penerimaan, menunggu = current_receipts(kantor, ledger), waiting(kantor, ledger)
    diminta, mengirim = {u.kode for u in gabungan.belum}, {t.kiriman.kode.unit for t in gabungan.kiriman}
    bahan = run.Bahan(
        periode=str(kantor.periode),
        formulir=[subjects.FormulirPeriksa(t.kiriman, judul) for t in gabungan.kiriman],
        sel=sel,
        baris=baris,
        anggaran=anggaran,
        lintas=subjects.PeriodePeriksa(
            [u for u in siklus.unit if u.kode in diminta | mengirim | menunggu.keys()],
            baris,
            [t.kiriman for t in gabungan.kiriman],
            [p for p in penerimaan if p.putusan is Putusan.KARANTINA],
            menunggu,
            gabungan.benturan,
            judul,
        ),
        penerimaan=[p for p in penerimaan if p.putusan is Putusan.KARANTINA],
        nama={i.kode: i.nama for i in siklus.indikator} | {p.kode: p.nama for p in siklus.program},
    )
    return run.run(bahan)
