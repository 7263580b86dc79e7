"""Look through a file of sentences before it is printed: what is written wrongly, and names that nobody knows."""

from __future__ import annotations

from jinja2 import TemplateSyntaxError, meta, nodes

from capaian.document.engine import explain
from capaian.document.errors import Refusal
from capaian.document.grammar import DocumentEnvironment
from capaian.document.numbers import Jejak
from capaian.document.template_check import Bekal
from capaian.model.templat import MasalahTemplat
from capaian.text.words import maksud

_HITUNGAN = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)


def check_sentences(nama: str, sumber: str, bekal: Bekal, bawaan: str = "") -> tuple[MasalahTemplat, ...]:
    """Return what is wrong in a file of `narasi/`: at most one mistake of grammar, else every name that is not known.

    Args:
        nama: Name of the file without its ending.
        sumber: Its text.
        bekal: What every file may use.
        bawaan: The text of the program's own file of this name; what that is given, this one is given too.
    """
    env = DocumentEnvironment(bekal.narasi, Jejak())
    tempat = f"narasi/{nama}.j2"
    try:
        env.compile(sumber, nama, tempat)
        pohon = env.parse(sumber)
    except (TemplateSyntaxError, Refusal) as galat:
        e = explain(galat, sumber, tempat, bekal.nama)
        return (MasalahTemplat(tempat, "", e.pesan, e.saran),)
    if hitungan := next(pohon.find_all(_HITUNGAN), None):
        saran = "Perhitungan dilakukan program; tulisan ini hanya mencetak hasilnya."
        return (MasalahTemplat(f"{tempat} baris {hitungan.lineno}", "", "Ada perhitungan di dalamnya.", saran),)
    kenal = {*bekal.nama, *bekal.fungsi} | (meta.find_undeclared_variables(env.parse(bawaan)) if bawaan else set())
    baris = {n.name: n.lineno for n in pohon.find_all(nodes.Name)}
    return tuple(
        MasalahTemplat(
            f"{tempat} baris {baris.get(n, 1)}",
            n,
            f"Nama «{n}» tidak dikenal.{maksud(n, kenal)}",
            "Perbaiki nama itu, atau hapus tandanya.",
        )
        for n in sorted(meta.find_undeclared_variables(pohon) - kenal)
    )
