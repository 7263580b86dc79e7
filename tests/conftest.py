"""Fixtures shared by the tests: an office folder, its forms, and a way to fill them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from tools.buat_contoh import fill

from capaian.pipeline import forms, intake
from capaian.pipeline.office import Kantor, Pelaku, open_office
from capaian.workspace.folder import Folder

# A mutation run calls the tests some hundred times, see docs/mutation.md: fewer examples each, always the same ones.
settings.register_profile("mutasi", max_examples=25, deadline=None, derandomize=True)
if os.environ.get("CAPAIAN_MUTASI"):
    settings.load_profile("mutasi")

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "disperinaker"
WIB = timezone(timedelta(hours=7))


def at(hari: int, jam: int = 9) -> Pelaku:
    """An actor on a day of January 2026."""
    return Pelaku("Penguji", datetime(2026, 1, hari, jam, tzinfo=WIB))


def both_rounds(tujuan: Path) -> Kantor:
    """The example office in `tujuan`: forms issued on 5 January, collected on the 8th and, corrected, on the 12th."""
    shutil.copytree(EXAMPLE, tujuan, ignore=shutil.ignore_patterns("pengisian.toml"))
    kantor = open_office(Folder(tujuan))
    forms.issue_forms(kantor, at(5))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    for p in sorted((tujuan / "inbox-susulan").iterdir()):
        shutil.copy2(p, kantor.folder.inbox / p.name)
    intake.collect(kantor, at(12), kantor.folder.inbox)
    return kantor


def needs_office() -> pytest.MarkDecorator:
    """Mark a test that needs LibreOffice: skipped without it, but never in CI."""
    ada = shutil.which("soffice") is not None or os.environ.get("CI") == "true"
    return pytest.mark.skipif(not ada, reason="LibreOffice is not installed")


def example_office(tujuan: Path) -> Folder:
    """The example office before its first form."""
    shutil.copytree(EXAMPLE, tujuan, ignore=shutil.ignore_patterns("inbox*", "pengisian.toml", "README.md"))
    (tujuan / "inbox").mkdir()
    return Folder(tujuan)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The example office before its first form."""
    return example_office(tmp_path / "kantor")


@pytest.fixture
def kantor(folder: Folder) -> Kantor:
    """The example office, opened."""
    return open_office(folder)


@pytest.fixture
def issued(kantor: Kantor) -> dict[str, bytes]:
    """Issued forms by unit."""
    return {t.unit.kode: t.berkas.read_bytes() for t in forms.issue_forms(kantor, at(5))}


Send = Callable[..., Path]


@pytest.fixture
def send(kantor: Kantor, issued: dict[str, bytes]) -> Send:
    """Put a filled form into the inbox: `send("SEK", isian={"IK-5.1": {"realisasi": "BB"}}, nama="a.xlsx")`."""

    def _send(
        unit: str,
        isian: Mapping[str, Mapping[str, Any]] | None = None,
        anggaran: Mapping[str, Mapping[str, Any]] | None = None,
        nama: str = "",
        waktu: datetime = datetime(2026, 1, 7, 9),
    ) -> Path:
        path = kantor.folder.inbox / (nama or f"{unit}.xlsx")
        path.write_bytes(fill(issued[unit], {"isian": isian or {}, "anggaran": anggaran or {}}, waktu))
        return path

    return _send
