"""Returned forms, one folder per rule: each yields exactly the finding it is named after, and the good ones none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from capaian import rules
from workbook_cases import AKAR, Kasus, cases, codes, found

GAGAL, LULUS = cases("should_fail"), cases("should_pass")


@pytest.mark.parametrize("kasus", GAGAL, ids=lambda k: f"{k.kode}-{k.unit}")
def test_should_fail(kasus: Kasus, tmp_path: Path) -> None:
    """The rule of the folder is broken once, and besides it only what the case lists."""
    temuan = found(kasus, tmp_path / "kantor")
    assert codes(temuan) == Counter([kasus.kode, *kasus.juga]), [(f.kode, f.pesan) for f in temuan]
    f = next(f for f in temuan if f.kode == kasus.kode)
    assert f.severity is rules.get(kasus.kode).severity
    assert f.pesan and f.perbaikan


@pytest.mark.parametrize("kasus", LULUS, ids=lambda k: f"{k.kode}-{k.unit}")
def test_should_pass(kasus: Kasus, tmp_path: Path) -> None:
    """Honest data gives no finding at all, whatever was done to the file; what the unit explains stays as a note."""
    temuan = found(kasus, tmp_path / "kantor")
    assert [(f.kode, f.kunci.butir, f.pesan) for f in temuan if not f.penjelasan] == []
    assert bool(temuan) == (kasus.keterangan == "yang tidak biasa, dengan keterangan")


def test_there_are_cases_of_every_scope() -> None:
    """Folders are named after rules, there are many, and of each scope that a returned form can break."""
    ada = {k.kode for k in GAGAL}
    assert ada <= {r.kode for r in rules.all_rules()}
    assert len(ada) >= 20
    assert {k[:3] for k in ada} >= {"SEL", "ISI", "ANG", "FRM", "LIN"}
    assert any(k.startswith("B") for k in ada)
    assert {p.name for p in (AKAR / "should_fail").iterdir()} == ada
    assert {k.unit for k in LULUS} == {"SEK", "IND", "PPTK", "HIJS", "BLK"}
