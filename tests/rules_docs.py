"""Rules as Markdown: the page of them all, each one for the site, and the table of sentences that CEK shows."""

from __future__ import annotations

import capaian.schema.load  # noqa: F401 - registers the checks of the schema
from capaian import rules
from capaian.checks import run
from capaian.model.aturan import KeteranganAturan
from capaian.model.finding import Severity
from capaian.rules import Lingkup
from capaian.text.doctable import Tabel


def page() -> str:
    """Every rule by scope, explained as `rules.keterangan` gives it."""
    bagian = []
    for lingkup in Lingkup:
        semua = rules.own_rules(lingkup)
        bagian.append(f"## {lingkup.judul}")
        if lingkup is Lingkup.BERKAS:
            bagian.append(_facts([rules.keterangan(r.kode) for r in semua]))
        else:
            bagian += [section(rules.keterangan(r.kode)) for r in semua]
    return "\n\n".join(bagian)


def conditions() -> str:
    """What CEK says and what to do then, the most urgent first."""
    baris = ["| Keadaan | Yang perlu dilakukan | Aturan |", "|---|---|---|"]
    return "\n".join(baris + [f"| {s.lampu.value} | {s.kalimat} | {s.kode} |" for s in run.conditions()])


def _facts(semua: list[KeteranganAturan]) -> str:
    baris = ["| Kode | Tingkat | Yang ditemukan | Yang dilakukan |", "|---|---|---|---|"]
    baris += [f"| {k.kode} | {k.severity.value} | {text(k.pesan)} | {text(k.perbaikan)} |" for k in semua]
    return "\n".join(baris)


def section(k: KeteranganAturan) -> str:
    """A rule below a heading of its own, as `docs/aturan.md` has it."""
    return f"### {k.kode} ({k.severity.value})\n\n{body(k)}"


def body(k: KeteranganAturan, *, pengecualian: bool = False) -> str:
    """What the rule says, expects and rests on, with its examples; when asked for, whether it may be waived."""
    daftar = [
        f"- **Temuan:** {text(k.pesan)}" if k.uraian != k.pesan else "",
        f"- **Diharapkan:** {text(k.diharapkan)}",
        f"- **Perbaikan:** {text(k.perbaikan)}",
        f"- **Tidak berlaku bila:** {text(k.kecuali[0].lower() + k.kecuali[1:])}" if k.kecuali else "",
        f"- **Bila {text(k.penjelasan)} diisi:** temuannya tinggal sebagai catatan, beserta penjelasannya."
        if k.penjelasan
        else "",
        f"- **Dasar:** {text(k.dasar)}",
        f"- **Lembar CEK:** «{k.lampu}»" if k.lampu else "",
    ]
    if pengecualian and k.dapat_dikecualikan is not None and k.severity is not Severity.CATATAN:
        daftar.append(f"- **Dikecualikan:** {'ya, dengan `capaian waive`' if k.dapat_dikecualikan else 'tidak'}")
    contoh = [f"{judul}:\n\n{table(t)}" for judul, tabel in (("Salah", k.salah), ("Benar", k.benar)) for t in tabel]
    return "\n\n".join([text(k.uraian), "\n".join(d for d in daftar if d), *contoh])


def table(t: Tabel) -> str:
    """A table of examples."""
    baris = [t.kolom, tuple("---" for _ in t.kolom), *t.baris]
    return "\n".join("| " + " | ".join(text(s) for s in b) + " |" for b in baris)


def text(teks: str) -> str:
    """Text that Markdown prints as it is."""
    return teks.replace("|", "&#124;").replace("<", "&lt;").replace("*", "\\*")
