"""The plan of help of an open interview."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cases.models import Person
from cases.selectors.households import members
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit, User
from socialwork.models import Interview, PlanItem
from socialwork.services.interviews.guards import own_draft


@act
def add_item(
    interview: Interview,
    *,
    person: Person,
    description: str = "",
    benefit: Benefit | None = None,
    form: str = "",
    amount: Decimal | None = None,
    from_month: date | None = None,
    to_month: date | None = None,
    justification: str = "",
    actor: User,
) -> PlanItem:
    """Propose one form of help. Months are first days; the amount is złoty a month, or the whole
    of a single grant. Help without a decision (`form`) needs a description.

    Raises `Refusal` naming the field: a stranger, no description, months out of order, no amount.
    """
    interview = own_draft(interview, actor)
    form = "" if benefit else form or PlanItem.Form.OTHER
    words = description.strip() or (benefit.label if benefit else "")
    _check(interview, person, words, amount)
    _check_months(from_month, to_month)
    return PlanItem.objects.create(
        interview=interview,
        person=person,
        benefit=benefit,
        form=form,
        description=words,
        amount=amount,
        from_month=from_month,
        to_month=to_month,
        justification=justification.strip(),
    )


def _check(interview: Interview, person: Person, words: str, amount: Decimal | None) -> None:
    family = members(interview.household, interview.visited_on)
    if person.pk not in {row.person_id for row in family}:
        raise Refusal(f"{person} nie należy do tej rodziny.", "stranger", "person")
    if not words:
        raise Refusal("Opisz, na czym polega pomoc.", "no_description", "description")
    if amount is not None and amount <= 0:
        raise Refusal("Podaj kwotę większą od zera albo zostaw puste.", "no_amount", "amount")


def _check_months(from_month: date | None, to_month: date | None) -> None:
    if to_month and not from_month:
        raise Refusal("Podaj też pierwszy miesiąc.", "months", "from_month")
    if from_month and to_month and to_month < from_month:
        raise Refusal(
            "Ostatni miesiąc jest wcześniejszy niż pierwszy. Popraw okres.", "months", "to_month"
        )


@act
def remove_item(item: PlanItem, *, actor: User) -> None:
    """Take a proposal back while the interview is open."""
    own_draft(item.interview, actor)
    item.delete()
