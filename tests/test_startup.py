"""What answers at once imports nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

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
BUKAN_STATUS = (
    "capaian.pipeline.report",
    "capaian.model.hasil",
    "capaian.sheet.facts",
    "concurrent.futures",
)
"""Not heavy, but `status` needs none of it and would take longer by half to start."""
PROGRAM = f"""
import sys
from typing import Any
from capaian.__main__ import main
try:
    main()
except SystemExit:
    pass
sys.stderr.write("berat:" + ",".join(sorted(set({(*BERAT, *BUKAN_STATUS)!r}) & set(sys.modules))))
"""


def heavy(*kata: str) -> str:
    """The heavy libraries that a command has imported when it ends."""
    return ",".join(m for m in imported(*kata).split(",") if m in BERAT)


def imported(*kata: str) -> str:
    """What a command has imported of all that is listed."""
    jalan = subprocess.run([sys.executable, "-c", PROGRAM, *kata], capture_output=True, encoding="utf-8", check=True)
    assert jalan.stdout
    return jalan.stderr.rpartition("berat:")[2]


@pytest.mark.parametrize("kata", [["--help"], ["collect", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(kata: list[str]) -> None:
    assert heavy(*kata) == ""


def test_status_imports_nothing_heavy(folder: Folder) -> None:
    assert imported("status", "--folder", str(folder.root)) == ""
    assert heavy("history", "--folder", str(folder.root)) == ""


def test_the_test_sees_what_is_heavy(folder: Folder) -> None:
    assert "openpyxl" in heavy("init-forms", "--folder", str(folder.root))


def test_plain_values_are_what_typer_would_make_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text and path option of every command, given, given twice and left out, with and without our short way."""
    from capaian.cli import words
    from capaian.cli.commands import COMMANDS, load

    def values(perintah: Any) -> list[tuple[str, Any]]:
        hasil = []
        ctx = perintah.context_class(perintah, info_name="uji")
        for p in perintah.get_params(ctx):
            if p.type_descriptor.annotation is int:
                continue
            banyak = p.multiple or p.nargs == -1
            for isi in (
                (None, ("a b", "c"), ())
                if banyak
                else (None, "yes")
                if p.type_descriptor.annotation is bool
                else (None, "a b", "x/y", "")
            ):
                v = p.get_runtime_param().coerce(isi, param=p, ctx=ctx)
                hasil.append((f"{p.name} {isi!r}", (type(v), v)))
        return hasil

    def every() -> dict[str, list[tuple[str, Any]]]:
        semua = {}
        for nama in COMMANDS:
            perintah = load(nama)
            for anak, p in getattr(perintah, "commands", {"": perintah}).items():
                semua[f"{nama} {anak}"] = values(p)
        return semua

    ringan = every()
    monkeypatch.setattr(words, "lighten", lambda params: None)
    assert ringan == every()


def test_status_loads_no_checker_of_values(folder: Folder) -> None:
    program = PROGRAM.replace(repr((*BERAT, *BUKAN_STATUS)), repr(("pydantic",)))
    assert "pydantic" in program
    jalan = subprocess.run(
        [sys.executable, "-c", program, "status", "--folder", str(folder.root)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert jalan.stderr.rpartition("berat:")[2] == ""
