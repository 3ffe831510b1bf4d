"""Zasiłek rodzinny z dodatkami (art. 4–16 u.ś.r.), with złotówka za złotówkę since 2016.

A benefit period is cut where income or law changes; each stretch is determined for itself. Within
the threshold everything is due in its own months. Above it the family gets one monthly sum: the
average of what would be due, less the excess of the family over its threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules.assessment import Component, Outcome, Refused
from benefits.rules.facts import CaseFacts
from benefits.rules.family_allowance_input import CIRCUMSTANCES, check
from benefits.rules.family_children import CODE, ages_of, claim_of
from benefits.rules.family_income import family_income, rules_for, runs
from benefits.rules.family_supplements import Item, Once, Table
from benefits.rules.family_taper import Stretch, tapered
from benefits.rules.family_unit import Unit, asked_span, family_unit, period_of, size_of
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.trace import (
    Step,
    difference,
    gap,
    passed,
    product,
    quotient,
    rounded,
    same,
    total,
)
from opsapp.kernel.periods import Month

BASIS = "art. 4–16 u.ś.r."
TAPER = f"{CODE}.taper_minimum"

benefit(CODE, "Zasiłek rodzinny z dodatkami", CIRCUMSTANCES, check)


@dataclass(frozen=True, slots=True)
class Determination:
    """The answer for one stretch of months: monthly and one-off parts, or why nothing is due."""

    step: Step
    monthly: Step | None = None
    components: tuple[Component, ...] = ()
    refused: Refused | None = None


@rule(CODE, since=date(2014, 11, 1))
def family_allowance(facts: CaseFacts, law: Law) -> Outcome:
    """Determine each stretch of the asked months; the amount is that of the first month paid."""
    span = asked_span(facts, "family_benefits")
    law_changes = [Month.of(day) for day in law.parameters[TAPER].starts]
    answers = [
        _determine(facts, law, first, last)
        for first, last in runs(facts, "family_benefits", span, *law_changes)
    ]
    shown = tuple(answer.step for answer in answers)
    paid = [answer for answer in answers if answer.monthly is not None]
    if not paid:
        refusal = answers[0].refused
        assert refusal is not None
        return Outcome(None, shown, BASIS, refusals=(refusal,))
    amount = paid[0].monthly
    components = tuple(part for answer in paid for part in answer.components)
    return Outcome(amount, shown, BASIS, components=components)


def _determine(facts: CaseFacts, law: Law, first: Month, last: Month) -> Determination:
    """Income against the threshold, then all, or the tapered sum, or nothing."""
    on = first.first_day
    unit = _unit(facts, law, on)
    ages = ages_of(law, on)
    claims = [claim_of(facts, n, ages) for n in range(len(facts.circumstances["children"]))]
    table = Table(facts, law, unit, on, claims)
    stretches = _stretches(table, first, last)
    denied = tuple(claim.refusal for claim in claims if claim.refusal is not None)
    if not any(stretch.items for stretch in stretches):
        return _nobody(first, last, [claim.born for claim in claims], denied)
    rules = rules_for(law, "family_benefits", asked_span(facts, "family_benefits"))
    income = family_income(facts, law, unit, rules, first)
    test = _test(law, on, unit, income)
    denied += table.ended_leaves(last)
    once = list(table.once(first, last, period_of(first, "family_benefits")))
    if test.value == "tak" or _tolerated(facts, law, on, test):
        return _whole(stretches, once, (test, *denied))
    if not law.has(TAPER, on):
        return _refused(first, last, (test, *denied), _too_high())
    return _above(law, stretches, once, test, _excess(unit, income, test.inputs[1]))


def _unit(facts: CaseFacts, law: Law, on: date) -> Unit:
    """The family; of children under a legal guardian only themselves (art. 5 ust. 11)."""
    if not facts.circumstances["guardian"]:
        if facts.circumstances["children"][0]["member"] == facts.applicant.id:
            return Unit((facts.applicant,), size_of((facts.applicant,), "art. 5 ust. 1 u.ś.r."))
        return family_unit(facts, law, "family_benefits", on)
    ids = {row["member"] for row in facts.circumstances["children"]}
    wards = tuple(one for one in facts.household if one.id in ids)
    return Unit(wards, size_of(wards, "art. 5 ust. 11 u.ś.r."))


def _stretches(table: Table, first: Month, last: Month) -> list[Stretch]:
    """The months cut where what is due changes."""
    starts = [first, *sorted({cut for cut in table.cuts() if first < cut <= last})]
    ends = [*(start - 1 for start in starts[1:]), last]
    return [Stretch(a, b, tuple(table.items(a))) for a, b in zip(starts, ends, strict=True)]


def _test(law: Law, on: date, unit: Unit, income: Step) -> Step:
    """Income per head, to the grosz, at most the threshold (art. 5 ust. 1–2)."""
    kind = "criterion_disabled" if unit.has_child_with_certificate else "criterion"
    exact = quotient("income.per_head_exact", "Dochód na osobę przed zaokrągleniem", income,
                     unit.size, "art. 5 ust. 1 u.ś.r.")  # fmt: skip
    head = rounded("income.per_head", "Dochód na osobę w rodzinie", exact, "art. 3 pkt 2 u.ś.r.")
    threshold = law.step(f"{CODE}.{kind}", on)
    return passed(f"{CODE}.income_test", "Dochód na osobę nie przekracza kryterium",
                  head.number <= threshold.number, (head, threshold),
                  "art. 5 ust. 1–2 u.ś.r.")  # fmt: skip


def _tolerated(facts: CaseFacts, law: Law, on: date, test: Step) -> bool:
    """Until 2015: an excess up to the lowest allowance, when it was due the period before."""
    if law.has(TAPER, on) or not facts.circumstances["held_before"]:
        return False
    head, threshold = test.inputs
    return head.number - threshold.number <= law.value(f"{CODE}.amount_to_5", on)


def _said(first: Month, last: Month) -> str:
    return f"Rozstrzygnięcie za {first.month:02}.{first.year}–{last.month:02}.{last.year}"


def _whole(
    stretches: Sequence[Stretch], once: list[Once], shown: tuple[Step, ...]
) -> Determination:
    """Everything in its own months."""
    months = [
        total(f"{CODE}.month", f"Na miesiąc {one.first.shown}–{one.last.shown}",
              [item.step for item in one.items], BASIS)
        for one in stretches if one.items
    ]  # fmt: skip
    extra = [
        same(
            f"{CODE}.once", f"Jednorazowo za {one.month.shown}", one.item.step, one.item.step.basis
        )
        for one in once
    ]
    amount = months[0]
    step = Step(f"{CODE}.determination", _said(stretches[0].first, stretches[-1].last),
                amount.value, BASIS, (*months, *extra, *shown))  # fmt: skip
    return Determination(step, amount, (*_merged(stretches), *(_one_off(one) for one in once)))


def _one_off(one: Once) -> Component:
    month, item = str(one.month), one.item
    return Component(item.code, item.member, item.step.number, month, month)


def _merged(stretches: Sequence[Stretch]) -> list[Component]:
    """One component for months in a row in which a part stays the same."""
    found: list[tuple[Item, Month, Month]] = []
    running: dict[tuple[str, str | None, Decimal], int] = {}
    for one in stretches:
        still: dict[tuple[str, str | None, Decimal], int] = {}
        for item in one.items:
            key = (item.code, item.member, item.step.number)
            place = running.get(key)
            if place is None:
                place = len(found)
                found.append((item, one.first, one.last))
            else:
                found[place] = (item, found[place][1], one.last)
            still[key] = place
        running = still
    return [
        Component(item.code, item.member, item.step.number, str(first), str(last))
        for item, first, last in found
    ]


def _above(
    law: Law, stretches: Sequence[Stretch], once: Sequence[Once], test: Step, excess: Step
) -> Determination:
    """Złotówka za złotówkę: the average less the excess of the whole family (art. 5 ust. 3–3d)."""
    first, last = stretches[0].first, stretches[-1].last
    whole = tapered(law, stretches, once)
    left = difference(f"{CODE}.left", "Suma świadczeń po odjęciu przekroczenia", whole, excess,
                      "art. 5 ust. 3a u.ś.r.")  # fmt: skip
    if left.number < 0:
        return _refused(first, last, (test, left), _too_high())
    amount = rounded(
        f"{CODE}.amount", "Kwota na miesiąc dla rodziny", left, "art. 5 ust. 3a u.ś.r."
    )
    least = law.step(TAPER, first.first_day)
    holds = amount.number >= least.number
    enough = passed(f"{CODE}.minimum_test", "Kwota nie niższa od najniższej wypłacanej", holds,
                    (amount, least), "art. 5 ust. 3c u.ś.r.")  # fmt: skip
    if not holds:
        return _refused(first, last, (test, enough), _too_little())
    due = [one for one in stretches if one.items]
    part = Component(CODE, None, amount.number, str(due[0].first), str(due[-1].last))
    step = Step(f"{CODE}.determination", _said(first, last), amount.value, BASIS,
                (amount, test, enough))  # fmt: skip
    return Determination(step, amount, (part,))


def _excess(unit: Unit, income: Step, threshold: Step) -> Step:
    """The income of the family above the threshold of all its members, never per head."""
    whole = product(f"{CODE}.family_threshold", "Kryterium całej rodziny", threshold, unit.size,
                    "art. 5 ust. 3 u.ś.r.")  # fmt: skip
    return gap(f"{CODE}.excess", "Przekroczenie kryterium przez rodzinę", income, whole,
               "art. 5 ust. 3 u.ś.r.")  # fmt: skip


def _too_little() -> Refused:
    return Refused("below_minimum", "art. 5 ust. 3c u.ś.r.", (
        "Po obniżeniu kwota byłaby niższa od najniższej wypłacanej: zasiłek rodzinny nie "
        "przysługuje."))  # fmt: skip


def _too_high() -> Refused:
    return Refused("income_too_high", "art. 5 ust. 1–3 u.ś.r.", (
        "Dochód rodziny przekracza kryterium o kwotę wyższą niż suma świadczeń: zasiłek rodzinny "
        "nie przysługuje."))  # fmt: skip


def _nobody(
    first: Month, last: Month, born: list[Step], denied: tuple[Step, ...]
) -> Determination:  # fmt: skip
    shown = denied or (
        passed(f"{CODE}.child_right", "Prawo do zasiłku na dziecko", False, born,
               "art. 6 ust. 1 u.ś.r."),
    )  # fmt: skip
    return _refused(first, last, shown, Refused("no_child", "art. 6–7 u.ś.r.", (
        "Na żadne z dzieci zasiłek rodzinny nie przysługuje.")))  # fmt: skip


def _refused(
    first: Month, last: Month, shown: tuple[Step, ...], why: Refused
) -> Determination:  # fmt: skip
    step = Step(f"{CODE}.determination", _said(first, last), "nie przysługuje", why.basis, shown)
    return Determination(step, refused=why)
