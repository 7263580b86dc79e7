"""Time and memory of computing and rolling up achievements, beside plain pandas on floats.

    python bench/aggregate.py                116,000 forms of 25 rows: 2.9 million rows
    python bench/aggregate.py --n 2000

Each way runs in a process of its own and counts the processor time of the computing; making the data is left out.
`capaian` goes office by office, as it does in life: exact decimals, accumulation over four quarters, formulas by
polarity, floor, reasons, traces and predikat; then means per sasaran, bidang and office with counts. `pandas` computes
one quarter's ratio by polarity and the same means over one table of floats. The means of both have to agree to six
places, or the run fails.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from memory import peak

from capaian.analysis import compute, rollup_dinas, rollup_sasaran, rollup_unit
from capaian.formulas import SKALA_BAWAAN
from capaian.model.kiriman import Isian
from capaian.model.nilai import Keadaan, Nilai
from capaian.model.pengaturan import Instansi, Kebijakan, Pengaturan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Sasaran, Siklus, Target, Unit

BARIS, FORMULIR, SASARAN = 25, 8, 5
PERIODE = Periode(2025, "TW", 4)
_POLARITAS = ("positif", "positif", "positif", "negatif")
_KOSONG = 0.03
Baris = tuple[str, str, str, Decimal, Decimal | None]
"""Unit, sasaran, polarity, target, result."""


def rows(kantor: int) -> Iterator[Baris]:
    """The rows of an office: the same for every way."""
    acak = random.Random(kantor)
    for i in range(BARIS * FORMULIR):
        target = Decimal(acak.randint(500, 9900)) / 100
        hasil = None if acak.random() < _KOSONG else Decimal(acak.randint(300, 11000)) / 100
        yield f"U{i // BARIS}", f"S{i % SASARAN}", _POLARITAS[i % len(_POLARITAS)], target, hasil


def _office(baris: list[Baris]) -> tuple[Siklus, Pengaturan, list[Isian]]:
    unit = tuple(Unit(f"U{n}", f"Bidang {n}") for n in range(FORMULIR))
    sasaran = tuple(Sasaran(f"S{n}", f"Sasaran {n}") for n in range(SASARAN))
    indikator, target, isian = [], [], []
    for n, (u, s, polaritas, t, r) in enumerate(baris):
        kode = f"IK-{n}"
        indikator.append(Indikator(kode, s, kode, "Persen", u, polaritas=polaritas))
        target.append(Target(kode, 2025, "PK", t, (t, t, t, t), {}))
        isi = Nilai(Keadaan.KOSONG) if r is None else Nilai(Keadaan.TERISI, r, str(r))
        isian.append(Isian(u, PERIODE, "isian", kode, {"realisasi": isi}))
    siklus = Siklus(2025, unit, sasaran, tuple(indikator), tuple(target), (), ())
    instansi = Instansi("D", "Dinas", "D", "Kota", "Kota", "Kota")
    return siklus, Pengaturan(instansi, PERIODE, (), Kebijakan({}, "P86"), SKALA_BAWAAN, {}, ()), isian


def with_capaian(kantor: int) -> tuple[float, list[str]]:
    """Office by office."""
    lama, hasil = 0.0, []
    for k in range(kantor):
        siklus, pengaturan, isian = _office(list(rows(k)))
        mulai = time.process_time()
        capaian = compute(siklus, pengaturan, isian, {}, PERIODE)
        rollup_sasaran(capaian, siklus, pengaturan)
        rollup_unit(capaian, siklus, pengaturan)
        dinas = rollup_dinas(capaian, siklus, pengaturan)
        lama += time.process_time() - mulai
        hasil.append(f"{dinas.persen or 0:.6f} {dinas.n} {dinas.n_tercapai}")
    return lama, hasil


def with_pandas(kantor: int) -> tuple[float, list[str]]:
    """One table of floats."""
    import pandas as pd

    kolom: dict[str, list[Any]] = {k: [] for k in ("kantor", "unit", "sasaran", "positif", "t", "r")}
    for k in range(kantor):
        for u, s, polaritas, t, r in rows(k):
            for nama, nilai in zip(kolom, (k, u, s, polaritas == "positif", float(t), r and float(r)), strict=True):
                kolom[nama].append(nilai)
    tabel = pd.DataFrame(kolom).astype({"unit": "category", "sasaran": "category", "r": float})
    mulai = time.process_time()
    t, r = tabel["t"], tabel["r"]
    tabel["c"] = (r / t).where(tabel["positif"], (2 * t - r) / t).mul(100).clip(lower=0)
    tabel["capai"] = tabel["c"] >= 100
    tabel["label"] = pd.cut(tabel["c"], [-1, 50, 65, 75, 90, 1e9])
    sasaran = tabel.groupby(["kantor", "sasaran"], observed=True)["c"].mean()
    tabel.groupby(["kantor", "unit"], observed=True)["c"].mean()
    dinas = sasaran.groupby("kantor").mean()
    n = tabel.groupby("kantor")["c"].count()
    capai = tabel.groupby("kantor")["capai"].sum()
    lama = time.process_time() - mulai
    return lama, [f"{dinas[k]:.6f} {n[k]} {capai[k]}" for k in range(kantor)]


CARA = {"pandas": with_pandas, "capaian": with_capaian}


def main() -> None:
    """Run every way in a process of its own and print the table."""
    p = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    p.add_argument("--n", type=int, default=116_000, help="forms of 25 rows")
    p.add_argument("--cara", choices=list(CARA), help=argparse.SUPPRESS)
    a = p.parse_args()
    kantor = max(1, a.n // FORMULIR)
    if a.cara:
        lama, hasil = CARA[a.cara](kantor)
        print(json.dumps({"lama": lama, "hasil": hasil, "puncak": peak()}))
        return
    ada = {c: _run(c, a.n) for c in CARA}
    beda = [k for k, (x, y) in enumerate(zip(ada["pandas"]["hasil"], ada["capaian"]["hasil"], strict=True)) if x != y]
    baris = kantor * FORMULIR * BARIS
    print(f"{baris:,} rows, {kantor:,} offices; {len(beda)} offices differ in the sixth place")
    print("| way | seconds | rows a second | highest memory, MB | × pandas |")
    print("|---|---|---|---|---|")
    for c, x in ada.items():
        kali = x["lama"] / ada["pandas"]["lama"]
        print(f"| {c} | {x['lama']:.1f} | {baris / x['lama']:,.0f} | {x['puncak']:,.0f} | {kali:.1f} |")
    if len(beda) > kantor // 1000:
        sys.exit(f"the ways disagree: {beda[:5]}")


def _run(cara: str, n: int) -> dict[str, Any]:
    perintah = [sys.executable, __file__, "--cara", cara, "--n", str(n)]
    return dict(json.loads(subprocess.run(perintah, check=True, capture_output=True, text=True).stdout))


if __name__ == "__main__":
    main()
