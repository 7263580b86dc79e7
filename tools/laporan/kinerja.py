"""Bab III: capaian kinerja with the seven analyses per sasaran, and realisasi anggaran."""

from __future__ import annotations

from tools.laporan.word import KANAN, KIRI, TENGAH, Pembuat


def bab_3(b: Pembuat) -> None:
    """BAB III AKUNTABILITAS KINERJA."""
    b.bab("BAB III", "AKUNTABILITAS KINERJA")
    b.subbab(3, "Capaian Kinerja Organisasi")
    _pengukuran(b)
    _ringkasan(b)
    b.tanda("for s in sasaran")
    b.judul("Sasaran {{ loop.index|nomor }}: {{ s.nama }}")
    b.isi('{{ kalimat("sasaran", s=s) }}')
    b.tulisan("s.kode")
    for analisis in (_target, _tahun_lalu, _renstra, _standar, _penyebab, _efisiensi, _penunjang):
        analisis(b)
    b.tanda("endfor")
    b.subbab(3, "Realisasi Anggaran")
    _realisasi_anggaran(b)
    b.tanda('if penghargaan or tulisan["penghargaan"]')
    b.subbab(3, "Prestasi/Penghargaan")
    b.bernarasi("penghargaan")
    b.daftar("for p in penghargaan", "{{ p }}", "List Bullet")
    b.tanda("endif")
    b.tanda("for t in bagian_tambahan")
    b.subbab(3, "{{ t.judul }}")
    b.tanda("for baris in paragraf(t.nama)")
    b.isi("{{ baris }}")
    b.tanda("endfor")
    b.tanda("endfor")


def _pengukuran(b: Pembuat) -> None:
    """Formulas and scale."""
    b.judul("Cara Pengukuran")
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


def _ringkasan(b: Pembuat) -> None:
    """Summary of all sasaran."""
    b.judul("Ringkasan Capaian")
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


def _analisis(b: Pembuat, nama: str) -> None:
    b.judul(f"{{{{ analisis(s.kode)|nomor }}}}) {nama}", 4)


def _target(b: Pembuat) -> None:
    """Analysis 1: target and realisasi."""
    _analisis(b, "Perbandingan Target dan Realisasi Kinerja {{ dokumen.periode }}")
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
    b.tanda("for ik in s.indikator")
    b.isi('{{ kalimat("indikator", ik=ik) }}')
    b.tulisan("ik.kode")
    b.tanda("endfor")


def _tahun_lalu(b: Pembuat) -> None:
    """Analysis 2: earlier years, with the trend of each IKU."""
    b.tanda("if s.berriwayat")
    _analisis(b, "Perbandingan dengan Tahun Lalu dan Beberapa Tahun Terakhir")
    b.judul_tabel(
        "3", "Perbandingan Realisasi dan Capaian Sasaran {{ s.kode }} Tahun {{ kolom_tahun[0] }}–{{ kolom_tahun[2] }}"
    )
    b.tabel(
        (
            ("No", 0.8, "{{ loop.index|nomor }}", TENGAH),
            ("Indikator Kinerja", 2.7, "{{ ik.nama }}", KIRI),
            ("Satuan", 1.5, "{{ ik.satuan }}", TENGAH),
            ("Realisasi {{ kolom_tahun[0] }}", 1.5, "{{ ik.lalu.dua_tahun_lalu|angka }}", KANAN),
            ("Realisasi {{ kolom_tahun[1] }}", 1.5, "{{ ik.lalu.tahun_lalu|angka }}", KANAN),
            ("Realisasi {{ kolom_tahun[2] }}", 1.5, "{{ ik.realisasi|angka }}", KANAN),
            ("Capaian {{ kolom_tahun[0] }} (%)", 1.4, "{{ ik.lalu.capaian_dua_tahun_lalu|angka }}", KANAN),
            ("Capaian {{ kolom_tahun[1] }} (%)", 1.4, "{{ ik.lalu.capaian_lalu|angka }}", KANAN),
            ("Capaian {{ kolom_tahun[2] }} (%)", 1.4, "{{ ik.capaian|angka }}", KANAN),
            ("Arah Kinerja", 1.8, '{{ kalimat("perubahan", ik=ik) }}', TENGAH),
        ),
        ("for ik in s.indikator",),
        gaya="Isi Tabel Rinci",
    )
    b.sumber("riwayat kinerja dan formulir isian {{ dokumen.periode }}, diolah")
    b.tanda("for ik in s.berriwayat")
    b.isi('{{ kalimat("perbandingan", ik=ik) }} {{ kalimat("tren", ik=ik) }}')
    b.tanda("if bagan_tren[ik.kode]")
    b.bagan("bagan_tren[ik.kode]", sumber="riwayat kinerja dan formulir isian {{ dokumen.periode }}, diolah")
    b.tanda("endif")
    b.tanda("endfor")
    b.tanda("endif")


def _renstra(b: Pembuat) -> None:
    """Analysis 3: the target at the end of the Renstra."""
    b.tanda("if s.berenstra")
    _analisis(b, "Perbandingan dengan Target Jangka Menengah dalam Rencana Strategis")
    b.judul_tabel("3", "Perbandingan Realisasi Sasaran {{ s.kode }} dengan Target Akhir Renstra")
    b.tabel(
        (
            ("No", 0.9, "{{ loop.index|nomor }}", TENGAH),
            ("Indikator Kinerja", 5.2, "{{ ik.nama }}", KIRI),
            ("Satuan", 1.9, "{{ ik.satuan }}", TENGAH),
            ("Target Akhir Renstra", 2.5, "{{ ik.lalu.renstra.target|angka }} ({{ ik.lalu.renstra.tahun }})", KANAN),
            ("Realisasi {{ kolom_tahun[2] }}", 2.4, "{{ ik.realisasi|angka }}", KANAN),
            ("Tingkat Kemajuan (%)", 2.6, "{{ ik.lalu.renstra.persen|angka }}", KANAN),
        ),
        ("for ik in s.berenstra",),
    )
    b.sumber("{{ rencana.nama }} dan formulir isian {{ dokumen.periode }}, diolah")
    b.tanda("for ik in s.berenstra")
    b.isi('{{ kalimat("renstra", ik=ik) }}')
    b.tanda("endfor")
    b.tanda("endif")


def _standar(b: Pembuat) -> None:
    """Analysis 4: the national or provincial standard, where there is one."""
    b.tanda("if s.berstandar")
    _analisis(b, "Perbandingan dengan Standar Nasional/Provinsi")
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
    b.tanda("for ik in s.berstandar")
    b.isi('{{ kalimat("standar", ik=ik) }}')
    b.tanda("endfor")
    b.tanda("endif")


def _penyebab(b: Pembuat) -> None:
    """Analysis 5: causes of success and failure, and what was done."""
    b.tanda("if s.uraian")
    _analisis(b, "Analisis Penyebab Keberhasilan/Kegagalan serta Alternatif Solusi yang Telah Dilakukan")
    b.tanda("for ik in s.uraian")
    b.isi('{{ kalimat("uraian", ik=ik) }}')
    b.tanda("endfor")
    b.judul_tabel("3", "Faktor Pendukung, Kendala, dan Tindak Lanjut Sasaran {{ s.kode }}")
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
        gaya="Isi Tabel Kecil",
        rapat=False,
    )
    b.sumber("formulir isian unit kerja {{ dokumen.periode }}")
    b.tanda("endif")


def _efisiensi(b: Pembuat) -> None:
    """Analysis 6: efficiency of the budget of this sasaran."""
    b.tanda("for e in efisiensi_sasaran[s.kode]")
    _analisis(b, "Analisis atas Efisiensi Penggunaan Sumber Daya")
    b.judul_tabel("3", "Efisiensi Penggunaan Sumber Daya Sasaran {{ s.kode }}")
    b.tabel(
        (
            ("Sasaran Strategis", 6.8, "{{ e.nama }}", KIRI),
            ("Rata-rata Capaian Kinerja (%)", 2.9, "{{ e.capaian|angka }}", KANAN),
            ("Penyerapan Anggaran (%)", 2.9, "{{ e.serapan|angka }}", KANAN),
            ("Tingkat Efisiensi", 2.9, "{{ e.tingkat|angka }}", KANAN),
        ),
        ("for e in efisiensi_sasaran[s.kode]",),
    )
    b.sumber(
        "formulir isian unit kerja {{ dokumen.periode }}, diolah. Tingkat efisiensi: {{ rumus_efisiensi|kalimat }}"
    )
    b.isi('{{ kalimat("efisiensi", e=e) }}')
    b.tanda("endfor")


def _penunjang(b: Pembuat) -> None:
    """Analysis 7: the programmes that supported it."""
    b.tanda("if penunjang[s.kode].baris")
    _analisis(b, "Analisis Program/Kegiatan yang Menunjang Keberhasilan ataupun Kegagalan Pencapaian Kinerja")
    b.isi('{{ kalimat("penunjang", s=s, p=penunjang[s.kode]) }}')
    b.judul_tabel("3", "Program/Kegiatan Penunjang Sasaran {{ s.kode }}")
    b.tabel(
        (
            ("Program/Kegiatan/Sub Kegiatan", 4.4, "{{ p.nama }}", KIRI),
            ("Indikator Keluaran", 3.4, '{{ p.indikator or "–" }}', KIRI),
            ("Satuan", 1.9, '{{ p.satuan or "–" }}', TENGAH),
            ("Target", 1.4, "{{ p.target|angka }}", KANAN),
            ("Realisasi", 1.5, "{{ p.realisasi|angka }}", KANAN),
            ("Capaian (%)", 1.4, "{{ p.capaian|angka }}", KANAN),
            ("Keterangan", 1.8, "{{ p.keterangan }}", TENGAH),
        ),
        ("for p in penunjang[s.kode].baris",),
        gaya="Isi Tabel Rinci",
        rapat=False,
    )
    b.sumber(
        "formulir isian anggaran {{ dokumen.periode }}, diolah. Menunjang: keluaran setahun mencapai target; "
        "belum penuh: keluaran masih di bawah target."
    )
    b.tanda("endif")


def _realisasi_anggaran(b: Pembuat) -> None:
    """Budget table, sentence and efficiency."""
    b.bernarasi("anggaran")
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
    b.sumber(
        "formulir isian anggaran unit kerja {{ dokumen.periode }}, diolah. Persentase jumlah adalah jumlah realisasi "
        "dibagi jumlah pagu, bukan rata-rata persentase setiap baris"
    )
    b.tanda("if bagan_serapan")
    b.bagan("bagan_serapan", sumber="formulir isian anggaran unit kerja {{ dokumen.periode }}, diolah")
    b.tanda("endif")
    b.tanda("endif")
    b.tanda("if efisiensi")
    b.judul("Perbandingan Pencapaian Kinerja dan Anggaran")
    b.judul_tabel("3", "Perbandingan Pencapaian Kinerja dan Anggaran per Sasaran")
    b.tabel(
        (
            ("No", 0.8, "{{ loop.index|nomor }}", TENGAH),
            ("Sasaran Strategis", 3.9, "{{ e.nama }}", KIRI),
            ("Rata-rata Capaian Kinerja (%)", 1.9, "{{ e.capaian|angka }}", KANAN),
            ("Pagu (Rp)", 2.7, "{{ e.pagu|angka }}", KANAN),
            ("Realisasi (Rp)", 2.7, "{{ e.realisasi|angka }}", KANAN),
            ("Penyerapan (%)", 1.8, "{{ e.serapan|angka }}", KANAN),
            ("Tingkat Efisiensi", 1.7, "{{ e.tingkat|angka }}", KANAN),
        ),
        ("for e in efisiensi",),
        gaya="Isi Tabel Rinci",
    )
    b.sumber(
        "formulir isian unit kerja {{ dokumen.periode }}, diolah. Tingkat efisiensi: {{ rumus_efisiensi|kalimat }}"
    )
    b.bernarasi("kinerja-anggaran")
    b.tanda("endif")
