"""docs/sepuluh-menit.md is run as it stands: every line of its boxes, in order, as a process of its own."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

AKAR = Path(__file__).resolve().parent.parent
HALAMAN = AKAR / "docs" / "sepuluh-menit.md"
SKEMA = "kantor/skema.xlsx"


def _lines() -> list[str]:
    """The lines of all boxes; the workbook is filled in where the page says so, before it is checked."""
    blok = re.findall(r"^```\n(.*?)^```", HALAMAN.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [b for isi in blok for b in isi.splitlines()]


def _rows() -> dict[str, dict[str, str]]:
    """What the page says to type into each sheet, by heading."""
    teks = HALAMAN.read_text("utf-8")
    tabel = teks[teks.index("| Lembar | Isi |") :].split("\n\n")[0].splitlines()[2:]
    hasil = {}
    for baris in tabel:
        lembar, isi = (s.strip() for s in baris.strip("|").split("|"))
        hasil[lembar] = dict(bagian.strip().split(": ", 1) for bagian in isi.split(";"))
    return hasil


def _fill(path: Path) -> None:
    buku = openpyxl.load_workbook(path)
    for lembar, isi in _rows().items():
        ws = buku[lembar]
        judul = {sel.value: sel.column for baris in ws.iter_rows(max_row=5) for sel in baris if sel.value}
        bawah = ws.max_row + 1
        for kolom, nilai in isi.items():
            ws.cell(bawah, judul[kolom], int(nilai) if nilai.isdecimal() else nilai)
    buku.save(path)


@pytest.fixture(scope="module")
def dijalankan(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, int, str]]]:
    """Run the page once; gives the folder, and each line with its exit code and output."""
    akar = di = tmp_path_factory.mktemp("sepuluh")
    hasil = []
    lingkungan = os.environ | {"NO_COLOR": "1", "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"}
    lingkungan["PYTHONPATH"] = os.pathsep.join([str(AKAR / "src"), os.environ.get("PYTHONPATH", "")])
    for baris in _lines():
        perintah, *kata = shlex.split(baris)
        if perintah == "cd":
            di = (di / kata[0]).resolve()
            if (akar / SKEMA).exists() and di == (akar / "kantor").resolve():
                _fill(akar / SKEMA)
            continue
        assert perintah == "capaian", baris
        p = subprocess.run(
            [sys.executable, "-m", "capaian", *kata],
            cwd=di,
            env=lingkungan,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        hasil.append((baris, p.returncode, p.stdout + p.stderr))
    return akar, hasil


def test_the_page_has_commands() -> None:
    """There is something to run, from the version to the first own forms."""
    lines = _lines()
    assert lines[0] == "capaian --version" and "capaian init-forms" in lines and len(lines) >= 10


def test_every_line_succeeds(dijalankan: tuple[Path, list[tuple[str, int, str]]]) -> None:
    """Each line ends with exit code 0, in the order of the page."""
    assert [(b, k, t) for b, k, t in dijalankan[1] if k != 0] == []


def test_the_files_that_the_page_names_are_there(dijalankan: tuple[Path, list[tuple[str, int, str]]]) -> None:
    """Files to open, and the first own form with its letter."""
    akar, _ = dijalankan
    teks = HALAMAN.read_text("utf-8")
    tabel = teks[teks.index("| Berkas dalam folder `coba` |") :].split("\n\n")[0]
    berkas = re.findall(r"^\| `([^`]+)` \|", tabel, flags=re.MULTILINE)
    assert len(berkas) == 3 and [b for b in berkas if not (akar / "coba" / b).is_file()] == []
    formulir = akar / "kantor" / "formulir" / "2026-TW1"
    assert (formulir / "2026-TW1-PTK.xlsx").is_file()
    assert list((formulir / "surat").glob("*.docx"))


def test_the_page_is_one_page() -> None:
    """Short enough to be read in ten minutes beside typing."""
    assert len(HALAMAN.read_text("utf-8").split()) < 650
