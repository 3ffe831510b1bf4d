"""How obstacles and ways of payment are said."""

from __future__ import annotations

from django import template

from benefits.models.payout import Channel
from benefits.selectors_due import OBSTACLES
from benefits.states import PAYMENT_LIST

register = template.Library()
ADVICE = {
    "not_final": "poczekaj na ostateczność albo odnotuj doręczenie",
    "withheld": "wznów wypłatę przy decyzji",
    "ended": "wyjaśnij z autorem decyzji",
    "deceased": "wydaj decyzję o wygaśnięciu",
    "no_way": "wpisz rachunek albo kasę w kartotece odbiorcy",
}


@register.filter
def obstacle(code: str) -> str:
    """Why an instalment cannot be paid."""
    return OBSTACLES[code]


@register.filter
def advice(code: str) -> str:
    """What to do about it."""
    return ADVICE[code]


@register.filter
def channel(code: str) -> str:
    """A way of payment."""
    return str(Channel(code).label)


@register.filter
def list_state(code: str) -> str:
    """A state of a payment list."""
    return PAYMENT_LIST.label(code)
