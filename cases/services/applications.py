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
    Case,
    Household,
    Person,
)
from cases.selectors.people import group_of
from cases.services import cases, dated, terms
from opsapp.kernel import faults, numbering, states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit, Reason, Unit, User

POINTS = faults.declare("application.numbered", "application.cased")
REGISTERS_SINCE = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """One benefit asked for: for whom, for what, for which months (dates of their first days)."""

    benefit: Benefit
    person: Person
    purpose: str = ""
    requested_from: date | None = None
    requested_to: date | None = None


class OpenAlready(Refusal):
    """The person has an open application for the benefit; `case` is where it runs, if known."""

    def __init__(self, asked: Asked, item: ApplicationItem | None) -> None:
        where = f"sprawę {item.case.sign}" if item else "tamtą sprawę"
        super().__init__(
            f"{asked.person} ma już otwarty wniosek: {asked.benefit.label}. Prowadź dalej {where}.",
            "open_item",
            "benefits",
        )
        self.case = item.case if item else None


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
    made = _made(request_id)
    if made is not None:
        return made
    _answerable(received_on, items)
    given = Application(
        request_id=request_id,
        applicant=applicant,
        household=household,
        channel=channel,
        initiation=initiation,
        received_on=received_on,
        request=request.strip(),
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            _enter(given, items, reasons, unit=unit, worker=worker, actor=actor)
    except IntegrityError:
        made = _made(request_id)
        if made is None:
            raise
        return made
    return given


def _made(request_id: uuid.UUID) -> Application | None:
    found: Application | None = Application.objects.filter(request_id=request_id).first()
    return found


def _answerable(received_on: date, items: Sequence[Asked]) -> None:
    """Refuse what no application can be: from the future, for nothing, for months in reverse."""
    dated.not_future(received_on, field="received_on", what="Data wpływu")
    if received_on < REGISTERS_SINCE:
        raise Refusal(
            f"Data wpływu jest zbyt odległa ({received_on:%d.%m.%Y}). Sprawdź rok.",
            "too_early",
            "received_on",
        )
    if not items:
        raise Refusal("Wybierz świadczenie, o które chodzi.", "no_items", "benefits")
    for asked in items:
        if asked.requested_to and not asked.requested_from:
            raise Refusal("Podaj też, od którego miesiąca.", "no_beginning", "benefits")
        if (
            asked.requested_from
            and asked.requested_to
            and asked.requested_to < asked.requested_from
        ):
            raise Refusal("Ostatni miesiąc jest wcześniejszy niż pierwszy.", "months", "benefits")


def _enter(
    application: Application,
    items: Sequence[Asked],
    reasons: Iterable[Reason],
    *,
    unit: Unit,
    worker: User | None,
    actor: User,
) -> None:
    """Number it and open its cases. Who asks for the same number waits here until this ends."""
    year = application.received_on.year
    application.number = numbering.take("application", year=year)
    application.year = year
    application.save(force_insert=True)
    faults.point("application.numbered")
    ApplicationReason.objects.bulk_create(
        ApplicationReason(application=application, reason=reason, is_first=place == 0)
        for place, reason in enumerate(dict.fromkeys(reasons))
    )
    for asked in items:
        _open_item(application, asked, unit=unit, worker=worker, actor=actor)
    faults.point("application.cased")


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
        raise OpenAlready(asked, None) from clash
    return item


def _not_open_already(asked: Asked) -> None:
    open_item = (
        ApplicationItem.objects.filter(
            person__in=group_of(asked.person),
            benefit=asked.benefit,
            outcome=ApplicationItem.Outcome.OPEN,
        )
        .select_related("case")
        .first()
    )
    if open_item is not None:
        raise OpenAlready(asked, open_item)


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
    choice and needs a reason (art. 106(3) u.p.s.). Raises `Refusal` otherwise, and once every item
    is settled.
    """
    application = states.lock(application)
    if not application.items.filter(outcome=ApplicationItem.Outcome.OPEN).exists():
        raise Refusal(
            "Wniosek jest już rozstrzygnięty. Dnia skompletowania nie można zmienić.", "settled"
        )
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
    """Write down how an item ended; it happens once. Raises `Refusal` for a settled one."""
    item = states.lock(item)
    if item.outcome != ApplicationItem.Outcome.OPEN:
        raise Refusal("Ten wniosek jest już rozstrzygnięty.", "settled")
    item.outcome = outcome
    item.save(update_fields=["outcome"])
    return item


@act
def settle_items(case: Case, *, outcome: str, actor: User) -> None:
    """Settle every open item of a case that ends without a decision on them."""
    for item in case.items.filter(outcome=ApplicationItem.Outcome.OPEN).order_by("pk"):
        settle_item(item, outcome=outcome, actor=actor)
