"""Empty tables that explain themselves."""

from __future__ import annotations

from datetime import datetime

from capaian.schema import exchange


def blank_workbook(waktu: datetime) -> bytes:
    """Return `skema.xlsx` with a sheet per table and a dictionary of all columns."""
    return exchange.to_workbook(exchange.EMPTY, waktu)


def blank_csv() -> dict[str, bytes]:
    """Return the same tables as CSV files by name."""
    return exchange.to_csv(exchange.EMPTY)
