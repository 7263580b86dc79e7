"""The published figures of three labour agencies: read as printed, computed, and every difference proved."""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from capaian.text.numbers import bulatkan, format_angka

CONTOH = Path(__file__).parent.parent / "examples" / "labour-agencies"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bandingkan", CONTOH / "bandingkan.py")
    assert spec and spec.loader
    modul = importlib.util.module_from_spec(spec)
    sys.modules["bandingkan"] = modul
    spec.loader.exec_module(modul)
    return modul


bandingkan = _load()
D = Decimal
BELUM = "dihitung dari angka yang belum dibulatkan"
TANPA = "tidak diterbitkan"

# Agency, code, computed to two decimals, published, difference in the published digits, reason.
HARAPAN = [
    ("Blitar", "IK-1.1", "0,00", "0%", "0", "sama"),
    ("Blitar", "IK-1.2", "119,17", "119.16%", "-0.01", "dipotong"),
    ("Blitar", "IK-1.3", "0,00", "0%", "0", "sama"),
    ("Bandung", "IK-1.1", "68,23", "", None, TANPA),
    ("Bandung", "IK-1.2", "128,27", "", None, TANPA),
    ("Bandung", "IK-1.3", "56,12", "", None, TANPA),
    ("Bandung", "IK-1.4", "107,38", "", None, TANPA),
    ("Bandung", "IK-1.5", "108,83", "", None, TANPA),
    ("Bandung", "IK-1.6", "100,00", "", None, TANPA),
    ("Jabar", "IK-1.1", "64,15", "63,36 %", "-0.79", BELUM),
    ("Jabar", "IK-1.2", "58,27", "58,34 %", "0.07", BELUM),
    ("Jabar", "IK-1.3", "70,00", "70 %", "0", "sama"),
    ("Jabar", "IK-1.4", "82,52", "82,51 %", "-0.01", "dipotong"),
    ("Jabar", "IK-1.5", "64,00", "64 %", "0", "sama"),
    ("Jabar", "IK-1.6", "139,54", "", None, TANPA),
]

# Period, code, then printed → meant for target and realisasi. All 27 published rows, in the order of the files.
DIBACA = [
    ("2017-SM1", "IK-1.1", "80%", D(80), "0%", D(0)),
    ("2017-SM1", "IK-1.2", "77%", D(77), "91,76%", D("91.76")),
    ("2017-SM1", "IK-1.3", "80%", D(80), "0%", D(0)),
    ("2020-TW4", "IK-1.1", "9.38", D("9.38"), "6.40", D("6.40")),
    ("2020-TW4", "IK-1.2", "45.56", D("45.56"), "58,44", D("58.44")),
    ("2020-TW4", "IK-1.3", "9.900", D(9900), "5.556", D(5556)),
    ("2020-TW4", "IK-1.4", "58.00", D("58.00"), "62,28", D("62.28")),
    ("2020-TW4", "IK-1.5", "79.25", D("79.25"), "86,25", D("86.25")),
    ("2020-TW4", "IK-1.6", "WDP", "WDP", "WTP", "WTP"),
    ("2016-TAHUN", "IK-1.1", "0,53%", D("0.53"), "0,34 %", D("0.34")),
    ("2016-TAHUN", "IK-1.2", "3,93 %", D("3.93"), "2,29%", D("2.29")),
    ("2016-TAHUN", "IK-1.3", "30 LPK", D(30), "21 LPK", D(21)),
    ("2016-TAHUN", "IK-1.4", "87,45 %", D("87.45"), "72,16 %", D("72.16")),
    ("2016-TAHUN", "IK-1.5", "1.000 orang", D(1000), "640 orang", D(640)),
    ("2016-TAHUN", "IK-1.6", "65 %", D(65), "90,70 %", D("90.70")),
    ("2020-TW1", "IK-1.2", "45", D(45), "71,60", D("71.60")),
    ("2020-TW2", "IK-1.2", "45,21", D("45.21"), "47,38", D("47.38")),
    ("2020-TW3", "IK-1.2", "45,43", D("45.43"), "49,57", D("49.57")),
    ("2020-TW4", "IK-1.2", "45.56", D("45.56"), "58,44", D("58.44")),
    ("2020-TW1", "IK-1.3", "2.125", D(2125), "2.868", D(2868)),
    ("2020-TW2", "IK-1.3", "4.650", D(4650), "3661", D(3661)),
    ("2020-TW3", "IK-1.3", "7375", D(7375), "4545", D(4545)),
    ("2020-TW4", "IK-1.3", "9.900", D(9900), "5.556", D(5556)),
    ("2020-TW1", "IK-1.4", "58,33", D("58.33"), "58.00", D("58.00")),
    ("2020-TW2", "IK-1.4", "58,33", D("58.33"), "58.00", D("58.00")),
    ("2020-TW3", "IK-1.4", "58,10", D("58.10"), "49,58", D("49.58")),
    ("2020-TW4", "IK-1.4", "58.00", D("58.00"), "62,28", D("62.28")),
]
FORMULIR = sorted(CONTOH.glob("*/inbox/*/*.xlsx"))


@pytest.fixture(scope="module")
def hasil(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The comparison, run once: six forms collected, judged and reported on."""
    return bandingkan.compare(tmp_path_factory.mktemp("dinas"))


def test_every_row_has_its_reason(hasil: Any) -> None:
    """Each published row has the computed value, the difference and the reason that stand in the table above."""
    ada = [
        (b.dinas, b.kode, format_angka(b.hitungan, 2), b.terbit["capaian_published"], b.bukti.selisih, b.bukti.sebab)
        for b in hasil.baris
    ]
    assert ada == [(d, k, h, t, None if s is None else D(s), sebab) for d, k, h, t, s, sebab in HARAPAN]


def test_the_report_prints_the_same_number(hasil: Any) -> None:
    """What is compared is what the draft report prints."""
    assert [b.laporan for b in hasil.baris] == [h for _, _, h, *_ in HARAPAN]


def test_nothing_is_unexplained(hasil: Any) -> None:
    """No figure, word, reading or row stays without its explanation."""
    assert hasil.masalah == []
    assert "TIDAK TERJELASKAN" not in bandingkan.show(hasil)


def test_published_tables_are_covered(hasil: Any) -> None:
    """Every row of both published tables was read from a form, and no form holds more than was published."""
    tahunan = bandingkan.terbitan("labour_agencies.csv")
    triwulanan = bandingkan.terbitan("labour_quarters.csv")
    assert (len(tahunan), len(triwulanan)) == (15, 12)
    assert hasil.luput == ()
    assert [b.terbit for b in hasil.baris] == tahunan
    pasangan = zip(hasil.bacaan[::2], hasil.bacaan[1::2], strict=True)
    ada = sorted((t.periode, t.kode, t.tercetak, str(t.isi), r.tercetak, str(r.isi)) for t, r in pasangan)
    assert ada == sorted((p, k, t, str(ti), r, str(ri)) for p, k, t, ti, r, ri in DIBACA)
    assert [(b["target"], b["realisasi"]) for b in (*tahunan, *triwulanan)] == [(b[2], b[4]) for b in DIBACA]


def test_readings_keep_what_was_typed(hasil: Any) -> None:
    """The raw text of each value is the printed string, and it stands in the cell that the trace names."""
    assert len(hasil.bacaan) == 54
    buku = {p.name: openpyxl.load_workbook(p) for p in FORMULIR}
    for b in hasil.bacaan:
        assert b.mentah == b.tercetak
        if b.apa == "target":
            assert (b.asal.berkas, b.asal.sel.split()[0]) == ("skema/Target.csv", "baris")
        else:
            assert f"-{b.periode}-" in b.asal.berkas
            assert buku[b.asal.berkas][b.asal.lembar][b.asal.sel].value == b.tercetak


@pytest.mark.parametrize("berkas", FORMULIR, ids=lambda p: p.stem)
def test_forms_were_saved_by_libreoffice(berkas: Path) -> None:
    """The committed forms went through a real office suite, not through the library that writes them."""
    with zipfile.ZipFile(berkas) as paket:
        assert b"<Application>LibreOffice" in paket.read("docProps/app.xml")


def test_all_six_forms_are_there(hasil: Any) -> None:
    """One form for each agency and period was collected, and none has an error."""
    assert [(p, b, salah) for _, p, b, salah, _ in hasil.formulir] == [
        ("2017-SM1", "blitar-2017-2017-SM1-PROGRAM.xlsx", 0),
        *((f"2020-TW{n}", f"bandung-2020-2020-TW{n}-PROGRAM.xlsx", 0) for n in range(1, 5)),
        ("2016-TAHUN", "jabar-2016-2016-TAHUN-PROGRAM.xlsx", 0),
    ]
    assert sorted(b for _, _, b, *_ in hasil.formulir) == sorted(p.name for p in FORMULIR)


def test_words_of_the_scale(hasil: Any) -> None:
    """The five published words are those of the scale of the office."""
    assert [(b.kode, b.predikat) for b in hasil.baris if b.putusan_predikat == "sama"] == [
        ("IK-1.1", "Sedang"),
        ("IK-1.2", "Sedang"),
        ("IK-1.3", "Sedang"),
        ("IK-1.4", "Baik"),
        ("IK-1.5", "Sedang"),
    ]
    assert sum(b.putusan_predikat == TANPA for b in hasil.baris) == 10


@pytest.mark.parametrize(
    ("target", "realisasi", "terbit", "sebab"),
    [
        ("77", "91.76", "119,17%", "sama"),
        ("77", "91.76", "119%", "sama"),
        ("77", "91.76", "119,16%", "dipotong"),
        ("77", "91.76", "119,1%", "dipotong"),
        ("77.00", "91.76", "119,15%", BELUM),
        ("77.00", "91.76", "119,10%", "TIDAK TERJELASKAN"),
        ("77.00", "91.76", "120,16%", "TIDAK TERJELASKAN"),
        ("77.00", "91.76", "91,76/77%", "TIDAK TERJELASKAN"),
        ("0.53", "0.34", "62,60%", "TIDAK TERJELASKAN"),
        ("0.53", "0.34", "62,61%", BELUM),
        ("0.53", "0.34", "65,71%", BELUM),
        ("0.53", "0.34", "65,72%", "TIDAK TERJELASKAN"),
        ("0.53", "0.34", "", TANPA),
        ("0.53", "0.00", "0,5%", BELUM),
        ("0.01", "0.34", "3401%", BELUM),
    ],
)
def test_reason_is_proved(target: str, realisasi: str, terbit: str, sebab: str) -> None:
    """The reason follows from the digits: wrong ones are unexplained, whoever published them."""
    t, r = D(target), D(realisasi)
    assert bandingkan.jelaskan(r * 100 / t, terbit, t, r).sebab == sebab


def test_counts_are_exact() -> None:
    """A count has no unrounded value behind it, so a wrong ratio of counts is unexplained."""
    assert bandingkan.jelaskan(D(70), "70,9%", D(30), D(21), cacah=True).sebab == "TIDAK TERJELASKAN"
    assert bandingkan.jelaskan(D(70), "70,9%", D(30), D(21)).sebab == BELUM


def test_nothing_to_compare_is_unexplained() -> None:
    """A published figure beside a capaian that cannot be computed, or beside levels, is unexplained."""
    assert bandingkan.jelaskan(None, "70%", D(0), D(21)).sebab == "TIDAK TERJELASKAN"
    assert bandingkan.jelaskan(D(100), "133%", "WDP", "WTP").sebab == "TIDAK TERJELASKAN"


def test_witness_is_a_proof(hasil: Any) -> None:
    """The inputs shown for a figure print as they were printed, and their ratio prints as it was published."""
    diuji = [b for b in hasil.baris if b.bukti.sebab == BELUM]
    assert len(diuji) == 2
    for b in diuji:
        target, realisasi = b.bukti.saksi
        dicetak = {"target": bulatkan(target, 2), "realisasi": bulatkan(realisasi, 2)}
        for kolom, nilai in dicetak.items():
            assert format_angka(nilai, 2) == b.terbit[kolom].rstrip("% ")
        rasio = realisasi * 100 / target
        terbit = D(b.terbit["capaian_published"].rstrip("% ").replace(",", "."))
        assert terbit in (bulatkan(rasio, 2), rasio.quantize(D("0.01"), rounding=ROUND_DOWN))


def test_wrong_published_value_is_reported(
    hasil: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A figure or word published wrongly, or a text read otherwise, is named and ends with exit code 1."""
    b = next(b for b in hasil.baris if (b.dinas, b.kode) == ("Jabar", "IK-1.3"))
    salah = b.terbit | {"capaian_published": "71 %", "predikat_published": "Baik"}
    bukti = bandingkan.jelaskan(b.hitungan, "71 %", D(30), D(21), cacah=True)
    rusak = replace(
        hasil,
        baris=(replace(b, terbit=salah, bukti=bukti),),
        bacaan=(replace(hasil.bacaan[0], mentah="8%"), hasil.bacaan[1]),
        luput=("Dinas X · 2020",),
    )
    assert rusak.baris[0].putusan_predikat == "TIDAK TERJELASKAN"
    monkeypatch.setattr(bandingkan, "compare", lambda _kerja: rusak)
    assert bandingkan.main() == 1
    keluar = capsys.readouterr().out
    assert "Jabar IK-1.3: capaian 71 % tidak terjelaskan." in keluar
    assert "Blitar 2017-SM1 IK-1.1: target terbaca lain dari yang tercetak." in keluar
    assert "Dinas X · 2020 tidak memiliki pasangan." in keluar
    assert "Semua 15 baris" not in keluar


def test_wrong_table_is_caught_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong figure and an unknown row in the published tables are found by the run itself."""
    asli = bandingkan.terbitan

    def diubah(nama: str) -> list[dict[str, str]]:
        baris: list[dict[str, str]] = asli(nama)
        for b in baris:
            if b["indikator"] == "Prosentase lowongan kerja yang terpenuhi":
                b |= {"realisasi": "91,67%", "capaian_published": "121.16%"}
            if b["indikator"].endswith("membentuk WUB"):
                b["indikator"] = "Indikator yang tidak ada"
        return baris

    monkeypatch.setattr(bandingkan, "terbitan", diubah)
    monkeypatch.setattr(bandingkan, "DINAS", {"blitar-2017": bandingkan.DINAS["blitar-2017"]})
    masalah = bandingkan.compare(tmp_path / "k").masalah
    assert "Blitar IK-1.2: capaian 121.16% tidak terjelaskan." in masalah
    assert "Blitar 2017-SM1 IK-1.2: realisasi terbaca lain dari yang tercetak." in masalah
    assert any(m.startswith("Dinas Tenaga Kerja Kab. Blitar · 2017 (Semester I) · Indikator yang") for m in masalah)
    assert "Blitar 2017-SM1 IK-1.3 tidak memiliki pasangan." in masalah


def test_table_fits_the_terminal(hasil: Any) -> None:
    """The whole comparison is at most 100 columns wide and has no blanks at the end of a line."""
    for baris in bandingkan.show(hasil).splitlines():
        assert len(baris) <= 100
        assert baris == baris.rstrip()
