"""This period beside the earlier ones, and whether it is better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import cast

from capaian.analysis import frames
from capaian.analysis.compute import NilaiTriwulan, series
from capaian.analysis.measure import Ukur, hitung, sasaran_angka, skala_ordinal, skor
from capaian.formulas import polarity
from capaian.formulas.accumulation import get
from capaian.formulas.polarity import batasi
from capaian.formulas.target_range import Rentang
from capaian.model.capaian import Alasan, Capaian
from capaian.model.nilai import KOSONG, Keadaan, Nilai
from capaian.model.pengaturan import Pengaturan, SkalaOrdinal
from capaian.model.perbandingan import Kemajuan, Perbandingan, Standar, Titik, Tren
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Riwayat, Siklus

TIDAK_DIKETAHUI = "–"
NAIK_TURUN = "naik turun"
_MIN_TREN, _MAKS_TREN = 3, 5


def perbandingan(
    siklus: Siklus,
    pengaturan: Pengaturan,
    capaian: Sequence[Capaian],
    sebelumnya: NilaiTriwulan,
    data: Periode | None = None,
) -> tuple[Perbandingan, ...]:
    """Set each capaian beside the earlier periods.

    The series holds the results of earlier years (history of the schema), the earlier quarters of this year with
    their results so far, and the period itself. The direction compares with the last year at the end of a year,
    else with the same quarter of the last year; without those, with the latest earlier quarter of this year,
    except where results add up: more after nine months than after six is no improvement.

    Args:
        siklus: The schema with its history.
        pengaturan: Formula defaults, floor and cap, scales.
        capaian: Records of one period, as `compute` returned them.
        sebelumnya: What `compute` was given.
        data: What `compute` was given.

    Returns:
        One record per capaian, in its order.
    """
    if not capaian:
        return ()
    deret = series(siklus, sebelumnya, data or capaian[0].periode)
    kiri = frames.table(("kode", "capaian"), ((c.indikator, c) for c in capaian))
    gabung = frames.left_join(kiri, deret, "kode")
    return tuple(
        _satu(
            siklus.indikator_by_kode[str(baris.kode)],
            cast(Capaian, baris.capaian),
            cast("tuple[Nilai, ...]", baris.lalu),
            siklus,
            pengaturan,
            (data or capaian[0].periode).jenis,
        )
        for baris in gabung.itertuples(index=False)
    )


def _satu(
    indikator: Indikator, capaian: Capaian, lalu: tuple[Nilai, ...], siklus: Siklus, pengaturan: Pengaturan, jenis: str
) -> Perbandingan:
    kini = _point(capaian)
    skala = skala_ordinal(indikator, pengaturan.skala_ordinal)
    tahun_lalu = list(_tahun_lalu(indikator, capaian.periode.tahun, siklus, pengaturan))
    tahun_ini = list(_tahun_ini(indikator, capaian.periode.tahun, jenis, lalu, siklus, pengaturan))
    pembanding = _pembanding(kini, tahun_lalu, tahun_ini, jumlah=get(indikator.akumulasi).jumlah)
    return Perbandingan(
        indikator=indikator.kode,
        titik=(*tahun_lalu, *tahun_ini, kini),
        pembanding=pembanding,
        arah=TIDAK_DIKETAHUI if pembanding is None else _arah(indikator, kini, pembanding, skala),
        selisih=None if pembanding is None else _selisih(kini, pembanding),
        kemajuan=kemajuan(indikator, kini, siklus, pengaturan),
        standar=standar(indikator, kini, skala),
        tren=tren(indikator, [*tahun_lalu, kini], skala),
    )


def kemajuan(indikator: Indikator, kini: Titik, siklus: Siklus, pengaturan: Pengaturan) -> Kemajuan | None:
    """Set a result beside the target of the last year of the Renstra.

    The formula of the indicator is used, so that a lower result is progress where lower is better, and the floor of the
    office; a cap would hide that the end was passed early.
    """
    renstra = [
        t for t in siklus.target if t.indikator == indikator.kode and t.dokumen == "Renstra" and t.tahunan is not None
    ]
    if not renstra:
        return None
    akhir = max(renstra, key=lambda t: t.tahun)
    target = Nilai(Keadaan.TERISI, akhir.tahunan, str(akhir.tahunan), akhir.asal.get("tahunan"))
    skala = skala_ordinal(indikator, pengaturan.skala_ordinal)
    hasil, dibanding = skor(kini.realisasi.isi, skala), sasaran_angka(akhir.tahunan, skala)
    if hasil is None:
        return Kemajuan(target, akhir.tahun, None, Alasan.BELUM_ADA_DATA)
    rumus = polarity.rumus_indikator(indikator, pengaturan.kebijakan.rumus)
    if dibanding is None or (isinstance(dibanding, Rentang) and rumus.polaritas != "rentang"):
        return Kemajuan(target, akhir.tahun, None, Alasan.TARGET_TIDAK_ADA)
    mentah = rumus.hitung(hasil, dibanding)
    if isinstance(mentah, Alasan):
        return Kemajuan(target, akhir.tahun, None, mentah)
    return Kemajuan(target, akhir.tahun, batasi(mentah, pengaturan.kebijakan.batas_bawah, None)[0])


def standar(indikator: Indikator, kini: Titik, skala: SkalaOrdinal | None) -> Standar | None:
    """Set a result beside the national or provincial standard of the schema."""
    if indikator.standar is None:
        return None
    a, b = skor(indikator.standar, skala), skor(kini.realisasi.isi, skala)
    if a is None or b is None:
        return Standar(indikator.standar, indikator.sumber_standar, TIDAK_DIKETAHUI)
    letak = "sama dengan" if a == b else "di atas" if b > a else "di bawah"
    baik = None if a == b or indikator.polaritas == "rentang" else (b > a) is (indikator.polaritas != "negatif")
    return Standar(indikator.standar, indikator.sumber_standar, letak, baik)


def tren(indikator: Indikator, titik: Sequence[Titik], skala: SkalaOrdinal | None) -> Tren | None:
    """Return the course of a result over the years that follow on each other without a gap.

    Args:
        indikator: Its polarity says what is better.
        titik: Points of earlier years and the one reported on, the last one.
        skala: The scale of levels, or None for numbers.

    Returns:
        The last five years at most; None with fewer than three.
    """
    kini = titik[-1]
    by_tahun = {t.periode.tahun: t for t in titik if _setara(t.periode, kini.periode) and t.realisasi.isi is not None}
    deret: list[Titik] = []
    tahun = kini.periode.tahun
    while tahun in by_tahun and len(deret) < _MAKS_TREN:
        deret.insert(0, by_tahun[tahun])
        tahun -= 1
    if len(deret) < _MIN_TREN:
        return None
    # A range is judged by the target of today: that of earlier years may not be known.
    langkah = tuple(_arah(indikator, replace(b, target=kini.target), a, skala) for a, b in pairwise(deret))
    if TIDAK_DIKETAHUI in langkah:
        return None
    beruntun = next((n for n, x in enumerate(reversed(langkah)) if x != langkah[-1]), len(langkah))
    arah = langkah[-1] if len(set(langkah)) == 1 else NAIK_TURUN
    return Tren(arah, langkah, beruntun, tuple(deret))


def _tahun_lalu(indikator: Indikator, tahun: int, siklus: Siklus, pengaturan: Pengaturan) -> Iterator[Titik]:
    """Yield the points of earlier years; quarters that combine are combined, or they would look smaller."""
    riwayat = [r for r in siklus.riwayat_indikator(indikator.kode) if r.periode.tahun < tahun]
    gabung = get(indikator.akumulasi).jejak != ""
    for r in riwayat:
        if gabung and r.periode.jenis != "TAHUN":
            yield _gabung(r, {x.periode: x for x in riwayat}, indikator, pengaturan)
        else:
            yield _titik(r, indikator, pengaturan)


def _gabung(r: Riwayat, ada: Mapping[Periode, Riwayat], indikator: Indikator, pengaturan: Pengaturan) -> Titik:
    """Return the result of an earlier year up to a quarter, without a target: that one is of the quarter only."""
    p = r.periode
    sebelum = [ada.get(Periode(p.tahun, p.jenis, i)) for i in range(1, p.ke)]
    ukur = Ukur(indikator, None, p, _nilai(r), None, tuple(_nilai(x) if x else KOSONG for x in sebelum))
    c = hitung(ukur, pengaturan)
    return Titik(p, c.realisasi, KOSONG, None, c.sumber)


def _point(c: Capaian) -> Titik:
    return Titik(c.periode, c.realisasi, c.target, c.persen, c.sumber, c.sel_target)


def _titik(r: Riwayat, indikator: Indikator, pengaturan: Pengaturan) -> Titik:
    """Return the point of an earlier period as it was reported, its capaian by the formula of today."""
    target = KOSONG if r.target is None else Nilai(Keadaan.TERISI, r.target, str(r.target), r.asal_target)
    skala = skala_ordinal(indikator, pengaturan.skala_ordinal)
    rumus = polarity.rumus_indikator(indikator, pengaturan.kebijakan.rumus)
    nilai, dibanding = skor(r.realisasi, skala), sasaran_angka(r.target, skala)
    if nilai is None or dibanding is None or (isinstance(dibanding, Rentang) and rumus.polaritas != "rentang"):
        return Titik(r.periode, _nilai(r), target, None)
    mentah = rumus.hitung(nilai, dibanding)
    kebijakan = pengaturan.kebijakan
    if isinstance(mentah, Alasan):
        return Titik(r.periode, _nilai(r), target, None)
    return Titik(r.periode, _nilai(r), target, batasi(mentah, kebijakan.batas_bawah, kebijakan.batas_atas)[0])


def _nilai(r: Riwayat) -> Nilai:
    return Nilai(Keadaan.TERISI, r.realisasi, str(r.realisasi), r.asal)


def _tahun_ini(
    indikator: Indikator, tahun: int, jenis: str, lalu: tuple[Nilai, ...], siklus: Siklus, pengaturan: Pengaturan
) -> Iterator[Titik]:
    for i, nilai in enumerate(lalu):
        waktu = Periode(tahun, jenis, i + 1)
        target = siklus.target_berlaku(indikator.kode, waktu)
        c = hitung(Ukur(indikator, target, waktu, nilai, None, lalu[:i]), pengaturan)
        yield _point(c)


def _pembanding(kini: Titik, tahun_lalu: list[Titik], tahun_ini: list[Titik], *, jumlah: bool) -> Titik | None:
    periode = kini.periode
    ada = [t for t in tahun_lalu if t.realisasi.isi is not None]
    setara = [t for t in ada if _setara(t.periode, periode)]
    if setara:
        return setara[-1]
    if jumlah:
        return None
    return next((t for t in reversed(tahun_ini) if t.realisasi.isi is not None), None)


def _setara(lama: Periode, kini: Periode) -> bool:
    """Whether results of the two periods cover the same part of a year, each counted from its first month."""
    return lama.triwulan_akhir == kini.triwulan_akhir


def _arah(indikator: Indikator, kini: Titik, lama: Titik, skala: SkalaOrdinal | None) -> str:
    a, b = skor(lama.realisasi.isi, skala), skor(kini.realisasi.isi, skala)
    if a is None or b is None:
        return TIDAK_DIKETAHUI
    if indikator.polaritas == "rentang":
        jarak = _jarak(a, b, kini.target, skala)
        if jarak is None:
            return TIDAK_DIKETAHUI
        lebih_baik, sama = jarak[1] < jarak[0], jarak[1] == jarak[0]
    else:
        lebih_baik, sama = (b < a if indikator.polaritas == "negatif" else b > a), a == b
    return "tetap" if sama else "membaik" if lebih_baik else "memburuk"


def _jarak(a: Decimal, b: Decimal, target: Nilai, skala: SkalaOrdinal | None) -> tuple[Decimal, Decimal] | None:
    ideal = sasaran_angka(target.isi, skala)
    if ideal is None:
        return None
    rentang = ideal if isinstance(ideal, Rentang) else Rentang(ideal, ideal)
    return rentang.jarak(a), rentang.jarak(b)


def _selisih(kini: Titik, lama: Titik) -> Decimal | None:
    a, b = lama.realisasi.angka, kini.realisasi.angka
    return None if a is None or b is None else b - a
