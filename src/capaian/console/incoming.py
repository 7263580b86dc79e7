"""Say what became of a letter that came in."""

from __future__ import annotations

from collections.abc import Sequence

from capaian.console.terminal import Terminal
from capaian.model.hasil import HasilSurat
from capaian.model.surat_masuk import SuratMasuk
from capaian.text.dates import tanggal

_LEBAR = 13


def received(t: Terminal, hasil: HasilSurat, berkas: Sequence[str]) -> None:
    """Show the line that was entered, and what comes next."""
    t.document("surat-masuk", hasil)
    s = hasil.surat
    t.line(f"Dicatat dengan nomor agenda {s.nomor_agenda}.", "bold")
    _letter(t, s)
    _papers(t, berkas)
    t.line("Serahkan lembar disposisi kepada Kepala Dinas, lalu catat hasilnya: «capaian dispose».")


def disposed(t: Terminal, hasil: HasilSurat, berkas: Sequence[str]) -> None:
    """Show what was written on the letter, and what comes next."""
    t.document("disposisi", hasil)
    s = hasil.surat
    d = s.disposisi[-1]
    t.line(f"Disposisi {d.pembubuh.jabatan} dicatat pada surat agenda {s.nomor_agenda}.", "bold")
    t.item("  oleh", f"{d.pembubuh.nama}, {tanggal(d.tanggal)}", lebar=_LEBAR)
    t.item("  kepada", "; ".join(d.kepada) or "–", lebar=_LEBAR)
    t.item("  isi", ". ".join(x.rstrip(".") for x in ("; ".join(d.harap), d.catatan) if x) + ".", lebar=_LEBAR)
    if d.batas:
        t.item("  batas", tanggal(d.batas), lebar=_LEBAR)
    _papers(t, berkas)
    selesai = len({x.pembubuh.peran for x in s.disposisi}) > 1
    t.line(
        "Terbitkan formulirnya: «capaian init-forms»."
        if selesai
        else "Berikutnya disposisi Sekretaris: «capaian dispose»."
    )


def listing(t: Terminal, surat: Sequence[SuratMasuk]) -> None:
    """Show the agenda."""
    t.document("agenda", surat)
    if not surat:
        t.line("Belum ada surat dalam agenda.")
    for s in surat:
        t.line(f"Agenda {s.nomor_agenda}, diterima {tanggal(s.diterima)}", "bold")
        _letter(t, s)
        for d in s.disposisi:
            t.item("  disposisi", f"{d.pembubuh.jabatan}, {tanggal(d.tanggal)}: {d.catatan}", lebar=_LEBAR)


def _letter(t: Terminal, s: SuratMasuk) -> None:
    t.item("  dari", s.asal, lebar=_LEBAR)
    t.item("  nomor", f"{s.nomor}, tanggal {tanggal(s.tanggal)}", lebar=_LEBAR)
    t.item("  hal", s.hal, lebar=_LEBAR)
    if s.berkas:
        t.item("  arsip", f"{s.berkas} (SHA-256 {s.sha256[:12]}…)", lebar=_LEBAR)


def _papers(t: Terminal, berkas: Sequence[str]) -> None:
    for b in berkas:
        t.place("  berkas", b, _LEBAR)
