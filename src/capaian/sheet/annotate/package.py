"""The parts of a workbook that is given marks: those nobody touches are carried over byte by byte."""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO

from capaian.sheet.annotate.patch import CannotAnnotateError, Edits, attribute, scan
from capaian.sheet.facts import Unreadable
from capaian.sheet.parts import Relation, relations
from capaian.sheet.preflight import MB, Package, normalise

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_ACTIVE_PARTS = (
    "vbaproject",
    "/activex/",
    "/embeddings/",
    "/externallinks/",
    "/macrosheets/",
    "/dialogsheets/",
    "/querytables/",
    "/customui/",
    "/webextensions/",
    "connections.xml",
    "_xmlsignatures/",
)
"""What runs, fetches or embeds something foreign, or seals the bytes (a signature that would then be false)."""
_MAX_SHEETS = 32 * MB
"""Formats that were dragged down a million rows take more; who did that is better off with a fresh form."""
_HARMLESS_OUTSIDE = "hyperlink"


class Parts:
    """A workbook package that is being changed.

    Args:
        data: The whole file.

    Raises:
        CannotAnnotateError: it cannot be opened within the reader's budgets, or holds something active.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._package = Package(data)
            self._refuse_active()
            if sum(self._package.size(n) for n in self._package if "/worksheets/" in f"/{n}") > _MAX_SHEETS:
                raise CannotAnnotateError("sheets that are too large")
        except Unreadable as error:
            raise CannotAnnotateError(str(error)) from error
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}

    def _refuse_active(self) -> None:
        for name in self._package:
            if any(mark in f"/{name}" for mark in _ACTIVE_PARTS):
                raise CannotAnnotateError(f"active content ({name})")
            if not name.endswith(".rels"):
                continue
            root = scan(self._package.read(name))
            for r in root.all("Relationship"):
                outside = r.attrs.get("TargetMode", "").casefold() == "external"
                if outside and r.attrs.get("Type", "").rpartition("/")[2] != _HARMLESS_OUTSIDE:
                    raise CannotAnnotateError(f"something that is fetched from outside ({name})")

    def __contains__(self, name: str) -> bool:
        return name in self._package or name in self._added

    def read(self, name: str) -> bytes:
        """Return a part as it is now."""
        key = normalise(name)
        if name in self._added:
            return self._added[name]
        if key in self._changed:
            return self._changed[key]
        try:
            return self._package.read(name)
        except Unreadable as error:
            raise CannotAnnotateError(str(error)) from error

    def change(self, name: str, data: bytes) -> None:
        """Give a part new content."""
        if name in self._added:
            self._added[name] = data
        elif data != self.read(name):
            self._changed[normalise(name)] = data

    def add(self, name: str, data: bytes, content_type: str) -> str:
        """Add a part under a name that is free; return the name that it got.

        Args:
            name: The name wanted; the ending stays.
            data: Its content.
            content_type: Kind of part; for the ending `vml` it is that of all such parts.
        """
        stem, dot, ending = name.rpartition(".")
        n = 1
        while name in self:
            n += 1
            name = f"{stem}{n}{dot}{ending}"
        self._added[name] = data
        types = self.read(_TYPES)
        root, edits = scan(types), Edits(types)
        if ending == "vml":
            if not any(d.attrs.get("Extension", "").casefold() == "vml" for d in root.all("Default")):
                # Defaults come before the names of single parts.
                new = f'<{root.prefix}Default Extension="vml" ContentType="{content_type}"/>'
                edits.insert(root.inner, new)
        else:
            edits.append(root, f'<{root.prefix}Override PartName="/{attribute(name)}" ContentType="{content_type}"/>')
        self.change(_TYPES, edits.result())
        return name

    def relations(self, part: str) -> dict[str, Relation]:
        """Relations of a part as the file came; of the whole file for an empty name."""
        try:
            return relations(self._package, part)
        except Unreadable as error:
            raise CannotAnnotateError(str(error)) from error

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another one; return the id of the relation."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self:
            empty = f'{_DECLARATION}<Relationships xmlns="{_RELATIONS}"></Relationships>'
            self._added[name] = empty.encode()
        data = self.read(name)
        root = scan(data)
        known = {r.attrs.get("Id", "") for r in root.all("Relationship")}
        n = len(known) + 1
        while f"rId{n}" in known:
            n += 1
        edits = Edits(data)
        edits.append(
            root, f'<{root.prefix}Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="/{attribute(target)}"/>'
        )
        self.change(name, edits.result())
        return f"rId{n}"

    def to_bytes(self) -> bytes:
        """Return the file: the parts in the order in which they came, then the new ones. Equal input, equal bytes."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name in self._package.names():
                key = normalise(name)
                _write(target, name, self._changed[key] if key in self._changed else self._package.read(name))
            for name, data in self._added.items():
                _write(target, name, data)
        return out.getvalue()


def _write(target: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _ZIP_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    info.external_attr = 0
    target.writestr(info, data)
