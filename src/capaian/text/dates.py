"""Dates as an Indonesian office writes them."""

from __future__ import annotations

import re
from datetime import date, datetime

BULAN = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_ROMAWI = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_EJAAN_LAMA = {"pebruari": 2, "nopember": 11, "juni": 6, "juli": 7}
_TANGGAL = re.compile(r"^\s*(\d{1,2})[\s-]+([A-Za-z]+)[\s-]+(\d{4})\s*$")
_ANGKA = re.compile(r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$")


def tanggal(hari: date) -> str:
    """Return `12 Februari 2025`."""
    return f"{hari.day} {BULAN[hari.month - 1]} {hari.year}"


def hari_tanggal(hari: date) -> str:
    """Return `Rabu, 12 Februari 2025`."""
    return f"{HARI[hari.weekday()]}, {tanggal(hari)}"


def pukul(waktu: datetime) -> str:
    """Return `12 Februari 2025 pukul 09.05`."""
    return f"{tanggal(waktu)} pukul {waktu:%H.%M}"


def romawi(n: int) -> str:
    """Return 1 to 12 in Roman numerals."""
    return _ROMAWI[n]


def baca_tanggal(teks: str) -> date | None:
    """Read `2025-02-12`, `12 Februari 2025`, `12/02/2025`; None when it is no date."""
    try:
        return date.fromisoformat(teks.strip())
    except ValueError:
        pass
    if m := _TANGGAL.match(teks):
        nama = m[2].lower()
        bulan = {b.lower(): i for i, b in enumerate(BULAN, 1)} | _EJAAN_LAMA
        return _date(int(m[3]), bulan.get(nama, 0), int(m[1]))
    if m := _ANGKA.match(teks):
        return _date(int(m[3]), int(m[2]), int(m[1]))
    return None


def _date(tahun: int, bulan: int, hari: int) -> date | None:
    try:
        return date(tahun, bulan, hari)
    except ValueError:
        return None
