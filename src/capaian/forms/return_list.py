"""The list that goes back to each unit: what to mend, where, and how."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from capaian.model.finding import Finding, Severity
from capaian.model.pengaturan import Pengaturan
from capaian.model.periode import Periode
from capaian.model.skema import Unit
from capaian.sheet.writer import Table, write_tables

_KOLOM = (
    ("No", 4.0),
    ("Tingkat", 10.0),
    ("Kode", 12.0),
    ("Indikator/Sub Kegiatan", 24.0),
    ("Berkas", 18.0),
    ("Lembar", 9.0),
    ("Sel", 6.0),
    ("Temuan", 30.0),
    ("Yang Diharapkan", 24.0),
    ("Cara Memperbaiki", 30.0),
    ("Aturan", 8.0),
)


def write(
    findings: Sequence[Finding], unit: Sequence[Unit], pengaturan: Pengaturan, periode: Periode, waktu: datetime
) -> bytes:
    """Return a workbook with one sheet per unit that has findings, and one for the rest.

    Args:
        findings: Findings of the period; notes are left out, since they ask for nothing.
        unit: Units in schema order.
        pengaturan: Settings, for the names on it.
        periode: The period.
        waktu: Date of the list.
    """
    perlu = [f for f in findings if f.severity is not Severity.CATATAN]
    tables = []
    for kode, nama in (*((u.kode, u.nama) for u in unit), ("", "Berkas lain")):
        milik = [f for f in perlu if f.kunci.unit == kode]
        if milik:
            judul = f"Daftar Perbaikan – {nama} – {periode.label}"
            tables.append(
                Table(kode or "BERKAS LAIN", judul, _KOLOM, tuple(_row(n, f) for n, f in enumerate(milik, 1)))
            )
    if not tables:
        judul = f"Daftar Perbaikan – {periode.label}: tidak ada yang perlu diperbaiki"
        tables.append(Table("KOSONG", judul, _KOLOM, ()))
    return write_tables(tables, waktu, f"Daftar perbaikan {periode.label}", pengaturan.instansi.nama)


def _row(n: int, f: Finding) -> tuple[str, ...]:
    asal = f.asal
    return (
        str(n),
        f.severity.value,
        f.kunci.butir,
        f.nama_butir,
        asal.berkas if asal else "",
        asal.lembar if asal else "",
        asal.sel if asal else "",
        f.pesan,
        f.diharapkan,
        f.perbaikan,
        f.kode,
    )
