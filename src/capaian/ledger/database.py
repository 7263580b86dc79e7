"""The ledger: one SQLite file with the events, forms, receipts, submissions and findings of an office."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from capaian.ledger import audit, chain
from capaian.ledger.connection import OTHER_SHAPE, SCHEMA, expected_tables
from capaian.ledger.damage import Kerusakan
from capaian.ledger.history import History
from capaian.ledger.received import Received
from capaian.ledger.records import FormulirTercatat, Tetap
from capaian.ledger.rows import (
    Row,
    finding_of,
    finding_row,
    text,
)
from capaian.model.finding import Finding
from capaian.model.formulir import KodeFormulir
from capaian.model.periode import Periode
from capaian.model.register import Peristiwa


class Ledger(Received, History):
    """The file `capaian.db`, open: a context manager, for one thread; see `Store` for opening, locks and failures."""

    # --- events

    def append(self, jenis: str, isi: Mapping[str, object], pelaku: str, waktu: datetime) -> Peristiwa:
        """Add an event to the hash chain.

        Args:
            jenis: Kind, such as `formulir.terbit`.
            isi: What happened, as JSON values; numbers as whole numbers or as text.
            pelaku: Who did it.
            waktu: Local time with its offset.

        Raises:
            ValueError: the time has no offset.
            TypeError: `isi` holds a float or something JSON has no form for.
        """
        if waktu.utcoffset() is None:
            raise ValueError("the time of an event needs its offset from UTC")
        line = chain.canonical(dict(isi))
        with self._writing():
            last = self._rows("SELECT urut, segel FROM peristiwa ORDER BY urut DESC LIMIT 1")
            urut, sebelum = (last[0]["urut"] + 1, last[0]["segel"]) if last else (1, chain.GENESIS)
            link = chain.sealed(chain.Link(urut, waktu.isoformat(), text(jenis), text(pelaku), line, sebelum))
            self._insert("peristiwa", asdict(link))
        return Peristiwa(urut, waktu, link.jenis, link.pelaku, json.loads(line), link.segel)

    def events(self, jenis: str | None = None) -> list[Peristiwa]:
        """All events in their order, or those of one kind."""
        rows = self._rows("SELECT * FROM peristiwa WHERE ? IS NULL OR jenis = ? ORDER BY urut", jenis, jenis)
        return [self._decoded(_event_of, r, f"catatan no. {r['urut']}") for r in rows]

    def head(self) -> str:
        """Seal of the last event; 64 zeros before the first."""
        rows = self._rows("SELECT segel FROM peristiwa ORDER BY urut DESC LIMIT 1")
        return str(rows[0]["segel"]) if rows else chain.GENESIS

    def seal(self) -> str:
        """The head as it is printed on paper, `K7QX-A3MD`."""
        return self._decoded(chain.short, self.head(), "segel catatan terakhir")

    # --- issued forms

    def add_form(self, kode: KodeFormulir, sha256: str, tetap: Tetap, isi_hash: str, urut: int) -> None:
        """Record an issued form under the event `urut`."""
        row: dict[str, object] = {"kode": str(kode), "periode": str(kode.periode), "unit": kode.unit}
        row |= {"terbitan": kode.terbitan, "sha256": sha256, "tetap": chain.canonical(_plain(tetap))}
        self._insert("formulir", row | {"isi_hash": isi_hash, "urut_peristiwa": urut})

    def form(self, kode: str) -> FormulirTercatat | None:
        """The issued form of a code, or None when this office never issued it."""
        rows = self._rows("SELECT * FROM formulir WHERE kode = ?", kode)
        return self._decoded(_form_of, rows[0], f"formulir {kode}") if rows else None

    def forms(self, periode: Periode, unit: str | None = None) -> list[FormulirTercatat]:
        """Forms of a period by unit and issue number, or those of one unit."""
        rows = self._rows(
            "SELECT * FROM formulir WHERE periode = ? AND (? IS NULL OR unit = ?) ORDER BY unit, terbitan",
            str(periode),
            unit,
            unit,
        )
        return [self._decoded(_form_of, r, f"formulir {r.get('kode', '')}") for r in rows]

    # --- findings

    def replace_findings(self, periode: Periode, findings: Sequence[Finding]) -> None:
        """Put these findings in the place of all findings of a period."""
        with self._writing():
            self._execute("DELETE FROM temuan WHERE periode = ?", str(periode))
            for urutan, finding in enumerate(findings, 1):
                self._insert("temuan", finding_row(str(periode), urutan, finding))

    def findings(self, periode: Periode) -> list[Finding]:
        """Findings of a period in the order they were given."""
        return self._findings(str(periode))

    def _findings(self, periode: str) -> list[Finding]:
        rows = self._rows("SELECT * FROM temuan WHERE periode = ? ORDER BY urutan", periode)
        return [self._decoded(finding_of, r, f"temuan no. {r['urutan']}") for r in rows]

    # --- integrity

    def verify(self) -> list[Kerusakan]:
        """Check the file, the hash chain, and the records whose events carry their fingerprint.

        Returns:
            What does not fit; empty when all is well.

        Raises:
            IntegrityError: the file is too damaged to be read.
        """
        if {tuple(r.values()) for r in self._rows(SCHEMA)} != expected_tables():
            # Statements on tables of another shape would say less, or fail.
            return [Kerusakan(self.path.name, OTHER_SHAPE)]
        found = [
            Kerusakan(self.path.name, f"berkas basis data rusak ({r['integrity_check']})")
            for r in self._rows("PRAGMA integrity_check(10)")
            if r["integrity_check"] != "ok"
        ]
        found += [
            Kerusakan(self.path.name, f"baris tabel {r['table']} menunjuk ke catatan yang tidak ada")
            for r in self._rows("PRAGMA foreign_key_check")
        ]
        links = [chain.Link(**r) for r in self._rows("SELECT * FROM peristiwa ORDER BY urut", lenient=True)]
        broken = chain.check(links)
        if broken:
            # The events below them prove nothing any more.
            return found + broken
        # SQLite keeps whatever type a tampering hand or a rotten bit left in a column.
        return found + self._decoded(self._check_records, self.events(), "isi salah satu tabel")

    def _check_records(self, events: Sequence[Peristiwa]) -> list[Kerusakan]:
        numbers = self._rows("SELECT nomor, urut_peristiwa FROM penerimaan ORDER BY nomor")
        receipts = [(p, r["urut_peristiwa"]) for p, r in zip(self.receipts(), numbers, strict=True)]
        found = audit.check_records(receipts, self._submissions("1"), self.standings(), events)
        forms = [self._decoded(_form_of, r, f"formulir {r['kode']}") for r in self._rows("SELECT * FROM formulir")]
        found += audit.check_forms(forms, events)
        validations = self._rows("SELECT * FROM pemeriksaan ORDER BY periode, nomor")
        found += audit.check_validations(validations, self._rows("SELECT * FROM perjalanan_temuan"), events)
        periods = [r["periode"] for r in self._rows("SELECT DISTINCT periode FROM temuan")]
        return found + audit.check_findings({p: self._findings(p) for p in periods}, events)


def _plain(value: object) -> object:
    return {str(k): _plain(v) for k, v in value.items()} if isinstance(value, Mapping) else value


def _event_of(row: Row) -> Peristiwa:
    waktu = datetime.fromisoformat(row["waktu"])
    if not isinstance(json.loads(row["isi"]), dict):
        raise ValueError(row["isi"])
    return Peristiwa(row["urut"], waktu, row["jenis"], row["pelaku"], json.loads(row["isi"]), row["segel"])


def _form_of(row: Row) -> FormulirTercatat:
    kode = KodeFormulir.parse(row["kode"])
    if kode is None or (row["unit"], row["periode"], row["terbitan"]) != (kode.unit, str(kode.periode), kode.terbitan):
        raise ValueError(row["kode"])
    return FormulirTercatat(kode, row["sha256"], json.loads(row["tetap"]), row["isi_hash"], row["urut_peristiwa"])
