"""Say what a review can already tell from the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from capaian.console.terminal import Terminal
from capaian.model.kata import TIDAK_PERLU
from capaian.model.pengesahan import Pengesahan, Tahap
from capaian.register import approval

if TYPE_CHECKING:
    from capaian.model.hasil import HasilReviu, HasilTandaTangan, HasilTindakan

_TANDA = {True: ("✓", "green"), False: ("!", "yellow"), None: ("·", "")}


def working_paper(t: Terminal, hasil: HasilReviu, berkas: Sequence[str], p: Pengesahan, *, baru: bool = False) -> None:
    """Show each statement with its evidence, where the papers are, and where the report stands.

    Args:
        t: Where it is shown.
        hasil: The working paper.
        berkas: Its files, and that of the blank statement.
        p: Where the report stands.
        baru: The draft was handed over just now.
    """
    from capaian.model.dokumen import DokumenReviu

    t.document("reviu", DokumenReviu(tuple(berkas), hasil.butir, p))
    if baru:
        t.line(f"Draf ke-{p.draf} diserahkan kepada Sekretaris untuk direviu.", "bold")
    for bagian in dict.fromkeys(b[0] for b in hasil.butir):
        t.heading(bagian)
        for n, (_, pernyataan, ya, bukti) in enumerate((b for b in hasil.butir if b[0] == bagian), 1):
            tanda, gaya = _TANDA[ya]
            t.item(tanda, f"{n}. {pernyataan}: {bukti}.", gaya)
    belum = sum(b[2] is False for b in hasil.butir)
    terbuka = sum(b[2] is None and not b[3].startswith(TIDAK_PERLU) for b in hasil.butir)
    t.line()
    t.line(f"{belum} butir belum terpenuhi menurut data; {terbuka} butir dinilai pereviu.", "bold")
    for b, label in zip(berkas, ("Kertas kerja", "Blangko"), strict=True):
        t.place(label, b, 13)
    t.line()
    standing(t, p)
    t.item("→", approval.next_act(p), "cyan")


def acted(t: Terminal, hasil: HasilTindakan, berkas: Sequence[str]) -> None:
    """Show where the report stands after an act, and what comes next."""
    from capaian.model.dokumen import DokumenTindakan

    t.document("tindakan", DokumenTindakan(hasil.pengesahan, hasil.berikutnya, tuple(berkas)))
    standing(t, hasil.pengesahan)
    for b in berkas:
        t.place("Berkas", b, 8)
    if hasil.kode:
        t.line(f"Segel kiriman: {hasil.kode} (tercetak pada surat pengantar).", "bold")
    t.item("→", hasil.berikutnya, "cyan")


def standing(t: Terminal, p: Pengesahan) -> None:
    """Show where the report stands, with its open notes."""
    draf = f"draf ke-{p.draf}"
    t.line(f"Laporan: {draf if p.tahap is Tahap.DRAF else f'{p.tahap.value}, {draf}'}.", "bold")
    if p.gugur:
        t.note(p.gugur)
    for c in (c for c in p.catatan if c.terbuka or not p.terkunci):
        tanda, gaya = ("·", "") if c.jawaban else ("!", "yellow")
        di = f" pada «{c.tempat}»" if c.tempat else ""
        jawab = f" Jawaban: {c.jawaban}" if c.jawaban else ""
        t.item(tanda, f"Catatan {c.nomor} ({c.asal}): {c.teks}{di}.{jawab}", gaya)


def signed(t: Terminal, hasil: HasilTandaTangan, berkas: str) -> None:
    """Show how a signed PDF was found to be the approved document, and what its signatures say."""
    t.document("tanda-tangan", hasil)
    t.line(f"PDF bertanda tangan dicatat: {hasil.kecocokan}.", "bold")
    for x in hasil.tanda:
        t.item("✓", f"Tanda tangan elektronik {x.nama}: utuh, mencakup seluruh berkas. {x.waktu}".rstrip(), "green")
    if not hasil.diperiksa:
        t.note("Tanda tangan elektronik tidak diperiksa: pasang tambahan «capaian[tanda-tangan]».")
    elif not hasil.tanda:
        t.note("PDF ini tidak memuat tanda tangan elektronik.")
    t.place("Berkas", berkas, 8)
