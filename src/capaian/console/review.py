"""Say what a review can already tell from the data."""

from __future__ import annotations

from collections.abc import Sequence

from capaian.console.terminal import Terminal
from capaian.model.hasil import HasilReviu

_TANDA = {True: ("✓", "green"), False: ("!", "yellow"), None: ("·", "")}


def working_paper(t: Terminal, hasil: HasilReviu, berkas: Sequence[str]) -> None:
    """Show each statement with its evidence, and where the papers are."""
    t.document("reviu", {"berkas": berkas, "butir": hasil.butir})
    for bagian in dict.fromkeys(b[0] for b in hasil.butir):
        t.heading(bagian)
        for n, (_, pernyataan, ya, bukti) in enumerate((b for b in hasil.butir if b[0] == bagian), 1):
            tanda, gaya = _TANDA[ya]
            t.item(tanda, f"{n}. {pernyataan}: {bukti}.", gaya)
    belum = sum(b[2] is False for b in hasil.butir)
    terbuka = sum(b[2] is None for b in hasil.butir)
    t.line()
    t.line(f"{belum} butir belum terpenuhi menurut data; {terbuka} butir dinilai pereviu.", "bold")
    for b, label in zip(berkas, ("Kertas kerja", "Blangko"), strict=True):
        t.place(label, b, 13)
