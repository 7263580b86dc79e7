"""Whose form is it, and what does it say: facts of a workbook to a `Kiriman`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from capaian.model.formulir import KodeFormulir
from capaian.model.kiriman import Cacat, Isian, Kiriman, SelTerkunci
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.model.periode import Periode
from capaian.sheet import form, values
from capaian.sheet.facts import Cell, Workbook
from capaian.sheet.layout import BAGIAN_BY_KUNCI
from capaian.text.inert import shorten
from capaian.text.numbers import format_angka

Tetap = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Locked values of an issued form: part → code → column → text."""
Harapan = Callable[[str, str, str], values.Harapan]
"""What a cell should hold, by part, row code and column key."""
_CONTOH = 3
"""How many normalised numbers a note shows; appendix 1 of the report lists all."""
_TAK_DIBANDINGKAN = frozenset({"no"})


@dataclass(frozen=True, slots=True)
class Kantor:
    """What a returned form is held against.

    Attributes:
        terbit: Locked values of an issued form by its code, None when it was never issued.
    """

    kode: str
    periode: Periode
    terbit: Callable[[KodeFormulir], Tetap | None]
    harapan: Harapan


@dataclass(frozen=True, slots=True)
class Dikenali:
    """The outcome: a submission, or the fact that stops it; with what is known of the sender either way.

    Attributes:
        bungkusan: Whether it is a file that holds others, which were taken out of it.
    """

    kiriman: Kiriman | None
    cacat: tuple[Cacat, ...]
    unit: str = ""
    periode: str = ""
    bungkusan: bool = False


def identify(workbook: Workbook, kantor: Kantor, nomor: int, sha256: str, nama: str) -> Dikenali:
    """Recognise a form by its content and read it.

    Args:
        workbook: Facts read in the child process.
        kantor: The office and what it issued.
        nomor: Receipt number.
        sha256: Hash of the archived bytes.
        nama: Name of the file, for people only.

    Returns:
        The submission, or why there is none. Rows belong to their code and columns to their name, wherever
        they stand now; targets are never taken from the returned file.
    """
    kode, cacat = identity(workbook)
    if kode is None:
        return Dikenali(None, (*workbook.notes, cacat) if cacat else workbook.notes)
    tahu = (kode.unit, str(kode.periode))
    if kode.kantor != kantor.kode:
        return Dikenali(None, (Cacat("B16", {"ada": kode.kantor, "dicari": kantor.kode}),))
    if kode.periode != kantor.periode:
        salah = Cacat("B15", {"ada": kode.periode.label, "dicari": kantor.periode.label})
        return Dikenali(None, (salah,), *tahu)
    tetap = kantor.terbit(kode)
    if tetap is None:
        return Dikenali(None, (Cacat("B21", {"ada": str(kode)}),), *tahu)
    dibaca = _read(workbook, kode, tetap, kantor.harapan, sha256, nama)
    if isinstance(dibaca, Cacat):
        return Dikenali(None, (*workbook.notes, dibaca), *tahu)
    kiriman = Kiriman(nomor, sha256, nama, kode, dibaca.isian, dibaca.hilang, dibaca.terkunci, dibaca.catatan)
    return Dikenali(kiriman, kiriman.catatan, *tahu)


def identity(workbook: Workbook) -> tuple[KodeFormulir | None, Cacat | None]:
    """Return the code that at least two carriers agree on, or why there is none."""
    ada = form.carriers(workbook)
    dibaca = {k: kode for k, teks in ada.items() if (kode := KodeFormulir.parse(teks))}
    if not dibaca:
        return None, Cacat("B19", {})
    suara = Counter(dibaca.values())
    kode, n = suara.most_common(1)[0]
    # Both visible lines say the same thing and go together when a sheet is copied into another book.
    jenis = {k.split(" pada ")[0] for k, v in dibaca.items() if v == kode}
    if len(suara) > 1 or n < 2 or len(jenis) < 2:
        rincian = "; ".join(f"{k}: {v}" for k, v in dibaca.items())
        return None, Cacat("B20", {"rincian": rincian})
    return kode, None


@dataclass(frozen=True, slots=True)
class _Dibaca:
    isian: tuple[Isian, ...]
    hilang: tuple[tuple[str, str], ...]
    terkunci: tuple[SelTerkunci, ...]
    catatan: tuple[Cacat, ...]


def _read(
    workbook: Workbook, kode: KodeFormulir, tetap: Tetap, harapan: Harapan, sha256: str, nama: str
) -> _Dibaca | Cacat:
    isian: list[Isian] = []
    hilang: list[tuple[str, str]] = []
    terkunci: list[SelTerkunci] = []
    catatan = list(workbook.notes)
    for kunci, diterbitkan in tetap.items():
        if kunci not in BAGIAN_BY_KUNCI or not diterbitkan:
            continue
        bacaan = read_rows(workbook, kunci, kode.periode, diterbitkan)
        if bacaan is None:
            return Cacat("B22", {"apa": f"lembar «{BAGIAN_BY_KUNCI[kunci].lembar}»"})
        if bacaan.kembar:
            return Cacat("B12", {"jenis": "baris", "x": bacaan.kembar[0]})
        catatan += bacaan.cacat
        if gagal := next((c for c in bacaan.cacat if c.kode.startswith("B")), None):
            return gagal
        hilang += [(kunci, k) for k in diterbitkan if k not in bacaan.sel]
        if pindah := _moved(diterbitkan, bacaan):
            tampil = "; ".join(f"{k} {c.text}" for k in pindah if (c := _shown(bacaan.sel[k])))
            catatan.append(Cacat("N18", {"lembar": bacaan.lembar, "kode": pindah[0], "capaian": tampil}))
        for baris, sel in bacaan.sel.items():
            tempat = Place(kunci, baris, bacaan.lembar, nama, sha256)
            isian.append(row(kode.unit, kode.periode, tempat, sel, harapan))
            terkunci += _changed(tempat, diterbitkan[baris], sel)
    if not any(_filled(v) for i in isian for v in i.nilai.values()):
        return Cacat("B17", {"unit": kode.unit})
    diubah = [v for i in isian for v in i.nilai.values() if v.catatan]
    if diubah:
        isi = "; ".join(_normalised(v) for v in diubah[:_CONTOH]) + ("; dan lainnya" if len(diubah) > _CONTOH else "")
        catatan.append(Cacat("N10", {"jumlah": str(len(diubah)), "isi": isi}))
    return _Dibaca(tuple(isian), tuple(hilang), tuple(terkunci), tuple(catatan))


def _moved(diterbitkan: Mapping[str, Mapping[str, str]], bacaan: form.Bacaan) -> list[str]:
    """Return the rows that do not stand where they were issued among the others."""
    nomor = {k: int(sel.get("no", "0") or 0) for k, sel in diterbitkan.items()}
    semula = sorted(bacaan.sel, key=lambda k: nomor[k])
    return [kini for kini, dulu in zip(bacaan.sel, semula, strict=True) if kini != dulu]


def _shown(sel: Mapping[str, tuple[str, Cell | None]]) -> Cell | None:
    """The capaian that the form itself computed and its sender saw; None when the file does not hold it."""
    cell = sel.get("capaian", ("", None))[1]
    return cell if cell and cell.kind == "n" and cell.cached else None


def _normalised(nilai: Nilai) -> str:
    tempat = f"{nilai.asal.lembar}!{nilai.asal.sel}: " if nilai.asal else ""
    angka = nilai.teks if nilai.angka is None else format_angka(nilai.angka, 6, ringkas=True)
    return f"{tempat}«{shorten(nilai.mentah, 24)}» → {angka}"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a part, and the sheet and file it stands in."""

    bagian: str
    kode: str
    lembar: str
    nama: str
    sha256: str

    def ref(self, sel: str) -> CellRef:
        """The origin of a cell."""
        return CellRef(self.nama, self.lembar, sel, self.sha256)


def read_rows(
    workbook: Workbook, bagian: str, periode: Periode, diterbitkan: Mapping[str, object]
) -> form.Bacaan | None:
    """Return the rows of a part that were issued, as they stand in a workbook; None when no sheet holds them."""
    ada = BAGIAN_BY_KUNCI.get(bagian)
    return form.read_part(workbook, ada, periode, set(diterbitkan)) if ada and diterbitkan else None


def row(
    unit: str, periode: Periode, tempat: Place, sel: Mapping[str, tuple[str, Cell | None]], harapan: Harapan
) -> Isian:
    """Return the input values of one row."""
    nilai = {
        kunci: values.read(sel[kunci][1], harapan(tempat.bagian, tempat.kode, kunci), tempat.ref(sel[kunci][0]))
        for kunci in _inputs(tempat.bagian)
        if kunci in sel
    }
    return Isian(unit, periode, tempat.bagian, tempat.kode, nilai)


def _changed(tempat: Place, lama: Mapping[str, str], sel: Mapping[str, tuple[str, Cell | None]]) -> list[SelTerkunci]:
    hasil = []
    for kunci in _locked(tempat.bagian):
        if kunci not in sel:
            continue
        ref, cell = sel[kunci]
        dulu, kini = lama.get(kunci, ""), cell.text if cell else ""
        if not _same(dulu, kini):
            nilai = Nilai(Keadaan.TERISI if kini else Keadaan.KOSONG, kini or None, kini, tempat.ref(ref))
            hasil.append(SelTerkunci(tempat.bagian, tempat.kode, kunci, dulu, nilai))
    return hasil


@cache
def _inputs(bagian: str) -> tuple[str, ...]:
    return tuple(k.kunci for k in BAGIAN_BY_KUNCI[bagian].masukan)


@cache
def _locked(bagian: str) -> tuple[str, ...]:
    semua = BAGIAN_BY_KUNCI[bagian].kolom
    return tuple(k.kunci for k in semua if k.tetap is not None and k.kunci not in _TAK_DIBANDINGKAN)


def _same(dulu: str, kini: str) -> bool:
    if dulu == kini or " ".join(dulu.split()) == " ".join(kini.split()):
        return True
    a, b = _number(dulu), _number(kini)
    return a is not None and a == b


def _number(teks: str) -> Decimal | None:
    return values.exact(teks.strip()) if teks.strip() else None


def _filled(nilai: Nilai) -> bool:
    return nilai.keadaan is not Keadaan.KOSONG
