"""`capaian export`: the rows of a period as a file that Excel, or a program, takes without losing anything."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from capaian import export
from capaian.cli import app
from capaian.errors import UsageError
from capaian.export import builtin, registry
from capaian.export.builtin import KOLOM
from capaian.formulas.registry import Registry
from capaian.ledger import Ledger
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.model.rekap import BukuRekap
from capaian.pipeline import summarize
from capaian.pipeline.export import export_period
from capaian.pipeline.office import Kantor, open_ledger
from conftest import EXAMPLE, at, both_rounds


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Kantor:
    return both_rounds(tmp_path_factory.mktemp("ekspor") / "kantor")


@pytest.fixture(scope="module")
def buku(quarter: Kantor) -> BukuRekap:
    with open_ledger(quarter) as ledger:
        return summarize.book(quarter, ledger, at(13))


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_csv_is_what_indonesian_excel_opens(buku: BukuRekap) -> None:
    """A byte order mark, semicolons, decimal commas, one row per indikator with the cells it came from."""
    data = export.find("csv").tulis(buku)
    assert data.startswith(b"\xef\xbb\xbfkode;indikator;") and data.count(b"\r\n") == 38
    baris = {b["kode"]: b for b in table(data)}
    assert len(baris) == 37 and list(baris["IK-1.1"]) == list(KOLOM)
    tpt = baris["IK-1.1"]
    assert (tpt["target"], tpt["realisasi"], tpt["satuan"], tpt["predikat"]) == (
        "3,72",
        "3,91",
        "Persen",
        "Sangat Tinggi",
    )
    assert tpt["capaian"].startswith("94,8924731")
    assert tpt["sel_realisasi"] == "DOC-20260109-WA0003.xlsx · ISIAN!P8" and "skema/Target.csv" in tpt["sel_target"]
    assert baris["IK-1.6"]["sel_realisasi"].count("; ") == 3  # a sum of four quarters names four cells
    kosong = [b for b in baris.values() if not b["capaian"]]
    assert kosong and all(b["alasan"] and b["predikat"] == "" for b in kosong)
    assert all("contoh" in b["keterangan"] for b in baris.values())


def test_the_json_says_the_same_and_loses_no_digit(buku: BukuRekap) -> None:
    isi = json.loads(export.find("json").tulis(buku))
    assert isi["versi"] == 1 and isi["periode"] == "2025-TW4"
    dari_csv = table(export.find("csv").tulis(buku))
    assert len(isi["indikator"]) == len(dari_csv) == 37
    for satu, baris, asal in zip(isi["indikator"], dari_csv, buku.baris, strict=True):
        assert {k: "" if v is None else v for k, v in satu.items() if k not in ("target", "realisasi", "capaian")} == {
            k: v for k, v in baris.items() if k not in ("target", "realisasi", "capaian")
        }
        assert asal.capaian.persen == (None if satu["capaian"] is None else Decimal(satu["capaian"]))
        assert (satu["capaian"] or "").replace(".", ",") == baris["capaian"]


@pytest.mark.parametrize("jahat", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "a;b\r\n=1"])
def test_text_is_inert_in_csv_and_numbers_stay_numbers(buku: BukuRekap, jahat: str) -> None:
    satu = buku.baris[0]
    minus = Nilai(Keadaan.TERISI, Decimal("-5.25"), asal=CellRef(jahat, "ISIAN", "P8"))
    rentang = Nilai(Keadaan.TERISI, "5-7")
    capaian = replace(satu.capaian, realisasi=minus, target=rentang, sumber=(minus,), sel_target=())
    indikator = replace(satu.indikator, nama=jahat, satuan=jahat)
    (baris,) = table(
        export.find("csv").tulis(replace(buku, baris=(replace(satu, indikator=indikator, capaian=capaian),)))
    )
    for k in ("indikator", "satuan", "sel_realisasi"):
        assert not baris[k].startswith(("=", "+", "-", "@", "\t", "\r")), k
    assert baris["realisasi"] == "-5,25" and baris["target"] == "5–7"


def test_every_format_is_repeatable_and_described(buku: BukuRekap) -> None:
    assert [f.nama for f in export.formats()][:2] == ["csv", "json"]
    for f in export.formats():
        assert f.tulis(buku) == f.tulis(buku) and f.uraian and f.akhiran == f".{f.nama}" and not f.paket


def test_the_recipe_works(buku: BukuRekap, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of CONTRIBUTING, put into the file it names, is a format."""
    teks = (EXAMPLE.parent.parent / "CONTRIBUTING.md").read_text("utf-8").partition("### An exporter")[2]
    monkeypatch.setattr(registry, "_SEMUA", Registry("Format ekspor"))
    exec(re.search(r"```python\n(.*?)```", teks, re.DOTALL)[1], vars(builtin).copy())  # type: ignore[index]
    baris = export.find("tsv").tulis(buku).decode().splitlines()
    assert len(baris) == 38 and {b.count("\t") for b in baris} == {len(KOLOM) - 1}
    assert baris[1].split("\t")[:1] == ["IK-1.1"] and "3,72" in baris[1]


def test_the_command_writes_one_file_and_records_nothing(quarter: Kantor, tmp_path: Path) -> None:
    with Ledger(quarter.folder.basis_data) as ledger:
        kepala = ledger.head()
    pertama = export_period(quarter, at(13), "csv")
    assert pertama.baru and pertama.berkas == quarter.folder.laporan(quarter.periode) / "Capaian-2025-TW4.csv"
    assert not export_period(quarter, at(13), "csv").baru
    root = str(quarter.folder.root)
    hasil = CliRunner().invoke(
        app, ["export", "--format", "json", "--out", str(tmp_path / "a.json"), "--json", "--folder", root]
    )
    isi = json.loads(hasil.stdout)
    assert hasil.exit_code == 0 and isi["jenis"] == "ekspor" and isi["isi"]["n"] == 37
    assert len(json.loads((tmp_path / "a.json").read_text("utf-8"))["indikator"]) == 37
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
    with Ledger(quarter.folder.basis_data) as ledger:
        assert ledger.head() == kepala


def test_without_a_format_it_says_which_there_are() -> None:
    hasil = CliRunner().invoke(app, ["export"])
    assert hasil.exit_code == 0 and "csv" in hasil.stdout and "Excel" in hasil.stdout
    salah = CliRunner().invoke(app, ["export", "--format", "cvs", "--folder", "."])
    assert salah.exit_code == 2


@pytest.mark.parametrize(
    "tujuan",
    [
        "capaian.toml",
        "CAPAIAN.DB",
        "hari-libur.csv",
        "skema/Unit.csv",
        "arsip/x.csv",
        "inbox/x.csv",
        "laporan",
        "formulir/2025-TW4/2025-TW4-IND.xlsx",
        "laporan/R.docx",
        "laporan/jejak-angka.json",
        "laporan/catatan.csv",
        "capaian.db-journal",
        "capaian.db-wal",
        "cadangan/baru.csv",
        "skema/Baru.csv",
        "Laporan.docx",
        "tautan.csv",
    ],
)
def test_what_the_office_keeps_is_not_written_over(quarter: Kantor, tujuan: str) -> None:
    root = quarter.folder.root
    (root / "laporan").mkdir(exist_ok=True)
    for nama in ("R.docx", "jejak-angka.json", "catatan.csv"):
        (root / "laporan" / nama).write_bytes(b"milik kantor")
    if sys.platform != "win32" and not (root / "tautan.csv").is_symlink():
        (root / "tautan.csv").symlink_to(root / "laporan" / "belum-ada.csv")
    sebelum = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    nama = "json" if tujuan.endswith(".json") else "csv"
    hasil = CliRunner().invoke(
        app, ["export", "--format", nama, "--out", str(root / tujuan), "--folder", str(root)], env={"COLUMNS": "200"}
    )
    assert hasil.exit_code == 2 or (sys.platform == "win32" and tujuan == "tautan.csv")
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == sebelum
    (root / "tautan.csv").unlink(missing_ok=True)


def test_what_the_export_wrote_itself_is_replaced(quarter: Kantor, tmp_path: Path) -> None:
    """At its own place; elsewhere in the office folder a new name may be used once; outside a file may be replaced."""
    bawaan = quarter.folder.laporan(quarter.periode) / "Capaian-2025-TW4.csv"
    bawaan.parent.mkdir(parents=True, exist_ok=True)
    bawaan.write_bytes(b"ekspor kemarin")
    assert export_period(quarter, at(13), "csv", bawaan).baru and bawaan.read_bytes().startswith(b"\xef\xbb\xbfkode;")
    luar = tmp_path / "capaian.csv"
    luar.write_bytes(b"ekspor kemarin")
    assert export_period(quarter, at(13), "csv", luar).baru and luar.read_bytes() == bawaan.read_bytes()
    dalam = quarter.folder.root / "untuk-bappeda.csv"
    assert export_period(quarter, at(13), "csv", dalam).baru
    with pytest.raises(UsageError, match="sudah ada"):
        export_period(quarter, at(13), "csv", dalam)
    dalam.unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="a named pipe is needed")
def test_only_a_plain_file_is_replaced(quarter: Kantor, tmp_path: Path) -> None:
    """A pipe, or a link to one, stays what it is; outside the office folder too."""
    pipa, tautan = tmp_path / "pipa.csv", tmp_path / "tautan.csv"
    os.mkfifo(pipa)
    tautan.symlink_to(pipa)
    for tujuan in (pipa, tautan):
        with pytest.raises(UsageError, match="bukan berkas biasa"):
            export_period(quarter, at(13), "csv", tujuan)
    assert stat.S_ISFIFO(pipa.lstat().st_mode) and tautan.is_symlink()


def test_before_anything_came_there_is_nothing_to_write(kantor: Kantor) -> None:
    hasil = CliRunner().invoke(app, ["export", "--format", "csv", "--folder", str(kantor.folder.root)])
    assert hasil.exit_code == 1 and not kantor.folder.laporan(kantor.periode).exists()
