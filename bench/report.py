"""Time and memory of writing the report, beside bare docxtpl with one table of the same rows.

    python bench/report.py                   60, 600 and 6,000 indikator
    python bench/report.py --n 60 600

`capaian` computes nothing here: the achievements are made before the clock starts; it words every sentence, draws the
charts, writes contents, appendices and the trace of every number. `docxtpl` fills one table of five columns with
numbers that are texts already. Each size and way runs in a process of its own and counts its processor time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from aggregate import PERIODE, rows
from memory import peak

from capaian.analysis import compute, rollup_dinas, rollup_sasaran, rollup_unit
from capaian.analysis.compare import perbandingan
from capaian.formulas import SKALA_BAWAAN
from capaian.model.kiriman import Isian
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.model.pengaturan import Instansi, Kebijakan, Pengaturan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Riwayat, Sasaran, Siklus, Target, Unit
from capaian.report import narasi
from capaian.report.bahan import Bahan
from capaian.report.build import build_report
from capaian.sheet.chart import build_chart

AKAR = Path(__file__).resolve().parent.parent
WAKTU = datetime(2026, 1, 13, tzinfo=UTC)
PER_SASARAN = 10
KOLOM = ("nama", "satuan", "target", "realisasi", "capaian")


def office(n: int) -> Bahan:
    """An office with n indikator in sasaran of ten, each with three years before."""
    baris: list[Any] = []
    kantor = 0
    while len(baris) < n:
        baris += rows(kantor)
        kantor += 1
    unit = tuple(Unit(f"U{i}", f"Bidang {i}") for i in range(8))
    sasaran = tuple(Sasaran(f"S-{i}", f"Meningkatnya mutu layanan ke-{i}") for i in range((n + 9) // PER_SASARAN))
    indikator, target, isian, riwayat = [], [], [], []
    for i, (u, _, polaritas, t, r) in enumerate(baris[:n]):
        kode = f"IK-{i}"
        ind = Indikator(kode, f"S-{i // PER_SASARAN}", f"Persentase layanan {i}", "Persen", u, polaritas=polaritas)
        indikator.append(ind)
        target.append(Target(kode, 2025, "PK", t, (t, t, t, t), {"tahunan": CellRef("Target.csv", "", f"baris {i}")}))
        sel = CellRef(f"{u}.xlsx", "ISIAN", f"P{i + 8}")
        isi = Nilai(Keadaan.KOSONG) if r is None else Nilai(Keadaan.TERISI, r, str(r), sel)
        kendala = Nilai(Keadaan.TERISI, "Data dari unit terlambat.", "Data dari unit terlambat.", sel)
        isian.append(Isian(u, PERIODE, "isian", kode, {"realisasi": isi, "kendala": kendala}))
        riwayat += [Riwayat(kode, Periode(y, "TAHUN"), t + y - 2025, t) for y in (2022, 2023, 2024)]
    siklus = Siklus(2025, unit, sasaran, tuple(indikator), tuple(target), (), tuple(riwayat))
    instansi = Instansi("D", "Dinas", "D", "Pemerintah Kota", "Kota", "Kota")
    pengaturan = Pengaturan(instansi, PERIODE, (), Kebijakan({}, "P86"), SKALA_BAWAAN, {}, ())
    capaian = compute(siklus, pengaturan, isian, {}, PERIODE)
    return Bahan(
        pengaturan=pengaturan,
        siklus=siklus,
        periode=PERIODE,
        capaian=capaian,
        rekap_sasaran=rollup_sasaran(capaian, siklus, pengaturan),
        rekap_unit=rollup_unit(capaian, siklus, pengaturan),
        rekap_dinas=rollup_dinas(capaian, siklus, pengaturan),
        serapan=(),
        tanggal=date(2026, 1, 13),
        perbandingan=perbandingan(siklus, pengaturan, capaian, {}, PERIODE),
        isian=tuple(isian),
    )


def with_capaian(n: int) -> tuple[float, int]:
    """The whole report."""
    bahan = office(n)
    templat = (AKAR / "templates" / "laporan-kinerja.docx").read_bytes()
    kalimat = narasi.load(AKAR / "templates" / "narasi")
    mulai = time.process_time()
    hasil = build_report(bahan, templat, kalimat, WAKTU, lambda b: build_chart(b, WAKTU))
    return time.process_time() - mulai, len(hasil.data)


def with_docxtpl(n: int) -> tuple[float, int]:
    """One table."""
    from docx import Document
    from docxtpl import DocxTemplate

    dokumen: Any = Document()
    t = dokumen.add_table(4, len(KOLOM))
    for i, nama in enumerate(KOLOM):
        t.cell(0, i).text, t.cell(2, i).text = nama, f"{{{{ b.{nama} }}}}"
    t.cell(1, 0).text, t.cell(3, 0).text = "{%tr for b in baris %}", "{%tr endfor %}"
    asal = BytesIO()
    dokumen.save(asal)
    bahan = office(n)
    nama = {i.kode: i.nama for i in bahan.siklus.indikator}
    baris = []
    for c in bahan.capaian:
        isi = (nama[c.indikator], "Persen", str(c.target.isi), str(c.realisasi.isi), str(c.persen))
        baris.append(dict(zip(KOLOM, isi, strict=True)))
    mulai = time.process_time()
    templat = DocxTemplate(BytesIO(asal.getvalue()))
    templat.render({"baris": baris})
    keluar = BytesIO()
    templat.save(keluar)
    return time.process_time() - mulai, len(keluar.getvalue())


CARA = {"docxtpl": with_docxtpl, "capaian": with_capaian}


def main() -> None:
    """Run every size and way in a process of its own and print the table."""
    p = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    p.add_argument("--n", type=int, nargs="+", default=[60, 600, 6000], help="indikator")
    p.add_argument("--cara", choices=list(CARA), help=argparse.SUPPRESS)
    a = p.parse_args()
    if a.cara:
        lama, besar = CARA[a.cara](a.n[0])
        print(json.dumps({"lama": lama, "besar": besar, "puncak": peak()}))
        return
    print("| indikator | way | seconds | ms an indikator | KB an indikator | highest memory, MB | × docxtpl |")
    print("|---|---|---|---|---|---|---|")
    for n in a.n:
        ada = {c: _run(c, n) for c in CARA}
        for c, x in ada.items():
            kali = x["lama"] / ada["docxtpl"]["lama"]
            print(
                f"| {n:,} | {c} | {x['lama']:.2f} | {x['lama'] * 1000 / n:.1f} | {x['besar'] / 1024 / n:.2f} | "
                f"{x['puncak']:,.0f} | {kali:.1f} |",
                flush=True,
            )


def _run(cara: str, n: int) -> dict[str, Any]:
    perintah = [sys.executable, __file__, "--cara", cara, "--n", str(n)]
    return dict(json.loads(subprocess.run(perintah, check=True, capture_output=True, text=True).stdout))


if __name__ == "__main__":
    main()
