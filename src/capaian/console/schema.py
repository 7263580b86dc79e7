"""Say what is wrong with the office's tables, and where they went."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from capaian.console.terminal import GAYA, Terminal
from capaian.model.finding import Severity
from capaian.model.tabel import HasilPeriksaSkema, HasilTahunBaru, HasilTukarSkema
from capaian.text.words import some


def schema(t: Terminal, hasil: HasilPeriksaSkema) -> None:
    """Show what is wrong with the tables, mistakes first, each with its place; what to do stands below its last one."""
    t.document("skema", hasil)
    for (_, saran), satu in groupby(hasil.temuan, lambda k: (k.kode, k.saran)):
        for k in satu:
            t.item(f"{k.severity.value:<10} ", " · ".join(x for x in (k.kode, k.tempat) if x), GAYA[k.severity], 11)
            t.item("", k.pesan, lebar=11)
        t.item("         →", saran, "cyan", 11)
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


def _some(kode: Sequence[str]) -> str:
    return some(kode, 6, "indikator lain")


def new_year(t: Terminal, hasil: HasilTahunBaru) -> None:
    """Show what the folder of a new year took over, and what its office has to fill in."""
    t.line("Folder kantor siap.", "bold")
    t.place("Folder baru", str(hasil.folder), 16)
    t.place("Dimulai dari", f"{hasil.asal} (tidak diubah)", 16)
    t.place("Periode pertama", hasil.periode.label, 16)
    salinan = ", ".join(("pengaturan", "semua tabel", *hasil.disalin))
    t.item("✓", f"Disalin: {salinan}.")
    lalu = hasil.periode.tahun - 1
    if hasil.riwayat:
        t.item("✓", f"Realisasi {lalu} dari {len(hasil.riwayat)} indikator menjadi baris tabel Riwayat.")
    t.heading("Yang perlu dilengkapi")
    if hasil.tanpa_hasil:
        t.item("•", f"Realisasi {lalu} pada tabel Riwayat: belum ada untuk {_some(hasil.tanpa_hasil)}.")
    if hasil.tanpa_target:
        apa = f"Target PK {hasil.periode.tahun} pada tabel Target (barisnya sudah disiapkan)"
        t.item("•", f"{apa}: {_some(hasil.tanpa_target)}.")
    if hasil.dikosongkan:
        t.item("•", f"Pagu dan target sub kegiatan ({hasil.dikosongkan} sel dikosongkan) pada tabel Program.")
    t.item("•", f"Hari libur dan cuti bersama {hasil.periode.tahun} pada «hari-libur.csv».")
    t.item("•", "Pejabat yang berganti: tabel Pejabat dan bagian [[pejabat]] pada «capaian.toml».")
    t.line("→ Sesudah itu jalankan «capaian schema check» di folder baru.", "cyan")
