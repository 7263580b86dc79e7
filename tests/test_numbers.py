"""The one grammar of numbers, and the one way of writing them."""

from __future__ import annotations

import re
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
    ("63,36 % (Sedang)", "Persen", False, "63.36"),
    ("1,49 (21 km)", "", False, "1.49"),
    ("38% (Evaluasi Semester I)", "%", False, "38"),
    ("(53,88)", "%", False, "-53.88"),
    ("(53,88 %)", "%", False, "-53.88"),
    ("( 1.250 )", "orang", True, "-1250"),
    ("Rp (1.200.000,-)", "Rp", True, "-1200000"),
    ("Rp. 1.500.000.000,-", "Rp", True, "1500000000"),
    ("Rp 20.415.109.000,-", "Rp", True, "20415109000"),
    ("Rp.\u00a020.415.109.000", "rupiah", True, "20415109000"),
    ("1.500.000 rupiah", "Rp", True, "1500000"),
    ("30\u202fjuta  rupiah per\u00a0orang", "Juta rupiah per orang", False, "30"),
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
    "80 - 90%",
    "1:17,9",
    "80 (90)",
    "(80",
    "80)",
    "(-80)",
    "-(80)",
    "((80))",
    "()",
    "(Sedang)",
    "80 (baik) (sekali)",
    "Rp 1.000 orang",
    "202900000.1.2",
    "1.2345.678",
    "१२",
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


SATUAN = st.sampled_from(
    [("%", False), ("Persen", False), ("indeks", False), ("menit", False), ("orang", True), ("Rp", True)]
)


@given(SATUAN, st.integers(-(10**14), 10**14), st.integers(1, 6), st.booleans(), st.booleans())
def test_every_kind_of_unit_reads_back(
    jenis: tuple[str, bool], n: int, desimal: int, bersatuan: bool, kurung: bool
) -> None:
    """What we print, with its unit or as accountants write negatives, is read as the same number."""
    satuan, cacah = jenis
    nilai = Decimal(n).scaleb(0 if cacah else -desimal)
    teks = format_angka(nilai, 0 if cacah else desimal)
    if kurung and nilai < 0:
        teks = f"({format_angka(-nilai, 0 if cacah else desimal)})"
    if bersatuan:
        teks = f"Rp{teks}" if satuan == "Rp" else f"{teks} {satuan}" if not teks.startswith("(") else teks
    bacaan = baca(teks, satuan, cacah=cacah)
    assert bacaan.nilai == nilai, teks
    assert bacaan.catatan or teks.lstrip("-").isdecimal()


# The grammar once more, as one pattern that knows nothing of how it is read.
_ANGKA = r"(?:[0-9]{1,30}|[0-9]{1,3}(?:\.[0-9]{3})*(?:,[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?|[0-9]+[.,][0-9]+)"
_BENTUK = re.compile(
    rf"(?:-?{_ANGKA}(?: ?(?:%|persen|prosen))?|\( ?{_ANGKA}(?: ?(?:%|persen|prosen))? ?\))(?:[,.]-)?"
    r"(?: ?\([^()]*[^\W\d_][^()]*\))?",
    re.IGNORECASE,
)


@given(st.text("0123456789.,-+()% eorpRs/:½８Ⅳ_\u00a0\u2212", max_size=10) | st.from_regex(_BENTUK, fullmatch=True))
def test_outside_the_grammar_nothing_is_a_number(teks: str) -> None:
    """A text is read only when it has one of the forms that are written down, and its digits are those typed."""
    bacaan = baca(teks, "%", cacah=False)
    if bacaan.kepastian is Kepastian.BUKAN:
        return
    rapi = " ".join(teks.replace("\u00a0", " ").split()).replace("\u2212", "-")
    rapi = re.sub("[\u200b-\u200d\u2060\ufeff]", "", rapi)
    assert _BENTUK.fullmatch(rapi), teks
    inti = re.sub(r" ?\([^()]*[^\W\d_][^()]*\)$", "", rapi) if not rapi.startswith("(") else rapi
    for nilai in [bacaan.nilai] if bacaan.nilai is not None else bacaan.pilihan:
        ketikan = re.sub(r"[^0-9]", "", inti).lstrip("0") or "0"
        assert (re.sub(r"[^0-9]", "", f"{nilai:f}").lstrip("0") or "0") == ketikan


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
    assert format_angka(Decimal("9" * 30), 4) == ".".join(["999"] * 10) + ",0000"
    assert format_angka(Decimal("1234567.5"), 1) == "1.234.567,5"


def test_words() -> None:
    """Counts are spelled and lists are joined as letters do."""
    spelled = {0: "nol", 11: "sebelas", 21: "dua puluh satu", 100: "seratus", 1015: "seribu lima belas"}
    assert {n: terbilang(n) for n in spelled} == spelled
    assert terbilang(612_340) == "enam ratus dua belas ribu tiga ratus empat puluh"
    assert daftar(["a", "b", "c"]) == "a, b, dan c"


@pytest.mark.parametrize("teks", ["4,72 (revisi 4,9)", "10 (seharusnya 12 orang)", "5 (menjadi 6)"])
def test_a_remark_that_names_another_number_is_asked_about(teks: str) -> None:
    """Nobody knows which of the two is meant; a remark with another kind of number stays a remark."""
    assert baca(teks, "%").kepastian is Kepastian.BUKAN
    assert baca("1,49 (21 km)", "%").nilai == Decimal("1.49")
