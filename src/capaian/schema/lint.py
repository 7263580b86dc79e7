"""Mistakes that only show when all tables are seen together; each stops the procedure.

A check is one function. Columns of the tables in its docstring are `Tabel.kolom`; `Indikator2.nama` is a second row.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from capaian.formulas import accumulation, rumus_indikator
from capaian.model.finding import Severity
from capaian.rules import Hit, Lingkup, rule
from capaian.schema.subject import SkemaPeriksa
from capaian.text.dates import tanggal

_SALAH = Severity.KESALAHAN
_SOP = "SOP Penghimpunan Data Capaian Kinerja, langkah 4 dan 5"
_HITUNG = "Cara menghitung capaian yang dipilih kantor"


@rule(
    "SKM-01",
    Lingkup.SKEMA,
    _SALAH,
    pesan="Belum ada satu pun indikator.",
    diharapkan="Sedikitnya satu baris pada tabel Indikator",
    perbaikan="Isi tabel Indikator.",
    dasar=_SOP,
)
def no_indicator(s: SkemaPeriksa) -> Iterator[Hit]:
    """Tables without an indicator ask nobody for anything.

    Salah:
      | Indikator.kode |
      | (tanpa baris)  |
    Benar:
      | Indikator.kode |
      | IK-1           |
    """
    if s.utuh("Indikator") and not s.siklus.indikator:
        yield Hit(butir="Indikator")


@rule(
    "SKM-02",
    Lingkup.SKEMA,
    _SALAH,
    pesan="Unit {kode} menjadi induk bagi induknya sendiri.",
    diharapkan="Unit atasan yang bukan bawahannya",
    perbaikan="Kosongkan kolom Induk pada unit yang paling atas.",
    dasar=_SOP,
)
def circle_of_units(s: SkemaPeriksa) -> Iterator[Hit]:
    """No unit stands above itself.

    Salah:
      | Unit.induk | Unit2.induk |
      | U1         |             |
      | U2         | U1          |
    Benar:
      | Unit.induk | Unit2.induk |
      |            | U1          |
    """
    induk = {u.kode: u.induk for u in s.siklus.unit}
    for u in s.siklus.unit:
        dilewati, atas = {u.kode}, u.induk
        while atas in induk and atas not in dilewati:
            dilewati.add(atas)
            atas = induk[atas]
        if atas == u.kode:
            yield Hit("induk", {"kode": u.kode}, s.asal("Unit", u.kode, "induk"))


@rule(
    "SKM-03",
    Lingkup.SKEMA,
    _SALAH,
    pesan="Unit {kode} ({nama}) tidak bertanggung jawab atas indikator atau sub kegiatan apa pun.",
    diharapkan="Sedikitnya satu indikator atau sub kegiatan untuk setiap unit",
    perbaikan="Tulis kodenya pada kolom Unit tabel Indikator, atau hapus unit ini.",
    dasar=_SOP,
)
def unit_without_work(s: SkemaPeriksa) -> Iterator[Hit]:
    """A unit that answers for nothing, nor does any unit below it, would get an empty form.

    Not applied when:
      1. the tables Unit, Indikator or Program have mistakes of their own;
      2. there is no indicator at all (SKM-01).

    Salah:
      | Unit2.nama   |
      | Bidang Kedua |
    Benar:
      | Unit2.nama   | Unit2.induk | Indikator.unit | Program.unit | Indikator2.unit |
      | Bidang Kedua |             | U1             | U1           | U2              |
      | Seksi Satu   | U1          | U2             | U2           | U2              |
    """
    if not s.utuh("Unit", "Indikator", "Program") or not s.siklus.indikator:  # (1, 2)
        return
    for u in s.siklus.unit:
        bagian = [x.kode for x in s.siklus.pohon(u.kode)]
        if not s.siklus.indikator_unit(*bagian) and not s.siklus.program_unit(*bagian):
            yield Hit("kode", {"kode": u.kode, "nama": u.nama}, u.asal)


@rule(
    "SKM-04",
    Lingkup.SKEMA,
    _SALAH,
    pesan="Indikator {kode} belum memiliki target tahun {tahun}.",
    diharapkan="Target menurut Perjanjian Kinerja",
    perbaikan="Tambahkan barisnya pada tabel Target (dokumen PK).",
    dasar="PermenPANRB 53/2014: realisasi dibandingkan dengan target perjanjian kinerja",
)
def no_target(s: SkemaPeriksa) -> Iterator[Hit]:
    """An indicator without a target of the year cannot be measured.

    Not applied when:
      1. a row of the year is there already, only without numbers (SKM-12): a second one would be a mistake.

    Salah:
      | Target.tahun | Target.dokumen | Target.tahunan | Target.tw4 |
      | 2024         | PK             | 80             | 80         |
      | 2025         | Renstra        | 80             | 80         |
    Benar:
      | Target.tahun | Target.dokumen | Target.tahunan | Target.tw4 |
      | 2025         | PK             | 80             |            |
      | 2025         | PK Perubahan   |                | 80         |
      | 2025         | PK             |                |            |
    """
    if not s.utuh("Indikator", "Target"):
        return
    for i in s.siklus.indikator:
        if s.siklus.target_berlaku(i.kode) is None:  # (1)
            yield Hit("kode", {"kode": i.kode, "tahun": s.siklus.tahun}, i.asal)


@rule(
    "SKM-05",
    Lingkup.SKEMA,
    _SALAH,
    pesan="«{nama}» dan «{lain}» ({tempat}) memimpin unit {unit} pada hari yang sama.",
    diharapkan="Satu kepala unit pada setiap hari",
    perbaikan="Isi Mulai dan Selesai agar masa jabatannya tidak bertumpuk; untuk Plh., akhiri lalu mulai lagi baris "
    "pejabat yang digantikan.",
    dasar=_SOP,
)
def two_heads(s: SkemaPeriksa) -> Iterator[Hit]:
    """A unit has one head on any day.

    Salah:
      | Pejabat.selesai | Pejabat2.status | Pejabat2.mulai   |
      |                 | definitif       | 2025-07-01       |
      | 31/07/2025      | Plt.            | 31 Juli 2025     |
    Benar:
      | Pejabat.selesai | Pejabat2.status | Pejabat2.mulai   |
      | 30/06/2025      | Plt.            | 1 Juli 2025      |
    """
    if not s.utuh("Pejabat"):
        return
    for a, b in combinations(s.siklus.pejabat, 2):
        if a.unit == b.unit and a.bertumpuk(b):
            isi = {"nama": b.nama or b.jabatan, "lain": a.nama or a.jabatan, "unit": a.unit}
            yield Hit("mulai", isi | {"tempat": a.asal["mulai"]}, b.asal["mulai"])


@rule(
    "SKM-06",
    Lingkup.SKEMA,
    _SALAH,
    pesan="«{nama}» selesai menjabat {selesai}, sebelum mulai ({mulai}).",
    diharapkan="Selesai pada hari yang sama dengan Mulai atau sesudahnya",
    perbaikan="Perbaiki kolom Mulai atau Selesai.",
    dasar=_SOP,
)
def ends_before_it_begins(s: SkemaPeriksa) -> Iterator[Hit]:
    """Nobody leaves office before taking it.

    Salah:
      | Pejabat.mulai | Pejabat.selesai |
      | 2025-03-01    | 2025-02-28      |
    Benar:
      | Pejabat.mulai | Pejabat.selesai |
      | 2025-03-01    | 2025-03-01      |
      | 2025-03-01    |                 |
    """
    for p in s.siklus.pejabat:
        if p.mulai and p.selesai and p.selesai < p.mulai:
            isi = {"nama": p.nama or p.jabatan, "mulai": tanggal(p.mulai), "selesai": tanggal(p.selesai)}
            yield Hit("selesai", isi, p.asal["selesai"])


@rule(
    "SKM-07",
    Lingkup.SKEMA,
    _SALAH,
    pesan="Rumus «{rumus}» untuk polaritas {polaritas_rumus} ({nilai_rumus}), sedangkan indikator {kode} berpolaritas "
    "{polaritas} ({nilai}).",
    diharapkan="Rumus yang sesuai dengan polaritas dan jenis nilai indikator",
    perbaikan="Ganti rumusnya, atau kosongkan agar rumus baku kantor yang dipakai.",
    dasar=_HITUNG,
)
def formula_does_not_fit(s: SkemaPeriksa) -> Iterator[Hit]:
    """A formula belongs to a polarity and a kind of value; a target that is a range needs one for ranges.

    Salah:
      | Indikator.rumus | Indikator.polaritas | Indikator.nilai | Indikator.skala | Target.tahunan | Target.tw4 |
      | R/T             | negatif             | angka           |                 | 80             | 80         |
      | R/T             | rentang             | angka           |                 | 60–80          | 60–80      |
      | R/T             | positif             | predikat        | SAKIP           | BB             | BB         |
      | ordinal         | positif             | angka           |                 | 80             | 80         |
    Benar:
      | Indikator.rumus | Indikator.polaritas | Indikator.nilai | Indikator.skala | Target.tahunan | Target.tw4 |
      | T/R             | negatif             | angka           |                 | 80             | 80         |
      | stabil          | rentang             | angka           |                 | 60–80          | 60–80      |
      |                 | rentang             | angka           |                 | 60–80          | 60–80      |
      |                 | positif             | predikat        | SAKIP           | BB             | BB         |
      |                 | positif             | ya_tidak        |                 | ya             | ya         |
    """
    if not s.utuh("Indikator"):
        return
    for i in s.siklus.indikator:
        r = rumus_indikator(i, s.pengaturan.kebijakan.rumus)
        if r.nilai != i.nilai or (i.nilai == "angka" and r.polaritas != i.polaritas):
            isi = {"rumus": r.nama, "polaritas_rumus": r.polaritas, "nilai_rumus": r.nilai}
            isi |= {"kode": i.kode, "polaritas": i.polaritas, "nilai": i.nilai}
            yield Hit("rumus", isi, s.asal("Indikator", i.kode, "rumus"))


@rule(
    "SKM-08",
    Lingkup.SKEMA,
    _SALAH,
    pesan="Indikator {kode} bernilai {nilai}, tetapi akumulasinya {akumulasi}: tingkat tidak dapat dijumlahkan atau "
    "dirata-ratakan.",
    diharapkan="posisi_akhir, tahunan, maksimum, atau minimum",
    perbaikan="Ganti akumulasinya, misalnya posisi_akhir atau tahunan.",
    dasar=_HITUNG,
)
def levels_do_not_add_up(s: SkemaPeriksa) -> Iterator[Hit]:
    """Levels of a scale have an order, not a sum.

    Salah:
      | Indikator.nilai | Indikator.akumulasi | Target.tahunan | Target.tw4 |
      | ya_tidak        | kumulatif           | ya             | ya         |
      | ya_tidak        | rata_rata           | ya             | ya         |
    Benar:
      | Indikator.nilai | Indikator.akumulasi | Target.tahunan | Target.tw4 |
      | ya_tidak        | posisi_akhir        | ya             | ya         |
      | angka           | kumulatif           | 80             | 80         |
    """
    if not s.utuh("Indikator"):
        return
    for i in s.siklus.indikator:
        if i.nilai != "angka" and accumulation.get(i.akumulasi).butuh_angka:
            isi = {"kode": i.kode, "nilai": i.nilai, "akumulasi": i.akumulasi}
            yield Hit("akumulasi", isi, s.asal("Indikator", i.kode, "akumulasi"))


@rule(
    "SKM-09",
    Lingkup.SKEMA,
    _SALAH,
    pesan="Bobot indikator {kode} adalah {bobot}.",
    diharapkan="Bobot lebih dari nol",
    perbaikan="Tulis bobot yang lebih dari nol, atau kosongkan (1).",
    dasar=_HITUNG,
)
def weight_of_nothing(s: SkemaPeriksa) -> Iterator[Hit]:
    """A weight is more than zero: with zero an indicator would vanish from the mean unseen.

    Salah:
      | Indikator.bobot |
      | 0               |
      | -1              |
    Benar:
      | Indikator.bobot |
      | 0,5             |
      |                 |
    """
    if not s.utuh("Indikator"):
        return
    for i in s.siklus.indikator:
        if i.bobot <= 0:
            yield Hit("bobot", {"kode": i.kode, "bobot": i.bobot}, s.asal("Indikator", i.kode, "bobot"))


@rule(
    "SKM-10",
    Lingkup.SKEMA,
    _SALAH,
    pesan="Riwayat {kode} periode {periode} ada dua kali (lihat {tempat}).",
    diharapkan="Satu baris untuk setiap indikator dan periode",
    perbaikan="Hapus salah satu barisnya.",
    dasar="Setiap angka memiliki satu asal",
)
def history_twice(s: SkemaPeriksa) -> Iterator[Hit]:
    """An earlier period has one result.

    Salah:
      | Riwayat.periode | Riwayat2.periode | Riwayat2.realisasi |
      | 2024-TAHUN      | 2024             | 76                 |
    Benar:
      | Riwayat.periode | Riwayat2.periode | Riwayat2.realisasi |
      | 2024-TAHUN      | 2023-TAHUN       | 76                 |
    """
    ada: dict[tuple[str, str], object] = {}
    for r in s.siklus.riwayat:
        kunci = (r.indikator, str(r.periode))
        if kunci in ada:
            yield Hit("realisasi", {"kode": r.indikator, "periode": r.periode, "tempat": ada[kunci]}, r.asal)
        ada.setdefault(kunci, r.asal)


@rule(
    "SKM-11",
    Lingkup.SKEMA,
    _SALAH,
    pesan="Berlaku Sejak {hari} pada target {kode} ({dokumen} tahun {tahun}) tidak dapat dipakai.",
    diharapkan="Kosong, atau tanggal dalam tahun target untuk PK Perubahan",
    perbaikan="Isi Berlaku Sejak hanya pada baris PK Perubahan, dengan tanggal dalam tahun targetnya.",
    dasar="Perubahan perjanjian kinerja berlaku dalam tahunnya",
)
def amendment_date_does_not_fit(s: SkemaPeriksa) -> Iterator[Hit]:
    """Only an amendment begins on a day, and on a day of its year.

    Salah:
      | Target.dokumen | Target.berlaku_sejak |
      | PK             | 2025-09-01           |
      | PK Perubahan   | 2026-09-01           |
    Benar:
      | Target.dokumen | Target.berlaku_sejak |
      | PK Perubahan   | 2025-09-01           |
      | PK             |                      |
    """
    for t in s.siklus.target:
        hari = t.berlaku_sejak
        if hari and (t.dokumen != "PK Perubahan" or hari.year != t.tahun):
            isi = {"hari": tanggal(hari), "kode": t.indikator, "dokumen": t.dokumen, "tahun": t.tahun}
            yield Hit("berlaku_sejak", isi, t.asal["berlaku_sejak"])


@rule(
    "SKM-12",
    Lingkup.SKEMA,
    _SALAH,
    pesan="Baris target {kode} tahun {tahun} ({dokumen}) sudah ada, tetapi angkanya masih kosong.",
    diharapkan="Target menurut Perjanjian Kinerja",
    perbaikan="Isi angkanya pada baris itu; jangan menambah baris baru.",
    dasar="PermenPANRB 53/2014: realisasi dibandingkan dengan target perjanjian kinerja",
)
def target_row_without_numbers(s: SkemaPeriksa) -> Iterator[Hit]:
    """A row of targets that was prepared for the year waits for its numbers.

    Not applied when:
      1. there is no row of the year (SKM-04).

    Salah:
      | Target.tahun | Target.dokumen | Target.tahunan | Target.tw4 |
      | 2025         | PK             |                |            |
      | 2025         | PK Perubahan   |                |            |
    Benar:
      | Target.tahun | Target.dokumen | Target.tahunan | Target.tw4 |
      | 2025         | PK             | 80             |            |
      | 2025         | PK             |                | 80         |
      | 2024         | PK             |                |            |
    """
    if not s.utuh("Indikator", "Target"):
        return
    for i in s.siklus.indikator:
        t = s.siklus.target_berlaku(i.kode)  # (1)
        if t is not None and t.tahunan is None and all(x is None for x in t.triwulan):
            isi = {"kode": i.kode, "tahun": t.tahun, "dokumen": t.dokumen}
            yield Hit("tahunan", isi, t.asal["tahunan"])
