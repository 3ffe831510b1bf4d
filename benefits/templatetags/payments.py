"""How obstacles and ways of payment are said."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template

from benefits.models.payout import Channel
from benefits.selectors_due import OBSTACLES
from benefits.services.payments.building import TITLE
from benefits.states import PAYMENT_LIST
from opsapp.kernel import money

register = template.Library()
ADVICE = {
    "not_final": "poczekaj na ostateczność albo odnotuj doręczenie",
    "withheld": "wznów wypłatę przy decyzji",
    "ended": "wyjaśnij z autorem decyzji",
    "deceased": "wydaj decyzję o wygaśnięciu",
    "receiver_died": "wpisz nowy sposób wypłaty w kartotece odbiorcy",
    "no_way": "wpisz rachunek albo kasę w kartotece odbiorcy",
}


@register.filter
def at(values: Mapping[int, str], key: int) -> str:
    """What stands at a key, or nothing."""
    return values.get(key, "")


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
def short_title(title: str) -> str:
    """'11.2026, PS/12/2026': a payment's title without the words that all of them share."""
    return title.removeprefix(TITLE).replace(", decyzja ", ", ")


@register.filter
def short_bank(name: str) -> str:
    """A bank's name without its legal form."""
    return name.removesuffix(" Spółka Akcyjna").removesuffix(" S.A.")


@register.filter
def in_words(amount: Decimal) -> str:
    """'czterysta pięć złotych 73/100', as lists of payments print their sum."""
    return money.in_words(amount)


@register.filter
def list_state(code: str) -> str:
    """A state of a payment list."""
    return PAYMENT_LIST.label(code)
