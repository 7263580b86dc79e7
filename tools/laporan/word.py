"""The pen of the template: page, styles, captions, tables, fields.

Only `Pembuat` and a few helpers are used by the chapters.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from capaian.ooxml import repack

HURUF = "Arial"
BIRU = RGBColor(0x1F, 0x38, 0x64)
MERAH = RGBColor(0xC0, 0x00, 0x00)
ABU = RGBColor(0x59, 0x59, 0x59)
LATAR_KEPALA = "D9E2F3"
LATAR_JUMLAH = "F2F2F2"
LEBAR = 15.5
"""Width of the text in centimetres: A4 less 3 and 2,5 cm of margin."""

KIRI, TENGAH, KANAN = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
Kolom = tuple[str, float, str, Any]
"""Heading, width in cm, tag of the cell, alignment."""


class Pembuat:
    """Writes the template from top to bottom."""

    def __init__(self) -> None:
        self.doc = Document()
        self._halaman()
        self._gaya()
        self.kepala_kaki(self.doc.sections[0])

    # --- page and styles -------------------------------------------------------------------------------------

    def _halaman(self) -> None:
        bagian = self.doc.sections[0]
        bagian.page_width, bagian.page_height = Cm(21), Cm(29.7)
        bagian.left_margin, bagian.right_margin = Cm(3), Cm(2.5)
        bagian.top_margin, bagian.bottom_margin = Cm(2.75), Cm(2.5)
        bagian.header_distance = bagian.footer_distance = Cm(1.25)
        bagian.different_first_page_header_footer = True
        nomor_halaman(bagian, "lowerRoman", None)
        paket = self.doc.part.package
        for kunci in [k for k, r in paket.rels.items() if r.reltype.endswith("/thumbnail")]:
            del paket.rels[kunci]
        setelan = self.doc.settings.element
        for lama in setelan.findall(qn("w:compat")):
            setelan.remove(lama)
        serasi = OxmlElement("w:compat")
        serasi.append(
            elemen(
                "w:compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15"
            )
        )
        setelan.insert_element_before(
            serasi, "w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping", "w:shapeDefaults", "w:decimalSymbol"
        )
        sifat = self.doc.core_properties
        sifat.title, sifat.author, sifat.comments, sifat.language = "Templat Laporan Kinerja", "capaian", "", "id-ID"
        sifat.last_modified_by = "capaian"

    def _gaya(self) -> None:
        gaya = self.doc.styles
        bawaan = gaya.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        for lama in bawaan.findall(qn("w:lang")):
            bawaan.remove(lama)
        bawaan.append(elemen("w:lang", val="id-ID", eastAsia="id-ID", bidi="ar-SA"))
        normal = gaya["Normal"]
        _huruf(normal, 11)
        normal.paragraph_format.space_after = Pt(6)
        normal.paragraph_format.line_spacing = 1.25
        for nama, ukuran, sebelum, sesudah in (
            ("Heading 1", 14, 0, 14),
            ("Heading 2", 12, 14, 6),
            ("Heading 3", 11, 12, 4),
            ("Heading 4", 11, 10, 3),
        ):
            g = gaya[nama]
            _huruf(g, ukuran, tebal=True, warna=BIRU)
            g.paragraph_format.space_before, g.paragraph_format.space_after = Pt(sebelum), Pt(sesudah)
            g.paragraph_format.keep_with_next = True
            g.paragraph_format.line_spacing = 1.15
        gaya["Heading 1"].paragraph_format.alignment = TENGAH
        gaya["Heading 1"].paragraph_format.page_break_before = True
        kutipan = gaya["Caption"]
        _huruf(kutipan, 10, tebal=True)
        kutipan.paragraph_format.alignment = TENGAH
        kutipan.paragraph_format.space_before, kutipan.paragraph_format.space_after = Pt(8), Pt(4)
        kutipan.paragraph_format.keep_with_next = True
        for nama, ukuran in (
            ("Isi Tabel", 9.0),
            ("Isi Tabel Kecil", 8),
            ("Isi Tabel Rinci", 7),
            ("Sumber Tabel", 8.5),
            ("Isi Paragraf", 11),
        ):
            g = gaya.add_style(nama, WD_STYLE_TYPE.PARAGRAPH)
            g.base_style = normal
            g.quick_style = True
            _huruf(g, ukuran)
        for nama in ("Isi Tabel", "Isi Tabel Kecil", "Isi Tabel Rinci"):
            f = gaya[nama].paragraph_format
            f.space_before = f.space_after = Pt(0.5 if nama == "Isi Tabel Rinci" else 1.5)
            f.line_spacing = 1.0
        gaya["Sumber Tabel"].font.italic = True
        gaya["Sumber Tabel"].paragraph_format.space_before = Pt(3)
        gaya["Sumber Tabel"].paragraph_format.space_after = Pt(10)
        gaya["Isi Paragraf"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        gaya["Isi Paragraf"].paragraph_format.first_line_indent = Cm(1)
        judul = gaya.add_style("Judul Daftar", WD_STYLE_TYPE.PARAGRAPH)
        judul.base_style = normal
        _huruf(judul, 14, tebal=True, warna=BIRU)
        judul.paragraph_format.alignment, judul.paragraph_format.keep_with_next = TENGAH, True
        judul.paragraph_format.space_before, judul.paragraph_format.space_after = Pt(24), Pt(12)
        for nama, inden in (("toc 1", 0.0), ("toc 2", 0.8), ("toc 3", 1.6), ("table of figures", 0.0)):
            g = gaya.add_style(nama, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
            g.base_style = normal
            _huruf(g, 10.5)
            f = g.paragraph_format
            f.left_indent, f.space_after = Cm(inden), Pt(2)
            f.line_spacing = 1.1
            f.tab_stops.add_tab_stop(Cm(LEBAR), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        for nama in ("List Number", "List Bullet"):
            gaya[nama].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            gaya[nama].paragraph_format.space_after = Pt(3)

    def kepala_kaki(self, bagian: Any, lebar: float = LEBAR) -> None:
        """Write the header and footer of a section whose text is so many centimetres wide."""
        # The style has stops of its own for a portrait page; on a landscape one the label would stop there.
        self.doc.styles["Header"].paragraph_format.tab_stops.clear_all()
        kepala = bagian.header.paragraphs[0]
        kepala.paragraph_format.tab_stops.add_tab_stop(Cm(lebar), WD_TAB_ALIGNMENT.RIGHT)
        tulis(kepala, "Laporan Kinerja {{ instansi.nama }} {{ dokumen.periode }}", ukuran=8, warna=ABU)
        tulis(kepala, "\t", ukuran=8)
        tulis(
            kepala,
            "{% if dokumen.draf %}{{ dokumen.sebutan_draf }}{% endif %}",
            ukuran=8,
            tebal=True,
            warna=MERAH,
        )
        garis(kepala, "bottom")
        for ada in (bagian.header, bagian.first_page_header):
            for teks in ("{%p if dokumen.contoh %}", "{{ dokumen.contoh }}", "{%p endif %}"):
                p = ada.add_paragraph()
                p.alignment = TENGAH
                p.paragraph_format.space_after = Pt(0)
                tulis(p, teks, ukuran=8, tebal=True, warna=MERAH)
        pertama = bagian.first_page_header.paragraphs[0]
        pertama.alignment = KANAN
        tulis(
            pertama,
            "{% if dokumen.draf %}{{ dokumen.sebutan_draf }} – belum disahkan{% endif %}",
            ukuran=10,
            tebal=True,
            warna=MERAH,
        )
        _huruf(self.doc.styles["Footer"], 9)
        kaki = bagian.footer.paragraphs[0]
        kaki.alignment = TENGAH
        bidang(kaki, "PAGE", "1", ukuran=9)

    # --- building blocks -------------------------------------------------------------------------------------

    def tanda(self, isi: str) -> None:
        """A paragraph that only steers: it leaves nothing behind."""
        self.doc.add_paragraph(f"{{%p {isi} %}}")

    def bab(self, *baris: str, baru: bool = True) -> Any:
        """A chapter heading; lines after the first stand below it in the same paragraph."""
        p = self.doc.add_paragraph(style="Heading 1")
        for i, teks in enumerate(baris):
            run = p.add_run(teks)
            if i < len(baris) - 1:
                run.add_break(WD_BREAK.LINE)
        if not baru:
            p.paragraph_format.page_break_before = False
        return p

    def subbab(self, bab: int, teks: str) -> None:
        """A section heading with the next number of its chapter: sections that a report lacks leave no gap."""
        self.doc.add_paragraph(f"{bab}.{{{{ subbab({bab})|nomor }}}} {teks}", style="Heading 2")

    def judul(self, teks: str, tingkat: int = 3) -> None:
        """A heading without a number."""
        self.doc.add_paragraph(teks, style=f"Heading {tingkat}")

    def isi(self, teks: str) -> None:
        """A body paragraph."""
        self.doc.add_paragraph(teks, style="Isi Paragraf")

    def paragraf(self, nama: str, isi: str = "") -> None:
        """All paragraphs of a narasi file."""
        argumen = f'"{nama}"' + (f", {isi}" if isi else "")
        self.tanda(f"for baris in paragraf({argumen})")
        self.isi("{{ baris }}")
        self.tanda("endfor")

    def bernarasi(self, nama: str) -> None:
        """The paragraphs of a narasi file, and those that the office wrote: after them or in their stead."""
        self.tanda(f'if not ganti["{nama}"]')
        self.paragraf(nama)
        self.tanda("endif")
        self.tulisan(f'"{nama}"')

    def tulisan(self, kunci: str) -> None:
        """The office's own paragraphs at a place; `kunci` is an expression."""
        self.tanda(f"for baris in tulisan[{kunci}]")
        self.isi("{{ baris }}")
        self.tanda("endfor")

    def daftar(self, untuk: str, isi: str, gaya: str = "List Number") -> None:
        """A list with one entry per value."""
        self.tanda(untuk)
        self.doc.add_paragraph(isi, style=gaya)
        self.tanda("endfor")

    def judul_tabel(self, bab: str, judul: str) -> None:
        """A caption with an automatic number; the cached number is counted while the report is filled."""
        nomor = {"L": 9}.get(bab) or int(bab)
        p = self.doc.add_paragraph(f"Tabel {bab}.", style="Caption")
        bidang(p, "SEQ Tabel \\* ARABIC", f"{{{{ tabel({nomor})|nomor }}}}")
        p.add_run(f" {judul}")

    def bagan(self, bagan: str, bab: str = "3", sumber: str = "") -> None:
        """A native chart with its caption below."""
        p = self.doc.add_paragraph()
        p.alignment = TENGAH
        p.paragraph_format.keep_with_next = True
        p.paragraph_format.space_before, p.paragraph_format.space_after = Pt(8), Pt(0)
        p.add_run(f"{{{{r bagan({bagan}) }}}}")
        k = self.doc.add_paragraph(f"Gambar {bab}.", style="Caption")
        k.paragraph_format.keep_with_next = bool(sumber)
        bidang(k, "SEQ Gambar \\* ARABIC", f"{{{{ gambar({bab})|nomor }}}}")
        k.add_run(f" {{{{ {bagan}.judul }}}}")
        if sumber:
            self.sumber(sumber)

    def sumber(self, teks: str) -> None:
        """The line under a table that says where its figures come from."""
        self.doc.add_paragraph(f"Sumber: {teks}", style="Sumber Tabel")

    def tabel(
        self,
        kolom: Sequence[Kolom],
        untuk: Sequence[str],
        jumlah: Sequence[tuple[int, str, Any]] = (),
        *,
        gaya: str = "Isi Tabel",
        rapat: bool = True,
    ) -> None:
        """A table whose row is repeated; `jumlah` are cells (span, text, alignment) of the last row.

        A table that is `rapat` stays on one page with its caption and its source line.
        """
        t = self.doc.add_table(rows=0, cols=len(kolom), style="Table Grid")
        t.alignment = WD_TABLE_ALIGNMENT.CENTER
        t.autofit = False
        for kisi, (_, lebar, _, _) in zip(t._tbl.tblGrid.findall(qn("w:gridCol")), kolom, strict=True):
            kisi.set(qn("w:w"), str(int(Cm(lebar).twips)))
        _jarak_sel(t)
        _baris(t, kolom, [k[0] for k in kolom], gaya, kepala=True)
        for perintah in untuk:
            _baris(t, kolom, [f"{{%tr {perintah} %}}"], gaya)
        if not rapat:
            _baris(t, kolom, ["{%tr if loop.last %}"], gaya)
            # Neither the sum nor the source line ever stands alone on a page.
            _sambung(_baris(t, kolom, [k[2] for k in kolom], gaya))
            _baris(t, kolom, ["{%tr else %}"], gaya)
        _baris(t, kolom, [k[2] for k in kolom], gaya)
        if not rapat:
            _baris(t, kolom, ["{%tr endif %}"], gaya)
        for perintah in reversed(untuk):
            _baris(t, kolom, [f"{{%tr end{perintah.split()[0]} %}}"], gaya)
        if jumlah:
            _baris_jumlah(t, kolom, jumlah, gaya)
        if rapat:
            _sambung(t._tbl)

    def simpan(self) -> bytes:
        """Return the package."""
        keluar = BytesIO()
        self.doc.save(keluar)
        return repack(keluar.getvalue(), datetime(2025, 1, 1, tzinfo=UTC))


# --- low-level Word ------------------------------------------------------------------------------------------


def elemen(nama: str, **atribut: str) -> Any:
    e = OxmlElement(nama)
    for k, v in atribut.items():
        e.set(qn(f"w:{k}"), v)
    return e


def _huruf(gaya: Any, ukuran: float, *, tebal: bool = False, warna: RGBColor | None = None) -> None:
    gaya.font.name = HURUF
    gaya.font.size = Pt(ukuran)
    gaya.font.bold = tebal
    gaya.font.italic = False
    gaya.font.color.rgb = warna or RGBColor(0, 0, 0)
    huruf = gaya.element.get_or_add_rPr().get_or_add_rFonts()
    for kunci in list(huruf.attrib):
        del huruf.attrib[kunci]
    for jenis in ("ascii", "hAnsi", "cs", "eastAsia"):
        huruf.set(qn(f"w:{jenis}"), HURUF)


def tulis(p: Any, teks: str, *, ukuran: float = 0, tebal: bool = False, warna: RGBColor | None = None) -> Any:
    run = p.add_run(teks)
    run.bold = tebal or None
    if ukuran:
        run.font.size = Pt(ukuran)
    if warna is not None:
        run.font.color.rgb = warna
    return run


def bidang(p: Any, perintah: str, tampil: str, *, ukuran: float = 0) -> None:
    """A Word field with the result that is shown until Word computes it anew."""
    for jenis in ("begin", "perintah", "separate", "tampil", "end"):
        run = tulis(p, tampil if jenis == "tampil" else "", ukuran=ukuran)
        if jenis == "perintah":
            teks = OxmlElement("w:instrText")
            teks.set(qn("xml:space"), "preserve")
            teks.text = f" {perintah} "
            run._r.append(teks)
        elif jenis != "tampil":
            run._r.append(elemen("w:fldChar", fldCharType=jenis))


def garis(p: Any, sisi: str) -> None:
    tepi = OxmlElement("w:pBdr")
    tepi.append(elemen(f"w:{sisi}", val="single", sz="6", space="3", color="1F3864"))
    p._p.get_or_add_pPr().insert_element_before(tepi, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def nomor_halaman(bagian: Any, bentuk: str, mulai: int | None) -> None:
    for lama in bagian._sectPr.findall(qn("w:pgNumType")):
        bagian._sectPr.remove(lama)
    nomor = elemen("w:pgNumType", fmt=bentuk)
    if mulai is not None:
        nomor.set(qn("w:start"), str(mulai))
    bagian._sectPr.insert_element_before(nomor, "w:cols", "w:formProt", "w:titlePg", "w:docGrid")


def _jarak_sel(t: Any) -> None:
    jarak = OxmlElement("w:tblCellMar")
    for sisi in ("left", "right"):
        jarak.append(elemen(f"w:{sisi}", w="85", type="dxa"))
    t._tbl.tblPr.insert_element_before(jarak, "w:tblLook")


def _sambung(elemen: Any) -> None:
    """Keep each paragraph of a table or row with the one that follows."""
    for p in elemen.iter(qn("w:p")):
        p.get_or_add_pPr().get_or_add_keepNext()


def _baris(t: Any, kolom: Sequence[Kolom], isi: Sequence[str], gaya: str, *, kepala: bool = False) -> Any:
    baris = t.add_row()
    sifat = baris._tr.get_or_add_trPr()
    sifat.append(OxmlElement("w:cantSplit"))
    if kepala:
        sifat.append(OxmlElement("w:tblHeader"))
    for i, (sel, (_, lebar, _, rata)) in enumerate(zip(baris.cells, kolom, strict=True)):
        _sel(sel, isi[i] if i < len(isi) else "", gaya, TENGAH if kepala else rata, lebar, tebal=kepala)
        if kepala:
            _latar(sel, LATAR_KEPALA)
            sel.paragraphs[0].paragraph_format.keep_with_next = True
            sel._tc.get_or_add_tcPr().append(elemen("w:vAlign", val="center"))
    return baris._tr


def _baris_jumlah(t: Any, kolom: Sequence[Kolom], jumlah: Sequence[tuple[int, str, Any]], gaya: str) -> None:
    baris = t.add_row()
    baris._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    sel = list(baris.cells)
    mulai = 0
    for lebar_kolom, teks, rata in jumlah:
        akhir = mulai + lebar_kolom - 1
        gabung = sel[mulai].merge(sel[akhir]) if akhir > mulai else sel[mulai]
        _sel(gabung, teks, gaya, rata, sum(k[1] for k in kolom[mulai : akhir + 1]), tebal=True)
        _latar(gabung, LATAR_JUMLAH)
        mulai = akhir + 1


def _sel(sel: Any, teks: str, gaya: str, rata: Any, lebar: float, *, tebal: bool = False) -> None:
    sel.width = Cm(lebar)
    p = sel.paragraphs[0]
    p.style = gaya
    p.alignment = rata
    tulis(p, teks, tebal=tebal)


def _latar(sel: Any, warna: str) -> None:
    sel._tc.get_or_add_tcPr().append(elemen("w:shd", val="clear", color="auto", fill=warna))
