"""Capaian of every indicator: schema, returned values and history joined, one record per indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

import pandas as pd

from capaian.analysis import frames
from capaian.analysis.measure import Ukur, hitung
from capaian.model.capaian import Capaian
from capaian.model.kata import StatusData
from capaian.model.kiriman import Isian
from capaian.model.nilai import KOSONG, Keadaan, Nilai
from capaian.model.pengaturan import Pengaturan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Siklus, Target

NilaiTriwulan = Mapping[tuple[str, str], Nilai]
"""Typed value by code of the indicator and period (`2025-TW1`)."""
_LEWAT = (StatusData.TIDAK_DIUKUR, StatusData.TIDAK_DILAKSANAKAN)


def compute(
    siklus: Siklus,
    pengaturan: Pengaturan,
    isian: Sequence[Isian],
    sebelumnya: NilaiTriwulan,
    periode: Periode,
    data: Periode | None = None,
) -> tuple[Capaian, ...]:
    """Compute the capaian of a period.

    Args:
        siklus: The schema.
        pengaturan: Formula defaults, floor, cap, scales.
        isian: Rows of the returned forms for `periode` (or for `data`); rows of the part `anggaran` are left alone,
            and an indicator without a row has no data.
        sebelumnya: Values typed for the earlier periods of the year, of the same kind as the forms; see
            `nilai_triwulan`. Where it holds none, the history of the schema is used.
        periode: The period reported on.
        data: The period of the forms, when it is another one: a semester or a year is the state at the end of its
            last quarter, against its own targets.

    Returns:
        One record per indicator, in schema order.

    Raises:
        ValueError: two rows for one indicator, a row of another period, or a schema that cannot be computed (an
            unknown formula, a range as target of a formula that takes a number).
    """
    return tuple(hitung(u, pengaturan) for u in measures(siklus, isian, sebelumnya, periode, data))


def measures(
    siklus: Siklus,
    isian: Sequence[Isian],
    sebelumnya: NilaiTriwulan,
    periode: Periode,
    data: Periode | None = None,
) -> tuple[Ukur, ...]:
    """Join schema, returned values and history: one `Ukur` per indicator, in schema order; see `compute`."""
    data = data or periode
    kini = _rows(isian, data)
    deret = series(siklus, sebelumnya, data)
    skema = frames.table(
        ("kode", "indikator", "target"), ((i.kode, i, siklus.target_berlaku(i.kode, periode)) for i in siklus.indikator)
    )
    masuk = frames.table(("kode", "isian"), ((r.kode, r) for r in kini))
    gabung = frames.left_join(frames.left_join(skema, masuk, "kode"), deret, "kode")
    hasil: list[Ukur] = []
    for baris in gabung.itertuples(index=False):
        indikator, row = cast(Indikator, baris.indikator), cast("Isian | None", baris.isian)
        ukur = Ukur(
            indikator=indikator,
            target=cast("Target | None", baris.target),
            periode=data,
            lapor=periode,
            kini=row["realisasi"] if row else KOSONG,
            status=StatusData.cari(row["status_data"].teks) if row else None,
            lalu=cast("tuple[Nilai, ...]", baris.lalu),
        )
        hasil.append(ukur)
    return tuple(hasil)


def series(siklus: Siklus, sebelumnya: NilaiTriwulan, periode: Periode) -> pd.DataFrame:
    """Return, for each indicator (`kode`), the values of the periods before this one in its year (`lalu`)."""
    waktu = [str(Periode(periode.tahun, periode.jenis, ke)) for ke in range(1, periode.ke)]
    riwayat = {
        (r.indikator, str(r.periode)): Nilai(Keadaan.TERISI, r.realisasi, str(r.realisasi), r.asal)
        for r in siklus.riwayat
    }
    ada = riwayat | {k: v for k, v in sebelumnya.items() if v.keadaan is not Keadaan.KOSONG}
    deret = ((i.kode, tuple(ada.get((i.kode, w), KOSONG) for w in waktu)) for i in siklus.indikator)
    return frames.table(("kode", "lalu"), deret)


def nilai_triwulan(isian: Sequence[Isian]) -> dict[tuple[str, str], Nilai]:
    """Return the typed values of returned forms, of any periods, for the argument `sebelumnya` of `compute`.

    A row that says "tidak diukur periode ini" or "tidak dilaksanakan" is no gap in the year: it becomes
    `Keadaan.TIDAK_BERLAKU`. "Belum tersedia" is one: it becomes empty, whatever was typed beside it.
    """
    hasil: dict[tuple[str, str], Nilai] = {}
    for row in isian:
        if row.bagian != "isian":
            continue
        nilai, status = row["realisasi"], StatusData.cari(row["status_data"].teks)
        if status in _LEWAT:
            nilai = Nilai(Keadaan.TIDAK_BERLAKU, mentah=nilai.mentah, asal=nilai.asal)
        elif status is StatusData.BELUM_TERSEDIA:
            nilai = Nilai(Keadaan.KOSONG, mentah=nilai.mentah, asal=nilai.asal)
        hasil[row.kode, str(row.periode)] = nilai
    return hasil


def _rows(isian: Sequence[Isian], periode: Periode) -> list[Isian]:
    rows = [r for r in isian if r.bagian == "isian"]
    lain = sorted({str(r.periode) for r in rows if r.periode != periode})
    if lain:
        raise ValueError(f"isian periode {', '.join(lain)} tidak dapat dihitung bersama {periode}")
    kembar = sorted(k for k, n in Counter(r.kode for r in rows).items() if n > 1)
    if kembar:
        raise ValueError(f"indikator diisi lebih dari satu kali: {', '.join(kembar)}")
    return rows
