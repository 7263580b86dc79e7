"""Parse, call the pipeline, print, return the exit code: nothing else."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from capaian import __version__
from capaian.cli import asking
from capaian.cli.commands import InOrder
from capaian.cli.words import Commands

app = Commands(
    cls=InOrder,
    name="capaian",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"capaian {__version__}")
        raise typer.Exit


@app.callback()
def main(
    ctx: typer.Context,
    versi: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Cetak versi.")] = False,
) -> None:
    """Menghimpun data capaian kinerja: dari formulir isian sampai Laporan Kinerja.

    Contoh:
      capaian
      capaian collect --help
    """
    if ctx.invoked_subcommand is not None:
        return
    if asking.present() and sys.stdout.isatty():
        from capaian.cli.menu import menu as show_menu

        raise typer.Exit(int(show_menu()))
    typer.echo(ctx.get_help())
