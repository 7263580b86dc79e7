"""The narrative document of the office, and the text of any Word file with its places.

The narrative document has one heading per place, with its key in brackets at the end: `Indikator … [IK-1.1]`. What
stands under it is what the office wrote; the hint in its own style is not.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from capaian.document.errors import TemplateError
from capaian.model.narasi import Blok, Tempat, Tulisan
from capaian.ooxml import repack
from capaian.text.inert import for_xml

_KUNCI = re.compile(r"\[([^\[\]]{1,60})\]\s*$")
_PETUNJUK = "Petunjuk"
GANTI = "[ganti]"
"""First line of a text that stands in the stead of the generated one."""
_PENGANTAR = (
    "Tulis paragraf kantor di bawah judul yang sesuai. Paragraf itu dicetak setelah kalimat yang disusun program, dan "
    "tetap ada setiap kali laporan disusun ulang. Bila baris pertamanya [ganti], paragraf itu menggantikan kalimat "
    "program. Judul dan kode dalam kurung siku jangan diubah. Hanya teks yang diambil; tabel dan gambar tidak."
)


@dataclass(frozen=True, slots=True)
class IsiNarasi:
    """What a narrative document holds: texts by key, and what stands in a table and is therefore not read."""

    tulisan: Mapping[str, Tulisan]
    tabel: tuple[str, ...]


def write_narrative(
    tempat: Sequence[Tempat], petunjuk: Mapping[str, str], judul: str, waktu: datetime, lama: bytes = b""
) -> bytes:
    """Return a narrative document with every place and a hint under each heading.

    An existing document is renewed in place: headings that are missing are put in, hints are renewed, nothing that
    people wrote or laid out is touched.

    Args:
        tempat: Places in the order of the report.
        petunjuk: A hint by key, such as the numbers of an indikator.
        judul: Heading of a new document.
        waktu: Date of the content.
        lama: The document as it stands; empty for a new one.

    Raises:
        TemplateError: `lama` is no Word file.
    """
    dokumen = open_document(lama) if lama else _blank(judul, waktu)
    _hint_style(dokumen)
    nama = _names(dokumen)
    ada = {k: p for p in dokumen.element.body.iterchildren(qn("w:p")) if (k := _key(nama, p))}
    berubah = not lama
    for n, t in enumerate(tempat):
        if t.kunci in ada:
            berubah |= _renew_hint(dokumen, ada[t.kunci], petunjuk.get(t.kunci, ""))
            continue
        berikut = next((ada[x.kunci] for x in tempat[n:] if x.kunci in ada), None)
        baru = [dokumen.add_heading(f"{for_xml(t.judul)} [{t.kunci}]", 2)]
        if petunjuk.get(t.kunci):
            baru.append(dokumen.add_paragraph(for_xml(petunjuk[t.kunci]), style=_PETUNJUK))
        baru.append(dokumen.add_paragraph(""))
        if berikut is not None:
            for p in baru:
                berikut.addprevious(p._p)
        berubah = True
    if not berubah:
        return lama
    keluar = BytesIO()
    dokumen.save(keluar)
    return repack(keluar.getvalue(), waktu)


def _blank(judul: str, waktu: datetime) -> Any:
    dokumen = Document()
    normal: Any = dokumen.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    _hint_style(dokumen)
    for bagian in dokumen.sections:
        bagian.page_width, bagian.page_height = Cm(21), Cm(29.7)
    dokumen.add_heading(judul, 1)
    dokumen.add_paragraph(_PENGANTAR, style=_PETUNJUK)
    sifat = dokumen.core_properties
    sifat.title, sifat.author, sifat.comments, sifat.last_modified_by = judul, "", "", ""
    sifat.created = sifat.modified = waktu.replace(tzinfo=None)
    return dokumen


def _hint_style(dokumen: Any) -> None:
    if _PETUNJUK in [s.name for s in dokumen.styles]:
        return
    hint = dokumen.styles.add_style(_PETUNJUK, WD_STYLE_TYPE.PARAGRAPH)
    hint.base_style = dokumen.styles["Normal"]
    hint.font.size, hint.font.italic, hint.font.color.rgb = Pt(9), True, RGBColor(0x59, 0x59, 0x59)


def _renew_hint(dokumen: Any, judul: Any, isi: str) -> bool:
    """Set the hint under a heading; return whether it changed."""
    p = judul.getnext()
    if p is not None and p.tag == qn("w:p") and _style(_names(dokumen), p) == _PETUNJUK:
        if text_of(p) == isi:
            return False
        if not isi:
            p.getparent().remove(p)
            return True
        Paragraph(p, dokumen).text = for_xml(isi)
        return True
    if not isi:
        return False
    judul.addnext(dokumen.add_paragraph(for_xml(isi), style=_PETUNJUK)._p)
    return True


def _key(nama: Mapping[str, str], p: Any) -> str:
    """The key of a heading, also of one whose style somebody changed; empty for other paragraphs."""
    teks = " ".join(text_of(p).split())
    cocok = _KUNCI.search(teks)
    return cocok[1].strip() if cocok and teks.casefold() != GANTI and _style(nama, p) != _PETUNJUK else ""


def read_narrative(data: bytes) -> IsiNarasi:
    """Read a narrative document as people returned it: text inserted while tracking changes counts, deleted does not.

    Raises:
        TemplateError: It is no Word file.
    """
    dokumen = open_document(data)
    isi: dict[str, list[str]] = {}
    tabel: list[str] = []
    kunci, nama = "", _names(dokumen)
    for e in dokumen.element.body.iterchildren():
        if e.tag == qn("w:tbl"):
            if kunci:
                tabel.append(kunci)
            continue
        if e.tag != qn("w:p"):
            continue
        gaya = _style(nama, e)
        if gaya == _PETUNJUK:
            continue
        teks = " ".join(text_of(e).split())
        if gaya.casefold().startswith("heading") or _key(nama, e):
            kunci = _key(nama, e)
        elif teks and kunci:
            isi.setdefault(kunci, []).append(teks)
    hasil = {}
    for k, baris in isi.items():
        ganti = baris[0].casefold().startswith(GANTI)
        if ganti:  # its line may end with a break within the paragraph
            baris[0] = baris[0][len(GANTI) :].strip()
        hasil[k] = Tulisan(k, tuple(b for b in baris if b), ganti)
    return IsiNarasi(hasil, tuple(dict.fromkeys(tabel)))


def blocks(data: bytes) -> tuple[Blok, ...]:
    """Return every text of a Word file with its place: chapter, then paragraph or table, row and column.

    Headers and footers come last. Text that tracked changes deleted is left out.

    Raises:
        TemplateError: It is no Word file.
    """
    dokumen = open_document(data)
    hasil = list(_body(dokumen))
    for r in dokumen.part.rels.values():
        if r.reltype.endswith(("/header", "/footer")) and not r.is_external:
            letak = "kepala halaman" if r.reltype.endswith("/header") else "kaki halaman"
            akar = getattr(r.target_part, "element", None)
            if akar is None:
                akar = etree.fromstring(r.target_part.blob)
            hasil += [Blok(letak, t) for p in akar.iter(qn("w:p")) if (t := " ".join(text_of(p).split()))]
    return tuple(hasil)


def text_blocks(data: bytes, akhiran: str) -> tuple[Blok, ...]:
    """Return the texts of a file by its ending: `.docx`, `.pdf`, or lines of plain text, Markdown or HTML.

    Raises:
        TemplateError: It cannot be read as what its ending says.
    """
    if akhiran == ".docx":
        return blocks(data)
    if akhiran == ".pdf":
        return tuple(_pdf(data))
    try:
        teks = data.decode("utf-8-sig")
    except UnicodeDecodeError as galat:
        raise TemplateError(
            "Berkas itu bukan teks UTF-8.", "Simpan sebagai .docx, .pdf, atau teks UTF-8 (.txt, .md)."
        ) from galat
    return tuple(
        Blok(f"baris {n}", rapi)
        for n, baris in enumerate(teks.splitlines(), 1)
        for bagian in re.split(r"\t|<[^>]*>", baris)
        if (rapi := " ".join(bagian.split()))
    )


def _pdf(data: bytes) -> Iterator[Blok]:
    try:
        for n, halaman in enumerate(PdfReader(BytesIO(data)).pages, 1):
            for baris in halaman.extract_text().splitlines():
                if rapi := " ".join(baris.split()):
                    yield Blok(f"halaman {n}", rapi)
    except (PyPdfError, ValueError, KeyError, OSError) as galat:
        raise TemplateError("PDF itu tidak dapat dibaca.", "Pakai berkas Word-nya (.docx).") from galat


def _body(dokumen: Any) -> Iterator[Blok]:
    for tempat, p, gaya in walk(dokumen):
        if teks := " ".join(text_of(p).split()):
            yield Blok(tempat, teks, gaya == "caption", gaya.startswith(("toc", "table of")))


def walk(dokumen: Any) -> Iterator[tuple[str, Any, str]]:
    """Yield every paragraph of the body with its place in words and the name of its style in lower case.

    The place counts paragraphs with text from the last heading, and tables from the beginning.
    """
    bab, ke, tabel = "", 0, 0
    nama = _names(dokumen)
    for e in dokumen.element.body.iterchildren():
        if e.tag == qn("w:tbl"):
            tabel += 1
            for n, baris in enumerate(e.iter(qn("w:tr")), 1):
                for k, sel in enumerate(baris.iter(qn("w:tc")), 1):
                    for p in sel.iter(qn("w:p")):
                        yield f"{bab or 'awal'}, tabel ke-{tabel} baris {n} kolom {k}", p, ""
            continue
        for p in e.iter(qn("w:p")) if e.tag != qn("w:p") else (e,):
            gaya = _style(nama, p).casefold()
            teks = " ".join(text_of(p).split())
            if gaya.startswith("heading") and teks:
                bab, ke = teks[:60], 0
            ke += bool(teks)
            yield f"{bab or 'awal'}, paragraf ke-{ke}", p, gaya


def text_of(p: Any) -> str:
    """Text of a paragraph as it is shown: with what tracked changes insert, without what they delete."""
    hasil = []
    for e in p.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:cr")):
        if e.tag == qn("w:t") and next(e.iterancestors(qn("w:del"), qn("w:moveFrom")), None) is None:
            hasil.append(e.text or "")
        elif e.tag != qn("w:t"):
            hasil.append(" ")
    return "".join(hasil)


def _style(gaya: Mapping[str, str], p: Any) -> str:
    """Name of the style of a paragraph; empty when it has none of its own."""
    sifat = p.find(qn("w:pPr"))
    milik = sifat.find(qn("w:pStyle")) if sifat is not None else None
    return "" if milik is None else gaya.get(milik.get(qn("w:val")), "")


def _names(dokumen: Any) -> Mapping[str, str]:
    return {s.style_id: s.name or "" for s in dokumen.styles}


def open_document(data: bytes) -> Any:
    """Open a Word file.

    Raises:
        TemplateError: It is no Word file.
    """
    try:
        return Document(BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, PackageNotFoundError, etree.XMLSyntaxError) as galat:
        raise TemplateError(
            "Berkas itu bukan dokumen Word (.docx) yang dapat dibuka.",
            "Simpan ulang dari Word sebagai «Dokumen Word (.docx)».",
        ) from galat
