"""Build the Word templates of a letter that came in.

`templates/lembar-disposisi.docx` is Model B of the tata naskah, `templates/daftar-pengendali.docx` the agenda of a
year.

Run `python -m tools.build_register` from the root of the project. The results depend only on the files in `tools`; a
test compares them with what is committed. An office may edit them in Word: the tags in double braces are filled.
"""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from tools import build_letters as surat

LEBAR_DATAR = 25.7
"""Width of the text of a landscape A4 page in centimetres."""
DAFTAR = (
    ("No. Agenda", 1.6, "{{ s.agenda }}"),
    ("Diterima Tgl", 2.3, "{{ s.diterima }}"),
    ("Surat Dari", 3.3, "{{ s.asal }}"),
    ("No. Surat", 3.0, "{{ s.nomor }}"),
    ("Tgl. Surat", 2.3, "{{ s.tanggal }}"),
    ("Perihal", 4.2, "{{ s.hal }}"),
    ("Sifat, Lampiran", 2.2, "{{ s.sifat }}, {{ s.lampiran }}"),
    ("Diteruskan Kepada", 2.9, "{% for k in s.diteruskan %}{% if not loop.first %}; {% endif %}{{ k }}{% endfor %}"),
    ("Disposisi", 3.9, "{% for d in s.disposisi %}{% if not loop.first %} {% endif %}{{ d }}{% endfor %}"),
)
"""Heading, width in cm, tag; order of the export that agendas share."""


def build_disposisi() -> bytes:
    """Return the template of the lembar disposisi."""
    doc = surat._dokumen("Templat Lembar Disposisi")
    _contoh(doc)
    surat.kop(doc)
    judul = surat._baris(doc, "LEMBAR DISPOSISI", 13, rata=surat.TENGAH, tebal=True, sesudah=10)
    judul.paragraph_format.keep_with_next = True
    _dua(
        doc,
        ("Surat dari\t: {{ surat.asal }}", "No. Surat\t: {{ surat.nomor }}", "Tgl. Surat\t: {{ surat.tanggal }}"),
        (
            "Diterima Tgl\t: {{ surat.diterima }}",
            "No. Agenda\t: {{ surat.agenda }}",
            "Sifat\t:",
            "{%p for p in sifat %}",
            "\t{{ p.tanda }} {{ p.teks }}",
            "{%p endfor %}",
        ),
    )
    _satu(doc, ("Hal\t: {{ surat.hal }}", "Lampiran\t: {{ surat.lampiran }}"))
    _dua(
        doc,
        ("Diteruskan kepada Sdr.:", *_kotak("kepada"), "☐ Lainnya: ……………………"),
        ("Dengan hormat harap:", *_kotak("harap"), "☐ ……………………", "", "Batas waktu: {{ batas }}"),
    )
    _satu(doc, ("Catatan:", "{{ catatan }}", "", "", ""))
    t = surat._tabel(doc, [8.6, 7.9], None)
    kanan = _baris(t).cells[1]
    surat._isi(kanan, "{{ tempat }}, {{ tanggal }}", pertama=True, sesudah=4)
    kanan.paragraphs[0].paragraph_format.space_before = Pt(12)
    for teks in ("{{ penanda.jabatan }},", "", "", ""):
        surat._isi(kanan, teks)
    nama = surat._isi(kanan, "{{ penanda.nama }}")
    nama.runs[0].bold = nama.runs[0].underline = True
    for syarat, teks in (("pangkat", "{{ penanda.pangkat }}"), ("nip", "NIP. {{ penanda.nip }}")):
        for isi in (f"{{%p if penanda.{syarat} %}}", teks, "{%p endif %}"):
            surat._isi(kanan, isi)
    return surat._simpan(doc)


def build_daftar() -> bytes:
    """Return the template of the daftar pengendali surat masuk."""
    doc = surat._dokumen("Templat Daftar Pengendali Surat Masuk")
    _contoh(doc)
    bagian = doc.sections[0]
    bagian.orientation = WD_ORIENT.LANDSCAPE
    bagian.page_width, bagian.page_height = Cm(29.7), Cm(21)
    bagian.left_margin = bagian.right_margin = Cm(2)
    surat.kop(doc)
    surat._baris(doc, "DAFTAR PENGENDALI SURAT MASUK", 12, rata=surat.TENGAH, tebal=True)
    surat._baris(doc, "TAHUN {{ tahun }}", 11, rata=surat.TENGAH, tebal=True, sesudah=10)
    kolom = [(judul, lebar, isi, surat.KIRI) for judul, lebar, isi in DAFTAR]
    surat.tabel(doc, kolom, "s", "surat", ukuran=9, sela=2)
    return surat._simpan(doc)


def _kotak(nama: str) -> tuple[str, ...]:
    """A line with a box for each choice."""
    return (f"{{%p for p in {nama} %}}", "{{ p.tanda }} {{ p.teks }}", "{%p endfor %}")


def _contoh(doc: Any) -> None:
    """The note on sample figures in the footer takes its words from `contoh`."""
    for p, teks in zip(
        doc.sections[0].footer.paragraphs, ("{%p if contoh %}", "{{ contoh }}", "{%p endif %}"), strict=True
    ):
        p.runs[0].text = teks


def _dua(doc: Any, kiri: tuple[str, ...], kanan: tuple[str, ...]) -> None:
    t = surat._tabel(doc, [8.6, 7.9], "Table Grid")
    for sel, isi in zip(_baris(t).cells, (kiri, kanan), strict=True):
        _sel(sel, isi)


def _satu(doc: Any, isi: tuple[str, ...]) -> None:
    t = surat._tabel(doc, [16.5], "Table Grid")
    _sel(_baris(t).cells[0], isi)


def _baris(t: Any) -> Any:
    baris = t.add_row()
    baris._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for sel, kisi in zip(baris.cells, t.columns, strict=True):
        sel.width = kisi.width
    return baris


def _sel(sel: Any, isi: tuple[str, ...]) -> None:
    for n, teks in enumerate(isi):
        p = surat._isi(sel, teks, pertama=n == 0, sesudah=3)
        p.paragraph_format.keep_with_next = False
        p.paragraph_format.space_before = Pt(3 if n == 0 else 0)
        if "\t" in teks:
            p.paragraph_format.tab_stops.add_tab_stop(Cm(2.6))
            p.paragraph_format.left_indent, p.paragraph_format.first_line_indent = Cm(2.85), Cm(-2.85)
        elif "p.tanda" in teks:
            p.paragraph_format.left_indent, p.paragraph_format.first_line_indent = Cm(0.5), Cm(-0.5)


def main() -> None:
    """Write the templates into the repository."""
    for nama, data in (("lembar-disposisi.docx", build_disposisi()), ("daftar-pengendali.docx", build_daftar())):
        (surat.TEMPLAT / nama).write_bytes(data)
        print(f"{nama}: {len(data)} bita")


if __name__ == "__main__":
    main()
