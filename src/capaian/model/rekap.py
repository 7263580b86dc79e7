"""What the rekap of a period is made from: every number with what it is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from capaian.model.capaian import Capaian, Rekap, SerapanAnggaran
from capaian.model.formulir import Perhitungan
from capaian.model.kiriman import Isian
from capaian.model.lke import HasilKriteria
from capaian.model.pengaturan import Pengaturan
from capaian.model.perbandingan import Perbandingan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Siklus, Unit


@dataclass(frozen=True, slots=True)
class BarisRekap:
    """One indicator.

    Attributes:
        hitung: How the workbook computes it; its `deret` ends with the value of the period itself.
        setahun: Lower and upper end of the target of the year (both the target when it is one number or score);
            None when there is none.
        mentah_tahun: The result against the target of the year, before floor and cap; None when it cannot be computed.
        bidang: The bidang that answers for it, itself or through a sub-unit.
    """

    indikator: Indikator
    capaian: Capaian
    hitung: Perhitungan
    setahun: tuple[Decimal, Decimal] | None
    mentah_tahun: Decimal | None
    bidang: str
    perbandingan: Perbandingan


@dataclass(frozen=True, slots=True)
class BukuRekap:
    """Everything that the workbook and the data files say.

    Attributes:
        data: Period of the forms; another one than `periode` when a semester or a year is reported from quarters.
        serapan: As `analysis.serapan` returns it.
        anggaran: By code of a sub kegiatan: its row in each period of the year up to `data`, None where there is none.
        isian: Rows of indicators by code.
        belum: Units that have not sent a usable form.
    """

    pengaturan: Pengaturan
    siklus: Siklus
    periode: Periode
    data: Periode
    baris: tuple[BarisRekap, ...]
    sasaran: tuple[Rekap, ...]
    unit: tuple[Rekap, ...]
    dinas: Rekap
    serapan: tuple[SerapanAnggaran, ...]
    anggaran: Mapping[str, tuple[Isian | None, ...]]
    isian: Mapping[str, Isian]
    belum: tuple[Unit, ...] = ()

    def kepala(self, judul: str) -> tuple[str, ...]:
        """Return the lines above a table: what it is, whose, and that figures are samples when they are."""
        instansi = self.pengaturan.instansi
        contoh = (self.pengaturan.contoh,) if self.pengaturan.contoh else ()
        return (f"{judul} {self.periode.label}", f"{instansi.nama} {instansi.daerah}".strip(), *contoh)


@dataclass(frozen=True, slots=True)
class HasilRekap:
    """The rekap that was written.

    Attributes:
        berkas: The workbook.
        data: Folder of the data package; None when it was not asked for.
        kriteria: The self-check against the evaluation of SAKIP.
    """

    buku: BukuRekap
    berkas: Path
    data: Path | None
    kriteria: tuple[HasilKriteria, ...]
