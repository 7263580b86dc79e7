"""Say which forms were issued."""

from __future__ import annotations

from collections.abc import Sequence

from capaian.console.terminal import Terminal
from capaian.model.hasil import FormulirTerbit
from capaian.text.dates import hari_tanggal


def forms(t: Terminal, terbit: Sequence[FormulirTerbit], folder: str) -> None:
    """Show issued forms."""
    t.document("formulir", terbit)
    t.heading(f"Formulir isian di {folder}")
    t.table(
        (("Unit", ""), ("Berkas", ""), ("Indikator", "kanan"), ("Sub keg.", "kanan"), ("", "")),
        (
            (t.unit.kode, t.berkas.name, str(t.n_indikator), str(t.n_sub_kegiatan), "baru" if t.baru else "tetap")
            for t in terbit
        ),
    )
    if terbit:
        n, di = len({t.surat for t in terbit}), terbit[0].surat.parent.name
        t.line(f"Surat pengantar: {n} berkas di {folder}/{di}")
        t.line(f"Batas pengembalian: {hari_tanggal(max(t.tenggat for t in terbit))}.")
