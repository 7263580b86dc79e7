"""The budget in the rekap: sums over sums, and efficiency beside it."""

from __future__ import annotations

from decimal import Decimal

from capaian.formulas import efficiency
from capaian.formulas.efficiency import Keluaran, Masukan
from capaian.model.capaian import SerapanAnggaran
from capaian.model.rekap import BukuRekap
from capaian.sheet.live import Buku, Hidup, Kolom, Sel, Tabel, hasil


def anggaran(isi: Buku, buku: BukuRekap) -> Tabel:
    """Write the sheet Anggaran: every level is the sum of the budget lines below it, its percentage sum over sum."""
    baris = [s for s in buku.serapan if s.tingkat not in ("sasaran", "total")]
    total = next((s for s in buku.serapan if s.tingkat == "total"), None)
    kolom = (
        Kolom("kode", "Kode", 19),
        Kolom("nama", "Program/Kegiatan/Sub Kegiatan", 52),
        Kolom("unit", "Unit", 9),
        Kolom("sasaran", "Sasaran", 9),
        Kolom("pagu", "Pagu (Rp)", 18, "rupiah"),
        Kolom("realisasi", "Realisasi (Rp)", 18, "rupiah"),
        Kolom("persen", "Penyerapan (%)", 11, "persen"),
        Kolom("sisa", "Sisa (Rp)", 18, "rupiah"),
        Kolom("tingkat", "Tingkat", 11, bantu=True),
        Kolom("program", "Program", 11, bantu=True),
        Kolom("kegiatan", "Kegiatan", 15, bantu=True),
    )
    t = Tabel(isi, "Anggaran", buku.kepala("Anggaran dan Realisasi sampai dengan"), kolom, len(baris) + 1)
    daun = _leaves(baris)
    for r, s in enumerate(baris, t.awal):
        t.baris(r, _line(t, r, s, leaf=s.kode in daun), tebal=s.kode not in daun and s.tingkat == "program")
    if total is not None:
        _total(t, t.awal + len(baris), total)
    t.saring()
    return t


def _leaves(baris: list[SerapanAnggaran]) -> set[str]:
    kode = [s.kode for s in baris]
    return {k for k in kode if not any(x.startswith(f"{k}.") for x in kode)}


def _line(t: Tabel, r: int, s: SerapanAnggaran, *, leaf: bool) -> dict[str, Sel]:
    bagian = s.kode.split(".")
    umum: dict[str, Sel] = {
        "kode": s.kode,
        "nama": s.nama,
        "unit": s.unit,
        "sasaran": s.sasaran,
        "tingkat": "baris" if leaf else s.tingkat,
        "program": ".".join(bagian[:3]),
        "kegiatan": ".".join(bagian[:5]),
    }
    if leaf:
        return umum | {"pagu": s.pagu, "realisasi": s.realisasi} | _derived(t, r, s)
    syarat = f'{t.rentang(s.tingkat, luar=False)},{t.sel("kode", r)},{t.rentang("tingkat", luar=False)},"baris"'
    return umum | _sums(t, s, syarat) | _derived(t, r, s)


def _total(t: Tabel, r: int, s: SerapanAnggaran) -> None:
    syarat = f'{t.rentang("tingkat", luar=False)},"baris"'
    t.baris(r, {"nama": "Jumlah", "tingkat": "jumlah"} | _sums(t, s, syarat) | _derived(t, r, s), tebal=True)


def _sums(t: Tabel, s: SerapanAnggaran, syarat: str) -> dict[str, Sel]:
    """A sum with a line that has no realisation is no sum: it stays empty instead of being smaller."""
    realisasi = t.rentang("realisasi", luar=False)
    kosong = f'COUNTIFS({syarat},{realisasi},"")'
    return {
        "pagu": Hidup(f"SUMIFS({t.rentang('pagu', luar=False)},{syarat})", s.pagu),
        "realisasi": Hidup(f'IF({kosong}>0,"",SUMIFS({realisasi},{syarat}))', hasil(s.realisasi)),
    }


def _derived(t: Tabel, r: int, s: SerapanAnggaran) -> dict[str, Sel]:
    pagu, realisasi = t.sel("pagu", r), t.sel("realisasi", r)
    ada = f"AND(ISNUMBER({realisasi}),ISNUMBER({pagu}))"
    return {
        "persen": Hidup(f'IF({ada},IF({pagu}=0,"",ROUND({realisasi}*100/{pagu},10)),"")', hasil(s.persen)),
        "sisa": Hidup(f'IF({ada},{pagu}-{realisasi},"")', hasil(None if s.realisasi is None else s.pagu - s.realisasi)),
    }


def outputs(buku: BukuRekap, sasaran: str) -> tuple[Keluaran, ...]:
    """Return the outputs of a sasaran that can be judged: with a target, a result, a budget and a spending."""
    keluaran = []
    for p in buku.siklus.program:
        i = (buku.anggaran.get(p.kode) or (None,))[-1]
        if p.sasaran != sasaran or i is None or not p.pagu or not p.target:
            continue
        nilai, biaya = i["realisasi_keluaran"].angka, i["realisasi_anggaran"].angka
        if nilai is not None and biaya is not None:
            keluaran.append(Keluaran(p.pagu, biaya, nilai / p.target))
    return tuple(keluaran)


def efisiensi(isi: Buku, buku: BukuRekap, sasaran: Tabel, ang: Tabel) -> Tabel:
    """Write the sheet Efisiensi: mean capaian beside absorption, by the formula of the office."""
    rumus = efficiency.get(buku.pengaturan.kebijakan.efisiensi)
    kolom = (
        Kolom("kode", "Kode", 10),
        Kolom("nama", "Sasaran", 52),
        Kolom("capaian", "Rata-rata capaian (%)", 12, "persen"),
        Kolom("serapan", "Penyerapan anggaran (%)", 12, "persen"),
        Kolom("tingkat", f"Tingkat efisiensi ({rumus.satuan})", 12, "persen"),
        Kolom("putusan", "Kesimpulan", 26),
        Kolom("seharusnya", "Jumlah pagu × capaian keluaran (Rp)", 18, "rupiah", bantu=True),
        Kolom("biaya", "Jumlah realisasi keluaran itu (Rp)", 18, "rupiah", bantu=True),
    )
    judul = (*buku.kepala("Efisiensi Penggunaan Anggaran"), f"Rumus {rumus.nama}: {rumus.uraian}. {rumus.dasar}")
    t = Tabel(isi, "Efisiensi", judul, kolom, len(buku.sasaran))
    serapan = {s.kode: s for s in buku.serapan if s.tingkat == "sasaran"}
    for r, (x, asal) in enumerate(zip(buku.sasaran, range(sasaran.awal, sasaran.akhir + 1), strict=False), t.awal):
        s, keluaran = serapan.get(x.kode), outputs(buku, x.kode)
        m = Masukan(x.persen, s.persen if s else None, keluaran)
        syarat = f'{ang.rentang("sasaran")},{t.sel("kode", r)},{ang.rentang("tingkat")},"baris"'
        pagu, uang = f"SUMIFS({ang.rentang('pagu')},{syarat})", f"SUMIFS({ang.rentang('realisasi')},{syarat})"
        kosong = f'COUNTIFS({syarat},{ang.rentang("realisasi")},"")'
        sel = {k: t.sel(v, r) for k, v in (("C", "capaian"), ("S", "serapan"), ("A", "seharusnya"), ("B", "biaya"))}
        tercapai = {"E": t.sel("tingkat", r), "N": sasaran.luar("tercapai", asal), "K": sasaran.luar("n", asal)}
        nilai = rumus.hitung(m)
        t.baris(
            r,
            {
                "kode": x.kode,
                "nama": next(y.nama for y in buku.siklus.sasaran if y.kode == x.kode),
                "capaian": Hidup(sasaran.luar("persen", asal), hasil(x.persen)),
                "serapan": Hidup(
                    f'IF(OR({kosong}>0,{pagu}=0),"",ROUND({uang}*100/{pagu},10))', hasil(s.persen if s else None)
                ),
                "seharusnya": sum((k.pagu * k.capaian for k in keluaran), Decimal(0)) if keluaran else None,
                "biaya": sum((k.realisasi for k in keluaran), Decimal(0)) if keluaran else None,
                "tingkat": Hidup(f'IFERROR(ROUND({rumus.excel.format(**sel)},10),"")', hasil(nilai)),
                "putusan": Hidup(
                    efficiency.putusan_excel(rumus).format(**sel, **tercapai),
                    efficiency.putusan(rumus, m, semua_tercapai=x.n_tercapai == x.n).value,
                ),
            },
        )
    return t
