"""What the rules see of the time before: earlier quarters and last year, from the ledger and the table Riwayat."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tools.buat_contoh import _merged, fill

from capaian import rules
from capaian.errors import UsageError
from capaian.model.finding import Finding, Severity
from capaian.pipeline import earlier, forms, intake, judging, validation
from capaian.pipeline.office import Kantor, earlier_values, open_ledger, open_office, together
from capaian.register import progress
from capaian.workspace.folder import Folder
from conftest import Send, at, needs_office
from test_form_check import _lights
from test_form_formulas import recalculate
from workbook_cases import ISIAN

SUB = "2.07.01.2.01.0001"


def _send(kantor: Kantor, ubah: dict[str, Any], hari: int, unit: str = "SEK") -> bytes:
    """Issue the form of a unit, fill it as it should be but for a few cells, and collect it."""
    (terbit,) = forms.issue_forms(kantor, at(hari), unit)
    data = fill(terbit.berkas.read_bytes(), _merged(ISIAN[unit], ubah), datetime(2026, 1, hari, 9))
    nama = f"{kantor.periode}-{unit}.xlsx"
    (kantor.folder.inbox / nama).write_bytes(data)
    intake.collect(kantor, at(hari, 12), kantor.folder.inbox)
    (kantor.folder.inbox / nama).unlink()
    return terbit.berkas.read_bytes()


def _found(kantor: Kantor, hari: int, unit: str = "SEK") -> dict[tuple[str, str], Finding]:
    temuan = validation.validate(kantor, at(hari)).temuan
    return {(f.kode, f.kunci.butir): f for f in temuan if f.kunci.unit == unit and f.kode != "LIN-01"}


@pytest.fixture
def dua_triwulan(folder: Folder) -> tuple[Kantor, bytes]:
    """Quarter III was collected, quarter IV came back lower; and the form of quarter IV."""
    tw3 = open_office(folder, "2025-TW3")
    _send(tw3, {"anggaran": {SUB: {"realisasi_anggaran": 46_000_000, "realisasi_keluaran": 8}}}, 5)
    tw4 = open_office(folder)
    return tw4, _send(tw4, {}, 6)


def test_spending_and_output_are_compared_with_the_quarter_before(dua_triwulan: tuple[Kantor, bytes]) -> None:
    """What quarter III reported since January is the least that quarter IV can report."""
    tw4, _ = dua_triwulan
    temuan = _found(tw4, 7)
    assert temuan.keys() == {("ANG-05", SUB), ("ANG-06", SUB), *(k for k in temuan if k[0] == "LIN-05")}
    assert temuan["ANG-05", SUB].pesan == "Realisasi anggaran turun dari Rp46.000.000 menjadi Rp45.915.000."
    assert temuan["ANG-06", SUB].pesan == "Realisasi keluaran turun dari 8 menjadi 6 Dokumen."


def test_a_quarter_that_is_copied_is_asked_about(dua_triwulan: tuple[Kantor, bytes]) -> None:
    """Quarter IV repeats the numbers of quarter III in several rows: one question for the unit."""
    tw4, _ = dua_triwulan
    (f,) = (f for (kode, _), f in _found(tw4, 7).items() if kode == "LIN-05")
    assert f.severity is Severity.PERINGATAN
    assert f.pesan.startswith("Realisasi sama persis dengan periode lalu pada")


def test_the_form_knows_the_quarter_before(dua_triwulan: tuple[Kantor, bytes]) -> None:
    """The condition of CEK carries what quarter III reported, so that the fall is seen before sending."""
    _, data = dua_triwulan
    hitung = openpyxl.load_workbook(BytesIO(data))["_HITUNG"]
    rumus = [str(c.value) for row in hitung.iter_rows() for c in row if c.value is not None]
    assert [r for r in rumus if "<46000000" in r]
    assert [r for r in rumus if "<8)" in r]


def test_facts_of_the_time_before(folder: Folder) -> None:
    """Position, sum and target of the quarters before come from the table Riwayat where nothing was collected."""
    kantor = open_office(folder)
    with open_ledger(kantor) as ledger:
        dahulu = earlier.before(kantor, ledger, earlier_values(kantor, ledger))
    assert (dahulu.lalu["IK-4.6"], dahulu.target_lalu["IK-4.6"]) == (Decimal("61.76"), Decimal("60.00"))
    assert (dahulu.jumlah_lalu["IK-2.2"], dahulu.target_lalu["IK-2.2"]) == (238, 240)
    assert "IK-4.6" not in dahulu.jumlah_lalu and "IK-4.1" not in dahulu.target_lalu
    assert dahulu.anggaran == {}
    pertama = replace(kantor, periode=kantor.periode.parse("2025-TW1"))
    with open_ledger(pertama) as ledger:
        awal = earlier.before(pertama, ledger, {})
    assert (awal.lalu, awal.target_lalu, awal.jumlah_lalu) == ({}, {}, {})
    assert awal.tahun_lalu["IK-1.2"] == 5852


def test_history_that_disagrees_with_last_year(folder: Folder) -> None:
    """The office worked with the program last year: where Riwayat says otherwise, both numbers and places are named."""
    pengaturan, target = folder.pengaturan, folder.root / "skema" / "Target.csv"
    kini, target_kini = pengaturan.read_text("utf-8"), target.read_text("utf-8-sig")
    pengaturan.write_text(kini.replace('"2025-TW4"', '"2024-TW4"'), "utf-8")
    target.write_text(target_kini.replace(";2025;PK;", ";2024;PK;"), "utf-8-sig")
    riwayat = folder.root / "skema" / "Riwayat.csv"
    semua = riwayat.read_text("utf-8-sig")
    riwayat.write_text("\n".join(b for b in semua.splitlines() if "2025-TW" not in b) + "\n", "utf-8-sig")
    tahun_lalu = open_office(folder)
    _send(tahun_lalu, {"isian": {"IK-5.4": {"realisasi": Decimal("83.456")}}}, 5)
    for path, isi in ((target, target_kini), (riwayat, semua)):
        path.write_text(isi, "utf-8-sig")
    pengaturan.write_text(kini, "utf-8")
    kantor = open_office(folder)
    with open_ledger(kantor) as ledger:
        bahan = judging.material(kantor, ledger, together(kantor, ledger))
        temuan = judging.judge(kantor, ledger, together(kantor, ledger))
    assert {r.indikator.kode for r in bahan.lintas.riwayat} >= {"IK-5.4", "IK-6.1"}
    beda = {f.kunci.butir: f for f in temuan if f.kode == "LIN-09"}
    assert "IK-5.4" in beda and beda["IK-5.4"].kunci.unit == ""
    assert "83,456 menurut formulir tahun itu (2024-TW4-SEK.xlsx · ISIAN!" in beda["IK-5.4"].pesan
    assert str(beda["IK-5.4"].asal).startswith("skema/Riwayat.csv")


def test_without_a_day_rules_of_the_day_are_silent(folder: Folder) -> None:
    """Who computes without saying which day it is gets no finding about the day."""
    kantor = open_office(folder)
    _send(kantor, {}, 6)
    with open_ledger(kantor) as ledger:
        gabungan = together(kantor, ledger)
        tanpa = judging.judge(kantor, ledger, gabungan)
        dini = judging.judge(kantor, ledger, gabungan, datetime(2025, 12, 20).date())
    assert {f.kode for f in dini} - {f.kode for f in tanpa} == {"LIN-08"}


@needs_office()
@pytest.mark.kantor
def test_cek_warns_of_a_fall_before_sending(folder: Folder, tmp_path: Path) -> None:
    """Recalculated by LibreOffice, CEK says of budget and position what `validate` says afterwards."""
    _send(open_office(folder, "2025-TW3"), {"anggaran": {SUB: {"realisasi_anggaran": 46_000_000}}}, 5)
    turun = {"IK-5.2": {"pembilang": 10, "penyebut": 14, "realisasi": 71.43, "kendala": "a", "tindak_lanjut": "b"}}
    kantor = open_office(folder)
    (terbit,) = forms.issue_forms(kantor, at(6), "SEK")
    isi = _merged(ISIAN["SEK"], {"isian": turun})
    data = recalculate(fill(terbit.berkas.read_bytes(), isi, datetime(2026, 1, 6, 9)), tmp_path)
    (folder.inbox / "SEK.xlsx").write_bytes(data)
    intake.collect(kantor, at(6, 12), folder.inbox)
    temuan = _found(kantor, 7)
    lampu, _, _ = _lights(data)
    for kode, butir in (("ANG-05", SUB), ("ISI-14", "IK-5.2")):
        assert (kode, butir) in temuan
        assert lampu[butir] == ("Perlu penjelasan", rules.get(kode).perbaikan)


def test_a_form_that_comes_in_meanwhile_was_not_judged(
    kantor: Kantor, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Collected while the rules run: the new form is not among those that the validation names."""
    send("SEK", {"IK-5.1": {"realisasi": "BB"}})
    intake.collect(kantor, at(8), kantor.folder.inbox)
    menilai = validation.assess

    def lambat(*bahan: Any, **cara: Any) -> Any:
        hasil = menilai(*bahan, **cara)
        send("BLK", {"IK-2.1": {"realisasi": 90}}, waktu=datetime(2026, 1, 9, 8))
        intake.collect(kantor, at(9), kantor.folder.inbox)
        return hasil

    monkeypatch.setattr(validation, "assess", lambat)
    hasil = validation.validate(kantor, at(9))
    assert hasil.n_kiriman == 1
    keadaan = {u.kode: u.keadaan for u in hasil.unit}
    assert keadaan["BLK"] == progress.BELUM_DIPERIKSA != keadaan["SEK"]


@pytest.fixture
def lengkap(kantor: Kantor, send: Send) -> Kantor:
    """The example office after every unit has sent."""
    for unit in kantor.siklus.bidang:
        (baris, *_) = kantor.siklus.indikator_unit(*(u.kode for u in kantor.siklus.pohon(unit.kode)))
        send(unit.kode, {baris.kode: {"kendala": "Ada."}})
    intake.collect(kantor, at(8), kantor.folder.inbox)
    with open_ledger(kantor) as ledger:
        assert together(kantor, ledger).belum == ()
    return kantor


def _stopped(kantor: Kantor, hari: int) -> set[tuple[str, str]]:
    """Code and unit of the findings about files."""
    temuan = validation.validate(kantor, at(hari)).temuan
    return {(f.kode, f.kunci.unit) for f in temuan if f.kode.startswith("B") and f.severity is Severity.KESALAHAN}


def test_a_correction_that_was_stopped_is_seen_when_all_have_sent(lengkap: Kantor, issued: dict[str, bytes]) -> None:
    """An empty correction of BLK is an error until BLK sends a good one; a file of nobody is none any more."""
    (lengkap.folder.inbox / "rusak.xlsx").write_bytes(b"PK\x03\x04 rusak")
    (lengkap.folder.inbox / "BLK perbaikan.xlsx").write_bytes(issued["BLK"])
    intake.collect(lengkap, at(9), lengkap.folder.inbox)
    assert _stopped(lengkap, 9) == {("B17", "BLK")}
    with pytest.raises(UsageError, match="Alasannya"):
        intake.withdraw(lengkap, at(9), "BLK perbaikan.xlsx", "")
    salinan = lengkap.folder.root.with_name("salinan")
    shutil.copytree(lengkap.folder.root, salinan)
    lain = open_office(Folder(salinan))
    assert intake.withdraw(lain, at(9), "BLK perbaikan.xlsx", "salah kirim").unit == "BLK"
    intake.collect(lain, at(9), lain.folder.inbox, baca_ulang=True)
    assert _stopped(lain, 9) == set(), "its sender does not stand by it"
    isi = {"isian": {"IK-2.1": {"kendala": "Ada lagi."}}, "anggaran": {}}
    (lengkap.folder.inbox / "BLK lagi.xlsx").write_bytes(fill(issued["BLK"], isi, datetime(2026, 1, 10, 9)))
    intake.collect(lengkap, at(10), lengkap.folder.inbox)
    assert _stopped(lengkap, 10) == set()


def test_a_broken_file_of_the_period_before_is_no_error_of_this_one(folder: Folder) -> None:
    """What came in before the first form of a period was issued says nothing about it; what comes in later does."""
    tw3 = open_office(folder, "2025-TW3")
    forms.issue_forms(tw3, at(4))
    (folder.inbox / "lama.xlsx").write_bytes(b"PK\x03\x04 rusak")
    intake.collect(tw3, at(5), folder.inbox)
    assert ("B02", "") in _stopped(tw3, 5) or ("B03", "") in _stopped(tw3, 5)
    (folder.inbox / "lama.xlsx").unlink()
    tw4 = open_office(folder)
    forms.issue_forms(tw4, at(6))
    intake.collect(tw4, at(7), folder.inbox)
    assert _stopped(tw4, 7) == set()
    (folder.inbox / "baru.xlsx").write_bytes(b"PK\x03\x04 rusak juga")
    intake.collect(tw4, at(8), folder.inbox)
    assert len(_stopped(tw4, 8)) == 1
