"""Rules on one returned form as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from capaian.checks.subjects import FormulirPeriksa
from capaian.model.finding import Severity
from capaian.rules import Hit, Lingkup, rule
from capaian.text.inert import shorten
from capaian.text.numbers import format_angka

_DASAR = "Petunjuk pengisian formulir, bagian «Mohon diperhatikan»"


@rule(
    "FRM-01",
    Lingkup.FORMULIR,
    Severity.KESALAHAN,
    pesan="Bagian terkunci «{kolom}» berubah: semula «{lama}», sekarang «{baru}». Nilai semula yang dipakai.",
    diharapkan="{lama}",
    perbaikan="Kembalikan seperti semula. Bila yang semula memang keliru, sampaikan kepada Sub Bagian Program; "
    "yang diubah adalah skema kantor (misalnya PK Perubahan), bukan formulirnya.",
    dasar=_DASAR,
    uraian="Sel terkunci kembali seperti diterbitkan: target, satuan, dan nama ditetapkan kantor.",
)
def locked_changed(formulir: FormulirPeriksa) -> Iterator[Hit]:
    """Locked cells come back as they were issued: targets, units and names are the office's.

    Salah:
      | kolom  | lama | baru |
      | target | 80   | 60   |
    Benar:
      | kolom  | lama | baru |
      |        |      |      |
    """
    for sel in formulir.kiriman.terkunci:
        lama = _shown(sel.lama)
        baru = _number(sel.baru.isi) if isinstance(sel.baru.isi, Decimal) else _shown(sel.baru.mentah)
        isi = {
            "kolom": formulir.judul.get((sel.bagian, sel.kolom), sel.kolom),
            "lama": shorten(lama) or "(kosong)",
            "baru": shorten(sel.baru.mentah if baru == lama else baru) or "(kosong)",
        }
        yield Hit(sel.kolom, isi, sel.baru.asal, sel.kode)


_STORED = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{0,14}[1-9])?")
"""A number as workbooks and the ledger hold it; `1.200` and `007` are not, so somebody typed them."""


def _shown(teks: str) -> str:
    return _number(Decimal(teks)) if _STORED.fullmatch(teks) else teks


def _number(nilai: Decimal) -> str:
    """All digits of a number, as people here write it."""
    pangkat = nilai.as_tuple().exponent
    return format_angka(nilai, max(0, -pangkat) if isinstance(pangkat, int) else 0)


@rule(
    "FRM-02",
    Lingkup.FORMULIR,
    Severity.KESALAHAN,
    pesan="Baris «{kode}» hilang dari formulir.",
    diharapkan="Semua baris yang diterbitkan",
    perbaikan="Gunakan formulir asli; jangan menghapus baris atau mengganti kode.",
    dasar=_DASAR,
    uraian="Setiap baris yang diterbitkan kembali.",
)
def row_missing(formulir: FormulirPeriksa) -> Iterator[Hit]:
    """Every row that was issued comes back.

    Salah:
      | hilang |
      | IK-1   |
    Benar:
      | hilang |
      |        |
    """
    for _, kode in formulir.kiriman.hilang:
        yield Hit(isi={"kode": kode}, butir=kode)


@rule(
    "FRM-03",
    Lingkup.FORMULIR,
    Severity.PERINGATAN,
    pesan="Ada {jumlah} baris dengan kode yang bukan milik formulir ini, mulai {sel}: «{kode}». "
    "Baris itu tidak dibaca.",
    diharapkan="Hanya baris yang diterbitkan untuk unit ini",
    perbaikan="Bila kodenya berubah, tulis kembali kode semula. Bila barisnya ditambahkan, isikan pada formulir unit "
    "yang bertanggung jawab, lalu hapus baris itu.",
    dasar=_DASAR,
    uraian="Baris yang tidak diterbitkan untuk unit ini tidak dibaca.",
)
def foreign_rows(formulir: FormulirPeriksa) -> Iterator[Hit]:
    """Rows that were not issued to this unit are not read, and that is said.

    Salah:
      | catatan | sel       | kode   |
      | N13     | ISIAN!B15 | IK-5.1 |
    Benar:
      | catatan | sel       | kode   |
      | N06     | ISIAN!Z15 |        |
    """
    for c in formulir.kiriman.catatan:
        if c.kode == "N13":
            yield Hit(isi=dict(c.rincian))


@rule(
    "FRM-05",
    Lingkup.FORMULIR,
    Severity.PERINGATAN,
    pesan="Ada {jumlah} baris berisi angka tetapi tanpa kode, mulai {sel}: «{nilai}». Baris itu tidak dibaca.",
    diharapkan="Angka hanya pada baris yang memiliki kode",
    perbaikan="Bila kodenya terhapus, tulis kembali kode semula. Bila barisnya disisipkan, pindahkan angkanya ke baris "
    "berkode yang sesuai, lalu hapus baris itu.",
    dasar=_DASAR,
    uraian="Angka pada baris tanpa kode tidak dibaca, dan hal itu dikatakan.",
    kecuali="Angkanya hasil rumus, misalnya jumlah yang ditambahkan di bawah tabel.",
)
def rows_without_code(formulir: FormulirPeriksa) -> Iterator[Hit]:
    """Numbers in rows without a code are not read, and that is said.

    Salah:
      | catatan | sel       | nilai |
      | N17     | ISIAN!P12 | 85,5  |
    Benar:
      | catatan | sel       | nilai |
      | N06     | ISIAN!Z15 |       |
    """
    for c in formulir.kiriman.catatan:
        if c.kode == "N17":
            yield Hit(isi=dict(c.rincian))


@rule(
    "FRM-06",
    Lingkup.FORMULIR,
    Severity.PERINGATAN,
    pesan="Sel {sel} tertutup penggabungan sel (merge); nilainya «{nilai}» tidak terlihat dan tidak dibaca.",
    diharapkan="Sel isian yang tidak digabung",
    perbaikan="Pisahkan kembali selnya (Merge & Center, Unmerge), lalu isi setiap baris sendiri-sendiri.",
    dasar=_DASAR,
    uraian="Sel isian tidak digabung; nilai yang tertutup penggabungan tidak dibaca.",
)
def hidden_under_merge(formulir: FormulirPeriksa) -> Iterator[Hit]:
    """Input cells are not merged; what a merge hides nobody can have meant, and the unit is told.

    Salah:
      | catatan | sel      | nilai |
      | N03     | ISIAN!P9 | 85,5  |
    Benar:
      | catatan | sel       | nilai |
      | N06     | ISIAN!Z15 |       |
    """
    for c in formulir.kiriman.catatan:
        if c.kode == "N03":
            yield Hit(isi=dict(c.rincian), butir=c.rincian.get("sel", ""))
