"""Fill a template for the browser: one page that needs nothing else, in which foreign text is only ever text.

The language of the template is that of the Word templates: strict, sandboxed, escaping, numbers through filters.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from capaian.document.grammar import DocumentEnvironment, Potongan
from capaian.document.numbers import Jejak, JejakAngka
from capaian.document.svg import Gambar
from capaian.model.angka import Angka

_JENIS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True, slots=True)
class Halaman:
    """What a page is made from: template, style and script, as text that ships with the program."""

    templat: str
    gaya: str
    skrip: str


def render(halaman: Halaman, konteks: Mapping[str, object], lambang: bytes = b"") -> bytes:
    """Fill a template; equal arguments give equal bytes.

    Args:
        halaman: Template, style and script; never anything that came from outside.
        konteks: Values by name; data is only ever a value.
        lambang: A PNG or JPEG that becomes part of the page; anything else is left out.

    Returns:
        The page in UTF-8. Its policy lets the browser run this style and this script and load nothing at all.

    Raises:
        Refusal: the template prints a number that has no origin.
    """
    jejak = Jejak()
    env = _Lingkungan(jejak)
    gambar = Gambar(jejak.angka)
    fungsi: dict[str, Callable[..., object]] = {
        "batang": gambar.batang,
        "jenjang": gambar.jenjang,
        "maju": gambar.maju,
        "bagan_garis": gambar.garis,
    }
    env.sediakan({**fungsi, "sel": cells})
    tetap = {
        "gaya": Markup(halaman.gaya),
        "skrip": Markup(halaman.skrip),
        "kebijakan_isi": policy(halaman),
        "lambang": picture(lambang),
    }
    teks = env.from_string(halaman.templat).render({**konteks, **tetap})
    return f"{teks.rstrip()}\n".encode()


def policy(halaman: Halaman) -> str:
    """Return the content security policy of a page: nothing from outside, and inside only what shipped, by its hash."""
    gaya, skrip = (_hash(x) for x in (halaman.gaya, halaman.skrip))
    return (
        f"default-src 'none'; style-src '{gaya}'; script-src '{skrip}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def picture(data: bytes) -> str:
    """Return a picture as an address that holds it; empty when it is none that browsers show."""
    jenis = next((j for awal, j in _JENIS if data.startswith(awal)), "")
    return f"data:{jenis};base64,{base64.b64encode(data).decode('ascii')}" if jenis else ""


def cells(angka: Angka) -> str:
    """Return the cells that a number came from, in words, as the appendix of the report names them."""
    return JejakAngka(angka.nama, "", "", angka.satuan, angka.asal, angka.rumus).asal_teks


def _hash(teks: str) -> str:
    return f"sha256-{base64.b64encode(sha256(teks.encode()).digest()).decode('ascii')}"


class _Utuh(Potongan):
    """A page has room: nothing is cut, and there is no appendix to look it up in."""

    def potong(self, teks: str) -> str:
        return teks


class _Lingkungan(DocumentEnvironment):
    def __init__(self, jejak: Jejak) -> None:
        super().__init__({}, jejak)
        self.potongan = _Utuh()
        self.trim_blocks = self.lstrip_blocks = True
