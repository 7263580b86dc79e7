"""The worked examples of the field notes that are more than one formula: blanks, holes of the scale, means, budgets."""

from __future__ import annotations

from decimal import Decimal

import pytest
from typer.testing import CliRunner

from capaian.analysis import compute, serapan
from capaian.cli import app
from capaian.formulas import efficiency, polarity
from capaian.formulas.predikat import P86, predikat
from capaian.formulas.rounding import rerata
from capaian.model.capaian import Alasan
from capaian.model.pengaturan import Jenjang, Skala
from capaian.model.skema import Program
from capaian.pipeline import explain
from capaian.text.numbers import bulatkan
from test_analysis import TW4, _atur, _indikator, _isi, _row, _siklus, _target

D = Decimal
LABEL = ("Sangat Tinggi", "Tinggi", "Sedang", "Rendah", "Sangat Rendah")


def _scale(batas: tuple[str, ...], *, termasuk: bool) -> Skala:
    jenjang = tuple(Jenjang(x, D(b), termasuk) for x, b in zip(LABEL, (*batas, "0"), strict=True))
    return Skala("X", "X", jenjang, "x", "x")


BAWAH = _scale(("91", "76", "66", "51"), termasuk=True)
"""Rule (i): lower bounds on the unrounded value."""


def test_hole_of_the_scale() -> None:
    """90,5 falls between 76–90 and 91–100 as printed: each boundary rule puts it somewhere, and says so."""
    nilai = polarity.get("R/T").hitung(D("72.4"), D(80))
    assert nilai == D("90.5")
    assert predikat(nilai, BAWAH) == "Tinggi"
    assert predikat(bulatkan(nilai, 0), BAWAH) == "Sangat Tinggi", "rule (ii) rounds first; we do not"
    assert predikat(nilai, P86) == "Sangat Tinggi", "rule (iii), the default"


def test_blank_is_no_zero() -> None:
    """Target 40 and no result: no percentage, no predikat."""
    siklus = _siklus((_indikator(),), (_target(tahunan=D(40), tw=(None, None, None, D(40))),))
    (c,) = compute(siklus, _atur(), [_row("IK-1", None)], {}, TW4)
    assert (c.persen, c.predikat, c.alasan) == (None, "", Alasan.BELUM_ADA_DATA)
    (nol,) = compute(siklus, _atur(), [_row("IK-1", 0)], {}, TW4)
    assert (nol.persen, nol.predikat) == (0, "Sangat Rendah")


def test_result_of_zero_by_the_inverse_formula() -> None:
    """T/R knows no zero; the default formula gives 200, or 100 under a cap."""
    assert polarity.get("T/R").hitung(D(0), D(5)) is Alasan.REALISASI_NOL
    assert polarity.get("(2T-R)/T").hitung(D(0), D(5)) == 200


def test_mean() -> None:
    tiga = [D(80), D(125), D("90.5")]
    assert rerata(tiga) == D("98.5")
    terbatas = rerata([min(n, D(100)) for n in tiga])
    assert terbatas is not None and bulatkan(terbatas, 2) == D("90.17")


def test_budget_is_sum_over_sum() -> None:
    """100 → 90 and 900 → 450 is 54 percent, not the mean 70."""
    program = tuple(Program(f"2.07.01.2.01.000{i}", "x", "U1", "S1", p) for i, p in ((1, D(100)), (2, D(900))))
    isian = []
    for p, uang in zip(program, (90, 450), strict=True):
        baris = _row(p.kode, None)
        isian.append(type(baris)("U1", TW4, "anggaran", p.kode, {"realisasi_anggaran": _isi(uang)}))
    total = serapan(_siklus(program=program), isian)[-1]
    assert (total.pagu, total.realisasi, total.persen) == (1000, 540, 54)


@pytest.mark.parametrize(
    ("nama", "capaian", "serapan_", "hasil"), [("F1", "98.5", "91.2", "7.30"), ("F2", "106.52", "97.8", "108.92")]
)
def test_efficiency(nama: str, capaian: str, serapan_: str, hasil: str) -> None:
    """7,30 points; below 100 percent that is a saving beside a missed target, and not called efficient."""
    m = efficiency.Masukan(D(capaian), D(serapan_))
    nilai = efficiency.get(nama).hitung(m)
    assert nilai is not None and bulatkan(nilai, 2) == D(hasil)
    putusan = efficiency.putusan(efficiency.get(nama), m, semua_tercapai=True)
    assert putusan is (
        efficiency.Putusan.EFISIEN if m.capaian and m.capaian >= 100 else efficiency.Putusan.BELUM_TERCAPAI
    )


def test_one_real_pair() -> None:
    """Infant deaths per 1.000: target 32, result 4,88 gives 184,75."""
    assert polarity.get("(2T-R)/T").hitung(D("4.88"), D(32)) == D("184.75")


def test_every_formula_explains_itself() -> None:
    """`capaian explain` knows each by its name, however it is typed, with the examples that are its test."""
    nama = explain.formula_names()
    assert len(nama) == len(set(nama)) > 15
    for n in nama:
        k = explain.formula(f" {n.lower()} ")
        assert k is not None and k.nama == n and k.contoh and k.penjelasan.endswith(".") and k.uraian
        assert not any(x.isupper() and "_" in x for t in k.contoh for b in t.baris for x in b), "reasons in words"
    assert explain.formula("ISI-03") is None
    hasil = CliRunner().invoke(app, ["explain", "r / t"], env={"COLUMNS": "80"})
    assert hasil.exit_code == 0 and "realisasi / target × 100" in hasil.stdout and "target nol" in hasil.stdout
