"""Reading returned files in child processes that may die, hang or swell without harm to anything else."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, Self, TypeVar, cast

import capaian
from capaian.errors import SystemRefusalError
from capaian.intake.child import MEMORY, read_frame, write_frame
from capaian.intake.unpack import Anggota, Bungkusan
from capaian.model.kiriman import Cacat
from capaian.sheet.facts import Unreadable, Workbook, cacat_from_json, from_json

K = TypeVar("K")
_PATIENCE, _BLIND_PATIENCE = 6, 3
"""How many times its processor time a file may take on the clock; the second where that time is not known."""
START_SECONDS = 60.0
"""How long a worker may take to start: virus scanners look at every file that Python opens."""

MOST_WORKERS = 4
"""More readers than this wait for the one that archives and records."""

_BASE = 128 * 1024 * 1024
"""What a started interpreter may commit on Windows before it reads anything."""


class ReaderPool:
    """Reads files in child processes; one bad file costs only its own verdict.

    Safe to use from several threads. Use it as a context manager: leaving it ends the children.

    Args:
        workers: How many child processes, by default one per core up to `MOST_WORKERS`; they start when they are
            first needed.
        seconds: Processor time for one file; see `_watch` for the clock on the wall.

    Raises:
        SystemRefusalError: on reading, when no child process can be started at all.
    """

    def __init__(self, workers: int | None = None, seconds: float = 10) -> None:
        self.seconds = seconds
        count = min(MOST_WORKERS, os.cpu_count() or 1) if workers is None else workers
        self._workers = [_Worker() for _ in range(max(1, count))]
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(len(self._workers), thread_name_prefix="pembaca")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the children. A file that is being read gets B03; nothing is left running."""
        for worker in self._workers:
            worker.retire()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.stop()

    def read(self, data: bytes) -> Workbook:
        """Read one file.

        Raises:
            Unreadable: with the code and details that say why; B24 when it took too long or too much memory,
                B03 when its reading ended the child.
        """
        result = self._result(data)
        if isinstance(result, Cacat):
            raise Unreadable(result.kode, **result.rincian)
        if isinstance(result, Bungkusan):
            raise Unreadable("B08", jenis=result.jenis, n=str(len(result.anggota)))
        return result

    def read_many(self, items: Iterable[tuple[K, bytes]]) -> Iterator[tuple[K, Workbook | Bungkusan | Cacat]]:
        """Read files at the same time, as many as there are workers.

        Args:
            items: Key and bytes; taken one by one in the calling thread, a few ahead of the results.

        Yields:
            Key and result of every item, in the order of `items`.
        """
        waiting: deque[tuple[K, Future[Workbook | Bungkusan | Cacat]]] = deque()
        ahead = 2 * len(self._workers)
        try:
            for key, data in items:
                waiting.append((key, self._threads.submit(self._result, data)))
                if len(waiting) > ahead:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
        finally:
            for _, future in waiting:
                future.cancel()

    def _result(self, data: bytes) -> Workbook | Bungkusan | Cacat:
        worker = self._idle.get()
        try:
            reply = worker.ask(data, self.seconds)
        finally:
            self._idle.put(worker)
        if "anggota" in reply:
            return Bungkusan(reply["jenis"], tuple(_member(a) for a in reply["anggota"]))
        return from_json(reply["workbook"]) if "workbook" in reply else cacat_from_json(reply["cacat"])


def _member(data: dict[str, Any]) -> Anggota:
    return Anggota(data["nama"], data.get("data"), cacat_from_json(data["cacat"]) if data["cacat"] else None)


def _watch(process: subprocess.Popen[bytes], seconds: float, late: threading.Event, done: threading.Event) -> None:
    """Kill a child that takes too long.

    A busy computer is no bad file: where the system tells how long the child has really worked, that counts, and the
    clock on the wall only far beyond it.
    """
    before = _worked(process.pid)
    waited, pause = 0.0, seconds
    while not done.wait(pause):
        waited += pause
        pause = min(0.5, seconds)
        worked = _worked(process.pid)
        patience = seconds * (_PATIENCE if worked is not None else _BLIND_PATIENCE)
        if waited < patience and (before is None or worked is None or worked - before < seconds):
            continue
        late.set()
        process.kill()
        return


def _worked(pid: int) -> float | None:
    """Return the processor time of a process in seconds; None where the system does not tell (Linux does)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if sys.platform != "win32" else None
    except (OSError, ValueError, IndexError):
        return None


class _Worker:
    """One child process and its replacement when it is gone."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._release: Callable[[], None] = _nothing
        self._lock = threading.Lock()
        self._retired = False

    def ask(self, data: bytes, seconds: float) -> dict[str, Any]:
        """Return the child's answer; B24 when it is late, B03 when it is gone."""
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._start()
        reply, late = self._exchange(data, seconds)
        if late or reply is None or reply.get("akhir"):
            self.stop()
        if reply is not None:
            return reply
        if late:
            rincian = {"n": f"lebih dari {seconds:g} detik untuk dibaca", "bagian": "waktu"}
            return {"cacat": {"kode": "B24", "rincian": rincian}}
        return {"cacat": {"kode": "B03", "rincian": {"bagian": "pembaca berhenti mendadak"}}}

    def _exchange(self, data: bytes | None, seconds: float) -> tuple[dict[str, Any] | None, bool]:
        """Send a file and wait for one frame; the clock kills the child, which ends every wait on it.

        Returns:
            The frame, None when there is none; and whether the clock struck.
        """
        process = self._process
        if process is None:
            return None, False
        late, done = threading.Event(), threading.Event()
        clock = threading.Thread(target=_watch, args=(process, seconds, late, done), daemon=True)
        clock.start()
        try:
            if data is not None:
                # A child that dies or refuses while it is fed may still have said why.
                with contextlib.suppress(OSError, ValueError):
                    write_frame(cast(Any, process.stdin), data)
            reply = self._reply(cast(Any, process.stdout))
            return reply, late.is_set()
        except (OSError, ValueError):
            # A pipe whose other end died: which of the two it was, the clock knows.
            return None, late.is_set()
        finally:
            done.set()
            clock.join()

    @staticmethod
    def _reply(stream: BinaryIO) -> dict[str, Any] | None:
        frame = read_frame(stream)
        if frame is None:
            return None
        reply: dict[str, Any] = json.loads(frame)
        for anggota in reply.get("anggota", ()):
            if anggota["cacat"] is None:
                anggota["data"] = read_frame(stream)
                if anggota["data"] is None:
                    return None
        return reply

    def _start(self) -> None:
        with self._lock:
            if self._retired:
                return
            try:
                self._process = _spawn()
            except OSError as error:
                raise _no_reader() from error
            self._release = _confine(self._process)
        ready, _ = self._exchange(None, START_SECONDS)
        if ready is None and not self._retired:
            self.stop()
            raise _no_reader()

    def retire(self) -> None:
        """End the child for good; whoever waits for it gets no answer."""
        with self._lock:
            self._retired = True
            process = self._process
        if process is not None:
            process.kill()

    def stop(self) -> None:
        """End the child, collect it and close its pipes."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        self._release()
        for stream in cast("tuple[IO[bytes] | None, ...]", (process.stdin, process.stdout)):
            if stream is not None:
                stream.close()


def _no_reader() -> SystemRefusalError:
    return SystemRefusalError(
        "Pembaca berkas tidak dapat dijalankan.",
        "Tutup program lain untuk memberi ruang memori, periksa antivirus, lalu jalankan lagi.",
    )


def _spawn() -> subprocess.Popen[bytes]:
    """Start a child that imports this very package, wherever it lies, and nothing from the current folder."""
    home = str(Path(capaian.__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "capaian.intake.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env={**os.environ, "PYTHONPATH": path},
        creationflags=flags,
    )


def _confine(process: subprocess.Popen[bytes]) -> Callable[[], None]:
    """Let the system bound the child where that is done from outside; return what ends it.

    Elsewhere the child bounds itself, see `capaian.intake.child`. No file has been sent to it yet.
    """
    if sys.platform == "win32":
        from capaian.intake.job_object import Job

        # A Windows that refuses still has the reader's budgets and the clock.
        with contextlib.suppress(OSError):
            job = Job(_BASE + MEMORY)
            job.take(int(cast(Any, process)._handle))
            return job.close
    return _nothing


def _nothing() -> None:
    """Nothing to release."""
