"""A returned workbook, read within bounds: what stands in it, or why it cannot be read.

Meant to run in a child process (`capaian.intake.child`): the budgets here bound time and memory of honest and
hostile files alike, the process limits catch what they miss.
"""

from __future__ import annotations

from collections.abc import Callable

from capaian.model.kiriman import Cacat
from capaian.sheet.facts import Unreadable, Workbook
from capaian.sheet.ods import read_ods
from capaian.sheet.preflight import Package, directory
from capaian.sheet.sniff import refusal, sniff
from capaian.sheet.xlsx import read_xlsx


def read(data: bytes, kind: str = "", lewati: frozenset[str] = frozenset()) -> Workbook:
    """Read a workbook from memory.

    Args:
        data: The whole file.
        kind: What `sniff` said of it, when it was asked before.
        lewati: Names of sheets of an Excel workbook whose cells need not be read.

    Returns:
        The facts; nothing is judged, no formula computed, no link followed.

    Raises:
        Unreadable: with the code and details that say why.
        MemoryError: when the process may not take more.
    """
    kind = kind or sniff(data)
    if kind == "xlsx":
        return read_xlsx(Package(data), lewati)
    if reading := _READERS.get(kind):
        return reading(data)
    if kind == "zip":
        raise _refused(refusal(kind, n=str(sum(not i.is_dir() for i in directory(data).infolist()))))
    raise _refused(refusal(kind))


def _refused(cacat: Cacat) -> Unreadable:
    return Unreadable(cacat.kode, **cacat.rincian)


def _xls(data: bytes) -> Workbook:
    from capaian.sheet.xls import read_xls  # a library that most files do not need

    return read_xls(data)


def _xlsb(data: bytes) -> Workbook:
    from capaian.sheet.xlsb import read_xlsb  # native code, not loaded for other files

    return read_xlsb(data)


_READERS: dict[str, Callable[[bytes], Workbook]] = {
    "xls": _xls,
    "xlsb": _xlsb,
    "ods": lambda data: read_ods(Package(data)),
}
"""Other kind → its reader. Native and foreign code only ever runs behind this table, in the child process."""
