"""The page of all rules, and the table of sentences that CEK shows, written from the catalogue."""

from __future__ import annotations

import capaian.schema.load  # noqa: F401 - registers the checks of the schema
from capaian import rules
from capaian.checks import run
from capaian.model.aturan import KeteranganAturan
from capaian.rules import Lingkup
from capaian.text.doctable import Tabel


def page() -> str:
    """Every rule by scope, explained as `rules.keterangan` gives it."""
    bagian = []
    for lingkup in Lingkup:
        semua = rules.all_rules(lingkup)
        bagian.append(f"## {lingkup.judul}")
        if lingkup is Lingkup.BERKAS:
            bagian.append(_facts([rules.keterangan(r.kode) for r in semua]))
        else:
            bagian += [_rule(rules.keterangan(r.kode)) for r in semua]
    return "\n\n".join(bagian)


def conditions() -> str:
    """What CEK says and what to do then, the most urgent first."""
    baris = ["| Keadaan | Yang perlu dilakukan | Aturan |", "|---|---|---|"]
    return "\n".join(baris + [f"| {s.lampu.value} | {s.kalimat} | {s.kode} |" for s in run.conditions()])


def _facts(semua: list[KeteranganAturan]) -> str:
    baris = ["| Kode | Tingkat | Yang ditemukan | Yang dilakukan |", "|---|---|---|---|"]
    baris += [f"| {k.kode} | {k.severity.value} | {_text(k.pesan)} | {_text(k.perbaikan)} |" for k in semua]
    return "\n".join(baris)


def _rule(k: KeteranganAturan) -> str:
    daftar = [
        f"- **Temuan:** {_text(k.pesan)}" if k.uraian != k.pesan else "",
        f"- **Diharapkan:** {_text(k.diharapkan)}",
        f"- **Perbaikan:** {_text(k.perbaikan)}",
        f"- **Tidak berlaku bila:** {_text(k.kecuali[0].lower() + k.kecuali[1:])}" if k.kecuali else "",
        f"- **Dasar:** {_text(k.dasar)}",
        f"- **Lembar CEK:** «{k.lampu}»" if k.lampu else "",
    ]
    contoh = [f"{judul}:\n\n{_table(t)}" for judul, tabel in (("Salah", k.salah), ("Benar", k.benar)) for t in tabel]
    kepala = f"### {k.kode} ({k.severity.value})"
    return "\n\n".join([kepala, _text(k.uraian), "\n".join(d for d in daftar if d), *contoh])


def _table(t: Tabel) -> str:
    baris = [t.kolom, tuple("---" for _ in t.kolom), *t.baris]
    return "\n".join("| " + " | ".join(_text(s) for s in b) + " |" for b in baris)


def _text(teks: str) -> str:
    return teks.replace("|", "&#124;").replace("<", "&lt;").replace("*", "\\*")
