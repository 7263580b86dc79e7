"""Native charts: chart XML by openpyxl, with the values beside the references, and the workbook they refer to.

Word draws a chart from the values in its XML; the workbook opens when somebody edits the data. Series differ in fill
pattern, dash and marker, so that a photocopy in black and white still tells them apart.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import tostring

from capaian.model.bagan import Bagan, BaganJadi, Seri
from capaian.sheet.styles import put, to_bytes
from capaian.text.inert import for_sheet
from capaian.text.numbers import bulatkan

_LEMBAR = "Data"
_INDONESIA = "[$-421]"
"""Before a format: numbers with the signs of Indonesian, whatever the computer is set to."""
_WARNA = ("1F3864", "8FAADC", "C55A11", "7F7F7F")
_POLA: tuple[Any, ...] = ("", "ltUpDiag", "pct25", "dkHorz")
_GARIS: tuple[Any, ...] = ("solid", "dash", "sysDot", "lgDash")
_TANDA = ("circle", "square", "triangle", "diamond")
_NS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELASI_BUKU = "rId1"
"""Relation from the chart to its workbook."""


def build_chart(bagan: Bagan, waktu: datetime) -> BaganJadi:
    """Return a chart; equal arguments give equal bytes."""
    batang = [(i, s) for i, s in enumerate(bagan.seri) if not s.garis and bagan.jenis != "garis"]
    garis = [(i, s) for i, s in enumerate(bagan.seri) if s.garis or bagan.jenis == "garis"]
    chart: Any = _bars(bagan, batang) if batang else _lines(bagan, garis)
    if batang and garis:
        chart += _lines(bagan, garis)
    chart.legend.position = "b"
    chart.legend.txPr = _text(900)
    if len(bagan.seri) == 1:
        chart.legend = None
    chart.display_blanks = "gap"
    chart.roundedCorners = False
    chart.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    pohon = etree.fromstring(tostring(chart._write()))
    luar = etree.SubElement(pohon, f"{{{_NS}}}externalData")
    luar.set(f"{{{_R}}}id", RELASI_BUKU)
    etree.SubElement(luar, f"{{{_NS}}}autoUpdate").set("val", "0")
    xml = etree.tostring(pohon, xml_declaration=True, encoding="UTF-8", standalone=True)
    return BaganJadi(bytes(xml), _workbook(bagan, waktu))


def _workbook(bagan: Bagan, waktu: datetime) -> bytes:
    buku = Workbook()
    lembar = buku.worksheets[0]
    lembar.title = _LEMBAR
    for r, nama in enumerate(bagan.kategori, 2):
        put(lembar.cell(r, 1), nama)
    for c, s in enumerate(bagan.seri, 2):
        put(lembar.cell(1, c), s.nama)
        for r, a in enumerate(s.nilai, 2):
            if isinstance(a.nilai, Decimal):
                lembar.cell(r, c).value = bulatkan(a.nilai, max(a.desimal, 2))
    return to_bytes(buku, waktu, bagan.judul, "capaian")


def _bars(bagan: Bagan, seri: list[tuple[int, Seri]]) -> Any:
    chart = BarChart()
    chart.type = "bar" if bagan.jenis == "mendatar" else "col"
    chart.gapWidth, chart.overlap = (60, 0) if len(seri) < 3 else (80, 0)
    for ke, (i, s) in enumerate(seri):
        x = _series(bagan, i, s)
        x.graphicalProperties = _fill(ke)
        x.dLbls = _labels(s)
        x.invertIfNegative = False
        chart.series.append(x)
    return _axes(chart, bagan)


def _lines(bagan: Bagan, seri: list[tuple[int, Seri]]) -> Any:
    chart = LineChart()
    for ke, (i, s) in enumerate(seri):
        x = _series(bagan, i, s)
        ke_gaya = ke + (1 if s.garis else 0)
        x.graphicalProperties = GraphicalProperties(
            ln=LineProperties(solidFill=_WARNA[2 if s.garis else ke % 4], prstDash=_GARIS[ke_gaya % 4], w=22225)
        )
        x.smooth = False
        x.marker.symbol = "none" if s.garis and bagan.jenis != "garis" else _TANDA[ke_gaya % 4]
        x.marker.size = 7
        x.marker.graphicalProperties = GraphicalProperties(solidFill=_WARNA[2 if s.garis else ke % 4])
        if not s.garis:
            x.dLbls = _labels(s)
            x.dLbls.position = "t"
        chart.series.append(x)
    return _axes(chart, bagan)


def _series(bagan: Bagan, i: int, s: Seri) -> Any:
    n, huruf = len(bagan.kategori), get_column_letter(i + 2)
    titik = [
        NumVal(idx=k, v=f"{bulatkan(a.nilai, max(a.desimal, 2)):f}")
        for k, a in enumerate(s.nilai)
        if isinstance(a.nilai, Decimal)
    ]
    nilai = NumRef(
        f=f"{_LEMBAR}!${huruf}$2:${huruf}${n + 1}", numCache=NumData(formatCode=_format(s), ptCount=n, pt=titik)
    )
    nama = [StrVal(idx=k, v=for_sheet(x)) for k, x in enumerate(bagan.kategori)]
    kategori = StrRef(f=f"{_LEMBAR}!$A$2:$A${n + 1}", strCache=StrData(ptCount=n, pt=nama))
    judul = StrRef(f=f"{_LEMBAR}!${huruf}$1", strCache=StrData(ptCount=1, pt=[StrVal(idx=0, v=for_sheet(s.nama))]))
    return Series(
        idx=i, order=i, tx=SeriesLabel(strRef=judul), cat=AxDataSource(strRef=kategori), val=NumDataSource(numRef=nilai)
    )


def _axes(chart: Any, bagan: Bagan) -> Any:
    for sumbu in (chart.x_axis, chart.y_axis):
        sumbu.delete = False
        sumbu.txPr = _text(900)
        sumbu.title = None
    chart.x_axis.number_format = "General"
    chart.y_axis.number_format = f"{_INDONESIA}#,##0"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9", w=6350))
    if bagan.jenis != "garis":
        chart.y_axis.scaling.min = 0
    if bagan.jenis == "mendatar":
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
    return chart


def _fill(ke: int) -> Any:
    pola = _POLA[ke % len(_POLA)]
    warna, garis = _WARNA[ke % len(_WARNA)], LineProperties(solidFill="1F3864", w=9525)
    if not pola:
        return GraphicalProperties(solidFill=warna, ln=garis)
    isi = PatternFillProperties(prst=pola, fgClr=_color(warna), bgClr=_color("FFFFFF"))
    return GraphicalProperties(pattFill=isi, ln=garis)


def _color(rgb: Any) -> Any:
    from openpyxl.drawing.colors import ColorChoice

    return ColorChoice(srgbClr=rgb)


def _format(s: Seri) -> str:
    desimal = max((a.desimal for a in s.nilai), default=0)
    return f"{_INDONESIA}#,##0" + ("." + "0" * desimal if desimal else "")


def _labels(s: Seri) -> DataLabelList:
    label = DataLabelList()
    label.showVal = True
    label.showSerName = label.showCatName = label.showLegendKey = label.showPercent = False
    label.numFmt = _format(s)
    label.txPr = _text(800)
    return label


def _text(ukuran: int) -> RichText:
    huruf = CharacterProperties(sz=ukuran, b=False, latin=Font(typeface="Arial"), cs=Font(typeface="Arial"))
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=huruf), endParaRPr=CharacterProperties(lang="id-ID"))])


def open_workbook(data: bytes) -> list[list[object]]:
    """Return the rows of the workbook of a chart, for whoever checks it."""
    from openpyxl import load_workbook

    return [list(r) for r in load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)]
