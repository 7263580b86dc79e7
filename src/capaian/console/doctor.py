"""Say how the computer and the office folder do."""

from __future__ import annotations

from capaian.console.terminal import Terminal
from capaian.model.kesehatan import HasilKesehatan, Keadaan

_TANDA = {Keadaan.BAIK: ("baik ", "green"), Keadaan.PERLU: ("perlu", "yellow"), Keadaan.RUSAK: ("RUSAK", "bold red")}


def examined(t: Terminal, hasil: HasilKesehatan) -> None:
    """Show each thing with what to do, and a last line that sums up."""
    t.document("kesehatan", hasil)
    t.heading("Pemeriksaan komputer dan folder kantor")
    for b in hasil.butir:
        kata, gaya = _TANDA[b.keadaan]
        t.item(kata, f"{b.apa}: {b.ditemukan}", gaya if b.saran else "", 7)
        if b.saran:
            t.item("     →", b.saran, "cyan", 7)
    rusak = sum(b.keadaan is Keadaan.RUSAK for b in hasil.butir)
    perlu = sum(b.keadaan is Keadaan.PERLU for b in hasil.butir)
    if rusak:
        t.line(f"{rusak} hal menghalangi pekerjaan; perbaiki dahulu.", "bold red")
    elif perlu:
        t.line(f"Siap dipakai; {perlu} hal perlu perhatian.", "yellow")
    else:
        t.line("Siap dipakai: semuanya baik.", "bold green")
