"""SOP step 8: from typed values to capaian, means, budget and comparison."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaian.analysis import (
    compute,
    frames,
    nilai_triwulan,
    perbandingan,
    rollup_dinas,
    rollup_sasaran,
    rollup_unit,
    serapan,
)
from capaian.formulas.predikat import ORDINAL_BAWAAN, SKALA_BAWAAN
from capaian.model.capaian import Alasan, Capaian
from capaian.model.kata import StatusData
from capaian.model.kiriman import Isian
from capaian.model.nilai import KOSONG, CellRef, Keadaan, Nilai, Sebab
from capaian.model.pengaturan import Instansi, Kebijakan, Pengaturan
from capaian.model.perbandingan import Perbandingan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Program, Riwayat, Sasaran, Siklus, Target, Unit

D = Decimal
SERATUS = D(100)
PER_TW = (D(25), D(50), D(75), SERATUS)
TW1, TW2, TW3, TW4 = (Periode(2025, "TW", k) for k in (1, 2, 3, 4))


def _isi(isi: str | int | Decimal | None, sel: str = "E6") -> Nilai:
    if isi is None:
        return KOSONG
    nilai = D(isi) if isinstance(isi, int) else isi
    return Nilai(Keadaan.TERISI, nilai, str(isi), CellRef("IND.xlsx", "ISIAN", sel, "ab"))


def _row(
    kode: str, realisasi: str | int | Decimal | Nilai | None, periode: Periode = TW4, status: str = "Ada"
) -> Isian:
    nilai = realisasi if isinstance(realisasi, Nilai) else _isi(realisasi)
    return Isian("U1", periode, "isian", kode, {"realisasi": nilai, "status_data": _isi(status)})


def _indikator(kode: str = "IK-1", **ubah: Any) -> Indikator:
    return Indikator(**{"kode": kode, "sasaran": "S1", "nama": kode, "satuan": "orang", "unit": "U1", **ubah})


def _target(kode: str = "IK-1", tahunan: Any = SERATUS, tw: tuple[Any, ...] = PER_TW) -> Target:
    asal = {k: CellRef("skema/Target.csv", "", f"baris 2 kolom {k}") for k in ("tahunan", "tw1", "tw2", "tw3", "tw4")}
    return Target(kode, 2025, "PK", tahunan, (tw[0], tw[1], tw[2], tw[3]), asal)


def _siklus(
    indikator: tuple[Indikator, ...] = (),
    target: tuple[Target, ...] = (),
    program: tuple[Program, ...] = (),
    riwayat: tuple[Riwayat, ...] = (),
) -> Siklus:
    return Siklus(
        2025,
        (Unit("U1", "Bidang Satu"), Unit("U2", "Bidang Dua"), Unit("U0", "Sekretariat")),
        (Sasaran("S1", "Sasaran satu"), Sasaran("S2", "Sasaran dua"), Sasaran("S3", "Sasaran tiga")),
        indikator,
        target,
        program,
        riwayat,
    )


def _atur(**ubah: Any) -> Pengaturan:
    kebijakan = Kebijakan(**{"rumus": {}, "skala": "P86", **ubah})
    instansi = Instansi("D", "Dinas", "D", "Kota", "Kota", "Kota")
    return Pengaturan(instansi, TW4, (), kebijakan, SKALA_BAWAAN, ORDINAL_BAWAAN, ())


def _satu(
    realisasi: str | int | Decimal | Nilai | None,
    periode: Periode = TW4,
    *,
    status: str = "Ada",
    target: Target | None = None,
    lalu: Mapping[str, str | int | Decimal | Nilai] | None = None,
    atur: Pengaturan | None = None,
    **indikator: Any,
) -> Capaian:
    """Compute one indicator."""
    siklus = _siklus((_indikator(**indikator),), (target or _target(),))
    sebelumnya = {("IK-1", p): v if isinstance(v, Nilai) else _isi(v) for p, v in (lalu or {}).items()}
    (c,) = compute(siklus, atur or _atur(), [_row("IK-1", realisasi, periode, status)], sebelumnya, periode)
    return c


class TestCompute:
    def test_one_number_from_cell_to_capaian(self) -> None:
        """A typed value keeps its cell, its target keeps the cell of the schema, and the formula is named."""
        c = _satu(D("87.5"), target=_target(tw=(None, None, None, D(90))), satuan="persen")
        assert c.persen == D("87.5") * 100 / 90
        assert c.persen_tahun == D("87.5")
        assert (c.realisasi.isi, c.realisasi.asal) == (D("87.5"), CellRef("IND.xlsx", "ISIAN", "E6", "ab"))
        assert (c.target.isi, str(c.target.asal)) == (D(90), "skema/Target.csv · baris 2 kolom tw4")
        assert (c.rumus, c.uraian_rumus, c.predikat) == ("R/T", "realisasi / target × 100", "Sangat Tinggi")
        assert c.sumber == (c.realisasi,)
        assert c.alasan is None and c.jejak == ()

    @pytest.mark.parametrize(
        ("nilai", "status", "alasan"),
        [
            (KOSONG, "Ada", Alasan.BELUM_ADA_DATA),
            (Nilai(Keadaan.NIHIL, mentah="nihil"), "Ada", Alasan.BELUM_ADA_DATA),
            (Nilai(Keadaan.NIHIL, mentah="-"), "", Alasan.BELUM_ADA_DATA),
            (KOSONG, "belum  TERSEDIA", Alasan.BELUM_TERSEDIA),
            (KOSONG, "Tidak diukur periode ini", Alasan.TIDAK_DIUKUR),
            (KOSONG, "Tidak dilaksanakan", Alasan.TIDAK_DILAKSANAKAN),
            (Nilai(Keadaan.TIDAK_BERLAKU), "Ada", Alasan.TIDAK_DIUKUR),
            (Nilai(Keadaan.TAK_TERBACA, mentah="8O", sebab=Sebab.TEKS), "Ada", Alasan.TAK_TERBACA),
            (_isi("delapan"), "Ada", Alasan.TAK_TERBACA),
        ],
    )
    def test_missing_is_a_reason_and_never_zero(self, nilai: Nilai, status: str, alasan: Alasan) -> None:
        """Empty, nihil, not available, not measured, not carried out and unreadable are different reasons."""
        c = _satu(nilai, status=status)
        assert (c.alasan, c.persen, c.mentah, c.persen_tahun, c.predikat) == (alasan, None, None, None, "")
        assert c.tercapai is None
        assert c.realisasi.isi is None

    def test_zero_is_data(self) -> None:
        """A measured zero is 0 percent, with a predicate."""
        c = _satu(0)
        assert (c.persen, c.predikat, c.alasan) == (0, "Sangat Rendah", None)

    def test_no_row_at_all(self) -> None:
        """An indicator whose form has not come back has no data; it is not left out."""
        (c,) = compute(_siklus((_indikator(),), (_target(),)), _atur(), [], {}, TW4)
        assert c.alasan is Alasan.BELUM_ADA_DATA

    def test_status_is_believed_and_the_trace_says_so(self) -> None:
        """A number beside «Tidak dilaksanakan» is not used, and that is not done silently."""
        c = _satu(85, status="Tidak dilaksanakan")
        assert c.alasan is Alasan.TIDAK_DILAKSANAKAN
        assert c.jejak == ("Realisasi «85» tidak dihitung: kegiatan tidak dilaksanakan.",)
        assert c.realisasi.mentah == "85"

    def test_targets(self) -> None:
        """No target and a target of zero are reasons; the result is shown all the same."""
        (c,) = compute(_siklus((_indikator(),)), _atur(), [_row("IK-1", 5)], {}, TW4)
        assert (c.alasan, c.realisasi.isi, c.target) == (Alasan.TARGET_TIDAK_ADA, 5, KOSONG)
        nol = _satu(5, target=_target(tahunan=D(0), tw=(D(0),) * 4))
        assert (nol.alasan, nol.realisasi.isi, nol.target.isi) == (Alasan.TARGET_NOL, 5, 0)
        assert _satu(0, polaritas="negatif", target=_target(tw=(D(0),) * 4)).persen == 100
        assert _satu(0, polaritas="negatif", rumus="T/R").alasan is Alasan.REALISASI_NOL

    def test_schema_order_and_join_by_code(self) -> None:
        """Each value belongs to its indicator, whatever the order of the rows; the result is in schema order."""
        kode = ("IK-3", "IK-1", "IK-2")
        siklus = _siklus(tuple(_indikator(k) for k in kode), tuple(_target(k) for k in kode))
        hasil = compute(siklus, _atur(), [_row("IK-1", 11), _row("IK-2", 22), _row("IK-3", 33)], {}, TW4)
        assert [(c.indikator, c.persen) for c in hasil] == [("IK-3", 33), ("IK-1", 11), ("IK-2", 22)]

    def test_duplicates_and_foreign_periods_are_refused(self) -> None:
        """Two rows for one indicator, or a row of another period, never lead to a number."""
        siklus = _siklus((_indikator(),), (_target(),))
        with pytest.raises(ValueError, match="lebih dari satu kali: IK-1"):
            compute(siklus, _atur(), [_row("IK-1", 1), _row("IK-1", 2)], {}, TW4)
        with pytest.raises(ValueError, match="2025-TW3"):
            compute(siklus, _atur(), [_row("IK-1", 1, TW3)], {}, TW4)

    def test_budget_rows_are_left_alone(self) -> None:
        """A budget row with the code of an indicator is not its result."""
        anggaran = Isian("U1", TW4, "anggaran", "IK-1", {"realisasi": _isi(99)})
        (c,) = compute(_siklus((_indikator(),), (_target(),)), _atur(), [anggaran, _row("IK-1", 50)], {}, TW4)
        assert c.persen == 50

    def test_floor_and_cap_are_steps_of_their_own(self) -> None:
        """Raw value, floor and cap stay apart; each step that acted is named once."""
        c = _satu(250, polaritas="negatif")
        assert (c.mentah, c.persen) == (-50, 0)
        assert c.jejak == ("Capaian -50 persen dihitung sebagai 0 persen (batas bawah kantor).",)
        atas = _satu(250, atur=_atur(batas_atas=D(120)))
        assert (atas.mentah, atas.persen, atas.persen_tahun) == (250, 120, 120)
        assert _satu(250, atur=_atur(batas_bawah=None), polaritas="negatif").persen == -50

    def test_predicate_is_decided_unrounded(self) -> None:
        """90,004 percent is more than 90, however many digits are printed."""
        assert _satu(D("90.004")).predikat == "Sangat Tinggi"
        assert _satu(D(90)).predikat == "Tinggi"

    def test_ordinal(self) -> None:
        """Levels are compared by their order; the level itself stays the result."""
        sakip = {"nilai": "predikat", "skala": "SAKIP", "target": _target(tahunan="A", tw=(None, None, None, "A"))}
        c = _satu("bb", **sakip)
        assert (c.persen, c.realisasi.isi, c.target.isi, c.rumus) == (D(500) / 6, "BB", "A", "ordinal")
        assert _satu("AA", **sakip).persen == 100
        assert _satu("Z", **sakip).alasan is Alasan.TAK_TERBACA
        with pytest.raises(ValueError, match="IK-1"):
            _satu("A", akumulasi="kumulatif", **sakip)
        with pytest.raises(ValueError, match="Skala «X»"):
            _satu("A", nilai="predikat", skala="X")

    def test_yes_no(self) -> None:
        """Ya against ya is 100, tidak against ya is 0."""
        ya = {"nilai": "ya_tidak", "target": _target(tahunan="ya", tw=("ya",) * 4)}
        assert [(c.persen, c.realisasi.isi) for c in (_satu("Ya", **ya), _satu("tidak", **ya))] == [
            (100, "ya"),
            (0, "tidak"),
        ]

    def test_range(self) -> None:
        """A target that is a range is read from its text; other formulas refuse it by name."""
        t = _target(tahunan="60–80", tw=(None, None, None, "60–80"))
        assert [_satu(v, polaritas="rentang", target=t).persen for v in (70, 45, 88)] == [100, 75, 90]
        with pytest.raises(ValueError, match=r"IK-1.*R/T"):
            _satu(70, rumus="R/T", target=t)


class TestQuarters:
    PENUH = _target(tahunan=D(100), tw=(D(10), D(20), D(30), D(40)))

    def test_cumulative(self) -> None:
        """Counts add up over the quarters, and so do their targets; every quarter stays a source."""
        c = _satu(24, TW3, target=self.PENUH, lalu={"2025-TW1": 10, "2025-TW2": 20}, akumulasi="kumulatif")
        assert (c.realisasi.isi, c.target.isi, c.persen, c.persen_tahun) == (54, 60, 90, 54)
        assert [v.isi for v in c.sumber] == [10, 20, 24]
        assert c.jejak == (
            "Realisasi adalah jumlah Triwulan I sampai Triwulan III: 10 + 20 + 24 = 54.",
            "Target adalah jumlah target triwulan: 10 + 20 + 30 = 60.",
        )
        assert c.realisasi.mentah == "24"

    @pytest.mark.parametrize(
        "lubang", [None, Nilai(Keadaan.NIHIL, mentah="-"), Nilai(Keadaan.TAK_TERBACA, mentah="8O"), _isi("x")]
    )
    def test_a_missing_quarter_is_no_zero(self, lubang: Nilai | None) -> None:
        """With an earlier quarter missing there is no sum: no smaller number is shown anywhere."""
        lalu = {"2025-TW1": _isi(10)} | ({"2025-TW2": lubang} if lubang else {})
        c = _satu(24, TW3, target=self.PENUH, lalu=lalu, akumulasi="kumulatif")
        assert (c.alasan, c.persen, c.persen_tahun, c.realisasi.isi) == (Alasan.RIWAYAT_KURANG, None, None, None)
        assert c.jejak[0] == "Realisasi «24» tidak dihitung: realisasi triwulan sebelumnya belum lengkap."

    def test_a_quarter_without_a_plan_is_no_gap(self) -> None:
        """A quarter for which only others have targets may stay empty; the year still has its sum."""
        t = _target(tahunan=D(60), tw=(None, D(20), D(40), None))
        c = _satu(30, TW4, target=t, lalu={"2025-TW2": 10, "2025-TW3": 20}, akumulasi="kumulatif")
        assert (c.realisasi.isi, c.persen) == (60, 100)
        akhir = _satu(None, TW4, target=t, lalu={"2025-TW2": 10, "2025-TW3": 20}, akumulasi="kumulatif")
        assert (akhir.realisasi.isi, akhir.persen) == (30, 50)
        assert akhir.realisasi.mentah == "20"
        assert akhir.jejak == ("Triwulan IV Tahun 2025 tidak ikut dihitung: tidak diukur pada periode ini.",)
        assert _satu(None, TW1, target=t, akumulasi="kumulatif").alasan is Alasan.TIDAK_DIUKUR
        sela = _target(tw=(D(10), D(20), None, D(40)))
        tengah = _satu(None, TW3, target=sela, lalu={"2025-TW1": 10, "2025-TW2": 20}, akumulasi="kumulatif")
        assert (tengah.alasan, tengah.realisasi.isi) == (Alasan.TIDAK_DIUKUR, None)

    def test_a_quarter_that_was_not_carried_out_does_not_hide_the_year(self) -> None:
        """Work that stopped in the last quarter leaves the sum of the others, and the trace says so."""
        lalu = {"2025-TW1": 10, "2025-TW2": 20, "2025-TW3": 15}
        c = _satu(None, TW4, target=self.PENUH, lalu=lalu, akumulasi="kumulatif", status="Tidak dilaksanakan")
        assert (c.realisasi.isi, c.persen, c.alasan) == (45, 45, None)
        assert c.jejak[0] == "Triwulan IV Tahun 2025 tidak ikut dihitung: kegiatan tidak dilaksanakan."
        tunda = _satu(None, TW4, target=self.PENUH, lalu=lalu, akumulasi="kumulatif", status="Belum tersedia")
        assert (tunda.realisasi.isi, tunda.alasan) == (None, Alasan.BELUM_TERSEDIA)

    def test_yearly(self) -> None:
        """What is measured once a year is not lacking in the other quarters, and a value typed early is named."""
        c = _satu(None, TW2, akumulasi="tahunan")
        assert (c.alasan, c.jejak) == (Alasan.TIDAK_DIUKUR, ())
        awal = _satu(5, TW2, akumulasi="tahunan")
        assert awal.alasan is Alasan.TIDAK_DIUKUR
        assert "«5» tidak dihitung" in awal.jejak[0]
        akhir = _satu(D("4.57"), TW4, akumulasi="tahunan", polaritas="negatif", target=_target(tahunan=D(5)))
        assert akhir.persen == D("108.6")
        assert str(akhir.target.asal).endswith("tahunan")

    def test_last_position_needs_no_history(self) -> None:
        """A position is that of its own quarter, and its own cell is the only source."""
        c = _satu(60, TW3, lalu={"2025-TW1": 10})
        assert (c.persen, [v.isi for v in c.sumber]) == (80, [60])

    def test_year_form(self) -> None:
        """A form for the whole year is taken as it was filled."""
        c = _satu(80, Periode(2025, "TAHUN"), target=self.PENUH, akumulasi="kumulatif")
        assert (c.realisasi.isi, c.target.isi, c.persen, c.jejak) == (80, 100, 80, ())

    @pytest.mark.parametrize(
        ("periode", "akumulasi", "target", "realisasi", "persen"),
        [
            ("2025-SM2", "kumulatif", 100, 90, 90),
            ("2025-TAHUN", "kumulatif", 100, 90, 90),
            ("2025-TAHUN", "posisi_akhir", 100, 36, 36),
            ("2025-SM2", "posisi_akhir", 40, 36, 90),
            ("2025-TAHUN", "rata_rata", 100, D("22.5"), D("22.5")),
            ("2025-TAHUN", "maksimum", 100, 36, 36),
            ("2025-TAHUN", "minimum", 100, 10, 10),
            ("2025-TAHUN", "tahunan", 100, 36, 36),
        ],
    )
    def test_semester_and_year_from_quarters(
        self, periode: str, akumulasi: str, target: int, realisasi: Any, persen: Any
    ) -> None:
        """A wider period is the state at the end of its last quarter, against its own target."""
        siklus = _siklus((_indikator(akumulasi=akumulasi),), (self.PENUH,))
        lalu = {("IK-1", f"2025-TW{k}"): _isi(v) for k, v in ((1, 10), (2, 20), (3, 24))}
        (c,) = compute(siklus, _atur(), [_row("IK-1", 36, TW4)], lalu, Periode.parse(periode), TW4)
        assert (c.periode, c.target.isi, c.realisasi.isi, c.persen) == (
            Periode.parse(periode),
            target,
            realisasi,
            persen,
        )
        (p,) = perbandingan(siklus, _atur(), (c,), lalu, TW4)
        assert [str(t.periode) for t in p.titik] == ["2025-TW1", "2025-TW2", "2025-TW3", periode]

    def test_first_semester_from_quarters(self) -> None:
        """Semester I is what quarters I and II give together; a missing one is no smaller sum."""
        siklus, sm1 = _siklus((_indikator(akumulasi="kumulatif"),), (self.PENUH,)), Periode.parse("2025-SM1")
        lalu = {("IK-1", "2025-TW1"): _isi(12)}
        (c,) = compute(siklus, _atur(), [_row("IK-1", 15, TW2)], lalu, sm1, TW2)
        assert (c.target.isi, c.realisasi.isi, c.persen) == (30, 27, 90)
        (kosong,) = compute(siklus, _atur(), [_row("IK-1", 15, TW2)], {}, sm1, TW2)
        assert (kosong.persen, kosong.alasan) == (None, Alasan.RIWAYAT_KURANG)

    def test_history_of_the_schema_fills_in(self) -> None:
        """Quarters known before the tool was used come from the history; the ledger wins where it has a value."""
        riwayat = tuple(Riwayat("IK-1", p, D(5)) for p in (TW1, TW2))
        siklus = _siklus((_indikator(akumulasi="kumulatif"),), (self.PENUH,), riwayat=riwayat)
        sebelumnya = {("IK-1", "2025-TW2"): _isi(7), ("IK-1", "2025-TW1"): KOSONG}
        (c,) = compute(siklus, _atur(), [_row("IK-1", 1, TW3)], sebelumnya, TW3)
        assert c.realisasi.isi == 13

    def test_nilai_triwulan(self) -> None:
        """Earlier forms give typed values; «not measured» is no gap, «not yet available» is one."""
        rows = [
            _row("IK-1", 5, TW1),
            _row("IK-2", None, TW1, "Tidak diukur periode ini"),
            _row("IK-3", 9, TW1, "Belum tersedia"),
            Isian("U1", TW1, "anggaran", "X", {}),
        ]
        hasil = nilai_triwulan(rows)
        assert {k: (v.keadaan, v.isi) for k, v in hasil.items()} == {
            ("IK-1", "2025-TW1"): (Keadaan.TERISI, 5),
            ("IK-2", "2025-TW1"): (Keadaan.TIDAK_BERLAKU, None),
            ("IK-3", "2025-TW1"): (Keadaan.KOSONG, None),
        }

    @given(
        nilai=st.lists(st.one_of(st.none(), st.decimals("0", "1000", places=2)), min_size=3, max_size=3),
        kini=st.decimals("0", "1000", places=2),
    )
    def test_a_sum_is_complete_or_absent(self, nilai: list[Decimal | None], kini: Decimal) -> None:
        """Whatever is missing, a cumulative result is the sum of all quarters or there is none."""
        lalu = {f"2025-TW{i}": _isi(v) for i, v in enumerate(nilai, 1)}
        c = _satu(kini, TW4, target=self.PENUH, lalu=lalu, akumulasi="kumulatif")
        ada = [v for v in nilai if v is not None]
        assert c.realisasi.isi == (sum(ada, kini) if len(ada) == 3 else None)
        assert (c.persen is None) == (len(ada) < 3)


def _capaian(kode: str, persen: str | None, sasaran: str = "S1", unit: str = "U1", periode: Periode = TW4) -> Capaian:
    nilai = None if persen is None else D(persen)
    alasan = Alasan.BELUM_ADA_DATA if nilai is None else None
    return Capaian(kode, unit, sasaran, periode, KOSONG, KOSONG, (), nilai, nilai, alasan, "R/T", "")


class TestRollup:
    CAPAIAN = (
        _capaian("A", "80"),
        _capaian("B", "125"),
        _capaian("C", "90.5"),
        _capaian("D", None, "S2", "U2"),
        _capaian("E", "40", "S2", "U2"),
    )
    SIKLUS = _siklus(tuple(_indikator(c.indikator, sasaran=c.sasaran, unit=c.unit) for c in CAPAIAN))

    def test_sasaran(self) -> None:
        """Means are simple and unrounded; what cannot be computed is counted, not averaged as zero."""
        s1, s2, s3 = rollup_sasaran(self.CAPAIAN, self.SIKLUS, _atur())
        assert (s1.kode, s1.n, s1.n_kosong, s1.n_tercapai, s1.persen) == ("S1", 3, 0, 1, D("98.5"))
        assert (s2.kode, s2.n, s2.n_kosong, s2.n_tercapai, s2.persen) == ("S2", 1, 1, 0, 40)
        assert (s1.predikat, s2.predikat) == ("Sangat Tinggi", "Sangat Rendah")
        assert (s3.kode, s3.n, s3.persen, s3.predikat) == ("S3", 0, None, "")

    def test_cap_for_averaging_only(self) -> None:
        """The cap changes the mean, not the count of indicators that reached their target."""
        s1 = rollup_sasaran(self.CAPAIAN, self.SIKLUS, _atur(batas_rerata=D(100)))[0]
        assert s1.persen is not None
        assert round(s1.persen, 2) == D("90.17")
        assert s1.n_tercapai == 1

    def test_unit(self) -> None:
        """Units are averaged over their own indicators; a unit without any has no row."""
        assert [(r.kode, r.persen) for r in rollup_unit(self.CAPAIAN, self.SIKLUS, _atur())] == [
            ("U1", D("98.5")),
            ("U2", 40),
        ]

    def test_dinas_is_the_mean_of_sasaran(self) -> None:
        """The office is the mean of its sasaran, not of all indicators, and counts indicators."""
        r = rollup_dinas(self.CAPAIAN, self.SIKLUS, _atur())
        assert (r.kode, r.n, r.n_kosong, r.n_tercapai) == ("DINAS", 4, 1, 1)
        assert (r.persen, r.predikat) == (D("69.25"), "Sedang")
        kosong = rollup_dinas([_capaian("A", None)], self.SIKLUS, _atur())
        assert (kosong.persen, kosong.predikat, kosong.n_kosong) == (None, "", 1)

    def test_weights(self) -> None:
        """Weights of the schema count; those of indicators that cannot be computed do not."""
        siklus = _siklus((_indikator("A", bobot=D(3)), _indikator("B"), _indikator("C", bobot=D(9))))
        capaian = [_capaian("A", "80"), _capaian("B", "100"), _capaian("C", None)]
        assert rollup_sasaran(capaian, siklus, _atur())[0].persen == 85

    def test_mixed_input_is_refused(self) -> None:
        """Two periods, or one indicator twice, have no mean."""
        with pytest.raises(ValueError, match="2025-TW3"):
            rollup_sasaran([_capaian("A", "80"), _capaian("B", "80", periode=TW3)], self.SIKLUS, _atur())
        with pytest.raises(ValueError, match="lebih dari satu"):
            rollup_dinas([_capaian("A", "80"), _capaian("A", "90")], self.SIKLUS, _atur())

    @given(nilai=st.lists(st.one_of(st.none(), st.decimals("0", "300", places=3)), min_size=1, max_size=9))
    def test_counts_add_up(self, nilai: list[Decimal | None]) -> None:
        """Counted and left out make all, and the mean lies between the lowest and the highest value."""
        kode = [f"K{i}" for i in range(len(nilai))]
        capaian = [_capaian(k, None if v is None else str(v)) for k, v in zip(kode, nilai, strict=True)]
        r = rollup_sasaran(capaian, _siklus(tuple(_indikator(k) for k in kode)), _atur())[0]
        ada = [v for v in nilai if v is not None]
        assert r.n + r.n_kosong == len(nilai) and r.n == len(ada)
        assert (r.persen is None) == (not ada)
        if r.persen is not None:
            assert min(ada) <= r.persen <= max(ada)


def _sub(kode: str, pagu: int | None, sasaran: str = "S1", unit: str = "U1") -> Program:
    return Program(kode, f"nama {kode}", unit, sasaran, None if pagu is None else D(pagu))


def _rp(kode: str, realisasi: int | None, periode: Periode = TW4) -> Isian:
    return Isian("U1", periode, "anggaran", kode, {"realisasi_anggaran": _isi(realisasi, kode)})


class TestBudget:
    PROGRAM = (
        _sub("2.07.03", None),
        _sub("2.07.03.2.01", None),
        _sub("2.07.03.2.01.0001", 100),
        _sub("2.07.03.2.01.0003", 900, "S2", "U2"),
        _sub("2.07.04.2.01.0001", 500, "S2", "U2"),
    )

    def test_sum_over_sum(self) -> None:
        """A parent is sum over sum, never the mean of percentages; parents without a row are found by code."""
        isian = [_rp("2.07.03.2.01.0001", 90), _rp("2.07.03.2.01.0003", 450), _rp("2.07.04.2.01.0001", 0)]
        hasil = serapan(_siklus(program=self.PROGRAM), isian)
        assert [(s.tingkat, s.kode, s.pagu, s.realisasi, s.persen) for s in hasil] == [
            ("program", "2.07.03", 1000, 540, 54),
            ("kegiatan", "2.07.03.2.01", 1000, 540, 54),
            ("sub kegiatan", "2.07.03.2.01.0001", 100, 90, 90),
            ("sub kegiatan", "2.07.03.2.01.0003", 900, 450, 50),
            ("program", "2.07.04", 500, 0, 0),
            ("kegiatan", "2.07.04.2.01", 500, 0, 0),
            ("sub kegiatan", "2.07.04.2.01.0001", 500, 0, 0),
            ("sasaran", "S1", 100, 90, 90),
            ("sasaran", "S2", 1400, 450, D(45000) / 1400),
            ("total", "TOTAL", 1500, 540, 36),
        ]
        assert (hasil[0].nama, hasil[4].nama) == ("nama 2.07.03", "2.07.04")
        assert (hasil[0].unit, hasil[2].unit, hasil[-2].unit) == ("", "U1", "U2")
        assert [v.asal.sel for v in hasil[0].sumber if v.asal] == ["2.07.03.2.01.0001", "2.07.03.2.01.0003"]

    def test_missing_is_counted_and_never_a_smaller_sum(self) -> None:
        """A sum with a line that has not reported has no value and no percentage, up to the total."""
        isian = [_rp("2.07.03.2.01.0001", 90), _rp("2.07.03.2.01.0003", None)]
        by_kode = {s.kode: s for s in serapan(_siklus(program=self.PROGRAM), isian)}
        for kode, n in (("2.07.03", 1), ("2.07.03.2.01", 1), ("2.07.04", 1), ("S2", 2), ("TOTAL", 2)):
            s = by_kode[kode]
            assert (s.realisasi, s.persen, s.n_kosong) == (None, None, n)
        assert (by_kode["S1"].persen, by_kode["S1"].n_kosong) == (90, 0)
        assert [v.isi for v in by_kode["TOTAL"].sumber] == [90]

    def test_a_parent_with_a_budget_is_not_counted_twice(self) -> None:
        """A row that repeats the sum of its children is no line; one without children is."""
        program = (_sub("2.07.03", 100), _sub("2.07.03.2.01.0001", 100), _sub("2.07.05", 70))
        hasil = serapan(_siklus(program=program), [_rp("2.07.03.2.01.0001", 50), _rp("2.07.05", 70)])
        assert [(s.kode, s.pagu) for s in hasil] == [
            ("2.07.03", 100),
            ("2.07.03.2.01", 100),
            ("2.07.03.2.01.0001", 100),
            ("2.07.05", 70),
            ("S1", 170),
            ("TOTAL", 170),
        ]

    def test_edges(self) -> None:
        """No budget lines give no rows; a budget of zero has no percentage; double rows are refused."""
        assert serapan(_siklus(), []) == ()
        (*_, total) = serapan(_siklus(program=(_sub("2.07.03.2.01.0001", 0),)), [_rp("2.07.03.2.01.0001", 0)])
        assert (total.realisasi, total.persen) == (0, None)
        with pytest.raises(ValueError, match="lebih dari satu kali"):
            serapan(_siklus(program=self.PROGRAM), [_rp("2.07.05", 1), _rp("2.07.05", 1)])
        with pytest.raises(ValueError, match="2025-TW3"):
            serapan(_siklus(program=self.PROGRAM), [_rp("a", 1), _rp("b", 1, TW3)])


class TestCompare:
    def _banding(
        self,
        realisasi: int | str | None,
        periode: Periode = TW4,
        riwayat: Mapping[str, Any] | None = None,
        lalu: Mapping[str, Any] | None = None,
        target: Target | None = None,
        **indikator: Any,
    ) -> Perbandingan:
        sejarah = tuple(Riwayat("IK-1", Periode.parse(p), v, v) for p, v in (riwayat or {}).items())
        siklus = _siklus((_indikator(**indikator),), (target or _target(),), riwayat=sejarah)
        sebelumnya = {("IK-1", p): _isi(v) for p, v in (lalu or {}).items()}
        capaian = compute(siklus, _atur(), [_row("IK-1", realisasi, periode)], sebelumnya, periode)
        (hasil,) = perbandingan(siklus, _atur(), capaian, sebelumnya)
        return hasil

    def test_series(self) -> None:
        """Years first, then the quarters so far, then the period, each with result and capaian."""
        p = self._banding(70, TW3, {"2024-TAHUN": D(60), "2023-TAHUN": D(50)}, {"2025-TW1": 20, "2025-TW2": 55})
        assert [(t.label, t.realisasi.isi, t.persen) for t in p.titik] == [
            ("Tahun 2023", 50, 100),
            ("Tahun 2024", 60, 100),
            ("TW I 2025", 20, 80),
            ("TW II 2025", 55, 110),
            ("TW III 2025", 70, D(7000) / 75),
        ]
        assert p.pembanding is not None
        assert (p.pembanding.label, p.arah, p.selisih) == ("TW II 2025", "membaik", 15)

    @pytest.mark.parametrize(
        ("kini", "polaritas", "arah"),
        [
            (70, "positif", "membaik"),
            (50, "positif", "memburuk"),
            (60, "positif", "tetap"),
            (70, "negatif", "memburuk"),
            (50, "negatif", "membaik"),
        ],
    )
    def test_direction_follows_polarity(self, kini: int, polaritas: str, arah: str) -> None:
        """Less is better where lower is better; the end of a year compares with the last year."""
        p = self._banding(kini, TW4, {"2024-TAHUN": D(60)}, {"2025-TW3": 1}, polaritas=polaritas)
        assert p.pembanding is not None
        assert (p.pembanding.label, p.arah) == ("Tahun 2024", arah)

    @pytest.mark.parametrize(("lalu", "kini", "arah"), [(50, 75, "membaik"), (70, 90, "memburuk"), (65, 75, "tetap")])
    def test_range_goes_by_distance(self, lalu: int, kini: int, arah: str) -> None:
        """In a range nearer is better, and anywhere inside is the same."""
        t = _target(tahunan="60–80", tw=("60–80",) * 4)
        assert self._banding(kini, TW4, {"2024-TAHUN": D(lalu)}, target=t, polaritas="rentang").arah == arah

    def test_sums_are_not_compared_with_shorter_sums(self) -> None:
        """Nine months are not better than six; the same quarter of last year is added up first."""
        lalu = {"2025-TW1": 10, "2025-TW2": 10}
        tanpa = self._banding(1, TW3, lalu=lalu, akumulasi="kumulatif")
        assert (tanpa.pembanding, tanpa.arah, tanpa.selisih) == (None, "–", None)
        assert [t.realisasi.isi for t in tanpa.titik] == [10, 20, 21]
        riwayat = {f"2024-TW{i}": D(9) for i in (1, 2, 3)}
        dengan = self._banding(1, TW3, riwayat, lalu, akumulasi="kumulatif")
        assert dengan.pembanding is not None
        assert (dengan.pembanding.realisasi.isi, dengan.arah, dengan.selisih) == (27, "memburuk", -6)
        bolong = self._banding(1, TW3, {"2024-TW3": D(9)}, lalu, akumulasi="kumulatif")
        assert bolong.arah == "–"

    def test_levels_and_missing(self) -> None:
        """Levels are compared by their order without a difference; nothing is said about a missing result."""
        opini = {"nilai": "predikat", "skala": "OPINI", "target": _target(tahunan="WTP", tw=("WTP",) * 4)}
        p = self._banding("WTP", TW4, {"2024-TAHUN": "WDP"}, **opini)
        assert (p.arah, p.selisih, p.titik[0].persen) == ("membaik", None, 100)
        assert self._banding(None, TW4, {"2024-TAHUN": D(60)}).arah == "–"
        assert self._banding(5, TW1).arah == "–"
        assert perbandingan(_siklus(), _atur(), (), {}) == ()


def _walk(x: object) -> Iterator[object]:
    """Yield every value inside a record."""
    yield x
    if isinstance(x, Enum | str | Decimal):
        return
    if dataclasses.is_dataclass(x):
        for f in dataclasses.fields(x):
            yield from _walk(getattr(x, f.name))
    elif isinstance(x, Mapping):
        for k, v in x.items():
            yield from _walk(k)
            yield from _walk(v)
    elif isinstance(x, tuple | list):
        for v in x:
            yield from _walk(v)


class TestNoFloat:
    SIKLUS = _siklus(
        (_indikator(), _indikator("IK-2", akumulasi="kumulatif"), _indikator("IK-3", polaritas="negatif")),
        (_target(), _target("IK-2")),
        TestBudget.PROGRAM,
        (Riwayat("IK-1", Periode(2024, "TAHUN"), D(3), D(4)),),
    )

    def test_results(self) -> None:
        """No float and no numpy number in anything that leaves this package, with gaps in every place."""
        isian = [_row("IK-1", 7), _row("IK-2", None), _rp("2.07.03.2.01.0001", 90)]
        capaian = compute(self.SIKLUS, _atur(), isian, {}, TW4)
        hasil = (
            capaian,
            rollup_sasaran(capaian, self.SIKLUS, _atur()),
            rollup_unit(capaian, self.SIKLUS, _atur()),
            rollup_dinas(capaian, self.SIKLUS, _atur()),
            serapan(self.SIKLUS, isian),
            perbandingan(self.SIKLUS, _atur(), capaian, {}),
        )
        semua = list(_walk(hasil))
        assert len(semua) > 300
        assert not [x for x in semua if isinstance(x, float) or type(x).__module__.startswith("numpy")]

    def test_frames(self) -> None:
        """Every frame that is made or joined holds objects only; a missing value is None, never NaN."""
        kiri = frames.table(("kode", "nilai"), [("a", D(1)), ("b", None), ("c", D("0.1"))])
        kanan = frames.table(("kode", "lain"), [("a", D(3)), ("z", D(4))])
        gabung = frames.left_join(kiri, kanan, "kode")
        kosong = frames.left_join(kiri, frames.table(("kode", "lain"), []), "kode")
        assert frames.column(gabung, "lain") == [D(3), None, None]
        assert frames.column(kosong, "lain") == [None, None, None]
        for tabel in (kiri, kanan, gabung, kosong):
            assert {str(t) for t in tabel.dtypes} == {"object"}
            assert not [x for k in tabel for x in tabel[k] if isinstance(x, float)]

    def test_join_refuses_a_double_key(self) -> None:
        """A key that stands twice cannot double a row."""
        kiri = frames.table(("kode",), [("a",)])
        with pytest.raises(ValueError, match="many-to-one"):
            frames.left_join(kiri, frames.table(("kode", "x"), [("a", 1), ("a", 2)]), "kode")


TAHUN = Periode(2025, "TAHUN")


def _banding(
    kini: Any, lalu: Mapping[int, Any] | None = None, renstra: Any = None, atur: Pengaturan | None = None, **ubah: Any
) -> Perbandingan:
    """Compare a result of 2025 with those of earlier years."""
    ind = _indikator(**ubah)
    riwayat = tuple(
        Riwayat("IK-1", Periode(t, "TAHUN"), D(v) if isinstance(v, int) else v) for t, v in (lalu or {}).items()
    )
    targets = [_target()]
    if renstra is not None:
        for tahun, nilai in ((2026, renstra), (2024, D(1))):
            targets.append(Target("IK-1", tahun, "Renstra", nilai, (None,) * 4, {}))
    siklus = _siklus((ind,), tuple(targets), riwayat=riwayat)
    capaian = compute(siklus, atur or _atur(), [_row("IK-1", kini, TAHUN)], {}, TAHUN)
    return perbandingan(siklus, atur or _atur(), capaian, {})[0]


class TestRenstraStandardTrend:
    @pytest.mark.parametrize(
        ("kini", "renstra", "polaritas", "persen", "alasan"),
        [
            (80, D(100), "positif", 80, None),
            (120, D(100), "positif", 120, None),
            (4, D(5), "negatif", 120, None),
            (6, D(5), "negatif", 80, None),
            (12, D(5), "negatif", 0, None),
            (70, "60–80", "rentang", 100, None),
            (80, D(0), "positif", None, Alasan.TARGET_NOL),
            (None, D(100), "positif", None, Alasan.BELUM_ADA_DATA),
        ],
    )
    def test_progress_to_the_end_of_the_renstra(
        self, kini: Any, renstra: Any, polaritas: str, persen: int | None, alasan: Alasan | None
    ) -> None:
        """The last year of the Renstra counts, by the formula of the indicator."""
        k = _banding(kini, renstra=renstra, polaritas=polaritas, atur=_atur(batas_atas=D(100))).kemajuan
        assert k is not None and (k.tahun, k.persen, k.alasan) == (2026, persen, alasan)

    def test_no_renstra(self) -> None:
        assert _banding(80).kemajuan is None

    @pytest.mark.parametrize(
        ("kini", "polaritas", "letak", "baik"),
        [
            (80, "positif", "di atas", True),
            (70, "positif", "di bawah", False),
            (80, "negatif", "di atas", False),
            (70, "negatif", "di bawah", True),
            (75, "negatif", "sama dengan", None),
            (80, "rentang", "di atas", None),
            (None, "positif", "–", None),
        ],
    )
    def test_standard(self, kini: Any, polaritas: str, letak: str, baik: bool | None) -> None:
        s = _banding(kini, polaritas=polaritas, standar=D(75), sumber_standar="BPS").standar
        assert s is not None and (s.letak, s.lebih_baik, s.sumber) == (letak, baik, "BPS")
        assert _banding(kini, polaritas=polaritas).standar is None

    @pytest.mark.parametrize(
        ("lalu", "kini", "polaritas", "arah", "beruntun"),
        [
            ({2022: 60, 2023: 65, 2024: 70}, 75, "positif", "membaik", 3),
            ({2022: 60, 2023: 65, 2024: 70}, 75, "negatif", "memburuk", 3),
            ({2022: 9, 2023: 8, 2024: 7}, 6, "negatif", "membaik", 3),
            ({2022: 9, 2023: 6, 2024: 7}, 6, "negatif", "naik turun", 1),
            ({2023: 7, 2024: 7}, 7, "positif", "tetap", 2),
            ({2023: 40, 2024: 50}, 55, "rentang", "membaik", 2),
            ({2019: 1, 2020: 2, 2021: 3, 2022: 4, 2023: 5, 2024: 6}, 7, "positif", "membaik", 4),
        ],
    )
    def test_trend(self, lalu: dict[int, int], kini: int, polaritas: str, arah: str, beruntun: int) -> None:
        """What is better goes by the polarity; five years at most."""
        t = _banding(kini, lalu, polaritas=polaritas).tren
        assert t is not None and (t.arah, t.beruntun) == (arah, beruntun)
        assert len(t.titik) == len(t.langkah) + 1 <= 5 and t.titik[-1].realisasi.isi == kini

    @pytest.mark.parametrize("lalu", [{}, {2024: 5}, {2022: 5, 2024: 6}, {2020: 1, 2021: 2, 2022: 3}])
    def test_no_trend_across_a_gap(self, lalu: dict[int, int]) -> None:
        assert _banding(7, lalu).tren is None

    @given(deret=st.lists(st.integers(1, 1000), min_size=3, max_size=5))
    def test_turning_the_polarity_turns_the_trend(self, deret: list[int]) -> None:
        lalu = {2025 - len(deret) + 1 + i: v for i, v in enumerate(deret[:-1])}
        naik, turun = (_banding(deret[-1], lalu, polaritas=p).tren for p in ("positif", "negatif"))
        assert naik is not None and turun is not None
        lawan = {"membaik": "memburuk", "memburuk": "membaik", "tetap": "tetap"}
        assert tuple(lawan[x] for x in naik.langkah) == turun.langkah and naik.beruntun == turun.beruntun


def test_status_words() -> None:
    """The four words of the form are read in any case and with odd blanks; nothing else is."""
    assert StatusData.cari(" ADA ") is StatusData.ADA
    assert StatusData.cari("tidak diukur  periode ini") is StatusData.TIDAK_DIUKUR
    assert StatusData.cari("") is None
    assert [s.value for s in StatusData] == [
        "Ada",
        "Belum tersedia",
        "Tidak diukur periode ini",
        "Tidak dilaksanakan",
    ]
