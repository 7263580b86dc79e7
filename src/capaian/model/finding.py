"""A problem in the data, said so that the sender can mend it."""

from __future__ import annotations

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
    """

    kunci: Kunci
    severity: Severity
    pesan: str
    diharapkan: str
    perbaikan: str
    dasar: str
    asal: CellRef | None = None
    nama_butir: str = ""

    @property
    def kode(self) -> str:
        """Code of the rule."""
        return self.kunci.kode
