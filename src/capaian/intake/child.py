"""The worker process that reads returned files: `python -m capaian.intake.child`.

Frames on standard input and output are 8 bytes of length (big-endian) and that many bytes: in comes a file, out
goes JSON, `{"jenis": …, "workbook": {…}}` or `{"jenis": …, "cacat": {…}}`. The first frame out is
`{"siap": true}`. `"akhir": true` says that the worker ends after this answer, because it ran out of memory.

Limits on POSIX systems: 512 MB of address space above what the started interpreter uses (macOS does not enforce
it), no core dump, and `CPU_SECONDS` for each file, which only a worker whose parent is gone can reach: the parent's
clock is shorter. On Windows the parent puts the process into a Job Object, see `capaian.intake.job_object`. Nothing
heavy is imported here, so that a worker starts fast.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from capaian.intake import unpack
from capaian.model.kiriman import Cacat
from capaian.sheet.facts import Unreadable, cacat_to_json, to_json
from capaian.sheet.layout import TAK_DIBACA
from capaian.sheet.reader import read
from capaian.sheet.sniff import sniff

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 120
_LENGTH = 8
_NO_MEMORY = {"cacat": {"kode": "B24", "rincian": {"n": "lebih dari 512 MB memori", "bagian": "memori"}}, "akhir": True}


def read_frame(stream: BinaryIO) -> bytes | None:
    """Return the next frame, or None when the stream has ended."""
    head = _exactly(stream, _LENGTH)
    return None if head is None else _exactly(stream, int.from_bytes(head, "big"))


def write_frame(stream: BinaryIO, data: bytes) -> None:
    """Write one frame, also to an unbuffered stream that takes only a part at a time."""
    for piece in (len(data).to_bytes(_LENGTH, "big"), data):
        view = memoryview(piece)
        while view:
            view = view[stream.write(view) or 0 :]
    stream.flush()


def _exactly(stream: BinaryIO, size: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < size:
        piece = stream.read(min(size - len(pieces), 1 << 20))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)


def answer(data: bytes) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """Return the answer to one file, and the files it holds. Raises nothing but MemoryError."""
    jenis = ""
    try:
        jenis = sniff(data)
        if jenis in unpack.JENIS:
            semua = unpack.unpack(data, jenis).anggota
            daftar = [{"nama": a.nama, "cacat": cacat_to_json(a.cacat) if a.cacat else None} for a in semua]
            return {"jenis": jenis, "anggota": daftar}, tuple(a.data for a in semua if a.data is not None)
        return {"jenis": jenis, "workbook": to_json(read(data, jenis, TAK_DIBACA))}, ()
    except Unreadable as error:
        return {"jenis": jenis, "cacat": cacat_to_json(error.cacat)}, ()
    except MemoryError:
        raise
    except Exception as error:  # a bug of the reader costs this file its verdict, not the worker its life
        return {"jenis": jenis, "cacat": cacat_to_json(Cacat("B03", {"bagian": type(error).__name__}))}, ()


def serve(source: BinaryIO, target: BinaryIO, before_each: Callable[[], None] = lambda: None) -> None:
    """Answer every frame of `source` until it ends."""
    write_frame(target, b'{"siap": true}')
    while True:
        try:
            if (data := read_frame(source)) is None:
                return
            before_each()
            reply, members = answer(data)
            frames = [json.dumps(reply).encode("ascii"), *members]
        except MemoryError:
            write_frame(target, json.dumps(_NO_MEMORY).encode("ascii"))
            return
        for frame in frames:
            write_frame(target, frame)


def limit_memory() -> None:
    """Bound address space and forbid core dumps, where the system can."""
    if sys.platform != "win32":
        import resource

        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_AS, _address_space() + MEMORY)


def limit_time() -> None:
    """Let the system end this process after `CPU_SECONDS` more of work, where it can."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        # The limit is in whole seconds; a file gets the one that has begun as well.
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS)


if sys.platform != "win32":

    def _limit(which: int, wanted: int) -> None:
        import resource

        _, hard = resource.getrlimit(which)
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        # A system that refuses a limit (macOS, some containers) still has the budgets and the parent's clock.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(which, (soft, hard))

    def _address_space() -> int:
        """Return the bytes of address space in use; 256 MB where the system does not tell."""
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        except (OSError, ValueError):
            return 256 * 1024 * 1024
        return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Serve standard input until it ends. An interrupt of the terminal is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory()
    target = sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not talk into the frames
    # Thousands of cells come and go with each file, hardly any of them in a circle: looking for circles is most of the
    # work of the collector here. What the modules made is left out of its view, and it looks more seldom.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, target, limit_time)


if __name__ == "__main__":
    main()
