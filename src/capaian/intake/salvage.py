"""What could be read of a file that was stopped: so that its sender does not have to type everything again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from capaian.intake import identify
from capaian.intake.pool import ReaderPool
from capaian.model.kiriman import Isian
from capaian.model.periode import Periode
from capaian.sheet.facts import Workbook

Berkas = tuple[str, str, bytes]
"""Name, hash, bytes."""


def salvage(
    berkas: Mapping[str, Berkas], periode: Periode, tetap: Mapping[str, identify.Tetap], harapan: identify.Harapan
) -> dict[str, tuple[Isian, ...]]:
    """Read stopped files again, in the child process, and return the values by unit; doubtful ones are left out.

    Args:
        berkas: The file of each unit.
        periode: The period.
        tetap: Locked values of the issued form of each unit.
        harapan: What a cell should hold.
    """
    if not berkas:
        return {}
    hasil: dict[str, tuple[Isian, ...]] = {}
    with ReaderPool() as pool:
        for unit, facts in pool.read_many((unit, data) for unit, (_, _, data) in berkas.items()):
            if isinstance(facts, Workbook):
                nama, sha, _ = berkas[unit]
                hasil[unit] = tuple(_rows(facts, unit, periode, tetap[unit], harapan, nama, sha))
    return hasil


def _rows(
    facts: Workbook, unit: str, periode: Periode, tetap: identify.Tetap, harapan: identify.Harapan, nama: str, sha: str
) -> Iterable[Isian]:
    for kunci, diterbitkan in tetap.items():
        bacaan = identify.read_rows(facts, kunci, periode, diterbitkan)
        # Of two sheets that differ nobody knows which one is meant; of two rows neither.
        if bacaan is None or any(c.kode == "B12" for c in bacaan.cacat):
            continue
        for kode, sel in bacaan.sel.items():
            if kode not in bacaan.kembar:
                tempat = identify.Place(kunci, kode, bacaan.lembar, nama, sha)
                yield identify.row(unit, periode, tempat, sel, harapan)
