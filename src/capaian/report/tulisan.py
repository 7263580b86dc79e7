"""What people wrote themselves: where it may stand, and how it reaches the template."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from capaian.formulas.rounding import cetak
from capaian.model.angka import Angka
from capaian.model.narasi import Tempat, Tulisan
from capaian.model.skema import Siklus
from capaian.report.anggaran import anggaran
from capaian.report.bahan import Bahan
from capaian.report.facts import fact
from capaian.report.kinerja import dinas, sasaran
from capaian.text.numbers import format_angka

BAGIAN = (
    Tempat("kata-pengantar", "Kata Pengantar"),
    Tempat("ikhtisar", "Ikhtisar Eksekutif", dinas=True),
    Tempat("latar-belakang", "Bab I – Latar Belakang"),
    Tempat("maksud-tujuan", "Bab I – Maksud dan Tujuan"),
    Tempat("kedudukan", "Bab I – Kedudukan, Tugas dan Fungsi"),
    Tempat("struktur", "Bab I – Struktur Organisasi"),
    Tempat("sumber-daya", "Bab I – Sumber Daya Perangkat Daerah"),
    Tempat("isu-strategis", "Bab I – Isu Strategis"),
    Tempat("renstra-kantor", "Bab II – Rencana Strategis"),
    Tempat("iku", "Bab II – Indikator Kinerja Utama"),
    Tempat("perjanjian-kinerja", "Bab II – Perjanjian Kinerja"),
    Tempat("anggaran", "Bab III – Realisasi Anggaran", dinas=True),
    Tempat("kinerja-anggaran", "Bab III – Perbandingan Pencapaian Kinerja dan Anggaran", dinas=True),
    Tempat("penghargaan", "Bab III – Prestasi/Penghargaan"),
    Tempat("kesimpulan", "Bab IV – Kesimpulan", dinas=True),
    Tempat("langkah", "Bab IV – Langkah ke Depan", dinas=True),
)


def tempat(siklus: Siklus) -> tuple[Tempat, ...]:
    """Every place where the office may write, in the order of the report: sections, then sasaran and indikator."""
    hasil = []
    for t in BAGIAN:
        if t.kunci == "anggaran":
            hasil += _kinerja(siklus)
        hasil.append(t)
    return tuple(hasil)


def _kinerja(siklus: Siklus) -> list[Tempat]:
    hasil = []
    for s in siklus.sasaran:
        milik = [i for i in siklus.indikator if i.sasaran == s.kode]
        if milik:
            hasil.append(Tempat(s.kode, f"Sasaran {s.kode}: {s.nama}"))
            hasil += [Tempat(i.kode, f"Indikator {i.kode}: {i.nama}") for i in milik]
    return hasil


@fact("tulisan")
def tulisan(bahan: Bahan) -> Mapping[str, tuple[str, ...]]:
    """The office's own paragraphs by place; empty where nobody wrote."""
    return {t.kunci: _isi(bahan.tulisan.get(t.kunci)) for t in tempat(bahan.siklus)}


@fact("ganti")
def ganti(bahan: Bahan) -> Mapping[str, bool]:
    """Whether the office's own paragraphs stand in the stead of the generated ones."""
    hasil = {}
    for t in tempat(bahan.siklus):
        milik = bahan.tulisan.get(t.kunci)
        hasil[t.kunci] = milik is not None and milik.ganti and bool(milik.paragraf)
    return hasil


def angka_tempat(bahan: Bahan) -> dict[str, dict[str, str]]:
    """The numbers that a text at each place is written beside: name and printed digits, by place."""
    semua = sasaran(bahan)
    hasil: dict[str, dict[str, str]] = {}
    for s in semua:
        hasil[s.kode] = _cetak(s.rata_rata, *(i.capaian for i in s.indikator))
        for i in s.indikator:
            hasil[i.kode] = _cetak(i.target, i.realisasi, i.capaian)
    total = anggaran(bahan).total
    kantor = _cetak(dinas(bahan).rata_rata, *(s.rata_rata for s in semua), total.pagu, total.realisasi, total.persen)
    hasil |= {t.kunci: kantor for t in BAGIAN if t.dinas}
    return hasil


def _cetak(*angka: Angka) -> dict[str, str]:
    return {a.nama: _digit(a) for a in angka if a.nilai is not None}


def _digit(a: Angka) -> str:
    if not isinstance(a.nilai, Decimal):
        return str(a.nilai)
    bulat = cetak(a.nilai, a.desimal, a.ambang)
    eksponen = bulat.as_tuple().exponent
    return format_angka(bulat, max(0, -eksponen) if isinstance(eksponen, int) else a.desimal)


def _isi(t: Tulisan | None) -> tuple[str, ...]:
    return t.paragraf if t else ()
