"""Which version of a unit's form is in force: weighed by itself where nobody can doubt it, else asked about.

Neither file names nor file times decide: phones, flash disks and archives change both. The order is that of receipt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from capaian.intake.record import Tujuan
from capaian.ledger import Kedudukan, KirimanTercatat
from capaian.model.kiriman import Cacat, Kiriman
from capaian.model.nilai import KOSONG, Keadaan, Nilai
from capaian.model.periode import Periode

DITIMBANG, DIGANTI, DITARIK = "kiriman.ditimbang", "kiriman.diganti", "kiriman.ditarik"
_SEKALIGUS = "datang sekaligus dengan versi lain yang isinya berbeda"
_MENUNGGU = "versi lain dari unit ini masih menunggu pilihan"
_LEBIH_LAMA = "menurut catatan di dalamnya disimpan lebih dahulu daripada yang berlaku"
_SEKALI = 200
"""Units that are weighed in one transaction."""


Kunci = tuple[str, str, str]
"""Part, row code and column key."""


class _Milik(NamedTuple):
    unit: str
    periode: str


def weigh(tujuan: Tujuan) -> None:
    """Give every submission that was read its place among the versions of its unit.

    A first version comes into force, a newer one replaces the one in force and lists what changed. Nothing is decided
    when several different versions came at once, when others still wait for a choice, or when the file itself says that
    it is older than the one in force: these wait (B18). The same values again change nothing (N12).
    """
    belum = tujuan.ledger.standings(belum=True)
    milik = sorted({_Milik(k.unit, k.periode) for k in belum})
    for kelompok in _batches(milik, _SEKALI):
        with tujuan.ledger.transaction():
            _weigh_units(kelompok, tujuan)


def _weigh_units(milik: Sequence[_Milik], tujuan: Tujuan) -> None:
    """Weigh some units; all that is read here is read inside the transaction."""
    for periode in sorted({m.periode for m in milik}):
        diminta = {m.unit for m in milik if m.periode == periode}
        menurut: dict[str, list[Kedudukan]] = defaultdict(list)
        for k in tujuan.ledger.standings(Periode.parse(periode), unit=diminta):
            if not k.ditimbang or k.keadaan in ("berlaku", "menunggu"):
                menurut[k.unit].append(k)
        keadaan: dict[str, str] = {}
        for semua in menurut.values():
            baru = [k for k in semua if not k.ditimbang]
            if len(semua) == len(baru) == 1:
                tujuan.ledger.weigh(baru[0].nomor, "berlaku")
                keadaan[str(baru[0].nomor)] = "berlaku"
            elif baru:
                keadaan |= _contest(semua, tujuan)
        if keadaan:
            isi: dict[str, object] = {"periode": periode, "keadaan": keadaan}
            isi["versi"] = _said(Periode.parse(periode), diminta, keadaan, tujuan)
            tujuan.ledger.append(DITIMBANG, isi, tujuan.pelaku, tujuan.waktu)


def _contest(semua: Sequence[Kedudukan], tujuan: Tujuan) -> dict[str, str]:
    """Weigh the new versions of one unit against each other and against what is there."""
    isi = {k.nomor: _loaded(k.nomor, tujuan) for k in semua}
    baru = [isi[k.nomor] for k in semua if not k.ditimbang]
    aktif = next((isi[k.nomor] for k in semua if k.ditimbang and k.keadaan == "berlaku"), None)
    menunggu = any(k.ditimbang and k.keadaan == "menunggu" for k in semua)
    sekaligus = len({values(t.kiriman) for t in baru} - ({values(aktif.kiriman)} if aktif else set())) > 1
    hasil: dict[str, str] = {}
    for t in baru:
        if aktif and _whole(t.kiriman) == _whole(aktif.kiriman):
            tujuan.ledger.weigh(t.kiriman.nomor, "diganti", [Cacat("N12", {"lama": aktif.kiriman.nama})])
            hasil[str(t.kiriman.nomor)] = "diganti"
        elif menunggu or sekaligus or (aktif and _older(t.diubah, aktif.diubah, tujuan.waktu.tzinfo)):
            sebab = _SEKALIGUS if sekaligus else _MENUNGGU if menunggu else _LEBIH_LAMA
            catatan = Cacat("B18", {"unit": t.kiriman.kode.unit, "pilihan": t.kiriman.nama, "sebab": sebab})
            tujuan.ledger.weigh(t.kiriman.nomor, "menunggu", [catatan])
            hasil[str(t.kiriman.nomor)] = "menunggu"
        else:
            hasil |= put_in_force(t.kiriman, aktif.kiriman if aktif else None, (), "versi lebih baru", tujuan)
            aktif = t
    return hasil


def put_in_force(
    baru: Kiriman, lama: Kiriman | None, lain: Iterable[int], alasan: str, tujuan: Tujuan
) -> dict[str, str]:
    """Let a version count instead of another one, and record what that changes.

    Args:
        baru: What counts from now on.
        lama: What counted until now.
        lain: Numbers of other versions that no longer wait.
        alasan: Why, for the record.
        tujuan: Archive and ledger.

    Returns:
        The new state of each version, by its number as text.
    """
    hasil: dict[str, str] = {}
    for nomor in [*lain, *([lama.nomor] if lama else [])]:
        tujuan.ledger.weigh(nomor, "diganti", [Cacat("N15", {"berlaku": baru.nama})])
        hasil[str(nomor)] = "diganti"
    catatan = []
    if lama:
        isi: dict[str, object] = {
            "unit": baru.kode.unit,
            "periode": str(baru.kode.periode),
            "lama": lama.nomor,
            "baru": baru.nomor,
            "alasan": alasan,
            "perubahan": differences(lama, baru),
        }
        tujuan.ledger.append(DIGANTI, isi, tujuan.pelaku, tujuan.waktu)
        catatan = [Cacat("N11", {"lama": lama.nama, "jumlah": str(len(differences(lama, baru)))})]
    tujuan.ledger.weigh(baru.nomor, "berlaku", catatan)
    return hasil | {str(baru.nomor): "berlaku"}


def choose(dipilih: Kiriman, alasan: str, tujuan: Tujuan) -> None:
    """Put a version in force because a person said so; the others of its unit no longer wait.

    Call it inside a transaction.
    """
    periode = dipilih.kode.periode
    lain = [k for k in tujuan.ledger.standings(periode) if k.unit == dipilih.kode.unit and k.nomor != dipilih.nomor]
    aktif = tujuan.ledger.active_submission(dipilih.kode.unit, periode)
    lama = aktif.kiriman if aktif and aktif.kiriman.nomor != dipilih.nomor else None
    menunggu = [k.nomor for k in lain if k.keadaan == "menunggu"]
    keadaan = put_in_force(dipilih, lama, menunggu, alasan, tujuan)
    isi: dict[str, object] = {"periode": str(periode), "keadaan": keadaan, "alasan": alasan}
    isi["versi"] = _said(periode, {dipilih.kode.unit}, keadaan, tujuan)
    tujuan.ledger.append(DITIMBANG, isi, tujuan.pelaku, tujuan.waktu)


def withdraw(ditarik: Kedudukan, alasan: str, tujuan: Tujuan) -> None:
    """Take a version out of force because a person said so; none takes its place by itself.

    Call it inside a transaction.
    """
    tujuan.ledger.weigh(ditarik.nomor, "ditarik", [Cacat("N16", {"alasan": alasan})])
    isi: dict[str, object] = {
        "unit": ditarik.unit,
        "periode": ditarik.periode,
        "nomor": ditarik.nomor,
        "semula": ditarik.keadaan,
        "keadaan": {str(ditarik.nomor): "ditarik"},
        "versi": {str(ditarik.nomor): [{"kode": "N16", "rincian": {"alasan": alasan}}]},
        "alasan": alasan,
    }
    tujuan.ledger.append(DITARIK, isi, tujuan.pelaku, tujuan.waktu)


def _said(periode: Periode, unit: Collection[str], keadaan: Mapping[str, str], tujuan: Tujuan) -> dict[str, object]:
    """What weighing said about these versions, for the event that puts it under the chain."""
    return {
        str(k.nomor): [{"kode": c.kode, "rincian": dict(c.rincian)} for c in k.versi]
        for k in tujuan.ledger.standings(periode, unit=unit)
        if k.versi and str(k.nomor) in keadaan
    }


def differences(lama: Kiriman, baru: Kiriman) -> list[dict[str, str]]:
    """Return every value that differs, as old and new text with its cells, by code and column."""
    a, b = _filled(lama), _filled(baru)
    return [
        {
            "bagian": k[0],
            "kode": k[1],
            "kolom": k[2],
            "lama": _shown(a.get(k, KOSONG)),
            "baru": _shown(b.get(k, KOSONG)),
            "sel": _place(b.get(k, a.get(k, KOSONG))),
        }
        for k in [*a, *(k for k in b if k not in a)]
        if (x := a.get(k, KOSONG)).inti != (y := b.get(k, KOSONG)).inti or x.keadaan is not y.keadaan
    ]


def values(kiriman: Kiriman) -> frozenset[tuple[Kunci, Keadaan, Decimal | str]]:
    """Return what a version says, for comparing versions."""
    return frozenset((kunci, nilai.keadaan, nilai.inti) for kunci, nilai in _filled(kiriman).items())


def _whole(kiriman: Kiriman) -> tuple[object, ...]:
    """Return what a version says and in what state its form is: mending only the form makes a new version, too."""
    terkunci = frozenset((s.bagian, s.kode, s.kolom, s.baru.inti) for s in kiriman.terkunci)
    return values(kiriman), frozenset(kiriman.hilang), terkunci


def _filled(kiriman: Kiriman) -> dict[Kunci, Nilai]:
    return {(i.bagian, i.kode, kolom): v for i in kiriman.isian for kolom, v in i.nilai.items() if v.mentah.strip()}


def _shown(nilai: Nilai) -> str:
    return nilai.mentah if nilai.isi is None else str(nilai.isi)


def _place(nilai: Nilai) -> str:
    return f"{nilai.asal.lembar}!{nilai.asal.sel}" if nilai.asal else ""


def _older(diubah: str, lama: str, zona: tzinfo | None) -> bool:
    """Whether a file says of itself that it is older; OpenDocument names local time, the others name their zone."""
    a, b = (_moment(teks, zona) for teks in (diubah, lama))
    return a is not None and b is not None and a < b


def _moment(teks: str, zona: tzinfo | None) -> datetime | None:
    # Programs write up to nine decimals of a second; Python reads six.
    rapi = re.sub(r"(\.\d{6})\d+", r"\1", teks.strip().replace("Z", "+00:00"))
    try:
        waktu = datetime.fromisoformat(rapi)
    except ValueError:
        return None
    return waktu if waktu.tzinfo else waktu.replace(tzinfo=zona)


def _loaded(nomor: int, tujuan: Tujuan) -> KirimanTercatat:
    ada = tujuan.ledger.submission(nomor)
    if ada is None:
        raise LookupError(f"submission {nomor}")
    return ada


def _batches(milik: Sequence[_Milik], n: int) -> Iterable[Sequence[_Milik]]:
    return (milik[i : i + n] for i in range(0, len(milik), n))
