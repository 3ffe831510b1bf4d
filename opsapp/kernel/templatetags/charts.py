"""Charts in templates: `{% bar_chart "Wypłacono" labels series %}`, `{% line_chart … %}`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from opsapp.kernel.web.charts import HEIGHT, LEFT, RIGHT, WIDTH, Scale, Series, axis, bars, paths

register = template.Library()


@register.inclusion_tag("ui/chart.html")
def bar_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], *, unit: str = ""
) -> dict[str, Any]:
    """Bars from zero; `series` are `kernel.web.charts.Series`."""
    scale = Scale.of(series)
    return _context(title, labels, series, scale, unit) | {
        "bars": bars(labels, series, scale),
        "paths": [],
    }


@register.inclusion_tag("ui/chart.html")
def line_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], *, unit: str = ""
) -> dict[str, Any]:
    """Lines from zero, for change over time."""
    scale = Scale.of(series)
    return _context(title, labels, series, scale, unit) | {
        "bars": [],
        "paths": paths(labels, series, scale),
    }


def _context(
    title: str, labels: Sequence[str], series: Sequence[Series], scale: Scale, unit: str
) -> dict[str, Any]:
    return {
        "title": title,
        "unit": unit,
        "legend": [(i + 1, row.label) for i, row in enumerate(series) if row.label],
        "heads": [row.label or title for row in series],
        "table": [(label, [row.values[i] for row in series]) for i, label in enumerate(labels)],
        "grid": [
            (y, f"{value:,.0f}".replace(",", "\N{NO-BREAK SPACE}")) for y, value in scale.lines()
        ],
        "axis": axis(labels),
        "size": {
            "width": WIDTH,
            "height": HEIGHT,
            "left": LEFT,
            "right": WIDTH - RIGHT,
            "text": LEFT - 8,
            "foot": HEIGHT - 8,
        },
    }
