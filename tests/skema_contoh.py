"""Small tables for tests: a right set of rows, changed in the cells that an example names."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from capaian.formulas import ORDINAL_BAWAAN, SKALA_BAWAAN
from capaian.model.pengaturan import DasarHukum, Instansi, Kebijakan, Pengaturan
from capaian.model.periode import Periode
from capaian.schema import load, source
from capaian.schema.subject import SkemaPeriksa
from capaian.schema.tables import TABEL, TABEL_BY_NAMA

PENGATURAN = Pengaturan(
    Instansi("D", "Dinas", "D", "Kota", "Kota", "Kota"),
    Periode.parse("2025-TW4"),
    (),
    Kebijakan({}, "P86"),
    SKALA_BAWAAN,
    ORDINAL_BAWAAN,
    (),
)
DASAR: dict[str, dict[str, str]] = {
    "Unit": {"kode": "U1", "nama": "Bidang Satu"},
    "Pejabat": {"unit": "U1", "jabatan": "Kepala Bidang Satu", "nama": "NAMA", "nip": "19691220 199003 1 009"},
    "Sasaran": {"kode": "S1", "nama": "Sasaran satu"},
    "Indikator": {
        "kode": "IK-1",
        "sasaran": "S1",
        "nama": "Indikator satu",
        "satuan": "orang",
        "desimal": "0",
        "definisi": "Orang yang hadir.",
        "sumber_data": "Daftar hadir",
        "unit": "U1",
    },
    "Target": {"indikator": "IK-1", "tahun": "2025", "tahunan": "80", "tw4": "80"},
    "Program": {"kode": "2.07.03.2.01.0001", "nama": "Sub kegiatan", "unit": "U1", "sasaran": "S1", "pagu": "1000"},
    "Riwayat": {"indikator": "IK-1", "periode": "2024-TAHUN", "realisasi": "80"},
    "Aturan": {
        "kode": "KTR-01",
        "kiri": 'r("IK-1")',
        "operator": "<=",
        "kanan": "100",
        "pesan": "Melebihi daya tampung.",
    },
}
KEDUA = {
    "Unit": {"kode": "U2"},
    "Sasaran": {"kode": "S2"},
    "Indikator": {"kode": "IK-2", "nama": "Indikator dua"},
    "Program": {"kode": "2.07.03.2.01.0002"},
    "Aturan": {"kode": "KTR-02"},
}
"""What a second row says that differs from the first, where a row has a code."""
HAPUS = "(tanpa baris)"
Tables = dict[str, list[dict[str, str]]]


def tables(row: Mapping[str, str]) -> Tables:
    """Return the tables of an example: `Indikator.satuan` changes the first row, `Indikator2.satuan` adds a second."""
    hasil: Tables = {nama: [dict(isi)] for nama, isi in DASAR.items()}
    for nama in ("Riwayat", "Aturan"):
        if not any(alamat.startswith(nama) for alamat in row):
            hasil[nama].clear()
    for alamat, isi in row.items():
        nama, _, kolom = alamat.partition(".")
        if not kolom:
            continue
        tabel, ke = nama.rstrip("2"), 1 if nama.endswith("2") else 0
        assert kolom in {k.kunci for k in TABEL_BY_NAMA[tabel].kolom}, alamat
        if isi == HAPUS:
            hasil[tabel].clear()
            continue
        if ke == len(hasil[tabel]):
            hasil[tabel].append(DASAR[tabel] | KEDUA.get(tabel, {}))
            if tabel == "Indikator":
                hasil["Target"].append(DASAR["Target"] | {"indikator": "IK-2"})
            if tabel == "Unit":
                hasil["Pejabat"].append(DASAR["Pejabat"] | {"unit": "U2"})
        hasil[tabel][ke][kolom] = isi
    if hasil["Indikator"] == []:
        hasil["Target"], hasil["Riwayat"] = [], []
    return hasil


def write_csv(isi: Tables, folder: Path) -> Path:
    """Write tables as CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for t in TABEL:
        keluar = io.StringIO(newline="")
        csv.writer(keluar, delimiter=";").writerows(
            [[k.judul for k in t.kolom], *([r.get(k.kunci, "") for k in t.kolom] for r in isi[t.nama])]
        )
        (folder / f"{t.nama}.csv").write_text(keluar.getvalue(), "utf-8", newline="")
    return folder


def subject(row: Mapping[str, str], folder: Path) -> SkemaPeriksa:
    """Return what a check of the schema sees of an example; its tables have no mistakes of single cells."""
    dasar = tuple(DasarHukum(x.strip()) for x in row.get("dasar_hukum", "").split(";") if x.strip())
    pengaturan = replace(PENGATURAN, dasar_hukum=dasar)
    sumber = source.read_path(write_csv(tables(row), folder))
    subjek, masalah = load.examine(sumber, pengaturan)
    assert masalah == []
    return subjek
