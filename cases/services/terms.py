"""Terms of a case: opened by the law's clock, ended by being met, lifted or moved."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from cases.models import Case, Term
from opsapp.kernel.audit import act
from opsapp.kernel.calendar import deadline, next_working_day
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User

SETTLE_MONTHS, INTERVIEW_DAYS, URGENT_INTERVIEW_DAYS = 1, 14, 2
SHORTEST_SUPPLEMENT_DAYS, APPEAL_DAYS, FORWARD_APPEAL_DAYS = 7, 14, 7


@act
def open_term(
    case: Case,
    *,
    kind: str,
    starts_on: date,
    due_on: date,
    basis: str,
    reason: str = "",
    actor: User,
) -> Term:
    """Start a term whose last day is known. Raises `Refusal` when one of its kind runs already."""
    try:
        with transaction.atomic():
            return Term.objects.create(
                case=case, kind=kind, starts_on=starts_on, due_on=due_on, basis=basis, reason=reason
            )
    except IntegrityError as clash:
        raise Refusal(
            f"W tej sprawie biegnie już termin: {Term.Kind(kind).label}.", "term_open"
        ) from clash


@act
def start_settling(case: Case, *, received_on: date, actor: User) -> Term:
    """The month for settling a case, from the day it began (k.p.a. art. 35 § 3, art. 61 § 3)."""
    return open_term(
        case,
        kind=Term.Kind.SETTLE,
        starts_on=received_on,
        due_on=deadline(received_on, SETTLE_MONTHS, "months"),
        basis="art. 35 § 3 k.p.a.",
        actor=actor,
    )


@act
def start_interview(case: Case, *, known_on: date, urgent: bool = False, actor: User) -> Term:
    """The working days for the interview: 14, or 2 when help cannot wait (Dz.U. 2021 poz. 893)."""
    days = URGENT_INTERVIEW_DAYS if urgent else INTERVIEW_DAYS
    return open_term(
        case,
        kind=Term.Kind.INTERVIEW,
        starts_on=known_on,
        due_on=deadline(known_on, days, "working_days"),
        basis=f"§ 3 ust. {3 if urgent else 2} rozporządzenia o wywiadzie",
        actor=actor,
    )


@act
def meet(case: Case, *, kind: str, on: date, actor: User) -> Term | None:
    """End the open term of a kind as met; None when there is none."""
    return _end(case, kind, met_on=on)


@act
def cancel(case: Case, *, kind: str, on: date, actor: User) -> Term | None:
    """Lift the open term of a kind: what it waited for is no longer needed."""
    return _end(case, kind, cancelled_on=on)


@act
def stop(case: Case, *, kind: str, on: date, actor: User) -> Term | None:
    """Stop the clock of a term from a day on (k.p.a. art. 35 § 5, art. 103); `resume` starts it
    again with the days that were left. None when no term of the kind runs.
    """
    return _end(case, kind, cancelled_on=on)


@act
def correct_stop(case: Case, *, kind: str, on: date, actor: User) -> Term | None:
    """Let a stopped clock have stopped on another day. None when none stands stopped."""
    stopped = stopped_term(case, kind)
    if stopped is not None:
        stopped.cancelled_on = on
        stopped.save(update_fields=["cancelled_on"])
    return stopped


@act
def resume(case: Case, *, kind: str, on: date, basis: str, actor: User) -> Term | None:
    """Start a stopped term again: it ends as many days after `on` as were left when it stopped,
    and no sooner than it would have ended without the stop.

    One that was already late when it stopped stays late. None when nothing of the kind stands
    stopped.
    """
    stopped = stopped_term(case, kind)
    if stopped is None or stopped.cancelled_on is None:
        return None
    left = (stopped.due_on - stopped.cancelled_on).days
    first = max(on, stopped.cancelled_on)
    due = next_working_day(first + timedelta(days=left)) if left >= 0 else stopped.due_on
    resumed: Term = Term.objects.create(
        case=case,
        kind=kind,
        basis=basis,
        starts_on=stopped.starts_on,
        due_on=due,
        replaces=stopped,
        reason=f"bieg wstrzymany {stopped.cancelled_on:%d.%m.%Y}, wznowiony {on:%d.%m.%Y}",
    )
    return resumed


def stopped_term(case: Case, kind: str) -> Term | None:
    """The term of a kind whose clock was stopped last, unless one of that kind runs or was met."""
    last: Term | None = Term.objects.filter(case=case, kind=kind).order_by("-pk").first()
    return last if last is not None and last.cancelled_on is not None else None


@act
def end_all(case: Case, *, on: date, actor: User) -> None:
    """Lift every open term of a case that ended."""
    running = Term.objects.filter(case=case, met_on=None, cancelled_on=None)
    for term in running.select_for_update(of=("self",)).order_by("pk"):
        term.cancelled_on = on
        term.save(update_fields=["cancelled_on"])


@act
def move(term: Term, *, due_on: date, reason: str, on: date, actor: User) -> Term:
    """Set a new date in place of a term (k.p.a. art. 36). The old one stays and is named.

    Raises `Refusal` without a reason or for a day that is not later, `Conflict` for an ended term.
    """
    if not reason.strip():
        raise Refusal("Napisz, dlaczego termin się zmienia.", "no_reason", "reason")
    if due_on <= term.due_on:
        raise Refusal(
            f"Nowy termin musi być późniejszy niż {term.due_on:%d.%m.%Y}.", "not_later", "due_on"
        )
    if _end(term.case, term.kind, cancelled_on=on) != term:
        raise Conflict("Ten termin już się zakończył. Odśwież stronę.", "ended")
    moved: Term = Term.objects.create(
        case=term.case,
        kind=term.kind,
        basis="art. 36 k.p.a.",
        starts_on=term.starts_on,
        due_on=due_on,
        replaces=term,
        reason=reason.strip(),
    )
    return moved


def _end(case: Case, kind: str, **ended: date) -> Term | None:
    open_terms = Term.objects.select_for_update(of=("self",))
    term: Term | None = open_terms.filter(
        case=case, kind=kind, met_on=None, cancelled_on=None
    ).first()
    if term is not None:
        for field, day in ended.items():
            setattr(term, field, day)
        term.save(update_fields=list(ended))
    return term
