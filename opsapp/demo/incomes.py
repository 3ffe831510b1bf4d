"""What families live on: sources drawn once, their amounts by the law of each year.

Amounts are whole steps of the income criterion or fixed by statute, so that many families share
one calculation and the rules are asked once for all of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules import Law
from opsapp.demo.chance import Chance, Weighted
from opsapp.demo.families import Family, Source
from opsapp.kernel.periods import Month

_BY_SITUATION = {
    "unemployment": Weighted(
        [("", 50), ("contract_net", 30), ("salary_net", 8), ("housing_allowance", 12)]
    ),
    "disability": Weighted([("nursing_allowance", 55), ("", 20), ("disability_pension_net", 25)]),
    "illness": Weighted(
        [("", 40), ("sickness_benefit", 25), ("contract_net", 20), ("nursing_allowance", 15)]
    ),
    "other": Weighted([("", 40), ("contract_net", 40), ("salary_net", 20)]),
}
_FIXED: dict[str, tuple[tuple[date, str], ...]] = {
    "nursing_allowance": ((date(2019, 11, 1), "215.84"),),
    "child_benefit_800": ((date(2016, 4, 1), "500.00"), (date(2024, 1, 1), "800.00")),
    "family_allowance": ((date(2016, 11, 1), "124.00"),),
    "alimony_received": ((date(2010, 1, 1), "400.00"), (date(2023, 1, 1), "500.00")),
}
LEVELS = (1, 2, 4, 6)
"""Twelfths of the criterion that a source brings."""
MOST = Decimal("0.85")
EXCLUDED = frozenset({"child_benefit_800"})
PAYERS = {
    "contract_net": "zleceniodawca prywatny",
    "salary_net": "zakład pracy",
    "housing_allowance": "Ośrodek Pomocy Społecznej w Sandomierzu",
    "nursing_allowance": "Ośrodek Pomocy Społecznej w Sandomierzu",
    "family_allowance": "Ośrodek Pomocy Społecznej w Sandomierzu",
    "disability_pension_net": "ZUS Oddział w Kielcach",
    "survivor_pension_net": "ZUS Oddział w Kielcach",
    "sickness_benefit": "ZUS Oddział w Kielcach",
    "child_benefit_800": "ZUS",
    "alimony_received": "ojciec dziecka",
}
TITLES = {
    "contract_net": "oświadczenie o zarobkach z prac dorywczych",
    "salary_net": "zaświadczenie o wynagrodzeniu",
    "housing_allowance": "decyzja o dodatku mieszkaniowym",
    "nursing_allowance": "decyzja o zasiłku pielęgnacyjnym",
    "family_allowance": "decyzja o zasiłku rodzinnym",
    "disability_pension_net": "odcinek renty",
    "survivor_pension_net": "odcinek renty rodzinnej",
    "sickness_benefit": "zaświadczenie o zasiłku chorobowym",
    "child_benefit_800": "oświadczenie o świadczeniu wychowawczym",
    "alimony_received": "oświadczenie o otrzymanych alimentach",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """An amount received in a month by the member at a place of the family."""

    member: int
    kind: str
    amount: Decimal


def sources(chance: Chance, family: Family) -> Iterator[Source]:
    """What the family lives on; seldom nothing at all."""
    kind = _BY_SITUATION[family.situation].draw(chance)
    if kind:
        yield Source(0, kind, chance.choice(LEVELS))
    allowance = chance.happens(0.6)
    for place, member in enumerate(family.members[1:], start=1):
        if member.role in ("spouse", "partner") and chance.happens(0.5):
            yield Source(place, "salary_net", 3)
        elif member.role == "parent":
            yield Source(place, "survivor_pension_net", chance.choice((4, 6)))
        elif member.role == "child":
            yield Source(0, "child_benefit_800", 1)
            if allowance:
                yield Source(0, "family_allowance", 1)
            if len(family.members) == 2 and chance.happens(0.4):
                yield Source(0, "alimony_received", 1)


def receipts(family: Family, places: list[int], month: Month, law: Law) -> list[Receipt]:
    """What the members at these places received in a month, never up to their criterion."""
    limit = criterion(law, len(places), month.first_day)
    received, counted = [], Decimal()
    for source in sorted(family.sources, key=lambda source: source.member):
        amount = _amount(source, limit, month)
        adds = Decimal() if source.kind in EXCLUDED else amount
        if source.member in places and counted + adds < limit * MOST:
            received.append(Receipt(source.member, source.kind, amount))
            counted += adds
    return received


def criterion(law: Law, size: int, on: date) -> Decimal:
    """The income criterion of a family of that size, złoty a month."""
    kind = "single" if size == 1 else "family"
    return law.value(f"social_assistance.criterion_{kind}", on) * size


def _amount(source: Source, limit: Decimal, month: Month) -> Decimal:
    fixed = _FIXED.get(source.kind)
    if fixed is None:
        return (limit * source.level / 12).quantize(Decimal("0.01"))
    place = bisect_right([day for day, _ in fixed], month.first_day) - 1
    return Decimal(fixed[max(place, 0)][1])
