"""The four stages for programs: what `capaian init-forms`, `collect`, `validate` and `build-report` do, as functions.

    from datetime import datetime
    from capaian import api

    office = api.open_office("kantor", "2025-TW4")
    who = api.Pelaku("Kasubag Program dan Keuangan", datetime.now().astimezone())
    api.init_forms(office, who)
    received = api.collect(office, who)
    checked = api.validate(office, who)
    draft = api.build_report(office, who)

Stable, under the version number of the program: the names of `__all__`, their parameters, what they raise, and the
documented attributes of the records they return. Attributes may be added, never taken away or given another meaning,
but in a version that says so. Everything else under `capaian` may change at any time.

Nothing is printed, nothing is asked, no clock is read. What goes wrong is a `CapaianError` with `pesan` (what happened,
in Indonesian), `saran` (what to do) and `exit_code`. A problem of the data is no exception: it is in what is returned.
An office folder has one writer at a time: another one gets `BusyError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from capaian.errors import (
    BusyError,
    CapaianError,
    DataError,
    IntegrityError,
    PluginError,
    StateError,
    SystemRefusalError,
    UsageError,
)
from capaian.model.capaian import Alasan, Capaian, Rekap, SerapanAnggaran
from capaian.model.ekspor import HasilEkspor
from capaian.model.finding import Finding, Severity
from capaian.model.hasil import FormulirTerbit, HasilKumpul, HasilLaporan, HasilPeriksa, Hitungan
from capaian.model.kiriman import Penerimaan, Putusan
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.model.periode import Periode
from capaian.pipeline import office as _office
from capaian.pipeline.office import Kantor, Pelaku
from capaian.workspace.folder import find

__all__ = [
    "Alasan",
    "BusyError",
    "Capaian",
    "CapaianError",
    "CellRef",
    "DataError",
    "Finding",
    "FormulirTerbit",
    "HasilEkspor",
    "HasilKumpul",
    "HasilLaporan",
    "HasilPeriksa",
    "Hitungan",
    "IntegrityError",
    "Kantor",
    "Keadaan",
    "Nilai",
    "Pelaku",
    "Penerimaan",
    "Periode",
    "PluginError",
    "Putusan",
    "Rekap",
    "SerapanAnggaran",
    "Severity",
    "StateError",
    "SystemRefusalError",
    "UsageError",
    "build_report",
    "collect",
    "compute",
    "export",
    "init_forms",
    "open_office",
    "validate",
]


def open_office(folder: str | Path, periode: str = "") -> Kantor:
    """Open an office folder: settings, tables and calendar as they are now. Open it again after they changed.

    Args:
        folder: The office folder, or one inside it.
        periode: `2025-TW4`, `2025-SM1` or `2025-TAHUN`; empty for the period of the settings. It has to lie in the
            year of the settings.

    Raises:
        DataError: settings or tables are wrong; `daftar` names each mistake with its place.
        UsageError: no office folder is here, or there is no such period.
        PluginError: the tables name a formula of a package that cannot be used.
        StateError: an older version made the folder; `capaian upgrade` brings it to this one.
        SystemRefusalError: a file cannot be read, or a newer version made the folder.
    """
    path = Path(folder).absolute()
    with _in_words():
        if not path.is_dir():
            raise UsageError(f"Folder «{path}» tidak ada.", "Periksa ejaannya.")
        return _office.open_current(find(path), periode)


def init_forms(
    kantor: Kantor, pelaku: Pelaku, unit: str = "", *, per_seksi: bool | None = None, tersendiri: bool = False
) -> tuple[FormulirTerbit, ...]:
    """Write the form of each unit and its letter; a form that asks nothing new is left as it was issued.

    Args:
        kantor: The office.
        pelaku: Who issues, and when; the deadline is counted from that day.
        unit: Code of one unit; empty for all.
        per_seksi: One form for each seksi, or one for a whole bidang; None as it was issued the last time.
        tersendiri: Forms of a semester or a year although forms of its quarters went out; they alone count then.

    Raises:
        UsageError: there is no such unit, or `pelaku` is not complete.
        StateError: the report of the period is approved, or is made from forms of quarters.
        BusyError: another run holds the ledger.
        SystemRefusalError: a form is open in Excel, or cannot be written. Nothing is recorded then.
    """
    from capaian.pipeline import forms

    with _in_words(pelaku):
        return tuple(forms.issue_forms(kantor, pelaku, unit, per_seksi, tersendiri=tersendiri))


def collect(
    kantor: Kantor,
    pelaku: Pelaku,
    inbox: str | Path | None = None,
    *,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    reread: bool = False,
) -> HasilKumpul:
    """Archive and judge every file of a folder, which itself is never changed. Running it again adds nothing.

    Files are read in child processes of this interpreter.

    Args:
        kantor: The office.
        pelaku: Who collects, and when.
        inbox: The folder; None for `inbox` of the office folder.
        progress: Called with the files done and the files in all.
        reread: Read files again that have not changed since they were read.

    Raises:
        UsageError: the folder is missing or one that this program writes, or `pelaku` is not complete.
        StateError: the report of the period is approved.
        BusyError: another run collects, or holds the ledger.
        SystemRefusalError: the archive cannot be written. What was recorded before stays.
    """
    from capaian.pipeline import intake

    dari = kantor.folder.inbox if inbox is None else Path(inbox)
    with _in_words(pelaku):
        intake.demand_inbox(kantor, dari)
        return intake.collect(kantor, pelaku, dari, progress, baca_ulang=reread)


def validate(kantor: Kantor, pelaku: Pelaku) -> HasilPeriksa:
    """Run every rule over the forms in force, keep the findings, write the list and the return pack of each unit.

    Raises:
        UsageError: `pelaku` is not complete.
        IntegrityError: the ledger was changed by another hand.
        BusyError: another run holds the ledger.
        PluginError: a package with rules cannot be used, or one of its rules failed. Nothing is recorded then.
        SystemRefusalError: the list is open in Excel.
    """
    from capaian.pipeline import validation

    with _in_words(pelaku):
        return validation.validate(kantor, pelaku)


def build_report(kantor: Kantor, pelaku: Pelaku, *, pdf: bool = False) -> HasilLaporan:
    """Compute the period and write the draft Laporan Kinerja with the trace of its numbers.

    Args:
        kantor: The office.
        pelaku: Who builds it; the day is printed.
        pdf: Also write a PDF, and the pages into the contents, when an office suite is on the computer.

    Raises:
        DataError: nothing was collected yet, or the template cannot be filled.
        UsageError: `pelaku` is not complete.
        StateError: the report of the period is approved.
        IntegrityError: the ledger was changed by another hand.
        BusyError: another run holds the ledger.
        PluginError: a package with rules or formulas cannot be used.
        SystemRefusalError: the draft is open in Word.
    """
    from capaian.pipeline import report

    with _in_words(pelaku):
        return report.build_report(kantor, pelaku, pdf=pdf)


def compute(kantor: Kantor) -> Hitungan:
    """Judge and compute the period as it stands, without writing or recording anything.

    Raises:
        IntegrityError: the ledger cannot be what was recorded.
        BusyError: another run holds the ledger.
        PluginError: a package with rules or formulas cannot be used.
    """
    from capaian.pipeline import report

    with _in_words():
        return report.compute_period(kantor)


def export(kantor: Kantor, pelaku: Pelaku, format: str, out: str | Path | None = None) -> HasilEkspor:
    """Write the numbers of the period into one file, as `capaian export` does.

    Args:
        kantor: The office.
        pelaku: Who asks, and when.
        format: `csv`, `json`, or one that a package adds.
        out: The file; None for one beside the reports of the period.

    Raises:
        DataError: nothing was collected yet.
        UsageError: no such format, the file is one that the office folder keeps, or `pelaku` is not complete.
        IntegrityError: the ledger was changed by another hand.
        BusyError: another run holds the ledger.
        PluginError: the package with the format cannot be used; nothing is written.
        SystemRefusalError: the file is open elsewhere, or cannot be written.
    """
    from capaian.pipeline import export as pipeline

    with _in_words(pelaku):
        return pipeline.export_period(kantor, pelaku, format, None if out is None else Path(out))


@contextmanager
def _in_words(pelaku: Pelaku | None = None) -> Iterator[None]:
    """Look at who acts, and say what the system refuses as a `CapaianError`."""
    if pelaku is not None and not pelaku.nama.strip():
        raise UsageError("Nama pelaku kosong.", "Isi Pelaku dengan nama orang yang bertindak.")
    if pelaku is not None and pelaku.waktu.tzinfo is None:
        raise UsageError(
            "Waktu pelaku tidak menyebut zona waktunya.", "Pakai waktu dengan zona, misalnya WIB (+07:00)."
        )
    try:
        yield
    except OSError as e:
        apa = f"«{e.filename}»" if e.filename else "Berkas"
        raise SystemRefusalError(
            f"{apa} tidak dapat dibaca atau ditulisi ({e.strerror or e}).",
            "Periksa izin, ruang disk, dan apakah berkasnya sedang dibuka di program lain.",
        ) from e
