"""Put native charts into a Word document: chart part, embedded workbook, and the drawing that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from markupsafe import Markup, escape

from capaian.document.errors import Refusal
from capaian.document.numbers import Jejak
from capaian.model.bagan import Bagan, BaganJadi
from capaian.text.inert import for_xml

Pembuat = Callable[[Bagan], BaganJadi]
"""Makes the XML and the workbook of a chart; the Excel medium knows how."""
_EMU = 360_000
LEBAR = 15.5
"""Width of the text in centimetres."""
RUANG_NAMA = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
"""Namespaces of a drawing. They are declared once, on the body: a declaration in each of thousands of charts makes
moving the body into its document quadratic."""
_DRAWING = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{lebar}" cy="{tinggi}"/>'
    '<wp:docPr id="{n}" name="Bagan {n}" descr="{uraian}"/><wp:cNvGraphicFramePr/>'
    "<a:graphic>"
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart r:id="{rid}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


class Penempel:
    """Adds charts to one document and gives each its drawing.

    Args:
        dokumen: The python-docx document.
        buat: Makes a chart.
        jejak: Takes in the numbers that a chart shows, like those of the text.
    """

    def __init__(self, dokumen: Any, buat: Pembuat | None, jejak: Jejak) -> None:
        self._dokumen, self._buat, self._jejak = dokumen, buat, jejak
        self._n = 0

    def bagan(self, isi: object) -> Markup:
        """Return the run that shows a chart: the tag `{{r … }}` stands in a paragraph of its own."""
        if not isinstance(isi, Bagan):
            raise Refusal(
                "Tanda bagan(…) tidak menerima sebuah bagan.",
                "Pakai bagan yang disediakan program, misalnya {{r bagan(bagan_sasaran) }}.",
            )
        if self._buat is None:
            raise Refusal("Bagan tidak tersedia untuk naskah ini.", "Hapus tandanya dari templat.")
        for s in isi.seri:
            for a in s.nilai:
                self._jejak.angka(a)
        self._n += 1
        rid = self._parts(self._buat(isi))
        return Markup(_DRAWING).format(
            lebar=int(LEBAR * _EMU),
            tinggi=int(isi.tinggi * _EMU),
            n=self._n,
            uraian=escape(for_xml(isi.uraian)),
            rid=rid,
        )

    def _parts(self, jadi: BaganJadi) -> str:
        paket = self._dokumen.part.package
        bagan = Part(PackURI(f"/word/charts/chart{self._n}.xml"), CONTENT_TYPE.DML_CHART, jadi.xml, paket)
        nama = PackURI(f"/word/embeddings/bagan{self._n}.xlsx")
        bagan.relate_to(Part(nama, CONTENT_TYPE.SML_SHEET, jadi.buku, paket), RELATIONSHIP_TYPE.PACKAGE)
        # Not `relate_to`, which compares with every relation there is.
        rid = f"rIdBagan{self._n}"
        self._dokumen.part.rels.add_relationship(RELATIONSHIP_TYPE.CHART, bagan, rid)
        return rid


def declare(xml: str) -> str:
    """Declare the namespaces of drawings on the body of a document, where they are missing."""
    m = re.match(r"\s*<w:body\b[^>]*", xml)
    if m is None:
        return xml
    kurang = "".join(f' xmlns:{k}="{v}"' for k, v in RUANG_NAMA.items() if f"xmlns:{k}=" not in m[0])
    return xml[: m.end()] + kurang + xml[m.end() :]
