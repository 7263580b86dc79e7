"""The daftar pengendali surat masuk, read from the events: nothing is kept twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from capaian.model.register import (
    DISPOSISI_DIBATALKAN,
    SURAT_DIBATALKAN,
    SURAT_DIDISPOSISI,
    SURAT_DIPINDAI,
    SURAT_DITERIMA,
    SURAT_DITINDAKLANJUTI,
    Peristiwa,
)
from capaian.model.surat_masuk import Disposisi, Pembubuh, SuratMasuk

PEMBUBUH = {"kepala": SURAT_DIDISPOSISI, "sekretaris": SURAT_DITINDAKLANJUTI}
"""Who writes a disposisi, in the order of the SOP (steps 2 and 3), and the event that records it."""


def letters(peristiwa: Iterable[Peristiwa]) -> tuple[SuratMasuk, ...]:
    """Return every letter in the order it was entered, each with its disposisi."""
    surat: dict[int, SuratMasuk] = {}
    for p in peristiwa:
        if p.jenis == SURAT_DITERIMA:
            surat[p.urut] = _letter(p)
        elif p.jenis in PEMBUBUH.values():
            milik = int(str(p.isi["surat"]))
            surat[milik] = replace(surat[milik], disposisi=(*surat[milik].disposisi, _disposition(p)))
        elif p.jenis == DISPOSISI_DIBATALKAN:
            milik, batal = int(str(p.isi["surat"])), int(str(p.isi["dibatalkan"]))
            tinggal = tuple(d for d in surat[milik].disposisi if d.urut != batal)
            surat[milik] = replace(surat[milik], disposisi=tinggal)
        elif p.jenis == SURAT_DIPINDAI:
            milik = int(str(p.isi["surat"]))
            surat[milik] = replace(surat[milik], berkas=str(p.isi["berkas"]), sha256=str(p.isi["berkas_sha256"]))
        elif p.jenis == SURAT_DIBATALKAN:
            milik = int(str(p.isi["dibatalkan"]))
            surat[milik] = replace(surat[milik], dibatalkan=str(p.isi["alasan"]))
    return tuple(surat.values())


def valid(peristiwa: Sequence[Peristiwa]) -> tuple[Peristiwa, ...]:
    """Return the events without letters and disposisi that were withdrawn: they did not happen."""
    batal = {int(str(p.isi["dibatalkan"])) for p in peristiwa if p.jenis in (SURAT_DIBATALKAN, DISPOSISI_DIBATALKAN)}
    return tuple(p for p in peristiwa if not batal or (p.urut not in batal and p.isi.get("surat") not in batal))


def next_number(surat: Sequence[SuratMasuk], tahun: int) -> int:
    """Return the next agenda number of a year (local practice: the agenda restarts each year)."""
    return max((s.agenda for s in surat if s.tahun == tahun), default=0) + 1


def next_role(surat: SuratMasuk) -> str:
    """Return who writes next: `kepala`, `sekretaris`, or empty when both have."""
    sudah = {d.pembubuh.peran for d in surat.disposisi}
    return next((p for p in PEMBUBUH if p not in sudah), "")


def last_day(surat: SuratMasuk) -> date:
    """Return the day of the last act on a letter; the next one is not before it."""
    return max([surat.diterima, *(d.tanggal for d in surat.disposisi)])


def _letter(p: Peristiwa) -> SuratMasuk:
    isi = p.isi
    return SuratMasuk(
        agenda=int(str(isi["agenda"])),
        periode=str(isi["periode"]),
        nomor=str(isi["nomor"]),
        tanggal=date.fromisoformat(str(isi["tanggal"])),
        asal=str(isi["asal"]),
        hal=str(isi["hal"]),
        sifat=str(isi["sifat"]),
        lampiran=str(isi["lampiran"]),
        diterima=date.fromisoformat(str(isi["diterima"])),
        berkas=str(isi["berkas"]),
        sha256=str(isi.get("berkas_sha256", "")),
        urut=p.urut,
    )


def _disposition(p: Peristiwa) -> Disposisi:
    isi = p.isi
    pembubuh = Pembubuh(**{k: str(isi[k]) for k in Pembubuh.__dataclass_fields__})
    batas = str(isi["batas"])
    return Disposisi(
        pembubuh=pembubuh,
        tanggal=date.fromisoformat(str(isi["tanggal"])),
        kepada=_texts(isi["kepada"]),
        harap=_texts(isi["harap"]),
        catatan=str(isi["catatan"]),
        batas=date.fromisoformat(batas) if batas else None,
        urut=p.urut,
    )


def _texts(isi: object) -> tuple[str, ...]:
    return tuple(str(x) for x in cast("list[object]", isi))
