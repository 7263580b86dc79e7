"""SOP step 6: take every file, archive it, read it in a child process, give it one verdict, record it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from capaian.intake import identify, scan
from capaian.intake.identify import Dikenali, Kantor
from capaian.intake.pool import ReaderPool
from capaian.ledger import (
    SIDIK_KIRIMAN,
    SIDIK_PENERIMAAN,
    Archive,
    KeadaanKiriman,
    KirimanTercatat,
    Ledger,
    fingerprint,
)
from capaian.model.kiriman import Cacat, Kiriman, Penerimaan, Putusan
from capaian.sheet.facts import Workbook

_BUKAN_KIRIMAN = frozenset({"B07", "B09", "B10", "B30"})
"""Facts that make a file no submission at all: listed once, left alone."""
_TERGANTUNG_KANTOR = frozenset({"B15", "B16", "B21"})
"""Facts that may change without the file: another period is collected, a form was issued since."""


@dataclass(frozen=True, slots=True)
class Tujuan:
    """Where things are recorded, by whom and when."""

    arsip: Archive
    ledger: Ledger
    pelaku: str
    waktu: datetime
    versi_aturan: str


@dataclass(frozen=True, slots=True)
class _Taken:
    nama: str
    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Judged:
    nama: str
    sha256: str
    ukuran: int
    dikenali: Dikenali
    diubah: str


def collect(
    inbox: Path, kantor: Kantor, tujuan: Tujuan, maju: Callable[[int, int], None] = lambda _i, _n: None
) -> tuple[Penerimaan, ...]:
    """Take in everything that lies in the inbox.

    Args:
        inbox: The folder; it is only read.
        kantor: The office and what it issued.
        tujuan: Archive and ledger.
        maju: Called with how many files are done, and of how many.

    Returns:
        One receipt per entry of the inbox, in the order of their names. Files that an earlier run recorded under
        the same name come back with `baru` False and are not read again.
    """
    entries = scan.scan(inbox)
    hasil: dict[str, Penerimaan] = {}
    antre: list[_Taken] = []
    kembar: list[Penerimaan] = []
    pertama: dict[str, str] = {}
    for n, entry in enumerate(entries, 1):
        taken = _take(entry, tujuan, pertama)
        if isinstance(taken, _Taken):
            antre.append(taken)
        elif taken.putusan is Putusan.DUPLIKAT and taken.baru:
            kembar.append(taken)
        else:
            hasil[entry.nama] = taken
        maju(n, len(entries) * 2)
    judged: list[_Judged] = []
    for n, j in enumerate(_judge(antre, kantor), 1):
        judged.append(j)
        maju(len(entries) + n, len(entries) * 2)
    for kelompok in _by_unit(judged):
        for p in _record(kelompok, tujuan):
            hasil[p.nama] = p
    for receipt in kembar:
        # After the originals, so that the unit they belong to is known.
        with tujuan.ledger.transaction():
            asli = tujuan.ledger.receipts_of_hash(receipt.sha256)
            milik = replace(receipt, unit=asli[0].unit, periode=asli[0].periode) if asli else receipt
            hasil[receipt.nama] = _write(milik, None, tujuan)
    maju(1, 1)
    return tuple(hasil[e.nama] for e in entries)


def _take(entry: scan.Entry, tujuan: Tujuan, pertama: dict[str, str]) -> Penerimaan | _Taken:
    """Archive one file; return its verdict when that needs no reading (duplicates are not recorded yet)."""
    if entry.cacat:
        return Penerimaan(0, entry.nama, "", 0, Putusan.DIABAIKAN, cacat=(entry.cacat,))
    taken = scan.take(entry)
    if isinstance(taken, Cacat):
        putusan = Putusan.DIABAIKAN if taken.kode in _BUKAN_KIRIMAN else Putusan.KARANTINA
        return Penerimaan(0, entry.nama, "", 0, putusan, cacat=(taken,))
    sha = tujuan.arsip.put(taken.data)
    dikenal = tujuan.ledger.receipt_known(entry.nama, sha)
    if dikenal and not _TERGANTUNG_KANTOR.intersection(c.kode for c in dikenal.cacat):
        pertama.setdefault(sha, entry.nama)
        return dikenal
    lama = [] if dikenal else tujuan.ledger.receipts_of_hash(sha)
    asli = lama[0].nama if lama else pertama.get(sha)
    if asli is None:
        pertama[sha] = entry.nama
        return _Taken(entry.nama, sha, taken.data)
    salinan = Cacat("N04", {"asli": asli})
    return Penerimaan(0, entry.nama, sha, taken.ukuran, Putusan.DUPLIKAT, cacat=(salinan,))


def _judge(antre: Sequence[_Taken], kantor: Kantor) -> Iterator[_Judged]:
    if not antre:
        return
    by_nama = {t.nama: t for t in antre}
    with ReaderPool() as pool:
        for nama, facts in pool.read_many((t.nama, t.data) for t in antre):
            t = by_nama[nama]
            if isinstance(facts, Workbook):
                dikenali = identify.identify(facts, kantor, 0, t.sha256, t.nama)
                yield _Judged(nama, t.sha256, len(t.data), dikenali, facts.modified)
            else:
                yield _Judged(nama, t.sha256, len(t.data), Dikenali(None, (facts,)), "")


def _by_unit(judged: Sequence[_Judged]) -> Iterator[list[_Judged]]:
    """Group what one unit sent at once: versions are weighed and recorded together or not at all."""
    milik: dict[str, list[_Judged]] = defaultdict(list)
    for j in judged:
        if j.dikenali.kiriman:
            milik[j.dikenali.unit].append(j)
        else:
            yield [j]
    yield from milik.values()


def _record(kelompok: Sequence[_Judged], tujuan: Tujuan) -> Iterator[Penerimaan]:
    lama = [_unchanged(j, tujuan) for j in kelompok]
    if all(lama):
        yield from (p for p in lama if p)
        return
    with tujuan.ledger.transaction():
        hasil = []
        dua_sekaligus = len({_values(j.dikenali.kiriman) for j in kelompok if j.dikenali.kiriman}) > 1
        for j in kelompok:
            kiriman = j.dikenali.kiriman
            if kiriman is None:
                hasil.append(_write(_rejected(j), None, tujuan))
            else:
                hasil.append(_accept(j, kiriman, dua_sekaligus, tujuan))
    yield from hasil


def _unchanged(j: _Judged, tujuan: Tujuan) -> Penerimaan | None:
    """Return the receipt of a file that was judged again with the same outcome."""
    dikenal = tujuan.ledger.receipt_known(j.nama, j.sha256)
    baru = _rejected(j)
    if dikenal and not j.dikenali.kiriman and (dikenal.putusan, dikenal.cacat) == (baru.putusan, baru.cacat):
        return dikenal
    return None


def _rejected(j: _Judged) -> Penerimaan:
    sebab = next((c for c in j.dikenali.cacat if c.kode.startswith("B")), None)
    putusan = Putusan.DIABAIKAN if sebab and sebab.kode in _BUKAN_KIRIMAN else Putusan.KARANTINA
    return Penerimaan(0, j.nama, j.sha256, j.ukuran, putusan, j.dikenali.unit, j.dikenali.periode, j.dikenali.cacat)


def _accept(j: _Judged, kiriman: Kiriman, dua_sekaligus: bool, tujuan: Tujuan) -> Penerimaan:
    """Record a submission; a newer version replaces the older one only by an event that lists the values."""
    aktif = tujuan.ledger.active_submission(kiriman.kode.unit, kiriman.kode.periode)
    cacat = list(kiriman.catatan)
    keadaan: KeadaanKiriman = "berlaku"
    ganti: KirimanTercatat | None = None
    if aktif and _values(aktif.kiriman) == _values(kiriman):
        keadaan = "diganti"
        cacat.append(Cacat("N12", {"lama": aktif.kiriman.nama}))
    elif dua_sekaligus or (aktif and _older(j.diubah, aktif.diubah)):
        keadaan = "menunggu"
        cacat.append(Cacat("B18", {"unit": kiriman.kode.unit, "pilihan": j.nama}))
    elif aktif:
        ganti = aktif
        jumlah = str(len(differences(aktif.kiriman, kiriman)))
        cacat.append(Cacat("N11", {"lama": aktif.kiriman.nama, "jumlah": jumlah}))
    if ganti:
        tujuan.ledger.set_state(ganti.kiriman.nomor, "diganti")
    putusan = Putusan.DENGAN_CATATAN if cacat else Putusan.DITERIMA
    receipt = Penerimaan(0, j.nama, j.sha256, j.ukuran, putusan, j.dikenali.unit, j.dikenali.periode, tuple(cacat))
    return _write(receipt, _Submission(kiriman, keadaan, j.diubah, ganti), tujuan)


def _older(diubah: str, lama: str) -> bool:
    return bool(diubah and lama) and diubah < lama


@dataclass(frozen=True, slots=True)
class _Submission:
    kiriman: Kiriman
    keadaan: KeadaanKiriman
    diubah: str
    ganti: KirimanTercatat | None


def _write(receipt: Penerimaan, kirim: _Submission | None, tujuan: Tujuan) -> Penerimaan:
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
    kiriman = replace(kirim.kiriman, nomor=receipt.nomor) if kirim else None
    if kirim and kiriman:
        isi["keadaan"] = kirim.keadaan
        isi[SIDIK_KIRIMAN] = fingerprint(kiriman)
    peristiwa = tujuan.ledger.append("berkas.diterima", isi, tujuan.pelaku, tujuan.waktu)
    tujuan.ledger.add_receipt(receipt, tujuan.versi_aturan, peristiwa.urut)
    if kirim and kiriman:
        tujuan.ledger.add_submission(kiriman, kirim.keadaan, kirim.diubah)
        if kirim.ganti:
            record_switch(kirim.ganti.kiriman, kiriman, "versi lebih baru", tujuan)
    return receipt


def record_switch(lama: Kiriman | None, baru: Kiriman, alasan: str, tujuan: Tujuan) -> None:
    """Record that a version came into force, with old → new values."""
    isi: dict[str, object] = {
        "unit": baru.kode.unit,
        "periode": str(baru.kode.periode),
        "lama": lama.nomor if lama else 0,
        "baru": baru.nomor,
        "alasan": alasan,
        "perubahan": differences(lama, baru) if lama else [],
    }
    tujuan.ledger.append("kiriman.diganti", isi, tujuan.pelaku, tujuan.waktu)


def differences(lama: Kiriman, baru: Kiriman) -> list[dict[str, str]]:
    """Return every value that differs, as old and new text, by code and column."""
    a, b = _texts(lama), _texts(baru)
    kunci = [*a, *(k for k in b if k not in a)]
    return [
        {"bagian": k[0], "kode": k[1], "kolom": k[2], "lama": a.get(k, ""), "baru": b.get(k, "")}
        for k in kunci
        if a.get(k, "") != b.get(k, "")
    ]


def _texts(kiriman: Kiriman) -> dict[tuple[str, str, str], str]:
    return {
        (i.bagian, i.kode, kolom): v.mentah if v.isi is None else str(v.isi)
        for i in kiriman.isian
        for kolom, v in i.nilai.items()
        if v.mentah.strip()
    }


def _values(kiriman: Kiriman | None) -> frozenset[tuple[tuple[str, str, str], str]]:
    return frozenset(_texts(kiriman).items()) if kiriman else frozenset()
