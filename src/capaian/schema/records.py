"""Rows of the tables to the records of a schema: codes resolve, values fit their units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from capaian.model.pengaturan import Pengaturan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, PejabatUnit, Program, Riwayat, Sasaran, Target, Ukuran, Unit
from capaian.schema.convert import Notes, Typed, ukuran
from capaian.schema.source import Baris
from capaian.text.words import maksud

_TW = ("tw1", "tw2", "tw3", "tw4")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, its typed values, and where problems go."""

    baris: Baris
    nilai: Mapping[str, Typed]
    notes: Notes

    def teks(self, kunci: str) -> str:
        """A text; empty when there is none."""
        isi = self.nilai[kunci]
        return isi if isinstance(isi, str) else ""

    def angka(self, kunci: str) -> Decimal | None:
        """A number."""
        isi = self.nilai[kunci]
        return isi if isinstance(isi, Decimal) else None

    def bulat(self, kunci: str, baku: int) -> int:
        """A whole number."""
        isi = self.nilai[kunci]
        return isi if isinstance(isi, int) else baku

    def hari(self, kunci: str) -> date | None:
        """A day."""
        isi = self.nilai[kunci]
        return isi if isinstance(isi, date) else None

    def note(self, kunci: str, pesan: str, saran: str) -> None:
        """Note a problem at a cell of the row."""
        self.notes.add(self.baris[kunci].asal, pesan, saran)

    def acuan(self, kunci: str, ada: set[str], tabel: str = "") -> str:
        """A code of another table, which has to be there; the column is named after it unless `tabel` says."""
        kode, tabel = self.teks(kunci), tabel or kunci.capitalize()
        if kode and kode not in ada:
            pesan = f"Kode {tabel} «{kode}» tidak ada dalam tabel {tabel}.{maksud(kode, ada)}"
            self.note(kunci, pesan, f"Pakai kode yang terdaftar: {', '.join(sorted(ada)) or '(tabel kosong)'}.")
        return kode


def unit(r: Row) -> Unit:
    """A row of the table Unit."""
    return Unit(r.teks("kode"), r.teks("nama"), r.teks("induk"), r.baris["kode"].asal)


def pejabat(r: Row, refs: Mapping[str, set[str]]) -> PejabatUnit:
    """A row of the table Pejabat."""
    return PejabatUnit(
        unit=r.acuan("unit", refs["Unit"]),
        jabatan=r.teks("jabatan"),
        nama=r.teks("nama"),
        nip=r.teks("nip"),
        pangkat=r.teks("pangkat"),
        status=r.teks("status"),
        mulai=r.hari("mulai"),
        selesai=r.hari("selesai"),
        asal={k: s.asal for k, s in r.baris.items()},
    )


def sasaran(r: Row) -> Sasaran:
    """A row of the table Sasaran."""
    return Sasaran(r.teks("kode"), r.teks("nama"), r.teks("tujuan"), r.baris["kode"].asal)


def indikator(r: Row, refs: Mapping[str, set[str]], pengaturan: Pengaturan) -> Indikator:
    """A row of the table Indikator."""
    skala, ada = r.teks("skala"), pengaturan.skala_ordinal
    if r.teks("nilai") == "predikat" and skala not in ada:
        pesan = f"Skala «{skala}» tidak dikenal.{maksud(skala, ada)}" if skala else "Kolom Skala belum diisi."
        r.note("skala", pesan, f"Tulis salah satu: {', '.join(sorted(ada))}.")
    bobot = r.angka("bobot")
    hasil = Indikator(
        kode=r.teks("kode"),
        sasaran=r.acuan("sasaran", refs["Sasaran"]),
        nama=r.teks("nama"),
        satuan=r.teks("satuan"),
        unit=r.acuan("unit", refs["Unit"]),
        jenis=r.teks("jenis"),
        nilai=r.teks("nilai"),
        polaritas=r.teks("polaritas"),
        rumus=r.teks("rumus"),
        akumulasi=r.teks("akumulasi"),
        skala=skala,
        desimal=r.bulat("desimal", 2),
        bobot=Decimal(1) if bobot is None else bobot,
        definisi=r.teks("definisi"),
        pembilang=r.teks("pembilang"),
        penyebut=r.teks("penyebut"),
        sumber_data=r.teks("sumber_data"),
        bagian=bool(r.nilai["bagian"]),
        sumber_standar=r.teks("sumber_standar"),
        catatan=r.teks("catatan"),
        asal=r.baris["kode"].asal,
        asal_standar=r.baris["standar"].asal if "standar" in r.baris else None,
        frekuensi=r.teks("frekuensi"),
        formulasi=r.teks("formulasi"),
        alasan=r.teks("alasan"),
    )
    if not 0 <= hasil.desimal <= 6:
        r.note("desimal", f"Desimal {hasil.desimal} di luar 0 sampai 6.", "Tulis 0 sampai 6.")
    return replace(hasil, standar=ukuran(r.baris["standar"], hasil, ada.get(skala), "Standar", r.notes))


def program(r: Row, refs: Mapping[str, set[str]]) -> Program:
    """A row of the table Program."""
    pagu = r.angka("pagu")
    hasil = Program(
        kode=r.teks("kode"),
        nama=r.teks("nama"),
        unit=r.acuan("unit", refs["Unit"]),
        sasaran=r.acuan("sasaran", refs["Sasaran"]),
        pagu=pagu,
        indikator=r.teks("indikator"),
        satuan=r.teks("satuan"),
        target=r.angka("target"),
        asal=r.baris["kode"].asal,
        asal_pagu=r.baris["pagu"].asal,
        asal_target=r.baris["target"].asal,
    )
    if pagu is not None and not hasil.unit:
        r.note("unit", f"Sub kegiatan {hasil.kode} memiliki pagu, tetapi unitnya kosong.", "Isi kode unit.")
    if pagu is not None and pagu < 0:
        r.note("pagu", f"Pagu {hasil.kode} negatif.", "Tulis pagu sebagai angka positif.")
    return hasil


def target(r: Row, by_kode: Mapping[str, Indikator], pengaturan: Pengaturan) -> Target | None:
    """A row of the table Target; None when its indicator is unknown."""
    milik = _indikator(r, by_kode)
    if milik is None:
        return None
    skala = pengaturan.skala_ordinal.get(milik.skala)

    def baca(kunci: str, apa: str) -> Ukuran | None:
        return ukuran(r.baris[kunci], milik, skala, apa, r.notes)

    return Target(
        indikator=milik.kode,
        tahun=r.bulat("tahun", pengaturan.periode.tahun),
        dokumen=r.teks("dokumen"),
        tahunan=baca("tahunan", "Target tahunan"),
        triwulan=(
            baca("tw1", "Target TW I"),
            baca("tw2", "Target TW II"),
            baca("tw3", "Target TW III"),
            baca("tw4", "Target TW IV"),
        ),
        asal={k: s.asal for k, s in r.baris.items()},
        sumber=r.teks("sumber"),
        berlaku_sejak=r.hari("berlaku_sejak"),
    )


def riwayat(r: Row, by_kode: Mapping[str, Indikator], pengaturan: Pengaturan) -> Riwayat | None:
    """A row of the table Riwayat; None when it says nothing that can be used."""
    milik, periode = _indikator(r, by_kode), r.nilai["periode"]
    if milik is None or not isinstance(periode, Periode):
        return None
    skala = pengaturan.skala_ordinal.get(milik.skala)
    realisasi = ukuran(r.baris["realisasi"], milik, skala, "Realisasi", r.notes)
    if realisasi is None:
        return None
    return Riwayat(
        indikator=milik.kode,
        periode=periode,
        realisasi=realisasi,
        target=ukuran(r.baris["target"], milik, skala, "Target", r.notes),
        sumber=r.teks("sumber"),
        asal=r.baris["realisasi"].asal,
        asal_target=r.baris["target"].asal,
    )


def _indikator(r: Row, by_kode: Mapping[str, Indikator]) -> Indikator | None:
    kode = r.teks("indikator")
    hasil = by_kode.get(kode)
    if kode and hasil is None:
        pesan = f"Indikator «{kode}» tidak ada dalam tabel Indikator.{maksud(kode, by_kode)}"
        r.note("indikator", pesan, "Pakai kode indikator yang terdaftar.")
    return hasil
