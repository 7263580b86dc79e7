"""Say where the cycle stands."""

from __future__ import annotations

from collections.abc import Sequence

from capaian.console.intake import days_left, units
from capaian.console.review import standing
from capaian.console.terminal import Terminal
from capaian.model.keadaan import HasilStatus, KeadaanLangkah
from capaian.model.pengesahan import Tahap
from capaian.text.dates import tanggal

_TANDA = {"selesai": "✓", "berjalan": "…", "belum": " "}


def status(t: Terminal, hasil: HasilStatus) -> None:
    """Show where the cycle stands."""
    t.document("status", hasil)
    t.heading(f"{hasil.periode.label}")
    if hasil.sumber is not None:
        t.line(f"Datanya dari formulir {hasil.sumber.label}.")
    if hasil.tenggat is not None and not hasil.laporan.terkunci and hasil.sisa_hari_kerja is not None:
        t.line(f"Batas pengembalian formulir: {tanggal(hasil.tenggat)} ({days_left(hasil.sisa_hari_kerja)}).")
    _steps(t, hasil.langkah)
    for k in hasil.langkah:
        if k.lewat:
            satuan = k.langkah.waktu.split()[-1]
            t.note(f"Langkah {k.langkah.nomor} melewati waktu baku {k.lewat} {satuan}.")
    if hasil.pemegang:
        t.line(f"Sekarang di tangan: {hasil.pemegang}.", "bold")
    units(t, hasil.unit)
    if hasil.laporan.draf:
        t.line()
        standing(t, hasil.laporan)
        if hasil.berubah and hasil.laporan.tahap is Tahap.DISETUJUI:
            t.note(
                "Bila perubahannya mengenai isi laporan, persetujuan Sekretaris gugur; serahkan lagi, atau pulihkan."
            )
    t.heading("Langkah berikutnya")
    for saran in hasil.berikutnya:
        t.item("→", saran, "cyan")


def _steps(t: Terminal, langkah: Sequence[KeadaanLangkah]) -> None:
    """Show the steps, each on one line; the name of the step gets the width that is left."""
    t.table(
        (("", ""), ("No", "kanan"), ("Langkah SOP", "singkat"), ("Keadaan", ""), ("Terpakai", ""), ("Baku", "")),
        (
            (
                _TANDA[k.keadaan],
                str(k.langkah.nomor),
                k.langkah.tahap,
                f"{k.keadaan} {k.waktu[8:]}/{k.waktu[5:7]}".rstrip(" /"),
                f"{k.terpakai}!" if k.lewat else k.terpakai,
                k.langkah.waktu,
            )
            for k in langkah
        ),
    )
