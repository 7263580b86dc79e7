"""The sheet CEK: a light per row and one sentence for the whole form, before it is sent."""

from __future__ import annotations

from functools import partial

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from capaian.model.formulir import Formulir
from capaian.model.kata import SIAP_DIKIRIM, Lampu
from capaian.sheet import layout, wrapping
from capaian.sheet.form_formulas import Sheet
from capaian.sheet.form_rows import Tempat, parts
from capaian.sheet.styles import BINGKAI, BIRU, Gaya, font, header, page, protect, put, text

BELUM = "BELUM: "
_KOLOM = (
    ("No", 5.0),
    ("Lembar", 12.0),
    ("Kode", 19.0),
    ("Indikator/Sub Kegiatan", 44.0),
    ("Keadaan", 17.0),
    ("Yang Perlu Dilakukan", 66.0),
)
_KEADAAN, _KALIMAT = 5, 6
_KEPALA = 6
_BARIS_TOTAL = 4
_WARNA = {
    Lampu.KOSONG: ("F8CBAD", "C00000"),
    Lampu.PERIKSA: ("FFE0B3", "9C5700"),
    Lampu.PENJELASAN: ("FFF2CC", "7F6000"),
    Lampu.LENGKAP: ("C6EFCE", "006100"),
}
_HITUNGAN = (
    (Lampu.KOSONG, "isian kosong"),
    (Lampu.PERIKSA, "perlu diperiksa"),
    (Lampu.PENJELASAN, "perlu penjelasan"),
)


def write_check(lembar: Worksheet, buku: Workbook, formulir: Formulir, hitung: Sheet) -> None:
    """Write the sheet; its total gets a name, so that other sheets can repeat it."""
    kepala = (
        (f"PERIKSA SEBELUM DIKIRIM – {layout.keterangan_periode(formulir.kode.periode).upper()}", 12),
        (formulir.nama_unit, 11),
    )
    for r, (teks, besar) in enumerate(kepala, 1):
        text(lembar, r, 1, teks, font(besar, bold=True, color=BIRU))
    text(lembar, 3, 1, f"{layout.AWALAN_KODE}{formulir.kode}", font(color="595959"))
    catatan = f"Lembar ini menghitung sendiri dan tidak perlu diisi. Kirimkan formulir bila tertulis «{SIAP_DIKIRIM}»."
    text(lembar, 5, 1, catatan, font(italic=True))
    for c, (judul, lebar) in enumerate(_KOLOM, 1):
        lembar.column_dimensions[get_column_letter(c)].width = lebar
        header(lembar.cell(_KEPALA, c), judul, size=9)
    gaya, tempat = Gaya(), [t for _, semua in parts(formulir) for t in semua]
    for n, t in enumerate(tempat, 1):
        _row(lembar, _KEPALA + n, n, t, hitung, gaya)
    akhir = _KEPALA + len(tempat)
    _total(lembar, buku, f"$E${_KEPALA + 1}:$E${akhir}")
    _colours(lembar, f"E{_KEPALA + 1}:E{akhir}")
    lembar.freeze_panes = f"A{_KEPALA + 1}"
    lembar.auto_filter.ref = f"A{_KEPALA}:F{akhir}"
    lembar.print_title_rows = f"{_KEPALA}:{_KEPALA}"
    page(lembar, landscape=True, kaki=str(formulir.kode))
    protect(lembar)


def _row(lembar: Worksheet, baris: int, n: int, t: Tempat, hitung: Sheet, gaya: Gaya) -> None:
    nama = t.baris.tetap.get("nama") or t.baris.tetap.get("indikator")
    for c in range(1, len(_KOLOM) + 1):
        gaya.pasang(lembar.cell(baris, c), c, partial(_style, kolom=c))
    for c, isi in enumerate((str(n), t.bagian.lembar, t.baris.kode, nama), 1):
        put(lembar.cell(baris, c), isi)
    cek = hitung.cek[t.bagian.kunci, t.baris.kode]
    lembar.cell(baris, _KEADAAN).value = f"={cek.keadaan}"
    lembar.cell(baris, _KALIMAT).value = f"={cek.kalimat}"
    wrapping.set_height(lembar, baris, max(wrapping.lines(str(nama), _KOLOM[3][1], 9), 2), 9)


def _style(cell: Cell | MergedCell, kolom: int) -> None:
    cell.font, cell.border = font(9, bold=kolom == _KEADAAN), BINGKAI
    rata = "center" if kolom in (1, _KEADAAN) else "left"
    cell.alignment = Alignment(horizontal=rata, vertical="top", wrap_text=True)


def _total(lembar: Worksheet, buku: Workbook, keadaan: str) -> None:
    """The sentence of the whole form: `SIAP DIKIRIM`, or `BELUM: 3 isian kosong, 1 perlu penjelasan`."""
    jumlah = [(f'COUNTIF({keadaan},"{lampu.value}")', kata) for lampu, kata in _HITUNGAN]
    rincian = "&".join(f'IF({n}>0,", "&{n}&" {kata}","")' for n, kata in jumlah)
    semua = "+".join(n for n, _ in jumlah)
    cell = lembar.cell(_BARIS_TOTAL, 1)
    cell.value = f'=IF({semua}=0,"{SIAP_DIKIRIM}","{BELUM}"&MID({rincian},3,200))'
    cell.font = font(16, bold=True)
    cell.alignment = Alignment(vertical="center")
    lembar.row_dimensions[_BARIS_TOTAL].height = 26
    rujukan = f"'{lembar.title}'!$A${_BARIS_TOTAL}"
    buku.defined_names[layout.NAMA_TOTAL] = DefinedName(layout.NAMA_TOTAL, attr_text=rujukan)
    colour_total(lembar, f"A{_BARIS_TOTAL}")


def colour_total(lembar: Worksheet, sel: str) -> None:
    """Show the total green when the form is ready and red when it is not."""
    siap = f'{layout.NAMA_TOTAL}="{SIAP_DIKIRIM}"'
    for syarat, warna in ((siap, "00803C"), (f"NOT({siap})", "C00000")):
        tulisan = Font(color=warna, bold=True)
        aturan = FormulaRule(formula=[syarat], font=tulisan)  # type: ignore[no-untyped-call]
        lembar.conditional_formatting.add(sel, aturan)


def _colours(lembar: Worksheet, sel: str) -> None:
    for lampu, (isi, huruf) in _WARNA.items():
        latar = PatternFill(bgColor=isi)
        tulisan = Font(color=huruf, bold=True)
        aturan = CellIsRule("equal", formula=[f'"{lampu.value}"'], fill=latar, font=tulisan)  # type: ignore[no-untyped-call]
        lembar.conditional_formatting.add(sel, aturan)
