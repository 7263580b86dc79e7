"""SOP 8: the numbers and the draft report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from capaian import plugins
from capaian.errors import DataError, StateError
from capaian.ledger import Archive, Ledger, short
from capaian.model.finding import Finding, Severity
from capaian.model.hasil import HasilLaporan, Hitungan
from capaian.model.kiriman import Isian
from capaian.model.narasi import CatatanTulisan
from capaian.model.nilai import Keadaan, Nilai
from capaian.model.register import LAPORAN_DISUSUN, Peristiwa
from capaian.pipeline import own_texts, register_files
from capaian.pipeline.office import (
    Kantor,
    Pelaku,
    demand_intact,
    earlier_values,
    open_ledger,
    quick_fingerprint,
    together,
    with_data,
)
from capaian.pipeline.waivers import assess
from capaian.register import approval
from capaian.workspace.files import write_if_changed

if TYPE_CHECKING:
    from capaian.document.engine import Rendered
    from capaian.report.bahan import Bahan


TEMPLAT = "laporan-kinerja.docx"
_BUKAN_DATA = ("laporan", "narasi", "surat", "serah_terima", "folder")
"""Kinds of events that leave the data as they are."""


def compute_period(kantor: Kantor) -> Hitungan:
    """Judge and compute the period as it stands, without writing anything."""
    with open_ledger(kantor) as ledger:
        return compute_in(kantor, ledger)


def compute_in(kantor: Kantor, ledger: Ledger, hari: date | None = None) -> Hitungan:
    """Judge and compute the period of a ledger that is open."""
    from capaian.analysis import budget, rollup
    from capaian.analysis.compute import compute

    sumber = with_data(kantor, ledger)
    gabungan = together(sumber, ledger)
    penilaian = assess(sumber, ledger, gabungan, hari)
    isian = tuple(_hold(i, penilaian.berlaku) for i in gabungan.isian)
    siklus, pengaturan = kantor.siklus, kantor.pengaturan
    capaian = compute(siklus, pengaturan, isian, earlier_values(sumber, ledger), kantor.periode, sumber.periode)
    return Hitungan(
        capaian=capaian,
        rekap_sasaran=rollup.rollup_sasaran(capaian, siklus, pengaturan),
        rekap_unit=rollup.rollup_unit(capaian, siklus, pengaturan),
        rekap_dinas=rollup.rollup_dinas(capaian, siklus, pengaturan),
        serapan=budget.serapan(siklus, isian),
        temuan=penilaian.berlaku,
        isian=isian,
        dikecualikan=penilaian.dikecualikan,
    )


_MENENTUKAN = {
    "realisasi": ("realisasi", "pembilang", "penyebut", "indikator", "satuan"),
    "realisasi_anggaran": ("realisasi_anggaran", "nama"),
    "realisasi_keluaran": ("realisasi_keluaran", "nama", "satuan"),
}
"""Columns whose error keeps a value out: its own, what it is made from, and what says whose value it is."""


def _hold(isian: Isian, temuan: Sequence[Finding]) -> Isian:
    """Keep a value that an error speaks of out of every sum: a wrong number is not printed, it is asked about."""
    salah = {f.kunci.kolom for f in temuan if f.severity is Severity.KESALAHAN and f.kunci.butir == isian.kode}
    nilai = dict(isian.nilai)
    for kolom, penentu in _MENENTUKAN.items():
        lama = nilai.get(kolom)
        if lama and lama.keadaan is Keadaan.TERISI and salah.intersection(penentu):
            nilai[kolom] = Nilai(Keadaan.DITAHAN, mentah=lama.mentah, asal=lama.asal)
    return replace(isian, nilai=nilai)


def build_report(kantor: Kantor, pelaku: Pelaku, *, pdf: bool = False) -> HasilLaporan:
    """Write the draft Laporan Kinerja of the period, and the trace of every number in it.

    Args:
        kantor: The office.
        pelaku: Who builds it; the day is printed.
        pdf: Write a PDF beside it, and the pages into its contents, when an office suite is found.

    Raises:
        DataError: nothing was collected yet, or the template cannot be filled.
        SystemRefusalError: the draft is open in Word.
    """
    import json

    from capaian.document import comments
    from capaian.document.prose import blocks
    from capaian.report.sisa import dikenal, leftovers

    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        _demand_open(kantor, ledger)
        bahan, hitung, catatan = _material(kantor, pelaku, ledger)
        hasil, sidik, nomor = _numbered_draft(kantor, ledger, bahan)
        own_texts.note_new(ledger, kantor, bahan, pelaku)
        catatan = (*catatan, *own_texts.look(ledger, kantor, bahan, hasil.jejak))
        data, cetak, suite = paged(hasil.data, bahan.tanggal) if pdf else (hasil.data, None, "")
        data = comments.annotate(data, ((c.kutipan, c.pesan) for c in catatan if c.kutipan), _midnight(bahan.tanggal))
        folder = kantor.folder.laporan(kantor.periode)
        nama = f"Laporan-Kinerja-{kantor.periode}-DRAF"
        berkas, jejak = folder / f"{nama}.docx", folder / "jejak-angka.json"
        write_if_changed(berkas, data)
        write_if_changed(jejak, json.dumps([asdict(j) for j in hasil.jejak], ensure_ascii=False, indent=1).encode())
        if cetak is not None:
            write_if_changed(folder / f"{nama}.pdf", cetak)
        draf = {
            "draf": nomor,
            "sidik_isi": sidik,
            "bekal": fingerprint(kantor, bahan),
            "cepat": quick_fingerprint(kantor, ledger),
        }
        _record_report(kantor, pelaku, ledger, data, draf, hitung.temuan)
        register_files.refresh(kantor, ledger)
        return HasilLaporan(
            berkas=berkas,
            jejak=jejak,
            hitungan=hitung,
            n_angka=len(hasil.jejak),
            unit_belum=bahan.unit_belum,
            nomor_draf=nomor,
            catatan=catatan,
            sisa=leftovers(blocks(hasil.data), dikenal(kantor.pengaturan, kantor.siklus)),
            pdf=folder / f"{nama}.pdf" if cetak is not None else None,
            suite=suite,
        )


def material(kantor: Kantor, pelaku: Pelaku, ledger: Ledger) -> Bahan:
    """Lay together everything that the report says.

    Raises:
        DataError: nothing was collected yet.
    """
    return _material(kantor, pelaku, ledger)[0]


def _demand_open(kantor: Kantor, ledger: Ledger) -> None:
    """Refuse to write a draft over an approved report."""
    p = approval.standing(ledger.events(), str(kantor.periode))
    if p.terkunci:
        raise StateError(
            f"Laporan {kantor.periode.label} sudah disahkan, sehingga draf tidak disusun lagi.",
            "Bila memang perlu diubah, buka dahulu: «capaian reopen --reason …».",
        )


def draft(kantor: Kantor, pelaku: Pelaku, ledger: Ledger) -> tuple[Bahan, Rendered]:
    """Render the draft as it would be now, without writing or recording anything.

    Raises:
        DataError: nothing was collected yet.
        TemplateError: the template, or the narrative document, cannot be read.
    """
    bahan, _, _ = _material(kantor, pelaku, ledger)
    return bahan, _numbered_draft(kantor, ledger, bahan)[0]


def _material(kantor: Kantor, pelaku: Pelaku, ledger: Ledger) -> tuple[Bahan, Hitungan, tuple[CatatanTulisan, ...]]:
    """Lay together everything that the report says."""
    sumber = with_data(kantor, ledger)
    if not ledger.submissions(sumber.periode, "berlaku"):
        raise DataError(
            f"Belum ada formulir {sumber.periode.label} yang diterima, sehingga laporan belum dapat disusun.",
            saran="Letakkan formulir yang kembali di folder inbox, lalu jalankan «capaian collect ./inbox».",
        )
    bahan, hitung = gather(kantor, pelaku.waktu.date(), ledger)
    tulisan, catatan = own_texts.load(kantor)
    return replace(bahan, tulisan=tulisan), hitung, catatan


def gather(kantor: Kantor, hari: date, ledger: Ledger) -> tuple[Bahan, Hitungan]:
    """Lay together what data and schema say of the period, whether or not anything was collected yet.

    The office's own paragraphs are not among it.
    """
    from capaian.analysis.compare import perbandingan
    from capaian.checks import run
    from capaian.report.bahan import Bahan

    sumber = with_data(kantor, ledger)
    hitung = compute_in(kantor, ledger, hari)
    nama_unit = {u.kode: u.nama for u in kantor.siklus.unit}
    lalu = earlier_values(sumber, ledger)
    bahan = Bahan(
        pengaturan=kantor.pengaturan,
        siklus=kantor.siklus,
        periode=kantor.periode,
        capaian=hitung.capaian,
        rekap_sasaran=hitung.rekap_sasaran,
        rekap_unit=hitung.rekap_unit,
        rekap_dinas=hitung.rekap_dinas,
        serapan=hitung.serapan,
        tanggal=hari,
        perbandingan=perbandingan(kantor.siklus, kantor.pengaturan, hitung.capaian, lalu, sumber.periode),
        isian=hitung.isian,
        findings=hitung.temuan,
        dikecualikan=hitung.dikecualikan,
        catatan_kiriman=tuple(
            (nama_unit.get(t.kiriman.kode.unit, t.kiriman.kode.unit), run.explain(c, t.kiriman.nama)[0])
            for t in ledger.submissions(sumber.periode, "berlaku")
            for c in t.kiriman.catatan
        ),
        unit_belum=together(sumber, ledger).belum,
        segel=_data_seal(ledger),
        versi=plugins.program(),
    )
    return bahan, hitung


def _numbered_draft(kantor: Kantor, ledger: Ledger, bahan: Bahan) -> tuple[Rendered, str, int]:
    """Return the draft, its fingerprint and its number: that of the last one when it says the same."""
    from hashlib import sha256

    from capaian.report import narasi
    from capaian.report.build import build_report as render
    from capaian.sheet.chart import build_chart

    waktu = _midnight(bahan.tanggal)
    templat, kalimat = kantor.folder.template(TEMPLAT), narasi.load(*kantor.folder.narasi())
    lama = _drafts(kantor, ledger)
    terakhir = int(str(lama[-1].isi.get("draf", len(lama)))) if lama else 0
    for nomor in (terakhir, terakhir + 1) if terakhir else (1,):
        hasil = render(replace(bahan, nomor_draf=nomor), templat, kalimat, waktu, lambda b: build_chart(b, waktu))
        sidik = sha256(hasil.data).hexdigest()
        if nomor > terakhir or lama[-1].isi.get("sidik_isi") == sidik:
            return hasil, sidik, nomor
    raise AssertionError("the next number is always free")


def paged(data: bytes, hari: date) -> tuple[bytes, bytes | None, str]:
    """Write the pages into the contents; return the document, its PDF, and the suite that was found."""
    from capaian.document import contents, office_suite

    suite = office_suite.find()
    pdf = office_suite.to_pdf(data, suite) if suite else None
    halaman: dict[str, str] = {}
    for _ in range(2):  # entries that get a page may take one line more
        baru = office_suite.pages(pdf, data) if pdf else halaman
        if pdf is None or baru == halaman:
            break
        halaman = baru
        data = contents.numbered(data, halaman, _midnight(hari))
        pdf = office_suite.to_pdf(data, suite)
    return data, pdf, suite


def fingerprint(kantor: Kantor, bahan: Bahan) -> str:
    """Return a hash of everything that a report is made from, whatever the day: data, schema, settings, templates."""
    from hashlib import sha256

    from capaian.report import narasi

    tetap = replace(bahan, tanggal=kantor.periode.hari_terakhir, segel="", versi="", nomor_draf=0, disahkan=False)
    h = sha256(repr(tetap).encode())
    h.update(kantor.folder.template(TEMPLAT))
    h.update(kantor.pengaturan.instansi.lambang)
    for nama, isi in sorted(narasi.load(*kantor.folder.narasi()).items()):
        h.update(f"{nama}\0{isi}\0".encode())
    return h.hexdigest()


def dated(bahan: Bahan, hari: date) -> Bahan:
    """Return the material for a report of another day."""
    return replace(bahan, tanggal=hari)


def render_final(kantor: Kantor, bahan: Bahan) -> Rendered:
    """Render the report as it is approved: without the mark of a draft.

    Raises:
        TemplateError: the template cannot be filled.
    """
    from capaian.report import narasi
    from capaian.report.build import build_report as render
    from capaian.sheet.chart import build_chart

    waktu = _midnight(bahan.tanggal)
    templat, kalimat = kantor.folder.template(TEMPLAT), narasi.load(*kantor.folder.narasi())
    return render(replace(bahan, disahkan=True), templat, kalimat, waktu, lambda b: build_chart(b, waktu))


def _midnight(hari: date) -> datetime:
    return datetime(hari.year, hari.month, hari.day)  # noqa: DTZ001 - a document date has no zone


def _drafts(kantor: Kantor, ledger: Ledger) -> list[Peristiwa]:
    return [p for p in ledger.events(LAPORAN_DISUSUN) if p.isi.get("periode") == str(kantor.periode)]


def _data_seal(ledger: Ledger) -> str:
    """Seal of the last event that touched the data: building a draft again must not change the draft."""
    data = [p for p in ledger.events() if p.jenis.partition(".")[0] not in _BUKAN_DATA]
    return short(data[-1].segel) if data else ""


def _record_report(
    kantor: Kantor, pelaku: Pelaku, ledger: Ledger, data: bytes, draf: Mapping[str, object], temuan: Sequence[Finding]
) -> None:
    sha = Archive(kantor.folder.arsip).put(data)
    sudah = _drafts(kantor, ledger)
    if sudah and sudah[-1].isi.get("sha256") == sha:
        return
    isi: dict[str, object] = {
        "periode": str(kantor.periode),
        "sha256": sha,
        **draf,
        "versi": plugins.program(),
        "kesalahan": sum(f.severity is Severity.KESALAHAN for f in temuan),
    }
    ledger.append(LAPORAN_DISUSUN, isi, pelaku.nama, pelaku.waktu)
