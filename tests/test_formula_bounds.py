"""The edges of the formulas, one by one: what mutation testing found unguarded (docs/mutation.md)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from capaian.formulas import accumulation, efficiency, limits, polarity, predikat, rounding
from capaian.formulas.accumulation import accumulate, target_rinci
from capaian.formulas.efficiency import Keluaran, Masukan, Putusan, putusan
from capaian.formulas.rumus import Rumus
from capaian.formulas.target_range import Rentang
from capaian.model.capaian import Alasan
from capaian.model.pengaturan import Jenjang, Skala
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Target
from test_report import bahan

D = Decimal
TW = {n: Periode(2025, "TW", n) for n in (1, 2, 3, 4)}


# --- target ranges, limits, polarity -------------------------------------------------------------------------


@pytest.mark.parametrize(("nilai", "jarak"), [("50", "10"), ("60", "0"), ("70", "0"), ("80", "0"), ("95.5", "15.5")])
def test_distance_from_a_range(nilai: str, jarak: str) -> None:
    assert Rentang(D(60), D(80)).jarak(D(nilai)) == D(jarak)


def test_limits_as_an_excel_expression() -> None:
    assert limits.excel(None, None) == "{C}"
    assert limits.excel(D(0), None) == "MAX(0,{C})"
    assert limits.excel(None, D(120)) == "MIN(120,{C})"
    assert limits.excel(D(0), D(120)) == "MAX(0,MIN(120,{C}))"


def test_limits_say_the_number_with_two_decimals() -> None:
    assert limits.batasi(D("-12.3456"), D(0), None)[1] == (
        "Capaian -12,35 persen dihitung sebagai 0 persen (batas bawah kantor).",
    )
    assert limits.batasi(D("123.4567"), None, D(120))[1] == (
        "Capaian 123,46 persen dihitung sebagai 120 persen (batas atas kantor).",
    )


@pytest.mark.parametrize("rumus", [r for r in polarity.all() if r.nilai == "angka" and r.polaritas != "rentang"])
def test_a_target_below_zero_has_its_own_reason(rumus: Rumus) -> None:
    buruk = D(-5) if rumus.polaritas == "positif" else D(5)
    assert rumus.hitung(buruk, D(-1)) is Alasan.TARGET_NEGATIF
    if rumus.polaritas == "positif":
        assert rumus.hitung(buruk, D(0)) is Alasan.TARGET_NOL


@pytest.mark.parametrize(
    ("nama", "realisasi", "target", "hasil"),
    [
        ("rentang", "50", Rentang(D(60), D(80)), D(5000) / 60),
        ("rentang", "85", Rentang(D(60), D(80)), D("93.75")),
        ("stabil", "50", D(60), D(5000) / 60),
        ("stabil", "65", D(60), D(5500) / 60),
        ("(2T-R)/T", "5", D("4.5"), D(400) / D("4.5")),
        ("T/R", "7", D(3), D(300) / 7),
    ],
)
def test_results_keep_their_fractions(nama: str, realisasi: str, target: Decimal | Rentang, hasil: Decimal) -> None:
    assert polarity.get(nama).hitung(D(realisasi), target) == hasil


def test_a_range_that_ends_at_zero_has_no_percentage_above() -> None:
    assert polarity.get("rentang").hitung(D(5), Rentang(D(0), D(0))) == D(0)


@pytest.mark.parametrize(("target", "alasan"), [("0", Alasan.TARGET_NOL), ("-1", Alasan.TARGET_NEGATIF)])
def test_a_score_that_is_no_score(target: str, alasan: Alasan) -> None:
    (ordinal,) = [r for r in polarity.all() if r.nilai == "predikat"]
    assert ordinal.hitung(D(-2), D(target)) is alasan


@pytest.mark.parametrize(("realisasi", "hasil"), [("0", 100), ("1", 0), ("0.5", 0), ("-1", 100)])
def test_a_target_of_zero_where_lower_is_better(realisasi: str, hasil: int) -> None:
    assert polarity.get("(2T-R)/T").hitung(D(realisasi), D(0)) == hasil


# --- accumulation --------------------------------------------------------------------------------------------


def _ind(akumulasi: str = "kumulatif", frekuensi: str = "triwulanan") -> Indikator:
    return Indikator("IK-1", "S-1", "X", "Orang", "TK", akumulasi=akumulasi, frekuensi=frekuensi)


def _target(*triwulan: str | None, tahunan: str | None = "100") -> Target:
    isi = tuple(None if t is None else D(t) for t in triwulan)
    asal: dict[str, object] = {}
    return Target("IK-1", 2025, "PK", None if tahunan is None else D(tahunan), isi, asal)  # type: ignore[arg-type]


def test_a_year_takes_its_one_value() -> None:
    assert accumulate("kumulatif", [D(7)], Periode(2025, "TAHUN")).nilai == D(7)
    assert accumulate("kumulatif", [None], Periode(2025, "TAHUN")).nilai is Alasan.BELUM_ADA_DATA


@pytest.mark.parametrize("n", [1, 3])
def test_another_number_of_values_than_periods_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="memerlukan 2 nilai"):
        accumulate("kumulatif", [D(1)] * n, TW[2])


def test_combining_two_values_is_said_and_one_is_not() -> None:
    assert accumulate("kumulatif", [D(1)], TW[1]).jejak == ""
    assert accumulate("kumulatif", [D(1), D(2)], TW[2]).jejak == (
        "Realisasi adalah jumlah Triwulan I sampai Triwulan II: 1 + 2 = 3."
    )
    tiga = [D(90), D("95.5"), D(94)]
    assert accumulate("rata_rata", tiga, TW[3]).jejak == (
        "Realisasi adalah rata-rata Triwulan I sampai Triwulan III: (90 + 95,5 + 94) / 3 ≈ 93,17."
    )
    assert accumulate("rata_rata", tiga[:2], TW[2]).jejak.endswith("(90 + 95,5) / 2 = 92,75.")
    assert "(90; 95,5; 94), yaitu 95,5" in accumulate("maksimum", tiga, TW[3]).jejak


def test_an_average_of_zeros_is_zero() -> None:
    assert accumulate("rata_rata", [D(0), D(0)], TW[2]).nilai == D(0)


def test_which_kinds_need_numbers() -> None:
    """Sums and means cannot be made of levels; positions can."""
    perlu = {j.nama: j.butuh_angka for j in accumulation.all()}
    assert perlu == {
        "kumulatif": True,
        "posisi_akhir": False,
        "rata_rata": True,
        "tahunan": False,
        "maksimum": perlu["maksimum"],
        "minimum": perlu["minimum"],
    }
    assert accumulation.get("kumulatif").jumlah and not accumulation.get("rata_rata").jumlah


@pytest.mark.parametrize(
    ("frekuensi", "triwulan", "k", "nilai", "kunci"),
    [
        ("triwulanan", ("10", "20", "30", "40"), 3, "60", ("tw1", "tw2", "tw3")),
        ("triwulanan", ("10", None, "30", "40"), 3, None, ()),
        ("triwulanan", ("10", None, "30", "40"), 4, "100", ("tahunan",)),
        ("triwulanan", ("10", "20", "30", "40"), 1, "10", ("tw1",)),
        ("semesteran", (None, "20", None, "40"), 2, "20", ("tw2",)),
        ("semesteran", (None, "20", None, "40"), 4, "60", ("tw2", "tw4")),
        ("semesteran", (None, "20", None, None), 4, "100", ("tahunan",)),
        ("semesteran", (None, "20", None, "40"), 3, None, ()),
        ("semesteran", ("5", "20", None, "40"), 4, "65", ("tw1", "tw2", "tw4")),
        ("tahunan", (None, None, None, "40"), 4, "100", ("tahunan",)),
        ("tahunan", ("10", "20", "30", "40"), 3, None, ()),
    ],
)
def test_targets_add_up_where_results_do(
    frekuensi: str, triwulan: tuple[str | None, ...], k: int, nilai: str | None, kunci: tuple[str, ...]
) -> None:
    hasil = target_rinci(_target(*triwulan), _ind(frekuensi=frekuensi), TW[k])
    assert hasil.nilai == (None if nilai is None else D(nilai))
    assert hasil.kunci == kunci
    assert bool(hasil.jejak) is (len(kunci) > 1)


def test_a_yearly_target_that_is_missing_falls_back_on_the_last_quarter() -> None:
    hasil = target_rinci(_target(None, None, None, "40", tahunan=None), _ind(frekuensi="tahunan"), TW[4])
    assert (hasil.nilai, hasil.kunci) == (D(40), ("tw4",))


# --- efficiency ----------------------------------------------------------------------------------------------

F1, F2, F5 = (efficiency.get(n) for n in ("F1", "F2", "F5"))


@pytest.mark.parametrize(
    ("capaian", "serapan", "semua", "harap"),
    [
        ("99.999999", "50", True, Putusan.BELUM_TERCAPAI),
        ("100", "50", True, Putusan.EFISIEN),
        ("100.5", "50", True, Putusan.EFISIEN),
        ("80", "80", True, Putusan.BELUM_TERCAPAI),
        ("80", "80.01", True, Putusan.BELUM_TERCAPAI_SERAPAN_TINGGI),
        ("80", "79.99", True, Putusan.BELUM_TERCAPAI),
        ("105", "50", False, Putusan.SEBAGIAN),
        ("105", "105", True, Putusan.SEBANDING),
        ("105", "105.01", True, Putusan.BELUM_EFISIEN),
        ("105", "104.99", True, Putusan.EFISIEN),
    ],
)
def test_the_verdict_at_its_edges(capaian: str, serapan: str, semua: bool, harap: Putusan) -> None:
    m = Masukan(D(capaian), D(serapan), ())
    assert putusan(F1, m, semua_tercapai=semua) is harap
    assert putusan(F2, m, semua_tercapai=semua) is harap


def test_nothing_spent_or_less_cannot_be_a_ratio() -> None:
    assert F2.hitung(Masukan(D(80), D("-1"), ())) is None
    assert F5.hitung(Masukan(None, None, (Keluaran(D(-100), D(1), D(1)),))) is None
    assert F5.hitung(Masukan(None, None, (Keluaran(D("0.5"), D("0.5"), D(1)),))) == D(0)


# --- rounding ------------------------------------------------------------------------------------------------


def test_a_mean_with_weights() -> None:
    assert rounding.rerata([D(1), D(4)], [D(2), D(1)]) == D(2)
    assert rounding.rerata([D(1), D(4)], [D(0), D(0)]) is None
    assert rounding.rerata([D(3)], [D(-1)]) == D(3)
    assert rounding.rerata([]) is None
    with pytest.raises(ValueError, match=r"shorter|longer"):
        rounding.rerata([D(1), D(2)], [D(1)])


@pytest.mark.parametrize(("nilai", "teks"), [("90.00000", "90"), ("1E+2", "100"), ("0.500", "0.5"), ("-0.10", "-0.1")])
def test_plain_numbers(nilai: str, teks: str) -> None:
    assert str(rounding.polos(D(nilai))) == teks


@pytest.mark.parametrize(
    ("nilai", "teks"),
    [
        ("0.123456", "0,123456"),
        ("0.1234567", "0,12"),
        ("12345678", "12.345.678"),
        ("1E+30", "1" + ".000" * 10),
        ("66.66666666666666666667", "66,67"),
        ("7", "7"),
        ("1.50", "1,5"),
        ("1." + "0" * 70 + "1", "1"),
    ],
)
def test_numbers_inside_a_sentence(nilai: str, teks: str) -> None:
    assert rounding.tulis(D(nilai)) == teks


@pytest.mark.parametrize(
    ("nilai", "desimal", "ambang", "cetak"),
    [
        ("90.004", 2, "90", "90.004"),
        ("89.996", 2, "90", "89.996"),
        ("90", 2, "90", "90.00"),
        ("90.006", 2, "90", "90.01"),
        ("89.99999999", 2, "90", "89.99999999"),
        ("76.5", 0, "76.61", "76.5"),
        ("76.7", 0, "76.61", "77"),
    ],
)
def test_printed_digits_stay_on_their_side(nilai: str, desimal: int, ambang: str, cetak: str) -> None:
    assert str(rounding.cetak(D(nilai), desimal, (D(ambang),))) == cetak


def test_huge_and_tiny_numbers_are_printed_exactly() -> None:
    for teks in ("1E+308", "123456789" * 20, "1E-200", "-9.87654321E+100"):
        n = D(teks)
        assert rounding.cetak(n, 205) == n
        assert rounding.polos(n) == n
    assert rounding.tulis(D("123456789" * 20)).replace(".", "") == "123456789" * 20


# --- predikat ------------------------------------------------------------------------------------------------

BATAS = {
    "P86": "100 90.01 | 90 75.01 | 75 65.01 | 65 50.01 | 50 0 -5",
    "TIGA": "100.01 | 100 | 99.99 0",
    "SAKIP": "90.01 | 90 80.01 | 80 70.01 | 70 60.01 | 60 50.01 | 50 30.01 | 30 0",
    "IKM": "88.31 100 | 88.30 76.61 | 76.60 65 | 64.99 25 0",
}


@pytest.mark.parametrize("kode", BATAS)
def test_every_bound_of_every_scale(kode: str) -> None:
    skala = predikat.SKALA_BAWAAN[kode]
    for jenjang, nilai in zip(skala.jenjang, BATAS[kode].split("|"), strict=True):
        for n in nilai.split():
            assert predikat.predikat(D(n), skala) == jenjang.label, n


def test_scores_of_the_ordinal_scales() -> None:
    """They are declared order, and capaian divides them: a shifted score is another capaian."""
    assert dict(predikat.OPINI.skor) == {"TMP": 1, "TW": 2, "WDP": 3, "WTP": 4}
    assert list(predikat.SAKIP_ORDINAL.skor.values()) == [1, 2, 3, 4, 5, 6, 7]
    assert list(predikat.LEVEL.skor.values()) == [1, 2, 3, 4, 5, 6]
    assert dict(predikat.YA_TIDAK.skor) == {"tidak": 0, "ya": 1}


def test_a_scale_as_an_excel_expression() -> None:
    assert predikat.excel(predikat.SKALA_BAWAAN["TIGA"]) == (
        'IF({C}>100,"Melebihi Target",IF({C}>=100,"Tercapai","Tidak Tercapai"))'
    )
    satu = Skala("X", "X", (Jenjang("Semua", D(0)),), "", "")
    assert predikat.excel(satu) == '"Semua"'
    with pytest.raises(ValueError, match="tidak memiliki jenjang"):
        predikat.excel(Skala("X", "X", (), "", ""))


def test_an_office_scale_wins_over_a_built_in_one() -> None:
    p = bahan().pengaturan
    milik = Skala("P86", "Milik kantor", (Jenjang("Semua", D(0)),), "", "")
    assert predikat.skala_kantor(replace(p, skala={"P86": milik})) is milik
    assert predikat.skala_kantor(replace(p, skala={})) is predikat.P86
