"""Show which formats there are, and what was written."""

from __future__ import annotations

from collections.abc import Sequence

from capaian.console.terminal import Terminal
from capaian.model.ekspor import FormatEkspor, HasilEkspor


def formats(t: Terminal, semua: Sequence[FormatEkspor]) -> None:
    """Show the formats that can be chosen."""
    t.document("format-ekspor", semua)
    t.heading("Format ekspor")
    lebar = max(len(f.nama) for f in semua) + 2
    for f in semua:
        asal = f" (paket tambahan {f.paket})" if f.paket else ""
        t.item(f.nama, f"{f.uraian}{asal}", lebar=lebar)
    t.line()
    t.line("Pilih satu: capaian export --format NAMA")


def exported(t: Terminal, hasil: HasilEkspor, berkas: str) -> None:
    """Show the file, and which units are not in it."""
    t.document("ekspor", hasil)
    t.place("Ekspor", berkas, 9)
    if t.json_saja:
        return
    t.line(f"{hasil.n} indikator, format {hasil.format.nama}: {hasil.format.uraian}.")
    if not hasil.baru:
        t.note("Berkas itu sudah berisi angka yang sama.")
    if hasil.belum:
        t.note(f"Unit yang belum mengirim: {', '.join(hasil.belum)}; barisnya tanpa realisasi.", "yellow")
