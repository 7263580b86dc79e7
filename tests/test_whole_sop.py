"""The whole SOP, played for two cycles: its register, letters and times word for word.

`python tests/test_whole_sop.py` writes the golden text anew; look at the difference before it is committed.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

from capaian.document.prose import blocks
from capaian.model.pengesahan import CatatanReviu, Tahap
from capaian.pipeline import (
    approving,
    audit,
    dispatch,
    forms,
    incoming,
    intake,
    integrity,
    progress,
    remind,
    report,
    validation,
)
from capaian.pipeline.approving import Hari
from capaian.pipeline.audit import Saringan
from capaian.pipeline.incoming import DisposisiBaru, SuratBaru
from capaian.pipeline.office import Kantor, open_office
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, at

GOLDEN = Path(__file__).resolve().parent / "golden" / "sop.txt"
PLT = """
[[pejabat]]
peran = "kepala"
jabatan = "Kepala Dinas Perindustrian dan Tenaga Kerja Kota Probolinggo"
nama = "DEWI CONTOH, S.T., M.T."
nip = "19750101 200003 2 001"
pangkat = "Pembina Tingkat I"
status = "Plt."
mulai = 2026-01-20
"""


def _office(tujuan: Path) -> Kantor:
    """The example office whose head changes on 20 January, with a day off on the 16th."""
    shutil.copytree(EXAMPLE, tujuan, ignore=shutil.ignore_patterns("pengisian.toml"))
    path = tujuan / "capaian.toml"
    isi = path.read_text("utf-8").replace('status = "definitif"', 'status = "definitif"\nselesai = 2026-01-19', 1)
    path.write_text(isi + PLT, "utf-8")
    libur = tujuan / "hari-libur.csv"
    libur.write_text(libur.read_text("utf-8-sig") + "2026-01-16;Isra Mikraj;libur nasional\n", "utf-8-sig")
    return open_office(Folder(tujuan))


def _letter(kantor: Kantor, hari: int, nomor: str) -> None:
    tanggal = date(2026, 1, hari)
    surat = SuratBaru(
        nomor, tanggal, "Kepala Bappeda Litbang Kota Probolinggo", "Permintaan data", "Segera", "–", tanggal
    )
    incoming.receive(kantor, at(hari, 8), surat)
    incoming.dispose(kantor, at(hari, 8), DisposisiBaru(tanggal, "Tindak lanjuti"))
    incoming.dispose(kantor, at(hari, 9), DisposisiBaru(tanggal, "Siapkan datanya"))


def _hari(n: int) -> Hari:
    return Hari(date(2026, 1, n), date(2026, 1, n))


def _to_the_end(kantor: Kantor, hari: int) -> None:
    """From a draft to the receipt."""
    approving.hand_over(kantor, at(hari), _hari(hari))
    approving.accept(kantor, at(hari, 11), _hari(hari))
    approving.approve(kantor, at(hari + 1), _hari(hari + 1), pdf=False)
    dispatch.submit(kantor, at(hari + 1, 13), _hari(hari + 1))
    terima = dispatch.TandaTerima("RINA", "Staf Bappeda Litbang", f"050/{hari}")
    dispatch.receipt(kantor, at(hari + 2), _hari(hari + 2), terima)


def play(tujuan: Path) -> tuple[Kantor, list[str]]:
    """Play it, and return what a reader of the papers sees."""
    kantor = _office(tujuan)
    # The first cycle: a late unit, corrections, a return with notes, a new head, and a reopening.
    _letter(kantor, 5, "050/1/2026")
    forms.issue_forms(kantor, at(5, 10))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    validation.validate(kantor, at(9))
    pengingat = remind.remind(kantor, date(2026, 1, 9)).pesan
    for p in sorted((tujuan / "inbox-susulan").iterdir()):
        shutil.copy2(p, kantor.folder.inbox / p.name)
    intake.collect(kantor, at(12), kantor.folder.inbox)
    validation.validate(kantor, at(12, 10))
    report.build_report(kantor, at(13))
    approving.hand_over(kantor, at(14), _hari(14))
    approving.send_back(kantor, at(15), _hari(15), [CatatanReviu(0, 0, "Perbaiki kata pengantar", "ditulis")])
    approving.answer(kantor, at(15), [(1, "diperbaiki")])
    report.build_report(kantor, at(19))
    _to_the_end(kantor, 19)
    approving.reopen(kantor, at(22), _hari(22), "Penjelasan IK-1.2 dilengkapi")
    report.build_report(kantor, at(22))
    _to_the_end(kantor, 22)
    # The second cycle: the year, from the quarterly forms.
    setahun = open_office(kantor.folder, "2025-TAHUN")
    _letter(setahun, 26, "050/9/2026")
    report.build_report(setahun, at(27))
    _to_the_end(setahun, 27)
    baris = ["# Pengingat", *(f"## {u}\n{teks}" for u, teks, _ in pengingat)]
    for k in (kantor, setahun):
        baris.append(f"# Riwayat {k.periode}")
        baris += [
            f"{b.waktu:%d/%m %H.%M} {b.pelaku}: {b.apa} [{b.unit}] {b.alasan}" for b in audit.history(k, Saringan())
        ]
        path = progress.card(k, at(30).waktu)
        for berkas in (path, *sorted(k.folder.laporan(k.periode).glob("Surat-Pengantar*.docx"))):
            baris += [f"# {berkas.name}", *(b.teks for b in blocks(berkas.read_bytes()))]
    for berkas in sorted(kantor.folder.surat(2026).glob("*.docx")):
        baris += [f"# {berkas.name}", *(b.teks for b in blocks(berkas.read_bytes()))]
    return kantor, re.sub(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b(?!-)", "SEGEL", "\n".join(baris)).split("\n")


@pytest.mark.kantor
def test_the_whole_sop_for_two_cycles(tmp_path: Path) -> None:
    kantor, baris = play(tmp_path / "kantor")
    assert baris == GOLDEN.read_text("utf-8").rstrip("\n").split("\n")
    for periode in ("2025-TW4", "2025-TAHUN"):
        k = open_office(kantor.folder, periode)
        assert approving.standing(k).tahap is Tahap.DITERIMA
        status = progress.status(k, at(30).waktu)
        assert [x.keadaan for x in status.langkah[8:]] == ["selesai"] * 3
    assert integrity.verify(kantor.folder, menyeluruh=True).kerusakan == ()
    teks = "\n".join(baris)
    assert "Plt. Kepala Dinas" in teks and "DEWI CONTOH" in teks, "the new head approves"
    assert "BUDIONO WIRAWAN" in teks, "the old head wrote on the first letter"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        isi = play(Path(folder) / "kantor")[1]
    GOLDEN.write_text("\n".join(isi) + "\n", "utf-8", newline="\n")
    sys.stdout.write(f"{GOLDEN.name}: {len(isi)} baris\n")
