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
    if hasil.disusulkan:
        t.line(f"Hasil pindai ditambahkan pada surat agenda {s.nomor_agenda}, yang sudah dicatat.", "bold")
        _letter(t, s)
        return
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
    t.item("  isi", d.kata, lebar=_LEBAR)
    if d.batas:
        t.item("  batas", tanggal(d.batas), lebar=_LEBAR)
    _papers(t, berkas)
    selesai = len({x.pembubuh.peran for x in s.disposisi}) > 1
    if not selesai:
        t.line("Berikutnya disposisi Sekretaris: «capaian dispose».")
    elif not hasil.terbit:
        t.line("Terbitkan formulirnya: «capaian init-forms».")
    t.note('Bila ada yang keliru: «capaian dispose --withdraw --alasan "…"», lalu catat lagi.')


def letter_withdrawn(t: Terminal, hasil: HasilSurat, berkas: Sequence[str]) -> None:
    """Say that an entry of the agenda no longer counts."""
    t.document("surat-masuk", hasil)
    s = hasil.surat
    t.line(f"Pencatatan surat agenda {s.nomor_agenda} dibatalkan: {s.dibatalkan}.", "bold")
    _letter(t, s)
    for d in s.disposisi:
        t.item("  ikut batal", f"disposisi {d.pembubuh.jabatan}, {tanggal(d.tanggal)}", lebar=_LEBAR)
    _papers(t, berkas)
    t.line("Nomor agendanya tidak dipakai lagi. Catat surat yang benar: «capaian receive-letter».")


def disposition_withdrawn(t: Terminal, hasil: HasilSurat, berkas: Sequence[str]) -> None:
    """Say that the last disposisi of a letter no longer counts, and whose turn it is."""
    t.document("disposisi", hasil)
    s = hasil.surat
    giliran = "Sekretaris" if s.disposisi else "Kepala Dinas"
    t.line(f"Disposisi {giliran} pada surat agenda {s.nomor_agenda} dibatalkan; lembarnya kosong kembali.", "bold")
    _papers(t, berkas)
    t.line(f"Catat disposisi {giliran} yang benar: «capaian dispose».")


def listing(t: Terminal, surat: Sequence[SuratMasuk]) -> None:
    """Show the agenda."""
    t.document("agenda", surat)
    if not surat:
        t.line("Belum ada surat dalam agenda.")
    for s in surat:
        t.line(f"Agenda {s.nomor_agenda}, diterima {tanggal(s.diterima)}", "bold")
        _letter(t, s)
        for d in s.disposisi:
            t.item("  disposisi", f"{d.pembubuh.jabatan}, {tanggal(d.tanggal)}: {d.kata}", lebar=_LEBAR)
        if s.dibatalkan:
            t.item("  dibatalkan", s.dibatalkan, lebar=_LEBAR)


def _letter(t: Terminal, s: SuratMasuk) -> None:
    t.item("  dari", s.asal, lebar=_LEBAR)
    t.item("  nomor", f"{s.nomor}, tanggal {tanggal(s.tanggal)}", lebar=_LEBAR)
    t.item("  hal", s.hal, lebar=_LEBAR)
    if s.berkas:
        t.item("  arsip", f"{s.berkas} (SHA-256 {s.sha256[:12]}…)", lebar=_LEBAR)


def _papers(t: Terminal, berkas: Sequence[str]) -> None:
    for b in berkas:
        t.place("  berkas", b, _LEBAR)
