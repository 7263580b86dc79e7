"""`capaian trace`: from a number to its cell."""

from __future__ import annotations

from typing import Annotated

import typer

from capaian.cli.base import FolderOption, JsonOption, PeriodeOption, QuietOption, actor, open_kantor, run, terminal
from capaian.cli.words import Commands
from capaian.console import trace as screen
from capaian.errors import ExitCode, UsageError
from capaian.pipeline import trace as pipeline

app = Commands()


@app.command("trace")
def trace(
    dicari: Annotated[
        list[str] | None, typer.Argument(help="Kode (IK-1.2, S-1, PPTK, DINAS), atau angka seperti tercetak (93,75%).")
    ] = None,
    semua: Annotated[bool, typer.Option("--semua", help="Telusuri setiap angka dalam draf laporan.")] = False,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Dari mana angka ini: rumus, sel, berkas, pengirim, waktu.

    Contoh:
      capaian trace IK-1.2
      capaian trace 98,40
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        teks = " ".join(dicari or ())
        if bool(teks.strip()) is semua:
            raise UsageError(
                "Sebutkan satu kode atau angka, atau --semua.",
                "Misalnya «capaian trace IK-1.2» atau «capaian trace 93,75%».",
            )
        kantor = open_kantor(folder, periode)
        screen.trace(layar, pipeline.everything(kantor, actor()) if semua else pipeline.trace(kantor, actor(), teks))
        return ExitCode.WELL

    run(layar, kerja)
