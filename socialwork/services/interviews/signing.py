"""The interview is signed and closed for ever, or given up."""

from __future__ import annotations

from cases.models import Case
from cases.services import cases as case_acts
from cases.services import households, terms
from cases.states import IN_PROGRESS, INTERVIEW_ORDERED, REGISTERED
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from socialwork.models import Interview
from socialwork.questionnaire import SECTIONS
from socialwork.services.interviews.guards import NotReady, own_draft
from socialwork.services.interviews.sealing import content_digest
from socialwork.services.interviews.updating import next_update
from socialwork.states import ABANDON_REASONS, INTERVIEW

POINTS = faults.declare("interview.sign.snapshot", "interview.sign.signed")


@act
def sign(interview: Interview, *, actor: User) -> Interview:
    """Close the interview with a snapshot of the household (art. 107(5h) u.p.s.).

    The cases it serves move on and their interview term is met. Raises `NotReady` with what is
    missing, `Refusal` before the day of the visit, for somebody else's and for a closed one.
    """
    interview = own_draft(interview, actor)
    if interview.visited_on > clock.today():
        raise Refusal(
            f"Wizyta jest umówiona na {interview.visited_on:%d.%m.%Y}. Wywiad podpisuje się po "
            "wizycie; jeśli już się odbyła, popraw jej datę.",
            "visit_to_come",
        )
    if missing := lacking(interview):
        raise NotReady(missing)
    snapshot = households.snapshot(interview.household, on=interview.visited_on, actor=actor)
    faults.point("interview.sign.snapshot")
    states.apply(
        INTERVIEW,
        "sign",
        interview,
        actor=actor,
        snapshot=snapshot,
        signed_on=clock.today(),
        content_sha256=content_digest(interview, snapshot),
    )
    for link in interview.case_links.select_related("case").order_by("case_id"):
        _move_case_on(link.case, actor=actor)
        next_update(link.case, actor=actor)
    faults.point("interview.sign.signed")
    return interview


def _move_case_on(case: Case, *, actor: User) -> None:
    case = states.lock(case)
    terms.meet(case, kind="interview", on=clock.today(), actor=actor)
    if case.status == REGISTERED:
        case = case_acts.move(case, "proceed", actor=actor)
    if case.status in (IN_PROGRESS, INTERVIEW_ORDERED):
        case_acts.move(case, "finish_interview", actor=actor)


@act
def abandon(
    interview: Interview, *, remark: str, reason_code: str = "other", actor: User
) -> Interview:
    """Give up an interview that did not happen; a code and a remark say why."""
    interview = own_draft(interview, actor)
    if reason_code not in ABANDON_REASONS:
        raise Refusal("Wybierz przyczynę z listy.", "unknown_reason", "reason")
    if not remark.strip():
        raise Refusal("Napisz, dlaczego wywiadu nie przeprowadzono.", "no_remark", "remark")
    states.apply(
        INTERVIEW,
        "abandon",
        interview,
        actor=actor,
        remark=remark.strip(),
        reason_code=reason_code,
    )
    return interview


def lacking(interview: Interview) -> list[str]:
    """What must still be filled in before signing, as 'section: question' in Polish."""
    answers = {row.code: row.answers for row in interview.sections.all()}
    return [
        f"{part.title} – {question.label[:1].lower()}{question.label[1:]}"
        for part in SECTIONS
        for question in part.missing(answers.get(part.code, {}))
    ]
