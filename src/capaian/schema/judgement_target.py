"""What a careful reader of the tables would ask about targets and history; nothing here stops the procedure.

A check is one function. Columns of the tables in its docstring are `Tabel.kolom`; `Indikator2.nama` is a second row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from capaian.formulas import accumulation
from capaian.model.finding import Severity
from capaian.model.pengaturan import SkalaOrdinal
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Target, Ukuran
from capaian.rules import Hit, Lingkup, rule
from capaian.schema.subject import SkemaPeriksa
from capaian.text.numbers import format_angka

_PERLU = Severity.PERINGATAN
_LKE = "PermenPANRB 88/2021: definisi operasional jelas, data andal"
_TRIWULAN = ("I", "II", "III", "IV")


def _tulis(nilai: Ukuran | None, indikator: Indikator) -> str:
    """A target or result as staff would write it, with its unit."""
    if not isinstance(nilai, Decimal):
        return str(nilai or "kosong")
    return f"{format_angka(nilai, 6, ringkas=True)}{'%' if indikator.persen else f' {indikator.satuan}'}"


def _ikut(s: SkemaPeriksa) -> Iterator[tuple[Indikator, Target]]:
    """Targets of this year with their indicators."""
    if s.utuh("Indikator", "Target"):
        for t in s.target_tahun_ini:
            yield s.siklus.indikator_by_kode[t.indikator], t


@rule(
    "SKM-25",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Target triwulan {kode} ({dokumen}) berjumlah {jumlah}, sedangkan target tahunannya {tahunan}.",
    diharapkan="Jumlah target triwulan sama dengan target tahunan",
    perbaikan="Tulis target tiap triwulan sebagai angka triwulan itu saja, atau betulkan target tahunannya.",
    dasar="Akumulasi kumulatif: triwulan dijumlahkan menjadi tahun",
)
def quarters_do_not_add_up(s: SkemaPeriksa) -> Iterator[Hit]:
    """Where results add up, so do the targets of the quarters.

    Not applied when:
      1. a quarter in which it is measured has no target.

    Salah:
      | Indikator.akumulasi | Target.tahunan | Target.tw1 | Target.tw2 | Target.tw3 | Target.tw4 |
      | kumulatif           | 100            | 20         | 40         | 70         | 100        |
    Benar:
      | Indikator.akumulasi | Indikator.frekuensi | Target.tahunan | Target.tw1 | Target.tw2 | Target.tw3 | Target.tw4 |
      | kumulatif           | triwulanan          | 100            | 20         | 30         | 30         | 20         |
      | kumulatif           | semesteran          | 100            |            | 40         |            | 60         |
      | kumulatif           | triwulanan          | 100            |            |            |            |            |
      | posisi_akhir        | triwulanan          | 100            | 20         | 40         | 70         | 100        |
    """
    for i, t in _ikut(s):
        if not accumulation.get(i.akumulasi).jumlah or not isinstance(t.tahunan, Decimal):
            continue
        jumlah = accumulation.target_rinci(t, i, Periode(t.tahun, "TW", 4))
        if jumlah.kunci != ("tahunan",) and isinstance(jumlah.nilai, Decimal) and jumlah.nilai != t.tahunan:  # (1)
            isi = {"kode": i.kode, "dokumen": t.dokumen}
            isi |= {"jumlah": _tulis(jumlah.nilai, i), "tahunan": _tulis(t.tahunan, i)}
            yield Hit("tahunan", isi, t.asal["tahunan"])


@rule(
    "SKM-26",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Target triwulan IV {kode} ({dokumen}) adalah {akhir}, sedangkan target tahunannya {tahunan}.",
    diharapkan="Target triwulan IV sama dengan target tahunan",
    perbaikan="Samakan target triwulan IV dengan target tahunan: posisi akhir tahun adalah hasil setahun.",
    dasar="Akumulasi posisi_akhir dan tahunan: posisi triwulan IV adalah hasil setahun",
)
def year_ends_elsewhere(s: SkemaPeriksa) -> Iterator[Hit]:
    """Where the last position counts, the last quarter ends at the target of the year.

    Salah:
      | Indikator.akumulasi | Target.tahunan | Target.tw4 |
      | posisi_akhir        | 80             | 20         |
      | tahunan             | 80             | 79         |
    Benar:
      | Indikator.akumulasi | Target.tahunan | Target.tw4 |
      | posisi_akhir        | 80             | 80,00      |
      | posisi_akhir        | 80             |            |
      | kumulatif           | 80             | 20         |
    """
    for i, t in _ikut(s):
        akhir = t.triwulan[3]
        if i.akumulasi in ("posisi_akhir", "tahunan") and None not in (akhir, t.tahunan) and akhir != t.tahunan:
            isi = {"kode": i.kode, "dokumen": t.dokumen, "akhir": _tulis(akhir, i), "tahunan": _tulis(t.tahunan, i)}
            yield Hit("tw4", isi, t.asal["tw4"])


@rule(
    "SKM-27",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Target {kode} tahun {tahun} ({target}) {kurang} realisasi tahun sebelumnya ({lalu}).",
    diharapkan="Target yang tidak lebih mudah daripada hasil yang sudah dicapai",
    perbaikan="Naikkan targetnya, atau tulis alasannya pada kolom Catatan tabel Indikator.",
    dasar=_LKE,
)
def target_already_reached(s: SkemaPeriksa) -> Iterator[Hit]:
    """A target that the year before already passed asks for less than was reached.

    Not applied when:
      1. the polarity is a range;
      2. the result of the year before is not in the table Riwayat.

    Salah:
      | Indikator.polaritas | Target.tahunan | Riwayat.realisasi |
      | positif             | 80             | 81                |
      | negatif             | 80             | 79                |
    Benar:
      | Indikator.polaritas | Target.tahunan | Riwayat.realisasi |
      | positif             | 80             | 80                |
      | negatif             | 80             | 81                |
      | rentang             | 80             | 90                |
    """
    if not s.utuh("Indikator", "Target", "Riwayat"):
        return
    lalu = {r.indikator: r.realisasi for r in s.siklus.riwayat if str(r.periode) == f"{s.siklus.tahun - 1}-TAHUN"}
    for i in s.siklus.indikator:
        t, skala = s.siklus.target_berlaku(i.kode), s.pengaturan.skala_ordinal.get(i.skala)
        a, b = _skor(t.tahunan if t else None, skala), _skor(lalu.get(i.kode), skala)
        if t is None or a is None or b is None or i.polaritas == "rentang":  # (1, 2)
            continue
        if (a > b) if i.polaritas == "negatif" else (a < b):
            kurang = "lebih tinggi daripada" if a > b else "lebih rendah daripada"
            isi = {"kode": i.kode, "tahun": s.siklus.tahun, "kurang": kurang}
            isi |= {"target": _tulis(t.tahunan, i), "lalu": _tulis(lalu[i.kode], i)}
            yield Hit("tahunan", isi, t.asal["tahunan"])


def _skor(nilai: Ukuran | None, skala: SkalaOrdinal | None) -> Decimal | None:
    if isinstance(nilai, str) and skala and (level := skala.cari(nilai)):
        return Decimal(skala.skor[level])
    return nilai if isinstance(nilai, Decimal) else None


@rule(
    "SKM-28",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Target {kode} adalah {target}: pecahan mungkin ditulis sebagai persen.",
    diharapkan="Persen antara 0 dan 100, misalnya 40 untuk empat puluh persen",
    perbaikan="Bila yang dimaksud {kali}%, tulis {kali}. Bila targetnya memang {target}, abaikan.",
    dasar="Satuan target dan realisasi sama",
)
def fraction_called_percent(s: SkemaPeriksa) -> Iterator[Hit]:
    """A target below one percent is often a fraction.

    Not applied when:
      1. the unit is not percent;
      2. it is no share and at least a tenth of a percent: growth may be small.

    Salah:
      | Indikator.satuan | Indikator.bagian | Target.tahunan | Target.tw4 |
      | persen           | ya               | 0,4            | 0,4        |
      | persen           | tidak            | 0,004          | 0,004      |
    Benar:
      | Indikator.satuan | Indikator.bagian | Target.tahunan | Target.tw4 |
      | persen           | ya               | 40             | 40         |
      | persen           | ya               | 0              | 0          |
      | persen           | tidak            | 0,4            | 0,4        |
      | indeks           | tidak            | 0,004          | 0,004      |
    """
    for i, t in _ikut(s):
        batas = Decimal(1) if i.bagian else Decimal("0.1")
        if i.persen and isinstance(t.tahunan, Decimal) and 0 < abs(t.tahunan) < batas:  # (1, 2)
            kali = format_angka(t.tahunan * 100, 4, ringkas=True)
            yield Hit("tahunan", {"kode": i.kode, "target": _tulis(t.tahunan, i), "kali": kali}, t.asal["tahunan"])


@rule(
    "SKM-29",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Target {apa} {kode} adalah {target}, padahal indikator ini bagian dari keseluruhan.",
    diharapkan="Paling banyak 100%",
    perbaikan="Perbaiki targetnya, atau tulis tidak pada kolom Bagian.",
    dasar="Bagian tidak mungkin melebihi keseluruhannya",
)
def share_above_whole(s: SkemaPeriksa) -> Iterator[Hit]:
    """No share is planned above the whole.

    Salah:
      | Indikator.bagian | Target.tahunan | Target.tw4 |
      | ya               | 110            | 110        |
      | ya               | 90             | 110        |
    Benar:
      | Indikator.bagian | Target.tahunan | Target.tw4 |
      | ya               | 100            | 100        |
      | tidak            | 110            | 110        |
    """
    for i, t in _ikut(s):
        nama = {"tahunan": "tahunan", **{f"tw{n}": f"triwulan {x}" for n, x in enumerate(_TRIWULAN, 1)}}
        for kunci, nilai in zip(nama, (t.tahunan, *t.triwulan), strict=True):
            if i.bagian and isinstance(nilai, Decimal) and nilai > 100:
                isi = {"apa": nama[kunci], "kode": i.kode, "target": _tulis(nilai, i)}
                yield Hit(kunci, isi, t.asal[kunci])


@rule(
    "SKM-33",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Riwayat {kode} memuat periode {periode}, yang belum berakhir pada {kini}.",
    diharapkan="Periode sebelum yang sedang dikerjakan",
    perbaikan="Hapus barisnya, atau betulkan periodenya.",
    dasar="Realisasi tidak diketahui sebelum periodenya berakhir",
)
def history_of_the_future(s: SkemaPeriksa) -> Iterator[Hit]:
    """History is about the past.

    Salah:
      | Riwayat.periode |
      | 2026-TAHUN      |
      | 2025-TW4        |
    Benar:
      | Riwayat.periode |
      | 2025-TW3        |
      | 2024-TAHUN      |
    """
    kini = s.pengaturan.periode
    for r in s.siklus.riwayat:
        if r.periode.hari_terakhir >= kini.hari_terakhir:
            isi = {"kode": r.indikator, "periode": r.periode.label, "kini": kini.label}
            yield Hit("realisasi", isi, r.asal)


@rule(
    "SKM-34",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Target perubahan {kode} tahun {tahun} {kurang}.",
    diharapkan="Baris PK dan baris PK Perubahan, keduanya dengan target tahunan",
    perbaikan="Lengkapi barisnya: laporan menyebut target semula dan target yang berlaku.",
    dasar="Perjanjian kinerja murni dan perubahan disajikan dalam Bab II laporan kinerja",
)
def amendment_of_nothing(s: SkemaPeriksa) -> Iterator[Hit]:
    """An amendment changes a target that was set before, and says what the year's target is now.

    Salah:
      | Target.dokumen | Target.tahunan | Target2.dokumen | Target2.tahunan |
      | PK Perubahan   | 80             | Renstra         | 85              |
      | PK             | 80             | PK Perubahan    |                 |
    Benar:
      | Target.dokumen | Target.tahunan | Target2.dokumen | Target2.tahunan |
      | PK             | 80             | PK Perubahan    | 85              |
      | PK             | 80             | Renstra         | 85              |
    """
    if not s.utuh("Target"):
        return
    by_indikator: dict[str, list[Target]] = defaultdict(list)
    for t in s.target_tahun_ini:
        by_indikator[t.indikator].append(t)
    for kode, milik in by_indikator.items():
        for t in milik:
            if t.dokumen != "PK Perubahan":
                continue
            semula = next((x for x in milik if x.dokumen == "PK"), None)
            kosong = t.tahunan is None and semula is not None and semula.tahunan is not None
            kurang = "tidak memiliki baris PK" if semula is None else "tidak menyebut target tahunan" if kosong else ""
            if kurang:
                yield Hit("dokumen", {"kode": kode, "tahun": t.tahun, "kurang": kurang}, t.asal["dokumen"])
