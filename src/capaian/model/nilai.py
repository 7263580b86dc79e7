"""A value and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


@dataclass(frozen=True, slots=True)
class CellRef:
    """The place of a value.

    Attributes:
        berkas: Name shown to people, for example `IND.xlsx` or `skema/Target.csv`.
        lembar: Sheet name; empty for CSV.
        sel: `E6` in a sheet, `baris 4 kolom tw1` in a CSV file.
        sha256: Hash of the archived bytes; empty for files of the office folder.
    """

    berkas: str
    lembar: str
    sel: str
    sha256: str = ""

    def __str__(self) -> str:
        return f"{self.berkas} · {self.lembar}!{self.sel}" if self.lembar else f"{self.berkas} · {self.sel}"


class Keadaan(Enum):
    """Empty, zero, nihil, not applicable and unreadable are different things."""

    TERISI = "terisi"
    KOSONG = "kosong"
    NIHIL = "nihil"
    """The sender wrote that there is nothing to report (`nihil`, `-`, `tidak ada`): no data, not zero."""
    TIDAK_BERLAKU = "tidak berlaku"
    TAK_TERBACA = "tak terbaca"
    DITAHAN = "ditahan"
    """Readable, but an error finding stands against it: kept out of every sum until it is mended."""


class Sebab(Enum):
    """Why a cell could not be read. The text is what a finding says was found."""

    TEKS = "bukan angka"
    RAGU = "dapat dibaca sebagai dua angka yang berbeda"
    TANGGAL = "berubah menjadi tanggal"
    LOGIKA = "nilai logika (TRUE/FALSE)"
    GALAT = "galat Excel"
    RUMUS = "rumus yang belum memiliki hasil"
    PERSEN = "berformat persen, padahal satuannya bukan persen"
    PILIHAN = "tidak ada dalam daftar pilihan"


@dataclass(frozen=True, slots=True)
class Nilai:
    """One cell as it was understood.

    Attributes:
        keadaan: State of the cell.
        isi: Decimal or text when `TERISI`, else None.
        mentah: Exactly what stood in the file.
        asal: The cell; None for values that have no cell.
        catatan: What was normalised (`1.000 orang` → 1000), in Indonesian; empty when nothing was.
        sebab: Why it is `TAK_TERBACA`.
        pilihan: Both readings of a doubtful number.
    """

    keadaan: Keadaan
    isi: Decimal | str | None = None
    mentah: str = ""
    asal: CellRef | None = None
    catatan: str = ""
    sebab: Sebab | None = None
    pilihan: tuple[Decimal, ...] = ()

    @property
    def angka(self) -> Decimal | None:
        """The number, or None when the cell holds none."""
        return self.isi if isinstance(self.isi, Decimal) else None

    @property
    def inti(self) -> Decimal | str:
        """What makes two values the same: 80 and 80,0 are; so are texts that differ in blanks only."""
        return self.isi if isinstance(self.isi, Decimal) else " ".join((self.isi or self.mentah).split())

    @property
    def teks(self) -> str:
        """The text, or an empty string."""
        return self.isi if isinstance(self.isi, str) else ""


KOSONG = Nilai(Keadaan.KOSONG)
