"""What came back: files, verdicts, submissions and their values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from capaian.model.formulir import KodeFormulir
from capaian.model.nilai import KOSONG, Nilai
from capaian.model.periode import Periode


class Putusan(Enum):
    """The one verdict that every file gets."""

    DITERIMA = "diterima"
    DENGAN_CATATAN = "diterima dengan catatan"
    KARANTINA = "karantina"
    DUPLIKAT = "duplikat"
    DIABAIKAN = "diabaikan"


@dataclass(frozen=True, slots=True)
class Cacat:
    """Why a file could not be used, or what is odd about it. A fact; the rules say what it means.

    Attributes:
        kode: Code of the fact, B01 … or N01 …
        rincian: Named details for the message: `jenis`, `sel`, `lama`, `baru` …
    """

    kode: str
    rincian: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Isian:
    """One row of a returned form.

    Attributes:
        bagian: `isian` or `anggaran`.
        kode: Code of the indikator or sub kegiatan.
        nilai: Input values by column key.
    """

    unit: str
    periode: Periode
    bagian: str
    kode: str
    nilai: Mapping[str, Nilai]

    def __getitem__(self, kolom: str) -> Nilai:
        return self.nilai.get(kolom, KOSONG)


@dataclass(frozen=True, slots=True)
class SelTerkunci:
    """A locked cell that differs from what was issued."""

    bagian: str
    kode: str
    kolom: str
    lama: str
    baru: Nilai


@dataclass(frozen=True, slots=True)
class Benturan:
    """One cell that two forms in force fill differently; neither value is used until one is chosen or corrected.

    Attributes:
        pihak: Unit, receipt number and value of each form that fills it.
    """

    bagian: str
    kode: str
    kolom: str
    pihak: tuple[tuple[str, int, Nilai], ...]


@dataclass(frozen=True, slots=True)
class Kiriman:
    """A returned form that could be read.

    Attributes:
        nomor: Receipt number in the ledger.
        kode: Identity that its carriers agree on.
        isian: Every row that could be identified.
        hilang: Codes that were issued and are not there, by part.
        terkunci: Locked cells that were changed.
        catatan: Facts worth knowing (renamed sheet, hidden sheet, macro …).
    """

    nomor: int
    sha256: str
    nama: str
    kode: KodeFormulir
    isian: tuple[Isian, ...]
    hilang: tuple[tuple[str, str], ...] = ()
    terkunci: tuple[SelTerkunci, ...] = ()
    catatan: tuple[Cacat, ...] = ()


@dataclass(frozen=True, slots=True)
class Penerimaan:
    """One file of the inbox and its verdict.

    Attributes:
        nomor: Receipt number; 0 for files that were only listed.
        nama: Path below the inbox, as data: shown, never opened.
        cacat: Reasons and notes.
        baru: Whether this run recorded it.
        induk: Hash of the zip or mail that it came in; empty for a file of its own.
    """

    nomor: int
    nama: str
    sha256: str
    ukuran: int
    putusan: Putusan
    unit: str = ""
    periode: str = ""
    cacat: tuple[Cacat, ...] = ()
    baru: bool = True
    induk: str = ""

    def names(self, unit: str) -> bool:
        """Whether it is the unit's, or, when nobody can tell, its name holds the unit's code as a word of its own."""
        if self.unit:
            return self.unit == unit
        return unit.casefold() in re.split(r"[^a-z0-9]+", self.nama.casefold())
