"""The input cells of a form: dropdowns from ranges, limits of numbers, hints. A rule says the same sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from capaian.model.kata import BAGIAN_SERATUS, NIHIL, NOL_ATAU_LEBIH, PILIH_DAFTAR, TULIS_ANGKA_ATAU_STATUS
from capaian.sheet import layout
from capaian.sheet.form_rows import NAMA_NIHIL, Daftar, Tempat
from capaian.sheet.layout import Kolom
from capaian.sheet.styles import protect, put

_DEPAN = ("rp", ".", "-", "−", "–", "‐", "‑")
"""What may stand before the first digit of a number that is a text."""

_Aturan = tuple[Literal["list", "custom", "none"], str, str, str]


def validate_inputs(lembar: Worksheet, tempat: Sequence[Tempat], kolom: Kolom, daftar: Daftar) -> None:
    """Attach dropdown, limits and hint to the open cells of one column."""
    by_aturan: dict[_Aturan, list[Tempat]] = {}
    for t in tempat:
        if kolom.kunci not in t.baris.tutup:
            by_aturan.setdefault(_rule(t, kolom, daftar), []).append(t)
    for (jenis, rumus, pesan, judul), milik in by_aturan.items():
        # The addresses of one rule are those of its first cell; programs shift them for the others.
        aturan = _validation(kolom, jenis, rumus.format(s=milik[0].alamat(kolom)), pesan, judul)
        for awal, akhir in _runs(milik):
            aturan.add(f"{awal.alamat(kolom)}:{akhir.alamat(kolom)}")
        lembar.add_data_validation(aturan)


def _runs(tempat: Sequence[Tempat]) -> Iterator[tuple[Tempat, Tempat]]:
    """Return the first and last of each run of rows without a gap."""
    awal = 0
    for n, t in enumerate(tempat):
        if n + 1 == len(tempat) or tempat[n + 1].nomor != t.nomor + 1:
            yield tempat[awal], t
            awal = n + 1


def _rule(t: Tempat, kolom: Kolom, daftar: Daftar) -> _Aturan:
    """Return type, formula of the cell `{s}`, message and title of the rule for one cell."""
    if pilihan := t.pilihan(kolom):
        return "list", daftar.nama(pilihan), PILIH_DAFTAR, "Tidak ada dalam daftar"
    if kolom.jenis not in ("angka", "ukuran", "rupiah"):
        return "none", "", "", ""
    batas, harap = _limits(t, kolom)
    pesan = f"{TULIS_ANGKA_ATAU_STATUS} Yang diharapkan: {harap}." if harap else TULIS_ANGKA_ATAU_STATUS
    return "custom", _accepts("{s}", batas or "TRUE"), pesan, "Periksa isian"


def _limits(t: Tempat, kolom: Kolom) -> tuple[str, str]:
    sifat = t.baris.sifat
    if kolom.jenis == "ukuran" and {"bagian", "persen"} <= sifat:
        return "AND({s}>=0,{s}<=100)", BAGIAN_SERATUS
    if kolom.jenis == "rupiah" or (kolom.jenis == "ukuran" and sifat & {"bagian", "cacah"}):
        return "{s}>=0", NOL_ATAU_LEBIH
    return "", ""


def _accepts(sel: str, batas: str) -> str:
    """Return the condition under which a value may stand: a number within its limits, or a text with digits.

    People type «85,5 %» and «Rp 1.200», which `validate` can read; only a text that begins with no digit is stopped.
    Excel takes 255 characters here.
    """
    return f"IF(ISNUMBER({sel}),{batas},OR(ISNUMBER(MATCH(TRIM({sel}),{NAMA_NIHIL},0)),{_digit(sel)}))"


def _digit(sel: str) -> str:
    teks = f"LOWER({sel})"
    for kata in _DEPAN:
        teks = f'SUBSTITUTE({teks},"{kata}","")'
    return f"ISNUMBER(-LEFT(TRIM({teks}),1))"


def _validation(
    kolom: Kolom, jenis: Literal["list", "custom", "none"], rumus: str, pesan: str, judul: str
) -> DataValidation:
    aturan = DataValidation(allow_blank=True)
    if jenis != "none":
        aturan.type, aturan.formula1 = jenis, rumus
        aturan.errorStyle, aturan.showErrorMessage = "stop", True
        aturan.error, aturan.errorTitle = pesan, judul
    aturan.promptTitle, aturan.prompt = kolom.judul.split("{")[0].strip()[:32], kolom.petunjuk[:255]
    aturan.showInputMessage = bool(kolom.petunjuk)
    return aturan


def write_lists(buku: Workbook, daftar: Daftar) -> None:
    """Write the sheet that the dropdowns take their words from."""
    lembar = buku.create_sheet(layout.LEMBAR_DAFTAR)
    nama = {NAMA_NIHIL: NIHIL} | {nama: isi for isi, nama in daftar.isi.items()}
    for c, (kunci, isi) in enumerate(nama.items(), 1):
        put(lembar.cell(1, c), kunci)
        for r, kata in enumerate(isi, 2):
            put(lembar.cell(r, c), kata)
        huruf = get_column_letter(c)
        rujukan = f"'{lembar.title}'!${huruf}$2:${huruf}${len(isi) + 1}"
        buku.defined_names[kunci] = DefinedName(kunci, attr_text=rujukan)
    lembar.sheet_state = "veryHidden"
    protect(lembar)
