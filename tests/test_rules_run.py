"""One run of all rules: order, one finding per key, no consequences of a fault, files as evidence."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest

from capaian import rules
from capaian.checks import run, subjects
from capaian.checks.run import Bahan
from capaian.model.finding import Finding, Kunci, Severity, Tertunda, group
from capaian.model.formulir import KodeFormulir
from capaian.model.kiriman import Cacat, Isian, Kiriman, Penerimaan, Putusan, SelTerkunci
from capaian.model.nilai import CellRef, Keadaan, Nilai, Sebab
from capaian.model.pengaturan import Kebijakan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Program, Unit
from capaian.rules import Hit, Lingkup, Rule

PERIODE = Periode.parse("2025-TW4")
KEBIJAKAN = Kebijakan(MappingProxyType({}), "P86")
UNIT = (Unit("IND", "Bidang Perindustrian"), Unit("PTK", "Bidang Penempatan"))
_KOLOM = {"status_data": "M", "pembilang": "N", "penyebut": "O", "realisasi": "P", "kendala": "R", "bukti_dukung": "U"}


DIUJI = {f"{awal}-{n:02}" for awal, n in (("ISI", 12), ("SEL", 8), ("FRM", 3), ("LIN", 4)) for n in range(1, n + 1)}
"""The rules that these tests know; a rule that is added later has nothing to do with how rules are run."""


@pytest.fixture(autouse=True)
def known_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_RULES", {k: r for k, r in rules._RULES.items() if k[0] in "BN" or k in DIUJI})


def _nilai(kolom: str, isi: Decimal | str | None, baris: int = 8, sebab: Sebab | None = None) -> Nilai:
    asal = CellRef("IND.xlsx", "ISIAN", f"{_KOLOM.get(kolom, 'Z')}{baris}", "ab" * 32)
    if sebab:
        return Nilai(Keadaan.TAK_TERBACA, mentah=str(isi), asal=asal, sebab=sebab)
    return Nilai(Keadaan.KOSONG if isi is None else Keadaan.TERISI, isi, str(isi or ""), asal)


def _row(
    kode: str = "IK-1",
    unit: str = "IND",
    *,
    persen: Decimal | None = None,
    diukur: bool = True,
    **nilai: Decimal | str | Nilai | None,
) -> subjects.BarisPeriksa:
    sel = {k: v if isinstance(v, Nilai) else _nilai(k, v) for k, v in nilai.items()}
    indikator = Indikator(kode, "S-1", f"Indikator {kode}", "%", unit, bagian=True)
    isian = Isian(unit, PERIODE, "isian", kode, sel)
    return subjects.BarisPeriksa(indikator, isian, Decimal(80), None, diukur, persen, KEBIJAKAN)


def _bahan(
    *baris: subjects.BarisPeriksa,
    anggaran: Sequence[subjects.AnggaranPeriksa] = (),
    kiriman: Sequence[Kiriman] = (),
    penerimaan: Sequence[Penerimaan] = (),
    unit: Sequence[Unit] = (),
) -> Bahan:
    """The material of a run, put together as the pipeline does: every value of every row is also a cell."""
    rows = [*(b.isian for b in baris), *(a.isian for a in anggaran)]
    sel = [subjects.SelPeriksa(i, k, k.capitalize(), "%", (), v) for i in rows for k, v in i.nilai.items()]
    return Bahan(
        periode=str(PERIODE),
        formulir=[subjects.FormulirPeriksa(k, {}) for k in kiriman],
        sel=sel,
        baris=baris,
        anggaran=anggaran,
        lintas=subjects.PeriodePeriksa(unit, baris, kiriman, penerimaan, {}),
        penerimaan=penerimaan,
        nama={k: n for _, k, n in sorted((len(b.indikator.kode), b.indikator.kode, b.indikator.nama) for b in baris)},
    )


def _brief(temuan: Sequence[Finding]) -> list[tuple[str, str, str, str]]:
    return [(f.kode, f.kunci.unit, f.kunci.butir, f.kunci.kolom) for f in temuan]


def _kiriman(unit: str = "IND") -> Kiriman:
    return Kiriman(1, "cd" * 32, f"{unit}.xlsx", KodeFormulir("CONTOH", PERIODE, unit, 1), ())


def _quarantined(nama: str, *cacat: Cacat, unit: str = "") -> Penerimaan:
    return Penerimaan(7, nama, "ef" * 32, 100, Putusan.KARANTINA, unit=unit, cacat=cacat)


@pytest.mark.parametrize("sebab", [s for s in Sebab])
def test_unreadable_result_is_one_finding(sebab: Sebab) -> None:
    """A result that cannot be read is asked about once; that it is missing, too low or unproven is not news."""
    realisasi = _nilai("realisasi", "80-85", sebab=sebab)
    baris = _row(status_data="Ada", pembilang=Decimal(9), penyebut=Decimal(10), realisasi=realisasi, kendala=None)
    (f,) = run.run(_bahan(baris))
    assert f.kode.startswith("SEL-")
    assert (f.kunci.unit, f.kunci.butir, f.kunci.kolom) == ("IND", "IK-1", "realisasi")
    assert f.asal == realisasi.asal
    assert f.nama_butir == "Indikator IK-1"


def test_every_cause_has_its_rule() -> None:
    """Each way in which a cell cannot be read has a rule of its own: none is lost, none is told twice."""
    kode = [run.run(_bahan(_row(realisasi=_nilai("realisasi", "x", sebab=s))))[0].kode for s in Sebab]
    assert len(set(kode)) == len(Sebab)


def test_unreadable_status_hides_nothing_else() -> None:
    """An unreadable status is one finding and no missing result, but a wrong number beside it is still found."""
    status = _nilai("status_data", "Adaa", sebab=Sebab.PILIHAN)
    assert _brief(run.run(_bahan(_row(status_data=status, realisasi=None)))) == [
        ("SEL-08", "IND", "IK-1", "status_data")
    ]
    beserta = run.run(_bahan(_row(status_data=status, realisasi=Decimal(120), bukti_dukung="a.pdf")))
    assert _brief(beserta) == [("ISI-03", "IND", "IK-1", "realisasi"), ("SEL-08", "IND", "IK-1", "status_data")]


def test_unreadable_budget_is_one_finding() -> None:
    """The same holds for the budget."""
    program = Program("2.07.03.2.01.0001", "Sub kegiatan", "IND", pagu=Decimal(1000), satuan="orang", target=Decimal(4))
    nilai = {
        "realisasi_anggaran": _nilai("realisasi_anggaran", "sejuta", sebab=Sebab.TEKS),
        "realisasi_keluaran": _nilai("realisasi_keluaran", Decimal(3)),
    }
    isian = Isian("IND", PERIODE, "anggaran", program.kode, nilai)
    temuan = run.run(_bahan(anggaran=[subjects.AnggaranPeriksa(program, isian)]))
    assert _brief(temuan) == [("SEL-01", "IND", program.kode, "realisasi_anggaran")]


def test_rule_that_forgets_to_look_is_silenced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row rule that speaks of an unreadable column is silenced there, and only there."""

    def careless(_baris: subjects.BarisPeriksa) -> Iterator[Hit]:
        yield Hit("realisasi")
        yield Hit("kendala")

    aturan = Rule("ISI-99", Lingkup.ISIAN, Severity.KESALAHAN, "Salah.", "Benar", "Ubah.", "-", careless, "")
    monkeypatch.setitem(rules._RULES, "ISI-99", aturan)
    baris = _row(realisasi=_nilai("realisasi", "x", sebab=Sebab.TEKS), kendala=None)
    assert _brief(run.run(_bahan(baris))) == [
        ("ISI-99", "IND", "IK-1", "kendala"),
        ("SEL-01", "IND", "IK-1", "realisasi"),
    ]


def test_worst_first_then_unit_row_and_code() -> None:
    """Errors stand before warnings and warnings before notes; in each, units, rows and codes in their order."""
    baris = (
        _row("IK-3", "PTK", realisasi=Decimal(70), persen=Decimal("87.5"), kendala="ada", bukti_dukung="a.pdf"),
        _row("IK-2", "IND", realisasi=Decimal(120), status_data="Belum tersedia"),
        _row("IK-1", "IND", status_data="Ada", realisasi=None),
        _row("IK-4", "PTK", realisasi=Decimal(-1), bukti_dukung="b.pdf", keterangan="benar"),
    )
    harapan = [
        ("ISI-01", "IND", "IK-1", "realisasi"),
        ("ISI-03", "IND", "IK-2", "realisasi"),
        ("ISI-04", "PTK", "IK-4", "realisasi"),
        ("ISI-02", "IND", "IK-2", "status_data"),
        ("ISI-10", "IND", "IK-2", "keterangan"),
        ("ISI-08", "PTK", "IK-3", "kendala"),
        ("ISI-12", "IND", "IK-2", "bukti_dukung"),
        ("ISI-07", "PTK", "IK-4", "realisasi"),
    ]
    for urutan in itertools.permutations(baris):
        temuan = run.run(_bahan(*urutan))
        assert _brief(temuan) == harapan
        peringkat = [list(Severity).index(f.severity) for f in temuan]
        assert peringkat == sorted(peringkat)


def test_what_a_unit_explains_stays_as_a_note_with_its_words() -> None:
    """One word in Keterangan does not make a doubtful number vanish: who reads the findings still sees it."""
    tanpa = _row("IK-1", "IND", realisasi=Decimal(900))
    dengan = _row("IK-2", "IND", realisasi=Decimal(900), keterangan="ok")
    temuan = {f.kunci.butir: f for f in run.run(_bahan(tanpa, dengan)) if f.kode == "ISI-07"}
    assert (temuan["IK-1"].severity, temuan["IK-1"].penjelasan) == (Severity.PERINGATAN, "")
    assert (temuan["IK-2"].severity, temuan["IK-2"].penjelasan) == (Severity.CATATAN, "Keterangan «ok»")
    assert temuan["IK-2"].pesan == f"{temuan['IK-1'].pesan} Dijelaskan: Keterangan «ok»."


def test_columns_of_a_row_stand_as_on_the_form() -> None:
    """Findings of one rule in one row come in the order of the columns."""
    kolom = ("pembilang", "penyebut", "realisasi")
    baris = _row(**{k: _nilai(k, "x", sebab=Sebab.TEKS) for k in kolom})
    assert [f.kunci.kolom for f in run.run(_bahan(baris))] == list(kolom)


def test_keys_are_unique_and_the_first_evidence_stays() -> None:
    """One key is one finding, however often its cause was met; the evidence is the cell met first."""
    pertama = _row(realisasi=_nilai("realisasi", "x", sebab=Sebab.TEKS))
    kedua = _row(realisasi=_nilai("realisasi", "y", 9, Sebab.TEKS))
    (f,) = run.run(_bahan(pertama, kedua))
    assert (f.asal and f.asal.sel, "«x»" in f.pesan) == ("P8", True)
    banyak = run.run(
        _bahan(
            *(_row(f"IK-{n}", u, realisasi=Decimal(-120)) for n in range(1, 5) for u in ("IND", "PTK")),
            kiriman=[_kiriman()],
            penerimaan=[_quarantined("a.xlsx", Cacat("B01", {}), Cacat("B01", {}))],
            unit=UNIT,
        )
    )
    assert len({f.kunci for f in banyak}) == len(banyak) > 8


def test_key_survives_an_inserted_row() -> None:
    """The key speaks of row and column by name, so the same fault in another cell is the same finding."""
    semula = run.run(_bahan(_row(realisasi=_nilai("realisasi", "x", 8, Sebab.TEKS))))
    bergeser = run.run(_bahan(_row(realisasi=_nilai("realisasi", "x", 11, Sebab.TEKS))))
    assert [f.kunci for f in semula] == [f.kunci for f in bergeser]
    assert semula != bergeser


def test_quarantined_file_is_a_finding_with_the_file_as_evidence() -> None:
    """A reason of quarantine is a finding about that file; what is only worth knowing is none."""
    rusak = Cacat("B03", {"bagian": "daftar lembar"})
    terima = _quarantined("IND/formulir.xlsx", Cacat("N05", {"jenis": "makro"}), rusak, unit="IND")
    (f,) = run.run(_bahan(penerimaan=[terima]))
    assert _brief([f]) == [("B03", "IND", "IND/formulir.xlsx", "")]
    assert f.severity is Severity.KESALAHAN
    assert f.asal == CellRef("IND/formulir.xlsx", "", "seluruh berkas", "ef" * 32)
    assert f.pesan == "Berkas «IND/formulir.xlsx» rusak (daftar lembar). Aslinya tersimpan di arsip."
    assert f.perbaikan.startswith("Minta pengirim membukanya di Excel atau LibreOffice")


def test_missing_unit_names_its_quarantined_file() -> None:
    """A unit whose only file is in quarantine has not sent its form, and the finding names that file."""
    terima = _quarantined("kosong.xlsx", Cacat("B17", {"unit": "PTK"}), unit="PTK")
    temuan = run.run(_bahan(kiriman=[_kiriman("IND")], penerimaan=[terima], unit=UNIT))
    assert _brief(temuan) == [("LIN-01", "PTK", "", ""), ("B17", "PTK", "kosong.xlsx", "")]
    awal = "Belum ada formulir Bidang Penempatan yang dapat dipakai."
    assert temuan[0].pesan == f"{awal} Berkas «kosong.xlsx» tertahan di karantina."


def test_changed_numbers_are_written_as_people_write_them() -> None:
    """Comma and dots in what was issued and in what came back; a text stays as it was typed."""

    def pesan(lama: str, baru: Nilai) -> str:
        kiriman = replace(_kiriman(), terkunci=(SelTerkunci("isian", "IK-1", "target", lama, baru),))
        (f,) = run.run(_bahan(kiriman=[kiriman]))
        return f.pesan

    assert "semula «14,6», sekarang «1.234,50»" in pesan("14.6", Nilai(Keadaan.TERISI, Decimal("1234.50"), "1234.50"))
    assert "semula «1.200», sekarang «60»" in pesan("1200", Nilai(Keadaan.TERISI, Decimal("6E+1"), "60"))
    assert "semula «14,6», sekarang «kira-kira 14.6»" in pesan("14.6", Nilai(Keadaan.TERISI, "x", "kira-kira 14.6"))
    assert "semula «1.200», sekarang «1.250»" in pesan("1200", Nilai(Keadaan.TERISI, "1.250", "1.250"))
    assert "semula «14,6», sekarang «20,5»" in pesan("14.6", Nilai(Keadaan.TERISI, "20.5", "20.5"))


def test_form_findings_carry_cell_or_file() -> None:
    """A changed locked cell is shown by its cell, a missing row by the file it is missing from."""
    baru = Nilai(Keadaan.TERISI, "60", "60", CellRef("IND.xlsx", "ISIAN", "I8", "cd" * 32))
    kiriman = replace(
        _kiriman(), terkunci=(SelTerkunci("isian", "IK-1", "target", "80", baru),), hilang=(("isian", "IK-2"),)
    )
    temuan = run.run(_bahan(kiriman=[kiriman]))
    assert _brief(temuan) == [("FRM-01", "IND", "IK-1", "target"), ("FRM-02", "IND", "IK-2", "")]
    assert [str(f.asal) for f in temuan] == ["IND.xlsx · ISIAN!I8", "IND.xlsx · seluruh berkas"]


def test_clean_period_has_no_findings() -> None:
    """A complete form with proof of its results is left in peace."""
    baris = _row(status_data="Ada", realisasi=Decimal(82), persen=Decimal("102.5"), bukti_dukung="rekap.pdf")
    kiriman = [_kiriman("IND"), _kiriman("PTK")]
    assert run.run(_bahan(baris, kiriman=kiriman, unit=UNIT)) == ()


def test_count_by_severity() -> None:
    """Counting by severity adds up to the number of findings."""
    temuan = run.run(_bahan(_row(realisasi=Decimal(120), status_data="Belum tersedia")))
    assert [run.count(temuan, s) for s in Severity] == [1, 2, 1]


def test_rows_come_in_schema_order() -> None:
    """IK-10 follows IK-2, as it does in the schema and on the form."""
    baris = [_row(k, "IND", status_data="Ada", realisasi=None) for k in ("IK-10", "IK-2")]
    assert [f.kunci.butir for f in run.run(_bahan(*baris))] == ["IK-2", "IK-10"]


# --- what waits for a repair ---


def test_a_row_whose_name_was_changed_is_not_judged() -> None:
    """Nobody knows what the values of such a row are of: its own rules are silent, and its finding says so."""
    for kolom in ("indikator", "satuan"):
        kiriman = replace(_kiriman(), terkunci=(SelTerkunci("isian", "IK-1", kolom, "Angka", _nilai("x", "Lain")),))
        baris = [_row("IK-1", realisasi=Decimal(120)), _row("IK-2", realisasi=Decimal(120), bukti_dukung="a.pdf")]
        hasil = run.outcome(_bahan(*baris, kiriman=[kiriman]))
        assert [(f.kode, f.kunci.butir) for f in hasil.temuan] == [("FRM-01", "IK-1"), ("ISI-03", "IK-2")]
        assert hasil.temuan[0].pesan.endswith("Isian baris ini belum diperiksa.")
        assert hasil.tertunda == (Tertunda(hasil.temuan[0].kunci, 1),)


def test_a_changed_target_does_not_stop_the_row() -> None:
    """The issued target is used, so the row is judged with it."""
    kiriman = replace(_kiriman(), terkunci=(SelTerkunci("isian", "IK-1", "target", "80", _nilai("x", "60")),))
    hasil = run.outcome(_bahan(_row(realisasi=Decimal(120), bukti_dukung="a.pdf"), kiriman=[kiriman]))
    assert [f.kode for f in hasil.temuan] == ["FRM-01", "ISI-03"]
    assert hasil.tertunda == ()


def test_the_same_row_in_another_form_is_judged() -> None:
    """A name that one form changed says nothing about the row as another unit sent it."""
    kiriman = replace(_kiriman("PTK"), terkunci=(SelTerkunci("isian", "IK-1", "indikator", "A", _nilai("x", "B")),))
    hasil = run.outcome(_bahan(_row(realisasi=Decimal(120), bukti_dukung="a.pdf"), kiriman=[kiriman]))
    assert [(f.kode, f.kunci.unit) for f in hasil.temuan] == [("ISI-03", "IND"), ("FRM-01", "PTK")]


def test_rows_that_are_not_judged_are_not_compared_either() -> None:
    """Rules across rows leave out the same rows as rules on rows."""
    baris = [_row(f"IK-{n}", realisasi=Decimal(80), bukti_dukung="a.pdf") for n in (1, 2, 3)]
    assert [f.kode for f in run.run(_bahan(*baris))] == ["LIN-02"]
    kiriman = replace(_kiriman(), terkunci=(SelTerkunci("isian", "IK-3", "indikator", "A", _nilai("x", "B")),))
    assert [f.kode for f in run.run(_bahan(*baris, kiriman=[kiriman]))] == ["FRM-01"]


def test_an_unreadable_value_says_what_waits() -> None:
    """A cell that others are computed from postpones them; an unreadable sentence postpones nothing."""
    baris = _row(
        realisasi=_nilai("realisasi", "80-85", sebab=Sebab.TEKS), kendala=_nilai("kendala", "#REF!", sebab=Sebab.GALAT)
    )
    hasil = run.outcome(_bahan(baris))
    pesan = {f.kunci.kolom: f.pesan for f in hasil.temuan}
    assert pesan["realisasi"].endswith("yang bukan angka. Pemeriksaan yang memakai sel ini menunggu perbaikannya.")
    assert pesan["kendala"] == "Kendala berisi galat Excel #REF!."
    assert [t.sebab.kolom for t in hasil.tertunda] == ["realisasi"]


def test_missing_rows_and_units_say_how_much_waits() -> None:
    """A missing row is one that was not judged, a missing unit as many as its form has."""
    bahan = _bahan(kiriman=[replace(_kiriman(), hilang=(("isian", "IK-2"),))], unit=UNIT)
    hasil = run.outcome(replace(bahan, tak_masuk={"PTK": 13}))
    assert [(f.kode, f.pesan.split(". ")[-1]) for f in hasil.temuan] == [
        ("FRM-02", "Isian baris ini belum diperiksa."),
        ("LIN-01", "Isiannya (13 baris) belum diperiksa."),
    ]
    assert sorted(t.n_baris for t in hasil.tertunda) == [1, 13]


# --- groups ---


def test_equal_findings_are_one_group_with_every_key() -> None:
    """Twelve rows without proof are one line for people; each keeps its key and its cell."""
    baris = [
        _row(f"IK-{n}", realisasi=Decimal(70 + n), bukti_dukung=_nilai("bukti_dukung", None, 7 + n))
        for n in range(1, 13)
    ]
    temuan = run.run(_bahan(*baris, _row("IK-20", "PTK", realisasi=Decimal(90))))
    (satu, lain) = group(temuan)
    assert (satu.wakil.kode, satu.seragam, len(satu.temuan)) == ("ISI-12", True, 12)
    assert satu.butir == tuple(f"IK-{n}" for n in range(1, 13))
    assert satu.sel[0] == "IND.xlsx · ISIAN!U8" and len(satu.sel) == 12
    assert {f.kunci for f in satu.temuan} == {
        Kunci("ISI-12", "IND", "2025-TW4", f"IK-{n}", "bukti_dukung") for n in range(1, 13)
    }
    assert [f.kunci.unit for f in lain.temuan] == ["PTK"]


def test_groups_lose_nothing_and_keep_their_place() -> None:
    """Every finding is in one group, groups stand where their first finding stood, other columns are apart."""
    baris = [_row(f"IK-{n}", realisasi=Decimal(100 + n), pembilang=Decimal(9), penyebut=Decimal(4)) for n in (1, 2)]
    temuan = run.run(_bahan(*baris))
    kelompok = group(temuan)
    assert sorted((f for k in kelompok for f in k.temuan), key=str) == sorted(temuan, key=str)
    assert [k.wakil for k in kelompok] == sorted((k.wakil for k in kelompok), key=temuan.index)
    per_kode = {k.wakil.kode: k for k in kelompok}
    assert not per_kode["ISI-03"].seragam and len(per_kode["ISI-03"].temuan) == 2
    assert per_kode["ISI-05"].wakil.kunci.kolom == "pembilang"
    assert group(()) == ()
