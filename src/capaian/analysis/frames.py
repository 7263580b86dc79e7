"""Tables of records: what pandas is allowed to do here.

pandas turns None into NaN, which is a float, whenever it can. These three functions are the only way in and out of
a frame, and they keep every column an object column and every missing value None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd


def table(kolom: Sequence[str], baris: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Return a frame of object columns.

    Args:
        kolom: Names of the columns.
        baris: The rows, in order, each as long as `kolom`.
    """
    isi = [tuple(b) for b in baris]
    return pd.DataFrame({k: pd.Series([b[i] for b in isi], dtype=object) for i, k in enumerate(kolom)})


def left_join(kiri: pd.DataFrame, kanan: pd.DataFrame, kunci: str | list[str]) -> pd.DataFrame:
    """Join the rows of `kanan` to those of `kiri`, whose order and number stay; None where there is none.

    Raises:
        ValueError: a key stands twice on the right side (pandas: MergeError).
    """
    gabung = kiri.merge(kanan, on=kunci, how="left", validate="many_to_one").astype(object)
    return gabung.where(gabung.notna(), None)


def groups(tabel: pd.DataFrame, kunci: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the rows of each key, in the order in which the keys first appear."""
    for nama, bagian in tabel.groupby(kunci, sort=False):
        yield str(nama), bagian


def column(tabel: pd.DataFrame, nama: str) -> list[object]:
    """Return the values of a column as Python objects."""
    return list(tabel[nama])
