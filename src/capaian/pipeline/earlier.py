"""What is known of the time before a period: its rows are judged beside it, and the form asks about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from capaian.ledger import Ledger
from capaian.model.kiriman import Isian
from capaian.model.nilai import Keadaan, Nilai
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Riwayat, Siklus, Ukuran
from capaian.pipeline import merge
from capaian.pipeline.office import Kantor

Sebelumnya = Mapping[tuple[str, str], Nilai]
"""Results of the earlier periods of the year by code of the indicator and period, see `office.earlier_values`."""
TERAKHIR = {"TW": 4, "SM": 2, "TAHUN": 1}
"""The last period of a year, by kind."""


@dataclass(frozen=True, slots=True)
class Dahulu:
    """The time before a period, by code of the indicator or sub kegiatan; what is not known is missing.

    Attributes:
        lalu: Result of the period before, in the same year.
        tahun_lalu: Result of the year before, from the table Riwayat.
        target_lalu: Target of the period before, in the same year.
        jumlah_lalu: Sum of the results before, of indicators whose results add up.
        anggaran: Budget realisation and output of the period before, by code and column.
    """

    lalu: Mapping[str, Ukuran]
    tahun_lalu: Mapping[str, Ukuran]
    target_lalu: Mapping[str, Ukuran]
    jumlah_lalu: Mapping[str, Decimal]
    anggaran: Mapping[tuple[str, str], Decimal]

    def facts(self, siklus: Siklus) -> dict[str, dict[str, Decimal]]:
        """Return the numbers that conditions of CEK may name, by code; see `formulir.FAKTA_BARIS`."""
        hasil: dict[str, dict[str, Decimal]] = {}
        for i in siklus.indikator:
            angka: dict[str, object] = {
                "posisi": Decimal(i.akumulasi == "posisi_akhir"),
                "kumulatif": Decimal(i.akumulasi == "kumulatif"),
                "target_lalu": self.target_lalu.get(i.kode),
                "jumlah_lalu": self.jumlah_lalu.get(i.kode),
            }
            hasil[i.kode] = {k: v for k, v in angka.items() if isinstance(v, Decimal)}
        for (kode, kolom), v in self.anggaran.items():
            hasil.setdefault(kode, {})[f"{kolom.removeprefix('realisasi_')}_lalu"] = v
        return hasil


def before(kantor: Kantor, ledger: Ledger, sebelumnya: Sebelumnya) -> Dahulu:
    """Gather what is known of the time before the period of an office."""
    from capaian.formulas import accumulation

    siklus, periode = kantor.siklus, kantor.periode
    lalu = periode.sebelumnya()
    dari_riwayat = {(r.indikator, r.periode): r for r in siklus.riwayat}
    ada: dict[tuple[str, str], Nilai] = {(k, str(p)): _of_history(r) for (k, p), r in dari_riwayat.items()}
    ada |= {k: v for k, v in sebelumnya.items() if v.keadaan is not Keadaan.KOSONG}
    hasil = {k: r.realisasi for (k, p), r in dari_riwayat.items() if p == lalu}
    hasil |= {k: v.isi for (k, p), v in sebelumnya.items() if lalu and p == str(lalu) and v.isi is not None}
    jumlah = {i.kode: _sum(i, ada, periode) for i in siklus.indikator}
    target = {
        i.kode: accumulation.target_periode(siklus.target_berlaku(i.kode, lalu), i, lalu)
        for i in siklus.indikator
        if lalu
    }
    tahun_lalu = Periode(periode.tahun - 1, "TAHUN")
    return Dahulu(
        lalu=hasil,
        tahun_lalu={k: r.realisasi for (k, p), r in dari_riwayat.items() if p == tahun_lalu},
        target_lalu={k: v for k, v in target.items() if v is not None},
        jumlah_lalu={k: v for k, v in jumlah.items() if v is not None},
        anggaran=_budget(kantor, ledger, lalu) if lalu else {},
    )


def _of_history(r: Riwayat) -> Nilai:
    return Nilai(Keadaan.TERISI, r.realisasi, str(r.realisasi), r.asal)


def _sum(indikator: Indikator, ada: Sebelumnya, periode: Periode) -> Decimal | None:
    if indikator.akumulasi != "kumulatif" or periode.ke == 1:
        return None
    hasil = Decimal(0)
    for ke in range(1, periode.ke):
        p = Periode(periode.tahun, periode.jenis, ke)
        nilai = ada.get((indikator.kode, str(p)))
        if not indikator.diukur_pada(p) or (nilai and nilai.keadaan is Keadaan.TIDAK_BERLAKU):
            continue
        if nilai is None or nilai.angka is None:
            return None
        hasil += nilai.angka
    return hasil


def _budget(kantor: Kantor, ledger: Ledger, lalu: Periode) -> dict[tuple[str, str], Decimal]:
    return {
        (i.kode, kolom): angka
        for i in merge.gather(kantor.siklus, ledger, lalu).isian
        if i.bagian == "anggaran"
        for kolom in ("realisasi_anggaran", "realisasi_keluaran")
        if (angka := i[kolom].angka) is not None
    }


def results_of_last_year(kantor: Kantor, ledger: Ledger) -> dict[str, Nilai]:
    """Return the results of last year from the forms of its last period in force, by indicator."""
    from capaian.analysis.compute import compute, nilai_triwulan

    siklus, jenis = kantor.siklus, kantor.periode.jenis
    periode: Periode | None = Periode(kantor.periode.tahun - 1, jenis, TERAKHIR[jenis])
    assert periode is not None
    isian = [i for i in merge.gather(siklus, ledger, periode).isian if i.kode in siklus.indikator_by_kode]
    if not isian:
        return {}
    dulu: list[Isian] = []
    p = periode.sebelumnya()
    while p:
        dulu += merge.gather(siklus, ledger, p).isian
        p = p.sebelumnya()
    capaian = compute(siklus, kantor.pengaturan, isian, nilai_triwulan(dulu), periode)
    return {c.indikator: c.realisasi for c in capaian if c.realisasi.isi is not None}
