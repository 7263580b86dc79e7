"""Say what the checks found."""

from __future__ import annotations

from rich.text import Text

from capaian.console.terminal import GAYA, Terminal
from capaian.model.finding import Finding, Severity
from capaian.model.hasil import HasilPeriksa
from capaian.text.inert import for_terminal, shorten


def findings(t: Terminal, hasil: HasilPeriksa, berkas: str) -> None:
    """Show the findings by unit, each with file, sheet and cell."""
    t.document("temuan", hasil)
    t.heading(f"Pemeriksaan {hasil.n_kiriman} formulir, {hasil.n_baris} baris")
    unit = None
    for f in hasil.temuan_tampil:
        if f.kunci.unit != unit:
            unit = f.kunci.unit
            t.line()
            t.line(unit or "Berkas lain", "bold underline")
        _finding(t, f)
    catatan = hasil.jumlah(Severity.CATATAN)
    t.line()
    t.line(
        f"{hasil.jumlah(Severity.KESALAHAN)} kesalahan, {hasil.jumlah(Severity.PERINGATAN)} peringatan, "
        f"{catatan} catatan.",
        "bold",
    )
    t.place("Daftar semua temuan:", berkas, 21)
    _packs(t, hasil, berkas.rpartition("/")[0])


def _packs(t: Terminal, hasil: HasilPeriksa, folder: str) -> None:
    """Name the pack of each unit, and those that could not be written."""
    for p in hasil.paket:
        t.place(f"Paket {p.unit.kode}:", f"{folder}/{p.folder.name}", 21)
    for p in hasil.paket:
        if p.gagal:
            t.note(f"Paket {p.unit.kode} belum tertulis: {p.gagal}", "bold red")


def _finding(t: Terminal, f: Finding) -> None:
    if t.json_saja:
        return
    kepala = Text()
    kepala.append(f"{f.severity.value:<10} ", style=GAYA[f.severity])
    kepala.append(f"{f.kode}  ", style="dim")
    kepala.append(for_terminal(" ".join(x for x in (f.kunci.butir, shorten(f.nama_butir, 44)) if x)))
    t.print(kepala)
    if f.asal:
        t.item("  di", str(f.asal), "dim", 11)
    t.item("  temuan", f.pesan, lebar=11)
    t.item("  harapan", f.diharapkan, lebar=11)
    t.item("  →", f.perbaikan, "cyan", 11)
