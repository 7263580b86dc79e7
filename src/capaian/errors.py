"""The error tree. Each class carries the exit code that the command line returns for it.

A problem in the data is never an exception here: it is a `Finding` (see `capaian.model.finding`).
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command."""

    WELL = 0
    DATA = 1
    """The data needs work: findings, quarantine, missing units, a mistake in the schema."""
    USAGE = 2
    """Wrong use: unknown option, a folder that is no office."""
    ENVIRONMENT = 3
    """Disk, permission, a file open in Word or Excel."""
    STATE = 4
    """The state of the cycle refuses it."""
    INTEGRITY = 5
    BUSY = 6
    BUG = 70
    INTERRUPTED = 130
    """Stopped with Ctrl+C."""


DIHENTIKAN = "Dihentikan. Yang sudah tercatat tetap aman; jalankan perintah yang sama untuk melanjutkan."
"""What is said when somebody stops a command, wherever it stands."""


class CapaianError(Exception):
    """A problem that is told to the user in one Indonesian message.

    Args:
        pesan: What happened and where, in Indonesian.
        saran: What the user can do about it.
    """

    exit_code: ExitCode = ExitCode.BUG

    def __init__(self, pesan: str, saran: str = "") -> None:
        super().__init__(pesan)
        self.pesan = pesan
        self.saran = saran


class UsageError(CapaianError):
    """The command was used wrongly."""

    exit_code = ExitCode.USAGE


class SystemRefusalError(CapaianError):
    """The machine refuses: disk, permission, locked file."""

    exit_code = ExitCode.ENVIRONMENT


class PluginError(SystemRefusalError):
    """A package that the office installed beside the program cannot be used."""


class StateError(CapaianError):
    """The cycle is not in a state that allows this act."""

    exit_code = ExitCode.STATE


class IntegrityError(CapaianError):
    """The archive or the ledger is not what was recorded."""

    exit_code = ExitCode.INTEGRITY


class BusyError(CapaianError):
    """Another run holds the ledger."""

    exit_code = ExitCode.BUSY


class DataError(CapaianError):
    """The data of the office folder needs work before the command can go on.

    Args:
        pesan: Summary, in Indonesian.
        daftar: Every problem found in one pass: place, what is wrong, what to write instead.
        saran: What to do after mending.
    """

    exit_code = ExitCode.DATA

    def __init__(self, pesan: str, daftar: tuple[tuple[str, str, str], ...] = (), saran: str = "") -> None:
        super().__init__(pesan, saran)
        self.daftar = daftar
