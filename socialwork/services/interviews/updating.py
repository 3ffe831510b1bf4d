"""The update of the interview of permanent help (art. 107 ust. 4 u.p.s.): its term in the case."""

from __future__ import annotations

from cases.models import Case, Term
from cases.services import terms
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.office.models import User
from socialwork.selectors import updates

BASIS = "art. 107 ust. 4 u.p.s."


@act
def next_update(case: Case, *, actor: User) -> Term | None:
    """The update due after the last signed interview of a case of running permanent help; an open
    one is met by that interview. None, and nothing opened, for help that is not permanent or does
    not run, and without an interview.

    The months are a limit for the centre, so a day off at their end does not move it.
    """
    case = states.lock(case)
    visited_on, months = updates.last_visit(case), updates.every_months(case)
    if visited_on is None:
        return None
    running = case.terms.filter(**updates.OPEN).first()
    if running is not None and running.starts_on >= visited_on:
        return running
    terms.meet(case, kind=Term.Kind.INTERVIEW_UPDATE, on=visited_on, actor=actor)
    if months is None:
        return None
    return terms.open_term(
        case,
        kind=Term.Kind.INTERVIEW_UPDATE,
        starts_on=visited_on,
        due_on=updates.months_after(visited_on, months),
        basis=BASIS,
        actor=actor,
    )


@act
def open_missing(*, actor: User) -> int:
    """Open the term in every case of running permanent help that has an interview and no such term,
    lift it where help runs no more; how many were opened.
    """
    for term in updates.of_ended_help():
        terms.cancel(term.case, kind=term.kind, on=updates.today(), actor=actor)
    lacking = updates.without_term()
    for case in lacking:
        next_update(case, actor=actor)
    return len(lacking)
