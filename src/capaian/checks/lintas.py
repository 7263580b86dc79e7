"""Rules on everything that a period collected."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from capaian.checks.subjects import PeriodePeriksa
from capaian.model.finding import Severity
from capaian.rules import Hit, Lingkup, rule
from capaian.text.inert import shorten
from capaian.text.words import daftar


@rule(
    "LIN-01",
    Lingkup.LINTAS,
    Severity.KESALAHAN,
    pesan="Belum ada formulir {nama} yang dapat dipakai.{tertahan}",
    diharapkan="Formulir dari setiap unit",
    perbaikan="Minta unitnya mengirim (ulang) formulirnya, lalu jalankan «capaian collect»; alasan berkas yang "
    "tertahan disebut di sana.",
    dasar="SOP langkah 6: seluruh bidang telah mengumpulkan",
    uraian="Setiap unit mengembalikan formulirnya.",
    kecuali="Batas pengembaliannya belum lewat dan tidak ada kirimannya yang tertahan.",
)
def not_sent(periode: PeriodePeriksa) -> Iterator[Hit]:
    """Every unit returns its form.

    Not applied when:
      1. its deadline has not passed, and no file of it was stopped.

    Salah:
      | unit | mengirim |
      | IND  | tidak    |
    Benar:
      | unit | mengirim | dalam_batas |
      | IND  | ya       | tidak       |
      | PTK  | tidak    | ya          |
    """
    sudah = {k.kode.unit for k in periode.kiriman}
    for unit in periode.unit:
        if unit.kode in sudah or unit.kode in periode.menunggu:
            continue
        tertahan = [p.nama for p in periode.karantina if p.unit == unit.kode]
        mungkin = [p.nama for p in periode.karantina if not p.unit and p.names(unit.kode)]
        catatan = f" Berkas «{tertahan[0]}» tertahan di karantina." if tertahan else ""
        if mungkin and not tertahan:
            catatan = f" Berkas «{mungkin[0]}» di karantina mungkin kirimannya."
        if unit.kode in periode.dalam_batas and not catatan:  # (1)
            continue
        yield Hit(isi={"nama": unit.nama, "tertahan": catatan}, unit=unit.kode)


@rule(
    "LIN-03",
    Lingkup.LINTAS,
    Severity.KESALAHAN,
    pesan="{nama} mengirim {n} versi yang berbeda: {berkas}. Belum ada yang dipakai.",
    diharapkan="Satu versi yang berlaku",
    perbaikan="Tanyakan kepada unitnya, lalu tentukan dengan «capaian collect --choose NAMA-BERKAS».",
    dasar="SOP langkah 7: meneliti kesesuaian data",
    uraian="Dari beberapa versi formulir satu unit, satu yang berlaku.",
)
def two_versions(periode: PeriodePeriksa) -> Iterator[Hit]:
    """One version of a unit's form is in force.

    Salah:
      | unit | versi |
      | IND  | 2     |
    Benar:
      | unit | versi |
      | IND  | 1     |
    """
    nama = {u.kode: u.nama for u in periode.unit}
    for unit, berkas in periode.menunggu.items():
        daftar = ", ".join(f"«{b}»" for b in berkas)
        yield Hit(isi={"nama": nama.get(unit, unit), "n": len(berkas), "berkas": daftar}, unit=unit)


@rule(
    "LIN-04",
    Lingkup.LINTAS,
    Severity.KESALAHAN,
    pesan="{judul} {kode} diisi berbeda: {isi}. Belum ada yang dipakai.",
    diharapkan="Satu isian, atau isian yang sama pada formulir bidang dan formulir seksinya",
    perbaikan="Sepakati isian yang benar, lalu kirim ulang salah satu formulir dengan isian itu (atau kosongkan); bila "
    "satu berkas seluruhnya benar, tentukan dengan «capaian collect --choose NAMA-BERKAS».",
    dasar="SOP langkah 5: form diteruskan ke kepala seksi; langkah 7: meneliti kesesuaian data",
    uraian="Baris yang ada pada formulir bidang dan formulir seksinya diisi sama, atau pada salah satunya saja.",
)
def filled_differently(periode: PeriodePeriksa) -> Iterator[Hit]:
    """A row that stands in the forms of a bidang and of its seksi is filled the same, or in one of them only.

    Each unit that filled it gets the finding, at its own cell.

    Salah:
      | unit | benturan |
      | PTK  | 80       |
      | LAT  | 85       |
    Benar:
      | unit | benturan |
      | PTK  |          |
      | LAT  | 85       |
    """
    for b in periode.benturan:
        isi = daftar([f"«{shorten(v.mentah)}» di {v.asal or unit}" for unit, _, v in b.pihak])
        judul = periode.judul.get((b.bagian, b.kolom), b.kolom)
        for unit, _, nilai in b.pihak:
            rincian = {"judul": judul, "kode": b.kode, "isi": isi}
            yield Hit(b.kolom, rincian, nilai.asal, b.kode, unit=unit)


@rule(
    "LIN-10",
    Lingkup.LINTAS,
    Severity.PERINGATAN,
    pesan="Urutan baris pada lembar {lembar} berubah, dan capaian {kode} yang tampil pada formulir ({tampil}%) berbeda "
    "dari hasil hitungan ({persen}%). Bila hanya sebagian kolom yang diurutkan, angka berpindah ke indikator lain.",
    diharapkan="Baris dalam urutan semula, setiap angka pada indikatornya",
    perbaikan="Cocokkan setiap angka dengan nama indikatornya. Bila tertukar, isi kembali pada formulir asli tanpa "
    "mengurutkan barisnya.",
    dasar="Petunjuk pengisian formulir, bagian «Mohon diperhatikan»",
    uraian="Baris yang berpindah membawa serta angkanya: capaian yang tampil pada formulir sama dengan hasil hitungan.",
    kecuali="Urutan barisnya tetap, atau berkasnya tidak menyimpan hasil hitungan formulir.",
)
def sorted_apart(periode: PeriodePeriksa) -> Iterator[Hit]:
    """Rows that were moved took their results along: the form shows the capaian that the program computes.

    Sorting the locked columns without the inputs gives results to other indicators, and what the form computed is the
    only witness. Sorting whole rows by values leads its formulas astray as well, which only a person can tell apart.

    Not applied when the rows stand as they were issued, or when the file holds no results of formulas.

    Salah:
      | unit | target | realisasi | tampil |
      | IND  | 80     | 72        | 144    |
    Benar:
      | unit | target | realisasi | tampil |
      | IND  | 80     | 72        | 90     |
      | IND  | 80     | 72        |        |
    """
    persen = {b.isian.kode: b.persen for b in periode.baris if b.persen is not None}
    for k in periode.kiriman:
        for c in (c for c in k.catatan if c.kode == "N18"):
            tampil = dict(x.split(" ") for x in c.rincian.get("capaian", "").split("; ") if x)
            beda = [kode for kode, x in tampil.items() if kode in persen and abs(Decimal(x) - persen[kode]) > _DEKAT]
            if beda:
                isi = {"lembar": c.rincian.get("lembar", ""), "kode": beda[0], "persen": persen[beda[0]]}
                yield Hit(isi=isi | {"tampil": Decimal(tampil[beda[0]])}, unit=k.kode.unit)


_DEKAT = Decimal("0.01")
"""Percentage points: what doubles and rounding may differ by."""
