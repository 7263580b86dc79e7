"""The house keeps its shape: layers, size, no clock, and a planted import is found."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

AKAR = Path(__file__).resolve().parent.parent
SRC = AKAR / "src" / "capaian"
MODULES = sorted(SRC.rglob("*.py"))


def _lint(akar: Path) -> subprocess.CompletedProcess[str]:
    perintah = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", "pyproject.toml"]
    lingkungan = {"PYTHONPATH": str(akar / "src"), "PATH": "/usr/bin:/bin", "SYSTEMROOT": "C:\\Windows"}
    return subprocess.run(
        perintah, cwd=akar, capture_output=True, text=True, env=lingkungan, check=False, encoding="utf-8"
    )


PLANTED = [
    ("intake/scan.py", "import capaian.checks.run"),
    ("formulas/polarity.py", "from capaian.model.formulir import Formulir\nimport capaian.sheet.layout"),
    ("checks/run.py", "import openpyxl"),
    ("pipeline/office.py", "import sqlite3"),
    ("report/facts.py", "import pandas"),
    ("forms/issue.py", "import docx"),
    ("pipeline/office.py", "import rich"),
    ("plugins.py", "import capaian.rules"),
]


@pytest.mark.skipif(
    not Path(sys.executable).with_name("lint-imports").exists(), reason="import-linter is not installed"
)
class TestContracts:
    def test_contracts_are_kept(self) -> None:
        """No import goes against the layers, and each library stays in its package."""
        hasil = _lint(AKAR)
        assert hasil.returncode == 0, hasil.stdout

    @pytest.mark.parametrize(("modul", "baris"), PLANTED)
    def test_a_planted_import_is_found(self, tmp_path: Path, modul: str, baris: str) -> None:
        """A forbidden import, once planted, breaks a contract."""
        shutil.copytree(SRC, tmp_path / "src" / "capaian", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copyfile(AKAR / "pyproject.toml", tmp_path / "pyproject.toml")
        path = tmp_path / "src" / "capaian" / modul
        path.write_text(path.read_text("utf-8") + f"\n{baris}\n", "utf-8")
        hasil = _lint(tmp_path)
        assert hasil.returncode != 0 and "BROKEN" in hasil.stdout


def test_a_new_package_needs_a_place(tmp_path: Path) -> None:
    """The layers are exhaustive: every package of the house stands in them."""
    teks = (AKAR / "pyproject.toml").read_text("utf-8")
    for path in SRC.iterdir():
        if path.name.startswith("_") or path.suffix == ".typed" or path.name == "__pycache__":
            continue
        assert path.stem in teks, path.stem
    assert "exhaustive = true" in teks


def test_modules_stay_small() -> None:
    """No module has a second thing in it: 400 lines at most."""
    besar = {str(p.relative_to(SRC)): n for p in MODULES if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert besar == {}


def test_only_cli_reads_the_clock() -> None:
    """Times are arguments everywhere but on the command line."""
    for path in MODULES:
        if "cli" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow"):
                pytest.fail(f"{path.name}:{node.lineno} reads the clock")


def test_checks_never_raise() -> None:
    """A data problem is a finding: rules contain no raise."""
    for path in (SRC / "checks").glob("*.py"):
        nodes = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Raise)]
        assert nodes == [], path.name
