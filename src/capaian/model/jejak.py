"""From a number back to the cell that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from capaian.model.nilai import CellRef


@dataclass(frozen=True, slots=True)
class Penerimaan:
    """How the file of a cell came in.

    Attributes:
        nomor: Receipt number.
        nama: Name of the file as it was received.
        unit: Unit that it speaks for.
        waktu: When it was taken in, and by whom (`pelaku`).
        arsip: Where its bytes are kept, below the office folder.
        keadaan: `berlaku`, `diganti`, `menunggu` or `ditarik`.
        menggantikan: Names of the versions that it replaced.
    """

    nomor: int
    nama: str
    unit: str
    waktu: datetime | None
    pelaku: str
    arsip: str
    keadaan: str
    menggantikan: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catatan:
    """A finding about a value: open, or accepted by a named person.

    Attributes:
        alasan: Why it was accepted; empty while it is open.
        oleh: Who accepted it.
    """

    kode: str
    tingkat: str
    pesan: str
    alasan: str = ""
    oleh: str = ""
    waktu: datetime | None = None


@dataclass(frozen=True, slots=True)
class SelAsal:
    """One cell.

    Attributes:
        apa: What it holds: `realisasi TW IV`, `target`.
        nilai: The value that was used, as text; empty when none was.
        tertulis: Exactly what stands in the cell.
        catatan: How it was read, when that is not as it stands.
        dokumen: Document of a target, with its source.
        penerimaan: The received file; None for a cell of the office's own tables.
    """

    apa: str
    nilai: str
    tertulis: str
    sel: CellRef | None
    catatan: str = ""
    dokumen: str = ""
    penerimaan: Penerimaan | None = None


@dataclass(frozen=True, slots=True)
class Anggota:
    """One member of a mean or a sum; `alasan` says why it was left out."""

    kode: str
    nama: str
    nilai: Decimal | None
    alasan: str = ""


@dataclass(frozen=True, slots=True)
class Jejak:
    """A number, how it was made, and what it was made from.

    Attributes:
        nama: What it is: `capaian IK-1.2`.
        uraian: In words: the name of the indicator, sasaran, unit or budget line.
        nilai: Unrounded; None when it cannot be computed, and `alasan` says why.
        tercetak: As the report prints it.
        rumus: The formula in words, with its basis.
        hitungan: The same with its numbers; empty when nothing was computed.
        langkah: Steps that acted: accumulation, floor, cap.
        predikat: Label and the rule that gave it.
        sel: Cells.
        anggota: Members of a mean or a sum.
        catatan: Findings and waivers.
    """

    nama: str
    uraian: str
    nilai: Decimal | str | None
    tercetak: str
    satuan: str = ""
    rumus: str = ""
    dasar: str = ""
    hitungan: str = ""
    langkah: tuple[str, ...] = ()
    predikat: str = ""
    alasan: str = ""
    sel: tuple[SelAsal, ...] = ()
    anggota: tuple[Anggota, ...] = ()
    catatan: tuple[Catatan, ...] = ()


@dataclass(frozen=True, slots=True)
class HasilJejak:
    """What was found for a code or a printed number.

    Attributes:
        dicari: What was asked.
        jejak: One, or several when the number stands for several things.
        lama: A sentence when the draft is older than the data.
    """

    dicari: str
    jejak: tuple[Jejak, ...]
    lama: str = ""
