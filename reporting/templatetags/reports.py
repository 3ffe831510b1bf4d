"""Filters of reports."""

from __future__ import annotations

from decimal import Decimal

from django import template

from reporting.states import REPORT

register = template.Library()


@register.filter
def figure_of(value: Decimal | None, money: bool) -> str:
    """A number of a report: money with grosze, counts whole, ratios with one place."""
    if value is None:
        return "–"
    places = 2 if money else 0 if value == value.to_integral_value() else 1
    text = f"{value:,.{places}f}".replace(",", "\u00a0").replace(".", ",")
    return text


@register.filter
def report_state(code: str) -> str:
    """The Polish label of a state."""
    return REPORT.label(code)
