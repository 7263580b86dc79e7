"""The one grammar of numbers, and the one way of writing them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaian.text.numbers import Kepastian, baca, bulatkan, format_angka, format_rupiah
from capaian.text.words import daftar, terbilang

SURE = [
    ("91,76%", "%", False, "91.76"),
    ("30 LPK", "LPK", True, "30"),
    ("1.000 orang", "orang", True, "1000"),
    ("2.868", "lowongan", True, "2868"),
    ("9.38", "%", False, "9.38"),
    ("58.00", "%", False, "58.00"),
    ("0,34 %", "Persen", False, "0.34"),
    ("Rp 1.200.000,-", "Rp", True, "1200000"),
    ("1.234,56", "", False, "1234.56"),
    ("1,234.56", "", False, "1234.56"),
    ("1.234.567", "orang", True, "1234567"),
    ("-1,41%", "%", False, "-1.41"),
    ("\u22125", "", False, "-5"),
    ("\u00a085,5\u200b", "%", False, "85.5"),
    ("0.855", "%", False, "0.855"),
    ("5,748", "%", False, "5.748"),
]
DOUBTFUL = [("1.234", "%", False, ("1234", "1.234")), ("5,748", "orang", True, ("5748", "5.748"))]
NONE = [
    "27.647091.889",
    "1 1 . 8 7 5",
    "８５",
    "½",
    "80-85",
    ">90",
    "85.5.1",
    "8O",
    "1e5",
    "1_000",
    "nan",
    "inf",
    "12 orang dewasa",
    "",
    "  ",
    "-",
    "Rp",
    "9" * 31,
]


@pytest.mark.parametrize(("teks", "satuan", "cacah", "nilai"), SURE)
def test_sure_readings(teks: str, satuan: str, cacah: bool, nilai: str) -> None:
    """What people type is read exactly, digit for digit."""
    bacaan = baca(teks, satuan, cacah=cacah)
    assert (bacaan.kepastian, str(bacaan.nilai)) == (Kepastian.ANGKA, nilai)


@pytest.mark.parametrize(("teks", "satuan", "cacah", "pilihan"), DOUBTFUL)
def test_doubtful_readings_are_asked_about(teks: str, satuan: str, cacah: bool, pilihan: tuple[str, str]) -> None:
    """Where two readings are possible, both are given and none is taken."""
    bacaan = baca(teks, satuan, cacah=cacah)
    assert bacaan.kepastian is Kepastian.RAGU and bacaan.nilai is None
    assert tuple(map(str, bacaan.pilihan)) == pilihan


@pytest.mark.parametrize("teks", NONE)
def test_everything_else_is_no_number(teks: str) -> None:
    """The grammar is closed: what it does not know is not a number."""
    assert baca(teks, "orang", cacah=True).kepastian is Kepastian.BUKAN


@pytest.mark.parametrize(("teks", "satuan"), [("12 orang", "perusahaan"), ("70 %", "orang"), ("Rp1.500", "orang")])
def test_a_foreign_unit_is_refused(teks: str, satuan: str) -> None:
    """A unit that is not the indicator's own makes the text unreadable, not the number."""
    assert baca(teks, satuan, cacah=True).kepastian is Kepastian.BUKAN


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False))
def test_what_we_write_we_read(nilai: Decimal) -> None:
    """A number in our own writing, with two decimals, reads back as itself."""
    assert baca(format_angka(nilai)).nilai == nilai


@given(st.integers(min_value=0, max_value=10**15))
def test_counts_and_money_read_back(n: int) -> None:
    """Counts and rupiah read back as themselves."""
    assert baca(format_angka(Decimal(n), 0), "orang", cacah=True).nilai == n
    assert baca(format_rupiah(Decimal(n)), "Rp", cacah=True).nilai == n


@given(st.text(max_size=12))
def test_reading_never_raises(teks: str) -> None:
    """Any text has a reading, and a sure one is a finite number."""
    bacaan = baca(teks, "%", cacah=False)
    assert (bacaan.nilai is not None and bacaan.nilai.is_finite()) == (bacaan.kepastian is Kepastian.ANGKA)


def test_rounding_is_half_up() -> None:
    """Half goes away from zero, as offices round."""
    assert [str(bulatkan(Decimal(x), 2)) for x in ("0.125", "2.675", "-0.125", "119.165")] == [
        "0.13",
        "2.68",
        "-0.13",
        "119.17",
    ]
    assert format_angka(Decimal("-0.001")) == "0,00"
    assert format_angka(Decimal("1234567.5"), 1) == "1.234.567,5"


def test_words() -> None:
    """Counts are spelled and lists are joined as letters do."""
    spelled = {0: "nol", 11: "sebelas", 21: "dua puluh satu", 100: "seratus", 1015: "seribu lima belas"}
    assert {n: terbilang(n) for n in spelled} == spelled
    assert terbilang(612_340) == "enam ratus dua belas ribu tiga ratus empat puluh"
    assert daftar(["a", "b", "c"]) == "a, b, dan c"
