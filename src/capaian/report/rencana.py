"""Facts about what was planned: office, Renstra, IKU, rencana aksi, and the programmes that support a sasaran."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from capaian.model.angka import Angka
from capaian.model.nilai import CellRef
from capaian.model.skema import Indikator, Target
from capaian.report.anggaran import BarisSerapan, Efisiensi, anggaran, efisiensi
from capaian.report.bahan import Bahan
from capaian.report.facts import asal, banyak, fact
from capaian.report.perbandingan import ukuran

_SERATUS = Decimal(100)


@dataclass(frozen=True, slots=True)
class UnitTampil:
    """A unit and who leads it on the day of the report."""

    nama: str
    jabatan: str
    pejabat: str


@dataclass(frozen=True, slots=True)
class SumberDayaTampil:
    """One line of the resources of the office."""

    jenis: str
    uraian: str
    jumlah: Angka
    satuan: str


@dataclass(frozen=True, slots=True)
class RencanaTampil:
    """The strategic plan.

    Attributes:
        nama: Its name, or `Rencana Strategis` with the name of the office.
        tujuan: Tujuan by code of the sasaran.
        target_akhir: Target of its last year by code of the indicator.
    """

    nama: str
    visi: str
    misi: tuple[str, ...]
    tujuan: Mapping[str, str]
    target_akhir: Mapping[str, Angka]
    ada_target: bool


@dataclass(frozen=True, slots=True)
class IkuTampil:
    """An indikator kinerja utama as it is defined."""

    kode: str
    nama: str
    satuan: str
    formulasi: str
    sumber_data: str
    unit: str


@dataclass(frozen=True, slots=True)
class AksiTampil:
    """The targets of one indicator in the course of the year."""

    kode: str
    nama: str
    satuan: str
    tw1: Angka
    tw2: Angka
    tw3: Angka
    tw4: Angka
    tahun: Angka
    unit: str


@dataclass(frozen=True, slots=True)
class BarisPenunjang:
    """One sub kegiatan that supports a sasaran; `keterangan` is `menunjang`, `belum penuh` or `–`."""

    nama: str
    indikator: str
    satuan: str
    target: Angka
    realisasi: Angka
    capaian: Angka
    keterangan: str


@dataclass(frozen=True, slots=True)
class Penunjang:
    """The programmes of one sasaran."""

    baris: tuple[BarisPenunjang, ...]
    n: Angka
    n_menunjang: Angka
    n_belum: Angka
    semua: bool
    ada_belum: bool
    belum: tuple[str, ...]


@fact("struktur")
def struktur(bahan: Bahan) -> tuple[UnitTampil, ...]:
    """The units of the office, each with who leads it on the day of the report."""
    hasil = []
    for u in bahan.siklus.unit:
        p = next((p for p in bahan.siklus.pejabat if p.unit == u.kode and p.menjabat(bahan.tanggal)), None)
        hasil.append(UnitTampil(u.nama, p.jabatan_lengkap if p else "", p.nama if p else ""))
    return tuple(hasil)


@fact("sumber_daya")
def sumber_daya(bahan: Bahan) -> tuple[SumberDayaTampil, ...]:
    """Staff and other resources from the settings."""
    sel = (CellRef("capaian.toml", "", "[[laporan.sumber_daya]]"),)
    return tuple(
        SumberDayaTampil(
            d.jenis,
            d.uraian,
            Angka(
                d.jumlah,
                d.satuan,
                0 if d.jumlah == d.jumlah.to_integral_value() else 2,
                sel,
                "tertulis pada pengaturan",
                nama=d.uraian,
            ),
            d.satuan,
        )
        for d in bahan.pengaturan.laporan.sumber_daya
    )


@fact("penghargaan")
def penghargaan(bahan: Bahan) -> tuple[str, ...]:
    """Awards of the year from the settings."""
    return bahan.pengaturan.laporan.penghargaan


@fact("rencana")
def rencana(bahan: Bahan) -> RencanaTampil:
    """The strategic plan: vision, mission, tujuan, and the targets of its last year."""
    isi = bahan.pengaturan.laporan
    renstra: dict[str, Target] = {}
    for t in bahan.siklus.target:
        if t.dokumen == "Renstra" and (t.indikator not in renstra or renstra[t.indikator].tahun < t.tahun):
            renstra[t.indikator] = t
    akhir = {i.kode: _target_akhir(i, renstra.get(i.kode)) for i in bahan.siklus.indikator}
    return RencanaTampil(
        nama=isi.renstra or f"Rencana Strategis {bahan.pengaturan.instansi.nama}",
        visi=isi.visi,
        misi=isi.misi,
        tujuan={s.kode: s.tujuan for s in bahan.siklus.sasaran},
        target_akhir=akhir,
        ada_target=any(a.nilai is not None for a in akhir.values()),
    )


@fact("iku")
def iku(bahan: Bahan) -> tuple[IkuTampil, ...]:
    """Indicators of the kind IKU, as they are defined."""
    return tuple(
        IkuTampil(i.kode, i.nama, i.satuan, _formulasi(i), i.sumber_data, _unit(bahan, i))
        for i in bahan.siklus.indikator
        if i.jenis == "IKU"
    )


@fact("rencana_aksi")
def rencana_aksi(bahan: Bahan) -> tuple[AksiTampil, ...]:
    """Targets by quarter of every indicator."""
    hasil = []
    for i in bahan.siklus.indikator:
        t = bahan.siklus.target_berlaku(i.kode, bahan.periode)
        tw = [_target_triwulan(i, t, n) for n in range(4)]
        sel = (t.asal["tahunan"],) if t and "tahunan" in t.asal else ()
        setahun = ukuran(i, t.tahunan if t else None, sel, f"target tahunan {i.kode}")
        hasil.append(AksiTampil(i.kode, i.nama, i.satuan, tw[0], tw[1], tw[2], tw[3], setahun, _unit(bahan, i)))
    return tuple(hasil)


@fact("program_pk")
def program_pk(bahan: Bahan) -> tuple[BarisSerapan, ...]:
    """The programmes with their budgets, as a Perjanjian Kinerja lists them."""
    return tuple(b for b in anggaran(bahan).baris if b.tingkat == "program")


@fact("penunjang")
def penunjang(bahan: Bahan) -> Mapping[str, Penunjang]:
    """Sub kegiatan that support each sasaran, with their output against target."""
    isian = {i.kode: i for i in bahan.isian if i.bagian == "anggaran"}
    hasil = {}
    for s in bahan.siklus.sasaran:
        baris = []
        sel_semua: list[CellRef] = []
        for p in bahan.siklus.program:
            if p.sasaran != s.kode or p.pagu is None:
                continue
            i = isian.get(p.kode)
            nilai = i["realisasi_keluaran"] if i else None
            keluaran = nilai.angka if nilai else None
            sel_target = (p.asal_target,) if p.asal_target else ()
            sel = asal(nilai) if nilai else ()
            sel_semua += [p.asal] if p.asal else []
            persen = keluaran / p.target * _SERATUS if keluaran is not None and p.target else None
            desimal = _desimal(p.target)
            baris.append(
                BarisPenunjang(
                    nama=p.nama,
                    indikator=p.indikator,
                    satuan=p.satuan,
                    target=Angka(p.target, p.satuan, desimal, sel_target, nama=f"target keluaran {p.kode}"),
                    realisasi=Angka(keluaran, p.satuan, desimal, sel, nama=f"realisasi keluaran {p.kode}"),
                    capaian=Angka(
                        persen,
                        "%",
                        2,
                        sel + sel_target,
                        "realisasi keluaran / target keluaran × 100",
                        nama=f"capaian keluaran {p.kode}",
                        ambang=(_SERATUS,),
                    ),
                    keterangan="–" if persen is None else "menunjang" if persen >= _SERATUS else "belum penuh",
                )
            )
        hasil[s.kode] = _penunjang(s.kode, tuple(baris), tuple(sel_semua))
    return hasil


@fact("efisiensi_sasaran")
def efisiensi_sasaran(bahan: Bahan) -> Mapping[str, tuple[Efisiensi, ...]]:
    """Efficiency by sasaran: one record, or none where there is no budget."""
    semua = efisiensi(bahan)
    return {s.kode: tuple(e for e in semua if e.kode == s.kode) for s in bahan.siklus.sasaran}


def _penunjang(kode: str, baris: tuple[BarisPenunjang, ...], sel: tuple[CellRef, ...]) -> Penunjang:
    belum = tuple(b.nama for b in baris if b.keterangan == "belum penuh")
    n = sum(b.keterangan == "menunjang" for b in baris)

    def hitung(banyaknya: int, apa: str) -> Angka:
        return banyak(banyaknya, f"sub kegiatan {apa} {kode}", "banyaknya baris pada tabel", sel)

    return Penunjang(
        baris=baris,
        n=hitung(len(baris), "penunjang"),
        n_menunjang=hitung(n, "yang menunjang"),
        n_belum=hitung(len(belum), "yang belum penuh"),
        semua=bool(baris) and n == len(baris),
        ada_belum=bool(belum),
        belum=belum[:3],
    )


def _target_akhir(i: Indikator, t: Target | None) -> Angka:
    sel = (t.asal["tahunan"],) if t and "tahunan" in t.asal else ()
    return ukuran(i, t.tahunan if t else None, sel, f"target akhir Renstra {i.kode}")


def _target_triwulan(i: Indikator, t: Target | None, n: int) -> Angka:
    kunci = f"tw{n + 1}"
    sel = (t.asal[kunci],) if t and kunci in t.asal else ()
    return ukuran(i, t.triwulan[n] if t else None, sel, f"target TW {n + 1} {i.kode}")


def _desimal(n: Decimal | None) -> int:
    return 0 if n is None or n == n.to_integral_value() else 2


def _formulasi(i: Indikator) -> str:
    if i.formulasi and i.berpembilang:
        nama = {"pembilang": i.pembilang, "penyebut": i.penyebut}
        return re.sub(r"\b(pembilang|penyebut)\b", lambda m: nama[m[1].lower()], i.formulasi, flags=re.IGNORECASE)
    if i.formulasi:
        return i.formulasi
    return f"{i.pembilang} ÷ {i.penyebut} × 100" if i.pembilang and i.penyebut else i.definisi


def _unit(bahan: Bahan, i: Indikator) -> str:
    u = bahan.siklus.unit_by_kode.get(i.unit)
    return u.nama if u else i.unit
