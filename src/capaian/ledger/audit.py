"""Comparing the ledger with what its own events say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from capaian.ledger.chain import canonical
from capaian.ledger.damage import Kerusakan
from capaian.ledger.records import FormulirTercatat, Kedudukan, KirimanTercatat, Tetap
from capaian.ledger.rows import Row, cacat_json, finding_row, fingerprint
from capaian.model.finding import Finding
from capaian.model.formulir import KodeFormulir
from capaian.model.kiriman import Penerimaan
from capaian.model.register import DATA_DIPERIKSA, Peristiwa

SIDIK_PENERIMAAN = "sidik_penerimaan"
"""Key in the content of an event: fingerprint of the receipt that it records."""

SIDIK_KIRIMAN = "sidik_kiriman"
"""Key in the content of an event: fingerprint of the submission that it records."""

SIDIK_FORMULIR = "sidik_formulir"
"""Key in the content of an event: fingerprint of the issued form that it records."""

SIDIK_TEMUAN = "sidik_temuan"
"""Key in the content of an event: fingerprint of all findings of its `periode`."""

SIDIK_PEMERIKSAAN = "sidik_pemeriksaan"
"""Key in the content of an event: fingerprint of the validation that it records, with what became of each finding."""

_BERUBAH = "isinya tidak sama dengan saat dicatat"
_HILANG = "hilang dari buku catatan"
_LIAR = "tidak ada dalam rantai catatan"
_SHA = re.compile(r"[0-9a-f]{64}")
_NOT_ARCHIVED = frozenset({"skema.diganti"})
_TOO_LARGE = "B37"


def form_fingerprint(kode: KodeFormulir, sha256: str, tetap: Tetap, isi_hash: str) -> str:
    """Return the SHA-256 of all that the ledger stores of an issued form."""
    return _digest([str(kode), sha256, {b: {k: dict(v) for k, v in r.items()} for b, r in tetap.items()}, isi_hash])


def findings_fingerprint(findings: Iterable[Finding]) -> str:
    """Return the SHA-256 of all that the ledger stores of the findings of a period, in their order."""
    return _digest([finding_row("", n, f) for n, f in enumerate(findings, 1)])


def validation_digest(validation: Row, changes: Iterable[Row]) -> str:
    """Return the SHA-256 of a validation and of its changes as the ledger stores them, without the event's number."""
    row = {k: v for k, v in validation.items() if k != "urut_peristiwa"}
    return _digest([row, sorted(canonical(dict(c)) for c in changes)])


def archived(events: Iterable[Peristiwa]) -> dict[str, int]:
    """Return the hashes of all files that the events say are in the archive, each with its first event.

    A file too large to be taken has a hash and was never archived.
    """
    found: dict[str, int] = {}
    for event in events:
        kode = event.isi.get("kode")
        if event.jenis in _NOT_ARCHIVED or (isinstance(kode, list) and _TOO_LARGE in kode):
            continue
        for sha in _hashes(event.isi):
            found.setdefault(sha, event.urut)
    return found


def check_records(
    receipts: Sequence[tuple[Penerimaan, int]],
    submissions: Sequence[KirimanTercatat],
    standings: Sequence[Kedudukan],
    events: Sequence[Peristiwa],
) -> list[Kerusakan]:
    """Compare receipts and submissions with the fingerprints in the events that record them.

    Args:
        receipts: All of them, each with the number of its event.
        submissions: All of them; a submission belongs to the event of its receipt.
        standings: The place of each submission among the versions of its unit.
        events: All of them, in their order.

    Returns:
        Records that were changed, removed or slipped in.
    """
    found: list[Kerusakan] = []
    by_nomor = {t.kiriman.nomor: t for t in submissions}
    isi_of = {e.urut: e.isi for e in events}
    for receipt, urut in receipts:
        isi = isi_of.get(urut, {})
        tempat = f"penerimaan no. {receipt.nomor}"
        if SIDIK_PENERIMAAN not in isi:
            found.append(Kerusakan(tempat, _LIAR))
        elif isi[SIDIK_PENERIMAAN] != fingerprint(receipt):
            found.append(Kerusakan(tempat, _BERUBAH))
        found += _check_submission(receipt.nomor, by_nomor.get(receipt.nomor), isi)
    there = {urut for _, urut in receipts}
    found += [
        Kerusakan(f"penerimaan pada catatan no. {urut}", _HILANG)
        for urut, isi in isi_of.items()
        if SIDIK_PENERIMAAN in isi and urut not in there
    ]
    return [*found, *_check_standings(standings, events)]


def check_forms(forms: Sequence[FormulirTercatat], events: Sequence[Peristiwa]) -> list[Kerusakan]:
    """Compare issued forms with the fingerprints in the events that record them."""
    found: list[Kerusakan] = []
    isi_of = {e.urut: e.isi for e in events}
    for form in forms:
        isi = isi_of.get(form.urut, {})
        sidik = isi.get(SIDIK_FORMULIR)
        if sidik is None and isi.get("kode") == str(form.kode):
            continue  # recorded by an older version, whose events name the form and no more
        if sidik is None:
            found.append(Kerusakan(f"formulir {form.kode}", _LIAR))
        elif sidik != form_fingerprint(form.kode, form.sha256, form.tetap, form.isi_hash):
            found.append(Kerusakan(f"formulir {form.kode}", _BERUBAH))
    there = {form.urut for form in forms}
    return found + [
        Kerusakan(f"formulir pada catatan no. {urut}", _HILANG)
        for urut, isi in isi_of.items()
        if SIDIK_FORMULIR in isi and urut not in there
    ]


def check_findings(findings: Mapping[str, Sequence[Finding]], events: Sequence[Peristiwa]) -> list[Kerusakan]:
    """Compare the findings of each period with the fingerprint in the last event that judged it."""
    # Events of an older version say nothing about the findings they record.
    last = {str(e.isi.get("periode")): e.isi.get(SIDIK_TEMUAN) for e in events if e.jenis == DATA_DIPERIKSA}
    nothing = findings_fingerprint(())
    return [
        Kerusakan(f"temuan {periode}", _BERUBAH)
        for periode in sorted({*last, *findings})
        if last.get(periode, nothing) not in (None, findings_fingerprint(findings.get(periode, ())))
    ]


def check_validations(
    validations: Sequence[Row], changes: Sequence[Row], events: Sequence[Peristiwa]
) -> list[Kerusakan]:
    """Compare validations, and what became of each finding in them, with the fingerprints in their events."""
    found: list[Kerusakan] = []
    isi_of = {e.urut: e.isi for e in events}
    for v in validations:
        tempat = f"pemeriksaan no. {v['nomor']} ({v['periode']})"
        milik = [c for c in changes if (c["periode"], c["pemeriksaan"]) == (v["periode"], v["nomor"])]
        sidik = isi_of.get(v["urut_peristiwa"], {}).get(SIDIK_PEMERIKSAAN)
        if sidik is None:
            found.append(Kerusakan(tempat, _LIAR))
        elif sidik != validation_digest(v, milik):
            found.append(Kerusakan(tempat, _BERUBAH))
    there = {v["urut_peristiwa"] for v in validations}
    return found + [
        Kerusakan(f"pemeriksaan pada catatan no. {urut}", _HILANG)
        for urut, isi in isi_of.items()
        if SIDIK_PEMERIKSAAN in isi and urut not in there
    ]


def _check_submission(nomor: int, tercatat: KirimanTercatat | None, isi: Mapping[str, object]) -> Iterator[Kerusakan]:
    tempat = f"kiriman no. {nomor}"
    if tercatat is None:
        if SIDIK_KIRIMAN in isi:
            yield Kerusakan(tempat, _HILANG)
    elif SIDIK_KIRIMAN not in isi:
        yield Kerusakan(tempat, _LIAR)
    elif isi[SIDIK_KIRIMAN] != fingerprint(tercatat.kiriman) or isi.get("diubah", tercatat.diubah) != tercatat.diubah:
        yield Kerusakan(tempat, _BERUBAH)


def _check_standings(standings: Sequence[Kedudukan], events: Sequence[Peristiwa]) -> Iterator[Kerusakan]:
    told = _told(events)
    for k in standings:
        tempat, menurut = f"kiriman no. {k.nomor}", told.get(k.nomor)
        if menurut is None:
            continue
        if k.keadaan != menurut.keadaan:
            yield Kerusakan(tempat, f"keadaannya «{k.keadaan}», padahal menurut catatan «{menurut.keadaan}»")
        elif (k.ditimbang, cacat_json(k.versi)) != (menurut.ditimbang, menurut.versi):
            yield Kerusakan(tempat, _BERUBAH)


class _Menurut(NamedTuple):
    """The place of a submission as the events tell it; `versi` is canonical JSON."""

    keadaan: str
    ditimbang: bool
    versi: str


def _told(events: Sequence[Peristiwa]) -> dict[int, _Menurut]:
    """Follow the events to the place that each submission should have now."""
    told: dict[int, _Menurut] = {}
    for event in events:
        nomor, keadaan = event.isi.get("nomor"), event.isi.get("keadaan")
        if isinstance(keadaan, str) and isinstance(nomor, int):
            told.pop(nomor, None)  # an older version weighed at once, and its switches name no states
        elif SIDIK_KIRIMAN in event.isi and isinstance(nomor, int):
            told[nomor] = _Menurut("menunggu", ditimbang=False, versi="[]")
        elif isinstance(keadaan, dict):
            versi = event.isi.get("versi")
            said = versi if isinstance(versi, dict) else {}
            told |= {
                int(n): _Menurut(str(k), ditimbang=True, versi=canonical(said.get(n, []))) for n, k in keadaan.items()
            }
    return told


def _hashes(value: object, key: str = "", group: str = "") -> Iterator[str]:
    """Hashes under a key `…sha256` or `induk`, and by file name below `berkas`; no other text, which may be foreign."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _hashes(inner, str(name), key)
    elif isinstance(value, list):
        for inner in value:
            yield from _hashes(inner, key, group)
    elif isinstance(value, str) and (key.endswith("sha256") or key == "induk" or group == "berkas"):
        yield from [value] if _SHA.fullmatch(value) else []


def _digest(content: object) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()
