"""Time and memory of writing forms, beside plain openpyxl and XlsxWriter writing the same cells.

    python bench/forms.py            1,000 forms
    python bench/forms.py --n 200

Each way runs in a process of its own and counts its processor time. «The same cells» are the values and formulas of the
very forms that capaian writes; the plain writers leave out what makes a form: styles, protection, dropdowns, colours,
print set-up, fixed bytes. So the ratio is the price of those, not a race.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from memory import peak

from capaian.analysis.live import live
from capaian.checks import run
from capaian.forms import issue
from capaian.model.formulir import KodeFormulir
from capaian.pipeline.office import open_office
from capaian.sheet.writer import write_form
from capaian.workspace.folder import Folder

CONTOH = Path(__file__).resolve().parent.parent / "examples" / "disperinaker"
TERBIT, TENGGAT = date(2026, 1, 5), date(2026, 1, 8)
Sheets = dict[str, list[list[Any]]]


def make_forms(n: int) -> Callable[[], int]:
    """Return what writes `n` forms of the example office, each composed anew, and returns their bytes in sum."""
    kantor = open_office(Folder(CONTOH))
    langsung = live(kantor.siklus, kantor.pengaturan, {}, kantor.periode, run.conditions())

    def write() -> int:
        jumlah = 0
        for i in range(n):
            unit = kantor.siklus.unit[i % len(kantor.siklus.unit)]
            kode = KodeFormulir("UJI", kantor.periode, unit.kode, i + 1)
            formulir = issue.compose(kantor.siklus, kantor.pengaturan, unit, kode, {}, TERBIT, TENGGAT)
            jumlah += len(write_form(issue.with_formulas(formulir, langsung)))
        return jumlah

    return write


def same_cells() -> list[Sheets]:
    """The values and formulas of one form of each unit, as rows."""
    kantor = open_office(Folder(CONTOH))
    langsung = live(kantor.siklus, kantor.pengaturan, {}, kantor.periode, run.conditions())
    hasil = []
    for unit in kantor.siklus.unit:
        kode = KodeFormulir("UJI", kantor.periode, unit.kode, 1)
        formulir = issue.compose(kantor.siklus, kantor.pengaturan, unit, kode, {}, TERBIT, TENGGAT)
        buku = openpyxl.load_workbook(BytesIO(write_form(issue.with_formulas(formulir, langsung))))
        hasil.append({s.title: [[c.value for c in row] for row in s.iter_rows()] for s in buku.worksheets})
    return hasil


def plain_openpyxl(n: int) -> Callable[[], int]:
    """Return what writes the same cells with openpyxl."""
    isi = same_cells()

    def write() -> int:
        jumlah = 0
        for i in range(n):
            buku = openpyxl.Workbook()
            buku.remove(buku.worksheets[0])
            for nama, rows in isi[i % len(isi)].items():
                lembar = buku.create_sheet(nama)
                for row in rows:
                    lembar.append(row)
            keluar = BytesIO()
            buku.save(keluar)
            jumlah += len(keluar.getvalue())
        return jumlah

    return write


def plain_xlsxwriter(n: int) -> Callable[[], int]:
    """Return what writes the same cells with XlsxWriter."""
    import xlsxwriter

    isi = same_cells()

    def write() -> int:
        jumlah = 0
        for i in range(n):
            keluar = BytesIO()
            buku = xlsxwriter.Workbook(keluar, {"in_memory": True})
            for nama, rows in isi[i % len(isi)].items():
                lembar = buku.add_worksheet(nama)
                for r, row in enumerate(rows):
                    for c, nilai in enumerate(row):
                        if nilai is not None:
                            lembar.write(r, c, float(nilai) if isinstance(nilai, Decimal) else nilai)
            buku.close()
            jumlah += len(keluar.getvalue())
        return jumlah

    return write


CARA: dict[str, Callable[[int], Callable[[], int]]] = {
    "capaian": make_forms,
    "openpyxl": plain_openpyxl,
    "XlsxWriter": plain_xlsxwriter,
}


def measure(cara: str, n: int) -> dict[str, float]:
    """Run one way here: seconds of its processor, bytes of all files, and its highest memory in MB (0: unknown)."""
    write = CARA[cara](n)
    mulai = time.process_time()
    jumlah = write()
    detik = time.process_time() - mulai
    return {"detik": detik, "byte": jumlah, "memori": peak()}


def main() -> None:
    """Print one line per way."""
    pilihan = argparse.ArgumentParser(description="Waktu dan memori menulis formulir.")
    pilihan.add_argument("--n", type=int, default=1000, help="jumlah formulir")
    pilihan.add_argument("--cara", choices=CARA, help=argparse.SUPPRESS)
    argumen = pilihan.parse_args()
    if argumen.cara:
        print(json.dumps(measure(argumen.cara, argumen.n)))
        return
    print(f"{argumen.n} formulir; setiap cara dalam proses sendiri\n")
    print(f"{'cara':<12}{'detik':>9}{'ms/formulir':>13}{'KB/formulir':>13}{'memori MB':>11}{'× openpyxl':>12}")
    hasil: dict[str, dict[str, float]] = {}
    for cara in ("openpyxl", "XlsxWriter", "capaian"):
        if cara == "XlsxWriter" and find_spec("xlsxwriter") is None:
            print("XlsxWriter tidak terpasang; baris ini dilewati (pasang dengan: pip install XlsxWriter).")
            continue
        perintah = [sys.executable, __file__, "--n", str(argumen.n), "--cara", cara]
        keluar = subprocess.run(perintah, check=True, capture_output=True, text=True)
        h = hasil[cara] = json.loads(keluar.stdout)
        banding = h["detik"] / hasil["openpyxl"]["detik"]
        ms, kb = 1000 * h["detik"] / argumen.n, h["byte"] / argumen.n / 1024
        print(f"{cara:<12}{h['detik']:>9.1f}{ms:>13.1f}{kb:>13.1f}{h['memori']:>11.0f}{banding:>12.2f}")


if __name__ == "__main__":
    main()
