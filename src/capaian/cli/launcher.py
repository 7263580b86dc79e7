"""`capaian launcher` and `capaian open`: a double click instead of a command line."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from typing import Annotated

import typer

from capaian.cli import asking
from capaian.cli.base import ActorOption, FolderOption, QuietOption, actor, find_folder, open_kantor, run, terminal
from capaian.cli.words import Commands
from capaian.console import intake as intake_screen
from capaian.errors import ExitCode
from capaian.pipeline import intake, launcher
from capaian.workspace.launchers import BARIS_PERINTAH, NAMA_PELUNCUR, SISTEM

app = Commands()


@app.command("launcher")
def write_launcher(
    semua: Annotated[bool, typer.Option("--semua", help="Untuk Windows, macOS, dan Linux sekaligus.")] = False,
    folder: FolderOption = None,
    diam: QuietOption = False,
) -> None:
    """Buat berkas yang diklik dua kali untuk membuka menu di folder kantor.

    Contoh:
      capaian launcher
      capaian launcher --semua
    """
    layar = terminal(diam=diam)

    def kerja() -> ExitCode:
        kantor = find_folder(folder)
        for path in launcher.write(kantor, SISTEM if semua else (platform.system(),)):
            layar.place("Klik dua kali", str(path))
        layar.note("Berkas kiriman yang diseret ke atasnya langsung dihimpun.")
        return ExitCode.WELL

    run(layar, kerja)


@app.command("open")
def open_menu(
    jatuhan: Annotated[
        list[Path] | None, typer.Argument(metavar="BERKAS", help="Berkas atau folder kiriman yang diseret.")
    ] = None,
    folder: FolderOption = None,
    oleh: ActorOption = "",
) -> None:
    """Himpun berkas yang diseret ke peluncur, lalu buka menu.

    Contoh:
      capaian open
      capaian open "Form IND.xlsx" "Form BLK.xlsx"
    """
    layar = terminal()

    def kerja() -> ExitCode:
        baris, peluncur = (os.environ.pop(k, "") for k in (BARIS_PERINTAH, NAMA_PELUNCUR))
        diklik = launcher.spoken(baris, peluncur)
        berkas = (jatuhan or []) if diklik is None else diklik
        if berkas:
            kantor = open_kantor(folder)
            with launcher.dropped([p.absolute() for p in berkas]) as dari, layar.progress("Membaca kiriman") as maju:
                intake_screen.collected(layar, intake.collect(kantor, actor(oleh), dari, maju))
        elif folder is not None:
            find_folder(folder)
        if not (asking.present() and sys.stdout.isatty()):
            return ExitCode.WELL
        from capaian.cli.menu import menu

        if folder is not None:
            os.chdir(find_folder(folder).root)
        return menu()

    run(layar, kerja)
