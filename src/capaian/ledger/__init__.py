"""The durable medium: content-addressed archive, SQLite ledger, hash-chained events, atomic files.

What few commands need (`copies`, `listing`, `upgrade`) is imported from its own module: the others then start faster.
"""

from capaian.ledger.archive import DAFTAR_CSV, DAFTAR_EXCEL, RANTAI, Archive
from capaian.ledger.audit import (
    SIDIK_FORMULIR,
    SIDIK_KIRIMAN,
    SIDIK_PEMERIKSAAN,
    SIDIK_PENERIMAAN,
    SIDIK_TEMUAN,
    archived,
    findings_fingerprint,
    form_fingerprint,
)
from capaian.ledger.chain import canonical, full_or_short, short
from capaian.ledger.connection import demand_current
from capaian.ledger.damage import Kerusakan
from capaian.ledger.database import Ledger
from capaian.ledger.history import validation_fingerprint
from capaian.ledger.readonly import look
from capaian.ledger.records import FormulirTercatat, KeadaanKiriman, Kedudukan, KirimanTercatat, Tetap
from capaian.ledger.rows import fingerprint, submission_rows

__all__ = [
    "DAFTAR_CSV",
    "DAFTAR_EXCEL",
    "RANTAI",
    "SIDIK_FORMULIR",
    "SIDIK_KIRIMAN",
    "SIDIK_PEMERIKSAAN",
    "SIDIK_PENERIMAAN",
    "SIDIK_TEMUAN",
    "Archive",
    "FormulirTercatat",
    "KeadaanKiriman",
    "Kedudukan",
    "Kerusakan",
    "KirimanTercatat",
    "Ledger",
    "Tetap",
    "archived",
    "canonical",
    "demand_current",
    "findings_fingerprint",
    "fingerprint",
    "form_fingerprint",
    "full_or_short",
    "look",
    "short",
    "submission_rows",
    "validation_fingerprint",
]
