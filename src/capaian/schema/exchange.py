"""The tables as a workbook and as CSV files: the same text in every cell, both ways."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from capaian.errors import DataError
from capaian.model.formulir import Isi
from capaian.schema.source import Masalah, Sel, Sumber
from capaian.schema.tables import TABEL, Kolom, Tabel
from capaian.schema.typed_text import inert, number_text
from capaian.sheet.schema_writer import Column, SchemaSheet, write_schema
from capaian.text.inert import for_xml

Texts = Mapping[str, tuple[tuple[str, ...], ...]]
"""Text of every cell: rows by table, cells in the order of its columns."""
EMPTY: Texts = {t.nama: () for t in TABEL}
_ANGKA = ("angka", "bulat")
_TERPANJANG = 32_767
"""Characters that a cell of Excel holds."""


def texts(sumber: Sumber) -> Texts:
    """Return the text of every cell, native numbers and dates as staff would type them.

    Raises:
        DataError: the tables could not be read whole, so that something would be lost.
    """
    masalah = list(sumber.masalah)
    hasil = {}
    for t in TABEL:
        rows = sumber.tabel.get(t.nama, ())
        hasil[t.nama] = tuple(tuple(_text(k, baris[k.kunci], masalah) for k in t.kolom) for baris in rows)
    if masalah:
        raise DataError(
            f"Tabel skema tidak dapat disalin tanpa kehilangan isi: ditemukan {len(masalah)} masalah.",
            tuple(masalah),
            "Perbaiki tabelnya, lalu ulangi perintah ini.",
        )
    return hasil


def _text(kolom: Kolom, sel: Sel, masalah: list[Masalah]) -> str:
    if sel.galat:
        masalah.append((str(sel.asal), f"Kolom {kolom.judul} berisi galat («{sel.teks}»).", "Tulis nilainya."))
    elif sel.tanggal and kolom.jenis != "tanggal":
        saran = "Ubah format selnya menjadi Teks, lalu tulis lagi isinya."
        masalah.append((str(sel.asal), f"Kolom {kolom.judul} berubah menjadi tanggal ({sel.teks}).", saran))
    if sel.angka is not None and (kolom.jenis in (*_ANGKA, "ukuran", "ungkapan") or sel.persen):
        return number_text(sel.angka, persen=sel.persen)
    return sel.teks


def to_csv(isi: Texts) -> dict[str, bytes]:
    """Return one CSV file per table (UTF-8 with mark, semicolons), by file name."""
    hasil = {}
    for t in TABEL:
        keluar = io.StringIO(newline="")
        tulis = csv.writer(keluar, delimiter=";", lineterminator="\r\n")
        tulis.writerow([k.judul for k in t.kolom])
        tulis.writerows([inert(teks) for teks in baris] for baris in isi[t.nama])
        hasil[f"{t.nama}.csv"] = b"\xef\xbb\xbf" + keluar.getvalue().encode()
    return hasil


def to_workbook(isi: Texts, waktu: datetime) -> bytes:
    """Return a workbook that explains itself: lists to choose from, notes on headers, a dictionary.

    Args:
        isi: Text of every cell.
        waktu: Date of the content.

    Raises:
        DataError: a text that no cell of a workbook can hold.
    """
    masalah = [m for t in TABEL for n, baris in enumerate(isi[t.nama], 1) for m in _unfit(t, n, baris)]
    if masalah:
        raise DataError("Ada teks yang tidak dapat disimpan dalam Excel.", tuple(masalah), "Perbaiki, lalu ulangi.")
    sheets = [
        SchemaSheet(
            t.nama,
            t.keterangan,
            tuple(_column(k) for k in t.kolom),
            tuple(tuple(_native(k, teks) for k, teks in zip(t.kolom, baris, strict=True)) for baris in isi[t.nama]),
        )
        for t in TABEL
    ]
    kamus = tuple((t.nama, k.judul, "ya" if k.wajib else "", _words(k), k.keterangan) for t in TABEL for k in t.kolom)
    return write_schema(sheets, kamus, waktu.replace(tzinfo=None))


def _unfit(t: Tabel, n: int, baris: tuple[str, ...]) -> list[Masalah]:
    return [
        (
            f"tabel {t.nama}, baris data ke-{n}, kolom {k.judul}",
            f"Teksnya {len(teks)} karakter." if len(teks) > _TERPANJANG else "Ada karakter yang tidak terlihat.",
            f"Paling banyak {_TERPANJANG} karakter biasa.",
        )
        for k, teks in zip(t.kolom, baris, strict=True)
        if len(teks) > _TERPANJANG or for_xml(teks) != teks
    ]


def _native(kolom: Kolom, teks: str) -> Isi:
    """A number where Excel would give the same text back, else the text as it stands."""
    if kolom.jenis not in _ANGKA:
        return teks
    try:
        angka = Decimal(teks.replace(",", "."))
    except InvalidOperation:
        return teks
    # Excel keeps fifteen digits of a number.
    pendek = angka.is_finite() and len(angka.as_tuple().digits) <= 15
    return angka if pendek and number_text(angka) == teks else teks


def _words(kolom: Kolom) -> str:
    if kolom.acuan:
        return f"kode dari tabel {kolom.acuan}"
    jenis = {
        "tanggal": "tanggal, misalnya 2025-02-12 atau 12 Februari 2025",
        "bulat": "bilangan bulat",
        "angka": "angka",
        "ungkapan": "angka, + - * / ( ), dan fungsi atas kode",
    }
    return ", ".join(kolom.daftar) or jenis.get(kolom.jenis, "")


def _column(k: Kolom) -> Column:
    catatan = [k.keterangan, "Wajib diisi." if k.wajib else ""]
    catatan.append(f"Pilihan: {_words(k)}." if k.daftar or k.acuan else "")
    catatan.append(f"Bila kosong: {k.baku}." if k.baku else "")
    return Column(
        judul=k.judul,
        lebar=k.lebar,
        catatan="\n".join(x for x in catatan if x),
        wajib=k.wajib,
        angka=k.jenis in _ANGKA,
        daftar=k.daftar,
        tegas=not k.usulan,
        acuan=k.acuan,
    )
