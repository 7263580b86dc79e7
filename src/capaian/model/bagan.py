"""A chart of the report: what it shows, in numbers that know where they come from."""

from __future__ import annotations

from dataclasses import dataclass

from capaian.model.angka import Angka


@dataclass(frozen=True, slots=True)
class Seri:
    """One series; a value that is not known is a gap, never zero.

    Attributes:
        garis: Drawn as a line over the bars, such as a target.
    """

    nama: str
    nilai: tuple[Angka, ...]
    garis: bool = False


@dataclass(frozen=True, slots=True)
class Bagan:
    """A chart.

    Attributes:
        jenis: `batang` (columns), `mendatar` (bars) or `garis` (lines).
        judul: For its caption; the chart itself has no title.
        kategori: Labels of the axis.
        satuan: Unit on the axis of values.
        uraian: What it shows, in a sentence, for whoever cannot see it.
        tinggi: Height in centimetres.
    """

    jenis: str
    judul: str
    kategori: tuple[str, ...]
    seri: tuple[Seri, ...]
    satuan: str
    uraian: str
    tinggi: float = 7.5


@dataclass(frozen=True, slots=True)
class BaganJadi:
    """A chart ready for Word: its XML, and the workbook that holds its numbers."""

    xml: bytes
    buku: bytes
