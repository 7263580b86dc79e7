"""What `capaian export` offers and writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FormatEkspor:
    """A format that can be chosen.

    Attributes:
        paket: The package that added it, with its version; empty for the program's own.
    """

    nama: str
    uraian: str
    akhiran: str
    paket: str = ""


@dataclass(frozen=True, slots=True)
class HasilEkspor:
    """The file that was written.

    Attributes:
        n: How many indikator the period has.
        belum: Codes of units that have not sent a usable form.
        baru: The file did not hold just these bytes already.
    """

    berkas: Path
    format: FormatEkspor
    n: int
    belum: tuple[str, ...]
    baru: bool
