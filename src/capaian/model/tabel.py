"""What is known of the office's tables: what is wrong with them, and what moving them did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from capaian.model.finding import Severity


@dataclass(frozen=True, slots=True)
class TemuanSkema:
    """A problem of the tables or the settings.

    Attributes:
        kode: Code of the check; empty for a cell that could not be read.
        tempat: Sheet and cell, file and line, or key.
        pesan: What was found.
        saran: What to write instead.
    """

    kode: str
    severity: Severity
    tempat: str
    pesan: str
    saran: str


@dataclass(frozen=True, slots=True)
class HasilPeriksaSkema:
    """What `schema check` found.

    Attributes:
        baris: Rows by table.
    """

    temuan: tuple[TemuanSkema, ...]
    baris: Mapping[str, int]

    def jumlah(self, severity: Severity) -> int:
        """How many findings of a kind there are."""
        return sum(t.severity is severity for t in self.temuan)


@dataclass(frozen=True, slots=True)
class HasilTukarSkema:
    """What `schema export` or `schema import` did.

    Attributes:
        tujuan: The workbook or folder that holds the tables now.
        lama: Where the tables before were put; None when there were none.
        berubah: Whether anything was written.
        peringatan: How many judgements the checks made.
    """

    tujuan: Path
    baris: Mapping[str, int]
    lama: Path | None = None
    berubah: bool = True
    peringatan: int = 0
