"""Before the first step, and whenever targets change: the office's tables are checked, exported, replaced."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from capaian.errors import DataError, UsageError
from capaian.ledger import Ledger
from capaian.model.finding import Severity, TemuanSkema
from capaian.model.tabel import HasilPeriksaSkema, HasilTukarSkema
from capaian.pipeline.office import Pelaku
from capaian.workspace import calendar, settings
from capaian.workspace.files import free_name, put_folder, put_instead, write_atomic
from capaian.workspace.folder import Folder

if TYPE_CHECKING:
    from capaian.schema.exchange import Texts
    from capaian.schema.source import Sumber

NAMA_SALINAN = "skema-salinan.xlsx"


def check(folder: Folder) -> HasilPeriksaSkema:
    """Check settings, holidays and tables in one pass, without writing anything.

    Raises:
        PluginError: an installed package that the tables have to do with cannot be used.
    """
    from capaian.schema.load import examine, resolve
    from capaian.schema.office_rules import clashes
    from capaian.schema.source import read

    pengaturan, masalah = settings.read(folder.pengaturan)
    try:
        calendar.load(folder.root / calendar.NAMA)
    except DataError as e:
        masalah += e.daftar
    sumber = read(folder.root)
    temuan = [TemuanSkema("", Severity.KESALAHAN, *m) for m in masalah]
    if pengaturan is None:
        temuan += [TemuanSkema("", Severity.KESALAHAN, *m) for m in sumber.masalah]
    elif masalah:
        # The year or a scale may be wrong, so only what single cells say can be trusted.
        temuan += [TemuanSkema("", Severity.KESALAHAN, *m) for m in examine(sumber, pengaturan)[1]]
    else:
        skema = resolve(sumber, pengaturan)
        temuan += skema.temuan
        temuan += [TemuanSkema("", Severity.KESALAHAN, *m) for m in clashes(skema.siklus)]
    return HasilPeriksaSkema(tuple(temuan), {nama: len(baris) for nama, baris in sumber.tabel.items()})


def export(folder: Folder, tujuan: Path, waktu: datetime) -> HasilTukarSkema:
    """Write the office's tables as a workbook, or as a folder of CSV files when the name has no ending .xlsx.

    Raises:
        DataError: the tables cannot be read whole.
        UsageError: the target exists and holds something else, or is the schema of the office itself.
        SystemRefusalError: it cannot be written.
    """
    from capaian.schema import exchange
    from capaian.schema.source import BUKU, MAP_CSV, read, read_path

    if tujuan in (folder.root / BUKU, folder.root / MAP_CSV):
        saran = "Sebutkan nama lain; untuk mengganti tabel kantor pakai «capaian schema import»."
        raise UsageError(f"«{tujuan.name}» adalah nama skema kantor ini sendiri.", saran)
    isi = exchange.texts(read(folder.root))
    baris = {nama: len(rows) for nama, rows in isi.items()}
    excel = tujuan.suffix.casefold() == ".xlsx"
    if tujuan.exists() and (tujuan.is_file() or any(tujuan.iterdir())):
        lama = read_path(tujuan) if tujuan.is_dir() or excel else None
        if lama is None or lama.masalah or exchange.texts(lama) != isi:
            raise UsageError(
                f"«{tujuan}» sudah ada dan isinya berbeda; tidak ditimpa.", "Hapus atau ganti namanya, atau sebut lain."
            )
        return HasilTukarSkema(tujuan, baris, berubah=False)
    if excel:
        write_atomic(tujuan, exchange.to_workbook(isi, waktu))
    else:
        put_folder(tujuan, exchange.to_csv(isi))
    return HasilTukarSkema(tujuan, baris)


def replace(folder: Folder, asal: Path, pelaku: Pelaku) -> HasilTukarSkema:
    """Put the tables of a workbook or folder in place of the office's, in the form that the office uses.

    The tables before are kept beside them. Nothing is changed unless all of the new ones are free of mistakes.

    Raises:
        DataError: the new tables have mistakes; each is listed.
        UsageError: there is no such file or folder.
        SystemRefusalError: a table is open in Excel, or the folder cannot be written.
        BusyError: another run holds the ledger.
    """
    from capaian.schema import exchange
    from capaian.schema.load import refusal, resolve
    from capaian.schema.source import BUKU, MAP_CSV, read, read_path

    if not asal.exists():
        raise UsageError(f"«{asal}» tidak ada.", "Sebutkan berkas .xlsx atau folder CSV yang berisi tabel skema.")
    sumber = read_path(asal)
    skema = resolve(sumber, settings.load(folder.pengaturan))
    if skema.kesalahan:
        raise refusal(skema, f"Tabel pada «{asal.name}» belum dapat dipakai", sumber.bentuk)
    isi = exchange.texts(sumber)
    baris = {nama: len(rows) for nama, rows in isi.items()}
    peringatan = sum(t.severity is Severity.PERINGATAN for t in skema.temuan)
    kini = read(folder.root)
    if not kini.bentuk and (folder.root / BUKU).exists():
        raise DataError("Tabel skema kantor tidak dapat diganti.", kini.masalah)
    tujuan = folder.root / (MAP_CSV if kini.bentuk == "csv" else BUKU)
    if kini.bentuk and not kini.masalah and _same(kini, isi):
        return HasilTukarSkema(tujuan, baris, berubah=False, peringatan=peringatan)
    # The lock is taken before anything moves: an event that cannot be recorded leaves the tables alone.
    with Ledger(folder.basis_data) as ledger, ledger.transaction():
        cadangan = free_name(folder.root, f"skema-lama-{pelaku.waktu:%Y%m%d}", tujuan.suffix)
        data: bytes | dict[str, bytes]
        data = exchange.to_csv(isi) if kini.bentuk == "csv" else exchange.to_workbook(isi, pelaku.waktu)
        ada = tujuan.exists()
        put_instead(tujuan, data, cadangan)
        sidik = hashlib.sha256(b"".join(exchange.to_csv(isi).values())).hexdigest()
        catatan: dict[str, object] = {"sumber": asal.name, "sha256": sidik, "lama": cadangan.name if ada else ""}
        ledger.append("skema.diganti", catatan, pelaku.nama, pelaku.waktu)
    return HasilTukarSkema(tujuan, baris, cadangan if ada else None, peringatan=peringatan)


def _same(kini: Sumber, isi: Texts) -> bool:
    from capaian.schema import exchange

    try:
        return exchange.texts(kini) == isi
    except DataError:
        return False
