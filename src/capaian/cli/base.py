"""What every command shares: its options, the terminal, the office folder, and the clock.

The only module that reads the clock.
"""

from __future__ import annotations

import gc
import getpass
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from capaian.console import Terminal
from capaian.errors import DIHENTIKAN, CapaianError, ExitCode, UsageError
from capaian.pipeline.office import Kantor, Pelaku, open_current
from capaian.text.dates import baca_tanggal
from capaian.workspace.folder import Folder, find

FolderOption = Annotated[
    Path | None, typer.Option("--folder", help="Folder kantor; bawaan: folder ini atau folder di atasnya.")
]
PeriodeOption = Annotated[str, typer.Option("--periode", help="Periode, misalnya 2025-TW4; bawaan: dari pengaturan.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Cetak satu dokumen JSON.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Cetak hasilnya saja.")]
ActorOption = Annotated[str, typer.Option("--oleh", help="Nama pelaku yang dicatat; bawaan: nama pengguna komputer.")]


def today() -> date:
    """The office's own day."""
    return date.today()  # noqa: DTZ011, TID251 - read here and nowhere else


def day(teks: str, opsi: str) -> date:
    """Read a date as it is typed after an option.

    Raises:
        UsageError: it is no date, or empty.
    """
    hari = baca_tanggal(teks)
    if hari is None:
        kepala = f"«{teks}» pada {opsi} bukan tanggal." if teks else f"{opsi} belum diisi."
        raise UsageError(kepala, "Tulis misalnya 2026-01-05 atau 05/01/2026.")
    return hari


def actor(oleh: str = "") -> Pelaku:
    """Who acts now; the name of the computer's user when none is given."""
    try:
        nama = oleh or getpass.getuser()
    except (OSError, KeyError):
        nama = "pengguna"
    return Pelaku(nama, datetime.now().astimezone())  # noqa: TID251 - the office's clock, with its offset


def terminal(json_saja: bool = False, diam: bool = False) -> Terminal:
    """Where results and messages go."""
    return Terminal(sys.stdout, sys.stderr, json_saja=json_saja, diam=diam)


def find_folder(folder: Path | None) -> Folder:
    """The office folder, found upward from here or from the one that is named."""
    mulai = (folder or Path.cwd()).absolute()
    if folder is not None and not folder.is_dir():
        raise UsageError(f"Folder «{folder}» tidak ada.", "Periksa ejaannya.")
    return find(mulai)


def open_kantor(folder: Path | None, periode: str = "") -> Kantor:
    """The office, opened for a period; a folder of another version is refused before its settings are read."""
    return open_current(find_folder(folder), periode)


def run(keluaran: Terminal, kerja: Callable[[], ExitCode]) -> None:
    """Run a command; a known problem is said in words and becomes the exit code."""
    gc.freeze()
    gc.enable()
    try:
        code = kerja()
    except CapaianError as e:
        keluaran.error(e)
        code = e.exit_code
    except KeyboardInterrupt:
        keluaran.note(DIHENTIKAN)
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    raise typer.Exit(int(code))
