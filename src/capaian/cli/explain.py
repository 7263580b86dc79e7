"""`capaian explain`: what a rule means."""

from __future__ import annotations

from typing import Annotated

import typer

from capaian.cli.base import JsonOption, run, terminal
from capaian.console import explain as screen
from capaian.errors import ExitCode
from capaian.pipeline import explain

app = typer.Typer()


@app.command("explain")
def explain_rule(
    kode: Annotated[str, typer.Argument(help="Kode aturan, misalnya ISI-03; tanpa kode: semua aturan.")] = "",
    json_saja: JsonOption = False,
) -> None:
    """Jelaskan satu aturan pemeriksaan, atau tampilkan semuanya. Contoh: capaian explain ISI-03"""
    layar = terminal(json_saja)

    def kerja() -> ExitCode:
        if kode:
            screen.rule(layar, explain.explain(kode))
        else:
            screen.catalogue(layar, explain.catalogue())
        return ExitCode.WELL

    run(layar, kerja)
