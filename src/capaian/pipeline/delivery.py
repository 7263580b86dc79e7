"""SOP 5: that a form went out to its unit: under which number, to whom, when, by which way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from capaian.errors import StateError, UsageError
from capaian.ledger import Ledger
from capaian.model.hasil import HasilEkspedisi, Kiriman
from capaian.model.register import FORMULIR_DIKIRIM, FORMULIR_TERBIT, Peristiwa
from capaian.pipeline import register_files
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, open_ledger, unit_head
from capaian.register import progress
from capaian.text.dates import tanggal
from capaian.text.words import daftar, maksud
from capaian.workspace.files import together


@dataclass(frozen=True, slots=True)
class Pengiriman:
    """How forms went out.

    Attributes:
        unit: Codes; empty means every unit whose form did not go out yet.
        nomor: Number of the letter.
        cara: `WhatsApp`, `surat`, `pos-el` …
        penerima: Who took it, when a person did.
    """

    hari: date
    cara: str
    unit: tuple[str, ...] = ()
    nomor: str = ""
    penerima: str = ""


def deliver(kantor: Kantor, pelaku: Pelaku, kirim: Pengiriman) -> HasilEkspedisi:
    """Record that forms went out, and print the daftar ekspedisi; nothing new when all of them are recorded already.

    Raises:
        UsageError: a unit has no form, or no way is named.
        StateError: no form was issued, or the day is to come or before the issue.
        SystemRefusalError: the list is open in Word.
    """
    if not kirim.cara.strip():
        raise UsageError("Cara pengiriman belum disebut.", "Tulis misalnya --lewat WhatsApp.")
    with open_ledger(kantor) as ledger:
        with together() as write, ledger.transaction():
            demand_intact(ledger)
            terbit = _issued(kantor, ledger)
            _in_time(kirim.hari, pelaku.waktu.date(), terbit)
            belum = progress.undelivered(_of_period(kantor, ledger))
            dipilih = _chosen(kirim.unit, list(terbit), belum)
            lama, dicatat = listing(kantor, ledger), []
            for kode in dipilih:
                kepala = unit_head(kantor.siklus, kantor.siklus.unit_by_kode[kode], kirim.hari)
                isi = {
                    "periode": str(kantor.periode),
                    "unit": kode,
                    "tanggal": kirim.hari.isoformat(),
                    "nomor_surat": kirim.nomor.strip(),
                    "kepada": kepala.jabatan_lengkap,
                    "cara": kirim.cara.strip(),
                    "penerima": kirim.penerima.strip(),
                }
                if kode not in belum and _line(isi) in lama:
                    continue  # the command was given a second time
                ledger.append(FORMULIR_DIKIRIM, isi, pelaku.nama, pelaku.waktu)
                dicatat.append(kode)
            semua = listing(kantor, ledger)
            path, data = _paper(kantor, semua)
            write({path: data})
        register_files.refresh(kantor, ledger)
        belum = progress.undelivered(_of_period(kantor, ledger))
    return HasilEkspedisi(semua, path, belum, tuple(dicatat))


def _of_period(kantor: Kantor, ledger: Ledger) -> list[Peristiwa]:
    return [e for e in ledger.events() if e.isi.get("periode") == str(kantor.periode)]


def listing(kantor: Kantor, ledger: Ledger) -> tuple[Kiriman, ...]:
    """Return what went out in the period, in the order it was recorded."""
    return tuple(_line(e.isi) for e in ledger.events(FORMULIR_DIKIRIM) if e.isi.get("periode") == str(kantor.periode))


def _line(isi: Mapping[str, object]) -> Kiriman:
    return Kiriman(
        unit=str(isi["unit"]),
        tanggal=date.fromisoformat(str(isi["tanggal"])),
        nomor=str(isi.get("nomor_surat") or ""),
        kepada=str(isi.get("kepada") or ""),
        cara=str(isi.get("cara") or ""),
        penerima=str(isi.get("penerima") or ""),
    )


def _issued(kantor: Kantor, ledger: Ledger) -> dict[str, date]:
    """The day of the first issue of each unit."""
    hasil: dict[str, date] = {}
    for e in ledger.events(FORMULIR_TERBIT):
        if e.isi.get("periode") == str(kantor.periode):
            hasil.setdefault(str(e.isi["unit"]), e.waktu.date())
    if not hasil:
        raise StateError(
            f"Formulir {kantor.periode.label} belum diterbitkan.", "Terbitkan dahulu: «capaian init-forms»."
        )
    return hasil


def _in_time(hari: date, hari_ini: date, terbit: dict[str, date]) -> None:
    if hari > hari_ini:
        raise StateError(f"Tanggal {tanggal(hari)} belum tiba.", "Catat setelah formulir benar-benar dikirim.")
    pertama = min(terbit.values())
    if hari < pertama:
        raise StateError(
            f"Tanggal {tanggal(hari)} lebih awal daripada terbitnya formulir ({tanggal(pertama)}).",
            "Periksa --tanggal.",
        )


def _chosen(dipilih: Sequence[str], terbit: Sequence[str], belum: Sequence[str]) -> list[str]:
    besar = {u.casefold(): u for u in terbit}
    asing = [u for u in dipilih if u.casefold() not in besar]
    if asing:
        pesan = f"Unit «{asing[0]}» tidak memiliki formulir.{maksud(asing[0], terbit)}"
        raise UsageError(pesan, f"Yang ada: {daftar(list(terbit))}.")
    return [besar[u.casefold()] for u in dipilih] or list(belum)


def _paper(kantor: Kantor, semua: Sequence[Kiriman]) -> tuple[Path, bytes]:
    from capaian.report import ekspedisi

    waktu = datetime.combine(max(k.tanggal for k in semua), time())
    nama = {u.kode: u.nama for u in kantor.siklus.unit}
    data = ekspedisi.build_list(kantor.pengaturan, semua, nama, waktu, kantor.folder.template(ekspedisi.TEMPLAT))
    return kantor.folder.formulir(kantor.periode) / f"Daftar-Ekspedisi-{kantor.periode}.docx", data
