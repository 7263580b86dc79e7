"""Efficiency: every docstring example, and no praise for a missed target whatever the formula."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaian.formulas import efficiency
from capaian.formulas.efficiency import Keluaran, Masukan, Putusan, get, putusan
from capaian.text.numbers import bulatkan
from doctable import cases

D = Decimal
SEMUA = efficiency.known_names()
PERSEN = st.decimals("0", "300", places=2)
UANG = st.decimals("1", "1000000000", places=0)
KELUARAN = st.lists(
    st.builds(
        Keluaran, pagu=UANG, realisasi=st.decimals("0", "1000000000", places=0), capaian=st.decimals("0", "2", places=3)
    ),
    max_size=4,
).map(tuple)


def _d(teks: str) -> D | None:
    return D(teks.replace(",", ".")) if teks else None


def _masukan(row: Mapping[str, str]) -> Masukan:
    if "keluaran" not in row:
        return Masukan(_d(row["capaian"]), _d(row["serapan"]))
    pagu, hasil, biaya = _d(row["pagu"]), _d(row["keluaran"]), _d(row["realisasi"])
    if pagu is None or hasil is None or biaya is None:
        return Masukan(D(100), D(100))
    return Masukan(D(100), D(100), (Keluaran(pagu, biaya, hasil),))


@pytest.mark.parametrize(("nama", "judul", "row"), cases(((e.nama, e.keterangan) for e in efficiency.all()), "Contoh"))
def test_contoh(nama: str, judul: str, row: Mapping[str, str]) -> None:
    hasil, harap = get(nama).hitung(_masukan(row)), row["hasil"]
    if harap == "–":
        assert hasil is None
    elif harap.startswith("≈"):
        assert hasil is not None and bulatkan(hasil, 2) == _d(harap[1:])
    else:
        assert hasil == _d(harap)


@pytest.mark.parametrize("nama", SEMUA)
def test_states_itself(nama: str) -> None:
    e = get(nama)
    assert e.uraian and e.dasar and e.satuan in ("poin persen", "%")


def test_worked_example_of_the_regulation() -> None:
    """AAK 200, CK 0,95, RAK 160: E 15,79 percent."""
    e = get("F5").hitung(Masukan(D(95), D(80), (Keluaran(D(200), D(160), D("0.95")),)))
    assert e is not None and bulatkan(e, 2) == D("15.79")


def test_outputs_are_summed_before_they_are_divided() -> None:
    """100 → 90 and 900 → 450, both reached: 46 percent saved, not the mean of 10 and 50; clipped at 20."""
    dua = Masukan(D(100), D(54), (Keluaran(D(100), D(95), D(1)), Keluaran(D(900), D(800), D(1))))
    assert get("F5").hitung(dua) == D("10.5")


@pytest.mark.parametrize("nama", SEMUA)
@given(capaian=st.none() | PERSEN, serapan=st.none() | PERSEN, keluaran=KELUARAN, semua=st.booleans())
def test_a_missed_target_is_never_efficient(
    nama: str, capaian: D | None, serapan: D | None, keluaran: tuple[Keluaran, ...], semua: bool
) -> None:
    """Serapan rendah, kinerja belum tercapai: no formula turns that into efficiency."""
    hasil = putusan(get(nama), Masukan(capaian, serapan, keluaran), semua_tercapai=semua)
    if capaian is None or capaian < 100 or not semua:
        assert hasil not in (Putusan.EFISIEN, Putusan.SEBANDING, Putusan.BELUM_EFISIEN)
    if hasil is Putusan.EFISIEN:
        assert capaian is not None and capaian >= 100


@pytest.mark.parametrize("nama", ["F1", "F2"])
@given(capaian=PERSEN, serapan=st.decimals("1", "300", places=2), lebih=st.decimals("0.01", "50", places=2))
def test_more_performance_or_less_money_is_better(nama: str, capaian: D, serapan: D, lebih: D) -> None:
    def nilai(c: D, s: D) -> D:
        hasil = get(nama).hitung(Masukan(c, s))
        assert hasil is not None
        return hasil

    assert nilai(capaian + lebih, serapan) > nilai(capaian, serapan)
    assert nilai(capaian, serapan + lebih) <= nilai(capaian, serapan)
    assert (nilai(capaian, serapan) > get(nama).netral) is (capaian > serapan)


@given(keluaran=KELUARAN, kali=st.integers(2, 1000))
def test_outputs_do_not_depend_on_the_unit_of_money(keluaran: tuple[Keluaran, ...], kali: int) -> None:
    ribuan = tuple(Keluaran(k.pagu * kali, k.realisasi * kali, k.capaian) for k in keluaran)
    satu, dua = (get("F5").hitung(Masukan(D(100), D(90), k)) for k in (keluaran, ribuan))
    assert (satu is None) is (dua is None)
    if satu is not None and dua is not None:
        assert abs(satu - dua) < D("1e-20") and -20 <= satu <= 20


def test_unknown_name() -> None:
    with pytest.raises(ValueError, match=r"F1, F2, F5"):
        get("F0")
