"""Versions: weighed together, chosen, withdrawn, restored; and what a run that was cut off leaves for the next one."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from capaian.errors import UsageError
from capaian.intake import collect as collecting
from capaian.intake import versions
from capaian.ledger import Ledger
from capaian.model.kiriman import Putusan
from capaian.pipeline import intake, validation
from capaian.pipeline.office import Kantor
from conftest import Send, at

ISI: dict[str, dict[str, Any]] = {"IK-5.1": {"realisasi": "BB"}, "IK-5.2": {"realisasi": 92.86}}
LAIN: dict[str, dict[str, Any]] = {**ISI, "IK-5.2": {"realisasi": 95}}


def _codes(kantor: Kantor, hari: int) -> dict[str, list[str]]:
    hasil = intake.collect(kantor, at(hari), kantor.folder.inbox)
    return {p.nama: [c.kode for c in p.cacat] for p in hasil.penerimaan}


def _states(kantor: Kantor) -> dict[str, str]:
    with Ledger(kantor.folder.basis_data) as ledger:
        assert ledger.verify() == []
        return {k.nama: k.keadaan for k in ledger.standings(kantor.periode)}


def _in_force(kantor: Kantor) -> str:
    with Ledger(kantor.folder.basis_data) as ledger:
        aktif = ledger.active_submission("SEK", kantor.periode)
    return aktif.kiriman.nama if aktif else ""


def test_a_withdrawn_version_counts_no_longer_and_can_be_restored(kantor: Kantor, send: Send) -> None:
    """Withdrawing takes a version out of force and leaves none; restoring brings it back; both name their reason."""
    send("SEK", ISI, nama="a.xlsx")
    intake.collect(kantor, at(8), kantor.folder.inbox)
    with pytest.raises(UsageError, match="Alasannya"):
        intake.withdraw(kantor, at(8), "a.xlsx", "")
    intake.withdraw(kantor, at(8), "a.xlsx", "salah kirim")
    assert _in_force(kantor) == ""
    assert _codes(kantor, 9) == {"a.xlsx": ["N16"]}
    with pytest.raises(UsageError, match="sudah ditarik"):
        intake.withdraw(kantor, at(9), "a.xlsx", "salah kirim")
    intake.restore(kantor, at(9), "a.xlsx", "ternyata benar")
    assert _in_force(kantor) == "a.xlsx"
    assert _codes(kantor, 9) == {"a.xlsx": []}
    with Ledger(kantor.folder.basis_data) as ledger:
        (tarik,) = ledger.events(versions.DITARIK)
        assert (tarik.isi["alasan"], tarik.isi["keadaan"]) == ("salah kirim", {"1": "ditarik"})


def test_a_replaced_version_is_restored_by_an_event_that_lists_the_values(kantor: Kantor, send: Send) -> None:
    """The file that lies in the inbox again does not win by itself; a person restores it, old and new are on record."""
    send("SEK", ISI, nama="a.xlsx")
    intake.collect(kantor, at(8), kantor.folder.inbox)
    send("SEK", LAIN, nama="b.xlsx", waktu=datetime(2026, 1, 8))
    assert _codes(kantor, 8) == {"a.xlsx": ["N15"], "b.xlsx": ["N11"]}
    assert _states(kantor) == {"a.xlsx": "diganti", "b.xlsx": "berlaku"}
    intake.restore(kantor, at(9), "a.xlsx", "versi kedua keliru")
    assert _states(kantor) == {"a.xlsx": "berlaku", "b.xlsx": "diganti"}
    with Ledger(kantor.folder.basis_data) as ledger:
        ubah = ledger.events(versions.DIGANTI)[-1].isi["perubahan"]
    assert isinstance(ubah, list)
    assert [(u["kode"], u["lama"], u["baru"]) for u in ubah] == [("IK-5.2", "95", "92.86")]


def test_the_bytes_of_a_replaced_version_under_its_old_name_change_nothing(kantor: Kantor, send: Send) -> None:
    """Putting an older file back in the place of the newer one is told, and the newer one stays in force."""
    path = send("SEK", ISI, nama="a.xlsx")
    lama = path.read_bytes()
    intake.collect(kantor, at(8), kantor.folder.inbox)
    send("SEK", LAIN, nama="a.xlsx", waktu=datetime(2026, 1, 8))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    path.write_bytes(lama)
    assert _codes(kantor, 9) == {"a.xlsx": ["N15"]}
    with Ledger(kantor.folder.basis_data) as ledger:
        aktif = ledger.active_submission("SEK", kantor.periode)
    assert aktif is not None and aktif.kiriman.nomor == 2


def test_a_name_that_was_sent_twice_is_told_apart_by_its_hash(kantor: Kantor, send: Send) -> None:
    """Choosing by a name that two versions carry asks for the beginning of the hash, and that works."""
    send("SEK", ISI, nama="a.xlsx")
    intake.collect(kantor, at(8), kantor.folder.inbox)
    send("SEK", LAIN, nama="a.xlsx", waktu=datetime(2026, 1, 8))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    with pytest.raises(UsageError, match="Ada 2 kiriman") as salah:
        intake.restore(kantor, at(9), "a.xlsx", "yang pertama")
    with Ledger(kantor.folder.basis_data) as ledger:
        pertama = ledger.standings(kantor.periode)[0].sha256
    assert pertama[:8] in salah.value.saran
    intake.restore(kantor, at(9), pertama[:8], "yang pertama")
    with Ledger(kantor.folder.basis_data) as ledger:
        aktif = ledger.active_submission("SEK", kantor.periode)
    assert aktif is not None and aktif.kiriman.sha256 == pertama


def test_a_newcomer_waits_while_others_wait(kantor: Kantor, send: Send) -> None:
    """As long as nobody has chosen between two versions, a third is one more question, not an answer."""
    send("SEK", ISI, nama="a.xlsx")
    send("SEK", LAIN, nama="b.xlsx")
    intake.collect(kantor, at(8), kantor.folder.inbox)
    send("SEK", {"IK-5.2": {"realisasi": 96}}, nama="c.xlsx", waktu=datetime(2026, 1, 9))
    assert _codes(kantor, 9) == {"a.xlsx": ["B18"], "b.xlsx": ["B18"], "c.xlsx": ["B18"]}
    intake.choose(kantor, at(9), "c.xlsx")
    assert _states(kantor) == {"a.xlsx": "diganti", "b.xlsx": "diganti", "c.xlsx": "berlaku"}


@pytest.mark.parametrize(
    ("diubah", "lama", "lebih_tua"),
    [
        ("2026-01-07T02:00:00Z", "2026-01-07T09:30:00.123456789", True),
        ("2026-01-07T03:00:00Z", "2026-01-07T09:30:00", False),
        ("2026-01-07T09:00:00", "2026-01-07T02:30:00Z", True),
        ("", "2026-01-07T02:30:00Z", False),
        ("kemarin", "2026-01-07T02:30:00Z", False),
        ("2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z", True),
    ],
)
def test_times_of_different_formats_are_compared_as_times(diubah: str, lama: str, lebih_tua: bool) -> None:
    """OpenDocument writes the local time without a zone, Excel the time of Greenwich; what is no time says nothing."""
    assert versions._older(diubah, lama, at(8).waktu.tzinfo) is lebih_tua


def test_mending_only_the_form_makes_a_new_version(kantor: Kantor, send: Send) -> None:
    """The same answers on a form whose changed target was put right replace the damaged one; the finding goes."""
    path = send("SEK", ISI, nama="a.xlsx")
    buku = openpyxl.load_workbook(path)
    buku["ISIAN"]["I9"] = 60
    buku.save(path)
    intake.collect(kantor, at(8), kantor.folder.inbox)
    send("SEK", ISI, nama="b.xlsx", waktu=datetime(2100, 1, 1))
    assert _codes(kantor, 8)["b.xlsx"] == ["N11"]
    assert _in_force(kantor) == "b.xlsx"
    assert not [f for f in validation.validate(kantor, at(9)).temuan if f.kode == "FRM-01"]


@pytest.mark.parametrize(
    ("salah", "benar"), [("1.234", 1.234), (True, "80"), ("#N/A", 80)], ids=["dua arti", "logika", "galat"]
)
def test_a_cell_that_can_be_read_now_is_a_new_version(kantor: Kantor, send: Send, salah: object, benar: object) -> None:
    """The same characters, unreadable before and a number now, are another answer."""
    path = send("SEK", {"IK-5.3": {"realisasi": 90}}, nama="a.xlsx")
    for nama, isi in (("a.xlsx", salah), ("b.xlsx", benar)):
        buku = openpyxl.load_workbook(path)
        buku["ISIAN"]["P9"] = isi
        buku.save(kantor.folder.inbox / nama)
        intake.collect(kantor, at(8), kantor.folder.inbox)
    assert _in_force(kantor) == "b.xlsx"


def test_80_and_80_0_are_the_same_value(kantor: Kantor, send: Send) -> None:
    """Another way to write a number is no other version."""
    send("SEK", {"IK-5.2": {"realisasi": 80}}, nama="a.xlsx")
    send("SEK", {"IK-5.2": {"realisasi": "80,0"}}, nama="b.xlsx")
    assert _codes(kantor, 8) == {"a.xlsx": [], "b.xlsx": ["N10", "N12"]}


def test_choosing_what_counts_already_records_nothing(kantor: Kantor, send: Send) -> None:
    """A choice that changes nothing leaves the note about the version and adds no event; a reason is kept."""
    send("SEK", ISI, nama="a.xlsx")
    intake.collect(kantor, at(8), kantor.folder.inbox)
    send("SEK", LAIN, nama="b.xlsx", waktu=datetime(2026, 1, 8))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    with Ledger(kantor.folder.basis_data) as ledger:
        sebelum = len(ledger.events())
    intake.choose(kantor, at(9), "b.xlsx")
    with Ledger(kantor.folder.basis_data) as ledger:
        assert len(ledger.events()) == sebelum
    assert _codes(kantor, 9)["b.xlsx"] == ["N11"]
    intake.choose(kantor, at(9), "a.xlsx", "angka pertama yang benar")
    with Ledger(kantor.folder.basis_data) as ledger:
        assert ledger.events(versions.DIGANTI)[-1].isi["alasan"] == "angka pertama yang benar"


class CutOffError(Exception):
    """What the tests stop a run with."""


@pytest.mark.parametrize("berhenti", ["sebelum ditimbang", "setelah satu berkas"])
def test_a_run_that_was_cut_off_is_completed_as_if_it_had_not_been(
    kantor: Kantor, send: Send, monkeypatch: pytest.MonkeyPatch, berhenti: str
) -> None:
    """Two versions of one run are asked about, also when the run died between reading and weighing them."""
    send("SEK", ISI, nama="a.xlsx")
    send("SEK", LAIN, nama="b.xlsx")

    def cut(*_: object) -> None:
        raise CutOffError

    with monkeypatch.context() as m, pytest.raises(CutOffError):
        if berhenti == "sebelum ditimbang":
            m.setattr(versions, "weigh", cut)
        else:
            m.setattr(collecting, "_SEKALI", 1)
            asli, n = collecting.write, iter((False, True))
            m.setattr(collecting, "write", lambda d, t: cut() if next(n) else asli(d, t))
        intake.collect(kantor, at(8), kantor.folder.inbox)
    assert _codes(kantor, 8) == {"a.xlsx": ["B18"], "b.xlsx": ["B18"]}
    assert _states(kantor) == {"a.xlsx": "menunggu", "b.xlsx": "menunggu"}


def _receipts(kantor: Kantor) -> Sequence[tuple[str, str, Putusan]]:
    with Ledger(kantor.folder.basis_data) as ledger:
        return [(p.nama, p.sha256, p.putusan) for p in ledger.receipts()]


def test_an_unchanged_inbox_is_not_read_again(kantor: Kantor, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run opens no file; a file of the same size that was changed since is read."""
    path: Path = send("SEK", ISI, nama="a.xlsx")
    intake.collect(kantor, at(8), kantor.folder.inbox)
    dibuka: list[str] = []
    asli = collecting.scan.take
    monkeypatch.setattr(collecting.scan, "take", lambda e: (dibuka.append(e.nama), asli(e))[1])
    # The clock of the test is far from that of the disk, so that the file is not «just now».
    intake.collect(kantor, at(9), kantor.folder.inbox)
    sebelum = _receipts(kantor)
    assert (dibuka, len(sebelum)) == (["a.xlsx"], 1)
    intake.collect(kantor, at(9).__class__("Penguji", datetime(2100, 1, 1).astimezone()), kantor.folder.inbox)
    dibuka.clear()
    intake.collect(kantor, at(9), kantor.folder.inbox)
    assert dibuka == []
    isi = bytearray(path.read_bytes())
    isi[-1] ^= 1
    path.write_bytes(bytes(isi))
    intake.collect(kantor, at(9), kantor.folder.inbox)
    assert dibuka == ["a.xlsx"]
    assert len(_receipts(kantor)) == 2
    dibuka.clear()
    intake.collect(kantor, at(9), kantor.folder.inbox, baca_ulang=True)
    assert dibuka == ["a.xlsx"]
    assert len(_receipts(kantor)) == 2


def test_a_state_changed_by_hand_is_found(kantor: Kantor, send: Send) -> None:
    """A version put in force behind the program's back does not agree with the events."""
    send("SEK", ISI, nama="a.xlsx")
    send("SEK", LAIN, nama="b.xlsx")
    intake.collect(kantor, at(8), kantor.folder.inbox)
    intake.choose(kantor, at(8), "a.xlsx")
    with contextlib.closing(sqlite3.connect(kantor.folder.basis_data)) as db, db:
        db.execute("UPDATE kiriman SET keadaan = 'ditarik' WHERE nama = 'a.xlsx'")
        db.execute("UPDATE kiriman SET keadaan = 'berlaku' WHERE nama = 'b.xlsx'")
    with Ledger(kantor.folder.basis_data) as ledger:
        rusak = [k.masalah for k in ledger.verify()]
    assert rusak == [
        "keadaannya «ditarik», padahal menurut catatan «berlaku»",
        "keadaannya «berlaku», padahal menurut catatan «diganti»",
    ]
