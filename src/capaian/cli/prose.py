"""`capaian narrative` and `capaian proofread`: what people write, and what a text should not carry."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capaian.cli.base import (
    ActorOption,
    FolderOption,
    JsonOption,
    PeriodeOption,
    QuietOption,
    actor,
    open_kantor,
    run,
    terminal,
)
from capaian.cli.words import Commands
from capaian.console import prose as screen
from capaian.errors import ExitCode
from capaian.pipeline import narrative as tulisan
from capaian.pipeline import proofread as periksa

app = Commands()


@app.command("narrative")
def narrative(
    masih_benar: Annotated[
        list[str] | None, typer.Option("--still-true", help="Tempat yang tulisannya sudah dibaca kembali.")
    ] = None,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 8: dokumen narasi untuk paragraf kantor sendiri. Contoh: capaian narrative"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        hasil = tulisan.narrative(kantor, actor(oleh), masih_benar or ())
        screen.narrative(layar, hasil, kantor.folder.relatif(hasil.berkas))
        return ExitCode.DATA if hasil.catatan else ExitCode.WELL

    run(layar, kerja)


@app.command("proofread")
def proofread(
    berkas: Annotated[
        Path | None, typer.Argument(metavar="BERKAS", help="Berkas Word, PDF, atau teks; bawaan: draf periode ini.")
    ] = None,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 8: cari nama kantor lain, tahun lama, dan isian kosong. Contoh: capaian proofread Laporan.docx"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        path, sisa = periksa.proofread(kantor, berkas)
        screen.leftovers(layar, sisa, kantor.folder.relatif(path))
        return ExitCode.DATA if sisa else ExitCode.WELL

    run(layar, kerja)
