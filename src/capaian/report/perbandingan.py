"""An indicator against its own earlier periods, in words and numbers that can be printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from capaian.model.angka import Angka
from capaian.model.nilai import CellRef
from capaian.model.perbandingan import Perbandingan, Titik
from capaian.model.skema import Indikator, Ukuran
from capaian.report.bahan import Bahan
from capaian.report.facts import asal, selisih_tercetak


@dataclass(frozen=True, slots=True)
class KemajuanTampil:
    """The result beside the target at the end of the Renstra; `alasan` says why the progress is not computed."""

    tahun: str
    target: Angka
    persen: Angka
    alasan: str


@dataclass(frozen=True, slots=True)
class StandarTampil:
    """The result beside a standard.

    Attributes:
        letak: `di atas`, `di bawah`, `sama dengan`, or `–`.
        makna: `lebih baik`, `belum sebaik`, or empty.
    """

    nilai: Angka
    sumber: str
    letak: str
    makna: str


@dataclass(frozen=True, slots=True)
class TrenTampil:
    """The course over the years.

    Attributes:
        arah: `membaik`, `memburuk`, `tetap` or `naik turun`.
        gerak: What the numbers did: `naik`, `turun`, or `mendekati rentang target` and its opposite.
        sejak: Label of the first year.
        akhir: Direction of the last step.
        beruntun: How many of the last steps went that way.
    """

    arah: str
    gerak: str
    sejak: str
    akhir: str
    beruntun: Angka


@dataclass(frozen=True, slots=True)
class PerbandinganTampil:
    """This period against the comparable ones before.

    Attributes:
        ada: An earlier result is known, so that a direction can be told.
        label: The period compared with: `Tahun 2024`.
        di_tabel: Its result stands in the columns of the comparison table: one of the two years before.
        arah: `naik`, `turun` or `tetap`; empty when it cannot be told.
        makna: `membaik`, `memburuk`, or empty when nothing changed.
        selisih: Size of the change, without sign: the difference of the numbers as they are printed.
        poin: The change is in percentage points.
        selisih_ada: The change can be printed as a number (not for levels, not when the digits are equal).
        renstra: Beside the end of the Renstra, when it has a target.
        standar: Beside the standard, when there is one.
        tren: The course over the years, when three or more of them follow on each other.
    """

    ada: bool
    label: str
    di_tabel: bool
    arah: str
    makna: str
    selisih: Angka
    poin: bool
    selisih_ada: bool
    dulu: Angka
    dua_tahun_lalu: Angka
    tahun_lalu: Angka
    capaian_lalu: Angka
    capaian_dua_tahun_lalu: Angka
    renstra: KemajuanTampil | None
    standar: StandarTampil | None
    tren: TrenTampil | None


def ukuran(ind: Indikator, isi: Ukuran | None, sel: tuple[CellRef, ...], nama: str, rumus: str = "") -> Angka:
    """Return a target or result of an indicator as a number that can be printed."""
    return Angka(isi, ind.satuan, ind.desimal, sel, rumus, nama=nama)


def bandingkan(bahan: Bahan, ind: Indikator, kini: Angka, skor: dict[str, Decimal]) -> PerbandinganTampil:
    """Word what the analysis compared: the result `kini` beside earlier ones.

    `skor` are the scores of an ordinal scale by level in lower case; it is empty for numbers.
    """
    p = bahan.perbandingan_by_kode.get(ind.kode)
    lama = p.pembanding if p else None
    dulu = _realisasi(ind, lama)
    a, b = _skor(kini.nilai, skor), _skor(dulu.nilai, skor)
    arah = "" if a is None or b is None else "naik" if a > b else "turun" if a < b else "tetap"
    selisih = selisih_tercetak(kini, dulu, f"perubahan {ind.kode}")
    tahun = bahan.periode.tahun
    return PerbandinganTampil(
        ada=bool(arah),
        label=lama.periode.label if lama else "",
        di_tabel=lama is not None and lama in (_setara(bahan, p, tahun - 1), _setara(bahan, p, tahun - 2)),
        arah=arah,
        makna=p.arah if p and p.arah in ("membaik", "memburuk") and arah != "tetap" else "",
        selisih=selisih,
        poin=ind.persen,
        selisih_ada=bool(arah) and isinstance(selisih.nilai, Decimal) and selisih.nilai != 0,
        dulu=dulu,
        dua_tahun_lalu=_realisasi(ind, _setara(bahan, p, tahun - 2)),
        tahun_lalu=_realisasi(ind, _setara(bahan, p, tahun - 1)),
        capaian_lalu=_capaian(bahan, ind, _setara(bahan, p, tahun - 1)),
        capaian_dua_tahun_lalu=_capaian(bahan, ind, _setara(bahan, p, tahun - 2)),
        renstra=_kemajuan(ind, p, kini),
        standar=_standar(ind, p),
        tren=_tren(ind, p),
    )


def _kemajuan(ind: Indikator, p: Perbandingan | None, kini: Angka) -> KemajuanTampil | None:
    k = p.kemajuan if p else None
    if k is None:
        return None
    target = ukuran(ind, k.target.isi, asal(k.target), f"target akhir Renstra {ind.kode}")
    sel = tuple(dict.fromkeys(kini.asal + target.asal))
    rumus = "rumus capaian terhadap target akhir Renstra, tanpa batas atas"
    persen = Angka(k.persen, "%", 2, sel, rumus, nama=f"kemajuan Renstra {ind.kode}", ambang=(Decimal(100),))
    return KemajuanTampil(str(k.tahun), target, persen, k.alasan.value if k.alasan else "")


def _standar(ind: Indikator, p: Perbandingan | None) -> StandarTampil | None:
    s = p.standar if p else None
    if s is None:
        return None
    makna = {True: "lebih baik", False: "belum sebaik", None: ""}[s.lebih_baik]
    sel = (ind.asal_standar,) if ind.asal_standar else ()
    return StandarTampil(ukuran(ind, s.nilai, sel, f"standar {ind.kode}"), s.sumber, s.letak, makna)


_GERAK = {
    ("positif", "membaik"): "naik",
    ("positif", "memburuk"): "turun",
    ("negatif", "membaik"): "turun",
    ("negatif", "memburuk"): "naik",
    ("rentang", "membaik"): "mendekati rentang target",
    ("rentang", "memburuk"): "menjauhi rentang target",
}


def _tren(ind: Indikator, p: Perbandingan | None) -> TrenTampil | None:
    t = p.tren if p else None
    if t is None:
        return None
    sel = tuple(dict.fromkeys(a for x in t.titik for a in asal(x.realisasi)))
    beruntun = Angka(
        Decimal(t.beruntun), desimal=0, asal=sel, rumus="banyaknya perubahan searah", nama=f"tren {ind.kode}"
    )
    gerak = _GERAK.get((ind.polaritas, t.langkah[-1]), "tetap")
    return TrenTampil(t.arah, gerak, t.titik[0].periode.label, t.langkah[-1], beruntun)


def _setara(bahan: Bahan, p: Perbandingan | None, tahun: int) -> Titik | None:
    """Return the point of an earlier year that covers the same part of the year."""
    akhir = bahan.periode.triwulan_akhir
    cocok = [t for t in p.titik if t.periode.tahun == tahun and t.periode.triwulan_akhir == akhir] if p else []
    return cocok[-1] if cocok else None


def _skor(isi: Ukuran | None, skor: dict[str, Decimal]) -> Decimal | None:
    return skor.get(isi.casefold()) if isinstance(isi, str) else isi


def hasil_titik(ind: Indikator, t: Titik) -> Angka:
    """Return the result of a point with every cell that it combines."""
    gabung = len(t.sumber) > 1
    sel = asal(*t.sumber, t.realisasi) if gabung else asal(t.realisasi)
    rumus = "gabungan triwulan menurut jenis akumulasi" if gabung else ""
    return ukuran(ind, t.realisasi.isi, sel, f"realisasi {t.periode} {ind.kode}", rumus)


def target_titik(ind: Indikator, t: Titik) -> Angka:
    """Return the target of a point as a number, with its cells; a range or a level is none."""
    sel = t.sel_target or asal(t.target)
    rumus = "jumlah target triwulan" if len(t.sel_target) > 1 else ""
    return ukuran(ind, t.target.angka, sel, f"target {t.periode} {ind.kode}", rumus)


def _realisasi(ind: Indikator, t: Titik | None) -> Angka:
    if t is None:
        return ukuran(ind, None, (), f"realisasi terdahulu {ind.kode}")
    return hasil_titik(ind, t)


def _capaian(bahan: Bahan, ind: Indikator, t: Titik | None) -> Angka:
    if t is None:
        return Angka(None, "%", nama=f"capaian terdahulu {ind.kode}")
    return Angka(
        t.persen,
        "%",
        2,
        tuple(dict.fromkeys((*hasil_titik(ind, t).asal, *(t.sel_target or asal(t.target))))),
        "rumus capaian yang berlaku sekarang",
        nama=f"capaian {t.periode} {ind.kode}",
        ambang=bahan.ambang,
    )
