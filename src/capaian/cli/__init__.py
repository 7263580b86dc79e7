"""Parse, call the pipeline, print, return the exit code: nothing else."""

from __future__ import annotations

from typing import Annotated

import typer

from capaian import __version__
from capaian.cli.commands import InOrder
from capaian.cli.words import Commands

app = Commands(
    cls=InOrder,
    name="capaian",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"capaian {__version__}")
        raise typer.Exit


@app.callback()
def main(
    versi: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Cetak versi.")] = False,
) -> None:
    """Menghimpun data capaian kinerja: dari formulir isian sampai Laporan Kinerja."""
