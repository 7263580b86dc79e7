"""Rules on time: forms that come late, results of periods that are not over, and what last year's report said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from capaian.checks.subjects import FormulirPeriksa, PeriodePeriksa, RiwayatPeriksa
from capaian.model.finding import Severity
from capaian.model.nilai import Keadaan
from capaian.rules import Hit, Lingkup, rule
from capaian.text.dates import tanggal
from capaian.text.numbers import bulatkan

_LKE = "Permenpan RB 88/2021, komponen pengukuran kinerja (data andal)"


@rule(
    "FRM-04",
    Lingkup.FORMULIR,
    Severity.CATATAN,
    pesan="Formulir diterima {diterima}, lewat dari tenggat {tenggat}.",
    diharapkan="Paling lambat {tenggat}",
    perbaikan="Tidak perlu tindakan; keterlambatan tercatat.",
    dasar="SOP langkah 6: data dihimpun dalam 3 hari kerja",
    uraian="Formulir kembali paling lambat pada tenggatnya; yang dihitung adalah kiriman pertama yang dapat dibaca.",
)
def late(formulir: FormulirPeriksa) -> Iterator[Hit]:
    """A form comes back by its deadline; the first one that could be read counts, corrections do not.

    Only a note, since nothing that the unit does can mend it.

    Salah:
      | tenggat    | diterima   |
      | 2026-01-08 | 2026-01-09 |
    Benar:
      | tenggat    | diterima   |
      | 2026-01-08 | 2026-01-08 |
      |            | 2026-01-09 |
    """
    if formulir.diterima and formulir.tenggat and formulir.diterima > formulir.tenggat:
        yield Hit(isi={"diterima": tanggal(formulir.diterima), "tenggat": tanggal(formulir.tenggat)})


def _results(periode: PeriodePeriksa) -> Counter[str]:
    return Counter(b.isian.unit for b in periode.baris if b.isian["realisasi"].keadaan is Keadaan.TERISI)


@rule(
    "LIN-07",
    Lingkup.LINTAS,
    Severity.KESALAHAN,
    pesan="{n} realisasi diisi untuk {periode}, yang baru dimulai {mulai}.",
    diharapkan="Realisasi periode yang sudah berjalan",
    perbaikan="Periksa periode formulirnya; angka yang belum terjadi adalah rencana, bukan realisasi.",
    dasar=_LKE,
    uraian="Tidak ada realisasi untuk periode yang belum dimulai.",
)
def not_begun(periode: PeriodePeriksa) -> Iterator[Hit]:
    """There are no results of a period that has not begun.

    Salah:
      | unit | periode  | hari       | realisasi |
      | IND  | 2025-TW4 | 2025-09-30 | 12        |
    Benar:
      | unit | periode  | hari       | realisasi |
      | IND  | 2025-TW4 | 2025-10-01 | 12        |
    """
    p, hari = periode.periode, periode.hari
    if p is None or hari is None or hari >= p.hari_pertama:
        return
    for unit, n in _results(periode).items():
        yield Hit(isi={"n": n, "periode": p.label, "mulai": tanggal(p.hari_pertama)}, unit=unit)


@rule(
    "LIN-08",
    Lingkup.LINTAS,
    Severity.PERINGATAN,
    pesan="{n} realisasi diisi sebelum {periode} berakhir ({akhir}); angkanya belum final.",
    diharapkan="Realisasi sampai akhir periode",
    perbaikan="Perbarui angkanya sesudah periode berakhir, atau tandai sebagai angka sementara dalam laporan.",
    dasar=_LKE,
    uraian="Realisasi suatu periode final sesudah periodenya berakhir.",
)
def not_over(periode: PeriodePeriksa) -> Iterator[Hit]:
    """Results are final when their period is over.

    Salah:
      | unit | periode  | hari       | realisasi |
      | IND  | 2025-TW4 | 2025-12-20 | 12        |
    Benar:
      | unit | periode  | hari       | realisasi |
      | IND  | 2025-TW4 | 2026-01-02 | 12        |
      | IND  | 2025-TW4 | 2025-12-31 | 12        |
    """
    p, hari = periode.periode, periode.hari
    if p is None or hari is None or not p.hari_pertama <= hari < p.hari_terakhir:
        return
    for unit, n in _results(periode).items():
        yield Hit(isi={"n": n, "periode": p.label, "akhir": tanggal(p.hari_terakhir)}, unit=unit)


@rule(
    "LIN-09",
    Lingkup.LINTAS,
    Severity.PERINGATAN,
    pesan="Realisasi {kode} tahun {tahun} adalah {riwayat} menurut tabel Riwayat ({tempat}), tetapi {laporan} menurut "
    "formulir tahun itu ({tempat_laporan}).",
    diharapkan="Satu angka untuk tahun lalu: {laporan}, atau penjelasan perubahannya",
    perbaikan="Samakan tabel Riwayat dengan laporan tahun lalu; bila angkanya direvisi, sebutkan pada kolom Sumber.",
    dasar="Permenpan RB 53/2014, perbandingan dengan tahun lalu",
    uraian="Realisasi tahun lalu pada tabel Riwayat sama dengan yang dilaporkan tahun lalu.",
    kecuali="Tahun lalu belum dikerjakan dengan program ini.",
)
def history_disagrees(periode: PeriodePeriksa) -> Iterator[Hit]:
    """The table Riwayat says what the forms of last year said, to the decimals that the indicator is printed with.

    Salah:
      | unit | desimal | riwayat | laporan |
      | IND  | 2       | 71,02   | 72,01   |
      | IND  | 2       | WTP     | WDP     |
    Benar:
      | unit | desimal | riwayat | laporan |
      | IND  | 2       | 71,02   | 71,0198 |
      | IND  | 2       | WTP     | wtp     |
    """
    for r in periode.riwayat:
        if _agree(r):
            continue
        isi = {
            "kode": r.indikator.kode,
            "tahun": r.riwayat.periode.tahun,
            "riwayat": r.riwayat.realisasi,
            "tempat": r.riwayat.asal or "skema",
            "laporan": r.laporan.isi,
            "tempat_laporan": r.laporan.asal or "dijumlahkan",
        }
        yield Hit(isi=isi, asal=r.riwayat.asal, butir=r.indikator.kode, nama_butir=r.indikator.nama)


def _agree(r: RiwayatPeriksa) -> bool:
    a, b, d = r.riwayat.realisasi, r.laporan.isi, r.indikator.desimal
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return bulatkan(a, d) == bulatkan(b, d)
    return str(a).casefold() == str(b).casefold()
