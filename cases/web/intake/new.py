"""Taking an application: the person, the family, what is asked for; then straight to the case."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from cases import access
from cases.models import Application, Case, Household, Membership, Person
from cases.selectors.applications import benefits_on
from cases.selectors.households import members, stays_of
from cases.services import applications, attachments, supplements
from cases.services.applications import Asked, OpenAlready
from cases.web.intake.forms import ROWS, ApplicationForm, AskedForm
from cases.web.people.editing import blame
from cases.web.people.heading import Heading
from opsapp.kernel import clock, drafts
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, say, writes
from opsapp.kernel.web.forms import errors_of
from opsapp.kernel.web.typed import Sheet, sheet
from opsapp.office.models import Benefit

DRAFT = "wniosek"


@dataclass
class Intake:
    """The page while it is filled in: who applies, with whom, and the forms."""

    request: Request
    person: Person

    @cached_property
    def head(self) -> Heading:
        """The head of the person's card."""
        return Heading(self.request, self.person, "application_new")

    @cached_property
    def household(self) -> Household | None:
        """The family now; of two (alternating custody) the one chosen, else the older."""
        stays = list(stays_of(self.person, clock.today()))
        chosen = self.request.POST.get("household", "")
        found = [stay for stay in stays if str(stay.household_id) == chosen] or stays
        return found[0].household if found else None

    @cached_property
    def stays(self) -> list[Membership]:
        """Who keeps house together, the applicant first."""
        if self.household is None:
            return []
        rows = members(self.household, clock.today())
        return sorted(rows, key=lambda stay: stay.person_id not in self.head.group)

    @cached_property
    def draft(self) -> Sheet:
        """What was typed before, if anything."""
        return sheet(self.request.user, DRAFT, str(self.person.pk))

    @cached_property
    def request_id(self) -> uuid.UUID:
        """The key of this application, made by the page before the first try."""
        typed = self.request.POST.get("request_id") or (self.draft.initial or {}).get("request_id")
        try:
            return uuid.UUID(str(typed))
        except ValueError:
            return uuid.uuid4()

    @cached_property
    def form(self) -> ApplicationForm:
        """The application."""
        today = clock.today()
        me = self.request.user.pk
        blank: dict[str, Any] = {"received_on": today, "channel": "paper", "worker": me}
        return ApplicationForm(
            self._sent, self._sent and self.request.FILES, user=self.request.user,
            initial=blank | (self.draft.initial or {}),
        )  # fmt: skip

    @cached_property
    def rows(self) -> list[AskedForm]:
        """The benefits."""
        benefits = {row.code: row for _, rows in benefits_on(clock.today()) for row in rows}
        return [
            AskedForm(
                self._sent, prefix=f"s{number}", stays=self.stays, benefits=benefits,
                initial=self._row(number), first=number == 0,
            )
            for number in range(ROWS)
        ]  # fmt: skip

    def _row(self, number: int) -> dict[str, Any]:
        typed = self.draft.initial or {}
        start = f"s{number}-"
        kept = {name.removeprefix(start): typed[name] for name in typed if name.startswith(start)}
        if kept or number:
            return kept
        return {"benefit": "periodic_allowance", "requested_from": clock.this_month()}

    @property
    def _sent(self) -> QueryDict | None:
        return self.request.POST if self.request.method == "POST" else None

    def is_valid(self) -> bool:
        """Whether everything typed can be read; each error stands beside its field."""
        rows = [row.is_valid() for row in self.rows]
        self.form.ask_reason_for([benefit for _, benefit in self.chosen])
        return self.form.is_valid() and all(rows)

    @property
    def chosen(self) -> list[tuple[AskedForm, Benefit]]:
        """Rows with a benefit."""
        return [(row, row.chosen) for row in self.rows if row.chosen is not None]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Every error with its field, the application's first."""
        rows = [error for row in self.rows for error in errors_of(row)]
        return [*errors_of(self.form), *rows]

    def asked(self) -> list[Asked]:
        """What the act takes."""
        return [row.asked(benefit) for row, benefit in self.chosen]


@writes("GET", "POST")
def new(request: Request) -> HttpResponse:
    """Take an application from a person (`?osoba=`); without one, first choose who applies."""
    request.user.require(Cap.REGISTER_APPLICATIONS)
    key = request.GET.get("osoba", "")
    if not key.isdecimal() or len(key) > 18:
        return _choose(request)
    intake = Intake(request, access.get_person(request, int(key)))
    if intake.person.died_on:
        raise Refusal(f"{intake.person} nie żyje. Wniosek może złożyć tylko osoba żyjąca.", "dead")
    running: Case | None = None
    if request.method == "POST" and intake.household is not None and intake.is_valid():
        try:
            made = _register(intake)
        except OpenAlready as open_already:
            _blame_row(intake, open_already)
            running = open_already.case
        except Refusal as refused:
            field = "papers" if refused.field == "file" else refused.field
            blame(intake.form, Refusal(refused.message, refused.code, field))
        else:
            return _registered(request, made)
    return _show(request, intake, running)


def _register(intake: Intake) -> Application:
    """Register it, keep its files, begin at once when nothing is missing; all or nothing."""
    data, actor = intake.form.cleaned_data, intake.request.user
    assert intake.household is not None
    with acting(actor, act=f"{__name__}.register"):
        made = applications.register(
            request_id=intake.request_id, applicant=intake.person, household=intake.household,
            channel=data["channel"], received_on=data["received_on"], items=intake.asked(),
            reasons=intake.form.given_reasons(), unit=intake.form.units[data["unit"]],
            worker=intake.form.workers.get(data["worker"]), initiation=data["initiation"],
            request=data["request"], actor=actor,
        )  # fmt: skip
        case = made.items.order_by("pk")[0].case
        for uploaded in data["papers"]:
            attachments.attach(
                uploaded, person=intake.person, case=case, application=made, actor=actor
            )
        if data["complete"]:
            supplements.complete_documents(made, on=data["received_on"], actor=actor)
        drafts.discard(actor, DRAFT, str(intake.person.pk))
    return made


def _registered(request: Request, made: Application) -> HttpResponse:
    signs = [item.case.sign for item in made.items.select_related("case").order_by("pk")]
    cases = f"sprawa {signs[0]}" if len(signs) == 1 else f"sprawy: {', '.join(signs)}"
    say(request, f"Zarejestrowano wniosek {made.reference}, {cases}.")
    case = made.items.order_by("pk")[0].case
    if _if_seen(request, case) is None:
        return redirect("cases:application_receipt", made.pk)
    return redirect("cases:case", case.pk)


def _blame_row(intake: Intake, refused: OpenAlready) -> None:
    """Put the refusal beside the benefit that is asked for twice."""
    for row, benefit in intake.chosen:
        if benefit.label in refused.message:
            row.add_error("benefit", refused.message)
            return
    blame(intake.form, refused)


def _show(request: Request, intake: Intake, running: Case | None) -> HttpResponse:
    return page(
        request, "cases/application_new.html",
        status=200 if request.method == "GET" else 422,
        intake=intake, head=intake.head, person=intake.person, form=intake.form,
        rows=intake.rows, draft=intake.draft, running=_if_seen(request, running),
        found_url=reverse("cases:household_found", args=[intake.person.pk]),
        today=clock.today(),
    )  # fmt: skip


def _if_seen(request: Request, case: Case | None) -> Case | None:
    """The case, for whoever may open it."""
    if case is None or not request.user.can(Cap.SEE_CASES):
        return None
    return access.cases_of(request.user).filter(pk=case.pk).first()


def _choose(request: Request) -> HttpResponse:
    """Ask who applies."""
    key = request.POST.get("person_key", "")
    if key.isdecimal() and len(key) < 19:
        return redirect(f"{reverse('cases:application_new')}?osoba={key}")
    return page(
        request, "cases/application_who.html", status=200 if request.method == "GET" else 422,
        missing=request.method == "POST", chosen="", chosen_key="",
        may_add=request.user.can(Cap.EDIT_PERSONS),
    )  # fmt: skip


@writes("POST")
def forget(request: Request, pk: int) -> HttpResponse:
    """Throw away what was typed and begin anew."""
    request.user.require(Cap.REGISTER_APPLICATIONS)
    drafts.discard(request.user, DRAFT, str(pk))
    return redirect(f"{reverse('cases:application_new')}?osoba={pk}")
