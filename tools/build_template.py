"""Build templates/laporan-kinerja.docx, the Word template of the Laporan Kinerja.

Run `python tools/build_template.py`. The result depends only on this file; a test compares it with what is
committed. An office may edit the result in Word: the tags in double braces are what the program fills.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from capaian.ooxml import repack

SASARAN_BERKAS = Path(__file__).resolve().parent.parent / "templates" / "laporan-kinerja.docx"
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
        self._kepala_kaki()

    # --- page and styles -------------------------------------------------------------------------------------

    def _halaman(self) -> None:
        bagian = self.doc.sections[0]
        bagian.page_width, bagian.page_height = Cm(21), Cm(29.7)
        bagian.left_margin, bagian.right_margin = Cm(3), Cm(2.5)
        bagian.top_margin, bagian.bottom_margin = Cm(2.75), Cm(2.5)
        bagian.header_distance = bagian.footer_distance = Cm(1.25)
        bagian.different_first_page_header_footer = True
        _nomor_halaman(bagian, "lowerRoman", None)
        paket = self.doc.part.package
        for kunci in [k for k, r in paket.rels.items() if r.reltype.endswith("/thumbnail")]:
            del paket.rels[kunci]
        setelan = self.doc.settings.element
        for lama in setelan.findall(qn("w:compat")):
            setelan.remove(lama)
        serasi = OxmlElement("w:compat")
        serasi.append(
            _elemen(
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
        bawaan.append(_elemen("w:lang", val="id-ID", eastAsia="id-ID", bidi="ar-SA"))
        normal = gaya["Normal"]
        _huruf(normal, 11)
        normal.paragraph_format.space_after = Pt(6)
        normal.paragraph_format.line_spacing = 1.25
        for nama, ukuran, sebelum, sesudah in (
            ("Heading 1", 14, 0, 14),
            ("Heading 2", 12, 14, 6),
            ("Heading 3", 11, 12, 4),
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
            ("Sumber Tabel", 8.5),
            ("Isi Paragraf", 11),
        ):
            g = gaya.add_style(nama, WD_STYLE_TYPE.PARAGRAPH)
            g.base_style = normal
            g.quick_style = True
            _huruf(g, ukuran)
        for nama in ("Isi Tabel", "Isi Tabel Kecil"):
            f = gaya[nama].paragraph_format
            f.space_before, f.space_after, f.line_spacing = Pt(1.5), Pt(1.5), 1.0
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

    def _kepala_kaki(self) -> None:
        bagian = self.doc.sections[0]
        kepala = bagian.header.paragraphs[0]
        kepala.paragraph_format.tab_stops.add_tab_stop(Cm(LEBAR), WD_TAB_ALIGNMENT.RIGHT)
        _tulis(kepala, "Laporan Kinerja {{ instansi.nama }} {{ dokumen.periode }}", ukuran=8, warna=ABU)
        _tulis(kepala, "\t", ukuran=8)
        _tulis(
            kepala,
            "{% if dokumen.draf %}{{ dokumen.sebutan_draf }}{% endif %}",
            ukuran=8,
            tebal=True,
            warna=MERAH,
        )
        _garis(kepala, "bottom")
        for ada in (bagian.header, bagian.first_page_header):
            for teks in ("{%p if dokumen.contoh %}", "{{ dokumen.contoh }}", "{%p endif %}"):
                p = ada.add_paragraph()
                p.alignment = TENGAH
                p.paragraph_format.space_after = Pt(0)
                _tulis(p, teks, ukuran=8, tebal=True, warna=MERAH)
        pertama = bagian.first_page_header.paragraphs[0]
        pertama.alignment = KANAN
        _tulis(
            pertama,
            "{% if dokumen.draf %}{{ dokumen.sebutan_draf }} – belum disahkan{% endif %}",
            ukuran=10,
            tebal=True,
            warna=MERAH,
        )
        _huruf(self.doc.styles["Footer"], 9)
        kaki = bagian.footer.paragraphs[0]
        kaki.alignment = TENGAH
        _bidang(kaki, "PAGE", "1", ukuran=9)

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

    def subbab(self, teks: str, tingkat: int = 2) -> None:
        """A section heading."""
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

    def daftar(self, untuk: str, isi: str, gaya: str = "List Number") -> None:
        """A list with one entry per value."""
        self.tanda(untuk)
        self.doc.add_paragraph(isi, style=gaya)
        self.tanda("endfor")

    def judul_tabel(self, bab: str, judul: str) -> None:
        """A caption with an automatic number; the cached number is counted while the report is filled."""
        nomor = {"L": 9}.get(bab) or int(bab)
        p = self.doc.add_paragraph(f"Tabel {bab}.", style="Caption")
        _bidang(p, "SEQ Tabel \\* ARABIC", f"{{{{ tabel({nomor})|nomor }}}}")
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
        _bidang(k, "SEQ Gambar \\* ARABIC", f"{{{{ gambar({bab})|nomor }}}}")
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


def _elemen(nama: str, **atribut: str) -> Any:
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


def _tulis(p: Any, teks: str, *, ukuran: float = 0, tebal: bool = False, warna: RGBColor | None = None) -> Any:
    run = p.add_run(teks)
    run.bold = tebal or None
    if ukuran:
        run.font.size = Pt(ukuran)
    if warna is not None:
        run.font.color.rgb = warna
    return run


def _bidang(p: Any, perintah: str, tampil: str, *, ukuran: float = 0) -> None:
    """A Word field with the result that is shown until Word computes it anew."""
    for jenis in ("begin", "perintah", "separate", "tampil", "end"):
        run = _tulis(p, tampil if jenis == "tampil" else "", ukuran=ukuran)
        if jenis == "perintah":
            teks = OxmlElement("w:instrText")
            teks.set(qn("xml:space"), "preserve")
            teks.text = f" {perintah} "
            run._r.append(teks)
        elif jenis != "tampil":
            run._r.append(_elemen("w:fldChar", fldCharType=jenis))


def _garis(p: Any, sisi: str) -> None:
    tepi = OxmlElement("w:pBdr")
    tepi.append(_elemen(f"w:{sisi}", val="single", sz="6", space="3", color="1F3864"))
    p._p.get_or_add_pPr().insert_element_before(tepi, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _nomor_halaman(bagian: Any, bentuk: str, mulai: int | None) -> None:
    for lama in bagian._sectPr.findall(qn("w:pgNumType")):
        bagian._sectPr.remove(lama)
    nomor = _elemen("w:pgNumType", fmt=bentuk)
    if mulai is not None:
        nomor.set(qn("w:start"), str(mulai))
    bagian._sectPr.insert_element_before(nomor, "w:cols", "w:formProt", "w:titlePg", "w:docGrid")


def _jarak_sel(t: Any) -> None:
    jarak = OxmlElement("w:tblCellMar")
    for sisi in ("left", "right"):
        jarak.append(_elemen(f"w:{sisi}", w="85", type="dxa"))
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
            sel._tc.get_or_add_tcPr().append(_elemen("w:vAlign", val="center"))
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
    _tulis(p, teks, tebal=tebal)


def _latar(sel: Any, warna: str) -> None:
    sel._tc.get_or_add_tcPr().append(_elemen("w:shd", val="clear", color="auto", fill=warna))


# --- the report ----------------------------------------------------------------------------------------------

BAB_1 = (
    ("1.1 Latar Belakang", "latar-belakang"),
    ("1.2 Kedudukan, Tugas, dan Fungsi", "kedudukan"),
)
SISTEMATIKA = (
    "BAB I PENDAHULUAN, memuat latar belakang, kedudukan, isu strategis, dasar hukum, dan sistematika penyajian.",
    "BAB II PERENCANAAN KINERJA, memuat sasaran, indikator kinerja, dan ringkasan perjanjian kinerja.",
    "BAB III AKUNTABILITAS KINERJA, memuat capaian kinerja organisasi dan realisasi anggaran.",
    "BAB IV PENUTUP, memuat kesimpulan dan langkah ke depan.",
    "LAMPIRAN, memuat catatan data dan jejak angka.",
)


def sampul(b: Pembuat) -> None:
    """The cover."""
    for _ in range(3):
        b.doc.add_paragraph()
    baris = (
        ("{{ instansi.pemerintah|besar }}", 14, 60),
        ("LAPORAN KINERJA\nINSTANSI PEMERINTAH\n(LKjIP)", 24, 24),
        ("{{ dokumen.periode|besar }}", 18, 90),
        ("{{ instansi.nama|besar }}", 16, 6),
        ("{{ instansi.daerah|besar }}", 16, 24),
    )
    for teks, ukuran, sesudah in baris:
        p = b.doc.add_paragraph()
        p.alignment = TENGAH
        p.paragraph_format.space_after = Pt(sesudah)
        _tulis(p, teks, ukuran=ukuran, tebal=True, warna=BIRU)
        if ukuran == 24:
            _garis(p, "bottom")
    b.tanda("if dokumen.draf")
    p = b.doc.add_paragraph()
    p.alignment = TENGAH
    _tulis(p, "{{ dokumen.sebutan_draf }}", ukuran=18, tebal=True, warna=MERAH)
    b.tanda("endif")
    b.tanda("if dokumen.segel")
    p = b.doc.add_paragraph()
    p.alignment = TENGAH
    _tulis(p, "Segel data: {{ dokumen.segel }}", ukuran=9, warna=ABU)
    b.tanda("endif")


def depan(b: Pembuat) -> None:
    """Foreword, table of contents, executive summary."""
    b.bab("KATA PENGANTAR")
    b.paragraf("kata-pengantar")
    tanda_tangan(b)
    daftar_isi(b)
    b.bab("IKHTISAR EKSEKUTIF")
    b.paragraf("ikhtisar")


def tanda_tangan(b: Pembuat) -> None:
    """The signature block: place and date, office, four blank lines, name, rank, NIP."""
    baris = (
        ("{{ instansi.tempat }}, {{ dokumen.tanggal }}", False, 24),
        (
            "{% if penanda_tangan.ada %}{{ penanda_tangan.jabatan|besar }},{% else %}"
            "(pejabat penanda tangan belum diatur){% endif %}",
            True,
            0,
        ),
        *(("", False, 0),) * 4,
        ("{% if penanda_tangan.ada %}{{ penanda_tangan.nama }}{% endif %}", True, 0),
        ("{% if penanda_tangan.pangkat %}{{ penanda_tangan.pangkat }}{% endif %}", False, 0),
        ("{% if penanda_tangan.nip %}NIP. {{ penanda_tangan.nip }}{% endif %}", False, 0),
    )
    for i, (teks, tebal, sebelum) in enumerate(baris):
        p = b.doc.add_paragraph()
        p.paragraph_format.left_indent = Cm(7.5)
        p.paragraph_format.space_before, p.paragraph_format.space_after = Pt(sebelum), Pt(0)
        p.paragraph_format.line_spacing = 1.0
        p.paragraph_format.keep_with_next = i < len(baris) - 1
        run = _tulis(p, teks, tebal=tebal)
        if "penanda_tangan.nama" in teks:
            run.underline = True


def daftar_isi(b: Pembuat) -> None:
    """Contents and lists: fields whose entries are written with the report, so that none asks to be updated."""
    for judul, perintah in (
        ("DAFTAR ISI", 'TOC \\o "1-3" \\h \\z \\u'),
        ("DAFTAR TABEL", 'TOC \\h \\z \\c "Tabel"'),
        ("DAFTAR GAMBAR", 'TOC \\h \\z \\c "Gambar"'),
    ):
        if judul == "DAFTAR GAMBAR":
            b.tanda("if ada_gambar")
        p = b.doc.add_paragraph(style="Judul Daftar")
        p.paragraph_format.page_break_before = judul == "DAFTAR ISI"
        p.add_run(judul)
        _bidang(b.doc.add_paragraph(style="toc 1"), perintah, judul.capitalize())
        if judul == "DAFTAR GAMBAR":
            b.tanda("endif")


def bab_1(b: Pembuat) -> None:
    """BAB I PENDAHULUAN."""
    b.bab("BAB I", "PENDAHULUAN", baru=False)
    for judul, nama in BAB_1:
        b.subbab(judul)
        b.paragraf(nama)
    b.subbab("1.3 Isu Strategis")
    b.tanda("if isu_strategis")
    b.isi("Isu strategis yang dihadapi {{ instansi.nama }} adalah sebagai berikut.")
    b.daftar("for isu in isu_strategis", "{{ isu }}", "List Bullet")
    b.tanda("else")
    b.isi("Isu strategis belum dicantumkan dalam pengaturan.")
    b.tanda("endif")
    b.subbab("1.4 Dasar Hukum")
    b.isi("Laporan ini disusun berdasarkan peraturan berikut.")
    b.daftar("for hukum in dasar_hukum", "{{ hukum }}", "List Bullet")
    b.subbab("1.5 Sistematika Penyajian")
    for teks in SISTEMATIKA:
        b.doc.add_paragraph(teks, style="List Bullet")


def bab_2(b: Pembuat) -> None:
    """BAB II PERENCANAAN KINERJA."""
    b.bab("BAB II", "PERENCANAAN KINERJA")
    b.subbab("2.1 Sasaran Strategis dan Indikator Kinerja")
    b.isi(
        "Sasaran strategis {{ instansi.nama }} beserta indikator kinerja dan unit pengampunya "
        "disajikan dalam tabel berikut."
    )
    b.judul_tabel("2", "Sasaran Strategis dan Indikator Kinerja Tahun {{ dokumen.tahun }}")
    baris = ("for s in sasaran", "for ik in s.indikator")
    b.tabel(
        (
            ("Kode", 1.5, "{{ ik.kode }}", KIRI),
            ("Sasaran Strategis", 3.9, "{% vm %}{{ s.nama }}", KIRI),
            ("Indikator Kinerja", 4.7, "{{ ik.nama }}", KIRI),
            ("Satuan", 1.9, "{{ ik.satuan }}", TENGAH),
            ("Unit Pengampu", 3.5, "{{ ik.unit }}", KIRI),
        ),
        baris,
        rapat=False,
    )
    b.sumber("skema kinerja {{ instansi.nama }} Tahun {{ dokumen.tahun }}")
    b.subbab("2.2 Perjanjian Kinerja")
    b.isi("Target kinerja yang diperjanjikan dalam {{ dokumen.pk }} adalah sebagai berikut.")
    b.judul_tabel("2", "Ringkasan Perjanjian Kinerja Tahun {{ dokumen.tahun }}")
    b.tabel(
        (
            ("No", 0.9, "{{ ik.urut|nomor }}", TENGAH),
            ("Sasaran Strategis", 3.9, "{% vm %}{{ s.nama }}", KIRI),
            ("Indikator Kinerja", 4.7, "{{ ik.nama }}", KIRI),
            ("Satuan", 1.9, "{{ ik.satuan }}", TENGAH),
            ("Target", 1.9, "{{ ik.target_tahun|angka }}", KANAN),
            ("Dokumen", 2.2, "{{ ik.dokumen }}", TENGAH),
        ),
        baris,
        rapat=False,
    )
    b.sumber("{{ dokumen.pk }}")
    b.tanda("if target_berubah")
    b.isi(
        "Target berikut berubah dengan Perjanjian Kinerja Perubahan. Capaian dalam laporan ini dihitung terhadap "
        "target yang berlaku; target semula dicantumkan agar perubahannya terlihat."
    )
    b.judul_tabel("2", "Target yang Berubah Tahun {{ dokumen.tahun }}")
    b.tabel(
        (
            ("Kode", 1.4, "{{ t.kode }}", KIRI),
            ("Indikator Kinerja", 3.9, "{{ t.nama }}", KIRI),
            ("Satuan", 1.5, "{{ t.satuan }}", TENGAH),
            ("Target Setahun Semula", 1.8, "{{ t.tahun_semula|angka }}", KANAN),
            ("Target Setahun Berlaku", 1.8, "{{ t.tahun_berlaku|angka }}", KANAN),
            ("{{ dokumen.periode_singkat }} Semula", 1.6, "{{ t.semula|angka }}", KANAN),
            ("{{ dokumen.periode_singkat }} Berlaku", 1.6, "{{ t.berlaku|angka }}", KANAN),
            ("Berlaku Sejak", 1.9, "{{ t.sejak }}", TENGAH),
        ),
        ("for t in target_berubah",),
        rapat=False,
    )
    b.sumber("Perjanjian Kinerja dan Perjanjian Kinerja Perubahan Tahun {{ dokumen.tahun }}")
    b.tanda("endif")


def bab_3(b: Pembuat) -> None:
    """BAB III AKUNTABILITAS KINERJA."""
    b.bab("BAB III", "AKUNTABILITAS KINERJA")
    b.subbab("3.1 Capaian Kinerja Organisasi")
    pengukuran(b)
    ringkasan(b)
    per_sasaran(b)
    b.subbab("3.2 Realisasi Anggaran")
    realisasi_anggaran(b)
    b.tanda("for t in bagian_tambahan")
    b.subbab("3.{{ t.nomor|nomor }} {{ t.judul }}")
    b.tanda("for baris in paragraf(t.nama)")
    b.isi("{{ baris }}")
    b.tanda("endfor")
    b.tanda("endfor")


def pengukuran(b: Pembuat) -> None:
    """Formulas and scale."""
    b.subbab("Cara Pengukuran", 3)
    b.isi(
        "Capaian kinerja dihitung dengan membandingkan realisasi dan target menurut rumus berikut. "
        "Pembulatan dilakukan satu kali pada saat angka dicetak, sedangkan "
        "predikat ditetapkan dari nilai sebelum dibulatkan."
    )
    b.judul_tabel("3", "Rumus Capaian Kinerja")
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Polaritas", 2.4, "{{ r.polaritas }}", TENGAH),
            ("Rumus Capaian", 7.2, "{{ r.uraian }}", KIRI),
            ("Dipakai untuk Indikator", 5.0, "{{ r.indikator|gabung }}", KIRI),
        ),
        ("for r in rumus",),
    )
    b.sumber("pengaturan {{ instansi.nama }}")
    b.judul_tabel("3", "Skala Predikat Capaian Kinerja")
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Nilai Capaian", 8.6, '{{ kalimat("skala-jenjang", j=j) }}', KIRI),
            ("Predikat", 6.0, "{{ j.label }}", KIRI),
        ),
        ("for j in skala.jenjang",),
    )
    b.sumber("{{ skala.dasar|kalimat }} {{ skala.aturan_batas|kalimat }}")


def ringkasan(b: Pembuat) -> None:
    """Summary of all sasaran."""
    b.subbab("Ringkasan Capaian", 3)
    b.judul_tabel("3", "Ringkasan Capaian Kinerja per Sasaran {{ dokumen.periode }}")
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Sasaran Strategis", 4.9, "{{ s.nama }}", KIRI),
            ("Indikator", 1.7, "{{ s.n_semua|angka }}", TENGAH),
            ("Dihitung", 1.7, "{{ s.n|angka }}", TENGAH),
            ("Tercapai", 1.7, "{{ s.n_tercapai|angka }}", TENGAH),
            ("Rata-rata (%)", 1.9, "{{ s.rata_rata|angka }}", KANAN),
            ("Predikat", 2.7, '{{ s.predikat or "–" }}', TENGAH),
        ),
        ("for s in sasaran",),
        (
            (2, "Rata-rata {{ instansi.singkatan or instansi.nama }}", KIRI),
            (1, "{{ dinas.n_semua|angka }}", TENGAH),
            (1, "{{ dinas.n|angka }}", TENGAH),
            (1, "{{ dinas.n_tercapai|angka }}", TENGAH),
            (1, "{{ dinas.rata_rata|angka }}", KANAN),
            (1, '{{ dinas.predikat or "–" }}', TENGAH),
        ),
    )
    b.sumber("formulir isian unit kerja, diolah")
    b.tanda("if bagan_sasaran")
    b.bagan("bagan_sasaran", sumber="formulir isian unit kerja, diolah")
    b.tanda("endif")


def per_sasaran(b: Pembuat) -> None:
    """For each sasaran: table, sentences, comparison, kendala and tindak lanjut."""
    b.tanda("for s in sasaran")
    b.subbab("Sasaran {{ loop.index|nomor }}: {{ s.nama }}", 3)
    b.judul_tabel("3", "Target dan Realisasi Kinerja Sasaran {{ s.kode }} {{ dokumen.periode }}")
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Indikator Kinerja", 4.5, "{{ ik.nama }}", KIRI),
            ("Satuan", 1.8, "{{ ik.satuan }}", TENGAH),
            ("Target", 1.8, "{{ ik.target|angka }}", KANAN),
            ("Realisasi", 1.9, "{{ ik.realisasi|angka }}", KANAN),
            ("Capaian (%)", 1.9, "{{ ik.capaian|angka }}", KANAN),
            ("Predikat", 2.7, '{{ ik.predikat or "–" }}', TENGAH),
        ),
        ("for ik in s.indikator",),
        ((5, "Rata-rata capaian", KIRI), (1, "{{ s.rata_rata|angka }}", KANAN), (1, '{{ s.predikat or "–" }}', TENGAH)),
    )
    b.sumber("formulir isian unit kerja {{ dokumen.periode }}, diolah")
    b.isi('{{ kalimat("sasaran", s=s) }}')
    b.tanda("for ik in s.indikator")
    b.isi('{{ kalimat("paragraf-indikator", ik=ik) }}')
    b.tanda("if bagan_tren[ik.kode]")
    b.bagan("bagan_tren[ik.kode]", sumber="riwayat kinerja dan formulir isian {{ dokumen.periode }}, diolah")
    b.tanda("endif")
    b.tanda("endfor")
    b.judul_tabel(
        "3", "Perbandingan Realisasi dan Capaian Sasaran {{ s.kode }} Tahun {{ kolom_tahun[0] }}–{{ kolom_tahun[2] }}"
    )
    b.tabel(
        (
            ("No", 0.8, "{{ loop.index|nomor }}", TENGAH),
            ("Indikator Kinerja", 2.6, "{{ ik.nama }}", KIRI),
            ("Satuan", 1.4, "{{ ik.satuan }}", TENGAH),
            ("Realisasi {{ kolom_tahun[0] }}", 1.6, "{{ ik.lalu.dua_tahun_lalu|angka }}", KANAN),
            ("Realisasi {{ kolom_tahun[1] }}", 1.6, "{{ ik.lalu.tahun_lalu|angka }}", KANAN),
            ("Realisasi {{ kolom_tahun[2] }}", 1.6, "{{ ik.realisasi|angka }}", KANAN),
            ("Capaian {{ kolom_tahun[0] }} (%)", 1.4, "{{ ik.lalu.capaian_dua_tahun_lalu|angka }}", KANAN),
            ("Capaian {{ kolom_tahun[1] }} (%)", 1.4, "{{ ik.lalu.capaian_lalu|angka }}", KANAN),
            ("Capaian {{ kolom_tahun[2] }} (%)", 1.4, "{{ ik.capaian|angka }}", KANAN),
            ("Perubahan", 1.7, '{{ kalimat("perubahan", ik=ik) }}', TENGAH),
        ),
        ("for ik in s.indikator",),
        gaya="Isi Tabel Kecil",
    )
    b.sumber("riwayat kinerja dan formulir isian {{ dokumen.periode }}, diolah")
    b.tanda("if s.berenstra")
    b.judul_tabel("3", "Perbandingan Realisasi Sasaran {{ s.kode }} dengan Target Akhir Renstra")
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Indikator Kinerja", 5.2, "{{ ik.nama }}", KIRI),
            ("Satuan", 1.9, "{{ ik.satuan }}", TENGAH),
            ("Target Akhir Renstra", 2.3, "{{ ik.lalu.renstra.target|angka }} ({{ ik.lalu.renstra.tahun }})", KANAN),
            ("Realisasi {{ kolom_tahun[2] }}", 2.3, "{{ ik.realisasi|angka }}", KANAN),
            ("Tingkat Kemajuan (%)", 2.9, "{{ ik.lalu.renstra.persen|angka }}", KANAN),
        ),
        ("for ik in s.berenstra",),
    )
    b.sumber("Rencana Strategis {{ instansi.nama }} dan formulir isian {{ dokumen.periode }}, diolah")
    b.tanda("endif")
    b.tanda("if s.berstandar")
    b.judul_tabel("3", "Perbandingan Realisasi Sasaran {{ s.kode }} dengan Standar Nasional/Provinsi")
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Indikator Kinerja", 4.5, "{{ ik.nama }}", KIRI),
            ("Satuan", 1.8, "{{ ik.satuan }}", TENGAH),
            ("Realisasi {{ kolom_tahun[2] }}", 1.9, "{{ ik.realisasi|angka }}", KANAN),
            ("Standar", 1.7, "{{ ik.lalu.standar.nilai|angka }}", KANAN),
            ("Sumber Standar", 2.8, '{{ ik.lalu.standar.sumber or "–" }}', KIRI),
            ("Keterangan", 1.9, "{{ ik.lalu.standar.makna or ik.lalu.standar.letak }}", TENGAH),
        ),
        ("for ik in s.berstandar",),
        gaya="Isi Tabel Kecil",
    )
    b.sumber("sumber standar pada tabel dan formulir isian {{ dokumen.periode }}, diolah")
    b.tanda("endif")
    b.tanda("if s.uraian")
    b.judul_tabel("3", "Kendala dan Tindak Lanjut Sasaran {{ s.kode }}")
    kosong = '{% if ik.perlu_uraian %}belum diuraikan{% else %}{{ ik.NAMA or "–" }}{% endif %}'
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Indikator Kinerja", 3.5, "{{ ik.nama }}", KIRI),
            ("Faktor Pendukung", 3.7, '{{ ik.pendukung or "–" }}', KIRI),
            ("Kendala", 3.7, kosong.replace("NAMA", "kendala"), KIRI),
            ("Solusi/Tindak Lanjut", 3.7, kosong.replace("NAMA", "tindak_lanjut"), KIRI),
        ),
        ("for ik in s.uraian",),
        rapat=False,
    )
    b.sumber("formulir isian unit kerja {{ dokumen.periode }}")
    b.tanda("endif")
    b.tanda("endfor")


def realisasi_anggaran(b: Pembuat) -> None:
    """Budget table, sentence and efficiency."""
    b.paragraf("anggaran")
    b.tanda("if anggaran.ada")
    b.judul_tabel("3", "Anggaran dan Realisasi sampai dengan {{ dokumen.periode }}")
    b.tabel(
        (
            ("Kode", 3.1, "{{ a.kode }}", KIRI),
            ("Program/Kegiatan/Sub Kegiatan", 5.0, "{{ a.nama }}", KIRI),
            ("Pagu (Rp)", 2.9, "{{ a.pagu|angka }}", KANAN),
            ("Realisasi (Rp)", 2.9, "{{ a.realisasi|angka }}", KANAN),
            ("%", 1.6, "{{ a.persen|angka }}", KANAN),
        ),
        ("for a in anggaran.baris",),
        (
            (2, "Jumlah", KIRI),
            (1, "{{ anggaran.total.pagu|angka }}", KANAN),
            (1, "{{ anggaran.total.realisasi|angka }}", KANAN),
            (1, "{{ anggaran.total.persen|angka }}", KANAN),
        ),
        gaya="Isi Tabel Kecil",
        rapat=False,
    )
    b.sumber("formulir isian anggaran unit kerja {{ dokumen.periode }}, diolah")
    b.tanda("if bagan_serapan")
    b.bagan("bagan_serapan", sumber="formulir isian anggaran unit kerja {{ dokumen.periode }}, diolah")
    b.tanda("endif")
    b.tanda("endif")
    b.tanda("if efisiensi")
    b.subbab("Efisiensi Penggunaan Anggaran", 3)
    b.judul_tabel("3", "Capaian Kinerja dan Penyerapan Anggaran per Sasaran")
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Sasaran Strategis", 6.8, "{{ e.nama }}", KIRI),
            ("Rata-rata Capaian (%)", 2.6, "{{ e.capaian|angka }}", KANAN),
            ("Penyerapan Anggaran (%)", 2.6, "{{ e.serapan|angka }}", KANAN),
            ("Tingkat Efisiensi", 2.6, "{{ e.tingkat|angka }}", KANAN),
        ),
        ("for e in efisiensi",),
    )
    b.sumber(
        "formulir isian unit kerja {{ dokumen.periode }}, diolah. Tingkat efisiensi: {{ rumus_efisiensi|kalimat }}"
    )
    b.tanda("for e in efisiensi")
    b.isi('{{ kalimat("efisiensi", e=e) }}')
    b.tanda("endfor")
    b.tanda("endif")


def bab_4(b: Pembuat) -> None:
    """BAB IV PENUTUP."""
    b.bab("BAB IV", "PENUTUP")
    b.subbab("4.1 Kesimpulan")
    b.paragraf("kesimpulan")
    b.subbab("4.2 Langkah ke Depan")
    b.paragraf("langkah")
    b.daftar("for ik in tindak_lanjut", "{{ ik.nama }}: {{ ik.tindak_lanjut|kalimat }}", "List Bullet")


def lampiran(b: Pembuat) -> None:
    """Appendix: notes on the data, and the trace of the numbers."""
    b.bab("LAMPIRAN 1", "CATATAN DATA")
    b.isi("Lampiran ini mencatat hal-hal yang perlu diketahui pembaca tentang data yang menjadi dasar laporan.")
    for syarat, judul, kolom in CATATAN:
        b.tanda(f"if {syarat}")
        b.judul_tabel("L", judul)
        b.tabel(kolom, (f"for x in {syarat}",), gaya="Isi Tabel Kecil", rapat=False)
        b.sumber("formulir isian unit kerja dan catatan penelitian data")
        b.tanda("endif")
    b.tanda("if teks_dipotong()")
    b.isi("Uraian berikut terlalu panjang untuk tempatnya dalam laporan dan dicantumkan utuh di sini.")
    b.tanda("for teks in teks_dipotong()")
    b.doc.add_paragraph("{{ teks|utuh }}", style="Isi Tabel Kecil")
    b.tanda("endfor")
    b.tanda("endif")
    b.bab("LAMPIRAN 2", "JEJAK ANGKA")
    b.isi("Setiap angka data yang tercetak dalam laporan ini tercantum di bawah beserta rumus dan sel asalnya.")
    b.judul_tabel("L", "Jejak Angka")
    b.tabel(
        (
            ("Angka", 3.6, "{{ j.nama }}", KIRI),
            ("Tercetak", 2.7, "{{ j.tercetak }}", KANAN),
            ("Rumus", 3.9, '{{ j.rumus or "diisikan" }}', KIRI),
            ("Asal", 5.3, "{{ j.asal_teks }}", KIRI),
        ),
        ("for j in jejak_angka()",),
        gaya="Isi Tabel Kecil",
        rapat=False,
    )
    b.sumber(
        "berkas yang diterima dan skema kinerja"
        "{% if dokumen.versi %}; disusun dengan capaian versi {{ dokumen.versi }}{% endif %}"
    )


CATATAN: tuple[tuple[str, str, tuple[Kolom, ...]], ...] = (
    (
        "tidak_dihitung",
        "Indikator yang Capaiannya Tidak Dihitung",
        (
            ("Kode", 1.8, "{{ x.kode }}", KIRI),
            ("Indikator", 5.2, "{{ x.nama }}", KIRI),
            ("Unit Pengampu", 3.5, "{{ x.unit }}", KIRI),
            ("Alasan", 5.0, "{{ x.alasan }}", KIRI),
        ),
    ),
    (
        "unit_belum",
        "Unit yang Belum Menyampaikan Formulir Isian",
        (("Kode", 2.5, "{{ x.kode }}", KIRI), ("Unit", 13.0, "{{ x.nama }}", KIRI)),
    ),
    (
        "langkah_hitung",
        "Langkah Penghitungan Realisasi dan Capaian",
        (
            ("Kode", 1.8, "{{ x.kode }}", KIRI),
            ("Indikator", 5.2, "{{ x.nama }}", KIRI),
            ("Langkah", 8.5, "{% for teks in x.catatan_hitung %}{{ teks|kalimat }} {% endfor %}", KIRI),
        ),
    ),
    (
        "normalisasi",
        "Nilai yang Disesuaikan Penulisannya",
        (
            ("Butir", 2.6, "{{ x.butir }}", KIRI),
            ("Kolom", 2.0, "{{ x.kolom }}", KIRI),
            ("Tertulis", 2.3, "{{ x.mentah }}", KANAN),
            ("Dibaca", 2.3, "{{ x.dibaca }}", KANAN),
            ("Catatan", 3.1, "{{ x.catatan }}", KIRI),
            ("Sel", 3.2, "{{ x.sel }}", KIRI),
        ),
    ),
    (
        "tak_terbaca",
        "Nilai yang Tidak Dapat Dibaca",
        (
            ("Butir", 2.6, "{{ x.butir }}", KIRI),
            ("Kolom", 2.2, "{{ x.kolom }}", KIRI),
            ("Tertulis", 3.6, "{{ x.mentah }}", KIRI),
            ("Sebab", 3.6, "{{ x.catatan }}", KIRI),
            ("Sel", 3.5, "{{ x.sel }}", KIRI),
        ),
    ),
    (
        "catatan_kiriman",
        "Catatan Penerimaan Formulir",
        (("Unit", 4.5, "{{ x.unit }}", KIRI), ("Catatan", 11.0, "{{ x.catatan }}", KIRI)),
    ),
    (
        "pengecualian",
        "Temuan yang Dikecualikan",
        (
            ("Kode", 1.5, "{{ x.kode }}", KIRI),
            ("Unit dan Butir", 3.5, "{{ x.unit }}: {{ x.butir }}", KIRI),
            (
                "Temuan",
                4.0,
                "{{ x.pesan }}{% if x.dihitung %} Nilainya ikut dihitung karena pengecualian ini.{% endif %}",
                KIRI,
            ),
            ("Alasan", 3.7, "{{ x.alasan|kalimat }}", KIRI),
            ("Oleh, Tanggal", 2.8, "{{ x.oleh }}, {{ x.tanggal }}", KIRI),
        ),
    ),
    (
        "temuan",
        "Temuan yang Masih Terbuka",
        (
            ("Kode", 1.6, "{{ x.kode }}", KIRI),
            ("Tingkat", 1.9, "{{ x.tingkat }}", KIRI),
            ("Butir", 3.2, "{{ x.butir }}", KIRI),
            ("Temuan", 5.6, "{{ x.pesan }}", KIRI),
            ("Sel", 3.2, "{{ x.sel }}", KIRI),
        ),
    ),
)


def build() -> bytes:
    """Return the template; equal on every machine."""
    b = Pembuat()
    sampul(b)
    depan(b)
    bagian = b.doc.add_section(WD_SECTION.NEW_PAGE)
    bagian.different_first_page_header_footer = False
    _nomor_halaman(bagian, "decimal", 1)
    bab_1(b)
    bab_2(b)
    bab_3(b)
    bab_4(b)
    lampiran(b)
    return b.simpan()


def main() -> None:
    """Write the template into the repository."""
    SASARAN_BERKAS.parent.mkdir(parents=True, exist_ok=True)
    SASARAN_BERKAS.write_bytes(build())
    print(f"{SASARAN_BERKAS.name}: {SASARAN_BERKAS.stat().st_size} bita")


if __name__ == "__main__":
    main()
