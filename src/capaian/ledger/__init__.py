"""The durable medium: content-addressed archive, SQLite ledger, hash-chained events, atomic files."""

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
from capaian.ledger.copies import Perbandingan, compare, copies
from capaian.ledger.damage import Kerusakan
from capaian.ledger.database import Ledger
from capaian.ledger.history import validation_fingerprint
from capaian.ledger.listing import (
    BarisFormulir,
    BarisPenerimaan,
    chain_lines,
    form_lines,
    last_of,
    receipt_lines,
    seals,
)
from capaian.ledger.readonly import look
from capaian.ledger.records import FormulirTercatat, KeadaanKiriman, Kedudukan, KirimanTercatat, Tetap
from capaian.ledger.rows import fingerprint, submission_rows
from capaian.ledger.upgrade import Pemutakhiran, upgrade

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
    "BarisFormulir",
    "BarisPenerimaan",
    "FormulirTercatat",
    "KeadaanKiriman",
    "Kedudukan",
    "Kerusakan",
    "KirimanTercatat",
    "Ledger",
    "Pemutakhiran",
    "Perbandingan",
    "Tetap",
    "archived",
    "canonical",
    "chain_lines",
    "compare",
    "copies",
    "demand_current",
    "findings_fingerprint",
    "fingerprint",
    "form_fingerprint",
    "form_lines",
    "full_or_short",
    "last_of",
    "look",
    "receipt_lines",
    "seals",
    "short",
    "submission_rows",
    "upgrade",
    "validation_fingerprint",
]
