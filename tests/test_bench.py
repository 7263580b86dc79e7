"""The benchmarks run, and their table says what was measured."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parent.parent / "bench"


@pytest.fixture(scope="module")
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_run", BENCH / "run.py")
    assert spec is not None and spec.loader is not None
    modul = importlib.util.module_from_spec(spec)
    sys.modules["bench_run"] = modul
    spec.loader.exec_module(modul)
    return modul


def test_ratio_growth_and_country(run: ModuleType) -> None:
    kecil, besar = run.Hasil(10, 1.0, 50, 20.0), run.Hasil(1_000, 80.0, 60, 16.0)
    assert (kecil.per_formulir, kecil.kali) == (100.0, 5.0)
    assert run.growth(kecil, besar) == 0.8
    ada = {"written": {10: kecil, 1_000: besar}}
    assert run.table(ada)[2:] == [
        "| written | 10 | 10 | 100.00 | 50 | 5.0 |  | openpyxl writing the same cells |",
        "| written | 1,000 | 1,000 | 80.00 | 60 | 5.0 | 0.80 | openpyxl writing the same cells |",
    ]
    assert run.country(ada)[2:] == ["| written | 2.58 |", "| **all** | **2.6** |"]


def test_one_command_runs_every_step(tmp_path: Path, run: ModuleType) -> None:
    """Two tiny sizes through the real steps; the text around the tables stays."""
    dokumen = tmp_path / "p.md"
    dokumen.write_text(f"atas\n{run.AWAL}lama\n{run.AKHIR}\nbawah\n", "utf-8")
    perintah = [sys.executable, str(BENCH / "run.py"), "--sizes", "3", "8", "--out", str(dokumen)]
    subprocess.run(perintah, check=True, capture_output=True)
    teks = dokumen.read_text("utf-8")
    assert teks.startswith("atas\n") and teks.endswith("bawah\n") and "lama" not in teks
    baris = re.findall(r"(?m)^\| (\w+) \| (\d+) \| \d+ \| ([\d,.]+) \| \d+ \| ([\d,.]+) \| ([\d.]*) \|", teks)
    assert [(langkah, n) for langkah, n, *_ in baris] == [(x, n) for x in run.LANGKAH for n in ("3", "8")]
    for kecil, besar in zip(baris[::2], baris[1::2], strict=True):
        ms = [float(x[2].replace(",", "")) for x in (kecil, besar)]
        assert all(m > 0 for m in ms) and kecil[4] == ""
        assert float(besar[4]) == pytest.approx(ms[1] / ms[0], rel=0.02, abs=0.02)
    assert "**all**" in teks and "cores" in teks


def test_the_document_holds_a_run_of_all_sizes(run: ModuleType) -> None:
    """What is published was measured at the sizes that are promised."""
    teks = (BENCH.parent / "docs" / "performance.md").read_text("utf-8")
    for langkah in run.LANGKAH:
        assert re.findall(rf"(?m)^\| {langkah} \| ([\d,]+) \|", teks) == [f"{n:,}" for n in run.UKURAN]
    assert re.search(r"(?m)^20\d\d-\d\d-\d\d, Linux .*Python 3\.", teks)
