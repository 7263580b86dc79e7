"""Mistakes that only show when all tables are seen together."""

from __future__ import annotations

from collections.abc import Iterator

from capaian.model.skema import Siklus, Unit
from capaian.schema.source import Masalah


def check(siklus: Siklus) -> Iterator[Masalah]:
    """Yield what stops the procedure: no indicators, a unit without work, an indicator without a target."""
    if not siklus.indikator:
        yield ("tabel Indikator", "Belum ada satu pun indikator.", "Isi tabel Indikator.")
    for unit in siklus.unit:
        if unit.induk and unit.induk not in siklus.unit_by_kode:
            yield (
                str(unit.asal),
                f"Induk «{unit.induk}» tidak ada dalam tabel Unit.",
                "Pakai kode unit yang terdaftar.",
            )
        if _circular(siklus, unit):
            yield (
                str(unit.asal),
                f"Unit {unit.kode} menjadi induk bagi induknya sendiri.",
                "Kosongkan kolom Induk pada unit yang paling atas.",
            )
        bagian = [u.kode for u in siklus.pohon(unit.kode)]
        if not siklus.indikator_unit(*bagian) and not siklus.program_unit(*bagian):
            pesan = f"Unit {unit.kode} ({unit.nama}) tidak bertanggung jawab atas indikator atau sub kegiatan apa pun."
            yield (str(unit.asal), pesan, "Tulis kodenya pada kolom Unit tabel Indikator, atau hapus unit ini.")
    for indikator in siklus.indikator:
        target = siklus.target_berlaku(indikator.kode)
        if target is None or (target.tahunan is None and all(t is None for t in target.triwulan)):
            pesan = f"Indikator {indikator.kode} belum memiliki target tahun {siklus.tahun}."
            yield (str(indikator.asal), pesan, "Tambahkan barisnya pada tabel Target (dokumen PK).")


def _circular(siklus: Siklus, unit: Unit) -> bool:
    """Whether going up from a unit comes back to it."""
    jalan = {unit.kode}
    atas = siklus.unit_by_kode.get(unit.induk)
    while atas and atas.kode not in jalan:
        jalan.add(atas.kode)
        atas = siklus.unit_by_kode.get(atas.induk)
    return atas is not None and atas.kode == unit.kode
