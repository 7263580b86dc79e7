"""The arithmetic: every docstring example, properties that hold for every formula, and honest rounding."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaian.formulas import accumulation, polarity
from capaian.formulas.accumulation import Lewat, accumulate, target_periode, target_rinci
from capaian.formulas.polarity import batasi, default_for, get, known_names, rumus, rumus_indikator
from capaian.formulas.predikat import (
    IKM,
    LEVEL,
    OPINI,
    ORDINAL_BAWAAN,
    P86,
    SAKIP,
    SAKIP_ORDINAL,
    SKALA_BAWAAN,
    TIGA,
    ambang,
    predikat,
)
from capaian.formulas.rounding import cetak, rerata, tulis
from capaian.formulas.target_range import Rentang
from capaian.model.capaian import Alasan
from capaian.model.pengaturan import Skala
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Target
from capaian.text.doctable import parse, summary
from capaian.text.numbers import bulatkan
from doctable import cases

D = Decimal
SEMUA = [r.nama for r in polarity.all()]
ANGKA = [r.nama for r in polarity.all() if r.nilai == "angka"]
POSITIF = st.decimals("0.01", "10000", places=2)
HASIL = st.decimals("0", "20000", places=2)


def _d(teks: str) -> D:
    return D(teks.replace(",", "."))


def _target(teks: str) -> D | Rentang:
    return Rentang.parse(teks) or _d(teks)


def _same(hasil: D | Alasan, harapan: str) -> bool:
    if isinstance(hasil, Alasan):
        return hasil.name == harapan
    if harapan.startswith("≈"):
        desimal = len(harapan.partition(",")[2])
        return bulatkan(hasil, desimal) == _d(harapan[1:])
    return harapan[0] in "-0123456789" and hasil == _d(harapan)


def _hitung(nama: str, realisasi: D, target: D | Rentang) -> D:
    hasil = get(nama).hitung(realisasi, target)
    assert isinstance(hasil, D), hasil
    return hasil


class TestPolarity:
    @pytest.mark.parametrize(
        ("nama", "judul", "row"), cases(((r.nama, r.keterangan) for r in polarity.all()), "Contoh")
    )
    def test_contoh(self, nama: str, judul: str, row: Mapping[str, str]) -> None:
        """Every example of a formula's docstring is what the formula computes."""
        hasil = get(nama).hitung(_d(row["realisasi"]), _target(row["target"]))
        assert _same(hasil, row["capaian"]), hasil

    @pytest.mark.parametrize("nama", SEMUA)
    def test_states_itself(self, nama: str) -> None:
        """Every formula has words, a basis, a known polarity and at least four examples."""
        r = get(nama)
        assert r.uraian and r.dasar and r.polaritas in ("positif", "negatif", "rentang")
        assert summary(r.keterangan).endswith((".", "sama."))
        assert sum(len(t.baris) for t in parse(r.keterangan)) >= 4

    @pytest.mark.parametrize("nama", SEMUA)
    @given(target=POSITIF)
    def test_on_target_is_100(self, nama: str, target: D) -> None:
        """A result equal to its target is exactly 100 percent, whatever the formula."""
        assert _hitung(nama, target, target) == 100

    @pytest.mark.parametrize("nama", SEMUA)
    @given(target=POSITIF, a=HASIL, b=HASIL)
    def test_better_never_scores_lower(self, nama: str, target: D, a: D, b: D) -> None:
        """Of two results the better one, by the polarity of the formula, never has the lower capaian."""
        r = get(nama)
        if nama == "T/R" and 0 in (a, b):
            return
        kunci = {"positif": lambda x: x, "negatif": lambda x: -x, "rentang": lambda x: -abs(x - target)}[r.polaritas]
        if nama == "ya_tidak":
            a, b, target = a.min(D(1)).to_integral_value(), b.min(D(1)).to_integral_value(), D(1)
        buruk, baik = sorted((a, b), key=kunci)
        assert _hitung(nama, buruk, target) <= _hitung(nama, baik, target)

    @pytest.mark.parametrize("nama", SEMUA)
    @given(target=POSITIF, realisasi=POSITIF, skala=st.sampled_from((D("0.001"), D("0.1"), D(2), D(1000))))
    def test_scale_free(self, nama: str, target: D, realisasi: D, skala: D) -> None:
        """Counting in thousands does not change the capaian."""
        a, b = _hitung(nama, realisasi, target), _hitung(nama, realisasi * skala, target * skala)
        assert bulatkan(a, 12) == bulatkan(b, 12)

    @pytest.mark.parametrize("nama", ["rentang", "stabil"])
    @given(a=POSITIF, lebar=HASIL, x=HASIL, y=HASIL)
    def test_range_is_unimodal(self, nama: str, a: D, lebar: D, x: D, y: D) -> None:
        """Inside a range the capaian is 100; on either side it falls with the distance and never rises above."""
        t = Rentang(a, a + lebar)
        cx, cy = _hitung(nama, x, t), _hitung(nama, y, t)
        assert (cx == 100) == (x in t)
        assert cx <= 100
        if (x < a) == (y < a) and t.jarak(x) < t.jarak(y):
            assert cx >= cy

    @pytest.mark.parametrize("nama", ANGKA)
    @given(realisasi=st.decimals("-100", "100", places=2), target=st.decimals("-100", "0", places=2))
    def test_zero_and_negative_targets_never_give_a_wild_number(self, nama: str, realisasi: D, target: D) -> None:
        """A target of zero or less gives 0, 100 or a reason; never a division error and never a percentage."""
        assert get(nama).hitung(realisasi, target) in (0, 100, Alasan.TARGET_NOL, Alasan.TARGET_NEGATIF) or (
            nama == "T/R" and realisasi < 0
        )

    def test_second_use_of_a_name_fails(self) -> None:
        """Two functions can never share a name, and neither can two defaults."""
        with pytest.raises(ValueError, match="dua kali"):
            rumus("R/T", polaritas="positif", uraian="x", dasar="x", excel="1")(lambda r, t: r)
        with pytest.raises(ValueError, match="dua kali"):
            rumus("baru", polaritas="negatif", uraian="x", dasar="x", excel="1", baku=True)(lambda r, t: r)
        assert "baru" not in known_names()

    def test_defaults(self) -> None:
        """The defaults are the ones that most published reports use."""
        assert [default_for(p) for p in ("positif", "negatif", "rentang")] == ["R/T", "(2T-R)/T", "rentang"]
        assert (default_for("positif", "predikat"), default_for("positif", "ya_tidak")) == ("ordinal", "ya_tidak")
        with pytest.raises(ValueError, match="Belum ada rumus baku"):
            default_for("naik")

    def test_unknown_name_suggests(self) -> None:
        """An unknown formula name is answered with the nearest one and the whole list."""
        with pytest.raises(ValueError, match=r"Mungkin maksudnya «rentang»") as e:
            get("rentan")
        assert all(n in str(e.value) for n in known_names())

    @pytest.mark.parametrize(
        ("ubah", "nama"),
        [
            ({}, "R/T"),
            ({"polaritas": "negatif"}, "T/R"),
            ({"polaritas": "negatif", "rumus": "(2T-R)/T"}, "(2T-R)/T"),
            ({"polaritas": "rentang"}, "rentang"),
            ({"nilai": "predikat"}, "ordinal"),
            ({"nilai": "ya_tidak", "polaritas": "negatif"}, "ya_tidak"),
        ],
    )
    def test_formula_of_an_indicator(self, ubah: dict[str, str], nama: str) -> None:
        """The indicator's own formula wins, then its kind of value, then the office, then the built-in default."""
        assert rumus_indikator(_indikator(**ubah), {"negatif": "T/R"}).nama == nama

    def test_number_formula_refuses_a_range(self) -> None:
        """A range is never silently taken for one of its ends."""
        with pytest.raises(TypeError):
            get("R/T").hitung(D(70), Rentang(D(60), D(80)))


class TestWorkedExamples:
    """Synthetic cases, from formula through floor and cap to predicate."""

    CASES = (
        ("R/T", "80", "72", "90", "90", "Tinggi"),
        ("R/T", "80", "72.4", "90.5", "90.5", "Sangat Tinggi"),
        ("R/T", "40", "50", "125", "100", "Sangat Tinggi"),
        ("R/T", "40", "0", "0", "0", "Sangat Rendah"),
        ("R/T", "2", "-1", "-50", "0", "Sangat Rendah"),
        ("(2T-R)/T", "5", "4", "120", "100", "Sangat Tinggi"),
        ("T/R", "5", "4", "125", "100", "Sangat Tinggi"),
        ("(2T-R)/T", "5", "6", "80", "80", "Tinggi"),
        ("T/R", "5", "6", "83.33", "83.33", "Tinggi"),
        ("(2T-R)/T", "5", "10", "0", "0", "Sangat Rendah"),
        ("(2T-R)/T", "5", "12", "-40", "0", "Sangat Rendah"),
        ("(2T-R)/T", "5", "0", "200", "100", "Sangat Tinggi"),
        ("(2T-R)/T", "0", "0", "100", "100", "Sangat Tinggi"),
        ("(2T-R)/T", "0", "3", "0", "0", "Sangat Rendah"),
        ("rentang", "60–80", "70", "100", "100", "Sangat Tinggi"),
        ("rentang", "60–80", "45", "75", "75", "Sedang"),
        ("rentang", "60–80", "88", "90", "90", "Tinggi"),
        ("ordinal", "6", "5", "83.33", "83.33", "Tinggi"),
    )

    @pytest.mark.parametrize(("nama", "t", "r", "mentah", "terbatas", "label"), CASES)
    def test_case(self, nama: str, t: str, r: str, mentah: str, terbatas: str, label: str) -> None:
        """Formula, floor 0 with cap 100, and the five-band predicate give the published result."""
        hasil = _hitung(nama, D(r), _target(t))
        assert bulatkan(hasil, 2) == D(mentah)
        assert bulatkan(batasi(hasil, D(0), D(100))[0], 2) == D(terbatas)
        assert predikat(batasi(hasil, D(0), None)[0], P86) == label

    def test_mean(self) -> None:
        """The mean of 80, 125 and 90,5 is 98,50; with each capped at 100 it is 90,17."""
        assert rerata([D(80), D(125), D("90.5")]) == D("98.5")
        assert bulatkan(rerata([D(80), D(100), D("90.5")]) or D(0), 2) == D("90.17")


class TestBatasi:
    def test_silent_when_nothing_happens(self) -> None:
        """A step that did not act is not named, and a value on the bound is left alone."""
        assert batasi(D(80), D(0), D(100)) == (D(80), ())
        assert batasi(D(0), D(0), D(100)) == (D(0), ())
        assert batasi(D(100), D(0), D(100)) == (D(100), ())
        assert batasi(D(-40), None, None) == (D(-40), ())

    def test_names_the_step_that_acted(self) -> None:
        """Floor and cap each say what the value was before."""
        assert batasi(D(-40), D(0), None) == (
            D(0),
            ("Capaian -40 persen dihitung sebagai 0 persen (batas bawah kantor).",),
        )
        persen, (kalimat,) = batasi(D("100.0001"), D(0), D(100))
        assert persen == 100
        assert "100,0001 persen dihitung sebagai 100 persen (batas atas kantor)" in kalimat


class TestPredikat:
    @pytest.mark.parametrize(
        ("nilai", "label"),
        [
            ("657", "Sangat Tinggi"),
            ("90.0000000001", "Sangat Tinggi"),
            ("90", "Tinggi"),
            ("75.5", "Tinggi"),
            ("75", "Sedang"),
            ("65", "Rendah"),
            ("50.01", "Rendah"),
            ("50", "Sangat Rendah"),
            ("0", "Sangat Rendah"),
            ("-5", "Sangat Rendah"),
        ],
    )
    def test_p86_has_no_holes(self, nilai: str, label: str) -> None:
        """Every value, between the printed bands too, has exactly one label."""
        assert predikat(D(nilai), P86) == label

    @pytest.mark.parametrize(
        ("skala", "nilai", "label"),
        [
            (TIGA, "100.01", "Melebihi Target"),
            (TIGA, "100", "Tercapai"),
            (TIGA, "99.999", "Tidak Tercapai"),
            (SAKIP, "73.07", "BB (Sangat Baik)"),
            (SAKIP, "61.91", "B (Baik)"),
            (SAKIP, "57.01", "CC (Cukup)"),
            (SAKIP, "30", "D (Sangat Kurang)"),
            (IKM, "88.31", "A (Sangat Baik)"),
            (IKM, "88.30", "B (Baik)"),
            (IKM, "65", "C (Kurang Baik)"),
            (IKM, "64.99", "D (Tidak Baik)"),
        ],
    )
    def test_other_scales(self, skala: Skala, nilai: str, label: str) -> None:
        """The other built-in scales agree with published scores."""
        assert predikat(D(nilai), skala) == label

    @pytest.mark.parametrize("skala", SKALA_BAWAAN.values(), ids=lambda s: s.kode)
    @given(a=st.decimals("-50", "250", places=4), b=st.decimals("-50", "250", places=4))
    def test_higher_is_never_worse(self, skala: Skala, a: D, b: D) -> None:
        """A higher value never has a worse label, and every built-in scale states its rule and its basis."""
        urutan = [j.label for j in skala.jenjang]
        rendah, tinggi = sorted((a, b))
        assert urutan.index(predikat(tinggi, skala)) <= urutan.index(predikat(rendah, skala))
        assert skala.dasar and skala.aturan_batas

    def test_bounds(self) -> None:
        """The bounds are those between bands; the floor of the last band is none."""
        assert ambang(P86) == (90, 75, 65, 50)
        assert ambang(TIGA) == (100,)

    def test_empty_scale(self) -> None:
        """A scale without bands is refused, not answered with an empty label."""
        with pytest.raises(ValueError, match="jenjang"):
            predikat(D(1), Skala("X", "X", (), "", ""))

    def test_ordinal_orders(self) -> None:
        """The levels of the built-in ordinal scales stand in their declared order, lowest first."""
        assert list(OPINI.skor) == ["TMP", "TW", "WDP", "WTP"]
        assert SAKIP_ORDINAL.skor["AA"] == 7
        assert LEVEL.skor["Level 3"] < LEVEL.skor["Level 3 Plus"] < LEVEL.skor["Level 4"]
        assert set(ORDINAL_BAWAAN) == {"OPINI", "SAKIP", "LEVEL"}
        for s in ORDINAL_BAWAAN.values():
            assert list(s.skor.values()) == sorted(set(s.skor.values()))


class TestRounding:
    @pytest.mark.parametrize(
        ("nilai", "harapan"),
        [
            ("90.004", "90.004"),
            ("89.996", "89.996"),
            ("90", "90.00"),
            ("90.01", "90.01"),
            ("89.994", "89.99"),
            ("90.00000000001", "90.00000000001"),
            ("72.345", "72.35"),
        ],
    )
    def test_never_crosses_a_bound(self, nilai: str, harapan: str) -> None:
        """Digits are added until the printed number is on the side of the bound that the value is on."""
        hasil = cetak(D(nilai), 2, (D(90),))
        assert str(hasil) == harapan

    @given(
        nilai=st.decimals("-200", "200", places=9),
        desimal=st.integers(0, 4),
        batas=st.lists(st.decimals("-200", "200", places=2), max_size=4),
    )
    def test_side_is_kept(self, nilai: D, desimal: int, batas: list[D]) -> None:
        """Printed and unrounded value stand on the same side of every bound, and differ by half a unit at most."""
        hasil = cetak(nilai, desimal, batas)
        assert all((hasil > b) == (nilai > b) and (hasil < b) == (nilai < b) for b in batas)
        assert abs(hasil - nilai) <= D(5).scaleb(-desimal - 1)
        assert -int(hasil.as_tuple().exponent) >= desimal

    @given(nilai=st.decimals("0", "150", places=8), skala=st.sampled_from(tuple(SKALA_BAWAAN.values())))
    def test_printed_digits_have_the_label_of_the_value(self, nilai: D, skala: Skala) -> None:
        """What a reader computes from the printed digits is the printed predicate."""
        assert predikat(cetak(nilai, 2, ambang(skala)), skala) == predikat(nilai, skala)

    def test_mean_has_no_noise(self) -> None:
        """Thirds that add up to a bound are on the bound, not a hair above it."""
        sepertiga = D(200) / 3
        assert rerata([sepertiga, sepertiga, sepertiga, D(160)]) == 90
        assert predikat(rerata([sepertiga, sepertiga, sepertiga, D(160)]) or D(0), P86) == "Tinggi"

    def test_mean_of_nothing(self) -> None:
        """There is no mean of nothing; it is not zero."""
        assert rerata([]) is None
        assert rerata([D(3), D(5)], [D(1), D(3)]) == D("4.5")

    def test_huge_numbers_do_not_break_the_trace(self) -> None:
        """A typed 1E+308 is written out, not answered with an arithmetic error."""
        assert tulis(D("1E+308")).startswith("100.000")
        assert tulis(D("12.50")) == "12,5"
        assert tulis(D(200) / 3) == "66,67"


def _indikator(**ubah: str) -> Indikator:
    return Indikator(**{"kode": "IK-1", "sasaran": "S1", "nama": "n", "satuan": "orang", "unit": "U", **ubah})  # type: ignore[arg-type]


def _tw(k: int) -> Periode:
    return Periode(2025, "TW", k)


class TestAccumulation:
    @pytest.mark.parametrize(
        ("nama", "judul", "row"), cases(((j.nama, j.keterangan) for j in accumulation.all()), "Contoh")
    )
    def test_contoh(self, nama: str, judul: str, row: Mapping[str, str]) -> None:
        """Every example of a kind's docstring is what the kind computes."""
        k = int(row["sampai"])
        nilai = [_periode(row[f"tw{i}"]) for i in range(1, k + 1)]
        assert _same(accumulate(nama, nilai, _tw(k)).nilai, row["realisasi"])

    def test_a_missing_quarter_is_never_a_smaller_sum(self) -> None:
        """A sum, mean, highest or lowest value over a missing quarter is a reason, never a number."""
        for jenis in accumulation.all():
            hasil = accumulate(jenis.nama, [D(5), None, D(7), D(9)], _tw(4)).nilai
            if jenis.jejak:
                assert hasil is Alasan.RIWAYAT_KURANG
            else:
                assert hasil == 9

    def test_trace(self) -> None:
        """What was combined is said in one sentence; a value taken as it is needs none."""
        hasil = accumulate("kumulatif", [D(10), D(12), D("8.5")], _tw(3))
        assert hasil.jejak == "Realisasi adalah jumlah Triwulan I sampai Triwulan III: 10 + 12 + 8,5 = 30,5."
        assert accumulate("kumulatif", [D(10)], _tw(1)).jejak == ""
        assert accumulate("posisi_akhir", [D(10), D(12)], _tw(2)).jejak == ""

    def test_semester_and_year(self) -> None:
        """Semesters add up as quarters do; a form for the year is taken as it was filled."""
        assert accumulate("kumulatif", [D(10), D(5)], Periode(2025, "SM", 2)).nilai == 15
        assert accumulate("kumulatif", [None, D(5)], Periode(2025, "SM", 2)).nilai is Alasan.RIWAYAT_KURANG
        assert accumulate("tahunan", [D(10)], Periode(2025, "SM", 1)).nilai is Alasan.TIDAK_DIUKUR
        for jenis in accumulation.known_names():
            assert accumulate(jenis, [D(7)], Periode(2025, "TAHUN")).nilai == 7
            assert accumulate(jenis, [None], Periode(2025, "TAHUN")).nilai is Alasan.BELUM_ADA_DATA

    def test_wrong_length(self) -> None:
        """Values that do not fit the period are a mistake of the program."""
        with pytest.raises(ValueError, match="3 nilai"):
            accumulate("kumulatif", [D(1)], _tw(3))

    def test_second_use_of_a_name_fails(self) -> None:
        """Two kinds can never share a name."""
        with pytest.raises(ValueError, match="dua kali"):
            accumulation.akumulasi("kumulatif", uraian="x", excel="1")(lambda d, a: D(0))


def _periode(teks: str) -> D | Lewat | None:
    return None if not teks else Lewat.TIDAK_DIUKUR if teks == "x" else _d(teks)


class TestTargetPeriode:
    PENUH = Target("IK-1", 2025, "PK", D(100), (D(10), D(20), D(30), D(40)), {})
    BOLONG = Target("IK-1", 2025, "PK", D(100), (D(10), None, D(30), None), {})
    TAHUN = Target("IK-1", 2025, "PK", D(100), (None, None, None, None), {})
    RENTANG = Target("IK-1", 2025, "PK", "60–80", ("50–60", "60–80", None, None), {})

    @pytest.mark.parametrize(
        ("target", "akumulasi", "periode", "harapan"),
        [
            (PENUH, "kumulatif", "2025-TW1", D(10)),
            (PENUH, "kumulatif", "2025-TW3", D(60)),
            (PENUH, "kumulatif", "2025-SM1", D(30)),
            (PENUH, "posisi_akhir", "2025-TW3", D(30)),
            (PENUH, "rata_rata", "2025-SM1", D(20)),
            (PENUH, "tahunan", "2025-TW3", None),
            (PENUH, "tahunan", "2025-TW4", D(100)),
            (PENUH, "posisi_akhir", "2025-TAHUN", D(100)),
            (BOLONG, "kumulatif", "2025-TW3", None),
            (BOLONG, "kumulatif", "2025-TW4", D(100)),
            (BOLONG, "posisi_akhir", "2025-TW2", None),
            (BOLONG, "posisi_akhir", "2025-TW3", D(30)),
            (BOLONG, "posisi_akhir", "2025-TW4", D(100)),
            (TAHUN, "posisi_akhir", "2025-SM1", None),
            (TAHUN, "posisi_akhir", "2025-SM2", D(100)),
            (RENTANG, "posisi_akhir", "2025-TW2", "60–80"),
            (RENTANG, "kumulatif", "2025-TW2", None),
            (None, "kumulatif", "2025-TW1", None),
        ],
    )
    def test_target(self, target: Target | None, akumulasi: str, periode: str, harapan: D | str | None) -> None:
        """The target of a period follows the accumulation; a quarter left open is no zero."""
        assert target_periode(target, _indikator(akumulasi=akumulasi), Periode.parse(periode)) == harapan

    def test_origin(self) -> None:
        """A target says which cells it came from, and how a sum was made."""
        rinci = target_rinci(self.PENUH, _indikator(akumulasi="kumulatif"), _tw(3))
        assert rinci.kunci == ("tw1", "tw2", "tw3")
        assert rinci.jejak == "Target adalah jumlah target triwulan: 10 + 20 + 30 = 60."
        assert target_rinci(self.BOLONG, _indikator(akumulasi="kumulatif"), _tw(4)).kunci == ("tahunan",)
        tw4 = Target("IK-1", 2025, "PK", None, (None, None, None, D(9)), {})
        assert target_rinci(tw4, _indikator(akumulasi="tahunan"), _tw(4)).kunci == ("tw4",)


class TestRentang:
    @pytest.mark.parametrize(
        ("teks", "harapan"),
        [
            ("60–80", ("60", "80")),
            ("60.5 - 80", ("60.5", "80")),
            ("60,5—80", ("60.5", "80")),
            ("60 s.d. 80", ("60", "80")),
            ("-5–5", ("-5", "5")),
            ("80–60", None),
            ("60", None),
            ("1.234.567–2", None),
            ("60–80%", None),
        ],
    )
    def test_parse(self, teks: str, harapan: tuple[str, str] | None) -> None:
        """A range is two numbers with a dash; anything else is none, and is not guessed."""
        assert Rentang.parse(teks) == (Rentang(D(harapan[0]), D(harapan[1])) if harapan else None)

    def test_upside_down(self) -> None:
        """A range whose ends are exchanged cannot be built."""
        with pytest.raises(ValueError, match="melebihi"):
            Rentang(D(80), D(60))


class TestDocTable:
    def test_parse(self) -> None:
        r"""Headings, rulers, escaped bars and empty cells are read as a person reads them."""
        doc = """First line
        goes on.

        Salah:
          | satuan | nilai |
          | ------ | ----- |
          | a \\| b |       |

        Benar:

          | satuan |
          | persen |
        """
        salah, benar = parse(doc)
        assert (salah.judul, salah.kolom, salah.baris) == ("Salah", ("satuan", "nilai"), (("a | b", ""),))
        assert benar.kamus == ({"satuan": "persen"},)
        assert summary(doc) == "First line goes on."
        assert parse(None) == ()

    @pytest.mark.parametrize(
        "doc",
        [
            "| a |\n| 1 |",
            "Contoh:\n| a |",
            "Contoh:\n| a | b |\n| 1 |",
            "Contoh:\n| a |\n| 1",
            "Contoh:\n| a | a |\n| 1 | 2 |",
        ],
    )
    def test_malformed_tables_fail(self, doc: str) -> None:
        """A table that cannot be read is an error, not a formula without examples."""
        with pytest.raises(ValueError, match="tabel"):
            parse(doc)
