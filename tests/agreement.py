"""Does our reader agree with openpyxl on an `.xlsx`? Used by the differential test and by the fuzzer.

What may differ, and why, stands in `EXCEPTIONS`; everything else is a difference.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from io import BytesIO
from typing import Any

import openpyxl

from capaian.sheet.address import position, unescape
from capaian.sheet.facts import Cell, Workbook, cell_date, iso_date

_CONTRADICTION = re.compile(rb"<c\b(?:(?![^>]*inlineStr)[^>]*>\s*<is\b|[^>]*inlineStr[^>]*>\s*<v\b)")
EXCEPTIONS = {
    "merge": "openpyxl drops values under a merge; we keep them and name them",
    "escape": "openpyxl leaves `_x0041_` in texts as it is; we decode it",
    "strict": "openpyxl sees no sheets in Strict Open XML",
    "empty": "openpyxl gives an empty text as nothing",
    "date": "openpyxl turns serials into times by the cell's format; we compare the day, and times without a day not",
    "far": "cells outside 5,000 × 200 are counted, not taken (N07)",
    "sheet": "openpyxl skips sheets whose part is missing or no worksheet, and renames some",
    "error": "openpyxl takes an error typed as text in a text cell as it is; kinds are compared, texts too",
    "namespace": "openpyxl reads a sheet without a namespace as empty; we read it",
    "contradiction": "a cell whose type and element of text do not fit is empty for openpyxl, its text for us",
    "entities": "openpyxl joins runs with reading aids; we leave the aids out",
}


def differences(ours: Workbook, data: bytes) -> list[str]:
    """Return every cell whose value differs without one of the reasons above; None-like when openpyxl cannot read.

    Raises:
        Exception: whatever openpyxl fails with; a caller that feeds it damaged files has to expect anything.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = openpyxl.load_workbook(BytesIO(data), data_only=True, keep_links=False)
    far = {n.rincian.get("lembar") for n in ours.notes if n.kode == "N07"}
    strict = any(n.rincian.get("jenis") == "Strict Open XML" for n in ours.notes)
    found: list[str] = []
    own = _own_texts(data)
    for sheet in ours.sheets:
        other = None if strict else next((w for w in theirs.worksheets if w.title == sheet.name), None)
        if other is None:
            continue
        covered = [(*position(m.first), *position(m.last)) for m in sheet.merges]
        cells = {(c.row, c.col): c for c in sheet.cells.values()}
        values = {place: c.value for place, c in other._cells.items() if c.value not in (None, "")}
        if not values:
            continue
        for place in sorted(cells.keys() | values.keys()):
            mine, value = cells.get(place), values.get(place)
            if mine is not None and value is None and _covered(place, covered):
                continue
            if mine is not None and value is None and mine.kind == "s" and own:
                continue
            if mine is None and sheet.name in far and (place[0] > 5_000 or place[1] > 200):
                continue
            if not _same(mine, value, ours.date1904):
                found.append(f"{sheet.name}!{place}: {mine} — {value!r}")
    return found


def _own_texts(data: bytes) -> bool:
    """Whether some cell has a text of its own without saying so, or says so without having one."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return any(_CONTRADICTION.search(archive.read(i)) for i in archive.infolist() if "sheet" in i.filename.lower())


def _covered(place: tuple[int, int], boxes: list[tuple[int, int, int, int]]) -> bool:
    return any(a <= place[0] <= c and b <= place[1] <= d and place != (a, b) for a, b, c, d in boxes)


def _same(mine: Cell | None, value: Any, date1904: bool) -> bool:
    if mine is None or value is None:
        return (mine is None or not mine.text) and value is None
    if isinstance(value, bool):
        return (mine.kind, mine.text) == ("b", str(value).upper())
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return _same_day(mine, value, date1904)
    if isinstance(value, int | float):
        return mine.kind == "n" and float(mine.text) == float(value)
    return mine.kind in ("s", "e", "d") and unescape(mine.text) == unescape(str(value))


def _same_day(mine: Cell, value: Any, date1904: bool) -> bool:
    if mine.kind == "d":
        return isinstance(value, dt.time) or cell_date(mine) in (str(value)[:10], "")
    if mine.kind != "n":
        return False
    day = iso_date(mine.text, date1904)
    return not day or not isinstance(value, dt.datetime) or day == value.date().isoformat() or value.year <= 1900
