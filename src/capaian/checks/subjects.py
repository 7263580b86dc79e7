"""What rules look at: a row with everything known about it, so that a rule needs no look-ups."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from capaian.model.kata import StatusData
from capaian.model.kiriman import Benturan, Isian, Kiriman, Penerimaan
from capaian.model.nilai import KOSONG, Keadaan, Nilai
from capaian.model.pengaturan import Kebijakan, SkalaOrdinal
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Program, Riwayat, Unit
from capaian.text.inert import shorten

BAKU = Kebijakan({}, "")
"""The thresholds of an office that set none."""
_STATUS = {s.value: s for s in StatusData}


def tertulis(nilai: Nilai) -> str:
    """Return ` (tertulis «-»)` for a word that says there is nothing, for the message that asks for a value."""
    return f" (tertulis «{shorten(nilai.mentah.strip(), 20)}»)" if nilai.keadaan is Keadaan.NIHIL else ""


@dataclass(frozen=True, slots=True)
class SelPeriksa:
    """One cell that could not be understood, and what it is called on the form."""

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
        target_lalu: Target of the period before in the same year; where results add up, of the year until then.
        jumlah_lalu: Sum of the results before in the same year; None when one is missing or they do not add up.
        tahun_lalu: Result of the year before.
        realisasi: The number that was filled in, or None.
        status: The chosen status, or None when the cell is empty or unreadable.
    """

    indikator: Indikator
    isian: Isian
    target: Decimal | str | None
    lalu: Decimal | str | None
    diukur: bool
    persen: Decimal | None
    kebijakan: Kebijakan
    skala: SkalaOrdinal | None = None
    target_lalu: Decimal | str | None = None
    jumlah_lalu: Decimal | None = None
    tahun_lalu: Decimal | str | None = None
    realisasi: Decimal | None = field(init=False, compare=False, repr=False)
    status: StatusData | None = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Looked up once, since most rules ask for them.
        nilai = self.isian.nilai
        teks = nilai.get("status_data", KOSONG).teks
        object.__setattr__(self, "realisasi", nilai.get("realisasi", KOSONG).angka)
        object.__setattr__(self, "status", _STATUS[teks] if teks else None)

    def kosong(self, kolom: str) -> bool:
        """Whether nothing was written in a column."""
        nilai = self.isian.nilai.get(kolom)
        return nilai is None or nilai.keadaan is Keadaan.KOSONG or nilai.keadaan is Keadaan.NIHIL


@dataclass(frozen=True, slots=True)
class AnggaranPeriksa:
    """One row of the sheet ANGGARAN.

    Attributes:
        anggaran_lalu: Budget realisation of the period before in the same year, in rupiah.
        keluaran_lalu: Output of the period before in the same year.
    """

    program: Program
    isian: Isian
    kebijakan: Kebijakan = BAKU
    anggaran_lalu: Decimal | None = None
    keluaran_lalu: Decimal | None = None

    @property
    def realisasi(self) -> Decimal | None:
        """Budget realisation in rupiah, or None."""
        return self.isian["realisasi_anggaran"].angka

    @property
    def keluaran(self) -> Decimal | None:
        """The output since January, or None."""
        return self.isian["realisasi_keluaran"].angka


@dataclass(frozen=True, slots=True)
class FormulirPeriksa:
    """One returned form."""

    kiriman: Kiriman
    judul: Mapping[tuple[str, str], str]
    """Header by part and column key."""
    diterima: date | None = None
    """Day on which the first usable form of the unit came."""
    tenggat: date | None = None
    """Day by which it was to come back."""


@dataclass(frozen=True, slots=True)
class RiwayatPeriksa:
    """The result of last year in the table Riwayat, and what the forms of last year make it.

    Attributes:
        laporan: The result of the year from its forms in force.
    """

    indikator: Indikator
    riwayat: Riwayat
    laporan: Nilai


@dataclass(frozen=True, slots=True)
class PeriodePeriksa:
    """Everything that a period collected.

    Attributes:
        unit: Units that are asked for a form, or have sent one.
        benturan: Cells that two forms fill differently.
        periode: The period; None where no rule needs it.
        hari: The day of the check; None when nobody said.
        riwayat: What last year's report said, beside the table Riwayat.
        dalam_batas: Units whose deadline has not passed on the day of the check: that they have not sent is no breach.
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
    periode: Periode | None = None
    hari: date | None = None
    kebijakan: Kebijakan = BAKU
    riwayat: Sequence[RiwayatPeriksa] = ()
    dalam_batas: Collection[str] = ()
