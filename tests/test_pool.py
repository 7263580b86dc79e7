"""The child processes that read: a bad file costs only its own verdict, and nothing is left running."""

from __future__ import annotations

import ctypes
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

import odd_files as odd
from capaian.errors import SystemRefusalError
from capaian.intake import child, job_object, pool
from capaian.intake.pool import ReaderPool
from capaian.model.kiriman import Cacat
from capaian.sheet.facts import Unreadable, Workbook, to_json
from capaian.sheet.reader import read

GOOD = odd.xlsx()
SLOW = odd.dragged_down(1_000_000, sheets=4)


def processes(readers: ReaderPool) -> list[int]:
    """Process ids of the children that were started."""
    return [w._process.pid for w in readers._workers if w._process is not None]


def refused(readers: ReaderPool, data: bytes) -> Cacat:
    with pytest.raises(Unreadable) as caught:
        readers.read(data)
    return caught.value.cacat


def test_a_child_reads_as_the_parent_would() -> None:
    """What comes back over the pipe equals what is read directly."""
    with ReaderPool(1) as readers:
        assert readers.read(GOOD) == read(GOOD)


def test_refusals_come_back_with_code_and_details() -> None:
    """A file that is no workbook is refused with its kind in words."""
    with ReaderPool(1) as readers:
        assert refused(readers, b"%PDF-1.7") == Cacat("B07", {"jenis": "PDF"})
        assert refused(readers, odd.ods(encrypted=True)) == Cacat("B04", {"jenis": "buku kerja bersandi"})
        assert refused(readers, b"") == Cacat("B01", {"jenis": "kosong"})
        assert readers.read(GOOD) == read(GOOD)


def test_results_keep_the_order_of_the_files() -> None:
    """Slow and quick, good and bad files come back in the order in which they went in."""
    slow = odd.dragged_down(100_000)
    files = [slow if n % 7 == 0 else odd.PNG if n % 3 == 0 else GOOD for n in range(40)]
    with ReaderPool(2) as readers:
        results = list(readers.read_many(enumerate(files)))
        assert len(processes(readers)) == 2
    assert [key for key, _ in results] == list(range(40))
    for key, result in results:
        assert isinstance(result, Cacat) == (files[key] is odd.PNG)


def test_files_are_taken_only_a_few_ahead() -> None:
    """A folder of ten thousand files is not held in memory at once."""
    taken: list[int] = []

    def files() -> object:
        for n in range(50):
            taken.append(n)
            yield n, GOOD

    with ReaderPool(2) as readers:
        results = readers.read_many(files())  # type: ignore[arg-type]
        next(results)
        assert len(taken) <= 6
        results.close()  # type: ignore[attr-defined]


def test_a_late_file_costs_only_itself() -> None:
    """A file over the time limit gets B24; the next one is read by a new child."""
    with ReaderPool(1, seconds=1) as readers:
        readers.read(GOOD)
        (first,) = processes(readers)
        start = time.perf_counter()
        cacat = refused(readers, SLOW)
        assert time.perf_counter() - start < 5
        assert (cacat.kode, cacat.rincian["n"]) == ("B24", "lebih dari 1 detik untuk dibaca")
        assert readers.read(GOOD) == read(GOOD)
        assert processes(readers) != [first]


def test_a_killed_child_costs_only_its_file() -> None:
    """A child that dies in the middle of a file gives B03; the other files are read."""
    with ReaderPool(1, seconds=60) as readers:
        readers.read(GOOD)
        (pid,) = processes(readers)
        killer = threading.Timer(0.3, os.kill, (pid, signal.SIGTERM))
        killer.start()
        cacat = refused(readers, SLOW)
        killer.join()
        assert (cacat.kode, cacat.rincian["bagian"]) == ("B03", "pembaca berhenti mendadak")
        assert readers.read(GOOD) == read(GOOD)


def test_a_child_that_died_between_files_costs_nothing() -> None:
    """A child found dead is replaced before the next file is given to it."""
    with ReaderPool(1) as readers:
        readers.read(GOOD)
        (pid,) = processes(readers)
        process = readers._workers[0]._process
        assert process is not None
        process.kill()
        process.wait()
        assert readers.read(GOOD) == read(GOOD)
        assert processes(readers) != [pid]


def test_big_frames_do_not_block() -> None:
    """Megabytes in both directions pass through the pipes."""
    many = odd.many_cells(100_000)
    noise = b"\x01" + os.urandom(20_000_000)
    with ReaderPool(2, seconds=60) as readers:
        results = dict(readers.read_many([("sel", many), ("derau", noise), ("sel lagi", many)]))
    assert isinstance(results["sel"], Workbook)
    assert len(results["sel"].sheets[0].cells) == 100_000
    assert isinstance(results["derau"], Cacat)
    assert results["sel lagi"] == results["sel"]


def test_leaving_the_pool_ends_the_children() -> None:
    """No child survives the pool, also when a file was still being read."""
    start = time.perf_counter()
    handles = []
    with pytest.raises(KeyboardInterrupt), ReaderPool(2, seconds=60) as readers:
        next(readers.read_many((n, SLOW if n else GOOD) for n in range(6)))
        handles = [w._process for w in readers._workers if w._process is not None]
        raise KeyboardInterrupt
    assert handles
    assert all(h.poll() is not None for h in handles)
    assert processes(readers) == []
    assert time.perf_counter() - start < 5


def test_a_machine_that_starts_no_child_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """That no reader can be started is a fault of the machine, never a verdict on a file."""
    monkeypatch.setattr(sys, "executable", str(Path("tidak") / "ada"))
    with ReaderPool(1) as readers, pytest.raises(SystemRefusalError, match="tidak dapat dijalankan"):
        readers.read(GOOD)


def test_a_child_that_cannot_import_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A child that ends before it is ready is a fault of the machine as well."""
    real = subprocess.Popen

    def broken(command: list[str], **options: object) -> object:
        return real([command[0], "-c", "raise SystemExit(1)"], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(pool.subprocess, "Popen", broken)
    with ReaderPool(1) as readers, pytest.raises(SystemRefusalError):
        readers.read(GOOD)


def test_nothing_is_imported_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file `zipfile.py` in the folder of the office is never executed."""
    (tmp_path / "zipfile.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with ReaderPool(1) as readers:
        assert readers.read(GOOD) == read(GOOD)


def test_a_child_starts_without_heavy_libraries() -> None:
    """The child imports none of the large libraries, and none that only some formats need."""
    code = (
        "import sys, capaian.intake.child; "
        "sys.exit(bool({'pandas', 'openpyxl', 'docx', 'numpy', 'rich', 'xlrd', 'python_calamine'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def exchange(*files: bytes) -> list[dict[str, object]]:
    """Run the loop of the child in this process."""
    source, target = io.BytesIO(), io.BytesIO()
    for data in files:
        child.write_frame(source, data)
    source.seek(0)
    child.serve(source, target)
    target.seek(0)
    replies = []
    while (frame := child.read_frame(target)) is not None:
        replies.append(json.loads(frame))
    return replies


def test_the_frames_of_the_child() -> None:
    """The child says that it is ready, then answers each file in turn."""
    ready, good, bad = exchange(GOOD, odd.PNG)
    assert ready == {"siap": True}
    assert good == {"jenis": "xlsx", "workbook": json.loads(json.dumps(to_json(read(GOOD))))}
    assert bad == {"jenis": "gambar", "cacat": {"kode": "B07", "rincian": {"jenis": "foto"}}}


def test_a_bug_of_the_reader_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that nobody expected is B03 with its name, and the child goes on."""

    def bug(data: bytes, kind: str, lewati: frozenset[str]) -> Workbook:
        if data == b"%PDF-bug":
            raise ZeroDivisionError
        return read(data, kind, lewati)

    monkeypatch.setattr(child, "read", bug)
    _, broken, good = exchange(b"%PDF-bug", GOOD)
    assert broken["cacat"] == {"kode": "B03", "rincian": {"bagian": "ZeroDivisionError"}}
    assert "workbook" in good


def test_out_of_memory_is_said_and_ends_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file too large for the memory limit is B24; the swollen child is not used again."""

    def swell(data: bytes, kind: str, lewati: frozenset[str]) -> Workbook:
        raise MemoryError

    monkeypatch.setattr(child, "read", swell)
    replies = exchange(GOOD, GOOD)
    assert len(replies) == 2
    assert replies[1]["akhir"] is True
    assert replies[1]["cacat"]["kode"] == "B24"  # type: ignore[index]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces RLIMIT_AS as we need it")
def test_the_memory_limit_holds() -> None:
    """A frame larger than the limit is refused as too large, and the pool goes on."""
    with ReaderPool(1, seconds=60) as readers:
        cacat = refused(readers, bytes(400 * 1024 * 1024))
        assert (cacat.kode, cacat.rincian["bagian"]) == ("B24", "memori")
        assert readers.read(GOOD) == read(GOOD)


def test_a_stream_that_takes_a_part_at_a_time() -> None:
    """Frames are written whole, however little the pipe takes at once."""
    taken = bytearray()

    def write(view: memoryview) -> int:
        taken.extend(view[:3])
        return min(3, len(view))

    child.write_frame(SimpleNamespace(write=write, flush=lambda: None), b"1234567890")  # type: ignore[arg-type]
    assert child.read_frame(io.BytesIO(bytes(taken))) == b"1234567890"
    assert child.read_frame(io.BytesIO(bytes(taken[:-1]))) is None


@pytest.mark.skipif(sys.platform != "linux", reason="SIGXCPU is how POSIX ends it")
def test_a_child_whose_parent_is_gone_ends_itself() -> None:
    """Nobody watches the clock any more: the system ends a file that never ends; a later file has its own time."""
    code = (
        "import capaian.intake.child as c\n"
        "c.CPU_SECONDS = 1\n"
        "def answer(data):\n"
        "    import time\n"
        "    end = time.process_time() + (0.9 if data == b'quick' else 60)\n"
        "    while time.process_time() < end: pass\n"
        "    return {}, ()\n"
        "c.answer = answer\n"
        "c.main()\n"
    )
    frames = io.BytesIO()
    for data in (b"quick", b"quick", b"quick", b"endless"):
        child.write_frame(frames, data)
    ended = subprocess.run([sys.executable, "-c", code], input=frames.getvalue(), capture_output=True, check=False)
    assert ended.returncode == -signal.SIGXCPU
    assert ended.stdout.count(b"{}") == 3


def test_one_worker_for_each_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many children as cores, at least one and at most four; an explicit number wins."""
    for cores, workers in ((None, 1), (1, 1), (2, 2), (4, 4), (64, 4)):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        with ReaderPool() as readers:
            assert len(readers._workers) == workers
    with ReaderPool(3) as readers:
        assert len(readers._workers) == 3


def test_windows_structures_have_the_documented_layout() -> None:
    """Sizes and offsets of the Job Object structures on 64 bits, as winnt.h lays them out."""
    basic, extended = job_object.BasicLimits, job_object.ExtendedLimits
    assert (ctypes.sizeof(basic), ctypes.sizeof(job_object.IoCounters), ctypes.sizeof(extended)) == (64, 48, 144)
    offsets = {"LimitFlags": 16, "MinimumWorkingSetSize": 24, "MaximumWorkingSetSize": 32, "ActiveProcessLimit": 40}
    offsets |= {"Affinity": 48, "PriorityClass": 56, "SchedulingClass": 60}
    assert {name: getattr(basic, name).offset for name in offsets} == offsets
    offsets = {"IoInfo": 64, "ProcessMemoryLimit": 112, "JobMemoryLimit": 120, "PeakProcessMemoryUsed": 128}
    assert {name: getattr(extended, name).offset for name in offsets} == offsets


def test_windows_limits_say_what_they_should() -> None:
    """Memory of one process, no crash dialog, an end with the parent; nothing else is limited."""
    wanted = job_object.limits(640 << 20)
    raw = bytes(wanted)
    assert int.from_bytes(raw[16:20], "little") == 0x100 | 0x400 | 0x2000
    assert int.from_bytes(raw[112:120], "little") == 640 << 20
    assert not any(raw[:16] + raw[20:112] + raw[120:])


@pytest.mark.skipif(sys.platform != "win32", reason="Job Objects are of Windows")
def test_the_memory_limit_holds_on_windows() -> None:
    """A frame larger than the limit of the job costs only its own verdict."""
    with ReaderPool(1, seconds=60) as readers:
        assert refused(readers, bytes(900 * 1024 * 1024)).kode in ("B03", "B24")
        assert readers.read(GOOD) == read(GOOD)
