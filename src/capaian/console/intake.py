"""Say what came back, and where the units stand."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from capaian.console.terminal import GAYA, Terminal
from capaian.model.hasil import HasilKumpul
from capaian.model.kiriman import Penerimaan, Putusan
from capaian.model.register import StatusUnit
from capaian.text.inert import shorten


def collected(t: Terminal, hasil: HasilKumpul) -> None:
    """Show the verdict of every file, reasons, and where the units stand."""
    t.document("penerimaan", hasil)
    t.heading(f"{len(hasil.penerimaan)} berkas dalam inbox")
    t.table(
        (("Berkas", ""), ("Putusan", ""), ("Unit", ""), ("", "")),
        (
            (
                shorten(p.nama, 44),
                Text(p.putusan.value, style=GAYA[p.putusan]),
                p.unit,
                "" if p.baru else "sudah tercatat",
            )
            for p in hasil.penerimaan
        ),
    )
    for p in hasil.penerimaan:
        _reasons(t, p, hasil.alasan[p.nama])
    hitung = ", ".join(f"{n} {p.value}" for p in Putusan if (n := hasil.jumlah[p]))
    t.line(f"Jumlah: {hitung or 'tidak ada berkas'}.", "bold")
    units(t, hasil.unit)


def _reasons(t: Terminal, p: Penerimaan, alasan: Sequence[tuple[str, str]]) -> None:
    if p.putusan in (Putusan.DITERIMA, Putusan.DUPLIKAT):
        return
    for kode, (pesan, saran) in zip((c.kode for c in p.cacat), alasan, strict=True):
        tanda = "✗" if p.putusan is Putusan.KARANTINA else "·"
        t.item(tanda, pesan if p.nama in pesan else f"«{shorten(p.nama, 40)}»: {pesan}")
        if kode.startswith("B") and p.putusan is not Putusan.DIABAIKAN:
            t.item("  →", saran, "cyan", 4)


def units(t: Terminal, unit: Sequence[StatusUnit]) -> None:
    """Show the matrix unit × status."""
    t.heading("Keadaan setiap unit")
    t.table(
        (("Unit", ""), ("Nama", ""), ("Keadaan", ""), ("Salah", "kanan"), ("Perlu", "kanan")),
        (
            (
                u.kode,
                shorten(f"└ {u.nama}" if u.induk else u.nama, 26),
                Text(u.keadaan, style="green" if u.keadaan == "lengkap" else "yellow"),
                str(u.n_kesalahan or ""),
                str(u.n_peringatan or ""),
            )
            for u in unit
        ),
    )
