"""Letters: what comes in and what the heads write on it (SOP steps 1 to 3), and what goes out with one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

HARAP = ("Tanggapan dan Saran", "Proses lebih lanjut", "Koordinasi/Konfirmasi")
"""What a disposisi usually asks for."""


@dataclass(frozen=True, slots=True)
class Naskah:
    """One line of a surat pengantar: what is sent, and how many files that is."""

    teks: str
    jumlah: int = 1


@dataclass(frozen=True, slots=True)
class Pembubuh:
    """The official who wrote a disposisi, as in office on its day."""

    peran: str
    jabatan: str
    nama: str
    pangkat: str
    nip: str


@dataclass(frozen=True, slots=True)
class Disposisi:
    """One disposisi.

    Attributes:
        kepada: Positions it passes the letter on to.
        harap: What it asks for, of `HARAP` or in the official's own words.
        catatan: The instruction.
        batas: Day until which it is to be done; None when none was set.
        urut: Number of the event that records it.
    """

    pembubuh: Pembubuh
    tanggal: date
    kepada: tuple[str, ...]
    harap: tuple[str, ...]
    catatan: str
    batas: date | None
    urut: int

    @property
    def kata(self) -> str:
        """What it says, as one text."""
        return ". ".join(x.rstrip(".") for x in ("; ".join(self.harap), self.catatan) if x) + "."


@dataclass(frozen=True, slots=True)
class SuratMasuk:
    """One line of the daftar pengendali surat masuk.

    Attributes:
        agenda: Number in the agenda of `tahun`; it restarts each year.
        nomor: Number that the sender gave it, as written; never judged, since every office numbers its own way.
        tanggal: Date of the letter.
        diterima: Day of receipt; its year is the year of the agenda.
        periode: Period whose cycle it opens.
        berkas: Name of the scan in the archive; empty when only the paper exists.
        sha256: Hash of the scan; empty without one.
        disposisi: In the order they were written.
        dibatalkan: Why the entry was withdrawn; empty while it stands. Its number is not given again.
    """

    agenda: int
    periode: str
    nomor: str
    tanggal: date
    asal: str
    hal: str
    sifat: str
    lampiran: str
    diterima: date
    berkas: str
    sha256: str
    urut: int
    disposisi: tuple[Disposisi, ...] = ()
    dibatalkan: str = ""

    @property
    def tahun(self) -> int:
        """Year of the agenda."""
        return self.diterima.year

    @property
    def nomor_agenda(self) -> str:
        """`3/2026`, as it is spoken of."""
        return f"{self.agenda}/{self.tahun}"
