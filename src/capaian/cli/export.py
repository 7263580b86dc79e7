"""`capaian export`: SOP 8."""

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
from capaian.cli.words import Commands
from capaian.console import export as screen
from capaian.errors import ExitCode
from capaian.pipeline import export as pipeline

app = Commands()


@app.command("export")
def export(
    nama: Annotated[str, typer.Option("--format", help="Nama format; tanpa ini: tampilkan semua format.")] = "",
    ke: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="Berkas tujuan; bawaan: di folder laporan. Berkas yang sudah ada di folder kantor tidak ditimpa.",
        ),
    ] = None,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 8: tulis angka satu periode ke satu berkas.

    Contoh:
      capaian export
      capaian export --format csv --out capaian.csv
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        if not nama:
            screen.formats(layar, pipeline.formats())
            return ExitCode.WELL
        kantor = open_kantor(folder, periode)
        hasil = pipeline.export_period(kantor, actor(oleh), nama, ke)
        screen.exported(layar, hasil, kantor.folder.relatif(hasil.berkas))
        return ExitCode.DATA if hasil.belum else ExitCode.WELL

    run(layar, kerja)
