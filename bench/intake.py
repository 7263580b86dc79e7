"""Taking in forms: wall clock, CPU and memory per form, beside doing less with the same bytes in the same run.

    python bench/intake.py                 1,000 forms
    python bench/intake.py --n 10000

`capaian` is `intake.collect.collect` from the folder to the ledger: every file listed, archived durably, read in a
child process, identified, held against the issued form, its values understood, recorded in the hash chain. `again` is
the same over the unchanged inbox. The others do less: `expat` unzips every part and sends the XML through expat without
handlers, `calamine` and `pandas` read all sheets. Each way runs in a process of its own, bound to one core except
`two cores`. The forms are those of the example office, each under a unit code of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

from memory import peak

from capaian.forms.expect import expected
from capaian.intake.collect import collect
from capaian.intake.identify import Kantor as Acuan
from capaian.intake.record import Tujuan
from capaian.ledger import Archive, Ledger, Tetap
from capaian.model.formulir import KodeFormulir
from capaian.model.kiriman import Putusan
from capaian.pipeline import forms, new_office
from capaian.pipeline.office import Pelaku, open_office
from capaian.workspace.folder import Folder

WIB = timezone(timedelta(hours=7))
KANTOR = Pelaku("Bench", datetime(2026, 1, 5, 8, tzinfo=WIB))
HIMPUN = datetime(2026, 1, 8, 14, tzinfo=WIB)
BAIK = {"2025-TW4-SEK.xlsx", "Formulir Bidang Perindustrian TW IV.xlsx", "2025-TW4-BLK FINAL fix.xlsx"}


def prepare(root: Path, n: int) -> None:
    """Make an office that issued `n` forms, and an inbox in which they lie filled in."""
    asal = new_office.copy_example(root / "contoh", dengan_kiriman=True)
    kantor = open_office(asal)
    forms.issue_forms(kantor, KANTOR)
    with Ledger(asal.basis_data) as ledger:
        contoh = [(p, _code(p)) for p in sorted(asal.inbox.iterdir()) if p.name in BAIK]
        tetap = {kode: ledger.form(str(kode)) for _, kode in contoh}
    inbox = root / "inbox"
    inbox.mkdir()
    with Ledger(root / "capaian.db") as ledger, ledger.transaction():
        for i in range(n):
            path, lama = contoh[i % len(contoh)]
            kode = KodeFormulir(lama.kantor, lama.periode, f"U{i:05d}", 1)
            terbit = tetap[lama]
            assert terbit is not None
            urut = ledger.append("formulir.terbit", {"kode": str(kode)}, KANTOR.nama, KANTOR.waktu).urut
            ledger.add_form(kode, terbit.sha256, terbit.tetap, terbit.isi_hash, urut)
            (inbox / f"{kode.unit} kiriman.xlsx").write_bytes(_renamed(path.read_bytes(), str(lama), str(kode)))
    kemarin = HIMPUN.timestamp() - 86_400
    for path in inbox.iterdir():
        os.utime(path, (kemarin, kemarin))


def _code(path: Path) -> KodeFormulir:
    with zipfile.ZipFile(path) as z:
        teks = z.read("docProps/custom.xml").decode()
    kode = next((k for isi in re.findall(r">([^<]+)<", teks) if (k := KodeFormulir.parse(isi))), None)
    assert kode is not None
    return kode


def _renamed(data: bytes, lama: str, baru: str) -> bytes:
    keluar = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as z, zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as k:
        for info in z.infolist():
            k.writestr(info, z.read(info).replace(lama.encode(), baru.encode()))
    return keluar.getvalue()


def _collect(root: Path) -> Callable[[], int]:
    kantor = open_office(Folder(root / "contoh"))
    harapan = cache(partial(expected, kantor.siklus, kantor.pengaturan.skala_ordinal))

    def run() -> int:
        with Ledger(root / "capaian.db") as ledger:

            def terbit(kode: KodeFormulir) -> Tetap | None:
                ada = ledger.form(str(kode))
                return ada.tetap if ada else None

            acuan = Acuan(kantor.pengaturan.instansi.kode, kantor.periode, terbit, harapan)
            tujuan = Tujuan(Archive(root / "arsip"), ledger, "Bench", HIMPUN, "bench")
            hasil = collect(root / "inbox", acuan, tujuan)
        buruk = [p for p in hasil if p.putusan not in (Putusan.DITERIMA, Putusan.DENGAN_CATATAN)]
        assert not buruk, buruk[:3]
        return len(hasil)

    return run


def _files(root: Path) -> Iterator[bytes]:
    for path in sorted((root / "inbox").iterdir()):
        yield path.read_bytes()


def _expat(root: Path) -> int:
    n = 0
    for data in _files(root):
        with zipfile.ZipFile(BytesIO(data)) as z:
            for nama in z.namelist():
                expat.ParserCreate().Parse(z.read(nama), True)
        n += 1
    return n


def _calamine(root: Path) -> int:
    import python_calamine

    n = 0
    for data in _files(root):
        buku = python_calamine.load_workbook(BytesIO(data))
        for nama in buku.sheet_names:
            buku.get_sheet_by_name(nama).to_python()
        n += 1
    return n


def _pandas(root: Path) -> int:
    import pandas as pd

    n = 0
    for data in _files(root):
        pd.read_excel(BytesIO(data), sheet_name=None, engine="openpyxl")
        n += 1
        if n >= 200:
            break
    return n


WAYS: dict[str, Callable[[Path], Callable[[], int]]] = {
    "expat": lambda root: partial(_expat, root),
    "calamine": lambda root: partial(_calamine, root),
    "pandas": lambda root: partial(_pandas, root),
    "capaian": _collect,
    "again": _collect,
    "two cores": _collect,
}


def measure(way: str, root: Path) -> dict[str, float]:
    """Run one way and return seconds and megabytes."""
    if way != "two cores" and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    run = WAYS[way](root)
    mulai, cpu = time.perf_counter(), _cpu()
    n = run()
    wall = time.perf_counter() - mulai
    return {"n": n, "wall": wall, "cpu": _cpu() - cpu, "mb": peak()}


def _cpu() -> float:
    return sum(sum(resource.getrusage(w)[:2]) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main() -> None:
    """Prepare, run every way in a process of its own, and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1_000)
    parser.add_argument("--only", nargs="*", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.way:
        print(json.dumps(measure(args.way, args.root)))
        return
    with tempfile.TemporaryDirectory() as tmp:
        root = Path(tmp)
        prepare(root, args.n)
        hasil: dict[str, dict[str, float]] = {}
        for way in args.only:
            if way == "two cores":
                shutil.rmtree(root / "arsip", ignore_errors=True)
                _forget(root)
            perintah = [sys.executable, __file__, "--way", way, "--root", str(root)]
            hasil[way] = json.loads(subprocess.run(perintah, check=True, capture_output=True, text=True).stdout)
            r = hasil[way]
            print(
                f"{way:<10} {int(r['n']):>6} forms  {1000 * r['wall'] / r['n']:8.2f} ms wall  "
                f"{1000 * r['cpu'] / r['n']:8.2f} ms CPU per form  {r['mb']:6.0f} MB",
                flush=True,
            )
        _ratios(hasil)


def _forget(root: Path) -> None:
    """Empty the ledger of what was received; what was issued stays."""
    import sqlite3

    with sqlite3.connect(root / "capaian.db") as db:
        for tabel in [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]:
            if tabel not in ("formulir", "peristiwa"):
                db.execute(f"DELETE FROM {tabel}")
        db.execute("DELETE FROM peristiwa WHERE jenis <> 'formulir.terbit'")


def _ratios(hasil: dict[str, dict[str, float]]) -> None:
    def per(way: str) -> float:
        return hasil[way]["wall"] / hasil[way]["n"]

    for teks, a, b in (
        ("pandas : capaian (aim at least 8)", "pandas", "capaian"),
        ("capaian : expat (aim at most 3)", "capaian", "expat"),
        ("capaian : calamine", "capaian", "calamine"),
        ("first run : second run (aim at least 100)", "capaian", "again"),
        ("one core : two cores", "capaian", "two cores"),
    ):
        if a in hasil and b in hasil:
            print(f"{teks:<45} {per(a) / per(b):8.2f}")


if __name__ == "__main__":
    main()
