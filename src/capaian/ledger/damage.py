"""What a check of the archive or the ledger finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kerusakan:
    """Something that is not as it was recorded.

    Attributes:
        tempat: What is damaged: a hash, or `catatan no. 4`.
        masalah: What is wrong with it, in Indonesian.
    """

    tempat: str
    masalah: str
