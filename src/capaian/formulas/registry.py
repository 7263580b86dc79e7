"""One name, one function: what the formula and accumulation registries share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

from capaian.text.words import maksud


class Named(Protocol):
    """Anything with a name."""

    @property
    def nama(self) -> str:
        """The name it is chosen by."""
        ...


E = TypeVar("E", bound=Named)


class Registry(Generic[E]):
    """Entries by name, in the order in which they were defined.

    Args:
        apa: What is registered, in Indonesian, for messages: `Rumus`.
    """

    def __init__(self, apa: str) -> None:
        self._apa = apa
        self._isi: dict[str, E] = {}

    def add(self, entry: E) -> None:
        """Register an entry.

        Raises:
            ValueError: the name is taken. It is raised at import, so two formulas can never share a name.
        """
        if entry.nama in self._isi:
            raise ValueError(f"{self._apa} «{entry.nama}» didaftarkan dua kali.")
        self._isi[entry.nama] = entry

    def get(self, nama: str) -> E:
        """Return the entry of a name.

        Raises:
            ValueError: no such name; the message lists the known ones.
        """
        if nama not in self._isi:
            raise ValueError(
                f"{self._apa} «{nama}» tidak dikenal.{maksud(nama, self._isi)} Yang dikenal: {', '.join(self._isi)}."
            )
        return self._isi[nama]

    def names(self) -> tuple[str, ...]:
        """Return every name."""
        return tuple(self._isi)

    def __iter__(self) -> Iterator[E]:
        return iter(tuple(self._isi.values()))
