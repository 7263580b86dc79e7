"""Compare two workbooks part by part: what a copy with marks may change, and what it may not."""

from __future__ import annotations

import warnings
import zipfile
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def load(data: bytes) -> openpyxl.Workbook:
    """A workbook as openpyxl reads it, which says what it would drop when it saved it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Unknown extension is not supported")
        return openpyxl.load_workbook(BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(BytesIO(data)) as paket:
        assert paket.testzip() is None
        return {n: paket.read(n) for n in paket.namelist()}


def tree(data: bytes) -> ET.Element:
    """A part, parsed."""
    return ET.fromstring(data)


def same(a: ET.Element, b: ET.Element) -> bool:
    """Whether two elements are the same, in order."""
    return ET.canonicalize(ET.tostring(a)) == ET.canonicalize(ET.tostring(b))


def changed(before: bytes, after: bytes) -> tuple[set[str], set[str]]:
    """Names of parts that differ, and of those that are new; none may be gone."""
    a, b = parts(before), parts(after)
    assert not a.keys() - b.keys()
    assert [n for n in b if n in a] == list(a)
    return {n for n in a if a[n] != b[n]}, set(b) - set(a)


def sheet_without(data: bytes, cells: set[str]) -> ET.Element:
    """A sheet without what a mark changes: styles of these cells, whether it is the one shown, drawn boxes."""
    root = tree(data)
    for c in root.iter(f"{MAIN}c"):
        if c.get("r") in cells:
            c.attrib.pop("s", None)
    for view in root.iter(f"{MAIN}sheetView"):
        view.attrib.pop("tabSelected", None)
    for drawn in root.findall(f"{MAIN}legacyDrawing"):
        root.remove(drawn)
    return root


def book_without(data: bytes, temuan: str) -> ET.Element:
    """The workbook part without our sheet."""
    root = tree(data)
    sheets = root.find(f"{MAIN}sheets")
    assert sheets is not None
    for n, s in enumerate(list(sheets)):
        if s.get("name") == temuan:
            sheets.remove(s)
            names = root.find(f"{MAIN}definedNames")
            for d in list(names) if names is not None else []:
                if d.get("localSheetId") == str(n):
                    names.remove(d)  # type: ignore[union-attr]
            if names is not None and not len(names):
                root.remove(names)
    for view in root.iter(f"{MAIN}workbookView"):
        view.attrib.pop("activeTab", None)
    return root


def styles_kept(before: bytes, after: bytes) -> bool:
    """Whether every style that was there is there still, under its number, and everything else is the same."""
    a, b = tree(before), tree(after)
    if [e.tag for e in a] != [e.tag for e in b]:
        return False
    for x, y in zip(a, b, strict=True):
        if x.get("count") is not None and y.get("count") != str(len(y)):
            return False
        if len(x) > len(y) or not all(same(p, q) for p, q in zip(x, y, strict=False)):
            return False
        if x.tag.rpartition("}")[2] not in ("fonts", "fills", "borders", "cellXfs") and not same(x, y):
            return False
    return True


def looks(data: bytes, without: str = "") -> dict[str, Any]:
    """What another program sees of a workbook: rules, protection, names, print setup, widths, comments."""
    buku = load(data)
    hasil: dict[str, Any] = {"nama": {k: v.attr_text for k, v in buku.defined_names.items()}}
    for s in buku.worksheets:
        if s.title == without:
            continue
        hasil[s.title] = {
            "validasi": sorted((str(v.sqref), v.type, v.formula1, v.error) for v in s.data_validations.dataValidation),
            "format": sorted(
                (str(f.sqref), r.type, tuple(r.formula)) for f in s.conditional_formatting for r in f.rules
            ),
            "proteksi": {k: v for k, v in vars(s.protection).items()},
            "gabungan": sorted(map(str, s.merged_cells.ranges)),
            "cetak": (s.print_title_rows, s.print_area, s.page_setup.orientation, s.page_setup.paperSize),
            "margin": vars(s.page_margins),
            "beku": s.freeze_panes,
            "saringan": s.auto_filter.ref,
            "keadaan": s.sheet_state,
            "lebar": {k: (d.width, d.hidden) for k, d in s.column_dimensions.items()},
            "tinggi": {k: (d.height, d.hidden) for k, d in s.row_dimensions.items()},
            "isi": {
                c.coordinate: (c.value, c.number_format, c.protection.locked, c.alignment.wrap_text, c.font.b)
                for row in s.iter_rows()
                for c in row
            },
        }
    return hasil


def comments(data: bytes, lembar: str) -> dict[str, str]:
    """Comments of a sheet by cell, as openpyxl reads them."""
    buku = load(data)
    return {c.coordinate: c.comment.text for row in buku[lembar].iter_rows() for c in row if c.comment}
