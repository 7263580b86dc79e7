"""At any time: who did what, to what, from what to what, when and why."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from capaian.model.hasil import BarisRiwayat
from capaian.pipeline.office import Kantor, open_ledger
from capaian.register import story
from capaian.text.inert import for_csv
from capaian.workspace.files import write_atomic

KOLOM = ("Nomor", "Waktu", "Pelaku", "Apa", "Unit", "Butir", "Berkas", "Alasan", "Segel")


@dataclass(frozen=True, slots=True)
class Saringan:
    """What is asked for; empty means all. Names need only be contained, whatever their capitals."""

    unit: str = ""
    butir: str = ""
    berkas: str = ""
    oleh: str = ""
    sejak: date | None = None
    sampai: date | None = None
    semua_periode: bool = False


def history(kantor: Kantor, saringan: Saringan) -> tuple[BarisRiwayat, ...]:
    """Return the acts of the period, or of all, that match, oldest first."""
    with open_ledger(kantor) as ledger:
        peristiwa = ledger.events()
    periode = {p.urut: p.isi.get("periode") for p in peristiwa}
    return tuple(
        b
        for b in story.tell(peristiwa)
        if (saringan.semua_periode or periode[b.urut] in (str(kantor.periode), "", None)) and _matches(b, saringan)
    )


def export(baris: tuple[BarisRiwayat, ...], ke: Path) -> None:
    """Write the acts as CSV that Excel opens.

    Raises:
        SystemRefusalError: the file cannot be written.
    """
    keluar = io.StringIO()
    tulis = csv.writer(keluar, delimiter=";", lineterminator="\r\n")
    tulis.writerow(KOLOM)
    for b in baris:
        isi = (b.urut, b.waktu.isoformat(), b.pelaku, b.apa, b.unit, b.butir, b.berkas, b.alasan, b.segel)
        tulis.writerow([for_csv(str(x)) for x in isi])
    write_atomic(ke, keluar.getvalue().encode("utf-8-sig"))


def _matches(b: BarisRiwayat, s: Saringan) -> bool:
    hari = b.waktu.date()
    if (s.sejak and hari < s.sejak) or (s.sampai and hari > s.sampai):
        return False
    if s.unit and s.unit.casefold() != b.unit.casefold():
        return False
    pasangan = ((s.butir, f"{b.butir} {b.apa}"), (s.berkas, b.berkas), (s.oleh, b.pelaku))
    return all(cari.casefold() in di.casefold() for cari, di in pasangan if cari)
