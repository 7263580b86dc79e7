"""A format of the office."""

from __future__ import annotations

from capaian.export import exporter, rows
from capaian.model.rekap import BukuRekap


@exporter("markdown", "tabel untuk ditempel ke catatan rapat", akhiran=".md")
def table(buku: BukuRekap) -> bytes:
    """One line per indikator; whatever could end a cell is written as a sign."""
    baris = [f"# Capaian {buku.periode.label}", "", "| Kode | Realisasi | Capaian |", "|---|---|---|"]
    for isi in rows(buku):
        sel = ("–" if isi[k] is None else str(isi[k]) for k in ("kode", "realisasi", "capaian"))
        baris.append("| " + " | ".join(s.replace("|", "&#124;").replace("\n", " ") for s in sel) + " |")
    return ("\n".join(baris) + "\n").encode()
