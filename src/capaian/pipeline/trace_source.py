"""What a trace is read from: the computed period, the receipts, the findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from capaian.ledger import Ledger
from capaian.model.hasil import Hitungan
from capaian.model.jejak import Catatan, Penerimaan
from capaian.model.periode import Periode
from capaian.model.register import BERKAS_DITERIMA
from capaian.pipeline.office import Kantor, Pelaku, with_data
from capaian.pipeline.report import compute_in


@dataclass(frozen=True)
class Sumber:
    """What a trace is read from."""

    kantor: Kantor
    data: Periode
    hitung: Hitungan
    penerimaan: Mapping[str, Penerimaan]

    def nama(self, kode: str) -> str:
        """Name of whatever has a code."""
        s = self.kantor.siklus
        semua = (s.indikator_by_kode, s.sasaran_by_kode, s.unit_by_kode, s.program_by_kode)
        return next((x[kode].nama for x in semua if kode in x), self.kantor.pengaturan.instansi.nama)


def source(kantor: Kantor, ledger: Ledger, pelaku: Pelaku) -> Sumber:
    """Compute the period of an open ledger and look up its receipts."""
    return computed(kantor, ledger, compute_in(kantor, ledger, pelaku.waktu.date()))


def computed(kantor: Kantor, ledger: Ledger, hitung: Hitungan) -> Sumber:
    """Return the same for a period that was computed already."""
    return Sumber(kantor, with_data(kantor, ledger).periode, hitung, _receipts(ledger))


def _receipts(ledger: Ledger) -> dict[str, Penerimaan]:
    """Return how each received file came in, by its hash; of several receipts the one whose submission counts."""
    waktu = {int(str(p.isi.get("nomor", 0))): p for p in ledger.events(BERKAS_DITERIMA)}
    kedudukan = {k.nomor: k for k in ledger.standings()}
    hasil: dict[str, Penerimaan] = {}
    for r in ledger.receipts():
        k = kedudukan.get(r.nomor)
        if r.sha256 in hasil and (k is None or k.keadaan != "berlaku"):
            continue
        lama = tuple(
            x.nama
            for x in kedudukan.values()
            if k and (x.unit, x.periode, x.keadaan) == (k.unit, k.periode, "diganti") and x.nomor < k.nomor
        )
        p = waktu.get(r.nomor)
        hasil[r.sha256] = Penerimaan(
            nomor=r.nomor,
            nama=r.nama,
            unit=r.unit,
            waktu=p.waktu if p else None,
            pelaku=p.pelaku if p else "",
            arsip=f"arsip/{r.sha256[:2]}/{r.sha256}",
            keadaan=k.keadaan if k else r.putusan.value,
            menggantikan=lama,
        )
    return hasil


def notes(s: Sumber, butir: str) -> tuple[Catatan, ...]:
    """Return findings about a row, open ones first, then those that a named person accepted."""
    buka = (Catatan(f.kode, f.severity.value, f.pesan) for f in s.hitung.temuan if f.kunci.butir == butir)
    terima = (
        Catatan(
            d.temuan.kode,
            d.temuan.severity.value,
            d.temuan.pesan,
            d.pengecualian.alasan,
            d.pengecualian.oleh,
            d.pengecualian.waktu,
        )
        for d in s.hitung.dikecualikan
        if d.temuan.kunci.butir == butir
    )
    return (*buka, *terima)
