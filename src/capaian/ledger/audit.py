"""Comparing the ledger with what its own events say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from capaian.ledger.chain import canonical
from capaian.ledger.damage import Kerusakan
from capaian.ledger.records import FormulirTercatat, KirimanTercatat, Tetap
from capaian.ledger.rows import finding_row, fingerprint
from capaian.model.finding import Finding
from capaian.model.formulir import KodeFormulir
from capaian.model.kiriman import Penerimaan
from capaian.model.register import Peristiwa

SIDIK_PENERIMAAN = "sidik_penerimaan"
"""Key in the content of an event: fingerprint of the receipt that it records."""

SIDIK_KIRIMAN = "sidik_kiriman"
"""Key in the content of an event: fingerprint of the submission that it records."""

SIDIK_FORMULIR = "sidik_formulir"
"""Key in the content of an event: fingerprint of the issued form that it records."""

SIDIK_TEMUAN = "sidik_temuan"
"""Key in the content of an event: fingerprint of all findings of its `periode`."""

KEADAAN_KIRIMAN = "keadaan_kiriman"
"""Key in the content of an event: new states of submissions, receipt number as text → state."""

RINCIAN = ("diubah", "versi_aturan")
"""Keys in the content of an event that records a file: columns beside the fingerprints, as they were recorded."""

DIPILIH = "dipilih oleh pengguna"
"""Reason of a switch that a person decided; it settles every version of the unit that waited."""

_BERUBAH = "isinya tidak sama dengan saat dicatat"
_HILANG = "hilang dari buku catatan"
_LIAR = "tidak ada dalam rantai catatan"
_SHA = re.compile(r"[0-9a-f]{64}")
_NOT_ARCHIVED = frozenset({"skema.diganti"})
_TOO_LARGE = "B37"

Receipts = Sequence[tuple[Penerimaan, int, str]]
"""Each with the number of its event and the version of the rules."""


def form_fingerprint(kode: KodeFormulir, sha256: str, tetap: Tetap, isi_hash: str) -> str:
    """Return the SHA-256 of all that the ledger stores of an issued form."""
    return _digest([str(kode), sha256, {b: {k: dict(v) for k, v in r.items()} for b, r in tetap.items()}, isi_hash])


def findings_fingerprint(findings: Iterable[Finding]) -> str:
    """Return the SHA-256 of all that the ledger stores of the findings of a period, in their order."""
    return _digest([finding_row("", n, f) for n, f in enumerate(findings, 1)])


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
    receipts: Receipts,
    submissions: Sequence[KirimanTercatat],
    events: Sequence[Peristiwa],
) -> list[Kerusakan]:
    """Compare receipts and submissions with the fingerprints in the events that record them.

    Args:
        receipts: All of them.
        submissions: All of them; a submission belongs to the event of its receipt.
        events: All of them, in their order.

    Returns:
        Records that were changed, removed or slipped in.
    """
    found: list[Kerusakan] = []
    by_nomor = {t.kiriman.nomor: t for t in submissions}
    isi_of = {e.urut: e.isi for e in events}
    for receipt, urut, versi in receipts:
        isi = isi_of.get(urut, {})
        tempat = f"penerimaan no. {receipt.nomor}"
        if SIDIK_PENERIMAAN not in isi:
            found.append(Kerusakan(tempat, _LIAR))
        elif isi[SIDIK_PENERIMAAN] != fingerprint(receipt) or isi.get("versi_aturan", versi) != versi:
            found.append(Kerusakan(tempat, _BERUBAH))
        found += _check_submission(receipt.nomor, by_nomor.get(receipt.nomor), isi)
    there = {urut for _, urut, _ in receipts}
    found += [
        Kerusakan(f"penerimaan pada catatan no. {urut}", _HILANG)
        for urut, isi in isi_of.items()
        if SIDIK_PENERIMAAN in isi and urut not in there
    ]
    return [*found, *_check_states(by_nomor, events)]


def check_forms(forms: Sequence[FormulirTercatat], events: Sequence[Peristiwa]) -> list[Kerusakan]:
    """Compare issued forms with the fingerprints in the events that record them."""
    found: list[Kerusakan] = []
    isi_of = {e.urut: e.isi for e in events}
    for form in forms:
        sidik = isi_of.get(form.urut, {}).get(SIDIK_FORMULIR)
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
    last = {str(e.isi.get("periode")): str(e.isi[SIDIK_TEMUAN]) for e in events if SIDIK_TEMUAN in e.isi}
    nothing = findings_fingerprint(())
    return [
        Kerusakan(f"temuan {periode}", _BERUBAH)
        for periode in sorted({*last, *findings})
        if findings_fingerprint(findings.get(periode, ())) != last.get(periode, nothing)
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


def _check_states(by_nomor: Mapping[int, KirimanTercatat], events: Sequence[Peristiwa]) -> Iterator[Kerusakan]:
    for nomor, keadaan in _states(events).items():
        tercatat = by_nomor.get(nomor)
        if tercatat is not None and tercatat.keadaan != keadaan:
            masalah = f"keadaannya «{tercatat.keadaan}», padahal menurut catatan «{keadaan}»"
            yield Kerusakan(f"kiriman no. {nomor}", masalah)


def _states(events: Sequence[Peristiwa]) -> dict[int, str]:
    """Follow the events to the state that each submission should be in now."""
    states: dict[int, str] = {}
    unit_of: dict[int, tuple[object, object]] = {}
    for event in events:
        isi = event.isi
        nomor = isi.get("nomor")
        if SIDIK_KIRIMAN in isi and isinstance(nomor, int) and "keadaan" in isi:
            states[nomor] = str(isi["keadaan"])
            unit_of[nomor] = (isi.get("unit"), isi.get("periode"))
        told = isi.get(KEADAAN_KIRIMAN)
        if isinstance(told, dict):
            states |= {int(n): str(keadaan) for n, keadaan in told.items()}
        elif event.jenis == "kiriman.diganti":
            _switch(states, unit_of, isi)
    return states


def _switch(states: dict[int, str], unit_of: Mapping[int, tuple[object, object]], isi: Mapping[str, object]) -> None:
    lama, baru = isi.get("lama"), isi.get("baru")
    if isi.get("alasan") == DIPILIH:
        for nomor, milik in unit_of.items():
            if milik == (isi.get("unit"), isi.get("periode")) and states[nomor] in ("berlaku", "menunggu"):
                states[nomor] = "diganti"
    if isinstance(lama, int) and lama in states:
        states[lama] = "diganti"
    if isinstance(baru, int):
        states[baru] = "berlaku"


def _hashes(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _hashes(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _hashes(inner, key)
    elif isinstance(value, str) and key.endswith("sha256") and _SHA.fullmatch(value):
        yield value


def _digest(content: object) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()
