"""What goes back to a unit: findings in its own words, and the pack of files that says them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from capaian.model.nilai import CellRef
from capaian.model.skema import Unit


@dataclass(frozen=True, slots=True)
class ButirKoreksi:
    """One finding as the unit reads it.

    Attributes:
        berat: An error, which has to be mended; else a warning, which may be explained instead.
        baris: Code and name of the row, or empty.
        kolom: Head of the column, or empty.
        letak: The place as it is printed: `ISIAN!E6`, or words.
        asal: The cell in the workbook of the pack that `letak` leads to; None when there is none.
        perbaikan: What the unit does; never a command of this program.
        lain: Further cells in which it is to be mended.
    """

    berat: bool
    kode: str
    baris: str
    kolom: str
    letak: str
    asal: CellRef | None
    pesan: str
    diharapkan: str
    perbaikan: str
    lain: tuple[CellRef, ...] = ()

    @property
    def tingkat(self) -> str:
        """How it is called."""
        return "KESALAHAN" if self.berat else "PERINGATAN"


@dataclass(frozen=True, slots=True)
class BukuKoreksi:
    """The workbook of a pack.

    Attributes:
        salinan: A copy of the sender's own file; else a fresh form with what could be read of it.
        terisi: Values that were filled into the fresh form.
        butir: The findings, with the cells of this workbook.
    """

    data: bytes
    salinan: bool
    terisi: int
    butir: tuple[ButirKoreksi, ...]


@dataclass(frozen=True, slots=True)
class PaketKoreksi:
    """The pack of one unit in `koreksi/<periode>/<unit>/`.

    Attributes:
        salinan: The workbook is a copy of the sender's own file; else a fresh form.
        baru: This run wrote it.
        gagal: Why it could not be written, with what to do; empty when all is well.
    """

    unit: Unit
    folder: Path
    berkas: tuple[Path, ...]
    tenggat: date
    n_kesalahan: int
    n_peringatan: int
    salinan: bool
    baru: bool
    gagal: str = ""
