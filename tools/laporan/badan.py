"""Bab I, Bab II and Bab IV."""

from __future__ import annotations

from tools.laporan.word import KANAN, KIRI, TENGAH, Pembuat

SISTEMATIKA = (
    "BAB I PENDAHULUAN, memuat penjelasan umum organisasi, aspek strategisnya, dan permasalahan utama.",
    "BAB II PERENCANAAN KINERJA, memuat rencana strategis, indikator kinerja utama, dan ikhtisar perjanjian kinerja.",
    "BAB III AKUNTABILITAS KINERJA, memuat capaian kinerja organisasi dan realisasi anggaran.",
    "BAB IV PENUTUP, memuat kesimpulan dan langkah ke depan.",
    "LAMPIRAN, memuat perjanjian kinerja, pengukuran kinerja, rencana aksi, catatan data, dan jejak angka.",
)


def bab_1(b: Pembuat) -> None:
    """BAB I PENDAHULUAN."""
    b.bab("BAB I", "PENDAHULUAN", baru=False)
    b.subbab(1, "Latar Belakang")
    b.bernarasi("latar-belakang")
    b.subbab(1, "Maksud dan Tujuan")
    b.bernarasi("maksud-tujuan")
    b.subbab(1, "Kedudukan, Tugas dan Fungsi")
    b.bernarasi("kedudukan")
    b.subbab(1, "Struktur Organisasi")
    b.bernarasi("struktur")
    b.judul_tabel("1", "Susunan Unit Kerja {{ instansi.nama }}")
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Unit Kerja", 6.1, "{{ u.nama }}", KIRI),
            ("Dipimpin oleh", 5.0, '{{ u.jabatan or "–" }}', KIRI),
            ("Pejabat", 3.5, '{{ u.pejabat or "–" }}', KIRI),
        ),
        ("for u in struktur",),
        rapat=False,
    )
    b.sumber("tabel Unit dan Pejabat {{ instansi.nama }}")
    b.subbab(1, "Sumber Daya Perangkat Daerah")
    b.bernarasi("sumber-daya")
    b.tanda("if sumber_daya")
    b.judul_tabel("1", "Sumber Daya {{ instansi.nama }}")
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Jenis", 4.6, "{{ d.jenis }}", KIRI),
            ("Uraian", 6.0, "{{ d.uraian }}", KIRI),
            ("Jumlah", 2.0, "{{ d.jumlah|angka }}", KANAN),
            ("Satuan", 2.0, '{{ d.satuan or "–" }}', TENGAH),
        ),
        ("for d in sumber_daya",),
        rapat=False,
    )
    b.sumber("pengaturan {{ instansi.nama }}")
    b.tanda("endif")
    b.subbab(1, "Isu Strategis/Permasalahan Utama")
    b.tanda('if not ganti["isu-strategis"]')
    b.tanda("if isu_strategis")
    p = b.doc.add_paragraph(
        "Isu strategis yang dihadapi {{ instansi.nama }} adalah sebagai berikut.", style="Isi Paragraf"
    )
    p.paragraph_format.keep_with_next = True
    b.daftar("for isu in isu_strategis", "{{ isu }}", "List Bullet")
    b.tanda("else")
    b.isi("Isu strategis belum dicantumkan dalam pengaturan.")
    b.tanda("endif")
    b.tanda("endif")
    b.tulisan('"isu-strategis"')
    b.subbab(1, "Dasar Hukum")
    b.tanda("if dasar_hukum")
    p = b.doc.add_paragraph("Laporan ini disusun berdasarkan peraturan berikut.", style="Isi Paragraf")
    p.paragraph_format.keep_with_next = True
    b.daftar("for hukum in dasar_hukum", "{{ hukum }}", "List Bullet")
    b.tanda("else")
    b.isi("Dasar hukum belum dicantumkan dalam pengaturan.")
    b.tanda("endif")
    b.subbab(1, "Sistematika Penyajian")
    for teks in SISTEMATIKA:
        b.doc.add_paragraph(teks, style="List Bullet")


def bab_2(b: Pembuat) -> None:
    """BAB II PERENCANAAN KINERJA."""
    b.bab("BAB II", "PERENCANAAN KINERJA")
    b.subbab(2, "Rencana Strategis")
    b.bernarasi("renstra-kantor")
    b.tanda("if rencana.misi")
    b.daftar("for m in rencana.misi", "{{ m }}", "List Bullet")
    b.tanda("endif")
    b.judul_tabel("2", "Tujuan, Sasaran Strategis, dan Indikator Kinerja {{ rencana.nama }}")
    baris = ("for s in sasaran", "for ik in s.indikator")
    b.tabel(
        (
            ("Tujuan", 3.3, '{% vm %}{{ rencana.tujuan[s.kode] or "–" }}', KIRI),
            ("Sasaran Strategis", 3.6, "{% vm %}{{ s.nama }}", KIRI),
            ("Indikator Kinerja", 4.5, "{{ ik.nama }}", KIRI),
            ("Satuan", 1.8, "{{ ik.satuan }}", TENGAH),
            ("Target Akhir Renstra", 2.3, "{{ rencana.target_akhir[ik.kode]|angka }}", KANAN),
        ),
        baris,
        gaya="Isi Tabel Kecil",
        rapat=False,
    )
    b.sumber("{{ rencana.nama }} dan skema kinerja {{ instansi.nama }} Tahun {{ dokumen.tahun }}")
    b.tanda("if iku")
    b.subbab(2, "Indikator Kinerja Utama")
    b.bernarasi("iku")
    b.judul_tabel("2", "Indikator Kinerja Utama Tahun {{ dokumen.tahun }}")
    b.tabel(
        (
            ("Kode", 1.4, "{{ i.kode }}", KIRI),
            ("Indikator Kinerja Utama", 3.9, "{{ i.nama }}", KIRI),
            ("Satuan", 1.6, "{{ i.satuan }}", TENGAH),
            ("Formulasi Penghitungan", 3.8, '{{ i.formulasi or "–" }}', KIRI),
            ("Sumber Data", 2.4, '{{ i.sumber_data or "–" }}', KIRI),
            ("Penanggung Jawab", 2.4, "{{ i.unit }}", KIRI),
        ),
        ("for i in iku",),
        gaya="Isi Tabel Kecil",
        rapat=False,
    )
    b.sumber("skema kinerja {{ instansi.nama }} Tahun {{ dokumen.tahun }}")
    b.tanda("endif")
    b.subbab(2, "Perjanjian Kinerja Tahun {{ dokumen.tahun }}")
    b.bernarasi("perjanjian-kinerja")
    b.judul_tabel("2", "Ikhtisar Perjanjian Kinerja Tahun {{ dokumen.tahun }}")
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


def bab_4(b: Pembuat) -> None:
    """BAB IV PENUTUP."""
    b.bab("BAB IV", "PENUTUP")
    b.subbab(4, "Kesimpulan")
    b.bernarasi("kesimpulan")
    b.subbab(4, "Langkah ke Depan")
    b.tanda('if not ganti["langkah"]')
    b.tanda('for baris in paragraf("langkah")')
    p = b.doc.add_paragraph("{{ baris }}", style="Isi Paragraf")
    p.paragraph_format.keep_with_next = True
    b.tanda("endfor")
    b.daftar("for ik in tindak_lanjut", "{{ ik.nama }}: {{ ik.tindak_lanjut|kalimat }}", "List Bullet")
    b.tanda("endif")
    b.tulisan('"langkah"')
