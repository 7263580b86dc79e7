"""One quarter through the API: the four stages on a copy of the example office.

    python examples/api_quarter.py [NEW FOLDER]

What it prints are results of the run. See docs/api.md.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

from capaian import api

CONTOH = Path(__file__).resolve().parent / "disperinaker"
WIB = timezone(timedelta(hours=7))


def on(hari: int, jam: int = 9) -> api.Pelaku:
    """Who acts, and when. A program of an office says `datetime.now().astimezone()`."""
    return api.Pelaku("Kasubag Program dan Keuangan", datetime(2026, 1, hari, jam, tzinfo=WIB))


def main(tujuan: Path) -> None:
    """Run the fourth quarter of 2025 in a new folder."""
    shutil.copytree(CONTOH, tujuan, ignore=shutil.ignore_patterns("pengisian.toml"))
    office = api.open_office(tujuan, "2025-TW4")

    issued = api.init_forms(office, on(5))
    print(f"issued: {len(issued)} forms, due {issued[0].tenggat}")

    received = api.collect(office, on(8))
    print("received:", ", ".join(f"{n} {verdict.value}" for verdict, n in received.jumlah.items()))

    checked = api.validate(office, on(9))
    print(f"first round: {checked.jumlah(api.Severity.KESALAHAN)} errors")
    for finding in checked.temuan:
        if finding.severity is api.Severity.KESALAHAN and finding.asal:
            print(f"  {finding.kode} {finding.kunci.unit} {finding.kunci.butir}: {finding.asal}")

    # The units correct their forms and send them again.
    api.collect(office, on(12), tujuan / "inbox-susulan")
    checked = api.validate(office, on(12, 10))
    print(f"second round: {checked.jumlah(api.Severity.KESALAHAN)} errors")

    draft = api.build_report(office, on(13))
    print(f"draft {draft.nomor_draf}: {draft.berkas.name}, {draft.n_angka} numbers traced")
    for c in draft.hitungan.capaian[:3]:
        percent = "not computed" if c.persen is None else f"{c.persen:.2f}% {c.predikat}"
        print(f"  {c.indikator}: target {c.target.isi}, realisasi {c.realisasi.isi}, {percent} ({c.realisasi.asal})")
    total = draft.hitungan.rekap_dinas
    print(f"office: {total.persen:.2f}% {total.predikat}, {total.n_tercapai} of {total.n} reached")

    written = api.export(office, on(13), "csv", tujuan / "capaian.csv")
    print(f"exported: {written.berkas.name}, {written.n} indikator")

    try:
        api.open_office(tujuan, "2024-TW4")
    except api.CapaianError as e:
        print(f"refused with code {int(e.exit_code)}: {e.pesan}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as sementara:
            main(Path(sementara) / "kantor")
