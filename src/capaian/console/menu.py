"""The menu: where things stand in a few lines, and a list to choose from with arrow keys or a number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from rich.live import Live
from rich.text import Text

from capaian.console.intake import days_left
from capaian.console.terminal import Terminal
from capaian.model.keadaan import HasilStatus
from capaian.model.pengesahan import Tahap
from capaian.text.dates import tanggal
from capaian.text.inert import for_terminal, shorten

ATAS, BAWAH, AWAL, AKHIR, PILIH, KELUAR = "atas", "bawah", "awal", "akhir", "pilih", "keluar"
_TOMBOL = {
    "\x1b[A": ATAS,
    "\x1bOA": ATAS,
    "\xe0H": ATAS,
    "\x00H": ATAS,
    "\x1b[B": BAWAH,
    "\x1bOB": BAWAH,
    "\xe0P": BAWAH,
    "\x00P": BAWAH,
    "\x1b[H": AWAL,
    "\x1bOH": AWAL,
    "\x1b[1~": AWAL,
    "\x1b[7~": AWAL,
    "\xe0G": AWAL,
    "\x1b[F": AKHIR,
    "\x1bOF": AKHIR,
    "\x1b[4~": AKHIR,
    "\x1b[8~": AKHIR,
    "\xe0O": AKHIR,
    "\r": PILIH,
    "\n": PILIH,
    "q": KELUAR,
    "Q": KELUAR,
}
_SATU_TOMBOL = re.compile(r"\x1b+\[[0-?]*[ -/]*[@-~]?|\x1bO.?|\x1b[^\x1b]?|[\x00\xe0][\x21-\x93]|.", re.DOTALL)
"""What one key sends: a control sequence (ECMA-48), a keypad's, a key with Alt, a scan code of Windows, a character."""


def header(t: Terminal, kantor: str, hasil: HasilStatus, pertama: str = "") -> None:
    """Say where the cycle stands in a few lines.

    Args:
        t: Where it is shown.
        kantor: Name of the office.
        hasil: Where the cycle stands.
        pertama: The command that the menu offers first; advice to run another one is left out.
    """
    t.heading(kantor)
    t.line(hasil.periode.label)
    if hasil.sumber is not None:
        t.line(f"Datanya dari formulir {hasil.sumber.label}.")
    if hasil.unit:
        jumlah = Counter(u.keadaan for u in hasil.unit if u.berformulir)
        t.line("Unit: " + "; ".join(f"{n} {keadaan}" for keadaan, n in jumlah.items()) + ".")
    if hasil.tenggat is not None and hasil.sisa_hari_kerja is not None and hasil.laporan.tahap is Tahap.BELUM:
        t.line(f"Batas pengembalian formulir: {tanggal(hasil.tenggat)} ({days_left(hasil.sisa_hari_kerja)}).")
    if hasil.laporan.tahap is not Tahap.BELUM:
        t.line(f"Laporan: {hasil.laporan.tahap.value}.")
    if hasil.pemegang:
        t.line(f"Sekarang di tangan: {hasil.pemegang}.")
    saran = hasil.berikutnya[0] if hasil.berikutnya else ""
    if saran and ("«capaian " not in saran or f"«capaian {pertama}" in saran):
        t.item("→", saran, "cyan")


def pick(t: Terminal, baris: Sequence[str], tekan: Callable[[], str], keluar: str = "Keluar") -> int | None:
    """Let somebody choose a line with arrow keys or its number, then Enter.

    Args:
        t: Where the list is drawn.
        baris: The lines, at most nine; they are numbered from 1.
        tekan: Waits for a key, and returns what it sends.
        keluar: The last line, numbered 0, which chooses nothing.

    Returns:
        Place of the line, counted from 0; None when nothing was chosen.
    """
    n = len(baris)
    kini = 0
    with Live(_drawn(t, baris, kini, keluar), console=t.konsol, auto_refresh=False) as gambar:
        while True:
            for tombol in meanings(tekan()):
                if tombol == KELUAR:
                    return None
                if tombol == PILIH:
                    return kini if kini < n else None
                kini = _moved(tombol, kini, n)
            gambar.update(_drawn(t, baris, kini, keluar), refresh=True)


def meanings(teks: str) -> Iterator[str]:
    """Split what keys have sent into what they mean; keys without a meaning are left out, however much they send.

    Escape leaves when nothing else was sent with it: a key that is held down may be cut in two behind its first sign.
    """
    if teks and not teks.strip("\x1b"):
        yield KELUAR
        return
    for tombol in _SATU_TOMBOL.findall(teks):
        if tombol in _TOMBOL:
            yield _TOMBOL[tombol]
        elif tombol.isdecimal() and tombol.isascii():
            yield tombol


def _moved(tombol: str, kini: int, n: int) -> int:
    """The line after a key; `n` is the last one, which leaves."""
    if tombol in (ATAS, BAWAH):
        return (kini + (1 if tombol == BAWAH else -1)) % (n + 1)
    if tombol in (AWAL, AKHIR):
        return 0 if tombol == AWAL else n
    if tombol == "0":
        return n
    return int(tombol) - 1 if int(tombol) <= n else kini


def _drawn(t: Terminal, baris: Sequence[str], kini: int, keluar: str) -> Text:
    hasil = Text("\n")
    for n, teks in enumerate((*baris, keluar)):
        nomor = n + 1 if n < len(baris) else 0
        penunjuk = ">" if n == kini else " "
        hasil.append(
            f"{penunjuk} {nomor}. {shorten(for_terminal(teks), t.lebar - 6)}\n", "bold reverse" if n == kini else ""
        )
    hasil.append("Pilih dengan nomor atau panah atas/bawah, lalu Enter.", "dim")
    return hasil
