"""The office's own rules, from its table Aturan, over everything that a period collected.

A rule has nothing to say when one of its values could not be read, is in conflict, or was never sent, since that has
a finding of its own; nor when a value is not to be had, because the indicator is not measured in this period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from capaian.formulas import accumulation
from capaian.formulas.evaluate import evaluate, holds
from capaian.formulas.functions import Gagal
from capaian.formulas.rounding import tulis
from capaian.model.aturan import KeteranganAturan
from capaian.model.aturan_kantor import ACUAN, LEWATI, AturanKantor, Reference
from capaian.model.capaian import Alasan, Capaian
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.kata import StatusData
from capaian.model.kiriman import Isian
from capaian.model.nilai import KOSONG, CellRef, Keadaan, Nilai
from capaian.model.periode import Periode
from capaian.model.skema import Siklus, Ukuran
from capaian.text.inert import shorten
from capaian.text.words import daftar

_DITAHAN = Nilai(Keadaan.DITAHAN)
_TIDAK_BERLAKU = Nilai(Keadaan.TIDAK_BERLAKU)
_DIAM = {Keadaan.TAK_TERBACA, Keadaan.DITAHAN, Keadaan.TIDAK_BERLAKU}
"""States about which an office's rule is silent."""
_PANJANG = 30
"""Digits that a message shows of a number."""
_PERIKSA = "Cocokkan angka-angka itu dengan sumber datanya, lalu perbaiki yang keliru."
_LENGKAPI = "Lengkapi nilai itu. Bila memang tidak ada, pilih «lewati» pada kolom Bila Kosong tabel Aturan."


def explained(aturan: AturanKantor) -> KeteranganAturan:
    """Return what a person may want to know about a rule of the office."""
    pesan = aturan.pesan.replace("{kiri}", "[kiri]").replace("{kanan}", "[kanan]")
    return KeteranganAturan(
        kode=aturan.kode,
        lingkup="Aturan milik kantor (tabel Aturan)",
        severity=aturan.tingkat,
        uraian=aturan.bunyi,
        kecuali=(
            f"Salah satu nilainya tidak terbaca, atau tidak diukur pada periode ini. Bila kosong: {aturan.bila_kosong}."
        ),
        pesan=pesan,
        diharapkan=aturan.bunyi,
        perbaikan=aturan.perbaikan or _PERIKSA,
        dasar=aturan.dasar or "Aturan kantor sendiri",
        dapat_dikecualikan=aturan.tingkat is Severity.PERINGATAN,
    )


@dataclass(frozen=True, slots=True)
class _Data:
    """What rules can look up.

    Attributes:
        isian: Rows by part and code.
        sebelumnya: Values of the earlier periods of the year, by code and period.
        capaian: Results of the year so far, by indicator.
    """

    siklus: Siklus
    periode: Periode
    isian: Mapping[tuple[str, str], Isian]
    sebelumnya: Mapping[tuple[str, str], Nilai]
    capaian: Mapping[str, Capaian]

    def row(self, x: Reference) -> Isian | None:
        """The row that a value is typed in."""
        return self.isian.get(("anggaran" if x.fungsi == "anggaran" else "isian", x.kode))


def findings(
    siklus: Siklus,
    periode: Periode,
    isian: Iterable[Isian],
    sebelumnya: Mapping[tuple[str, str], Nilai],
    capaian: Iterable[Capaian],
) -> Iterator[Finding]:
    """Judge by every rule of the office.

    Args:
        siklus: The schema, with the rules in it.
        periode: The period that is judged.
        isian: Its rows, each once; a cell in conflict is `DITAHAN`.
        sebelumnya: Typed values of the earlier periods of the year, by code and period.
        capaian: What the rows come to, see `capaian.analysis.compute`.
    """
    hasil = {c.indikator: c for c in capaian}
    data = _Data(siklus, periode, {(i.bagian, i.kode): i for i in isian}, sebelumnya, hasil)
    for aturan in siklus.aturan:
        nilai = {x: _LOOK_UP[x.fungsi](data, x) for x in aturan.rujukan()}
        if not any(n.keadaan in _DIAM for n in nilai.values()):
            yield from _judge(aturan, nilai, data)


def _judge(aturan: AturanKantor, nilai: Mapping[Reference, Nilai], data: _Data) -> Iterator[Finding]:
    angka = {x: n.angka for x, n in nilai.items()}
    kiri, kanan = evaluate(aturan.kiri.isi, angka), evaluate(aturan.kanan.isi, angka)
    gagal = next((h for h in (kiri, kanan) if isinstance(h, Gagal)), None)
    if gagal is not None or isinstance(kiri, Gagal) or isinstance(kanan, Gagal):
        if gagal is not None and aturan.bila_kosong != LEWATI:
            yield _not_judged(aturan, gagal, nilai, data)
    elif not holds(kiri, aturan.operator, kanan):
        yield _broken(aturan, kiri, kanan, nilai, data)


def _broken(
    aturan: AturanKantor, kiri: Decimal, kanan: Decimal, nilai: Mapping[Reference, Nilai], data: _Data
) -> Finding:
    isi = {"{kiri}": tulis(kiri, (kanan,)), "{kanan}": tulis(kanan, (kiri,))}
    pesan = aturan.pesan if aturan.pesan.endswith((".", "!", "?")) else f"{aturan.pesan}."
    if not all(x in pesan for x in isi):
        pesan = f"{pesan} Kiri {{kiri}}, kanan {{kanan}}."
    for x, teks in isi.items():
        pesan = pesan.replace(x, teks)
    pesan = f"{pesan} Nilainya: {_named(nilai)}."
    return _finding(aturan, aturan.pokok, aturan.tingkat, (pesan, aturan.bunyi, aturan.perbaikan or _PERIKSA), data)


def _not_judged(aturan: AturanKantor, gagal: Gagal, nilai: Mapping[Reference, Nilai], data: _Data) -> Finding:
    """Say that a rule could not be judged; the finding is about the first value that is missing, if a unit types it."""
    kosong = {x: n for x, n in nilai.items() if n.angka is None}
    pesan = f"Aturan {aturan.kode} tidak dapat diperiksa: {gagal.value}. Nilainya: {_named(kosong or nilai)}."
    pokok = next((x for x in kosong if ACUAN[x.fungsi].kolom), aturan.pokok)
    perbaikan = _LENGKAPI if kosong else _PERIKSA
    return _finding(aturan, pokok, Severity(aturan.bila_kosong), (pesan, aturan.bunyi, perbaikan), data)


def _finding(
    aturan: AturanKantor, pokok: Reference | None, severity: Severity, teks: tuple[str, str, str], data: _Data
) -> Finding:
    row = data.row(pokok) if pokok else None
    assert pokok and row  # a rule needs a value that a unit types, and is silent without its row
    pesan, diharapkan, perbaikan = teks
    kolom, siklus = ACUAN[pokok.fungsi].kolom, data.siklus
    milik = siklus.indikator_by_kode.get(pokok.kode) or siklus.program_by_kode.get(pokok.kode)
    return Finding(
        kunci=Kunci(aturan.kode, row.unit, str(data.periode), pokok.kode, kolom),
        severity=severity,
        pesan=pesan,
        diharapkan=diharapkan,
        perbaikan=perbaikan,
        dasar=aturan.dasar or f"Aturan kantor {aturan.kode} ({aturan.asal})",
        asal=row[kolom].asal,
        nama_butir=milik.nama if milik else "",
    )


def _named(nilai: Mapping[Reference, Nilai]) -> str:
    """Name values with the cells they come from."""
    return daftar([_one(x, n) for x, n in nilai.items()])


def _one(x: Reference, nilai: Nilai) -> str:
    tempat = f" ({nilai.asal})" if nilai.asal else ""
    if nilai.angka is None:
        isi = "kosong"
    else:  # a cell may hold 1E+999999, which would fill a book
        isi = tulis(nilai.angka) if abs(nilai.angka.adjusted()) < _PANJANG else f"«{shorten(nilai.mentah, 30)}»"
    return f"{ACUAN[x.fungsi].uraian} {x.kode} {isi}{tempat}"


# --- where each value comes from ---


def _typed(data: _Data, x: Reference) -> Nilai:
    """Return what was typed for an indicator; what its status says counts more than a number beside it."""
    row = data.row(x)
    if not data.siklus.indikator_by_kode[x.kode].diukur_pada(data.periode):
        return _TIDAK_BERLAKU
    if row is None or row["status_data"].keadaan in _DIAM:
        return _DITAHAN
    nilai, status = row[ACUAN[x.fungsi].kolom], StatusData.cari(row["status_data"].teks)
    if nilai.keadaan in _DIAM:
        return nilai
    if status in (StatusData.TIDAK_DIUKUR, StatusData.TIDAK_DILAKSANAKAN):
        return _TIDAK_BERLAKU
    return Nilai(Keadaan.KOSONG, asal=nilai.asal) if status is StatusData.BELUM_TERSEDIA else nilai


def _so_far(data: _Data, x: Reference) -> Nilai:
    """Return the result of the year so far, as the report states it."""
    typed, hasil = _typed(data, x), data.capaian.get(x.kode)
    if typed.keadaan in _DIAM or hasil is None:
        return typed
    if hasil.alasan in (Alasan.TAK_TERBACA, Alasan.DITAHAN):
        return _DITAHAN
    return Nilai(Keadaan.TERISI, a, str(a), typed.asal) if (a := hasil.realisasi.angka) is not None else KOSONG


def _target(data: _Data, x: Reference) -> Nilai:
    """Return the target; with `t` of this period alone: where targets add up, without those of the periods before."""
    indikator = data.siklus.indikator_by_kode[x.kode]
    target = data.siklus.target_berlaku(x.kode, data.periode)
    if not indikator.diukur_pada(data.periode):
        return _TIDAK_BERLAKU
    kini = accumulation.target_rinci(target, indikator, data.periode)
    sendiri = x.fungsi == "t" and accumulation.get(indikator.akumulasi).jumlah
    lalu = _measured_before(data, x) if sendiri else None
    nilai = kini.nilai
    if lalu is not None:
        sebelum = accumulation.target_rinci(target, indikator, lalu).nilai
        nilai = nilai - sebelum if isinstance(nilai, Decimal) and isinstance(sebelum, Decimal) else None
    return _stored(nilai, target.asal.get(kini.kunci[-1]) if target and kini.kunci else None)


def _annual_target(data: _Data, x: Reference) -> Nilai:
    target = data.siklus.target_berlaku(x.kode, data.periode)
    return _stored(target.tahunan, target.asal.get("tahunan")) if target else KOSONG


def _before(data: _Data, x: Reference) -> Nilai:
    """Return the result of the last earlier period of the year in which the indicator was measured."""
    lalu = _measured_before(data, x)
    if lalu is None:
        return _TIDAK_BERLAKU
    nilai = data.sebelumnya.get((x.kode, str(lalu)), KOSONG)
    return _history(data, x, lalu) if nilai.keadaan is Keadaan.KOSONG else nilai


def _last_year(data: _Data, x: Reference) -> Nilai:
    """Return the result of the same period of last year; at the end of a year that of the year, unless it is a sum."""
    p, jumlah = data.periode, accumulation.get(data.siklus.indikator_by_kode[x.kode].akumulasi).jumlah
    nilai = _history(data, x, Periode(p.tahun - 1, p.jenis, p.ke))
    if nilai.keadaan is Keadaan.KOSONG and p.akhir_tahun and not jumlah:
        return _history(data, x, Periode(p.tahun - 1, "TAHUN"))
    return nilai


def _budget(data: _Data, x: Reference) -> Nilai:
    program = data.siklus.program_by_kode[x.kode]
    return _stored(program.pagu, program.asal_pagu)


def _spent(data: _Data, x: Reference) -> Nilai:
    row = data.row(x)
    return row["realisasi_anggaran"] if row else _DITAHAN


def _measured_before(data: _Data, x: Reference) -> Periode | None:
    indikator, p = data.siklus.indikator_by_kode[x.kode], data.periode.sebelumnya()
    while p and not indikator.diukur_pada(p):
        p = p.sebelumnya()
    return p


def _history(data: _Data, x: Reference, periode: Periode) -> Nilai:
    r = next((r for r in data.siklus.riwayat if (r.indikator, r.periode) == (x.kode, periode)), None)
    return _stored(r.realisasi, r.asal) if r else KOSONG


def _stored(nilai: Ukuran | None, asal: CellRef | None) -> Nilai:
    return KOSONG if nilai is None else Nilai(Keadaan.TERISI, nilai, str(nilai), asal)


_LOOK_UP: Mapping[str, Callable[[_Data, Reference], Nilai]] = {
    "r": _typed,
    "sd": _so_far,
    "t": _target,
    "tsd": _target,
    "tt": _annual_target,
    "lalu": _before,
    "tahunlalu": _last_year,
    "pembilang": _typed,
    "penyebut": _typed,
    "pagu": _budget,
    "anggaran": _spent,
}
