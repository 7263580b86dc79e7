"""`capaian review`: SOP 9."""

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
from capaian.console import review as screen
from capaian.errors import ExitCode
from capaian.pipeline import review as pipeline

app = typer.Typer()


@app.command("review")
def review(
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 9: kertas kerja reviu, terisi sejauh data dapat menjawab. Contoh: capaian review"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        hasil = pipeline.working_paper(kantor, actor(oleh))
        screen.working_paper(layar, hasil, [kantor.folder.relatif(b) for b in hasil.berkas])
        return ExitCode.DATA if any(ya is False for _, _, ya, _ in hasil.butir) else ExitCode.WELL

    run(layar, kerja)
