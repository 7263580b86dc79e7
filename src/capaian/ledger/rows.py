r"""Records to rows of the ledger and back, without loss.

Numbers are stored as the text of their Decimal, so `1.50` stays `1.50`. Text that UTF-8 cannot hold (a lone surrogate)
is stored as `\udc80`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from capaian.ledger.chain import canonical
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.formulir import KodeFormulir
from capaian.model.kiriman import Cacat, Isian, Kiriman, Penerimaan, Putusan, SelTerkunci
from capaian.model.nilai import CellRef, Keadaan, Nilai, Sebab

Row = Mapping[str, Any]
"""A row by column name; SQLite gives back what it was given: text, whole numbers or None."""


def text(value: str) -> str:
    """Return text that UTF-8 and SQLite can hold."""
    if value.isascii():
        return value
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


def cacat_json(cacat: Iterable[Cacat]) -> str:
    """Write facts as canonical JSON."""
    return canonical([{"kode": c.kode, "rincian": dict(c.rincian)} for c in cacat])


def cacat_of(line: str) -> tuple[Cacat, ...]:
    """Read facts."""
    if line == "[]":
        return ()
    return tuple(Cacat(c["kode"], c["rincian"]) for c in json.loads(line))


def pairs_json(pairs: Iterable[tuple[str, str]]) -> str:
    """Write (bagian, kode) pairs as canonical JSON."""
    return canonical([[text(bagian), text(kode)] for bagian, kode in pairs])


def pairs_of(line: str) -> tuple[tuple[str, str], ...]:
    """Read (bagian, kode) pairs."""
    return tuple((bagian, kode) for bagian, kode in json.loads(line))


def nilai_row(nilai: Nilai) -> dict[str, str | None]:
    """Flatten a value: one text for each column of the table `isian`."""
    asal = nilai.asal
    jenis = {Decimal: "angka", str: "teks"}.get(type(nilai.isi), "")
    return {
        "keadaan": nilai.keadaan.value,
        "jenis": jenis,
        "isi": None if nilai.isi is None else text(str(nilai.isi)),
        "mentah": text(nilai.mentah),
        **cell_row(asal),
        "catatan": text(nilai.catatan),
        "sebab": nilai.sebab.name if nilai.sebab else "",
        "pilihan": canonical([str(p) for p in nilai.pilihan]) if nilai.pilihan else "[]",
    }


def nilai_of(row: Row) -> Nilai:
    """Rebuild a value."""
    isi: Decimal | str | None = row["isi"]
    if row["jenis"] == "angka":
        isi = Decimal(row["isi"])
    return Nilai(
        Keadaan(row["keadaan"]),
        isi,
        row["mentah"],
        cell_of(row),
        row["catatan"],
        Sebab[row["sebab"]] if row["sebab"] else None,
        tuple(Decimal(p) for p in json.loads(row["pilihan"])),
    )


def cell_row(asal: CellRef | None) -> dict[str, str | None]:
    """Flatten a cell reference; all None when there is none."""
    if asal is None:
        return {"berkas": None, "lembar": None, "sel": None, "sha256": None}
    return {"berkas": text(asal.berkas), "lembar": text(asal.lembar), "sel": text(asal.sel), "sha256": asal.sha256}


def cell_of(row: Row) -> CellRef | None:
    """Rebuild a cell reference."""
    if row["berkas"] is None:
        return None
    return CellRef(row["berkas"], row["lembar"], row["sel"], row["sha256"])


def _demand_text(row: Row, *kolom: str) -> None:
    """SQLite keeps whatever type a tampering hand wrote."""
    if salah := [k for k in kolom if not isinstance(row[k], str)]:
        raise ValueError(f"{salah} hold no text")


def receipt_row(receipt: Penerimaan) -> dict[str, str | int]:
    """Flatten a receipt."""
    return {
        "nomor": receipt.nomor,
        "nama": text(receipt.nama),
        "sha256": receipt.sha256,
        "ukuran": receipt.ukuran,
        "putusan": receipt.putusan.value,
        "unit": text(receipt.unit),
        "periode": text(receipt.periode),
        "cacat": cacat_json(receipt.cacat),
        "induk": receipt.induk,
    }


def receipt_of(row: Row) -> Penerimaan:
    """Rebuild a receipt; it is no longer new.

    Raises:
        ValueError: a column holds something else than the text that was written.
    """
    _demand_text(row, "nama", "sha256", "putusan", "unit", "periode", "cacat", "induk")
    return Penerimaan(
        row["nomor"],
        row["nama"],
        row["sha256"],
        row["ukuran"],
        Putusan(row["putusan"]),
        row["unit"],
        row["periode"],
        cacat_of(row["cacat"]),
        baru=False,
        induk=row["induk"],
    )


def submission_row(kiriman: Kiriman) -> dict[str, str | int]:
    """Flatten a submission, without its values.

    Raises:
        ValueError: its code cannot be read back, a row is there twice or belongs to another unit or period.
    """
    kode = kiriman.kode
    if KodeFormulir.parse(str(kode)) != kode:
        raise ValueError(f"form code {kode} cannot be read back")
    if len({(i.bagian, i.kode) for i in kiriman.isian}) != len(kiriman.isian):
        raise ValueError(f"submission {kiriman.nomor} holds a row twice")
    if any((i.unit, i.periode) != (kode.unit, kode.periode) for i in kiriman.isian):
        raise ValueError(f"submission {kiriman.nomor} holds rows of another unit or period than {kode}")
    return {
        "nomor": kiriman.nomor,
        "nama": text(kiriman.nama),
        "sha256": kiriman.sha256,
        "kode": str(kode),
        "unit": kode.unit,
        "periode": str(kode.periode),
        "baris": pairs_json((i.bagian, i.kode) for i in kiriman.isian),
        "hilang": pairs_json(kiriman.hilang),
        "terkunci": canonical([_locked_json(s) for s in kiriman.terkunci]),
        "catatan": cacat_json(kiriman.catatan),
    }


def value_rows(kiriman: Kiriman) -> list[dict[str, str | int | None]]:
    """Flatten the values of a submission, in the order of the form."""
    return [
        {
            "nomor": kiriman.nomor,
            "bagian": text(isian.bagian),
            "kode": text(isian.kode),
            "kolom": text(kolom),
            **nilai_row(nilai),
        }
        for isian in kiriman.isian
        for kolom, nilai in isian.nilai.items()
    ]


def submission_of(row: Row, values: Sequence[Row]) -> Kiriman:
    """Rebuild a submission from its row and the rows of its values.

    Raises:
        ValueError: the rows do not make a submission.
    """
    kode = KodeFormulir.parse(row["kode"])
    if kode is None or (row["unit"], row["periode"]) != (kode.unit, str(kode.periode)):
        raise ValueError(f"form code {row['kode']!r} of {row['unit']!r} in {row['periode']!r}")
    nilai: dict[tuple[str, str], dict[str, Nilai]] = {p: {} for p in pairs_of(row["baris"])}
    for value in values:
        nilai[value["bagian"], value["kode"]][value["kolom"]] = nilai_of(value)
    return Kiriman(
        row["nomor"],
        row["sha256"],
        row["nama"],
        kode,
        tuple(Isian(kode.unit, kode.periode, bagian, k, isi) for (bagian, k), isi in nilai.items()),
        pairs_of(row["hilang"]),
        tuple(_locked_of(s) for s in json.loads(row["terkunci"])),
        cacat_of(row["catatan"]),
    )


def finding_row(periode: str, urutan: int, finding: Finding) -> dict[str, str | int | None]:
    """Flatten a finding."""
    kunci = finding.kunci
    words = {
        "kode": kunci.kode,
        "unit": kunci.unit,
        "periode_temuan": kunci.periode,
        "butir": kunci.butir,
        "kolom": kunci.kolom,
        "tingkat": finding.severity.value,
        "pesan": finding.pesan,
        "diharapkan": finding.diharapkan,
        "perbaikan": finding.perbaikan,
        "dasar": finding.dasar,
        "nama_butir": finding.nama_butir,
    }
    return {
        "periode": periode,
        "urutan": urutan,
        **{kolom: text(isi) for kolom, isi in words.items()},
        **cell_row(finding.asal),
    }


def finding_of(row: Row) -> Finding:
    """Rebuild a finding."""
    return Finding(
        Kunci(row["kode"], row["unit"], row["periode_temuan"], row["butir"], row["kolom"]),
        Severity(row["tingkat"]),
        row["pesan"],
        row["diharapkan"],
        row["perbaikan"],
        row["dasar"],
        cell_of(row),
        row["nama_butir"],
    )


def fingerprint(record: Kiriman | Penerimaan) -> str:
    """Return the SHA-256 of all that the ledger stores of a record, for the event that records it.

    An event whose `isi` carries it as `sidik_kiriman` or `sidik_penerimaan` puts the record under the hash chain:
    `Ledger.verify` compares them. State, and the time the file names, are not part of it.
    """
    if isinstance(record, Penerimaan):
        # Files of their own have no key for a container: their fingerprints are older than containers.
        content: object = {k: v for k, v in receipt_row(record).items() if k != "induk" or v}
        return hashlib.sha256(canonical(content).encode()).hexdigest()
    return submission_rows(record).sidik


@dataclass(frozen=True, slots=True)
class SubmissionRows:
    """A submission as the ledger stores it, and the fingerprint of that.

    Attributes:
        row: Row of the table `kiriman`, without its state.
        values: Rows of the table `isian`, in the order of the form.
    """

    row: Row
    values: Sequence[Row]
    sidik: str


def submission_rows(kiriman: Kiriman) -> SubmissionRows:
    """Flatten a submission once, for recording it and for its fingerprint.

    Raises:
        ValueError: as `submission_row`.
    """
    row, values = submission_row(kiriman), value_rows(kiriman)
    return SubmissionRows(row, values, _fingerprint(row, values))


def _fingerprint(row: Row, values: Iterable[Row]) -> str:
    # The rows hold text, whole numbers and None only, so that the plain encoder gives the canonical line.
    return hashlib.sha256(_line([row, sorted(map(_line, values))]).encode("utf-8", "backslashreplace")).hexdigest()


_line = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def _locked_json(sel: SelTerkunci) -> dict[str, object]:
    return {"bagian": sel.bagian, "kode": sel.kode, "kolom": sel.kolom, "lama": sel.lama, "baru": nilai_row(sel.baru)}


def _locked_of(data: Row) -> SelTerkunci:
    return SelTerkunci(data["bagian"], data["kode"], data["kolom"], data["lama"], nilai_of(data["baru"]))
