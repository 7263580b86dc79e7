"""Where the tables stand: skema.xlsx or skema/*.csv, read into rows that know their cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from capaian.model.nilai import CellRef
from capaian.schema.tables import TABEL, Kolom, Tabel, fold
from capaian.schema.typed_text import inert, plain_text, tidy
from capaian.text.words import maksud

if TYPE_CHECKING:
    from capaian.sheet import facts

Masalah = tuple[str, str, str]
"""Place, what is wrong, what to write instead."""
BUKU, MAP_CSV = "skema.xlsx", "skema"


@dataclass(frozen=True, slots=True)
class Sel:
    """A cell of a table.

    Attributes:
        teks: The text as typed, the exact decimal text of a native number, or the ISO day of a native date.
        angka: A native number.
        persen: A native number that is shown as a percentage.
        tanggal: A native date.
        galat: An error, or a formula whose result is not in the file.
    """

    teks: str
    asal: CellRef
    angka: Decimal | None = None
    persen: bool = False
    tanggal: bool = False
    galat: bool = False


Baris = Mapping[str, Sel]
"""Cells of one row by column key; every column of the table is there."""


@dataclass(frozen=True, slots=True)
class Sumber:
    """All tables of a folder, and what was wrong with their shape.

    Attributes:
        rusak: Tables that are missing or could not be read whole.
        bentuk: `xlsx`, `csv`, or empty when there is no schema.
    """

    tabel: Mapping[str, tuple[Baris, ...]]
    masalah: tuple[Masalah, ...]
    rusak: frozenset[str] = frozenset()
    bentuk: str = ""


@dataclass
class _Reading:
    """Tables and problems as they are found."""

    tabel: dict[str, tuple[Baris, ...]] = field(default_factory=dict)
    masalah: list[Masalah] = field(default_factory=list)
    rusak: set[str] = field(default_factory=set)

    def note(self, tabel: str, *masalah: Masalah) -> None:
        self.masalah.extend(masalah)
        if masalah:
            self.rusak.add(tabel)

    def result(self, bentuk: str) -> Sumber:
        return Sumber(self.tabel, tuple(self.masalah), frozenset(self.rusak), bentuk)


def read(folder: Path) -> Sumber:
    """Read every table of an office folder.

    Args:
        folder: The office folder, with `skema.xlsx` or `skema/`.

    Returns:
        Rows by table name; a missing or misspelt table is a problem, not an exception.
    """
    buku, map_csv = folder / BUKU, folder / MAP_CSV
    if buku.is_file() and map_csv.is_dir():
        pesan = f"Ada dua skema: «{BUKU}» dan folder «{MAP_CSV}»."
        return _none(BUKU, pesan, "Simpan salah satu saja; pindahkan yang lain ke luar folder kantor.")
    if buku.is_file() or map_csv.is_dir():
        return read_path(buku if buku.is_file() else map_csv)
    pesan = f"Tabel skema tidak ditemukan: tidak ada «{BUKU}» dan tidak ada folder «{MAP_CSV}»."
    return _none("folder kantor", pesan, "Buat folder kantor dengan «capaian init», lalu isi tabelnya.")


def read_path(path: Path) -> Sumber:
    """Read every table of one workbook, or of one folder of CSV files."""
    return _read_csv(path) if path.is_dir() else _read_workbook(path)


def _none(tempat: str, pesan: str, saran: str, bentuk: str = "") -> Sumber:
    return Sumber({}, ((tempat, pesan, saran),), frozenset(t.nama for t in TABEL), bentuk)


def _read_workbook(path: Path) -> Sumber:
    from capaian.sheet import facts, reader

    try:
        workbook = reader.read(path.read_bytes())
    except facts.Unreadable:
        saran = "Buka di Excel, simpan sebagai Excel Workbook (.xlsx) tanpa sandi, lalu ulangi."
        return _none(path.name, "Buku kerja skema tidak dapat dibaca.", saran, "xlsx")
    except OSError as e:
        return _none(path.name, f"Berkas tidak dapat dibuka ({e.strerror}).", "Periksa izin berkas itu.", "xlsx")
    hasil = _Reading()
    lembar = {fold(s.name): s for s in workbook.sheets}
    asing = [s.name for s in workbook.sheets if fold(s.name) not in {fold(t.nama) for t in TABEL}]
    for t in TABEL:
        sheet = lembar.get(fold(t.nama))
        if sheet is not None:
            hasil.tabel[t.nama] = _sheet_rows(t, sheet, path.name, workbook.date1904, hasil)
        elif t.wajib:
            hasil.note(t.nama, _missing(path.name, "Lembar", t.nama, asing))
    for catatan in workbook.notes:
        if catatan.kode == "N07":
            r = catatan.rincian
            tempat, saran = f"{path.name} · {r['lembar']}!{r['sel']}", "Pindahkan ke dekat tabel, atau hapus sel itu."
            hasil.note(str(r["lembar"]), (tempat, f"Ada {r['n']} sel terisi yang terlalu jauh dari tabel.", saran))
    return hasil.result("xlsx")


def _sheet_rows(t: Tabel, sheet: facts.Sheet, nama: str, date1904: bool, hasil: _Reading) -> tuple[Baris, ...]:
    from capaian.sheet.address import column_letters

    grid: dict[int, dict[int, Sel]] = {}
    for cell in sheet.cells.values():
        sel = _from_cell(cell, CellRef(nama, sheet.name, cell.ref), date1904)
        if sel.teks:
            grid.setdefault(cell.row, {})[cell.col] = sel
    tempat = f"{nama} · {sheet.name}"
    nomor = next((r for r in sorted(grid)[:10] if _looks_like_header(grid[r], t)), None)
    if nomor is None:
        judul = ", ".join(k.judul for k in t.kolom if k.wajib)
        hasil.note(t.nama, (tempat, "Baris judul kolom tidak ditemukan.", f"Tulis judul: {judul}."))
        return ()
    kolom = _columns(t, {c: s.teks for c, s in grid[nomor].items()}, tempat, hasil)
    huruf = {k.kunci: column_letters(next((c for c, x in kolom.items() if x is k), 1)) for k in t.kolom}
    return tuple(
        {
            **{k.kunci: Sel("", CellRef(nama, sheet.name, f"{huruf[k.kunci]}{r}")) for k in t.kolom},
            **{k.kunci: grid[r][c] for c, k in kolom.items() if c in grid[r]},
        }
        for r in sorted(grid)
        if r > nomor and any(c in kolom for c in grid[r])
    )


def _from_cell(cell: facts.Cell, asal: CellRef, date1904: bool) -> Sel:
    from capaian.sheet import facts
    from capaian.sheet.values import exact

    if cell.kind == "e" or (cell.formula and not cell.cached):
        return Sel(cell.text or "rumus tanpa hasil", asal, galat=True)
    if cell.kind == "d" or (cell.kind == "n" and cell.fmt == "tanggal"):
        hari = facts.cell_date(cell, date1904)
        return Sel(hari or cell.text, asal, tanggal=bool(hari), galat=not hari)
    if cell.kind == "n":
        angka = exact(cell.text)
        if angka is None:
            return Sel(cell.text, asal, galat=True)
        return Sel(plain_text(angka), asal, angka, cell.fmt == "persen")
    return Sel(tidy(cell.text), asal)


def _read_csv(folder: Path) -> Sumber:
    hasil = _Reading()
    berkas = {fold(p.stem): p for p in sorted(folder.glob("*.csv"))}
    asing = [p.name for n, p in berkas.items() if n not in {fold(t.nama) for t in TABEL}]
    for t in TABEL:
        path = berkas.get(fold(t.nama))
        nama = f"{folder.name}/{t.nama}.csv"
        if path is None:
            if t.wajib:
                hasil.note(t.nama, _missing(folder.name, "Berkas", f"{t.nama}.csv", asing))
            continue
        try:
            data = path.read_bytes()
            hasil.tabel[t.nama] = _csv_rows(t, nama, data.decode("utf-8-sig"), hasil)
        except UnicodeDecodeError as e:
            baris = data[: e.start].count(b"\n") + 1
            saran = "Simpan dari Excel sebagai «CSV UTF-8 (Comma delimited)», lalu ulangi."
            hasil.note(t.nama, (f"{nama} · baris {baris}", "Ada huruf yang tidak tersimpan sebagai UTF-8.", saran))
        except csv.Error:
            pesan, saran = "Susunan berkas tidak dapat dibaca.", "Periksa tanda kutipnya, atau simpan ulang dari Excel."
            hasil.note(t.nama, (nama, pesan, saran))
        except OSError as e:
            hasil.note(t.nama, (nama, f"Berkas tidak dapat dibuka ({e.strerror}).", "Periksa izin berkas itu."))
    return hasil.result("csv")


def _csv_rows(t: Tabel, nama: str, teks: str, hasil: _Reading) -> tuple[Baris, ...]:
    awal = teks.split("\n", 1)[0]
    pemisah = max(";,\t", key=awal.count)
    pembaca = csv.reader(io.StringIO(teks, newline=""), delimiter=pemisah)
    kepala = next(pembaca, None)
    if not kepala:
        hasil.note(t.nama, (nama, "Berkas kosong.", f"Baris pertama harus berisi judul: {_titles(t)}."))
        return ()
    kolom = _columns(t, dict(enumerate(kepala)), f"{nama} · baris 1", hasil)
    rows: list[Baris] = []
    sebelum = pembaca.line_num
    for isi in pembaca:
        baris, sebelum = sebelum + 1, pembaca.line_num
        sel = [tidy(inert(s, baca=True)) for s in isi]
        if not any(sel):
            continue
        if any(sel[len(kepala) :]):
            pesan = f"Baris berisi {len(isi)} kolom, judulnya {len(kepala)}."
            saran = f"Beri tanda kutip pada teks yang memuat «{pemisah}»."
            hasil.note(t.nama, (f"{nama} · baris {baris}", pesan, saran))
            continue
        teks_kolom = {k.kunci: sel[c] for c, k in kolom.items() if c < len(sel)}
        rows.append(
            {
                k.kunci: Sel(teks_kolom.get(k.kunci, ""), CellRef(nama, "", f"baris {baris} kolom {k.judul}"))
                for k in t.kolom
            }
        )
    return tuple(rows)


def _columns(t: Tabel, kepala: Mapping[int, str], tempat: str, hasil: _Reading) -> dict[int, Kolom]:
    dikenal = t.by_judul()
    kolom = {c: dikenal[fold(j)] for c, j in kepala.items() if fold(j) in dikenal}
    asing = [j for j in kepala.values() if j.strip() and fold(j) not in dikenal]
    ada = Counter(k.judul for k in kolom.values())
    hasil.note(
        t.nama, *((tempat, f"Kolom «{j}» ada {n} kali.", "Hapus salah satunya.") for j, n in ada.items() if n > 1)
    )
    hilang = [k for k in t.kolom if k.judul not in ada]
    hasil.note(
        t.nama,
        *(
            (tempat, f"Kolom «{k.judul}» tidak ada.{maksud(k.judul, asing)}", f"Tulis judul «{k.judul}».")
            for k in hilang
            if k.wajib
        ),
    )
    kurang = [k.judul for k in hilang if not k.wajib]
    hasil.note(
        t.nama,
        *(
            (tempat, f"Kolom «{j}» tidak dikenal.{maksud(j, kurang)}", f"Kolom yang dikenal: {_titles(t)}.")
            for j in asing
        ),
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
