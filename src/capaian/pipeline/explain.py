"""What a rule or a formula means, for whoever asks: needs no office folder, and knows its rules."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace

from capaian import rules
from capaian.errors import UsageError
from capaian.model.aturan import KeteranganAturan, KeteranganRumus
from capaian.model.capaian import Alasan
from capaian.pipeline.office import Kantor
from capaian.rules import Lingkup
from capaian.text import doctable
from capaian.text.words import maksud

_KODE = re.compile(r"([A-Z]+)[\s._-]*0*(\d+)")


def catalogue(kantor: Kantor | None = None) -> tuple[KeteranganAturan, ...]:
    """Every rule, in the order of the scopes and then by code; those of the office come last."""
    _load()
    bawaan = tuple(rules.keterangan(r.kode) for lingkup in Lingkup for r in rules.all_rules(lingkup))
    return bawaan + tuple(_of_office(kantor).values())


def explain(kode: str, kantor: Kantor | None = None) -> KeteranganAturan:
    """One rule. `isi 3` and `ISI-03` are the same code.

    Args:
        kode: Code of the rule.
        kantor: The office whose own rules are known as well.

    Raises:
        UsageError: there is no such rule; the message names those that come near.
    """
    _load()
    milik = _of_office(kantor)
    by_kode = {_canonical(r.kode): r.kode for r in rules.all_rules()}
    if ada := by_kode.get(_canonical(kode)):
        return rules.keterangan(ada)
    if sendiri := next((a for k, a in milik.items() if _canonical(k) == _canonical(kode)), None):
        return sendiri
    semua = [*(r.kode for r in rules.all_rules()), *milik, *formula_names()]
    awal = re.match(r"[A-Za-z]*", kode.strip())
    sekeluarga = [k for k in semua if awal and awal[0] and re.fullmatch(rf"{awal[0].upper()}-?\d+", k)]
    saran = f"Kode {awal[0].upper()} yang ada: {', '.join(sekeluarga)}." if awal and sekeluarga else ""
    raise UsageError(
        f"Tidak ada aturan atau rumus «{kode}».{'' if sekeluarga else maksud(kode, semua)}",
        saran or "«capaian explain» tanpa kode menampilkan semua aturan dan rumus.",
    )


def formula(nama: str) -> KeteranganRumus | None:
    """Return what is known of a formula; None when there is none of this name.

    Args:
        nama: Name in the tables or settings, without regard to case and blanks: `R/T`, `kumulatif`, `F1`.
    """
    from capaian.formulas import accumulation, efficiency, polarity

    dicari = "".join(nama.split()).casefold()
    for r in polarity.all():
        if "".join(r.nama.split()).casefold() == dicari:
            baku = f"indikator {r.polaritas}, nilai {r.nilai}" if r.baku else ""
            return _formula(r.nama, "rumus capaian", r.uraian, r.keterangan, r.dasar, baku)
    for j in accumulation.all():
        if j.nama == dicari:
            return _formula(j.nama, "cara mengumpulkan realisasi", j.uraian, j.keterangan)
    for e in efficiency.all():
        if e.nama.casefold() == dicari:
            baku = "setiap sasaran" if e.nama == efficiency.BAKU else ""
            return _formula(e.nama, "rumus efisiensi", e.uraian, e.keterangan, e.dasar, baku)
    return None


def _formula(nama: str, jenis: str, uraian: str, doc: str, dasar: str = "", baku: str = "") -> KeteranganRumus:
    contoh = tuple(replace(t, baris=tuple(tuple(map(_in_words, b)) for b in t.baris)) for t in doctable.parse(doc))
    penjelasan = " ".join(inspect.cleandoc(doc).partition("Contoh:")[0].split())
    return KeteranganRumus(nama, jenis, uraian, penjelasan, dasar, baku, contoh)


def _in_words(isi: str) -> str:
    return Alasan[isi].value if isi in Alasan.__members__ else isi


def formula_names() -> tuple[str, ...]:
    """Names of all formulas that can be asked for."""
    from capaian.formulas import accumulation, efficiency, polarity

    return tuple(x.nama for semua in (polarity.all(), accumulation.all(), efficiency.all()) for x in semua)


def _of_office(kantor: Kantor | None) -> dict[str, KeteranganAturan]:
    from capaian.checks.aturan_kantor import explained

    return {a.kode: explained(a) for a in kantor.siklus.aturan} if kantor else {}


def _load() -> None:
    """Rules register themselves when their modules are imported."""
    import capaian.checks.run
    import capaian.schema.load  # noqa: F401


def _canonical(kode: str) -> str:
    m = _KODE.fullmatch(kode.strip().upper())
    return f"{m[1]}{int(m[2])}" if m else kode.strip().upper()
