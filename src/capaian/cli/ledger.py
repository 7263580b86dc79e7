"""`capaian verify` and `original`: archive and ledger, looked at and taken from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capaian.cli.base import ActorOption, FolderOption, JsonOption, QuietOption, actor, find_folder, run, terminal
from capaian.cli.words import Commands
from capaian.console import ledger as screen
from capaian.errors import ExitCode
from capaian.pipeline import dispatch, integrity, originals
from capaian.pipeline import upgrade as upgrading

app = Commands()


@app.command("verify")
def verify(
    kiriman: Annotated[
        Path | None, typer.Argument(metavar="KIRIMAN", help="Kiriman laporan (.zip); tanpa folder kantor.")
    ] = None,
    folder: FolderOption = None,
    menyeluruh: Annotated[bool, typer.Option("--full", help="Hitung ulang setiap bita di arsip.")] = False,
    segel: Annotated[str, typer.Option("--seal", help="Segel yang tercetak di kertas, misalnya K7QX-A3MD.")] = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Periksa keutuhan arsip dan buku catatan, atau sebuah kiriman laporan.

    Contoh:
      capaian verify --full
      capaian verify laporan/2025-TW4/kiriman
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        if kiriman is not None:
            bundel = dispatch.verify_bundle(kiriman, segel)
            screen.bundle(layar, bundel)
            return ExitCode.INTEGRITY if bundel.kerusakan else ExitCode.WELL
        with layar.progress("Menghitung ulang") as maju:
            hasil = integrity.verify(find_folder(folder), menyeluruh=menyeluruh, segel=segel, maju=maju)
        screen.verified(layar, hasil)
        return ExitCode.INTEGRITY if hasil.kerusakan else ExitCode.WELL

    run(layar, kerja)


@app.command("original")
def original(
    berkas: Annotated[str, typer.Argument(help="Nama berkas kiriman, atau 6 huruf awal SHA-256-nya.")],
    ke: Annotated[Path | None, typer.Option("--ke", help="Folder tujuan; bawaan: folder ini.")] = None,
    folder: FolderOption = None,
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Ambil berkas asli dari arsip, sama persis. Contoh: capaian original "IND revisi.xlsx" --ke Documents"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        hasil = originals.take_out(find_folder(folder), berkas, (ke or Path.cwd()).absolute())
        screen.taken_out(layar, hasil)
        return ExitCode.WELL if hasil.berkas else ExitCode.USAGE

    run(layar, kerja)


@app.command("upgrade")
def upgrade(
    folder: FolderOption = None,
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Mutakhirkan folder kantor dari versi lama; cadangan dibuat dahulu. Contoh: capaian upgrade"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        screen.upgraded(layar, upgrading.upgrade(find_folder(folder), actor(oleh)))
        return ExitCode.WELL

    run(layar, kerja)
