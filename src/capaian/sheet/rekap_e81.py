"""Form E.81 of Permendagri 86/2017: evaluation of the Renja of a perangkat daerah.

What published copies get wrong is kept out: percentages are not added over quarters or years, a number of things never
stands in a column of rupiah, and what cannot be computed is empty instead of #DIV/0!.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from capaian.formulas import predikat
from capaian.formulas.accumulation import KOSONG_EXCEL, get
from capaian.model.kiriman import Isian
from capaian.model.perbandingan import Titik
from capaian.model.rekap import BarisRekap, BukuRekap
from capaian.model.skema import Program
from capaian.sheet.live import Buku, Hidup, Kolom, Sel, Tabel, hasil
from capaian.sheet.styles import font, put
from capaian.text.numbers import is_persen

_TW = ("I", "II", "III", "IV")


def _kolom(tahun: int) -> tuple[Kolom, ...]:
    pasangan = (
        ("renstra", "6. Target Renstra pada akhir periode"),
        ("lalu", f"7. Realisasi Renstra s.d. Renja {tahun - 1}"),
        ("target", f"8. Target Renja {tahun}"),
        *((f"tw{i}", f"{8 + i}. Realisasi TW {_TW[i - 1]}") for i in range(1, 5)),
        ("hasil", f"13. Realisasi Renja {tahun}"),
    )
    angka = tuple(
        Kolom(f"{k}_{s}", f"{judul} ({s})", 9 if s == "K" else 15, "angka" if s == "K" else "rupiah")
        for k, judul in pasangan
        for s in ("K", "Rp")
    )
    return (
        Kolom("no", "1. No", 5),
        Kolom("sasaran", "2. Sasaran", 22),
        Kolom("kode", "3. Kode", 18),
        Kolom("nama", "4. Program/Kegiatan/Sub Kegiatan", 34),
        Kolom("indikator", "5. Indikator Kinerja", 30),
        Kolom("satuan", "Satuan", 10),
        *angka,
        Kolom("tingkat_K", "Tingkat capaian Renja (%) K", 10, "persen"),
        Kolom("tingkat_Rp", "Tingkat capaian Renja (%) Rp", 10, "persen"),
        Kolom("sampai_K", f"14. Realisasi Renstra s.d. {tahun} (K)", 9, "angka"),
        Kolom("capaian_K", "15. Tingkat capaian Renstra (%) K", 10, "persen"),
        Kolom("unit", "16. Unit penanggung jawab", 12),
        Kolom("keterangan", "17. Keterangan", 30),
    )


def e81(isi: Buku, buku: BukuRekap, ind: Tabel) -> Tabel:
    """Write the sheet E.81: per sasaran its indicators, then its budget lines with their outputs."""
    tugas: list[tuple[str, BarisRekap | Program, int]] = []
    baris_ind = {b.indikator.kode: r for b, r in zip(buku.baris, range(ind.awal, ind.akhir + 1), strict=False)}
    for s in buku.siklus.sasaran:
        tugas += [(s.nama, b, baris_ind[b.indikator.kode]) for b in buku.baris if b.indikator.sasaran == s.kode]
        tugas += [(s.nama, p, 0) for p in buku.siklus.program if p.sasaran == s.kode and p.pagu is not None]
    judul = buku.kepala("Formulir E.81 Evaluasi terhadap Hasil Renja Perangkat Daerah")
    t = Tabel(isi, "E.81", judul, _kolom(buku.periode.tahun), len(tugas))
    sebelum = ""
    for n, (r, (sasaran, x, baris)) in enumerate(zip(range(t.awal, t.akhir + 1), tugas, strict=False), 1):
        umum: dict[str, Sel] = {"no": Decimal(n), "sasaran": sasaran if sasaran != sebelum else ""}
        sebelum = sasaran
        t.baris(r, umum | (_output(t, r, x, buku) if isinstance(x, Program) else _indikator(t, r, x, ind, baris, buku)))
    _kaki(isi, t, buku, ind)
    return t


def _indikator(t: Tabel, r: int, b: BarisRekap, ind: Tabel, baris: int, buku: BukuRekap) -> dict[str, Sel]:
    """A performance indicator counts things or is a percentage: its columns of rupiah stay empty."""
    p, c = b.perbandingan, b.capaian
    jumlah = get(b.indikator.akumulasi).jumlah
    lalu = _last_year(buku, p.titik)
    nilai = enumerate(b.hitung.deret if buku.data.jenis == "TW" else (), 1)
    deret = {f"tw{i}_K": None if v == KOSONG_EXCEL else v for i, v in nilai}
    if b.hitung.skor:
        level = {nilai: nama for nama, nilai in b.hitung.skor.items()}
        deret = {k: level.get(int(v)) if isinstance(v, Decimal) else v for k, v in deret.items()}
    kini = ind.luar("realisasi", baris)
    # Counts add up over the years only when every year is known; the schema knows the last one. A percentage, an
    # index or a level is where it stands now.
    sampai: Sel = None if jumlah else Hidup(kini, c.realisasi.isi if c.realisasi.isi is not None else "")
    catatan = "; ".join(x for x in (c.alasan.value if c.alasan else "", _CATATAN if jumlah else "") if x)
    return {
        "kode": b.indikator.kode,
        "indikator": b.indikator.nama,
        "satuan": b.indikator.satuan,
        "renstra_K": p.kemajuan.target.isi if p.kemajuan else None,
        "lalu_K": lalu.realisasi.isi if lalu and not jumlah else None,
        "target_K": c.target.isi,
        **deret,
        "hasil_K": Hidup(kini, c.realisasi.isi if c.realisasi.isi is not None else ""),
        "tingkat_K": Hidup(ind.luar("capaian", baris), hasil(c.persen)),
        "sampai_K": sampai,
        "capaian_K": hasil(p.kemajuan.persen) if p.kemajuan and p.kemajuan.persen is not None and not jumlah else None,
        "unit": b.indikator.unit,
        "keterangan": catatan,
    }


_CATATAN = "realisasi Renstra kumulatif antartahun belum tercatat"


def _output(t: Tabel, r: int, p: Program, buku: BukuRekap) -> dict[str, Sel]:
    """A budget line: outputs and rupiah of each quarter, which the forms state since January."""
    deret = buku.anggaran.get(p.kode, ())
    keluaran = _quarters(deret, "realisasi_keluaran", posisi=is_persen(p.satuan))
    uang = _quarters(deret, "realisasi_anggaran", posisi=False)
    akhir = deret[-1] if deret else None
    total_k = akhir["realisasi_keluaran"].angka if akhir else None
    total_rp = akhir["realisasi_anggaran"].angka if akhir else None
    kurang = [f"TW {_TW[i]}" for i, v in enumerate(uang) if v is None]
    return {
        "kode": p.kode,
        "nama": p.nama,
        "indikator": p.indikator,
        "satuan": p.satuan,
        "target_K": p.target,
        "target_Rp": p.pagu,
        **{f"tw{i}_K": v for i, v in enumerate(keluaran, 1)},
        **{f"tw{i}_Rp": v for i, v in enumerate(uang, 1)},
        "hasil_K": total_k,
        "hasil_Rp": total_rp,
        "tingkat_K": _persen(t, r, "K", total_k, p.target),
        "tingkat_Rp": _persen(t, r, "Rp", total_rp, p.pagu),
        "unit": p.unit,
        "keterangan": f"nilai {', '.join(kurang)} tersendiri belum diketahui"
        if kurang and total_rp is not None
        else "",
    }


def _persen(t: Tabel, r: int, s: str, nilai: Decimal | None, target: Decimal | None) -> Sel:
    a, b = t.sel(f"hasil_{s}", r), t.sel(f"target_{s}", r)
    persen = nilai * 100 / target if nilai is not None and target else None
    return Hidup(f'IF(AND(ISNUMBER({a}),ISNUMBER({b})),IF({b}=0,"",ROUND({a}*100/{b},10)),"")', hasil(persen))


def _quarters(deret: Sequence[Isian | None], kolom: str, *, posisi: bool) -> list[Decimal | None]:
    """Return what each quarter brought; the forms state it since January. A percentage is where it stands."""
    sejak = [i[kolom].angka if i else None for i in deret]
    if posisi:
        return sejak
    lalu: list[Decimal | None] = [Decimal(0), *sejak[:-1]]
    return [None if a is None or b is None else a - b for a, b in zip(sejak, lalu, strict=True)]


def _last_year(buku: BukuRekap, titik: Sequence[Titik]) -> Titik | None:
    cocok = [x for x in titik if x.periode.tahun == buku.periode.tahun - 1 and x.periode.akhir_tahun]
    return cocok[-1] if cocok else None


# --- the foot of the form ---


def _kaki(isi: Buku, t: Tabel, buku: BukuRekap, ind: Tabel) -> None:
    r = t.akhir + 1
    capaian = ind.rentang("capaian")
    terhitung = [b.capaian.persen for b in buku.baris if b.capaian.persen is not None]
    rata = sum(terhitung, Decimal(0)) / len(terhitung) if terhitung else None
    sel = f"{get_column_letter(_letak(t, 'tingkat_K'))}{r}"
    skala = predikat.skala_kantor(buku.pengaturan)
    label = "" if rata is None else predikat.predikat(rata, skala)
    rumus = predikat.excel(skala).format(C=sel)
    _teks(t, r, "Rata-rata capaian kinerja (%)")
    isi.cell(
        t.lembar,
        r,
        _letak(t, "tingkat_K"),
        Hidup(f'IF(COUNT({capaian})=0,"",ROUND(AVERAGE({capaian}),10))', hasil(rata)),
        "persen",
    )
    _teks(t, r + 1, "Predikat kinerja")
    isi.cell(t.lembar, r + 1, _letak(t, "tingkat_K"), Hidup(f'IF(ISNUMBER({sel}),{rumus},"")', label))
    uraian = (
        ("Faktor pendorong keberhasilan pencapaian", "faktor_pendukung"),
        ("Faktor penghambat pencapaian kinerja", "kendala"),
        ("Tindak lanjut yang diperlukan dalam triwulan berikutnya", "tindak_lanjut"),
        ("Tindak lanjut yang diperlukan dalam Renja Perangkat Daerah berikutnya", ""),
    )
    for i, (judul, kolom) in enumerate(uraian, r + 2):
        _teks(t, i, judul)
        isi.cell(t.lembar, i, 5, _gabung(buku, kolom) if kolom else "")
        t.lembar.merge_cells(start_row=i, end_row=i, start_column=5, end_column=len(t.kolom))
        t.lembar.row_dimensions[i].height = 60
    kepala = buku.pengaturan.pejabat_pada("kepala", buku.periode.hari_terakhir)
    instansi = buku.pengaturan.instansi
    akhir = r + 2 + len(uraian) + 1
    baris = (
        f"{instansi.tempat}, …………………… {buku.periode.hari_terakhir.year}",
        f"{kepala.jabatan_lengkap}," if kepala else "(jabatan penanda tangan),",
        "",
        "",
        "",
        kepala.nama if kepala else "(nama lengkap)",
        f"NIP. {kepala.nip}" if kepala and kepala.nip else "",
    )
    for i, teks in enumerate(baris, akhir):
        cell = t.lembar.cell(i, len(t.kolom) - 4)
        put(cell, teks)
        cell.font = font(9, bold=i == akhir + 5)
    t.cetak(len(t.kolom), akhir + len(baris))


def _teks(t: Tabel, r: int, teks: str) -> None:
    cell = t.lembar.cell(r, 1)
    put(cell, teks)
    cell.font = font(9, bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    t.lembar.merge_cells(start_row=r, end_row=r, start_column=1, end_column=4)


def _letak(t: Tabel, kunci: str) -> int:
    return next(i for i, k in enumerate(t.kolom, 1) if k.kunci == kunci)


def _gabung(buku: BukuRekap, kolom: str) -> str:
    """Lay together what the units wrote, each with its indicator."""
    ada = ((b.indikator.kode, buku.isian.get(b.indikator.kode)) for b in buku.baris)
    return "; ".join(f"{kode}: {i[kolom].teks.strip()}" for kode, i in ada if i and i[kolom].teks.strip())
