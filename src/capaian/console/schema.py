"""Say what is wrong with the office's tables, and where they went."""

from __future__ import annotations

from capaian.console.terminal import GAYA, Terminal
from capaian.model.finding import Severity
from capaian.model.tabel import HasilPeriksaSkema, HasilTukarSkema


def schema(t: Terminal, hasil: HasilPeriksaSkema) -> None:
    """Show what is wrong with the tables, mistakes first, each with its place and what to write."""
    t.document("skema", hasil)
    for k in hasil.temuan:
        t.item(f"{k.severity.value:<10} ", " · ".join(x for x in (k.kode, k.tempat) if x), GAYA[k.severity], 11)
        t.item("", k.pesan, lebar=11)
        t.item("         →", k.saran, "cyan", 11)
    salah, perlu = hasil.jumlah(Severity.KESALAHAN), hasil.jumlah(Severity.PERINGATAN)
    baris = ", ".join(f"{n} {nama}" for nama, n in hasil.baris.items())
    t.line(f"Diperiksa: {baris or 'tidak ada tabel'}.")
    kata = f"{salah} kesalahan, {perlu} peringatan." if salah or perlu else "Tidak ada kesalahan atau peringatan."
    t.line(kata, "bold red" if salah else "bold yellow" if perlu else "bold green")
    if perlu and not salah:
        t.note("Peringatan tidak menghalangi langkah berikutnya; pastikan saja memang demikian adanya.")


def exchanged(t: Terminal, hasil: HasilTukarSkema, apa: str) -> None:
    """Show where the tables stand now, and where the old ones are."""
    t.document("tabel", hasil)
    if not hasil.berubah:
        t.line(f"Tidak ada yang berubah: {hasil.tujuan} sudah berisi tabel yang sama.", "bold")
        return
    t.line(f"{apa} {hasil.tujuan}", "bold")
    t.line(", ".join(f"{n} {nama}" for nama, n in hasil.baris.items()) + ".")
    if hasil.lama:
        t.line(f"Yang lama disimpan di {hasil.lama}")
    if hasil.peringatan:
        t.note(f"Ada {hasil.peringatan} peringatan; lihat «capaian schema check».", "yellow")
