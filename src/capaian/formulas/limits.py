"""Floor and cap: two steps of their own, each of which says when it acted."""

from __future__ import annotations

from decimal import Decimal

from capaian.formulas.rounding import cetak, tulis


def excel(bawah: Decimal | None, atas: Decimal | None) -> str:
    """Return the same two steps as an Excel expression of `{C}`, the capaian that the formula gave."""
    hasil = "{C}" if atas is None else f"MIN({atas:f},{{C}})"
    return hasil if bawah is None else f"MAX({bawah:f},{hasil})"


def batasi(mentah: Decimal, bawah: Decimal | None, atas: Decimal | None) -> tuple[Decimal, tuple[str, ...]]:
    """Apply the floor and the cap of the office, each a step of its own that says when it acted.

    Args:
        mentah: Capaian as the formula gave it, in percent.
        bawah: Floor, or None.
        atas: Cap, or None.

    Returns:
        The capaian, and one sentence for each step that changed it.
    """
    if bawah is not None and mentah < bawah:
        asli = tulis(cetak(mentah, 2, (bawah,)))
        return bawah, (f"Capaian {asli} persen dihitung sebagai {tulis(bawah)} persen (batas bawah kantor).",)
    if atas is not None and mentah > atas:
        asli = tulis(cetak(mentah, 2, (atas,)))
        return atas, (f"Capaian {asli} persen dihitung sebagai {tulis(atas)} persen (batas atas kantor).",)
    return mentah, ()
