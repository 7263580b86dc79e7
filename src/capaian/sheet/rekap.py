"""The workbook of a period with live formulas: one sheet per view (SOP step 8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from capaian.formulas import limits, predikat
from capaian.model.capaian import Rekap
from capaian.model.rekap import BarisRekap, BukuRekap
from capaian.sheet import rekap_anggaran, rekap_e81, rekap_lain
from capaian.sheet.live import DESIMAL, Buku, Hidup, Kolom, Sel, Tabel, hasil
from capaian.text.dates import romawi

TRIWULAN = ("TW I", "TW II", "TW III", "TW IV")


def write_rekap(buku: BukuRekap, waktu: datetime) -> bytes:
    """Return the workbook; equal arguments give equal bytes.

    Every number that is computed is a formula over the cells of the workbook, with the result of the program beside it.
    """
    isi = Buku()
    indikator = _indikator(isi, buku)
    sasaran = _kelompok(isi, buku, indikator, "Sasaran", "sasaran", buku.sasaran)
    _kelompok(isi, buku, indikator, "Unit", "bidang", buku.unit)
    anggaran = rekap_anggaran.anggaran(isi, buku)
    rekap_anggaran.efisiensi(isi, buku, sasaran, anggaran)
    rekap_lain.perbandingan(isi, buku, indikator)
    rekap_e81.e81(isi, buku, indikator)
    rekap_lain.tidak_dihitung(isi, buku)
    rekap_lain.catatan(isi, buku)
    instansi = buku.pengaturan.instansi
    return isi.simpan(waktu, f"Rekap capaian kinerja {instansi.nama} {buku.periode.label}", instansi.nama)


# --- indikator ---


def _indikator(isi: Buku, buku: BukuRekap) -> Tabel:
    n = max((len(b.hitung.deret) for b in buku.baris), default=1)
    nama = TRIWULAN if buku.data.jenis == "TW" else tuple(f"{buku.data.jenis} {romawi(i)}" for i in range(1, 5))
    deret = tuple(Kolom(f"tw{i}", nama[i - 1] if n > 1 else "Nilai", 8, "angka") for i in range(1, n + 1))
    kolom = (
        Kolom("kode", "Kode", 8),
        Kolom("nama", "Indikator Kinerja", 34),
        Kolom("sasaran", "Sasaran", 8),
        Kolom("bidang", "Bidang", 8),
        Kolom("satuan", "Satuan", 9),
        Kolom("polaritas", "Polaritas", 9),
        Kolom("akumulasi", "Akumulasi", 11),
        *deret,
        Kolom("target", "Target", 9, "angka"),
        Kolom("realisasi", "Realisasi", 9, "angka"),
        Kolom("capaian", "Capaian (%)", 9, "persen"),
        Kolom("predikat", "Predikat", 13),
        Kolom("tahun", "Capaian terhadap target setahun (%)", 11, "persen"),
        Kolom("keterangan", "Keterangan", 28),
        Kolom("t", "Target dihitung", 9, "angka", bantu=True),
        Kolom("a", "Batas bawah target", 9, "angka", bantu=True),
        Kolom("b", "Batas atas target", 9, "angka", bantu=True),
        Kolom("hasil", "Realisasi dihitung", 9, "angka", bantu=True),
        Kolom("mentah", "Capaian sebelum dibatasi", 10, "persen", bantu=True),
        Kolom("t_tahun", "Target setahun", 9, "angka", bantu=True),
        Kolom("a_tahun", "Batas bawah setahun", 9, "angka", bantu=True),
        Kolom("b_tahun", "Batas atas setahun", 9, "angka", bantu=True),
        Kolom("mentah_tahun", "Capaian setahun sebelum dibatasi", 10, "persen", bantu=True),
        Kolom("bobot", "Bobot", 7, "angka", bantu=True),
        Kolom("bobot_n", "Bobot yang dihitung", 8, "angka", bantu=True),
        Kolom("bobot_c", "Bobot × capaian", 9, "angka", bantu=True),
    )
    t = Tabel(isi, "Indikator", buku.kepala("Capaian Indikator Kinerja"), kolom, len(buku.baris))
    for r, b in enumerate(buku.baris, t.awal):
        t.baris(r, _baris(t, r, b, buku))
    t.saring()
    return t


def _baris(t: Tabel, r: int, b: BarisRekap, buku: BukuRekap) -> dict[str, Sel]:
    k, h, c = buku.pengaturan.kebijakan, b.hitung, b.capaian
    deret = {f"tw{i}": v for i, v in enumerate(h.deret, 1)}
    akhir = f"tw{len(h.deret)}"
    skor = _skor(b)
    # No result stands for a value that cannot be used, whatever the series would give.
    rumus = (
        h.akumulasi.format(S=f"{t.sel('tw1', r)}:{t.sel(akhir, r)}", K=t.sel(akhir, r))
        if c.mentah is not None or (c.realisasi.isi is not None)
        else '""'
    )
    batas = limits.excel(k.batas_bawah, k.batas_atas)
    bobot = b.indikator.bobot or Decimal(1)
    terhitung = None if c.persen is None else c.persen if k.batas_rerata is None else min(c.persen, k.batas_rerata)
    dibatasi = t.sel("capaian", r) if k.batas_rerata is None else f"MIN({k.batas_rerata:f},{t.sel('capaian', r)})"
    return {
        "kode": b.indikator.kode,
        "nama": b.indikator.nama,
        "sasaran": b.indikator.sasaran,
        "bidang": b.bidang,
        "satuan": b.indikator.satuan,
        "polaritas": b.indikator.polaritas if b.indikator.nilai == "angka" else "ordinal",
        "akumulasi": b.indikator.akumulasi.replace("_", " "),
        **deret,
        "target": c.target.isi,
        "hasil": Hidup(rumus, hasil(skor)),
        "realisasi": Hidup(_tampil(t.sel("hasil", r), b), c.realisasi.isi if c.realisasi.isi is not None else ""),
        "t": h.target,
        "a": h.bawah,
        "b": h.atas,
        "mentah": Hidup(_rumus(t, r, b, "", ada=h.bawah is not None), hasil(c.mentah)),
        "capaian": Hidup(_dibatasi(batas, t.sel("mentah", r)), hasil(c.persen)),
        "predikat": Hidup(
            f"IF(ISNUMBER({t.sel('capaian', r)}),"
            f'{predikat.excel(predikat.skala_kantor(buku.pengaturan)).format(C=t.sel("capaian", r))},"")',
            c.predikat,
        ),
        "t_tahun": b.setahun[0] if b.setahun and b.setahun[0] == b.setahun[1] else None,
        "a_tahun": b.setahun[0] if b.setahun else None,
        "b_tahun": b.setahun[1] if b.setahun else None,
        "mentah_tahun": Hidup(_rumus(t, r, b, "_tahun", ada=b.setahun is not None), hasil(b.mentah_tahun)),
        "tahun": Hidup(_dibatasi(batas, t.sel("mentah_tahun", r)), hasil(c.persen_tahun)),
        "keterangan": c.alasan.value if c.alasan else " ".join(c.jejak),
        "bobot": bobot,
        "bobot_n": Hidup(
            f"IF(ISNUMBER({t.sel('capaian', r)}),{t.sel('bobot', r)},0)", bobot if terhitung is not None else Decimal(0)
        ),
        "bobot_c": Hidup(
            f"IF(ISNUMBER({t.sel('capaian', r)}),{dibatasi}*{t.sel('bobot', r)},0)",
            hasil(Decimal(0) if terhitung is None else terhitung * bobot),
        ),
    }


def _skor(b: BarisRekap) -> Decimal | None:
    isi = b.capaian.realisasi.isi
    return Decimal(b.hitung.skor[isi]) if isinstance(isi, str) and isi in b.hitung.skor else b.capaian.realisasi.angka


def _tampil(sel: str, b: BarisRekap) -> str:
    """Return the level of a score; a number as it is."""
    dalam = sel
    for level, nilai in b.hitung.skor.items():
        dalam = f'IF({sel}={nilai},"{level.replace(chr(34), chr(34) * 2)}",{dalam})'
    return f'IF(ISNUMBER({sel}),{dalam},"")'


def _rumus(t: Tabel, r: int, b: BarisRekap, ekor: str, *, ada: bool) -> str:
    if not ada:
        return '""'
    sel = t.sel("hasil", r)
    isi = b.hitung.rumus.format(R=sel, T=t.sel(f"t{ekor}", r), A=t.sel(f"a{ekor}", r), B=t.sel(f"b{ekor}", r))
    return f'IF(ISNUMBER({sel}),IFERROR({isi},""),"")'


def _dibatasi(batas: str, sel: str) -> str:
    return f'IF(ISNUMBER({sel}),ROUND({batas.format(C=sel)},{DESIMAL}),"")'


# --- roll-up ---


def _kelompok(isi: Buku, buku: BukuRekap, ind: Tabel, nama: str, kunci: str, rekap: tuple[Rekap, ...]) -> Tabel:
    kolom = (
        Kolom("kode", "Kode", 10),
        Kolom("nama", f"{nama}", 56),
        Kolom("n_semua", "Banyaknya indikator", 11, "cacah"),
        Kolom("n", "Dihitung", 10, "cacah"),
        Kolom("kosong", "Tidak dihitung", 10, "cacah"),
        Kolom("tercapai", "Mencapai target", 10, "cacah"),
        Kolom("persen", "Rata-rata capaian (%)", 12, "persen"),
        Kolom("predikat", "Predikat", 16),
    )
    judul = buku.kepala(f"Capaian menurut {nama}")
    t = Tabel(isi, nama, judul, kolom, len(rekap) + (nama == "Sasaran"))
    skala = predikat.excel(predikat.skala_kantor(buku.pengaturan))
    sebutan = {s.kode: s.nama for s in buku.siklus.sasaran} | {u.kode: u.nama for u in buku.siklus.unit}
    milik, capaian = ind.rentang(kunci), ind.rentang("capaian")

    def predikat_sel(r: int) -> str:
        return f'IF(ISNUMBER({t.sel("persen", r)}),{skala.format(C=t.sel("persen", r))},"")'

    for r, x in enumerate(rekap, t.awal):
        kode = t.sel("kode", r)
        bobot = f"SUMIFS({ind.rentang('bobot_n')},{milik},{kode})"
        jumlah = f"SUMIFS({ind.rentang('bobot_c')},{milik},{kode})"
        t.baris(
            r,
            {
                "kode": x.kode,
                "nama": sebutan.get(x.kode, x.kode),
                "n_semua": Hidup(f"COUNTIF({milik},{kode})", Decimal(x.n + x.n_kosong)),
                "n": Hidup(f"SUMPRODUCT(({milik}={kode})*ISNUMBER({capaian}))", Decimal(x.n)),
                "kosong": Hidup(f"{t.sel('n_semua', r)}-{t.sel('n', r)}", Decimal(x.n_kosong)),
                "tercapai": Hidup(f'COUNTIFS({milik},{kode},{capaian},">=100")', Decimal(x.n_tercapai)),
                "persen": Hidup(f'IF({bobot}=0,"",ROUND({jumlah}/{bobot},{DESIMAL}))', hasil(x.persen)),
                "predikat": Hidup(predikat_sel(r), x.predikat),
            },
        )
    if nama == "Sasaran":
        _dinas(t, buku, len(rekap), predikat_sel)
    return t


def _dinas(t: Tabel, buku: BukuRekap, n: int, predikat_sel: Callable[[int], str]) -> None:
    r, d = t.awal + n, buku.dinas

    def semua(kunci: str) -> str:
        return f"{t.sel(kunci, t.awal)}:{t.sel(kunci, r - 1)}"

    rata = f'IF(COUNT({semua("persen")})=0,"",ROUND(AVERAGE({semua("persen")}),{DESIMAL}))'
    jumlah = {"n_semua": d.n + d.n_kosong, "n": d.n, "kosong": d.n_kosong, "tercapai": d.n_tercapai}
    t.baris(
        r,
        {
            "nama": f"{buku.pengaturan.instansi.nama} (rata-rata capaian sasaran)",
            **{k: Hidup(f"SUM({semua(k)})", Decimal(v)) for k, v in jumlah.items()},
            "persen": Hidup(rata, hasil(d.persen)),
            "predikat": Hidup(predikat_sel(r), d.predikat),
        },
        tebal=True,
    )
