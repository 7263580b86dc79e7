"""`capaian explain`: what a rule means."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capaian.cli.base import FolderOption, JsonOption, open_kantor, run, terminal
from capaian.cli.words import Commands
from capaian.console import explain as screen
from capaian.errors import CapaianError, ExitCode
from capaian.pipeline import explain
from capaian.pipeline.office import Kantor

app = Commands()


@app.command("explain")
def explain_rule(
    kode: Annotated[str, typer.Argument(help="Kode aturan, misalnya ISI-03; tanpa kode: semua aturan.")] = "",
    folder: FolderOption = None,
    json_saja: JsonOption = False,
) -> None:
    """Jelaskan satu aturan pemeriksaan, atau tampilkan semuanya.

    Contoh:
      capaian explain
      capaian explain ISI-03
    """
    layar = terminal(json_saja)

    def kerja() -> ExitCode:
        kantor = _office(folder)
        if kode:
            screen.rule(layar, explain.explain(kode, kantor))
        else:
            screen.catalogue(layar, explain.catalogue(kantor))
        return ExitCode.WELL

    run(layar, kerja)


def _office(folder: Path | None) -> Kantor | None:
    """The office folder here, or the one that is named; anywhere else the program's own rules are enough."""
    if folder is not None:
        return open_kantor(folder)
    try:
        return open_kantor(None)
    except CapaianError:
        return None
