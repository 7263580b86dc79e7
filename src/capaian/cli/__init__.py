"""Parse, call the pipeline, print, return the exit code: nothing else."""

from __future__ import annotations

from typing import Annotated, Any

import typer
import typer.core

from capaian import __version__
from capaian.cli import (
    audit,
    dashboard,
    doctor,
    explain,
    forms,
    incoming,
    intake,
    ledger,
    office,
    prose,
    report,
    review,
    schema,
    summarize,
    template,
    trace,
    validation,
    waivers,
)

_URUTAN = (
    *(
        "init",
        "schema",
        "receive-letter",
        "dispose",
        "init-forms",
        "deliver",
        "collect",
        "remind",
        "validate",
        "explain",
        "waive",
        "narrative",
        "build-report",
        "proofread",
        "review",
        "approve",
        "submit",
        "reopen",
        "template",
    ),
    *("status", "dashboard", "verify", "original", "doctor", "demo"),
)
"""Commands in the order of the SOP; what is missing here follows in its own order."""


class _InOrder(typer.core.TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(self.commands, key=lambda n: _URUTAN.index(n) if n in _URUTAN else len(_URUTAN))


app = typer.Typer(
    cls=_InOrder,
    name="capaian",
    help="Menghimpun data capaian kinerja: dari formulir isian sampai Laporan Kinerja.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
PARTS = (
    *(office, incoming, forms, intake, validation, waivers, explain, summarize, prose, report, review),
    *(audit, trace, ledger, dashboard, doctor),
)
for part in PARTS:
    app.add_typer(part.app)
app.add_typer(schema.app, name="schema")
app.add_typer(template.app, name="template")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"capaian {__version__}")
        raise typer.Exit


@app.callback()
def main(
    versi: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Cetak versi.")] = False,
) -> None:
    """Menghimpun data capaian kinerja: dari formulir isian sampai Laporan Kinerja."""
