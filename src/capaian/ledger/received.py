"""What came back, in the ledger: receipts, submissions, and what the inbox looked like when it was last read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from capaian.ledger.records import KeadaanKiriman, Kedudukan, KirimanTercatat
from capaian.ledger.rows import (
    Row,
    SubmissionRows,
    cacat_json,
    cacat_of,
    receipt_of,
    receipt_row,
    submission_of,
    text,
)
from capaian.ledger.store import Store
from capaian.model.kiriman import Cacat, Penerimaan, Putusan
from capaian.model.periode import Periode


class Received(Store):
    """Receipts and submissions of the ledger; see `Ledger`."""

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

    def receipt_context(self) -> dict[int, str]:
        """For each quarantined receipt, by its number, what it was judged with."""
        rows = self._rows("SELECT nomor, versi_aturan FROM penerimaan WHERE putusan = ?", Putusan.KARANTINA.value)
        return {r["nomor"]: r["versi_aturan"] for r in rows}

    def set_context(self, nomor: int, versi_aturan: str) -> None:
        """Note that a quarantined file was judged again, with the same outcome."""
        self._execute("UPDATE penerimaan SET versi_aturan = ? WHERE nomor = ?", versi_aturan, nomor)

    # --- what the inbox looked like

    def seen(self) -> dict[str, tuple[str, int]]:
        """For each name, the sign of the file when it was last read, and its receipt number."""
        rows = self._rows("SELECT nama, tanda, nomor FROM terlihat")
        return {r["nama"]: (r["tanda"], r["nomor"]) for r in rows}

    def remember(self, tanda: Mapping[str, tuple[str, int]]) -> None:
        """Keep the signs of files that were read."""
        rows = [(text(nama), sign, nomor) for nama, (sign, nomor) in tanda.items()]
        with self._writing():
            self._connection.executemany("INSERT OR REPLACE INTO terlihat (nama, tanda, nomor) VALUES (?, ?, ?)", rows)

    # --- submissions

    def add_submission_rows(
        self, rows: SubmissionRows, keadaan: KeadaanKiriman, diubah: str, *, ditimbang: bool
    ) -> None:
        """Record a submission with all its values; its receipt has to be recorded before it.

        When it is to be in force, the version in force until now has to get another state first.

        Args:
            rows: The submission, flattened once for this and for its fingerprint.
            keadaan: Its state; while it is not weighed, `menunggu`.
            diubah: Time of change that the file itself names.
            ditimbang: Whether it was held against the other versions of its unit.
        """
        with self._writing():
            isi = {**rows.row, "keadaan": keadaan, "diubah": text(diubah), "ditimbang": int(ditimbang)}
            self._insert("kiriman", isi)
            self._insert_many("isian", rows.values)

    def submissions(self, periode: Periode, keadaan: KeadaanKiriman | None = None) -> list[KirimanTercatat]:
        """Submissions of a period by receipt number, or those in one state."""
        return self._submissions("k.periode = ? AND (? IS NULL OR k.keadaan = ?)", str(periode), keadaan, keadaan)

    def active_submission(self, unit: str, periode: Periode) -> KirimanTercatat | None:
        """The version of a unit that is in force, or None."""
        found = self._submissions("k.unit = ? AND k.periode = ? AND k.keadaan = 'berlaku'", unit, str(periode))
        return found[0] if found else None

    def submission(self, nomor: int) -> KirimanTercatat | None:
        """One submission by its receipt number."""
        found = self._submissions("k.nomor = ?", nomor)
        return found[0] if found else None

    def unit_submissions(self, periode: Periode, unit: Iterable[str]) -> list[KirimanTercatat]:
        """Submissions in force of some units, by receipt number."""
        kode = sorted(set(unit))
        tanda = ",".join("?" * len(kode))
        syarat = f"k.periode = ? AND k.keadaan = 'berlaku' AND k.unit IN ({tanda})"
        return self._submissions(syarat, str(periode), *kode)

    def standings(
        self, periode: Periode | None = None, *, unit: Collection[str] | None = None, belum: bool = False
    ) -> list[Kedudukan]:
        """Submissions without their values, by receipt number.

        Args:
            periode: Of one period, or of all.
            unit: Of these units; of all when None.
            belum: Only those that were not weighed yet.
        """
        syarat = ["ditimbang = 0"] if belum else ["1"]
        isi: list[str] = []
        if periode:
            syarat.append("periode = ?")
            isi.append(str(periode))
        if unit is not None:
            syarat.append(f"unit IN ({','.join('?' * len(unit))})")
            isi += sorted(unit)
        rows = self._rows(
            "SELECT nomor, unit, periode, nama, sha256, keadaan, diubah, ditimbang, versi FROM kiriman "
            f"WHERE {' AND '.join(syarat)} ORDER BY nomor",
            *isi,
        )
        return [self._decoded(_standing, r, f"kiriman no. {r['nomor']}") for r in rows]

    def weigh(self, nomor: int, keadaan: KeadaanKiriman, versi: Sequence[Cacat] = ()) -> None:
        """Give a submission its place among the versions of its unit.

        Raises:
            LookupError: there is no submission of that number.
        """
        sql = "UPDATE kiriman SET keadaan = ?, ditimbang = 1, versi = ? WHERE nomor = ?"
        if self._execute(sql, keadaan, cacat_json(versi), nomor) != 1:
            raise LookupError(f"submission {nomor}")

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


def _recorded(row: Row, values: Sequence[Row]) -> KirimanTercatat:
    return KirimanTercatat(submission_of(row, values), row["keadaan"], row["diubah"])


def _standing(row: Row) -> Kedudukan:
    return Kedudukan(**{**row, "ditimbang": bool(row["ditimbang"]), "versi": cacat_of(row["versi"])})
