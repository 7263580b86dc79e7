"""`capaian explain`: what a rule or a formula means."""

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
    kode: Annotated[
        str, typer.Argument(help="Kode aturan (ISI-03) atau nama rumus (R/T, kumulatif, F1); tanpa kode: semuanya.")
    ] = "",
    folder: FolderOption = None,
    json_saja: JsonOption = False,
) -> None:
    """Jelaskan satu aturan pemeriksaan atau rumus, atau tampilkan semuanya.

    Contoh:
      capaian explain
      capaian explain ISI-03
      capaian explain R/T
    """
    layar = terminal(json_saja)

    def kerja() -> ExitCode:
        kantor = _office(folder)
        if kode and (rumus := explain.formula(kode)):
            screen.formula(layar, rumus)
        elif kode:
            screen.rule(layar, explain.explain(kode, kantor))
        else:
            screen.catalogue(layar, explain.catalogue(kantor), explain.formula_names())
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
