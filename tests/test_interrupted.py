"""Stopping a command with Ctrl+C at a question, and no longer reading what it prints."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from capaian.cli import app, asking
from capaian.errors import DIHENTIKAN, ExitCode
from capaian.ledger import Ledger
from capaian.pipeline.office import Kantor
from capaian.workspace.folder import Folder
from conftest import at
from test_menu import duduk, posix

DIAM = {**os.environ, "PYTHONUNBUFFERED": "", "COLUMNS": "200"}


@posix
def test_ctrl_c_at_a_question(tmp_path: Path) -> None:
    """`capaian init` asks for a name; whoever stops there gets the code of stopping, not that of bad data."""
    with duduk(tmp_path, "init") as (layar, jalan):
        layar.sampai("Nama folder kantor")
        for _ in range(20):  # a signal between the question and the reading of its answer waits for the next one
            time.sleep(0.3)
            jalan.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                assert jalan.wait(5) == ExitCode.INTERRUPTED
                break
    assert not list(tmp_path.iterdir())


def test_a_question_that_is_broken_off_is_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> str:
        raise typer.Abort

    monkeypatch.setattr(typer, "prompt", gone)
    with pytest.raises(KeyboardInterrupt):
        asking.ask("Nama")


def test_whoever_stops_at_a_question_is_told_that_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> str:
        raise typer.Abort

    monkeypatch.setattr(typer, "prompt", gone)
    monkeypatch.setattr(asking, "present", lambda: True)
    hasil = CliRunner().invoke(app, ["init"], env={"COLUMNS": "200"})
    assert hasil.exit_code == ExitCode.INTERRUPTED and DIHENTIKAN in hasil.output


def test_what_the_framework_calls_abort_is_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise typer.Abort

    monkeypatch.setattr("capaian.cli.base.find", gone)
    hasil = CliRunner().invoke(app, ["status"])
    assert hasil.exit_code == ExitCode.INTERRUPTED and DIHENTIKAN in hasil.output


def unread(folder: Path, *kata: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose reader has gone before it prints anything."""
    baca, tulis = os.pipe()
    os.close(baca)
    try:
        return subprocess.run(
            [sys.executable, "-m", "capaian", *kata],
            cwd=folder,
            stdout=tulis,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            env=DIAM,
            check=False,
        )
    finally:
        os.close(tulis)


@pytest.mark.parametrize(
    "kata", [["history"], ["status"], ["status", "--json"], ["--help"], ["collect", "--help"], ["--version"], []]
)
def test_a_closed_pipe_is_no_failure(folder: Folder, kata: list[str]) -> None:
    """What fits into a buffer and what does not, tables, JSON, help: no word, and the code of the command."""
    with Ledger(folder.basis_data) as ledger:
        for n in range(400):
            ledger.append("uji", {"nomor": n}, "Penguji", at(5).waktu)
    hasil = unread(folder.root, *kata)
    assert (hasil.returncode, hasil.stderr) == (ExitCode.WELL, "")


def test_a_closed_pipe_does_not_make_bad_data_well(kantor: Kantor) -> None:
    """Nobody reads the findings, and there are some."""
    (kantor.folder.root / "skema" / "Unit.csv").write_bytes(b"\xef\xbb\xbfkode;nama\r\n")
    hasil = unread(kantor.folder.root, "schema", "check")
    assert hasil.returncode == ExitCode.DATA and "Traceback" not in hasil.stderr


@posix
def test_a_full_disk_under_the_output_is_told(tmp_path: Path) -> None:
    """What cannot be written for another reason is no closed pipe."""
    import resource

    keluaran = tmp_path / "keluar.txt"
    with keluaran.open("wb") as f:
        hasil = subprocess.run(
            [sys.executable, "-m", "capaian", "--version"],
            cwd=tmp_path,
            stdout=f,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=DIAM,
            preexec_fn=lambda: (
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                resource.setrlimit(resource.RLIMIT_FSIZE, (4096 * 40, 4096 * 40)),
                os.write(1, b"x" * 4096 * 40),
            ),
            check=False,
        )
    assert hasil.returncode == ExitCode.ENVIRONMENT, hasil.stderr
    assert hasil.stderr.startswith("Gagal:") and "Traceback" not in hasil.stderr and "ignored" not in hasil.stderr
