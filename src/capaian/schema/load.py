"""Tables to a `Siklus`: codes resolve, values fit their units, everything wrong is said at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from capaian.errors import DataError
from capaian.model.finding import Severity, TemuanSkema
from capaian.model.formulir import KODE_SAH, SARAN_KODE
from capaian.model.nilai import CellRef
from capaian.model.pengaturan import Pengaturan
from capaian.model.skema import Indikator, PejabatUnit, Program, Riwayat, Sasaran, Siklus, Target, Unit
from capaian.schema import (
    judgement,
    judgement_budget,
    judgement_office,
    judgement_target,
    lint,
    office_rules,
    records,
)
from capaian.schema.convert import Notes, convert
from capaian.schema.records import Row
from capaian.schema.source import Baris, Masalah, Sumber, read
from capaian.schema.subject import SkemaPeriksa, findings
from capaian.schema.tables import TABEL_BY_NAMA
from capaian.text.words import daftar

CHECKS = (lint, judgement, judgement_target, judgement_budget, judgement_office)
"""Importing a module registers its checks."""
T = TypeVar("T", Unit, Sasaran, Indikator, Program)


@dataclass(frozen=True, slots=True)
class Skema:
    """What tables say, and what is wrong with them.

    Attributes:
        siklus: The schema as far as it could be read; only to be used when `kesalahan` is empty.
        temuan: Everything found: mistakes of single cells first, then those that show when all tables are seen.
    """

    siklus: Siklus
    temuan: tuple[TemuanSkema, ...]

    @property
    def kesalahan(self) -> tuple[TemuanSkema, ...]:
        """What has to be mended before the schema can be used."""
        return tuple(t for t in self.temuan if t.severity is Severity.KESALAHAN)


def load(folder: Path, pengaturan: Pengaturan) -> Siklus:
    """Read the schema of an office folder.

    Args:
        folder: The office folder.
        pengaturan: Its settings: the year, the ordinal scales, the default formulas.

    Returns:
        The schema; every code in it resolves.

    Raises:
        DataError: with every problem of every table, each with sheet and cell or file and line.
    """
    sumber = read(folder)
    skema = resolve(sumber, pengaturan)
    if skema.kesalahan:
        raise refusal(skema, "Skema kantor belum dapat dipakai", sumber.bentuk)
    return skema.siklus


def refusal(skema: Skema, apa: str, bentuk: str) -> DataError:
    """Return the error that lists every mistake of a schema.

    Args:
        skema: What was read.
        apa: What cannot be done.
        bentuk: Kind of the tables, see `Sumber`.
    """
    masalah = tuple((t.tempat, t.pesan, t.saran) for t in skema.kesalahan)
    cara = {
        "xlsx": "tabelnya di Excel, simpan, lalu tutup",
        "csv": "berkas CSV-nya di Excel atau Notepad, lalu simpan tetap sebagai CSV",
    }.get(bentuk, "tabelnya")
    saran = f"Perbaiki {cara}; sesudah itu ulangi perintah ini."
    return DataError(f"{apa}: ditemukan {len(masalah)} masalah.", masalah, saran)


def resolve(sumber: Sumber, pengaturan: Pengaturan) -> Skema:
    """Turn tables into a schema and check it.

    A table that could not be read whole suppresses the checks that need it: what follows from a mistake is not
    said beside it.
    """
    subjek, masalah = examine(sumber, pengaturan)
    dasar = tuple(TemuanSkema("", Severity.KESALAHAN, *m) for m in masalah)
    return Skema(subjek.siklus, (*dasar, *findings(subjek)))


def examine(sumber: Sumber, pengaturan: Pengaturan) -> tuple[SkemaPeriksa, list[Masalah]]:
    """Turn tables into what the checks look at, with the mistakes of single cells."""
    notes = Notes(list(sumber.masalah), set(sumber.rusak))
    rows = {nama: _rows(nama, baris, notes) for nama, baris in sumber.tabel.items()}
    siklus = _siklus(rows, pengaturan, notes)
    return SkemaPeriksa(siklus, pengaturan, frozenset(notes.rusak), _cells(sumber)), notes.masalah


def _rows(nama: str, baris: tuple[Baris, ...], notes: Notes) -> list[Row]:
    notes.tabel = nama
    return [Row(b, convert(TABEL_BY_NAMA[nama], b, notes), notes) for b in baris]


def _cells(sumber: Sumber) -> dict[tuple[str, str, str], CellRef]:
    """Cells of the tables whose rows have a code, by table, code and column."""
    return {
        (nama, " ".join(b["kode"].teks.split()), kolom): sel.asal
        for nama, baris in sumber.tabel.items()
        for b in baris
        if "kode" in b
        for kolom, sel in b.items()
    }


def _siklus(rows: Mapping[str, list[Row]], pengaturan: Pengaturan, notes: Notes) -> Siklus:
    def ambil(nama: str) -> list[Row]:
        notes.tabel = nama
        return rows.get(nama, [])

    unit = _keyed(ambil("Unit"), records.unit)
    for r in ambil("Unit"):
        r.acuan("induk", {u.kode for u in unit}, "Unit")
    sasaran = _keyed(ambil("Sasaran"), records.sasaran)
    refs = {"Unit": {u.kode for u in unit}, "Sasaran": {s.kode for s in sasaran}}
    pejabat: list[PejabatUnit] = [records.pejabat(r, refs) for r in ambil("Pejabat")]
    indikator = _keyed(ambil("Indikator"), lambda r: records.indikator(r, refs, pengaturan))
    by_kode = {i.kode: i for i in indikator}
    target: list[Target] = [t for r in ambil("Target") if (t := records.target(r, by_kode, pengaturan))]
    _unique_targets(target, notes)
    program = _keyed(ambil("Program"), lambda r: records.program(r, refs))
    riwayat: list[Riwayat] = [x for r in ambil("Riwayat") if (x := records.riwayat(r, by_kode, pengaturan))]
    tahun = pengaturan.periode.tahun
    siklus = Siklus(tahun, unit, sasaran, indikator, tuple(target), program, tuple(riwayat), tuple(pejabat))
    return replace(siklus, aturan=office_rules.read(ambil("Aturan"), siklus))


def _keyed(rows: list[Row], make: Callable[[Row], T]) -> tuple[T, ...]:
    hasil: dict[str, T] = {}
    for r in rows:
        record = make(r)
        if not record.kode:
            continue
        if isinstance(record, Unit) and not KODE_SAH.fullmatch(record.kode):
            r.note("kode", f"Kode unit «{record.kode}» memuat tanda yang tidak dapat dipakai.", SARAN_KODE)
        # Codes that differ in case only would share one file name on Windows.
        if (ada := hasil.get(record.kode.casefold())) is not None:
            pesan = f"Kode «{record.kode}» sudah dipakai di {ada.asal}."
            r.note("kode", pesan, "Beri kode yang berbeda atau hapus baris kembarnya.")
            continue
        hasil[record.kode.casefold()] = record
    return tuple(hasil.values())


def _unique_targets(target: list[Target], notes: Notes) -> None:
    ada: dict[tuple[object, ...], CellRef] = {}
    for t in target:
        kunci = (t.indikator, t.tahun, t.dokumen, t.berlaku_sejak)
        if kunci in ada:
            pesan = f"Target {t.indikator} tahun {t.tahun} menurut {t.dokumen} ada dua kali (lihat {ada[kunci]})."
            pilihan = ["tulis «PK Perubahan» pada kolom Dokumen", "bedakan kolom Berlaku Sejak"]
            notes.add(t.asal["tahunan"], pesan, f"Hapus salah satu, atau {daftar(pilihan, 'atau')}.")
        ada.setdefault(kunci, t.asal["tahunan"])
