"""The evidence phase: the interview ordered, the party heard, the client told of a later date."""

from __future__ import annotations

from datetime import date

from cases.models import Case, Letter, Term
from cases.services import cases, dated, letters, terms
from cases.states import INTERVIEW_ORDERED
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User


@act
def order_interview(case: Case, *, on: date, urgent: bool = False, actor: User) -> Case:
    """Order the family interview: 14 working days, or 2 when help cannot wait, from `on`.

    Raises `Refusal` for a day to come or before the case began.
    """
    dated.not_future(on, field="on", what="Dzień, w którym ośrodek dowiedział się o potrzebie,")
    if on < case.opened_on:
        raise Refusal(
            f"Sprawę wszczęto {case.opened_on:%d.%m.%Y}. Podaj ten dzień albo późniejszy.",
            "too_early",
            "on",
        )
    remark = "przypadek pilny, 2 dni robocze" if urgent else ""
    case = cases.move(case, "order_interview", remark=remark, actor=actor)
    terms.start_interview(case, known_on=on, urgent=urgent, actor=actor)
    return case


@act
def notify_party(
    case: Case, *, days: int, body: str, on: date, refused_interview: bool = False, actor: User
) -> Letter:
    """Tell the party that the evidence is complete and may be spoken to (k.p.a. art. 10, 79a).

    From the state of an ordered interview only when the person refused it (art. 107 ust. 4a
    u.p.s.). Raises `Refusal` otherwise, and for less than a day.
    """
    if case.status == INTERVIEW_ORDERED and not refused_interview:
        raise Refusal(
            "Zlecono wywiad. Zawiadomienie jest możliwe po wywiadzie albo gdy osoba odmówiła "
            "jego przeprowadzenia: zaznacz to.",
            "interview_awaited",
            "refused_interview",
        )
    if days < 1:
        raise Refusal("Podaj, ile dni strona ma na wypowiedzenie się.", "too_short", "days")
    remark = "odmowa wywiadu (art. 107 ust. 4a u.p.s.)" if refused_interview else ""
    code = "NO_INTERVIEW" if refused_interview else ""
    case = cases.move(case, "notify_party", remark=remark, reason_code=code, actor=actor)
    terms.cancel(case, kind=Term.Kind.INTERVIEW, on=on, actor=actor)
    return letters.write(
        case,
        kind=Letter.Kind.HEARING,
        subject="Zebranie materiału dowodowego",
        body=body,
        on=on,
        answer_days=days,
        actor=actor,
    )


@act
def postpone(case: Case, *, due_on: date, reason: str, body: str, on: date, actor: User) -> Letter:
    """Set a later date for settling the case and tell the client why (k.p.a. art. 36).

    Raises `Refusal` when the clock does not run, without a reason, or for a day not later.
    """
    term = Term.objects.filter(
        case=case, kind=Term.Kind.SETTLE, met_on=None, cancelled_on=None
    ).first()
    if term is None:
        raise Refusal(
            "W tej sprawie nie biegnie termin załatwienia, więc nie ma czego przesuwać.", "no_term"
        )
    terms.move(term, due_on=due_on, reason=reason, on=on, actor=actor)
    return letters.write(
        case,
        kind=Letter.Kind.DELAY,
        subject=f"Nowy termin załatwienia sprawy: {due_on:%d.%m.%Y}",
        body=body,
        on=on,
        actor=actor,
    )
