"""Promises of a run: one verdict each, idempotent in any order, half-copied files left for later, rules that change."""

from __future__ import annotations

import os
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tools.buat_contoh import fill

from capaian.checks import run
from capaian.errors import BusyError
from capaian.intake import scan as scanning
from capaian.intake.pool import ReaderPool
from capaian.ledger import Archive, Ledger
from capaian.model.kiriman import Cacat, Putusan
from capaian.pipeline import forms, intake
from capaian.pipeline.office import Kantor, Pelaku, open_office
from capaian.workspace import lock
from conftest import Send, at

ISI = {"IK-5.1": {"realisasi": "BB"}, "IK-5.2": {"realisasi": 92.86}}
Cerita = tuple[tuple[str, str, str, str], ...]


@pytest.fixture
def berkas(kantor: Kantor, issued: dict[str, bytes]) -> dict[str, bytes]:
    """Files as they come: good forms, copies, broken ones, other things."""
    waktu = datetime(2026, 1, 7, 9)
    sek = fill(issued["SEK"], {"isian": ISI}, waktu)
    ind = fill(issued["IND"], {"isian": {"IK-4.1": {"realisasi": 4.7}}}, waktu)
    return {
        "SEK.xlsx": sek,
        "SEK (1).xlsx": sek,
        "IND.xlsx": ind,
        "rusak.xlsx": ind[: len(ind) // 2],
        "foto.jpg": b"\xff\xd8\xff\xe0" + b"0" * 64,
        "BLK kosong.xlsx": issued["BLK"],
        "tautan.url": b"[InternetShortcut]\nURL=https://contoh.id\n",
        "nol.xlsx": b"",
    }


def _told(kantor: Kantor) -> Cerita:
    """All that is recorded, without numbers, order and which of two equal files came first."""
    with Ledger(kantor.folder.basis_data) as ledger:
        assert ledger.verify() == []
        baris = []
        for p in ledger.receipts():
            sama = p.putusan in (Putusan.DUPLIKAT, Putusan.DITERIMA, Putusan.DENGAN_CATATAN)
            baris.append((p.nama, p.sha256, p.unit, "diterima" if sama else p.putusan.value))
        berlaku = [(k.unit, k.sha256, k.keadaan, "") for k in ledger.standings(kantor.periode)]
    return tuple(sorted(baris) + sorted(berlaku))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_any_order_and_any_partition_into_runs_record_the_same(
    kantor: Kantor, berkas: dict[str, bytes], seed: int
) -> None:
    """However the files trickle in, and however often collect runs between them, the same is on record at the end."""
    acak = random.Random(seed)
    urut = list(berkas)
    acak.shuffle(urut)
    for path in (kantor.folder.arsip, kantor.folder.inbox):
        shutil.rmtree(path, ignore_errors=True)
    _forget(kantor)
    kantor.folder.inbox.mkdir()
    hari = 8
    for nama in urut:
        (kantor.folder.inbox / nama).write_bytes(berkas[nama])
        if acak.random() < 0.3:
            intake.collect(kantor, at(hari), kantor.folder.inbox)
    intake.collect(kantor, at(hari), kantor.folder.inbox)
    sekali = _told(kantor)
    intake.collect(kantor, at(hari + 1), kantor.folder.inbox)
    assert _told(kantor) == sekali
    assert sekali == _REFERENSI.setdefault("semua", sekali)
    assert len([b for b in sekali if b[0] in berkas]) == len(berkas)


_REFERENSI: dict[str, Cerita] = {}


def _forget(kantor: Kantor) -> None:
    """Go back to the moment when the forms were issued."""
    simpan = kantor.folder.root / "terbit.db"
    if not simpan.exists():
        shutil.copyfile(kantor.folder.basis_data, simpan)
    shutil.copyfile(simpan, kantor.folder.basis_data)


def test_verdicts_add_up_and_the_inbox_is_untouched(kantor: Kantor, berkas: dict[str, bytes]) -> None:
    """As many verdicts as entries; names, bytes and times in the inbox are what they were."""
    for nama, data in berkas.items():
        (kantor.folder.inbox / nama).write_bytes(data)
    (kantor.folder.inbox / "~$SEK.xlsx").write_bytes(b"x")
    sebelum = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in kantor.folder.inbox.iterdir()}
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert sum(hasil.jumlah.values()) == len(hasil.penerimaan) == len(berkas) + 1
    assert {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in kantor.folder.inbox.iterdir()} == sebelum


def test_a_file_that_may_still_be_copied_is_left_for_later(kantor: Kantor, send: Send) -> None:
    """A broken file that changed a moment ago is not recorded; when it stays broken, it is; when it is whole, taken."""
    path = send("SEK", ISI)
    utuh = path.read_bytes()
    path.write_bytes(utuh[:-500])
    diubah = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
    segera = Pelaku("Penguji", diubah + timedelta(seconds=1))
    (p,) = intake.collect(kantor, segera, kantor.folder.inbox).penerimaan
    assert (p.nomor, p.putusan, p.cacat[0].kode) == (0, Putusan.KARANTINA, "B02")
    kemudian = Pelaku("Penguji", diubah + timedelta(seconds=60))
    (p,) = intake.collect(kantor, kemudian, kantor.folder.inbox).penerimaan
    assert p.nomor == 1
    path.write_bytes(utuh)
    (p,) = intake.collect(kantor, segera, kantor.folder.inbox).penerimaan
    assert p.putusan is Putusan.DITERIMA


def test_quarantined_files_are_judged_again_when_the_rules_change(
    kantor: Kantor, berkas: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under new rules a quarantined file is read again, also from the archive; the same outcome adds no record."""
    (kantor.folder.inbox / "rusak.xlsx").write_bytes(berkas["rusak.xlsx"])
    (kantor.folder.inbox / "BLK.xlsx").write_bytes(berkas["BLK kosong.xlsx"])
    intake.collect(kantor, at(8), kantor.folder.inbox)
    (kantor.folder.inbox / "BLK.xlsx").unlink()
    sebelum = _told(kantor)
    monkeypatch.setattr(run, "VERSI_ATURAN", "uji")
    dibaca: list[str] = []
    from capaian.intake import collect as collecting

    asli = collecting.identify.identify
    monkeypatch.setattr(collecting.identify, "identify", lambda *a: (dibaca.append(a[-1]), asli(*a))[1], raising=True)
    intake.collect(kantor, at(9), kantor.folder.inbox)
    assert dibaca == ["BLK.xlsx"]
    assert _told(kantor) == sebelum
    dibaca.clear()
    intake.collect(kantor, at(9), kantor.folder.inbox)
    assert dibaca == []


def test_one_run_at_a_time(kantor: Kantor, tmp_path: Path) -> None:
    """While one run holds the folder, another waits and then says who holds it."""
    with lock.exclusive(tmp_path / lock.NAMA), pytest.raises(BusyError), lock.exclusive(tmp_path / lock.NAMA, 0.2):
        pass
    with lock.exclusive(tmp_path / lock.NAMA, 0.2):
        assert (tmp_path / lock.NAMA).exists()


def test_a_file_over_the_cap_is_on_record_but_not_kept(kantor: Kantor) -> None:
    """Its hash and size are recorded once, its bytes are not copied, and the run says what to do."""
    path = kantor.folder.inbox / "besar.xlsx"
    with path.open("wb") as f:
        f.truncate(26 * 1024 * 1024)
    os.utime(path, (1, 1))
    for hari in (8, 9):
        (p,) = intake.collect(kantor, at(hari), kantor.folder.inbox).penerimaan
        assert (p.nomor, p.putusan, p.cacat[0].kode, p.ukuran) == (1, Putusan.KARANTINA, "B37", path.stat().st_size)
    assert not kantor.folder.arsip.joinpath(p.sha256[:2], p.sha256).exists()


def test_what_was_judged_again_stays_judged(kantor: Kantor) -> None:
    """A form that was refused for its period and then taken is not shown as refused by a later run."""
    tw3 = open_office(kantor.folder, "2025-TW3")
    terbit = {t.unit.kode: t.berkas for t in forms.issue_forms(tw3, at(5))}
    forms.issue_forms(kantor, at(5))
    path = kantor.folder.inbox / "SEK.xlsx"
    path.write_bytes(fill(terbit["SEK"].read_bytes(), {"isian": {"IK-5.2": {"realisasi": 80}}}))
    os.utime(path, (1, 1))
    for periode, putusan in ((kantor, "karantina"), (tw3, "diterima"), (tw3, "diterima"), (tw3, "diterima")):
        (p,) = intake.collect(periode, at(8), kantor.folder.inbox).penerimaan
        assert p.putusan.value == putusan


def test_a_lost_original_is_taken_again_from_the_inbox(kantor: Kantor, send: Send) -> None:
    """When the archive lost a file that still lies in the inbox, the next run brings it back."""
    path = send("SEK", ISI)
    os.utime(path, (1, 1))
    (p,) = intake.collect(kantor, at(8), kantor.folder.inbox).penerimaan
    arsip = Archive(kantor.folder.arsip)
    (kantor.folder.arsip / p.sha256[:2] / p.sha256).unlink()
    assert not arsip.has(p.sha256)
    (p,) = intake.collect(kantor, at(9), kantor.folder.inbox).penerimaan
    assert arsip.get(p.sha256) == path.read_bytes() and not p.baru


def test_every_entry_has_one_verdict_however_deep(kantor: Kantor) -> None:
    """A folder that is named like a workbook and lies too deep is one entry."""
    dalam = kantor.folder.inbox
    for n in range(16):
        dalam = dalam / f"f{n}"
    (dalam / "x.xlsx").mkdir(parents=True)
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert [p.putusan.value for p in hasil.penerimaan] == ["diabaikan"]


def test_a_folder_that_cannot_be_opened_is_no_clean_run(kantor: Kantor, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be looked into is quarantined with its reason, not passed over."""
    (kantor.folder.inbox / "flashdisk").mkdir()
    asli = scanning._names

    def refuse(folder: Path) -> list[str]:
        if folder.name == "flashdisk":
            raise PermissionError(13, "tidak boleh")
        return asli(folder)

    monkeypatch.setattr(scanning, "_names", refuse)
    (p,) = intake.collect(kantor, at(8), kantor.folder.inbox).penerimaan
    assert (p.putusan, [c.kode for c in p.cacat]) == (Putusan.KARANTINA, ["B31"])


def test_a_form_that_took_too_long_once_is_read_again(
    kantor: Kantor, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That reading took too long may have been the computer: the verdict is not kept."""
    send("SEK", ISI)
    lambat = Cacat("B24", {"n": "lebih dari 10 detik untuk dibaca", "bagian": "waktu"})
    with monkeypatch.context() as m:
        m.setattr(ReaderPool, "read_many", lambda _self, items: ((k, lambat) for k, _ in items))
        (p,) = intake.collect(kantor, at(8), kantor.folder.inbox).penerimaan
    assert (p.putusan, p.cacat[0].kode) == (Putusan.KARANTINA, "B24")
    (p,) = intake.collect(kantor, at(9), kantor.folder.inbox).penerimaan
    assert p.putusan is Putusan.DITERIMA
