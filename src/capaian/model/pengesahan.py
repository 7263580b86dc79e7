"""A report on its way: who holds it, what was noted, and what that allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Tahap(Enum):
    """Where a report stands; see `register.approval` for what leads from one to another."""

    BELUM = "belum disusun"
    DRAF = "draf"
    DISERAHKAN = "direviu"
    DIKEMBALIKAN = "dikembalikan"
    DISETUJUI = "disetujui"
    DISAHKAN = "disahkan"
    DIKIRIM = "dikirim"
    DITERIMA = "diterima"


@dataclass(frozen=True, slots=True)
class CatatanReviu:
    """One note of a review.

    Attributes:
        nomor: Counts the notes of the period, from 1.
        draf: The draft it was made on.
        asal: Who noted it, or where it was read: `komentar Word, SITI`.
        tempat: Text beside it, when it was read from Word.
        jawaban: What was done about it; empty while it is open.
    """

    nomor: int
    draf: int
    teks: str
    asal: str = ""
    tempat: str = ""
    jawaban: str = ""

    @property
    def terbuka(self) -> bool:
        """Whether it waits for an answer."""
        return not self.jawaban


@dataclass(frozen=True, slots=True)
class TandaTangan:
    """An electronic signature of a PDF, as far as the file itself shows it.

    Attributes:
        nama: Name on the certificate; whether to trust it is not judged.
        utuh: The signed bytes are what was signed.
        menyeluruh: It covers the whole file: nothing was added afterwards.
        waktu: When, as the signer's computer said.
    """

    nama: str
    utuh: bool
    menyeluruh: bool
    waktu: str = ""


@dataclass(frozen=True, slots=True)
class Pengesahan:
    """Where the report of a period stands.

    Attributes:
        draf: Number of the last draft.
        sidik_draf: Fingerprint of what that draft says.
        diserahkan: Fingerprint of the draft that was handed over last.
        bekal: Fingerprint of everything the accepted report is made from; empty before.
        cepat: A fingerprint of the same that is quick to take, for `status`; before the acceptance, of the last draft.
        sha256: Hash of the approved document.
        pdf_sha256: Hash of its PDF; empty without one.
        ttd_sha256: Hash of the signed PDF that was registered; empty before.
        terakhir: Day of the last act; a later one cannot be dated before it.
        gugur: A sentence when an acceptance no longer holds because the draft changed.
    """

    tahap: Tahap = Tahap.BELUM
    draf: int = 0
    sidik_draf: str = ""
    diserahkan: str = ""
    bekal: str = ""
    cepat: str = ""
    sha256: str = ""
    pdf_sha256: str = ""
    bundel_sha256: str = ""
    ttd_sha256: str = ""
    terakhir: date | None = None
    gugur: str = ""
    catatan: tuple[CatatanReviu, ...] = ()

    @property
    def terbuka(self) -> tuple[CatatanReviu, ...]:
        """Notes that wait for an answer."""
        return tuple(c for c in self.catatan if c.terbuka)

    @property
    def terkunci(self) -> bool:
        """Whether the report is approved: its data and document are frozen until it is reopened."""
        return self.tahap in (Tahap.DISAHKAN, Tahap.DIKIRIM, Tahap.DITERIMA)
