"""Before the first cycle: a new office folder, from answers or from the example office."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from capaian.errors import SystemRefusalError, UsageError
from capaian.ledger import durable
from capaian.model.formulir import KODE_SAH, SARAN_KODE
from capaian.model.periode import Periode
from capaian.workspace import calendar, settings
from capaian.workspace.files import copy, put_folder, write_atomic
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
        UsageError: the folder holds files, or the code or the period is written wrongly.
        SystemRefusalError: the folder cannot be written.
    """
    from capaian.schema.blank import blank_csv, blank_workbook
    from capaian.schema.source import BUKU, MAP_CSV

    demand_code(jawaban["kode"])
    demand_period(jawaban["periode"])
    teks = shipped("templates", "capaian.toml").read_text("utf-8")
    for kunci, isi in jawaban.items():
        teks = teks.replace(f"@{kunci}@", isi.replace("\\", "\\\\").replace('"', '\\"'))
    with building(tujuan) as di:
        write_atomic(di / settings.NAMA, teks.encode())
        write_atomic(di / calendar.NAMA, "\ufeffTanggal;Keterangan;Jenis\r\n".encode())
        if csv:
            put_folder(di / MAP_CSV, blank_csv())
        else:
            write_atomic(di / BUKU, blank_workbook(waktu))
        (di / "inbox").mkdir(exist_ok=True)
    return Folder(tujuan)


def copy_example(tujuan: Path, *, dengan_kiriman: bool, waktu: datetime | None = None) -> Folder:
    """Copy the example office.

    Args:
        tujuan: The folder; it may exist when it is empty.
        dengan_kiriman: Also copy the forms that came back.
        waktu: Date of a workbook that holds the tables; None leaves them a folder of CSV files.

    Raises:
        UsageError: the folder holds files.
        SystemRefusalError: the folder cannot be written.
    """
    from capaian.schema import exchange
    from capaian.schema.source import BUKU, MAP_CSV, read

    asal = shipped("examples", "disperinaker")
    with building(tujuan) as di:
        for nama in (*_CONTOH, *(("inbox",) if dengan_kiriman else ())):
            if nama == MAP_CSV and waktu:
                write_atomic(di / BUKU, exchange.to_workbook(exchange.texts(read(asal)), waktu))
            else:
                copy(asal / nama, di / nama)
        (di / "inbox").mkdir(exist_ok=True)
    return Folder(tujuan)


def late_submissions() -> tuple[Path, ...]:
    """The files of the second round of the example office: corrections, and the unit that was late."""
    return tuple(sorted(shipped("examples", "disperinaker", "inbox-susulan").iterdir()))


@contextlib.contextmanager
def building(tujuan: Path) -> Iterator[Path]:
    """Give a folder to fill that becomes `tujuan` when the block succeeds; else nothing of it is left.

    Yields:
        A folder under a name that nobody looks at: beside `tujuan`, or inside it when it is there and empty, since it
        may be where somebody stands.

    Raises:
        UsageError: `tujuan` holds files, or is an office folder already.
        SystemRefusalError: it cannot be made.
    """
    demand_free(tujuan)
    ada = tujuan.is_dir()
    induk = tujuan if ada else tujuan.absolute().parent
    durable.ensure_folder(induk)
    di = induk / f"{durable.TEMP_PREFIX}{secrets.token_hex(8)}"
    pindah: list[Path] = []
    try:
        di.mkdir()
        yield di
        if ada:
            # Settings last: they make a folder an office folder.
            for p in sorted(di.iterdir(), key=lambda p: p.name == settings.NAMA):
                p.rename(tujuan / p.name)
                pindah.append(tujuan / p.name)
            di.rmdir()
        else:
            di.rename(tujuan)
    except BaseException as e:
        for p in (di, *pindah):
            with contextlib.suppress(OSError):  # the failure that brought us here is the one to report
                shutil.rmtree(p) if p.is_dir() else p.unlink(missing_ok=True)
        if isinstance(e, OSError):
            raise durable.refusal(e, tujuan, jenis="Folder") from e
        raise


def demand_period(teks: str) -> None:
    """Check how a period is written.

    Raises:
        UsageError: it cannot be read; the sentence says how it is written.
    """
    try:
        Periode.parse(teks)
    except ValueError as e:
        raise UsageError(str(e)) from None


def demand_code(teks: str) -> None:
    """Check the short code of an office, which becomes part of file names.

    Raises:
        UsageError: it holds signs that cannot be used.
    """
    if not KODE_SAH.fullmatch(teks):
        raise UsageError(f"Kode «{teks}» memuat tanda yang tidak dapat dipakai.", SARAN_KODE)


def demand_free(tujuan: Path) -> None:
    """Check that a folder can become an office folder.

    Raises:
        UsageError: it holds files, or is an office folder already.
        SystemRefusalError: it cannot be read.
    """
    if (tujuan / settings.NAMA).is_file():
        raise UsageError(f"«{tujuan}» sudah menjadi folder kantor.", "Pakai folder itu, atau sebutkan nama lain.")
    try:
        # What a run that was cut off left behind is nobody's.
        isi = tujuan.exists() and (
            not tujuan.is_dir() or any(not p.name.startswith(durable.TEMP_PREFIX) for p in tujuan.iterdir())
        )
    except OSError as e:
        masalah = f"Folder «{tujuan}» tidak dapat dibaca: {durable.reason(e)}."
        raise SystemRefusalError(masalah, "Pilih folder lain.") from e
    if isi:
        raise UsageError(f"«{tujuan}» sudah ada dan tidak kosong.", "Sebutkan folder baru atau folder kosong.")
