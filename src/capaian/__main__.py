"""`python -m capaian`, and the last resort: a bug never shows a traceback, it writes a log and says where."""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO, cast


class UntilClosed:
    """A stream of which the rest is thrown away once its reader has gone, as in `capaian history | head -1`.

    The command runs to its end and its exit code stays what it found: somebody who reads one line has seen enough,
    which is no failure of the command, and no reason to call its data well.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @classmethod
    @contextlib.contextmanager
    def both(cls) -> Iterator[None]:
        """Watch over standard output and standard error while a block runs, and write out what waits at its end."""
        lama = sys.stdout, sys.stderr
        baru = [cls(s) if isinstance(s, io.TextIOWrapper) and not s.isatty() else s for s in lama]
        sys.stdout, sys.stderr = cast("tuple[TextIO, TextIO]", baru)
        try:
            yield
        finally:
            for s in baru:
                if isinstance(s, cls):
                    s._end()
            sys.stdout, sys.stderr = lama

    def write(self, teks: str) -> int:
        """Write a text, or nothing when nobody reads."""
        with self._unread():
            self._stream.write(teks)
        return len(teks)

    def flush(self) -> None:
        """Write out what waits, or drop it when nobody reads."""
        with self._unread():
            self._stream.flush()

    def __getattr__(self, nama: str) -> Any:
        return getattr(self._stream, nama)

    def _end(self) -> None:
        try:
            self.flush()
        except OSError:
            self._drop()  # told already; the interpreter would try again, and end with a code of its own

    def _drop(self) -> None:
        kosong = os.open(os.devnull, os.O_WRONLY)
        os.dup2(kosong, self._stream.fileno())
        os.close(kosong)

    @contextlib.contextmanager
    def _unread(self) -> Iterator[None]:
        try:
            yield
        except OSError as e:
            # Windows says EINVAL of a pipe whose reader has gone.
            if e.errno != errno.EPIPE and not (os.name == "nt" and e.errno == errno.EINVAL):
                raise
            self._drop()


def main() -> None:
    """Run the command line."""
    from capaian.text.code_pages import NAMA

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=NAMA)
    # Modules leave no rubbish while they are imported; `cli.base.run` collects again before a command does its work.
    gc.disable()
    with UntilClosed.both():
        _run()


def _run() -> None:
    from capaian.errors import DIHENTIKAN, ExitCode

    try:
        from capaian.cli import app

        try:
            app(prog_name="capaian")
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # here a full disk can still be told
    except KeyboardInterrupt:
        sys.stderr.write(f"{DIHENTIKAN}\n")
        sys.exit(int(ExitCode.INTERRUPTED))
    except OSError as e:
        tempat = f"«{e.filename}» " if e.filename else ""
        sys.stderr.write(f"Gagal: {tempat}tidak dapat dibaca atau ditulisi ({e.strerror or e}).\n")
        sys.stderr.write("→ Periksa izin, ruang disk, dan apakah berkasnya sedang dibuka di program lain.\n")
        sys.exit(int(ExitCode.ENVIRONMENT))
    except Exception:
        import traceback

        sys.stderr.write(_apology(traceback.format_exc()))
        sys.exit(int(ExitCode.BUG))


def _apology(rincian: str) -> str:
    """Keep the details in a file and return what the user reads."""
    import tempfile
    from pathlib import Path

    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="capaian-", suffix=".log", delete=False, encoding="utf-8", errors="replace"
        ) as log:
            log.write(rincian)
        tempat = f"Rinciannya ada di «{Path(log.name)}»; sertakan berkas itu saat melapor."
    except OSError:
        tempat = "Rinciannya tidak dapat disimpan karena folder sementara tidak dapat ditulisi."
    return f"Maaf, ada kekeliruan dalam program ini (bukan pada data Anda). Data yang tercatat tetap aman.\n{tempat}\n"


if __name__ == "__main__":
    main()
