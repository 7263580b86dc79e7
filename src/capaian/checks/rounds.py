"""From one validation to the next: findings open, close, open again, or are accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from capaian.checks.waivers import Penilaian
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.putaran import Gerak, KeadaanTemuan, Perubahan, RekapRiwayat

_BUKA, _KECUALI, _SELESAI = KeadaanTemuan.TERBUKA, KeadaanTemuan.DIKECUALIKAN, KeadaanTemuan.SELESAI


def latest(perubahan: Iterable[Perubahan]) -> dict[Kunci, Perubahan]:
    """Return the last change of each finding, in the order of their numbers."""
    return {p.kunci: p for p in sorted(perubahan, key=lambda p: (p.nomor, p.pemeriksaan))}


def advance(
    lama: Mapping[Kunci, Perubahan], penilaian: Penilaian, pemeriksaan: int, tertahan: Collection[str] = ()
) -> tuple[Perubahan, ...]:
    """Return what changed since the validation before.

    Args:
        lama: Last change of each finding, see `latest`.
        penilaian: The findings of now.
        pemeriksaan: Number of this validation.
        tertahan: Units of which no form counts while a choice between versions is awaited; that nothing is found in
            their rows does not mean that anything was mended.
    """
    # A breach that the unit has explained became a note: as a finding it is settled.
    kini: dict[Kunci, tuple[KeadaanTemuan, Finding]] = {
        f.kunci: (_BUKA, f) for f in penilaian.berlaku if f.severity is not Severity.CATATAN
    }
    kini |= {d.temuan.kunci: (_KECUALI, d.temuan) for d in penilaian.dikecualikan}
    hasil: list[Perubahan] = []
    berikut = max((p.nomor for p in lama.values()), default=0) + 1
    for kunci, (keadaan, f) in kini.items():
        ada = lama.get(kunci)
        nomor = ada.nomor if ada else berikut
        berikut += not ada
        if ada is None or ada.keadaan is not keadaan:
            hasil.append(Perubahan(pemeriksaan, nomor, kunci, f.severity, keadaan, f.pesan, f.nama_butir))
    hasil += [
        Perubahan(pemeriksaan, p.nomor, kunci, p.severity, _SELESAI, p.pesan, p.nama_butir)
        for kunci, p in lama.items()
        if kunci not in kini and p.keadaan is not _SELESAI and not (kunci.butir and kunci.unit in tertahan)
    ]
    return tuple(hasil)


def movement(lama: Mapping[Kunci, Perubahan], perubahan: Sequence[Perubahan]) -> Gerak:
    """Count how findings moved.

    Args:
        lama: Last change of each finding before.
        perubahan: What changed.
    """
    hitung = Counter(step(lama.get(p.kunci), p) for p in perubahan)
    pergi = {p.kunci for p in perubahan}
    tetap = sum(p.keadaan is _BUKA and p.kunci not in pergi for p in lama.values())
    return Gerak(hitung["baru"], tetap, hitung["selesai"], hitung["terbuka lagi"], hitung["dikecualikan"])


def step(lama: Perubahan | None, baru: Perubahan) -> str:
    """Name one change: `baru`, `selesai`, `terbuka lagi` or `dikecualikan`."""
    if baru.keadaan is not _BUKA:
        return baru.keadaan.value
    return "terbuka lagi" if lama else "baru"


def movements(perubahan: Iterable[Perubahan], pemeriksaan: Iterable[int]) -> dict[int, Gerak]:
    """Return how findings moved in each validation, by its number.

    Args:
        perubahan: All changes of a period.
        pemeriksaan: Numbers of its validations.
    """
    per: dict[int, list[Perubahan]] = {}
    for p in perubahan:
        per.setdefault(p.pemeriksaan, []).append(p)
    keadaan: dict[Kunci, Perubahan] = {}
    hasil: dict[int, Gerak] = {}
    for nomor in sorted(pemeriksaan):
        hasil[nomor] = movement(keadaan, per.get(nomor, []))
        keadaan |= {p.kunci: p for p in per.get(nomor, [])}
    return hasil


def counts(perubahan: Iterable[Perubahan]) -> tuple[RekapRiwayat, ...]:
    """Count findings over all validations, per unit and rule: how many there were, and where they are now."""
    per: dict[tuple[str, str], dict[Kunci, list[Perubahan]]] = {}
    for p in sorted(perubahan, key=lambda p: p.pemeriksaan):
        per.setdefault((p.kunci.unit, p.kunci.kode), {}).setdefault(p.kunci, []).append(p)
    hasil = []
    for (unit, kode), temuan in per.items():
        kini = Counter(jalan[-1].keadaan for jalan in temuan.values())
        lagi = sum(step(a, b) == "terbuka lagi" for jalan in temuan.values() for a, b in pairwise(jalan))
        hasil.append(RekapRiwayat(unit, kode, len(temuan), kini[_BUKA], kini[_KECUALI], kini[_SELESAI], lagi))
    return tuple(sorted(hasil, key=lambda r: (r.unit, r.kode)))
