"""Open points of law and practice about decisions: the centre's answer, or the default."""

from __future__ import annotations

from datetime import date
from typing import Any

from opsapp.kernel.audit import act
from opsapp.office.models import Setting, User
from opsapp.office.services import settings

SINCE = date(1990, 1, 1)

DEFAULTS: dict[str, tuple[Any, str]] = {
    "payments.pay_day": (25, "praktyka ośrodka: dzień miesiąca, w którym wypłaca się świadczenia"),
    "payments.pay_day_off": (
        "earlier",
        "praktyka ośrodka: gdy dzień wypłaty jest wolny – wcześniej (earlier) czy później (later)",
    ),
    "payments.head_signature": (
        False,
        "praktyka ośrodka: czy pod listą wypłat podpisuje się też kierownik (true), czy nie",
    ),
    "decisions.months": (3, "art. 38 ust. 5 u.p.s.: okres ustala ośrodek; propozycja w miesiącach"),
    "decisions.appeal_board": (
        "Samorządowego Kolegium Odwoławczego w Kielcach",
        "art. 17 pkt 1 k.p.a.: nazwa kolegium w dopełniaczu",
    ),
    "what_if.days": (
        365,
        "praktyka ośrodka: po ilu dniach usuwa się symulacje „Co jeśli?” (najmniej 30)",
    ),
    "funding.grant": (
        {"permanent_allowance": "whole", "periodic_allowance": "guaranteed"},
        "art. 147 ust. 7 u.p.s.: co opłaca dotacja – całość (whole) albo część zagwarantowaną",
    ),
}
"""Code, default answer and its basis; laid as settings, so that the administrator sees them."""


def answer(code: str, *, on: date) -> Any:
    """How the centre answers an open point on a day; without an answer, the default."""
    row = Setting.objects.filter(code=code, valid_from__lte=on).order_by("-valid_from").first()
    return row.value if row is not None else DEFAULTS[code][0]


@act
def lay(*, actor: User) -> int:
    """Lay the defaults that the centre has not answered; returns how many."""
    known = set(Setting.objects.values_list("code", flat=True))
    missing = {code: said for code, said in DEFAULTS.items() if code not in known}
    for code, (value, basis) in missing.items():
        settings.answer(code, value=value, valid_from=SINCE, basis=basis, actor=actor)
    return len(missing)
