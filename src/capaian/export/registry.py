"""The registry of formats: what a format states about itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from capaian import plugins
from capaian.formulas.registry import Registry
from capaian.model.rekap import BukuRekap

Fungsi = Callable[[BukuRekap], bytes]
_NAMA = re.compile(r"[a-z][a-z0-9-]{0,29}")
_AKHIRAN = re.compile(r"\.[a-z0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Exporter:
    """A registered format.

    Attributes:
        nama: What it is chosen by: `csv`.
        uraian: What it is, in Indonesian.
        akhiran: Ending of the file, with its dot.
        tulis: The results of a period to the whole content of the file. Equal results give equal bytes.
        paket: The package that added it, with its version; empty for the program's own.
    """

    nama: str
    uraian: str
    akhiran: str
    tulis: Fungsi
    paket: str = ""


_SEMUA: Registry[Exporter] = Registry("Format ekspor", plugins.EKSPOR)


def exporter(nama: str, uraian: str, *, akhiran: str = "") -> Callable[[Fungsi], Fungsi]:
    """Register a format: a function of the results of a period that returns the content of a file.

    Args:
        nama: Small letters, digits and hyphens.
        uraian: What it is, in one Indonesian sentence without full stop.
        akhiran: Ending of the file; empty for a dot and the name.

    Raises:
        ValueError: the name is taken.
        PluginError: a package registers something that cannot be used.
    """

    def daftar(fungsi: Fungsi) -> Fungsi:
        baru = Exporter(nama, uraian, akhiran or f".{nama}", fungsi)
        _SEMUA.add(_admitted(baru, str(p)) if (p := plugins.owner()) else baru)
        return fungsi

    return daftar


def formats() -> tuple[Exporter, ...]:
    """Return every format, the program's own first.

    Raises:
        PluginError: a package cannot be used.
    """
    return tuple(_SEMUA)


def find(nama: str) -> Exporter:
    """Return a format; raises ValueError with the known names when there is none."""
    return _SEMUA.get(nama)


def _admitted(baru: Exporter, paket: str) -> Exporter:
    """Look whether a package may add a format; what it does wrong then names the package."""
    apa = f"Format ekspor «{baru.nama}»"
    if not isinstance(baru.nama, str) or not _NAMA.fullmatch(baru.nama) or not _AKHIRAN.fullmatch(baru.akhiran):
        raise plugins.failure(apa, paket, "nama dan akhirannya harus huruf kecil dan angka, misalnya «xml» dan «.xml»")
    if not isinstance(baru.uraian, str) or not baru.uraian.strip() or not callable(baru.tulis):
        raise plugins.failure(apa, paket, "harus fungsi dengan uraian")

    def tulis(buku: BukuRekap) -> bytes:
        try:
            hasil = baru.tulis(buku)
        except Exception as e:
            raise plugins.failure(apa, paket, e) from e
        if not isinstance(hasil, bytes):
            raise plugins.failure(apa, paket, f"hasilnya {type(hasil).__name__}, bukan bytes")
        return hasil

    return Exporter(baru.nama, baru.uraian, baru.akhiran, tulis, paket)
