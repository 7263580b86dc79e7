"""Computed achievement and its roll-up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from capaian.model.nilai import CellRef, Nilai
from capaian.model.periode import Periode


class Alasan(Enum):
    """Why capaian cannot be computed: a closed list, each with its words for the report."""

    BELUM_ADA_DATA = "belum ada data realisasi"
    BELUM_TERSEDIA = "data belum tersedia pada sumbernya"
    TAK_TERBACA = "realisasi belum dapat dibaca sebagai nilai yang pasti"
    DITAHAN = "isiannya memuat kesalahan yang belum diperbaiki"
    TIDAK_DIUKUR = "tidak diukur pada periode ini"
    TIDAK_DILAKSANAKAN = "kegiatan tidak dilaksanakan"
    TARGET_TIDAK_ADA = "target belum ditetapkan"
    TARGET_NOL = "target nol, sehingga persentase tidak dapat dihitung"
    REALISASI_NOL = "realisasi nol tidak dapat dibandingkan dengan rumus target dibagi realisasi"
    TARGET_NEGATIF = "target negatif, sehingga persentase tidak bermakna"
    REALISASI_NEGATIF = "realisasi negatif tidak dapat dibandingkan dengan rumus target dibagi realisasi"
    RIWAYAT_KURANG = "realisasi triwulan sebelumnya belum lengkap"


@dataclass(frozen=True, slots=True)
class Capaian:
    """Achievement of one indicator in one period.

    Attributes:
        target: Target of the period, with its origin.
        realisasi: Result for the period after accumulation, with the origin of what was typed.
        sumber: Every value that went into `realisasi`, for tracing.
        persen: Achievement in percent, unrounded, after floor and cap; None when it cannot be computed.
        mentah: Achievement before floor and cap.
        alasan: Why it cannot be computed.
        rumus: Name of the formula, `uraian_rumus` its text.
        jejak: Steps that acted (accumulation, floor, cap), in Indonesian.
        predikat: Label on the office's scale, decided on the unrounded value.
    """

    indikator: str
    unit: str
    sasaran: str
    periode: Periode
    target: Nilai
    realisasi: Nilai
    sumber: tuple[Nilai, ...]
    persen: Decimal | None
    mentah: Decimal | None
    alasan: Alasan | None
    rumus: str
    uraian_rumus: str
    jejak: tuple[str, ...] = ()
    predikat: str = ""
    persen_tahun: Decimal | None = None
    """Achievement against the target of the year, in percent."""
    sel_target: tuple[CellRef, ...] = ()
    """Every cell that the target was made from; `target` names the last of them."""
    rumus_target: str = ""
    """How the target was made from several cells; empty when it stands in one."""

    @property
    def tercapai(self) -> bool | None:
        """Whether the target was reached; None when it cannot be told."""
        return None if self.persen is None else self.persen >= 100


@dataclass(frozen=True, slots=True)
class Rekap:
    """The mean of a group.

    Attributes:
        kode: Code of the sasaran or unit; `DINAS` for the office.
        n: Indicators counted.
        n_kosong: Indicators left out because they cannot be computed.
        n_tercapai: Indicators at 100 percent or more.
        persen: Simple mean in percent, unrounded; None when n is 0.
    """

    kode: str
    n: int
    n_kosong: int
    n_tercapai: int
    persen: Decimal | None
    predikat: str = ""


@dataclass(frozen=True, slots=True)
class SerapanAnggaran:
    """Budget realisation of one line or of a sum of lines.

    Attributes:
        pagu: Budget in rupiah.
        realisasi: Realisation in rupiah; None when no line reported.
        persen: Sum of realisation over sum of budget, in percent; None without realisation or budget.
        n_kosong: Lines without a realisation, left out of `realisasi` and of nothing else.
    """

    kode: str
    nama: str
    tingkat: str
    sasaran: str
    unit: str
    pagu: Decimal
    realisasi: Decimal | None
    persen: Decimal | None
    n_kosong: int
    sumber: tuple[Nilai, ...] = ()
