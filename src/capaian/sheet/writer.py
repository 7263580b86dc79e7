"""Write workbooks: the intake form and plain tables. Same content, same bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from capaian.model.formulir import BarisFormulir, Formulir, Isi
from capaian.ooxml import repack
from capaian.sheet import layout
from capaian.sheet.layout import BAGIAN, Bagian, Kolom
from capaian.text.dates import hari_tanggal
from capaian.text.inert import for_sheet

_BIRU, _ABU, _KUNING = "1F3864", "E7E6E6", "FFF9DB"
_GARIS = Side(style="thin", color="A6A6A6")
_BINGKAI = Border(_GARIS, _GARIS, _GARIS, _GARIS)
_KEPALA = PatternFill("solid", fgColor=_BIRU)
_TETAP = PatternFill("solid", fgColor=_ABU)
_ISI = PatternFill("solid", fgColor=_KUNING)
_TUTUP = PatternFill("lightUp", fgColor="BFBFBF", bgColor=_ABU)
_HURUF = "Arial"
_FOLIO = 14
"""Excel's code for 215,9 × 330,2 mm, which offices call F4."""
BARIS_KEPALA = 7
_PANJANG_DAFTAR = 250
_LEBAR_FOLIO = 220
"""Characters that stay legible across one landscape sheet; wider parts take two sheets side by side."""


def write_form(formulir: Formulir) -> bytes:
    """Return the workbook of an issued form.

    Args:
        formulir: Identity, rows and texts.

    Returns:
        An .xlsx that names itself in five places: identity sheet, document property, keywords, defined name
        and a visible line. The same form gives the same bytes.
    """
    buku = Workbook()
    petunjuk = buku.active
    assert isinstance(petunjuk, Worksheet)
    _write_instructions(petunjuk, formulir)
    for bagian in BAGIAN:
        if formulir.baris.get(bagian.kunci):
            _write_part(buku.create_sheet(bagian.lembar), bagian, formulir, buku)
    _write_identity(buku, formulir)
    buku.active = 1
    for lembar in buku.worksheets:
        lembar.sheet_view.tabSelected = lembar is buku.worksheets[1]
    return _bytes(buku, datetime.combine(formulir.tanggal, time()), formulir.judul, formulir.instansi)


def put(cell: Cell | MergedCell, nilai: Isi) -> None:
    """Write a value so that text stays text, whatever it begins with."""
    if isinstance(nilai, Decimal):
        cell.value = nilai
        return
    cell.value = for_sheet(nilai or "")
    cell.data_type = "s"
    if nilai and nilai[0] in "=+-@'":
        cell.quotePrefix = True


def _bytes(buku: Workbook, waktu: datetime, judul: str, pembuat: str) -> bytes:
    buku.properties.creator = for_sheet(pembuat)
    buku.properties.title = for_sheet(judul)
    keluar = BytesIO()
    buku.save(keluar)
    buku.close()
    return repack(keluar.getvalue(), waktu)


def _write_instructions(lembar: Worksheet, formulir: Formulir) -> None:
    lembar.title = layout.LEMBAR_PETUNJUK
    lembar.column_dimensions["A"].width = 3
    lembar.column_dimensions["B"].width = 105
    baris = 1
    for teks in (formulir.instansi.upper(), formulir.judul, formulir.nama_unit):
        _text(lembar, baris, 2, teks, Font(name=_HURUF, bold=True, size=13 if baris < 3 else 11, color=_BIRU))
        baris += 1
    _text(lembar, baris, 2, f"{layout.AWALAN_KODE}{formulir.kode}", Font(name=_HURUF, size=9, color="595959"))
    baris += 2
    for paragraf in formulir.petunjuk:
        judul = paragraf.startswith("# ")
        isi = paragraf.removeprefix("# ")
        _text(lembar, baris, 2, isi, Font(name=_HURUF, size=11 if judul else 10, bold=judul))
        lembar.row_dimensions[baris].height = 15.0 * max(1, -(-len(isi) // 126)) + (6 if judul else 2)
        baris += 1
    lembar.sheet_view.showGridLines = False
    _page(lembar, formulir, landscape=False)
    _protect(lembar)


def _text(lembar: Worksheet, baris: int, kolom: int, teks: str, huruf: Font, rata: str = "left") -> None:
    cell = lembar.cell(baris, kolom)
    put(cell, teks)
    cell.font = huruf
    cell.alignment = Alignment(horizontal=rata, vertical="center", wrap_text=kolom == 2 and lembar.title == "PETUNJUK")


def _write_part(
    lembar: Worksheet,
    bagian: Bagian,
    formulir: Formulir,
    buku: Workbook,
) -> None:
    _write_title(lembar, bagian.judul, formulir)
    baris = formulir.baris[bagian.kunci]
    for nomor, kolom in enumerate(bagian.kolom, 1):
        huruf = get_column_letter(nomor)
        lembar.column_dimensions[huruf].width = kolom.lebar
        _write_header(
            lembar.cell(BARIS_KEPALA, nomor), bagian.judul_kolom(kolom, formulir.kode.periode), kolom.tetap is None
        )
        nama = bagian.nama_kolom(kolom.kunci)
        buku.defined_names[nama] = DefinedName(nama, attr_text=f"'{lembar.title}'!${huruf}${BARIS_KEPALA}")
        for r, isi in enumerate(baris, BARIS_KEPALA + 1):
            _write_cell(lembar.cell(r, nomor), kolom, isi)
    akhir = BARIS_KEPALA + len(baris)
    for nomor, kolom in enumerate(bagian.kolom, 1):
        if kolom.tetap is None:
            _validate(lembar, kolom, get_column_letter(nomor), baris)
    for r, isi in enumerate(baris, BARIS_KEPALA + 1):
        lembar.row_dimensions[r].height = _row_height(bagian.kolom, isi)
    lembar.row_dimensions[BARIS_KEPALA].height = 42
    _write_signature(lembar, formulir, akhir + 2, len(bagian.kolom))
    beku = next(i for i, k in enumerate(bagian.kolom, 1) if k.kunci in ("satuan", "pagu"))
    lembar.freeze_panes = f"{get_column_letter(beku)}{BARIS_KEPALA + 1}"
    lembar.print_title_rows = f"{BARIS_KEPALA}:{BARIS_KEPALA}"
    lebar = sum(k.lebar for k in bagian.kolom)
    _page(lembar, formulir, landscape=True, halaman=2 if lebar > _LEBAR_FOLIO else 1)
    lembar.print_title_cols = "A:B"
    _protect(lembar)


def _write_title(lembar: Worksheet, judul: str, formulir: Formulir) -> None:
    periode = layout.keterangan_periode(formulir.kode.periode)
    for r, teks in enumerate((formulir.instansi.upper(), f"{judul} – {periode.upper()}", formulir.nama_unit), 1):
        _text(lembar, r, 1, teks, Font(name=_HURUF, bold=True, size=12 if r < 3 else 11, color=_BIRU))
    kode = f"{layout.AWALAN_KODE}{formulir.kode}"
    _text(
        lembar,
        4,
        1,
        f"{kode}   ·   Kembalikan paling lambat {hari_tanggal(formulir.tenggat)}",
        Font(name=_HURUF, size=9),
    )
    pesan = "Isi hanya sel berwarna kuning. Sel abu-abu terkunci. Jangan menghapus baris atau mengganti kode."
    _text(lembar, 5, 1, pesan, Font(name=_HURUF, size=9, italic=True))
    if formulir.catatan:
        _text(lembar, 6, 1, formulir.catatan, Font(name=_HURUF, size=9, italic=True, color="C00000"))


def _write_header(cell: Cell | MergedCell, judul: str, masukan: bool) -> None:
    put(cell, judul)
    cell.font = Font(name=_HURUF, size=9, bold=True, color="FFFFFF" if not masukan else "000000")
    cell.fill = _KEPALA if not masukan else PatternFill("solid", fgColor="FFD966")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = _BINGKAI


def _write_cell(cell: Cell | MergedCell, kolom: Kolom, baris: BarisFormulir) -> None:
    masukan = kolom.tetap is None
    angka = kolom.jenis in ("ukuran", "angka", "rupiah")
    cell.font = Font(name=_HURUF, size=9)
    cell.border = _BINGKAI
    tutup = masukan and kolom.kunci in baris.tutup
    cell.fill = _TUTUP if tutup else _ISI if masukan else _TETAP
    rata = "right" if angka else "center" if kolom.jenis in ("nomor", "pilihan") else "left"
    cell.alignment = Alignment(horizontal=rata, vertical="top", wrap_text=not angka)
    if angka:
        cell.number_format = _number_format(kolom.jenis, baris.desimal)
    if masukan and not tutup:
        cell.protection = Protection(locked=False)
    elif not masukan:
        nilai = baris.tetap.get(kolom.kunci)
        if nilai is not None:
            put(cell, nilai)


def _number_format(jenis: str, desimal: int | None) -> str:
    if jenis == "rupiah":
        return "#,##0"
    if desimal is None:
        return "@"
    return "#,##0" + ("." + "#" * max(desimal, 2) if jenis == "angka" or desimal == 0 else "." + "0" * desimal)


def _row_height(kolom: Sequence[Kolom], baris: BarisFormulir) -> float:
    lines = 1
    for k in kolom:
        isi = baris.tetap.get(k.kunci)
        if isinstance(isi, str):
            lines = max(lines, -(-len(isi) // max(1, int(k.lebar * 1.2))))
    return max(30.0, 12.5 * lines + 4)


def _validate(
    lembar: Worksheet,
    kolom: Kolom,
    huruf: str,
    baris: Sequence[BarisFormulir],
) -> None:
    """Attach dropdowns and hints; numbers get a hint only, since people paste «85,5 %» and must not be stopped."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for r, isi in enumerate(baris, BARIS_KEPALA + 1):
        if kolom.kunci not in isi.tutup:
            pilihan = kolom.pilihan or (isi.pilihan if kolom.jenis == "ukuran" else ())
            groups.setdefault(pilihan, []).append(f"{huruf}{r}")
    for pilihan, sel in groups.items():
        daftar = ",".join(pilihan)
        if pilihan and len(daftar) <= _PANJANG_DAFTAR:
            aturan = DataValidation(type="list", formula1=f'"{daftar}"', allow_blank=True)
            aturan.error, aturan.errorTitle = "Pilih salah satu dari daftar.", "Tidak ada dalam daftar"
        else:
            aturan = DataValidation(allow_blank=True)
        aturan.promptTitle, aturan.prompt = kolom.judul.split("{")[0].strip()[:32], kolom.petunjuk
        aturan.showInputMessage = bool(kolom.petunjuk)
        for s in sel:
            aturan.add(s)
        lembar.add_data_validation(aturan)


def _write_signature(lembar: Worksheet, formulir: Formulir, baris: int, lebar: int) -> None:
    kolom = max(2, lebar - 2)
    for r, teks in enumerate(formulir.penanda_tangan, baris):
        _text(lembar, r, kolom, teks, Font(name=_HURUF, size=10))


def _page(lembar: Worksheet, formulir: Formulir, *, landscape: bool, halaman: int = 1) -> None:
    lembar.page_setup.orientation = "landscape" if landscape else "portrait"
    lembar.page_setup.paperSize = _FOLIO
    lembar.page_setup.fitToWidth, lembar.page_setup.fitToHeight = halaman, 0
    lembar.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    lembar.page_margins.left = lembar.page_margins.right = 0.4
    lembar.page_margins.top = lembar.page_margins.bottom = 0.5
    kaki = HeaderFooterItem()
    kaki.left = _HeaderFooterPart(str(formulir.kode).replace("&", "&&"), size=8)
    kaki.right = _HeaderFooterPart("Halaman &P dari &N", size=8)
    lembar.oddFooter = kaki


def _protect(lembar: Worksheet) -> None:
    lembar.protection.sheet = True
    lembar.protection.formatColumns = False
    lembar.protection.formatRows = False


def _write_identity(buku: Workbook, formulir: Formulir) -> None:
    kode = str(formulir.kode)
    meta = buku.create_sheet(layout.LEMBAR_META)
    isi = {
        layout.SANDI_META: kode,
        "kantor": formulir.kode.kantor,
        "unit": formulir.kode.unit,
        "periode": str(formulir.kode.periode),
        "terbitan": str(formulir.kode.terbitan),
        "versi_susunan": layout.VERSI_LAYOUT,
    }
    for r, (k, v) in enumerate(isi.items(), 1):
        put(meta.cell(r, 1), k)
        put(meta.cell(r, 2), v)
    meta.sheet_state = "veryHidden"
    _protect(meta)
    properti = StringProperty(name=layout.SANDI_META, value=kode)
    buku.custom_doc_props.append(properti)  # type: ignore[attr-defined]  # missing in the stubs
    buku.properties.keywords = kode
    buku.defined_names[layout.SANDI_META] = DefinedName(layout.SANDI_META, attr_text=f'"{kode}"')


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table for people: one sheet of a list workbook."""

    nama: str
    judul: str
    kolom: tuple[tuple[str, float], ...]
    baris: tuple[tuple[Isi, ...], ...]


def write_tables(tables: Sequence[Table], waktu: datetime, judul: str, pembuat: str) -> bytes:
    """Return a workbook of plain tables, filterable and ready to print."""
    buku = Workbook()
    buku.remove(buku.worksheets[0])
    for t in tables:
        lembar = buku.create_sheet(re.sub(r"[\[\]:*?/\\]", "-", t.nama)[:31])
        _text(lembar, 1, 1, t.judul, Font(name=_HURUF, bold=True, size=12, color=_BIRU))
        for c, (kepala, lebar) in enumerate(t.kolom, 1):
            _write_header(lembar.cell(3, c), kepala, masukan=False)
            lembar.column_dimensions[get_column_letter(c)].width = lebar
            for r, isi in enumerate(t.baris, 4):
                cell = lembar.cell(r, c)
                put(cell, isi[c - 1])
                cell.font, cell.border = Font(name=_HURUF, size=9), _BINGKAI
                cell.alignment = Alignment(vertical="top", wrap_text=True)
        lembar.freeze_panes = "A4"
        lembar.auto_filter.ref = f"A3:{get_column_letter(len(t.kolom))}{max(3, 3 + len(t.baris))}"
        lembar.page_setup.orientation, lembar.page_setup.paperSize = "landscape", _FOLIO
        lembar.page_setup.fitToWidth, lembar.page_setup.fitToHeight = 1, 0
        lembar.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        lembar.print_title_rows = "3:3"
    return _bytes(buku, waktu, judul, pembuat)
