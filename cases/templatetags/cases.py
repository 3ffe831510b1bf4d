"""How facts on record are printed: kinds of income, hectares."""

from __future__ import annotations

from decimal import Decimal

from django import template

from cases.dictionaries import income_label
from opsapp.kernel.money import NBSP

register = template.Library()
register.filter("income_label", income_label)


@register.filter
def hectares(value: Decimal | None) -> str:
    """'1,25 ha przel.'."""
    return f"{value.normalize():f}".replace(".", ",") + f"{NBSP}ha przel." if value else "–"
