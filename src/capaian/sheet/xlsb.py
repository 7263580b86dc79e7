"""A binary Excel workbook (`.xlsb`) as facts: python-calamine reads the values, this module bounds them.

calamine ends the process on some hostile files and panics on others, so it runs in the child process only. It
tells neither number formats nor formulas and gives errors as empty text: formulas, errors and what is hidden are
looked up in the records, number formats stay unknown (`tak diketahui`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from capaian.model.kiriman import Cacat
from capaian.sheet.address import column_letters
from capaian.sheet.facts import Cell, Kind, Sheet, Unreadable, Workbook
from capaian.sheet.parts import Relation, link_notes, relations, target, tolerate
from capaian.sheet.preflight import TAKEN_COLS, TAKEN_ROWS, Package, broken, label, thousands
from capaian.sheet.properties import properties
from capaian.sheet.xlsb_records import SheetRecord, SheetRecords, sheet_list


def read_xlsb(data: bytes) -> Workbook:
    """Read a binary workbook. Run it only where a crash costs nothing.

    Returns:
        The facts. Names of the workbook are not read, comments cannot be, number formats are unknown.

    Raises:
        Unreadable: B03, B04, B12 or B24, as for other workbooks.
    """
    package = Package(data)
    top: dict[str, Relation] = {}
    tolerate(lambda: top.update(relations(package, "")))
    main = target(top, "officeDocument") or "xl/workbook.bin"
    entries, date1904 = sheet_list(package, main)
    related = relations(package, main)
    found = {e.name: _scan(package, related.get(e.relation), e.name) for e in entries}
    notes: list[Cacat] = []
    sheets = tuple(_sheets(package, data, entries, found, notes))
    document = properties(package, top)
    kinds = {r.kind for r in related.values()}
    return Workbook(
        sheets=sheets,
        properties=document.custom,
        keywords=document.core.get("keywords", ""),
        modified=document.core.get("modified", ""),
        date1904=date1904,
        notes=(
            *link_notes(package, kinds),
            *notes,
            Cacat("N08", {"bagian": "format angka"}),
            Cacat("N09", {"jenis": "Excel biner (.xlsb)"}),
        ),
    )


def _scan(package: Package, relation: Relation | None, name: str) -> SheetRecords:
    if relation is None or not relation.target:
        raise broken(f"lembar «{label(name)}» tidak ada")
    return SheetRecords(package, relation.target if relation.kind == "worksheet" else "", name)


def _sheets(
    package: Package, data: bytes, entries: list[SheetRecord], found: dict[str, SheetRecords], notes: list[Cacat]
) -> Iterator[Sheet]:
    from python_calamine import CalamineWorkbook

    book = _guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(data)))
    for entry in entries:
        records = found[entry.name]
        if not records.cells:
            yield Sheet(entry.name, entry.state, {})
            continue
        bagian = f"lembar «{label(entry.name)}»"
        values = _guarded(lambda e=entry: book.get_sheet_by_name(e.name).to_python(skip_empty_area=False))
        cells: dict[str, Cell] = {}
        far: list[str] = []
        for row, col, value in _filled(values, records, bagian):
            ref = f"{column_letters(col + 1)}{row + 1}"
            if row >= TAKEN_ROWS or col >= TAKEN_COLS:
                far.append(ref)
                continue
            kind, text = _content(value, records.errors.get((row, col)), ref)
            package.budget.spend("karakter", len(text), bagian)
            hidden = row in records.hidden_rows or col in records.hidden_cols
            formula = (row, col) in records.formulas
            cells[ref] = Cell(ref, row + 1, col + 1, kind, text, formula, True, "tak diketahui", hidden)
        if far:
            notes.append(Cacat("N07", {"lembar": entry.name, "sel": far[0], "n": thousands(len(far))}))
        yield Sheet(entry.name, entry.state, cells, tuple(records.merges))


def _filled(values: list[list[Any]], records: SheetRecords, bagian: str) -> Iterator[tuple[int, int, Any]]:
    """Yield row, column and value of each filled cell.

    Raises:
        Unreadable: B03 when calamine has lost a number that is stored, or gives another one: of a record that is too
            short it reads what happens to lie behind.
    """
    numbers = 0
    for row, line in enumerate(values):
        for col, value in enumerate(line):
            place = (row, col)
            if value != "" and place in records.numbers:
                numbers += 1
                stored = records.numbers[place]
                if isinstance(value, int | float) and value != stored and math.isfinite(stored):
                    raise broken(f"{bagian}, isi sel {column_letters(col + 1)}{row + 1}")
            if value != "" or place in records.errors or place in records.formulas:
                yield row, col, value
    if numbers != len(records.numbers):
        raise broken(bagian)


def _guarded(act: Any) -> Any:
    """Return what calamine returns; its errors and panics as B03.

    Its panics derive from BaseException, so that `except Exception` would miss them; what ends a process or its
    memory is let through.
    """
    try:
        return act()
    except (KeyboardInterrupt, SystemExit, MemoryError, GeneratorExit):
        raise
    except BaseException as error:
        if "Password" in type(error).__name__:
            raise Unreadable("B04", bagian="buku kerja") from error
        raise broken("buku kerja .xlsb") from error


def _content(value: Any, error: str | None, ref: str) -> tuple[Kind, str]:
    if error is not None:
        return "e", error
    match value:
        case bool():
            return "b", str(value).upper()
        case int() | float():
            if not math.isfinite(value):
                raise broken(f"isi sel {ref}")
            return "n", repr(value).removesuffix(".0")
        case datetime() | date() | time():
            return "d", value.isoformat()
        case timedelta():
            return "d", str(value)
    return "s", str(value)
