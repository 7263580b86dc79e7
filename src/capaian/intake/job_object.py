"""Limits for the reading child on Windows: a Job Object with a memory limit that dies with its parent.

Source: Microsoft, `CreateJobObjectW`, `SetInformationJobObject`, `JOBOBJECT_EXTENDED_LIMIT_INFORMATION` (winnt.h).
Called through ctypes, so that no package is needed. The structures can be made on every system, the functions on
Windows only.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import c_int64, c_size_t, c_uint32, c_uint64

LIMIT_PROCESS_MEMORY = 0x0000_0100
LIMIT_DIE_ON_UNHANDLED_EXCEPTION = 0x0000_0400
LIMIT_KILL_ON_JOB_CLOSE = 0x0000_2000
EXTENDED_LIMIT_INFORMATION = 9
"""`JobObjectExtendedLimitInformation` of `JOBOBJECTINFOCLASS`."""

FLAGS = LIMIT_PROCESS_MEMORY | LIMIT_DIE_ON_UNHANDLED_EXCEPTION | LIMIT_KILL_ON_JOB_CLOSE


class BasicLimits(ctypes.Structure):
    """`JOBOBJECT_BASIC_LIMIT_INFORMATION`."""

    _fields_ = (
        ("PerProcessUserTimeLimit", c_int64),
        ("PerJobUserTimeLimit", c_int64),
        ("LimitFlags", c_uint32),
        ("MinimumWorkingSetSize", c_size_t),
        ("MaximumWorkingSetSize", c_size_t),
        ("ActiveProcessLimit", c_uint32),
        ("Affinity", c_size_t),
        ("PriorityClass", c_uint32),
        ("SchedulingClass", c_uint32),
    )


class IoCounters(ctypes.Structure):
    """`IO_COUNTERS`."""

    _fields_ = tuple(
        (name, c_uint64)
        for name in (
            "ReadOperationCount",
            "WriteOperationCount",
            "OtherOperationCount",
            "ReadTransferCount",
            "WriteTransferCount",
            "OtherTransferCount",
        )
    )


class ExtendedLimits(ctypes.Structure):
    """`JOBOBJECT_EXTENDED_LIMIT_INFORMATION`."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", IoCounters),
        ("ProcessMemoryLimit", c_size_t),
        ("JobMemoryLimit", c_size_t),
        ("PeakProcessMemoryUsed", c_size_t),
        ("PeakJobMemoryUsed", c_size_t),
    )


def limits(memory: int) -> ExtendedLimits:
    """Return the limits of one child: committed memory in bytes, no crash dialog, and an end with the parent."""
    wanted = ExtendedLimits()
    wanted.BasicLimitInformation.LimitFlags = FLAGS
    wanted.ProcessMemoryLimit = memory
    return wanted


if sys.platform == "win32":
    from ctypes import wintypes

    class Job:
        """A job that holds one child; closing it, also by the end of this process, ends the child.

        Args:
            memory: Bytes that the child may commit.

        Raises:
            OSError: the system refuses.
        """

        def __init__(self, memory: int) -> None:
            self._kernel = _kernel()
            self._handle: int | None = self._kernel.CreateJobObjectW(None, None)
            if not self._handle:
                raise ctypes.WinError(ctypes.get_last_error())
            wanted = limits(memory)
            size = ctypes.sizeof(wanted)
            done = self._kernel.SetInformationJobObject(
                self._handle, EXTENDED_LIMIT_INFORMATION, ctypes.byref(wanted), size
            )
            if not done:
                self._fail()

        def take(self, process: int) -> None:
            """Put a process, by its handle, into the job.

            Raises:
                OSError: the system refuses.
            """
            if not self._kernel.AssignProcessToJobObject(self._handle, process):
                self._fail()

        def close(self) -> None:
            """End what is in the job."""
            handle, self._handle = self._handle, None
            if handle:
                self._kernel.CloseHandle(handle)

        def _fail(self) -> None:
            error = ctypes.WinError(ctypes.get_last_error())
            self.close()
            raise error

    def _kernel() -> ctypes.WinDLL:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD)
        kernel.SetInformationJobObject.restype = wintypes.BOOL
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        kernel.AssignProcessToJobObject.restype = wintypes.BOOL
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        kernel.CloseHandle.restype = wintypes.BOOL
        return kernel
