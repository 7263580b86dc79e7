"""`capaian dashboard`: a page to look at."""

from __future__ import annotations

from capaian.cli.base import FolderOption, JsonOption, PeriodeOption, QuietOption, actor, open_kantor, run, terminal
from capaian.cli.words import Commands
from capaian.console import dashboard as screen
from capaian.errors import ExitCode
from capaian.pipeline import dashboard as pipeline

app = Commands()


@app.command("dashboard")
def dashboard(
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Satu halaman untuk dilihat di peramban: siklus, unit, capaian, tren, temuan. Contoh: capaian dashboard"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        hasil = pipeline.dashboard(kantor, actor().waktu)
        screen.written(layar, hasil, kantor.folder.relatif(hasil.berkas))
        return ExitCode.WELL

    run(layar, kerja)
