"""The example report word for word, and what one changed cell changes in it.

`python tests/test_golden.py` writes the golden text anew; look at the difference before it is committed.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

import word
from capaian.document.prose import blocks
from capaian.model.hasil import HasilLaporan
from capaian.model.narasi import Blok
from capaian.pipeline import forms, intake, report
from capaian.pipeline.office import open_office
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, at

GOLDEN = Path(__file__).resolve().parent / "golden" / "laporan-2025-TW4.txt"
DIUBAH, KODE = "2025-TW4-HIJS.xlsx", "IK-3.5"


def _build(tujuan: Path, ubah: float | None = None, *, simpan: bool = False) -> HasilLaporan:
    """The report of the example office; with one result of one returned form typed differently."""
    shutil.copytree(EXAMPLE, tujuan, ignore=shutil.ignore_patterns("pengisian.toml"))
    kantor = open_office(Folder(tujuan))
    forms.issue_forms(kantor, at(5))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    for p in sorted((tujuan / "inbox-susulan").iterdir()):
        ke = kantor.folder.inbox / p.name
        shutil.copy2(p, ke)
        if p.name == DIUBAH and simpan:
            _type(ke, ubah)
    intake.collect(kantor, at(12), kantor.folder.inbox)
    return report.build_report(kantor, at(13))


def _type(path: Path, nilai: float | None) -> None:
    """Type a result into a returned form and save it; None saves it as it is."""
    buku = openpyxl.load_workbook(path)
    lembar = buku["ISIAN"]
    (kolom,) = [s.column for b in lembar.iter_rows() for s in b if s.value == "Realisasi TW IV 2025"]
    (baris,) = [b[0].row for b in lembar.iter_rows() if any(s.value == KODE for s in b)]
    if nilai is not None:
        lembar.cell(baris, kolom).value = nilai
    buku.save(path)


def _dump(hasil: HasilLaporan) -> tuple[Blok, ...]:
    return blocks(hasil.berkas.read_bytes())


def _text(blok: Iterable[Blok]) -> str:
    """Every text with its place up to the trace of the numbers; the seal differs from machine to machine."""
    baris: list[str] = []
    bab = sebelum = ""
    for b in blok:
        di = b.tempat.rsplit(", ", 1)[0]
        if "JEJAK ANGKA" in di:
            continue
        if di != bab:
            baris.append(f"## {di}")
            bab = di
        if " kolom " in b.tempat and _row(b) == sebelum:
            baris[-1] += f" | {b.teks}"
        else:
            baris.append(b.teks)
        sebelum = _row(b)
    return re.sub(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}(?=[;.\s]|$)", "SEGEL", "\n".join(baris)) + "\n"


@pytest.mark.kantor
def test_the_example_report_word_for_word(tmp_path: Path) -> None:
    """A changed sentence is a changed golden file, so that it is read before it is committed."""
    assert _text(_dump(_build(tmp_path / "kantor"))).splitlines() == GOLDEN.read_text("utf-8").splitlines()


@pytest.mark.kantor
def test_one_changed_cell_changes_what_cites_it_and_nothing_else(tmp_path: Path) -> None:
    """Texts, table cells and charts: those of the indikator, of its sasaran, and of the office."""
    lama, baru = _build(tmp_path / "a", simpan=True), _build(tmp_path / "b", 42_300, simpan=True)
    dulu, kini = _dump(lama), _dump(baru)
    assert [b.tempat for b in dulu] == [b.tempat for b in kini], "nothing is added or lost"
    berubah = [(a, b) for a, b in zip(dulu, kini, strict=True) if a.teks != b.teks]
    assert len(berubah) > 10
    kantor = open_office(Folder(tmp_path / "a"))
    ind = kantor.siklus.indikator_by_kode[KODE]
    sasaran = kantor.siklus.sasaran_by_kode[ind.sasaran]
    instansi = kantor.pengaturan.instansi
    sebut = (ind.nama, KODE, sasaran.nama, "Segel data", "bersegel", f"rata-rata capaian {sasaran.kode}")
    sebut += ("dinas", instansi.singkatan, f"Rata-rata capaian kinerja {instansi.nama}", f"kinerja {instansi.nama}")
    baris = {_row(b): " ".join(x.teks for x in kini if _row(x) == _row(b)) for _, b in berubah}
    for a, b in berubah:
        if " kolom " in b.tempat and baris[_row(b)].startswith("Rata-rata capaian"):
            assert f"Sasaran {sasaran.kode}" in _caption(kini, b)
            continue
        assert any(s in f"{b.teks} {baris[_row(b)]}" for s in sebut), (b.tempat, a.teks, b.teks)
    bagan = [word.charts(word.parts(h.berkas.read_bytes())) for h in (lama, baru)]
    beda = [x[0] for x, y in zip(*bagan, strict=True) if x != y]
    assert len(beda) == 2 and "per Sasaran" not in beda[1], beda
    assert "rata-rata capaian" in beda[0] and ind.nama in beda[1]


def _row(b: Blok) -> str:
    return b.tempat.rpartition(" kolom ")[0] or f"{b.tempat}|{b.teks[:20]}"


def _caption(blok: tuple[Blok, ...], b: Blok) -> str:
    """The caption above a table cell."""
    letak = blok.index(b)
    return next(x.teks for x in reversed(blok[:letak]) if x.caption)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        isi = _text(_dump(_build(Path(folder) / "kantor")))
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(isi, "utf-8", newline="\n")
    sys.stdout.write(f"{GOLDEN.name}: {len(isi.splitlines())} baris\n")
