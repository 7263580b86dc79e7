"""Comments of a sheet, told apart: what the sender remarked, and what we wrote when a form went back."""

from __future__ import annotations

from capaian.sheet.parts import Handler, local

PENANDA = "Temuan pemeriksaan:"
"""How our part of a comment begins; what stands before it is the sender's."""
GARIS = "――――――――――"
"""What parts the two."""


def of_sender(tulisan: str) -> str:
    """Return what the sender wrote in a comment."""
    return tulisan.partition(PENANDA)[0].rstrip(f"\n{GARIS} ")


class Remarks(Handler):
    """Counts the comments that hold something of the sender's.

    Attributes:
        count: How many.
    """

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self._pieces: list[str] = []

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Begin a comment."""
        super().start(name, attrs)
        if local(name) == "comment":
            self._pieces = []

    def text(self, data: str) -> None:
        """Take its text, as far as the mark can be in it."""
        if len(self._pieces) < _PIECES:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        """Count it, unless it is ours alone; an empty one of the sender's counts."""
        super().end(name)
        if local(name) == "comment":
            tulisan = "".join(self._pieces)
            self.count += bool(PENANDA not in tulisan or of_sender(tulisan).strip())


_PIECES = 1_000
