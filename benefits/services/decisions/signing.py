"""The signature: by another person than the author, under an authorisation in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from benefits.models import Decision, DecisionItem
from benefits.services.decisions import rulings
from benefits.services.decisions.drafting import concerned
from benefits.services.decisions.issuing import issue
from benefits.services.decisions.submitting import NotReady, check_overlap, lacking
from benefits.services.doors import must, not_excluded
from benefits.states import DECISION
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.money import format_pln
from opsapp.kernel.refusals import Conflict, NotAllowed, Refusal
from opsapp.office.models import Authorisation, User
from opsapp.office.selectors import authorisation_in_force

POINTS = faults.declare("decisions.approve.signed")


@act
def approve(decision: Decision, *, on: date | None = None, actor: User) -> Decision:
    """Sign a submitted draft, today unless a day that has passed is named.

    Raises `NotAllowed` for the author, for whoever is excluded from the family's matters and for
    whoever has no authorisation in force for the benefit; `Refusal` when facts have changed since
    or somebody covered is granted the same elsewhere.
    """
    decision = states.lock(decision)
    must(actor, Cap.APPROVE_DECISIONS, decision.case)
    day = on or clock.today()
    _check_day(decision, day)
    if decision.author_id == actor.pk:
        raise NotAllowed("Decyzję podpisuje inna osoba niż jej autor.", "four_eyes")
    rows = list(decision.items.select_related("calculation__item__application", "benefit"))
    for row in rows:
        not_excluded(actor, concerned(row.calculation), on=day, since=True)
    states.apply(
        DECISION,
        "approve",
        decision,
        actor=actor,
        approver=actor,
        authorisation=_authorisation(actor, rows, day),
        approved_on=day,
    )
    if missing := lacking(decision):
        raise NotReady([*missing, "Zwróć projekt autorowi."])
    check_overlap(decision)
    faults.point("decisions.approve.signed")
    return decision


def _check_day(decision: Decision, day: date) -> None:
    """The day of the signature lies between the submission and today."""
    if day > clock.today():
        raise Refusal("Podpisać można dziś albo z datą, która minęła.", "future_day", "on")
    submitted = decision.transitions.filter(move="submit").last()
    if submitted is not None and day < (first := localdate(submitted.recorded_at)):
        raise Refusal(
            f"Projekt przekazano do podpisu {first:%d.%m.%Y}. Nie można go podpisać z wcześniejszą "
            "datą.",
            "too_early",
            "on",
        )


def _authorisation(actor: User, rows: Sequence[DecisionItem], day: date) -> Authorisation:
    """One authorisation that covers every benefit of the decision on the day."""
    benefits = {row.benefit for row in rows}
    found = {authorisation_in_force(actor, benefit=benefit, on=day) for benefit in benefits}
    whole = [one for one in found if one is not None]
    if len(whole) != 1 or len(found) != 1:
        named = ", ".join(sorted(benefit.label for benefit in benefits))
        raise NotAllowed(
            f"Nie masz upoważnienia do wydawania decyzji w dniu {day:%d.%m.%Y} w zakresie: "
            f"{named}. Upoważnienie wpisuje administrator.",
            "no_authorisation",
        )
    return whole[0]


@act
def sign_and_issue(decision: Decision, *, on: date, actor: User) -> Decision:
    """Sign and issue in one: the director's key."""
    return issue(approve(decision, on=on, actor=actor), on=on, actor=actor)


@act
def sign_batch(
    decisions: Sequence[Decision], *, count: int, total: Decimal, on: date, actor: User
) -> list[Decision]:
    """Sign and issue all of them or none; their number and sum were typed out from the list.

    Raises `Conflict` when either differs, `Refusal` when one of them has to be read first.
    """
    locked = [states.lock(one) for one in sorted(set(decisions), key=lambda one: one.pk)]
    summed = batch_total(locked)
    if len(locked) != count or summed != total:
        raise Conflict(
            f"Zaznaczono decyzji: {len(locked)} na {format_pln(summed)}, a wpisano {count} "
            f"na {format_pln(total)}. Sprawdź listę i wpisz ponownie.",
            "other_sum",
        )
    for decision in locked:
        if why := exceptions_of(decision):
            raise Refusal(
                f"Odznacz {decision} ({decision.addressee}) i podpisz po przeczytaniu: "
                f"{', '.join(why)}.",
                "exception",
            )
    return [sign_and_issue(decision, on=on, actor=actor) for decision in locked]


def batch_total(decisions: Iterable[Decision]) -> Decimal:
    """The sum of the amounts granted, monthly or once: what the director types out."""
    rows = (row for decision in decisions for row in decision.items.all())
    return sum((row.amount or Decimal() for row in rows), Decimal("0.00"))


def exceptions_of(decision: Decision) -> list[str]:
    """Why a decision must be read before it is signed, in Polish; empty for an ordinary one."""
    rows = list(decision.items.select_related("calculation__item__application", "benefit"))
    found = rulings.exceptions(rows)
    if decision.changes_id:
        found.append("zmiana wcześniejszej decyzji")
    if decision.at_once:
        found.append(f"działa, zanim będzie ostateczna: {decision.get_at_once_display()}")
    if decision.reasons_skipped:
        found.append("bez uzasadnienia")
    return found + [sentence.rstrip(".") for sentence in lacking(decision)]
