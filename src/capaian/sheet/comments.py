"""The comments of a worksheet, text by cell: notes of old, and the threads that replace them."""

from __future__ import annotations

from capaian.sheet.address import unescape
from capaian.sheet.parts import Handler, Relation, local, parse, relations, target, tolerate
from capaian.sheet.preflight import Budget, Package


class _Comments(Handler):
    """A part of comments or of threads: both name the cell in `ref`."""

    def __init__(self, budget: Budget, element: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self._budget = budget
        self._element = element
        self._ref = ""
        self._pieces: list[str] | None = None
        self._inside = False
        self._aid = 0

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Begin a comment or one of its runs."""
        super().start(name, attrs)
        tag = local(name)
        if tag == self._element:
            self._budget.spend("sel", 1, "komentar")
            self._ref, self._pieces = attrs.get("ref", "").replace("$", "").upper(), []
        elif tag == "rPh":
            self._aid += 1
        elif tag in ("t", "text"):
            self._inside = not self._aid

    def text(self, data: str) -> None:
        """Take characters of a run."""
        if self._inside and self._pieces is not None:
            self._budget.spend("karakter", len(data), "komentar")
            self._pieces.append(data)

    def end(self, name: str) -> None:
        """Keep a comment."""
        super().end(name)
        tag = local(name)
        if tag == "rPh":
            self._aid -= 1
        elif tag in ("t", "text"):
            self._inside = False
        elif tag == self._element and self._pieces is not None:
            self.texts.setdefault(self._ref, []).append(unescape("".join(self._pieces)).strip())
            self._pieces = None


def comments(package: Package, part: str) -> dict[str, str] | None:
    """Return the text of the comments of a sheet by address.

    Where there is a thread, the note that only stands in for it is left out.

    Args:
        package: The workbook file.
        part: Name of the sheet's part.

    Returns:
        Text by address; None when the comments could not be read.
    """
    related: dict[str, Relation] = {}
    if not tolerate(lambda: related.update(relations(package, part))):
        return None
    notes = _Comments(package.budget, "comment")
    threads = _Comments(package.budget, "threadedComment")
    for kind, handler in (("comments", notes), ("threadedComment", threads)):
        place = target(related, kind)
        if place and not (
            place in package and tolerate(lambda p=place, h=handler: parse(package, p, h))  # type: ignore[misc]
        ):
            return None
    found = {ref: texts[-1] for ref, texts in notes.texts.items()}
    return found | {ref: "\n".join(texts) for ref, texts in threads.texts.items()}
