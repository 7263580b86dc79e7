"""What each step of the procedure returns: shown as tables or as one JSON document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from capaian.model.capaian import Capaian, Rekap, SerapanAnggaran
from capaian.model.finding import Finding, Severity
from capaian.model.formulir import KodeFormulir
from capaian.model.kiriman import Isian, Penerimaan, Putusan
from capaian.model.koreksi import PaketKoreksi
from capaian.model.periode import Periode
from capaian.model.register import Langkah, StatusUnit
from capaian.model.skema import Unit


@dataclass(frozen=True, slots=True)
class FormulirTerbit:
    """One form of a run of `init-forms`."""

    unit: Unit
    kode: KodeFormulir
    berkas: Path
    baru: bool
    tenggat: date
    n_indikator: int
    n_sub_kegiatan: int
    surat: Path
    """The surat pengantar that goes with it; the forms of one bidang share it."""


@dataclass(frozen=True, slots=True)
class HasilKumpul:
    """What a run of `collect` found."""

    penerimaan: tuple[Penerimaan, ...]
    alasan: Mapping[str, tuple[tuple[str, str], ...]]
    """Message and remedy of each reason and note, by file name."""
    unit: tuple[StatusUnit, ...]

    @property
    def jumlah(self) -> Counter[Putusan]:
        """Files per verdict; the sum is the number of files seen."""
        return Counter(p.putusan for p in self.penerimaan)


@dataclass(frozen=True, slots=True)
class HasilPeriksa:
    """What `validate` found.

    Attributes:
        berkas: The list of all units, for the office.
        paket: The return pack of each unit that has errors or warnings.
    """

    temuan: tuple[Finding, ...]
    berkas: Path
    unit: tuple[StatusUnit, ...]
    n_kiriman: int
    n_baris: int
    paket: tuple[PaketKoreksi, ...] = ()

    @property
    def temuan_tampil(self) -> tuple[Finding, ...]:
        """Errors and warnings by unit, worst first; notes ask for nothing and stay in the ledger."""
        perlu = [f for f in self.temuan if f.severity is not Severity.CATATAN]
        return tuple(sorted(perlu, key=lambda f: (f.kunci.unit == "", f.kunci.unit)))

    def jumlah(self, severity: Severity) -> int:
        """How many findings of a severity there are."""
        return sum(f.severity is severity for f in self.temuan)


@dataclass(frozen=True, slots=True)
class Hitungan:
    """Everything that was computed for a period."""

    capaian: tuple[Capaian, ...]
    rekap_sasaran: tuple[Rekap, ...]
    rekap_unit: tuple[Rekap, ...]
    rekap_dinas: Rekap
    serapan: tuple[SerapanAnggaran, ...]
    temuan: tuple[Finding, ...]
    isian: tuple[Isian, ...]


@dataclass(frozen=True, slots=True)
class HasilLaporan:
    """The draft that `build_report` wrote."""

    berkas: Path
    jejak: Path
    hitungan: Hitungan
    n_angka: int
    unit_belum: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class KeadaanLangkah:
    """One step and whether it is done: `selesai`, `berjalan` or `belum`."""

    langkah: Langkah
    keadaan: str
    waktu: str = ""


@dataclass(frozen=True, slots=True)
class HasilStatus:
    """Where the cycle of a period stands."""

    periode: Periode
    unit: tuple[StatusUnit, ...]
    langkah: tuple[KeadaanLangkah, ...]
    berikutnya: tuple[str, ...]
    tenggat: date | None
    sisa_hari_kerja: int | None
    segel: str
