"""Read `capaian.toml`: every mistake is named with its key, all at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

from capaian import formulas
from capaian.errors import DataError, SystemRefusalError
from capaian.model.formulir import KODE_SAH, SARAN_KODE
from capaian.model.kata import NIHIL
from capaian.model.pengaturan import (
    DasarHukum,
    Instansi,
    IsiLaporan,
    Jenjang,
    Kebijakan,
    Pejabat,
    Pengaturan,
    Skala,
    SkalaOrdinal,
    SumberDaya,
)
from capaian.model.periode import Periode
from capaian.text.words import maksud
from capaian.workspace.keys import SEMUA
from capaian.workspace.toml_reading import Reading

NAMA = "capaian.toml"
_JAM = re.compile(r"\s*(?:[01]?\d|2[0-3])[.:][0-5]\d\s*[-–]\s*(?:[01]?\d|2[0-3])[.:][0-5]\d\s*")
Masalah = tuple[str, str, str]


def load(path: Path) -> Pengaturan:
    """Read the settings of an office.

    Args:
        path: The file `capaian.toml`.

    Raises:
        DataError: the file is no TOML, or keys are missing, unknown or of the wrong kind; each is listed.
        SystemRefusalError: the file cannot be opened.
    """
    pengaturan, masalah = read(path)
    if pengaturan is None:
        raise DataError("Pengaturan kantor tidak dapat dibaca.", masalah)
    if masalah:
        raise DataError(f"Pengaturan kantor belum dapat dipakai: ditemukan {len(masalah)} masalah.", masalah)
    return pengaturan


def read(path: Path) -> tuple[Pengaturan | None, tuple[Masalah, ...]]:
    """Read the settings of an office with what is wrong in them.

    Returns:
        The settings as far as they could be read (None when the file is no TOML), and the problems; only
        settings without problems are to be used.

    Raises:
        SystemRefusalError: the file cannot be opened.
    """
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except RecursionError:
        return None, ((NAMA, "Susunan berkas bertumpuk terlalu dalam.", "Periksa tanda kurung siku pada berkas itu."),)
    except tomllib.TOMLDecodeError as e:
        pesan = f"Susunan berkas tidak dapat dibaca ({e})."
        return None, ((NAMA, pesan, "Periksa tanda kutip dan tanda kurung pada baris itu."),)
    except UnicodeDecodeError:
        return None, ((NAMA, "Bukan teks UTF-8.", "Simpan sebagai UTF-8."),)
    except ValueError:
        return None, ((NAMA, "Ada angka yang terlalu panjang.", "Tulis angka paling banyak 15 digit."),)
    except OSError as e:
        raise SystemRefusalError(
            f"Berkas «{NAMA}» tidak dapat dibuka ({e.strerror}).", "Periksa izin berkas itu."
        ) from None
    r = Reading(NAMA)
    hasil = _settings(r, r.section("", data, SEMUA))
    return hasil, tuple(r.masalah)


def _settings(r: Reading, isi: Mapping[str, Any]) -> Pengaturan:
    siklus = isi["siklus"]
    skala = {**formulas.SKALA_BAWAAN, **_scales(r, isi["skala"])}
    pejabat = tuple(Pejabat(**p) for p in isi["pejabat"])
    _overlaps(r, pejabat)
    kode = isi["instansi"]["kode"]
    if kode and not KODE_SAH.fullmatch(kode):
        r.note("instansi.kode", f"Kode kantor «{kode}» memuat tanda yang tidak dapat dipakai.", SARAN_KODE)
    instansi = isi["instansi"] | {"isu_strategis": tuple(isi["instansi"]["isu_strategis"])}
    return Pengaturan(
        instansi=Instansi(**instansi),
        periode=_periode(r, siklus["periode"]),
        pejabat=pejabat,
        kebijakan=_kebijakan(r, isi["kebijakan"], skala),
        skala=skala,
        skala_ordinal={**formulas.ORDINAL_BAWAAN, **_ordinals(r, isi["skala_ordinal"])},
        dasar_hukum=tuple(DasarHukum(**d) for d in isi["dasar_hukum"]),
        laporan=_laporan(isi["laporan"]),
        hari_pengisian=siklus["hari_pengisian"],
        hari_perbaikan=siklus["hari_perbaikan"],
        jam_kerja=_hours(r, siklus["jam_kerja"]),
        narahubung=siklus["narahubung"],
        contoh=siklus["contoh"],
    )


def _hours(r: Reading, teks: str) -> str:
    if not _JAM.fullmatch(teks):
        r.note("siklus.jam_kerja", f"«{teks}» bukan jam kerja.", 'Contoh: jam_kerja = "07.30–16.00"')
        return "07.30–16.00"
    return teks


def _laporan(isi: Mapping[str, Any]) -> IsiLaporan:
    daftar = {k: tuple(isi[k]) for k in ("misi", "penghargaan", "nama_lain")}
    sumber_daya = tuple(SumberDaya(**s) for s in isi["sumber_daya"])
    return IsiLaporan(renstra=isi["renstra"], visi=isi["visi"], sumber_daya=sumber_daya, **daftar)


def _periode(r: Reading, teks: str) -> Periode:
    try:
        return Periode.parse(teks)
    except ValueError as e:
        if teks:
            r.note("siklus.periode", str(e), 'Contoh: periode = "2025-TW4"')
        return Periode(2000, "TAHUN")


def _overlaps(r: Reading, pejabat: Iterable[Pejabat]) -> None:
    for q, p in combinations(pejabat, 2):
        if p.peran and p.peran == q.peran and p.bertumpuk(q):
            pesan = f"«{p.nama or p.jabatan}» dan «{q.nama or q.jabatan}» menjabat {p.peran} pada hari yang sama."
            r.note("pejabat", pesan, "Isi «mulai» dan «selesai» agar masa jabatannya tidak bertumpuk.")


def _kebijakan(r: Reading, isi: Mapping[str, Any], skala: Mapping[str, Skala]) -> Kebijakan:
    if isi["skala"] not in skala:
        pesan = f"«{isi['skala']}» tidak dikenal.{maksud(isi['skala'], skala)}"
        r.note("kebijakan.skala", pesan, f"Pilih: {', '.join(skala)}.")
    if isi["batas_kewajaran"] <= 1:
        r.note(
            "kebijakan.batas_kewajaran", f"«{isi['batas_kewajaran']}» tidak lebih besar dari 1.", "Tulis misalnya 10."
        )
        isi = {k: v for k, v in isi.items() if k != "batas_kewajaran"}
    return Kebijakan(**isi)


def _scales(r: Reading, isi: Mapping[str, dict[str, Any]]) -> dict[str, Skala]:
    hasil = {}
    for kode, s in isi.items():
        jenjang = tuple(Jenjang(**j) for j in s["jenjang"])
        if sorted(jenjang, key=lambda x: -x.batas) != list(jenjang) or not jenjang:
            r.note(f"skala.{kode}", "Jenjang skala kosong atau tidak urut.", "Tulis dari jenjang terbaik ke terendah.")
        hasil[kode] = Skala(kode, s["nama"] or kode, jenjang, s["dasar"], s["aturan_batas"])
    return hasil


def _ordinals(r: Reading, isi: Mapping[str, dict[str, Any]]) -> dict[str, SkalaOrdinal]:
    hasil = {}
    for kode, s in isi.items():
        tingkat = s["tingkat"]
        rapi = [" ".join(t.split()).casefold() for t in tingkat]
        if kosong := [t for t, kata in zip(tingkat, rapi, strict=True) if kata in NIHIL]:
            pesan = f"Tingkat «{kosong[0]}» pada formulir berarti tidak ada data."
            r.note(f"skala_ordinal.{kode}.tingkat", pesan, "Pakai sebutan lain, misalnya «Belum terbentuk».")
        if len(tingkat) < 2 or len(set(rapi)) != len(tingkat):
            pesan = "Tingkat skala kurang dari dua atau ada yang kembar."
            r.note(f"skala_ordinal.{kode}.tingkat", pesan, "Tulis dari terendah ke tertinggi.")
        skor = {nama: i for i, nama in enumerate(tingkat, 1)}
        hasil[kode] = SkalaOrdinal(kode, s["nama"] or kode, skor, s["dasar"])
    return hasil
