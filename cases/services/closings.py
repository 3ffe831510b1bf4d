"""Ways a case ends without a decision on its merits."""

from __future__ import annotations

from datetime import date

from cases.models import ApplicationItem, Case, Letter
from cases.services import applications, cases, dated, letters, terms
from cases.states import DRAFT_DECISION
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

DISCONTINUED_FOR = {
    "withdrawal": "strona cofnęła wniosek (art. 105 § 2 k.p.a.)",
    "death": "strona zmarła (art. 105 § 1 k.p.a.)",
    "pointless": "postępowanie stało się bezprzedmiotowe (art. 105 § 1 k.p.a.)",
    "idle": "po trzech latach od zawieszenia na wniosek (art. 98 § 2 k.p.a.)",
}
"""Grounds by code."""


@act
def transfer(case: Case, *, recipient: str, body: str, on: date, actor: User) -> Letter:
    """Pass the application to the competent body and tell the client (k.p.a. art. 65 § 1).

    Raises `Refusal` when no body is named or the case is past its beginning.
    """
    if not recipient.strip():
        raise Refusal("Podaj organ, do którego przekazujesz wniosek.", "no_recipient", "recipient")
    case = cases.move(case, "transfer", remark=recipient.strip(), actor=actor)
    letter = letters.write(
        case,
        kind=Letter.Kind.TRANSFER,
        subject=f"Przekazanie wniosku: {recipient.strip()}"[:200],
        body=body,
        on=on,
        actor=actor,
    )
    _end(case, ApplicationItem.Outcome.TRANSFERRED, on, actor)
    return letter


@act
def refuse_initiation(case: Case, *, ground: str, body: str, on: date, actor: User) -> Letter:
    """Refuse to begin proceedings, by an order open to a complaint (k.p.a. art. 61a).

    Raises `Refusal` without a ground.
    """
    if not ground.strip():
        raise Refusal("Napisz, dlaczego nie można wszcząć postępowania.", "no_ground", "ground")
    case = cases.move(case, "refuse_initiation", remark=ground.strip(), actor=actor)
    letter = letters.write(
        case,
        kind=Letter.Kind.INITIATION_REFUSAL,
        subject="Odmowa wszczęcia postępowania",
        body=body,
        on=on,
        actor=actor,
    )
    _end(case, ApplicationItem.Outcome.REFUSED, on, actor)
    return letter


@act
def discontinue(case: Case, *, ground: str, remark: str = "", on: date, actor: User) -> Case:
    """Discontinue the proceedings (k.p.a. art. 105); `ground` is a code of `DISCONTINUED_FOR`.

    Raises `Refusal` for an unknown ground, a day to come, a draft that waits in the case and a case
    already decided.
    """
    if ground not in DISCONTINUED_FOR:
        raise Refusal("Wybierz podstawę umorzenia.", "no_ground", "ground")
    if states.lock(case).status == DRAFT_DECISION:
        raise Refusal(
            "W tej sprawie jest projekt decyzji. Najpierw go wycofaj, potem umórz postępowanie.",
            "draft",
        )
    dated.not_future(on, field="on", what="Dzień umorzenia")
    told = ". ".join(filter(None, [DISCONTINUED_FOR[ground], remark.strip()]))
    case = cases.move(case, "discontinue", remark=told, reason_code=ground, actor=actor)
    _end(case, ApplicationItem.Outcome.DISCONTINUED, on, actor)
    return case


@act
def close(case: Case, *, on: date, actor: User) -> Case:
    """Close a case whose decision is final and carried out; nothing of it runs any more.

    Raises `Refusal` for a day to come or before the case began, while an item of it is open, and
    before the decision is final.
    """
    dated.not_future(on, field="on", what="Dzień zakończenia")
    if on < case.opened_on:
        raise Refusal(
            f"Sprawę wszczęto {case.opened_on:%d.%m.%Y}; nie mogła skończyć się wcześniej.",
            "too_early",
            "on",
        )
    if case.items.filter(outcome=ApplicationItem.Outcome.OPEN).exists():
        raise Refusal(
            "W tej sprawie jest jeszcze nierozstrzygnięty wniosek. Najpierw go rozstrzygnij.",
            "open_item",
        )
    case = cases.move(case, "close", on=on, actor=actor)
    terms.end_all(case, on=on, actor=actor)
    return case


def _end(case: Case, outcome: str, on: date, actor: User) -> None:
    applications.settle_items(case, outcome=outcome, actor=actor)
    terms.end_all(case, on=on, actor=actor)
