"""A person in office, from one day to another."""

from __future__ import annotations

from datetime import date

STATUS_JABATAN = ("definitif", "Pj.", "Plt.", "Plh.")
"""How an office is held: by appointment, or acting."""


class MasaJabatan:
    """What officials of the office and heads of units have in common: the days between which they hold it."""

    __slots__ = ()

    jabatan: str
    status: str
    mulai: date | None
    selesai: date | None

    def menjabat(self, hari: date) -> bool:
        """Whether the official is in office on a day; both ends count."""
        return (self.mulai is None or self.mulai <= hari) and (self.selesai is None or hari <= self.selesai)

    def bertumpuk(self, lain: MasaJabatan) -> bool:
        """Whether there is a day on which both are in office."""
        return (self.mulai or date.min) <= (lain.selesai or date.max) and (lain.mulai or date.min) <= (
            self.selesai or date.max
        )

    @property
    def jabatan_lengkap(self) -> str:
        """The office held, with `Plt.` and the like in front."""
        return self.jabatan if self.status == "definitif" else f"{self.status} {self.jabatan}"
