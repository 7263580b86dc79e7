"""The rekap: the same numbers in the program, in LibreOffice, on screen and as data."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from capaian.analysis import lke, package, rekap, rollup_dinas, rollup_sasaran, rollup_unit, serapan
from capaian.cli import app
from capaian.errors import SystemRefusalError
from capaian.formulas import accumulation, efficiency, polarity
from capaian.ledger import durable
from capaian.model.capaian import Alasan
from capaian.model.periode import Periode
from capaian.model.rekap import BukuRekap
from capaian.pipeline import forms, intake
from capaian.pipeline import summarize as pipeline
from capaian.pipeline.office import Kantor, open_office
from capaian.sheet.rekap import write_rekap
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, at, needs_office
from every_case import KASUS, TW3, office
from test_form_formulas import recalculate_all

D = Decimal
WAKTU = datetime(2025, 9, 30)


def book(periode: Periode = TW3, lapor: Periode | None = None, **kebijakan: object) -> BukuRekap:
    """The rekap of the office in which every case occurs."""
    k = office(periode, **kebijakan)
    untuk = lapor or periode
    baris = rekap.rows(k.siklus, k.pengaturan, k.isian, k.sebelumnya, untuk, periode)
    capaian = tuple(b.capaian for b in baris)
    return BukuRekap(
        pengaturan=k.pengaturan,
        siklus=k.siklus,
        periode=untuk,
        data=periode,
        baris=baris,
        sasaran=rollup_sasaran(capaian, k.siklus, k.pengaturan),
        unit=rollup_unit(capaian, k.siklus, k.pengaturan),
        dinas=rollup_dinas(capaian, k.siklus, k.pengaturan),
        serapan=serapan(k.siklus, k.isian),
        anggaran={i.kode: (None, None, i) for i in k.isian if i.bagian == "anggaran"},
        isian={i.kode: i for i in k.isian if i.bagian == "isian"},
    )


VARIAN: dict[str, Callable[[], BukuRekap]] = {
    "bawaan": book,
    "batas": lambda: book(batas_atas=D(120), batas_rerata=D(100), efisiensi="F2", skala="TIGA"),
    "tanpa-batas": lambda: book(batas_bawah=None, efisiensi="F5"),
    "tw1": lambda: book(Periode(2025, "TW", 1)),
    "tahun": lambda: book(Periode(2025, "TW", 4), Periode(2025, "TAHUN")),
}


def test_every_case_occurs() -> None:
    """Every formula × accumulation × case, and every reason why something cannot be computed."""
    k = office()
    assert {x[0] for x in k.kasus.values()} == set(polarity.known_names())
    assert {x[1] for x in k.kasus.values()} == set(accumulation.known_names())
    assert {x[2] for x in k.kasus.values()} == set(KASUS)
    ada = {b.capaian.alasan for nama in VARIAN for b in VARIAN[nama]().baris}
    assert ada == {None, *Alasan}


def _stripped(data: bytes) -> bytes:
    """The workbook without the results beside its formulas, so that whoever opens it has to compute."""
    keluar = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as sumber, zipfile.ZipFile(keluar, "w") as tujuan:
        for nama in sumber.namelist():
            isi = sumber.read(nama)
            if nama.startswith("xl/worksheets/"):
                isi = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", isi)
                isi = re.sub(rb"(</f>)<v ?/>", rb"\1", isi)
            tujuan.writestr(nama, isi)
    return keluar.getvalue()


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, Any]]:
    """Each variant: as the program wrote it, and as LibreOffice computed it."""
    asli = {nama: write_rekap(buat(), WAKTU) for nama, buat in VARIAN.items()}
    ulang = recalculate_all({n: _stripped(d) for n, d in asli.items()}, tmp_path_factory.mktemp("rekap"))
    return {n: (_open(asli[n]), _open(ulang[n])) for n in VARIAN}


def _open(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data), data_only=True)


@pytest.mark.kantor
@needs_office()
@pytest.mark.parametrize("nama", VARIAN)
def test_libreoffice_finds_the_same_numbers(computed: dict[str, tuple[Any, Any]], nama: str) -> None:
    """Every formula of every sheet gives what the program wrote beside it, to the tenth place."""
    asli, ulang = computed[nama]
    rumus = openpyxl.load_workbook(BytesIO(write_rekap(VARIAN[nama](), WAKTU)))
    beda, n = [], 0
    for lembar in rumus.worksheets:
        for cell in (c for baris in lembar.iter_rows() for c in baris if c.data_type == "f"):
            n += 1
            a, b = (buku[lembar.title][cell.coordinate].value for buku in (asli, ulang))
            if not _same(a, b):
                beda.append((lembar.title, cell.coordinate, cell.value, a, b))
    assert beda == []
    assert n > 5000


def _same(a: object, b: object) -> bool:
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) <= 1e-9 * max(1, abs(a))
    return (a or "") == (b or "")


def test_what_stands_beside_a_formula_is_what_the_program_found() -> None:
    """Capaian, predikat, roll-ups and budget in the workbook are those of the records."""
    buku = book(batas_atas=D(120))
    isi = _open(write_rekap(buku, WAKTU))
    baris = list(_rows(isi["Indikator"]))
    assert [b["Kode"] for b in baris] == [b.indikator.kode for b in buku.baris]
    for b, ada in zip(buku.baris, baris, strict=True):
        assert _close(ada["Capaian (%)"], b.capaian.persen), b.indikator.nama
        assert (ada["Predikat"] or "") == b.capaian.predikat
        alasan = b.capaian.alasan
        assert alasan is None or ada["Keterangan"] == alasan.value
    for nama, rekapan in (("Sasaran", (*buku.sasaran, buku.dinas)), ("Unit", buku.unit)):
        for r, ada in zip(rekapan, _rows(isi[nama]), strict=True):
            assert (ada["Dihitung"], ada["Tidak dihitung"], ada["Mencapai target"]) == (r.n, r.n_kosong, r.n_tercapai)
            assert _close(ada["Rata-rata capaian (%)"], r.persen)
    total = list(_rows(isi["Anggaran"]))[-1]
    assert (total["Program/Kegiatan/Sub Kegiatan"], total["Pagu (Rp)"]) == ("Jumlah", 1800)
    assert not total["Realisasi (Rp)"], "a sum with a gap is no sum"


def _rows(lembar: Any) -> Iterable[dict[str, Any]]:
    baris = [list(r) for r in lembar.iter_rows(values_only=True)]
    kepala = next(i for i, r in enumerate(baris) if "Kode" in r)
    return [dict(zip(baris[kepala], r, strict=True)) for r in baris[kepala + 1 :] if any(x is not None for x in r)]


def _close(sel: object, nilai: Decimal | None) -> bool:
    return not sel if nilai is None else isinstance(sel, (int, float)) and abs(D(str(sel)) - nilai) < D("1e-8")


def test_e81_keeps_its_known_faults_out() -> None:
    """No percentage is added up, no number of things stands under rupiah, nothing is an Excel error."""
    buku = book()
    isi = _open(write_rekap(buku, WAKTU))
    lembar = isi["E.81"]
    assert not [c.coordinate for r in lembar.iter_rows() for c in r if str(c.value).startswith("#")]
    kepala = next(r for r in lembar.iter_rows(values_only=True) if "3. Kode" in r)
    baris = [dict(zip(kepala, r, strict=True)) for r in lembar.iter_rows(values_only=True)]
    by_kode = {b["3. Kode"]: b for b in baris}
    for b in buku.baris:
        ada = by_kode[b.indikator.kode]
        assert [v for k, v in ada.items() if "(Rp)" in str(k) and v is not None] == []
        if not accumulation.get(b.indikator.akumulasi).jumlah and b.capaian.realisasi.angka is not None:
            assert _close(ada["14. Realisasi Renstra s.d. 2025 (K)"], b.capaian.realisasi.angka)
        else:
            assert not ada["14. Realisasi Renstra s.d. 2025 (K)"] or b.hitung.skor
    uang = by_kode["2.07.01.2.01.0002"]
    assert (uang["8. Target Renja 2025 (Rp)"], uang["13. Realisasi Renja 2025 (Rp)"]) == (900, 450)
    assert uang["Tingkat capaian Renja (%) Rp"] == 50 and uang["11. Realisasi TW III (Rp)"] is None
    assert "belum diketahui" in uang["17. Keterangan"]


def test_same_input_same_bytes() -> None:
    assert write_rekap(book(), WAKTU) == write_rekap(book(), WAKTU)


def test_foreign_text_is_inert() -> None:
    buku = book()
    jahat = replace(buku.siklus.indikator[0], nama="=1+1 {R} <b>&\x07")
    baris = (replace(buku.baris[0], indikator=jahat), *buku.baris[1:])
    lembar = openpyxl.load_workbook(BytesIO(write_rekap(replace(buku, baris=baris), WAKTU)))["Indikator"]
    cell = next(c for r in lembar.iter_rows() for c in r if str(c.value).startswith("=1+1 {R}"))
    assert cell.data_type == "s"


# --- data ---


def test_every_field_is_documented_and_typed() -> None:
    """The package says what each field is, and every value of every row is of that type."""
    isi = package.package(book())
    keterangan = json.loads(isi["datapackage.json"])
    assert keterangan["profile"] == "tabular-data-package"
    for r in keterangan["resources"]:
        data = isi[r["path"]]
        assert r["bytes"] == len(data)
        baris = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
        medan = r["schema"]["fields"]
        assert list(baris[0]) == [m["name"] for m in medan] and all(m["title"] and m["description"] for m in medan)
        for b in baris:
            for m in medan:
                assert _typed(m["type"], b[m["name"]]), (r["name"], m["name"], b[m["name"]])
        kunci = [tuple(b[k] for k in r["schema"]["primaryKey"]) for b in baris]
        assert len(set(kunci)) == len(kunci)


def _typed(tipe: str, nilai: str) -> bool:
    if nilai == "" or tipe == "string":
        return True
    pola = {"number": r"-?\d+(\.\d+)?", "integer": r"\d+", "boolean": "true|false"}[tipe]
    return re.fullmatch(pola, nilai) is not None


def test_csv_and_json_say_the_same_unrounded() -> None:
    buku = book()
    isi = package.package(buku)
    rinci = json.loads(isi["rekap.json"])
    baris = {b["kode"]: b for b in csv.DictReader(io.StringIO(isi["indikator.csv"].decode(), newline=""))}
    for b, j in zip(buku.baris, rinci["indikator"], strict=True):
        persen = baris[b.indikator.kode]["persen"]
        assert (D(persen) if persen else None) == b.capaian.persen == (D(j["persen"]) if j["persen"] else None)


def test_no_number_is_a_float() -> None:
    """Decimal from the cell to the workbook: nothing in the records is a float."""
    buku = book(efisiensi="F5")
    ada = [b.capaian for b in buku.baris]
    angka = [x for c in ada for x in (c.persen, c.mentah, c.persen_tahun, c.realisasi.isi, c.target.isi)]
    angka += [r.persen for r in (*buku.sasaran, *buku.unit, buku.dinas)]
    angka += [x for s in buku.serapan for x in (s.pagu, s.realisasi, s.persen)]
    assert not [x for x in angka if isinstance(x, float)]
    assert any(isinstance(x, Decimal) for x in angka)


# --- self-check ---


@pytest.mark.parametrize("kriteria", lke.all(), ids=lambda k: k.kode)
def test_each_criterion_finds_what_is_missing(kriteria: lke.Kriteria) -> None:
    """Asked of the office of every case, no answer is empty of sense; counts add up."""
    hasil = next(h for h in lke.check(book()) if h.kode == kriteria.kode)
    assert hasil.terpenuhi + len(hasil.kekurangan) == hasil.n
    assert hasil.uraian and hasil.saran and all(k.kurang for k in hasil.kekurangan)
    assert hasil.persen is None or 0 <= hasil.persen <= 100


# --- from the command line ---


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Kantor:
    """The example office after its first collection."""
    tujuan = tmp_path_factory.mktemp("contoh") / "kantor"
    shutil.copytree(EXAMPLE, tujuan, ignore=shutil.ignore_patterns("inbox-susulan", "pengisian.toml"))
    kantor = open_office(Folder(tujuan))
    forms.issue_forms(kantor, at(5))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    return kantor


def test_on_screen_and_as_files(quarter: Kantor) -> None:
    akar = ["--folder", str(quarter.folder.root)]
    jalan = CliRunner().invoke(app, ["summarize", *akar, "--data"])
    assert jalan.exit_code == 1, "HIJS has not sent a readable form"
    for kata in ("Menurut sasaran", "Menurut unit", "Di luar rata-rata", "Rekap-2025-TW4.xlsx", "belum mengirim: HIJS"):
        assert kata in jalan.stdout
    assert max(len(b) for b in jalan.stdout.splitlines()) <= 80
    folder = quarter.folder.laporan(quarter.periode)
    assert {p.name for p in (folder / "data").iterdir()} >= {"datapackage.json", "indikator.csv", "rekap.json"}
    sebelum = {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}
    isi = json.loads(CliRunner().invoke(app, ["summarize", *akar, "--data", "--json"]).stdout)
    assert isi["jenis"] == "rekap" and len(isi["isi"]["indikator"]) == 37
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()} == sebelum, (
        "nothing new, nothing written"
    )


def test_self_check_on_screen(quarter: Kantor) -> None:
    akar = ["--folder", str(quarter.folder.root)]
    jalan = CliRunner().invoke(app, ["summarize", *akar, "--lke"])
    assert jalan.exit_code == 1 and "LKE-13 Data dihimpun berjenjang" in jalan.stdout
    assert "formulir belum diterima: HIJS" in jalan.stdout and "Perlu dinilai orang" in jalan.stdout
    isi = json.loads(CliRunner().invoke(app, ["summarize", *akar, "--lke", "--json"]).stdout)["isi"]
    assert len(isi["kriteria"]) == len(lke.all()) and isi["dinilai_orang"]


def test_a_workbook_that_is_open(quarter: Kantor, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(path: Path, data: bytes) -> None:
        raise SystemRefusalError(f"Berkas «{path.name}» sedang dibuka.", "Tutup dahulu.")

    for p in quarter.folder.laporan(quarter.periode).glob("Rekap-*"):
        p.unlink()
    monkeypatch.setattr(durable, "write_atomic", locked)
    assert CliRunner().invoke(app, ["summarize", "--folder", str(quarter.folder.root)]).exit_code == 3


def test_before_anything_came_back(kantor: Kantor) -> None:
    jalan = CliRunner().invoke(app, ["summarize", "--folder", str(kantor.folder.root)])
    assert jalan.exit_code == 1


def test_efficiency_by_the_formula_of_the_office() -> None:
    """The sheet states the formula, and its result is that of the registry."""
    for nama in efficiency.known_names():
        isi = _open(write_rekap(book(efisiensi=nama), WAKTU))["Efisiensi"]
        assert f"Rumus {nama}" in str(isi["A3"].value)


def test_pipeline_reads_every_quarter(quarter: Kantor) -> None:
    from capaian.pipeline.office import open_ledger

    with open_ledger(quarter) as ledger:
        buku = pipeline.book(quarter, ledger, at(9))
    assert all(len(v) == 4 for v in buku.anggaran.values())
