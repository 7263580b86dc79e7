"""The office's own list of holidays; dates set by decree cannot be computed."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from capaian.errors import DataError
from capaian.text.dates import baca_tanggal

NAMA = "hari-libur.csv"


def load(path: Path) -> frozenset[date]:
    """Read `hari-libur.csv` (Tanggal;Keterangan;Jenis); a missing file means no holidays.

    Raises:
        DataError: lines whose first field is no date, all at once.
    """
    if path.is_dir():
        raise DataError(f"«{NAMA}» adalah folder, bukan berkas.", saran="Ganti dengan berkas CSV.")
    if not path.is_file():
        return frozenset()
    teks = path.read_bytes().decode("utf-8-sig", errors="replace")
    pemisah = max(";,\t", key=teks.split("\n", 1)[0].count)
    libur, masalah = set(), []
    for n, baris in enumerate(csv.reader(io.StringIO(teks, newline=""), delimiter=pemisah), 1):
        if not baris or not baris[0].strip() or (n == 1 and not baris[0][:1].isdigit()):
            continue
        hari = baca_tanggal(baris[0])
        if hari is None:
            saran = "Tulis tanggalnya, misalnya 2025-08-17 atau 17/08/2025."
            masalah.append((f"{NAMA} · baris {n}", f"«{baris[0]}» bukan tanggal.", saran))
        else:
            libur.add(hari)
    if masalah:
        raise DataError("Daftar hari libur belum dapat dipakai.", tuple(masalah))
    return frozenset(libur)
