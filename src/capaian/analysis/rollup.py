"""Means of groups: sasaran, units, the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

import pandas as pd

from capaian.analysis import frames
from capaian.formulas.predikat import predikat, skala_kantor
from capaian.formulas.rounding import rerata
from capaian.model.capaian import Capaian, Rekap
from capaian.model.pengaturan import Pengaturan
from capaian.model.skema import Siklus

DINAS = "DINAS"


def rollup_sasaran(capaian: Sequence[Capaian], siklus: Siklus, pengaturan: Pengaturan) -> tuple[Rekap, ...]:
    """Return the mean capaian of the indicators of each sasaran.

    Args:
        capaian: Records of one period.
        siklus: The schema; weights (`bobot`) and order come from it.
        pengaturan: The cap for averaging and the predicate scale.

    Returns:
        One row per sasaran in schema order; `persen` in percent, unrounded, over the indicators that could be
        computed, None when there is none.

    Raises:
        ValueError: the records span more than one period, or name an indicator twice.
    """
    return _rollup(_table(capaian, siklus, "sasaran"), (s.kode for s in siklus.sasaran), pengaturan)


def rollup_unit(capaian: Sequence[Capaian], siklus: Siklus, pengaturan: Pengaturan) -> tuple[Rekap, ...]:
    """Return the mean capaian of each bidang that answers for any indicator, itself or through its sub-units.

    See `rollup_sasaran`.
    """
    berindikator = {siklus.pangkal(i.unit) for i in siklus.indikator}
    kode = (u.kode for u in siklus.unit if u.kode in berindikator)
    milik = [replace(c, unit=siklus.pangkal(c.unit)) for c in capaian]
    return _rollup(_table(milik, siklus, "unit"), kode, pengaturan)


def rollup_dinas(capaian: Sequence[Capaian], siklus: Siklus, pengaturan: Pengaturan) -> Rekap:
    """Return the capaian of the office: the mean of the means of its sasaran.

    Returns:
        `n`, `n_kosong` and `n_tercapai` count indicators; a sasaran none of whose indicators could be computed
        has no part in `persen`. See `rollup_sasaran`.
    """
    sasaran = rollup_sasaran(capaian, siklus, pengaturan)
    persen = rerata([r.persen for r in sasaran if r.persen is not None])
    return Rekap(
        kode=DINAS,
        n=sum(r.n for r in sasaran),
        n_kosong=sum(r.n_kosong for r in sasaran),
        n_tercapai=sum(r.n_tercapai for r in sasaran),
        persen=persen,
        predikat=_predikat(persen, pengaturan),
    )


def _table(capaian: Sequence[Capaian], siklus: Siklus, kelompok: str) -> pd.DataFrame:
    """Return one row per record: `kelompok`, `capaian`, `bobot`."""
    periode = sorted({str(c.periode) for c in capaian})
    if len(periode) > 1:
        raise ValueError(f"capaian {', '.join(periode)} tidak dapat direkap bersama")
    kode = [c.indikator for c in capaian]
    if len(set(kode)) != len(kode):
        raise ValueError("ada indikator yang capaiannya lebih dari satu")
    bobot = frames.table(("kode", "bobot"), ((i.kode, i.bobot) for i in siklus.indikator))
    nilai = frames.table(("kode", "kelompok", "capaian"), ((c.indikator, getattr(c, kelompok), c) for c in capaian))
    return frames.left_join(nilai, bobot, "kode")


def _rollup(tabel: pd.DataFrame, urutan: Iterable[str], pengaturan: Pengaturan) -> tuple[Rekap, ...]:
    by_kode: Mapping[str, Rekap] = {k: _rekap(k, bagian, pengaturan) for k, bagian in frames.groups(tabel, "kelompok")}
    return tuple(by_kode.get(kode) or Rekap(kode, 0, 0, 0, None) for kode in urutan)


def _rekap(kode: str, bagian: pd.DataFrame, pengaturan: Pengaturan) -> Rekap:
    capaian = cast("list[Capaian]", frames.column(bagian, "capaian"))
    bobot = cast("list[Decimal | None]", frames.column(bagian, "bobot"))
    dihitung = [(c.persen, b or Decimal(1)) for c, b in zip(capaian, bobot, strict=True) if c.persen is not None]
    batas = pengaturan.kebijakan.batas_rerata
    nilai = [p if batas is None else min(p, batas) for p, _ in dihitung]
    persen = rerata(nilai, [b for _, b in dihitung])
    return Rekap(
        kode=kode,
        n=len(dihitung),
        n_kosong=len(capaian) - len(dihitung),
        n_tercapai=sum(1 for c in capaian if c.tercapai),
        persen=persen,
        predikat=_predikat(persen, pengaturan),
    )


def _predikat(persen: Decimal | None, pengaturan: Pengaturan) -> str:
    return "" if persen is None else predikat(persen, skala_kantor(pengaturan))
