"""Say what came back, and where the units stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from capaian.console.terminal import GAYA, Terminal
from capaian.model.kiriman import Kiriman, Penerimaan, Putusan
from capaian.model.nilai import Keadaan
from capaian.model.register import StatusUnit
from capaian.register.progress import SUDAH_KIRIM
from capaian.text.dates import tanggal
from capaian.text.inert import shorten

if TYPE_CHECKING:
    from capaian.ledger import Kedudukan
    from capaian.model.hasil import HasilKumpul


def collected(t: Terminal, hasil: HasilKumpul, *, hanya_baru: bool = False) -> None:
    """Show the verdict of every file, reasons, where the units stand, and what is next."""
    tampil = [p for p in hasil.penerimaan if p.baru] if hanya_baru else hasil.penerimaan
    t.document("penerimaan", replace(hasil, penerimaan=tuple(tampil)))
    lama = _replaced(tampil, hasil.unit)
    t.heading(f"{len(tampil)} berkas {'baru' if hanya_baru else 'dalam inbox'}")
    t.table(
        (("Berkas", ""), ("Putusan", ""), ("Unit", ""), ("", "")),
        (
            (
                shorten(p.nama, 44),
                Text(p.putusan.value, style=GAYA[p.putusan]),
                p.unit,
                "" if p.baru else "sudah ada gantinya" if p.nama in lama else "sudah tercatat",
            )
            for p in tampil
        ),
    )
    for p in (p for p in tampil if p.nama not in lama):
        _reasons(t, p, hasil.alasan[p.nama])
    hitung = ", ".join(f"{n} {p.value}" for p in Putusan if (n := hasil.jumlah[p]))
    t.line(f"Jumlah: {hitung or 'tidak ada berkas'}.", "bold")
    standing(t, hasil)


def _replaced(tampil: Sequence[Penerimaan], unit: Sequence[StatusUnit]) -> set[str]:
    """Files that were stopped in an earlier run, and whose unit has sent a good form since."""
    sudah = [u.kode for u in unit if u.keadaan in SUDAH_KIRIM]
    return {
        p.nama for p in tampil if not p.baru and p.putusan is Putusan.KARANTINA and any(p.names(kode) for kode in sudah)
    }


def standing(t: Terminal, hasil: HasilKumpul) -> None:
    """Show where the units stand, the days that are left, and what is next."""
    units(t, hasil.unit)
    if hasil.tenggat is not None and hasil.sisa_hari_kerja is not None:
        t.line(f"Batas pengembalian formulir: {tanggal(hasil.tenggat)} ({days_left(hasil.sisa_hari_kerja)}).")
    for saran in hasil.berikutnya:
        t.item("→", saran, "cyan")


def chosen(t: Terminal, kiriman: Kiriman) -> None:
    """Say which version is in force now."""
    from capaian.model.dokumen import DokumenKiriman

    t.document("kiriman-berlaku", DokumenKiriman(kiriman.kode.unit, kiriman.nama, kiriman.sha256))
    t.line(f"Yang berlaku untuk {kiriman.kode.unit} sekarang: «{kiriman.nama}».", "bold")


def withdrawn(t: Terminal, semula: Kedudukan | Penerimaan) -> None:
    """Say which version was withdrawn."""
    from capaian.model.dokumen import DokumenKiriman

    t.document("kiriman-ditarik", DokumenKiriman(semula.unit, semula.nama, semula.sha256))
    akibat = f"isiannya tidak dihitung lagi untuk {semula.unit}"
    if isinstance(semula, Penerimaan):
        t.line(f"«{semula.nama}» dikesampingkan; berkasnya tetap dalam arsip dan tidak menahan apa pun lagi.", "bold")
        t.item("→", "Periksa lagi: «capaian validate».", "cyan")
        return
    if semula.keadaan != "berlaku":
        akibat = f"sebelumnya pun tidak berlaku ({semula.keadaan})"
    t.line(f"«{semula.nama}» ditarik; {akibat}.", "bold")
    t.note(f'→ Pulihkan dengan «capaian collect --restore "{semula.nama}" --alasan …».', "cyan")


def days_left(sisa: int) -> str:
    """Return how many working days are left, in words."""
    if sisa == 0:
        return "hari ini"
    return f"{sisa} hari kerja lagi" if sisa > 0 else f"lewat {-sisa} hari kerja"


def candidates(t: Terminal, unit: str, pilihan: Sequence[Kiriman]) -> None:
    """Show the versions among which somebody has to choose."""
    t.heading(f"{unit} mengirim {len(pilihan)} versi yang berbeda. Mana yang berlaku?")
    for n, k in enumerate(pilihan, 1):
        terisi = sum(v.keadaan is not Keadaan.KOSONG for i in k.isian for v in i.nilai.values())
        t.item(f"{n:>2}. ", f"«{shorten(k.nama, 50)}» – {terisi} isian", lebar=4)
    beda = _differences(pilihan)
    t.table(
        (("Sel", ""), ("Baris", ""), *((str(n), "kanan") for n in range(1, len(pilihan) + 1))),
        ((sel, kode, *(shorten(x, 24) for x in isi)) for sel, kode, isi in beda[:12]),
    )
    if len(beda) > 12:
        t.line(f"dan {len(beda) - 12} perbedaan lain.")


def _differences(pilihan: Sequence[Kiriman]) -> list[tuple[str, str, tuple[str, ...]]]:
    semua: dict[tuple[str, str, str], dict[int, tuple[str, str]]] = {}
    for n, k in enumerate(pilihan):
        for i in k.isian:
            for kolom, v in i.nilai.items():
                sel = f"{v.asal.lembar}!{v.asal.sel}" if v.asal else ""
                semua.setdefault((i.bagian, i.kode, kolom), {})[n] = (v.mentah, sel)
    hasil = []
    for (_, kode, _), isi in semua.items():
        teks = tuple(isi.get(n, ("", ""))[0] for n in range(len(pilihan)))
        if len(set(teks)) > 1:
            hasil.append((next(iter(isi.values()))[1], kode, teks))
    return hasil


def _reasons(t: Terminal, p: Penerimaan, alasan: Sequence[tuple[str, str]]) -> None:
    if p.putusan is Putusan.DITERIMA:
        return
    for kode, (pesan, saran) in zip((c.kode for c in p.cacat), alasan, strict=True):
        if p.putusan is Putusan.DUPLIKAT and kode == "N04":
            continue
        tanda = "✗" if p.putusan is Putusan.KARANTINA else "·"
        t.item(tanda, pesan if p.nama in pesan else f"«{shorten(p.nama, 40)}»: {pesan}")
        if kode.startswith("B") and p.putusan is not Putusan.DIABAIKAN:
            t.item("  →", saran, "cyan", 4)


def units(t: Terminal, unit: Sequence[StatusUnit]) -> None:
    """Show the matrix unit × status."""
    t.heading("Keadaan setiap unit")
    t.table(
        (("Unit", ""), ("Nama", "singkat"), ("Keadaan", ""), ("Salah", "kanan"), ("Perlu", "kanan")),
        (
            (
                u.kode,
                f"└ {u.nama}" if u.induk else u.nama,
                Text(u.keadaan, style="green" if u.keadaan == "lengkap" else "yellow"),
                str(u.n_kesalahan or ""),
                str(u.n_peringatan or ""),
            )
            for u in unit
        ),
    )
    if any(u.n_kesalahan or u.n_peringatan for u in unit):
        t.line("Salah: kesalahan; Perlu: peringatan yang perlu dibetulkan atau dijelaskan.", "dim")
