"""The validations of a period, and what became of each finding in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from capaian.ledger.audit import validation_digest
from capaian.ledger.rows import Row, text
from capaian.ledger.store import Store
from capaian.model.finding import Kunci, Severity
from capaian.model.periode import Periode
from capaian.model.putaran import KeadaanTemuan, Pemeriksaan, Perubahan


class History(Store):
    """What `validate` keeps from one run to the next; nothing of it is ever changed or removed."""

    def add_validation(
        self, periode: Periode, pemeriksaan: Pemeriksaan, perubahan: Iterable[Perubahan], urut: int
    ) -> None:
        """Record a validation and what changed in it, under the event `urut`, which says when and by whom."""
        with self._writing():
            self._insert("pemeriksaan", _validation_row(periode, pemeriksaan) | {"urut_peristiwa": urut})
            for p in perubahan:
                self._insert("perjalanan_temuan", {"periode": str(periode), **_change_row(p)})

    def validations(self, periode: Periode) -> list[Pemeriksaan]:
        """Validations of a period by number."""
        rows = self._rows(
            "SELECT p.*, e.waktu, e.pelaku FROM pemeriksaan p JOIN peristiwa e ON e.urut = p.urut_peristiwa "
            "WHERE p.periode = ? ORDER BY p.nomor",
            str(periode),
        )
        return [self._decoded(_validation_of, r, f"pemeriksaan no. {r['nomor']}") for r in rows]

    def changes(self, periode: Periode) -> list[Perubahan]:
        """Changes of findings of a period, by validation and number."""
        rows = self._rows("SELECT * FROM perjalanan_temuan WHERE periode = ? ORDER BY pemeriksaan, nomor", str(periode))
        return [self._decoded(_change_of, r, f"perjalanan temuan no. {r['nomor']}") for r in rows]


def validation_fingerprint(periode: Periode, pemeriksaan: Pemeriksaan, perubahan: Iterable[Perubahan]) -> str:
    """Return the SHA-256 of all that `History.add_validation` stores, for the event that records it."""
    changes = [{"periode": str(periode), **_change_row(p)} for p in perubahan]
    return validation_digest(_validation_row(periode, pemeriksaan), changes)


def _validation_row(periode: Periode, pemeriksaan: Pemeriksaan) -> dict[str, str | int]:
    jumlah = {k: getattr(pemeriksaan, k) for k in ("kesalahan", "peringatan", "catatan", "dikecualikan")}
    return {"periode": str(periode), "nomor": pemeriksaan.nomor, **jumlah}


def _change_row(p: Perubahan) -> dict[str, str | int]:
    words = {
        "kode": p.kunci.kode,
        "unit": p.kunci.unit,
        "butir": p.kunci.butir,
        "kolom": p.kunci.kolom,
        "tingkat": p.severity.value,
        "keadaan": p.keadaan.value,
        "pesan": p.pesan,
        "nama_butir": p.nama_butir,
    }
    return {"pemeriksaan": p.pemeriksaan, "nomor": p.nomor, **{kolom: text(isi) for kolom, isi in words.items()}}


def _change_of(row: Row) -> Perubahan:
    return Perubahan(
        row["pemeriksaan"],
        row["nomor"],
        Kunci(row["kode"], row["unit"], row["periode"], row["butir"], row["kolom"]),
        Severity(row["tingkat"]),
        KeadaanTemuan(row["keadaan"]),
        row["pesan"],
        row["nama_butir"],
    )


def _validation_of(row: Row) -> Pemeriksaan:
    return Pemeriksaan(
        row["nomor"],
        datetime.fromisoformat(row["waktu"]),
        row["pelaku"],
        row["kesalahan"],
        row["peringatan"],
        row["catatan"],
        row["dikecualikan"],
    )
