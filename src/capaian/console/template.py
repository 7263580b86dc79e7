"""Say which templates were copied, and what is wrong in the office's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from capaian.console.terminal import Terminal
from capaian.model.hasil import HasilTemplat, TemplatBaru

Nama = Callable[[Path], str]


def copied(t: Terminal, hasil: TemplatBaru, nama: Nama) -> None:
    """Show what was copied and what was there already."""
    t.document("templat", hasil)
    for p in hasil.baru:
        t.item("✓", f"{nama(p)} disalin; sunting di Word, lalu «capaian template check».", "green")
    for p in hasil.tetap:
        t.item("·", f"{nama(p)} sudah ada dan tidak disentuh.")


def checked(t: Terminal, hasil: Sequence[HasilTemplat], nama: Nama) -> None:
    """Show every problem with its place, and where the copy with comments is."""
    t.document("pemeriksaan-templat", list(hasil))
    for h in hasil:
        if not h.masalah:
            t.item("✓", f"{nama(h.berkas)}: semua tanda dikenal.", "green")
            continue
        t.line(f"{nama(h.berkas)}: {len(h.masalah)} masalah.", "bold")
        for m in h.masalah:
            di = f" dalam «{m.kutipan}»" if m.kutipan else ""
            t.item("!", f"{m.tempat}: {m.pesan} {m.saran}{di}", "yellow")
        if h.salinan:
            t.place("Salinan berkomentar", nama(h.salinan), 20)
