"""A cell to a `Nilai`: native numbers first, then one closed grammar for text; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from capaian.model.kata import NIHIL
from capaian.model.nilai import CellRef, Keadaan, Nilai, Sebab
from capaian.sheet.facts import Cell
from capaian.text import numbers

_BLANK = re.compile("^[\\s'\u00a0\u200b-\u200d\u2060\ufeff]*$")
_SMALLEST = 330
"""Decimal places beyond which nothing was ever typed: a double ends there."""
_SIGNIFICANT = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True)
class Harapan:
    """What a cell should hold.

    Attributes:
        jenis: `teks`, `angka` or `pilihan`.
        satuan: Unit that may stand behind the number.
        cacah: The number counts things or is money.
        pilihan: Allowed words for `pilihan`.
    """

    jenis: str
    satuan: str = ""
    cacah: bool = False
    pilihan: tuple[str, ...] = ()


def read(cell: Cell | None, harapan: Harapan, asal: CellRef) -> Nilai:
    """Understand one input cell.

    Args:
        cell: The facts about the cell; None when it is not in the file.
        harapan: What should stand there.
        asal: Where it stands.

    Returns:
        The value, its state, and what was normalised. Never raises on content.
    """
    if cell is None:
        return Nilai(Keadaan.KOSONG, asal=asal)
    if sebab := _unreadable(cell):
        mentah = cell.text if sebab is not Sebab.TANGGAL else _as_date(cell)
        return Nilai(Keadaan.TAK_TERBACA, mentah=mentah, asal=asal, sebab=sebab)
    if _BLANK.match(cell.text):
        return Nilai(Keadaan.KOSONG, mentah=cell.text, asal=asal)
    if harapan.jenis == "teks":
        return Nilai(Keadaan.TERISI, cell.text.strip(), cell.text, asal)
    if cell.text.strip().casefold() in NIHIL:
        return Nilai(Keadaan.NIHIL, mentah=cell.text, asal=asal)
    if harapan.jenis == "pilihan":
        return _choice(cell, harapan, asal)
    return _native(cell, harapan, asal) if cell.kind == "n" else _typed(cell, harapan, asal)


def _unreadable(cell: Cell) -> Sebab | None:
    if cell.formula and not cell.cached:
        return Sebab.RUMUS
    if cell.kind == "e":
        return Sebab.GALAT
    if cell.kind == "b":
        return Sebab.LOGIKA
    if cell.kind == "d" or (cell.kind == "n" and cell.fmt == "tanggal"):
        return Sebab.TANGGAL
    return None


def _as_date(cell: Cell) -> str:
    if cell.kind == "d":
        return cell.text
    try:
        hari = date(1899, 12, 30) + timedelta(days=int(Decimal(cell.text)))
    except (InvalidOperation, OverflowError, ValueError):
        return cell.text
    return hari.isoformat()


def _choice(cell: Cell, harapan: Harapan, asal: CellRef) -> Nilai:
    rapi = " ".join(cell.text.split()).casefold()
    kata = next((p for p in harapan.pilihan if p.casefold() == rapi), None)
    if kata is None:
        return Nilai(Keadaan.TAK_TERBACA, mentah=cell.text, asal=asal, sebab=Sebab.PILIHAN)
    return Nilai(Keadaan.TERISI, kata, cell.text, asal)


def _native(cell: Cell, harapan: Harapan, asal: CellRef) -> Nilai:
    nilai = exact(cell.text)
    if nilai is None:
        return Nilai(Keadaan.TAK_TERBACA, mentah=cell.text, asal=asal, sebab=Sebab.TEKS)
    if cell.fmt == "tak diketahui" and numbers.is_persen(harapan.satuan) and 0 < abs(nilai) <= 1:
        # 85% is stored as 0.85; without the format nobody can tell it from 0.85%.
        return Nilai(
            Keadaan.TAK_TERBACA, mentah=cell.text, asal=asal, sebab=Sebab.RAGU, pilihan=(nilai, _hundredfold(nilai))
        )
    if cell.fmt != "persen":
        return Nilai(Keadaan.TERISI, nilai, cell.text, asal)
    if not numbers.is_persen(harapan.satuan):
        return Nilai(Keadaan.TAK_TERBACA, mentah=cell.text, asal=asal, sebab=Sebab.PERSEN)
    nilai = _hundredfold(nilai)
    catatan = (
        f"sel berformat persen ({cell.text.replace('.', ',')}), dibaca {numbers.format_angka(nilai, 6, ringkas=True)}%"
    )
    return Nilai(Keadaan.TERISI, nilai, cell.text, asal, catatan)


def _hundredfold(nilai: Decimal) -> Decimal:
    return (nilai * 100).normalize() + 0


def exact(text: str) -> Decimal | None:
    """Return the number that was typed, from the text a spreadsheet program stored.

    Programs store binary doubles with 17 digits (68.499999999999996); the shortest text of the same double is
    what the person typed (68.5), so longer texts are reduced to it. Shorter ones are taken as they stand.
    """
    try:
        nilai = Decimal(text)
    except InvalidOperation:
        return None
    if not nilai.is_finite() or not -_SMALLEST < nilai.adjusted() <= 20:
        return None
    if len(_SIGNIFICANT.sub("", text.lower().split("e")[0]).lstrip("0")) > 15:
        nilai = Decimal(repr(float(text)))
    return nilai if nilai.as_tuple().exponent in range(-15, 1) else Decimal(f"{nilai:f}")


def _typed(cell: Cell, harapan: Harapan, asal: CellRef) -> Nilai:
    bacaan = numbers.baca(cell.text, harapan.satuan, cacah=harapan.cacah)
    if bacaan.nilai is not None:
        dibaca = numbers.format_angka(bacaan.nilai, 15, ringkas=True)
        langkah = bacaan.catatan or "angka yang tersimpan sebagai teks"
        catatan = f"ditulis «{cell.text.strip()}», dibaca {dibaca} ({langkah})"
        return Nilai(Keadaan.TERISI, bacaan.nilai, cell.text, asal, catatan)
    if bacaan.pilihan:
        return Nilai(Keadaan.TAK_TERBACA, mentah=cell.text, asal=asal, sebab=Sebab.RAGU, pilihan=bacaan.pilihan)
    return Nilai(Keadaan.TAK_TERBACA, mentah=cell.text, asal=asal, sebab=Sebab.TEKS)
