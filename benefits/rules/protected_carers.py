"""SZO and ZDO, rights that live on since 2024 (art. 63 u.ś.w.): art. 16a u.ś.r. of 2023, u.z.o."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from benefits.rules.assessment import Component, Outcome, Refused
from benefits.rules.carer_input import (
    CARED_FOR,
    CERTIFICATE,
    PROTECTED_SINCE,
    PROTECTION,
    Found,
    cared_for,
    check_cared_for,
    excluded,
    needs_care,
    other_benefit,
    support_benefit,
    unprotected,
    works_or_pensioner,
)
from benefits.rules.facts import CaseFacts
from benefits.rules.family_income import family_income, rules_for, within
from benefits.rules.family_partial import parts_by_month
from benefits.rules.family_unit import (
    asked_span,
    check_span,
    children_need_birth_dates,
    family_unit,
)
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import (
    Day,
    Errors,
    Flag,
    Key,
    Keys,
    MonthText,
    Number,
    Whole,
    optional,
)
from benefits.rules.trace import (
    Step,
    difference,
    fact,
    passed,
    quotient,
    rounded,
    same,
    total,
)
from opsapp.kernel.periods import Month

SZO, ZDO = "special_carer_allowance", "carer_allowance"
SZO_BASIS = "art. 16a u.ś.r. w brzmieniu do 31.12.2023"
ZDO_BASIS = "art. 2 u.z.o."
OTHER_FAMILY = Keys({"size": Key(Whole(1, 30)), "income": Key(Number(2))})


def check_szo(facts: CaseFacts, errors: Errors) -> None:
    """Persons, ages of children, months of one benefit period."""
    check_cared_for(facts, errors, ages=False)
    children_need_birth_dates(facts, errors)
    check_span(facts, "family_benefits", errors)


def check_zdo(facts: CaseFacts, errors: Errors) -> None:
    """Persons; days in order."""
    check_cared_for(facts, errors, ages=False)
    first, last = facts.circumstances["from"], facts.circumstances["to"]
    if last and last < (first or facts.month.first_day):
        errors.note("circumstances.to", "out_of_order", "Ostatni dzień jest przed pierwszym.")


benefit(SZO, "Specjalny zasiłek opiekuńczy", Keys({
    **CARED_FOR, **CERTIFICATE, **PROTECTION,
    "cared_for_family": optional(OTHER_FAMILY),
    "held_in_previous_period": optional(Flag(), False),
    "tolerated_before": optional(Flag(), False),
    "from": optional(MonthText()),
    "to": optional(MonthText()),
}), check_szo)  # fmt: skip
benefit(ZDO, "Zasiłek dla opiekuna", Keys({
    **CARED_FOR, **CERTIFICATE, **PROTECTION,
    "right_expired_2013": optional(Flag(), True),
    "from": optional(Day()),
    "to": optional(Day()),
}), check_zdo)  # fmt: skip


@rule(SZO, since=date(2015, 1, 1))
def special_carer_allowance(facts: CaseFacts, law: Law) -> Outcome:
    """Both families' income per head at most the threshold, or once just above it."""
    found = _barred(facts, law, SZO)
    if found is not None:
        return _refused(found, SZO_BASIS)
    care = tuple(needs_care(facts, one, SZO_BASIS) for one in cared_for(facts))
    if all(test.value == "nie" for test in care):
        return _refused(("no_ground", "Osoba wymagająca opieki nie ma wymaganego orzeczenia.",
                         care[0]), SZO_BASIS)  # fmt: skip
    test, tolerated = _income(facts, law)
    if test.value == "nie" and tolerated.value == "nie":
        return _refused(("income_too_high", (
            "Dochód na osobę przekracza kryterium i nie mieści się w jednorazowej tolerancji."),
            test), "art. 16a ust. 2 i 3 u.ś.r. w brzmieniu do 31.12.2023", tolerated)  # fmt: skip
    span = asked_span(facts, "family_benefits")
    amount = same(f"{SZO}.due", "Kwota specjalnego zasiłku opiekuńczego",
                  law.step(f"{SZO}.amount", span.first.first_day), SZO_BASIS)  # fmt: skip
    last = _last_month(facts, span.last)
    part = Component(SZO, None, amount.number, str(span.first), str(last))
    return Outcome(amount, (amount, test, tolerated, *care), SZO_BASIS, components=(part,))


@rule(ZDO, since=date(2015, 1, 1))
def carer_allowance(facts: CaseFacts, law: Law) -> Outcome:
    """For those whose right of 2012 expired by law on 1.07.2013; no income test."""
    if not facts.circumstances["right_expired_2013"]:
        known = fact("circumstances.right_expired_2013", "Prawo wygasło z mocy prawa 1.07.2013",
                     "nie", unit="answer")  # fmt: skip
        return _refused(
            (
                "no_old_right",
                ("Zasiłek przysługuje tylko tym, których prawo wygasło 1.07.2013."),
                known,
            ),
            ZDO_BASIS,
        )
    found = _barred(facts, law, ZDO)
    if found is not None:
        return _refused(found, ZDO_BASIS)
    care = tuple(needs_care(facts, one, ZDO_BASIS) for one in cared_for(facts))
    if all(test.value == "nie" for test in care):
        return _refused(("no_ground", "Osoba wymagająca opieki nie ma wymaganego orzeczenia.",
                         care[0]), ZDO_BASIS)  # fmt: skip
    start, end = _days(facts, law)
    parts = parts_by_month(law, f"{ZDO}.amount", start, end,
                           ("Zasiłek dla opiekuna", "art. 10 ust. 1 u.z.o."))  # fmt: skip
    amount = same(f"{ZDO}.due", "Kwota zasiłku dla opiekuna", parts[0].step, ZDO_BASIS)
    shown = tuple(part.step for part in parts[1:])
    return Outcome(amount, (amount, *shown, *care), ZDO_BASIS,
                   components=tuple(part.component(ZDO, None) for part in parts))  # fmt: skip


def _refused(found: Found, basis: str, *more: Step) -> Outcome:
    code, message, known = found
    return Outcome(None, (known, *more), basis, refusals=(Refused(code, basis, message),))


def _barred(facts: CaseFacts, law: Law, own: str) -> Found | None:
    """Since 2024 protection and świadczenie wspierające; always work, pension, another benefit."""
    checks: list[Callable[[], Found | None]] = [
        lambda: excluded(facts), lambda: other_benefit(facts, own),
        lambda: works_or_pensioner(facts),
    ]  # fmt: skip
    if facts.on >= PROTECTED_SINCE:
        checks = [lambda: unprotected(facts, law), lambda: support_benefit(facts), *checks]
    return next((found for find in checks if (found := find()) is not None), None)


def _income(facts: CaseFacts, law: Law) -> tuple[Step, Step]:
    """The two tests: the threshold, and the tolerance that is given once (ust. 2–3)."""
    span, basis = asked_span(facts, "family_benefits"), "art. 16a ust. 2 u.ś.r."
    on = span.first.first_day
    unit = family_unit(facts, law, "family_benefits", on)
    rules = rules_for(law, "family_benefits", span)
    own = family_income(facts, law, unit, rules, span.first)
    income, size = _with_other_family(facts, own, unit.size)
    exact = quotient("income.per_head_exact", "Dochód na osobę przed zaokrągleniem", income, size,
                     basis)  # fmt: skip
    head = rounded("income.per_head", "Dochód na osobę w obu rodzinach", exact, basis)
    limit = law.step(f"{SZO}.criterion", on)
    test = passed(f"{SZO}.income_test", "Dochód na osobę nie przekracza kryterium",
                  head.number <= limit.number, (head, limit), basis)  # fmt: skip
    return test, _tolerance(facts, law, head, limit)


def _with_other_family(facts: CaseFacts, own: Step, size: Step) -> tuple[Step, Step]:
    other = facts.circumstances["cared_for_family"]
    if other is None:
        return own, size
    basis, path = "art. 16a ust. 2 u.ś.r.", "circumstances.cared_for_family"
    theirs = fact(f"{path}.income", "Miesięczny dochód rodziny osoby wymagającej opieki",
                  other["income"])  # fmt: skip
    heads = fact(f"{path}.size", "Osób w rodzinie osoby wymagającej opieki",
                 own.number * 0 + other["size"], unit="count")  # fmt: skip
    income = total("income.both", "Łączny dochód rodzin", (own, theirs), basis)
    people = Step("household.both", "Łączna liczba osób w rodzinach", size.number + heads.number,
                  basis, (size, heads), unit="count")  # fmt: skip
    return income, people


def _tolerance(facts: CaseFacts, law: Law, head: Step, limit: Step) -> Step:
    basis = "art. 16a ust. 3 u.ś.r. w brzmieniu do 31.12.2023"
    above = difference(f"{SZO}.above", "Przekroczenie kryterium na osobę", head, limit, basis)
    lowest = law.step("family_allowance.amount_to_5", asked_span(facts, "family_benefits")
                      .first.first_day)  # fmt: skip
    asked = facts.circumstances
    known = [
        fact(f"circumstances.{key}", label, "tak" if asked[key] else "nie", unit="answer")
        for key, label in (
            ("held_in_previous_period", "Zasiłek przysługiwał w poprzednim okresie"),
            ("tolerated_before", "Kryterium było przekroczone już w poprzednim okresie"),
        )
    ]
    holds = (
        above.number <= lowest.number
        and asked["held_in_previous_period"]
        and not asked["tolerated_before"]
    )
    return passed(f"{SZO}.tolerance", "Przekroczenie mieści się w jednorazowej tolerancji", holds,
                  (above, lowest, *known), basis)  # fmt: skip


def _last_month(facts: CaseFacts, last: Month) -> Month:
    asked = facts.circumstances
    ends = [last]
    if asked["certificate_until"]:
        ends.append(Month.of(asked["certificate_until"]))
    if asked["died_on"]:
        ends.append(Month.of(asked["died_on"]) + 1)
    return min(ends)


def _days(facts: CaseFacts, law: Law) -> tuple[date, date | None]:
    """First and last day; within three months of a new certificate, from its application."""
    asked = facts.circumstances
    start = asked["from"] or facts.month.first_day
    months = int(law.value(f"{ZDO}.renewal_months", facts.on))
    applied, issued = asked["new_certificate_applied_on"], asked["new_certificate_issued_on"]
    if not asked["from"] and applied and issued and within(issued, facts.on, months):
        start = Month.of(applied).first_day
    ends: list[date] = [asked["to"]] if asked["to"] else []
    if asked["certificate_until"]:
        ends.append(Month.of(asked["certificate_until"]).last_day)
    if asked["died_on"]:
        ends.append((Month.of(asked["died_on"]) + 1).last_day)
    return start, min(ends, default=None)
