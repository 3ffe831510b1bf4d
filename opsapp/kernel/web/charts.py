"""Charts as SVG worked out on the server, with a table behind them; no script, no inline style,
they print too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

WIDTH, HEIGHT = 520, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 12, 28
GRID_LINES = 4
MOST_LABELS = 13


@dataclass(frozen=True, slots=True)
class Series:
    """A row of numbers with its name; None is a gap."""

    label: str
    values: Sequence[Decimal | int | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar as drawn."""

    x: str
    y: str
    width: str
    height: str
    colour: int
    title: str


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to the height of the drawing; the top is a round number."""

    top: Decimal

    @classmethod
    def of(cls, series: Sequence[Series]) -> Scale:
        """A scale from zero that holds every value."""
        most = max(
            (Decimal(value) for row in series for value in row.values if value), default=Decimal(1)
        )
        step = Decimal(10) ** (most.adjusted() - 1)
        return cls(ceil(most / step / GRID_LINES) * step * GRID_LINES)

    def y(self, value: Decimal | int) -> float:
        """The height on the page of a value."""
        return HEIGHT - BOTTOM - float(Decimal(value) / self.top) * (HEIGHT - BOTTOM - TOP)

    def lines(self) -> list[tuple[str, Decimal]]:
        """Lines of the grid: height and value."""
        values = [self.top * i / GRID_LINES for i in range(GRID_LINES + 1)]
        return [(f"{self.y(value):.1f}", value) for value in values]


def bars(labels: Sequence[str], series: Sequence[Series], scale: Scale) -> list[Bar]:
    """Bars beside each other for every label."""
    slot = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    width = min(slot * 0.7 / len(series), 56.0)
    drawn = []
    for i, label in enumerate(labels):
        start = LEFT + slot * i + (slot - width * len(series)) / 2
        for j, row in enumerate(series):
            value = row.values[i]
            if value is None:
                continue
            y = scale.y(value)
            title = f"{label}, {row.label}: {value}" if row.label else f"{label}: {value}"
            drawn.append(
                Bar(
                    f"{start + j * width:.1f}",
                    f"{y:.1f}",
                    f"{width - 2:.1f}",
                    f"{HEIGHT - BOTTOM - y:.1f}",
                    j + 1,
                    title,
                )
            )
    return drawn


def paths(labels: Sequence[str], series: Sequence[Series], scale: Scale) -> list[tuple[int, str]]:
    """A broken line for each series; a gap breaks it."""
    drawn = []
    for j, row in enumerate(series):
        steps, pen = [], "M"
        for i, value in enumerate(row.values):
            if value is None:
                pen = "M"
                continue
            steps.append(f"{pen}{middle(labels, i)} {scale.y(value):.1f}")
            pen = "L"
        drawn.append((j + 1, " ".join(steps)))
    return drawn


def middle(labels: Sequence[str], i: int) -> str:
    """The middle of a label's place on the axis."""
    slot = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    return f"{LEFT + slot * (i + 0.5):.1f}"


def axis(labels: Sequence[str]) -> list[tuple[str, str]]:
    """Labels of the axis with their places, thinned so that they do not run into each other."""
    every = ceil(len(labels) / MOST_LABELS) or 1
    return [(middle(labels, i), label) for i, label in enumerate(labels) if i % every == 0]
