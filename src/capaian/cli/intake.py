"""`capaian collect`: SOP 6."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

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
from capaian.console import Terminal
from capaian.console import intake as screen
from capaian.errors import BusyError, ExitCode, UsageError
from capaian.model.hasil import HasilKumpul
from capaian.model.kiriman import Putusan
from capaian.pipeline import intake
from capaian.pipeline.office import Kantor
from capaian.register.progress import SUDAH_KIRIM

app = typer.Typer()


@app.command("collect")
def collect(
    inbox: Annotated[Path | None, typer.Argument(help="Folder kiriman; bawaan: inbox di folder kantor.")] = None,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    choose: Annotated[str, typer.Option("--choose", help="Nama berkas versi yang dinyatakan berlaku.")] = "",
    withdraw: Annotated[str, typer.Option("--withdraw", help="Nama berkas yang ditarik (perlu --alasan).")] = "",
    restore: Annotated[str, typer.Option("--restore", help="Nama berkas yang dipulihkan (perlu --alasan).")] = "",
    alasan: Annotated[str, typer.Option("--alasan", help="Alasan menarik atau memulihkan.")] = "",
    baca_ulang: Annotated[
        bool, typer.Option("--baca-ulang", help="Baca lagi juga berkas yang tidak berubah sejak dibaca.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Terus mengawasi folder sampai dihentikan (Ctrl+C).")] = False,
    jeda: Annotated[int, typer.Option("--jeda", min=1, help="Jeda pengawasan dalam detik.")] = 5,
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 6: himpun formulir yang kembali. Contoh: capaian collect ./inbox"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        tindakan = [t for t in (choose, withdraw, restore) if t]
        if len(tindakan) + watch > 1:
            raise UsageError(
                "Pilih satu saja: --choose, --withdraw, --restore, atau --watch.", "Jalankan satu per satu."
            )
        kantor = open_kantor(folder, periode)
        dari = inbox or kantor.folder.inbox
        if choose:
            dipilih = intake.choose(kantor, actor(oleh), choose)
            layar.line(f"Yang berlaku untuk {dipilih.kode.unit} sekarang: «{dipilih.nama}».", "bold")
            return ExitCode.WELL
        if withdraw:
            ditarik = intake.withdraw(kantor, actor(oleh), withdraw, alasan)
            layar.line(f"«{ditarik.nama}» ditarik; isiannya tidak dihitung lagi untuk {ditarik.unit}.", "bold")
            layar.note(f'→ Pulihkan dengan «capaian collect --restore "{ditarik.nama}" --alasan …».', "cyan")
            return ExitCode.WELL
        if restore:
            dipulihkan = intake.restore(kantor, actor(oleh), restore, alasan)
            layar.line(f"Yang berlaku untuk {dipulihkan.kode.unit} sekarang: «{dipulihkan.nama}».", "bold")
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
        jawab = typer.prompt("Nomor yang berlaku (0 = putuskan nanti)", default=0, type=int)
        if 1 <= jawab <= len(pilihan):
            intake.choose(kantor, actor(oleh), pilihan[jawab - 1].sha256)
            dipilih = True
    return dipilih


def _watch(layar: Terminal, himpun: Callable[[], HasilKumpul], dari: Path, jeda: int) -> ExitCode:
    """Collect again and again until somebody stops it; only what is new is said."""
    layar.note(f"Mengawasi «{dari}» setiap {jeda} detik. Hentikan dengan Ctrl+C.")
    sebelum: object = None
    hasil: HasilKumpul | None = None
    try:
        while True:
            try:
                hasil = himpun()
            except BusyError as sibuk:
                layar.note(sibuk.pesan, "yellow")
            else:
                kini = [(p.nama, p.sha256, p.putusan) for p in hasil.penerimaan]
                if kini != sebelum:
                    screen.collected(layar, hasil, hanya_baru=sebelum is not None)
                    sebelum = kini
            time.sleep(jeda)
    except KeyboardInterrupt:
        layar.note("Pengawasan dihentikan. Semua yang terbaca sudah tercatat.")
        return _outcome(hasil) if hasil else ExitCode.WELL
