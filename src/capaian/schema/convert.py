"""Cells of a table to typed values; every mistake is noted with its place and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from capaian.model.nilai import CellRef
from capaian.model.pengaturan import SkalaOrdinal
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Ukuran
from capaian.schema.source import Baris, Masalah, Sel
from capaian.schema.tables import Kolom, Tabel, fold
from capaian.schema.typed_text import number_text
from capaian.text import numbers
from capaian.text.dates import baca_tanggal
from capaian.text.words import maksud

Typed = Decimal | str | int | bool | Periode | date | None


@dataclass
class Notes:
    """The problems found so far, in reading order.

    Attributes:
        rusak: Tables with problems; what follows from them is not said again.
        tabel: The table that is being read.
    """

    masalah: list[Masalah] = field(default_factory=list)
    rusak: set[str] = field(default_factory=set)
    tabel: str = ""

    def add(self, asal: CellRef, pesan: str, saran: str) -> None:
        """Note a problem at a cell."""
        self.masalah.append((str(asal), pesan, saran))
        self.rusak.add(self.tabel)


def convert(tabel: Tabel, baris: Baris, notes: Notes) -> dict[str, Typed]:
    """Return one row as typed values; `ukuran` and `ungkapan` columns stay text for those who read them."""
    return {k.kunci: _convert(k, baris[k.kunci], notes) for k in tabel.kolom}


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _convert(kolom: Kolom, sel: Sel, notes: Notes) -> Typed:
    teks = " ".join(sel.teks.split()) if kolom.kunci == "kode" or kolom.acuan else sel.teks
    if sel.galat:
        notes.add(sel.asal, f"Kolom {kolom.judul} berisi galat atau rumus tanpa hasil («{teks}»).", "Tulis nilainya.")
        return None
    if _CONTROL.search(teks):
        notes.add(sel.asal, f"Kolom {kolom.judul} memuat tanda yang tidak terlihat.", "Ketik ulang isinya.")
        return None
    if sel.tanggal and kolom.jenis != "tanggal":
        saran = "Ubah format selnya menjadi Teks, lalu tulis lagi isinya."
        notes.add(sel.asal, f"Kolom {kolom.judul} berubah menjadi tanggal ({teks}).", saran)
        return None
    if sel.persen and kolom.jenis in ("angka", "bulat", "tanggal", "periode", "ungkapan"):
        notes.add(sel.asal, f"Kolom {kolom.judul} berformat persen.", "Ubah format selnya menjadi Umum (General).")
        return None
    if not teks:
        if kolom.wajib:
            notes.add(sel.asal, f"Kolom {kolom.judul} belum diisi.", kolom.keterangan)
        teks = kolom.baku
    if kolom.pilihan and teks:
        return _choice(kolom, teks, sel, notes)
    return _KINDS[kolom.jenis](kolom, teks, sel, notes)


def _choice(kolom: Kolom, teks: str, sel: Sel, notes: Notes) -> str:
    # A cell copied out of a CSV file keeps the apostrophe that made «=» a text there.
    found = next((p for p in kolom.pilihan if fold(p) == fold(teks.lstrip("'"))), None)
    if found is None:
        pesan = f"Kolom {kolom.judul} berisi «{teks}», yang tidak dikenal.{maksud(teks, kolom.pilihan)}"
        notes.add(sel.asal, pesan, f"Tulis salah satu: {', '.join(kolom.pilihan)}.")
    return found or kolom.baku


def _teks(_kolom: Kolom, teks: str, _sel: Sel, _notes: Notes) -> str:
    return teks


def _angka(kolom: Kolom, teks: str, sel: Sel, notes: Notes) -> Decimal | None:
    if sel.angka is not None:
        return sel.angka
    if not teks:
        return None
    bacaan = numbers.baca(teks, "Rp", cacah=True)
    if bacaan.nilai is None:
        notes.add(
            sel.asal, f"Kolom {kolom.judul} berisi «{teks}», bukan angka.", "Tulis angka, misalnya 1.250.000 atau 12,5."
        )
    return bacaan.nilai


def _bulat(kolom: Kolom, teks: str, sel: Sel, notes: Notes) -> int | None:
    nilai = sel.angka if sel.angka is not None else (Decimal(teks) if teks.isdecimal() and teks.isascii() else None)
    if nilai is None or nilai.adjusted() > 9 or nilai != nilai.to_integral_value():
        if teks:
            notes.add(sel.asal, f"Kolom {kolom.judul} berisi «{teks}», bukan bilangan bulat.", "Tulis bilangan bulat.")
        return int(kolom.baku) if kolom.baku else None
    return int(nilai)


def _ya_tidak(kolom: Kolom, teks: str, sel: Sel, notes: Notes) -> bool:
    if fold(teks) not in ("ya", "tidak", ""):
        notes.add(sel.asal, f"Kolom {kolom.judul} berisi «{teks}».", "Tulis ya atau tidak.")
    return fold(teks) == "ya"


def _periode(_kolom: Kolom, teks: str, sel: Sel, notes: Notes) -> Periode | None:
    if not teks:
        return None
    if teks.isdecimal() and len(teks) == 4:
        return Periode(int(teks), "TAHUN")
    try:
        return Periode.parse(teks)
    except ValueError as e:
        notes.add(sel.asal, str(e), "Tulis 2024-TAHUN untuk setahun atau 2025-TW1 untuk satu triwulan.")
        return None


def _tanggal(kolom: Kolom, teks: str, sel: Sel, notes: Notes) -> date | None:
    hari = None if sel.angka is not None else baca_tanggal(teks)
    if hari is None and teks:
        saran = "Tulis tanggalnya, misalnya 2025-02-12, 12/02/2025, atau 12 Februari 2025."
        notes.add(sel.asal, f"Kolom {kolom.judul} berisi «{teks}», bukan tanggal.", saran)
    return hari


_KINDS: dict[str, Callable[[Kolom, str, Sel, Notes], Typed]] = {
    "teks": _teks,
    "ukuran": _teks,
    "ungkapan": lambda _kolom, teks, sel, _notes: teks if sel.angka is None else number_text(sel.angka),
    "angka": _angka,
    "bulat": _bulat,
    "ya_tidak": _ya_tidak,
    "periode": _periode,
    "tanggal": _tanggal,
}


def ukuran(sel: Sel, indikator: Indikator, skala: SkalaOrdinal | None, apa: str, notes: Notes) -> Ukuran | None:
    """Read a target or result with the unit of its indicator.

    Args:
        sel: The cell.
        indikator: Says whether a number, a level or ya/tidak is expected.
        skala: The ordinal scale of the indicator, when it has one.
        apa: What the cell is (`Target TW I`), for the message.
        notes: Receives what is wrong with the value.
    """
    teks = sel.teks
    if sel.galat or sel.tanggal or not teks:
        return None  # what is wrong with the cell itself was noted when the row was read
    if indikator.nilai == "predikat":
        level = skala.cari(teks) if skala else None
        if skala and level is None:
            pesan = f"{apa} {indikator.kode} berisi «{teks}», tidak ada dalam skala {skala.kode}."
            notes.add(sel.asal, pesan, f"Tulis salah satu: {', '.join(skala.skor)}.")
        return level
    if indikator.nilai == "ya_tidak":
        if fold(teks) not in ("ya", "tidak"):
            notes.add(sel.asal, f"{apa} {indikator.kode} berisi «{teks}».", "Tulis ya atau tidak.")
            return None
        return fold(teks)
    if indikator.polaritas == "rentang" and sel.angka is None and "–" in teks.replace("-", "–").lstrip("–"):
        return _rentang(teks, sel, indikator, apa, notes)
    return _number(sel, teks, indikator, apa, notes)


def _number(sel: Sel, teks: str, indikator: Indikator, apa: str, notes: Notes) -> Decimal | None:
    if sel.persen and not indikator.persen:
        pesan = f"{apa} {indikator.kode} berformat persen, padahal satuannya {indikator.satuan}."
        notes.add(sel.asal, pesan, "Ubah format selnya menjadi Umum (General), lalu periksa angkanya.")
        return None
    if sel.angka is not None:
        return (sel.angka * 100).normalize() + 0 if sel.persen else sel.angka
    bacaan = numbers.baca(teks, indikator.satuan, cacah=indikator.cacah)
    if bacaan.pilihan:
        a, b = (f"{p:f}".replace(".", ",") for p in bacaan.pilihan)
        pesan = f"{apa} {indikator.kode} berisi «{teks}», yang dapat berarti {a} atau {b}."
        notes.add(sel.asal, pesan, f"Tulis tanpa tanda ribuan, dengan koma desimal: {a} atau {b}.")
    elif bacaan.nilai is None:
        pesan = f"{apa} {indikator.kode} berisi «{teks}», bukan angka dalam satuan {indikator.satuan}."
        notes.add(sel.asal, pesan, "Tulis angkanya saja, misalnya 85,5.")
    return bacaan.nilai


def _rentang(teks: str, sel: Sel, indikator: Indikator, apa: str, notes: Notes) -> str | None:
    bagian = [numbers.baca(b, indikator.satuan, cacah=indikator.cacah).nilai for b in teks.replace("-", "–").split("–")]
    a, b = (bagian[0], bagian[-1]) if len(bagian) == 2 else (None, None)
    if a is None or b is None or a > b:
        notes.add(
            sel.asal, f"{apa} {indikator.kode} berisi «{teks}», bukan rentang.", "Tulis batas bawah–batas atas: 60–80."
        )
        return None
    return f"{a}–{b}"
