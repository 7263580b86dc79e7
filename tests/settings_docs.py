"""The page and the JSON Schema of `capaian.toml`, written from its declaration."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from capaian.formulas.registry import Names
from capaian.workspace.keys import SEMUA, TANPA, Bagian, Kunci

_ISI: dict[str, dict[str, Any]] = {
    "teks": {"type": "string"},
    "daftar": {"type": "array", "items": {"type": "string"}},
    "bulat": {"type": "integer", "minimum": 1, "maximum": 60},
    "angka": {"type": "number"},
    "batas": {"anyOf": [{"type": "number"}, {"const": TANPA}]},
    "tanggal": {"type": "string", "format": "date"},
    "logika": {"type": "boolean"},
}
_JENIS = {
    "teks": "teks",
    "daftar": "daftar teks",
    "bulat": "bilangan bulat 1 sampai 60",
    "angka": "angka",
    "batas": f'angka, atau `"{TANPA}"`',
    "tanggal": "tanggal tanpa tanda kutip, misalnya `2026-01-02`",
    "logika": "`true` atau `false`",
}


def json_schema() -> str:
    """The document that editors check a settings file against."""
    isi = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "capaian.toml",
        "description": "Pengaturan kantor. Dibuat dari src/capaian/workspace/keys.py oleh tests/test_docs.py.",
        **_section(SEMUA),
    }
    return json.dumps(isi, ensure_ascii=False, indent=2) + "\n"


def _section(b: Bagian) -> dict[str, Any]:
    wajib = [x.nama for x in (*b.kunci, *b.bagian) if x.wajib]
    return {
        "type": "object",
        "properties": {k.nama: _key(k) for k in b.kunci} | {x.nama: _shape(x) for x in b.bagian},
        **({"required": wajib} if wajib else {}),
        "additionalProperties": False,
    }


def _shape(b: Bagian) -> dict[str, Any]:
    isi = _section(b)
    if b.bentuk == "larik":
        isi = {"type": "array", "items": isi}
    elif b.bentuk == "bernama":
        isi = {"type": "object", "additionalProperties": isi}
    return {"description": b.arti, **isi}


def _key(k: Kunci) -> dict[str, Any]:
    isi = dict(_ISI[k.jenis])
    if k.wajib and k.jenis == "teks":
        isi["minLength"] = 1
    if k.pilihan:
        isi["enum"] = list(choices(k.pilihan))
    if k.usulan:
        isi["examples"] = list(k.usulan)
    if k.baku is not None:
        isi["default"] = float(k.baku) if isinstance(k.baku, Decimal) else k.baku
    return {"description": k.arti, **isi}


def choices(pilihan: Sequence[str]) -> Sequence[str]:
    """What the program itself offers to choose from: packages that happen to be installed are not in its documents."""
    return pilihan.own() if isinstance(pilihan, Names) else pilihan


def page() -> str:
    """One table per section."""
    return "\n\n".join(t for b in SEMUA.bagian for t in _tables(b, ""))


def _tables(b: Bagian, di: str) -> Iterator[str]:
    nama = f"{di}{b.nama}" + (".KODE" if b.bentuk == "bernama" else "")
    kepala = f"[[{nama}]]" if b.bentuk == "larik" else f"[{nama}]"
    baris = [f"### {kepala}", "", b.arti + (" Wajib ada." if b.wajib else ""), ""]
    if b.kunci:
        baris += ["| Kunci | Wajib | Isi | Bila tidak ditulis | Arti |", "|---|---|---|---|---|"]
        baris += [
            f"| `{k.nama}` | {'ya' if k.wajib else ''} | {_words(k)} | {_missing(k)} | {k.arti} |" for k in b.kunci
        ]
    yield "\n".join(baris)
    for x in b.bagian:
        yield from _tables(x, f"{nama}.")


def _words(k: Kunci) -> str:
    if k.pilihan:
        return ", ".join(f"`{p}`" for p in choices(k.pilihan))
    return ", ".join(f"`{p}`" for p in k.usulan) + ", atau skala kantor sendiri" if k.usulan else _JENIS[k.jenis]


def _missing(k: Kunci) -> str:
    return "" if k.baku in (None, "") else f"`{str(k.baku).lower() if isinstance(k.baku, bool) else k.baku}`"
