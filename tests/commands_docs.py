"""The page of all commands, written from the command line itself through its public interface only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer.main

from capaian.cli import app
from capaian.register.langkah import LANGKAH

_CONTOH = re.compile(r"\s*Contoh:\s*(capaian .+)$", re.DOTALL)
_JENIS = {"str": "teks", "int": "bilangan", "float": "angka", "path": "berkas atau folder", "date": "tanggal"}
_BIASA = ("folder", "periode", "json", "quiet", "oleh", "help")


def commands() -> Iterator[tuple[str, Any, Any]]:
    """Every command in the order of the help: full name without `capaian`, the command, its context."""
    induk = typer.main.get_command(app)
    yield from _within(induk, induk.context_class(induk, info_name="capaian"), "")


def _within(kelompok: Any, konteks: Any, awalan: str) -> Iterator[tuple[str, Any, Any]]:
    for nama in kelompok.list_commands(konteks):
        perintah = kelompok.get_command(konteks, nama)
        if perintah is None or getattr(perintah, "hidden", False):
            continue
        anak = perintah.context_class(perintah, info_name=nama, parent=konteks)
        if hasattr(perintah, "list_commands"):
            yield from _within(perintah, anak, f"{awalan}{nama} ")
        else:
            yield f"{awalan}{nama}", perintah, anak


def page() -> str:
    """Overview, then a section for each command."""
    semua = list(commands())
    baris = ["| Perintah | Langkah SOP | Kegunaan |", "|---|---|---|"]
    baris += [
        f"| [`capaian {nama}`](#{_anchor(nama)}) | {_steps(nama)} | {_cell(_purpose(perintah))} |"
        for nama, perintah, _ in semua
    ]
    return "\n\n".join(["\n".join(baris), *(_section(*satu) for satu in semua)])


def _section(nama: str, perintah: Any, konteks: Any) -> str:
    masukan = [p for p in perintah.params if p.param_type_name == "argument"]
    usage = " ".join([f"capaian {nama} [PILIHAN]", *(_place(p) for p in masukan)])
    bagian = [f"## capaian {nama}", _text(_purpose(perintah))]
    if langkah := _steps(nama):
        bagian.append(f"Langkah SOP: {langkah}.")
    bagian.append(f"```\n{usage}\n```")
    if contoh := _CONTOH.search(perintah.help or ""):
        baris = [b.strip().removesuffix(".") for b in contoh[1].splitlines() if b.strip()]
        bagian.append("\n".join(["Contoh:", "", "```", *baris, "```"]))
    if masukan:
        baris = ["| Masukan | Isi | Wajib | Arti |", "|---|---|---|---|"]
        baris += [
            f"| `{_word(p)}` | {_kind(p, konteks)} | {'ya' if p.required else ''} | {_cell(p.help)} |" for p in masukan
        ]
        bagian.append("\n".join(baris))
    pilihan = [p for p in perintah.params if p.param_type_name == "option" and not getattr(p, "hidden", False)]
    if pilihan:
        baris = ["| Pilihan | Isi | Bawaan | Arti |", "|---|---|---|---|"]
        pilihan = sorted(pilihan, key=_common)
        baris += [f"| {_names(p)} | {_kind(p, konteks)} | {_default(p)} | {_cell(p.help)} |" for p in pilihan]
        bagian.append("\n".join(baris))
    return "\n\n".join(bagian)


def _word(p: Any) -> str:
    """The name of an input, in capitals."""
    return str(p.metavar or p.name).strip("[]{}.").upper().replace("_", "-")


def _place(p: Any) -> str:
    """An input as the line of usage shows it: in brackets when it may be left out."""
    banyak = "…" if p.multiple or p.nargs == -1 else ""
    return f"{_word(p)}{banyak}" if p.required else f"[{_word(p)}]{banyak}"


def _names(p: Any) -> str:
    return ", ".join(f"`{o}`" for o in (*p.opts, *p.secondary_opts))


def _common(p: Any) -> int:
    """Options that many commands have come last, always in the same order."""
    nama = max(p.opts, key=len).lstrip("-")
    return _BIASA.index(nama) + 1 if nama in _BIASA else 0


def _purpose(perintah: Any) -> str:
    return " ".join(_CONTOH.sub("", perintah.help or "").split())


def _steps(nama: str) -> str:
    return ", ".join(str(x.nomor) for x in LANGKAH if nama.split(maxsplit=1)[0] in x.perintah)


def _kind(p: Any, konteks: Any) -> str:
    """What is written behind an option: nothing for a switch, otherwise the kind that the help names."""
    if getattr(p, "is_flag", False):
        return "tanpa isi"
    tercetak = (p.get_help_record(konteks) or ("",))[0]
    nama = re.search(r"<(?:list\[)?(\w+)", tercetak)
    jenis = _JENIS.get(nama[1], nama[1]) if nama else "teks"
    banyak = p.multiple or p.nargs == -1
    return f"{jenis}, boleh beberapa" if banyak else jenis


def _default(p: Any) -> str:
    if getattr(p, "is_flag", False) or p.default in (None, "", 0, (), []) or callable(p.default):
        return ""
    return f"`{p.default}`"


def _anchor(nama: str) -> str:
    return f"capaian-{nama.replace(' ', '-')}"


def _text(teks: str) -> str:
    return teks.replace("<", "&lt;").replace("*", "\\*")


def _cell(teks: str | None) -> str:
    return _text((teks or "").replace("|", "&#124;"))
