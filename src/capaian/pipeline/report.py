"""SOP 8: the numbers and the draft report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime

from capaian import __version__
from capaian.errors import DataError
from capaian.ledger import Archive, Ledger, short
from capaian.model.finding import Finding, Severity
from capaian.model.hasil import HasilLaporan, Hitungan
from capaian.model.kiriman import Isian
from capaian.model.nilai import Keadaan, Nilai
from capaian.model.register import LAPORAN_DISUSUN
from capaian.pipeline import register_files
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, earlier_values, open_ledger, together, with_data
from capaian.pipeline.waivers import assess
from capaian.workspace.files import write_if_changed


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


def build_report(kantor: Kantor, pelaku: Pelaku) -> HasilLaporan:
    """Write the draft Laporan Kinerja of the period, and the trace of every number in it.

    Raises:
        DataError: nothing was collected yet, or the template cannot be filled.
        SystemRefusalError: the draft is open in Word.
    """
    import json

    from capaian.analysis.compare import perbandingan
    from capaian.checks import run
    from capaian.report import narasi
    from capaian.report.bahan import Bahan
    from capaian.report.build import build_report as render
    from capaian.sheet.chart import build_chart

    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        sumber = with_data(kantor, ledger)
        aktif = ledger.submissions(sumber.periode, "berlaku")
        if not aktif:
            raise DataError(
                f"Belum ada formulir {sumber.periode.label} yang diterima, sehingga laporan belum dapat disusun.",
                saran="Letakkan formulir yang kembali di folder inbox, lalu jalankan «capaian collect ./inbox».",
            )
        hitung = compute_in(kantor, ledger, pelaku.waktu.date())
        nama_unit = {u.kode: u.nama for u in kantor.siklus.unit}
        tanggal = pelaku.waktu.date()
        bahan = Bahan(
            pengaturan=kantor.pengaturan,
            siklus=kantor.siklus,
            periode=kantor.periode,
            capaian=hitung.capaian,
            rekap_sasaran=hitung.rekap_sasaran,
            rekap_unit=hitung.rekap_unit,
            rekap_dinas=hitung.rekap_dinas,
            serapan=hitung.serapan,
            tanggal=tanggal,
            perbandingan=perbandingan(
                kantor.siklus, kantor.pengaturan, hitung.capaian, earlier_values(sumber, ledger), sumber.periode
            ),
            isian=hitung.isian,
            findings=hitung.temuan,
            dikecualikan=hitung.dikecualikan,
            catatan_kiriman=tuple(
                (nama_unit.get(t.kiriman.kode.unit, t.kiriman.kode.unit), run.explain(c, t.kiriman.nama)[0])
                for t in aktif
                for c in t.kiriman.catatan
            ),
            unit_belum=together(sumber, ledger).belum,
            segel=_data_seal(ledger),
            versi=__version__,
        )
        waktu = datetime(tanggal.year, tanggal.month, tanggal.day)  # noqa: DTZ001 - a document date has no zone
        templat = kantor.folder.template("laporan-kinerja.docx")
        kalimat = narasi.load(*kantor.folder.narasi())
        hasil = render(bahan, templat, kalimat, waktu, lambda b: build_chart(b, waktu))
        folder = kantor.folder.laporan(kantor.periode)
        berkas, jejak = folder / f"Laporan-Kinerja-{kantor.periode}-DRAF.docx", folder / "jejak-angka.json"
        write_if_changed(berkas, hasil.data)
        write_if_changed(jejak, json.dumps([asdict(j) for j in hasil.jejak], ensure_ascii=False, indent=1).encode())
        _record_report(kantor, pelaku, ledger, hasil.data, hitung.temuan)
        register_files.refresh(kantor, ledger)
        return HasilLaporan(berkas, jejak, hitung, len(hasil.jejak), bahan.unit_belum)


def _data_seal(ledger: Ledger) -> str:
    """Seal of the last event that touched the data: building a draft again must not change the draft."""
    data = [p for p in ledger.events() if p.jenis != LAPORAN_DISUSUN]
    return short(data[-1].segel) if data else ""


def _record_report(kantor: Kantor, pelaku: Pelaku, ledger: Ledger, data: bytes, temuan: Sequence[Finding]) -> None:
    sha = Archive(kantor.folder.arsip).put(data)
    sudah = [p for p in ledger.events(LAPORAN_DISUSUN) if p.isi.get("periode") == str(kantor.periode)]
    if sudah and sudah[-1].isi.get("sha256") == sha:
        return
    isi: dict[str, object] = {
        "periode": str(kantor.periode),
        "sha256": sha,
        "versi": __version__,
        "kesalahan": sum(f.severity is Severity.KESALAHAN for f in temuan),
    }
    ledger.append(LAPORAN_DISUSUN, isi, pelaku.nama, pelaku.waktu)
