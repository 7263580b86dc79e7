"""Capaian of one indicator in one period: state, accumulation, target, formula, floor and cap, predicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from capaian.formulas import polarity
from capaian.formulas.accumulation import Lewat, NilaiPeriode, accumulate, get, target_rinci
from capaian.formulas.polarity import Rumus, batasi
from capaian.formulas.predikat import ORDINAL_BAWAAN, YA_TIDAK, predikat, skala_kantor
from capaian.formulas.target_range import Rentang
from capaian.model.capaian import Alasan, Capaian
from capaian.model.kata import StatusData
from capaian.model.nilai import KOSONG, CellRef, Keadaan, Nilai
from capaian.model.pengaturan import Kebijakan, Pengaturan, SkalaOrdinal
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Target, Ukuran

_STATUS = {
    StatusData.BELUM_TERSEDIA: Alasan.BELUM_TERSEDIA,
    StatusData.TIDAK_DIUKUR: Alasan.TIDAK_DIUKUR,
    StatusData.TIDAK_DILAKSANAKAN: Alasan.TIDAK_DILAKSANAKAN,
}
_KEADAAN = {
    Keadaan.KOSONG: Alasan.BELUM_ADA_DATA,
    Keadaan.NIHIL: Alasan.BELUM_ADA_DATA,
    Keadaan.TIDAK_BERLAKU: Alasan.TIDAK_DIUKUR,
    Keadaan.TAK_TERBACA: Alasan.TAK_TERBACA,
    Keadaan.DITAHAN: Alasan.DITAHAN,
}


@dataclass(frozen=True, slots=True)
class Ukur:
    """Everything known about one indicator in one period.

    Attributes:
        kini: What was typed for the period.
        status: What the sender said about the data; None when nothing usable was said.
        lalu: What was typed for the earlier periods of the year, the first one first.
        lapor: The period reported on, when it is wider than the form's: a semester or a year from quarters.
    """

    indikator: Indikator
    target: Target | None
    periode: Periode
    kini: Nilai
    status: StatusData | None
    lalu: tuple[Nilai, ...]
    lapor: Periode | None = None

    @property
    def untuk(self) -> Periode:
        """The period reported on."""
        return self.lapor or self.periode


@dataclass(frozen=True, slots=True)
class _Hasil:
    """The result for the period, or why there is none."""

    nilai: Decimal | Alasan
    jejak: tuple[str, ...] = ()


def hitung(ukur: Ukur, pengaturan: Pengaturan) -> Capaian:
    """Compute one indicator.

    A status other than "Ada" is believed: a value typed beside it is not used, and the trace says so.

    Raises:
        ValueError: the schema cannot be computed; the message names the indicator.
    """
    indikator, kebijakan = ukur.indikator, pengaturan.kebijakan
    rumus = polarity.rumus_indikator(indikator, kebijakan.rumus)
    skala = skala_ordinal(indikator, pengaturan.skala_ordinal)
    target = target_rinci(ukur.target, indikator, ukur.untuk)
    hasil = _realisasi(ukur, skala, ada_target=target.nilai is not None)
    mentah = _capaian(hasil.nilai, target.nilai, rumus, indikator, skala)
    tahun = _capaian(hasil.nilai, ukur.target.tahunan if ukur.target else None, rumus, indikator, skala)
    persen, batas = (None, ()) if isinstance(mentah, Alasan) else _batasi(mentah, kebijakan)
    jejak_target = (target.jejak,) if target.jejak else ()
    return Capaian(
        indikator=indikator.kode,
        unit=indikator.unit,
        sasaran=indikator.sasaran,
        periode=ukur.untuk,
        target=_nilai_target(ukur.target, target.nilai, target.kunci),
        realisasi=_nilai_realisasi(ukur, hasil.nilai, skala),
        sumber=_sumber(ukur),
        persen=persen,
        mentah=None if isinstance(mentah, Alasan) else mentah,
        alasan=mentah if isinstance(mentah, Alasan) else None,
        rumus=rumus.nama,
        uraian_rumus=rumus.uraian,
        jejak=(*hasil.jejak, *jejak_target, *batas),
        predikat="" if persen is None else predikat(persen, skala_kantor(pengaturan)),
        persen_tahun=None if isinstance(tahun, Alasan) else _batasi(tahun, kebijakan)[0],
        sel_target=tuple(ukur.target.asal[k] for k in target.kunci if k in ukur.target.asal) if ukur.target else (),
        rumus_target=target.jejak,
    )


def against_year(ukur: Ukur, c: Capaian, pengaturan: Pengaturan) -> Decimal | None:
    """Return a computed result against the target of the year, before floor and cap; None when it cannot be."""
    skala = skala_ordinal(ukur.indikator, pengaturan.skala_ordinal)
    hasil = skor(c.realisasi.isi, skala)
    if hasil is None or ukur.target is None:
        return None
    rumus = polarity.rumus_indikator(ukur.indikator, pengaturan.kebijakan.rumus)
    mentah = _capaian(hasil, ukur.target.tahunan, rumus, ukur.indikator, skala)
    return None if isinstance(mentah, Alasan) else mentah


def skala_ordinal(indikator: Indikator, skala: Mapping[str, SkalaOrdinal]) -> SkalaOrdinal | None:
    """Return the scale of an indicator whose values are words; None when they are numbers.

    Raises:
        ValueError: the scale does not exist.
    """
    if indikator.nilai == "angka":
        return None
    if indikator.nilai == "ya_tidak":
        return YA_TIDAK
    dipakai = skala.get(indikator.skala) or ORDINAL_BAWAAN.get(indikator.skala)
    if dipakai is None:
        raise ValueError(f"Skala «{indikator.skala}» pada indikator {indikator.kode} tidak dikenal.")
    return dipakai


def skor(isi: Ukuran | None, skala: SkalaOrdinal | None) -> Decimal | None:
    """Return a value as a number to compute with: itself, or the score of its level; None when it is neither."""
    if skala is None:
        return isi if isinstance(isi, Decimal) else None
    level = skala.cari(isi) if isinstance(isi, str) else None
    return None if level is None else Decimal(skala.skor[level])


def sasaran_angka(isi: Ukuran | None, skala: SkalaOrdinal | None) -> Decimal | Rentang | None:
    """Return a target to compute with; a text such as `60–80` is a range."""
    if skala is None and isinstance(isi, str):
        return Rentang.parse(isi)
    return skor(isi, skala)


def terjadwal(target: Target | None, periode: Periode) -> bool:
    """Whether the indicator is planned for the period: false when only other quarters have a target."""
    if target is None or periode.jenis == "TAHUN":
        return True
    rencana = target.triwulan[periode.triwulan_awal - 1 : periode.triwulan_akhir]
    return any(t is not None for t in rencana) or all(t is None for t in target.triwulan)


def _realisasi(ukur: Ukur, skala: SkalaOrdinal | None, *, ada_target: bool) -> _Hasil:
    indikator, periode = ukur.indikator, ukur.periode
    jenis = get(indikator.akumulasi)
    if skala is not None and jenis.butuh_angka:
        raise ValueError(f"Indikator {indikator.kode} bernilai {indikator.nilai}; {jenis.nama} hanya untuk angka.")
    kini, alasan = _kini(ukur, skala)
    hasil = accumulate(indikator.akumulasi, [*deret_lalu(ukur, skala), kini], periode)
    if isinstance(hasil.nilai, Decimal):
        if alasan is None:
            return _Hasil(hasil.nilai, (hasil.jejak,) if hasil.jejak else ())
        if ada_target:
            # Not measured now, but the year so far has a result: the report of the year needs it.
            return _Hasil(hasil.nilai, (f"{periode.label} tidak ikut dihitung: {alasan.value}.",))
    sebab = hasil.nilai if isinstance(hasil.nilai, Alasan) else Alasan.TIDAK_DIUKUR
    sekali_setahun = sebab is Alasan.TIDAK_DIUKUR and not isinstance(kini, Lewat)
    return _tanpa_hasil(ukur, sebab if alasan is None or sekali_setahun else alasan)


def deret_lalu(ukur: Ukur, skala: SkalaOrdinal | None) -> list[NilaiPeriode]:
    """Return what the earlier periods of the year count as, the first one first."""
    periode = ukur.periode
    return [
        _lalu(v, skala, ukur.indikator, ukur.target, Periode(periode.tahun, periode.jenis, ke))
        for ke, v in enumerate(ukur.lalu, start=1)
    ]


def nilai_kini(ukur: Ukur, skala: SkalaOrdinal | None) -> NilaiPeriode:
    """Return what the value of the period itself counts as."""
    return _kini(ukur, skala)[0]


def _tanpa_hasil(ukur: Ukur, alasan: Alasan) -> _Hasil:
    """No result; when something was typed nevertheless, the trace says why it was not used."""
    if ukur.kini.keadaan is not Keadaan.TERISI:
        return _Hasil(alasan)
    diketik = ukur.kini.mentah or str(ukur.kini.isi)
    return _Hasil(alasan, (f"Realisasi «{diketik}» tidak dihitung: {alasan.value}.",))


def _kini(ukur: Ukur, skala: SkalaOrdinal | None) -> tuple[NilaiPeriode, Alasan | None]:
    """Return the value typed for the period, or how it counts in a series and why it cannot be used."""
    if not ukur.indikator.diukur_pada(ukur.periode):
        dilewati = ukur.status is StatusData.TIDAK_DILAKSANAKAN
        return Lewat.TIDAK_DIUKUR, Alasan.TIDAK_DILAKSANAKAN if dilewati else Alasan.TIDAK_DIUKUR
    if ukur.status in _STATUS:
        alasan = _STATUS[ukur.status]
        return (None if alasan is Alasan.BELUM_TERSEDIA else Lewat.TIDAK_DIUKUR), alasan
    if ukur.kini.keadaan is Keadaan.TERISI:
        nilai = skor(ukur.kini.isi, skala)
        return nilai, (Alasan.TAK_TERBACA if nilai is None else None)
    alasan = _KEADAAN[ukur.kini.keadaan]
    if alasan is Alasan.BELUM_ADA_DATA and not terjadwal(ukur.target, ukur.periode):
        alasan = Alasan.TIDAK_DIUKUR
    return (Lewat.TIDAK_DIUKUR if alasan is Alasan.TIDAK_DIUKUR else None), alasan


def _lalu(
    nilai: Nilai, skala: SkalaOrdinal | None, indikator: Indikator, target: Target | None, periode: Periode
) -> NilaiPeriode:
    if not indikator.diukur_pada(periode):
        return Lewat.TIDAK_DIUKUR
    if nilai.keadaan is Keadaan.TERISI:
        return skor(nilai.isi, skala)
    kosong = nilai.keadaan in (Keadaan.KOSONG, Keadaan.NIHIL)
    return (
        Lewat.TIDAK_DIUKUR
        if nilai.keadaan is Keadaan.TIDAK_BERLAKU or (kosong and not terjadwal(target, periode))
        else None
    )


def _capaian(
    nilai: Decimal | Alasan, target: Ukuran | None, rumus: Rumus, indikator: Indikator, skala: SkalaOrdinal | None
) -> Decimal | Alasan:
    if isinstance(nilai, Alasan):
        return nilai
    if target is None:
        return Alasan.TARGET_TIDAK_ADA
    dibanding = sasaran_angka(target, skala)
    if dibanding is None:
        raise ValueError(f"Target «{target}» pada indikator {indikator.kode} tidak dapat dihitung.")
    try:
        return rumus.hitung(nilai, dibanding)
    except TypeError as e:
        raise ValueError(f"Indikator {indikator.kode}: rumus «{rumus.nama}» tidak menerima target «{target}».") from e


def _batasi(mentah: Decimal, kebijakan: Kebijakan) -> tuple[Decimal, tuple[str, ...]]:
    return batasi(mentah, kebijakan.batas_bawah, kebijakan.batas_atas)


def _nilai_target(target: Target | None, nilai: Ukuran | None, kunci: tuple[str, ...]) -> Nilai:
    if target is None or nilai is None:
        return KOSONG
    asal: CellRef | None = target.asal.get(kunci[-1]) if kunci else None
    return Nilai(Keadaan.TERISI, nilai, str(nilai), asal)


def _nilai_realisasi(ukur: Ukur, hasil: Decimal | Alasan, skala: SkalaOrdinal | None) -> Nilai:
    """Return the result with the cell that was typed; a result that is not known has no value."""
    kini = ukur.kini
    if isinstance(hasil, Alasan):
        if kini.keadaan is not Keadaan.TERISI:
            return kini
        # The quarter alone would be a smaller number than the result it stands for; it stays in `sumber`.
        keadaan = Keadaan.TAK_TERBACA if hasil is Alasan.TAK_TERBACA else Keadaan.KOSONG
        return Nilai(keadaan, mentah=kini.mentah, asal=kini.asal, catatan=kini.catatan, sebab=kini.sebab)
    if kini.keadaan is not Keadaan.TERISI:
        kini = next(v for v in reversed(ukur.lalu) if v.keadaan is Keadaan.TERISI)
    isi: Ukuran = hasil
    if skala is not None:
        isi = next(level for level, nilai in skala.skor.items() if nilai == hasil)
    return Nilai(Keadaan.TERISI, isi, kini.mentah, kini.asal, kini.catatan)


def _sumber(ukur: Ukur) -> tuple[Nilai, ...]:
    semua = get(ukur.indikator.akumulasi).jejak != "" and ukur.periode.jenis != "TAHUN"
    nilai = (*ukur.lalu, ukur.kini) if semua else (ukur.kini,)
    return tuple(v for v in nilai if v.keadaan is not Keadaan.KOSONG)
