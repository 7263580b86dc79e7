"""Killing, filling and breaking a command at every system call that touches the office folder.

    python tests/crash.py --full                       every call × SIGKILL, ENOSPC, EIO, for each command
    python tests/crash.py --full --command collect     one command only
    python tests/crash.py                              a spread of points, as the suite runs it

After each fault the same command runs once more without one. Then the office has to be what it is after a run that was
never disturbed: same receipts, submissions, values, states, findings, forms, files and archive; inbox untouched; no
damage for `verify --full`. The disturbed run itself may refuse, but never show a traceback. Needs strace (Linux).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

AKAR = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(AKAR / "src"), str(AKAR)]

from tools.buat_contoh import fill  # noqa: E402

from capaian.ledger import Archive, Ledger, fingerprint  # noqa: E402
from capaian.pipeline import forms, intake, integrity  # noqa: E402
from capaian.pipeline.office import Pelaku, open_office  # noqa: E402
from capaian.workspace.folder import Folder  # noqa: E402

CALLS = (
    *("openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "close"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "rmdir"),
)
FAULTS = ("SIGKILL", "ENOSPC", "EIO")
COMMANDS = ("collect", "init-forms", "validate")
REFUSED = {0, 1, 3, 5, 6}
"""Exit codes of a disturbed run: as always, disk, a file that cannot be read, busy. 70 would be a bug."""

_KIRIM = datetime(2026, 1, 7, 9)


@dataclass(frozen=True, order=True)
class Point:
    """The n-th call of a kind in the parent process.

    Attributes:
        opens_inbox: It opens a file of the inbox. When that fails the file arrives, for `collect`, in the next run:
            which of two versions or copies came first is then another story, told the same way.
    """

    call: str
    n: int
    opens_inbox: bool = False


@dataclass(frozen=True)
class Reference:
    """A command, the folder before it, and what an undisturbed run makes of it."""

    command: str
    before: Path
    after: dict[str, Any]
    code: int
    points: tuple[Point, ...]


def available() -> bool:
    """Whether strace is there and allowed to trace."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


# --- offices


def office(root: Path, command: str) -> Folder:
    """Make the example office as it is right before a command."""
    contoh = AKAR / "examples" / "disperinaker"
    shutil.copytree(contoh, root, ignore=shutil.ignore_patterns("inbox*", "pengisian.toml", "README.md"))
    folder = Folder(root)
    folder.inbox.mkdir()
    if command == "init-forms":
        return folder
    kantor = open_office(folder)
    pelaku = Pelaku("Penguji", datetime(2026, 1, 5, 9, tzinfo=timezone(timedelta(hours=7))))
    terbit = {t.unit.kode: t.berkas.read_bytes() for t in forms.issue_forms(kantor, pelaku)}
    inbox(folder, terbit)
    if command != "collect":
        intake.collect(kantor, pelaku, folder.inbox)
    return folder


def inbox(folder: Folder, terbit: dict[str, bytes]) -> None:
    """Lay in good forms, a copy, two versions at once, a broken file, a picture, a text, a folder."""
    sek = {"isian": {"IK-5.1": {"realisasi": "BB"}}}
    beda = {"isian": {"IK-5.1": {"realisasi": "A"}}}
    (folder.inbox / "a-IND.xlsx").write_bytes(fill(terbit["IND"], {}, _KIRIM))
    (folder.inbox / "b-SEK.xlsx").write_bytes(fill(terbit["SEK"], sek, _KIRIM))
    (folder.inbox / "c-SEK lain.xlsx").write_bytes(fill(terbit["SEK"], beda, _KIRIM))
    shutil.copyfile(folder.inbox / "a-IND.xlsx", folder.inbox / "d-IND salinan.xlsx")
    (folder.inbox / "e-rusak.xlsx").write_bytes(b"PK\x03\x04 rusak")
    (folder.inbox / "f-foto.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    (folder.inbox / "g-wa").mkdir()
    (folder.inbox / "g-wa" / "BLK.xlsx").write_bytes(fill(terbit["BLK"], {}, _KIRIM))
    for path in folder.inbox.rglob("*"):
        # Long at rest: a broken file that has just been changed may still be on its way.
        os.utime(path, (_KIRIM.timestamp(), _KIRIM.timestamp()))


def dump(folder: Folder) -> dict[str, Any]:
    """Everything that is recorded or written, without times, numbers and seals."""
    with Ledger(folder.basis_data) as ledger:
        submissions = ledger._submissions("1")
        periods = [r["periode"] for r in ledger._rows("SELECT DISTINCT periode FROM temuan ORDER BY periode")]
        return {
            "receipts": sorted(repr(replace(p, nomor=0)) for p in ledger.receipts()),
            "submissions": sorted(
                (t.kiriman.nama, t.keadaan, t.diubah, fingerprint(replace(t.kiriman, nomor=0))) for t in submissions
            ),
            "forms": sorted(
                (r["kode"], r["sha256"], r["isi_hash"], r["tetap"]) for r in ledger._rows("SELECT * FROM formulir")
            ),
            "findings": {p: [repr(f) for f in ledger._findings(p)] for p in periods},
            "events": Counter(e.jenis for e in ledger.events()),
            "archive": list(Archive(folder.arsip).hashes()),
            "lists": sorted(p.name for p in folder.arsip.glob("*.*") if not p.name.startswith(".capaian-")),
            "files": files(folder.root, "formulir", "koreksi"),
        }


def files(root: Path, *folders: str) -> dict[str, str]:
    """Hash of every finished file below some folders."""
    paths = (p for f in folders for p in (root / f).rglob("*"))
    return {
        p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(paths)
        if p.is_file() and not p.name.startswith(".capaian-")
    }


# --- runs


def run(folder: Path, command: str, *before: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command from outside the folder; `before` goes in front of it on the command line."""
    env = {**os.environ, "PYTHONPATH": str(AKAR / "src"), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*before, sys.executable, "-m", "capaian", command, "--folder", str(folder)],
        cwd="/",
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**env, **environment},
        check=False,
        timeout=300,
    )


def run_copy(before: Path, to: Path, command: str) -> Path:
    """Run a command on a copy of an office; return the copy."""
    folder = Path(shutil.copytree(before, to))
    done = run(folder, command)
    assert done.returncode in (0, 1), done.stderr
    return folder


def reference(command: str, base: Path) -> Reference:
    """Prepare an office and run the command on a copy, undisturbed, noting its calls on the office folder."""
    before = office(base / "sebelum", command).root
    after = shutil.copytree(before, base / "sesudah")
    log = base / "calls.txt"
    done = run(after, command, "strace", "-qq", "-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}")
    assert done.returncode in (0, 1), done.stderr
    seen: Counter[str] = Counter()
    points = []
    for line in log.read_text("utf-8", "replace").splitlines():
        match = re.match(r"(\w+)\(", line)
        if match:
            seen[match[1]] += 1
            # What the call is about stands before its result.
            if str(after) in line.rsplit(" = ", 1)[0]:
                opens = match[1] == "openat" and f"{after}/inbox" in line
                points.append(Point(match[1], seen[match[1]], opens))
    return Reference(command, before, dump(Folder(after)), done.returncode, tuple(points))


def disturb(ref: Reference, point: Point, fault: str) -> list[str]:
    """Run the command with one fault, then once more without; return what is wrong."""
    what = f"signal={fault}" if fault.startswith("SIG") else f"error={fault}"
    only = ("-e", f"trace={point.call}", "-e", f"inject={point.call}:{what}:when={point.n}")
    with tempfile.TemporaryDirectory(prefix="crash-") as tmp:
        folder = Folder(shutil.copytree(ref.before, Path(tmp, "kantor")))
        broken = run(folder.root, ref.command, "strace", "-qq", "-o", f"{tmp}/log", *only)
        wrong = refused_badly(broken)
        hit = "INJECTED" in Path(tmp, "log").read_text("utf-8", "replace") or broken.returncode < 0
        if not hit:
            wrong.append("the fault was not injected")
        wrong += completed(ref, folder, later=point.opens_inbox and not fault.startswith("SIG"))
    return [f"{ref.command} {fault} at {point.call} {point.n}: {w}" for w in wrong]


def refused_badly(broken: subprocess.CompletedProcess[str]) -> list[str]:
    """What a disturbed run must not do."""
    said = broken.stdout + broken.stderr
    wrong = []
    if "Traceback" in said or "Error:" in said:
        wrong.append(f"a traceback: {said[-2000:]}")
    if broken.returncode not in REFUSED | {-9, 137}:
        wrong.append(f"exit code {broken.returncode}: {said[-1000:]}")
    return wrong


def completed(ref: Reference, folder: Folder, *, later: bool = False) -> list[str]:
    """Run once more, undisturbed, and compare with the reference; of a file that came later, only that it is there."""
    again = run(folder.root, ref.command)
    wrong = [] if again.returncode == ref.code else [f"then exit code {again.returncode}: {again.stderr[-1000:]}"]
    found, expected = dump(folder), ref.after
    if later:
        found, expected = ({k: d[k] for k in ("archive", "forms", "lists", "files")} for d in (found, expected))
    wrong += [
        f"{part} differ: {differing(expected[part], found[part])}" for part in found if found[part] != expected[part]
    ]
    if files(folder.root, "inbox") != files(ref.before, "inbox"):
        wrong.append("the inbox changed")
    damage = integrity.verify(folder, menyeluruh=True).kerusakan
    return wrong + [f"{k.tempat}: {k.masalah}" for k in damage]


def differing(expected: Any, found: Any) -> str:
    """What is on one side more often than on the other, shortened."""
    one, other = (Counter(str(x) for x in (p.items() if isinstance(p, dict) else p)) for p in (expected, found))
    return f"lost {list((one - other).elements())!s:.600}, new {list((other - one).elements())!s:.600}"


def sweep(ref: Reference, cases: Sequence[tuple[Point, str]], workers: int = 2) -> list[str]:
    """Disturb the command at each of the points; return everything that is wrong."""
    with ThreadPoolExecutor(workers) as threads:
        return [w for found in threads.map(lambda case: disturb(ref, *case), cases) for w in found]


def spread(points: Sequence[Point], count: int, offset: int = 0) -> list[Point]:
    """Choose points evenly over a run."""
    step = max(1, len(points) // count)
    return list(points[(offset % step) :: step])[:count]


def at_once(ref: Reference, processes: int = 4) -> list[str]:
    """Run the command several times at the same moment over one folder; return what is wrong."""
    with tempfile.TemporaryDirectory(prefix="crash-") as tmp:
        folder = Folder(shutil.copytree(ref.before, Path(tmp, "kantor")))
        with ThreadPoolExecutor(processes) as threads:
            done = list(threads.map(lambda _: run(folder.root, ref.command), range(processes)))
        wrong = [w for d in done for w in refused_badly(d)]
        wrong += [f"exit code {d.returncode}: {d.stderr[-500:]}" for d in done if d.returncode not in (0, 1, 6)]
        return [f"{ref.command} at once: {w}" for w in wrong + completed(ref, folder)]


def full_disk(ref: Reference, free: int) -> list[str] | None:
    """Run the command on a file system with `free` bytes left; then with room. None when mounting is not allowed."""
    with tempfile.TemporaryDirectory(prefix="crash-") as tmp:
        disk = Path(tmp, "disk")
        disk.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk], capture_output=True, check=False
        )
        if mounted.returncode:
            return None
        try:
            folder = Folder(shutil.copytree(ref.before, disk / "kantor"))
            used = 64 * 1024 * 1024 - shutil.disk_usage(disk).free
            remount = partial(subprocess.run, check=True, capture_output=True)
            remount(["mount", "-o", f"remount,size={used + free}", disk])
            broken = run(folder.root, ref.command)
            remount(["mount", "-o", "remount,size=64m", disk])
            wrong = refused_badly(broken) + completed(ref, folder)
        finally:
            subprocess.run(["umount", disk], check=True)
    return [f"{ref.command} with {free} bytes free: {w}" for w in wrong]


def main() -> int:
    """Sweep, print the counts, and return 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="every call; else a spread")
    parser.add_argument("--command", choices=COMMANDS, action="append", help="only this command")
    parser.add_argument("--every", type=int, default=1, help="with --full: only each n-th point")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of four runs at once")
    wanted = parser.parse_args()
    if not available():
        sys.stderr.write("strace is missing, or tracing is not allowed here.\n")
        return 2
    wrong: list[str] = []
    for command in wanted.command or COMMANDS:
        with tempfile.TemporaryDirectory(prefix="crash-") as tmp:
            ref = reference(command, Path(tmp))
            chosen = ref.points[:: wanted.every] if wanted.full else spread(ref.points, 4)
            say(f"{command}: {len(ref.points)} calls on the office folder: {tally(ref.points)}")
            for fault in FAULTS:
                found = sweep(ref, [(p, fault) for p in chosen])
                say(f"  {fault}: {len(chosen)} points, {len(found)} wrong", *found)
                wrong += found
            for n in range(wanted.rounds):
                wrong += (found := at_once(ref))
                say(f"  four runs at once, round {n + 1}: {len(found)} wrong", *found)
            for free in (0, 4096, 16_384, 65_536, 131_072, 262_144):
                tried = full_disk(ref, free)
                say(
                    f"  {free} bytes free: {'mounting not allowed' if tried is None else f'{len(tried)} wrong'}",
                    *(tried or []),
                )
                wrong += tried or []
    say(f"{len(wrong)} wrong in all.")
    return 1 if wrong else 0


def tally(points: Iterable[Point]) -> str:
    """Count points by call."""
    return ", ".join(f"{n} {call}" for call, n in Counter(p.call for p in points).most_common())


def say(*lines: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write("\n    ".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
