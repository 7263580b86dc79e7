"""The highest memory of a process, for every bench in one way."""

from __future__ import annotations

import re
import sys
from importlib.util import find_spec
from pathlib import Path


def peak() -> float:
    """Return the most memory this process held, in MB; 0 where the system does not tell.

    On Linux from the process itself: what `getrusage` says is inherited from whoever started it.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text("ascii", "replace")) if status.exists() else None
    if found:
        return int(found[1]) / 1024
    if find_spec("resource") is None:
        return 0.0
    import resource

    puncak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return puncak / (1024 * 1024 if sys.platform == "darwin" else 1024)
