"""The loop of step 7: what becomes of a finding from one validation to the next, and who accepted one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from capaian.model.finding import Finding, Kunci, Severity


class KeadaanTemuan(Enum):
    """Where a finding stands after a validation."""

    TERBUKA = "terbuka"
    DIKECUALIKAN = "dikecualikan"
    """A named person accepted it."""
    SELESAI = "selesai"
    """The rule no longer speaks."""


@dataclass(frozen=True, slots=True)
class Perubahan:
    """A finding that came to another state in a validation.

    Attributes:
        pemeriksaan: Number of the validation in its period.
        nomor: Number of the finding in its period; a key keeps its number for good.
        pesan: What the finding said; when it was closed, what it said last.
    """

    pemeriksaan: int
    nomor: int
    kunci: Kunci
    severity: Severity
    keadaan: KeadaanTemuan
    pesan: str
    nama_butir: str = ""


@dataclass(frozen=True, slots=True)
class Pemeriksaan:
    """One validation whose outcome differed from the one before.

    Attributes:
        nomor: From 1, within the period.
        kesalahan: Errors that stood, those that were waived not among them; so are the next two.
        dikecualikan: Findings that a waiver covered.
    """

    nomor: int
    waktu: datetime
    oleh: str
    kesalahan: int
    peringatan: int
    catatan: int
    dikecualikan: int


@dataclass(frozen=True, slots=True)
class Gerak:
    """How findings moved in one validation. Notes ask for nothing and are not followed.

    Attributes:
        tetap: Open before and after.
        dikecualikan: Covered by a waiver now, and not before.
    """

    baru: int = 0
    tetap: int = 0
    selesai: int = 0
    terbuka_lagi: int = 0
    dikecualikan: int = 0

    @property
    def berubah(self) -> bool:
        """Whether anything moved."""
        return bool(self.baru or self.selesai or self.terbuka_lagi or self.dikecualikan)


@dataclass(frozen=True, slots=True)
class RekapRiwayat:
    """How often a rule spoke to a unit in a period.

    Attributes:
        temuan: Different findings, over all validations.
        terbuka: How many of them are open now; so `dikecualikan` and `selesai`, which add up to `temuan`.
        terbuka_lagi: How often one opened again.
    """

    unit: str
    kode: str
    temuan: int
    terbuka: int
    dikecualikan: int
    selesai: int
    terbuka_lagi: int


@dataclass(frozen=True, slots=True)
class Patokan:
    """What a waiver was made against; when it differs, the waiver has expired.

    Attributes:
        nilai: Values of the row by column key, `80` and `80,0` alike.
        angka: Numbers in the message of the finding, in their order.
    """

    nilai: Mapping[str, str]
    angka: tuple[str, ...]


class StatusPengecualian(Enum):
    """Whether a waiver counts."""

    BERLAKU = "berlaku"
    DITARIK = "ditarik"
    GUGUR = "gugur"
    """It expired: the value changed, or the finding is gone."""


@dataclass(frozen=True, slots=True)
class Pengecualian:
    """A finding that a named person accepted.

    Attributes:
        urut: Number of the event that recorded it.
        nomor: Number of the finding in its period.
        pesan: What the finding said when it was accepted.
        mentah: What stood in the cell, exactly as typed; empty when the finding has no cell.
        akhir: When it was withdrawn or expired.
        akhir_oleh: Who withdrew it, or whose validation noticed that it had expired.
        akhir_sebab: Why it ended.
    """

    urut: int
    nomor: int
    kunci: Kunci
    severity: Severity
    pesan: str
    nama_butir: str
    mentah: str
    patokan: Patokan
    alasan: str
    oleh: str
    waktu: datetime
    status: StatusPengecualian = StatusPengecualian.BERLAKU
    akhir: datetime | None = None
    akhir_oleh: str = ""
    akhir_sebab: str = ""


@dataclass(frozen=True, slots=True)
class TemuanDikecualikan:
    """A finding beside the waiver that covers it."""

    temuan: Finding
    pengecualian: Pengecualian


@dataclass(frozen=True, slots=True)
class Gugur:
    """A waiver that no longer fits what came in.

    Attributes:
        sebab: Why, in Indonesian.
        baru: What stands there now.
    """

    pengecualian: Pengecualian
    sebab: str
    baru: Patokan
