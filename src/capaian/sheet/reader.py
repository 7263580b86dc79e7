"""A returned workbook, read within bounds: what stands in it, or why it cannot be read.

Meant to run in a child process (`capaian.intake.child`): the budgets here bound time and memory of honest and
hostile files alike, the process limits catch what they miss.
"""

from __future__ import annotations

import posixpath

from capaian.model.kiriman import Cacat
from capaian.sheet.cells import SharedStrings, SheetPart
from capaian.sheet.facts import Format, Sheet, Unreadable, Workbook
from capaian.sheet.formats import Styles
from capaian.sheet.parts import (
    Properties,
    Relation,
    SheetEntry,
    WorkbookPart,
    link_notes,
    parse,
    relations,
    tolerate,
)
from capaian.sheet.preflight import Package, broken, directory, label, thousands
from capaian.sheet.remarks import Remarks
from capaian.sheet.sniff import refusal, sniff

_NO_CELLS = frozenset(("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"))


def read(data: bytes, kind: str = "") -> Workbook:
    """Read a workbook from memory.

    Args:
        data: The whole file.
        kind: What `sniff` said of it, when it was asked before.

    Returns:
        The facts; nothing is judged, no formula computed, no link followed.

    Raises:
        Unreadable: with the code and details that say why.
        MemoryError: when the process may not take more.
    """
    kind = kind or sniff(data)
    if kind == "zip":
        raise _refused(refusal(kind, n=str(sum(not i.is_dir() for i in directory(data).infolist()))))
    if kind != "xlsx":
        raise _refused(refusal(kind))
    package = Package(data)
    return _Reading(package).workbook()


def _refused(cacat: Cacat) -> Unreadable:
    return Unreadable(cacat.kode, **cacat.rincian)


class _Reading:
    """The reading of one package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.notes: list[Cacat] = []
        self.strings: list[str] = []
        self.formats: list[Format] = []

    def workbook(self) -> Workbook:
        package = self.package
        top: dict[str, Relation] = {}
        tolerate(lambda: top.update(relations(package, "")))
        main = _target(top, "officeDocument") or "xl/workbook.xml"
        book = WorkbookPart(package)
        parse(package, main, book, "daftar lembar")
        if not book.sheets:
            raise broken("daftar lembar kosong")
        related = relations(package, main)
        self._read_strings(_target(related, "sharedStrings"), main)
        self._read_styles(_target(related, "styles"), main)
        sheets = self._sheets(book.sheets, related)
        properties = self._properties(top)
        kinds = {r.kind for r in related.values()}
        if book.strict:
            self.notes.append(Cacat("N09", {"jenis": "Strict Open XML"}))
        return Workbook(
            sheets=sheets,
            names=book.names,
            properties=properties.custom,
            keywords=properties.core.get("keywords", ""),
            modified=properties.core.get("modified", ""),
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
        if relation.kind in _NO_CELLS:
            return Sheet(entry.name, entry.state, {})
        part = SheetPart(name, self.strings, self.formats, self.package.budget)
        parse(self.package, relation.target, part, name)
        if part.far:
            rincian = {"lembar": entry.name, "sel": part.far_first, "n": thousands(part.far)}
            self.notes.append(Cacat("N07", rincian))
        return Sheet(entry.name, entry.state, part.cells(), tuple(part.merges), self._comments(relation.target))

    def _comments(self, part: str) -> int | None:
        """Count the comments that senders made on a sheet; None when they cannot be read."""
        counter = Remarks()
        related: dict[str, Relation] = {}
        if not tolerate(lambda: related.update(relations(self.package, part))):
            return None
        target = _target(related, "comments")
        if not target:
            return 0
        if target not in self.package or not tolerate(lambda: parse(self.package, target, counter)):
            return None
        return counter.count

    def _properties(self, top: dict[str, Relation]) -> Properties:
        """Read the document properties as far as they can be read."""
        properties = Properties(self.package)
        for kinds, usual in (
            (("core-properties", "coreProperties"), "docProps/core.xml"),
            (("custom-properties", "customProperties"), "docProps/custom.xml"),
        ):
            part = _target(top, *kinds) or usual
            if part in self.package:
                properties.depth = 0
                tolerate(lambda p=part: parse(self.package, p, properties))  # type: ignore[misc]
        return properties


def _target(related: dict[str, Relation], *kinds: str) -> str:
    """Return the part that the first relation of these kinds leads to; empty when there is none."""
    return next((r.target for r in related.values() if r.kind in kinds and r.target), "")
