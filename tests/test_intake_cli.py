"""`capaian collect` at the terminal: watching until stopped, asking which version counts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from capaian.ledger import Ledger
from capaian.pipeline.office import Kantor
from conftest import Send

posix = pytest.mark.skipif(os.name == "nt", reason="signals and terminals of POSIX")
ISI = {"IK-5.1": {"realisasi": "BB"}, "IK-5.2": {"realisasi": 92.86}}


def _command(kantor: Kantor, *pilihan: str) -> list[str]:
    return [sys.executable, "-m", "capaian", "collect", "--folder", str(kantor.folder.root), *pilihan]


def _until(path: Path, teks: str, seconds: float = 90) -> str:
    sampai = time.monotonic() + seconds
    while time.monotonic() < sampai:
        isi = path.read_text("utf-8")
        if teks in isi:
            return isi
        time.sleep(0.2)
    raise AssertionError(f"{teks!r} tidak muncul dalam:\n{path.read_text('utf-8')}")


@posix
def test_watching_tells_only_what_is_new_until_it_is_stopped(kantor: Kantor, send: Send, tmp_path: Path) -> None:
    """A file that arrives while collect watches is taken in; Ctrl+C ends it with the exit code of the data."""
    send("SEK", ISI, nama="pertama.xlsx")
    layar = tmp_path / "layar.txt"
    with layar.open("wb") as keluar:
        proses = subprocess.Popen(
            _command(kantor, "--watch", "--jeda", "1"), stdout=keluar, stderr=subprocess.STDOUT, cwd=tmp_path
        )
        try:
            awal = _until(layar, "Keadaan setiap unit")
            assert "pertama.xlsx" in awal
            send("IND", {"IK-4.1": {"realisasi": 4.7}}, nama="kedua.xlsx")
            semua = _until(layar, "kedua.xlsx")
            proses.send_signal(signal.SIGINT)
            kode = proses.wait(120)
        finally:
            proses.kill()
    assert kode == 1
    assert semua[len(awal) :].count("pertama.xlsx") == 0
    assert "Traceback" not in layar.read_text("utf-8")


@posix
def test_somebody_at_the_terminal_is_asked_which_version_counts(kantor: Kantor, send: Send) -> None:
    """Two versions at once: the cells that differ are shown, a number is asked for, and that version is in force."""
    import pty

    send("SEK", ISI, nama="satu.xlsx")
    send("SEK", {**ISI, "IK-5.2": {"realisasi": 95}}, nama="dua.xlsx", waktu=datetime(2026, 1, 8))
    tuan, budak = pty.openpty()
    proses = subprocess.Popen(
        _command(kantor), stdin=budak, stdout=budak, stderr=budak, env={**os.environ, "TERM": "dumb", "COLUMNS": "100"}
    )
    os.close(budak)
    os.write(tuan, b"1\n")
    layar = b""
    while True:
        try:
            potong = os.read(tuan, 4096)
        except OSError:
            break
        if not potong:
            break
        layar += potong
    proses.wait(120)
    os.close(tuan)
    teks = layar.decode("utf-8")
    assert "Mana yang berlaku?" in teks and "92.86" in teks and "95" in teks, teks
    with Ledger(kantor.folder.basis_data) as ledger:
        aktif = ledger.active_submission("SEK", kantor.periode)
    # By name: «dua.xlsx» was listed first.
    assert aktif is not None and aktif.kiriman.nama == "dua.xlsx"


def test_without_a_terminal_nothing_is_asked(kantor: Kantor, send: Send) -> None:
    """A script gets one JSON document that says who waits, and what to run."""
    send("SEK", ISI, nama="satu.xlsx")
    send("SEK", {**ISI, "IK-5.2": {"realisasi": 95}}, nama="dua.xlsx", waktu=datetime(2026, 1, 8))
    hasil = subprocess.run(
        _command(kantor, "--json"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    isi = json.loads(hasil.stdout)["isi"]
    assert hasil.returncode == 1
    assert [u["keadaan"] for u in isi["unit"] if u["kode"] == "SEK"] == ["menunggu pilihan versi"]
    assert any("--choose" in saran for saran in isi["berikutnya"])
    assert isi["tenggat"] == "2026-01-08"


@pytest.mark.parametrize(
    ("pilihan", "kata"),
    [
        (("--choose", "a", "--withdraw", "b"), "Pilih satu saja"),
        (("--withdraw", "tidak-ada.xlsx", "--alasan", "salah kirim"), "tidak ditemukan"),
        (("--restore", "x.xlsx"), "Alasannya"),
    ],
)
def test_wrong_use_is_said_in_words(kantor: Kantor, pilihan: tuple[str, ...], kata: str) -> None:
    """Two acts at once, an unknown file and a missing reason are exit code 2 with what to do."""
    hasil = subprocess.run(_command(kantor, *pilihan), capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert hasil.returncode == 2
    assert kata in hasil.stderr and "→" in hasil.stderr
