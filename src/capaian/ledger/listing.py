"""What the ledger holds, as the lists that people read without this tool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from capaian.ledger import chain
from capaian.ledger.database import Ledger
from capaian.ledger.rows import cacat_of


@dataclass(frozen=True, slots=True)
class BarisPenerimaan:
    """A receipt with what its event and its submission add.

    Attributes:
        waktu: ISO 8601 with offset.
        kode: Codes of reasons and notes, parted by blanks.
        keadaan: State of the submission now; empty when the file is no form that could be read.
        urut: Number of the event that records it.
    """

    nomor: int
    waktu: str
    nama: str
    ukuran: int
    sha256: str
    putusan: str
    unit: str
    periode: str
    kode: str
    keadaan: str
    pelaku: str
    urut: int


@dataclass(frozen=True, slots=True)
class BarisFormulir:
    """An issued form and its event."""

    kode: str
    waktu: str
    unit: str
    periode: str
    terbitan: int
    sha256: str
    urut: int


def chain_lines(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Give the seal of every event and the line that it covers, in their order."""
    for row in ledger._rows("SELECT * FROM peristiwa ORDER BY urut"):
        link = ledger._decoded(lambda r: chain.Link(**r), row, "tabel peristiwa")
        yield link.segel, ledger._decoded(chain.line_of, link, f"catatan no. {link.urut}")


def seals(ledger: Ledger) -> list[str]:
    """Seals of all events in their order."""
    return [str(r["segel"]) for r in ledger._rows("SELECT segel FROM peristiwa ORDER BY urut", lenient=True)]


def last_of(ledger: Ledger, *kinds: str) -> tuple[int, str, str]:
    """Number, seal and time of the last event whose kind begins with one of these words, or of all; 0 when none."""
    where = " OR ".join("jenis LIKE ? || '.%'" for _ in kinds) or "1"
    rows = ledger._rows(f"SELECT urut, segel, waktu FROM peristiwa WHERE {where} ORDER BY urut DESC LIMIT 1", *kinds)
    return (int(rows[0]["urut"]), str(rows[0]["segel"]), str(rows[0]["waktu"])) if rows else (0, "", "")


def receipt_lines(ledger: Ledger) -> list[BarisPenerimaan]:
    """All receipts by number."""
    rows = ledger._rows(
        "SELECT p.nomor, e.waktu, p.nama, p.ukuran, p.sha256, p.putusan, p.unit, p.periode, p.cacat AS kode,"
        " coalesce(k.keadaan, '') AS keadaan, e.pelaku, p.urut_peristiwa AS urut"
        " FROM penerimaan p JOIN peristiwa e ON e.urut = p.urut_peristiwa LEFT JOIN kiriman k ON k.nomor = p.nomor"
        " ORDER BY p.nomor"
    )
    return [BarisPenerimaan(**(r | {"kode": " ".join(c.kode for c in cacat_of(r["kode"]))})) for r in rows]


def form_lines(ledger: Ledger) -> list[BarisFormulir]:
    """All issued forms in the order of their events."""
    rows = ledger._rows(
        "SELECT f.kode, e.waktu, f.unit, f.periode, f.terbitan, f.sha256, f.urut_peristiwa AS urut"
        " FROM formulir f JOIN peristiwa e ON e.urut = f.urut_peristiwa ORDER BY f.urut_peristiwa"
    )
    return [BarisFormulir(**r) for r in rows]
