"""What each input cell of a form should hold, from the schema and the layout."""

from __future__ import annotations

from collections.abc import Mapping

from capaian.model.pengaturan import SkalaOrdinal
from capaian.model.skema import Siklus
from capaian.sheet.layout import BAGIAN_BY_KUNCI, Kolom
from capaian.sheet.values import Harapan

_TEKS = Harapan("teks")
_JENIS = {"rupiah": Harapan("angka", "Rp", True), "angka": Harapan("angka", "", True)}


def expected(siklus: Siklus, skala: Mapping[str, SkalaOrdinal], bagian: str, kode: str, kolom: str) -> Harapan:
    """Return what a cell should hold; a row the schema no longer knows is read as text.

    Args:
        siklus: The schema.
        skala: Ordinal scales by code.
        bagian: `isian` or `anggaran`.
        kode: Code of the row.
        kolom: Key of an input column.
    """
    k = next((k for k in BAGIAN_BY_KUNCI[bagian].masukan if k.kunci == kolom), None)
    if k is None:
        return _TEKS
    if k.jenis == "pilihan":
        return Harapan("pilihan", pilihan=k.pilihan)
    if k.jenis == "ukuran":
        return _measure(siklus, skala, kode)
    if k.jenis == "angka" and bagian == "anggaran":
        program = siklus.program_by_kode.get(kode)
        return Harapan("angka", program.satuan if program else "", True)
    return _JENIS.get(k.jenis, _TEKS)


def _measure(siklus: Siklus, skala: Mapping[str, SkalaOrdinal], kode: str) -> Harapan:
    indikator = siklus.indikator_by_kode.get(kode)
    if indikator is None:
        return _TEKS
    if indikator.nilai == "ya_tidak":
        return Harapan("pilihan", pilihan=("ya", "tidak"))
    if indikator.nilai == "predikat":
        return Harapan("pilihan", pilihan=tuple(skala[indikator.skala].skor))
    return Harapan("angka", indikator.satuan, indikator.cacah)


def title(bagian: str, kolom: str) -> str:
    """Name of a column for messages, without its period."""
    k: Kolom | None = next((k for k in BAGIAN_BY_KUNCI[bagian].kolom if k.kunci == kolom), None)
    return " ".join(k.judul.split("{")[0].split()).removesuffix(" s.d.") if k else kolom
