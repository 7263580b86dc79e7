"""The office's own rules: expressions, the table Aturan, and the findings they lead to."""

from __future__ import annotations

import csv
import json
import re
import shutil
import time
from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import capaian.checks.run
import capaian.schema.load  # noqa: F401 - both register rules
from capaian import rules
from capaian.analysis.compute import compute
from capaian.checks import aturan_kantor
from capaian.errors import UsageError
from capaian.formulas import expression
from capaian.formulas.evaluate import evaluate, holds
from capaian.formulas.expression import MAKS_DALAM, MAKS_HURUF, MAKS_TANDA, Galat, parse
from capaian.formulas.functions import FUNGSI, Gagal
from capaian.model.aturan_kantor import (
    ACUAN,
    AWALAN_BAWAAN,
    OPERATOR,
    Call,
    Expression,
    Literal,
    Negation,
    Operation,
    Reference,
)
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.kiriman import Isian
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.model.periode import Periode
from capaian.model.skema import Siklus
from capaian.pipeline import explain, intake, report, validation
from capaian.pipeline import tables as office_tables
from capaian.pipeline.office import Kantor, open_office
from capaian.schema import exchange
from capaian.schema.load import resolve
from capaian.schema.source import read_path
from capaian.schema.tables import TABEL
from capaian.text.numbers import bulatkan
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, Send, at
from skema_contoh import PENGATURAN, tables, write_csv
from test_cli import run as cli

WAKTU = datetime(2026, 1, 5, 9)
NILAI = {Reference("r", "A"): Decimal(12), Reference("t", "A"): Decimal("1.5"), Reference("r", "NOL"): Decimal(0)}

# --- expressions ---


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("100 / 10 / 5", "2"),
        ("-2 * -3", "6"),
        ("--2", "2"),
        ("+2", "2"),
        ("2 – 3", "-1"),
        ("6 ÷ 4 × 2", "3"),
        ("12,5", "12.5"),
        ("0.5", "0.5"),
        ("1.250.000", "1250000"),
        ("1.234,56", "1234.56"),
        ('r("A")', "12"),
        ('R( "A" )', "12"),
        ("r(“A”)", "12"),
        ('r("A") / t("A")', "8"),
        ("jumlah(1; 2,5; 3)", "6.5"),
        ("JUMLAH(1; 2)", "3"),
        ("min(1,5; 2)", "1.5"),
        ('min(r("A"), t("A"))', "1.5"),
        ("maks(1, 2, 3)", "3"),
        ("abs(-1,5)", "1.5"),
        ("bulat(2 / 3; 2)", "0.67"),
        ("bulat(2,5; 0)", "3"),
        ("1 / 3 * 3", "1"),
        ("min(maks(1; 2); jumlah(1; 1; 1))", "2"),
    ],
)
def test_expressions_are_computed(teks: str, hasil: str) -> None:
    """An expression has the value that an office would compute by hand, exactly."""
    e = parse(teks)
    assert not isinstance(e, Galat), e
    assert evaluate(e, NILAI) == Decimal(hasil)


@pytest.mark.parametrize(
    ("teks", "gagal"),
    [
        ("1 / 0", Gagal.BAGI_NOL),
        ('r("A") / r("NOL")', Gagal.BAGI_NOL),
        ('r("NOL") / r("NOL")', Gagal.BAGI_NOL),
        ('r("B")', Gagal.KOSONG),
        ('0 * r("B")', Gagal.KOSONG),
        ('maks(1; r("B"))', Gagal.KOSONG),
        ('jumlah(r("A"); r("B"))', Gagal.KOSONG),
        ("999999999999999999 * 999999999999999999", Gagal.TERLALU_BESAR),
        ("bulat(1; 7)", Gagal.DESIMAL),
        ("bulat(1; 0,5)", Gagal.DESIMAL),
        ("bulat(1; -1)", Gagal.DESIMAL),
    ],
)
def test_what_has_no_value_has_a_reason(teks: str, gagal: Gagal) -> None:
    """A division by zero and a missing value give a reason, never a number; missing is never 0."""
    e = parse(teks)
    assert not isinstance(e, Galat), e
    assert evaluate(e, NILAI) is gagal


@pytest.mark.parametrize(
    ("teks", "letak", "pesan", "saran"),
    [
        ("", 1, "teksnya berakhir", "Tulis angka"),
        ("1 +", 4, "seharusnya ada nilai", "Tulis angka"),
        ("(1", 3, "seharusnya «)»", "kurung tutup"),
        ("1)", 2, "«)» tidak pada tempatnya", "kurungnya"),
        ("1; 2", 2, "«;» tidak pada tempatnya", "di dalam fungsi"),
        ('r("A") r("B")', 8, "«r» tidak pada tempatnya", "+ - * atau /"),
        ("r(IK-1)", 3, "kode dalam tanda petik", 'r("IK-1")'),
        ("r('A')", 3, "tidak dikenal", "petik ganda"),
        ('r("A', 3, "tidak ditutup", "dua tanda petik"),
        ('r("A"; "B")', 6, "seharusnya «)»", "satu kode saja"),
        ('"A" + 1', 1, "berdiri sendiri", 'r("A")'),
        ("sum(1; 2)", 1, "Mungkin maksudnya «jumlah»", "bulat"),
        ("max(1; 2)", 1, "Mungkin maksudnya «maks»", "Fungsi yang dikenal: r, sd, t"),
        ('realisasi("A")', 1, "Mungkin maksudnya «r»", "pembilang"),
        ("__import__(1)", 1, "tidak dikenal", "Fungsi yang dikenal"),
        ("min(1)", 1, "sedikitnya 2 nilai, tertulis 1", "titik koma"),
        ("min(1,5)", 1, "sedikitnya 2 nilai, tertulis 1", "titik koma"),
        ("abs(1; 2)", 1, "«abs» memerlukan 1 nilai", "abs(1)"),
        ("bulat(1)", 1, "«bulat» memerlukan 2 nilai", "bulat(1,25; 1)"),
        ('1 + min(r("A"), 1,5)', 5, "pemisah atau koma desimal", "titik koma"),
        ("min(100,200,300)", 5, "bukan angka", "12,5"),
        ("1.250", 1, "dapat berarti 1250 atau 1,250", "Tulis 1250 atau 1,2500"),
        ("1e9", 2, "«e9» tidak pada tempatnya", "+ - * atau /"),
        ("50%", 3, "«%» tidak dikenal", "50, bukan 50%"),
        ("1 < 2", 3, "«<» tidak dikenal", "kolom Operator"),
        ("2 ^ 3", 3, "«^» tidak dikenal", "+ - * /"),
        ("٣", 1, "tidak dikenal", "Pakai angka"),
        ("12345678901234567890", 1, "bukan angka", "18 angka"),
    ],
)
def test_mistakes_have_a_place_and_a_remedy(teks: str, letak: int, pesan: str, saran: str) -> None:
    """What cannot be read says at which character, what is wrong, and what to write."""
    g = parse(teks)
    assert isinstance(g, Galat), g
    assert (g.letak, pesan in g.pesan, saran in g.saran) == (letak, True, True), g


@pytest.mark.parametrize(
    "teks",
    [
        "(" * 100_000,
        "(" * (MAKS_DALAM + 1) + "1" + ")" * (MAKS_DALAM + 1),
        "-" * 900 + "1",
        "abs(" * 200 + "1" + ")" * 200,
        "1" * 1_000_000,
        "1+" * 500_000 + "1",
        "+".join(["1"] * 499),
        "9" * MAKS_HURUF,
        "1" + ",1" * 400,
        '"' * 999,
        "r(" * 300,
        "\x00\ud800\u202e",
        "1\u00a0+\u00a01\ud83d",
        "1e999999999",
    ],
    ids=lambda t: f"{t[:12]!a}-{len(t)}",
)
def test_hostile_expressions_are_refused_at_once(teks: str) -> None:
    """Deep nesting, a million characters and endless sums are a mistake with a sentence, at no cost."""
    mulai = time.perf_counter()
    g = parse(teks)
    assert isinstance(g, Galat) and len(g.pesan) < 200 and len(g.saran) < 200
    assert time.perf_counter() - mulai < 1


def test_the_largest_allowed_expressions_work() -> None:
    """What the limits let through is computed without reaching the end of the stack."""
    datar = "+".join(["1"] * (MAKS_TANDA // 2))
    dalam = "(" * MAKS_DALAM + "1" + ")" * MAKS_DALAM
    for teks, hasil in ((datar, MAKS_TANDA // 2), (dalam, 1), ("-" * MAKS_DALAM + "1", 1)):
        e = parse(teks)
        assert not isinstance(e, Galat)
        assert evaluate(e, {}) == hasil


@pytest.mark.parametrize("isi", ["1E+999999", "-1E+999999", "1E+999999999999", "NaN", "Infinity", "1E+24"])
def test_values_beyond_all_measure_have_no_result(isi: str) -> None:
    """A cell that holds 1E+999999 makes a rule impossible to judge, not a crash and not a megabyte of digits."""
    nilai = {Reference("r", "A"): Decimal(isi)}
    for teks in ('r("A")', 'r("A") * r("A")', '1 / r("A")', '-r("A")', 'bulat(r("A"); 2)', 'jumlah(r("A"); 1)'):
        e = parse(teks)
        assert not isinstance(e, Galat)
        assert evaluate(e, nilai) is Gagal.TERLALU_BESAR, teks
    kecil = {Reference("r", "A"): Decimal("1E-999999")}
    assert evaluate(_parsed('r("A") * r("A")'), kecil) == 0
    assert evaluate(_parsed('1 / r("A")'), kecil) is Gagal.TERLALU_BESAR


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=60), st.text('()+-*/;,."“rtminabs0123456789 ', max_size=60)))
def test_any_text_is_an_expression_or_a_mistake(teks: str) -> None:
    """Nothing that can be typed into a cell raises an exception, and a mistake lies inside the text or behind it."""
    e = parse(teks)
    if isinstance(e, Galat):
        assert 1 <= e.letak <= len(teks) + 1 and e.pesan and e.saran
    else:
        assert isinstance(evaluate(e, {}), Decimal | Gagal)


_literals = st.decimals(0, 10**9, places=4).map(lambda d: Literal(d.normalize() + 0))
_references = st.builds(Reference, st.sampled_from(sorted(ACUAN)), st.sampled_from(["A", "IK-1.2", "2.07.03"]))


def _grow(anak: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.builds(Operation, st.sampled_from("+-*/"), anak, anak),
        st.builds(Negation, anak),
        st.builds(Call, st.sampled_from(["jumlah", "min", "maks"]), st.lists(anak, min_size=2, max_size=3).map(tuple)),
        st.builds(Call, st.just("abs"), st.tuples(anak)),
    )


_trees = st.recursive(st.one_of(_literals, _references), _grow, max_leaves=10)
_values = st.dictionaries(_references, st.decimals(-(10**9), 10**9, places=3), max_size=40)


def _written(e: Expression, jarak: str) -> str:
    """An expression as an office would type it, with every parenthesis."""
    match e:
        case Literal(nilai):
            return f"{nilai:f}".replace(".", ",") + ("0" if -nilai.as_tuple().exponent == 3 else "")
        case Reference():
            return str(e)
        case Negation(isi):
            return f"(-{jarak}{_written(isi, jarak)})"
        case Operation(tanda, kiri, kanan):
            return f"({_written(kiri, jarak)}{jarak}{tanda}{jarak}{_written(kanan, jarak)})"
        case Call(nama, isi):
            return f"{nama}({f'{jarak};{jarak}'.join(_written(x, jarak) for x in isi)})"


def _by_hand(e: Expression, nilai: Mapping[Reference, Decimal | None]) -> Decimal:
    """The same arithmetic with Python's own operators; a missing value or a division by zero raises."""
    match e:
        case Literal(angka):
            return angka
        case Reference():
            angka_ = nilai[e]
            assert angka_ is not None
            return angka_
        case Negation(isi):
            return -_by_hand(isi, nilai)
        case Operation(tanda, kiri, kanan):
            a, b = _by_hand(kiri, nilai), _by_hand(kanan, nilai)
            return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}[tanda]()
        case Call(nama, isi):
            angka2 = [_by_hand(x, nilai) for x in isi]
            return {"jumlah": sum, "min": min, "maks": max, "abs": lambda x: abs(x[0])}[nama](angka2)  # type: ignore[operator]


@settings(max_examples=300, deadline=None)
@given(_trees, _values, st.sampled_from(["", " "]))
def test_what_is_typed_is_what_is_computed(e: Expression, nilai: dict[Reference, Decimal | None], jarak: str) -> None:
    """A tree, written and read again, is the same tree, and has the value of Python's own decimal arithmetic."""
    teks = _written(e, jarak)
    dibaca = parse(teks)
    if isinstance(dibaca, Galat):
        assert "terlalu banyak" in dibaca.pesan, (teks, dibaca)
        return
    assert dibaca == e
    hasil = evaluate(e, nilai)
    with localcontext(Context(prec=60, rounding=ROUND_HALF_UP)):
        try:
            tangan = _by_hand(e, nilai)
        except KeyError:
            assert isinstance(hasil, Gagal)
        except ArithmeticError:
            assert isinstance(hasil, Gagal)
        else:
            if isinstance(hasil, Gagal):
                # Only an intermediate value out of all measure leaves something without a result here.
                assert hasil is Gagal.TERLALU_BESAR
            else:
                assert hasil == bulatkan(tangan, 20)


def test_comparisons() -> None:
    """Each operator compares as its sign says."""
    benar = {(a, op, b) for a in (1, 2, 3) for op in OPERATOR for b in (1, 2, 3) if holds(Decimal(a), op, Decimal(b))}
    assert {op for a, op, b in benar if (a, b) == (1, 2)} == {"<", "<=", "<>"}
    assert {op for a, op, b in benar if (a, b) == (2, 2)} == {"<=", "=", ">="}
    assert {op for a, op, b in benar if (a, b) == (3, 2)} == {">", ">=", "<>"}


def test_every_way_to_point_has_a_look_up_and_every_function_a_value() -> None:
    """A name that the table accepts can be computed."""
    assert set(aturan_kantor._LOOK_UP) == set(ACUAN)
    for nama, f in FUNGSI.items():
        assert isinstance(evaluate(Call(nama, (Literal(Decimal(1)),) * f.sedikit), {}), Decimal)
        contoh = parse(f.contoh)
        assert isinstance(contoh, Call) and contoh.nama == nama
    assert not set(expression._SERUPA.values()) - {*ACUAN, *FUNGSI}


def test_the_codes_of_the_program_are_kept_free() -> None:
    """Every rule of the program begins with a prefix that an office's rule may not use."""
    awalan = {r.kode.rstrip("0123456789").rstrip("-") for r in rules.all_rules()}
    assert awalan <= set(AWALAN_BAWAAN)


def _parsed(teks: str) -> Expression:
    e = parse(teks)
    assert not isinstance(e, Galat), e
    return e


# --- the table ---

MISTAKES = [
    (
        {"kiri": 'r("IK-11")'},
        "kiri",
        "Kode «IK-11» pada huruf ke-3 tidak ada dalam tabel Indikator. Mungkin maksudnya «IK-1»",
    ),
    ({"kiri": 'r("IK-1") + anggaran("IK-1")'}, "kiri", "pada huruf ke-22 tidak ada dalam tabel Program"),
    ({"kanan": 'r("2.07.03.2.01.0001")'}, "kanan", "tidak ada dalam tabel Indikator"),
    ({"kanan": 'pagu("2.07.03")'}, "kanan", "tidak ada dalam tabel Program sebagai sub kegiatan"),
    ({"kiri": 'ral("IK-1")'}, "kiri", "Kolom Kiri tidak dapat dibaca pada huruf ke-1: fungsi «ral» tidak dikenal"),
    ({"kanan": "100 +"}, "kanan", "Kolom Kanan tidak dapat dibaca pada huruf ke-6: seharusnya ada nilai"),
    ({"kanan": "1.250"}, "kanan", "dapat berarti 1250 atau 1,250"),
    ({"kiri": 'pembilang("IK-1")'}, "kiri", "tidak memiliki pembilang dan penyebut"),
    ({"kiri": "1 + 1"}, "kiri", "tidak membandingkan isian formulir mana pun"),
    ({"kiri": 'tt("IK-1")', "kanan": 'lalu("IK-1")'}, "kiri", "tidak membandingkan isian formulir mana pun"),
    ({"operator": "=<"}, "operator", "Kolom Operator berisi «=<», yang tidak dikenal. Mungkin maksudnya «<=»"),
    ({"operator": ""}, "operator", "Kolom Operator belum diisi"),
    ({"kiri": ""}, "kiri", "Kolom Kiri belum diisi"),
    ({"pesan": ""}, "pesan", "Kolom Pesan belum diisi"),
    ({"pesan": "Nilai {kri} salah"}, "pesan", "Pesan memuat «{kri}», yang tidak dikenal. Mungkin maksudnya «kiri»"),
    ({"pesan": "Nilai {kiri.__class__}"}, "pesan", "Pesan memuat «{kiri.__class__}»"),
    ({"pesan": "Nilai {kiri"}, "pesan", "kurung kurawal yang tidak berpasangan pada huruf ke-7"),
    ({"tingkat": "gawat"}, "tingkat", "Kolom Tingkat berisi «gawat»"),
    ({"bila_kosong": "diam"}, "bila_kosong", "Kolom Bila Kosong berisi «diam»"),
    ({"kode": "ISI-03"}, "kode", "Kode «ISI-03» milik aturan bawaan"),
    ({"kode": "skm-99"}, "kode", "Kode «skm-99» milik aturan bawaan"),
    ({"kode": "B07"}, "kode", "Kode «B07» milik aturan bawaan"),
    ({"kode": "aturan satu"}, "kode", "tidak tersusun seperti kode aturan"),
    ({"kode": ""}, "kode", "Kolom Kode belum diisi"),
]
HURUF = {k.kunci: chr(ord("A") + i) for i, k in enumerate(next(t for t in TABEL if t.nama == "Aturan").kolom)}
JUDUL = {k.kunci: k.judul for k in next(t for t in TABEL if t.nama == "Aturan").kolom}


def _both(isi: Mapping[str, str], tmp_path: Path) -> tuple[Path, Path]:
    """The same tables as CSV files and as a workbook."""
    folder = write_csv(tables(isi), tmp_path / "skema")
    buku = tmp_path / "t.xlsx"
    buku.write_bytes(exchange.to_workbook(exchange.texts(read_path(folder)), WAKTU))
    return folder, buku


def _mistakes(path: Path) -> list[tuple[str, str, str]]:
    return [(t.tempat, t.pesan, t.saran) for t in resolve(read_path(path), PENGATURAN).kesalahan]


@pytest.mark.parametrize(("isi", "kolom", "pesan"), MISTAKES, ids=[f"{k}-{p[:40]}" for _, k, p in MISTAKES])
def test_a_wrong_rule_is_told_with_its_cell(tmp_path: Path, isi: dict[str, str], kolom: str, pesan: str) -> None:
    """Each mistake in a rule has its cell, in CSV and in Excel, with what was found and what to write instead."""
    folder, buku = _both({f"Aturan.{k}": v for k, v in isi.items()}, tmp_path)
    for path, tempat in (
        (folder, f"skema/Aturan.csv · baris 2 kolom {JUDUL[kolom]}"),
        (buku, f"t.xlsx · Aturan!{HURUF[kolom]}4"),
    ):
        ((di, ditemukan, saran),) = _mistakes(path)
        assert di == tempat and pesan in ditemukan and saran


def test_two_rules_of_one_code(tmp_path: Path) -> None:
    """A code that differs in case only is the same code; the finding names the other row."""
    folder, buku = _both({"Aturan.kode": "KTR-01", "Aturan2.kode": "KTR-01"}, tmp_path)
    assert _mistakes(folder)[0][:2] == (
        "skema/Aturan.csv · baris 3 kolom Kode",
        "Kode «KTR-01» sudah dipakai di skema/Aturan.csv · baris 2 kolom Kode.",
    )
    assert _mistakes(buku)[0][:2] == (
        "t.xlsx · Aturan!A5",
        "Kode «KTR-01» sudah dipakai di t.xlsx · Aturan!A4.",
    )


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ({"Indikator.nilai": "ya_tidak", "Target.tahunan": "ya", "Target.tw4": "ya"}, "bernilai ya_tidak"),
        (
            {
                "Indikator.polaritas": "rentang",
                "Target.tahunan": "60–80",
                "Target.tw4": "60–80",
                "Aturan.kanan": 't("IK-1")',
            },
            "berupa rentang",
        ),
    ],
)
def test_values_that_are_no_numbers_are_refused(tmp_path: Path, isi: dict[str, str], pesan: str) -> None:
    """A rule over levels, or over a range, could never be computed, and says so at once."""
    folder, _ = _both({"Aturan.kode": "KTR-01"} | isi, tmp_path)
    assert any(pesan in p for _, p, _ in _mistakes(folder))


def test_native_cells_of_excel(tmp_path: Path) -> None:
    """A number typed in Excel is that number; a percentage, a date and an error are asked about."""
    _, buku = _both({"Aturan.kode": "KTR-01"}, tmp_path)

    def dengan(nilai: object, fmt: str = "General", sel: str = "D4") -> Path:
        lembar = openpyxl.load_workbook(buku)
        lembar["Aturan"][sel] = nilai
        lembar["Aturan"][sel].number_format = fmt
        tujuan = tmp_path / "n.xlsx"
        lembar.save(tujuan)
        return tujuan

    path = dengan(1.234)
    (satu,) = resolve(read_path(path), PENGATURAN).siklus.aturan
    assert satu.kanan.isi == Literal(Decimal("1.2340"))
    teks = exchange.texts(read_path(path))
    (tmp_path / "csv").mkdir()
    for nama, data in exchange.to_csv(teks).items():
        (tmp_path / "csv" / nama).write_bytes(data)
    (dua,) = resolve(read_path(tmp_path / "csv"), PENGATURAN).siklus.aturan
    assert dua.kanan == satu.kanan
    assert "berformat persen" in _mistakes(dengan(0.5, "0%"))[0][1]
    assert "menjadi tanggal" in _mistakes(dengan(datetime(2026, 1, 2), "dd/mm/yyyy"))[0][1]
    assert "galat" in _mistakes(dengan("#REF!", sel="F4"))[0][1]
    assert _mistakes(dengan("'=", sel="C4")) == []


def test_offices_without_the_table_go_on(folder: Folder) -> None:
    """A folder of CSV files without Aturan.csv, and a workbook without the sheet, have no rules and no mistakes."""
    (folder.root / "skema" / "Aturan.csv").unlink()
    assert open_office(folder).siklus.aturan == ()
    tujuan = folder.root / "tabel.xlsx"
    office_tables.export(folder, tujuan, WAKTU)
    buku = openpyxl.load_workbook(tujuan)
    del buku["Aturan"]
    shutil.rmtree(folder.root / "skema")
    buku.save(folder.root / "skema.xlsx")
    assert open_office(folder).siklus.aturan == ()


def test_the_check_of_the_schema_names_the_cell(folder: Folder) -> None:
    """`capaian schema check` shows a wrong rule with file, row, column and remedy, and ends with 1."""
    _edit(folder, '"r(""IK-1.2"")"', '"r(""IK-1.22"")"')
    hasil = cli("schema", "check", "--json", di=folder.root)
    assert hasil.returncode == 1
    (temuan,) = json.loads(hasil.stdout)["isi"]["temuan"]
    assert temuan["tempat"] == "skema/Aturan.csv · baris 2 kolom Kanan"
    assert "Mungkin maksudnya «IK-1.2»" in temuan["pesan"]
    assert cli("init-forms", di=folder.root).returncode == 1


def _edit(folder: Folder, lama: str, baru: str) -> None:
    path = folder.root / "skema" / "Aturan.csv"
    teks = path.read_text("utf-8-sig")
    assert lama in teks
    path.write_text("\ufeff" + teks.replace(lama, baru, 1), "utf-8")


def _of_the_guide(judul: str) -> list[list[str]]:
    """Rows of a table of the user's guide, without backticks."""
    teks = (EXAMPLE.parent.parent / "docs" / "panduan.md").read_text("utf-8")
    baris = teks[teks.index(judul) :].split("\n\n")[0].splitlines()[2:]
    return [[x.strip().strip("`") for x in b.strip("|").split("|")] for b in baris]


def test_the_examples_of_the_guide_are_rules(folder: Folder) -> None:
    """Every example of the user's guide is a rule that the example office could keep."""
    contoh = _of_the_guide("| Kiri | Operator | Kanan | Artinya |")
    assert len(contoh) > 5
    with (folder.root / "skema" / "Aturan.csv").open("w", encoding="utf-8", newline="") as f:
        tulis = csv.writer(f, delimiter=";")
        tulis.writerow(["Kode", "Kiri", "Operator", "Kanan", "Pesan"])
        tulis.writerows(
            [f"X-{n}", kiri, operator, kanan, arti] for n, (kiri, operator, kanan, arti) in enumerate(contoh)
        )
    assert len(open_office(folder).siklus.aturan) == len(contoh)


def test_the_guide_explains_every_name() -> None:
    """Each function stands in the user's guide."""
    teks = " ".join(x for x, _ in _of_the_guide("| Ditulis | Nilainya |"))
    assert {n for n in (*ACUAN, *FUNGSI) if f"{n}(" not in teks} == set()


# --- judging ---

SKEMA = {
    "Indikator.satuan": "%",
    "Indikator.desimal": "2",
    "Indikator.pembilang": "Lulus",
    "Indikator.penyebut": "Peserta",
    "Indikator2.satuan": "orang",
    "Indikator2.akumulasi": "kumulatif",
    "Target.tw3": "70",
    "Riwayat.realisasi": "75",
}
"""IK-1 is a percentage, IK-2 adds up over the quarters."""


def _siklus(tmp_path: Path, kiri: str, operator: str, kanan: str, **lain: str) -> Siklus:
    aturan = {"kiri": kiri, "operator": operator, "kanan": kanan, "pesan": "Kiri {kiri}, kanan {kanan}"} | lain
    isi = tables(SKEMA | {f"Aturan.{k}": v for k, v in aturan.items()})
    isi["Target"][1] |= {"tahunan": "100", "tw1": "10", "tw2": "20", "tw3": "30", "tw4": "40"}
    skema = resolve(read_path(write_csv(isi, tmp_path / "skema")), PENGATURAN)
    assert skema.kesalahan == ()
    return skema.siklus


def _nilai(isi: object, sel: str) -> Nilai:
    asal = CellRef("U1.xlsx", "ISIAN", sel)
    if isinstance(isi, Nilai):
        return isi
    if isinstance(isi, str):
        return Nilai(Keadaan.TERISI, isi, isi, asal)
    return Nilai(Keadaan.KOSONG, asal=asal) if isi is None else Nilai(Keadaan.TERISI, Decimal(str(isi)), str(isi), asal)


def _judge(
    siklus: Siklus,
    isi: Mapping[str, Mapping[str, object]],
    sebelumnya: Mapping[tuple[str, str], object] | None = None,
    periode: str = "2025-TW4",
) -> list[Finding]:
    p = Periode.parse(periode)
    isian = [
        Isian(
            "U1",
            p,
            "anggaran" if kode.startswith("2.") else "isian",
            kode,
            {k: _nilai(v, f"{chr(ord('A') + len(k))}{8 + n}") for k, v in kolom.items()},
        )
        for n, (kode, kolom) in enumerate(isi.items())
    ]
    lalu = {k: _nilai(v, "Z1") for k, v in (sebelumnya or {}).items()}
    capaian = compute(siklus, PENGATURAN, isian, lalu, p)
    return list(aturan_kantor.findings(siklus, p, isian, lalu, capaian))


IK1 = {"realisasi": 80, "pembilang": 8, "penyebut": 10, "status_data": "Ada"}
IK2 = {"realisasi": 35, "status_data": "Ada"}
LALU = {("IK-2", f"2025-TW{i}"): 10 * i for i in (1, 2, 3)} | {("IK-1", "2025-TW3"): 71}


@pytest.mark.parametrize(
    ("ungkapan", "nilai"),
    [
        ('r("IK-1")', "80"),
        ('r("IK-2")', "35"),
        ('sd("IK-1")', "80"),
        ('sd("IK-2")', "95"),
        ('t("IK-1")', "80"),
        ('t("IK-2")', "40"),
        ('tsd("IK-2")', "100"),
        ('tt("IK-2")', "100"),
        ('lalu("IK-1")', "71"),
        ('lalu("IK-2")', "30"),
        ('tahunlalu("IK-1")', "75"),
        ('pembilang("IK-1") / penyebut("IK-1") * 100', "80"),
        ('pagu("2.07.03.2.01.0001")', "1.000"),
        ('anggaran("2.07.03.2.01.0001")', "900"),
        ('jumlah(r("IK-1"); r("IK-2"); 0,5)', "115,5"),
    ],
)
def test_each_value_is_the_one_that_is_meant(tmp_path: Path, ungkapan: str, nilai: str) -> None:
    """Each function gives the value it names, as the message shows."""
    siklus = _siklus(tmp_path, ungkapan, "=", '-1 + 0 * r("IK-1")', pesan="{kiri} bukan {kanan}")
    isi = {"IK-1": IK1, "IK-2": IK2, "2.07.03.2.01.0001": {"realisasi_anggaran": 900}}
    (f,) = _judge(siklus, isi, LALU)
    assert f.pesan.startswith(f"{nilai} bukan -1. Nilainya: ")


def test_in_earlier_quarters(tmp_path: Path) -> None:
    """In TW III «t» is the target of that quarter alone, and «lalu» the quarter before; in TW I there is none."""
    siklus = _siklus(tmp_path, 'r("IK-2")', "=", 't("IK-2") + lalu("IK-2")')
    (f,) = _judge(siklus, {"IK-2": IK2}, LALU, "2025-TW3")
    assert f.pesan.startswith("Kiri 35, kanan 50.")
    assert _judge(siklus, {"IK-2": IK2}, {}, "2025-TW1") == []


def test_a_finding_names_both_sides_and_every_cell(tmp_path: Path) -> None:
    """Code, unit, indikator and cell are those of the first value typed on the left; the message has all of them."""
    siklus = _siklus(tmp_path, 't("IK-1") - r("IK-2")', ">=", 'r("IK-1")', tingkat="kesalahan", dasar="Rapat")
    (f,) = _judge(siklus, {"IK-1": IK1, "IK-2": IK2})
    assert f.kunci == Kunci("KTR-01", "U1", "2025-TW4", "IK-2", "realisasi")
    assert (f.severity, f.dasar, f.nama_butir) == (Severity.KESALAHAN, "Rapat", "Indikator dua")
    assert str(f.asal) == "U1.xlsx · ISIAN!J9"
    assert f.pesan == (
        "Kiri 45, kanan 80. Nilainya: target periode ini IK-1 80 (skema/Target.csv · baris 2 kolom TW IV), "
        "realisasi IK-2 35 (U1.xlsx · ISIAN!J9), dan realisasi IK-1 80 (U1.xlsx · ISIAN!J8)."
    )
    assert f.diharapkan == 't("IK-1") - r("IK-2") >= r("IK-1")'
    assert f.perbaikan


def test_values_that_print_alike_are_told_apart(tmp_path: Path) -> None:
    """A message never says that 80 differs from 80: digits are added until the difference shows."""
    siklus = _siklus(tmp_path, 'r("IK-1")', "=", 'r("IK-2") / 3')
    (f,) = _judge(siklus, {"IK-1": IK1, "IK-2": IK2 | {"realisasi": 240.0000001}})
    assert f.pesan.startswith("Kiri 80, kanan 80,00000003.")


@pytest.mark.parametrize("bila_kosong", ["lewati", "catatan", "peringatan", "kesalahan"])
@pytest.mark.parametrize(
    ("isi", "sebab"),
    [
        (None, "realisasi IK-2 kosong (U1.xlsx · ISIAN!J9)"),
        (Nilai(Keadaan.NIHIL, mentah="-", asal=CellRef("U1.xlsx", "ISIAN", "J9")), "realisasi IK-2 kosong"),
        (0, "ada pembagian dengan nol"),
    ],
)
def test_missing_values(tmp_path: Path, isi: object, sebab: str, bila_kosong: str) -> None:
    """What cannot be judged is left out, or told at the severity that the office chose; missing is never 0."""
    siklus = _siklus(tmp_path, 'r("IK-1") / r("IK-2")', "<", "0", bila_kosong=bila_kosong)
    temuan = _judge(siklus, {"IK-1": IK1, "IK-2": IK2 | {"realisasi": isi}})
    if bila_kosong == "lewati":
        assert temuan == []
        return
    (f,) = temuan
    assert f.severity is Severity(bila_kosong)
    assert f.pesan.startswith("Aturan KTR-01 tidak dapat diperiksa: ") and sebab in f.pesan
    assert f.kunci.butir == ("IK-1" if isi == 0 else "IK-2")


@pytest.mark.parametrize("isi", ["1E+308", "-1E+400", "1E-999999"])
def test_a_number_beyond_all_measure_is_quoted(tmp_path: Path, isi: str) -> None:
    """A message shows what was typed instead of a million digits."""
    siklus = _siklus(tmp_path, '1 / r("IK-1")', "=", "0", bila_kosong="peringatan")
    (f,) = _judge(siklus, {"IK-1": IK1 | {"realisasi": Decimal(isi)}})
    assert f"«{isi}»" in f.pesan and "terlalu besar" in f.pesan and len(f.pesan) < 200


_TAHAN = Nilai(Keadaan.DITAHAN, mentah="80")
_TAK_TERBACA = Nilai(Keadaan.TAK_TERBACA, mentah="1,118")


@pytest.mark.parametrize(
    "ik2",
    [
        {"realisasi": _TAHAN, "status_data": "Ada"},
        {"realisasi": _TAK_TERBACA, "status_data": "Ada"},
        {"realisasi": 1000, "status_data": _TAHAN},
        {"realisasi": 1000, "status_data": "Tidak diukur periode ini"},
        {"realisasi": 1000, "status_data": "Tidak dilaksanakan"},
        None,
    ],
    ids=["benturan", "tak terbaca", "status berbenturan", "tidak diukur", "tidak dilaksanakan", "belum dikirim"],
)
@pytest.mark.parametrize("fungsi", ["r", "sd"])
def test_rules_are_silent_where_something_else_speaks(tmp_path: Path, ik2: dict[str, Any] | None, fungsi: str) -> None:
    """A value that is unreadable, in conflict, unsent or not to be measured has its own finding, or needs none."""
    siklus = _siklus(tmp_path, 'r("IK-1")', ">=", f'{fungsi}("IK-2")', bila_kosong="kesalahan")
    assert _judge(siklus, {"IK-1": IK1} | ({"IK-2": ik2} if ik2 else {}), LALU) == []


def test_data_that_are_not_out_yet_are_missing(tmp_path: Path) -> None:
    """«Belum tersedia» counts as missing, whatever stands beside it."""
    siklus = _siklus(tmp_path, 'r("IK-1")', ">=", 'r("IK-2")', bila_kosong="catatan")
    (f,) = _judge(siklus, {"IK-1": IK1, "IK-2": {"realisasi": 1000, "status_data": "Belum tersedia"}})
    assert "realisasi IK-2 kosong" in f.pesan and f.severity is Severity.CATATAN


def test_an_indicator_is_not_asked_for_when_it_is_not_measured(tmp_path: Path) -> None:
    """A rule over an indicator measured once a year is silent in the other quarters."""
    isi = tables(SKEMA | {"Indikator.akumulasi": "tahunan", "Aturan.bila_kosong": "kesalahan", "Aturan.kanan": "-1"})
    siklus = resolve(read_path(write_csv(isi, tmp_path / "skema")), PENGATURAN).siklus
    assert _judge(siklus, {"IK-1": IK1}, periode="2025-TW3") == []
    assert [f.kode for f in _judge(siklus, {"IK-1": IK1}, periode="2025-TW4")] == ["KTR-01"]


def test_last_year_never_compares_a_quarter_with_a_sum(tmp_path: Path) -> None:
    """Where quarters add up, the year before is no match for one quarter: that value is missing."""
    isi = tables(
        SKEMA
        | {
            "Riwayat.indikator": "IK-2",
            "Aturan.kiri": 'r("IK-2")',
            "Aturan.kanan": 'tahunlalu("IK-2")',
            "Aturan.bila_kosong": "peringatan",
        }
    )
    siklus = resolve(read_path(write_csv(isi, tmp_path / "skema")), PENGATURAN).siklus
    (f,) = _judge(siklus, {"IK-2": IK2}, LALU)
    assert "realisasi tahun lalu IK-2 kosong" in f.pesan and f.kunci.butir == "IK-2"


# --- end to end ---


def _ik(n: str, **isi: Any) -> dict[str, dict[str, Any]]:
    return {n: {"status_data": "Ada", **isi}}


def test_two_forms_that_disagree_are_reported_with_both_cells(kantor: Kantor, send: Send) -> None:
    """PPTK and BLK count different job seekers: `capaian validate` says so, with the cell of each form."""
    pptk = _ik("IK-1.4", pembilang=2341, penyebut=4777, realisasi=49.01)
    pptk |= _ik("IK-1.1", pembilang=5480, penyebut=140153, realisasi=3.91) | _ik("IK-1.2", realisasi=5480)
    send("PPTK", isian=pptk)
    send("BLK", isian=_ik("IK-2.5", pembilang=402, penyebut=4700, realisasi=8.55))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    hasil = cli("validate", "--json", di=kantor.folder.root)
    assert hasil.returncode == 1
    temuan = json.loads(hasil.stdout)["isi"]["temuan"]
    (f,) = [f for f in temuan if f["kunci"]["kode"].startswith("KTR")]
    assert f["kunci"] == {
        "kode": "KTR-02",
        "unit": "PPTK",
        "periode": "2025-TW4",
        "butir": "IK-1.4",
        "kolom": "penyebut",
    }
    a, b = _cell(kantor, "PPTK", "IK-1.4"), _cell(kantor, "BLK", "IK-2.5")
    assert f["pesan"] == (
        "Pencari kerja terdaftar menurut PPTK (4.777) berbeda dari yang dipakai BLK (4.700). "
        f"Nilainya: penyebut IK-1.4 4.777 (PPTK.xlsx · ISIAN!{a}) dan penyebut IK-2.5 4.700 (BLK.xlsx · ISIAN!{b})."
    )
    assert (f["asal"]["berkas"], f["asal"]["sel"]) == ("PPTK.xlsx", a)
    layar = cli("validate", di=kantor.folder.root).stdout
    assert re.search(r"peringatan KTR-02 +#\d+ IK-1\.4 Persentase pencari kerja", layar)
    (daftar,) = kantor.folder.koreksi(kantor.periode).glob("*.xlsx")
    assert any("KTR-02" in [c.value for c in baris] for baris in openpyxl.load_workbook(daftar)["PPTK"].iter_rows())


def test_an_error_of_the_office_keeps_the_value_out(kantor: Kantor, send: Send) -> None:
    """A rule of the severity kesalahan holds back the value it speaks of, and lets it go when it is mended."""
    isi = _ik("IK-1.1", pembilang=5480, penyebut=140153, realisasi=3.91)
    send("PPTK", isian=isi | _ik("IK-1.2", realisasi=5500))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    hitung = report.compute_period(kantor)
    assert [f.kunci.kolom for f in hitung.temuan if f.kode == "KTR-01"] == ["pembilang"]
    assert next(c for c in hitung.capaian if c.indikator == "IK-1.1").persen is None
    send("PPTK", isian=isi | _ik("IK-1.2", realisasi=5480), nama="PPTK perbaikan.xlsx", waktu=datetime(2026, 1, 9, 9))
    intake.collect(kantor, at(10), kantor.folder.inbox)
    hitung = report.compute_period(kantor)
    assert [f for f in hitung.temuan if f.kode == "KTR-01"] == []
    assert next(c for c in hitung.capaian if c.indikator == "IK-1.1").persen is not None


def test_a_row_that_became_another_one_is_not_judged(kantor: Kantor, send: Send) -> None:
    """Where somebody changed the unit of measure of a row, nobody can tell what its number is: FRM-01 says so alone."""
    path = send(
        "PPTK", isian=_ik("IK-1.1", pembilang=5480, penyebut=140153, realisasi=3.91) | _ik("IK-1.2", realisasi=5)
    )
    buku = openpyxl.load_workbook(path)
    lembar = buku["ISIAN"]
    baris = next(c.row for r in lembar.iter_rows() for c in r if c.value == "IK-1.2")
    satuan = next(c.column for r in lembar.iter_rows() for c in r if c.value == "Satuan")
    lembar.cell(baris, satuan).value = "Ribu orang"
    buku.save(path)
    intake.collect(kantor, at(8), kantor.folder.inbox)
    kode = {(f.kode, f.kunci.butir) for f in validation.validate(kantor, at(9)).temuan if f.kunci.unit == "PPTK"}
    assert ("FRM-01", "IK-1.2") in kode
    assert not [k for k, _ in kode if k.startswith("KTR")]


def test_findings_survive_the_ledger(kantor: Kantor, send: Send) -> None:
    """A second run finds the same and records nothing new: keys and texts are stable."""
    send("PPTK", isian=_ik("IK-1.1", pembilang=5480, realisasi=3.91) | _ik("IK-1.2", realisasi=1))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    pertama = validation.validate(kantor, at(9)).temuan
    assert any(f.kode == "KTR-01" for f in pertama)
    assert validation.validate(kantor, at(10)).temuan == pertama


def _cell(kantor: Kantor, unit: str, kode: str) -> str:
    """The cell of the denominator of an indicator in the form that came back."""
    lembar = openpyxl.load_workbook(kantor.folder.inbox / f"{unit}.xlsx")["ISIAN"]
    judul = next(c for baris in lembar.iter_rows() for c in baris if str(c.value).startswith("Penyebut"))
    baris = next(c.row for r in lembar.iter_rows() for c in r if c.value == kode)
    return f"{judul.column_letter}{baris}"


def test_explain_knows_the_rules_of_the_office(folder: Folder) -> None:
    """In an office folder its own rules are explained and listed; elsewhere their code is unknown."""
    kantor = open_office(folder)
    a = explain.explain("ktr 2", kantor)
    assert (a.kode, a.uraian) == ("KTR-02", next(x.bunyi for x in kantor.siklus.aturan if x.kode == "KTR-02"))
    assert [x.kode for x in explain.catalogue(kantor)][-2:] == ["KTR-01", "KTR-02"]
    with pytest.raises(UsageError, match="KTR-02"):
        explain.explain("KTR-02")
