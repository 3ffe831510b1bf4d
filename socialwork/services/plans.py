"""The plan of help of an open interview."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cases.models import Person
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit, User
from socialwork.models import Interview, PlanItem
from socialwork.states import DRAFT


def _open(interview: Interview, actor: User) -> None:
    if interview.status != DRAFT or interview.worker_id != actor.pk:
        raise Refusal("Plan pomocy zmienia tylko prowadzący otwarty wywiad.", "closed")


@act
def add_item(
    interview: Interview,
    *,
    person: Person,
    description: str,
    benefit: Benefit | None = None,
    amount: Decimal | None = None,
    from_month: date | None = None,
    to_month: date | None = None,
    justification: str = "",
    actor: User,
) -> PlanItem:
    """Propose one form of help. Months are first days; the amount is złoty a month."""
    _open(interview, actor)
    if from_month and to_month and to_month < from_month:
        raise Refusal(
            "Ostatni miesiąc jest wcześniejszy niż pierwszy. Popraw okres.", "months", "to_month"
        )
    return PlanItem.objects.create(
        interview=interview,
        person=person,
        benefit=benefit,
        description=description,
        amount=amount,
        from_month=from_month,
        to_month=to_month,
        justification=justification,
    )


@act
def remove_item(item: PlanItem, *, actor: User) -> None:
    """Take a proposal back while the interview is open."""
    _open(item.interview, actor)
    item.delete()
