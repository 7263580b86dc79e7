"""Say what was computed, and where the draft is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from capaian.console.terminal import Terminal
from capaian.model.capaian import Capaian, Rekap, SerapanAnggaran
from capaian.model.hasil import HasilLaporan
from capaian.text.numbers import format_angka, format_rupiah


def report(t: Terminal, hasil: HasilLaporan, berkas: str, pdf: str = "") -> None:
    """Show the achievement of each indicator, the roll-up, and where the draft is."""
    t.document("laporan", hasil)
    t.heading("Capaian indikator")
    achievement(t, hasil.hitungan.capaian)
    _rekap(t, hasil.hitungan.rekap_sasaran, hasil.hitungan.rekap_dinas)
    budget_line(t, hasil.hitungan.serapan)
    t.line()
    t.line(f"Draf ke-{hasil.nomor_draf}: {hasil.n_angka} angka, masing-masing tercatat asalnya.", "bold")
    t.place("Draf laporan", berkas, 14)
    if pdf:
        t.place("PDF", pdf, 14)


def achievement(t: Terminal, capaian: Sequence[Capaian]) -> None:
    """Show one row per indicator."""
    t.table(
        (("Kode", ""), ("Target", "kanan"), ("Realisasi", "kanan"), ("Capaian", "kanan"), ("", "")),
        (
            (
                c.indikator,
                _value(c.target.isi),
                _value(c.realisasi.isi),
                "–" if c.persen is None else f"{format_angka(c.persen)}%",
                c.alasan.value if c.alasan else c.predikat,
            )
            for c in capaian
        ),
    )


def _rekap(t: Terminal, sasaran: Sequence[Rekap], dinas: Rekap) -> None:
    t.heading("Rata-rata per sasaran")
    t.table(
        (("Sasaran", ""), ("Capaian", "kanan"), ("Predikat", ""), ("Tercapai", ""), ("Tidak dihitung", "kanan")),
        (
            (
                r.kode,
                "–" if r.persen is None else f"{format_angka(r.persen)}%",
                r.predikat,
                f"{r.n_tercapai} dari {r.n}",
                str(r.n_kosong or ""),
            )
            for r in (*sasaran, dinas)
        ),
    )


def budget_line(t: Terminal, serapan: Sequence[SerapanAnggaran]) -> None:
    """Say what was spent of the budget, or that it is not known yet."""
    total = next((s for s in serapan if s.tingkat == "total"), None)
    if total is None:
        return
    if total.persen is None or total.realisasi is None:
        t.line(f"Realisasi anggaran belum lengkap: {total.n_kosong} sub kegiatan belum ada datanya.")
    else:
        nilai = f"{format_rupiah(total.realisasi)} dari {format_rupiah(total.pagu)}"
        t.line(f"Realisasi anggaran {nilai} ({format_angka(total.persen)}%).")


def _value(isi: Decimal | str | None) -> str:
    return "–" if isi is None else isi if isinstance(isi, str) else format_angka(isi, 4, ringkas=True)
