"""Intake: an application received, its cases opened, its terms running."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from cases.models import (
    Application,
    ApplicationItem,
    ApplicationReason,
    Household,
    Person,
)
from cases.services import cases, dated, terms
from opsapp.kernel import faults, numbering, states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit, Reason, Unit, User

POINTS = faults.declare("application.numbered", "application.cased")


@dataclass(frozen=True, slots=True)
class Asked:
    """One benefit asked for: for whom, for what, for which months (dates of their first days)."""

    benefit: Benefit
    person: Person
    purpose: str = ""
    requested_from: date | None = None
    requested_to: date | None = None


@act
def register(
    *,
    request_id: uuid.UUID,
    applicant: Person,
    household: Household,
    channel: str,
    received_on: date,
    items: Sequence[Asked],
    reasons: Iterable[Reason] = (),
    unit: Unit,
    worker: User | None = None,
    initiation: str = Application.Initiation.ON_REQUEST,
    request: str = "",
    actor: User,
) -> Application:
    """Enter an application: number, a case with its sign for each benefit, the term to settle.

    The first of `reasons` is the main one (art. 7 u.p.s.). The same `request_id` again returns
    the application registered before. Raises `Refusal` for a day to come, no benefit, and a
    person whose application for the same benefit is open.
    """
    made: Application | None = Application.objects.filter(request_id=request_id).first()
    if made is not None:
        return made
    dated.not_future(received_on, field="received_on", what="Data wpływu")
    if not items:
        raise Refusal("Wybierz świadczenie, o które chodzi.", "no_items", "benefits")
    application: Application = Application.objects.create(
        number=numbering.take("application", year=received_on.year),
        year=received_on.year,
        request_id=request_id,
        applicant=applicant,
        household=household,
        channel=channel,
        initiation=initiation,
        received_on=received_on,
        request=request.strip(),
        recorded_by=actor,
    )
    faults.point("application.numbered")
    ApplicationReason.objects.bulk_create(
        ApplicationReason(application=application, reason=reason, is_first=place == 0)
        for place, reason in enumerate(reasons)
    )
    for asked in items:
        _open_item(application, asked, unit=unit, worker=worker, actor=actor)
    faults.point("application.cased")
    return application


def _open_item(
    application: Application, asked: Asked, *, unit: Unit, worker: User | None, actor: User
) -> ApplicationItem:
    _not_open_already(asked)
    case = cases.open_case(
        asked.person,
        benefit=asked.benefit,
        unit=unit,
        worker=worker,
        opened_on=application.received_on,
        actor=actor,
    )
    terms.start_settling(case, received_on=application.received_on, actor=actor)
    try:
        with transaction.atomic():
            item: ApplicationItem = ApplicationItem.objects.create(
                application=application,
                case=case,
                benefit=asked.benefit,
                person=asked.person,
                purpose=asked.purpose.strip(),
                requested_from=asked.requested_from,
                requested_to=asked.requested_to,
            )
    except IntegrityError as clash:
        raise _open_already(asked, None) from clash
    return item


def _not_open_already(asked: Asked) -> None:
    open_item = (
        ApplicationItem.objects.filter(
            person=asked.person, benefit=asked.benefit, outcome=ApplicationItem.Outcome.OPEN
        )
        .select_related("case")
        .first()
    )
    if open_item is not None:
        raise _open_already(asked, open_item)


def _open_already(asked: Asked, item: ApplicationItem | None) -> Refusal:
    where = f" Prowadź dalej sprawę {item.case.sign}." if item else " Prowadź dalej tamtą sprawę."
    return Refusal(
        f"Ta osoba ma już otwarty wniosek: {asked.benefit.label}.{where}",
        "open_item",
        "benefits",
    )


@act
def complete(
    application: Application,
    *,
    on: date,
    start_month_basis: str = Application.StartMonth.RECEIVED,
    reason: str = "",
    actor: User,
) -> Application:
    """Note the day all required documents were in, and from which month the right counts.

    Counting from the month of receipt although papers came in a later month is the centre's
    choice and needs a reason (art. 106(3) u.p.s.). Raises `Refusal` otherwise.
    """
    application = states.lock(application)
    if on < application.received_on:
        raise Refusal("Wniosek nie mógł być kompletny przed wpływem.", "too_early", "on")
    dated.not_future(on, field="on", what="Data skompletowania")
    later = (on.year, on.month) != (application.received_on.year, application.received_on.month)
    kept = start_month_basis == Application.StartMonth.RECEIVED
    if later and kept and not reason.strip():
        raise Refusal(
            "Dokumenty wpłynęły w późniejszym miesiącu. Napisz, dlaczego prawo liczy się od "
            "miesiąca złożenia wniosku.",
            "no_reason",
            "reason",
        )
    application.completed_on = on
    application.start_month_basis = start_month_basis
    application.start_month_reason = reason.strip()
    application.save(update_fields=["completed_on", "start_month_basis", "start_month_reason"])
    return application


@act
def settle_item(item: ApplicationItem, *, outcome: str, actor: User) -> ApplicationItem:
    """Write down how an item ended; it happens once."""
    item = states.lock(item)
    if item.outcome != ApplicationItem.Outcome.OPEN:
        raise Refusal("Ten wniosek jest już rozstrzygnięty.", "settled")
    item.outcome = outcome
    item.save(update_fields=["outcome"])
    return item
