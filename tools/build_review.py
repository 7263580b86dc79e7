"""Build the Word templates of the review and of the kartu kendali.

Run `python -m tools.build_review` from the root of the project. The results depend only on the files in `tools`; a test
compares them with what is committed. An office may edit them in Word: the tags in double braces are filled.
"""

from __future__ import annotations

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from tools import build_letters as surat

KOLOM = (
    ("No.", 1.0, "{{ b.nomor }}", surat.TENGAH),
    ("Pernyataan", 6.3, "{{ b.pernyataan }}", surat.KIRI),
    ("Ya", 1.1, "{{ b.ya }}", surat.TENGAH),
    ("Tidak", 1.3, "{{ b.tidak }}", surat.TENGAH),
    ("Bukti/Catatan", 6.8, "{{ b.bukti }}", surat.KIRI),
)
KOLOM_KARTU = (
    ("No.", 0.9, "{{ k.nomor }}", surat.TENGAH),
    ("Tahap Kegiatan", 8.2, "{{ k.tahap }}", surat.KIRI),
    ("Pelaksana", 3.8, "{{ k.pelaksana }}", surat.KIRI),
    ("Waktu Baku", 1.9, "{{ k.baku }}", surat.TENGAH),
    ("Mulai", 2.7, "{{ k.mulai }}", surat.TENGAH),
    ("Selesai", 2.7, "{{ k.selesai }}", surat.TENGAH),
    ("Terpakai", 2.3, "{{ k.terpakai }}", surat.TENGAH),
    ("Keterangan", 3.2, "{{ k.keterangan }}", surat.KIRI),
)
KOLOM_EKSPEDISI = (
    ("No.", 0.9, "{{ loop.index|nomor }}", surat.TENGAH),
    ("Tanggal", 2.7, "{{ k.tanggal }}", surat.TENGAH),
    ("Nomor Surat", 3.2, "{{ k.nomor }}", surat.KIRI),
    ("Isi", 6.6, "{{ k.isi }}", surat.KIRI),
    ("Kepada", 4.6, "{{ k.kepada }}", surat.KIRI),
    ("Cara", 2.2, "{{ k.cara }}", surat.KIRI),
    ("Penerima", 2.8, "{{ k.penerima }}", surat.KIRI),
    ("Tanda Tangan", 2.7, "", surat.KIRI),
)
PERNYATAAN = (
    "Kami telah mereviu Laporan Kinerja {{ reviu.nama }} {{ reviu.daerah }} untuk tahun anggaran {{ reviu.tahun }} "
    "sesuai Pedoman Reviu atas Laporan Kinerja. Substansi informasi yang dimuat dalam Laporan Kinerja menjadi tanggung "
    "jawab manajemen {{ reviu.nama }} {{ reviu.daerah }}.",
    "Reviu bertujuan untuk memberikan keyakinan terbatas laporan kinerja telah disajikan secara akurat, andal, dan "
    "valid.",
    "Berdasarkan reviu kami, ……………………………………………………………………………………………………………………………………………………………………………………………………",
)


def build_kertas() -> bytes:
    """Return the template of the kertas kerja reviu."""
    doc = surat._dokumen("Templat Kertas Kerja Reviu")
    _contoh(doc)
    surat.kop(doc)
    surat._baris(doc, "KERTAS KERJA REVIU LAPORAN KINERJA", 12, rata=surat.TENGAH, tebal=True)
    surat._baris(doc, "{{ reviu.periode|besar }}", 11, rata=surat.TENGAH, tebal=True, sesudah=8)
    surat._baris(
        doc,
        "Susunan menurut Lampiran III Peraturan Menteri PANRB Nomor 53 Tahun 2014. Kotak yang dapat dijawab data sudah "
        "ditandai beserta buktinya; kotak lainnya diisi pereviu.",
        9.5,
        rata=WD_ALIGN_PARAGRAPH.JUSTIFY,
        sesudah=8,
    )
    surat._baris(doc, "{%p for bagian_ in bagian %}")
    judul = surat._baris(doc, "{{ bagian_.judul }}", 10.5, tebal=True, sesudah=4)
    judul.paragraph_format.keep_with_next = True
    judul.paragraph_format.space_before = Pt(8)
    surat.tabel(doc, KOLOM, "b", "bagian_.butir", ukuran=9, sela=2)
    surat._baris(doc, "{%p endfor %}")
    surat._baris(doc, "Pereviu: ……………………………………    Tanggal: ……………………", 10, sesudah=0).paragraph_format.space_before = Pt(
        14
    )
    return surat._simpan(doc)


def build_pernyataan() -> bytes:
    """Return the template of the blank Pernyataan Telah Direviu."""
    doc = surat._dokumen("Templat Pernyataan Telah Direviu")
    _contoh(doc)
    for teks, sesudah in (
        ("BLANGKO – diisi dan ditandatangani oleh Inspektorat", 18),
        ("PERNYATAAN TELAH DIREVIU", 4),
        ("{{ reviu.nama|besar }} {{ reviu.daerah|besar }}", 4),
        ("TAHUN ANGGARAN {{ reviu.tahun }}", 24),
    ):
        surat._baris(doc, teks, 9.5 if "BLANGKO" in teks else 12, rata=surat.TENGAH, tebal=True, sesudah=sesudah)
    for teks in PERNYATAAN:
        rata = surat.KIRI if "…" in teks else WD_ALIGN_PARAGRAPH.JUSTIFY
        surat._baris(doc, teks, 11, rata=rata, sesudah=10)
    for teks in ("{{ reviu.tempat }}, ……………………", "Inspektur ……………………,", "", "", "", "……………………………………", "NIP. ……………………"):
        surat._baris(doc, teks, 11).paragraph_format.left_indent = Cm(8.5)
    return surat._simpan(doc)


def build_kartu() -> bytes:
    """Return the template of the kartu kendali."""
    doc = surat._dokumen("Templat Kartu Kendali")
    _contoh(doc, "kartu")
    _mendatar(doc)
    surat.kop(doc)
    surat._baris(doc, "KARTU KENDALI PENGHIMPUNAN DATA CAPAIAN KINERJA", 12, rata=surat.TENGAH, tebal=True)
    surat._baris(doc, "{{ kartu.periode|besar }}", 11, rata=surat.TENGAH, tebal=True, sesudah=8)
    surat.tabel(doc, KOLOM_KARTU, "k", "langkah", ukuran=8.5, sela=1.5)
    teks = "Keadaan laporan: {{ kartu.keadaan }}. Dicetak {{ kartu.tanggal }}; segel catatan {{ kartu.segel }}. "
    teks += "Waktu terpakai dihitung dalam jam dan hari kerja menurut catatan buku."
    surat._baris(doc, teks, 9)
    return surat._simpan(doc)


def build_ekspedisi() -> bytes:
    """Return the template of the daftar ekspedisi."""
    doc = surat._dokumen("Templat Daftar Ekspedisi")
    _contoh(doc, "ekspedisi")
    _mendatar(doc)
    surat.kop(doc)
    surat._baris(doc, "DAFTAR EKSPEDISI FORMULIR ISIAN CAPAIAN KINERJA", 12, rata=surat.TENGAH, tebal=True)
    surat._baris(doc, "{{ ekspedisi.periode|besar }}", 11, rata=surat.TENGAH, tebal=True, sesudah=8)
    surat.tabel(doc, KOLOM_EKSPEDISI, "k", "kiriman", ukuran=9, sela=4)
    return surat._simpan(doc)


def _mendatar(doc: object) -> None:
    bagian = doc.sections[0]  # type: ignore[attr-defined]
    bagian.orientation = WD_ORIENT.LANDSCAPE
    bagian.page_width, bagian.page_height = Cm(29.7), Cm(21)
    bagian.left_margin = bagian.right_margin = Cm(2)


def _contoh(doc: object, nama: str = "reviu") -> None:
    """The note on sample figures in the footer takes its words from the fact of this name."""
    kaki = doc.sections[0].footer.paragraphs  # type: ignore[attr-defined]
    tanda = (f"{{%p if {nama}.contoh %}}", f"{{{{ {nama}.contoh }}}}", "{%p endif %}")
    for p, teks in zip(kaki, tanda, strict=True):
        p.runs[0].text = teks


def main() -> None:
    """Write the templates into the repository."""
    semua = {
        "kertas-kerja-reviu.docx": build_kertas(),
        "pernyataan-reviu.docx": build_pernyataan(),
        "kartu-kendali.docx": build_kartu(),
        "daftar-ekspedisi.docx": build_ekspedisi(),
    }
    for nama, data in semua.items():
        (surat.TEMPLAT / nama).write_bytes(data)
        print(f"{nama}: {len(data)} bita")


if __name__ == "__main__":
    main()
