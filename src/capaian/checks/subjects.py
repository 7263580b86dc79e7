"""What rules look at: a row with everything known about it, so that a rule needs no look-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from capaian.model.kata import StatusData
from capaian.model.kiriman import Benturan, Isian, Kiriman, Penerimaan
from capaian.model.nilai import Keadaan, Nilai
from capaian.model.pengaturan import Kebijakan, SkalaOrdinal
from capaian.model.skema import Indikator, Program, Unit


@dataclass(frozen=True, slots=True)
class SelPeriksa:
    """One cell and what it is called on the form."""

    isian: Isian
    kolom: str
    judul: str
    satuan: str
    pilihan: tuple[str, ...]
    nilai: Nilai


@dataclass(frozen=True, slots=True)
class BarisPeriksa:
    """One row of the sheet ISIAN.

    Attributes:
        target: Target of the period.
        lalu: Result of the period before in the same year, where there is one.
        diukur: Whether the indicator is measured in this period.
        persen: Capaian in percent as the tool computes it, None when it cannot be computed.
    """

    indikator: Indikator
    isian: Isian
    target: Decimal | str | None
    lalu: Decimal | str | None
    diukur: bool
    persen: Decimal | None
    kebijakan: Kebijakan
    skala: SkalaOrdinal | None = None

    @property
    def realisasi(self) -> Decimal | None:
        """The number that was filled in, or None."""
        return self.isian["realisasi"].angka

    @property
    def status(self) -> StatusData | None:
        """The chosen status, or None when the cell is empty or unreadable."""
        teks = self.isian["status_data"].teks
        return StatusData(teks) if teks else None

    def kosong(self, kolom: str) -> bool:
        """Whether nothing was written in a column."""
        return self.isian[kolom].keadaan in (Keadaan.KOSONG, Keadaan.NIHIL)


@dataclass(frozen=True, slots=True)
class AnggaranPeriksa:
    """One row of the sheet ANGGARAN."""

    program: Program
    isian: Isian

    @property
    def realisasi(self) -> Decimal | None:
        """Budget realisation in rupiah, or None."""
        return self.isian["realisasi_anggaran"].angka


@dataclass(frozen=True, slots=True)
class FormulirPeriksa:
    """One returned form."""

    kiriman: Kiriman
    judul: Mapping[tuple[str, str], str]
    """Header by part and column key."""


@dataclass(frozen=True, slots=True)
class PeriodePeriksa:
    """Everything that a period collected.

    Attributes:
        unit: Units that are asked for a form, or have sent one.
        benturan: Cells that two forms fill differently.
    """

    unit: Sequence[Unit]
    baris: Sequence[BarisPeriksa]
    kiriman: Sequence[Kiriman]
    karantina: Sequence[Penerimaan]
    menunggu: Mapping[str, Sequence[str]]
    """Names of files that wait for a choice, by unit."""
    benturan: Sequence[Benturan] = ()
    judul: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Header by part and column key."""
