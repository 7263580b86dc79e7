"""What the rules see of a period, put together, and their run over it."""

from __future__ import annotations

from capaian.ledger import Ledger
from capaian.model.finding import Finding
from capaian.model.kiriman import Putusan
from capaian.pipeline import office_rules
from capaian.pipeline.merge import Gabungan
from capaian.pipeline.office import (
    Kantor,
    current_receipts,
    earlier_values,
    waiting,
)


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
        kantor=office_rules.findings(kantor, gabungan, sebelumnya),
        nama={i.kode: i.nama for i in siklus.indikator} | {p.kode: p.nama for p in siklus.program},
    )
    return run.run(bahan)
