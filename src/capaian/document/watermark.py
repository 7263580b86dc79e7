"""The mark across each page of a draft, as Word itself makes it: a drawn text in every header."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from markupsafe import escape

_VML = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    "<w:rPr><w:noProof/></w:rPr>"
    '<w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
    'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="PowerPlusWaterMarkObject{n}" o:spid="_x0000_s{spid}" type="#_x0000_t136" alt="{teks}" '
    'style="position:absolute;margin-left:0;margin-top:0;width:{lebar}pt;height:{tinggi}pt;rotation:315;z-index:-251658752;'
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#d9d9d9" stroked="f">'
    '<v:fill opacity=".5"/><v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" string="{teks}"/>'
    "</v:shape></w:pict></w:r>"
)


def add_watermark(dokumen: Any, teks: str) -> None:
    """Put a text across every page: into each header of the document.

    The parts are taken from the relations, since filling a template replaces them there.

    Args:
        dokumen: A python-docx document; it is changed.
        teks: A word or two.
    """
    kepala = [r for r in dokumen.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.HEADER]
    for n, relasi in enumerate(sorted(kepala, key=lambda r: str(r.target_part.partname)), 1):
        akar: Any = relasi.target_part.element
        lebar = min(440, 110 * max(2, len(teks)))
        isi = _VML.format(n=n, spid=2048 + n, teks=escape(teks), lebar=lebar, tinggi=int(lebar * 0.36))
        akar.find(qn("w:p")).append(parse_xml(isi))
