"""Working days of an office with a five-day week and the holidays it lists itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

_SABTU = 5


def is_working_day(hari: date, libur: Collection[date]) -> bool:
    """Whether the office works: Monday to Friday, no listed holiday."""
    return hari.weekday() < _SABTU and hari not in libur


def add_working_days(mulai: date, n: int, libur: Collection[date]) -> date:
    """Return the n-th working day after `mulai`; the day itself does not count (local practice)."""
    hari = mulai
    while n > 0:
        hari += timedelta(days=1)
        n -= is_working_day(hari, libur)
    return hari


def working_days_left(kini: date, tenggat: date, libur: Collection[date]) -> int:
    """Return working days after `kini` up to `tenggat`; negative when the deadline has passed."""
    if kini > tenggat:
        return -working_days_left(tenggat, kini, libur)
    return sum(is_working_day(kini + timedelta(days=d), libur) for d in range(1, (tenggat - kini).days + 1))


def unlisted_years(hari: Iterable[date], libur: Collection[date]) -> tuple[int, ...]:
    """Return the years of these days for which no holiday is listed, so that deadlines in them come out too early.

    New Year alone, which ends many a list of the year before, speaks of January only.
    """
    tahun = {h.year for h in hari if not any(_speaks_of(x, h) for x in libur)}
    return tuple(sorted(tahun))


def _speaks_of(libur: date, hari: date) -> bool:
    return libur.year == hari.year and (hari.month == 1 or (libur.month, libur.day) != (1, 1))
