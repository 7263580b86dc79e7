"""Find the form inside a returned workbook: its identity, its sheets, its columns and rows.

Nothing here depends on where things stood when the form was issued.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from capaian.model.kiriman import Cacat
from capaian.model.periode import Periode
from capaian.sheet import layout
from capaian.sheet.address import column_letters, position
from capaian.sheet.facts import Cell, Sheet, Workbook
from capaian.sheet.layout import Bagian
from capaian.sheet.remarks import of_sender
from capaian.text.inert import shorten

_NAMA_SEL = re.compile(r"^'?(?P<lembar>.+?)'?!\$?(?P<kolom>[A-Z]{1,3})\$?(?P<baris>[0-9]{1,7})$")
_HAS_NUMBER = re.compile(r"[^\d\n]{0,4}(?:\d[.,\s]?){1,15}[^\d\n]{0,12}")
"""What people type as a number, with its currency or unit; a NIP and a date of signing are something else."""
_MIN_JUDUL = 4
_CONTOH = 3
"""How many remarks beside the form a note shows."""


def carriers(workbook: Workbook) -> dict[str, str]:
    """Return what each carrier of the identity says; carriers that are missing are left out."""
    hasil = {
        "properti dokumen": workbook.properties.get(layout.SANDI_META, ""),
        "kata kunci": workbook.keywords,
        "nama terdefinisi": _names(workbook).get(layout.SANDI_META.casefold(), "").strip('"'),
    }
    for sheet in workbook.sheets:
        a1, b1 = sheet.cells.get("A1"), sheet.cells.get("B1")
        if a1 and b1 and a1.text == layout.SANDI_META:
            hasil["lembar identitas"] = b1.text
        for cell in sheet.cells.values():
            if cell.row <= 12 and cell.text.startswith(layout.AWALAN_KODE):
                hasil[f"baris kode pada «{sheet.name}»"] = cell.text.removeprefix(layout.AWALAN_KODE).split(" ")[0]
    return {k: v.strip() for k, v in hasil.items() if v.strip()}


@dataclass(frozen=True, slots=True)
class Letak:
    """Where a part of the form stands in one workbook."""

    lembar: Sheet
    kolom: Mapping[str, int]
    kepala: int


@dataclass
class Bacaan:
    """A part of a returned form: cells by row code and column key, and what was odd."""

    lembar: str = ""
    sel: dict[str, dict[str, tuple[str, Cell | None]]] = field(default_factory=dict)
    """Per row code and column key: the cell address and the cell, None when it is empty."""
    cacat: list[Cacat] = field(default_factory=list)
    kembar: list[str] = field(default_factory=list)
    """Row codes that occur twice."""


def read_part(workbook: Workbook, bagian: Bagian, periode: Periode, kode: set[str]) -> Bacaan | None:
    """Read one part of the form.

    Args:
        workbook: Facts of the returned workbook.
        bagian: The part, as the layout declares it.
        periode: Period of the form, for the headers.
        kode: Row codes that were issued.

    Returns:
        The cells by code and column; None when no sheet holds this part.
    """
    letak = list(_places(workbook, bagian, periode))
    if not letak:
        return None
    bacaan = Bacaan()
    hasil = [(tempat, _rows(tempat, bagian, kode)) for tempat in letak]
    if len(hasil) > 1:
        hasil = _without_copies(hasil, bacaan)
    tempat, rows = hasil[0]
    bacaan.lembar = tempat.lembar.name
    for kolom in bagian.masukan:
        if kolom.kunci not in tempat.kolom:
            apa = f"kolom «{bagian.judul_kolom(kolom, periode)}» pada lembar «{bacaan.lembar}»"
            bacaan.cacat.append(Cacat("B22", {"apa": apa}))
    bacaan.cacat += _doubled(tempat, bagian, periode, rows)
    seen: set[str] = set()
    for k, isi in rows:
        if k in seen:
            bacaan.kembar.append(k)
            continue
        seen.add(k)
        bacaan.sel[k] = isi
    _oddities(tempat, bagian, bacaan, kode)
    return bacaan


def _places(workbook: Workbook, bagian: Bagian, periode: Periode) -> Iterator[Letak]:
    judul = _headers(bagian.kunci, periode)
    bernama = _by_names(workbook, bagian, judul)
    if bernama:
        yield bernama
    for sheet in workbook.sheets:
        if bernama and sheet is bernama.lembar:
            continue
        found = _by_headers(sheet, judul)
        if found and "kode" in found.kolom:
            yield found


def _doubled(tempat: Letak, bagian: Bagian, periode: Periode, rows: list[Row]) -> list[Cacat]:
    """Return B12 for an input column whose header stands there twice, over different values."""
    judul = _headers(bagian.kunci, periode)
    masukan = {k.kunci for k in bagian.masukan}
    baris = [next((c.row for _, c in isi.values() if c), 0) for _, isi in rows]
    cells = {(c.row, c.col): c.text.strip() for c in tempat.lembar.cells.values()}
    hasil = []
    for (r, kolom), teks in sorted(cells.items()):
        kunci = judul.get(_fold(teks)) if r == tempat.kepala and len(teks) <= _LONG else None
        if kunci not in masukan or tempat.kolom.get(kunci) in (None, kolom):
            continue
        lain = {b: cells.get((b, kolom), "") for b in baris}
        if any(isi and isi != cells.get((b, tempat.kolom[kunci]), "") for b, isi in lain.items()):
            hasil.append(Cacat("B12", {"jenis": "kolom", "x": shorten(teks, 40)}))
    return hasil


@lru_cache(maxsize=64)
def _headers(kunci: str, periode: Periode) -> Mapping[str, str]:
    """Folded header → column key; the same for every form of a period."""
    bagian = layout.BAGIAN_BY_KUNCI[kunci]
    return {_fold(bagian.judul_kolom(k, periode)): k.kunci for k in bagian.kolom}


def _by_names(workbook: Workbook, bagian: Bagian, judul: Mapping[str, str]) -> Letak | None:
    """Find the part by its defined names; a header that says another column is believed, not the name.

    Names move with inserted columns, but stay behind when people swap columns by cutting and pasting.
    """
    bernama: dict[str, int] = {}
    tempat: set[tuple[str, int]] = set()
    names = _names(workbook)
    for k in bagian.kolom:
        m = _NAMA_SEL.match(names.get(bagian.nama_kolom(k.kunci).casefold(), ""))
        if m:
            bernama[k.kunci] = position(m["kolom"] + m["baris"])[1]
            tempat.add((m["lembar"].replace("''", "'"), int(m["baris"])))
    if len(tempat) != 1:
        return None
    nama, baris = tempat.pop()
    sheet = next((s for s in workbook.sheets if s.name == nama), None)
    if sheet is None:
        return None
    kepala = {c.col: _fold(c.text) for c in sheet.cells.values() if c.row == baris}
    kolom = {k: c for k, c in bernama.items() if c in kepala and judul.get(kepala[c], k) == k}
    for c, teks in sorted(kepala.items()):
        if teks in judul:
            kolom.setdefault(judul[teks], c)
    return Letak(sheet, kolom, baris) if "kode" in kolom else None


def _by_headers(sheet: Sheet, judul: Mapping[str, str]) -> Letak | None:
    rows: dict[int, dict[str, int]] = {}
    for cell in sheet.cells.values():
        kunci = judul.get(_fold(cell.text)) if cell.kind == "s" and len(cell.text) <= _LONG else None
        if kunci:
            rows.setdefault(cell.row, {}).setdefault(kunci, cell.col)
    baris = max(rows, key=lambda r: len(rows[r]), default=0)
    return Letak(sheet, rows[baris], baris) if baris and len(rows[baris]) >= _MIN_JUDUL else None


Row = tuple[str, dict[str, tuple[str, Cell | None]]]


def _rows(tempat: Letak, bagian: Bagian, kode: set[str]) -> list[Row]:
    by_place = {(c.row, c.col): c for c in tempat.lembar.cells.values()}
    kolom_kode = tempat.kolom["kode"]
    kolom = [(k.kunci, c, column_letters(c)) for k in bagian.kolom if (c := tempat.kolom.get(k.kunci)) is not None]
    dikenal = _known(kode)
    hasil: list[Row] = []
    for r, cell in sorted((r, cell) for (r, c), cell in by_place.items() if c == kolom_kode):
        milik = dikenal.get(_fold(cell.text))
        if r == tempat.kepala or milik is None:
            continue
        isi = {kunci: (f"{huruf}{r}", by_place.get((r, c))) for kunci, c, huruf in kolom}
        hasil.append((milik, isi))
    return hasil


def _known(kode: set[str]) -> dict[str, str]:
    """Codes as people retype them, without regard to case and blanks, to the codes that were issued."""
    return {_fold(k): k for k in kode}


def _without_copies(hasil: list[tuple[Letak, list[Row]]], bacaan: Bacaan) -> list[tuple[Letak, list[Row]]]:
    """Drop sheets that say the same; two that differ are told, since nobody can know which one is meant."""
    isi = [{(k, c): cell.text for k, row in rows for c, (_, cell) in row.items() if cell} for _, rows in hasil]
    if any(x != isi[0] for x in isi[1:] if x):
        nama = "» dan «".join(t.lembar.name for t, _ in hasil[:2])
        bacaan.cacat.append(Cacat("B12", {"jenis": "lembar", "x": nama}))
    return hasil[:1]


def _oddities(tempat: Letak, bagian: Bagian, bacaan: Bacaan, kode: set[str]) -> None:
    sheet = tempat.lembar
    if sheet.name != bagian.lembar:
        bacaan.cacat.append(Cacat("N01", {"lama": bagian.lembar, "baru": sheet.name}))
    if sheet.state != "visible":
        bacaan.cacat.append(Cacat("N01", {"lama": bagian.lembar, "baru": f"{sheet.name} (tersembunyi)"}))
    _uncover(sheet, bagian, bacaan)
    dikenal, kolom_kode = _known(kode), tempat.kolom["kode"]
    isi_kode = [c for c in sheet.cells.values() if c.row > tempat.kepala and c.col == kolom_kode and c.text.strip()]
    asing = [c for c in isi_kode if _fold(c.text) not in dikenal]
    if asing:
        letak = f"{sheet.name}!{asing[0].ref}"
        bacaan.cacat.append(Cacat("N13", {"sel": letak, "kode": asing[0].text.strip(), "jumlah": str(len(asing))}))
    if tanpa := _without_code(tempat, bagian, {c.row for c in isi_kode}):
        letak = f"{sheet.name}!{tanpa[0].ref}"
        baris = {c.row for c in tanpa}
        nilai = tanpa[0].text.strip().replace(".", ",") if tanpa[0].kind == "n" else tanpa[0].text.strip()
        rincian = {"sel": letak, "nilai": shorten(nilai, 40), "jumlah": str(len(baris))}
        bacaan.cacat.append(Cacat("N17", rincian))
    if catatan := _remarks(tempat):
        contoh = [f"{ref}: «{shorten(teks, 40)}»" for ref, teks in catatan[:_CONTOH]]
        isi = "; ".join(contoh + ["…"] * (len(catatan) > _CONTOH))
        sel = f"{sheet.name}!{catatan[0][0]}"
        bacaan.cacat.append(Cacat("N06", {"sel": sel, "jumlah": str(len(catatan)), "isi": isi}))


def _without_code(tempat: Letak, bagian: Bagian, berkode: set[int]) -> list[Cell]:
    """Return typed numbers under number columns in rows without a code: an inserted row, or a code that was deleted.

    Sums that somebody added have a formula, and the signature stands in merged cells.
    """
    sheet = tempat.lembar
    kolom = {c for k in bagian.masukan if k.jenis in ("angka", "ukuran", "rupiah") and (c := tempat.kolom.get(k.kunci))}
    boxes = [(position(m.first), position(m.last)) for m in sheet.merges]
    return sorted(
        (
            c
            for c in sheet.cells.values()
            if c.col in kolom
            and c.row > tempat.kepala
            and c.row not in berkode
            and not c.formula
            and _HAS_NUMBER.fullmatch(c.text.strip())
            and not any(a[0] <= c.row <= b[0] and a[1] <= c.col <= b[1] for a, b in boxes)
        ),
        key=lambda c: (c.row, c.col),
    )


def _uncover(sheet: Sheet, bagian: Bagian, bacaan: Bacaan) -> None:
    """Take only what can be seen: the value that merged cells hide is named, and its input counts as empty."""
    masukan = {k.kunci for k in bagian.masukan}
    baris = {cell.row for row in bacaan.sel.values() for _, cell in row.values() if cell}
    boxes = [(position(m.first), position(m.last)) for m in sheet.merges]
    boxes = [(a, b) for a, b in boxes if any(a[0] <= r <= b[0] for r in baris)]
    if not boxes:
        return
    for row in bacaan.sel.values():
        for kunci, (ref, cell) in row.items():
            if cell and any(_inside(cell, *box) for box in boxes):
                bacaan.cacat.append(Cacat("N03", {"sel": f"{sheet.name}!{ref}", "nilai": shorten(cell.text, 40)}))
                if kunci in masukan:
                    row[kunci] = (ref, None)


def _remarks(tempat: Letak) -> list[tuple[str, str]]:
    """Return address and text of the comments, and of what stands beside the table or in a column put into it."""
    sheet = tempat.lembar
    milik = set(tempat.kolom.values())
    kosong = {c.col for c in sheet.cells.values() if c.row == tempat.kepala and not c.text.strip()}
    sisip = set(range(min(milik), max(milik))) - milik - kosong
    teks = [
        (c.ref, c.text)
        for c in sheet.cells.values()
        if c.row > tempat.kepala and (c.col > max(milik) or c.col in sisip) and c.text.strip()
    ]
    komentar = ((ref, of_sender(isi).strip()) for ref, isi in (sheet.comments or {}).items())
    return [*teks, *((ref, isi) for ref, isi in komentar if isi)]


def _inside(cell: Cell, a: tuple[int, int], b: tuple[int, int]) -> bool:
    return (cell.row, cell.col) != a and a[0] <= cell.row <= b[0] and a[1] <= cell.col <= b[1]


def _names(workbook: Workbook) -> dict[str, str]:
    """Defined names without regard to case; of two that differ in case only, the first counts."""
    hasil: dict[str, str] = {}
    for nama, rumus in workbook.names.items():
        hasil.setdefault(nama.casefold(), rumus)
    return hasil


_LONG = 200
"""No header is longer."""


@lru_cache(maxsize=8192)
def _fold_short(teks: str) -> str:
    return " ".join(teks.split()).casefold()


def _fold(teks: str) -> str:
    """Return text without regard to case and blanks; the headers and labels of forms come again and again."""
    return _fold_short(teks) if len(teks) <= _LONG else " ".join(teks.split()).casefold()
