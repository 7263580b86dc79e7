"""An issued form: which rows a unit gets, with every locked value."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from capaian.model.kata import Lampu
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Program, Riwayat, Sasaran, Target

Isi = Decimal | str | None
KODE_SAH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")
"""Codes of offices and units: they become part of file names, sheet names and the identity of a form."""
SARAN_KODE = "Pakai huruf, angka, titik, dan tanda hubung saja, paling banyak 30, misalnya IND."


@dataclass(frozen=True, slots=True)
class KodeFormulir:
    """The identity of a form, written `DISPERINAKER/2025-TW4/IND/1/K7QX`.

    Attributes:
        kantor: Code of the office.
        terbitan: Issue number, 1 for the first.
    """

    kantor: str
    periode: Periode
    unit: str
    terbitan: int

    @property
    def cek(self) -> str:
        """Four characters against typing errors (not against forgery)."""
        digest = hashlib.sha256(self._inti.encode()).digest()
        return base64.b32encode(digest)[:4].decode()

    @property
    def _inti(self) -> str:
        return f"{self.kantor}/{self.periode}/{self.unit}/{self.terbitan}"

    def __str__(self) -> str:
        return f"{self._inti}/{self.cek}"

    @classmethod
    def parse(cls, teks: str) -> KodeFormulir | None:
        """Read a code; None when it is none or its check characters do not fit."""
        return _parsed(teks) if len(teks) < 200 else None

    @classmethod
    def _parse(cls, teks: str) -> KodeFormulir | None:
        bagian = teks.strip().split("/")
        if len(bagian) != 5 or not bagian[3].isdecimal() or len(bagian[3]) > 4:
            return None
        try:
            kode = cls(bagian[0], Periode.parse(bagian[1]), bagian[2], int(bagian[3]))
        except ValueError:
            return None
        return kode if kode.cek == bagian[4] else None


@lru_cache(maxsize=1024)
def _parsed(teks: str) -> KodeFormulir | None:
    # Five carriers of one form say the same code.
    return KodeFormulir._parse(teks)


@dataclass(frozen=True, slots=True)
class BarisIndikator:
    """What a row of the sheet ISIAN is made from.

    Attributes:
        target: Targets in force; None when the schema has none.
        target_periode: Target that holds for the period of the form.
        lalu: Result of the period before, in the same year.
        tahun_lalu: Result of the year before.
        diukur: Whether the indicator is measured in this period.
    """

    no: int
    periode: Periode
    indikator: Indikator
    sasaran: Sasaran
    target: Target | None
    target_periode: Decimal | str | None
    lalu: Riwayat | None
    tahun_lalu: Riwayat | None
    diukur: bool
    rumus: str
    """The formula of capaian in words."""


@dataclass(frozen=True, slots=True)
class BarisAnggaran:
    """What a row of the sheet ANGGARAN is made from."""

    no: int
    program: Program
    periode: Periode


@dataclass(frozen=True, slots=True)
class BarisFormulir:
    """One row of a form.

    Attributes:
        kode: Code of the indikator or sub kegiatan: the key of the row.
        tetap: Locked values by column key.
        desimal: Decimal places of the value columns; None when the value is a text.
        pilihan: Allowed words, when the value is a level of an ordinal scale.
        tutup: Input columns that this row does not ask for.
        sifat: What conditions of the sheet CEK may ask about the row: `bagian`, `persen`, `cacah`, `diukur`,
            `berkeluaran`.
    """

    kode: str
    tetap: Mapping[str, Isi]
    satuan: str
    desimal: int | None = 2
    pilihan: tuple[str, ...] = ()
    tutup: frozenset[str] = frozenset()
    sifat: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Perhitungan:
    """How the form itself computes the capaian of one indicator.

    Attributes:
        rumus: Excel expression of the formula, as `formulas.rumus` registers it.
        akumulasi: Excel expression of the accumulation, as `formulas.accumulation` registers it.
        target: Target of the period as a number or score; None when it is a range or was not set.
        bawah: Lower end of a range, or the target; None when none was set.
        atas: Upper end.
        deret: Earlier periods of the year: a number, a text for a missing one, None for one not to be measured.
        skor: Scores of the levels when the value is a word.
        terjadwal: Whether a result is planned for this period, so that an empty cell is a gap.
    """

    rumus: str
    akumulasi: str
    target: Decimal | None
    bawah: Decimal | None
    atas: Decimal | None
    deret: tuple[Isi, ...]
    skor: Mapping[str, int]
    terjadwal: bool


@dataclass(frozen=True, slots=True)
class SyaratCek:
    """A rule that the sheet CEK looks after: its condition in Excel, and the rule's own sentence.

    Attributes:
        bagian: `isian`, `anggaran`, or `sel` for every input cell with a number or a list.
        kode: Code of the rule.
        excel: Condition with column keys as placeholders; see `rules.rule`.
        kalimat: What to do.
    """

    bagian: str
    kode: str
    lampu: Lampu
    excel: str
    kalimat: str


FAKTA_BARIS = ("posisi", "kumulatif", "target_lalu", "jumlah_lalu", "anggaran_lalu", "keluaran_lalu")
"""What conditions of CEK may name besides the columns of a row: whether its results are a position or add up, the
target of the period before, the sum of the results before, and the budget line of the period before."""


@dataclass(frozen=True, slots=True)
class Langsung:
    """Everything that the form computes while it is being filled.

    Attributes:
        baris: By code of the indicator.
        batas: Floor and cap as an Excel expression of `{C}`.
        predikat: The scale of the office as an Excel expression of `{C}`.
        syarat: Conditions of the sheet CEK, the most urgent first.
        tetapan: Numbers of the office that conditions name.
        fakta: Numbers of a row that conditions name and that stand in no column, by code: `FAKTA_BARIS`.
    """

    baris: Mapping[str, Perhitungan]
    batas: str
    predikat: str
    syarat: tuple[SyaratCek, ...] = ()
    tetapan: Mapping[str, Decimal] = field(default_factory=dict)
    fakta: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Formulir:
    """A form as it is issued.

    Attributes:
        baris: Rows by part (`isian`, `anggaran`).
        petunjuk: Paragraphs of the sheet PETUNJUK; those that start with `# ` are headings.
        penanda_tangan: Lines of the signature block.
        pemerintah: First line of the letterhead.
        alamat: Last line of the letterhead; empty when the office has not set it.
        langsung: What the form computes; None leaves those columns empty.
        versi: Short hash over what the form asks.
    """

    kode: KodeFormulir
    instansi: str
    daerah: str
    nama_unit: str
    judul: str
    tenggat: date
    tanggal: date
    baris: Mapping[str, tuple[BarisFormulir, ...]]
    petunjuk: tuple[str, ...]
    penanda_tangan: tuple[str, ...]
    catatan: str = ""
    pemerintah: str = ""
    alamat: str = ""
    langsung: Langsung | None = None
    versi: str = ""
