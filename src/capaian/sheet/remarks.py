"""Comments of a sheet, told apart: what the sender remarked, and what we wrote when a form went back."""

from __future__ import annotations

PENANDA = "Temuan pemeriksaan:"
"""How our part of a comment begins; what stands before it is the sender's."""
GARIS = "――――――――――"
"""What parts the two."""


def of_sender(tulisan: str) -> str:
    """Return what the sender wrote in a comment."""
    return tulisan.partition(PENANDA)[0].rstrip(f"\n{GARIS} ")
