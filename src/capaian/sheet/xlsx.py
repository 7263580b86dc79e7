"""An Excel workbook (`.xlsx`, `.xlsm`), Transitional or Strict, within bounds."""

from __future__ import annotations

import posixpath

from capaian.model.kiriman import Cacat
from capaian.sheet.cells import SharedStrings, SheetPart
from capaian.sheet.comments import comments
from capaian.sheet.facts import Format, Sheet, Unreadable, Workbook
from capaian.sheet.formats import Styles
from capaian.sheet.layout import AWALAN_KOLOM
from capaian.sheet.parts import (
    Relation,
    SheetEntry,
    WorkbookPart,
    link_notes,
    parse,
    relations,
    target,
    tolerate,
)
from capaian.sheet.preflight import Package, broken, label, thousands
from capaian.sheet.properties import properties

_NO_CELLS = frozenset(("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"))


def read_xlsx(package: Package, lewati: frozenset[str] = frozenset()) -> Workbook:
    """Read an Excel workbook.

    Args:
        package: The parts of the file.
        lewati: Names of sheets whose cells are of no use, unless a defined name of a column points there.

    Raises:
        Unreadable: with the code and details that say why.
    """
    return _Reading(package, lewati).workbook()


class _Reading:
    """The reading of one package."""

    def __init__(self, package: Package, lewati: frozenset[str]) -> None:
        self.package = package
        self.lewati = lewati
        self.notes: list[Cacat] = []
        self.strings: list[str] = []
        self.formats: list[Format] = []

    def workbook(self) -> Workbook:
        package = self.package
        top: dict[str, Relation] = {}
        tolerate(lambda: top.update(relations(package, "")))
        main = target(top, "officeDocument") or "xl/workbook.xml"
        book = WorkbookPart(package)
        parse(package, main, book, "daftar lembar")
        if not book.sheets:
            raise broken("daftar lembar kosong")
        self.lewati -= {_sheet_of(rumus) for nama, rumus in book.names.items() if nama.startswith(AWALAN_KOLOM)}
        related = relations(package, main)
        self._read_strings(target(related, "sharedStrings"), main)
        self._read_styles(target(related, "styles"), main)
        sheets = self._sheets(book.sheets, related)
        found = properties(package, top)
        kinds = {r.kind for r in related.values()}
        if book.strict:
            self.notes.append(Cacat("N09", {"jenis": "Strict Open XML"}))
        return Workbook(
            sheets=sheets,
            names=book.names,
            properties=found.custom,
            keywords=found.core.get("keywords", ""),
            modified=found.core.get("modified", ""),
            date1904=book.date1904,
            notes=(*link_notes(package, kinds), *self.notes),
        )

    def _read_strings(self, part: str, main: str) -> None:
        usual = posixpath.join(posixpath.dirname(main), "sharedStrings.xml")
        if part or usual in self.package:
            handler = SharedStrings(self.package.budget)
            parse(self.package, part or usual, handler, "daftar teks")
            self.strings = handler.strings

    def _read_styles(self, part: str, main: str) -> None:
        usual = posixpath.join(posixpath.dirname(main), "styles.xml")
        if not part and usual not in self.package:
            return
        handler = Styles()
        if not tolerate(lambda: parse(self.package, part or usual, handler)):
            self.notes.append(Cacat("N08", {"bagian": "format angka"}))
        self.formats = handler.formats

    def _sheets(self, entries: list[SheetEntry], related: dict[str, Relation]) -> tuple[Sheet, ...]:
        seen: set[str] = set()
        sheets = []
        for entry in entries:
            if entry.name.casefold() in seen:
                raise Unreadable("B12", jenis="lembar", x=label(entry.name))
            seen.add(entry.name.casefold())
            sheets.append(self._sheet(entry, related.get(entry.relation)))
        return tuple(sheets)

    def _sheet(self, entry: SheetEntry, relation: Relation | None) -> Sheet:
        name = f"lembar «{label(entry.name)}»"
        if relation is None or not relation.target:
            raise broken(f"{name} tidak ada")
        if relation.kind in _NO_CELLS or entry.name in self.lewati:
            return Sheet(entry.name, entry.state, {})
        part = SheetPart(name, self.strings, self.formats, self.package.budget)
        parse(self.package, relation.target, part, name)
        if part.far:
            rincian = {"lembar": entry.name, "sel": part.far_first, "n": thousands(part.far)}
            self.notes.append(Cacat("N07", rincian))
        return Sheet(entry.name, entry.state, part.cells(), tuple(part.merges), comments(self.package, relation.target))


def _sheet_of(rumus: str) -> str:
    """Return the sheet that the formula of a defined name points at."""
    return rumus.rpartition("!")[0].strip("'").replace("''", "'")
