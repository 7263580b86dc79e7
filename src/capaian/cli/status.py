"""`capaian status`: asked for all day, so this module imports nothing that only other commands need."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from capaian.cli.base import (
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
from capaian.console import status as screen
from capaian.errors import ExitCode
from capaian.pipeline import progress
from capaian.register.progress import for_period

app = Commands()


@app.command("status")
def status(
    kartu: Annotated[bool, typer.Option("--kartu", help="Tulis juga kartu kendali (Word).")] = False,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Siapa sudah mengirim, sampai langkah mana, dan apa berikutnya.

    Contoh:
      capaian status
      capaian status --kartu
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor, kini = open_kantor(folder, periode), actor().waktu
        hasil = progress.status(kantor, kini)
        if periode:
            hasil = replace(hasil, berikutnya=for_period(hasil.berikutnya, kantor.periode))
        screen.status(layar, hasil)
        if kartu:
            layar.place("Kartu kendali", kantor.folder.relatif(progress.card(kantor, kini)), 14)
        return ExitCode.WELL

    run(layar, kerja)
