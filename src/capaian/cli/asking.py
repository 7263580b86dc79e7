"""Questions to whoever sits at the terminal; nobody there, no question."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import typer

from capaian.errors import UsageError


def present() -> bool:
    """Whether somebody sits at the terminal and reads what is asked."""
    return all(s is not None and s.isatty() for s in (sys.stdin, sys.stderr))


def ask_right(teks: str, periksa: Callable[[str], None], bawaan: str = "") -> str:
    """Ask for a text until it can be used; answers to other questions stay.

    Args:
        teks: The question.
        periksa: Raises a UsageError that says why an answer cannot be used.
        bawaan: What Enter takes.

    Raises:
        KeyboardInterrupt: see `ask`.
    """
    while True:
        jawaban = ask(teks, bawaan)
        try:
            if not jawaban:
                raise UsageError("Jawaban ini perlu diisi.", "Ketik jawabannya, lalu tekan Enter.")
            periksa(jawaban)
        except UsageError as e:
            sys.stderr.write(f"{e.pesan} {e.saran}".rstrip() + "\n")
        else:
            return jawaban


def ask(teks: str, bawaan: str = "") -> str:
    """Ask for a text; Enter takes the default.

    Raises:
        KeyboardInterrupt: the question is broken off with Ctrl+C, or with the end of the input.
    """
    try:
        return str(typer.prompt(teks, default=bawaan, show_default=bool(bawaan), err=True)).strip()
    except typer.Abort as e:
        sys.stderr.write("\n")
        raise KeyboardInterrupt from e


def choose(judul: str, pilihan: Sequence[str]) -> int:
    """Ask for one of several; returns its place, counted from 0. Enter takes the first."""
    sys.stderr.write(f"{judul}\n" + "".join(f"  {n}. {p}\n" for n, p in enumerate(pilihan, 1)))
    while True:
        jawaban = ask("Nomor", "1")
        if jawaban.isdecimal() and 1 <= int(jawaban) <= len(pilihan):
            return int(jawaban) - 1
        sys.stderr.write(f"Tulis nomor 1 sampai {len(pilihan)}.\n")
