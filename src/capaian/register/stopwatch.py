"""The clock of the SOP: how long each step took in working time, against its standard.

A step begins when the one before it ended and ends with its own event; step 9 begins when the draft is handed over,
and holds the drafts that a review asked for. Forms were given out when each unit had its first one. A report that was
opened again goes through steps 8 to 11 anew.
Minutes and hours are counted within the working hours, days as working days after the day it began. Source of the
standards: the SOP, column Mutu Baku.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from capaian.model.register import (
    FORMULIR_TERBIT,
    LAPORAN_DIBUKA,
    LAPORAN_DISERAHKAN,
    LAPORAN_DISUSUN,
    Langkah,
    Peristiwa,
)
from capaian.register import clock

_BAKU = re.compile(r"(\d+)\s+(menit|jam|hari)")
SUSUN = 8
"""Step in which the draft is made; the ones after it may be gone through more than once."""
_MENIT = {"menit": 1, "jam": 60}


@dataclass(frozen=True, slots=True)
class JamKerja:
    """Working hours of a day."""

    mulai: time = time(7, 30)
    selesai: time = time(16, 0)

    @classmethod
    def parse(cls, teks: str) -> JamKerja:
        """Read `07.30–16.00`.

        Raises:
            ValueError: it is no pair of times, or ends before it begins.
        """
        m = re.fullmatch(r"\s*(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})\s*", teks)
        if m is None:
            raise ValueError(f"bukan jam kerja: «{teks}»")
        a, b, c, d = (int(x) for x in m.groups())
        jam = cls(time(a, b), time(c, d))
        if jam.mulai >= jam.selesai:
            raise ValueError(f"bukan jam kerja: «{teks}»")
        return jam


@dataclass(frozen=True, slots=True)
class WaktuLangkah:
    """How long a step took, or has taken so far.

    Attributes:
        mulai: When it began; None when it did not yet.
        selesai: When it ended; None while it is under way.
        terpakai: In the unit of the standard: `2 hari`, `35 menit`; empty when it did not begin.
        lewat: How much more than the standard, in its unit; 0 when it is within.
    """

    mulai: datetime | None
    selesai: datetime | None
    terpakai: str
    lewat: int


def measure(
    langkah: Sequence[tuple[Langkah, bool]],
    peristiwa: Sequence[Peristiwa],
    kini: datetime,
    libur: Collection[date],
    jam: JamKerja,
) -> Mapping[int, WaktuLangkah]:
    """Return the time of each step by number.

    Args:
        langkah: Each step and whether it is done.
        peristiwa: Events of the period, in their order.
        kini: Now, for a step under way.
        libur: Days on which the office does not work.
        jam: Working hours.
    """
    hasil: dict[int, WaktuLangkah] = {}
    sebelum: datetime | None = None
    peristiwa = without_repeats(peristiwa)
    terakhir = last_round(peristiwa)
    diserahkan = next((p.waktu for p in terakhir if p.jenis == LAPORAN_DISERAHKAN), None)
    for k, selesai in langkah:
        milik = [p.waktu for p in (terakhir if k.nomor > SUSUN else peristiwa) if p.jenis == k.peristiwa]
        mulai = sebelum
        if k.nomor == SUSUN:
            mulai, milik = _drafting(peristiwa, terakhir, mulai, diserahkan)
        elif k.nomor == SUSUN + 1:
            mulai = diserahkan
        akhir = _end(milik, mulai) if selesai else None
        if mulai is None and milik:
            mulai = milik[0]
        if akhir is not None and mulai is not None and akhir < mulai:
            mulai = akhir
        if mulai is None or (sebelum is None and not milik):
            hasil[k.nomor] = WaktuLangkah(None, None, "", 0)
            sebelum = None
            continue
        hasil[k.nomor] = _measured(k.waktu, mulai, akhir, (kini, libur, jam))
        sebelum = akhir
    return hasil


def without_repeats(peristiwa: Iterable[Peristiwa]) -> list[Peristiwa]:
    """Leave out forms that were issued anew to a unit that had one of the period already."""
    hasil: list[Peristiwa] = []
    sudah: set[tuple[object, object]] = set()
    for p in peristiwa:
        if p.jenis == FORMULIR_TERBIT and p.isi.get("unit"):
            kunci = (p.isi.get("periode"), p.isi["unit"])
            if kunci in sudah:
                continue
            sudah.add(kunci)
        hasil.append(p)
    return hasil


def last_round(peristiwa: Sequence[Peristiwa]) -> Sequence[Peristiwa]:
    """What happened to the report since it was opened again; everything when it never was."""
    buka = max((n for n, p in enumerate(peristiwa) if p.jenis == LAPORAN_DIBUKA), default=-1)
    return peristiwa[buka + 1 :]


def _drafting(
    peristiwa: Sequence[Peristiwa],
    terakhir: Sequence[Peristiwa],
    mulai: datetime | None,
    diserahkan: datetime | None,
) -> tuple[datetime | None, list[datetime]]:
    """When step 8 began, and its drafts: those before the hand-over, for later ones belong to the review.

    In a report that was opened again it begins anew.
    """
    baru = [p.waktu for p in terakhir if p.jenis == LAPORAN_DISUSUN]
    if len(terakhir) < len(peristiwa):
        mulai = peristiwa[len(peristiwa) - len(terakhir) - 1].waktu
    semua = baru or [p.waktu for p in peristiwa if p.jenis == LAPORAN_DISUSUN]
    return mulai, [w for w in semua if diserahkan is None or w <= diserahkan] or semua


def _end(milik: Sequence[datetime], mulai: datetime | None) -> datetime | None:
    """The last event of a step: what came after it began, or the last there is."""
    sesudah = [w for w in milik if mulai is None or w >= mulai] or list(milik)
    return sesudah[-1] if sesudah else None


def _measured(
    baku: str, mulai: datetime, akhir: datetime | None, ukuran: tuple[datetime, Collection[date], JamKerja]
) -> WaktuLangkah:
    kini, libur, jam = ukuran
    m = _BAKU.search(baku)
    if m is None:
        return WaktuLangkah(mulai, akhir, "", 0)
    batas, satuan = int(m[1]), m[2]
    sampai = akhir or kini
    if satuan == "hari":
        n = max(0, clock.working_days_left(mulai.date(), sampai.date(), libur))
        return WaktuLangkah(mulai, akhir, f"{n} hari", max(0, n - batas))
    menit = working_minutes(mulai, sampai, libur, jam)
    lewat = max(0, menit - batas * _MENIT[satuan])
    return WaktuLangkah(mulai, akhir, duration(menit), -(-lewat // _MENIT[satuan]))


def working_minutes(mulai: datetime, sampai: datetime, libur: Collection[date], jam: JamKerja) -> int:
    """Return the minutes between two moments that lie within working hours of working days."""
    total = timedelta()
    hari = mulai.date()
    while hari <= sampai.date():
        if clock.is_working_day(hari, libur):
            a = max(mulai, datetime.combine(hari, jam.mulai, mulai.tzinfo))
            b = min(sampai, datetime.combine(hari, jam.selesai, mulai.tzinfo))
            total += max(timedelta(), b - a)
        hari += timedelta(days=1)
    return int(total.total_seconds() // 60)


def duration(menit: int) -> str:
    """Return `35 menit` or `2 jam 5 menit`."""
    jam, sisa = divmod(menit, 60)
    return f"{sisa} menit" if not jam else f"{jam} jam" + (f" {sisa} menit" if sisa else "")
