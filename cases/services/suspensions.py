"""Suspended proceedings: the clocks stop, and go on with what was left."""

from __future__ import annotations

from datetime import date

from cases.models import Case, CaseTransition, Letter, Term
from cases.services import cases, letters, terms
from cases.states import INTERVIEW_DONE, INTERVIEW_ORDERED
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

GROUNDS = {
    "death": "śmierć strony, gdy jej następcy mogą ją zastąpić (art. 97 § 1 pkt 1 k.p.a.)",
    "representative": "śmierć przedstawiciela ustawowego strony (art. 97 § 1 pkt 2 k.p.a.)",
    "capacity": "utrata przez stronę zdolności do czynności prawnych (art. 97 § 1 pkt 3 k.p.a.)",
    "preliminary": "zagadnienie wstępne, o którym rozstrzyga inny organ lub sąd"
    " (art. 97 § 1 pkt 4 k.p.a.)",
    "request": "wniosek strony (art. 98 § 1 k.p.a.)",
    "disability": "oczekiwanie na orzeczenie, zasiłek stały (art. 106 ust. 7 u.p.s.)",
}
"""Grounds by code."""
STOPPED = (Term.Kind.SETTLE, Term.Kind.INTERVIEW)


@act
def suspend(case: Case, *, ground: str, body: str, on: date, actor: User) -> Letter:
    """Suspend the proceedings (k.p.a. art. 97, 98; art. 106 ust. 7 u.p.s.): terms stop (art. 103).

    Raises `Refusal` for an unknown ground and in a state where nothing is under way.
    """
    if ground not in GROUNDS:
        raise Refusal("Wybierz podstawę zawieszenia.", "no_ground", "ground")
    remark, label = GROUNDS[ground], "Zawieszenie postępowania"
    case = cases.move(case, "suspend", remark=remark, reason_code=ground, actor=actor)
    letter = letters.write(
        case, kind=Letter.Kind.SUSPENSION, subject=label, body=body, on=on, actor=actor
    )
    for kind in STOPPED:
        terms.stop(case, kind=kind, on=on, actor=actor)
    return letter


@act
def resume(case: Case, *, reason: str, body: str, on: date, actor: User) -> Letter:
    """Take the proceedings up where they stood (k.p.a. art. 97 § 2, art. 98); terms go on.

    Raises `Refusal` without a reason, and for a day before the suspension.
    """
    if not reason.strip():
        raise Refusal("Napisz, jaka przeszkoda ustąpiła.", "no_reason", "reason")
    before = _state_before(case)
    _not_before_suspension(case, on)
    case = cases.move(case, "resume", remark=reason.strip(), actor=actor)
    letter = letters.write(
        case,
        kind=Letter.Kind.RESUMPTION,
        subject="Podjęcie zawieszonego postępowania",
        body=body,
        on=on,
        actor=actor,
    )
    if before == INTERVIEW_ORDERED:
        case = cases.move(case, "order_interview", actor=actor)
    elif before == INTERVIEW_DONE:
        case = cases.move(case, "finish_interview", actor=actor)
    for kind in STOPPED:
        if kind == Term.Kind.SETTLE or before == INTERVIEW_ORDERED:
            terms.resume(case, kind=kind, on=on, basis="art. 103 k.p.a.", actor=actor)
    return letter


def _state_before(case: Case) -> str:
    last = CaseTransition.objects.filter(record=case, move="suspend").order_by("-pk").first()
    return last.from_state if last else ""


def _not_before_suspension(case: Case, on: date) -> None:
    stopped = terms.stopped_term(case, Term.Kind.SETTLE)
    if stopped is not None and stopped.cancelled_on and on < stopped.cancelled_on:
        raise Refusal(
            f"Postępowanie zawieszono {stopped.cancelled_on:%d.%m.%Y}; podjąć je można tego dnia "
            "albo później.",
            "too_early",
            "on",
        )
