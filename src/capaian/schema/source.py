"""Where the tables stand: skema.xlsx or skema/*.csv, read into rows that know their cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from capaian.model.nilai import CellRef
from capaian.schema.tables import TABEL, Kolom, Tabel, fold
from capaian.sheet import facts, reader
from capaian.sheet.address import column_letters
from capaian.text.words import maksud

Masalah = tuple[str, str, str]
"""Place, what is wrong, what to write instead."""


@dataclass(frozen=True, slots=True)
class Sel:
    """A cell of a table: text as typed, or a native number."""

    teks: str
    asal: CellRef
    angka: Decimal | None = None
    persen: bool = False
    galat: bool = False


Baris = Mapping[str, Sel]
"""Cells of one row by column key; every column of the table is there."""


@dataclass(frozen=True, slots=True)
class Sumber:
    """All tables of a folder, and what was wrong with their shape."""

    tabel: Mapping[str, tuple[Baris, ...]]
    masalah: tuple[Masalah, ...]


def read(folder: Path) -> Sumber:
    """Read every table of an office folder.

    Args:
        folder: The office folder, with `skema.xlsx` or `skema/`.

    Returns:
        Rows by table name; a missing or misspelt table is a problem, not an exception.
    """
    buku, map_csv = folder / "skema.xlsx", folder / "skema"
    if buku.is_file() and map_csv.is_dir():
        pesan = "Ada dua skema: «skema.xlsx» dan folder «skema»."
        return Sumber(
            {}, (("skema.xlsx", pesan, "Simpan salah satu saja; pindahkan yang lain ke luar folder kantor."),)
        )
    if buku.is_file():
        return _read_workbook(buku)
    if map_csv.is_dir():
        return _read_csv(map_csv)
    pesan = "Tabel skema tidak ditemukan: tidak ada «skema.xlsx» dan tidak ada folder «skema»."
    return Sumber({}, (("folder kantor", pesan, "Buat folder kantor dengan «capaian init», lalu isi tabelnya."),))


def _read_workbook(path: Path) -> Sumber:
    try:
        workbook = reader.read(path.read_bytes())
    except facts.Unreadable:
        saran = "Buka di Excel, simpan sebagai Excel Workbook (.xlsx) tanpa sandi, lalu ulangi."
        return Sumber({}, ((path.name, "Buku kerja skema tidak dapat dibaca.", saran),))
    masalah: list[Masalah] = []
    tabel: dict[str, tuple[Baris, ...]] = {}
    lembar = {fold(s.name): s for s in workbook.sheets}
    asing = [s.name for s in workbook.sheets if fold(s.name) not in {fold(t.nama) for t in TABEL}]
    for t in TABEL:
        sheet = lembar.get(fold(t.nama))
        if sheet is None:
            if t.wajib:
                masalah.append(_missing(path.name, "Lembar", t.nama, asing))
            continue
        grid: dict[int, dict[int, Sel]] = {}
        for cell in sheet.cells.values():
            grid.setdefault(cell.row, {})[cell.col] = _from_cell(cell, CellRef(path.name, sheet.name, cell.ref))
        nomor = next((r for r in sorted(grid)[:10] if _looks_like_header(grid[r], t)), None)
        if nomor is None:
            judul = ", ".join(k.judul for k in t.kolom if k.wajib)
            masalah.append(
                (f"{path.name} · {sheet.name}", "Baris judul kolom tidak ditemukan.", f"Tulis judul: {judul}.")
            )
            continue
        kolom = _columns(t, {c: s.teks for c, s in grid[nomor].items()}, f"{path.name} · {sheet.name}", masalah)
        kosong = {k.kunci: column_letters(next((c for c, x in kolom.items() if x is k), 1)) for k in t.kolom}
        tabel[t.nama] = tuple(
            {
                **{k.kunci: Sel("", CellRef(path.name, sheet.name, f"{kosong[k.kunci]}{r}")) for k in t.kolom},
                **{k.kunci: grid[r][c] for c, k in kolom.items() if c in grid[r]},
            }
            for r in sorted(grid)
            if r > nomor and any(c in kolom and grid[r][c].teks.strip() for c in grid[r])
        )
    return Sumber(tabel, tuple(masalah))


def _from_cell(cell: facts.Cell, asal: CellRef) -> Sel:
    if cell.kind == "e" or (cell.formula and not cell.cached):
        return Sel(cell.text or "rumus tanpa hasil", asal, galat=True)
    if cell.kind == "n":
        try:
            return Sel(cell.text, asal, Decimal(cell.text), cell.fmt == "persen")
        except InvalidOperation:
            return Sel(cell.text, asal, galat=True)
    return Sel(cell.text, asal)


def _read_csv(folder: Path) -> Sumber:
    masalah: list[Masalah] = []
    tabel: dict[str, tuple[Baris, ...]] = {}
    berkas = {fold(p.stem): p for p in sorted(folder.glob("*.csv"))}
    asing = [p.name for n, p in berkas.items() if n not in {fold(t.nama) for t in TABEL}]
    for t in TABEL:
        path = berkas.get(fold(t.nama))
        nama = f"skema/{t.nama}.csv"
        if path is None:
            if t.wajib:
                masalah.append(_missing("skema", "Berkas", f"{t.nama}.csv", asing))
            continue
        try:
            teks = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as e:
            baris = path.read_bytes()[: e.start].count(b"\n") + 1
            saran = "Simpan dari Excel sebagai «CSV UTF-8 (Comma delimited)», lalu ulangi."
            masalah.append((f"{nama} · baris {baris}", "Ada huruf yang tidak tersimpan sebagai UTF-8.", saran))
            continue
        tabel[t.nama] = _csv_rows(t, nama, teks, masalah)
    return Sumber(tabel, tuple(masalah))


def _csv_rows(t: Tabel, nama: str, teks: str, masalah: list[Masalah]) -> tuple[Baris, ...]:
    awal = teks.split("\n", 1)[0]
    pemisah = max(";,\t", key=awal.count)
    pembaca = csv.reader(io.StringIO(teks, newline=""), delimiter=pemisah)
    kepala = next(pembaca, None)
    if not kepala:
        masalah.append((nama, "Berkas kosong.", f"Baris pertama harus berisi judul: {_titles(t)}."))
        return ()
    kolom = _columns(t, dict(enumerate(kepala)), f"{nama} · baris 1", masalah)
    rows: list[Baris] = []
    sebelum = pembaca.line_num
    for isi in pembaca:
        baris, sebelum = sebelum + 1, pembaca.line_num
        if not any(s.strip() for s in isi):
            continue
        if len(isi) > len(kepala):
            pesan = f"Baris berisi {len(isi)} kolom, judulnya {len(kepala)}."
            saran = f"Beri tanda kutip pada teks yang memuat «{pemisah}»."
            masalah.append((f"{nama} · baris {baris}", pesan, saran))
            continue
        rows.append(
            {k.kunci: Sel("", CellRef(nama, "", f"baris {baris} kolom {k.judul}")) for k in t.kolom}
            | {
                k.kunci: Sel(isi[c], CellRef(nama, "", f"baris {baris} kolom {k.judul}"))
                for c, k in kolom.items()
                if c < len(isi)
            }
        )
    return tuple(rows)


def _columns(t: Tabel, kepala: Mapping[int, str], tempat: str, masalah: list[Masalah]) -> dict[int, Kolom]:
    dikenal = t.by_judul()
    kolom = {c: dikenal[fold(j)] for c, j in kepala.items() if fold(j) in dikenal}
    asing = [j for j in kepala.values() if j.strip() and fold(j) not in dikenal]
    for judul, n in Counter(k.judul for k in kolom.values()).items():
        if n > 1:
            masalah.append((tempat, f"Kolom «{judul}» ada {n} kali.", "Hapus salah satunya."))
    ada = {k.kunci for k in kolom.values()}
    for k in t.kolom:
        if k.wajib and k.kunci not in ada:
            masalah.append(
                (tempat, f"Kolom «{k.judul}» tidak ada.{maksud(k.judul, asing)}", f"Tulis judul «{k.judul}».")
            )
    kurang = [k.judul for k in t.kolom if k.kunci not in ada and not k.wajib]
    masalah.extend(
        (tempat, f"Kolom «{j}» tidak dikenal.{maksud(j, kurang)}", f"Kolom yang dikenal: {_titles(t)}.") for j in asing
    )
    return kolom


def _titles(t: Tabel) -> str:
    return ", ".join(k.judul for k in t.kolom)


def _looks_like_header(row: Mapping[int, Sel], t: Tabel) -> bool:
    return sum(fold(s.teks) in t.by_judul() for s in row.values()) >= min(2, len(t.kolom))


def _missing(tempat: str, apa: str, nama: str, asing: list[str]) -> Masalah:
    return (
        tempat,
        f"{apa} «{nama}» tidak ada.{maksud(nama, asing)}",
        f"Tambahkan atau betulkan namanya menjadi «{nama}».",
    )
