"""An interview is ordered in a case: its term runs from the day the need was known."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from cases.services import cases, dated, terms
from cases.states import REGISTERED
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.office.models import User


@act
def order(case: Case, *, known_on: date, urgent: bool = False, actor: User) -> Case:
    """Order the interview of a case: 14 working days, or 2 when help cannot wait
    (§ 3 ust. 2 and 3, Dz.U. 2021 poz. 893).

    Raises `Refusal` for a day to come and in a state that does not wait for an interview.
    """
    dated.not_future(known_on, field="known_on", what="Dzień powzięcia wiadomości")
    case = states.lock(case)
    if case.status == REGISTERED:
        case = cases.move(case, "proceed", actor=actor)
    case = cases.move(case, "order_interview", actor=actor)
    terms.start_interview(case, known_on=known_on, urgent=urgent, actor=actor)
    return case
