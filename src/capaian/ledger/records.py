"""What the ledger gives back beside the records of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from capaian.model.formulir import KodeFormulir
from capaian.model.kiriman import Cacat, Kiriman

KeadaanKiriman = Literal["berlaku", "diganti", "menunggu", "ditarik"]
"""In force, replaced by a newer version, waiting for a person to choose, withdrawn."""

Tetap = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Locked values of an issued form: part → row code → column key → text."""


@dataclass(frozen=True, slots=True)
class FormulirTercatat:
    """A form as it was issued.

    Attributes:
        sha256: Hash of the archived workbook.
        tetap: Its locked values; a returned form is compared with these.
        isi_hash: Hash of the contents it was made from, to tell whether a new issue is needed.
        urut: Event that recorded it.
    """

    kode: KodeFormulir
    sha256: str
    tetap: Tetap
    isi_hash: str
    urut: int


@dataclass(frozen=True, slots=True)
class KirimanTercatat:
    """A submission with its place among the versions of its unit.

    Attributes:
        diubah: Time of change that the file itself names, as text; information only, empty when it names none.
    """

    kiriman: Kiriman
    keadaan: KeadaanKiriman
    diubah: str


@dataclass(frozen=True, slots=True)
class Kedudukan:
    """A submission without its values: where it stands among the versions of its unit.

    Attributes:
        ditimbang: Whether it was weighed against the other versions; False between reading and the end of a run.
        versi: What weighing said about it (N11, N12, B18 …).
    """

    nomor: int
    unit: str
    periode: str
    nama: str
    sha256: str
    keadaan: KeadaanKiriman
    diubah: str
    ditimbang: bool
    versi: tuple[Cacat, ...] = ()
