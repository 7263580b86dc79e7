"""`capaian init-forms`: SOP 4–5."""

from __future__ import annotations

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
from capaian.console import forms as screen
from capaian.errors import ExitCode
from capaian.pipeline import forms

app = Commands()


@app.command("init-forms")
def init_forms(
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    unit: Annotated[str, typer.Option("--unit", help="Kode satu unit saja.")] = "",
    per_seksi: Annotated[
        bool | None,
        typer.Option(
            "--per-seksi/--per-bidang",
            help="Satu formulir untuk setiap seksi, atau satu untuk seluruh bidang; bawaan: seperti terakhir terbit.",
        ),
    ] = None,
    tersendiri: Annotated[
        bool,
        typer.Option(
            "--tersendiri", help="Formulir semester atau tahun tersendiri, walau formulir triwulannya sudah terbit."
        ),
    ] = False,
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 4–5: buat formulir isian dan surat pengantar setiap unit.

    Contoh:
      capaian init-forms
      capaian init-forms --periode 2025-TW4 --unit IND
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        terbit = forms.issue_forms(kantor, actor(oleh), unit, per_seksi, tersendiri=tersendiri)
        screen.forms(layar, terbit, kantor.folder.relatif(kantor.folder.formulir(kantor.periode)))
        screen.unlisted_holidays(layar, forms.unlisted_years(kantor, terbit))
        layar.note("→ Kirimkan formulir dengan surat pengantarnya; simpan yang kembali di folder inbox.", "cyan")
        return ExitCode.WELL

    run(layar, kerja)
