"""`capaian collect`: SOP 6."""

from __future__ import annotations

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
from capaian.console import intake as screen
from capaian.errors import ExitCode
from capaian.model.kiriman import Putusan
from capaian.pipeline import intake
from capaian.register.progress import SUDAH_KIRIM

app = typer.Typer()


@app.command("collect")
def collect(
    inbox: Annotated[Path | None, typer.Argument(help="Folder kiriman; bawaan: inbox di folder kantor.")] = None,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    choose: Annotated[str, typer.Option("--choose", help="Nama berkas versi yang dinyatakan berlaku.")] = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 6: himpun formulir yang kembali. Contoh: capaian collect ./inbox"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        if choose:
            dipilih = intake.choose(kantor, actor(oleh), choose)
            layar.line(f"Yang berlaku untuk {dipilih.kode.unit} sekarang: «{dipilih.nama}».", "bold")
            return ExitCode.WELL
        with layar.progress("Membaca kiriman") as maju:
            hasil = intake.collect(kantor, actor(oleh), inbox or kantor.folder.inbox, maju)
        screen.collected(layar, hasil)
        if not hasil.penerimaan:
            layar.note(f"Folder «{inbox or kantor.folder.inbox}» belum berisi berkas. Letakkan kiriman unit di sana.")
        lengkap = all(u.keadaan in SUDAH_KIRIM for u in hasil.unit)
        return ExitCode.WELL if lengkap and not hasil.jumlah[Putusan.KARANTINA] else ExitCode.DATA

    run(layar, kerja)
