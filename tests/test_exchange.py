"""The tables as Excel and as CSV: the same text in every cell, both ways, and replaced whole or not at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tools.buat_contoh import through_libreoffice

from capaian.errors import DataError, UsageError
from capaian.ledger import Ledger
from capaian.pipeline import new_office
from capaian.pipeline import tables as office_tables
from capaian.pipeline.office import open_office
from capaian.schema import exchange
from capaian.schema.blank import blank_csv, blank_workbook
from capaian.schema.load import load, resolve
from capaian.schema.source import read, read_path
from capaian.schema.tables import TABEL
from capaian.schema.typed_text import inert, number_text, tidy
from capaian.text.inert import for_xml
from capaian.text.numbers import baca
from capaian.workspace.folder import Folder
from conftest import at
from skema_contoh import PENGATURAN, tables, write_csv

WAKTU = datetime(2026, 1, 5, 9)

_awkward = st.sampled_from(
    [
        "=1+1",
        "'=x",
        "''=x",
        "-5",
        "-5,5",
        "'-5",
        "- butir",
        "@a",
        "+62",
        "48,00",
        "1.234",
        "1,234",
        "007",
        "3e5",
        "_x0041_",
    ]
)
_cell = st.one_of(
    st.just(""),
    _awkward,
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"]), max_size=12),
    st.text("a;,\"'\n\t |", max_size=8),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1_000_000, max_value=1_000_000).map(str),
    st.integers(-(10**17), 10**17).map(str),
).map(tidy)
_tables = st.fixed_dictionaries(
    {
        t.nama: st.lists(
            st.tuples(*(_cell for _ in t.kolom)).filter(lambda row: any(row) and all(for_xml(x) == x for x in row)),
            max_size=3,
        ).map(tuple)
        for t in TABEL
    }
)


def _from_csv(isi: exchange.Texts) -> exchange.Texts:
    with TemporaryDirectory() as tmp:
        for nama, data in exchange.to_csv(isi).items():
            Path(tmp, nama).write_bytes(data)
        return exchange.texts(read_path(Path(tmp)))


def _from_excel(data: bytes) -> exchange.Texts:
    with TemporaryDirectory() as tmp:
        path = Path(tmp, "t.xlsx")
        path.write_bytes(data)
        return exchange.texts(read_path(path))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_tables)
def test_every_cell_survives_both_ways(isi: exchange.Texts) -> None:
    """Whatever stands in the tables, CSV → Excel → CSV and Excel → CSV → Excel give the same text and bytes."""
    dari_csv = _from_csv(isi)
    assert dari_csv == isi
    buku = exchange.to_workbook(dari_csv, WAKTU)
    dari_excel = _from_excel(buku)
    assert dari_excel == isi
    assert exchange.to_csv(dari_excel) == exchange.to_csv(isi)
    assert exchange.to_workbook(dari_excel, WAKTU) == buku


@given(st.text(max_size=8))
def test_a_formula_in_csv_is_only_text(teks: str) -> None:
    """No text of a CSV file begins as a formula would, and the mark is taken away again."""
    tertulis = inert(teks)
    assert inert(tertulis, baca=True) == teks
    assert not (tertulis[:1] in ("=", "@") and len(tertulis) > 0)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9), st.booleans())
def test_a_native_number_has_one_reading(angka: Decimal, cacah: bool) -> None:
    """The text that stands for a native number is read as that number, never as another or as two."""
    if abs(angka.as_tuple().exponent) > 12:
        return
    assert baca(number_text(angka), "orang", cacah=cacah).nilai == angka
    assert baca(number_text(angka / 100, persen=True), "%").nilai == angka


def test_native_numbers_and_dates_become_what_staff_type(tmp_path: Path) -> None:
    """Numbers, percentages and dates that Excel made of what was typed are the same text in CSV and back."""
    write_csv(tables({}), tmp_path / "skema")
    path = tmp_path / "t.xlsx"
    path.write_bytes(exchange.to_workbook(exchange.texts(read_path(tmp_path / "skema")), WAKTU))
    buku = openpyxl.load_workbook(path)
    kolom = {(s.title, s.cell(3, c).value): c for s in buku for c in range(1, s.max_column + 1)}

    def isi(lembar: str, judul: str, nilai: object, fmt: str = "General") -> None:
        cell = buku[lembar].cell(4, kolom[lembar, judul], nilai)
        cell.number_format = fmt

    isi("Indikator", "Satuan", "Persen")
    isi("Target", "Tahunan", 0.715, "0.0%")
    isi("Target", "TW I", 1.234)
    isi("Target", "TW II", 60)
    isi("Target", "TW IV", 68.499999999999996)
    isi("Target", "Tahun", 2025)
    isi("Program", "Pagu", 1250000000, "#,##0")
    isi("Pejabat", "Mulai", date(2025, 2, 12), "dd/mm/yyyy")
    isi("Pejabat", "Selesai", "31 Desember 2025")
    buku.save(path)
    dari_excel = read_path(path)
    teks = exchange.texts(dari_excel)
    assert teks["Target"][0][1:8] == ("2025", "", "71,5%", "1,2340", "60", "", "68,5")
    assert teks["Program"][0][4] == "1250000000"
    assert teks["Pejabat"][0][6:] == ("2025-02-12", "31 Desember 2025")
    (tmp_path / "lain").mkdir()
    for nama, data in exchange.to_csv(teks).items():
        (tmp_path / "lain" / nama).write_bytes(data)
    a = resolve(dari_excel, PENGATURAN).siklus
    b = resolve(read_path(tmp_path / "lain"), PENGATURAN).siklus
    assert a.target[0].tahunan == b.target[0].tahunan == Decimal("71.5")
    assert a.target[0].triwulan == b.target[0].triwulan == (Decimal("1.234"), Decimal(60), None, Decimal("68.5"))
    assert a.pejabat == b.pejabat and a.pejabat[0].mulai == date(2025, 2, 12)
    assert _from_excel(exchange.to_workbook(teks, WAKTU)) == teks


def test_what_excel_spoiled_is_not_laundered(tmp_path: Path) -> None:
    """A target that became a date, and a formula without a result, are refused with their cells, not exported."""
    write_csv(tables({}), tmp_path / "skema")
    path = tmp_path / "t.xlsx"
    path.write_bytes(exchange.to_workbook(exchange.texts(read_path(tmp_path / "skema")), WAKTU))
    buku = openpyxl.load_workbook(path)
    buku["Target"]["D4"] = date(2026, 2, 1)
    buku["Target"]["E4"] = "=1+1"
    buku.save(path)
    with pytest.raises(DataError) as e:
        exchange.texts(read_path(path))
    assert [t for t, _, _ in e.value.daftar] == ["t.xlsx · Target!D4", "t.xlsx · Target!E4"]
    pesan = [p for _, p, _ in _problems(path)]
    assert "Kolom Tahunan berubah menjadi tanggal (2026-02-01)." in pesan
    assert len([p for p in pesan if "Tahunan" in p]) == 1


def _problems(path: Path) -> list[tuple[str, str, str]]:
    return [(t.tempat, t.pesan, t.saran) for t in resolve(read_path(path), PENGATURAN).kesalahan]


def test_a_percentage_needs_the_unit_percent(tmp_path: Path) -> None:
    """40 % typed for a number of people is asked about, in Excel as in CSV."""
    write_csv(tables({}), tmp_path / "skema")
    path = tmp_path / "t.xlsx"
    path.write_bytes(exchange.to_workbook(exchange.texts(read_path(tmp_path / "skema")), WAKTU))
    buku = openpyxl.load_workbook(path)
    buku["Target"]["D4"] = 0.4
    buku["Target"]["D4"].number_format = "0%"
    buku["Indikator"]["M4"] = 0.5
    buku["Indikator"]["M4"].number_format = "0%"
    assert buku["Indikator"]["M3"].value == "Bobot"
    buku.save(path)
    pesan = [p for _, p, _ in _problems(path)]
    assert "Target tahunan IK-1 berformat persen, padahal satuannya orang." in pesan
    assert "Kolom Bobot berformat persen." in pesan


def test_the_example_office_survives_libreoffice(folder: Folder) -> None:
    """The workbook, opened and saved by LibreOffice, says the same in every cell."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    isi = exchange.texts(read(folder.root))
    assert _from_excel(through_libreoffice(exchange.to_workbook(isi, WAKTU), "xlsx")) == isi


def test_the_workbook_explains_itself() -> None:
    """Every header has a note, every closed column a list from a range, codes come from the tables themselves."""
    with TemporaryDirectory() as tmp:
        path = Path(tmp, "t.xlsx")
        path.write_bytes(blank_workbook(WAKTU))
        buku = openpyxl.load_workbook(path)
        lembar = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert b"numberStoredAsText" in lembar
    assert buku.sheetnames == [*(t.nama for t in TABEL), "Kamus"]
    for t in TABEL:
        sheet = buku[t.nama]
        aturan = {str(d.sqref).split("4:")[0]: d.formula1 for d in sheet.data_validations.dataValidation}
        assert sheet.freeze_panes == "B4"
        for c, k in enumerate(t.kolom, 1):
            sel = sheet.cell(3, c)
            assert sel.value == k.judul and k.keterangan in sel.comment.text
            rumus = aturan.get(sel.column_letter, "")
            if k.acuan:
                assert f"{k.acuan}!$A$4" in rumus
            elif k.daftar:
                awal, akhir = rumus.removeprefix("Kamus!").replace("$", "").split(":")
                assert tuple(x[0].value for x in buku["Kamus"][f"{awal}:{akhir}"]) == k.daftar
            if k.kunci in ("kode", "nip"):
                assert sheet.column_dimensions[sel.column_letter].number_format == "@"


def test_whatever_a_list_offers_is_accepted(tmp_path: Path) -> None:
    """Each word of each list, typed into its column, is no unknown word."""
    for t in TABEL:
        for k in t.kolom:
            for kata in k.daftar:
                folder = write_csv(tables({f"{t.nama}.{k.kunci}": kata}), tmp_path / "skema")
                assert not [p for _, p, _ in _problems(folder) if f"«{kata}»" in p and "tidak dikenal" in p], (
                    t,
                    k,
                    kata,
                )


def test_same_tables_same_bytes() -> None:
    """The blank tables do not depend on the clock."""
    assert blank_workbook(WAKTU) == blank_workbook(WAKTU)
    assert blank_csv() == blank_csv()


def test_a_text_that_excel_cannot_hold_is_refused(tmp_path: Path) -> None:
    """Nothing is cut off silently on the way into a workbook."""
    write_csv(tables({"Indikator.definisi": "x" * 33_000, "Indikator.catatan": "a\x07b"}), tmp_path / "skema")
    with pytest.raises(DataError) as e:
        exchange.to_workbook(exchange.texts(read_path(tmp_path / "skema")), WAKTU)
    assert [t.split(", ")[2] for t, _, _ in e.value.daftar] == ["kolom Definisi Operasional", "kolom Catatan"]


def test_a_new_office_with_csv_tables(tmp_path: Path) -> None:
    """`init --csv` leaves the same tables as files."""
    jawaban = dict.fromkeys(("kode", "nama", "singkatan", "pemerintah", "daerah", "tempat"), "X")
    folder = new_office.create(tmp_path / "k", jawaban | {"periode": "2025-TW4"}, WAKTU, csv=True)
    assert {p.name for p in (folder.root / "skema").iterdir()} == {f"{t.nama}.csv" for t in TABEL}
    assert not (folder.root / "skema.xlsx").exists()


# --- replacing the tables of an office ---


def _snapshot(folder: Folder) -> dict[str, bytes]:
    return {p.relative_to(folder.root).as_posix(): p.read_bytes() for p in folder.root.rglob("*") if p.is_file()}


def test_export_edit_import(folder: Folder, tmp_path: Path) -> None:
    """Staff edit the exported workbook, and the office's CSV tables take its place; the old ones are kept."""
    tujuan = tmp_path / "tabel.xlsx"
    assert office_tables.export(folder, tujuan, WAKTU).berubah
    assert not office_tables.replace(folder, tujuan, at(6)).berubah
    buku = openpyxl.load_workbook(tujuan)
    buku["Target"]["D4"] = 3.5
    buku.save(tujuan)
    lama = (folder.root / "skema" / "Target.csv").read_bytes()
    hasil = office_tables.replace(folder, tujuan, at(6))
    assert hasil.lama == folder.root / "skema-lama-20260106"
    assert (hasil.lama / "Target.csv").read_bytes() == lama
    target = open_office(folder).siklus.target_berlaku("IK-1.1")
    assert target and target.tahunan == Decimal("3.5")
    with Ledger(folder.basis_data) as ledger:
        (peristiwa,) = ledger.events("skema.diganti")
    assert peristiwa.isi["lama"] == "skema-lama-20260106"
    buku["Target"]["D4"] = 3.6
    buku.save(tujuan)
    kedua = office_tables.replace(folder, tujuan, at(6))
    assert kedua.lama and kedua.lama.name == "skema-lama-20260106-2"


def test_an_office_that_keeps_a_workbook(folder: Folder, tmp_path: Path) -> None:
    """CSV tables come in as skema.xlsx when that is what the office keeps."""
    csv = tmp_path / "csv"
    office_tables.export(folder, csv, WAKTU)
    office_tables.export(folder, tmp_path / "t.xlsx", WAKTU)
    shutil.rmtree(folder.root / "skema")
    shutil.copyfile(tmp_path / "t.xlsx", folder.root / "skema.xlsx")
    path = csv / "Target.csv"
    path.write_text(path.read_text("utf-8-sig").replace("3,72", "3,70"), "utf-8-sig", newline="")
    hasil = office_tables.replace(folder, csv, at(6))
    assert hasil.tujuan.name == "skema.xlsx" and hasil.lama and hasil.lama.name == "skema-lama-20260106.xlsx"
    assert load(folder.root, open_office(folder).pengaturan).target[0].tahunan == Decimal("3.70")


def test_wrong_tables_change_nothing(folder: Folder, tmp_path: Path) -> None:
    """All or nothing: one mistake, and every byte of the office folder stays as it was."""
    csv = tmp_path / "csv"
    office_tables.export(folder, csv, WAKTU)
    path = csv / "Indikator.csv"
    path.write_text(path.read_text("utf-8-sig").replace("negatif", "negatip", 1), "utf-8-sig", newline="")
    sebelum = _snapshot(folder)
    with pytest.raises(DataError) as e:
        office_tables.replace(folder, csv, at(6))
    assert e.value.daftar[0][0] == "csv/Indikator.csv · baris 2 kolom Polaritas"
    assert _snapshot(folder) == sebelum


def test_a_failure_half_way_puts_the_old_tables_back(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new folder cannot take its place, the old one is there again and nothing else is left."""
    csv = tmp_path / "csv"
    office_tables.export(folder, csv, WAKTU)
    path = csv / "Target.csv"
    path.write_text(path.read_text("utf-8-sig").replace("3,72", "3,70"), "utf-8-sig", newline="")
    sebelum = {k: v for k, v in _snapshot(folder).items() if k.startswith("skema")}
    from capaian.workspace import files

    asli, panggilan = files.os.replace, []

    def gagal(a: Path, b: Path) -> None:
        if Path(b).parent == folder.root:
            panggilan.append(b)
            if len(panggilan) == 2:
                raise PermissionError(13, "open in Excel")
        asli(a, b)

    monkeypatch.setattr(files.os, "replace", gagal)
    with pytest.raises(Exception, match="sedang dibuka"):
        office_tables.replace(folder, csv, at(6))
    monkeypatch.undo()
    assert {k: v for k, v in _snapshot(folder).items() if k.startswith("skema")} == sebelum
    assert [p.name for p in folder.root.iterdir() if p.name.startswith((".capaian", "skema-lama"))] == []


def test_export_overwrites_nobodys_work(folder: Folder, tmp_path: Path) -> None:
    """A file that says something else is left alone, and so is the schema itself."""
    (tmp_path / "t.xlsx").write_bytes(b"milik orang")
    for tujuan in (tmp_path / "t.xlsx", folder.root / "skema.xlsx", folder.root / "skema"):
        with pytest.raises(UsageError):
            office_tables.export(folder, tujuan, WAKTU)
    assert (tmp_path / "t.xlsx").read_bytes() == b"milik orang"
    with pytest.raises(UsageError, match="tidak ada"):
        office_tables.replace(folder, tmp_path / "tiada.xlsx", at(6))


def _run(folder: Folder, *perintah: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "capaian", *perintah],
        cwd=folder.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_line(folder: Folder) -> None:
    """check, export and import as users meet them: exit codes, JSON, and where things are."""
    bersih = _run(folder, "schema", "check")
    assert (bersih.returncode, "Tidak ada kesalahan atau peringatan." in bersih.stdout) == (0, True)
    assert _run(folder, "schema", "export", "t.xlsx").returncode == 0
    assert "Tidak ada yang berubah" in _run(folder, "schema", "import", "t.xlsx").stdout
    path = folder.root / "skema" / "Indikator.csv"
    path.write_text(path.read_text("utf-8-sig").replace(";Orang;", ";;", 1), "utf-8-sig")
    salah = _run(folder, "schema", "check", "--json")
    assert salah.returncode == 1 and '"kesalahan"' in salah.stdout and "kolom Satuan" in salah.stdout
