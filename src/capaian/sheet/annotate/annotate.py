"""A copy of the sender's own workbook with marks, comments and the sheet Temuan; nothing else in it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from capaian.sheet.address import position
from capaian.sheet.annotate.cells import Place, SheetPatch, relation_prefix
from capaian.sheet.annotate.comments import write_comments
from capaian.sheet.annotate.package import Parts
from capaian.sheet.annotate.patch import CannotAnnotateError, Edits, Element, attribute, scan
from capaian.sheet.annotate.records import JUDUL_TEMUAN, LEMBAR_TEMUAN, FindingList, Mark, Value
from capaian.sheet.annotate.styles import StylePart
from capaian.sheet.annotate.temuan import FindingSheet
from capaian.sheet.facts import Sheet, Unreadable, Workbook
from capaian.sheet.reader import read
from capaian.sheet.sniff import sniff

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BOOK_TYPE = b"spreadsheetml.sheet.main+xml"
_BEHIND_NAMES = frozenset(
    (
        *("calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes"),
        *("webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"),
    )
)
"""What comes after `definedNames` in a workbook (ECMA-376 part 1, 18.2.27)."""


def annotate(data: bytes, marks: Sequence[Mark], temuan: FindingList, isi: Sequence[Value] = ()) -> bytes:
    """Return the workbook with marked cells, comments and the list of findings as its last sheet, which is shown first.

    Parts of the file that hold none of this keep their bytes. Marks, comments and list of an earlier round are
    replaced. The result is read back: it holds what the sender's file holds, or it is not given out.

    Args:
        data: The file as it came.
        marks: One per cell.
        temuan: What the list says.
        isi: Values to be written, into a form of our own.

    Raises:
        CannotAnnotateError: the file is no .xlsx without macros, is damaged, or is built in a way that cannot be
            changed without risk.
    """
    if sniff(data) != "xlsx":
        raise CannotAnnotateError("no .xlsx")
    try:
        parts = Parts(data)
        before = read(data)
        hasil = _Book(parts, before).write(marks, temuan, isi)
        after = read(hasil)
    except Unreadable as error:
        raise CannotAnnotateError(str(error)) from error
    written = {(v.lembar, v.sel) for v in isi}
    if _facts(before, written) != _facts(after, written):
        raise CannotAnnotateError("the copy does not read like the original")
    return hasil


def is_ours(sheet: Sheet) -> bool:
    """Whether a sheet is the list of findings that went out with an earlier copy."""
    title = sheet.cells.get("A1")
    named = sheet.name.casefold().startswith(LEMBAR_TEMUAN.casefold())
    return named and title is not None and title.text.startswith(JUDUL_TEMUAN)


def _facts(book: Workbook, written: set[tuple[str, str]]) -> tuple[object, ...]:
    """What must not change: cells, merges, names, identity. Comments are counted elsewhere."""
    sheets = [
        (s.name, s.state, s.merges, [c for c in s.cells.values() if (s.name, c.ref) not in written])
        for s in book.sheets
        if not is_ours(s)
    ]
    return sheets, dict(book.names), dict(book.properties), book.keywords, book.modified, book.date1904


class _Book:
    """The workbook while it is being changed."""

    def __init__(self, parts: Parts, facts: Workbook) -> None:
        self._parts = parts
        top = self._parts.relations("")
        self._main = next((r.target for r in top.values() if r.kind == "officeDocument"), "")
        if _BOOK_TYPE not in self._parts.read("[Content_Types].xml") or self._main not in self._parts:
            raise CannotAnnotateError("no ordinary workbook")
        self._facts = facts
        self._data = self._parts.read(self._main)
        self._root = scan(self._data)
        related = self._parts.relations(self._main)
        self._styles_part = next((r.target for r in related.values() if r.kind == "styles"), "")
        if self._styles_part not in self._parts:
            raise CannotAnnotateError("no styles")
        self._styles = StylePart(self._parts.read(self._styles_part))
        sheets = self._root.first("sheets")
        if sheets is None:
            raise CannotAnnotateError("no list of sheets")
        self._list: Element = sheets
        self._by_name = {
            s.attrs.get("name", ""): related[rid].target
            for s in sheets.all("sheet")
            if (rid := _relation_of(s)) in related and related[rid].kind == "worksheet"
        }

    def write(self, marks: Sequence[Mark], temuan: FindingList, isi: Sequence[Value]) -> bytes:
        """Make every change and return the file."""
        ours = next((s.name for s in self._facts.sheets if is_ours(s)), "")
        self._sheets(marks, isi, ours)
        hidup = replace(
            temuan,
            baris=tuple(
                b if b.asal and b.asal.lembar in self._by_name else replace(b, asal=None) for b in temuan.baris
            ),
        )
        page = FindingSheet(hidup, self._styles)
        if ours:
            part = self._by_name[ours]
            self._parts.change(part, page.xml())
            self._forget_relations(part)
        else:
            part = self._parts.add("xl/worksheets/temuan.xml", page.xml(), _SHEET_TYPE)
        self._parts.change(self._styles_part, self._styles.result())
        self._book(ours, part, page.kepala)
        return self._parts.to_bytes()

    def _forget_relations(self, part: str) -> None:
        """Our sheet is written anew, so boxes that were drawn on it are no longer part of it."""
        folder, _, base = part.rpartition("/")
        name = f"{folder}/_rels/{base}.rels"
        if name in self._parts:
            data = self._parts.read(name)
            edits = Edits(data)
            for relation in scan(data).children:
                edits.replace(relation.start, relation.end, "")
            self._parts.change(name, edits.result())

    def _sheets(self, marks: Sequence[Mark], isi: Sequence[Value], ours: str) -> None:
        changes: dict[str, dict[Place, tuple[Mark | None, Value | None]]] = defaultdict(dict)
        for m in marks:
            changes[m.lembar][position(m.sel)] = (m, None)
        for v in isi:
            place = position(v.sel)
            changes[v.lembar][place] = (changes[v.lembar].get(place, (None, None))[0], v)
        if unknown := changes.keys() - self._by_name.keys():
            raise CannotAnnotateError(f"no sheet {sorted(unknown)}")
        again = bool(ours) or self._styles.has_marks
        for name, part in self._by_name.items():
            if name != ours:
                self._sheet(part, changes.get(name, {}), again=again)

    def _sheet(self, part: str, changes: dict[Place, tuple[Mark | None, Value | None]], *, again: bool) -> None:
        data = self._parts.read(part)
        selected = b"tabSelected" in data[:65_536]
        if not changes and not selected and not again:
            return
        sheet = SheetPatch(data, {r for r, _ in changes}, self._styles, clear=again)
        notes = {}
        for place, (mark, value) in sorted(changes.items()):
            berat = mark.berat if mark else None
            sel = mark.sel if mark else value.sel if value else ""
            sheet.put(sel, mark=berat, isi=value.isi if value else None, write=value is not None)
            if mark and mark.catatan:
                notes[place] = mark.catatan
        if again:
            sheet.clear_marks()
        if notes or again:
            write_comments(self._parts, part, sheet, notes)
        sheet.deselect()
        self._parts.change(part, sheet.edits.result())

    def _book(self, ours: str, part: str, kepala: int) -> None:
        """Add our sheet to the list, make it the one that is shown, and repeat its heads in print."""
        edits, p = Edits(self._data), self._root.prefix
        sheets = list(self._list.all("sheet"))
        if ours:
            name, index = ours, next(n for n, s in enumerate(sheets) if s.attrs.get("name") == ours)
        else:
            name, index = _free_name({s.attrs.get("name", "").casefold() for s in sheets}), len(sheets)
            number = 1 + max(int(s.attrs.get("sheetId", "0")) for s in sheets)
            rid = self._parts.relate(self._main, "worksheet", part)
            r, declared = relation_prefix(self._root)
            edits.append(
                self._list, f'<{p}sheet{declared} name="{attribute(name)}" sheetId="{number}" {r}:id="{rid}"/>'
            )
        views = self._root.first("bookViews")
        for view in views.all("workbookView") if views else ():
            edits.set(view, activeTab=str(index))
        self._print_titles(edits, name, index, kepala)
        self._parts.change(self._main, edits.result())

    def _print_titles(self, edits: Edits, name: str, index: int, kepala: int) -> None:
        p, rumus = self._root.prefix, f"'{name}'!${kepala}:${kepala}"
        names = self._root.first("definedNames")
        for known in names.all("definedName") if names else ():
            if known.attrs.get("name") == "_xlnm.Print_Titles" and known.attrs.get("localSheetId") == str(index):
                edits.replace(known.inner, known.close, rumus)
                return
        new = f'<{p}definedName name="_xlnm.Print_Titles" localSheetId="{index}">{rumus}</{p}definedName>'
        if names is not None:
            edits.append(names, new)
            return
        after = next((e for e in self._root.children if e.local in _BEHIND_NAMES), None)
        at = after.start if after else self._root.close
        edits.insert(at, f"<{p}definedNames>{new}</{p}definedNames>")


def _relation_of(sheet: Element) -> str:
    return next((v for k, v in sheet.attrs.items() if k.rpartition(":")[2] == "id"), "")


def _free_name(used: set[str]) -> str:
    name, n = LEMBAR_TEMUAN, 1
    while name.casefold() in used:
        n += 1
        name = f"{LEMBAR_TEMUAN} ({n})"
    return name
