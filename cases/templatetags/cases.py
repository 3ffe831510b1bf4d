"""How facts on record are printed: kinds of income, hectares, states of cases."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from cases.dictionaries import gmina_label, income_label
from cases.states import CASE, ENDED, WAITING
from opsapp.kernel.money import NBSP
from opsapp.kernel.templatetags.ops import state_chip
from opsapp.kernel.web.tones import tone_of

register = template.Library()
register.filter("income_label", income_label)
register.filter("gmina", gmina_label)


@register.filter
def hectares(value: Decimal | None) -> str:
    """'1,25 ha przel.'."""
    return f"{value.normalize():f}".replace(".", ",") + f"{NBSP}ha przel." if value else "–"


@register.filter
def case_ended(status: str) -> bool:
    """Whether nothing more happens in a case of this state."""
    return status in ENDED


@register.simple_tag
def case_state_chip(status: str) -> SafeString:
    """The state of a case; one that waits for the client or a court is amber, an ended one grey."""
    tone = "quiet" if status in ENDED else "warn" if status in WAITING else tone_of(status)
    going = "accent" if tone == "quiet" and status not in ENDED else tone
    return state_chip(status, CASE.label(status), tone=going)
