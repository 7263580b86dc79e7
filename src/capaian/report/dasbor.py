"""The dashboard: one page that shows where the cycle stands and what was achieved, from the facts of the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from capaian.document.html import Halaman, render
from capaian.model.angka import Angka
from capaian.model.finding import Finding, Kelompok, Kunci, Severity, group
from capaian.model.jejak import Jejak
from capaian.model.keadaan import HasilStatus, KeadaanLangkah
from capaian.model.pengesahan import Tahap
from capaian.model.putaran import Pemeriksaan, Pengecualian
from capaian.model.register import StatusUnit
from capaian.report import anggaran, bagan, kinerja
from capaian.report.bahan import Bahan
from capaian.report.dasbor_asal import origin
from capaian.report.dasbor_tampil import (
    BarisAsal,
    IndikatorDasbor,
    Jam,
    JenjangTampil,
    Kepala,
    LangkahTampil,
    Nada,
    SasaranDasbor,
    SelTahap,
    SerapanDasbor,
    TempatTemuan,
    Temuan,
    TemuanTampil,
    TemuanUnit,
    TrenDasbor,
    UnitTampil,
)
from capaian.report.facts import banyak
from capaian.report.tampilan import SasaranTampil
from capaian.text.dates import pukul, tanggal


@dataclass(frozen=True, slots=True)
class TahapUnit:
    """How far a unit is.

    Attributes:
        judul: The stages, in order.
        lewat: How many of them it has behind it.
        terhenti: The next one waits for somebody to mend or choose something.
    """

    judul: tuple[str, ...]
    lewat: int
    terhenti: bool


@dataclass(frozen=True, slots=True)
class TemuanDasbor:
    """The last validation, as the ledger keeps it.

    Attributes:
        terakhir: None when there was none.
        temuan: Its findings, in the order of schema and form.
        nomor: Number of each by key, as text; notes have none.
        pengecualian: Waivers in force, by key.
        kolom: Header of the column of each, by key.
    """

    terakhir: Pemeriksaan | None
    temuan: tuple[Finding, ...]
    nomor: Mapping[Kunci, str]
    pengecualian: Mapping[Kunci, Pengecualian]
    kolom: Mapping[Kunci, str]


@dataclass(frozen=True, slots=True)
class Masukan:
    """Everything that the page shows.

    Attributes:
        jejak: Where numbers come from, by code in lower case, as `capaian trace` follows them.
        unit: State of the units in the period whose forms hold the data.
        tahap: How far each unit is, by code.
        data: Label of that period, when it is another one than the period shown; else empty.
    """

    bahan: Bahan
    status: HasilStatus
    jejak: Mapping[str, Jejak]
    unit: tuple[StatusUnit, ...]
    tahap: Mapping[str, TahapUnit]
    temuan: TemuanDasbor
    data: str
    kini: datetime


def build_dashboard(m: Masukan, halaman: Halaman) -> bytes:
    """Build the page; equal arguments give equal bytes.

    Args:
        m: Everything that it shows.
        halaman: Template, style and script.

    Returns:
        A whole HTML document in UTF-8 that needs nothing else.
    """
    b = m.bahan
    sasaran = tuple(_sasaran(m, s) for s in kinerja.sasaran(b))
    by_kode = {x.tampil.kode: x for s in sasaran for x in s.indikator}
    konteks = {
        "kepala": _head(m),
        "jam": _clock(m),
        "unit": tuple(_unit(u, m.tahap[u.kode]) for u in m.unit),
        "unit_lengkap": _complete(m),
        "ada_kiriman": bool(b.isian),
        "dinas": _office(m),
        "sasaran": sasaran,
        "terjauh": tuple(by_kode[i.kode] for i in kinerja.banyak_belum(b).terendah),
        "skala": b.skala,
        "jenjang_skala": tuple(JenjangTampil(j.label, _tone(b, j.label)) for j in b.skala.jenjang),
        "langkah_maju": tuple(k.keadaan for k in m.status.langkah),
        "tren": _trends(b),
        "anggaran": _budget(m),
        "temuan": _findings(m),
    }
    return render(halaman, konteks, b.pengaturan.instansi.lambang)


# --- head and clock ---


_CAP = {
    Tahap.BELUM: ("BELUM DISUSUN", "belum"),
    Tahap.DRAF: ("DRAF", "draf"),
    Tahap.DISERAHKAN: ("DRAF · DIREVIU", "draf"),
    Tahap.DIKEMBALIKAN: ("DRAF · DIKEMBALIKAN", "draf"),
    Tahap.DISETUJUI: ("DRAF · DISETUJUI SEKRETARIS", "draf"),
    Tahap.DISAHKAN: ("DISAHKAN", "sah"),
    Tahap.DIKIRIM: ("DISAHKAN · DIKIRIM", "sah"),
    Tahap.DITERIMA: ("DISAHKAN · DITERIMA", "sah"),
}


def _head(m: Masukan) -> Kepala:
    i, laporan = m.bahan.pengaturan.instansi, m.status.laporan
    keadaan, kelas = _CAP[laporan.tahap]
    return Kepala(
        pemerintah=i.pemerintah,
        instansi=i.nama,
        singkatan=i.singkatan or i.nama,
        periode=m.bahan.periode.label,
        data=m.data,
        per=pukul(m.kini),
        keadaan=keadaan,
        kelas=kelas,
        penjelasan=tuple(_explained(m)),
        segel=m.status.segel,
        contoh=m.bahan.pengaturan.contoh,
        versi=m.bahan.versi,
    )


def _explained(m: Masukan) -> Iterable[str]:
    p = m.status.laporan
    akhir = f" Tindakan terakhir {tanggal(p.terakhir)}." if p.terakhir else ""
    if p.terkunci:
        yield f"Laporan sudah disahkan; angkanya dikunci sampai laporan dibuka kembali.{akhir}"
    elif p.tahap is Tahap.BELUM:
        yield "Laporan belum disusun; angka di bawah masih dapat berubah."
    else:
        yield f"Laporan masih draf, yaitu draf ke-{p.draf}; angka di bawah masih dapat berubah.{akhir}"
    if p.gugur:
        yield p.gugur
    if p.terbuka:
        yield f"{len(p.terbuka)} catatan reviu belum dijawab."
    if m.status.berubah:
        yield f"Perhatian: data, tabel, atau templat berubah sejak laporan {p.tahap.value}."


def _clock(m: Masukan) -> Jam:
    s = m.status
    maju = max((k.langkah.nomor for k in s.langkah if k.keadaan != "belum"), default=0)
    selesai = sum(k.keadaan == "selesai" for k in s.langkah)
    sisa = s.sisa_hari_kerja
    # Only while somebody is awaited does the deadline of the forms say anything.
    ditunggu = any(t.lewat < _DITERIMA for t in m.tahap.values())
    return Jam(
        langkah=tuple(_step(k, lewat=k.langkah.nomor < maju) for k in s.langkah),
        n_selesai=banyak(selesai, "langkah selesai", "banyaknya langkah SOP yang selesai menurut buku catatan"),
        n=banyak(len(s.langkah), "langkah SOP", "banyaknya langkah SOP"),
        pemegang=s.pemegang,
        berikutnya=s.berikutnya,
        tenggat=tanggal(s.tenggat) if s.tenggat else "",
        sisa="" if sisa is None or not ditunggu else _days(sisa),
        terlambat=ditunggu and sisa is not None and sisa < 0,
    )


_DITERIMA = 2
"""Stages of a unit that has sent."""


def _days(sisa: int) -> str:
    if sisa == 0:
        return "hari ini batasnya"
    return f"{sisa} hari kerja lagi" if sisa > 0 else f"lewat {-sisa} hari kerja"


def _step(k: KeadaanLangkah, *, lewat: bool) -> LangkahTampil:
    """Return a step; `lewat` when a later one has begun, so that this one was done without being recorded."""
    saat = k.selesai or k.mulai
    kapan = f"{'selesai' if k.selesai else 'sejak'} {tanggal(saat)}" if saat else ""
    if k.keadaan == "selesai" and not k.selesai:
        kapan = "selesai"
    if k.keadaan == "belum":
        kapan = "belum dicatat" if lewat else "belum"
    lebih = f"lewat {k.lewat} {k.langkah.waktu.split()[-1]}" if k.lewat else ""
    return LangkahTampil(
        k.langkah.nomor, k.langkah.tahap, k.langkah.pelaksana, k.keadaan, kapan, k.terpakai, k.langkah.waktu, lebih
    )


# --- units ---


def _unit(u: StatusUnit, t: TahapUnit) -> UnitTampil:
    sel = []
    for n, judul in enumerate(t.judul):
        if n < t.lewat:
            sel.append(SelTahap(judul, "sudah", "sudah"))
        elif n == t.lewat and t.terhenti:
            sel.append(SelTahap(judul, "terhenti", u.keadaan))
        else:
            sel.append(SelTahap(judul, "belum", "belum"))
    return UnitTampil(
        u.kode,
        u.nama,
        bool(u.induk),
        u.berformulir,
        u.berformulir and t.lewat > _DITERIMA,
        u.keadaan,
        u.berkas,
        tuple(sel),
        banyak(u.n_kesalahan, f"kesalahan {u.kode}", "banyaknya temuan yang berlaku"),
        banyak(u.n_peringatan, f"peringatan {u.kode}", "banyaknya temuan yang berlaku"),
    )


def _complete(m: Masukan) -> tuple[Angka, Angka]:
    milik = [m.tahap[u.kode] for u in m.unit if u.berformulir]
    n = sum(t.lewat == len(t.judul) for t in milik)
    return (
        banyak(n, "unit lengkap", "banyaknya unit yang isiannya lengkap"),
        banyak(len(milik), "unit", "banyaknya unit yang diminta mengisi"),
    )


# --- performance ---


def _tone(b: Bahan, predikat: str) -> Nada:
    label = [j.label for j in b.skala.jenjang]
    if predikat not in label:
        return Nada(0, len(label), 0)
    tingkat = len(label) - label.index(predikat)
    return Nada(tingkat, len(label), 1 + (tingkat - 1) * 4 // max(1, len(label) - 1))


def _office(m: Masukan) -> SasaranDasbor:
    d = kinerja.dinas(m.bahan)
    return SasaranDasbor(d, _tone(m.bahan, d.predikat), _origin(m, m.bahan.rekap_dinas.kode))


def _sasaran(m: Masukan, s: SasaranTampil) -> SasaranDasbor:
    indikator = tuple(IndikatorDasbor(i, _tone(m.bahan, i.predikat), _origin(m, i.kode)) for i in s.indikator)
    return SasaranDasbor(s, _tone(m.bahan, s.predikat), _origin(m, s.kode), indikator)


def _origin(m: Masukan, kode: str) -> tuple[BarisAsal, ...]:
    j = m.jejak.get(kode.casefold())
    return origin(j) if j else ()


def _trends(b: Bahan) -> tuple[TrenDasbor, ...]:
    hasil = []
    for s in kinerja.sasaran(b):
        for i in s.indikator:
            gambar = bagan.bagan_tren(b).get(i.kode)
            if gambar is not None and i.lalu.tren is not None:
                hasil.append(TrenDasbor(i.kode, i.nama, gambar, i.lalu.tren))
    return tuple(hasil)


def _budget(m: Masukan) -> tuple[SerapanDasbor, ...]:
    """Programmes, and the office below them."""
    a = anggaran.anggaran(m.bahan)
    if not a.ada:
        return ()
    baris = [x for x in a.baris if x.tingkat == "program"]
    return tuple(SerapanDasbor(x, _origin(m, x.kode)) for x in (*baris, a.total))


# --- findings ---


def _findings(m: Masukan) -> Temuan:
    t = m.temuan
    tegak = [f for f in t.temuan if f.kunci not in t.pengecualian]
    diterima = [f for f in t.temuan if f.kunci in t.pengecualian]
    nama = {u.kode: u.nama for u in m.bahan.siklus.unit}
    urut = [*(u.kode for u in m.unit), *nama, *(f.kunci.unit for f in t.temuan)]
    ada = {f.kunci.unit for f in t.temuan}
    unit = []
    for kode in dict.fromkeys(k for k in urut if k in ada and k):
        unit.append(_of_unit(t, kode, nama.get(kode, ""), tegak, diterima))
    if "" in ada:
        unit.append(_of_unit(t, "", "Berkas yang unitnya tidak diketahui", tegak, diterima))
    p = t.terakhir
    return Temuan(
        pernah=p is not None,
        kapan=f"pemeriksaan ke-{p.nomor}, {pukul(p.waktu)}, oleh {p.oleh}" if p else "",
        belum=tuple(u.kode for u in m.unit if u.berformulir and m.tahap[u.kode].lewat == _DITERIMA),
        unit=tuple(unit),
        n_kesalahan=_count(tegak, Severity.KESALAHAN, "kesalahan"),
        n_peringatan=_count(tegak, Severity.PERINGATAN, "peringatan"),
        n_dikecualikan=banyak(len(diterima), "temuan dikecualikan", "banyaknya temuan yang dikecualikan"),
    )


def _count(temuan: Sequence[Finding], tingkat: Severity, nama: str) -> Angka:
    return banyak(sum(f.severity is tingkat for f in temuan), nama, "banyaknya temuan yang berlaku")


def _of_unit(
    t: TemuanDasbor, kode: str, nama: str, tegak: Sequence[Finding], diterima: Sequence[Finding]
) -> TemuanUnit:
    milik = [f for f in tegak if f.kunci.unit == kode]
    terima = [f for f in diterima if f.kunci.unit == kode]
    urut = list(Severity)
    kelompok = sorted(group(milik), key=lambda k: urut.index(k.wakil.severity))
    catatan = sum(f.severity is Severity.CATATAN for f in milik)
    return TemuanUnit(
        kode,
        nama,
        (*(_group(t, k) for k in kelompok), *(_waived(t, f) for f in terima)),
        _count(milik, Severity.KESALAHAN, f"kesalahan {kode}"),
        _count(milik, Severity.PERINGATAN, f"peringatan {kode}"),
        banyak(catatan + len(terima), f"temuan lain {kode}", "banyaknya catatan dan temuan yang dikecualikan"),
    )


def _group(t: TemuanDasbor, k: Kelompok) -> TemuanTampil:
    f = k.wakil
    satu = k.seragam
    harapan = f.diharapkan if len({x.diharapkan for x in k.temuan}) == 1 else ""
    return TemuanTampil(
        jenis=f.severity.value,
        tingkat=f.severity.value,
        kode=f.kode,
        tempat=tuple(_place(t, x, "" if satu else x.pesan) for x in k.temuan),
        pesan=f.pesan if satu else "",
        diharapkan=harapan,
        perbaikan=f.perbaikan,
    )


def _waived(t: TemuanDasbor, f: Finding) -> TemuanTampil:
    p = t.pengecualian[f.kunci]
    siapa = f"{p.oleh}, {tanggal(p.waktu)}: {p.alasan}"
    tempat = (_place(t, f, ""),)
    return TemuanTampil("dikecualikan", f.severity.value, f.kode, tempat, f.pesan, f.diharapkan, "", siapa)


def _place(t: TemuanDasbor, f: Finding, pesan: str) -> TempatTemuan:
    butir = " ".join(x for x in (f.kunci.butir, f.nama_butir) if x)
    return TempatTemuan(t.nomor.get(f.kunci, ""), butir, t.kolom.get(f.kunci, ""), str(f.asal) if f.asal else "", pesan)
