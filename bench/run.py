"""Every step of the quarter at three sizes, each beside a plain way, in one run: one table for docs/performance.md.

    python bench/run.py                                   prints the table (some half an hour)
    python bench/run.py --out docs/performance.md         writes it into the document
    python bench/run.py --sizes 10 100

Each step and size runs in a process of its own and counts processor time, so that other work on the computer counts
little; what is compared are ratios within the run. A plain way that costs the same for each form is measured on at most
1,000 forms (reading: 200), and reports on at most eight offices; the document says so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SINI = Path(__file__).resolve().parent
UKURAN = (10, 1_000, 10_000)
NEGARA = 116_000
"""Forms of a quarter of all offices of the country: 514 districts and cities, some 28 offices each, eight forms."""
FORMULIR = 8
"""Forms of one office in the benchmarks."""
INDIKATOR = 200
"""Indikator of one office there: eight forms of 25 rows."""
PALING_BANYAK, KANTOR, BACA = 1_000, 8, 200
AWAL, AKHIR = "<!-- ukuran: ditulis oleh bench/run.py -->\n", "<!-- ukuran: selesai -->"


@dataclass(frozen=True)
class Hasil:
    """What one step cost at one size.

    Attributes:
        n: Forms that the step was really run with.
        detik: Seconds of processor time for them.
        memori: Highest memory of the process in MB; 0 where the system does not tell.
        biasa: Milliseconds of a form in the plain way.
    """

    n: int
    detik: float
    memori: float
    biasa: float

    @property
    def per_formulir(self) -> float:
        """Milliseconds of a form."""
        return self.detik * 1000 / self.n

    @property
    def kali(self) -> float:
        """How many times the plain way."""
        return self.per_formulir / self.biasa


def _call(berkas: str, *kata: object) -> dict[str, Any]:
    perintah = [sys.executable, str(SINI / berkas), *map(str, kata)]
    return dict(json.loads(subprocess.run(perintah, check=True, capture_output=True, text=True).stdout))


def written(n: int) -> Hasil:
    """Forms written, beside openpyxl writing the same cells."""
    sedikit = min(n, PALING_BANYAK)
    kami = _call("forms.py", "--cara", "capaian", "--n", n)
    biasa = _call("forms.py", "--cara", "openpyxl", "--n", sedikit)
    return Hasil(n, kami["detik"], kami["memori"], biasa["detik"] * 1000 / sedikit)


def collected(n: int) -> Hasil:
    """Forms taken in, beside pandas with openpyxl reading all sheets."""
    sys.path.insert(0, str(SINI))
    import intake

    with tempfile.TemporaryDirectory() as sementara:
        intake.prepare(Path(sementara), n)
        kami = _call("intake.py", "--way", "capaian", "--root", sementara)
        biasa = _call("intake.py", "--way", "pandas", "--root", sementara)
    return Hasil(n, kami["cpu"], kami["mb"], biasa["cpu"] * 1000 / biasa["n"])


def judged(n: int) -> Hasil:
    """Forms judged by every rule, beside eight of the checks as masks of pandas."""
    kami = _call("rules.py", "--cara", "capaian", "--n", n)
    biasa = _call("rules.py", "--cara", "pandas", "--n", n)
    return Hasil(n, kami["detik"], kami["memori"], biasa["detik"] * 1000 / n)


def aggregated(n: int) -> Hasil:
    """Forms computed and rolled up office by office, beside means of floats in one table."""
    benar = max(1, n // FORMULIR) * FORMULIR
    kami, biasa = (_call("aggregate.py", "--cara", c, "--n", n) for c in ("capaian", "pandas"))
    return Hasil(benar, kami["lama"], kami["puncak"], biasa["lama"] * 1000 / benar)


def reported(n: int) -> Hasil:
    """Reports of offices of eight forms, beside docxtpl filling one table."""
    kantor = min(max(1, n // FORMULIR), KANTOR)
    kami = [_call("report.py", "--cara", "capaian", "--n", INDIKATOR) for _ in range(kantor)]
    biasa = [_call("report.py", "--cara", "docxtpl", "--n", INDIKATOR) for _ in range(kantor)]
    ms = sum(x["lama"] for x in biasa) * 1000 / (kantor * FORMULIR)
    return Hasil(kantor * FORMULIR, sum(x["lama"] for x in kami), max(x["puncak"] for x in kami), ms)


LANGKAH: Mapping[str, tuple[Callable[[int], Hasil], str]] = {
    "written": (written, "openpyxl writing the same cells"),
    "collected": (collected, "pandas with openpyxl reading all sheets"),
    "judged": (judged, "eight of the checks as masks of pandas"),
    "aggregated": (aggregated, "means of floats in one pandas table"),
    "reported": (reported, "docxtpl filling one table"),
}
"""The steps in the order of a quarter: `init-forms`, `collect`, `validate`, and the two halves of `build-report`."""


def table(ada: Mapping[str, Mapping[int, Hasil]]) -> list[str]:
    """One row per step and size, as Markdown."""
    baris = [
        "| step | forms | measured | ms a form | highest memory, MB | × plain | growth | plain way |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for langkah, per_ukuran in ada.items():
        sebelum: Hasil | None = None
        for n, h in per_ukuran.items():
            tumbuh = f"{growth(sebelum, h):.2f}" if sebelum else ""
            baris.append(
                f"| {langkah} | {n:,} | {h.n:,} | {h.per_formulir:,.2f} | {h.memori:,.0f} | {h.kali:,.1f} | {tumbuh} | "
                f"{LANGKAH[langkah][1]} |"
            )
            sebelum = h
    return baris


def growth(kecil: Hasil, besar: Hasil) -> float:
    """What a form costs at a size beside what it costs at the size before; 1 when cost grows as the forms do."""
    return besar.per_formulir / kecil.per_formulir


def country(ada: Mapping[str, Mapping[int, Hasil]]) -> list[str]:
    """What a quarter of the whole country costs on one core, from the largest size."""
    baris = ["| step | hours of one core |", "|---|---|"]
    jumlah = 0.0
    for langkah, per_ukuran in ada.items():
        jam = per_ukuran[max(per_ukuran)].per_formulir * NEGARA / 3_600_000
        jumlah += jam
        baris.append(f"| {langkah} | {jam:.2f} |")
    return [*baris, f"| **all** | **{jumlah:.1f}** |"]


def machine() -> str:
    """What the run was made on."""
    hari = datetime.now(UTC)  # noqa: TID251 - the day of the run stands in the document
    memori = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memori = f", {os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GB of memory"
    beban = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return (
        f"{hari:%Y-%m-%d}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores{memori}, "
        f"Python {platform.python_version()}{beban}."
    )


def measure(ukuran: Sequence[int]) -> dict[str, dict[int, Hasil]]:
    """Run every step at every size; says on stderr where it is."""
    ada: dict[str, dict[int, Hasil]] = {}
    for langkah, (jalan, _) in LANGKAH.items():
        for n in ukuran:
            sys.stderr.write(f"{langkah} {n:,} …\n")
            ada.setdefault(langkah, {})[n] = jalan(n)
    return ada


def main() -> None:
    """Read the command line, run, print or write."""
    p = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    p.add_argument("--sizes", type=int, nargs="+", default=list(UKURAN), metavar="N", help="forms")
    p.add_argument("--out", type=Path, help="document with the two marks between which the tables stand")
    a = p.parse_args()
    kepala = machine()
    ada = measure(sorted(a.sizes))
    isi = "\n".join([kepala, "", *table(ada), "", f"A quarter of {NEGARA:,} forms, on one core:", "", *country(ada)])
    if a.out is None:
        print(isi)
        return
    teks = a.out.read_text("utf-8")
    kiri, kanan = teks.index(AWAL) + len(AWAL), teks.index(AKHIR)
    a.out.write_text(f"{teks[:kiri]}\n{isi}\n\n{teks[kanan:]}", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
