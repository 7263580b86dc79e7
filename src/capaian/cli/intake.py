"""`capaian collect`: SOP 6."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from capaian.cli import asking
from capaian.cli.base import (
    ActorOption,
    FolderOption,
    JsonOption,
    PeriodeOption,
    QuietOption,
    actor,
    open_kantor,
    run,
    terminal,
)
from capaian.cli.words import Commands
from capaian.console import Terminal
from capaian.console import intake as screen
from capaian.errors import BusyError, CapaianError, ExitCode, UsageError
from capaian.model.hasil import HasilKumpul
from capaian.model.kiriman import Putusan
from capaian.pipeline import intake
from capaian.pipeline.office import Kantor
from capaian.register.progress import SUDAH_KIRIM
from capaian.text.inert import for_terminal

app = Commands()


@app.command("collect")
def collect(
    inbox: Annotated[Path | None, typer.Argument(help="Folder kiriman; bawaan: inbox di folder kantor.")] = None,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    choose: Annotated[str | None, typer.Option("--choose", help="Nama berkas versi yang dinyatakan berlaku.")] = None,
    withdraw: Annotated[
        str | None, typer.Option("--withdraw", help="Nama berkas yang ditarik (perlu --alasan).")
    ] = None,
    restore: Annotated[
        str | None, typer.Option("--restore", help="Nama berkas yang dipulihkan (perlu --alasan).")
    ] = None,
    alasan: Annotated[str, typer.Option("--alasan", help="Alasan memilih, menarik, atau memulihkan.")] = "",
    baca_ulang: Annotated[
        bool, typer.Option("--baca-ulang", help="Baca lagi juga berkas yang tidak berubah sejak dibaca.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Terus mengawasi folder sampai dihentikan (Ctrl+C).")] = False,
    jeda: Annotated[int, typer.Option("--jeda", min=1, help="Jeda pengawasan dalam detik.")] = 5,
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 6: himpun formulir yang kembali.

    Contoh:
      capaian collect ./inbox
      capaian collect --watch
      capaian collect --choose "IND revisi.xlsx" --alasan "Versi terakhir menurut bidang"
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        tindakan = [t for t in (choose, withdraw, restore) if t is not None]
        if any(not t.strip() for t in tindakan):
            raise UsageError("Nama berkasnya kosong.", "Tulis nama berkas seperti yang ditampilkan «capaian collect».")
        if len(tindakan) + watch > 1:
            raise UsageError(
                "Pilih satu saja: --choose, --withdraw, --restore, atau --watch.", "Jalankan satu per satu."
            )
        kantor = open_kantor(folder, periode)
        dari = inbox or kantor.folder.inbox
        intake.demand_inbox(kantor, dari)
        if choose or restore:
            pilih = intake.choose if choose else intake.restore
            dipilih = pilih(kantor, actor(oleh), choose or restore or "", alasan)
            screen.chosen(layar, dipilih)
            return ExitCode.WELL
        if withdraw:
            screen.withdrawn(layar, intake.withdraw(kantor, actor(oleh), withdraw, alasan))
            return ExitCode.WELL
        if watch:
            return _watch(layar, lambda: intake.collect(kantor, actor(oleh), dari, baca_ulang=False), dari, jeda)
        with layar.progress("Membaca kiriman") as maju:
            hasil = intake.collect(kantor, actor(oleh), dari, maju, baca_ulang=baca_ulang)
        screen.collected(layar, hasil)
        for catatan in hasil.daftar_tertunda:
            layar.note(catatan, "yellow")
        if not hasil.penerimaan:
            layar.note(f"Folder «{dari}» belum berisi berkas. Letakkan kiriman unit di sana.")
        if not json_saja and not diam and _ask(layar, kantor, oleh):
            hasil = intake.collect(kantor, actor(oleh), dari)
            screen.standing(layar, hasil)
        return _outcome(hasil)

    run(layar, kerja)


def _outcome(hasil: HasilKumpul) -> ExitCode:
    lengkap = all(u.keadaan in SUDAH_KIRIM for u in hasil.unit)
    return ExitCode.WELL if lengkap and not hasil.jumlah[Putusan.KARANTINA] else ExitCode.DATA


def _ask(layar: Terminal, kantor: Kantor, oleh: str) -> bool:
    """Ask which of several versions counts, when somebody sits there; whether one was chosen."""
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    dipilih = False
    for unit, pilihan in intake.candidates(kantor).items():
        screen.candidates(layar, unit, pilihan)
        jawab = _number(len(pilihan))
        if jawab:
            intake.choose(kantor, actor(oleh), pilihan[jawab - 1].sha256)
            dipilih = True
    return dipilih


def _number(terbanyak: int) -> int:
    """Ask until the answer is one of the numbers; 0 leaves it open."""
    while True:
        jawab = asking.ask("Nomor yang berlaku (0 = putuskan nanti)", "0")
        if jawab.isdecimal() and len(jawab) < 4 and int(jawab) <= terbanyak:
            return int(jawab)
        typer.echo(f"«{for_terminal(jawab)}» bukan pilihan. Ketik angka 0 sampai {terbanyak}.")


def _watch(layar: Terminal, himpun: Callable[[], HasilKumpul], dari: Path, jeda: int) -> ExitCode:
    """Collect again and again until somebody stops it; only what is new is said.

    The first Ctrl+C lets the run in hand end; a second one interrupts it. Once it has worked, what goes wrong (the
    folder is gone for a moment, the disk refuses) is said once and tried again.
    """
    layar.note(f"Mengawasi «{dari}» setiap {jeda} detik. Hentikan dengan Ctrl+C.")
    berhenti = threading.Event()
    semula = signal.getsignal(signal.SIGINT)

    def stop(*_: object) -> None:
        berhenti.set()
        signal.signal(signal.SIGINT, semula)

    signal.signal(signal.SIGINT, stop)
    sebelum: object = None
    masalah = ""
    hasil: HasilKumpul | None = None
    try:
        while not berhenti.is_set():
            try:
                hasil = himpun()
            except CapaianError as e:
                if hasil is None and not isinstance(e, BusyError):
                    raise
                if e.pesan != masalah:
                    layar.error(e)
                masalah = e.pesan
            else:
                masalah = ""
                kini = [(p.nama, p.sha256, p.putusan) for p in hasil.penerimaan]
                if kini != sebelum:
                    screen.collected(layar, hasil, hanya_baru=sebelum is not None)
                    for catatan in hasil.daftar_tertunda:
                        layar.note(catatan, "yellow")
                    sebelum = kini
            berhenti.wait(jeda)
    finally:
        signal.signal(signal.SIGINT, semula)
    layar.note("Pengawasan dihentikan. Semua yang terbaca sudah tercatat.")
    return _outcome(hasil) if hasil else ExitCode.WELL
