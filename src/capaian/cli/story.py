"""`capaian demo`: the whole quarter on the example office, told step by step."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

from capaian.console import Terminal
from capaian.console import findings as findings_screen
from capaian.console import forms as forms_screen
from capaian.console import intake as intake_screen
from capaian.console import report as report_screen
from capaian.console import status as status_screen
from capaian.pipeline import forms, intake, new_office, progress, report, validation
from capaian.pipeline.office import Kantor, Pelaku, open_office
from capaian.text.dates import hari_tanggal

_WIB = timezone(timedelta(hours=7))
_OLEH = "Kasubag Program dan Keuangan"


def _on(bulan: int, hari: int, jam: int) -> Pelaku:
    return Pelaku(_OLEH, datetime(2026, bulan, hari, jam, tzinfo=_WIB))


def tell(tujuan: Path, terminal: Terminal) -> None:
    """Run the fourth quarter of 2025 of the example office in a new folder.

    Args:
        tujuan: A new or empty folder.
        terminal: Where the story is told.
    """
    folder = new_office.copy_example(tujuan.absolute(), dengan_kiriman=True)
    kantor = open_office(folder)
    terminal.line(f"{kantor.pengaturan.instansi.nama} {kantor.pengaturan.instansi.daerah}", "bold")
    terminal.line(f"Peragaan penghimpunan data capaian kinerja {kantor.periode.label}.")
    terminal.line(kantor.pengaturan.contoh, "yellow")

    _step(terminal, 4, "Formulir isian diterbitkan", _on(1, 5, 8), "init-forms")
    terbit = forms.issue_forms(kantor, _on(1, 5, 8))
    forms_screen.forms(terminal, terbit, folder.relatif(folder.formulir(kantor.periode)))

    _collect(terminal, kantor, _on(1, 8, 14), "Kiriman unit dihimpun dari folder inbox")
    _step(terminal, 7, "Isian diteliti", _on(1, 9, 9), "validate")
    pertama = validation.validate(kantor, _on(1, 9, 9))
    findings_screen.findings(terminal, pertama, folder.relatif(pertama.berkas))

    for berkas in new_office.late_submissions():
        shutil.copyfile(berkas, folder.inbox / berkas.name)
    _collect(terminal, kantor, _on(1, 12, 8), "Perbaikan dan kiriman yang terlambat masuk")
    _step(terminal, 7, "Isian diteliti lagi", _on(1, 12, 9), "validate")
    kedua = validation.validate(kantor, _on(1, 12, 9))
    findings_screen.findings(terminal, kedua, folder.relatif(kedua.berkas))

    _step(terminal, 8, "Capaian dihitung dan draf laporan disusun", _on(1, 13, 9), "build-report")
    laporan = report.build_report(kantor, _on(1, 13, 9))
    report_screen.report(terminal, laporan, folder.relatif(laporan.berkas))

    _step(terminal, 9, "Apa berikutnya", _on(1, 13, 10), "status")
    status_screen.status(terminal, progress.status(kantor, _on(1, 13, 10).waktu))
    terminal.heading("Hasil peragaan")
    terminal.place("Formulir", str(terbit[0].berkas.parent))
    terminal.place("Daftar perbaikan", str(pertama.berkas))
    terminal.place("Draf laporan", str(laporan.berkas))
    terminal.line()
    terminal.line(
        "Buka draf itu di Word, lalu coba sendiri: ubah satu isian di folder inbox, dan ulangi dari «collect»."
    )


def _collect(terminal: Terminal, kantor: Kantor, pelaku: Pelaku, apa: str) -> None:
    _step(terminal, 6, apa, pelaku, "collect ./inbox")
    with terminal.progress("Membaca kiriman") as maju:
        intake_screen.collected(terminal, intake.collect(kantor, pelaku, kantor.folder.inbox, maju))


def _step(terminal: Terminal, nomor: int, apa: str, pelaku: Pelaku, perintah: str) -> None:
    terminal.line()
    terminal.line("─" * 78, "dim")
    terminal.line(f"Langkah {nomor} – {apa}", "bold")
    terminal.line(f"{hari_tanggal(pelaku.waktu.date())} · capaian {perintah}", "dim")
