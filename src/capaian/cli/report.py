"""`capaian build-report`: SOP 8."""

from __future__ import annotations

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
from capaian.console import report as screen
from capaian.errors import ExitCode
from capaian.model.finding import Severity
from capaian.pipeline import report

app = typer.Typer()


@app.command("build-report")
def build_report(
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 8: hitung capaian dan susun draf Laporan Kinerja. Contoh: capaian build-report"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        hasil = report.build_report(kantor, actor(oleh))
        screen.report(layar, hasil, kantor.folder.relatif(hasil.berkas))
        kecuali = len(hasil.hitungan.dikecualikan)
        if kecuali:
            layar.note(f"Dikecualikan: {kecuali} temuan; tercantum pada Lampiran 1 laporan.")
        n = sum(f.severity is Severity.KESALAHAN for f in hasil.hitungan.temuan)
        if n:
            layar.note(
                f"Masih ada {n} kesalahan; angkanya tidak dihitung dan disebut dalam draf. Lihat «capaian validate».",
                "yellow",
            )
        return ExitCode.DATA if n else ExitCode.WELL

    run(layar, kerja)
