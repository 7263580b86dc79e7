"""What a careful reader of the tables would ask about indicators; nothing here stops the procedure.

A check is one function. Columns of the tables in its docstring are `Tabel.kolom`; `Indikator2.nama` is a second row.
"""

from __future__ import annotations

from collections.abc import Iterator

from capaian.model.finding import Severity
from capaian.model.skema import Indikator
from capaian.rules import Hit, Lingkup, rule
from capaian.schema.subject import SkemaPeriksa

_PERLU = Severity.PERINGATAN
_IKU = "PermenPAN 9/2007 tentang IKU: alasan, formulasi, sumber data, dan penanggung jawab ditetapkan"
_LKE = "PermenPANRB 88/2021: definisi operasional jelas, data andal"


@rule(
    "SKM-21",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Indikator {kode} belum memiliki definisi operasional.",
    diharapkan="Apa yang diukur, kapan, dan batasannya",
    perbaikan="Isi kolom Definisi Operasional.",
    dasar=_LKE,
)
def no_definition(s: SkemaPeriksa) -> Iterator[Hit]:
    """Without a definition two units count two different things.

    Salah:
      | Indikator.definisi |
      |                    |
    Benar:
      | Indikator.definisi          |
      | Peserta yang hadir dan diuji |
    """
    for i in s.siklus.indikator:
        if not i.definisi:
            yield Hit("definisi", {"kode": i.kode}, s.asal("Indikator", i.kode, "definisi"))


@rule(
    "SKM-22",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Indikator {kode} dihitung ({satuan}), tetapi cara menghitungnya belum ditulis.",
    diharapkan="Formulasi, atau pembilang dan penyebut",
    perbaikan="Isi kolom Formulasi, atau kolom Pembilang dan Penyebut.",
    dasar=_IKU,
)
def no_formula(s: SkemaPeriksa) -> Iterator[Hit]:
    """A value that is computed names its formula.

    Not applied when:
      1. the value is a count or a level.

    Salah:
      | Indikator.satuan | Indikator.desimal | Indikator.formulasi | Indikator.pembilang | Indikator.penyebut |
      | %                | 2                 |                     |                     |                    |
      | indeks           | 2                 |                     | Jumlah nilai        |                    |
    Benar:
      | Indikator.satuan | Indikator.desimal | Indikator.formulasi | Indikator.pembilang | Indikator.penyebut |
      | %                | 2                 |                     | Lulus               | Peserta            |
      | indeks           | 2                 | rata-rata nilai     |                     |                    |
      | orang            | 0                 |                     |                     |                    |
    """
    for i in s.siklus.indikator:
        if i.nilai != "angka" or i.cacah:  # (1)
            continue
        if not i.formulasi and not i.berpembilang:
            isi = {"kode": i.kode, "satuan": i.satuan}
            yield Hit("formulasi", isi, s.asal("Indikator", i.kode, "formulasi"))


@rule(
    "SKM-23",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Indikator {kode} hanya memiliki {ada}, tanpa {kurang}; formulirnya tidak akan menanyakan keduanya.",
    diharapkan="Pembilang dan penyebut, atau tidak keduanya",
    perbaikan="Isi kolom {kolom}, atau kosongkan kolom yang lain.",
    dasar=_IKU,
)
def half_a_fraction(s: SkemaPeriksa) -> Iterator[Hit]:
    """A fraction has two parts.

    Salah:
      | Indikator.pembilang | Indikator.penyebut |
      | Lulus               |                    |
      |                     | Peserta            |
    Benar:
      | Indikator.pembilang | Indikator.penyebut |
      | Lulus               | Peserta            |
      |                     |                    |
    """
    for i in s.siklus.indikator:
        if bool(i.pembilang) != bool(i.penyebut):
            ada, kurang = ("pembilang", "penyebut") if i.pembilang else ("penyebut", "pembilang")
            isi = {"kode": i.kode, "ada": ada, "kurang": kurang, "kolom": kurang.capitalize()}
            yield Hit(kurang, isi, s.asal("Indikator", i.kode, kurang))


@rule(
    "SKM-24",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Indikator {kode} belum memiliki sumber data.",
    diharapkan="Asal data, misalnya BPS atau laporan bidang",
    perbaikan="Isi kolom Sumber Data.",
    dasar=_IKU,
)
def no_source(s: SkemaPeriksa) -> Iterator[Hit]:
    """A result that comes from nowhere cannot be checked.

    Salah:
      | Indikator.sumber_data |
      |                       |
    Benar:
      | Indikator.sumber_data |
      | BPS                   |
    """
    for i in s.siklus.indikator:
        if not i.sumber_data:
            yield Hit("sumber_data", {"kode": i.kode}, s.asal("Indikator", i.kode, "sumber_data"))


@rule(
    "SKM-30",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Indikator {kode} bersatuan {satuan}, tetapi akumulasinya kumulatif: persentase triwulan akan dijumlahkan.",
    diharapkan="posisi_akhir, rata_rata, atau tahunan untuk persentase",
    perbaikan="Pakai posisi_akhir bila angkanya «s.d. triwulan», atau rata_rata.",
    dasar="Persentase tidak dijumlahkan",
)
def percentages_added_up(s: SkemaPeriksa) -> Iterator[Hit]:
    """Percentages of quarters do not add up to one of the year.

    Salah:
      | Indikator.satuan | Indikator.akumulasi | Target.tw4 |
      | Persen           | kumulatif           |            |
    Benar:
      | Indikator.satuan | Indikator.akumulasi | Target.tw4 |
      | Persen           | posisi_akhir        |            |
      | Orang            | kumulatif           |            |
    """
    for i in s.siklus.indikator:
        if i.persen and i.akumulasi == "kumulatif":
            yield Hit("akumulasi", {"kode": i.kode, "satuan": i.satuan}, s.asal("Indikator", i.kode, "akumulasi"))


@rule(
    "SKM-31",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Nama indikator {kode} sama dengan {lain} ({tempat}).",
    diharapkan="Satu nama untuk satu indikator",
    perbaikan="Bedakan namanya, misalnya dengan menyebut bidangnya, atau hapus salah satu.",
    dasar="Nama indikator sama dalam PK, IKU, dan Renstra",
)
def same_name_twice(s: SkemaPeriksa) -> Iterator[Hit]:
    """Two indicators of one name cannot be told apart in the report.

    Salah:
      | Indikator.nama | Indikator2.nama |
      | Peserta lulus  | peserta  LULUS  |
    Benar:
      | Indikator.nama | Indikator2.nama |
      | Peserta lulus  | Peserta bekerja |
    """
    ada: dict[str, Indikator] = {}
    for i in s.siklus.indikator:
        nama = " ".join(i.nama.split()).casefold()
        if nama in ada:
            isi = {"kode": i.kode, "lain": ada[nama].kode, "tempat": s.asal("Indikator", ada[nama].kode, "nama")}
            yield Hit("nama", isi, s.asal("Indikator", i.kode, "nama"))
        ada.setdefault(nama, i)


@rule(
    "SKM-32",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Sasaran {kode} belum memiliki indikator.",
    diharapkan="Sedikitnya satu indikator untuk setiap sasaran",
    perbaikan="Tambahkan indikatornya, atau hapus sasaran ini.",
    dasar="PermenPANRB 53/2014: setiap sasaran strategis diukur dengan indikator",
)
def goal_without_measure(s: SkemaPeriksa) -> Iterator[Hit]:
    """A goal that nothing measures stays out of the report.

    Salah:
      | Sasaran2.nama |
      | Sasaran kedua |
    Benar:
      | Sasaran2.nama | Indikator2.sasaran |
      | Sasaran kedua | S2                 |
    """
    if not s.utuh("Indikator", "Sasaran"):
        return
    ada = {i.sasaran for i in s.siklus.indikator}
    for x in s.siklus.sasaran:
        if x.kode not in ada:
            yield Hit("kode", {"kode": x.kode}, x.asal)
