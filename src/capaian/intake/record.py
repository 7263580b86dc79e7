"""What is known about a file before it is recorded, and the writing of it into the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from capaian.intake.identify import Dikenali
from capaian.ledger import SIDIK_KIRIMAN, SIDIK_PENERIMAAN, Archive, Ledger, fingerprint, submission_rows
from capaian.model.kiriman import Cacat, Penerimaan, Putusan
from capaian.model.register import BERKAS_DITERIMA

BUKAN_KIRIMAN = frozenset({"B07", "B09", "B10", "B30"})
"""Facts that make a file no submission at all: listed once, left alone."""
_TERGANTUNG_KANTOR = frozenset({"B15", "B16", "B21"})
"""Facts that may change without the file: another period is collected, a form was issued since."""


@dataclass(frozen=True, slots=True)
class Tujuan:
    """Where things are recorded, by whom and when.

    Attributes:
        versi_aturan: Version of the rules that judge files.
        keadaan_kantor: What else a verdict may depend on: the period, and how many forms were issued.
    """

    arsip: Archive
    ledger: Ledger
    pelaku: str
    waktu: datetime
    versi_aturan: str
    keadaan_kantor: str = ""

    def konteks(self, cacat: Sequence[Cacat]) -> str:
        """Return with what a file was judged; when that differs one day, it is judged again."""
        tergantung = _TERGANTUNG_KANTOR.intersection(c.kode for c in cacat)
        return f"{self.versi_aturan} {self.keadaan_kantor}".strip() if tergantung else self.versi_aturan


@dataclass(frozen=True, slots=True)
class Berkas:
    """A file whose bytes are in the archive.

    Attributes:
        tanda: See `scan.Entry`; empty for files that are in no folder now.
        diubah: Time of change in nanoseconds since 1970; 0 when unknown.
        induk: Hash of the zip or mail it came in.
        lama: The receipt that is judged again.
    """

    nama: str
    sha256: str
    ukuran: int
    tanda: str = ""
    diubah: int = 0
    induk: str = ""
    lama: Penerimaan | None = None


@dataclass(frozen=True, slots=True)
class Dinilai:
    """A file and what was made of it.

    Attributes:
        waktu_berkas: Time of change that the file itself names, as text.
    """

    berkas: Berkas
    dikenali: Dikenali
    waktu_berkas: str = ""


def verdict(dinilai: Dinilai) -> Penerimaan:
    """Return the receipt of a file, without a number."""
    b, d = dinilai.berkas, dinilai.dikenali
    if d.kiriman is not None or d.bungkusan:
        putusan = Putusan.DENGAN_CATATAN if d.cacat else Putusan.DITERIMA
    else:
        sebab = next((c for c in d.cacat if c.kode.startswith("B")), None)
        putusan = Putusan.DIABAIKAN if sebab and sebab.kode in BUKAN_KIRIMAN else Putusan.KARANTINA
    return Penerimaan(0, b.nama, b.sha256, b.ukuran, putusan, d.unit, d.periode, d.cacat, induk=b.induk)


def write(dinilai: Dinilai, tujuan: Tujuan) -> Penerimaan:
    """Record one file; call it inside a transaction.

    Returns:
        The receipt; one that another run has recorded meanwhile, or whose outcome is still the same, is not new.
    """
    receipt = verdict(dinilai)
    lama = tujuan.ledger.receipt_known(receipt.nama, receipt.sha256)
    if lama is None or (lama.putusan is Putusan.KARANTINA and _outcome(lama) != _outcome(receipt)):
        return write_receipt(receipt, dinilai, tujuan)
    if lama.putusan is Putusan.KARANTINA:
        tujuan.ledger.set_context(lama.nomor, tujuan.konteks(lama.cacat))
    return lama


def _outcome(p: Penerimaan) -> tuple[object, ...]:
    return (p.putusan, p.unit, p.periode, p.cacat)


def write_receipt(receipt: Penerimaan, dinilai: Dinilai | None, tujuan: Tujuan) -> Penerimaan:
    """Record a receipt, its event, and its submission if there is one."""
    receipt = replace(receipt, nomor=tujuan.ledger.next_receipt_number())
    isi: dict[str, object] = {
        "nomor": receipt.nomor,
        "nama": receipt.nama,
        "sha256": receipt.sha256,
        "putusan": receipt.putusan.value,
        "unit": receipt.unit,
        "periode": receipt.periode,
        "kode": [c.kode for c in receipt.cacat],
        SIDIK_PENERIMAAN: fingerprint(receipt),
    }
    if receipt.induk:
        isi["induk"] = receipt.induk
    kiriman = dinilai.dikenali.kiriman if dinilai else None
    rows = submission_rows(replace(kiriman, nomor=receipt.nomor)) if kiriman else None
    if rows:
        isi[SIDIK_KIRIMAN] = rows.sidik
        isi["diubah"] = dinilai.waktu_berkas if dinilai else ""
    peristiwa = tujuan.ledger.append(BERKAS_DITERIMA, isi, tujuan.pelaku, tujuan.waktu)
    tujuan.ledger.add_receipt(receipt, tujuan.konteks(receipt.cacat), peristiwa.urut)
    if rows and dinilai:
        tujuan.ledger.add_submission_rows(rows, "menunggu", dinilai.waktu_berkas, ditimbang=False)
    return receipt
