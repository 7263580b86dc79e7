"""Reporting periods: a quarter, a semester or a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from capaian.text.dates import romawi

_BENTUK = re.compile(r"^(\d{4})-(TW[1-4]|SM[12]|TAHUN)$")
_AKHIR_BULAN = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
_JENIS = ("TW", "SM", "TAHUN")


@dataclass(frozen=True, slots=True)
class Periode:
    """A period, written `2025-TW4`, `2025-SM1` or `2025-TAHUN`.

    Attributes:
        tahun: Calendar year, which is also the fiscal year.
        jenis: `TW` (triwulan), `SM` (semester) or `TAHUN`.
        ke: Ordinal inside the year; 1 for a year.
    """

    tahun: int
    jenis: str
    ke: int = 1

    @classmethod
    def parse(cls, teks: str) -> Periode:
        """Read `2025-TW4`; raises ValueError with an Indonesian sentence otherwise."""
        m = _BENTUK.match(teks.strip().upper())
        if not m:
            raise ValueError(
                f"Periode «{teks}» tidak dikenali. Tulis misalnya 2025-TW4 (triwulan), 2025-SM1 (semester), "
                "atau 2025-TAHUN."
            )
        if m[2] == "TAHUN":
            return cls(int(m[1]), "TAHUN")
        return cls(int(m[1]), m[2][:2], int(m[2][2]))

    def __str__(self) -> str:
        return f"{self.tahun}-{self.jenis}" + ("" if self.jenis == "TAHUN" else str(self.ke))

    @property
    def triwulan_akhir(self) -> int:
        """The last quarter that the period covers, 1 to 4."""
        return {"TW": self.ke, "SM": self.ke * 2, "TAHUN": 4}[self.jenis]

    @property
    def triwulan_awal(self) -> int:
        """The first quarter that the period covers, 1 to 4."""
        return {"TW": self.ke, "SM": self.ke * 2 - 1, "TAHUN": 1}[self.jenis]

    @property
    def akhir_tahun(self) -> bool:
        """Whether the period ends with the year."""
        return self.triwulan_akhir == 4

    @property
    def tahun_berjalan(self) -> int:
        """Percent of the year that is over when the period ends: 25, 50, 75 or 100."""
        return 25 * self.triwulan_akhir

    @property
    def hari_pertama(self) -> date:
        """First day of the period."""
        return date(self.tahun, 3 * self.triwulan_awal - 2, 1)

    @property
    def hari_terakhir(self) -> date:
        """Last day of the period."""
        return date(self.tahun, *_AKHIR_BULAN[self.triwulan_akhir])

    @property
    def label(self) -> str:
        """`Triwulan IV Tahun 2025`."""
        depan = {"TW": f"Triwulan {romawi(self.ke)} ", "SM": f"Semester {romawi(self.ke)} ", "TAHUN": ""}[self.jenis]
        return f"{depan}Tahun {self.tahun}"

    @property
    def singkat(self) -> str:
        """`TW IV 2025`, for column heads."""
        depan = {"TW": f"TW {romawi(self.ke)} ", "SM": f"Sem. {romawi(self.ke)} ", "TAHUN": ""}[self.jenis]
        return f"{depan}{self.tahun}"

    def sebelumnya(self) -> Periode | None:
        """The period before it in the same year, or None for the first one."""
        if self.ke == 1:
            return None
        return Periode(self.tahun, self.jenis, self.ke - 1)

    @property
    def urutan(self) -> tuple[int, int, int]:
        """Sort key: by year, then by last quarter, quarters before semesters before years."""
        return (self.tahun, self.triwulan_akhir, _JENIS.index(self.jenis))
