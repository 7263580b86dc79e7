"""Write the intake form: instructions, rows to fill, checks and identity. The same form gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from functools import partial

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from capaian.model.formulir import Formulir, Isi
from capaian.sheet import layout, styles, wrapping
from capaian.sheet.form_check import colour_total, write_check
from capaian.sheet.form_formulas import Sheet
from capaian.sheet.form_inputs import validate_inputs, write_lists
from capaian.sheet.form_rows import BARIS_KEPALA, Daftar, Tempat, parts
from capaian.sheet.layout import Bagian, Kolom
from capaian.sheet.styles import BINGKAI, BIRU, Gaya, font, page, protect, put, text, to_bytes
from capaian.text.dates import hari_tanggal

_BARIS_TOTAL = 6
_BARIS_ISI = 60
"""Points: room for five lines of explanation without a change of height."""
_BEKU = {"isian": "satuan", "anggaran": "pagu"}
"""The first column that moves when one scrolls to the right."""


def write_form(formulir: Formulir) -> bytes:
    """Return the workbook of an issued form.

    Args:
        formulir: Identity, rows, texts, and what the form computes.

    Returns:
        An .xlsx that names itself in five places: identity sheet, document property, keywords, defined name
        and a visible line. The same form gives the same bytes.
    """
    buku = Workbook()
    petunjuk = buku.active
    assert isinstance(petunjuk, Worksheet)
    _write_instructions(petunjuk, formulir)
    bagian = list(parts(formulir))
    lembar = [buku.create_sheet(b.lembar) for b, _ in bagian]
    daftar, hitung = Daftar(), None
    if formulir.langsung:
        cek = buku.create_sheet(layout.LEMBAR_CEK)
        hitung = Sheet(buku, formulir, formulir.langsung, daftar)
        write_check(cek, buku, formulir, hitung)
    for tempat_lembar, (b, tempat) in zip(lembar, bagian, strict=True):
        _Part(tempat_lembar, b, tempat, formulir).write(buku, hitung, daftar)
    write_lists(buku, daftar)
    _write_identity(buku, formulir)
    buku.active = 1
    for s in buku.worksheets:
        s.sheet_view.tabSelected = s is buku.worksheets[1]
    return to_bytes(buku, datetime.combine(formulir.tanggal, time()), formulir.judul, formulir.instansi)


def _letterhead(formulir: Formulir) -> tuple[tuple[str, float], ...]:
    return ((formulir.pemerintah.upper(), 10), (formulir.instansi.upper(), 13), (formulir.alamat, 8))


def _write_instructions(lembar: Worksheet, formulir: Formulir) -> None:
    lembar.title = layout.LEMBAR_PETUNJUK
    lembar.column_dimensions["A"].width = 3
    lembar.column_dimensions["B"].width = 105
    for r, (teks, besar) in enumerate(_letterhead(formulir), 1):
        text(lembar, r, 2, teks, font(besar, bold=besar > 9, color=BIRU))
    lembar.cell(3, 2).border = Border(bottom=Side(style="medium", color=BIRU))
    baris = 5
    for teks, besar in ((formulir.judul, 13), (formulir.nama_unit, 11)):
        text(lembar, baris, 2, teks, font(besar, bold=True, color=BIRU))
        baris += 1
    text(lembar, baris, 2, f"{layout.AWALAN_KODE}{formulir.kode}", font(9, color="595959"))
    baris += 2
    for paragraf in formulir.petunjuk:
        judul = paragraf.startswith("# ")
        isi, besar = paragraf.removeprefix("# "), 11 if judul else 10
        text(lembar, baris, 2, isi, font(besar, bold=judul), wrap=True)
        wrapping.set_height(lembar, baris, wrapping.lines(isi, 105, besar), besar, paling=22 if judul else 0)
        baris += 1
    lembar.sheet_view.showGridLines = False
    page(lembar, landscape=False, kaki=str(formulir.kode))
    protect(lembar)


class _Part:
    """One sheet with rows to fill in."""

    def __init__(self, lembar: Worksheet, bagian: Bagian, tempat: Sequence[Tempat], formulir: Formulir) -> None:
        self._lembar = lembar
        self._bagian = bagian
        self._tempat = tempat
        self._formulir = formulir

    def write(self, buku: Workbook, hitung: Sheet | None, daftar: Daftar) -> None:
        lembar, bagian, gaya, lebar = self._lembar, self._bagian, Gaya(), self._bagian.lebar
        self._title(hitung)
        for nomor, kolom in enumerate(bagian.kolom, 1):
            huruf = get_column_letter(nomor)
            lembar.column_dimensions[huruf].width = lebar[kolom.kunci]
            judul = bagian.judul_kolom(kolom, self._formulir.kode.periode)
            styles.header(lembar.cell(BARIS_KEPALA, nomor), judul, masukan=kolom.masukan)
            nama = bagian.nama_kolom(kolom.kunci)
            buku.defined_names[nama] = DefinedName(nama, attr_text=f"'{lembar.title}'!${huruf}${BARIS_KEPALA}")
            for t in self._tempat:
                _write_cell(lembar.cell(t.nomor, nomor), kolom, t, hitung, gaya)
            if kolom.masukan:
                validate_inputs(lembar, self._tempat, kolom, daftar)
        for t in self._tempat:
            wrapping.set_height(lembar, t.nomor, _lines(t, lebar), 9, paling=_BARIS_ISI)
        akhir = BARIS_KEPALA + len(self._tempat)
        lembar.row_dimensions[BARIS_KEPALA].height = 46
        lembar.auto_filter.ref = f"A{BARIS_KEPALA}:{get_column_letter(len(bagian.kolom))}{akhir}"
        self._signature(akhir + 2)
        beku = next(i for i, k in enumerate(bagian.kolom, 1) if k.kunci == _BEKU[bagian.kunci])
        lembar.freeze_panes = f"{get_column_letter(beku)}{BARIS_KEPALA + 1}"
        lembar.print_title_rows = f"{BARIS_KEPALA}:{BARIS_KEPALA}"
        page(lembar, landscape=True, kaki=str(self._formulir.kode))
        protect(lembar)
        # Excel turns «85%» and «12/5» into formats that stay with the cell; whoever is told so must be able to undo it.
        lembar.protection.formatCells = False

    def _title(self, hitung: Sheet | None) -> None:
        formulir, lembar = self._formulir, self._lembar
        for r, (teks, besar) in enumerate(_letterhead(formulir), 1):
            text(lembar, r, 1, teks, font(besar, bold=besar > 9, color=BIRU))
        for c in range(1, len(self._bagian.kolom) + 1):
            lembar.cell(3, c).border = Border(bottom=Side(style="medium", color=BIRU))
        periode = layout.keterangan_periode(formulir.kode.periode).upper()
        judul = f"{self._bagian.judul} – {periode} – {formulir.nama_unit}"
        text(lembar, 4, 1, judul, font(11, bold=True, color=BIRU))
        kode = f"{layout.AWALAN_KODE}{formulir.kode}"
        pesan = "Isi hanya sel berwarna kuning. Jangan menghapus baris atau mengganti kode."
        tenggat = f"Kembalikan paling lambat {hari_tanggal(formulir.tenggat)}"
        text(lembar, 5, 1, f"{kode}   ·   {tenggat}   ·   {pesan}", font(9))
        if hitung:
            cell = lembar.cell(_BARIS_TOTAL, 1)
            cell.value = f'={layout.NAMA_TOTAL}&"  (rincian pada lembar {layout.LEMBAR_CEK})"'
            cell.font = font(10, bold=True)
            colour_total(lembar, f"A{_BARIS_TOTAL}")
        if formulir.catatan:
            masukan = next(i for i, k in enumerate(self._bagian.kolom, 1) if k.masukan)
            text(lembar, _BARIS_TOTAL, masukan, formulir.catatan, font(9, italic=True, color="C00000"))
        for r, tinggi in enumerate((13.5, 17, 12, 16, 13.5, 15), 1):
            lembar.row_dimensions[r].height = tinggi

    def _signature(self, baris: int) -> None:
        """One tall row, which no page break can cut: who received the form, and who signs it."""
        lembar, formulir = self._lembar, self._formulir
        n = len(self._bagian.kolom)
        terima = ("Diterima tanggal ……………………", "oleh", "", "", "", "…………………………………………")
        tengah = n // 2
        for awal, akhir, isi in ((3, min(5, tengah), terima), (n - 3, n, formulir.penanda_tangan)):
            lembar.merge_cells(start_row=baris, start_column=awal, end_row=baris, end_column=akhir)
            text(lembar, baris, awal, "\n".join(isi), font(10), wrap=True)
            lembar.cell(baris, awal).alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        lembar.row_dimensions[baris].height = 13.5 * max(len(terima), len(formulir.penanda_tangan)) + 4


def _write_cell(cell: Cell | MergedCell, kolom: Kolom, t: Tempat, hitung: Sheet | None, gaya: Gaya) -> None:
    tutup = kolom.kunci in t.baris.tutup
    angka = kolom.jenis in ("ukuran", "angka", "rupiah", "persen")
    nilai = t.baris.tetap.get(kolom.kunci)
    format_angka = _number_format(kolom.jenis, t.baris.desimal, nilai) if angka else ""
    buat = partial(_style, kolom=kolom, format_angka=format_angka, tutup=tutup)
    gaya.pasang(cell, (kolom.kunci, tutup, format_angka), buat)
    if kolom.rumus and hitung:
        isi = hitung.rumus.get((t.bagian.kunci, t.baris.kode), {})
        alamat = {k.kunci: t.alamat(k) for k in t.bagian.kolom}
        cell.value = "=" + kolom.rumus.format(**isi, **alamat)
    elif not kolom.masukan and nilai is not None:
        put(cell, nilai)


def _style(cell: Cell | MergedCell, *, kolom: Kolom, format_angka: str, tutup: bool) -> None:
    cell.font, cell.border = font(9, bold=bool(kolom.rumus)), BINGKAI
    cell.fill = styles.HITUNG if kolom.rumus else styles.TETAP
    if kolom.masukan:
        cell.fill = styles.TUTUP if tutup else styles.ISI
        cell.protection = Protection(locked=tutup)
    tengah = kolom.jenis in ("nomor", "pilihan") or bool(kolom.rumus)
    rata = "right" if format_angka else "center" if tengah else "left"
    # A number that is too wide for its column would show as hashes; a smaller one can be read.
    cell.alignment = Alignment(
        horizontal=rata, vertical="top", wrap_text=not format_angka, shrink_to_fit=bool(format_angka)
    )
    if format_angka:
        cell.number_format = format_angka


def _lines(t: Tempat, lebar: Mapping[str, float]) -> int:
    isi = ((k, t.baris.tetap.get(k.kunci)) for k in t.bagian.kolom)
    return max(wrapping.lines(v, lebar[k.kunci], 9) for k, v in isi if isinstance(v, str))


def _number_format(jenis: str, desimal: int | None, nilai: Isi) -> str:
    """The blank of the width of a hyphen at the end keeps a number off the text of the next column."""
    if jenis in ("rupiah", "persen"):
        return "#,##0_-" if jenis == "rupiah" else "0.00_-"
    if desimal is None:
        return "@"
    if isinstance(nilai, Decimal) and (jenis == "angka" or desimal == 0):
        desimal = max(0, -int(nilai.normalize().as_tuple().exponent))
    elif jenis == "angka":
        return "General"
    # Optional decimals (0.##) would show a bare decimal sign behind every whole number.
    return "#,##0" + ("." + "0" * desimal if desimal else "") + "_-"


def _write_identity(buku: Workbook, formulir: Formulir) -> None:
    kode = str(formulir.kode)
    meta = buku.create_sheet(layout.LEMBAR_META)
    isi = {
        layout.SANDI_META: kode,
        "kantor": formulir.kode.kantor,
        "unit": formulir.kode.unit,
        "periode": str(formulir.kode.periode),
        "terbitan": str(formulir.kode.terbitan),
        "kode_cek": formulir.kode.cek,
        "versi_skema": formulir.versi,
        "versi_susunan": layout.VERSI_LAYOUT,
    }
    for r, (k, v) in enumerate(isi.items(), 1):
        put(meta.cell(r, 1), k)
        put(meta.cell(r, 2), v)
    meta.sheet_state = "veryHidden"
    protect(meta)
    properti = StringProperty(name=layout.SANDI_META, value=kode)
    buku.custom_doc_props.append(properti)  # type: ignore[attr-defined]  # missing in the stubs
    buku.properties.keywords = kode
    buku.defined_names[layout.SANDI_META] = DefinedName(layout.SANDI_META, attr_text=f'"{kode}"')
