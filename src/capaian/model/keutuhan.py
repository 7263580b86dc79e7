"""What an examination of archive and ledger finds, and originals taken out of the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ButirKeutuhan:
    """Something that is not as it was recorded, or that is worth knowing.

    Attributes:
        tempat: File below the office folder, or `catatan no. 4`.
        masalah: What is wrong, in Indonesian.
        saran: What to do.
    """

    tempat: str
    masalah: str
    saran: str


@dataclass(frozen=True, slots=True)
class SegelDitanya:
    """The place of a seal that somebody kept on paper.

    Attributes:
        segel: As it was read.
        nomor: The event that it seals; None when it seals none of this ledger.
        sesudahnya: How many events came after it.
        kiriman: Name of the bundle whose own seal it is; that is printed on its surat pengantar, and no seal of the
            chain. `nomor` is the event that records the dispatch.
    """

    segel: str
    nomor: int | None
    waktu: str = ""
    jenis: str = ""
    sesudahnya: int = 0
    kiriman: str = ""


@dataclass(frozen=True, slots=True)
class HasilVerifikasi:
    """What `verify` found.

    Attributes:
        menyeluruh: Whether every byte was read; otherwise names and sizes were looked at.
        n_berkas: Archived files that were looked at.
        segel: The whole seal of the last event, and `segel_pendek` as on paper; empty when nothing is recorded.
        kerusakan: What breaks the integrity; empty when all is well.
        catatan: What does not.
    """

    menyeluruh: bool
    n_peristiwa: int
    n_penerimaan: int
    n_berkas: int
    segel: str
    segel_pendek: str
    kerusakan: tuple[ButirKeutuhan, ...]
    catatan: tuple[ButirKeutuhan, ...]
    segel_ditanya: SegelDitanya | None = None


@dataclass(frozen=True, slots=True)
class Asli:
    """An original in the archive.

    Attributes:
        nama: Display name as recorded; empty when the ledger does not know it.
        waktu: When it was recorded last, ISO 8601.
        ukuran: Bytes; None when the file is not in the archive any more.
        keterangan: What it is: a verdict, or `formulir terbit`.
    """

    nama: str
    sha256: str
    waktu: str
    ukuran: int | None
    keterangan: str


@dataclass(frozen=True, slots=True)
class HasilAmbil:
    """What `original` found and wrote.

    Attributes:
        pilihan: All originals that are meant; more than one when the word is ambiguous.
        berkas: The file that was written; None when it is ambiguous.
    """

    pilihan: tuple[Asli, ...]
    berkas: Path | None = None


@dataclass(frozen=True, slots=True)
class HasilBundel:
    """Whether a bundle that was sent is whole.

    Attributes:
        kepala: Office, period, seal of the ledger, and program, as the manifest says.
        segel: Seal of the manifest, as the surat pengantar prints it.
        n: How many files it lists.
    """

    berkas: Path
    kepala: Mapping[str, str]
    segel: str
    n: int
    kerusakan: tuple[ButirKeutuhan, ...]


@dataclass(frozen=True, slots=True)
class HasilPemutakhiran:
    """What `upgrade` did; all empty when the folder was of this version already.

    Attributes:
        dari: Shape of the ledger before.
        ke: Shape of the ledger now.
        cadangan: Where the ledger before is kept, below the office folder.
    """

    dari: int = 0
    ke: int = 0
    cadangan: str = ""
