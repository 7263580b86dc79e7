"""The document properties of an Office Open XML file: custom ones, keywords, time of change."""

from __future__ import annotations

from capaian.sheet.parts import Handler, Relation, local, parse, target, tolerate
from capaian.sheet.preflight import MAX_NAMES, Package


class Properties(Handler):
    """Text of the leaves of docProps/core.xml and docProps/custom.xml."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self.core: dict[str, str] = {}
        self.custom: dict[str, str] = {}
        self._budget = package.budget
        self._property: str | None = None
        self._pieces: list[str] = []

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Begin a property."""
        super().start(name, attrs)
        self._pieces = []
        if local(name) == "property" and self.depth == 2:
            self._property = attrs.get("name", "")

    def text(self, data: str) -> None:
        """Take the text of a leaf."""
        self._budget.spend("karakter", len(data), "properti dokumen")
        self._pieces.append(data)

    def end(self, name: str) -> None:
        """Keep a property."""
        super().end(name)
        if self._property is not None:
            if self.depth == 2 and len(self.custom) < MAX_NAMES:
                self.custom.setdefault(self._property, "".join(self._pieces).strip())
            elif self.depth == 1:
                self._property = None
        elif self.depth == 1:
            self.core.setdefault(local(name), "".join(self._pieces).strip())
        self._pieces = []


def properties(package: Package, top: dict[str, Relation]) -> Properties:
    """Read the document properties as far as they can be read.

    Args:
        package: The parts of the file.
        top: Relations of the whole file.

    Raises:
        Unreadable: a part is damaged, holds a DTD or is over a budget.
    """
    found = Properties(package)
    for kinds, usual in (
        (("core-properties", "coreProperties"), "docProps/core.xml"),
        (("custom-properties", "customProperties"), "docProps/custom.xml"),
    ):
        part = target(top, *kinds) or usual
        if part in package:
            found.depth = 0
            tolerate(lambda p=part: parse(package, p, found))  # type: ignore[misc]
    return found
