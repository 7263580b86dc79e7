"""Comparing the states of submissions with the events that gave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from capaian.ledger.damage import Kerusakan
from capaian.ledger.records import Kedudukan

KEADAAN = "keadaan"
"""Key in the content of an event: the new state of each submission it concerns, by its number as text."""


def check_states(events: Iterable[Mapping[str, object]], standings: Sequence[Kedudukan]) -> list[Kerusakan]:
    """Compare the state of each submission with the last event that names it.

    Args:
        events: Contents of all events in their order.
        standings: All submissions.

    Returns:
        Submissions that were put into another state without an event. Those that no event names (read, but not weighed
        yet; or recorded by an older version) are passed over.
    """
    terakhir: dict[str, object] = {}
    for isi in events:
        keadaan = isi.get(KEADAAN)
        if isinstance(keadaan, dict):
            terakhir |= keadaan
    return [
        Kerusakan(f"kiriman no. {k.nomor}", f"keadaannya «{k.keadaan}», menurut catatan «{terakhir[str(k.nomor)]}»")
        for k in standings
        if str(k.nomor) in terakhir and (k.keadaan != terakhir[str(k.nomor)] or not k.ditimbang)
    ]
