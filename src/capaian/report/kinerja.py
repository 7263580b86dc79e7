"""Facts about performance: indikator, sasaran, the office as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from capaian.formulas.accumulation import target_rinci
from capaian.model.angka import Angka
from capaian.model.capaian import Alasan, Capaian, Rekap
from capaian.model.nilai import KOSONG, CellRef, Keadaan, Nilai
from capaian.model.skema import Indikator, Target
from capaian.report.bahan import Bahan
from capaian.report.facts import asal, asal_capaian, banyak, fact
from capaian.report.perbandingan import bandingkan, ukuran
from capaian.report.tampilan import BelumTercapai, IndikatorTampil, RumusTampil, SasaranTampil, TargetBerubah
from capaian.text.dates import tanggal

KOLOM_PENDUKUNG = "faktor_pendukung"
KOLOM_KENDALA = "kendala"
KOLOM_TINDAK_LANJUT = "tindak_lanjut"
RUMUS_RATA = "rata-rata sederhana capaian indikator yang dapat dihitung"


@fact("sasaran")
def sasaran(bahan: Bahan) -> tuple[SasaranTampil, ...]:
    """Every sasaran in the order of the schema, with its indicators, mean and counts."""
    return tuple(_sasaran(bahan))


@fact("sasaran_terhitung")
def sasaran_terhitung(bahan: Bahan) -> tuple[SasaranTampil, ...]:
    """Sasaran whose mean could be computed."""
    return tuple(s for s in sasaran(bahan) if s.terhitung)


@fact("dinas")
def dinas(bahan: Bahan) -> SasaranTampil:
    """The office as a whole: mean, counts, and no indicators of its own."""
    rumus = "rata-rata capaian sasaran yang dapat dihitung"
    return _rekap(bahan, "dinas", bahan.pengaturan.instansi.nama, bahan.rekap_dinas, (), rumus)


def rata_rata(bahan: Bahan, r: Rekap, kode: str, uraian: str = RUMUS_RATA) -> Angka:
    """Return the mean of a sasaran, or of the office, with every cell that went into it."""
    semua = bahan.capaian_by_sasaran.get(kode, []) if kode in bahan.siklus.sasaran_by_kode else bahan.capaian
    milik = [c for c in semua if c.persen is not None]
    sel = tuple(dict.fromkeys(a for c in milik for a in asal_capaian(c)))
    return Angka(r.persen, "%", 2, sel, uraian, nama=f"rata-rata capaian {kode}", ambang=bahan.ambang)


@fact("rumus")
def rumus(bahan: Bahan) -> tuple[RumusTampil, ...]:
    """The formulas of capaian that were used, each with the indicators that it holds for."""
    dipakai: dict[tuple[str, str], list[str]] = {}
    for ind in bahan.siklus.indikator:
        c = _capaian(bahan, ind.kode)
        if c is not None and c.uraian_rumus:
            dipakai.setdefault((c.uraian_rumus, _polaritas(ind)), []).append(ind.kode)
    return tuple(RumusTampil(u, p, tuple(k.replace("-", "\u2011") for k in kode)) for (u, p), kode in dipakai.items())


@fact("tidak_dihitung")
def tidak_dihitung(bahan: Bahan) -> tuple[IndikatorTampil, ...]:
    """Indicators whose capaian cannot be computed, each with its reason."""
    return tuple(i for s in sasaran(bahan) for i in s.indikator if i.posisi == "tak dihitung")


@fact("belum_tercapai")
def belum_tercapai(bahan: Bahan) -> tuple[IndikatorTampil, ...]:
    """Indicators that missed their target."""
    return tuple(i for s in sasaran(bahan) for i in s.indikator if i.belum_tercapai)


@fact("banyak_belum")
def banyak_belum(bahan: Bahan) -> BelumTercapai:
    """How many indicators missed their target, and the three that are farthest from it."""
    semua = belum_tercapai(bahan)
    urut = sorted(semua, key=lambda i: i.capaian.nilai if isinstance(i.capaian.nilai, Decimal) else Decimal(0))
    n = banyak(
        len(semua),
        "indikator belum tercapai",
        "banyaknya capaian yang kurang dari 100%",
        indikator_sel(bahan, (i.kode for i in semua)),
    )
    return BelumTercapai(n, len(semua) > 5, tuple(urut[:3]), tuple(i for i in semua if i.kurang_uraian))


@fact("target_berubah")
def target_berubah(bahan: Bahan) -> tuple[TargetBerubah, ...]:
    """Indicators whose target PK Perubahan changed: both targets, of the year and of the period."""
    return tuple(b for i in bahan.siklus.indikator if (b := _berubah(bahan, i)) is not None)


def _berubah(bahan: Bahan, ind: Indikator) -> TargetBerubah | None:
    semula, berlaku = (
        bahan.siklus.target_semula(ind.kode, bahan.periode),
        bahan.siklus.target_berlaku(ind.kode, bahan.periode),
    )
    if semula is None or berlaku is None:
        return None

    def tampil(t: Target, apa: str) -> tuple[Angka, Angka]:
        periode = target_rinci(t, ind, bahan.periode)
        sel = tuple(t.asal[k] for k in periode.kunci if k in t.asal)
        sel_tahun = (t.asal["tahunan"],) if "tahunan" in t.asal else ()
        setahun = ukuran(ind, t.tahunan, sel_tahun, f"target tahunan {ind.kode} {apa}")
        return setahun, ukuran(ind, periode.nilai, sel, f"target {ind.kode} {apa}", periode.jejak)

    lama, baru = tampil(semula, "semula"), tampil(berlaku, "yang berlaku")
    sejak = tanggal(berlaku.berlaku_sejak) if berlaku.berlaku_sejak else "awal tahun"
    return TargetBerubah(ind.kode, ind.nama, ind.satuan, lama[0], baru[0], lama[1], baru[1], sejak, berlaku.sumber)


@fact("langkah_hitung")
def langkah_hitung(bahan: Bahan) -> tuple[IndikatorTampil, ...]:
    """Indicators whose value was combined, floored or capped; the steps stand in `catatan_hitung`."""
    return tuple(i for s in sasaran(bahan) for i in s.indikator if i.catatan_hitung)


@fact("tindak_lanjut")
def tindak_lanjut(bahan: Bahan) -> tuple[IndikatorTampil, ...]:
    """Indicators for which a unit wrote a follow-up."""
    return tuple(i for s in sasaran(bahan) for i in s.indikator if i.tindak_lanjut)


@fact("kolom_tahun")
def kolom_tahun(bahan: Bahan) -> tuple[str, str, str]:
    """The three years that the comparison tables show, oldest first."""
    t = bahan.periode.tahun
    return str(t - 2), str(t - 1), str(t)


def _sasaran(bahan: Bahan) -> Iterator[SasaranTampil]:
    rekap = {r.kode: r for r in bahan.rekap_sasaran}
    urut = 0
    per_sasaran: dict[str, list[Indikator]] = {}
    for i in bahan.siklus.indikator:
        per_sasaran.setdefault(i.sasaran, []).append(i)
    for ke, s in enumerate(bahan.siklus.sasaran):
        milik = per_sasaran.get(s.kode, [])
        if not milik:
            continue
        tampil = tuple(_indikator(bahan, ind, urut + k) for k, ind in enumerate(milik))
        r = rekap.get(s.kode, Rekap(s.kode, 0, len(milik), 0, None))
        yield _rekap(bahan, s.kode, s.nama, r, tampil, RUMUS_RATA, ke)
        urut += len(milik)


def _rekap(
    bahan: Bahan,
    kode: str,
    nama: str,
    r: Rekap,
    tampil: tuple[IndikatorTampil, ...],
    rumus_rata: str,
    urut: int = 0,
) -> SasaranTampil:
    milik = bahan.capaian if kode == "dinas" else tuple(bahan.capaian_by_sasaran.get(kode, ()))

    def sel(pilih: Callable[[Capaian], bool]) -> tuple[CellRef, ...]:
        return indikator_sel(bahan, (c.indikator for c in milik if pilih(c)))

    return SasaranTampil(
        kode=kode,
        nama=nama,
        ragam=urut % 3,
        indikator=tampil,
        rata_rata=rata_rata(bahan, r, kode, rumus_rata),
        predikat=r.predikat,
        n=banyak(
            r.n,
            f"indikator terhitung {kode}",
            "banyaknya indikator yang capaiannya dapat dihitung",
            sel(lambda c: c.persen is not None),
        ),
        n_semua=banyak(r.n + r.n_kosong, f"indikator {kode}", "banyaknya indikator", sel(lambda _: True)),
        n_tercapai=banyak(
            r.n_tercapai,
            f"indikator tercapai {kode}",
            "banyaknya capaian yang mencapai target",
            sel(lambda c: bool(c.tercapai)),
        ),
        n_kosong=banyak(
            r.n_kosong,
            f"indikator tidak dihitung {kode}",
            "banyaknya capaian yang tidak dapat dihitung",
            sel(lambda c: c.persen is None),
        ),
        terhitung=r.persen is not None,
        tunggal=r.n == 1,
        ada_kosong=r.n_kosong > 0,
        semua_tercapai=r.n > 0 and r.n_tercapai == r.n,
        tiada_tercapai=r.n > 0 and r.n_tercapai == 0,
    )


def _indikator(bahan: Bahan, ind: Indikator, urut: int) -> IndikatorTampil:
    c = _capaian(bahan, ind.kode)
    isian = bahan.isian_by_kode.get(ind.kode)
    target = c.target if c else KOSONG
    realisasi = c.realisasi if c else KOSONG
    skor = _skor(bahan, ind)
    berlaku = bahan.siklus.target_berlaku(ind.kode, bahan.periode)
    alasan = (c.alasan if c else None) or Alasan.BELUM_ADA_DATA
    banding = _arah(target, realisasi, skor)
    hasil = ukuran(
        ind, realisasi.isi, asal(*(c.sumber if c else ()), realisasi), f"realisasi {ind.kode}", _akumulasi(c)
    )
    return IndikatorTampil(
        kode=ind.kode,
        nama=ind.nama,
        satuan=ind.satuan,
        unit=bahan.siklus.unit_by_kode[ind.unit].nama if ind.unit in bahan.siklus.unit_by_kode else ind.unit,
        urut=urut + 1,
        ragam=urut % 3,
        polaritas=_polaritas(ind),
        jenis=ind.nilai,
        posisi=_posisi(c, ind, banding),
        arah_target={1: "lebih tinggi", 0: "sama", -1: "lebih rendah"}[banding] if banding is not None else "",
        target=ukuran(
            ind,
            target.isi,
            c.sel_target if c and c.sel_target else asal(target),
            f"target {ind.kode}",
            c.rumus_target if c else "",
        ),
        target_tahun=ukuran(
            ind,
            berlaku.tahunan if berlaku else None,
            (berlaku.asal["tahunan"],) if berlaku and "tahunan" in berlaku.asal else (),
            f"target tahunan {ind.kode}",
        ),
        dokumen=berlaku.dokumen if berlaku else "belum ditetapkan",
        realisasi=hasil,
        capaian=_persen(bahan, ind, c),
        predikat=c.predikat if c else "",
        alasan="" if c and c.persen is not None else alasan.value,
        tidak_diukur=c is not None and c.alasan is Alasan.TIDAK_DIUKUR,
        ada_realisasi=realisasi.isi is not None,
        ada_target=target.isi is not None,
        pendukung=isian[KOLOM_PENDUKUNG].teks.strip() if isian else "",
        kendala=isian[KOLOM_KENDALA].teks.strip() if isian else "",
        tindak_lanjut=isian[KOLOM_TINDAK_LANJUT].teks.strip() if isian else "",
        lalu=bandingkan(bahan, ind, hasil, skor),
        rumus=c.uraian_rumus if c else "",
        catatan_hitung=c.jejak if c else (),
    )


def _persen(bahan: Bahan, ind: Indikator, c: Capaian | None) -> Angka:
    if c is None:
        return Angka(None, "%", nama=f"capaian {ind.kode}")
    return Angka(c.persen, "%", 2, asal_capaian(c), c.uraian_rumus, nama=f"capaian {ind.kode}", ambang=bahan.ambang)


def _akumulasi(c: Capaian | None) -> str:
    """Say that a result combines several cells; empty when it was typed as it stands."""
    return "gabungan triwulan menurut jenis akumulasi" if c is not None and len(c.sumber) > 1 else ""


def _posisi(c: Capaian | None, ind: Indikator, banding: int | None) -> str:
    if c is None or c.persen is None:
        return "tak dihitung"
    if c.realisasi.angka == 0 and c.persen < 100 and ind.polaritas == "positif":
        return "nol"
    if c.persen < 100:
        return "belum"
    if ind.polaritas == "rentang":
        return "sesuai"  # inside a range is all that can be reached
    dasar = c.mentah if c.mentah is not None else c.persen
    terbaik = -1 if ind.polaritas == "negatif" else 1
    return "melampaui" if dasar > 100 or banding == terbaik else "sesuai"


def _polaritas(ind: Indikator) -> str:
    return "ordinal" if ind.nilai == "predikat" else ind.polaritas


def _skor(bahan: Bahan, ind: Indikator) -> dict[str, Decimal]:
    skala = bahan.pengaturan.skala_ordinal.get(ind.skala)
    return {k.casefold(): Decimal(v) for k, v in skala.skor.items()} if skala else {}


def _arah(target: Nilai, realisasi: Nilai, skor: dict[str, Decimal]) -> int | None:
    if target.keadaan is not Keadaan.TERISI or realisasi.keadaan is not Keadaan.TERISI:
        return None
    t = target.angka if target.angka is not None else skor.get(target.teks.casefold())
    r = realisasi.angka if realisasi.angka is not None else skor.get(realisasi.teks.casefold())
    return None if t is None or r is None else (r > t) - (r < t)


def indikator_sel(bahan: Bahan, kode: Iterable[str]) -> tuple[CellRef, ...]:
    """Return the cells of the schema that define indicators: what a count of them counts."""
    ind = (bahan.siklus.indikator_by_kode.get(k) for k in kode)
    return tuple(i.asal for i in ind if i is not None and i.asal is not None)


def _capaian(bahan: Bahan, kode: str) -> Capaian | None:
    return bahan.capaian_by_kode.get(kode)
