"""The commands in the order of the SOP: name, the module that holds it, and one line on it.

A module is imported when one of its commands is asked for, so that `--help` answers at once.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any

import typer.main

from capaian.cli.words import Group


@dataclass(frozen=True)
class Entry:
    """A command or a group of commands.

    Args:
        modul: The module of `capaian.cli` that declares it.
        ringkas: What it does, as its own help begins.
        kelompok: It is a group of commands.
    """

    modul: str
    ringkas: str
    kelompok: bool = False


COMMANDS = {
    "init": Entry("office", "Buat folder kantor baru."),
    "schema": Entry("schema", "Tabel skema kantor: periksa, simpan sebagai Excel atau CSV, dan ganti.", kelompok=True),
    "receive-letter": Entry("incoming", "SOP 1: catat surat permintaan data."),
    "dispose": Entry("incoming", "SOP 2–3: catat disposisi dan cetak lembarnya."),
    "init-forms": Entry("forms", "SOP 4–5: buat formulir isian dan surat pengantar setiap unit."),
    "deliver": Entry("audit", "SOP 5: catat pengiriman formulir dan cetak daftar ekspedisi."),
    "collect": Entry("intake", "SOP 6: himpun formulir yang kembali."),
    "remind": Entry("audit", "SOP 6: teks pengingat untuk setiap unit yang ditunggu, untuk WhatsApp."),
    "validate": Entry("validation", "SOP 7: teliti isian yang sudah dihimpun."),
    "explain": Entry("explain", "Jelaskan satu aturan pemeriksaan atau rumus, atau tampilkan semuanya."),
    "waive": Entry("waivers", "Kecualikan temuan yang memang benar adanya."),
    "summarize": Entry("summarize", "SOP 8: rekap capaian per sasaran dan per unit, juga sebagai buku kerja."),
    "export": Entry("export", "SOP 8: tulis angka satu periode ke satu berkas."),
    "narrative": Entry("prose", "SOP 8: dokumen narasi untuk paragraf kantor sendiri."),
    "build-report": Entry("report", "SOP 8: hitung capaian dan susun draf Laporan Kinerja."),
    "proofread": Entry("prose", "SOP 8: cari nama kantor lain, tahun lama, dan isian kosong."),
    "review": Entry("review", "SOP 9: serahkan draf kepada Sekretaris, catat hasil reviunya."),
    "approve": Entry("review", "SOP 10: catat pengesahan Kepala Dinas dan bekukan laporannya."),
    "submit": Entry("review", "SOP 11: surat pengantar dan kiriman ke Bappeda Litbang, lalu tanda terimanya."),
    "reopen": Entry("review", "SOP 10: buka kembali laporan yang sudah diserahkan."),
    "template": Entry("template", "Templat Word kantor sendiri: salin untuk disunting, dan periksa.", kelompok=True),
    "status": Entry("status", "Siapa sudah mengirim, sampai langkah mana, dan apa berikutnya."),
    "dashboard": Entry("dashboard", "Satu halaman untuk dilihat di peramban: siklus, unit, capaian, tren, temuan."),
    "history": Entry("audit", "Siapa melakukan apa, kapan, dan mengapa; dari angka berapa menjadi berapa."),
    "trace": Entry("trace", "Dari mana angka ini: rumus, sel, berkas, pengirim, waktu."),
    "verify": Entry("ledger", "Periksa keutuhan arsip dan buku catatan, atau sebuah kiriman laporan."),
    "original": Entry("ledger", "Ambil berkas asli dari arsip, sama persis."),
    "handover": Entry("audit", "Kemas folder kantor untuk penerus, dengan catatan keputusan."),
    "doctor": Entry("doctor", "Periksa komputer dan folder kantor: versi, izin, huruf, PDF, jam, buku catatan."),
    "upgrade": Entry("ledger", "Mutakhirkan folder kantor dari versi lama; cadangan dibuat dahulu."),
    "launcher": Entry("launcher", "Buat berkas yang diklik dua kali untuk membuka menu di folder kantor."),
    "open": Entry("launcher", "Himpun berkas yang diseret ke peluncur, lalu buka menu."),
    "demo": Entry("office", "Jalankan satu triwulan penuh pada kantor contoh."),
}
"""What is offered; the order is the order of `capaian --help`."""


def load(nama: str) -> Any:
    """Import the module of a command and return the command.

    Raises:
        KeyError: there is no such command.
    """
    masukan = COMMANDS[nama]
    modul = importlib.import_module(f"capaian.cli.{masukan.modul}")
    kelompok = typer.main.get_group(modul.app)
    if not masukan.kelompok:
        return kelompok.commands[nama]
    kelompok.name = nama
    return kelompok


class _Lazy(MutableMapping[str, Any]):
    """The commands by name; one is imported when it is looked up."""

    def __init__(self) -> None:
        self._kenal: dict[str, Any] = {}

    def __getitem__(self, nama: str) -> Any:
        if nama not in self._kenal:
            self._kenal[nama] = load(nama)
        return self._kenal[nama]

    def __setitem__(self, nama: str, perintah: Any) -> None:
        self._kenal[nama] = perintah

    def __delitem__(self, nama: str) -> None:
        del self._kenal[nama]

    def __contains__(self, nama: object) -> bool:
        return nama in COMMANDS or nama in self._kenal

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class InOrder(Group):
    """All commands, none of them imported before it is asked for."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.commands = _Lazy()

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command in the order of the SOP."""
        return list(COMMANDS)

    def brief(self, ctx: Any, nama: str) -> str:
        """One line on a command, without importing it."""
        return COMMANDS[nama].ringkas
