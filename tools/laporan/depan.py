"""What stands before Bab I: cover, lembar pengesahan, foreword, lists, executive summary."""

from __future__ import annotations

from docx.shared import Cm, Pt
from tools.laporan import word
from tools.laporan.word import ABU, BIRU, MERAH, TENGAH, Pembuat, bidang, garis


def tulis(b: Pembuat) -> None:
    """Write them in their order."""
    _sampul(b)
    _pengesahan(b)
    b.bab("KATA PENGANTAR")
    b.bernarasi("kata-pengantar")
    _tanda_tangan(b)
    _daftar_isi(b)
    b.bab("IKHTISAR EKSEKUTIF")
    b.bernarasi("ikhtisar")


def _tengah(b: Pembuat, teks: str, ukuran: float, sesudah: float, **gaya: object) -> object:
    p = b.doc.add_paragraph()
    p.alignment = TENGAH
    p.paragraph_format.space_after = Pt(sesudah)
    word.tulis(p, teks, ukuran=ukuran, **gaya)  # type: ignore[arg-type]
    return p


def _sampul(b: Pembuat) -> None:
    b.tanda("if instansi.logo")
    _tengah(b, "{{r logo(3) }}", 11, 24)
    b.tanda("else")
    for _ in range(3):
        b.doc.add_paragraph()
    b.tanda("endif")
    for teks, ukuran, sesudah in (
        ("{{ instansi.pemerintah|besar }}", 14, 60),
        ("LAPORAN KINERJA\nINSTANSI PEMERINTAH\n(LKjIP)", 24, 24),
        ("{{ dokumen.periode|besar }}", 18, 90),
        ("{{ instansi.nama|besar }}", 16, 6),
        ("{{ instansi.daerah|besar }}", 16, 6),
        ("{{ dokumen.tahun_terbit }}", 14, 18),
    ):
        p = _tengah(b, teks, ukuran, sesudah, tebal=True, warna=BIRU)
        if ukuran == 24:
            garis(p, "bottom")
    b.tanda("if dokumen.draf")
    _tengah(b, "{{ dokumen.sebutan_draf }}", 18, 6, tebal=True, warna=MERAH)
    b.tanda("endif")
    b.tanda("if dokumen.segel")
    _tengah(b, "Segel data: {{ dokumen.segel }}", 9, 0, warna=ABU)
    b.tanda("endif")


def _pengesahan(b: Pembuat) -> None:
    b.bab("LEMBAR PENGESAHAN")
    b.isi(
        "Laporan Kinerja {{ instansi.nama }} {{ instansi.daerah }} {{ dokumen.periode }} disusun sebagai "
        "pertanggungjawaban atas pelaksanaan {{ dokumen.pk }} dan telah diteliti kesesuaiannya dengan data yang "
        "disampaikan unit kerja."
    )
    b.tanda("if dokumen.draf")
    b.isi("Naskah ini masih berupa draf. Lembar pengesahan ditandatangani setelah laporan direviu dan disetujui.")
    b.tanda("else")
    b.isi("Laporan ini disahkan pada tanggal {{ dokumen.tanggal }}.")
    b.tanda("endif")
    b.tanda("if dokumen.segel")
    b.isi(
        "Data yang menjadi dasar laporan ini bersegel {{ dokumen.segel }}; segel itu dapat dicocokkan dengan catatan "
        "penghimpunan data."
    )
    b.tanda("endif")
    _tanda_tangan(b, sah=True)


def _tanda_tangan(b: Pembuat, *, sah: bool = False) -> None:
    """The signature block: place and date, office, four blank lines, name, rank, NIP."""
    hari = "{% if dokumen.draf %}……………………{% else %}{{ dokumen.tanggal }}{% endif %}" if sah else "{{ dokumen.tanggal }}"
    baris = (
        *((("Disahkan oleh", False, 24),) if sah else ()),
        (f"{{{{ instansi.tempat }}}}, {hari}", False, 0 if sah else 24),
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
        run = word.tulis(p, teks, tebal=tebal)
        if "penanda_tangan.nama" in teks:
            run.underline = True


def _daftar_isi(b: Pembuat) -> None:
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
        bidang(b.doc.add_paragraph(style="toc 1"), perintah, judul.capitalize())
        if judul == "DAFTAR GAMBAR":
            b.tanda("endif")
