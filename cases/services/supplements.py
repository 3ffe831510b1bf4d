"""Completeness of an application: the summons of art. 64 k.p.a., the supplement, its lack."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cases.models import Application, ApplicationItem, Case, Letter, Term
from cases.services import applications, cases, letters, terms
from cases.states import INCOMPLETE, REGISTERED
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User


@act
def summon(
    case: Case, *, missing: Sequence[str], days: int, body: str, on: date, actor: User
) -> Letter:
    """Call for what is missing (k.p.a. art. 64 § 2). The term runs from the delivery of the letter.

    Raises `Refusal` when nothing is named, for less than seven days, and in a state where a
    summons has no place.
    """
    named = [each.strip() for each in missing if each.strip()]
    if not named:
        raise Refusal("Wskaż, czego brakuje we wniosku.", "nothing_missing", "missing")
    if days < terms.SHORTEST_SUPPLEMENT_DAYS:
        raise Refusal(
            "Na uzupełnienie braków trzeba dać co najmniej 7 dni (art. 64 § 2 k.p.a.).",
            "too_short",
            "days",
        )
    case = cases.move(case, "summon", remark="; ".join(named), actor=actor)
    return letters.write(
        case,
        kind=Letter.Kind.SUMMONS,
        subject="Wezwanie do usunięcia braków wniosku",
        body=body,
        on=on,
        answer_days=days,
        actor=actor,
    )


@act
def complete_documents(
    application: Application,
    *,
    on: date,
    start_month_basis: str = Application.StartMonth.RECEIVED,
    reason: str = "",
    actor: User,
) -> Application:
    """Note the day all required documents were in and let the cases of the application go on.

    Those that waited for a supplement count on from there: the days of waiting are not counted
    (k.p.a. art. 35 § 5). Raises what `applications.complete` raises.
    """
    application = applications.complete(
        application, on=on, start_month_basis=start_month_basis, reason=reason, actor=actor
    )
    for item in application.items.filter(outcome=ApplicationItem.Outcome.OPEN).order_by("case_id"):
        _let_go_on(states.lock(item.case), on, actor)
    return application


def _let_go_on(case: Case, on: date, actor: User) -> None:
    if case.status == REGISTERED:
        cases.move(case, "proceed", actor=actor)
    elif case.status == INCOMPLETE:
        cases.move(case, "supplement", actor=actor)
        terms.meet(case, kind=Term.Kind.SUPPLEMENT, on=on, actor=actor)
        terms.resume(
            case, kind=Term.Kind.SETTLE, on=on, basis="art. 35 § 3 i 5 k.p.a.", actor=actor
        )
