"""Second copies of the ledger, as cloud folders and people leave them: found and compared, never merged."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import Enum
from pathlib import Path


class Perbandingan(Enum):
    """How a copy relates to the ledger in use."""

    SAMA = "isinya sama"
    TERTINGGAL = "lebih lama dari buku catatan yang dipakai"
    LEBIH_MAJU = "lebih maju dari buku catatan yang dipakai"
    BERCABANG = "berbeda sejak titik tertentu: dua komputer mencatat sendiri-sendiri"
    LAIN = "buku catatan kantor lain"


def copies(ledger: Path) -> list[Path]:
    """Return files beside the ledger whose names make them copies of it, sorted by name.

    Such as `capaian (1).db`, `capaian-DESKTOP-7F2.db`, `capaian (konflik 2026-01-08).db`, `Copy of capaian.db`.
    """
    stem, own = ledger.stem.casefold(), ledger.name.casefold()
    with os.scandir(ledger.parent) as entries:
        names = [e.name for e in entries if e.is_file(follow_symlinks=False)]
    side = tuple(f"{own}-{ending}" for ending in ("journal", "wal", "shm"))
    return [
        ledger.with_name(name)
        for name in sorted(names)
        if stem in name.casefold()
        and (name.casefold().endswith(ledger.suffix) or own in name.casefold())
        and name.casefold() != own
        and not name.casefold().startswith(side)
    ]


def compare(own: Sequence[str], other: Sequence[str]) -> tuple[Perbandingan, int]:
    """Compare two chains by their seals.

    Returns:
        The relation, and how many events the longer one is ahead, counted from the last common event.
    """
    shared = next((n for n, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), min(len(own), len(other)))
    if len(own) == len(other) == shared:
        return Perbandingan.SAMA, 0
    if shared == len(other):
        return Perbandingan.TERTINGGAL, len(own) - shared
    if shared == len(own):
        return Perbandingan.LEBIH_MAJU, len(other) - shared
    if shared == 0:
        return Perbandingan.LAIN, 0
    return Perbandingan.BERCABANG, len(other) - shared
