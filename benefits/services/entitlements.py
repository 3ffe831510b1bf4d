"""What a granting item gives: the right, the people it covers, its instalments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from benefits import centre
from benefits.enforcement import WAITS
from benefits.models import (
    Calculation,
    DecisionItem,
    Entitlement,
    EntitlementPerson,
    Instalment,
    InstalmentFunding,
)
from benefits.paid_to import payee_of
from benefits.rules.trace import find, walk
from benefits.services.cutting import paid_before
from benefits.states import ENTITLEMENT
from benefits.stored import assessment_of
from benefits.texts import covered
from cases.models import Person
from cases.selectors.people import cards_of
from cases.services.clashes import refusing
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.calendar import is_working_day, next_working_day
from opsapp.kernel.money import round_half_up
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.ranges import day_range
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit, Classification, User

POINTS = faults.declare("entitlements.begin.persons")
PLAN_AHEAD = 3
"""Months of an entitlement without end that are planned ahead of today."""
_ONE_DAY = timedelta(days=1)


@act
def begin(row: DecisionItem, *, on: date, actor: User) -> Entitlement:
    """Begin what a granting item of a decision gives, with every instalment of its period.

    Raises `Refusal` naming the decision by which somebody covered has the same benefit already.
    """
    calculation = row.calculation
    assert row.amount is not None and row.period is not None
    no_overlap(calculation, Period.from_range(row.period))
    entitlement: Entitlement = Entitlement.objects.create(
        decision_item=row,
        benefit=row.benefit,
        beneficiary=row.item.person,
        snapshot=calculation.snapshot,
        period=row.period,
        amount=row.amount,
    )
    shared = in_two_families(calculation)
    with refusing({"entitlement_no_overlap": _TAKEN}):
        EntitlementPerson.objects.bulk_create(
            EntitlementPerson(
                entitlement=entitlement,
                person_id=person,
                benefit=row.benefit,
                exclusive=row.benefit.exclusive,
                alternating=person in shared,
                period=row.period,
            )
            for person in covered(calculation)
        )
    faults.point("entitlements.begin.persons")
    plan(entitlement, on=on, actor=actor)
    return entitlement


_TAKEN = Refusal(
    "W tym okresie ktoś z rodziny ma już przyznane to świadczenie inną decyzją.", "overlap"
)


def in_two_families(calculation: Calculation) -> set[int]:
    """Of those covered, the children in alternating custody, who may be covered in the other
    parent's family too; not the one whose own help it is.
    """
    rows = calculation.snapshot.members.filter(alternating=True)
    children = rows.exclude(person=calculation.item.person_id)
    return set(children.values_list("person_id", flat=True)) & set(covered(calculation))


def no_overlap(
    calculation: Calculation, period: Period | None, *, besides: int | None = None
) -> None:
    """Raise `Refusal` naming the decision that grants the same benefit to somebody covered;
    `besides` is the item of the decision that is being changed.
    """
    benefit: Benefit = calculation.item.benefit
    if period is None or not benefit.exclusive:
        return
    bound = set(covered(calculation)) - in_two_families(calculation)
    people = cards_of(Person.objects.filter(pk__in=bound))
    taken = (
        EntitlementPerson.objects.filter(
            benefit=benefit,
            person__in=list(people),
            period__overlap=day_range(period),
            exclusive=True,
        )
        .exclude(entitlement__decision_item=besides)
        .select_related("entitlement__decision_item__decision", "person")
        .order_by("pk")
        .first()
    )
    if taken is None:
        return
    decision = taken.entitlement.decision_item.decision
    days = Period.from_range(taken.period)
    end = f"do {days.end:%d.%m.%Y}" if days.end else "na czas nieokreślony"
    raise Refusal(
        f"{taken.person} ma już świadczenie: {benefit.label} od {days.start:%d.%m.%Y} {end} "
        f"z decyzji {decision.sign}. Skróć okres albo zmień tamtą decyzję.",
        "overlap",
        "period",
    )


@dataclass(frozen=True, slots=True)
class _Planned:
    """A month with its amount; what earlier decisions and this right have given for it already,
    and the grant's part of that; how many supplements it has.
    """

    month: Month
    amount: Decimal
    days: int
    given: Decimal = Decimal()
    granted: Decimal = Decimal()
    supplements: int = 0

    @property
    def kind(self) -> Instalment.Kind:
        """What is added to a month that was given something is a supplement."""
        return Instalment.Kind.SUPPLEMENT if self.given else Instalment.Kind.ORDINARY

    @property
    def rest(self) -> Decimal:
        """What is still due for the month."""
        return self.amount - self.given


@act
def plan(entitlement: Entitlement, *, on: date, actor: User) -> int:
    """Plan the instalments that are missing: of the whole period, or of an open one the months to
    come. Returns how many.

    A month that the decision before paid already gets what is more now as a supplement, else
    nothing; the whole of it again when that payment was struck off or let out after it came back.
    """
    row = entitlement.decision_item
    months = list(_months(entitlement, on))
    if row.changed_item_id is None and row.item.reopens_id is None:
        have = set(entitlement.instalments.values_list("month", flat=True))
        planned = [one for one in months if one.month.first_day not in have]
    else:
        planned = [one for one in _with_given(entitlement, months) if one.rest > 0]
    kept = classification_of(entitlement.benefit, on=on)
    instalments = Instalment.objects.bulk_create(
        Instalment(
            entitlement=entitlement,
            month=one.month.first_day,
            beneficiary=entitlement.beneficiary,
            **payee_of(row),
            kind=one.kind,
            ordinal=one.supplements + 1,
            amount=one.rest,
            days=one.days,
            due_on=due_day(one.month, issued_on=on),
            classification=kept,
            snapshot=entitlement.snapshot,
        )
        for one in planned
    )
    InstalmentFunding.objects.bulk_create(
        funding
        for one, plan_ in zip(instalments, planned, strict=True)
        for funding in _funding(one, plan_, row, on=on)
    )
    return len(instalments)


def _with_given(entitlement: Entitlement, months: list[_Planned]) -> Iterator[_Planned]:
    """The months of a right that comes after another, with what was given for them."""
    paid = paid_before(entitlement)
    grant = InstalmentFunding.Source.GRANT
    own = list(entitlement.instalments.prefetch_related("funding"))
    for one in months:
        before = paid.get(one.month.first_day)
        mine = [row for row in own if row.month == one.month.first_day]
        shares = [part.amount for row in mine for part in row.funding.all() if part.source == grant]
        yield replace(
            one,
            given=sum((row.amount for row in mine), before.amount if before else Decimal()),
            granted=sum(shares, before.granted if before else Decimal()),
            supplements=sum(row.kind == Instalment.Kind.SUPPLEMENT for row in mine),
        )


def _months(entitlement: Entitlement, on: date) -> Iterator[_Planned]:
    """Full months, and a part of one only where the rule's own component says so."""
    period = Period.from_range(entitlement.period)
    assessment = assessment_of(entitlement.decision_item.calculation)
    if assessment.period == "once":
        first = Month.of(period.start)
        yield _Planned(first, entitlement.amount, first.days)
        return
    parts = {
        Month.of(date.fromisoformat(one.start)): one
        for one in assessment.components
        if one.code == "partial_month" and one.start and one.end
    }
    last = period.end or max(Month.of(on), Month.of(period.start)).first_day
    months = Period(period.start, (Month.of(last) + (0 if period.end else PLAN_AHEAD)).last_day)
    for month in months.months:
        part = parts.get(month)
        if part is None or part.start is None or part.end is None:
            yield _Planned(month, entitlement.amount, month.days)
        else:
            days = Period(date.fromisoformat(part.start), date.fromisoformat(part.end)).days
            yield _Planned(month, part.amount, days)


def due_day(month: Month, *, issued_on: date) -> date:
    """The pay-day of the month, off a day off as the centre says; at once when that has passed."""
    day = min(int(centre.answer("payments.pay_day", on=issued_on)), month.days)
    due = month.first_day.replace(day=day)
    if centre.answer("payments.pay_day_off", on=issued_on) == "later":
        due = next_working_day(due)
    while not is_working_day(due):
        due -= _ONE_DAY
    return due if due >= issued_on else next_working_day(issued_on)


def classification_of(benefit: Benefit, *, on: date) -> Classification:
    """The line of the budget a benefit is paid from. Raises `Refusal` when there is none."""
    found: Classification | None = (
        Classification.objects.on(on)
        .filter(chapter=benefit.chapter, paragraph=benefit.paragraph)
        .first()
    )
    if found is None:
        raise Refusal(
            f"Brakuje klasyfikacji budżetowej {benefit.chapter} § {benefit.paragraph} dla: "
            f"{benefit.label}. Uzupełnij ją w ustawieniach.",
            "no_classification",
        )
    return found


def _funding(
    instalment: Instalment, planned: _Planned, row: DecisionItem, *, on: date
) -> Iterator[InstalmentFunding]:
    """The grant's share of the month and the centre's own; together the instalment."""
    whole = min(_granted(row, on=on, amount=planned.amount), planned.amount)
    granted = min(max(whole - planned.granted, Decimal()), instalment.amount)
    shares = {
        InstalmentFunding.Source.GRANT: granted,
        InstalmentFunding.Source.OWN: instalment.amount - granted,
    }
    for source, amount in shares.items():
        if amount > 0:
            yield InstalmentFunding(instalment=instalment, source=source, amount=amount)


def _granted(row: DecisionItem, *, on: date, amount: Decimal) -> Decimal:
    benefit = row.benefit
    answer = centre.answer("funding.grant", on=on).get(benefit.code)
    if benefit.task == Benefit.Task.COMMISSIONED or answer == "whole":
        return amount
    return guaranteed(row.calculation) if answer == "guaranteed" else Decimal()


def guaranteed(calculation: Calculation) -> Decimal:
    """What the act itself guarantees of zasiłek okresowy: the national share of the gap, at least
    the national minimum (art. 38 ust. 3–4, art. 147 ust. 7 u.p.s.).
    """
    trace = assessment_of(calculation).trace
    gap = find(trace, "periodic_allowance.gap")
    law = {step.code: step.number for step in walk(trace) if step.code in _NATIONAL}
    if gap is None or len(law) < len(_NATIONAL):
        return calculation.amount_min or Decimal()
    share, least = (law[code] for code in _NATIONAL)
    return max(round_half_up(gap.number * share), least)


_NATIONAL = ("periodic_allowance.share", "periodic_allowance.minimum")


@act
def complete(entitlement: Entitlement, *, actor: User) -> Entitlement:
    """Close an entitlement whose period has ended and whose every instalment was paid."""
    entitlement = states.lock(entitlement)
    states.apply(ENTITLEMENT, "complete", entitlement, actor=actor)
    return entitlement


def complete_due(today: date, *, actor: User) -> int:
    """Close all such entitlements, each in a transaction of its own; returns how many. One that a
    decision not yet final is to change stays open for it.
    """
    waits = DecisionItem.objects.filter(
        changed_item=OuterRef("decision_item"), decision__status__in=WAITS
    )
    ended = Entitlement.objects.filter(status="active", period__endswith__lte=today).exclude(
        Exists(waits)
    )
    unpaid = Instalment.objects.exclude(
        payment_items__live=True, payment_items__payment__status="settled"
    )
    paid = ended.exclude(pk__in=unpaid.values("entitlement_id")).order_by("pk")
    return len([complete(one, actor=actor) for one in paid])


def plan_open(*, actor: User) -> int:
    """Plan the months to come of every entitlement without end, and what became due again of one
    that comes after another; returns how many instalments.
    """
    wanted = (
        Q(period__upper_inf=True)
        | Q(decision_item__changed_item__isnull=False)
        | Q(decision_item__item__reopens__isnull=False)
    )
    rows = Entitlement.objects.filter(wanted, status="active").order_by("pk")
    return sum(plan(one, on=clock.today(), actor=actor) for one in rows)
