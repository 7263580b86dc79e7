"""Say whether archive and ledger are whole, and which originals were taken out."""

from __future__ import annotations

from datetime import datetime

from capaian.console.terminal import Terminal
from capaian.model.keutuhan import (
    ButirKeutuhan,
    HasilAmbil,
    HasilBundel,
    HasilPemutakhiran,
    HasilVerifikasi,
    SegelDitanya,
)
from capaian.text.dates import tanggal


def verified(t: Terminal, hasil: HasilVerifikasi) -> None:
    """Show damage first, then notes, then what was examined and the seal."""
    t.document("verifikasi", hasil)
    t.heading("Keutuhan arsip dan buku catatan")
    for b in hasil.kerusakan:
        _item(t, "✗", b, "red")
    for b in hasil.catatan:
        _item(t, "·", b, "")
    cara = "setiap bita dihitung ulang" if hasil.menyeluruh else "nama setiap berkas, ukuran setiap kiriman"
    t.line(
        f"Diperiksa: {hasil.n_peristiwa} catatan dalam rantai, {hasil.n_penerimaan} penerimaan, "
        f"{hasil.n_berkas} berkas arsip ({cara})."
    )
    if hasil.segel_pendek:
        t.line(f"Segel terakhir: {hasil.segel_pendek}  (catatan no. {hasil.n_peristiwa})")
    if hasil.segel_ditanya:
        _seal(t, hasil.segel_ditanya)
    if hasil.kerusakan:
        t.line(f"TIDAK UTUH: {len(hasil.kerusakan)} kerusakan.", "bold red")
    else:
        t.line("Utuh: tidak ada yang berubah sejak dicatat.", "bold green")
        if not hasil.menyeluruh:
            t.note("Isi setiap berkas diperiksa dengan «capaian verify --full».")


def _item(t: Terminal, tanda: str, b: ButirKeutuhan, gaya: str) -> None:
    t.item(tanda, f"{b.tempat}: {b.masalah}", gaya)
    t.item("  →", b.saran, "cyan", 4)


def _seal(t: Terminal, s: SegelDitanya) -> None:
    if s.nomor is None:
        return
    if s.kiriman:
        t.line(
            f"Segel {s.segel} adalah segel kiriman «{s.kiriman}», sama dengan yang tercatat saat laporan dikirim "
            f"(catatan no. {s.nomor}, {_when(s.waktu)}).",
            "green",
        )
        return
    if not s.sesudahnya:
        t.line(f"Segel {s.segel} adalah segel catatan terakhir.", "green")
        return
    kapan = f", {_when(s.waktu)}" if s.waktu else ""
    t.line(
        f"Segel {s.segel} adalah segel catatan no. {s.nomor} ({s.jenis}{kapan}); "
        f"sesudahnya ada {s.sesudahnya} catatan lagi.",
        "green",
    )


def taken_out(t: Terminal, hasil: HasilAmbil) -> None:
    """Show where the original is, or which ones may be meant."""
    t.document("berkas-asli", hasil)
    if hasil.berkas is not None:
        asli = hasil.pilihan[0]
        t.place("Ditulis ke", str(hasil.berkas))
        t.line(f"{asli.ukuran} bita, SHA-256 {asli.sha256}; sama persis dengan saat dicatat.")
        return
    t.heading("Ada beberapa yang dimaksud")
    t.table(
        (("SHA-256", ""), ("Dicatat", ""), ("Bita", "kanan"), ("Nama", ""), ("", "")),
        (
            (a.sha256[:10], _when(a.waktu), "hilang" if a.ukuran is None else str(a.ukuran), a.nama, a.keterangan)
            for a in hasil.pilihan
        ),
    )
    t.line(f"→ Sebutkan awal SHA-256-nya, misalnya «capaian original {hasil.pilihan[-1].sha256[:10]}».", "cyan")


def _when(waktu: str) -> str:
    if not waktu:
        return ""
    saat = datetime.fromisoformat(waktu)
    return f"{tanggal(saat.date())} {saat:%H.%M}"


def bundle(t: Terminal, hasil: HasilBundel) -> None:
    """Show whether a bundle is what was sent."""
    t.document("kiriman", hasil)
    t.line(f"{hasil.kepala['kantor']}, {hasil.kepala['periode']}: {hasil.n} berkas.", "bold")
    t.line(f"Segel kiriman {hasil.segel}; cocokkan dengan surat pengantar. Segel buku catatan {hasil.kepala['segel']}.")
    for b in hasil.kerusakan:
        t.item("✗", f"{b.tempat}: {b.masalah}. {b.saran}", "red")
    if not hasil.kerusakan:
        t.line("Kiriman utuh: setiap berkas sama seperti ketika dikirim.", "green")


def upgraded(t: Terminal, hasil: HasilPemutakhiran) -> None:
    """Say what became of a folder of an older version."""
    t.document("pemutakhiran", hasil)
    if not hasil.ke:
        t.line("Folder kantor ini sudah sesuai dengan versi program; tidak ada yang diubah.", "bold")
        return
    t.line(f"Buku catatan dimutakhirkan dari bentuk ke-{hasil.dari} ke bentuk ke-{hasil.ke}.", "bold green")
    t.place("Cadangan", hasil.cadangan, 14)
    t.line("Semua catatan tetap; periksa bila perlu dengan «capaian verify --full».")
