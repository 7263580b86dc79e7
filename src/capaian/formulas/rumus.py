"""The registry of formulas: what a formula states about itself, and which one an indicator uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from capaian import plugins
from capaian.formulas.registry import Names, Registry
from capaian.formulas.target_range import Rentang
from capaian.model.capaian import Alasan
from capaian.model.skema import Indikator

Fungsi = Callable[[Decimal, Decimal | Rentang], Decimal | Alasan]


@dataclass(frozen=True, slots=True)
class Rumus:
    """A registered formula.

    Attributes:
        nama: The name that the schema uses: `(2T-R)/T`.
        polaritas: `positif`, `negatif` or `rentang`.
        uraian: The formula in words, printed in the report.
        dasar: Where it comes from.
        nilai: Kind of value it is for: `angka`, `predikat` (scores of levels) or `ya_tidak` (1 and 0).
        baku: It is the default for its polarity and kind of value.
        excel: The same as an Excel expression, which the form computes live; see `rumus`.
        angka: The formula with places for its numbers: `{R} / {T} × 100`; empty when it takes several cases.
        hitung: Realisasi and target, in the same unit, to percent (unrounded, no floor, no cap) or to the reason
            why it cannot be computed.
    """

    nama: str
    polaritas: str
    uraian: str
    dasar: str
    nilai: str
    baku: bool
    excel: str
    hitung: Fungsi
    angka: str = ""

    @property
    def keterangan(self) -> str:
        """The docstring with its examples."""
        return self.hitung.__doc__ or ""


_SEMUA: Registry[Rumus] = Registry("Rumus", plugins.RUMUS)
_POLARITAS, _NILAI = ("positif", "negatif", "rentang"), ("angka", "predikat", "ya_tidak")


def rumus(
    nama: str,
    *,
    polaritas: str,
    uraian: str,
    dasar: str,
    excel: str,
    nilai: str = "angka",
    baku: bool = False,
    angka: str = "",
) -> Callable[[Fungsi], Fungsi]:
    """Register a formula under a name.

    Args:
        nama: Unique name.
        polaritas: `positif`, `negatif` or `rentang`.
        uraian: The formula in words.
        dasar: Where it comes from.
        excel: Excel expression with English function names and comma separators; `{R}` is the realisasi, `{T}` the
            target (empty when it is a range), `{A}` and `{B}` the lower and upper end of a range (both the target
            when it is one number). It gives `""` when the capaian cannot be computed.
        nilai: Kind of value: `angka`, `predikat` or `ya_tidak`.
        baku: Whether it is the default for this polarity and kind.
        angka: The formula with places for its numbers, for whoever asks where one came from.

    Raises:
        ValueError: the name, or the place of the default, is taken.
        PluginError: a package registers something that cannot be used.
    """

    def daftar(fungsi: Fungsi) -> Fungsi:
        if pemilik := plugins.owner():
            baru = Rumus(nama, polaritas, uraian, dasar, nilai, baku, excel, fungsi, angka)
            _SEMUA.add(_admitted(baru, str(pemilik)))
            return fungsi
        if baku and _default(polaritas, nilai) is not None:
            raise ValueError(f"Rumus baku untuk polaritas {polaritas} ({nilai}) didaftarkan dua kali: «{nama}».")
        _SEMUA.add(Rumus(nama, polaritas, uraian, dasar, nilai, baku, excel, fungsi, angka))
        return fungsi

    return daftar


def _admitted(baru: Rumus, paket: str) -> Rumus:
    """Look whether a package may add a formula; its basis, and what it does wrong, then name the package."""
    apa = f"Rumus «{baru.nama}»"
    if salah := _unfit(baru):
        raise plugins.failure(apa, paket, salah)

    def hitung(realisasi: Decimal, target: Decimal | Rentang) -> Decimal | Alasan:
        try:
            hasil = baru.hitung(realisasi, target)
        except Exception as e:
            raise plugins.failure(apa, paket, e) from e
        if isinstance(hasil, Alasan) or (isinstance(hasil, Decimal) and hasil.is_finite()):
            return hasil
        raise plugins.failure(apa, paket, f"hasilnya {hasil!r}, bukan Decimal atau Alasan")

    hitung.__doc__ = baru.hitung.__doc__
    return replace(baru, dasar=f"{baru.dasar} (paket tambahan {paket})", hitung=hitung)


def _unfit(r: Rumus) -> str:
    """Say what is wrong with a formula of a package; empty when nothing is."""
    if any(not isinstance(x, str) or not x.strip() for x in (r.nama, r.uraian, r.dasar, r.excel)):
        return "nama, uraian, dasar, dan excel harus terisi"
    if r.polaritas not in _POLARITAS or r.nilai not in _NILAI:
        return f"polaritas harus {', '.join(_POLARITAS)}, dan nilai {', '.join(_NILAI)}"
    if r.baku or not callable(r.hitung):
        return "rumus tambahan harus fungsi dan tidak dapat menjadi rumus baku"
    try:
        r.excel.format(**dict.fromkeys("RTAB", "1"))
        r.angka.format(R="1", T="1")
    except (LookupError, ValueError) as e:
        return f"«excel» atau «angka» memuat kurung kurawal yang tidak dikenal ({e})"
    return ""


def get(nama: str) -> Rumus:
    """Return a formula; raises ValueError with the known names when there is none."""
    return _SEMUA.get(nama)


def all() -> Iterator[Rumus]:
    """Return every formula in the order of this file."""
    return iter(_SEMUA)


def own() -> Iterator[Rumus]:
    """Return the program's own formulas in the order of this file, without loading any package."""
    return _SEMUA.own()


def known_names() -> tuple[str, ...]:
    """Return the names of all formulas."""
    return _SEMUA.names()


def names(polaritas: str = "") -> Names[Rumus]:
    """Return a live view of the names, of all formulas or of those of numbers with one polarity."""
    return Names(_SEMUA, lambda r: not polaritas or (r.polaritas == polaritas and r.nilai == "angka"))


def default_for(polaritas: str, nilai: str = "angka") -> str:
    """Return the name of the default formula.

    Raises:
        ValueError: no formula is the default for this polarity and kind of value.
    """
    entry = _default(polaritas, nilai)
    if entry is None:
        raise ValueError(f"Belum ada rumus baku untuk polaritas «{polaritas}» dengan jenis nilai «{nilai}».")
    return entry.nama


def rumus_indikator(indikator: Indikator, bawaan: Mapping[str, str]) -> Rumus:
    """Return the formula of an indicator: its own, else that of its kind of value, else the office's default.

    Args:
        indikator: The indicator.
        bawaan: Default formula by polarity, from the settings of the office.

    Raises:
        ValueError: a formula is named that does not exist.
    """
    if indikator.rumus:
        return get(indikator.rumus)
    if indikator.nilai != "angka":
        # A level or a ya/tidak is compared the same way whatever the polarity: its scale says what is better.
        return get(default_for("positif", indikator.nilai))
    return get(bawaan.get(indikator.polaritas) or default_for(indikator.polaritas))


def _default(polaritas: str, nilai: str) -> Rumus | None:
    return next((r for r in _SEMUA.own() if r.baku and r.polaritas == polaritas and r.nilai == nilai), None)
