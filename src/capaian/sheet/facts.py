"""What stands in a returned workbook: plain facts, without a judgement.

The reader runs in a child process, so every record here can be written as plain JSON and read back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, NamedTuple

from capaian.model.kiriman import Cacat

Kind = Literal["n", "s", "b", "e", "d"]
Format = Literal["umum", "persen", "tanggal", "tak diketahui"]
"""`tak diketahui` when the file, or the way it is read, does not tell the number format."""
State = Literal["visible", "hidden", "veryHidden"]

_LAST_SERIAL = 2_958_465
"""31 December 9999 in the 1900 date system."""


class Unreadable(Exception):  # noqa: N818 - named for what it says; a verdict on one file, never a bug
    """A file that cannot be read as a workbook.

    Attributes:
        cacat: The B-code and its details. `bagian` says where, `jenis` what kind of thing, `n` how much too
            much, `x` which name is there twice; all ready to be put in an Indonesian sentence.
    """

    def __init__(self, kode: str, **rincian: str) -> None:
        super().__init__(kode, rincian)
        self.cacat = Cacat(kode, rincian)


class Cell(NamedTuple):
    """One cell that holds something.

    Attributes:
        ref: Address in capitals, without `$`.
        row: 1 to 1,048,576.
        col: 1 to 16,384.
        kind: n number, s text, b logical, e error, d date in ISO text.
        text: The exact decimal text of a number (a date-formatted one: its serial), the text, `TRUE`/`FALSE`,
            the error (`#N/A`) or the ISO date. Empty for a formula without a cached value.
        formula: Whether the cell holds a formula.
        cached: False only for a formula whose result the file does not hold.
        fmt: What the number format shows.
        hidden: Whether its row or column is hidden.
    """

    ref: str
    row: int
    col: int
    kind: Kind
    text: str
    formula: bool = False
    cached: bool = True
    fmt: Format = "umum"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, first (top left) to last (bottom right) address."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        cells: By address, in row order; only cells that hold a value, a formula or a text.
        comments: Text of the comments by address; None when they could not be read.
    """

    name: str
    state: State
    cells: Mapping[str, Cell]
    merges: tuple[Merge, ...] = ()
    comments: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Workbook:
    """One workbook.

    Attributes:
        names: Defined names of the whole workbook → formula text.
        properties: Custom document properties.
        keywords: Keywords of the document.
        modified: `dcterms:modified` as it stands; only information, clocks lie.
        date1904: Whether serials count from 1904.
        notes: Facts worth knowing. N05 (`jenis`: macros, links), N07 (`lembar`, `sel`, `n`: cells far outside a
            form, not taken), N08 (`bagian`: number formats could not be read), N09 (`jenis`: read from another
            format than `.xlsx`).
    """

    sheets: tuple[Sheet, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    keywords: str = ""
    modified: str = ""
    date1904: bool = False
    notes: tuple[Cacat, ...] = ()


def iso_date(serial: str, date1904: bool = False) -> str:
    """Return the day of a serial as `2025-05-12`; empty when it is no day.

    No day are times without a day, negative serials, and 60 in the 1900 system: 29 February 1900 never was.

    Args:
        serial: Decimal text; a fraction of a day is dropped.
        date1904: `Workbook.date1904`.

    Source: ECMA-376 part 1, 18.17.4.1.
    """
    try:
        number = Decimal(serial)
    except InvalidOperation:
        return ""
    if not number.is_finite() or not 0 <= number <= _LAST_SERIAL:
        return ""
    days = int(number)
    if date1904:
        first = date(1904, 1, 1)
    elif days in (0, 60):
        return ""
    else:
        first = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    try:
        return (first + timedelta(days=days)).isoformat()
    except OverflowError:
        return ""


def cell_date(cell: Cell, date1904: bool = False) -> str:
    """Return the day that the cell shows as `2025-05-12`; empty when the cell holds no date."""
    if cell.kind == "d":
        try:
            return date.fromisoformat(cell.text[:10]).isoformat()
        except ValueError:
            return ""
    return iso_date(cell.text, date1904) if cell.kind == "n" and cell.fmt == "tanggal" else ""


def cacat_to_json(cacat: Cacat) -> dict[str, Any]:
    """Return `{"kode": …, "rincian": {…}}`."""
    return {"kode": cacat.kode, "rincian": dict(cacat.rincian)}


def cacat_from_json(data: Mapping[str, Any]) -> Cacat:
    """Return what `cacat_to_json` was given."""
    return Cacat(data["kode"], dict(data["rincian"]))


def to_json(workbook: Workbook) -> dict[str, Any]:
    """Return the workbook as plain JSON values; cells as rows in the order of the fields of `Cell`."""
    return {
        "sheets": [
            {
                "name": s.name,
                "state": s.state,
                "cells": list(s.cells.values()),
                "merges": [[m.first, m.last] for m in s.merges],
                "comments": None if s.comments is None else dict(s.comments),
            }
            for s in workbook.sheets
        ],
        "names": dict(workbook.names),
        "properties": dict(workbook.properties),
        "keywords": workbook.keywords,
        "modified": workbook.modified,
        "date1904": workbook.date1904,
        "notes": [cacat_to_json(n) for n in workbook.notes],
    }


def from_json(data: Mapping[str, Any]) -> Workbook:
    """Return the workbook that `to_json` was given."""
    return Workbook(
        sheets=tuple(
            Sheet(
                name=s["name"],
                state=s["state"],
                cells={row[0]: Cell(*row) for row in s["cells"]},
                merges=tuple(Merge(*pair) for pair in s["merges"]),
                comments=s["comments"],
            )
            for s in data["sheets"]
        ),
        names=dict(data["names"]),
        properties=dict(data["properties"]),
        keywords=data["keywords"],
        modified=data["modified"],
        date1904=data["date1904"],
        notes=tuple(cacat_from_json(n) for n in data["notes"]),
    )
