"""What a rule means, for whoever asks: needs no office folder."""

from __future__ import annotations

import re

from capaian import rules
from capaian.errors import UsageError
from capaian.model.finding import Severity
from capaian.model.hasil import PenjelasanAturan
from capaian.rules import Lingkup, Rule
from capaian.text import doctable
from capaian.text.words import maksud

_LINGKUP = {
    Lingkup.BERKAS: "Berkas",
    Lingkup.FORMULIR: "Formulir",
    Lingkup.SEL: "Sel",
    Lingkup.ISIAN: "Baris lembar ISIAN",
    Lingkup.ANGGARAN: "Baris lembar ANGGARAN",
    Lingkup.LINTAS: "Seluruh periode",
    Lingkup.SKEMA: "Tabel skema dan pengaturan",
}
_KODE = re.compile(r"([A-Z]+)[\s._-]*0*(\d+)")


def catalogue() -> tuple[PenjelasanAturan, ...]:
    """Every rule, in the order of the scopes and then by code."""
    _load()
    return tuple(_explained(r) for lingkup in _LINGKUP for r in rules.all_rules(lingkup))


def explain(kode: str) -> PenjelasanAturan:
    """One rule. `isi 3` and `ISI-03` are the same code.

    Raises:
        UsageError: there is no such rule; the message names those that come near.
    """
    _load()
    by_kode = {_canonical(r.kode): r for r in rules.all_rules()}
    ada = by_kode.get(_canonical(kode))
    if ada is not None:
        return _explained(ada)
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


def _explained(r: Rule) -> PenjelasanAturan:
    pesan, diharapkan, perbaikan = (re.sub(r"\{\w+\}", "…", x) for x in (r.pesan, r.diharapkan, r.perbaikan))
    return PenjelasanAturan(
        kode=r.kode,
        lingkup=_LINGKUP[r.lingkup],
        severity=r.severity,
        uraian=pesan,
        kecuali="",
        pesan=pesan,
        diharapkan=diharapkan,
        perbaikan=perbaikan,
        dasar=r.dasar,
        salah=doctable.tables(r.spesifikasi, "Salah"),
        benar=doctable.tables(r.spesifikasi, "Benar"),
        lampu=r.cek.lampu.value if r.cek else "",
        dapat_dikecualikan=None
        if r.lingkup is Lingkup.SKEMA
        else r.severity is Severity.PERINGATAN or r.dapat_dikecualikan,
    )
