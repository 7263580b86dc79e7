"""Say who is waited for, and who did what."""

from __future__ import annotations

from collections.abc import Sequence

from capaian.console.terminal import Terminal
from capaian.model.dokumen import DokumenPengingat
from capaian.model.hasil import BarisRiwayat, HasilEkspedisi, HasilPengingat, HasilSerahTerima


def reminders(t: Terminal, hasil: HasilPengingat, berkas: Sequence[str]) -> None:
    """Show each text, ready to paste, and where it stands."""
    t.document(
        "pengingat",
        tuple(DokumenPengingat(u, teks, b) for (u, teks, _), b in zip(hasil.pesan, berkas, strict=True)),
    )
    if not hasil.pesan:
        t.line("Tidak ada unit yang ditunggu.", "green")
        return
    for (unit, teks, _), b in zip(hasil.pesan, berkas, strict=True):
        t.heading(unit)
        t.text(teks)
        t.place("Berkas", b, 7)


def history(t: Terminal, baris: Sequence[BarisRiwayat], csv: str) -> None:
    """Show the acts, one line each, with the reason below."""
    t.document("riwayat", list(baris))
    if not baris:
        t.line("Tidak ada catatan yang cocok.")
    hari = ""
    for b in baris:
        if (kini := f"{b.waktu:%d/%m/%Y}") != hari:
            t.heading(kini)
            hari = kini
        tentang = ", ".join(dict.fromkeys(x for x in (b.unit, b.berkas) if x))
        alasan = f" Alasan: {b.alasan}." if b.alasan else ""
        t.item(f"{b.waktu:%H:%M}", f"{b.apa}{f' ({tentang})' if tentang else ''}; {b.pelaku}.{alasan}", lebar=6)
    if csv:
        t.place("CSV", csv, 4)


def handed_over(t: Terminal, hasil: HasilSerahTerima) -> None:
    """Show the page for the successor, and where the pack is."""
    t.document("serah-terima", hasil)
    for baris in hasil.halaman.splitlines():
        t.line(baris, "bold" if baris.isupper() else "")
    t.line()
    t.place(f"Kemasan ({hasil.n} berkas)", str(hasil.berkas), 22)
    t.line(f"Segel {hasil.segel}: cocokkan di komputer penerus dengan «capaian verify --full».")


def delivered(t: Terminal, hasil: HasilEkspedisi, berkas: str) -> None:
    """Show what went out, what did not yet, and where the list is."""
    t.document("ekspedisi", hasil)
    t.table(
        (("Unit", ""), ("Tanggal", ""), ("Nomor", ""), ("Lewat", ""), ("Penerima", "")),
        ((k.unit, f"{k.tanggal:%d/%m/%Y}", k.nomor or "–", k.cara, k.penerima or "–") for k in hasil.kiriman),
    )
    if not hasil.baru:
        t.note(
            "Semua formulir sudah dicatat pengirimannya; tidak ada yang ditambah. Sebutkan unitnya bila dikirim ulang."
        )
    if hasil.belum:
        t.note(f"Belum dicatat dikirim: {', '.join(hasil.belum)}.")
    t.place("Daftar ekspedisi", berkas, 17)
