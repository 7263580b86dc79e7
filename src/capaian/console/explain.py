"""Say what a rule or a formula means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.text import Text

from capaian.console.terminal import GAYA, Terminal
from capaian.model.aturan import KeteranganAturan, KeteranganRumus
from capaian.model.finding import Severity
from capaian.text.doctable import Tabel

_LABEL = 17
_TINDAKAN = {
    Severity.KESALAHAN: "harus diperbaiki; nilai yang disebut tidak dihitung",
    Severity.PERINGATAN: "perlu diperiksa atau dijelaskan; nilainya tetap dihitung",
    Severity.CATATAN: "untuk diketahui",
}


def rule(t: Terminal, a: KeteranganAturan) -> None:
    """Show one rule: what it says, what is expected, on what basis, and examples."""
    t.document("aturan", a)
    kepala = Text()
    kepala.append(f"{a.kode}  ", style="bold")
    kepala.append(a.severity.value, style=GAYA[a.severity])
    t.print(kepala)
    t.line(a.uraian, "bold")
    t.line()
    t.item("Memeriksa", a.lingkup, lebar=_LABEL)
    t.item("Tingkat", f"{a.severity.value}: {_TINDAKAN[a.severity]}", lebar=_LABEL)
    if a.pesan != a.uraian:
        t.item("Pesan", a.pesan, lebar=_LABEL)
    t.item("Diharapkan", a.diharapkan, lebar=_LABEL)
    t.item("Yang dilakukan", a.perbaikan, "cyan", _LABEL)
    if a.kecuali:
        t.item("Tidak berlaku", a.kecuali, lebar=_LABEL)
    if a.penjelasan:
        t.item("Bila dijelaskan", f"dengan mengisi {a.penjelasan}, temuannya tinggal sebagai catatan", lebar=_LABEL)
    t.item("Dasar", a.dasar, lebar=_LABEL)
    if a.paket:
        t.item("Asal aturan", f"paket tambahan {a.paket}, dipasang oleh kantor", lebar=_LABEL)
    if a.lampu:
        t.item("Lembar CEK", f"formulir sudah mengatakannya sebelum dikirim: «{a.lampu}»", lebar=_LABEL)
    if a.dapat_dikecualikan is not None and a.severity is not Severity.CATATAN:
        kata = "ya, dengan «capaian waive»" if a.dapat_dikecualikan else "tidak"
        t.item("Dikecualikan", kata, lebar=_LABEL)
    _examples(t, "Contoh yang salah", a.salah)
    _examples(t, "Contoh yang benar", a.benar)


def formula(t: Terminal, r: KeteranganRumus) -> None:
    """Show one formula: what it computes, when it is used, on what basis, and worked examples."""
    t.document("rumus", r)
    kepala = Text()
    kepala.append(f"{r.nama}  ", style="bold")
    kepala.append(r.jenis, style="dim")
    t.print(kepala)
    t.line(r.uraian, "bold")
    t.line()
    t.item("Artinya", r.penjelasan, lebar=_LABEL)
    if r.baku:
        t.item("Dipakai", f"bila tidak disebut rumus lain: {r.baku}", lebar=_LABEL)
    if r.dasar:
        t.item("Dasar", r.dasar, lebar=_LABEL)
    _examples(t, "Contoh", r.contoh)


def catalogue(t: Terminal, aturan: Sequence[KeteranganAturan], rumus: Sequence[str] = ()) -> None:
    """Show all rules, one line each, by scope, and the names of the formulas."""
    t.document("daftar-aturan", aturan)
    for lingkup, milik in groupby(aturan, key=lambda a: a.lingkup):
        t.heading(lingkup)
        for a in milik:
            t.item(f"{a.kode:<7} {a.severity.value:<11}", a.uraian, GAYA[a.severity] if t.diam else "", 20)
    t.line()
    if rumus:
        t.item("Rumus", ", ".join(rumus), lebar=_LABEL)
    t.line("Rincian satu aturan atau rumus: capaian explain KODE")


def _examples(t: Terminal, judul: str, tabel: Iterable[Tabel]) -> None:
    for contoh in tabel:
        t.heading(judul)
        kolom = [k.replace("_", " ") for k in contoh.kolom]
        lebar = sum(max(map(len, isi)) + 3 for isi in zip(kolom, *contoh.baris, strict=True))
        if lebar <= t.lebar:
            t.table([(k, "") for k in kolom], contoh.baris)
            continue
        for baris in contoh.baris:
            t.item("-", "; ".join(f"{k}: {isi or '(kosong)'}" for k, isi in zip(kolom, baris, strict=True)))
