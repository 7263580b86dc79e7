"""Say where the cycle stands."""

from __future__ import annotations

from capaian.console.intake import days_left, units
from capaian.console.review import standing
from capaian.console.terminal import Terminal
from capaian.model.hasil import HasilStatus
from capaian.text.dates import tanggal
from capaian.text.inert import shorten

_TANDA = {"selesai": "✓", "berjalan": "…", "belum": " "}


def status(t: Terminal, hasil: HasilStatus) -> None:
    """Show where the cycle stands."""
    t.document("status", hasil)
    t.heading(f"{hasil.periode.label}")
    if hasil.tenggat is not None and hasil.sisa_hari_kerja is not None:
        t.line(f"Batas pengembalian formulir: {tanggal(hasil.tenggat)} ({days_left(hasil.sisa_hari_kerja)}).")
    t.table(
        (("", ""), ("No", "kanan"), ("Langkah SOP", ""), ("Keadaan", "")),
        (
            (
                _TANDA[k.keadaan],
                str(k.langkah.nomor),
                shorten(k.langkah.tahap, 46),
                f"{k.keadaan} {k.waktu}".strip(),
            )
            for k in hasil.langkah
        ),
    )
    units(t, hasil.unit)
    if hasil.laporan.draf:
        t.heading("Laporan")
        standing(t, hasil.laporan)
        if hasil.berubah:
            t.note(
                f"Data, tabel, atau templat berubah sejak laporan {hasil.laporan.tahap.value}. Bila mengenai isinya, "
                "persetujuannya gugur: susun dan serahkan ulang, atau pulihkan."
            )
    t.heading("Langkah berikutnya")
    for saran in hasil.berikutnya:
        t.item("→", saran, "cyan")
