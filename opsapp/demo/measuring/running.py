"""Each measurement in a process of its own: one that fails, hangs or swells spoils no other."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from opsapp.demo.measuring.catalogue import Measurement
from opsapp.demo.measuring.figures import Figure

MOST_SECONDS = 120


def measured(measurements: Iterable[Measurement], *, town: str) -> Iterator[Figure]:
    """The figures, as they come; a measurement that fails says why in each of its own."""
    for one in measurements:
        yield from _beside(one, town)


def _beside(one: Measurement, town: str) -> Iterator[Figure]:
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    command = [sys.executable, manage, "bench", "--town", town, "--measure", one.names[0]]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False,
            timeout=MOST_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        yield from _failed(one, f"ponad {MOST_SECONDS} s")
        return
    if done.returncode:
        said = done.stderr.strip().splitlines()
        yield from _failed(one, said[-1] if said else f"kod {done.returncode}")
        return
    for line in done.stdout.strip().splitlines()[-1:]:
        yield from (Figure(**figure) for figure in json.loads(line))


def _failed(one: Measurement, why: str) -> Iterator[Figure]:
    return (Figure(name, failure=why[:160]) for name in one.names)


def written(figures: Iterable[Figure]) -> str:
    """Figures for the process that asked for them."""
    return json.dumps([asdict(figure) for figure in figures])
