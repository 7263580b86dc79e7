"""Readable in an old console and in a redirected file: signs become letters, width stays, colour carries nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from capaian.pipeline import validation
from capaian.text.code_pages import spelled
from conftest import at, both_rounds

PERINTAH = (
    ["--help"],
    ["status"],
    ["collect"],
    ["validate"],
    ["validate", "--history"],
    ["summarize"],
    ["history"],
    ["trace", "IK-1.4"],
    ["explain", "ISI-03"],
    ["remind"],
    ["doctor"],
    ["verify"],
    ["schema", "check"],
    ["stattus"],
)


@pytest.fixture(scope="module")
def kantor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kantor = both_rounds(tmp_path_factory.mktemp("layar") / "kantor")
    validation.validate(kantor, at(12, 13))
    return kantor.folder.root


def run(kantor: Path, kata: list[str], **lingkungan: str) -> subprocess.CompletedProcess[bytes]:
    bersih = {k: v for k, v in os.environ.items() if k not in ("PYTHONUTF8", "NO_COLOR", "FORCE_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "capaian", *kata],
        cwd=kantor,
        env={**bersih, "COLUMNS": "80", **lingkungan},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("sandi", ["cp437", "cp1252"])
@pytest.mark.parametrize("kata", PERINTAH, ids=" ".join)
def test_old_consoles_and_redirected_files(kantor: Path, kata: list[str], sandi: str) -> None:
    """The same words as in UTF-8, signs spelled out, no question mark in place of one; the same exit code."""
    baku = run(kantor, kata, PYTHONIOENCODING="utf-8")
    lama = run(kantor, kata, PYTHONIOENCODING=sandi)
    assert lama.returncode == baku.returncode
    for terang, tua in ((baku.stdout, lama.stdout), (baku.stderr, lama.stderr)):
        teks = tua.decode(sandi)
        assert teks.count("?") == terang.decode("utf-8").count("?")

        def huruf(x: str) -> list[str]:
            return re.findall(r"[A-Za-z0-9]+", re.sub(r"[─-]{2,}", " ", spelled(x)))

        if kata not in (["doctor"], ["verify"]):  # they speak of the console, and of the clock
            assert huruf(teks) == huruf(terang.decode("utf-8"))


@pytest.mark.parametrize("kata", PERINTAH, ids=" ".join)
def test_eighty_columns_and_no_colour_in_a_file(kantor: Path, kata: list[str]) -> None:
    """Lines end within 80 columns, but for a path that is to be copied; nothing but text is written."""
    hasil = run(kantor, kata, PYTHONIOENCODING="utf-8")
    teks = (hasil.stdout + hasil.stderr).decode("utf-8")
    assert "\x1b" not in teks
    panjang = [b for b in teks.splitlines() if len(b) > 80]
    assert all(re.search(r"[/\\]|»\. Daftar|→", b) for b in panjang), panjang


def test_no_color_is_kept_even_in_a_terminal(kantor: Path) -> None:
    """Forced to take the output for a terminal, there are colours; with NO_COLOR there are none, and the same words."""
    warna = run(kantor, ["status"], PYTHONIOENCODING="utf-8", FORCE_COLOR="1", TERM="xterm-256color").stdout.decode()
    paksa = {"PYTHONIOENCODING": "utf-8", "FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm-256color"}
    polos = run(kantor, ["status"], **paksa).stdout.decode()
    assert re.search(r"\x1b\[[0-9;]*3[0-9]", warna)
    assert not re.search(r"\x1b\[[0-9;]*(3[0-7]|9[0-7]|38;)", polos)
    assert re.sub(r"\x1b\[[0-9;]*m", "", warna) == re.sub(r"\x1b\[[0-9;]*m", "", polos)


def test_spelling() -> None:
    assert spelled("→ ✓ «é» 3 × 4 ≥ 1 … 中") == '-> v "e" 3 x 4 >= 1 ... ?'


@pytest.mark.parametrize("sandi", ["cp437", "cp1252", "ascii"])
@pytest.mark.parametrize(
    "kata", [["explain"], ["validate"], ["status"], ["trace", "IK-1.8"], ["history"]], ids=" ".join
)
def test_json_is_json_in_every_code_page(kantor: Path, kata: list[str], sandi: str) -> None:
    """A program that reads it gets the same document, «quotation marks» of people included."""
    baku = json.loads(run(kantor, [*kata, "--json"], PYTHONIOENCODING="utf-8").stdout.decode("utf-8"))
    lama = json.loads(run(kantor, [*kata, "--json"], PYTHONIOENCODING=sandi).stdout.decode(sandi))
    assert lama.keys() == baku.keys() and lama["jenis"] == baku["jenis"]
    if kata != ["validate"]:  # each run has a number of its own
        assert lama == baku
