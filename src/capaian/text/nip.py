"""The number of a civil servant (NIP): `19691220 199003 1 009`.

Digits 1–8 are the day of birth, 9–14 year and month of the appointment, 15 the sex (1 male, 2 female), 16–18 a
serial. There is no check digit. Contract staff (PPPK) carry numbers of the same length whose digits 13–14 are no
month.
"""

from __future__ import annotations

import re
from datetime import date

_PEMISAH = re.compile(r"[\s.\-]+")
_TERTUA, _TERMUDA = 1945, 17


def angka_nip(teks: str) -> str:
    """Return the digits, without blanks, dots and hyphens."""
    return _PEMISAH.sub("", teks)


def mustahil(teks: str, tahun: int) -> str:
    """Say why a text cannot be a NIP; empty when it can.

    Args:
        teks: As written, with or without blanks.
        tahun: The year that the data is of.
    """
    nip = angka_nip(teks)
    if not (nip.isascii() and nip.isdecimal()):
        return "memuat tanda selain angka"
    if len(nip) != 18:
        return f"terdiri atas {len(nip)} angka, bukan 18"
    try:
        lahir = date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        return f"tanggal lahirnya ({nip[6:8]}-{nip[4:6]}-{nip[:4]}) tidak ada"
    angkat = int(nip[8:12])
    if not _TERTUA <= lahir.year <= tahun - _TERMUDA:
        return f"tahun lahirnya {lahir.year}"
    if not lahir.year + _TERMUDA <= angkat <= tahun:
        return f"lahir tahun {lahir.year}, tetapi diangkat tahun {angkat}"
    if nip[14] not in "12":
        return f"angka ke-15 adalah {nip[14]}, bukan 1 (laki-laki) atau 2 (perempuan)"
    return "nomor urutnya 000" if nip[15:] == "000" else ""


def bulan_pengangkatan(teks: str) -> int:
    """Return digits 13–14 of a NIP that is possible otherwise: 1 to 12, or something else for a PPPK."""
    return int(angka_nip(teks)[12:14])
