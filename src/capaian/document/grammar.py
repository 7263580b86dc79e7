"""The closed language that a template may use: loops, conditions, our filters, nothing else.

A number reaches the page only through a filter of `capaian.document.numbers`. The ways around it that Jinja
offers (`~`, `%`, `|string`, `"…".format()`) are closed, so that no figure without a trace can be printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.loaders import FunctionLoader
from jinja2.runtime import Macro
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from capaian.document.errors import Refusal
from capaian.document.numbers import Jejak
from capaian.model.angka import Angka
from capaian.text.inert import for_xml

DIPOTONG = "(dipotong, lengkapnya di lampiran)"
_MAKS_HURUF = 1_500
_MAKS_BARIS = 30
_MAKS_UTUH = 33_000
_SARINGAN_JINJA = ("list", "first", "last", "length", "selectattr", "rejectattr", "select", "reject", "default")
_SARAN = "Pakai salah satu penyaring angka, persen, persen_kata, rupiah, nilai, cacah, atau nomor, misalnya {}."


class Potongan:
    """Texts that were too long for their place; the appendix prints them whole."""

    def __init__(self) -> None:
        self._isi: dict[str, None] = {}

    def potong(self, teks: str) -> str:
        """Return the text, cut at the limit of letters and lines."""
        baris = teks.split("\n")
        if len(teks) <= _MAKS_HURUF and len(baris) <= _MAKS_BARIS:
            return teks
        self._isi.setdefault(teks)
        pendek = "\n".join(baris[:_MAKS_BARIS])[:_MAKS_HURUF].rstrip()
        return f"{pendek} … {DIPOTONG}"

    def semua(self) -> tuple[str, ...]:
        """The whole texts, in the order of their first printing."""
        return tuple(self._isi)


class DocumentEnvironment(SandboxedEnvironment):
    """Sandboxed, strict, escaping; prints only text and numbers that went through a filter."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, narasi: Mapping[str, str], jejak: Jejak) -> None:
        self.potongan = Potongan()
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=self._finalize,
            loader=FunctionLoader(lambda nama: _sumber(narasi, nama)),
            trim_blocks=False,
        )
        jinja = {nama: self.filters[nama] for nama in _SARINGAN_JINJA}
        self.filters = {
            **jinja,
            **jejak.saringan(),
            "besar": _besar,
            "kalimat": self._kalimat,
            "utuh": _utuh,
            "gabung": _gabung,
        }
        self.globals.clear()

    def sediakan(self, fungsi: Mapping[str, Callable[..., Any]]) -> None:
        """Offer functions to templates; no other object may be called."""
        self.globals.update(fungsi)

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow macros and what was offered, no method of any value."""
        return isinstance(obj, Macro) or any(obj is g for g in self.globals.values())

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse arithmetic: a template words results, it does not compute them."""
        raise Refusal(
            f"Templat menghitung sendiri dengan tanda «{operator}».",
            "Perhitungan dilakukan program; templat hanya mencetak hasilnya.",
        )

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for tetap in (c for keluaran in tree.find_all(nodes.Output) for c in keluaran.nodes):
            if isinstance(tetap, nodes.Const) and not isinstance(tetap.value, str):
                _tolak(tetap.value)  # constants are folded before finalize sees them
        for node in tree.find_all(nodes.Concat):
            raise Refusal(
                f"Templat menyambung nilai dengan tanda «~» (baris {node.lineno}).",
                "Tulis nilainya berurutan saja, masing-masing dalam {{ … }}.",
            )
        return tree

    def _finalize(self, value: object) -> object:
        if isinstance(value, Undefined):
            str(value)  # StrictUndefined raises with the name of what is missing
        if isinstance(value, Markup):
            return value
        if isinstance(value, str):
            return self.potongan.potong(for_xml(value))
        _tolak(value)
        return ""

    def _kalimat(self, value: object) -> str:
        """Make one sentence of free text: bullets and lines joined, a full stop at the end."""
        teks = self.potongan.potong(_teks("kalimat", value))
        butir = [b.strip().lstrip("-•*–·").strip().rstrip(";,.") for b in for_xml(teks).split("\n")]
        satu = "; ".join(b for b in butir if b)
        return satu if not satu or satu.endswith((".", "!", "?", DIPOTONG)) else f"{satu}."


def _sumber(narasi: Mapping[str, str], nama: str) -> tuple[str, str, Callable[[], bool]] | None:
    isi = narasi.get(nama)
    return None if isi is None else (isi, f"narasi/{nama}.j2", lambda: True)


def _tolak(value: object) -> None:
    if isinstance(value, bool):
        raise Refusal("Nilai benar/salah tidak dapat dicetak.", "Pakai {% if … %} untuk memilih kata.")
    if value is None:
        raise Refusal("Nilai kosong tidak dapat dicetak.", "Periksa dahulu dengan {% if … %}.")
    if isinstance(value, Angka):
        contoh = "{{ ik.capaian|persen }}"
        raise Refusal(f"Angka «{value.nama}» dicetak tanpa penyaring.", _SARAN.format(contoh))
    if isinstance(value, int | float | Decimal):
        contoh = "{{ ik.capaian|persen }} atau {{ loop.index|nomor }}"
        raise Refusal(f"Angka {value} dicetak tanpa asal.", _SARAN.format(contoh))
    raise Refusal(f"Data «{type(value).__name__}» tidak dapat dicetak langsung.", "Cetak salah satu isinya.")


def _teks(saringan: str, value: object) -> str:
    if isinstance(value, Undefined):
        return str(value)
    if not isinstance(value, str):
        raise Refusal(f"Penyaring «{saringan}» hanya untuk teks.", "Angka dicetak dengan angka, persen, atau nilai.")
    return value


def _besar(value: object) -> str:
    """Return the text in capitals, as on covers and in signature blocks."""
    return _teks("besar", value).upper()


def _gabung(value: Iterable[object]) -> str:
    """Join words with commas."""
    return ", ".join(_teks("gabung", v) for v in value)


def _utuh(value: object) -> Markup:
    """Return the whole text on one paragraph, for the appendix; lines are parted by a slash."""
    baris = (b.strip() for b in for_xml(_teks("utuh", value)).split("\n"))
    return Markup.escape(" / ".join(b for b in baris if b)[:_MAKS_UTUH])
