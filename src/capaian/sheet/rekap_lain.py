"""The other views of the rekap: comparison, what could not be computed, and the notes."""

from __future__ import annotations

from decimal import Decimal

from capaian.formulas import accumulation
from capaian.formulas.predikat import skala_kantor
from capaian.formulas.rounding import tulis
from capaian.model.perbandingan import Titik
from capaian.model.rekap import BarisRekap, BukuRekap
from capaian.sheet.live import Buku, Hidup, Kolom, Sel, Tabel, hasil


def perbandingan(isi: Buku, buku: BukuRekap, ind: Tabel) -> None:
    """Write the sheet Perbandingan: earlier years, the end of the Renstra, the standard."""
    tahun = buku.periode.tahun
    kolom = (
        Kolom("kode", "Kode", 8),
        Kolom("nama", "Indikator Kinerja", 34),
        Kolom("satuan", "Satuan", 9),
        Kolom("dua", f"Realisasi {tahun - 2}", 10, "angka"),
        Kolom("satu", f"Realisasi {tahun - 1}", 10, "angka"),
        Kolom("kini", f"Realisasi {tahun}", 10, "angka"),
        Kolom("selisih", "Perubahan dari tahun lalu", 10, "angka"),
        Kolom("arah", "Arah kinerja", 11),
        Kolom("tren", "Tren", 12),
        Kolom("renstra", "Target akhir Renstra", 10, "angka"),
        Kolom("tahun_renstra", "Tahun akhir", 8),
        Kolom("kemajuan", "Tingkat kemajuan (%)", 10, "persen"),
        Kolom("standar", "Standar", 9, "angka"),
        Kolom("letak", "Terhadap standar", 16),
        Kolom("sumber", "Sumber standar", 26),
    )
    t = Tabel(isi, "Perbandingan", buku.kepala("Perbandingan Capaian Kinerja"), kolom, len(buku.baris))
    for r, (b, asal) in enumerate(zip(buku.baris, range(ind.awal, ind.akhir + 1), strict=False), t.awal):
        t.baris(r, _compared(t, r, b, ind.luar("realisasi", asal), buku))
    t.saring()


def _compared(t: Tabel, r: int, b: BarisRekap, kini: str, buku: BukuRekap) -> dict[str, Sel]:
    p, isi = b.perbandingan, b.capaian.realisasi
    lalu = {n: _year(buku, p.titik, buku.periode.tahun - n) for n in (1, 2)}
    satu = lalu[1].realisasi.angka if lalu[1] else None
    selisih = None if satu is None or isi.angka is None else isi.angka - satu
    a, c = t.sel("satu", r), t.sel("kini", r)
    makna = {True: " (lebih baik)", False: " (belum sebaik)", None: ""}
    return {
        "kode": b.indikator.kode,
        "nama": b.indikator.nama,
        "satuan": b.indikator.satuan,
        "dua": lalu[2].realisasi.isi if lalu[2] else None,
        "satu": lalu[1].realisasi.isi if lalu[1] else None,
        "kini": Hidup(kini, isi.isi if isi.isi is not None else ""),
        "selisih": Hidup(f'IF(AND(ISNUMBER({a}),ISNUMBER({c})),ROUND({c}-{a},10),"")', hasil(selisih)),
        "arah": p.arah,
        "tren": p.tren.arah if p.tren else "–",
        "renstra": p.kemajuan.target.isi if p.kemajuan else None,
        "tahun_renstra": str(p.kemajuan.tahun) if p.kemajuan else "",
        "kemajuan": hasil(p.kemajuan.persen) if p.kemajuan and p.kemajuan.persen is not None else None,
        "standar": p.standar.nilai if p.standar else None,
        "letak": f"{p.standar.letak}{makna[p.standar.lebih_baik]}" if p.standar else "",
        "sumber": p.standar.sumber if p.standar else "",
    }


def _year(buku: BukuRekap, titik: tuple[Titik, ...], tahun: int) -> Titik | None:
    """Return the point of a year that covers the same part of it."""
    akhir = buku.periode.triwulan_akhir
    cocok = [t for t in titik if t.periode.tahun == tahun and t.periode.triwulan_akhir == akhir]
    return cocok[-1] if cocok else None


def tidak_dihitung(isi: Buku, buku: BukuRekap) -> None:
    """Write the sheet Tidak Dihitung: each with its reason, none of them 0 percent."""
    tanpa = [b for b in buku.baris if b.capaian.alasan]
    kolom = (
        Kolom("kode", "Kode", 10),
        Kolom("nama", "Indikator Kinerja", 50),
        Kolom("bidang", "Bidang", 10),
        Kolom("alasan", "Alasan", 50),
        Kolom("tertulis", "Tertulis", 18),
        Kolom("sel", "Sel", 34),
    )
    judul = (*buku.kepala("Indikator yang Capaiannya Tidak Dihitung"), "Tidak ikut dalam rata-rata mana pun.")
    t = Tabel(isi, "Tidak Dihitung", judul, kolom, len(tanpa))
    for r, b in enumerate(tanpa, t.awal):
        alasan, nilai = b.capaian.alasan, b.capaian.realisasi
        t.baris(
            r,
            {
                "kode": b.indikator.kode,
                "nama": b.indikator.nama,
                "bidang": b.bidang,
                "alasan": alasan.value if alasan else "",
                "tertulis": nilai.mentah,
                "sel": str(nilai.asal) if nilai.asal else "",
            },
        )


def catatan(isi: Buku, buku: BukuRekap) -> None:
    """Write the sheet Catatan: the rules that made the numbers."""
    k, skala = buku.pengaturan.kebijakan, skala_kantor(buku.pengaturan)
    rumus = dict.fromkeys((b.capaian.rumus, b.capaian.uraian_rumus) for b in buku.baris)
    dipakai = dict.fromkeys(b.indikator.akumulasi for b in buku.baris)
    baris = [
        *((f"Rumus {nama}", uraian) for nama, uraian in rumus),
        *((f"Akumulasi {nama.replace('_', ' ')}", accumulation.get(nama).uraian) for nama in dipakai),
        ("Batas bawah", _batas(k.batas_bawah)),
        ("Batas atas", _batas(k.batas_atas)),
        ("Batas atas untuk rata-rata", _batas(k.batas_rerata)),
        (f"Skala {skala.nama}", skala.aturan_batas),
        ("Dasar skala", skala.dasar),
        ("Rata-rata sasaran", "rata-rata tertimbang menurut bobot indikator (bobot 1 bila tidak diisi)"),
        ("Capaian dinas", "rata-rata capaian sasaran yang dapat dihitung"),
        ("Anggaran", "jumlah realisasi / jumlah pagu; jumlah yang belum lengkap tidak ditampilkan sebagai angka"),
        (
            "kosong",
            "tertulis pada kolom triwulan bila nilainya seharusnya ada tetapi belum ada atau tidak dapat dipakai",
        ),
        ("Sel berlatar biru", "dihitung oleh rumus di dalam buku kerja ini dari sel lain"),
    ]
    t = Tabel(
        isi,
        "Catatan",
        buku.kepala("Catatan Penghitungan"),
        (Kolom("hal", "Hal", 34), Kolom("isi", "Isi", 110)),
        len(baris),
    )
    for r, (hal, teks) in enumerate(baris, t.awal):
        t.baris(r, {"hal": hal, "isi": teks})


def _batas(nilai: Decimal | None) -> str:
    return "tanpa" if nilai is None else f"{tulis(nilai)} persen; berlaku sesudah rumus, dan dicatat bila bekerja"
