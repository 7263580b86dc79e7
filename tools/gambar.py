"""Make the pictures of the documents from what the program really writes.

Run `python tools/gambar.py` (needs LibreOffice, Poppler and Pillow): a quarter of the example office is run in a
temporary folder, its papers become PDF, the pages become PNG, trimmed to what is printed and reduced to few colours;
what the terminal shows is drawn line by line. Look at every picture after a run, and commit those that changed for a
reason.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from io import StringIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont
from rich.ansi import AnsiDecoder
from rich.console import Console
from rich.terminal_theme import MONOKAI

from capaian.console import Terminal, findings
from capaian.console import status as status_screen
from capaian.pipeline import approving, forms, intake, progress, report, review, validation
from capaian.pipeline.office import Kantor, Pelaku, open_office
from capaian.workspace.folder import Folder

AKAR = Path(__file__).resolve().parent.parent
CONTOH = AKAR / "examples" / "disperinaker"
TUJUAN = AKAR / "docs" / "gambar"
MAKS = 120_000
"""No picture is larger, in bytes."""
TABEL_PERTAMA = "Target dan Realisasi Kinerja Sasaran S-1"
LATAR, TEKS = (27, 28, 33), (224, 224, 224)
HURUF = ("DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf")


def _at(hari: int, jam: int = 9) -> Pelaku:
    return Pelaku("Kasubag Program", datetime(2026, 1, hari, jam, tzinfo=timezone(timedelta(hours=7))))


def papers(akar: Path) -> dict[str, tuple[Path, int]]:
    """Run the quarter; give each picture its document and its page, and draw the two screens on the way."""
    kantor = _office(akar)
    forms.issue_forms(kantor, _at(5))
    intake.collect(kantor, _at(8), kantor.folder.inbox)
    _screen("terminal", "capaian validate", lambda t: _judged(kantor, t))
    _screen("status", "capaian status", lambda t: status_screen.status(t, progress.status(kantor, _at(9, 10).waktu)))
    paket = kantor.folder.koreksi(kantor.periode) / "BLK"
    hasil = {
        "cek": (_kept(akar, kantor.folder.inbox / "2025-TW4-BLK (1).xlsx", "cek"), 4),
        "formulir": (_kept(akar, kantor.folder.inbox / "Formulir Bidang Perindustrian TW IV.xlsx", "formulir"), 2),
        "temuan": (_kept(akar, paket / "formulir-BLK-perbaikan.xlsx", "temuan"), -1),
        "ditandai": (_kept(akar, paket / "formulir-BLK-perbaikan.xlsx", "ditandai"), 2),
        "nota": (_kept(akar, paket / "nota-pengembalian-BLK.docx", "nota"), 1),
    }
    surat = kantor.folder.formulir(kantor.periode) / "surat" / "2025-TW4-IND-surat-pengantar.docx"
    hasil["surat"] = (_kept(akar, surat, "surat"), 1)
    for p in sorted((CONTOH / "inbox-susulan").iterdir()):
        shutil.copy2(p, kantor.folder.inbox / p.name)
    intake.collect(kantor, _at(12), kantor.folder.inbox)
    validation.validate(kantor, _at(12, 10))
    draf = report.build_report(kantor, _at(13)).berkas
    hasil["laporan"] = (_kept(akar, draf, "laporan"), 0)
    approving.hand_over(kantor, _at(14), approving.Hari(_at(14).waktu.date(), _at(14).waktu.date()))
    hasil["reviu"] = (_kept(akar, review.working_paper(kantor, _at(14)).berkas[0], "reviu"), 1)
    return hasil


def _office(akar: Path) -> Kantor:
    shutil.copytree(CONTOH, akar / "kantor", ignore=shutil.ignore_patterns("inbox-susulan", "pengisian.toml"))
    return open_office(Folder(akar / "kantor"))


def _kept(akar: Path, berkas: Path, nama: str) -> Path:
    return Path(shutil.copy2(berkas, akar / f"{nama}{berkas.suffix}"))


def picture(path: Path, halaman: int, nama: str) -> Image.Image:
    """Return a page of a document, trimmed; -1 is the last one, 0 the one with the first table of capaian."""
    perintah = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(perintah, check=True, capture_output=True)
    pdf = path.with_suffix(".pdf")
    nomor = halaman if halaman > 0 else _page(pdf, halaman)
    png = path.parent / nama
    subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-singlefile", "-f", str(nomor), "-l", str(nomor), str(pdf), str(png)],
        check=True,
    )
    gambar = Image.open(png.with_suffix(".png")).convert("RGB")
    if path.suffix == ".xlsx":  # the footer stands far below a short table
        gambar = gambar.crop((0, 0, gambar.width, int(gambar.height * 0.93)))
    kotak = ImageChops.difference(gambar, Image.new("RGB", gambar.size, "white")).getbbox()
    kiri, atas, kanan, bawah = kotak or (0, 0, *gambar.size)
    gambar = gambar.crop((max(kiri - 20, 0), max(atas - 20, 0), kanan + 20, bawah + 20))
    lebar = min(gambar.width, 1500 if path.suffix == ".xlsx" else 720)
    return gambar.resize((lebar, round(gambar.height * lebar / gambar.width)), Image.Resampling.LANCZOS)


def _page(pdf: Path, halaman: int) -> int:
    teks = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8")
    lembar = teks.stdout.rstrip("\f\n").split("\f")
    if halaman == -1:
        return len(lembar)
    return next(n for n, t in enumerate(lembar, 1) if TABEL_PERTAMA in t and "Rata-rata capaian" in t)


def _judged(kantor: Kantor, terminal: Terminal) -> None:
    hasil = validation.validate(kantor, _at(9))
    findings.findings(terminal, hasil, kantor.folder.relatif(hasil.berkas))


class _Screen(StringIO):
    """A file that is taken for a terminal, so that colours are written."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def _screen(nama: str, perintah: str, tampil: Callable[[Terminal], None]) -> None:
    """Draw what a command prints on a screen of 80 columns."""
    keluar = _Screen()
    tampil(Terminal(keluar, StringIO()))
    baris = list(AnsiDecoder().decode(f"> {perintah}\n{keluar.getvalue()}"))
    biasa, tebal = (ImageFont.truetype(h, 15) for h in HURUF)
    lebar, tinggi = biasa.getlength("M"), 19
    gambar = Image.new("RGB", (round(80 * lebar) + 24, len(baris) * tinggi + 24), LATAR)
    kuas = ImageDraw.Draw(gambar)
    layar = Console(width=400)
    for n, teks in enumerate(baris):
        kolom = 0
        for potong in teks.render(layar):
            gaya = potong.style
            warna = gaya.color.get_truecolor(MONOKAI) if gaya and gaya.color else TEKS
            if gaya and gaya.dim:
                warna = (128, 128, 128)
            di = (12 + kolom * lebar, 12 + n * tinggi)
            kuas.text(di, potong.text, fill=tuple(warna), font=tebal if gaya and gaya.bold else biasa)
            kolom += len(potong.text)
    _save(nama, gambar)


def _save(nama: str, gambar: Image.Image) -> None:
    """Write with as many colours as fit the size."""
    path = TUJUAN / f"{nama}.png"
    for warna in (64, 32, 16, 8):
        gambar.quantize(warna, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MAKS:
            break
    print(f"{path.name}: {path.stat().st_size} bita, {gambar.width} × {gambar.height}")


def main() -> int:
    """Make them all."""
    os.environ |= {"TERM": "xterm", "COLUMNS": "80", "LINES": "200"}
    os.environ.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory() as tempat:
        for nama, (path, halaman) in papers(Path(tempat)).items():
            _save(nama, picture(path, halaman, nama))
    return 0


if __name__ == "__main__":
    sys.exit(main())
