"""`capaian schema`: the office's tables, checked, exported and replaced."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capaian.cli.base import ActorOption, FolderOption, JsonOption, QuietOption, actor, find_folder, run, terminal
from capaian.cli.words import Commands
from capaian.console import schema as screen
from capaian.errors import ExitCode
from capaian.model.finding import Severity
from capaian.pipeline import tables

app = Commands(
    help="Tabel skema kantor: periksa, simpan sebagai Excel atau CSV, dan ganti.",
    no_args_is_help=True,
)


@app.command("check")
def check(folder: FolderOption = None, json_saja: JsonOption = False, diam: QuietOption = False) -> None:
    """Periksa tabel skema dan pengaturan sekaligus. Contoh: capaian schema check"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        hasil = tables.check(find_folder(folder))
        screen.schema(layar, hasil)
        return ExitCode.DATA if hasil.jumlah(Severity.KESALAHAN) else ExitCode.WELL

    run(layar, kerja)


@app.command("export")
def export(
    tujuan: Annotated[
        Path | None, typer.Argument(help="Berkas .xlsx, atau folder untuk CSV; bawaan: skema-salinan.xlsx di sini.")
    ] = None,
    folder: FolderOption = None,
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Simpan tabel skema sebagai Excel atau folder CSV. Contoh: capaian schema export tabel.xlsx"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        ke = (tujuan or Path(tables.NAMA_SALINAN)).absolute()
        hasil = tables.export(find_folder(folder), ke, actor().waktu)
        screen.exchanged(layar, hasil, "Tabel skema tersimpan di")
        return ExitCode.WELL

    run(layar, kerja)


@app.command("import")
def import_(
    sumber: Annotated[Path, typer.Argument(help="Berkas .xlsx atau folder CSV yang berisi tabel skema.")],
    folder: FolderOption = None,
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Ganti tabel skema kantor; yang lama disimpan. Contoh: capaian schema import tabel.xlsx"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        hasil = tables.replace(find_folder(folder), sumber.absolute(), actor(oleh))
        screen.exchanged(layar, hasil, "Tabel skema diganti di")
        return ExitCode.WELL

    run(layar, kerja)
