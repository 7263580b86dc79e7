"""Build the Word templates of letters.

`templates/surat-pengantar.docx` goes out with the forms, `templates/nota-pengembalian.docx` goes back with a form that
has to be corrected.

Run `python tools/build_letters.py`. The results depend only on this file; a test compares them with what is
committed. An office may edit the result in Word: the tags in double braces are what the program fills.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from capaian.ooxml import repack

TEMPLAT = Path(__file__).resolve().parent.parent / "templates"
SASARAN_BERKAS = TEMPLAT / "surat-pengantar.docx"
HURUF = "Arial"
KIRI, TENGAH, KANAN = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
LEBAR = 16.5
"""Width of the text in centimetres: A4 less 2,5 and 2 cm of margin."""
KOLOM = (
    ("No.", 1.0, "{{ loop.index|nomor }}", TENGAH),
    (
        "Naskah Dinas yang Dikirimkan",
        7.6,
        "{% if loop.first %}Formulir Isian Capaian Kinerja {{ f.periode }} – "
        "{% else %}Formulir serupa untuk {% endif %}"
        "{{ f.nama_unit }}, kode formulir {{ f.kode }}, memuat "
        "{% if f.ada_indikator %}{{ f.n_indikator|cacah }} indikator{% endif %}"
        "{% if f.ada_indikator and f.ada_sub_kegiatan %} dan {% endif %}"
        "{% if f.ada_sub_kegiatan %}{{ f.n_sub_kegiatan|cacah }} sub kegiatan{% endif %}",
        KIRI,
    ),
    ("Banyaknya", 2.5, "{{ surat.berkas|cacah }} berkas", TENGAH),
    (
        "Keterangan",
        5.4,
        "{% if f.pengganti %}Menggantikan terbitan sebelumnya. {% endif %}"
        "{% if f.diteruskan %}Untuk diteruskan. {% endif %}"
        "{% if f.sama %}Permintaan sama dengan nomor\u00a01.{% else %}"
        "Disampaikan dengan hormat, mohon diisi dan dikembalikan dalam bentuk Excel melalui {{ surat.narahubung }} "
        "paling lambat {{ f.tenggat }} ({{ f.hari_kerja|cacah }} hari kerja).{% endif %}",
        KIRI,
    ),
)
"""Heading, width in cm, tag of the cell, alignment."""
KOLOM_NOTA = (
    ("No.", 0.9, "{{ loop.index|nomor }}", TENGAH),
    ("Sel/Baris", 4.8, "{{ t.letak }} ({{ t.tingkat }})", KIRI),
    ("Apa yang Ditemukan", 5.8, "{{ t.pesan }}", KIRI),
    ("Cara Memperbaiki", 5.0, "{{ t.perbaikan }}", KIRI),
)
KOLOM_LAPORAN = (
    ("No.", 1.0, "{{ loop.index|nomor }}", TENGAH),
    (
        "Naskah Dinas yang Dikirimkan",
        7.6,
        "{% if loop.first %}Laporan Kinerja {{ surat.nama }} {{ surat.periode }}: {% endif %}{{ b.teks }}",
        KIRI,
    ),
    ("Banyaknya", 2.5, "{{ b.jumlah|cacah }} berkas", TENGAH),
    (
        "Keterangan",
        5.4,
        "{% if loop.first %}Disampaikan dengan hormat, untuk menjadi periksa dan dipergunakan sebagaimana mestinya. "
        "Segel kiriman: {{ surat.segel }}.{% endif %}",
        KIRI,
    ),
)
KOP = (
    ("{{ kop.pemerintah|besar }}", 13, False),
    ("{{ kop.nama|besar }}", 16, True),
    ("{%p for b in kop.baris %}", 9.5, False),
    ("{{ b }}", 9.5, False),
    ("{%p endfor %}", 9.5, False),
)
"""Lines of the letterhead, with size and weight."""
PENERIMA = ("Jabatan", "Tanda tangan", "", "Nama", "Pangkat", "NIP", "Telepon")


def build() -> bytes:
    """Return the template."""
    doc = _dokumen("Templat Surat Pengantar")
    kop(doc)
    alamat(doc, "SURAT PENGANTAR")
    tabel(doc, KOLOM, "f", "formulir")
    tanda_terima(doc)
    tembusan(doc)
    return _simpan(doc)


def build_nota() -> bytes:
    """Return the template of the nota pengembalian."""
    doc = _dokumen("Templat Nota Pengembalian")
    kop(doc)
    alamat(doc, "{{ surat.judul }}")
    _baris(
        doc,
        "Formulir isian capaian kinerja {{ surat.periode }} {{ surat.nama_unit }} (kode formulir {{ surat.kode }}"
        "{% if surat.berkas %}, berkas «{{ surat.berkas }}») telah diteliti. Bersama ini formulir tersebut kami "
        "kembalikan karena masih terdapat "
        "{% if surat.ada_kesalahan %}{{ surat.kesalahan|cacah }} kesalahan{% endif %}"
        "{% if surat.ada_kesalahan and surat.ada_peringatan %} dan {% endif %}"
        "{% if surat.ada_peringatan %}{{ surat.peringatan|cacah }} peringatan{% endif %}:"
        "{% else %}) belum kami terima. Bersama ini formulir tersebut kami sampaikan kembali.{% endif %}",
        10.5,
        rata=WD_ALIGN_PARAGRAPH.JUSTIFY,
        sesudah=6,
    )
    _baris(doc, "{%p if surat.berkas %}")
    tabel(doc, KOLOM_NOTA, "t", "temuan", ukuran=8.5, sela=1.5)
    _baris(doc, "{%p if surat.ada_lainnya %}")
    _baris(
        doc, "dan {{ surat.lainnya|cacah }} temuan lainnya; lihat lembar Temuan pada berkas terlampir.", 9.5, sesudah=6
    )
    _baris(doc, "{%p endif %}")
    _baris(doc, "{%p endif %}")
    _baris(
        doc,
        "Mohon {% if surat.berkas %}diperbaiki{% else %}diisi{% endif %} langsung pada berkas terlampir "
        "«{{ surat.buku }}»{% if surat.berkas %}: sel yang perlu diperbaiki diberi warna dan catatan, dan daftarnya "
        "ada pada lembar Temuan{% endif %}. Setelah disimpan, mohon dikirim kembali melalui "
        "{{ surat.narahubung }} paling lambat {{ surat.tenggat }} ({{ surat.hari_kerja|cacah }} hari kerja)."
        "{% if surat.berkas %} Kesalahan wajib diperbaiki; peringatan diperbaiki atau dijelaskan pada kolom "
        "Keterangan.{% endif %} Atas kerja sama Saudara "
        "kami ucapkan terima kasih.",
        10.5,
        rata=WD_ALIGN_PARAGRAPH.JUSTIFY,
        sesudah=10,
    )
    t = _tabel(doc, [8.6, 7.9], None)
    baris = t.add_row()
    baris._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    kiri, kanan = baris.cells
    kiri.width, kanan.width = Cm(8.6), Cm(7.9)
    tanda_tangan(kanan, ruang=3)
    return _simpan(doc)


def build_laporan() -> bytes:
    """Return the template of the surat pengantar of the approved report."""
    doc = _dokumen("Templat Surat Pengantar Laporan Kinerja")
    kop(doc)
    alamat(doc, "SURAT PENGANTAR")
    tabel(doc, KOLOM_LAPORAN, "b", "naskah", ukuran=9.5, sela=2)
    tanda_terima(doc)
    tembusan(doc)
    return _simpan(doc)


def _dokumen(judul: str) -> Any:
    doc = Document()
    _halaman(doc, judul)
    _gaya(doc)
    _kaki(doc)
    return doc


def _simpan(doc: Any) -> bytes:
    keluar = BytesIO()
    doc.save(keluar)
    return repack(keluar.getvalue(), datetime(2025, 1, 1, tzinfo=UTC))


def kop(doc: Any) -> None:
    """The letterhead: emblem at the left when set, government, office, address lines when set, double rule."""
    _baris(doc, "{%p if kop.berlogo %}")
    bagian = doc.sections[0]
    lebar = (bagian.page_width - bagian.left_margin - bagian.right_margin) / Cm(1)
    t = _tabel(doc, [2.6, lebar - 2.6], None)
    kiri, kanan = t.add_row().cells
    kiri.width, kanan.width = Cm(2.6), Cm(lebar - 2.6)
    _isi(kiri, "{{r logo(2) }}", pertama=True)
    for n, (teks, ukuran, tebal) in enumerate(KOP):
        p = _isi(kanan, teks, pertama=n == 0)
        p.alignment = TENGAH
        p.runs[0].font.size, p.runs[0].bold = Pt(ukuran), tebal or None
    _baris(doc, "{%p else %}")
    for teks, ukuran, tebal in KOP:
        _baris(doc, teks, ukuran, rata=TENGAH, tebal=tebal)
    _baris(doc, "{%p endif %}")
    garis = _baris(doc, "", 4, sesudah=10)
    tepi = OxmlElement("w:pBdr")
    tepi.append(_elemen("w:bottom", val="double", sz="12", space="1", color="000000"))
    garis._p.get_or_add_pPr().insert_element_before(tepi, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def alamat(doc: Any, nama: str) -> None:
    """Place and date, to whom, the name of the letter and its number."""
    _baris(doc, "{{ surat.tempat }}, {{ surat.tanggal }}", rata=KANAN, sesudah=8)
    _baris(doc, "Kepada")
    _baris(doc, "Yth. {{ surat.yth }}")
    _baris(doc, "di {{ surat.tempat }}", sesudah=16)
    judul = _baris(doc, nama, 12, rata=TENGAH, tebal=True)
    judul.runs[0].underline = True
    _baris(doc, "Nomor: {{ surat.nomor }}", rata=TENGAH)
    _baris(doc, "Sifat: {{ surat.sifat }}", rata=TENGAH, sesudah=12)


def tabel(
    doc: Any, kolom: Sequence[tuple[str, float, str, Any]], satu: str, semua: str, ukuran: float = 10, sela: float = 3
) -> None:
    """A table with one row for each `satu` of `semua`."""
    t = _tabel(doc, [k[1] for k in kolom], "Table Grid")
    for n, isi in enumerate(
        ([k[0] for k in kolom], [f"{{%tr for {satu} in {semua} %}}"], [k[2] for k in kolom], ["{%tr endfor %}"])
    ):
        baris = t.add_row()
        sifat = baris._tr.get_or_add_trPr()
        sifat.append(OxmlElement("w:cantSplit"))
        if n == 0:
            sifat.append(OxmlElement("w:tblHeader"))
        for i, (sel, (_, lebar, _, rata)) in enumerate(zip(baris.cells, kolom, strict=True)):
            sel.width = Cm(lebar)
            p = sel.paragraphs[0]
            p.alignment = TENGAH if n == 0 else rata
            p.paragraph_format.space_before = p.paragraph_format.space_after = Pt(sela)
            p.paragraph_format.line_spacing = 1.0
            run = p.add_run(isi[i] if i < len(isi) else "")
            run.bold = True if n == 0 else None
            run.font.size = Pt(ukuran)
    _baris(doc, "", 6, sesudah=6)


def tanda_terima(doc: Any) -> None:
    """Left who receives it, to be filled in by hand; right who sends it."""
    t = _tabel(doc, [8.6, 7.9], None)
    baris = t.add_row()
    baris._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    kiri, kanan = baris.cells
    kiri.width, kanan.width = Cm(8.6), Cm(7.9)
    _titik(_isi(kiri, "Diterima tanggal \t", pertama=True, sesudah=4))
    _isi(kiri, "Penerima,")
    for label in PENERIMA:
        _titik(_isi(kiri, f"{label}\t: \t" if label else "", sesudah=3), Cm(2.7) if label else None)
    _isi(kanan, "Pengirim,", pertama=True, sesudah=4)
    tanda_tangan(kanan, pertama=False)
    _baris(
        doc,
        "Mohon lembar kedua surat ini ditandatangani dan dikembalikan kepada pengirim sebagai tanda terima.",
        9,
        sebelum=12,
    ).runs[0].italic = True


def tembusan(doc: Any) -> None:
    """Who gets a copy, when somebody does."""
    _baris(doc, "{%p if surat.tembusan %}")
    _baris(doc, "Tembusan:", 10, sebelum=10)
    _baris(doc, "{%p for t in surat.tembusan %}")
    _baris(doc, "{{ loop.index|nomor }}. {{ t }}", 10)
    _baris(doc, "{%p endfor %}")
    _baris(doc, "{%p endif %}")


def tanda_tangan(kanan: Any, *, pertama: bool = True, ruang: int = 4) -> None:
    """Who sends it: office, room to sign, name, rank and NIP when set."""
    _isi(kanan, "{%p if pengirim.atas_nama %}", pertama=pertama)
    _isi(kanan, "a.n. {{ pengirim.atas_nama }}")
    _isi(kanan, "{%p endif %}")
    _isi(kanan, "{{ pengirim.jabatan }},")
    for _ in range(ruang):
        _isi(kanan, "")
    nama = _isi(kanan, "{{ pengirim.nama }}")
    nama.runs[0].bold = nama.runs[0].underline = True
    _isi(kanan, "{%p if pengirim.pangkat %}")
    _isi(kanan, "{{ pengirim.pangkat }}")
    _isi(kanan, "{%p endif %}")
    _isi(kanan, "{%p if pengirim.nip %}")
    _isi(kanan, "NIP. {{ pengirim.nip }}")
    _isi(kanan, "{%p endif %}")


# --- low-level Word ------------------------------------------------------------------------------------------


def _halaman(doc: Any, judul: str) -> None:
    bagian = doc.sections[0]
    bagian.page_width, bagian.page_height = Cm(21), Cm(29.7)
    bagian.left_margin, bagian.right_margin = Cm(2.5), Cm(2)
    bagian.top_margin, bagian.bottom_margin = Cm(1.75), Cm(1.75)
    bagian.header_distance = bagian.footer_distance = Cm(1)
    paket = doc.part.package
    for kunci in [k for k, r in paket.rels.items() if r.reltype.endswith("/thumbnail")]:
        del paket.rels[kunci]
    setelan = doc.settings.element
    for lama in setelan.findall(qn("w:compat")):
        setelan.remove(lama)
    serasi = OxmlElement("w:compat")
    uri = "http://schemas.microsoft.com/office/word"
    serasi.append(_elemen("w:compatSetting", name="compatibilityMode", uri=uri, val="15"))
    setelan.insert_element_before(
        serasi, "w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping", "w:shapeDefaults", "w:decimalSymbol"
    )
    sifat = doc.core_properties
    sifat.title, sifat.author, sifat.comments, sifat.language = judul, "capaian", "", "id-ID"
    sifat.last_modified_by = "capaian"


def _gaya(doc: Any) -> None:
    gaya = doc.styles
    bawaan = gaya.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for lama in bawaan.findall(qn("w:lang")):
        bawaan.remove(lama)
    bawaan.append(_elemen("w:lang", val="id-ID", eastAsia="id-ID", bidi="ar-SA"))
    for nama, ukuran in (("Normal", 11.0), ("Footer", 8.0)):
        g = gaya[nama]
        g.font.name, g.font.size = HURUF, Pt(ukuran)
        huruf = g.element.get_or_add_rPr().get_or_add_rFonts()
        for kunci in list(huruf.attrib):
            del huruf.attrib[kunci]
        for jenis in ("ascii", "hAnsi", "cs", "eastAsia"):
            huruf.set(qn(f"w:{jenis}"), HURUF)
    bentuk = gaya["Normal"].paragraph_format
    bentuk.space_before, bentuk.space_after, bentuk.line_spacing = Pt(0), Pt(0), 1.1


def _kaki(doc: Any) -> None:
    """Sample figures are called so on every paper."""
    kaki = doc.sections[0].footer
    for n, teks in enumerate(("{%p if surat.contoh %}", "{{ surat.contoh }}", "{%p endif %}")):
        p = kaki.paragraphs[0] if n == 0 else kaki.add_paragraph(style="Footer")
        p.alignment = TENGAH
        p.add_run(teks).font.color.rgb = RGBColor(0xC0, 0x00, 0x00)


def _elemen(nama: str, **atribut: str) -> Any:
    e = OxmlElement(nama)
    for k, v in atribut.items():
        e.set(qn(f"w:{k}"), v)
    return e


def _baris(
    doc: Any,
    teks: str,
    ukuran: float = 0,
    *,
    rata: Any = None,
    tebal: bool = False,
    sebelum: float = 0,
    sesudah: float = 0,
) -> Any:
    p = doc.add_paragraph()
    p.alignment = rata
    p.paragraph_format.space_before, p.paragraph_format.space_after = Pt(sebelum), Pt(sesudah)
    run = p.add_run(teks)
    run.bold = tebal or None
    if ukuran:
        run.font.size = Pt(ukuran)
        if not teks:
            p.paragraph_format.line_spacing = Pt(ukuran)
    return p


def _isi(sel: Any, teks: str, *, pertama: bool = False, sesudah: float = 0) -> Any:
    p = sel.paragraphs[0] if pertama else sel.add_paragraph()
    p.paragraph_format.space_after = Pt(sesudah)
    p.paragraph_format.keep_with_next = True
    p.add_run(teks)
    return p


def _titik(p: Any, label: Any = None) -> None:
    """Dots up to the right edge, to write on; after a label of fixed width when there is one."""
    if label:
        p.paragraph_format.tab_stops.add_tab_stop(label, WD_TAB_ALIGNMENT.LEFT)
    p.paragraph_format.tab_stops.add_tab_stop(Cm(7.8), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _tabel(doc: Any, lebar: Sequence[float], gaya: str | None) -> Any:
    t = doc.add_table(rows=0, cols=len(lebar), style=gaya)
    t.alignment = WD_TABLE_ALIGNMENT.CENTER
    t.autofit = False
    for kisi, cm in zip(t._tbl.tblGrid.findall(qn("w:gridCol")), lebar, strict=True):
        kisi.set(qn("w:w"), str(int(Cm(cm).twips)))
    return t


def main() -> None:
    """Write the templates into the repository."""
    for path, data in (
        (SASARAN_BERKAS, build()),
        (TEMPLAT / "nota-pengembalian.docx", build_nota()),
        (TEMPLAT / "surat-pengantar-laporan.docx", build_laporan()),
    ):
        path.write_bytes(data)
        print(f"{path.name}: {len(data)} bita")


if __name__ == "__main__":
    main()
