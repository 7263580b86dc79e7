"""Time until `capaian --help` and `capaian status` have answered, beside a bare typer program with as many commands.

    python bench/startup.py
    python bench/startup.py --n 30

Each start is a process of its own, the programs take turns, and what is compared is the median of processor time:
other work on the computer then counts little.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from capaian.cli.commands import COMMANDS, load
from capaian.pipeline.office import open_office
from capaian.workspace.folder import Folder

CONTOH = Path(__file__).resolve().parent.parent / "examples" / "disperinaker"
POLOS = """
import typer
app = typer.Typer(rich_markup_mode=None)
def command(n):
    @app.command(f"perintah-{n}")
    def kerja(satu: str = "", dua: int = 0, tiga: bool = False, empat: str = "", lima: str = "") -> None:
        "Kerjakan."
for n in range(%d):
    command(n)
app()
"""


def processor_seconds(perintah: list[str], sandi: Path) -> float:
    """Run a command with its modules compiled, as an installed program has them; return what it cost."""
    lingkungan = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    lingkungan["PYTHONPYCACHEPREFIX"] = str(sandi)
    awal = os.times()
    subprocess.run(perintah, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env=lingkungan)
    akhir = os.times()
    return akhir.children_user + akhir.children_system - awal.children_user - awal.children_system


def main() -> None:
    """Measure and print a table."""
    p = argparse.ArgumentParser()
    p.add_argument("--n", type=int, default=20, help="starts of each")
    n = p.parse_args().n
    with tempfile.TemporaryDirectory() as sementara:
        kantor = Path(sementara) / "kantor"
        shutil.copytree(CONTOH, kantor)
        open_office(Folder(kantor))
        banyak = sum(len(getattr(load(nama), "commands", "1")) for nama in COMMANDS)
        polos = Path(sementara) / "polos.py"
        polos.write_text(POLOS % banyak, "utf-8")
        cara = {
            "bare typer --help": [sys.executable, str(polos), "--help"],
            "bare typer command": [sys.executable, str(polos), "perintah-3", "--satu", "x"],
            "capaian --help": [sys.executable, "-m", "capaian", "--help"],
            "capaian status": [sys.executable, "-m", "capaian", "status", "--folder", str(kantor)],
        }
        waktu: dict[str, list[float]] = {nama: [] for nama in cara}
        for putaran in range(n + 1):
            for nama, perintah in cara.items():
                t = processor_seconds(perintah, Path(sementara) / "sandi")
                if putaran:  # the first round compiles
                    waktu[nama].append(t)
    tengah = {nama: statistics.median(w) for nama, w in waktu.items()}
    pembanding = {"capaian --help": "bare typer --help", "capaian status": "bare typer command"}
    print(f"{banyak} commands, {n} starts of each, median of processor time")
    for nama, t in tengah.items():
        dasar = pembanding.get(nama, nama)
        print(f"{nama:<20}{t * 1000:8.0f} ms{t / tengah[dasar]:8.2f} × {dasar}")


if __name__ == "__main__":
    main()
