"""The generated parts of docs/architecture.md: who imports whom, and which step runs through which package.

Both are read from the code (grimp, which import-linter brings along) and from the contract of the layers, so they
cannot say anything else than what is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import commands_docs
from capaian.register.langkah import LANGKAH

AKAR = Path(__file__).resolve().parent.parent
_LEBAR, _TINGGI, _SELA, _JARAK, _TEPI = 108, 34, 22, 84, 24
"""Width and height of a box, gap between boxes, distance of two layers, margin; in SVG units."""


@cache
def graph() -> Any:
    """The import graph of the package."""
    import grimp

    return grimp.build_graph("capaian", include_external_packages=False, cache_dir=None)


def layers() -> list[list[str]]:
    """The layers of the contract, from the top; packages on one line do not import each other."""
    proyek = tomllib.loads((AKAR / "pyproject.toml").read_text("utf-8"))
    kontrak = next(k for k in proyek["tool"]["importlinter"]["contracts"] if k["type"] == "layers")
    return [[p.strip() for p in lapis.split("|")] for lapis in kontrak["layers"]]


def _top(modul: str) -> str:
    return modul.split(".")[1] if "." in modul else ""


@cache
def imports() -> dict[str, frozenset[str]]:
    """Which packages each package imports, directly and in fact."""
    semua = [p for lapis in layers() for p in lapis]
    hasil: dict[str, set[str]] = {p: set() for p in semua}
    for modul in graph().modules:
        if (asal := _top(modul)) in hasil:
            hasil[asal] |= {_top(m) for m in graph().find_modules_directly_imported_by(modul)}
    return {p: frozenset(x for x in tujuan if x in hasil and x != p) for p, tujuan in hasil.items()}


def reduced() -> list[tuple[str, str]]:
    """The imports that do not follow from the others: a → c is left out when a → b → … → c is there."""
    langsung = imports()

    @cache
    def reach(p: str) -> frozenset[str]:
        return langsung[p].union(*(reach(x) for x in langsung[p]))

    return [
        (p, x)
        for lapis in layers()
        for p in lapis
        for x in sorted(langsung[p])
        if not any(x in reach(y) for y in langsung[p] if y != x)
    ]


def svg() -> str:
    """The layers as a drawing: a row of boxes for each layer, a line for each import that follows from no other."""
    baris = layers()
    lebar = max(len(b) for b in baris) * (_LEBAR + _SELA) - _SELA + 2 * _TEPI
    tinggi = len(baris) * _JARAK - (_JARAK - _TINGGI) + 2 * _TEPI
    kotak: dict[str, tuple[float, float]] = {}
    for n, lapis in enumerate(baris):
        kiri = (lebar - (len(lapis) * (_LEBAR + _SELA) - _SELA)) / 2
        for i, nama in enumerate(lapis):
            kotak[nama] = (kiri + i * (_LEBAR + _SELA), _TEPI + n * _JARAK)
    isi = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {lebar} {tinggi}" width="{lebar}" height="{tinggi}" '
        'role="img" font-family="system-ui, sans-serif" font-size="14">',
        "<title>Packages of capaian by layer, with their imports</title>",
        f'<rect width="{lebar}" height="{tinggi}" fill="#ffffff"/>',
    ]
    for asal, tujuan in reduced():
        (x1, y1), (x2, y2) = kotak[asal], kotak[tujuan]
        a, b, c, d = x1 + _LEBAR / 2, y1 + _TINGGI, x2 + _LEBAR / 2, y2
        tengah = (d - b) / 2
        isi.append(
            f'<path d="M{a:g} {b:g} C{a:g} {b + tengah:g} {c:g} {d - tengah:g} {c:g} {d:g}" fill="none" '
            f'stroke="#8a94a6" stroke-width="1.2"><title>{asal} → {tujuan}</title></path>'
        )
    for nama, (x, y) in kotak.items():
        isi.append(
            f'<rect x="{x:g}" y="{y:g}" width="{_LEBAR}" height="{_TINGGI}" rx="5" fill="#eef3fb" stroke="#2f5597"/>'
            f'<text x="{x + _LEBAR / 2:g}" y="{y + 22:g}" text-anchor="middle" fill="#14233c">{nama}</text>'
        )
    return "\n".join([*isi, "</svg>"]) + "\n"


def import_table() -> str:
    """Every package with what it really imports."""
    baris = ["| Package | Imports |", "|---|---|"]
    urutan = [p for lapis in layers() for p in lapis]
    for p in urutan:
        tujuan = ", ".join(f"`{x}`" for x in urutan if x in imports()[p])
        baris.append(f"| `{p}` | {tujuan or '–'} |")
    return "\n".join(baris)


def step_table() -> str:
    """Each step of the SOP with its commands, the module behind each, and the packages that do the work."""
    tahap, media = (next(x for x in layers() if ada in x) for ada in ("intake", "sheet"))
    modul = {nama: perintah.callback.__module__ for nama, perintah, _ in commands_docs.commands()}
    baris = ["| Step | Command | Parsed in | Done in | Stages | Media |", "|---|---|---|---|---|---|"]
    for x in LANGKAH:
        for n, nama in enumerate(x.perintah):
            pipa = _pipelines(modul[nama])
            paket = {_top(m) for p in pipa for m in graph().find_modules_directly_imported_by(p)}
            baris.append(
                f"| {x.nomor if n == 0 else ''} | `capaian {nama}` | `{_path(modul[nama])}` | "
                f"{_list(sorted(p.rsplit('.', 1)[1] for p in pipa))} | {_list([p for p in tahap if p in paket])} | "
                f"{_list([p for p in media if p in paket])} |"
            )
    return "\n".join(baris)


def _pipelines(modul: str) -> list[str]:
    """The modules of the pipeline that a module of the command line calls."""
    langsung: Sequence[str] = sorted(graph().find_modules_directly_imported_by(modul))
    return [m for m in langsung if m.startswith("capaian.pipeline.") and m != "capaian.pipeline.office"]


def _path(modul: str) -> str:
    return f"src/{modul.replace('.', '/')}.py"


def _list(isi: Sequence[str]) -> str:
    return ", ".join(f"`{x}`" for x in isi) or "–"
