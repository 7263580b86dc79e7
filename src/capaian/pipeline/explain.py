"""What a rule means, for whoever asks: needs no office folder, and knows the office's own rules where there is one."""

from __future__ import annotations

import re

from capaian import rules
from capaian.errors import UsageError
from capaian.model.aturan import KeteranganAturan
from capaian.pipeline.office import Kantor
from capaian.rules import Lingkup
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
    semua = [*(r.kode for r in rules.all_rules()), *milik]
    awal = re.match(r"[A-Za-z]*", kode.strip())
    sekeluarga = [k for k in semua if awal and awal[0] and re.fullmatch(rf"{awal[0].upper()}-?\d+", k)]
    saran = f"Kode {awal[0].upper()} yang ada: {', '.join(sekeluarga)}." if awal and sekeluarga else ""
    raise UsageError(
        f"Tidak ada aturan berkode «{kode}».{'' if sekeluarga else maksud(kode, semua)}",
        saran or "«capaian explain» tanpa kode menampilkan semua aturan.",
    )


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
