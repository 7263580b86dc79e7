"""The appendices: perjanjian kinerja, pengukuran, rencana aksi; notes on the data and the trace of the numbers."""

from __future__ import annotations

from tools.laporan.word import KANAN, KIRI, TENGAH, Kolom, Pembuat

_PER_INDIKATOR = ("for s in sasaran", "for ik in s.indikator")


def perencanaan(b: Pembuat) -> None:
    """Lampiran 1 to 3, upright pages."""
    b.bab("LAMPIRAN 1", "PERJANJIAN KINERJA")
    b.isi(
        "Target setahun menurut {{ dokumen.pk }}. Naskah yang ditandatangani disimpan oleh {{ instansi.nama }} dan "
        "dilampirkan pada laporan yang dicetak."
    )
    b.judul_tabel("L", "Perjanjian Kinerja Tahun {{ dokumen.tahun }}")
    b.tabel(
        (
            ("No", 0.9, "{{ ik.urut|nomor }}", TENGAH),
            ("Sasaran Strategis", 5.0, "{% vm %}{{ s.nama }}", KIRI),
            ("Indikator Kinerja", 5.6, "{{ ik.nama }}", KIRI),
            ("Satuan", 2.0, "{{ ik.satuan }}", TENGAH),
            ("Target", 2.0, "{{ ik.target_tahun|angka }}", KANAN),
        ),
        _PER_INDIKATOR,
        rapat=False,
    )
    b.sumber("{{ dokumen.pk }}")
    b.tanda("if program_pk")
    b.judul_tabel("L", "Program dan Anggaran Tahun {{ dokumen.tahun }}")
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Program", 10.6, "{{ p.nama }}", KIRI),
            ("Anggaran (Rp)", 4.0, "{{ p.pagu|angka }}", KANAN),
        ),
        ("for p in program_pk",),
        ((2, "Jumlah", KIRI), (1, "{{ anggaran.total.pagu|angka }}", KANAN)),
        rapat=False,
    )
    b.sumber("tabel Program {{ instansi.nama }} Tahun {{ dokumen.tahun }}")
    b.tanda("endif")
    b.bab("LAMPIRAN 2", "PENGUKURAN KINERJA")
    b.judul_tabel("L", "Pengukuran Kinerja {{ dokumen.periode }}")
    b.tabel(
        (
            ("No", 0.9, "{{ ik.urut|nomor }}", TENGAH),
            ("Sasaran Strategis", 3.6, "{% vm %}{{ s.nama }}", KIRI),
            ("Indikator Kinerja", 4.6, "{{ ik.nama }}", KIRI),
            ("Satuan", 1.6, "{{ ik.satuan }}", TENGAH),
            ("Target", 1.5, "{{ ik.target|angka }}", KANAN),
            ("Realisasi", 1.7, "{{ ik.realisasi|angka }}", KANAN),
            ("Capaian (%)", 1.6, "{{ ik.capaian|angka }}", KANAN),
        ),
        _PER_INDIKATOR,
        gaya="Isi Tabel Kecil",
        rapat=False,
    )
    b.sumber("formulir isian unit kerja {{ dokumen.periode }}, diolah")
    b.bab("LAMPIRAN 3", "RENCANA AKSI")
    b.judul_tabel("L", "Rencana Aksi: Target per Triwulan Tahun {{ dokumen.tahun }}")
    b.tabel(
        (
            ("Kode", 1.4, "{{ a.kode }}", KIRI),
            ("Indikator Kinerja", 4.1, "{{ a.nama }}", KIRI),
            ("Satuan", 1.5, "{{ a.satuan }}", TENGAH),
            *((f"TW {r}", 1.3, f"{{{{ a.tw{i}|angka }}}}", KANAN) for i, r in enumerate(("I", "II", "III", "IV"), 1)),
            ("Setahun", 1.4, "{{ a.tahun|angka }}", KANAN),
            ("Penanggung Jawab", 2.0, "{{ a.unit }}", KIRI),
        ),
        ("for a in rencana_aksi",),
        gaya="Isi Tabel Kecil",
        rapat=False,
    )
    b.sumber("{{ dokumen.pk }}")


def data(b: Pembuat) -> None:
    """Lampiran 4 and 5, wide pages: notes on the data, and the trace of the numbers."""
    b.bab("LAMPIRAN 4", "CATATAN DATA", baru=False)
    b.isi("Lampiran ini mencatat hal-hal yang perlu diketahui pembaca tentang data yang menjadi dasar laporan.")
    ada = " or ".join(syarat for syarat, _, _ in CATATAN)
    b.tanda(f"if not ({ada})")
    b.isi("Tidak ada catatan: semua nilai terbaca sebagaimana tertulis dan tidak ada temuan yang terbuka.")
    b.tanda("endif")
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
    b.bab("LAMPIRAN 5", "JEJAK ANGKA")
    b.isi(
        "Setiap angka data yang tercetak dalam laporan ini tercantum di bawah beserta rumus dan sel asalnya. Sel yang "
        "berurutan ditulis sebagai rentang; bila tempatnya terlalu banyak untuk satu baris, sisanya disebut jumlahnya "
        "dan ditampilkan oleh «capaian trace»."
    )
    b.judul_tabel("L", "Jejak Angka")
    b.tabel(
        (
            ("Angka", 5.6, "{{ j.nama }}", KIRI),
            ("Tercetak", 3.4, "{{ j.tercetak }}", KANAN),
            ("Rumus", 6.3, '{{ j.rumus or "diisikan" }}', KIRI),
            ("Asal", 8.9, "{{ j.asal_teks }}", KIRI),
        ),
        ("for j in jejak_angka()",),
        gaya="Isi Tabel Rinci",
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
            ("Kode", 2.8, "{{ x.kode }}", KIRI),
            ("Indikator", 8.1, "{{ x.nama }}", KIRI),
            ("Unit Pengampu", 5.5, "{{ x.unit }}", KIRI),
            ("Alasan", 7.8, "{{ x.alasan }}", KIRI),
        ),
    ),
    (
        "unit_belum",
        "Unit yang Belum Menyampaikan Formulir Isian",
        (("Kode", 3.9, "{{ x.kode }}", KIRI), ("Unit", 20.3, "{{ x.nama }}", KIRI)),
    ),
    (
        "langkah_hitung",
        "Langkah Penghitungan Realisasi dan Capaian",
        (
            ("Kode", 2.8, "{{ x.kode }}", KIRI),
            ("Indikator", 8.1, "{{ x.nama }}", KIRI),
            ("Langkah", 13.3, "{% for teks in x.catatan_hitung %}{{ teks|kalimat }} {% endfor %}", KIRI),
        ),
    ),
    (
        "normalisasi",
        "Nilai yang Disesuaikan Penulisannya",
        (
            ("Butir", 4.1, "{{ x.butir }}", KIRI),
            ("Kolom", 3.1, "{{ x.kolom }}", KIRI),
            ("Tertulis", 3.6, "{{ x.mentah }}", KANAN),
            ("Dibaca", 3.6, "{{ x.dibaca }}", KANAN),
            ("Catatan", 4.8, "{{ x.catatan }}", KIRI),
            ("Sel", 5.0, "{{ x.sel }}", KIRI),
        ),
    ),
    (
        "tak_terbaca",
        "Nilai yang Tidak Dapat Dibaca",
        (
            ("Butir", 4.1, "{{ x.butir }}", KIRI),
            ("Kolom", 3.4, "{{ x.kolom }}", KIRI),
            ("Tertulis", 5.6, "{{ x.mentah }}", KIRI),
            ("Sebab", 5.6, "{{ x.catatan }}", KIRI),
            ("Sel", 5.5, "{{ x.sel }}", KIRI),
        ),
    ),
    (
        "catatan_kiriman",
        "Catatan Penerimaan Formulir",
        (("Unit", 7.0, "{{ x.unit }}", KIRI), ("Catatan", 17.2, "{{ x.catatan }}", KIRI)),
    ),
    (
        "pengecualian",
        "Temuan yang Dikecualikan",
        (
            ("Kode", 2.3, "{{ x.kode }}", KIRI),
            ("Unit dan Butir", 5.5, "{{ x.unit }}: {{ x.butir }}", KIRI),
            (
                "Temuan",
                6.2,
                "{{ x.pesan }}{% if x.dihitung %} Nilainya ikut dihitung karena pengecualian ini.{% endif %}",
                KIRI,
            ),
            ("Alasan", 5.8, "{{ x.alasan|kalimat }}", KIRI),
            ("Oleh, Tanggal", 4.4, "{{ x.oleh }}, {{ x.tanggal }}", KIRI),
        ),
    ),
    (
        "temuan",
        "Temuan yang Masih Terbuka",
        (
            ("Kode", 2.5, "{{ x.kode }}", KIRI),
            ("Tingkat", 3.0, "{{ x.tingkat }}", KIRI),
            ("Butir", 5.0, "{{ x.butir }}", KIRI),
            ("Temuan", 8.7, "{{ x.pesan }}", KIRI),
            ("Sel", 5.0, "{{ x.sel }}", KIRI),
        ),
    ),
)
