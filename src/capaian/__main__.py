"""`python -m capaian`, and the last resort: a bug never shows a traceback, it writes a log and says where."""

from __future__ import annotations

import contextlib
import io
import os
import sys


def main() -> None:
    """Run the command line."""
    from capaian.text.code_pages import NAMA

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=NAMA)
    from capaian.errors import ExitCode

    try:
        from capaian.cli import app

        try:
            app(prog_name="capaian")
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("Dihentikan. Yang sudah tercatat tetap aman; jalankan perintah yang sama untuk melanjutkan.\n")
        sys.exit(int(ExitCode.INTERRUPTED))
    except BrokenPipeError:
        # What is still buffered has no reader either.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(int(ExitCode.WELL))
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
