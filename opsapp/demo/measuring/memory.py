"""What a process holds in memory, from /proc."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

PEAK_ANEW = "5"
"""Written to clear_refs: the highest mark of memory begins anew."""


def megabytes(pid: int, what: str) -> float:
    """`VmRSS` (now) or `VmHWM` (at most) of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    raise LookupError(what)


def growth(work: Callable[[], object]) -> float:
    """By how many megabytes this process grew at the height of a piece of work."""
    pid = os.getpid()
    Path("/proc/self/clear_refs").write_text(PEAK_ANEW)
    before = megabytes(pid, "VmRSS")
    work()
    return megabytes(pid, "VmHWM") - before
