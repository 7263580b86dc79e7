"""The properties of an OpenDocument file."""

from __future__ import annotations

from capaian.sheet.ods_table import OASIS
from capaian.sheet.parts import Handler
from capaian.sheet.preflight import MAX_NAMES, Package

_META = f"{OASIS}meta:1.0 "


class OdsMeta(Handler):
    """meta.xml: custom properties, keywords, and when the file was changed."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self.custom: dict[str, str] = {}
        self.keywords: list[str] = []
        self.modified = ""
        self._budget = package.budget
        self._key = ""
        self._pieces: list[str] = []

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Begin a property."""
        super().start(name, attrs)
        self._pieces = []
        if name == f"{_META}user-defined":
            self._key = attrs.get(f"{_META}name", "")

    def text(self, data: str) -> None:
        """Take the text of a property."""
        self._budget.spend("karakter", len(data), "properti dokumen")
        self._pieces.append(data)

    def end(self, name: str) -> None:
        """Keep a property."""
        super().end(name)
        value = "".join(self._pieces).strip()
        self._pieces = []
        if name == f"{_META}user-defined" and len(self.custom) < MAX_NAMES:
            self.custom.setdefault(self._key, value)
        elif name == f"{_META}keyword" and value and len(self.keywords) < MAX_NAMES:
            self.keywords.append(value)
        elif name == "http://purl.org/dc/elements/1.1/ date":
            self.modified = self.modified or value
