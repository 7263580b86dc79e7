"""`capaian doctor`: is this computer fit for the work."""

from __future__ import annotations

import sys

from capaian.cli.base import FolderOption, JsonOption, QuietOption, actor, find_folder, run, terminal
from capaian.cli.words import Commands
from capaian.console import doctor as screen
from capaian.errors import ExitCode, UsageError
from capaian.pipeline import doctor as pemeriksaan
from capaian.workspace.folder import Folder

app = Commands()


@app.command("doctor")
def doctor(folder: FolderOption = None, json_saja: JsonOption = False, diam: QuietOption = False) -> None:
    """Periksa komputer dan folder kantor: versi, izin, huruf, PDF, jam, buku catatan. Contoh: capaian doctor"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor: Folder | None = None
        try:
            kantor = find_folder(folder)
        except UsageError:
            if folder is not None:
                raise
        sandi = sys.stdout.encoding or "utf-8"
        hasil = pemeriksaan.examine(pemeriksaan.Tempat(kantor, actor().waktu, sandi))
        screen.examined(layar, hasil)
        return ExitCode.ENVIRONMENT if hasil.rusak else ExitCode.WELL

    run(layar, kerja)
