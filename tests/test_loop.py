"""The loop of step 7: findings close, open again or stay, and the history adds up."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capaian.checks import rounds
from capaian.checks.waivers import Penilaian
from capaian.ledger import Ledger
from capaian.ledger.tables import APPLICATION_ID, MIGRATIONS
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.periode import Periode
from capaian.model.putaran import (
    Gerak,
    KeadaanTemuan,
    Patokan,
    Pengecualian,
    Perubahan,
    TemuanDikecualikan,
)
from capaian.model.register import DATA_DIPERIKSA
from capaian.pipeline import intake, validation
from capaian.pipeline import waivers as steps
from capaian.pipeline.office import Kantor
from capaian.pipeline.waivers import Pilihan
from capaian.workspace.folder import Folder
from conftest import Send, at
from test_cli import run
from test_waivers import ALASAN, SITI, who

TW4 = Periode.parse("2025-TW4")
SALAH = {
    "IK-2.1": {"realisasi": 105.28},
    "IK-2.2": {"realisasi": "banyak"},
    "IK-2.3": {"realisasi": 75, "pembilang": 45, "penyebut": 60},
    "IK-2.5": {"realisasi": 8.42},
}


def received(kantor: Kantor, send: Send, hari: int, isi: Mapping[str, Mapping[str, Any]]) -> None:
    send("BLK", isi, nama=f"BLK {hari}.xlsx", waktu=datetime(2026, 1, hari, 8))
    intake.collect(kantor, at(hari), kantor.folder.inbox)


def keys(kantor: Kantor, hari: int) -> set[tuple[str, str, str]]:
    """Open findings of BLK by rule, row and column; LIN rules look at everything and are left out."""
    hasil = validation.validate(kantor, at(hari))
    semua = [x.temuan.kunci for x in hasil.daftar if x.temuan.kunci.unit == "BLK"]
    return {(k.kode, k.butir, k.kolom) for k in semua if k.butir}


# --- through the whole procedure ---


@pytest.mark.parametrize(
    ("butir", "isi", "hilang"),
    [
        ("IK-2.1", {"realisasi": 96}, {("ISI-03", "IK-2.1", "realisasi")}),
        ("IK-2.2", {"realisasi": 82}, {("SEL-01", "IK-2.2", "realisasi")}),
        ("IK-2.4", {"realisasi": 65}, {("ISI-01", "IK-2.4", "realisasi")}),
    ],
)
def test_a_correction_closes_that_finding_and_no_other(
    kantor: Kantor, send: Send, butir: str, isi: Mapping[str, Any], hilang: set[tuple[str, str, str]]
) -> None:
    """The corrected form comes back, with a row inserted above: exactly the finding of the corrected cell is gone."""
    received(kantor, send, 8, SALAH)
    sebelum = keys(kantor, 8)
    path = send("BLK", SALAH | {butir: isi}, nama="BLK 10.xlsx", waktu=datetime(2026, 1, 10, 8))
    buku = openpyxl.load_workbook(path)
    buku["ISIAN"].protection.sheet = False
    buku["ISIAN"].insert_rows(8)
    buku.save(path)
    intake.collect(kantor, at(10), kantor.folder.inbox)
    sesudah = keys(kantor, 10)
    # A result that can be read now also lacks its evidence: a note, which asks for nothing.
    assert {k for k in sebelum - sesudah if k[0] != "ISI-12"} == hilang
    assert {k for k in sesudah - sebelum if k[0] != "ISI-12"} == set()


def test_since_the_last_time(kantor: Kantor, send: Send) -> None:
    """Closed, new, the same and opened again are told apart; a number stays with its finding."""
    received(kantor, send, 8, SALAH)
    pertama = validation.validate(kantor, at(8))
    nomor = {x.temuan.kunci: x.nomor for x in pertama.daftar if x.nomor}
    assert sorted(nomor.values()) == list(range(1, len(nomor) + 1))
    assert pertama.sejak.sebelumnya is None and {x.kabar for x in pertama.daftar} == {""}
    received(kantor, send, 10, SALAH | {"IK-2.1": {"realisasi": 96}, "IK-2.3": {"realisasi": -4}})
    kedua = validation.validate(kantor, at(10))
    assert kedua.sejak.sebelumnya is not None and kedua.sejak.sebelumnya.waktu == at(8).waktu
    selesai = {p.kunci.kode for p in kedua.sejak.selesai}
    baru = {x.temuan.kode for x in kedua.daftar if x.kabar == "baru"}
    assert "ISI-03" in selesai and "ISI-04" in baru
    terbuka = sum(x.temuan.severity is not Severity.CATATAN for x in kedua.daftar)
    g = kedua.sejak.gerak
    assert (g.baru + g.tetap + g.terbuka_lagi, g.selesai) == (terbuka, len(kedua.sejak.selesai))
    assert all(nomor[x.temuan.kunci] == x.nomor for x in kedua.daftar if x.temuan.kunci in nomor)
    received(kantor, send, 12, SALAH)
    ketiga = validation.validate(kantor, at(12))
    (lagi,) = [x for x in ketiga.daftar if x.kabar == "terbuka lagi"]
    assert lagi.temuan.kode == "ISI-03" and lagi.nomor == nomor[lagi.temuan.kunci]
    assert ketiga.sejak.gerak.terbuka_lagi == 1


def test_running_again_adds_nothing(kantor: Kantor, send: Send) -> None:
    """Without a change neither event nor validation is recorded, and it is said that nothing changed."""
    received(kantor, send, 8, SALAH)
    pertama = validation.validate(kantor, at(8))
    isi = kantor.folder.basis_data.read_bytes()
    lagi = validation.validate(kantor, at(8, 15))
    assert kantor.folder.basis_data.read_bytes() == isi
    assert not lagi.sejak.gerak.berubah and lagi.sejak.pemeriksaan == pertama.sejak.pemeriksaan == 1
    assert lagi.sejak.gerak.tetap == sum(x.nomor > 0 for x in lagi.daftar)


def test_the_history_counts_per_unit_and_rule(kantor: Kantor, send: Send) -> None:
    """Each finding ever is open, accepted or closed; each validation says how findings moved in it."""
    received(kantor, send, 8, SALAH)
    validation.validate(kantor, at(8))
    nomor = next(x.nomor for x in validation.validate(kantor, at(8)).daftar if x.temuan.kode == "ISI-03")
    steps.waive(kantor, who(SITI, 9), Pilihan((nomor,)), ALASAN)
    validation.validate(kantor, at(9))
    received(kantor, send, 10, SALAH | {"IK-2.2": {"realisasi": 82}})
    akhir = validation.validate(kantor, at(10))
    hasil = validation.history(kantor)
    assert [p.nomor for p, _ in hasil.pemeriksaan] == [1, 2, 3]
    assert [g.dikecualikan for _, g in hasil.pemeriksaan] == [0, 1, 0]
    assert [g.selesai for _, g in hasil.pemeriksaan] == [0, 0, 1]
    rekap = {(r.unit, r.kode): r for r in hasil.rekap}
    assert (rekap["BLK", "ISI-03"].dikecualikan, rekap["BLK", "SEL-01"].selesai) == (1, 1)
    assert all(r.temuan == r.terbuka + r.dikecualikan + r.selesai for r in hasil.rekap)
    assert sum(r.terbuka for r in hasil.rekap) == sum(x.nomor > 0 for x in akhir.daftar)
    terakhir = hasil.pemeriksaan[-1][0]
    assert (terakhir.kesalahan, terakhir.dikecualikan) == (akhir.jumlah(Severity.KESALAHAN), 1)
    with Ledger(kantor.folder.basis_data) as ledger:
        assert ledger.verify() == []


def test_a_ledger_of_before_has_no_history_yet(
    kantor: Kantor, send: Send, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger without these tables gets them; where validations were not followed, the next one is the first."""
    (n,) = [n for n, isi in enumerate(MIGRATIONS) if any("CREATE TABLE pemeriksaan" in s for s in isi)]
    lama = tmp_path / "lama.db"
    with contextlib.closing(sqlite3.connect(lama)) as db, db:
        for perintah in chain.from_iterable(MIGRATIONS[:n]):
            db.execute(perintah)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {n}")
    with Ledger(lama, upgrade=True) as ledger:
        assert ledger.validations(TW4) == ledger.changes(TW4) == ledger.verify() == []
    received(kantor, send, 8, SALAH)
    with monkeypatch.context() as m:
        # Events of before say nothing about a history.
        m.setattr(validation, "SIDIK_PEMERIKSAAN", "lain")
        validation.validate(kantor, at(8))
    with contextlib.closing(sqlite3.connect(kantor.folder.basis_data)) as db, db:
        db.execute("DELETE FROM perjalanan_temuan")
        db.execute("DELETE FROM pemeriksaan")
    hasil = validation.validate(kantor, at(9))
    assert hasil.sejak.pemeriksaan == 1 and hasil.sejak.sebelumnya is None and hasil.sejak.gerak.baru > 0
    with Ledger(kantor.folder.basis_data) as ledger:
        assert ledger.verify() == [] and len(ledger.events(DATA_DIPERIKSA)) == 2


# --- the states of a finding, by themselves ---


def _finding(n: int, severity: Severity = Severity.KESALAHAN) -> Finding:
    return Finding(Kunci("ISI-03", "IND", str(TW4), f"IK-{n}", "realisasi"), severity, f"pesan {n}", "b", "c", "d")


def _given(f: Finding) -> TemuanDikecualikan:
    p = Pengecualian(1, 1, f.kunci, f.severity, f.pesan, "", "", Patokan({}, ()), ALASAN, SITI, at(9).waktu)
    return TemuanDikecualikan(f, p)


STATES = st.lists(st.dictionaries(st.integers(0, 5), st.booleans()), max_size=8)
"""For each validation: the rows that a rule speaks of, and whether a waiver covers them."""


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(STATES)
def test_any_sequence_of_validations_adds_up(putaran: list[dict[int, bool]]) -> None:
    """After each validation exactly the findings of now are open or accepted, numbers never move, counts agree."""
    semua: list[Perubahan] = []
    nomor: dict[Kunci, int] = {}
    for n, isi in enumerate(putaran, 1):
        lama = rounds.latest(semua)
        berlaku = tuple(_finding(i) for i, tutup in isi.items() if not tutup)
        tertutup = tuple(_given(_finding(i)) for i, tutup in isi.items() if tutup)
        perubahan = rounds.advance(lama, Penilaian(berlaku, tertutup), n)
        gerak = rounds.movement(lama, perubahan)
        semua += perubahan
        kini = rounds.latest(semua)
        state = {k: p.keadaan for k, p in kini.items()}
        assert {k for k, s in state.items() if s is KeadaanTemuan.TERBUKA} == {f.kunci for f in berlaku}
        assert {k for k, s in state.items() if s is KeadaanTemuan.DIKECUALIKAN} == {d.temuan.kunci for d in tertutup}
        assert gerak.baru + gerak.tetap + gerak.terbuka_lagi == len(berlaku)
        assert gerak.berubah == bool(perubahan)
        assert all(kini[k].nomor == m for k, m in nomor.items())
        nomor = {k: p.nomor for k, p in kini.items()}
        assert sorted(nomor.values()) == list(range(1, len(nomor) + 1))
        assert rounds.advance(kini, Penilaian(berlaku, tertutup), n + 1) == ()
    gerak_semua = rounds.movements(semua, range(1, len(putaran) + 1))
    assert sum(g.baru for g in gerak_semua.values()) <= len(nomor)
    for r in rounds.counts(semua):
        assert r.temuan == r.terbuka + r.dikecualikan + r.selesai == len(nomor)
        assert r.terbuka_lagi == sum(g.terbuka_lagi for g in gerak_semua.values())


def test_notes_are_not_followed_and_waiting_units_close_nothing() -> None:
    """Notes ask for nothing; a unit of which no form counts has mended nothing."""
    f = _finding(1)
    pertama = rounds.advance({}, Penilaian((f, _finding(2, Severity.CATATAN))), 1)
    assert [p.kunci for p in pertama] == [f.kunci]
    lama = rounds.latest(pertama)
    assert rounds.advance(lama, Penilaian(()), 2, {"IND"}) == ()
    (tutup,) = rounds.advance(lama, Penilaian(()), 2, {"PTK"})
    assert tutup.keadaan is KeadaanTemuan.SELESAI
    assert rounds.movement(lama, (tutup,)) == Gerak(selesai=1)


# --- the command line ---


def test_the_screen_says_the_verdict_first(folder: Folder, kantor: Kantor, send: Send) -> None:
    """Verdict, what changed, findings by unit with Excel addresses; a filter hides and changes nothing else."""
    send("BLK", SALAH, nama="BLK.xlsx")
    assert run("collect", di=folder.root).returncode == 1
    semua = run("validate", di=folder.root)
    assert semua.returncode == 1
    baris = semua.stdout.strip().splitlines()
    assert baris[0].startswith("Belum siap: ") and " kesalahan di 5 bidang" in baris[0]
    assert "Ini pemeriksaan pertama" in semua.stdout and "di       BLK.xlsx · ISIAN!P8" in semua.stdout
    # A redirected screen on Windows knows no more characters than these.
    assert semua.stdout.encode("cp1252").decode("cp1252") == semua.stdout
    kelompok = semua.stdout[semua.stdout.index("temuan sejenis") :].splitlines()
    assert re.fullmatch(r" +ISIAN!P\d+ +#\d+ IK-2\.\d .*", kelompok[2]) and "BLK.xlsx" in kelompok[1]
    saring = run("validate", "--unit", "blk", "--unit", "SEK", "--severity", "kesalahan", di=folder.root)
    assert saring.returncode == 1 and saring.stdout.strip().splitlines()[0] == baris[0]
    assert "Disaring" in saring.stdout and "BLK – " in saring.stdout and "IND – " not in saring.stdout
    assert "tidak ada yang berubah" in saring.stdout and "peringatan ISI" not in saring.stdout
    assert max(map(len, [*baris, *saring.stdout.splitlines()])) <= 80
    for perintah, kata in ((("--unit", "BLQ"), "«BLK»"), (("--severity", "galat"), "kesalahan, peringatan, catatan")):
        salah = run("validate", *perintah, di=folder.root)
        assert salah.returncode == 2 and kata in salah.stderr and salah.stdout == ""
    riwayat = run("validate", "--history", di=folder.root)
    assert riwayat.returncode == 0 and "SEL-01" in riwayat.stdout and max(map(len, riwayat.stdout.splitlines())) <= 80


def test_waiving_on_the_command_line(folder: Folder, kantor: Kantor, send: Send) -> None:
    """Give, list and withdraw; the JSON of validate counts what was accepted and keeps it out of the findings."""
    send("BLK", SALAH, nama="BLK.xlsx")
    run("collect", di=folder.root)
    temuan = json.loads(run("validate", "--json", di=folder.root).stdout)["isi"]["temuan"]
    (nomor,) = [t["nomor"] for t in temuan if t["kunci"]["kode"] == "ISI-03"]
    assert run("waive", str(nomor), "--alasan", ALASAN, di=folder.root).returncode == 2
    beri = run("waive", f"#{nomor}", "--alasan", ALASAN, "--oleh", SITI, di=folder.root)
    assert beri.returncode == 0 and "Lampiran 4" in beri.stdout
    assert run("waive", str(nomor), "--alasan", ALASAN, "--oleh", SITI, di=folder.root).returncode == 4
    isi = json.loads(run("validate", "--json", di=folder.root).stdout)["isi"]
    assert isi["jumlah"]["dikecualikan"] == 1 and nomor not in [t["nomor"] for t in isi["temuan"]]
    assert [d["pengecualian"]["oleh"] for d in isi["dikecualikan"]] == [SITI]
    assert isi["sejak"]["gerak"]["dikecualikan"] == 1
    layar = run("validate", di=folder.root).stdout
    assert "Dikecualikan: 1" in layar and ALASAN[:30] in layar
    assert SITI in run("waive", "--list", di=folder.root).stdout
    tarik = run("waive", "--withdraw", str(nomor), "--alasan", ALASAN, "--oleh", SITI, di=folder.root)
    assert tarik.returncode == 0 and "terbuka lagi" in tarik.stdout
    assert "(terbuka lagi)" in run("validate", di=folder.root).stdout
    assert run("waive", di=folder.root).returncode == 2
    assert run("waive", "3", "ISI-03", "--alasan", ALASAN, "--oleh", SITI, di=folder.root).returncode == 2


def test_new_commands_explain_themselves(tmp_path: Path) -> None:
    """Help is Indonesian and has an example; without an office folder `waive` says how to get one."""
    for perintah in ("waive", "explain"):
        assert f"Contoh:capaian{perintah}" in "".join(run(perintah, "--help", di=tmp_path).stdout.split())
    hasil = run("waive", "--list", di=tmp_path)
    assert hasil.returncode == 2 and "bukanfolderkantor" in "".join(hasil.stderr.split())


def test_explaining_rules(tmp_path: Path) -> None:
    """Any rule, in any spelling, without an office folder; an unknown code names those that come near."""
    hasil = run("explain", "isi 3", di=tmp_path)
    assert hasil.returncode == 0
    for kata in ("ISI-03", "kesalahan", "Dasar", "Contoh yang salah", "100,5", "capaian waive"):
        assert kata in hasil.stdout
    semua = run("explain", di=tmp_path).stdout
    assert all(k in semua for k in ("B02", "FRM-01", "SEL-02", "ISI-03", "ANG-02", "LIN-01", "SKM-25"))
    assert max(map(len, semua.splitlines())) <= 80
    salah = run("explain", "ISI-99", di=tmp_path)
    assert salah.returncode == 2 and "ISI-03" in salah.stderr
    assert "Mungkin maksudnya «SKM-01»" in run("explain", "SKN-01", di=tmp_path).stderr
    dokumen = json.loads(run("explain", "ISI-03", "--json", di=tmp_path).stdout)
    assert dokumen["isi"]["dapat_dikecualikan"] is True and dokumen["isi"]["salah"]
    assert len(json.loads(run("explain", "--json", di=tmp_path).stdout)["isi"]) > 90
