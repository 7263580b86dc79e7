"""`capaian` without a command: where things stand, and what can be done now."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from capaian.cli import asking
from capaian.cli.base import actor, find_folder, open_kantor, terminal
from capaian.cli.commands import load
from capaian.cli.words import wrong_use
from capaian.console import Terminal
from capaian.console import menu as screen
from capaian.errors import CapaianError, DataError, ExitCode, StateError, UsageError
from capaian.model.tawaran import Tanya, Tawaran
from capaian.pipeline import progress
from capaian.register.choices import choices

_SELALU = (
    Tawaran("Lihat keadaan lengkap", ("status",)),
    Tawaran("Buat dasbor untuk dilihat di peramban", ("dashboard",)),
    Tawaran("Telusuri asal sebuah angka", ("trace",), (Tanya("", "Angka, atau kode indikator"),)),
    Tawaran("Periksa komputer dan folder ini", ("doctor",)),
)
_DI_LUAR = (
    Tawaran("Lihat peragaan satu triwulan pada kantor contoh", ("demo",), (Tanya("", "Nama folder baru", "demo"),)),
    Tawaran("Buat folder kantor baru", ("init",), (Tanya("", "Nama folder baru", "kantor"),)),
    Tawaran("Periksa komputer ini", ("doctor",)),
)
_RUSAK = (
    Tawaran("Periksa tabel skema dan pengaturan lagi", ("schema", "check")),
    Tawaran("Periksa komputer dan folder ini", ("doctor",)),
)
_YA = ("ya", "y")
_BATAL = "0"
"""What leaves the menu leaves a question of it too."""
_CONTOH = 3
"""Mistakes of the tables that are shown above the menu."""


def menu() -> ExitCode:
    """Show the menu until it is left."""
    layar = terminal()
    while True:
        tawaran = _offered(layar)
        dipilih = _picked(layar, tawaran)
        if dipilih is None:
            return ExitCode.WELL
        _run(layar, tawaran[dipilih])
        _pause()


def _offered(layar: Terminal) -> tuple[Tawaran, ...]:
    """Say where things stand, and return what can be done about it."""
    try:
        find_folder(None)
    except UsageError:
        layar.heading("capaian – penghimpunan data capaian kinerja")
        layar.line("Folder ini belum menjadi folder kantor.")
        return _DI_LUAR
    try:
        kantor = open_kantor(None)
        keadaan = progress.status(kantor, actor().waktu)
    except DataError as e:
        layar.error(DataError(e.pesan, e.daftar[:_CONTOH], "Semuanya ada pada «capaian schema check»."))
        return _RUSAK
    except StateError as e:
        layar.error(e)
        return (Tawaran("Mutakhirkan folder kantor ini", ("upgrade",)), *_RUSAK)
    except CapaianError as e:
        layar.error(e)
        return _RUSAK
    nama = f"{kantor.pengaturan.instansi.nama} {kantor.pengaturan.instansi.daerah}".strip()
    tawaran = choices(keadaan)
    screen.header(layar, nama, keadaan, tawaran[0].perintah[0] if tawaran else "")
    return (*tawaran, *_SELALU)


def _picked(layar: Terminal, tawaran: tuple[Tawaran, ...]) -> int | None:
    try:
        return screen.pick(layar, [t.teks for t in tawaran], typer.getchar)
    except (EOFError, KeyboardInterrupt):
        return None


def _run(layar: Terminal, tawaran: Tawaran) -> None:
    """Ask what the command needs, say how it is written, run it."""
    try:
        pilihan: list[str] = []
        isian: list[str] = []
        if tawaran.pasti and asking.ask(f"{tawaran.pasti}? Tulis «ya» atau «tidak»").casefold() not in _YA:
            layar.note("Tidak dicatat.")
            return
        for t in tawaran.tanya:
            jawaban = asking.ask(f"{t.teks} (0: batal)", t.bawaan).strip("\"'")
            if jawaban in ("", _BATAL):
                layar.note("Dibatalkan; tidak ada yang dijalankan.")
                return
            if t.opsi:
                pilihan.append(f"{t.opsi}={t.depan}{jawaban}")
            else:
                isian.append(jawaban)
        # An answer is never an option, whatever it begins with.
        pisah = ["--"] if any(x.startswith("-") for x in isian) else []
        kata = [*tawaran.perintah, *pilihan, *pisah, *isian]
        layar.line()
        layar.line(f"> capaian {' '.join(_quoted(k) for k in kata)}", "dim")
        load(kata[0]).main(args=kata[1:], prog_name=f"capaian {kata[0]}", standalone_mode=False)
        if kata[0] in ("init", "demo") and (Path(isian[0]) / "capaian.toml").is_file():
            os.chdir(isian[0])
    except CapaianError as e:
        layar.error(e)
    except typer.TyperException as e:
        layar.error(wrong_use(e))
    except (typer.Abort, EOFError, KeyboardInterrupt):
        layar.note("Dibatalkan.")


def _quoted(kata: str) -> str:
    if " " not in kata:
        return kata
    opsi, sama, isi = kata.partition("=")
    return f'{opsi}="{isi}"' if sama and opsi.startswith("--") else f'"{kata}"'


def _pause() -> None:
    sys.stderr.write("\nTekan Enter untuk kembali ke menu.")
    sys.stderr.flush()
    sys.stdin.readline()
