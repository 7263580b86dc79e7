"""Say which findings were accepted, by whom and why."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from capaian.console.terminal import Terminal
from capaian.model.finding import Severity
from capaian.model.hasil import HasilPengecualian
from capaian.model.putaran import Pengecualian, StatusPengecualian
from capaian.text.dates import tanggal
from capaian.text.inert import for_terminal

_GAYA = {
    StatusPengecualian.BERLAKU: "green",
    StatusPengecualian.DITARIK: "dim",
    StatusPengecualian.GUGUR: "yellow",
}
_LABEL = 11


def waived(t: Terminal, diberikan: Sequence[Pengecualian]) -> None:
    """Show what was accepted, and what follows from it."""
    t.document("pengecualian", diberikan)
    for p in diberikan:
        _one(t, p)
    t.line("Berlaku selama nilainya tidak berubah, dan tercantum pada Lampiran 4 laporan.")
    if any(p.severity is Severity.KESALAHAN for p in diberikan):
        t.line("Nilainya ikut dihitung lagi, selama tidak ada kesalahan lain padanya.")
    nomor = diberikan[0].nomor
    t.line(f'Untuk menariknya: capaian waive --withdraw {nomor} --alasan "…" --oleh "Nama"')


def withdrawn(t: Terminal, p: Pengecualian) -> None:
    """Show what was withdrawn."""
    t.document("pengecualian", (p,))
    _one(t, p)
    t.line("Temuannya terbuka lagi pada «capaian validate» berikutnya.")


def listing(t: Terminal, hasil: HasilPengecualian) -> None:
    """Show every waiver of the period with its state."""
    t.document("pengecualian", hasil.pengecualian)
    berlaku = sum(p.status is StatusPengecualian.BERLAKU for p in hasil.pengecualian)
    t.line(
        f"Pengecualian {hasil.periode.label}: {berlaku} berlaku, {len(hasil.pengecualian) - berlaku} sudah berakhir.",
        "bold",
    )
    for p in hasil.pengecualian:
        _one(t, p)


def _one(t: Terminal, p: Pengecualian) -> None:
    apa = " ".join(x for x in (p.kunci.kode, p.kunci.unit, p.kunci.butir, p.kunci.kolom) if x)
    kepala = Text()
    kepala.append(f"{p.status.value:<10} ", style=_GAYA[p.status])
    kepala.append(for_terminal(f"#{p.nomor} {p.severity.value} {apa}"))
    t.print(kepala)
    t.item("  temuan", p.pesan, lebar=_LABEL)
    t.item("  alasan", p.alasan, lebar=_LABEL)
    t.item("  oleh", f"{p.oleh}, {tanggal(p.waktu)}", lebar=_LABEL)
    if p.akhir:
        t.item(f"  {p.status.value}", f"{p.akhir_sebab} ({p.akhir_oleh}, {tanggal(p.akhir)})", "yellow", _LABEL)
