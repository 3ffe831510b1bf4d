"""What benefits show on a person's page: what is granted, what could still be."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from benefits.access import decisions_of
from benefits.selectors_decisions import with_rows
from benefits.selectors_law import law_in_force
from benefits.selectors_person import (
    benefits_held,
    benefits_running,
    entitlements_of,
    household_question,
    rights_of,
)
from benefits.web.calculator.answers import Answer, of_right
from cases.access import get_person
from cases.models import Person
from cases.selectors.people import group_of
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.registry import Panel
from opsapp.kernel.web import Request, partial, reads
from opsapp.office.models import User

MOST = 12


def granted(request: HttpRequest, subject: Model) -> Panel | None:
    """'Otrzymuje': rights in force, with amount, end and the next payment."""
    user: User = request.user  # type: ignore[assignment]
    if not isinstance(subject, Person) or not user.can(Cap.SEE_DECISIONS):
        return None
    rows = entitlements_of(group_of(subject), user, clock.today())
    return Panel("benefits/_person_granted.html", {"rows": list(rows[:MOST])}, "Otrzymuje")


def could_get(request: HttpRequest, subject: Model) -> Panel | None:
    """'Może jeszcze dostać': asked once the page stands."""
    user: User = request.user  # type: ignore[assignment]
    if not isinstance(subject, Person) or subject.died_on or not user.can(Cap.USE_CALCULATOR):
        return None
    return Panel("benefits/_person_could.html", {"person": subject}, "Może jeszcze dostać")


def decided(request: HttpRequest, subject: Model) -> Panel | None:
    """The person's decisions, under the cases."""
    user: User = request.user  # type: ignore[assignment]
    if not isinstance(subject, Person) or not user.can(Cap.SEE_DECISIONS):
        return None
    rows = with_rows(decisions_of(user).filter(addressee__in=group_of(subject)))
    return Panel("benefits/_person_decisions.html", {"rows": list(rows.order_by("-pk")[:50])},
                 "Decyzje")  # fmt: skip


@reads
def rights(request: Request, pk: int) -> HttpResponse:
    """Every benefit asked for the family: due, what must be known first, not due and why."""
    request.user.require(Cap.USE_CALCULATOR)
    person = get_person(request, pk)
    problem, answers = "", []
    try:
        answers = _answers(person)
    except Refusal as refused:
        problem = refused.message
    by_state: dict[str, list[Answer]] = {"due": [], "facts": [], "refused": []}
    for answer in answers:
        by_state.setdefault(answer.state, []).append(answer)
    return partial(
        request, "benefits/_person_rights.html", person=person, due=by_state["due"],
        asking=by_state["facts"], refused=by_state["refused"], problem=problem, any=bool(answers),
        may_apply=request.user.can(Cap.REGISTER_APPLICATIONS),
    )  # fmt: skip


def _answers(person: Person) -> list[Answer]:
    """What is neither held by the family nor applied for."""
    today = clock.today()
    question = household_question(person, today)
    if question is None:
        return []
    people = [stay.person_id for stay in question.stays]
    names = {str(stay.person_id): str(stay.person) for stay in question.stays}
    out = benefits_running(people) | benefits_held(people, today)
    return [
        of_right(right, names)
        for right in rights_of(question, law_in_force())
        if right.benefit not in out and right.state != "held"
    ]
