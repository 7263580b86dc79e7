"""Read `capaian.toml`: every mistake is named with its key, all at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from capaian import formulas
from capaian.errors import DataError, SystemRefusalError
from capaian.model.pengaturan import (
    DasarHukum,
    Instansi,
    Jenjang,
    Kebijakan,
    Pejabat,
    Pengaturan,
    Skala,
    SkalaOrdinal,
)
from capaian.model.periode import Periode
from capaian.text.words import maksud

NAMA = "capaian.toml"
_TOP = ("instansi", "siklus", "kebijakan", "pejabat", "dasar_hukum", "skala", "skala_ordinal")
_PERAN = ("kepala", "sekretaris", "kasubag")
_STATUS = ("definitif", "Pj.", "Plt.", "Plh.")


def load(path: Path) -> Pengaturan:
    """Read the settings of an office.

    Args:
        path: The file `capaian.toml`.

    Raises:
        DataError: the file is no TOML, or keys are missing, unknown or of the wrong kind; each is listed.
        SystemRefusalError: the file cannot be opened.
    """
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as e:
        daftar = (
            (NAMA, f"Susunan berkas tidak dapat dibaca ({e}).", "Periksa tanda kutip dan tanda kurung pada baris itu."),
        )
        raise DataError("Pengaturan kantor tidak dapat dibaca.", daftar) from None
    except UnicodeDecodeError:
        raise DataError(
            "Pengaturan kantor tidak dapat dibaca.", ((NAMA, "Bukan teks UTF-8.", "Simpan sebagai UTF-8."),)
        ) from None
    except OSError as e:
        raise SystemRefusalError(
            f"Berkas «{NAMA}» tidak dapat dibuka ({e.strerror}).", "Periksa izin berkas itu."
        ) from None
    reading = _Reading()
    pengaturan = reading.settings(data)
    if reading.masalah or pengaturan is None:
        n = len(reading.masalah)
        raise DataError(f"Pengaturan kantor belum dapat dipakai: ditemukan {n} masalah.", tuple(reading.masalah))
    return pengaturan


_MISSING = object()


@dataclass
class _Reading:
    masalah: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, kunci: str, pesan: str, saran: str) -> None:
        self.masalah.append((f"{NAMA} · {kunci}", pesan, saran))

    def settings(self, data: dict[str, Any]) -> Pengaturan | None:
        self.known("", data, _TOP)
        skala = {**formulas.SKALA_BAWAAN, **self.scales(self.table(data, "skala", {}))}
        ordinal = {**formulas.ORDINAL_BAWAAN, **self.ordinals(self.table(data, "skala_ordinal", {}))}
        siklus = self.table(data, "siklus")
        self.known("siklus", siklus, ("periode", "hari_pengisian", "narahubung", "contoh"))
        instansi = self.instansi(self.table(data, "instansi"))
        kebijakan = self.kebijakan(self.table(data, "kebijakan", {}), skala)
        periode = self.periode(siklus)
        hasil = Pengaturan(
            instansi=instansi,
            periode=periode or Periode(2000, "TAHUN"),
            pejabat=tuple(self.pejabat(i, p) for i, p in enumerate(self.tables(data, "pejabat"), 1)),
            kebijakan=kebijakan,
            skala=skala,
            skala_ordinal=ordinal,
            dasar_hukum=tuple(self.dasar(i, d) for i, d in enumerate(self.tables(data, "dasar_hukum"), 1)),
            hari_pengisian=self.integer(siklus, "siklus", "hari_pengisian", 3),
            narahubung=self.text(siklus, "siklus", "narahubung", ""),
            contoh=self.text(siklus, "siklus", "contoh", ""),
        )
        self.overlaps(hasil.pejabat)
        return None if self.masalah else hasil

    def instansi(self, t: dict[str, Any]) -> Instansi:
        wajib = ("kode", "nama", "singkatan", "pemerintah", "daerah", "tempat")
        boleh = ("alamat", "telepon", "laman", "pos_el", "kode_surat", "klasifikasi", "penerima_laporan", "gambaran")
        self.known("instansi", t, (*wajib, *boleh, "isu_strategis"))
        teks = {k: self.text(t, "instansi", k) for k in wajib}
        teks |= {k: self.text(t, "instansi", k, "000.8.6.3" if k == "klasifikasi" else "") for k in boleh}
        if "/" in teks["kode"]:
            self.note("instansi.kode", "Kode kantor memuat tanda «/».", "Pakai huruf, angka, dan tanda hubung saja.")
        return Instansi(**teks, isu_strategis=tuple(self.words(t, "instansi", "isu_strategis")))

    def periode(self, siklus: dict[str, Any]) -> Periode | None:
        teks = self.text(siklus, "siklus", "periode")
        try:
            return Periode.parse(teks) if teks else None
        except ValueError as e:
            self.note("siklus.periode", str(e), 'Contoh: periode = "2025-TW4"')
            return None

    def pejabat(self, i: int, t: dict[str, Any]) -> Pejabat:
        di = f"pejabat ke-{i}"
        self.known(di, t, ("peran", "jabatan", "nama", "nip", "pangkat", "status", "mulai", "selesai"))
        return Pejabat(
            peran=self.choice(t, di, "peran", _PERAN),
            jabatan=self.text(t, di, "jabatan"),
            nama=self.text(t, di, "nama", ""),
            nip=self.text(t, di, "nip", ""),
            pangkat=self.text(t, di, "pangkat", ""),
            status=self.choice(t, di, "status", _STATUS, "definitif"),
            mulai=self.day(t, di, "mulai"),
            selesai=self.day(t, di, "selesai"),
        )

    def overlaps(self, pejabat: Iterable[Pejabat]) -> None:
        ada: list[Pejabat] = []
        for p in pejabat:
            for q in ada:
                if p.peran == q.peran and p.bertumpuk(q):
                    pesan = (
                        f"«{p.nama or p.jabatan}» dan «{q.nama or q.jabatan}» menjabat {p.peran} pada hari yang sama."
                    )
                    self.note("pejabat", pesan, "Isi «mulai» dan «selesai» agar masa jabatannya tidak bertumpuk.")
            ada.append(p)

    def kebijakan(self, t: dict[str, Any], skala: Mapping[str, Skala]) -> Kebijakan:
        di = "kebijakan"
        angka = ("batas_atas", "batas_bawah", "batas_rerata", "toleransi_rasio", "batas_penjelasan")
        self.known(di, t, ("skala", "rumus", *angka))
        rumus = {p: formulas.default_for(p) for p in ("positif", "negatif", "rentang")}
        for polaritas, nama in self.table(t, "rumus", {}, di).items():
            if polaritas not in rumus:
                saran = "Polaritas yang dikenal: positif, negatif, rentang."
                self.note(f"{di}.rumus", f"Polaritas «{polaritas}» tidak dikenal.", saran)
            elif nama not in formulas.known_names():
                saran = f"Rumus yang dikenal: {', '.join(formulas.known_names())}."
                self.note(f"{di}.rumus.{polaritas}", f"Rumus «{nama}» tidak dikenal.", saran)
            else:
                rumus[polaritas] = nama
        baku = Kebijakan(rumus, "P86")
        return Kebijakan(
            rumus=rumus,
            skala=self.choice(t, di, "skala", tuple(skala), "P86"),
            batas_atas=self.limit(t, di, "batas_atas", None),
            batas_bawah=self.limit(t, di, "batas_bawah", baku.batas_bawah),
            batas_rerata=self.limit(t, di, "batas_rerata", None),
            toleransi_rasio=self.limit(t, di, "toleransi_rasio", baku.toleransi_rasio) or Decimal(0),
            batas_penjelasan=self.limit(t, di, "batas_penjelasan", baku.batas_penjelasan) or baku.batas_penjelasan,
        )

    def dasar(self, i: int, t: dict[str, Any]) -> DasarHukum:
        di = f"dasar_hukum ke-{i}"
        self.known(di, t, ("teks", "status", "pengganti"))
        status = self.choice(t, di, "status", ("berlaku", "dicabut"), "berlaku")
        return DasarHukum(self.text(t, di, "teks"), status, self.text(t, di, "pengganti", ""))

    def scales(self, t: dict[str, Any]) -> dict[str, Skala]:
        hasil = {}
        for kode, isi in t.items():
            di = f"skala.{kode}"
            self.known(di, isi, ("nama", "dasar", "aturan_batas", "jenjang"))
            jenjang = []
            for i, j in enumerate(self.tables(isi, "jenjang", di), 1):
                tempat = f"{di}.jenjang ke-{i}"
                self.known(tempat, j, ("label", "batas", "termasuk"))
                batas = self.limit(j, tempat, "batas", Decimal(0))
                jenjang.append(
                    Jenjang(self.text(j, tempat, "label"), batas or Decimal(0), bool(j.get("termasuk", False)))
                )
            if sorted(jenjang, key=lambda x: -x.batas) != jenjang or not jenjang:
                self.note(di, "Jenjang skala kosong atau tidak urut.", "Tulis dari jenjang terbaik ke terendah.")
            nama, dasar = self.text(isi, di, "nama", kode), self.text(isi, di, "dasar", "")
            hasil[kode] = Skala(kode, nama, tuple(jenjang), dasar, self.text(isi, di, "aturan_batas", ""))
        return hasil

    def ordinals(self, t: dict[str, Any]) -> dict[str, SkalaOrdinal]:
        hasil = {}
        for kode, isi in t.items():
            di = f"skala_ordinal.{kode}"
            self.known(di, isi, ("nama", "tingkat", "dasar"))
            tingkat = self.words(isi, di, "tingkat")
            if len(tingkat) < 2 or len(set(tingkat)) != len(tingkat):
                self.note(
                    f"{di}.tingkat",
                    "Tingkat skala kurang dari dua atau ada yang kembar.",
                    "Tulis dari terendah ke tertinggi.",
                )
            skor = {nama: i for i, nama in enumerate(tingkat, 1)}
            hasil[kode] = SkalaOrdinal(kode, self.text(isi, di, "nama", kode), skor, self.text(isi, di, "dasar", ""))
        return hasil

    # -- one key --

    def known(self, di: str, t: object, boleh: tuple[str, ...]) -> None:
        for k in t if isinstance(t, dict) else ():
            if k not in boleh:
                letak = f"{di}.{k}" if di else k
                self.note(
                    letak, f"Kunci «{k}» tidak dikenal.{maksud(k, boleh)}", f"Kunci yang dikenal: {', '.join(boleh)}."
                )

    def table(self, t: dict[str, Any], kunci: str, baku: dict[str, Any] | None = None, di: str = "") -> dict[str, Any]:
        isi = t.get(kunci, baku)
        if isinstance(isi, dict):
            return isi
        letak = f"{di}.{kunci}" if di else kunci
        self.note(
            letak, f"Bagian [{letak}] tidak ada." if isi is None else f"«{letak}» bukan bagian.", f"Tulis [{letak}]."
        )
        return {}

    def tables(self, t: dict[str, Any], kunci: str, di: str = "") -> list[dict[str, Any]]:
        isi = t.get(kunci, [])
        if isinstance(isi, list) and all(isinstance(x, dict) for x in isi):
            return isi
        self.note(f"{di}.{kunci}" if di else kunci, "Bukan daftar bagian.", f"Tulis [[{kunci}]] untuk tiap butir.")
        return []

    def text(self, t: dict[str, Any], di: str, kunci: str, baku: str | None = None) -> str:
        isi = t.get(kunci, _MISSING)
        if isi is _MISSING:
            if baku is None:
                self.note(f"{di}.{kunci}", f"Kunci «{kunci}» belum diisi.", f'Tulis {kunci} = "…".')
            return baku or ""
        if not isinstance(isi, str):
            self.note(
                f"{di}.{kunci}",
                f"Kunci «{kunci}» harus berupa teks.",
                f'Tulis di antara tanda kutip: {kunci} = "{isi}".',
            )
            return ""
        if baku is None and not isi.strip():
            self.note(f"{di}.{kunci}", f"Kunci «{kunci}» kosong.", "Isi dengan keterangan kantor Anda.")
        return isi.strip()

    def words(self, t: dict[str, Any], di: str, kunci: str) -> list[str]:
        isi = t.get(kunci, [])
        if isinstance(isi, list) and all(isinstance(x, str) for x in isi):
            return isi
        self.note(f"{di}.{kunci}", "Harus berupa daftar teks.", f'Tulis {kunci} = ["…", "…"].')
        return []

    def choice(self, t: dict[str, Any], di: str, kunci: str, pilihan: tuple[str, ...], baku: str | None = None) -> str:
        isi = self.text(t, di, kunci, baku)
        if isi and isi not in pilihan:
            self.note(f"{di}.{kunci}", f"«{isi}» tidak dikenal.{maksud(isi, pilihan)}", f"Pilih: {', '.join(pilihan)}.")
        return isi

    def integer(self, t: dict[str, Any], di: str, kunci: str, baku: int) -> int:
        isi = t.get(kunci, baku)
        if isinstance(isi, bool) or not isinstance(isi, int) or not 0 < isi <= 60:
            self.note(
                f"{di}.{kunci}", f"«{isi}» bukan bilangan bulat 1 sampai 60.", f"Tulis misalnya {kunci} = {baku}."
            )
            return baku
        return isi

    def limit(self, t: dict[str, Any], di: str, kunci: str, baku: Decimal | None) -> Decimal | None:
        isi = t.get(kunci, _MISSING)
        if isi is _MISSING:
            return baku
        if isi == "tanpa":
            return None
        if isinstance(isi, bool) or not isinstance(isi, (int, Decimal)):
            self.note(f"{di}.{kunci}", f"«{isi}» bukan angka.", f'Tulis angka, atau "tanpa": {kunci} = 120.')
            return baku
        return Decimal(isi)

    def day(self, t: dict[str, Any], di: str, kunci: str) -> date | None:
        isi = t.get(kunci)
        if isi is None or (isinstance(isi, date) and not isinstance(isi, datetime)):
            return isi
        self.note(f"{di}.{kunci}", f"«{isi}» bukan tanggal.", f"Tulis tanpa tanda kutip: {kunci} = 2025-01-31.")
        return None
