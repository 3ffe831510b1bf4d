"""The only doors to persons and cases: the right is checked, the look leaves its trace."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet

from cases.models import (
    Application,
    Attachment,
    Case,
    CaseAssignment,
    Evidence,
    Letter,
    Person,
    PersonName,
)
from opsapp.kernel import looked
from opsapp.kernel.access import enter, found
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web.requests import Request
from opsapp.office.models import User

M = TypeVar("M", bound=Model)


def get_person(request: Request, pk: int, to: Cap = Cap.SEE_PERSONS) -> Person:
    """The person's card; of a merged one the card it was joined to. Leaves a trace of looking.

    Raises `NotAllowed` without the capability, `NotFound` when there is no such card.
    """
    card = get_card(request, pk, to=to)
    person = card.merged_into or card
    looked.opened(request.user, person, request)
    return person


def get_card(request: Request, pk: int, to: Cap = Cap.SEE_PERSONS) -> Person:
    """This very card, even when it was merged; for merging alone. Leaves no trace of its own."""
    names = Prefetch("names", queryset=PersonName.objects.order_by("-period"))
    cards = Person.objects.select_related("merged_into").prefetch_related(names, "merged_cards")
    return enter(cards, request.user, to, pk=pk)


def get_part(person: Person, model: type[M], pk: int) -> M:
    """A row of this person's card. Raises `NotFound` when it is of another one."""
    from cases.selectors.people import group_of

    return found(model._default_manager.all(), pk=pk, person__in=group_of(person))


def cases_of(user: User, to: Cap = Cap.SEE_CASES) -> QuerySet[Case]:
    """The cases in whose unit the person may `to`; all of them for a role held everywhere.

    Raises `NotAllowed` without the capability.
    """
    user.require(to)
    units = user.units_with(to)
    if units is None:
        return Case.objects.all()
    here = CaseAssignment.objects.filter(
        case=OuterRef("pk"), period__upper_inf=True, unit__in=units
    )
    return Case.objects.filter(Exists(here))


def get_case(request: Request, pk: int, to: Cap = Cap.SEE_CASES) -> Case:
    """A case of a unit where the person may `to`. Leaves a trace of looking.

    Raises `NotAllowed` without the capability, `NotFound` for a case of strangers.
    """
    rows = cases_of(request.user, to).select_related("benefit", "client", "jrwa_class")
    case = found(rows, pk=pk)
    looked.opened(request.user, case, request)
    return case


def get_application(request: Request, pk: int) -> Application:
    """An application that the person took in, or whose case they may see, for its receipt alone.

    Raises `NotAllowed` without the right to register, `NotFound` for one of strangers.
    """
    user = request.user
    user.require(Cap.REGISTER_APPLICATIONS)
    mine = Q(recorded_by=user.pk)
    if user.can(Cap.SEE_CASES):
        mine |= Q(items__case__in=cases_of(user))
    rows = Application.objects.filter(mine).select_related("applicant", "recorded_by").distinct()
    application = found(rows, pk=pk)
    looked.opened(user, application, request)
    return application


def get_letter(case: Case, pk: int) -> Letter:
    """A letter of a case that was opened by its door. Raises `NotFound` for one of another case."""
    rows = Letter.objects.filter(case=case).select_related("case", "correspondent", "document")
    return found(rows.defer("document__content").prefetch_related("correspondent__names"), pk=pk)


def get_evidence(request: Request, pk: int) -> Evidence:
    """A proof that has a scan, for whoever may see cards; opening it leaves a trace.

    Raises `NotAllowed` without the capability, `NotFound` for one without a scan.
    """
    rows = Evidence.objects.filter(file__isnull=False).select_related("file", "person")
    proof = enter(rows, request.user, Cap.SEE_PERSONS, pk=pk)
    looked.opened(request.user, proof, request)
    return proof


def get_attachment(request: Request, pk: int) -> Attachment:
    """A file of a case the person may see, or of a card when it belongs to no case. Leaves a trace
    of looking at the file.

    Raises `NotAllowed` without the capability, `NotFound` for a file of strangers.
    """
    user = request.user
    to = Cap.SEE_CASES if user.can(Cap.SEE_CASES) else Cap.SEE_PERSONS
    user.require(to)
    row = found(Attachment.objects.select_related("file", "person"), pk=pk)
    if row.case_id is not None:
        found(cases_of(user), pk=row.case_id)
    else:
        user.require(Cap.SEE_PERSONS)
    looked.opened(user, row, request)
    return row
