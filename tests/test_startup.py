"""What answers at once imports nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

from capaian.workspace.folder import Folder

BERAT = (
    "pandas",
    "numpy",
    "openpyxl",
    "docx",
    "docxtpl",
    "jinja2",
    "lxml",
    "xlrd",
    "python_calamine",
    "pypdf",
    "pyhanko",
)
PROGRAM = f"""
import sys
from capaian.__main__ import main
try:
    main()
except SystemExit:
    pass
sys.stderr.write("berat:" + ",".join(sorted(set({BERAT!r}) & set(sys.modules))))
"""


def heavy(*kata: str) -> str:
    """The heavy libraries that a command has imported when it ends."""
    jalan = subprocess.run([sys.executable, "-c", PROGRAM, *kata], capture_output=True, encoding="utf-8", check=True)
    assert jalan.stdout
    return jalan.stderr.rpartition("berat:")[2]


@pytest.mark.parametrize("kata", [["--help"], ["collect", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(kata: list[str]) -> None:
    assert heavy(*kata) == ""


def test_status_imports_nothing_heavy(folder: Folder) -> None:
    assert heavy("status", "--folder", str(folder.root)) == ""
    assert heavy("history", "--folder", str(folder.root)) == ""


def test_the_test_sees_what_is_heavy(folder: Folder) -> None:
    assert "openpyxl" in heavy("init-forms", "--folder", str(folder.root))
