"""A rule that the office itself wrote, and the expressions it compares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from capaian.model.finding import Severity
from capaian.model.nilai import CellRef


@dataclass(frozen=True, slots=True)
class Literal:
    """A number."""

    nilai: Decimal


@dataclass(frozen=True, slots=True)
class Reference:
    """A value of an indikator or sub kegiatan: `r("IK-1")`.

    Attributes:
        fungsi: Which value of it: a key of `ACUAN`.
        kode: Code of the indikator or sub kegiatan.
        letak: Place of the code in the text, counted from 1.
    """

    fungsi: str
    kode: str
    letak: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f'{self.fungsi}("{self.kode}")'


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus sign before something."""

    isi: Expression


@dataclass(frozen=True, slots=True)
class Operation:
    """Two things with one of `+ - * /` between them."""

    operator: str
    kiri: Expression
    kanan: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function of several values: `jumlah(…; …)`."""

    nama: str
    isi: tuple[Expression, ...]


Expression = Literal | Reference | Negation | Operation | Call
INDIKATOR, SUB_KEGIATAN = "indikator", "sub kegiatan"


@dataclass(frozen=True, slots=True)
class Acuan:
    """A way to point at a value.

    Attributes:
        milik: Whose value it is: `INDIKATOR` or `SUB_KEGIATAN`.
        uraian: What it is, as messages say it: `realisasi`.
        kolom: Column of the form that it is typed in; empty for values that the office keeps itself.
    """

    milik: str
    uraian: str
    kolom: str = ""


ACUAN = {
    "r": Acuan(INDIKATOR, "realisasi", "realisasi"),
    "sd": Acuan(INDIKATOR, "realisasi sampai dengan periode ini", "realisasi"),
    "t": Acuan(INDIKATOR, "target periode ini"),
    "tsd": Acuan(INDIKATOR, "target sampai dengan periode ini"),
    "tt": Acuan(INDIKATOR, "target setahun"),
    "lalu": Acuan(INDIKATOR, "realisasi periode sebelumnya"),
    "tahunlalu": Acuan(INDIKATOR, "realisasi tahun lalu"),
    "pembilang": Acuan(INDIKATOR, "pembilang", "pembilang"),
    "penyebut": Acuan(INDIKATOR, "penyebut", "penyebut"),
    "pagu": Acuan(SUB_KEGIATAN, "pagu"),
    "anggaran": Acuan(SUB_KEGIATAN, "realisasi anggaran", "realisasi_anggaran"),
}
OPERATOR = ("<=", "<", "=", "<>", ">=", ">")
LEWATI = "lewati"
BILA_KOSONG = (LEWATI, *(s.value for s in reversed(Severity)))
ISIAN_PESAN = ("kiri", "kanan")
"""Placeholders of a message."""
AWALAN_BAWAAN = ("ANG", "B", "FRM", "ISI", "LIN", "N", "SEL", "SKM")
"""What codes of the program's own rules begin with; an office's rule begins with something else."""
KODE_TAMBAHAN = re.compile(r"([A-Z][A-Z0-9]{0,9})-[0-9]{1,4}")
"""The code of a rule that did not come with the program."""


@dataclass(frozen=True, slots=True)
class Sisi:
    """One side of a rule.

    Attributes:
        teks: As the office wrote it.
        isi: What it says.
    """

    teks: str
    isi: Expression

    def rujukan(self) -> tuple[Reference, ...]:
        """Every value it points at, once, from left to right."""
        return tuple(dict.fromkeys(_references(self.isi)))


def _references(e: Expression) -> Iterator[Reference]:
    match e:
        case Reference():
            yield e
        case Negation(isi):
            yield from _references(isi)
        case Operation(_, kiri, kanan):
            yield from _references(kiri)
            yield from _references(kanan)
        case Call(_, bagian):
            for x in bagian:
                yield from _references(x)


@dataclass(frozen=True, slots=True)
class AturanKantor:
    """A rule of the office: the two sides, and what is said when they do not compare as they should.

    Attributes:
        bila_kosong: `lewati`, or how bad it is when a value is missing or a side cannot be computed.
        pesan: With `{kiri}` and `{kanan}` for the values of the sides.
        asal: The cell of its code.
    """

    kode: str
    kiri: Sisi
    operator: str
    kanan: Sisi
    pesan: str
    tingkat: Severity = Severity.PERINGATAN
    bila_kosong: str = LEWATI
    perbaikan: str = ""
    dasar: str = ""
    asal: CellRef | None = None

    @property
    def bunyi(self) -> str:
        """The rule as it was written: `r("IK-1") <= r("IK-2")`."""
        return f"{self.kiri.teks} {self.operator} {self.kanan.teks}"

    def rujukan(self) -> tuple[Reference, ...]:
        """Every value that the rule needs, once, from left to right."""
        return tuple(dict.fromkeys((*self.kiri.rujukan(), *self.kanan.rujukan())))

    @property
    def pokok(self) -> Reference | None:
        """What the rule is about: the first value on it that a unit types; None when it compares none."""
        return next((x for x in self.rujukan() if ACUAN[x.fungsi].kolom), None)
