"""At any time: who has sent, which steps are done, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from capaian.ledger import Ledger
from capaian.model.keadaan import HasilStatus, KeadaanLangkah
from capaian.model.register import FORMULIR_TERBIT, Peristiwa, StatusUnit
from capaian.pipeline.office import Kantor, open_ledger, quick_fingerprint, unit_status, with_data
from capaian.register import approval, clock, incoming, progress, stopwatch
from capaian.register.langkah import FORMULIR


def status(kantor: Kantor, kini: datetime) -> HasilStatus:
    """Say who has sent, which steps are done, and what comes next."""
    with open_ledger(kantor) as ledger:
        return standing(kantor, ledger, kini)


def card(kantor: Kantor, kini: datetime) -> Path:
    """Write the kartu kendali of the period as it stands.

    Raises:
        TemplateError: the template cannot be filled.
        SystemRefusalError: the card is open in Word.
    """
    from capaian.report import kartu
    from capaian.workspace.files import write_if_changed

    data = kartu.build_card(kantor.pengaturan, status(kantor, kini), kini, kantor.folder.template(kartu.TEMPLAT))
    path = kantor.folder.laporan(kantor.periode) / f"Kartu-Kendali-{kantor.periode}.docx"
    write_if_changed(path, data)
    return path


def standing(kantor: Kantor, ledger: Ledger, kini: datetime) -> HasilStatus:
    """Say the same of a ledger that is open."""
    sumber = with_data(kantor, ledger)
    unit = unit_status(sumber, ledger)
    peristiwa = incoming.valid(ledger.events())
    batas = [date.fromisoformat(str(p.isi["tenggat"])) for p in _of(sumber, peristiwa) if p.jenis == FORMULIR_TERBIT]
    tenggat = max(batas) if batas else None
    laporan = approval.standing(peristiwa, str(kantor.periode))
    langkah = _steps(kantor, sumber, peristiwa, unit, kini)
    lain = sumber.periode if sumber.periode != kantor.periode else None
    berubah = bool(laporan.cepat) and quick_fingerprint(kantor, ledger) != laporan.cepat
    hasil = HasilStatus(
        periode=kantor.periode,
        unit=unit,
        langkah=langkah,
        berikutnya=(),
        pemegang=progress.holder(langkah, laporan, berubah=berubah),
        belum_diantar=progress.undelivered(_of(sumber, peristiwa)),
        laporan=laporan,
        sumber=lain,
        berubah=berubah,
        tenggat=tenggat,
        sisa_hari_kerja=clock.working_days_left(kini.date(), tenggat, kantor.libur) if tenggat else None,
        segel=ledger.seal(),
    )
    return replace(hasil, berikutnya=progress.next_step(hasil))


def _of(kantor: Kantor, peristiwa: Sequence[Peristiwa]) -> list[Peristiwa]:
    return [p for p in peristiwa if p.isi.get("periode") == str(kantor.periode)]


def _steps(
    kantor: Kantor, sumber: Kantor, peristiwa: Sequence[Peristiwa], unit: Sequence[StatusUnit], kini: datetime
) -> tuple[KeadaanLangkah, ...]:
    """Return every step with its working time; those of the forms happened in the period that has them.

    The two are timed apart: work on the report of a year does not begin when its last quarter was checked.
    """
    sendiri = progress.steps(peristiwa, str(kantor.periode), unit)
    if sumber.periode == kantor.periode:
        return _timed(kantor, sendiri, _of(kantor, peristiwa), kini)
    data = progress.steps(peristiwa, str(sumber.periode), unit)
    lain = [k for k in sendiri if k.langkah.nomor not in FORMULIR]
    waktu = [k for k in _timed(kantor, data, _of(sumber, peristiwa), kini) if k.langkah.nomor in FORMULIR]
    return tuple(sorted((*_timed(kantor, lain, _of(kantor, peristiwa), kini), *waktu), key=lambda k: k.langkah.nomor))


def _timed(
    kantor: Kantor, langkah: Sequence[KeadaanLangkah], milik: Sequence[Peristiwa], kini: datetime
) -> tuple[KeadaanLangkah, ...]:
    """Add the working time of each step."""
    jam = stopwatch.JamKerja.parse(kantor.pengaturan.jam_kerja)
    selesai = [(k.langkah, k.keadaan == "selesai") for k in langkah]
    waktu = stopwatch.measure(selesai, milik, kini, kantor.libur, jam)
    return tuple(
        replace(
            k,
            waktu=_day(w.selesai or w.mulai) if k.langkah.nomor >= stopwatch.SUSUN else k.waktu,
            mulai=w.mulai,
            selesai=w.selesai,
            terpakai=w.terpakai,
            lewat=w.lewat,
        )
        for k in langkah
        if (w := waktu[k.langkah.nomor])
    )


def _day(w: datetime | None) -> str:
    return w.date().isoformat() if w else ""
