"""What the rules see of a period, put together, and their run over it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from capaian.ledger import SIDIK_KIRIMAN, Ledger
from capaian.model.finding import Finding
from capaian.model.kiriman import Isian, Putusan
from capaian.model.periode import Periode
from capaian.model.register import BERKAS_DITERIMA, FORMULIR_TERBIT
from capaian.pipeline import earlier, merge, office_rules
from capaian.pipeline.merge import Gabungan
from capaian.pipeline.office import Kantor, current_receipts, deadlines, earlier_values, waiting

if TYPE_CHECKING:
    from capaian.checks.run import Bahan, Hasil
    from capaian.checks.subjects import AnggaranPeriksa, BarisPeriksa, FormulirPeriksa, RiwayatPeriksa, SelPeriksa


def judge(
    kantor: Kantor, ledger: Ledger, gabungan: Gabungan, hari: date | None = None, *, menanti: bool = False
) -> tuple[Finding, ...]:
    """Run every rule over the forms in force, laid together, without writing anything.

    Args:
        kantor: The office.
        ledger: Its ledger.
        gabungan: The forms in force.
        hari: The day of the check; rules that need one are silent without it.
        menanti: Wait for units whose deadline has not passed on that day, instead of missing their forms.
    """
    return judge_all(kantor, ledger, gabungan, hari, menanti=menanti).temuan


def judge_all(
    kantor: Kantor, ledger: Ledger, gabungan: Gabungan, hari: date | None = None, *, menanti: bool = False
) -> Hasil:
    """Run every rule as `judge` does, and return what could not be judged as well."""
    from capaian.checks import run

    return run.outcome(material(kantor, ledger, gabungan, hari, menanti=menanti))


def not_due(kantor: Kantor, ledger: Ledger, hari: date) -> dict[str, date]:
    """The deadline of each unit, where it has not passed on a day."""
    return {u: batas for u, batas in deadlines(kantor, ledger, FORMULIR_TERBIT).items() if hari <= batas}


def material(
    kantor: Kantor, ledger: Ledger, gabungan: Gabungan, hari: date | None = None, *, menanti: bool = False
) -> Bahan:
    """Put together what the rules see."""
    from capaian.checks import run, subjects
    from capaian.forms.expect import title
    from capaian.sheet.layout import BAGIAN

    siklus = kantor.siklus
    dikenal = [i for i in gabungan.isian if i.kode in siklus.indikator_by_kode or i.kode in siklus.program_by_kode]
    sebelumnya = earlier_values(kantor, ledger)
    dahulu = earlier.before(kantor, ledger, sebelumnya)
    baris = _rows(kantor, dikenal, sebelumnya, dahulu)
    judul = {(b.kunci, k.kunci): title(b.kunci, k.kunci) for b in BAGIAN for k in b.kolom}
    penerimaan, menunggu = current_receipts(kantor, ledger), waiting(kantor, ledger)
    diminta, mengirim = {u.kode for u in gabungan.belum}, {t.kiriman.kode.unit for t in gabungan.kiriman}
    kiriman = [t.kiriman for t in gabungan.kiriman]
    return run.Bahan(
        periode=str(kantor.periode),
        formulir=_forms(kantor.periode, ledger, gabungan, judul),
        sel=_cells(kantor, gabungan, dikenal),
        baris=baris,
        anggaran=_budget(kantor, dikenal, dahulu),
        lintas=subjects.PeriodePeriksa(
            unit=[u for u in siklus.unit if u.kode in diminta | mengirim | menunggu.keys()],
            baris=baris,
            kiriman=kiriman,
            karantina=[p for p in penerimaan if p.putusan is Putusan.KARANTINA],
            menunggu=menunggu,
            benturan=gabungan.benturan,
            judul=judul,
            periode=kantor.periode,
            hari=hari,
            kebijakan=kantor.pengaturan.kebijakan,
            riwayat=_history(kantor, ledger),
            dalam_batas=not_due(kantor, ledger, hari).keys() if hari and menanti else (),
        ),
        penerimaan=[p for p in penerimaan if p.putusan is Putusan.KARANTINA],
        kantor=office_rules.findings(kantor, gabungan, sebelumnya),
        nama={i.kode: i.nama for i in siklus.indikator} | {p.kode: p.nama for p in siklus.program},
        tak_masuk=_missing_rows(kantor, ledger, gabungan, dikenal),
    )


def _cells(kantor: Kantor, gabungan: Gabungan, isian: Sequence[Isian]) -> list[SelPeriksa]:
    from capaian.checks.subjects import SelPeriksa
    from capaian.forms.expect import expected, title

    siklus, skala = kantor.siklus, kantor.pengaturan.skala_ordinal
    beda = {(b.bagian, b.kode, b.kolom) for b in gabungan.benturan}
    sel = []
    for i in isian:
        for kolom, nilai in i.nilai.items():
            if nilai.sebab and (i.bagian, i.kode, kolom) not in beda:
                h = expected(siklus, skala, i.bagian, i.kode, kolom)
                sel.append(SelPeriksa(i, kolom, title(i.bagian, kolom), h.satuan, h.pilihan, nilai))
    return sel


def _rows(
    kantor: Kantor, isian: Sequence[Isian], sebelumnya: earlier.Sebelumnya, dahulu: earlier.Dahulu
) -> list[BarisPeriksa]:
    from capaian.analysis.compute import compute
    from capaian.checks.subjects import BarisPeriksa
    from capaian.formulas import accumulation

    siklus, pengaturan, periode = kantor.siklus, kantor.pengaturan, kantor.periode
    persen = {c.indikator: c.persen for c in compute(siklus, pengaturan, isian, sebelumnya, periode)}
    return [
        BarisPeriksa(
            indikator=indikator,
            isian=i,
            target=accumulation.target_periode(siklus.target_berlaku(i.kode, periode), indikator, periode),
            lalu=dahulu.lalu.get(i.kode),
            diukur=indikator.diukur_pada(periode),
            persen=persen.get(i.kode),
            kebijakan=pengaturan.kebijakan,
            skala=pengaturan.skala_ordinal.get(indikator.skala),
            target_lalu=dahulu.target_lalu.get(i.kode),
            jumlah_lalu=dahulu.jumlah_lalu.get(i.kode),
            tahun_lalu=dahulu.tahun_lalu.get(i.kode),
        )
        for i in isian
        if i.bagian == "isian" and (indikator := siklus.indikator_by_kode.get(i.kode))
    ]


def _budget(kantor: Kantor, isian: Sequence[Isian], dahulu: earlier.Dahulu) -> list[AnggaranPeriksa]:
    from capaian.checks.subjects import AnggaranPeriksa

    return [
        AnggaranPeriksa(
            program,
            i,
            kantor.pengaturan.kebijakan,
            dahulu.anggaran.get((i.kode, "realisasi_anggaran")),
            dahulu.anggaran.get((i.kode, "realisasi_keluaran")),
        )
        for i in isian
        if i.bagian == "anggaran" and (program := kantor.siklus.program_by_kode.get(i.kode))
    ]


def _forms(
    periode: Periode, ledger: Ledger, gabungan: Gabungan, judul: dict[tuple[str, str], str]
) -> list[FormulirPeriksa]:
    """The forms in force, with the day on which a unit first sent a usable one, and its deadline."""
    from capaian.checks.subjects import FormulirPeriksa

    tenggat: dict[str, date] = {}
    diterima: dict[str, date] = {}
    for p in ledger.events(FORMULIR_TERBIT):
        if p.isi.get("periode") == str(periode):
            tenggat[str(p.isi["unit"])] = date.fromisoformat(str(p.isi["tenggat"]))
    for p in ledger.events(BERKAS_DITERIMA):
        if p.isi.get("periode") == str(periode) and SIDIK_KIRIMAN in p.isi:
            diterima.setdefault(str(p.isi["unit"]), p.waktu.date())
    return [
        FormulirPeriksa(k, judul, diterima.get(k.kode.unit), tenggat.get(k.kode.unit))
        for k in (t.kiriman for t in gabungan.kiriman)
    ]


def _history(kantor: Kantor, ledger: Ledger) -> list[RiwayatPeriksa]:
    """What the table Riwayat says of last year, where the forms of last year are here as well."""
    from capaian.checks.subjects import RiwayatPeriksa

    tahun_lalu = Periode(kantor.periode.tahun - 1, "TAHUN")
    laporan = earlier.results_of_last_year(kantor, ledger)
    return [
        RiwayatPeriksa(kantor.siklus.indikator_by_kode[r.indikator], r, laporan[r.indikator])
        for r in kantor.siklus.riwayat
        if r.periode == tahun_lalu and r.indikator in laporan
    ]


def _missing_rows(kantor: Kantor, ledger: Ledger, gabungan: Gabungan, isian: Sequence[Isian]) -> dict[str, int]:
    """How many rows each unit that has not sent, or whose versions wait for a choice, still owes."""
    ada = {(i.bagian, i.kode) for i in isian}
    rincian = merge.issued_per(kantor.siklus, ledger, kantor.periode)
    hasil = {}
    for u in gabungan.belum:
        per = rincian.get(kantor.siklus.pangkal(u.kode), merge.PER_BIDANG)
        hasil[u.kode] = len(set(merge.rows_of(kantor.siklus, merge.rows_from(kantor.siklus, u.kode, per))) - ada)
    return hasil
