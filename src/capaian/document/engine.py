"""Fill a Word template once, strictly, and return equal bytes for equal input."""

from __future__ import annotations

import re
import traceback
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateSyntaxError
from lxml import etree
from markupsafe import Markup

from capaian.document.charts import Pembuat, Penempel, declare
from capaian.document.contents import write_contents
from capaian.document.errors import Refusal, TemplateError
from capaian.document.grammar import DocumentEnvironment
from capaian.document.logo import Logo
from capaian.document.numbers import Jejak, JejakAngka
from capaian.document.watermark import add_watermark
from capaian.ooxml import repack
from capaian.text.inert import for_xml, shorten
from capaian.text.words import maksud

__all__ = ["Rendered", "Sisipan", "TemplateError", "render"]

FUNGSI = frozenset(
    {"kalimat", "paragraf", "tabel", "gambar", "subbab", "analisis", "bagan", "logo"} | {"jejak_angka", "teks_dipotong"}
)
"""What a template may call."""
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_XML = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"<w:p([ >])")
_KALIMAT_KOSONG = re.compile(r"\n[ \t]*\n")
_SPASI = re.compile(r"[ \t\r\n]+")
_TERJEMAH = (
    (re.compile(r"'(\w+)' is undefined"), "Nilai «{0}» tidak dikenal."),
    (re.compile(r"has no attribute '(\w+)'"), "Butir «{0}» tidak dikenal."),
    (re.compile(r"No filter named '(\w+)'"), "Penyaring «{0}» tidak dikenal."),
    (re.compile(r"Encountered unknown tag '(\w+)'"), "Perintah «{0}» tidak dikenal atau tidak pada tempatnya."),
    (re.compile(r"attribute '(\w+)' of .* is unsafe"), "Butir «{0}» tidak boleh dibaca dari templat."),
    (re.compile(r"is not safely callable"), "Templat memanggil sesuatu yang tidak disediakan."),
    (re.compile(r"Unexpected end of template"), "Ada {{% for %}} atau {{% if %}} yang belum ditutup."),
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document.

    Attributes:
        data: The .docx package.
        jejak: Every number that was printed, in order.
    """

    data: bytes
    jejak: tuple[JejakAngka, ...]


@dataclass(frozen=True, slots=True)
class Sisipan:
    """What a document holds besides text.

    Attributes:
        gambar: Makes charts; without it a template may hold none.
        logo: Picture that the tag `{{r logo(3) }}` shows, so many centimetres high.
        tanda_air: Drawn across every page, such as `DRAF`; nothing when empty.
    """

    gambar: Pembuat | None = None
    logo: bytes = b""
    tanda_air: str = ""


def render(
    template: bytes,
    konteks: Mapping[str, object],
    narasi: Mapping[str, str],
    waktu: datetime,
    *,
    judul: str = "",
    penulis: str = "",
    sisipan: Sisipan | None = None,
) -> Rendered:
    """Fill a template.

    Args:
        template: A .docx file with Jinja tags.
        konteks: Values by name; data is only ever a value, never template source.
        narasi: Jinja source of sentences by name; a template prints them with `{{ kalimat("nama") }}`.
        waktu: Date of the content, written as time of creation and change.
        judul: Title in the document properties.
        penulis: Author in the document properties.
        sisipan: Charts, emblem and watermark.

    Returns:
        The document and the trace of its numbers. Equal arguments give equal bytes.

    Raises:
        TemplateError: The template is no Word file or has a tag that cannot be filled.
    """
    isi = sisipan or Sisipan()
    jejak = Jejak()
    env = DocumentEnvironment(narasi, jejak)
    dokumen = _open(template, konteks)
    penempel = Penempel(dokumen.docx, isi.gambar, jejak)
    tambahan = {"bagan": penempel.bagan, "logo": Logo(dokumen.docx, isi.logo).run}
    env.sediakan({**_functions(env, konteks, narasi, jejak), **tambahan})
    dokumen.render(dict(konteks), env, autoescape=True)
    write_contents(dokumen.docx)
    if isi.tanda_air:
        add_watermark(dokumen.docx, isi.tanda_air)
    sifat = dokumen.docx.core_properties
    sifat.title, sifat.author, sifat.last_modified_by = (for_xml(t)[:255] for t in (judul, penulis, penulis))
    sifat.revision = 1
    sifat.created = sifat.modified = waktu.replace(tzinfo=None)
    keluar = BytesIO()
    dokumen.docx.save(keluar)
    return Rendered(repack(keluar.getvalue(), waktu), jejak.semua())


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl without its text replacements in data, and with errors that name the tag."""

    konteks: Mapping[str, object] = {}

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        src_xml = _PARAGRAPH.sub(r"\n<w:p\1", src_xml)
        self.current_rendering_part = part
        try:
            dst_xml: str = jinja_env.from_string(src_xml).render(context)
        except (JinjaError, Refusal, TypeError, RecursionError) as galat:
            raise explain(galat, src_xml, "templat Word", self.konteks) from galat
        dst_xml = declare(self.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", dst_xml)))
        try:
            etree.fromstring(dst_xml.encode("utf-8"), etree.XMLParser(huge_tree=True))
        except etree.XMLSyntaxError as galat:
            raise TemplateError(
                "Templat Word menghasilkan dokumen yang rusak: sebuah tanda {%p …%}, {%tr …%}, atau {% … %} tidak "
                "berada pada paragraf atau baris tabel yang tepat.",
                "Periksa pasangan for/endfor dan if/endif: keduanya harus memakai awalan yang sama (p, tr).",
            ) from galat
        return dst_xml

    def map_tree(self, tree: Any) -> None:
        """Put the filled body into the document by parsing them together.

        Moving a large body into another tree costs lxml the square of its size.
        """
        root = self.docx._element
        root.remove(root.body)
        kepala, ekor = etree.tostring(root), f"</{root.prefix}:document>".encode()
        buka = kepala.removesuffix(ekor) if kepala.endswith(ekor) else kepala.removesuffix(b"/>") + b">"
        badan = etree.tostring(tree)
        tree.clear()  # the caller holds on to it; two trees of a long report need twice the memory
        baru = parse_xml(b"".join((buka, badan, ekor)))
        self.docx._part._element = self.docx._element = baru
        self.docx._Document__body = None

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Leave the properties alone: they are set from data afterwards."""


def _open(template: bytes, konteks: Mapping[str, object]) -> _Template:
    try:
        dokumen = _Template(BytesIO(template))
        dokumen.init_docx()
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, etree.XMLSyntaxError) as galat:
        raise TemplateError(
            "Templat bukan berkas Word (.docx) yang dapat dibuka.",
            "Simpan ulang templat dari Word sebagai «Dokumen Word (.docx)», atau hapus agar templat bawaan dipakai.",
        ) from galat
    dokumen.konteks = konteks
    return dokumen


def _functions(
    env: DocumentEnvironment, konteks: Mapping[str, object], narasi: Mapping[str, str], jejak: Jejak
) -> dict[str, Callable[..., object]]:
    tabel: dict[int, int] = {}
    gambar: dict[int, int] = {}
    bagian: dict[int, int] = {}
    urut: dict[str, int] = {}

    def kalimat(nama: str, **isi: object) -> Markup:
        """Print the sentences of a narasi file as one run of text."""
        return Markup(_rapikan(_narasi(env, narasi, nama, {**konteks, **isi})))

    def paragraf(nama: str, **isi: object) -> tuple[Markup, ...]:
        """Return the paragraphs of a narasi file; an empty line parts them."""
        bagian = _KALIMAT_KOSONG.split(_narasi(env, narasi, nama, {**konteks, **isi}))
        rapi = (_rapikan(b) for b in bagian)
        return tuple(Markup(b) for b in rapi if b)

    def tabel_berikut(bab: int) -> int:
        """Count the tables of a chapter, from 1."""
        tabel[bab] = tabel.get(bab, 0) + 1
        return tabel[bab]

    def gambar_berikut(bab: int) -> int:
        """Count the figures of a chapter, from 1."""
        gambar[bab] = gambar.get(bab, 0) + 1
        return gambar[bab]

    def bagian_berikut(bab: int) -> int:
        """Count the sections of a chapter, from 1."""
        bagian[bab] = bagian.get(bab, 0) + 1
        return bagian[bab]

    def analisis_berikut(kode: str) -> int:
        """Count the analyses of a sasaran, from 1."""
        urut[kode] = urut.get(kode, 0) + 1
        return urut[kode]

    return {
        "analisis": analisis_berikut,
        "subbab": bagian_berikut,
        "gambar": gambar_berikut,
        "kalimat": kalimat,
        "paragraf": paragraf,
        "tabel": tabel_berikut,
        "jejak_angka": jejak.ringkas,
        "teks_dipotong": env.potongan.semua,
    }


def _rapikan(teks: str) -> str:
    """Make one line of a sentence that the file spreads over several; blanks that data carries stay."""
    return _SPASI.sub(" ", teks).strip(" ")


def _narasi(env: DocumentEnvironment, narasi: Mapping[str, str], nama: str, konteks: Mapping[str, object]) -> str:
    if nama not in narasi:
        raise Refusal(
            f"Berkas narasi «{nama}.j2» tidak ada.{maksud(nama, narasi)}",
            "Kembalikan berkas itu ke folder template/narasi, atau hapus tandanya dari templat.",
        )
    try:
        return env.get_template(nama).render(konteks)
    except (JinjaError, Refusal, TypeError, RecursionError) as galat:
        raise explain(galat, narasi[nama], f"narasi/{nama}.j2", konteks) from galat


def explain(galat: Exception, sumber: str, tempat: str, konteks: Mapping[str, object]) -> TemplateError:
    """Say in words what the template language complains of.

    Args:
        galat: What it raised.
        sumber: The text in which it did.
        tempat: What is read: `narasi/indikator.j2`.
        konteks: The names that are known, to offer the nearest.
    """
    baris = _line(galat)
    isi = sumber.split("\n")[baris - 1] if baris and baris <= sumber.count("\n") + 1 and sumber else ""
    tanda = ", ".join(_XML.sub("", t) for t in _TAG.findall(isi)[:4])
    letak = f"pada {shorten(tanda, 160)}" if tanda else f"di sekitar «{shorten(_XML.sub('', isi), 100)}»" if isi else ""
    di = f"Di {tempat}" + (f" baris {baris}" if tempat.startswith("narasi/") and baris else "")
    if isinstance(galat, Refusal):
        return TemplateError(f"{di} {letak}".rstrip() + f": {galat.pesan}", galat.saran)
    if isinstance(galat, RecursionError):
        return TemplateError(
            f"{di}: narasi saling memanggil tanpa henti.", "Hapus pemanggilan kalimat(…) yang berputar."
        )
    pesan, nama = _translate(str(galat))
    saran = f"Perbaiki tanda itu.{maksud(nama, konteks) if nama else ''}"
    return TemplateError(f"{di} {letak}".rstrip() + f": {pesan}", saran)


def _translate(pesan: str) -> tuple[str, str]:
    for pola, kalimat in _TERJEMAH:
        if m := pola.search(pesan):
            nama = m[1] if m.groups() else ""
            return kalimat.format(nama), nama
    return f"Tanda templat salah tulis atau tidak lengkap ({shorten(pesan, 120)}).", ""


def _line(galat: Exception) -> int:
    if isinstance(galat, TemplateSyntaxError):
        return galat.lineno
    bingkai = [f for f in traceback.extract_tb(galat.__traceback__) if f.filename.startswith(("<template>", "narasi/"))]
    return bingkai[-1].lineno or 0 if bingkai else 0
