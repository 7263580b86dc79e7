"""Comparing the ledger with what its own events say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from capaian.ledger.damage import Kerusakan
from capaian.ledger.rows import fingerprint
from capaian.model.kiriman import Kiriman, Penerimaan

SIDIK_PENERIMAAN = "sidik_penerimaan"
"""Key in the content of an event: fingerprint of the receipt that it records."""

SIDIK_KIRIMAN = "sidik_kiriman"
"""Key in the content of an event: fingerprint of the submission that it records."""


def check_records(
    receipts: Sequence[tuple[Penerimaan, int]],
    submissions: Iterable[Kiriman],
    events: Mapping[int, Mapping[str, object]],
) -> list[Kerusakan]:
    """Compare receipts and submissions with the fingerprints in the events that record them.

    Args:
        receipts: Each with the number of its event.
        submissions: All of them; a submission belongs to the event of its receipt.
        events: Contents of all events by number.

    Returns:
        Records that were changed or removed. Records whose event carries no fingerprint are passed over.
    """
    found: list[Kerusakan] = []
    by_nomor = {k.nomor: k for k in submissions}
    for receipt, urut in receipts:
        isi = events.get(urut, {})
        if isi.get(SIDIK_PENERIMAAN, fingerprint(receipt)) != fingerprint(receipt):
            found.append(Kerusakan(f"penerimaan no. {receipt.nomor}", "isinya tidak sama dengan saat dicatat"))
        if SIDIK_KIRIMAN not in isi:
            continue
        kiriman = by_nomor.get(receipt.nomor)
        if kiriman is None:
            found.append(Kerusakan(f"kiriman no. {receipt.nomor}", "hilang dari buku catatan"))
        elif isi[SIDIK_KIRIMAN] != fingerprint(kiriman):
            found.append(Kerusakan(f"kiriman no. {receipt.nomor}", "isinya tidak sama dengan saat dicatat"))
    return found + _lost_receipts(receipts, events)


def _lost_receipts(
    receipts: Sequence[tuple[Penerimaan, int]], events: Mapping[int, Mapping[str, object]]
) -> list[Kerusakan]:
    there = {urut for _, urut in receipts}
    return [
        Kerusakan(f"penerimaan pada catatan no. {urut}", "hilang dari buku catatan")
        for urut, isi in events.items()
        if SIDIK_PENERIMAAN in isi and urut not in there
    ]
