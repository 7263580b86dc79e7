"""No network, nothing executed, nothing written outside the office folder, and time is only information."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

import crash
from capaian.pipeline import integrity
from capaian.workspace.folder import Folder

FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None) if sys.platform == "linux" else None
TRACED = "network,execve,openat,mkdir,rename,renameat,renameat2,unlink,unlinkat,rmdir,symlink,link,linkat,ftruncate"


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Offices right before each command."""
    return {c: crash.office(tmp_path_factory.mktemp(c) / "kantor", c).root for c in crash.COMMANDS}


@pytest.mark.skipif(not crash.available(), reason="strace is missing, or tracing is not allowed here")
@pytest.mark.parametrize("command", crash.COMMANDS)
def test_nothing_leaves_the_folder(references: dict[str, Path], command: str, tmp_path: Path) -> None:
    """Of the program and its children: no socket, no program but our own Python, no file written elsewhere.

    openpyxl composes sheets in the system's temporary folder; nothing stays there.
    """
    sementara = tmp_path / "sementara"
    sementara.mkdir()
    folder = Path(shutil.copytree(references[command], tmp_path / "kantor"))
    log = tmp_path / "calls.txt"
    strace = ("strace", "-f", "-qq", "-s", "300", "-o", str(log), "-e", f"trace={TRACED}", "-e", "signal=none")
    assert crash.run(folder, command, *strace, TMPDIR=str(sementara)).returncode in (0, 1)
    teks = log.read_text("utf-8", "replace")
    assert offences(teks, folder, sementara) == []
    assert list(sementara.iterdir()) == []
    dijalankan = re.findall(r'execve\("([^"]+)"', teks)
    assert set(dijalankan) == {sys.executable}
    if command == "collect":
        assert len(dijalankan) > 1, "the reading children were traced as well"


def offences(log: str, *folders: Path) -> list[str]:
    """Calls that reach outside: sockets, and changes to files outside the folders."""
    found = []
    for line in log.splitlines():
        call = re.match(r"\d+\s+(\w+)\((.*)", line)
        if call is None or call[1] in ("execve", "resumed"):
            continue
        name, rest = call.groups()
        if name in ("socket", "connect", "bind", "sendto", "sendmsg"):
            found += [] if "AF_UNIX" in rest else [line]
        elif name == "openat" and not re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", rest):
            continue
        elif name != "ftruncate":
            paths = re.findall(r'"((?:[^"\\]|\\.)*)"', rest)
            found += [] if all(allowed(p, folders) for p in paths) else [line]
    return found


def allowed(path: str, folders: tuple[Path, ...]) -> bool:
    return path.startswith((*(f"{f}/" for f in folders), "/dev/null", "/dev/tty"))


def test_the_search_for_offences_finds_them(tmp_path: Path) -> None:
    """What would be an offence is seen as one."""
    jahat = [
        "7 socket(AF_INET, SOCK_STREAM, 0) = 3",
        '7 openat(AT_FDCWD, "/etc/passwd", O_WRONLY|O_CLOEXEC) = 3',
        f'7 rename("{tmp_path}/a", "/tmp2/b") = 0',
        '7 mkdir("/var/x", 0777) = 0',
    ]
    baik = [
        "7 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3",
        '7 openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3',
        f'7 rename("{tmp_path}/a", "{tmp_path}/b") = 0',
    ]
    assert offences("\n".join(jahat + baik), tmp_path) == jahat


@pytest.mark.skipif(FAKETIME is None and os.environ.get("CI") != "true", reason="libfaketime is not installed")
@pytest.mark.parametrize("times", [("1999-01-01 10:00:00",), ("2099-12-31 10:00:00",), ("2031-05-05", "2019-05-05")])
def test_time_is_only_information(references: dict[str, Path], times: tuple[str, ...], tmp_path: Path) -> None:
    """Long ago, far ahead, and a clock set back between two runs: the same is recorded, but for the times."""
    seperti = crash.run_copy(references["collect"], tmp_path / "biasa", "collect")
    folder = Path(shutil.copytree(references["collect"], tmp_path / "kantor"))
    tertunda = folder / "inbox" / "g-wa"
    if len(times) > 1:
        shutil.move(tertunda, tmp_path / "tertunda")
    for n, time in enumerate(times):
        if n:
            shutil.move(tmp_path / "tertunda", tertunda)
        at = time if " " in time else f"{time} 10:00:00"
        done = crash.run(folder, "collect", LD_PRELOAD=str(FAKETIME), FAKETIME=f"@{at}", FAKETIME_DONT_RESET="1")
        assert done.returncode in (0, 1), done.stderr
    assert crash.dump(Folder(folder)) == crash.dump(Folder(seperti))
    assert integrity.verify(Folder(folder), menyeluruh=True).kerusakan == ()
    with crash.Ledger(folder / "capaian.db") as ledger:
        tahun = {e.waktu.year for e in ledger.events("berkas.diterima")}
    assert tahun == {int(t[:4]) for t in times}, "the clock was really another one"
