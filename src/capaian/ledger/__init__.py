"""The durable medium: content-addressed archive, SQLite ledger, hash-chained events, atomic files."""

from capaian.ledger.archive import Archive
from capaian.ledger.audit import SIDIK_KIRIMAN, SIDIK_PENERIMAAN
from capaian.ledger.chain import canonical, short
from capaian.ledger.damage import Kerusakan
from capaian.ledger.database import Ledger
from capaian.ledger.records import FormulirTercatat, KeadaanKiriman, Kedudukan, KirimanTercatat, Tetap
from capaian.ledger.rows import fingerprint, submission_rows

__all__ = [
    "SIDIK_KIRIMAN",
    "SIDIK_PENERIMAAN",
    "Archive",
    "FormulirTercatat",
    "KeadaanKiriman",
    "Kedudukan",
    "Kerusakan",
    "KirimanTercatat",
    "Ledger",
    "Tetap",
    "canonical",
    "fingerprint",
    "short",
    "submission_rows",
]
