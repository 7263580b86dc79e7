"""What a correction removes, and what moving rows about does not change: findings of whole returned files."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from tools.buat_contoh import _merged, fill

from capaian.model.finding import Finding, Kunci
from capaian.ooxml import repack
from capaian.pipeline import forms, intake, validation
from workbook_cases import ISIAN, Kasus, cases, office, operate

SATU_SEL = [k for k in cases("should_fail") if k.unit == "SEK" and not (k.operasi or k.skema or k.hari or k.juga)]
BENAR = _merged(ISIAN["SEK"], {})
SALAH: dict[str, Any] = {
    "isian": {
        "IK-5.1": {"realisasi": "B+"},
        "IK-5.2": {"realisasi": 90},
        "IK-5.3": {"kendala": None},
        "IK-5.4": {"realisasi": "delapan puluh"},
    },
    "anggaran": {"2.07.01.2.01.0001": {"realisasi_anggaran": 459150000}},
}
KUNCI = {
    ("SEL-08", "IK-5.1", "realisasi"),
    ("ISI-06", "IK-5.2", "realisasi"),
    ("ISI-08", "IK-5.3", "kendala"),
    ("SEL-01", "IK-5.4", "realisasi"),
    ("ANG-02", "2.07.01.2.01.0001", "realisasi_anggaran"),
}


class Putaran:
    """One unit of the example office that sends version after version, each newer than the one before."""

    def __init__(self, tujuan: Path) -> None:
        self._kasus = Kasus("", "SEK", "")
        self._kantor = office(self._kasus, tujuan)
        (terbit,) = forms.issue_forms(self._kantor, self._kasus.pelaku("terbit"), "SEK")
        self._formulir = terbit.berkas.read_bytes()
        self._ke = 0

    def kirim(self, ubah: Mapping[str, Any], *operasi: Mapping[str, Any]) -> set[Kunci]:
        """Send a version and return the keys of what is found in it."""
        self._ke += 1
        # Another value each time: a version that says the same as the one in force does not replace it.
        versi = {"isian": {"IK-6.1": {"sumber_data": f"Survei kepuasan masyarakat, kiriman ke-{self._ke}"}}}
        data = fill(self._formulir, _merged(_merged(BENAR, ubah), versi))
        for o in operasi:
            data = operate(data, o)
        data = repack(data, datetime(2026, 1, 6, 9) + timedelta(minutes=self._ke))
        (self._kantor.folder.inbox / f"SEK ke-{self._ke}.xlsx").write_bytes(data)
        hasil = intake.collect(self._kantor, self._kasus.pelaku("kumpul"), self._kantor.folder.inbox)
        assert {p.putusan.value for p in hasil.penerimaan} <= {"diterima", "diterima dengan catatan"}
        assert [p.nama for p in hasil.penerimaan if p.baru] == [f"SEK ke-{self._ke}.xlsx"]
        return {f.kunci for f in self.temuan()}

    def temuan(self) -> list[Finding]:
        """What is found in the version in force."""
        semua = validation.validate(self._kantor, self._kasus.pelaku("periksa")).temuan
        assert {f.asal.berkas for f in semua if f.asal} <= {f"SEK ke-{self._ke}.xlsx"}
        # What the unit explained stays as a note.
        return [f for f in semua if f.kunci.unit == "SEK" and not f.penjelasan]


@pytest.fixture(scope="module")
def putaran(tmp_path_factory: pytest.TempPathFactory) -> Putaran:
    """An office whose Sekretariat keeps sending."""
    return Putaran(tmp_path_factory.mktemp("putaran") / "kantor")


def _cells(kasus: Kasus) -> set[tuple[str, str]]:
    return {(b, kode) for b in ("isian", "anggaran") for kode in getattr(kasus, b)}


def _isi(*kasus: Kasus) -> dict[str, Any]:
    hasil: dict[str, Any] = {}
    for k in kasus:
        for bagian in ("isian", "anggaran"):
            for kode, isi in getattr(k, bagian).items():
                kosong = {c: None if v == "" else v for c, v in isi.items()}
                hasil.setdefault(bagian, {}).setdefault(kode, {}).update(kosong)
    return hasil


PASANGAN = [(a, b) for a, b in combinations(SATU_SEL, 2) if not _cells(a) & _cells(b)]


@pytest.mark.parametrize(
    ("a", "b"), random.Random(5).sample(PASANGAN, 8), ids=lambda k: k.kode if isinstance(k, Kasus) else ""
)
def test_a_correction_removes_exactly_its_finding(putaran: Putaran, a: Kasus, b: Kasus) -> None:
    """Two cells are wrong; mending one leaves the other finding under the same key, mending both leaves nothing."""
    berdua = putaran.kirim(_isi(a, b))
    assert {k.kode for k in berdua} == {a.kode, b.kode}
    (milik_b,) = (k for k in berdua if k.kode == b.kode and k.butir in {kode for _, kode in _cells(b)})
    assert putaran.kirim(_isi(b)) == {milik_b}
    assert putaran.kirim({}) == set()


def _random_edits(acak: random.Random) -> list[dict[str, Any]]:
    """What people do to a form without touching a value."""
    isian, anggaran = list(BENAR["isian"]), list(BENAR["anggaran"])
    hasil: list[dict[str, Any]] = []
    for _ in range(acak.randint(2, 5)):
        lembar, kode = acak.choice([("ISIAN", isian), ("ANGGARAN", anggaran)])
        a, b = acak.sample(kode, 2)
        hasil.append(
            acak.choice(
                [
                    {"jenis": "sisip_baris", "lembar": lembar, "kode": a, "isi": acak.choice(["", "catatan kami"])},
                    {"jenis": "tukar_baris", "lembar": lembar, "kode": a, "dengan": b},
                    {"jenis": "sembunyikan_baris", "lembar": lembar, "kode": a},
                ]
            )
        )
    return hasil


@pytest.mark.parametrize("seed", range(8))
def test_moving_rows_changes_no_key(putaran: Putaran, seed: int) -> None:
    """Inserted, sorted and hidden rows: the same findings under the same keys, wherever their cells are now."""
    operasi = _random_edits(random.Random(seed))
    kunci = putaran.kirim(SALAH, *operasi)
    assert {(k.kode, k.butir, k.kolom) for k in kunci} == KUNCI, operasi
    assert {(k.unit, k.periode) for k in kunci} == {("SEK", "2025-TW4")}


def test_a_moved_row_is_shown_where_it_is_now(tmp_path: Path) -> None:
    """The key stays, the evidence moves: the finding names the cell in the file that was sent."""
    putaran = Putaran(tmp_path / "kantor")
    putaran.kirim(SALAH)
    sebelum = {f.kunci: f.asal for f in putaran.temuan()}
    putaran.kirim(SALAH, {"jenis": "sisip_baris", "kode": "IK-5.1"})
    sesudah = {f.kunci: f.asal for f in putaran.temuan()}
    assert sebelum.keys() == sesudah.keys()
    for kunci, asal in sebelum.items():
        baru = sesudah[kunci]
        assert asal and baru
        turun = 1 if asal.lembar == "ISIAN" else 0
        assert _row(baru.sel) == _row(asal.sel) + turun


def _row(sel: str) -> int:
    return int("".join(c for c in sel if c.isdigit()))
