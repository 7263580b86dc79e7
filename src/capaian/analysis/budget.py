"""Budget realisation: sums over sums, from the sub kegiatan up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import cast

import pandas as pd

from capaian.analysis import frames
from capaian.model.capaian import SerapanAnggaran
from capaian.model.kiriman import Isian
from capaian.model.nilai import KOSONG, Nilai
from capaian.model.skema import Program, Siklus

TOTAL = "TOTAL"
_PANJANG = {"program": 3, "kegiatan": 5}


def serapan(siklus: Siklus, isian: Sequence[Isian]) -> tuple[SerapanAnggaran, ...]:
    """Return the budget realisation of each line, each level above it, each sasaran, and the office.

    Args:
        siklus: The schema. The lines are those with a budget of their own and none below them; parents are found
            by the prefix of the code, so a parent that has no row of its own is summed as well.
        isian: Returned rows of one period; only the part `anggaran` is read, column `realisasi_anggaran`, rupiah
            since the beginning of the year.

    Returns:
        Programmes, each followed by its kegiatan and their sub kegiatan; then sasaran (`tingkat` "sasaran") in
        schema order; then the total (`TOTAL`). Where a line below has no realisation, `realisasi` and `persen`
        are None and `n_kosong` counts such lines: an incomplete sum is never shown as a smaller one. What is
        known stands in `sumber`.

    Raises:
        ValueError: two rows for one sub kegiatan, or rows of more than one period.
    """
    tabel = _table(siklus, _rows(isian))
    pohon = [r for _, bagian in frames.groups(tabel, "program") for r in _program(bagian, siklus)]
    nama = {s.kode: s.nama for s in siklus.sasaran}
    per_sasaran = {k: _jumlah(k, nama.get(k, k), "sasaran", b) for k, b in frames.groups(tabel, "sasaran") if k}
    sasaran = [per_sasaran[s.kode] for s in siklus.sasaran if s.kode in per_sasaran]
    return (*pohon, *sasaran, _jumlah(TOTAL, "Jumlah", "total", tabel)) if len(tabel) else ()


def _rows(isian: Sequence[Isian]) -> list[Isian]:
    rows = [r for r in isian if r.bagian == "anggaran"]
    periode = sorted({str(r.periode) for r in rows})
    if len(periode) > 1:
        raise ValueError(f"anggaran {', '.join(periode)} tidak dapat dijumlahkan bersama")
    kembar = sorted(k for k, n in Counter(r.kode for r in rows).items() if n > 1)
    if kembar:
        raise ValueError(f"realisasi anggaran diisi lebih dari satu kali: {', '.join(kembar)}")
    return rows


def _table(siklus: Siklus, rows: Sequence[Isian]) -> pd.DataFrame:
    """Return one row per budget line: `kode`, `line`, `sasaran`, `program`, `kegiatan`, `isian`."""
    lines = (
        (p.kode, p, p.sasaran, _prefix(p.kode, "program"), _prefix(p.kode, "kegiatan")) for p in _lines(siklus.program)
    )
    kiri = frames.table(("kode", "line", "sasaran", "program", "kegiatan"), lines)
    return frames.left_join(kiri, frames.table(("kode", "isian"), ((r.kode, r) for r in rows)), "kode")


def _lines(program: Sequence[Program]) -> Iterator[Program]:
    """Yield the lines that hold the budget: a parent that repeats the sum of its children is no line."""
    berpagu = [p for p in program if p.pagu is not None]
    induk = {".".join(bagian[:n]) for p in berpagu for bagian in [p.kode.split(".")] for n in range(1, len(bagian))}
    yield from (p for p in berpagu if p.kode not in induk)


def _prefix(kode: str, tingkat: str) -> str:
    return ".".join(kode.split(".")[: _PANJANG[tingkat]])


def _program(bagian: pd.DataFrame, siklus: Siklus) -> Iterator[SerapanAnggaran]:
    kode = str(frames.column(bagian, "program")[0])
    yield _jumlah(kode, _nama(kode, siklus), "program", bagian)
    for kegiatan, baris in frames.groups(bagian, "kegiatan"):
        if kegiatan != kode:
            yield _jumlah(kegiatan, _nama(kegiatan, siklus), "kegiatan", baris)
        for i, line in enumerate(cast("list[Program]", frames.column(baris, "line"))):
            if line.kode not in (kode, kegiatan):
                yield _jumlah(line.kode, line.nama, line.tingkat, baris.iloc[[i]])


def _nama(kode: str, siklus: Siklus) -> str:
    program = siklus.program_by_kode.get(kode)
    return program.nama if program else kode


def _jumlah(kode: str, nama: str, tingkat: str, bagian: pd.DataFrame) -> SerapanAnggaran:
    lines = cast("list[Program]", frames.column(bagian, "line"))
    isian = cast("list[Isian | None]", frames.column(bagian, "isian"))
    nilai: list[Nilai] = [r["realisasi_anggaran"] if r else KOSONG for r in isian]
    angka = [v.angka for v in nilai]
    ada = [a for a in angka if a is not None]
    pagu = sum((p.pagu for p in lines if p.pagu is not None), Decimal(0))
    realisasi = sum(ada, Decimal(0)) if ada and len(ada) == len(angka) else None
    return SerapanAnggaran(
        kode=kode,
        nama=nama,
        tingkat=tingkat,
        sasaran=_satu({p.sasaran for p in lines}),
        unit=_satu({p.unit for p in lines}),
        pagu=pagu,
        realisasi=realisasi,
        persen=None if realisasi is None or pagu == 0 else realisasi * 100 / pagu,
        n_kosong=len(angka) - len(ada),
        sumber=tuple(v for v in nilai if v.angka is not None),
    )


def _satu(kode: set[str]) -> str:
    return next(iter(kode)) if len(kode) == 1 else ""
