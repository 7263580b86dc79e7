"""Empty tables that explain themselves."""

from __future__ import annotations

from datetime import datetime

from capaian.schema.tables import TABEL
from capaian.sheet.writer import Table, write_tables


def blank_workbook(waktu: datetime) -> bytes:
    """Return `skema.xlsx` with a sheet per table and a dictionary of all columns."""
    tables = [
        Table(t.nama, t.keterangan, tuple((k.judul, max(12.0, len(k.judul) + 4.0)) for k in t.kolom), ()) for t in TABEL
    ]
    kamus = tuple(
        (
            t.nama,
            k.judul,
            "ya" if k.wajib else "",
            ", ".join(k.pilihan) or ("ya, tidak" if k.jenis == "ya_tidak" else ""),
            k.keterangan,
        )
        for t in TABEL
        for k in t.kolom
    )
    kolom = (("Tabel", 12.0), ("Kolom", 22.0), ("Wajib", 8.0), ("Pilihan", 46.0), ("Penjelasan", 80.0))
    tables.append(Table("Kamus", "Kamus kolom", kolom, kamus))
    return write_tables(tables, waktu, "Skema capaian kinerja", "capaian")
