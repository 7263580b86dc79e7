"""What `--json` prints where it is not the record of a step itself: only what a program outside may rely on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from capaian.model.capaian import Capaian, Rekap, SerapanAnggaran
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.hasil import BelumKirim
from capaian.model.keadaan import HasilStatus
from capaian.model.lke import Kekurangan
from capaian.model.narasi import Sisa
from capaian.model.nilai import CellRef
from capaian.model.pengesahan import Pengesahan
from capaian.model.putaran import Gerak, Gugur, Pemeriksaan, Perubahan, TemuanDikecualikan
from capaian.model.register import StatusUnit


@dataclass(frozen=True, slots=True)
class DokumenKiriman:
    """A submission that was put in force or withdrawn."""

    unit: str
    nama: str
    sha256: str


@dataclass(frozen=True, slots=True)
class BarisTemuan:
    """A finding with the number that it keeps for the whole period; `penjelasan` holds the unit's words, if any."""

    nomor: int
    kabar: str
    dapat_dikecualikan: bool
    kunci: Kunci
    severity: Severity
    pesan: str
    diharapkan: str
    perbaikan: str
    dasar: str
    asal: CellRef | None
    nama_butir: str
    penjelasan: str


@dataclass(frozen=True, slots=True)
class DokumenSejak:
    """What changed since the validation before."""

    pemeriksaan: int
    sebelumnya: Pemeriksaan | None
    gerak: Gerak
    selesai: tuple[Perubahan, ...]


@dataclass(frozen=True, slots=True)
class DokumenTemuan:
    """What `validate` found; `jumlah` counts all findings by severity, `temuan` those that were asked for."""

    putusan: str
    jumlah: Mapping[str, int]
    n_kiriman: int
    n_baris: int
    sejak: DokumenSejak
    temuan: tuple[BarisTemuan, ...]
    dikecualikan: tuple[TemuanDikecualikan, ...]
    gugur: tuple[Gugur, ...]
    unit: tuple[StatusUnit, ...]
    berkas: str
    belum: tuple[BelumKirim, ...] = ()


@dataclass(frozen=True, slots=True)
class DokumenRekap:
    """The rekap of a period: by sasaran, by unit, of the office, of the budget, and each indikator."""

    periode: str
    sasaran: tuple[Rekap, ...]
    unit: tuple[Rekap, ...]
    dinas: Rekap
    anggaran: tuple[SerapanAnggaran, ...]
    indikator: tuple[Capaian, ...]
    berkas: Path
    data: Path | None


@dataclass(frozen=True, slots=True)
class DokumenKriteria:
    """One criterion of the self-check, with how much of it is covered in percent."""

    kode: str
    komponen: str
    uraian: str
    dasar: str
    n: int
    terpenuhi: int
    kekurangan: tuple[Kekurangan, ...]
    saran: str
    persen: Decimal | None


@dataclass(frozen=True, slots=True)
class DokumenPeriksaDiri:
    """The self-check, and what only people can judge."""

    kriteria: tuple[DokumenKriteria, ...]
    dinilai_orang: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DokumenReviu:
    """The working paper: part, statement, whether it is met (null: the reviewer judges), evidence."""

    berkas: tuple[str, ...]
    butir: tuple[tuple[str, str, bool | None, str], ...]
    pengesahan: Pengesahan


@dataclass(frozen=True, slots=True)
class DokumenTindakan:
    """An act on a report: where it stands now, what comes next, which files were written."""

    pengesahan: Pengesahan
    berikutnya: str
    berkas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DokumenPengingat:
    """The text for one late unit, and where it stands."""

    unit: str
    teks: str
    berkas: str


@dataclass(frozen=True, slots=True)
class DokumenSisa:
    """What was found in a text that belongs to another report."""

    berkas: str
    sisa: tuple[Sisa, ...]


@dataclass(frozen=True, slots=True)
class DokumenDasbor:
    """What the page shows: where the cycle stands, the numbers, and the findings of the last validation."""

    periode: str
    data: str
    per: datetime
    berkas: str
    status: HasilStatus
    dinas: Rekap
    sasaran: tuple[Rekap, ...]
    unit: tuple[Rekap, ...]
    indikator: tuple[Capaian, ...]
    anggaran: tuple[SerapanAnggaran, ...]
    temuan: tuple[Finding, ...]
    dikecualikan: int
