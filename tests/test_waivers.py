"""Waivers: a named person accepts a finding; the row may move, the value may not change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capaian.checks import waivers
from capaian.checks.waivers import Rows
from capaian.errors import StateError, UsageError
from capaian.ledger import RANTAI, Ledger
from capaian.model.capaian import Alasan
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.kiriman import Isian
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.model.periode import Periode
from capaian.model.putaran import Patokan, StatusPengecualian
from capaian.model.register import Peristiwa
from capaian.pipeline import intake, progress, report, validation
from capaian.pipeline import waivers as steps
from capaian.pipeline.office import Kantor, Pelaku
from capaian.pipeline.waivers import Pilihan
from conftest import Send, at
from test_cli import run

SITI, BUDI = "Siti Rahayu, S.E.", "Budi Santoso"
ALASAN = "Peserta yang lulus termasuk gelombang tahun lalu"
LEBIH = {"IK-2.1": {"realisasi": 105.28}}
TW4 = Periode.parse("2025-TW4")


def who(nama: str, hari: int) -> Pelaku:
    return replace(at(hari), nama=nama)


def received(kantor: Kantor, send: Send, hari: int, isi: Mapping[str, Mapping[str, Any]], nama: str) -> Path:
    """A form of BLK comes in on a day of January."""
    path = send("BLK", isi, nama=nama, waktu=datetime(2026, 1, hari, 8))
    intake.collect(kantor, at(hari), kantor.folder.inbox)
    return path


def found(kantor: Kantor, kode: str = "ISI-03") -> list[Finding]:
    """Standing findings of a rule, as `validate` sees them on the 20th."""
    return [f for f in validation.validate(kantor, at(20)).temuan if f.kode == kode]


def number(kantor: Kantor, kode: str, butir: str = "") -> int:
    """The number that a finding has on the screen."""
    daftar = validation.validate(kantor, at(20)).daftar
    (nomor,) = [x.nomor for x in daftar if x.temuan.kode == kode and butir in ("", x.temuan.kunci.butir)]
    return nomor


def accepted(kantor: Kantor, kode: str = "ISI-03") -> int:
    """Waive the one finding of a rule; its number."""
    nomor = number(kantor, kode)
    steps.waive(kantor, who(SITI, 9), Pilihan((nomor,)), ALASAN)
    return nomor


def states(kantor: Kantor) -> list[StatusPengecualian]:
    return [p.status for p in steps.listing(kantor).pengecualian]


def intact(kantor: Kantor) -> bool:
    with Ledger(kantor.folder.basis_data) as ledger:
        return ledger.verify() == []


def result(kantor: Kantor, kode: str) -> Decimal | str | None:
    return next(c for c in report.compute_period(kantor).capaian if c.indikator == kode).realisasi.isi


# --- through the whole procedure ---


def test_a_waived_error_no_longer_counts_and_its_value_does(kantor: Kantor, send: Send) -> None:
    """The value that the error kept out of the sums is computed with again; the unit has one error less."""
    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    assert len(found(kantor)) == 1 and result(kantor, "IK-2.1") is None

    def errors() -> int:
        return next(u for u in progress.status(kantor, at(9).waktu).unit if u.kode == "BLK").n_kesalahan

    sebelum = errors()
    nomor = accepted(kantor)
    assert errors() == sebelum - 1
    assert result(kantor, "IK-2.1") == Decimal("105.28")
    hasil = validation.validate(kantor, at(10))
    assert [f for f in hasil.temuan if f.kode == "ISI-03"] == []
    (d,) = hasil.dikecualikan
    assert (d.temuan.kode, d.pengecualian.nomor, d.pengecualian.oleh) == ("ISI-03", nomor, SITI)
    assert d.pengecualian.mentah == "105.28"
    assert intact(kantor)


def test_a_value_stays_out_while_another_error_stands(kantor: Kantor, send: Send) -> None:
    """Two errors on one value: both have to be waived before it counts, and the appendix does not say otherwise."""
    received(kantor, send, 8, {"IK-2.1": {"pembilang": 339, "penyebut": 322, "realisasi": 105.28}}, "BLK.xlsx")
    accepted(kantor)
    hitungan = report.compute_period(kantor)
    ik = next(c for c in hitungan.capaian if c.indikator == "IK-2.1")
    assert ik.persen is None and ik.alasan is Alasan.DITAHAN
    assert "ikut dihitung" not in _appendix(report.build_report(kantor, at(13)).berkas)
    accepted(kantor, "ISI-05")
    assert result(kantor, "IK-2.1") == Decimal("105.28")


def test_an_inserted_row_and_another_name_do_not_matter(kantor: Kantor, send: Send) -> None:
    """The same value comes back in another row of a renamed file: the waiver still covers it, at the new cell."""
    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    accepted(kantor)
    (lama,) = validation.validate(kantor, at(9)).dikecualikan
    path = send("BLK", LEBIH | {"IK-2.2": {"realisasi": 300}}, nama="BLK rev 2.xlsx", waktu=datetime(2026, 1, 10, 8))
    buku = openpyxl.load_workbook(path)
    buku["ISIAN"].protection.sheet = False
    buku["ISIAN"].insert_rows(8)
    buku.save(path)
    intake.collect(kantor, at(10), kantor.folder.inbox)
    hasil = validation.validate(kantor, at(10))
    (d,) = hasil.dikecualikan
    assert lama.temuan.asal and d.temuan.asal
    assert (lama.temuan.asal.sel, d.temuan.asal.sel) == ("P8", "P9")
    assert d.temuan.asal.berkas == "BLK rev 2.xlsx" and hasil.gugur == ()
    assert states(kantor) == [StatusPengecualian.BERLAKU]


def test_another_value_ends_it(kantor: Kantor, send: Send) -> None:
    """A changed value is a new question: the finding stands again, and an event says what was there and what is."""
    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    nomor = accepted(kantor)
    validation.validate(kantor, at(9))
    received(kantor, send, 10, {"IK-2.1": {"realisasi": 107}}, "BLK baru.xlsx")
    assert result(kantor, "IK-2.1") is None
    hasil = validation.validate(kantor, at(10))
    assert [g.pengecualian.nomor for g in hasil.gugur] == [nomor]
    assert [(x.nomor, x.kabar) for x in hasil.daftar if x.temuan.kode == "ISI-03"] == [(nomor, "terbuka lagi")]
    with Ledger(kantor.folder.basis_data) as ledger:
        (e,) = ledger.events(waivers.GUGUR)
    assert (e.isi["lama"], e.isi["baru"]) != ({}, {})
    assert dict(e.isi["lama"])["realisasi"] == "105.28" and dict(e.isi["baru"])["realisasi"] == "107"  # type: ignore[call-overload]
    received(kantor, send, 12, LEBIH, "BLK lagi.xlsx")
    assert len(found(kantor)) == 1, "the old value does not bring the old waiver back"
    assert states(kantor) == [StatusPengecualian.GUGUR] and intact(kantor)


def test_a_corrected_value_ends_it_too(kantor: Kantor, send: Send) -> None:
    """When the value was mended nothing is left to accept."""
    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    accepted(kantor)
    received(kantor, send, 10, {"IK-2.1": {"realisasi": 95.28}}, "BLK baru.xlsx")
    hasil = validation.validate(kantor, at(10))
    assert hasil.dikecualikan == () and [g.sebab for g in hasil.gugur] == [waivers.NILAI_BERUBAH]


def test_the_same_number_typed_another_way_is_the_same(kantor: Kantor, send: Send) -> None:
    """`105,28` as text is 105.28."""
    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    accepted(kantor)
    received(kantor, send, 10, {"IK-2.1": {"realisasi": "105,28"}}, "BLK teks.xlsx")
    assert len(validation.validate(kantor, at(10)).dikecualikan) == 1


def test_a_withdrawn_waiver_opens_the_finding_again(kantor: Kantor, send: Send) -> None:
    """Withdrawing needs a name and a reason as well; the list keeps who gave and who took."""
    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    nomor = accepted(kantor)
    validation.validate(kantor, at(9))
    with pytest.raises(UsageError):
        steps.withdraw(kantor, who("", 10), nomor, ALASAN)
    with pytest.raises(UsageError):
        steps.withdraw(kantor, who(BUDI, 10), nomor + 90, ALASAN)
    steps.withdraw(kantor, who(BUDI, 10), nomor, "Inspektorat meminta angkanya diperbaiki")
    hasil = validation.validate(kantor, at(10))
    assert [(x.nomor, x.kabar) for x in hasil.daftar if x.temuan.kode == "ISI-03"] == [(nomor, "terbuka lagi")]
    assert result(kantor, "IK-2.1") is None
    (p,) = steps.listing(kantor).pengecualian
    assert (p.status, p.oleh, p.akhir_oleh) == (StatusPengecualian.DITARIK, SITI, BUDI)
    assert p.akhir_sebab == "Inspektorat meminta angkanya diperbaiki"
    accepted(kantor)
    assert states(kantor) == [StatusPengecualian.DITARIK, StatusPengecualian.BERLAKU] and intact(kantor)


def test_a_waived_warning(kantor: Kantor, send: Send) -> None:
    """A warning may always be accepted, and then asks for nothing."""
    received(kantor, send, 8, {"IK-2.1": {"realisasi": 60}}, "BLK.xlsx")
    assert len(found(kantor, "ISI-08")) == 1
    accepted(kantor, "ISI-08")
    assert found(kantor, "ISI-08") == []
    received(kantor, send, 10, {"IK-2.1": {"realisasi": 61}}, "BLK baru.xlsx")
    assert len(found(kantor, "ISI-08")) == 1, "the reason was given for another result"


def test_two_versions_at_once_leave_a_waiver_alone(kantor: Kantor, send: Send) -> None:
    """While nobody knows which form counts nothing was mended: the waiver waits."""
    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    accepted(kantor)
    validation.validate(kantor, at(9))
    for nama, lain in (("BLK a.xlsx", 300), ("BLK b.xlsx", 310)):
        send("BLK", LEBIH | {"IK-2.2": {"realisasi": lain}}, nama=nama, waktu=datetime(2026, 1, 11, 8))
    intake.collect(kantor, at(11), kantor.folder.inbox)
    tunggu = validation.validate(kantor, at(11))
    assert any(f.kode == "LIN-03" for f in tunggu.temuan) or tunggu.dikecualikan
    assert tunggu.gugur == () and states(kantor) == [StatusPengecualian.BERLAKU]
    intake.choose(kantor, at(12), "BLK b.xlsx")
    assert len(validation.validate(kantor, at(12)).dikecualikan) == 1


# --- who, why, and which ---


def test_a_name_and_a_reason_are_needed(kantor: Kantor, send: Send) -> None:
    """Only a person can answer for a waiver; a word is no reason, nor is the same word five times."""
    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    nomor = number(kantor, "ISI-03")
    for nama in ("", "  ", "admin", "User", "AB", "siti@kota.go.id", "pc-12", "12345"):
        with pytest.raises(UsageError, match=r"nama orang|belum disebutkan"):
            steps.waive(kantor, who(nama, 9), Pilihan((nomor,)), ALASAN)
    for alasan in ("", "ok", "benar benar benar benar benar", "sudahdicekbetulsekali", "a b c d e f g"):
        with pytest.raises(UsageError, match="Alasannya"):
            steps.waive(kantor, who(SITI, 9), Pilihan((nomor,)), alasan)
    assert states(kantor) == []


def test_what_may_not_be_waived(kantor: Kantor, send: Send) -> None:
    """A missing, an unreadable value, a broken file and a unit that has not sent leave nothing to accept."""
    (kantor.folder.inbox / "rusak.xlsx").write_bytes(b"PK\x03\x04rusak")
    received(kantor, send, 8, {"IK-2.1": {"realisasi": "delapan"}}, "BLK.xlsx")
    daftar = validation.validate(kantor, at(9)).daftar
    kode = {"SEL-01", "ISI-01", "ANG-01", "LIN-01"}
    assert kode <= {x.temuan.kode for x in daftar} and any(x.temuan.kode.startswith("B") for x in daftar)
    for x in (x for x in daftar if x.temuan.severity is Severity.KESALAHAN):
        assert not x.dapat_dikecualikan
        with pytest.raises(StateError, match="tidak dapat dikecualikan"):
            steps.waive(kantor, who(SITI, 9), Pilihan((x.nomor,)), ALASAN)
    assert states(kantor) == []


def test_several_at_once_are_all_or_none(kantor: Kantor, send: Send) -> None:
    """One finding that may not be waived keeps the others from being waived with it."""
    received(kantor, send, 8, {"IK-2.1": {"pembilang": 339, "penyebut": 322, "realisasi": 105.28}}, "BLK.xlsx")
    a, b, c = (number(kantor, "ISI-03"), number(kantor, "ISI-05"), number(kantor, "ISI-01", "IK-2.4"))
    with pytest.raises(StateError):
        steps.waive(kantor, who(SITI, 9), Pilihan((a, b, c)), ALASAN)
    assert states(kantor) == []
    assert [p.nomor for p in steps.waive(kantor, who(SITI, 9), Pilihan((a, b, a)), ALASAN)] == [a, b]
    with pytest.raises(StateError, match=f"sudah dikecualikan oleh {SITI}"):
        steps.waive(kantor, who(BUDI, 9), Pilihan((a,)), ALASAN)


def test_a_finding_by_its_code(kantor: Kantor, send: Send) -> None:
    """Code, unit, row and column are enough when they mean one finding; otherwise the candidates are named."""
    with pytest.raises(UsageError, match="belum pernah diperiksa"):
        steps.waive(kantor, who(SITI, 9), Pilihan(kode="ISI-03"), ALASAN)
    received(kantor, send, 8, {k: {"realisasi": 60} for k in ("IK-2.1", "IK-2.3")}, "BLK.xlsx")
    validation.validate(kantor, at(9))
    with pytest.raises(UsageError, match=r"Ada 2 temuan ISI-08 yang cocok: no\. \d+ \(BLK IK-2\.1 kendala\); no\."):
        steps.waive(kantor, who(SITI, 9), Pilihan(kode="ISI-08"), ALASAN)
    with pytest.raises(UsageError, match="Mungkin maksudnya «ISI-08»"):
        steps.waive(kantor, who(SITI, 9), Pilihan(kode="ISI-88"), ALASAN)
    (p,) = steps.waive(kantor, who(SITI, 9), Pilihan(kode="ISI-08", unit="blk", butir="ik-2.3"), ALASAN)
    assert p.kunci == Kunci("ISI-08", "BLK", "2025-TW4", "IK-2.3", "kendala")


def test_no_finding_is_not_every_finding(kantor: Kantor, send: Send) -> None:
    """With one open finding, an empty word and a lone # still mean none; a number of 5,000 digits is no finding."""
    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    validation.validate(kantor, at(9))
    with pytest.raises(UsageError, match="belum disebutkan"):
        steps.waive(kantor, who(SITI, 9), Pilihan(unit="BLK", butir="IK-2.1", kolom="realisasi"), ALASAN)
    for kata, pesan in (("", "belum disebutkan"), ("#", "belum disebutkan"), ("9" * 5000, "tidak ada")):
        pilihan = ("--unit", "BLK", "--butir", "IK-2.1", "--kolom", "realisasi") if len(kata) < 2 else ()
        hasil = run("waive", kata, *pilihan, "--alasan", ALASAN, "--oleh", SITI, di=kantor.folder.root)
        assert hasil.returncode == 2 and pesan in " ".join(hasil.stderr.split()), hasil.stderr
        assert len(hasil.stderr) < 1000
    assert states(kantor) == []


def test_the_chain_beside_the_archive_knows_waivers(kantor: Kantor, send: Send) -> None:
    """Given or withdrawn: the last line of rantai.txt is the last event."""

    def ujung() -> tuple[str, str]:
        with Ledger(kantor.folder.basis_data) as ledger:
            baris = (kantor.folder.arsip / RANTAI).read_text("utf-8").splitlines()[-1]
            return baris.split("\t")[0], ledger.head()

    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    nomor = accepted(kantor)
    berkas, buku = ujung()
    assert berkas == buku
    steps.withdraw(kantor, who(BUDI, 10), nomor, ALASAN)
    berkas, baru = ujung()
    assert berkas == baru != buku


def test_nobody_accepts_a_value_that_he_has_not_seen(kantor: Kantor, send: Send) -> None:
    """A form that came in since the last validation has to be looked at first."""
    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    nomor = number(kantor, "ISI-03")
    received(kantor, send, 10, {"IK-2.1": {"realisasi": 140}}, "BLK baru.xlsx")
    with pytest.raises(StateError, match="berubah sejak pemeriksaan terakhir: Realisasi 140%"):
        steps.waive(kantor, who(SITI, 10), Pilihan((nomor,)), ALASAN)
    received(kantor, send, 11, {"IK-2.1": {"realisasi": 95}}, "BLK betul.xlsx")
    with pytest.raises(StateError, match="sudah tidak ada"):
        steps.waive(kantor, who(SITI, 11), Pilihan((nomor,)), ALASAN)


# --- the appendix ---


def _appendix(berkas: Path) -> str:
    tabel = Document(str(berkas)).tables
    kena = [t for t in tabel if [c.text for c in t.rows[0].cells][-1] == "Oleh, Tanggal"]
    return "\n".join(c.text for t in kena for r in t.rows[1:] for c in r.cells)


def test_the_appendix_lists_waivers_that_count(kantor: Kantor, send: Send) -> None:
    """Finding, reason, name and day stand there, and that the value counts; a withdrawn waiver does not."""
    received(kantor, send, 8, LEBIH, "BLK.xlsx")
    asing = "Peserta {{ 7*7 }} lulus \x1b[31m gelombang <w:p> lama"
    nomor = number(kantor, "ISI-03")
    steps.waive(kantor, who(SITI, 9), Pilihan((nomor,)), asing)
    teks = _appendix(report.build_report(kantor, at(13)).berkas)
    for isi in ("ISI-03", "UPT Balai Latihan Kerja", "105,28%", "Nilainya ikut dihitung", SITI, "9 Januari 2026"):
        assert isi in teks
    assert "{{ 7*7 }}" in teks and "<w:p>" in teks and "\x1b" not in teks
    steps.withdraw(kantor, who(BUDI, 14), nomor, ALASAN)
    assert _appendix(report.build_report(kantor, at(14)).berkas) == ""


# --- what a waiver holds on to ---


def _cell(isi: Decimal | str | None, sel: str = "P8", berkas: str = "IND.xlsx") -> Nilai:
    asal = CellRef(berkas, "ISIAN", sel, "ab" * 32)
    return Nilai(Keadaan.KOSONG if isi is None else Keadaan.TERISI, isi, str(isi or ""), asal)


def _rows(berkas: str = "IND.xlsx", sel: str = "P8", **nilai: Decimal | str | None) -> Rows:
    return Rows([Isian("IND", TW4, "isian", "IK-1", {k: _cell(v, sel, berkas) for k, v in nilai.items()})])


KUNCI = Kunci("ISI-07", "IND", str(TW4), "IK-1", "realisasi")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=2), st.integers(0, 5), st.integers(1, 900), st.text("AZ9")
)
def test_place_and_spelling_are_no_value(angka: Decimal, nol: int, baris: int, nama: str) -> None:
    """Whatever row, file name and trailing zeros: the same number is the same ground."""
    pesan = "Realisasi 12,5 sangat jauh dari target 80, lihat {} · ISIAN!{} dan «{}»."
    satu = _rows(realisasi=angka).anchor(KUNCI, pesan.format("IND.xlsx", "P8", "x 1.xlsx"))
    lain = Decimal(f"{angka}{'0' * nol}") if "." in str(angka) else angka
    berkas, sel = f"{nama} (2).xlsx", f"P{baris}"
    dua = _rows(berkas, sel, realisasi=lain).anchor(KUNCI, pesan.format(berkas, sel, "y 22.xlsx"))
    assert satu == dua
    assert satu.angka == ("12,5", "80")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_other_numbers_are_another_ground(a: Decimal, b: Decimal) -> None:
    """Two results are the same ground exactly when they are equal; so are numerators beside the same result."""
    assert (_rows(realisasi=a).anchor(KUNCI, "") == _rows(realisasi=b).anchor(KUNCI, "")) == (a == b)
    kiri, kanan = _rows(realisasi=a, pembilang=a), _rows(realisasi=a, pembilang=b)
    assert (kiri.anchor(KUNCI, "") == kanan.anchor(KUNCI, "")) == (a == b)


def test_an_explanation_beside_it_is_no_value() -> None:
    """Text in another column may change without a new question; what the message counts may not."""
    a = _rows(realisasi=Decimal(5), kendala="lama")
    b = _rows(realisasi=Decimal(5), kendala="baru")
    assert a.anchor(KUNCI, "jauh dari target 80") == b.anchor(KUNCI, "jauh dari target 80")
    assert a.anchor(KUNCI, "jauh dari target 80") != b.anchor(KUNCI, "jauh dari target 85")


def test_an_event_that_makes_no_sense_waives_nothing() -> None:
    """A damaged event leaves the finding standing and stops nobody; an end counts once, and only for what was given."""
    f = Finding(KUNCI, Severity.PERINGATAN, "a", "b", "c", "d")
    isi = waivers.granted(f, 3, "5", Patokan({"realisasi": "5"}, ()), ALASAN)

    def told(*apa: tuple[str, Mapping[str, object]]) -> list[StatusPengecualian]:
        peristiwa = [Peristiwa(n, at(9).waktu, jenis, SITI, x, "") for n, (jenis, x) in enumerate(apa, 1)]
        return [p.status for p in waivers.replay(peristiwa, str(TW4))]

    beri, tarik = (waivers.DIBERIKAN, isi), (waivers.DITARIK, {"periode": str(TW4), "pemberian": 1, "alasan": "x"})
    assert told(beri) == [StatusPengecualian.BERLAKU]
    assert told(beri, tarik, (waivers.GUGUR, tarik[1])) == [StatusPengecualian.DITARIK]
    assert told(tarik) == [] and told((waivers.DIBERIKAN, {**isi, "periode": "2025-TW3"})) == []
    for rusak in ("kunci", "nomor", "tingkat", "nilai", "alasan"):
        assert told((waivers.DIBERIKAN, {k: v for k, v in isi.items() if k != rusak})) == []
        assert told((waivers.DIBERIKAN, {**isi, rusak: None})) == [] or rusak == "alasan"


def test_notes_are_not_waived() -> None:
    """A note asks for nothing."""
    f = Finding(KUNCI, Severity.CATATAN, "a", "b", "c", "d")
    assert "Catatan" in waivers.refusal(f)
    assert waivers.refusal(replace(f, severity=Severity.PERINGATAN)) == ""
