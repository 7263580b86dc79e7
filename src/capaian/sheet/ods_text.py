"""Paragraphs of an OpenDocument file as plain text: white space as the format defines it."""

from __future__ import annotations

import re

from capaian.sheet.preflight import Budget, broken

_WHITE = re.compile(r"[ \t\r\n]+")
_DIGITS = re.compile(r"[0-9]{1,5}\Z", re.ASCII)


class Paragraphs:
    """The text of the paragraphs of one cell or one comment.

    Runs of white space count as one blank, at the edges of a paragraph as none; blanks that are meant stand
    there as elements of their own.

    Attributes:
        seen: How many paragraphs there were, empty ones included.

    Source: OpenDocument 1.3 part 3, 6.1.2 and 6.1.3.
    """

    def __init__(self, budget: Budget, bagian: str) -> None:
        self.seen = 0
        self._budget = budget
        self._bagian = bagian
        self._done: list[str] = []
        self._pieces: list[str] | None = None
        self._blank = True
        """Whether the text so far ends in a blank that swallows the next one."""

    def begin(self) -> None:
        """Begin a paragraph."""
        self.seen += 1
        self._pieces = []
        self._blank = True

    def end(self) -> None:
        """End a paragraph."""
        if self._pieces is not None:
            text = "".join(self._pieces)
            self._done.append(text[:-1] if self._blank and text.endswith(" ") else text)
        self._pieces = None

    def take(self, data: str) -> None:
        """Take characters; those outside a paragraph are no text."""
        if self._pieces is None:
            return
        self._budget.spend("karakter", len(data), self._bagian)
        data = _WHITE.sub(" ", data)
        if self._blank and data[0] == " ":
            data = data[1:]
        if data:
            self._pieces.append(data)
            self._blank = data.endswith(" ")

    def put(self, char: str, times: str = "1") -> None:
        """Take a blank, a tab or a line break that stands there as an element.

        Raises:
            Unreadable: B03 when `times` is no number.
        """
        if self._pieces is None:
            return
        if not _DIGITS.match(times):
            raise broken(f"{self._bagian}, banyaknya spasi")
        self._budget.spend("karakter", int(times), self._bagian)
        self._pieces.append(char * int(times))
        self._blank = False

    def text(self) -> str:
        """Return the paragraphs, one a line."""
        return "\n".join(self._done)
