"""A problem in the data, said so that the sender can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from capaian.model.nilai import CellRef


class Severity(Enum):
    """The verb of the source: wajib → error, perlu → warning, else note."""

    KESALAHAN = "kesalahan"
    """Blocks the report."""
    PERINGATAN = "peringatan"
    """Needs a sentence of explanation or a named waiver."""
    CATATAN = "catatan"


@dataclass(frozen=True, slots=True)
class Kunci:
    """What a finding is about; stays the same when somebody inserts a row."""

    kode: str
    unit: str
    periode: str
    butir: str = ""
    """Code of the indikator or sub kegiatan, or the name of a file."""
    kolom: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes:
        pesan: What is wrong, with what was found.
        diharapkan: What is expected.
        perbaikan: What to do.
        dasar: Legal or local basis of the rule.
        asal: The cell as evidence.
        penjelasan: What the unit wrote to explain it, with the column's name; the severity is then `CATATAN`.
        kolom: Columns in which it is to be mended, when that is not the column of the key alone; not recorded.
    """

    kunci: Kunci
    severity: Severity
    pesan: str
    diharapkan: str
    perbaikan: str
    dasar: str
    asal: CellRef | None = None
    nama_butir: str = ""
    penjelasan: str = ""
    kolom: tuple[str, ...] = ()

    @property
    def kode(self) -> str:
        """Code of the rule."""
        return self.kunci.kode


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
class Tertunda:
    """Something that was not judged, because of a finding that has to be mended first.

    Attributes:
        sebab: The finding.
        n_baris: Rows that were not judged at all; 0 when it is only what uses one cell.
    """

    sebab: Kunci
    n_baris: int = 0


@dataclass(frozen=True, slots=True)
class Kelompok:
    """Findings that say the same of several rows: one line for people, one key each for the machine.

    Attributes:
        temuan: In the order in which they came; never empty.
    """

    temuan: tuple[Finding, ...]

    @property
    def wakil(self) -> Finding:
        """The first finding: rule, unit, column, severity, remedy and basis are those of all."""
        return self.temuan[0]

    @property
    def seragam(self) -> bool:
        """Whether all say the same sentence; otherwise each row has its own numbers in it."""
        return len({f.pesan for f in self.temuan}) == 1

    @property
    def butir(self) -> tuple[str, ...]:
        """The rows, by code, each once."""
        return tuple(dict.fromkeys(f.kunci.butir for f in self.temuan if f.kunci.butir))

    @property
    def sel(self) -> tuple[str, ...]:
        """The cells as evidence, each once."""
        return tuple(dict.fromkeys(str(f.asal) for f in self.temuan if f.asal))


def group(findings: Iterable[Finding]) -> tuple[Kelompok, ...]:
    """Put equal findings together: same rule, unit, column and remedy; files are kept apart.

    Args:
        findings: In any order; a group stands where its first finding stood.
    """
    kelompok: dict[tuple[object, ...], list[Finding]] = {}
    for f in findings:
        berkas = f.asal.berkas if f.asal else ""
        kunci = (f.kode, f.severity, f.kunci.unit, f.kunci.periode, f.kunci.kolom, f.perbaikan, berkas)
        kelompok.setdefault(kunci, []).append(f)
    return tuple(Kelompok(tuple(k)) for k in kelompok.values())
