"""Packages that an office installs beside the program: found by their entry points, loaded when a registry is asked.

A package declares modules in its metadata; importing one registers what its decorators stand on:

    [project.entry-points."capaian.rules"]
    contoh = "paket_contoh.aturan"

Nothing is looked up before it is needed. What a package does wrong, when it is imported or later when its code runs, is
a `PluginError` that names the package.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from capaian import __version__
from capaian.errors import PluginError
from capaian.text.inert import shorten

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ATURAN, RUMUS, EKSPOR = "capaian.rules", "capaian.formulas", "capaian.exporters"
KELOMPOK = {ATURAN: "aturan", RUMUS: "rumus", EKSPOR: "ekspor"}
"""Groups of entry points, and what a package adds in each."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """An installed package that adds something.

    Attributes:
        nama: Name of the distribution, as pip knows it.
        tambahan: What it declares: words of `KELOMPOK`.
    """

    nama: str
    versi: str
    tambahan: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.nama} {self.versi}".strip()


_KUNCI = RLock()
_dimuat: dict[str, PluginError | None] = {}
"""Groups that were loaded, with what went wrong: a module is imported once, so a second try would say less."""
_sedang: set[str] = set()
"""Groups that are being loaded just now."""
_sekarang: list[Plugin] = []
_batal: list[Callable[[], object]] = []
"""How to take back what the module that is being imported registered."""


def owner() -> Plugin | None:
    """Return the package whose module is being imported just now; None while the program's own are."""
    return _sekarang[-1] if _sekarang else None


def on_break(batal: Callable[[], object]) -> None:
    """Note how to take back what was just registered, should the import of its module be broken off."""
    if _sekarang:
        _batal.append(batal)


def installed() -> tuple[Plugin, ...]:
    """Return every package that adds something, by name; none of its code runs."""
    by_nama: dict[str, Plugin] = {}
    for titik in _entry_points():
        p = _plugin(titik)
        lama = by_nama.get(p.nama, p)
        tambahan = dict.fromkeys((*lama.tambahan, KELOMPOK[titik.group]))
        by_nama[p.nama] = Plugin(p.nama, p.versi, tuple(k for k in KELOMPOK.values() if k in tambahan))
    return tuple(by_nama[n] for n in sorted(by_nama, key=str.casefold))


def judging() -> tuple[Plugin, ...]:
    """Return the packages that can change a finding or a number; exporters cannot."""
    return tuple(p for p in installed() if {KELOMPOK[ATURAN], KELOMPOK[RUMUS]} & set(p.tambahan))


def program() -> str:
    """Return the version of the program, and the packages that judge and compute with it."""
    paket = ", ".join(str(p) for p in judging())
    return f"{__version__} dengan paket tambahan {paket}" if paket else __version__


def load(kelompok: str, pemilik: Callable[[], Iterable[str]]) -> None:
    """Import the modules of a group once; a package that asks for the registry while it is imported gets what is there.

    Args:
        kelompok: One of `KELOMPOK`.
        pemilik: Gives the package of every entry of the registry, to see that each module registered something.

    Raises:
        PluginError: a package cannot be used; all of them are named.
    """
    with _KUNCI:
        if kelompok not in _dimuat and kelompok not in _sedang:
            _sedang.add(kelompok)
            try:
                salah = [e for titik in _entry_points() if titik.group == kelompok and (e := _import(titik, pemilik))]
            finally:
                _sedang.discard(kelompok)
            # Noted when all are there: broken off with Ctrl+C, the next command must not judge without their rules.
            _dimuat[kelompok] = PluginError(" ".join(e.pesan for e in salah), salah[0].saran) if salah else None
        if galat := _dimuat.get(kelompok):
            raise PluginError(galat.pesan, galat.saran)


def failure(apa: str, paket: str, masalah: object) -> PluginError:
    """Return the message about a package.

    Args:
        apa: What of it: `Aturan «KTR-01»`.
        paket: Which package, with its version.
        masalah: An exception, or what is wrong in words without a full stop.
    """
    teks = f"{type(masalah).__name__}: {masalah}" if isinstance(masalah, BaseException) else str(masalah)
    return PluginError(
        f"{apa} dari paket tambahan «{paket}» tidak dapat dipakai: {shorten(teks, 300)}.",
        f"Perbarui paket itu, atau lepaskan dahulu: «python -m pip uninstall {paket.partition(' ')[0]}». "
        "Yang sudah tercatat tidak berubah.",
    )


def _import(titik: EntryPoint, pemilik: Callable[[], Iterable[str]]) -> PluginError | None:
    """Import the module of an entry point; return what is wrong with it."""
    p = _plugin(titik)
    apa = f"Modul «{titik.value}» ({titik.group})"
    sudah, n = set(sys.modules), len(_batal)
    _sekarang.append(p)
    try:
        titik.load()
    except PluginError as e:
        return e
    except (Exception, SystemExit) as e:
        return failure(apa, str(p), e)
    except BaseException:
        _forget(titik, sudah, n)
        raise
    finally:
        del _batal[n:]
        _sekarang.pop()
    if str(p) not in pemilik():
        return failure(apa, str(p), f"modul itu tidak mendaftarkan {KELOMPOK[titik.group]} apa pun")
    return None


def _forget(titik: EntryPoint, sudah: set[str], n: int) -> None:
    """Take back an import that was broken off, so that it can be done again from the start.

    Args:
        titik: Whose module it is.
        sudah: Names of the modules that were imported before.
        n: How many entries of `_batal` are not this module's.
    """
    for batal in reversed(_batal[n:]):
        batal()
    paket = titik.value.partition(":")[0].partition(".")[0]
    for nama in set(sys.modules) - sudah:
        if nama.partition(".")[0] == paket:
            del sys.modules[nama]


def _plugin(titik: EntryPoint) -> Plugin:
    nama = (titik.dist.name if titik.dist else "") or titik.value.partition(":")[0].partition(".")[0]
    return Plugin(nama, (titik.dist.version if titik.dist else "") or "")


def _lies_here(titik: EntryPoint) -> bool:
    """Whether a package lies loose in the current folder, which `python -m` searches too: nobody installed it."""
    if titik.dist is None:
        return False
    try:
        return Path(str(titik.dist.locate_file(""))).resolve() == Path.cwd().resolve()
    except OSError:
        return False


@cache
def _entry_points() -> tuple[EntryPoint, ...]:
    from importlib.metadata import entry_points

    semua = (titik for k in KELOMPOK for titik in entry_points(group=k) if not _lies_here(titik))
    return tuple(sorted(semua, key=lambda t: (_plugin(t).nama.casefold(), t.group, t.name)))
