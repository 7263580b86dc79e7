"""`capaian summarize`: SOP 8."""

from __future__ import annotations

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
from capaian.console import summarize as screen
from capaian.errors import ExitCode
from capaian.pipeline import summarize as pipeline

app = Commands()


@app.command("summarize")
def summarize(
    lke: Annotated[bool, typer.Option("--lke", help="Periksa diri menurut kriteria evaluasi SAKIP.")] = False,
    data: Annotated[bool, typer.Option("--data", help="Tulis juga CSV dan JSON untuk diolah lebih lanjut.")] = False,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 8: rekap capaian per sasaran dan per unit, juga sebagai buku kerja.

    Contoh:
      capaian summarize
      capaian summarize --lke
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        if lke:
            hasil = pipeline.evaluate(kantor, actor(oleh))
            screen.evaluation(layar, hasil, pipeline.left_to_people())
            return ExitCode.DATA if any(h.kekurangan for h in hasil) else ExitCode.WELL
        rekap = pipeline.summarize(kantor, actor(oleh), data=data)
        tempat = kantor.folder.relatif(rekap.data) if rekap.data else ""
        screen.summary(layar, rekap, kantor.folder.relatif(rekap.berkas), tempat)
        return ExitCode.DATA if rekap.buku.belum else ExitCode.WELL

    run(layar, kerja)
