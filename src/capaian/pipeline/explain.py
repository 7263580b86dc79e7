"""What a rule means, for whoever asks: needs no office folder."""

from __future__ import annotations

import re

from capaian import rules
from capaian.errors import UsageError
from capaian.model.aturan import KeteranganAturan
from capaian.rules import Lingkup
from capaian.text.words import maksud

_KODE = re.compile(r"([A-Z]+)[\s._-]*0*(\d+)")


def catalogue() -> tuple[KeteranganAturan, ...]:
    """Every rule, in the order of the scopes and then by code."""
    _load()
    return tuple(rules.keterangan(r.kode) for lingkup in Lingkup for r in rules.all_rules(lingkup))


def explain(kode: str) -> KeteranganAturan:
    """One rule. `isi 3` and `ISI-03` are the same code.

    Raises:
        UsageError: there is no such rule; the message names those that come near.
    """
    _load()
    by_kode = {_canonical(r.kode): r for r in rules.all_rules()}
    ada = by_kode.get(_canonical(kode))
    if ada is not None:
        return rules.keterangan(ada.kode)
    semua = [r.kode for r in rules.all_rules()]
    awal = re.match(r"[A-Za-z]*", kode.strip())
    sekeluarga = [k for k in semua if awal and awal[0] and re.fullmatch(rf"{awal[0].upper()}-?\d+", k)]
    saran = f"Kode {awal[0].upper()} yang ada: {', '.join(sekeluarga)}." if awal and sekeluarga else ""
    raise UsageError(
        f"Tidak ada aturan berkode «{kode}».{'' if sekeluarga else maksud(kode, semua)}",
        saran or "«capaian explain» tanpa kode menampilkan semua aturan.",
    )


def _load() -> None:
    """Rules register themselves when their modules are imported."""
    import capaian.checks.run
    import capaian.schema.load  # noqa: F401


def _canonical(kode: str) -> str:
    m = _KODE.fullmatch(kode.strip().upper())
    return f"{m[1]}{int(m[2])}" if m else kode.strip().upper()
