"""What is known of the office's tables: what is wrong with them, and what moving them did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from capaian.model.finding import Severity, TemuanSkema
from capaian.model.periode import Periode


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


@dataclass(frozen=True, slots=True)
class HasilTahunBaru:
    """What an office folder of a new year took over from the year before.

    Attributes:
        asal: The folder of the year before.
        periode: First period of the new year.
        riwayat: Codes of the indicators whose result of the year before became a row of Riwayat.
        tanpa_hasil: Codes of the indicators that have no result to take over, neither in Riwayat nor in the ledger.
        tanpa_target: Codes of the indicators without a PK target for the new year.
        dikosongkan: Cells of Pagu and Target that were emptied in the table Program.
        disalin: Files and folders that were copied besides settings and tables.
    """

    folder: Path
    asal: Path
    periode: Periode
    riwayat: tuple[str, ...]
    tanpa_hasil: tuple[str, ...]
    tanpa_target: tuple[str, ...]
    dikosongkan: int
    disalin: tuple[str, ...]
