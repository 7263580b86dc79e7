"""A rule of the office."""

from __future__ import annotations

from collections.abc import Iterator

from capaian.checks.subjects import BarisPeriksa
from capaian.model.finding import Severity
from capaian.rules import Hit, Lingkup, rule


@rule(
    "TBH-01",
    Lingkup.ISIAN,
    Severity.PERINGATAN,
    pesan="Realisasi {realisasi} persis sama dengan target.",
    diharapkan="Realisasi menurut sumber datanya, bukan salinan target",
    perbaikan="Cocokkan dengan sumber data, lalu sebutkan nomornya pada kolom Faktor Pendukung.",
    dasar="Surat Edaran Kepala Dinas tentang ketelitian data, contoh",
    uraian="Realisasi yang persis sama dengan target perlu dicocokkan dengan sumbernya.",
)
def copied_target(baris: BarisPeriksa) -> Iterator[Hit]:
    """A result that equals its target to the last digit was looked up, not copied.

    Salah:
      | target | realisasi |
      | 80     | 80        |
    Benar:
      | target | realisasi |
      | 80     | 80,4      |
    """
    if baris.realisasi is not None and baris.realisasi == baris.target:
        yield Hit("realisasi", {"realisasi": baris.realisasi})
