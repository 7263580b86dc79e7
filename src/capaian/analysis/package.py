"""The numbers of a period as data: CSV and JSON with documented fields, as a Frictionless Data Package.

One field is one line below: name, type, title, description, and where it comes from. `docs/data.md` is made from it.
Numbers are unrounded, with a decimal point; a value that is not known is empty in CSV and null in JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from capaian.analysis import lke
from capaian.model.lke import HasilKriteria, Kekurangan
from capaian.model.rekap import BukuRekap
from capaian.text.inert import for_csv

VERSI = 1
"""Version of the fields: it grows when one changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class Medan:
    """One field; `tipe` is that of the Table Schema: `string`, `number`, `integer` or `boolean`."""

    nama: str
    tipe: str
    judul: str
    uraian: str
    ambil: Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Tabel:
    """One table: its rows are records, each field takes its value from one."""

    nama: str
    judul: str
    kunci: tuple[str, ...]
    medan: tuple[Medan, ...]
    baris: Callable[[BukuRekap], Iterable[Any]]


def _s(nama: str, judul: str, uraian: str, ambil: Callable[[Any], object]) -> Medan:
    return Medan(nama, "string", judul, uraian, ambil)


def _n(nama: str, judul: str, uraian: str, ambil: Callable[[Any], object]) -> Medan:
    return Medan(nama, "number", judul, uraian, ambil)


def _i(nama: str, judul: str, uraian: str, ambil: Callable[[Any], object]) -> Medan:
    return Medan(nama, "integer", judul, uraian, ambil)


def _teks(isi: object) -> str:
    return "" if isi is None else f"{isi:f}" if isinstance(isi, Decimal) else str(isi)


_REKAP = (
    _s("kode", "Kode", "Kode sasaran atau bidang; DINAS untuk seluruh kantor.", lambda r: r.kode),
    _i("dihitung", "Dihitung", "Banyaknya indikator yang capaiannya dapat dihitung.", lambda r: r.n),
    _i("tidak_dihitung", "Tidak dihitung", "Banyaknya indikator yang tidak ikut rata-rata.", lambda r: r.n_kosong),
    _i("tercapai", "Tercapai", "Banyaknya indikator dengan capaian sedikitnya 100.", lambda r: r.n_tercapai),
    _n("persen", "Rata-rata capaian", "Persen, tidak dibulatkan.", lambda r: r.persen),
    _s("predikat", "Predikat", "Menurut skala kantor, dari nilai yang tidak dibulatkan.", lambda r: r.predikat),
)
TABEL: tuple[Tabel, ...] = (
    Tabel(
        "indikator",
        "Capaian indikator",
        ("kode",),
        (
            _s("kode", "Kode", "Kode indikator menurut skema kantor.", lambda b: b.indikator.kode),
            _s("nama", "Indikator", "Nama indikator.", lambda b: b.indikator.nama),
            _s("sasaran", "Sasaran", "Kode sasaran.", lambda b: b.indikator.sasaran),
            _s("unit", "Unit", "Kode unit pengampu.", lambda b: b.indikator.unit),
            _s("bidang", "Bidang", "Kode bidang yang membawahkan unit itu.", lambda b: b.bidang),
            _s("satuan", "Satuan", "Satuan target dan realisasi.", lambda b: b.indikator.satuan),
            _s("polaritas", "Polaritas", "positif, negatif, atau rentang.", lambda b: b.indikator.polaritas),
            _s("akumulasi", "Akumulasi", "Cara triwulan menjadi setahun.", lambda b: b.indikator.akumulasi),
            _s(
                "target",
                "Target",
                "Target periode: angka, rentang, atau predikat.",
                lambda b: _teks(b.capaian.target.isi),
            ),
            _s(
                "realisasi",
                "Realisasi",
                "Realisasi sampai akhir periode: angka atau predikat.",
                lambda b: _teks(b.capaian.realisasi.isi),
            ),
            _s("rumus", "Rumus", "Nama rumus capaian.", lambda b: b.capaian.rumus),
            _n(
                "persen",
                "Capaian",
                "Persen, sesudah batas bawah dan atas, tidak dibulatkan.",
                lambda b: b.capaian.persen,
            ),
            _n("mentah", "Capaian sebelum dibatasi", "Persen, hasil rumus.", lambda b: b.capaian.mentah),
            _n("persen_tahun", "Capaian setahun", "Persen terhadap target setahun.", lambda b: b.capaian.persen_tahun),
            _s("predikat", "Predikat", "Menurut skala kantor.", lambda b: b.capaian.predikat),
            Medan("tercapai", "boolean", "Tercapai", "Capaian sedikitnya 100.", lambda b: b.capaian.tercapai),
            _s(
                "alasan",
                "Alasan",
                "Mengapa capaian tidak dihitung; kosong bila dihitung.",
                lambda b: b.capaian.alasan.value if b.capaian.alasan else "",
            ),
            _s("jejak", "Jejak", "Langkah yang bekerja pada nilainya.", lambda b: " ".join(b.capaian.jejak)),
            _s("arah", "Arah", "Dibandingkan dengan tahun lalu.", lambda b: b.perbandingan.arah),
            _n(
                "kemajuan_renstra",
                "Kemajuan Renstra",
                "Persen terhadap target akhir Renstra.",
                lambda b: b.perbandingan.kemajuan.persen if b.perbandingan.kemajuan else None,
            ),
            _s(
                "asal",
                "Asal",
                "Berkas, lembar, dan sel realisasi.",
                lambda b: str(b.capaian.realisasi.asal) if b.capaian.realisasi.asal else "",
            ),
        ),
        lambda buku: buku.baris,
    ),
    Tabel("sasaran", "Rekap per sasaran", ("kode",), _REKAP, lambda buku: (*buku.sasaran, buku.dinas)),
    Tabel("unit", "Rekap per bidang", ("kode",), _REKAP, lambda buku: buku.unit),
    Tabel(
        "anggaran",
        "Realisasi anggaran",
        ("tingkat", "kode"),
        (
            _s("kode", "Kode", "Kode program, kegiatan, sub kegiatan, atau sasaran; TOTAL.", lambda s: s.kode),
            _s("tingkat", "Tingkat", "program, kegiatan, sub kegiatan, sasaran, atau total.", lambda s: s.tingkat),
            _s("nama", "Nama", "Nama.", lambda s: s.nama),
            _s("unit", "Unit", "Kode unit; kosong bila lebih dari satu.", lambda s: s.unit),
            _n("pagu", "Pagu", "Rupiah.", lambda s: s.pagu),
            _n("realisasi", "Realisasi", "Rupiah sejak Januari; kosong bila belum lengkap.", lambda s: s.realisasi),
            _n("persen", "Penyerapan", "Jumlah realisasi / jumlah pagu × 100, tidak dibulatkan.", lambda s: s.persen),
            _i("belum", "Belum ada", "Banyaknya sub kegiatan tanpa realisasi.", lambda s: s.n_kosong),
        ),
        lambda buku: buku.serapan,
    ),
    Tabel(
        "periksa-diri",
        "Pemeriksaan diri menurut kriteria evaluasi",
        ("kriteria", "kode"),
        (
            _s("kriteria", "Kriteria", "Kode kriteria.", lambda x: x[0].kode),
            _s("komponen", "Komponen", "Komponen lembar kerja evaluasi.", lambda x: x[0].komponen),
            _s("uraian", "Uraian", "Yang ditanyakan.", lambda x: x[0].uraian),
            _s("kode", "Kode", "Indikator, sasaran, atau unit yang belum memenuhi.", lambda x: x[1].kode),
            _s("kurang", "Kekurangan", "Yang belum ada.", lambda x: x[1].kurang),
        ),
        lambda buku: _gaps(lke.check(buku)),
    ),
)


def _gaps(hasil: Sequence[HasilKriteria]) -> Iterable[tuple[HasilKriteria, Kekurangan]]:
    return ((h, k) for h in hasil for k in h.kekurangan)


def package(buku: BukuRekap) -> dict[str, bytes]:
    """Return the files of the package by name: `datapackage.json`, a CSV per table, and all of it as `rekap.json`."""
    hasil = {f"{t.nama}.csv": _csv(t, buku) for t in TABEL}
    hasil["rekap.json"] = _json(
        {"versi": VERSI, "periode": str(buku.periode), **{t.nama: _objects(t, buku) for t in TABEL}}
    )
    hasil["datapackage.json"] = _json(_descriptor(buku, hasil))
    return hasil


def _csv(t: Tabel, buku: BukuRekap) -> bytes:
    teks = io.StringIO()
    tulis = csv.writer(teks, lineterminator="\r\n")
    tulis.writerow([m.nama for m in t.medan])
    for baris in t.baris(buku):
        tulis.writerow([_cell(m, m.ambil(baris)) for m in t.medan])
    return teks.getvalue().encode()


def _cell(m: Medan, nilai: object) -> str:
    if nilai is None:
        return ""
    if isinstance(nilai, bool):
        return "true" if nilai else "false"
    if isinstance(nilai, Decimal):
        return f"{nilai:f}"
    # A negative number is no formula; only words have to be kept from being one.
    return for_csv(str(nilai)) if m.tipe == "string" and not _number(str(nilai)) else str(nilai)


def _number(teks: str) -> bool:
    return teks.lstrip("-").replace(".", "", 1).isdecimal()


def _objects(t: Tabel, buku: BukuRekap) -> list[dict[str, object]]:
    def nilai(x: object) -> object:
        return f"{x:f}" if isinstance(x, Decimal) else x

    return [{m.nama: nilai(m.ambil(b)) for m in t.medan} for b in t.baris(buku)]


def _descriptor(buku: BukuRekap, berkas: Mapping[str, bytes]) -> dict[str, object]:
    instansi = buku.pengaturan.instansi
    return {
        "profile": "tabular-data-package",
        "name": f"capaian-{instansi.kode.lower()}-{str(buku.periode).lower()}",
        "title": f"Capaian Kinerja {instansi.nama} {instansi.daerah} {buku.periode.label}",
        "description": buku.pengaturan.contoh,
        "version": f"{VERSI}.0.0",
        "resources": [
            {
                "name": t.nama,
                "title": t.judul,
                "path": f"{t.nama}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(berkas[f"{t.nama}.csv"]),
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
                "schema": {
                    "fields": [
                        {"name": m.nama, "type": m.tipe, "title": m.judul, "description": m.uraian} for m in t.medan
                    ],
                    "primaryKey": list(t.kunci),
                    "missingValues": [""],
                },
            }
            for t in TABEL
        ],
    }


def _json(isi: object) -> bytes:
    return (json.dumps(isi, ensure_ascii=False, indent=1) + "\n").encode()
