"""What people wrote themselves: read for a draft, and watched when numbers change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from capaian.errors import SystemRefusalError
from capaian.ledger import Ledger
from capaian.model.narasi import CatatanTulisan, Tulisan
from capaian.model.register import NARASI_DICATAT, Peristiwa
from capaian.pipeline.office import Kantor, Pelaku
from capaian.text.words import maksud

if TYPE_CHECKING:
    from capaian.document.numbers import JejakAngka
    from capaian.report.bahan import Bahan


def load(kantor: Kantor) -> tuple[Mapping[str, Tulisan], tuple[CatatanTulisan, ...]]:
    """Read what was written for the period, and what in the document cannot be used.

    Raises:
        TemplateError: the narrative document is no Word file.
        SystemRefusalError: it cannot be opened.
    """
    from capaian.document.prose import read_narrative
    from capaian.report.tulisan import tempat

    path = kantor.folder.tulisan(kantor.periode)
    if not path.is_file():
        return {}, ()
    try:
        data = path.read_bytes()
    except OSError as e:
        raise SystemRefusalError(
            f"«{kantor.folder.relatif(path)}» tidak dapat dibuka ({e.strerror}).",
            "Tutup berkas itu di Word, lalu ulangi.",
        ) from None
    isi = read_narrative(data)
    dikenal = {t.kunci for t in tempat(kantor.siklus)}
    catatan = [
        CatatanTulisan(
            k, 0, "tempat", f"Tempat «{k}» tidak ada dalam laporan.{maksud(k, dikenal)} Tulisannya tidak dicetak."
        )
        for k in isi.tulisan
        if k not in dikenal
    ]
    catatan += [
        CatatanTulisan(k, 0, "tempat", "Tabel di bawah judul ini tidak diambil; tulis sebagai paragraf.")
        for k in isi.tabel
    ]
    return isi.tulisan, tuple(catatan)


def look(ledger: Ledger, kantor: Kantor, bahan: Bahan, jejak: Sequence[JejakAngka]) -> tuple[CatatanTulisan, ...]:
    """Look at what was written: numbers that the data does not hold, and texts whose numbers changed since."""
    from decimal import Decimal, InvalidOperation

    from capaian.report.periksa_tulisan import changes, wrong_numbers
    from capaian.report.tulisan import angka_tempat

    nilai = []
    for j in jejak:
        try:
            nilai.append(Decimal(j.nilai))
        except InvalidOperation:
            continue  # a level such as WTP
    kini = angka_tempat(bahan)
    catatan = list(wrong_numbers(bahan.tulisan, nilai, kini))
    lama = _noted(ledger, kantor)
    for k, t in bahan.tulisan.items():
        p = lama.get(k)
        if p is None or p.isi.get("sidik") != _fingerprint(t):
            continue
        dulu = p.isi.get("angka")
        beda = changes(dulu if isinstance(dulu, dict) else {}, kini.get(k, {}))
        if beda:
            pesan = (
                f"Angkanya berubah sejak tulisan ini dibuat ({'; '.join(beda[:4])}). Baca kembali; bila masih "
                f"benar, jalankan «capaian narrative --still-true {k}»."
            )
            catatan += [CatatanTulisan(k, ke, "usang", pesan, x) for ke, x in enumerate(t.paragraf[:1], 1)]
    return tuple(catatan)


def note_new(ledger: Ledger, kantor: Kantor, bahan: Bahan, pelaku: Pelaku, masih_benar: Sequence[str] = ()) -> None:
    """Record beside which numbers each new or changed text was written; or that an old one still holds."""
    from capaian.report.tulisan import angka_tempat

    kini, lama = angka_tempat(bahan), _noted(ledger, kantor)
    for k, t in bahan.tulisan.items():
        p, angka = lama.get(k), kini.get(k, {})
        baru = p is None or p.isi.get("sidik") != _fingerprint(t)
        if baru or (k in masih_benar and p is not None and p.isi.get("angka") != angka):
            isi = {"periode": str(kantor.periode), "tempat": k, "sidik": _fingerprint(t), "angka": angka}
            ledger.append(NARASI_DICATAT, isi, pelaku.nama, pelaku.waktu)


def _noted(ledger: Ledger, kantor: Kantor) -> dict[str, Peristiwa]:
    """The last record of each place."""
    return {
        str(p.isi["tempat"]): p for p in ledger.events(NARASI_DICATAT) if p.isi.get("periode") == str(kantor.periode)
    }


def _fingerprint(t: Tulisan) -> str:
    return sha256("\n".join((*t.paragraf, str(t.ganti))).encode()).hexdigest()[:16]
