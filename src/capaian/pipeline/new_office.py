"""Before the first cycle: a new office folder, from answers or from the example office."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from capaian.errors import SystemRefusalError, UsageError
from capaian.model.periode import Periode
from capaian.workspace import calendar, settings
from capaian.workspace.files import put_folder, write_atomic
from capaian.workspace.folder import Folder, shipped

_CONTOH = ("capaian.toml", calendar.NAMA, "skema")


def create(tujuan: Path, jawaban: Mapping[str, str], waktu: datetime, *, csv: bool = False) -> Folder:
    """Make an office folder with settings and empty tables that explain themselves.

    Args:
        tujuan: The folder; it may exist when it is empty.
        jawaban: `kode`, `nama`, `singkatan`, `pemerintah`, `daerah`, `tempat`, `periode`.
        waktu: Date of the empty tables.
        csv: Tables as a folder of CSV files instead of a workbook.

    Raises:
        UsageError: the folder holds files, or the period is written wrongly.
        SystemRefusalError: the folder cannot be written.
    """
    from capaian.schema.blank import blank_csv, blank_workbook
    from capaian.schema.source import BUKU, MAP_CSV

    try:
        Periode.parse(jawaban["periode"])
    except ValueError as e:
        raise UsageError(str(e)) from None
    claim(tujuan)
    teks = shipped("templates", "capaian.toml").read_text("utf-8")
    for kunci, isi in jawaban.items():
        teks = teks.replace(f"@{kunci}@", isi.replace("\\", "\\\\").replace('"', '\\"'))
    write_atomic(tujuan / settings.NAMA, teks.encode())
    write_atomic(tujuan / calendar.NAMA, "\ufeffTanggal;Keterangan;Jenis\r\n".encode())
    if csv:
        put_folder(tujuan / MAP_CSV, blank_csv())
    else:
        write_atomic(tujuan / BUKU, blank_workbook(waktu))
    (tujuan / "inbox").mkdir(exist_ok=True)
    return Folder(tujuan)


def copy_example(tujuan: Path, *, dengan_kiriman: bool) -> Folder:
    """Copy the example office.

    Args:
        tujuan: The folder; it may exist when it is empty.
        dengan_kiriman: Also copy the forms that came back.

    Raises:
        UsageError: the folder holds files.
        SystemRefusalError: the folder cannot be written.
    """
    claim(tujuan)
    asal = shipped("examples", "disperinaker")
    try:
        for nama in (*_CONTOH, *(("inbox",) if dengan_kiriman else ())):
            sumber = asal / nama
            if sumber.is_dir():
                shutil.copytree(sumber, tujuan / nama)
            else:
                shutil.copyfile(sumber, tujuan / nama)
        (tujuan / "inbox").mkdir(exist_ok=True)
    except OSError as e:
        raise SystemRefusalError(
            f"Folder «{tujuan}» tidak dapat ditulisi ({e.strerror}).", "Pilih folder lain."
        ) from None
    return Folder(tujuan)


def late_submissions() -> tuple[Path, ...]:
    """The files of the second round of the example office: corrections, and the unit that was late."""
    return tuple(sorted(shipped("examples", "disperinaker", "inbox-susulan").iterdir()))


def claim(tujuan: Path) -> None:
    """Make a folder that shall become an office folder, or take over an empty one.

    Raises:
        UsageError: it holds files, or is an office folder already.
        SystemRefusalError: it cannot be made.
    """
    if (tujuan / settings.NAMA).is_file():
        raise UsageError(f"«{tujuan}» sudah menjadi folder kantor.", "Pakai folder itu, atau sebutkan nama lain.")
    try:
        if tujuan.exists() and (not tujuan.is_dir() or any(tujuan.iterdir())):
            raise UsageError(f"«{tujuan}» sudah ada dan tidak kosong.", "Sebutkan folder baru atau folder kosong.")
        tujuan.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise SystemRefusalError(
            f"Folder «{tujuan}» tidak dapat dibuat ({e.strerror}).", "Pilih folder lain."
        ) from None
