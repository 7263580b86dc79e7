"""Our reader against openpyxl in full mode: same cells, same values, on forms and on every odd file both read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import agreement
import fuzz_reader
from capaian.intake.pool import ReaderPool
from capaian.sheet.reader import read
from odd_catalogue import BACA, attacks, broken_files, other_kinds, structures, values

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
CUT = "formulir HIJS.xlsx"
"""An example of a copy that broke off."""
FORMS = sorted(p for p in EXAMPLES.rglob("*.xlsx") if p.name != CUT)
_WORKBOOKS = (broken_files, other_kinds, values, structures, attacks)
ODD = {name: make for group in _WORKBOOKS for name, (make, codes) in group().items() if codes == {BACA}}
SLOW = {
    "rows/a million empty": "openpyxl needs a minute for it",
    "count/300,000 styles": "openpyxl needs a minute for it",
    "merge/whole row": "openpyxl makes 16,384 cells of it and drops A1 to XFD1 as one",
}
"""Odd files that are not compared, and why."""
OPENPYXL_FAILS = {
    "merge/upside down": "ValueError",
    "flip/header of a part nobody needs": "BadZipFile",
    "names/backslashes": "KeyError: it wants the parts by their exact names",
    "names/capitals": "KeyError",
    "names/leading slash": "KeyError",
    "styles/colour": "ValueError",
    "styles/no XML": "XMLSyntaxError",
    "styles/index 99": "IndexError",
    "extra/broken properties": "XMLSyntaxError",
    "extra/created yesterday": "ValueError",
    "extra/validation": "ValueError",
    "extra/comments lost": "KeyError",
    "extra/comments broken": "XMLSyntaxError",
    "part/no types": "KeyError",
}
"""What openpyxl cannot read and we do: no comparison, and a reason to have a reader of our own."""


@pytest.mark.parametrize("path", FORMS, ids=lambda p: p.name)
def test_agrees_on_every_example(path: Path) -> None:
    """Each filled form of the examples says the same to both."""
    data = path.read_bytes()
    book = read(data)
    assert sum(len(s.cells) for s in book.sheets) > 50
    assert agreement.differences(book, data) == []


@pytest.mark.parametrize("name", [n for n in ODD if n not in SLOW])
def test_agrees_on_odd_files(name: str) -> None:
    """Each odd workbook that both read says the same to both; where openpyxl fails, the file is listed."""
    data = ODD[name]()
    book = read(data)
    try:
        found = agreement.differences(book, data)
    except Exception as error:
        assert name in OPENPYXL_FAILS, f"{type(error).__name__}: {error}"
        return
    assert name not in OPENPYXL_FAILS
    assert found == []


def test_the_comparison_sees_a_difference() -> None:
    """A changed, a lost and an added cell are differences."""
    data = FORMS[0].read_bytes()
    book = read(data)
    sheet = max(book.sheets, key=lambda s: len(s.cells))
    ref, cell = next((r, c) for r, c in sheet.cells.items() if c.kind == "s")
    other = {**sheet.cells}
    del other[ref]
    changed = {**sheet.cells, ref: type(cell)(cell.ref, cell.row, cell.col, "s", cell.text + "x")}
    for cells in (other, changed):
        wrong = [type(s)(s.name, s.state, cells if s is sheet else s.cells, s.merges, s.comments) for s in book.sheets]
        assert agreement.differences(type(book)(tuple(wrong)), data)


SEEDS = sorted(fuzz_reader.SEEDS.glob("*.json"))


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_what_the_fuzzer_found_stays_found(path: Path) -> None:
    """Every kept find of the fuzzer is read or refused as it should be."""
    assert "because" in json.loads(path.read_text(encoding="utf-8")), "say what was wrong and what was done"
    with ReaderPool(1, seconds=60) as readers:
        _, wrong = fuzz_reader.judge(fuzz_reader.replay(path), readers)
    assert wrong == ""


def test_the_fuzzer_is_the_same_for_the_same_seed() -> None:
    """A seed is a case: same base, same changes, same bytes."""
    for seed in range(40):
        case = fuzz_reader.invent(seed)
        assert case == fuzz_reader.invent(seed)
        assert fuzz_reader.build(case) == fuzz_reader.build(json.loads(json.dumps(case)))
