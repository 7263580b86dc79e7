"""What is wrong in a Word template, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MasalahTemplat:
    """One problem of a template.

    Attributes:
        tempat: Chapter, then paragraph, or table, row and column.
        tanda: The tag as it stands; empty for a style.
        kutipan: Text around it.
    """

    tempat: str
    tanda: str
    pesan: str
    saran: str
    kutipan: str = ""
