"""The XML parts round the cells: relations, list of sheets, document properties, counts of comments.

Every part goes through `parse`: expat with our own handlers, no DTD, no entities, bounded depth and tags.
"""

from __future__ import annotations

import posixpath
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import unquote
from xml.parsers import expat

from capaian.model.kiriman import Cacat
from capaian.sheet.facts import State, Unreadable
from capaian.sheet.preflight import MAX_DEPTH, MAX_NAMES, MAX_SHEETS, MAX_TOKEN, Package, broken, label, too_much

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
_STATES: dict[str, State] = {"hidden": "hidden", "veryHidden": "veryHidden"}


class Malformed(Unreadable):
    """A part that is no well-formed XML (B03). Parts that are not needed may be so."""


class Handler:
    """Receives the elements of one part.

    Element names come as `namespace local`, attribute names without a prefix as they stand.
    """

    def __init__(self) -> None:
        self.depth = 0
        self.parser: expat.XMLParserType | None = None

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Begin an element."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise too_much(MAX_DEPTH, "lapis")

    def end(self, name: str) -> None:
        """End an element."""
        self.depth -= 1

    def text(self, data: str) -> None:
        """Take character data."""

    def finish(self) -> None:
        """Hear nothing more; the rest of the part still has to be well-formed."""
        if self.parser is not None:
            self.parser.StartElementHandler = None
            self.parser.EndElementHandler = None
            self.parser.CharacterDataHandler = None


def parse(package: Package, name: str, handler: Handler, bagian: str = "") -> None:
    """Send the elements of a part to `handler`.

    Args:
        package: The workbook file.
        name: Name of the part.
        handler: Receives the elements.
        bagian: What the part is called in a message; its name when empty.

    Raises:
        Malformed: B03, the XML is broken.
        Unreadable: B03 (missing, damaged, DOCTYPE) or B24 (over a budget).
        MemoryError: expat ran out of memory.
    """
    where = bagian or f"bagian {label(name)}"

    def refuse(*_: object) -> NoReturn:
        raise broken(f"{where} memuat DOCTYPE")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    handler.parser = parser
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    fed = 0
    chunks = package.chunks(name)
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > MAX_TOKEN:
                raise too_much(MAX_TOKEN, "karakter dalam satu tanda XML", where)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        if error.code == _NO_MEMORY:
            raise MemoryError from error
        _demand_whole(chunks)
        raise Malformed("B03", bagian=where) from error
    except (LookupError, UnicodeError) as error:
        # An encoding that Python does not know, or cannot use for XML.
        _demand_whole(chunks)
        raise Malformed("B03", bagian=where) from error
    finally:
        # Parser and handler know each other; parted, they go without the garbage collector.
        handler.finish()
        handler.parser = None


def _demand_whole(chunks: Iterator[bytes]) -> None:
    """Unpack the rest of a part whose XML is broken: bytes that were damaged on the way are no mistake of a program.

    Raises:
        Unreadable: B03, the checksum does not fit.
    """
    deque(chunks, maxlen=0)


def local(name: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return name.rpartition(" ")[2]


def truth(value: str | None) -> bool:
    """Read an XML boolean; anything unknown is false."""
    return value is not None and value.strip().lower() in ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part: last word of its type, and the part it leads to (empty when outside the file)."""

    kind: str
    target: str


class _Relations(Handler):
    def __init__(self, folder: str, package: Package) -> None:
        super().__init__()
        self.folder = folder
        self.package = package
        self.found: dict[str, Relation] = {}

    def start(self, name: str, attrs: dict[str, str]) -> None:
        super().start(name, attrs)
        if local(name) != "Relationship" or len(self.found) > MAX_NAMES:
            return
        kind = attrs.get("Type", "").rstrip("/").rpartition("/")[2]
        outside = attrs.get("TargetMode", "").lower() == "external"
        target = "" if outside else self._resolve(attrs.get("Target", ""))
        self.found.setdefault(attrs.get("Id", ""), Relation(kind, target))

    def _resolve(self, target: str) -> str:
        target = target.replace("\\", "/")
        for candidate in (target, unquote(target)):
            path = candidate if candidate.startswith("/") else posixpath.join(self.folder, candidate)
            path = posixpath.normpath("/" + path).lstrip("/")
            if path in self.package:
                return path
        return path


def relations(package: Package, part: str) -> dict[str, Relation]:
    """Return the relations of a part by id; of the whole file for an empty `part`. None is an empty dict."""
    folder, base = posixpath.split(part)
    name = posixpath.join(folder, "_rels", base + ".rels")
    if name not in package:
        return {}
    handler = _Relations(folder, package)
    parse(package, name, handler)
    return handler.found


def target(related: dict[str, Relation], *kinds: str) -> str:
    """Return the part that the first relation of these kinds leads to; empty when there is none."""
    return next((r.target for r in related.values() if r.kind in kinds and r.target), "")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One line of the list of sheets."""

    name: str
    state: State
    relation: str


class WorkbookPart(Handler):
    """The list of sheets, the defined names of the whole workbook, and the date system."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self.sheets: list[SheetEntry] = []
        self.names: dict[str, str] = {}
        self.date1904 = False
        self.strict = False
        self._budget = package.budget
        self._name: str | None = None
        self._pieces: list[str] = []

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Take sheets, names and workbook properties."""
        super().start(name, attrs)
        tag = local(name)
        if self.depth == 1:
            self.strict = name.startswith(STRICT)
        elif tag == "workbookPr" and self.depth == 2:
            self.date1904 = truth(attrs.get("date1904"))
        elif tag == "sheet" and self.depth == 3:
            self._sheet(attrs)
        elif tag == "definedName" and self.depth == 3 and "localSheetId" not in attrs:
            self._name = attrs.get("name", "")
            self._pieces = []

    def _sheet(self, attrs: dict[str, str]) -> None:
        if len(self.sheets) >= MAX_SHEETS:
            raise too_much(MAX_SHEETS, "lembar")
        relation = next((value for key, value in attrs.items() if local(key) == "id"), "")
        state = _STATES.get(attrs.get("state", ""), "visible")
        self.sheets.append(SheetEntry(attrs.get("name", ""), state, relation))

    def text(self, data: str) -> None:
        """Take the formula of a defined name."""
        if self._name is not None:
            self._budget.spend("karakter", len(data), "nama terdefinisi")
            self._pieces.append(data)

    def end(self, name: str) -> None:
        """Keep a defined name; the same name with another meaning is ambiguous."""
        super().end(name)
        if self._name is None or local(name) != "definedName":
            return
        formula = "".join(self._pieces).strip()
        known = self.names.setdefault(self._name, formula)
        if known != formula and not self._name.startswith("_xlnm."):
            raise Unreadable("B12", jenis="nama", x=label(self._name))
        if len(self.names) > MAX_NAMES:
            raise too_much(MAX_NAMES, "nama terdefinisi")
        self._name = None


class Counter(Handler):
    """Counts the elements of some names."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.count = dict.fromkeys(names, 0)

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Count."""
        super().start(name, attrs)
        tag = local(name)
        if tag in self.count:
            self.count[tag] += 1


def tolerate(act: Callable[[], None]) -> bool:
    """Do `act`; return False when its part is broken XML. Damage, DTDs and budgets still stop the file."""
    try:
        act()
    except Malformed:
        return False
    return True


def link_notes(package: Package, kinds: set[str]) -> list[Cacat]:
    """Return the N05 facts: macros, links and connections, which are never followed.

    Args:
        package: The workbook file.
        kinds: Kinds of the workbook's relations.
    """
    found = []
    names = list(package)
    if "vbaProject" in kinds or any(name.endswith("vbaproject.bin") for name in names):
        found.append("makro")
    if kinds & {"xlMacrosheet", "xlIntlMacrosheet"}:
        found.append("makro Excel 4")
    external = [n for n in names if "/externallinks/" in f"/{n}" and n.endswith(".xml")]
    count = {"externalBook": 0, "ddeLink": 0, "oleLink": 0}
    for name in external[:100]:
        counter = Counter(*count)
        tolerate(lambda n=name, c=counter: parse(package, n, c))  # type: ignore[misc]
        count = {tag: n + counter.count[tag] for tag, n in count.items()}
    if count["externalBook"] or (external and not any(count.values())):
        found.append("tautan ke buku kerja lain")
    if count["ddeLink"]:
        found.append("tautan DDE")
    if count["oleLink"]:
        found.append("tautan OLE")
    if "connections" in kinds:
        found.append("koneksi data")
    return [Cacat("N05", {"jenis": jenis}) for jenis in found]
