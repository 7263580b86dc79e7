"""Time and memory of judging rows, beside plain pandas and pandera running the same checks over the same data.

    python bench/rules.py                116,000 forms of 25 rows: 2.9 million rows
    python bench/rules.py --n 2000

Each way runs in a process of its own and counts the processor time of the judging; making the data is left out.
`capaian` judges office by office, as it does in life, with every rule, and writes a finding in full sentences for
every hit; `capaian (8)` runs the eight rules that the others run as well. Those say which rows break which rule,
without sentences, cells or keys. The counts per rule of the three have to be equal, or the run fails.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

from memory import peak

from capaian import rules
from capaian.checks import run, subjects
from capaian.model.kiriman import Isian
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.model.pengaturan import Kebijakan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator
from capaian.rules import Lingkup

BARIS = 25
"""Rows of a form."""
FORMULIR = 8
"""Forms of an office."""
DELAPAN = ("ISI-01", "ISI-03", "ISI-04", "ISI-05", "ISI-06", "ISI-07", "ISI-09", "ISI-12")
PERIODE = Periode(2025, "TW", 4)
KEBIJAKAN = Kebijakan({}, "P86")
_JENIS = (("%", 2, True), ("orang", 0, False), ("indeks", 2, False), ("%", 2, False))
"""Unit, decimals, share of a whole: the kinds of indicators, one after the other."""
_ANGKA = ("target", "realisasi", "pembilang", "penyebut")
_TEKS = ("kendala", "tindak_lanjut", "sumber_data", "bukti_dukung", "keterangan")
Baris = dict[str, Any]


def rows(formulir: int) -> Iterator[Baris]:
    """What stands in the rows of a form: the same for every way, mostly right, some of it wrong."""
    acak = random.Random(formulir)
    for i in range(BARIS):
        bagian = _JENIS[i % len(_JENIS)][2]
        target, penyebut = acak.randint(60, 95), acak.randint(80, 400)
        pembilang = acak.randint(penyebut * 6 // 10, penyebut)
        realisasi: float | None = round(100 * pembilang / penyebut, 2) if bagian else target + acak.randint(-9, 12)
        salah = acak.random()
        if salah < 0.01:
            realisasi = None
        elif salah < 0.02:
            realisasi = -3 if realisasi is None else round(realisasi * 100, 2)
        elif salah < 0.03:
            realisasi, pembilang = (realisasi or 0) + 0.5, pembilang + (penyebut if bagian else 0)
        elif salah < 0.04:
            realisasi = -2
        yield {
            "jenis": i % len(_JENIS),
            "target": target,
            "realisasi": realisasi,
            "pembilang": pembilang if bagian else None,
            "penyebut": penyebut if bagian else None,
            "kendala": "Instruktur kurang",
            "tindak_lanjut": "Menambah instruktur",
            "sumber_data": "Laporan bidang",
            "bukti_dukung": "" if acak.random() < 0.05 else "rekap.pdf",
            "keterangan": "Dijelaskan" if acak.random() < 0.1 else "",
        }


# --- capaian ---

_INDIKATOR = [
    Indikator(f"IK-{i}", "S-1", f"Indikator {i}", s, "U", desimal=d, bagian=b)
    for i in range(BARIS)
    for s, d, b in [_JENIS[i % len(_JENIS)]]
]


def _value(isi: object, kolom: str, baris: int) -> Nilai:
    if isi in (None, ""):
        return Nilai(Keadaan.KOSONG)
    asal = CellRef("U.xlsx", "ISIAN", f"{kolom[0].upper()}{baris}")
    nilai = isi if isinstance(isi, str) else Decimal(str(isi))
    return Nilai(Keadaan.TERISI, nilai, str(isi), asal)


def office(ke: int, n: int) -> list[tuple[Indikator, Isian, Decimal, Decimal | None]]:
    """The rows of one office as they were read, with target and capaian."""
    hasil = []
    for f in range(ke * FORMULIR, min((ke + 1) * FORMULIR, n)):
        for i, isi in enumerate(rows(f)):
            nilai = {k: _value(isi[k], k, i + 8) for k in (*_ANGKA[1:], *_TEKS)}
            nilai["status_data"] = _value("Ada", "status_data", i + 8)
            isian = Isian(f"U{f}", PERIODE, "isian", f"IK-{f}-{i}", nilai)
            target, realisasi = Decimal(isi["target"]), nilai["realisasi"].angka
            persen = None if realisasi is None else realisasi / target * 100
            hasil.append((_INDIKATOR[i], isian, target, persen))
    return hasil


def material(isian: list[tuple[Indikator, Isian, Decimal, Decimal | None]]) -> run.Bahan:
    """Put together what the rules see, as the pipeline does."""
    baris = [subjects.BarisPeriksa(i, x, target, None, True, persen, KEBIJAKAN) for i, x, target, persen in isian]
    sel = [subjects.SelPeriksa(x, k, k, "", (), v) for _, x, _, _ in isian for k, v in x.nilai.items() if v.sebab]
    lintas = subjects.PeriodePeriksa([], baris, [], [], {}, periode=PERIODE, kebijakan=KEBIJAKAN)
    return run.Bahan(str(PERIODE), [], sel, baris, [], lintas)


def _capaian(n: int) -> tuple[float, Counter[str]]:
    detik, jumlah = 0.0, Counter[str]()
    for ke in range(-(-n // FORMULIR)):
        isian = office(ke, n)
        mulai = time.process_time()
        temuan = run.outcome(material(isian)).temuan
        detik += time.process_time() - mulai
        jumlah.update(f.kode for f in temuan)
    return detik, jumlah


def all_rules(n: int) -> tuple[float, Counter[str]]:
    """Judge with every rule."""
    return _capaian(n)


def eight_rules(n: int) -> tuple[float, Counter[str]]:
    """Judge with the eight rules that the others have too."""
    for r in rules.all_rules():
        if r.lingkup is not Lingkup.BERKAS and r.kode not in DELAPAN:
            del rules._RULES[r.kode]
    return _capaian(n)


# --- the same checks elsewhere ---


def frame(n: int) -> Any:
    """The same rows as one table."""
    import numpy as np
    import pandas as pd

    angka = {k: np.full(n * BARIS, np.nan) for k in ("formulir", "baris", "jenis", *_ANGKA)}
    teks = {k: np.zeros(n * BARIS, dtype=object) for k in ("bukti_dukung", "keterangan")}
    kolom_semua = list((angka | teks).items())
    for f in range(n):
        for i, isi in enumerate(rows(f)):
            isi |= {"formulir": f, "baris": i}
            for k, kolom in kolom_semua:
                if isi[k] is not None:
                    kolom[f * BARIS + i] = isi[k]
    df = pd.DataFrame(angka | teks)
    df["bagian"] = df["jenis"].isin([i for i, j in enumerate(_JENIS) if j[2]])
    df["persen"] = df["jenis"].isin([i for i, j in enumerate(_JENIS) if j[0] == "%"])
    df["cacah"] = df["jenis"].isin([i for i, j in enumerate(_JENIS) if j[1] == 0 and j[0] != "%"])
    return df


def _conditions() -> dict[str, Callable[[Any], Any]]:
    """What breaks each rule, over a whole table at once."""

    def jauh(d: Any) -> Any:
        rasio = (d["realisasi"] / d["target"]).abs()
        return (d["realisasi"] != 0) & (d["keterangan"] == "") & ((rasio < 0.1) | (rasio > 10))

    def beda(d: Any) -> Any:
        return d["persen"] & ((d["pembilang"] / d["penyebut"] * 100 - d["realisasi"]).abs() > 0.01 + 1e-9)

    return {
        "ISI-01": lambda d: d["realisasi"].isna(),
        "ISI-03": lambda d: d["bagian"] & d["persen"] & (d["realisasi"] > 100),
        "ISI-04": lambda d: (d["bagian"] | d["cacah"]) & (d["realisasi"] < 0),
        "ISI-05": lambda d: d["bagian"] & (d["pembilang"] > d["penyebut"]),
        "ISI-06": beda,
        "ISI-07": jauh,
        "ISI-09": lambda d: d["cacah"] & d["realisasi"].notna() & (d["realisasi"] % 1 != 0),
        "ISI-12": lambda d: d["realisasi"].notna() & (d["bukti_dukung"] == ""),
    }


def plain_pandas(n: int) -> tuple[float, Counter[str]]:
    """Judge with boolean masks."""
    import pandas as pd

    df = frame(n)
    mulai = time.process_time()
    bagian = [df.loc[syarat(df), ["formulir", "baris"]].assign(kode=k) for k, syarat in _conditions().items()]
    temuan = pd.concat(bagian)
    detik = time.process_time() - mulai
    return detik, Counter(temuan["kode"].value_counts().to_dict())


def with_pandera(n: int) -> tuple[float, Counter[str]]:
    """Judge with a schema of eight checks, all errors collected."""
    import pandera.pandas as pa

    df = frame(n)

    def periksa(syarat: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda d: ~syarat(d)

    cek = [pa.Check(periksa(s), name=k, ignore_na=False) for k, s in _conditions().items()]
    skema = pa.DataFrameSchema(checks=cek)
    mulai = time.process_time()
    jumlah: Counter[str] = Counter()
    try:
        skema.validate(df, lazy=True)
    except pa.errors.SchemaErrors as e:
        kasus = e.failure_cases
        # One line per column of a failing row; a row counts once.
        jumlah.update(kasus.drop_duplicates(["check", "index"])["check"].value_counts().to_dict())
    return time.process_time() - mulai, jumlah


CARA: dict[str, Callable[[int], tuple[float, Counter[str]]]] = {
    "pandas": plain_pandas,
    "pandera": with_pandera,
    "capaian (8)": eight_rules,
    "capaian": all_rules,
}


def measure(cara: str, n: int) -> dict[str, Any]:
    """Run one way here: seconds, findings per rule, and the highest memory of the process in MB (0: unknown)."""
    detik, jumlah = CARA[cara](n)
    return {"detik": detik, "temuan": dict(jumlah), "memori": peak()}


def main() -> None:
    """Print one line per way."""
    pilihan = argparse.ArgumentParser(description="Waktu dan memori memeriksa isian.")
    pilihan.add_argument("--n", type=int, default=116_000, help="jumlah formulir")
    pilihan.add_argument("--cara", choices=CARA, help=argparse.SUPPRESS)
    argumen = pilihan.parse_args()
    if argumen.cara:
        print(json.dumps(measure(argumen.cara, argumen.n)))
        return
    n = argumen.n * BARIS
    print(f"{argumen.n} formulir, {n} baris; setiap cara dalam proses sendiri\n")
    print(f"{'cara':<13}{'detik':>9}{'baris/detik':>13}{'temuan':>10}{'memori MB':>11}{'× pandas':>10}")
    hasil: dict[str, dict[str, Any]] = {}
    for cara in CARA:
        if cara == "pandera" and find_spec("pandera") is None:
            print("pandera tidak terpasang; baris ini dilewati.")
            continue
        perintah = [sys.executable, __file__, "--n", str(argumen.n), "--cara", cara]
        keluar = subprocess.run(perintah, check=True, stdout=subprocess.PIPE, text=True)
        h = hasil[cara] = json.loads(keluar.stdout)
        banding = h["detik"] / hasil["pandas"]["detik"]
        jumlah = sum(h["temuan"].values())
        print(f"{cara:<13}{h['detik']:>9.1f}{n / h['detik']:>13.0f}{jumlah:>10}{h['memori']:>11.0f}{banding:>10.1f}")
    for cara in ("pandera", "capaian (8)", "capaian"):
        beda = {k: v for k in DELAPAN if cara in hasil and (v := _pair(hasil, cara, k))}
        if beda:
            raise SystemExit(f"{cara} dan pandas berbeda: {beda}")


def _pair(hasil: dict[str, dict[str, Any]], cara: str, kode: str) -> tuple[int, int] | None:
    a, b = hasil["pandas"]["temuan"].get(kode, 0), hasil[cara]["temuan"].get(kode, 0)
    return (a, b) if a != b else None


if __name__ == "__main__":
    main()
