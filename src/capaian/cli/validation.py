"""`capaian validate`: SOP 7."""

from __future__ import annotations

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
from capaian.console import findings as screen
from capaian.errors import ExitCode
from capaian.model.finding import Severity
from capaian.pipeline import validation
from capaian.pipeline.correction import refusals

app = typer.Typer()


@app.command("validate")
def validate(
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 7: teliti isian yang sudah dihimpun. Contoh: capaian validate"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        hasil = validation.validate(kantor, actor(oleh))
        screen.findings(layar, hasil, kantor.folder.relatif(hasil.berkas))
        perlu = hasil.jumlah(Severity.KESALAHAN) + hasil.jumlah(Severity.PERINGATAN)
        return refusals(hasil.paket, ExitCode.DATA if perlu else ExitCode.WELL)

    run(layar, kerja)
