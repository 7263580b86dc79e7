"""What the menu offers: a command in plain words, with the questions it needs answered first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tanya:
    """One question before a command runs.

    Attributes:
        opsi: The option that takes the answer; empty when the answer is an argument.
        teks: The question.
        bawaan: What Enter takes.
        depan: What stands before the answer inside the option, as in `2=sudah diperbaiki`.
        wajib: Without an answer the command is not run.
    """

    opsi: str
    teks: str
    bawaan: str = ""
    depan: str = ""
    wajib: bool = True


@dataclass(frozen=True, slots=True)
class Tawaran:
    """One line of the menu.

    Attributes:
        teks: What it does, as an office worker says it.
        perintah: The command and its fixed options.
        pasti: What an official has done, asked before it is recorded; empty where nothing official is.
    """

    teks: str
    perintah: tuple[str, ...]
    tanya: tuple[Tanya, ...] = ()
    pasti: str = ""
