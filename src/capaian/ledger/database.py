"""The ledger: one SQLite file with the events, forms, receipts, submissions and findings of an office."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from capaian.ledger import chain
from capaian.ledger.audit import check_records
from capaian.ledger.damage import Kerusakan
from capaian.ledger.history import History
from capaian.ledger.records import FormulirTercatat, KeadaanKiriman, KirimanTercatat, Tetap
from capaian.ledger.rows import (
    Row,
    finding_of,
    finding_row,
    receipt_of,
    receipt_row,
    submission_of,
    submission_row,
    text,
    value_rows,
)
from capaian.model.finding import Finding
from capaian.model.formulir import KodeFormulir
from capaian.model.kiriman import Kiriman, Penerimaan
from capaian.model.periode import Periode
from capaian.model.register import Peristiwa


class Ledger(History):
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
        return [self._decoded(_form_of, r, f"formulir {r['kode']}") for r in rows]

    # --- receipts

    def next_receipt_number(self) -> int:
        """The number that the next receipt takes; ask for it inside the transaction that uses it."""
        return int(self._rows("SELECT coalesce(max(nomor), 0) + 1 AS nomor FROM penerimaan")[0]["nomor"])

    def add_receipt(self, receipt: Penerimaan, versi_aturan: str, urut: int) -> None:
        """Record a file of the inbox and its verdict under the event `urut`.

        Raises:
            ValueError: the receipt has no number: files that were only listed are not recorded.
        """
        if receipt.nomor < 1:
            raise ValueError("a receipt needs a number from 1")
        self._insert("penerimaan", {**receipt_row(receipt), "versi_aturan": versi_aturan, "urut_peristiwa": urut})

    def receipt_known(self, nama: str, sha256: str) -> Penerimaan | None:
        """The last receipt of these bytes under this name, or None; a quarantined file may be judged again."""
        rows = self._receipts("WHERE nama = ? AND sha256 = ?", text(nama), sha256)
        return rows[-1] if rows else None

    def receipts(self) -> list[Penerimaan]:
        """All receipts by number."""
        return self._receipts("")

    def receipts_of_hash(self, sha256: str) -> list[Penerimaan]:
        """Receipts of the same bytes, under whatever names, by number."""
        return self._receipts("WHERE sha256 = ?", sha256)

    # --- submissions

    def add_submission(self, kiriman: Kiriman, keadaan: KeadaanKiriman, diubah: str = "") -> None:
        """Record a submission with all its values; its receipt has to be recorded before it.

        When it is to be in force, the version in force until now has to get another state first.

        Raises:
            ValueError: the submission could not be read back as it is.
        """
        row = {**submission_row(kiriman), "keadaan": keadaan, "diubah": text(diubah)}
        with self._writing():
            self._insert("kiriman", row)
            for value in value_rows(kiriman):
                self._insert("isian", value)

    def submissions(self, periode: Periode, keadaan: KeadaanKiriman | None = None) -> list[KirimanTercatat]:
        """Submissions of a period by receipt number, or those in one state."""
        return self._submissions("k.periode = ? AND (? IS NULL OR k.keadaan = ?)", str(periode), keadaan, keadaan)

    def active_submission(self, unit: str, periode: Periode) -> KirimanTercatat | None:
        """The version of a unit that is in force, or None."""
        found = self._submissions("k.unit = ? AND k.periode = ? AND k.keadaan = 'berlaku'", unit, str(periode))
        return found[0] if found else None

    def set_state(self, nomor: int, keadaan: KeadaanKiriman) -> None:
        """Change the state of a submission.

        Raises:
            LookupError: there is no submission of that number.
        """
        if self._execute("UPDATE kiriman SET keadaan = ? WHERE nomor = ?", keadaan, nomor) != 1:
            raise LookupError(f"submission {nomor}")

    # --- findings

    def replace_findings(self, periode: Periode, findings: Sequence[Finding]) -> None:
        """Put these findings in the place of all findings of a period."""
        with self._writing():
            self._execute("DELETE FROM temuan WHERE periode = ?", str(periode))
            for urutan, finding in enumerate(findings, 1):
                self._insert("temuan", finding_row(str(periode), urutan, finding))

    def findings(self, periode: Periode) -> list[Finding]:
        """Findings of a period in the order they were given."""
        rows = self._rows("SELECT * FROM temuan WHERE periode = ? ORDER BY urutan", str(periode))
        return [self._decoded(finding_of, r, f"temuan no. {r['urutan']}") for r in rows]

    # --- integrity

    def verify(self) -> list[Kerusakan]:
        """Check the file, the hash chain, and the records whose events carry their fingerprint.

        Returns:
            What does not fit; empty when all is well.

        Raises:
            IntegrityError: the file is too damaged to be read.
        """
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
        numbers = self._rows("SELECT nomor, urut_peristiwa FROM penerimaan ORDER BY nomor")
        receipts = zip(self.receipts(), (r["urut_peristiwa"] for r in numbers), strict=True)
        events = {e.urut: e.isi for e in self.events()}
        return found + check_records(list(receipts), [r.kiriman for r in self._submissions("1")], events)

    def _receipts(self, where: str, *parameters: object) -> list[Penerimaan]:
        rows = self._rows(f"SELECT * FROM penerimaan {where} ORDER BY nomor", *parameters)
        return [self._decoded(receipt_of, r, f"penerimaan no. {r['nomor']}") for r in rows]

    def _submissions(self, where: str, *parameters: object) -> list[KirimanTercatat]:
        values: dict[int, list[Row]] = defaultdict(list)
        source = f"FROM kiriman k WHERE {where}"
        for value in self._rows(
            f"SELECT * FROM isian WHERE nomor IN (SELECT k.nomor {source}) ORDER BY nomor, rowid", *parameters
        ):
            values[value["nomor"]].append(value)
        return [
            self._decoded(lambda r: _recorded(r, values[r["nomor"]]), row, f"kiriman no. {row['nomor']}")
            for row in self._rows(f"SELECT k.* {source} ORDER BY k.nomor", *parameters)
        ]


def _plain(value: object) -> object:
    return {str(k): _plain(v) for k, v in value.items()} if isinstance(value, Mapping) else value


def _event_of(row: Row) -> Peristiwa:
    waktu = datetime.fromisoformat(row["waktu"])
    return Peristiwa(row["urut"], waktu, row["jenis"], row["pelaku"], json.loads(row["isi"]), row["segel"])


def _form_of(row: Row) -> FormulirTercatat:
    kode = KodeFormulir.parse(row["kode"])
    if kode is None:
        raise ValueError(row["kode"])
    return FormulirTercatat(kode, row["sha256"], json.loads(row["tetap"]), row["isi_hash"], row["urut_peristiwa"])


def _recorded(row: Row, values: Sequence[Row]) -> KirimanTercatat:
    return KirimanTercatat(submission_of(row, values), row["keadaan"], row["diubah"])
