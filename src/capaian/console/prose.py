"""Say what was written where, and what a text carries over from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from capaian.console.terminal import Terminal
from capaian.model.dokumen import DokumenSisa
from capaian.model.hasil import HasilNarasi
from capaian.model.narasi import CatatanTulisan, Sisa
from capaian.text.inert import shorten

_MAKS = 20


def narrative(t: Terminal, hasil: HasilNarasi, berkas: str) -> None:
    """Show which places hold a text, and what to look at."""
    t.document("narasi", hasil)
    if hasil.baru:
        lanjut = "" if hasil.terkunci else " Tulis di bawah judulnya di Word, simpan, lalu «capaian build-report»."
        t.line(f"Dokumen narasi dibuat.{lanjut}", "bold")
    elif not hasil.tulisan:
        t.line("Dokumen narasi masih kosong; laporan memakai kalimat program saja.")
    else:
        t.heading("Tempat yang sudah ditulis")
        for k, isi in hasil.tulisan.items():
            cara = "menggantikan kalimat program" if isi.ganti else "setelah kalimat program"
            t.item("✓", f"{hasil.judul.get(k, k)}: {len(isi.paragraf)} paragraf, {cara}", lebar=2)
    remarks(t, hasil.catatan)
    if hasil.terkunci:
        t.note(
            "Laporannya sudah disahkan: tulisan baru tidak masuk, kecuali laporan dibuka kembali dengan "
            "«capaian reopen --reason …»."
        )
    t.line()
    t.place("Narasi", berkas, 8)


def remarks(t: Terminal, catatan: Sequence[CatatanTulisan]) -> None:
    """Show what to look at in the office's own texts."""
    if not catatan:
        return
    t.heading("Perlu dilihat dalam tulisan kantor")
    for c in catatan:
        di = f"{c.kunci}, paragraf ke-{c.ke}" if c.ke else c.kunci
        t.item("!", f"{di}: {c.pesan}", "yellow")


def leftovers(t: Terminal, sisa: Sequence[Sisa], berkas: str) -> None:
    """Show what probably belongs to another report, each kind with its places."""
    t.document("sisa", DokumenSisa(berkas, tuple(sisa)))
    if not sisa:
        t.line(f"{berkas}: tidak ada sisa dari laporan lain yang ditemukan.", "green")
        return
    t.line(f"{berkas}: {len(sisa)} hal perlu dilihat.", "bold")
    for jenis in dict.fromkeys(s.jenis for s in sisa):
        milik = [s for s in sisa if s.jenis == jenis]
        t.heading(f"{jenis[0].upper()}{jenis[1:]}")
        for s in milik[:_MAKS]:
            t.item("!", f"{s.tempat}: «{s.ditemukan}» dalam «{shorten(s.kutipan, 160)}». {s.saran}", "yellow")
        if len(milik) > _MAKS:
            t.line(f"  dan {len(milik) - _MAKS} lagi; semuanya dengan --json.")
