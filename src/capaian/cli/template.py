"""`capaian template`: the office's own Word templates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capaian.cli.base import FolderOption, JsonOption, QuietOption, actor, find_folder, run, terminal
from capaian.cli.words import Commands
from capaian.console import template as screen
from capaian.errors import ExitCode
from capaian.pipeline import templates

app = Commands(
    help="Templat Word kantor sendiri: salin untuk disunting, dan periksa.",
    no_args_is_help=True,
)


@app.command("new")
def new(
    nama: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAMA", help="Misalnya surat-pengantar, atau narasi; bawaan: laporan-kinerja."),
    ] = None,
    folder: FolderOption = None,
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Salin templat bawaan ke folder template untuk disunting di Word. Contoh: capaian template new"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        milik = find_folder(folder)
        screen.copied(layar, templates.new(milik, nama or ()), milik.relatif)
        return ExitCode.WELL

    run(layar, kerja)


@app.command("check")
def check(
    berkas: Annotated[
        Path | None, typer.Argument(metavar="BERKAS", help="Satu templat; bawaan: semua dalam folder template.")
    ] = None,
    folder: FolderOption = None,
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Periksa tanda dalam templat; tempat yang salah diberi komentar Word. Contoh: capaian template check"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        milik = find_folder(folder)
        hasil = templates.check(milik, actor().waktu, berkas)
        screen.checked(layar, hasil, milik.relatif)
        return ExitCode.DATA if any(h.masalah for h in hasil) else ExitCode.WELL

    run(layar, kerja)
