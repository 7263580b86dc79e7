"""Where the cycle of a period stands, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from capaian.model.pengesahan import Pengesahan
from capaian.model.periode import Periode
from capaian.model.register import Langkah, StatusUnit


@dataclass(frozen=True, slots=True)
class KeadaanLangkah:
    """One step and whether it is done: `selesai`, `berjalan` or `belum`."""

    langkah: Langkah
    keadaan: str
    waktu: str = ""
    mulai: datetime | None = None
    selesai: datetime | None = None
    terpakai: str = ""
    """Working time it took, in the unit of its standard."""
    lewat: int = 0
    """How much more than the standard, in its unit."""


@dataclass(frozen=True, slots=True)
class HasilStatus:
    """Where the cycle of a period stands.

    Attributes:
        sumber: The period whose forms hold the data, where that is another one: the units, the deadline and steps 4
            to 7 are of it.
    """

    periode: Periode
    unit: tuple[StatusUnit, ...]
    langkah: tuple[KeadaanLangkah, ...]
    berikutnya: tuple[str, ...]
    tenggat: date | None
    sisa_hari_kerja: int | None
    segel: str
    pemegang: str = ""
    """Who holds the ball: the actor of the first step that is not done."""
    laporan: Pengesahan = field(default_factory=Pengesahan)
    sumber: Periode | None = None
    berubah: bool = False
    """Data, tables or templates changed since the report was accepted or approved, or since its last draft."""
    belum_diantar: tuple[str, ...] = ()
    """Units whose form was issued, and whose dispatch nobody recorded."""
