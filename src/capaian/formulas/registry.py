"""One name, one function: what the formula and accumulation registries share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar, overload

from capaian import plugins
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
        kelompok: Entry points of packages that add entries, see `capaian.plugins`; empty when none may.

    Whoever asks for one of the program's own gets it without any package being loaded; whoever asks for all of them,
    or for another one, gets those of packages too, or a `PluginError` when one of these cannot be used.
    """

    def __init__(self, apa: str, kelompok: str = "") -> None:
        self._apa = apa
        self._kelompok = kelompok
        self._isi: dict[str, E] = {}
        self._paket: dict[str, str] = {}

    def add(self, entry: E) -> None:
        """Register an entry.

        Raises:
            ValueError: the name is taken. It is raised at import, so two formulas can never share a name.
            PluginError: the same, when a package asks for the name; or it may not add anything here.
        """
        pemilik = plugins.owner()
        if pemilik:
            self._admit(entry.nama, str(pemilik))
        elif entry.nama in self._isi:
            raise ValueError(f"{self._apa} «{entry.nama}» didaftarkan dua kali.")
        self._isi[entry.nama] = entry
        plugins.on_break(lambda: (self._isi.pop(entry.nama), self._paket.pop(entry.nama)))

    def _admit(self, nama: str, paket: str) -> None:
        apa = f"{self._apa} «{nama}»"
        if not self._kelompok:
            raise plugins.failure(apa, paket, "jenis ini tidak dapat ditambah dari luar program")
        if nama in self._isi:
            punya = f"paket tambahan «{self._paket[nama]}»" if nama in self._paket else "program ini sendiri"
            raise plugins.failure(apa, paket, f"nama itu sudah dipakai oleh {punya}")
        self._paket[nama] = paket

    def _load(self) -> None:
        if self._kelompok:
            plugins.load(self._kelompok, self._paket.values)

    def own(self) -> Iterator[E]:
        """Return the program's own entries, without loading any package."""
        return iter([e for n, e in self._isi.items() if n not in self._paket])

    def get(self, nama: str) -> E:
        """Return the entry of a name.

        Raises:
            ValueError: no such name; the message lists the known ones.
        """
        if nama not in self._isi or nama in self._paket:
            self._load()
        if nama not in self._isi:
            raise ValueError(
                f"{self._apa} «{nama}» tidak dikenal.{maksud(nama, self._isi)} Yang dikenal: {', '.join(self._isi)}."
            )
        return self._isi[nama]

    def names(self) -> tuple[str, ...]:
        """Return every name."""
        return tuple(e.nama for e in self)

    def __iter__(self) -> Iterator[E]:
        self._load()
        return iter(tuple(self._isi.values()))


class Names(Sequence[str], Generic[E]):
    """The names of a registry as they are when somebody looks, the program's own first.

    Packages are loaded only by who reads beyond these.
    """

    def __init__(self, registry: Registry[E], keep: Callable[[E], bool] = lambda _e: True) -> None:
        self._registry = registry
        self._keep = keep

    def own(self) -> tuple[str, ...]:
        """Return those of the program's own, without loading any package."""
        return tuple(e.nama for e in self._registry.own() if self._keep(e))

    def __iter__(self) -> Iterator[str]:
        sudah = [e for e in self._registry.own() if self._keep(e)]
        yield from (e.nama for e in sudah)
        yield from (e.nama for e in self._registry if self._keep(e) and e not in sudah)

    def __bool__(self) -> bool:
        return any(True for _ in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, nama: object) -> bool:
        return any(n == nama for n in self)

    @overload
    def __getitem__(self, i: int) -> str: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[str]: ...
    def __getitem__(self, i: int | slice) -> str | Sequence[str]:
        return tuple(self)[i]
