"""docs/architecture.md names what is there, and its generated parts say what the code says."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

AKAR = Path(__file__).resolve().parent.parent
HALAMAN = AKAR / "docs" / "architecture.md"
BERNAMA = re.compile(r"`(\w+)` in\s+`(src/capaian/[\w/]+\.py)`")


def _named() -> list[tuple[str, str]]:
    return sorted(set(BERNAMA.findall(HALAMAN.read_text("utf-8"))))


def test_the_flows_name_functions() -> None:
    """The next test has something to look at, in both flows."""
    teks = HALAMAN.read_text("utf-8")
    angka, temuan = teks.index("## The flow of one number"), teks.index("## The flow of one finding")
    assert len(BERNAMA.findall(teks[angka:temuan])) >= 15
    assert len(BERNAMA.findall(teks[temuan:])) >= 12


@pytest.mark.parametrize(("nama", "berkas"), _named())
def test_what_the_flows_name_is_defined_there(nama: str, berkas: str) -> None:
    """A function or class stands in the very module that the page names for it."""
    modul = importlib.import_module(berkas.removeprefix("src/").removesuffix(".py").replace("/", "."))
    assert getattr(getattr(modul, nama), "__module__", "") == modul.__name__


class TestGraph:
    @pytest.fixture(autouse=True)
    def _needs_grimp(self) -> None:
        pytest.importorskip("grimp")

    def test_every_package_has_its_row(self) -> None:
        import architecture_docs

        semua = {p for lapis in architecture_docs.layers() for p in lapis}
        ada = {p.stem for p in (AKAR / "src" / "capaian").iterdir() if p.stem not in {"__init__", "__pycache__", "py"}}
        assert semua == ada

    def test_an_import_that_follows_from_others_has_no_line(self) -> None:
        import architecture_docs

        garis = set(architecture_docs.reduced())
        assert ("pipeline", "schema") in garis
        assert "model" in architecture_docs.imports()["cli"] and ("cli", "model") not in garis

    def test_every_line_is_an_import(self) -> None:
        import architecture_docs

        assert all(tujuan in architecture_docs.imports()[asal] for asal, tujuan in architecture_docs.reduced())

    def test_the_steps_reach_their_stage(self) -> None:
        """The table is read from the code: collecting goes through intake, validating through checks."""
        import architecture_docs

        baris = architecture_docs.step_table().splitlines()
        assert "`intake`" in next(b for b in baris if "`capaian collect`" in b)
        assert "`checks`" in next(b for b in baris if "`capaian validate`" in b)
        assert "`analysis`" in next(b for b in baris if "`capaian build-report`" in b)
