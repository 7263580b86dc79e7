"""The sheet Temuan: the list of findings, with a link to each cell, ready to print."""

from __future__ import annotations

from collections.abc import Sequence

from capaian.model.koreksi import ButirKoreksi
from capaian.model.nilai import CellRef
from capaian.sheet import wrapping
from capaian.sheet.address import column_letters
from capaian.sheet.annotate.cells import cell_content
from capaian.sheet.annotate.patch import attribute, content
from capaian.sheet.annotate.records import JUDUL_TEMUAN, FindingList
from capaian.sheet.annotate.styles import BERAT, RINGAN, StylePart
from capaian.sheet.parts import TRANSITIONAL
from capaian.sheet.styles import BIRU, FOLIO
from capaian.text.inert import for_sheet, shorten

KOLOM = (
    ("No", 4.0),
    ("Tingkat", 10.5),
    ("Kode", 8.0),
    ("Baris (Indikator/Sub Kegiatan)", 26.0),
    ("Kolom", 14.0),
    ("Sel", 15.0),
    ("Apa yang Ditemukan", 34.0),
    ("Yang Diharapkan", 26.0),
    ("Cara Memperbaiki", 34.0),
)
_GARIS = "FFA6A6A6"
_UKURAN = 9


class FindingSheet:
    """Builds the XML of the sheet.

    Args:
        daftar: What it lists.
        styles: Styles of the workbook it goes into.
    """

    def __init__(self, daftar: FindingList, styles: StylePart) -> None:
        self._daftar = daftar
        self._styles = styles
        self.kepala = 2 + len(daftar.pengantar) + 1
        """Row of the heads, which are repeated on each printed page."""

    def xml(self) -> bytes:
        """Return the part."""
        baris = self._head()
        tautan: list[str] = []
        for n, f in enumerate(self._daftar.baris, 1):
            r = self.kepala + n
            baris.append(self._row(n, r, f))
            if f.asal:
                lokasi = attribute(for_sheet(location(f.asal)))
                tautan.append(f'<hyperlink ref="F{r}" location="{lokasi}" display="{attribute(f.letak)}"/>')
        lebar = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, (_, w) in enumerate(KOLOM, 1))
        akhir = column_letters(len(KOLOM))
        gabung = "".join(f'<mergeCell ref="A{r}:{akhir}{r}"/>' for r in range(1, self.kepala - 1))
        kaki = content(self._daftar.kaki.replace("&", "&&"))
        bagian = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
            f'<worksheet xmlns="{TRANSITIONAL}">',
            '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:{akhir}{self.kepala + len(self._daftar.baris)}"/>',
            '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">',
            f'<pane ySplit="{self.kepala}" topLeftCell="A{self.kepala + 1}" activePane="bottomLeft" state="frozen"/>',
            f'<selection pane="bottomLeft" activeCell="A{self.kepala + 1}" sqref="A{self.kepala + 1}"/>',
            '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>',
            f"<cols>{lebar}</cols><sheetData>{''.join(baris)}</sheetData>",
            f'<mergeCells count="{self.kepala - 2}">{gabung}</mergeCells>',
            f"<hyperlinks>{''.join(tautan)}</hyperlinks>" if tautan else "",
            '<pageMargins left="0.3" right="0.3" top="0.4" bottom="0.55" header="0.3" footer="0.25"/>',
            f'<pageSetup paperSize="{FOLIO}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
            f"<headerFooter><oddFooter>&amp;L&amp;8 {kaki}",
            "&amp;R&amp;8 Halaman &amp;P dari &amp;N</oddFooter></headerFooter>",
            "</worksheet>",
        )
        return "".join(bagian).encode()

    def _head(self) -> list[str]:
        own = self._styles.own
        baris = [_line(1, [(own("judul", wrap=False), f"{JUDUL_TEMUAN} – {self._daftar.judul}")], 20)]
        lebar = sum(w for _, w in KOLOM)
        for n, teks in enumerate(self._daftar.pengantar, 2):
            tinggi = _height(wrapping.lines(teks, lebar, _UKURAN))
            baris.append(_line(n, [(own("biasa"), teks)], tinggi))
        gaya = own("kepala", fill=f"FF{BIRU}", frame=_GARIS, centre=True)
        baris.append(_line(self.kepala, [(gaya, judul) for judul, _ in KOLOM], 30))
        return baris

    def _row(self, n: int, r: int, f: ButirKoreksi) -> str:
        own = self._styles.own
        biasa = own("biasa", frame=_GARIS)
        tingkat = own("tebal", fill=BERAT if f.berat else RINGAN, frame=_GARIS, centre=True)
        letak = own("tautan", frame=_GARIS) if f.asal else biasa
        semua = (str(n), f.tingkat, f.kode, f.baris, f.kolom, f.letak, f.pesan, f.diharapkan, f.perbaikan)
        isi = [shorten(teks, 1_000) for teks in semua]
        gaya = [own("biasa", frame=_GARIS, centre=True), tingkat, biasa, biasa, biasa, letak, biasa, biasa, biasa]
        lines = max(wrapping.lines(teks, w - 1, _UKURAN) for teks, (_, w) in zip(isi, KOLOM, strict=True))
        return _line(r, list(zip(gaya, isi, strict=True)), _height(lines))


def location(asal: CellRef) -> str:
    """`'ISIAN'!E6`, as a link inside the workbook wants it."""
    nama = asal.lembar.replace("'", "''")
    return f"'{nama}'!{asal.sel}"


def _line(r: int, cells: Sequence[tuple[int, str]], height: float) -> str:
    isi = "".join(
        f'<c r="{column_letters(c)}{r}" s="{gaya}"{cell_content("", teks)}' for c, (gaya, teks) in enumerate(cells, 1)
    )
    return f'<row r="{r}" ht="{height:g}" customHeight="1">{isi}</row>'


def _height(lines: int) -> float:
    """Points of a row; no row can be higher than 409."""
    return min(409.0, lines * _UKURAN * 1.3 + 4)
