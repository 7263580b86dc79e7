"""Docstring tables as pytest parameters: the examples of a rule or a formula are its tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from _pytest.mark import ParameterSet

from capaian.text.doctable import tables


def cases(entries: Iterable[tuple[str, str]], *judul: str) -> list[ParameterSet]:
    """Return one parameter (name, heading, row) per example row.

    Args:
        entries: Name and docstring of each entry, for example `(r.nama, r.keterangan)`.
        judul: Headings to take; every entry must have each of them, so that a forgotten table fails at collection.
    """
    hasil: list[ParameterSet] = []
    for nama, doc in entries:
        for j in judul:
            found = tables(doc, j)
            assert found, f"{nama}: docstring tidak memiliki tabel «{j}:»"
            for tabel in found:
                for row in tabel.kamus:
                    hasil.append(pytest.param(nama, j, row, id=f"{nama}-{j}-{_label(row)}"))
    return hasil


def _label(row: Mapping[str, str]) -> str:
    return " ".join(v for v in row.values() if v) or "kosong"
