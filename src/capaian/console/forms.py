"""Say which forms were issued."""

from __future__ import annotations

from collections.abc import Sequence

from capaian.console.terminal import Terminal
from capaian.model.hasil import FormulirTerbit
from capaian.text.dates import hari_tanggal
from capaian.text.words import daftar


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
    _without_budget(t, terbit)


def unlisted_holidays(t: Terminal, tahun: Sequence[int]) -> None:
    """Say that deadlines do not know the holidays of a year."""
    if tahun:
        kapan = daftar([str(x) for x in tahun])
        t.note(
            f"Perhatian: «hari-libur.csv» belum memuat hari libur tahun {kapan} (atau hanya Tahun Baru); batas "
            "pengembalian hanya melewati Sabtu dan Minggu.",
            "yellow",
        )
        t.note("→ Tambahkan hari libur dan cuti bersama menurut SKB, agar batas berikutnya dihitung benar.", "cyan")


def _without_budget(t: Terminal, terbit: Sequence[FormulirTerbit]) -> None:
    """Name the units that are asked nothing, or not everything, about their budget.

    A seksi with a form of its own may have none; that its bidang has none, or that lines have no pagu, is told.
    """
    tanpa = [f.unit.kode for f in terbit if not f.n_sub_kegiatan and (f.n_tanpa_pagu or not f.unit.induk)]
    sebagian = [f"{f.unit.kode} ({f.n_tanpa_pagu})" for f in terbit if f.n_sub_kegiatan and f.n_tanpa_pagu]
    if tanpa:
        t.note(
            f"Perhatian: formulir {daftar(tanpa)} tidak memuat lembar ANGGARAN, karena tabel Program tidak memuat "
            "pagu sub kegiatan unit itu.",
            "yellow",
        )
    if sebagian:
        t.note(f"Perhatian: sub kegiatan tanpa pagu tidak ditanyakan kepada {daftar(sebagian)}.", "yellow")
    if tanpa or sebagian:
        t.note(
            "→ Isi kolom Pagu pada tabel Program, lalu jalankan «capaian init-forms» lagi sebelum formulir dikirim. "
            "Bila unit itu memang tidak mengelola anggaran, lanjutkan saja.",
            "cyan",
        )
