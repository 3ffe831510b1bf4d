"""Crash points: named places where a test lets the process die as if its power were cut."""

from __future__ import annotations

import os

VARIABLE = "OPS_CRASH_AT"
KILLED = 137
"""The exit code of a process that was killed with signal 9."""

_names: set[str] = set()


def declare(*names: str) -> tuple[str, ...]:
    """Register the crash points of a module: `POINTS = faults.declare("payments.file_written")`."""
    taken = _names.intersection(names)
    if taken:
        raise ValueError(f"Crash points declared twice: {', '.join(sorted(taken))}.")
    _names.update(names)
    return names


def registered() -> list[str]:
    """All declared names, so that a test can crash at each and watch everything converge."""
    return sorted(_names)


def point(name: str) -> None:
    """Die here at once, without cleaning up, when OPS_CRASH_AT names this point."""
    if name not in _names:
        raise LookupError(f"Crash point {name!r} is not declared.")
    if os.environ.get(VARIABLE) == name:
        os._exit(KILLED)
