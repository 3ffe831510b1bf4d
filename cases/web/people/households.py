"""The family: who lives together now and lived before; joined, left, founded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from cases import access
from cases.models import Household, Membership, Person, Relation
from cases.models.households import HouseholdRole
from cases.selectors.households import all_stays, stays_over_time
from cases.services import households as acts
from cases.web.people import family_seen
from cases.web.people.editing import blame
from cases.web.people.family_seen import FamilyForm
from cases.web.people.heading import Heading
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.fields import PolishDateField
from opsapp.kernel.web.forms import Form
from opsapp.office.models import User

Clash = dict[str, Any] | None
"""Who changed the family first, when, and what differs."""


class OnForm(Form):
    """From which day."""

    on = PolishDateField(label="Od dnia")


class JoinForm(FamilyForm):
    """Who joins, as whom, from when."""

    person_key = forms.IntegerField(label="Osoba", widget=forms.HiddenInput, required=False)
    role = forms.ChoiceField(
        label="Kim jest w tej rodzinie",
        choices=[c for c in HouseholdRole.choices if c[0] != "applicant"],
        initial="child",
    )
    alternating = forms.BooleanField(
        label="dziecko w opiece naprzemiennej: mieszka też w drugiej rodzinie",
        required=False,
    )


class LeaveForm(FamilyForm):
    """Who leaves, from when, and whether they begin a household of their own."""

    leaving = forms.ModelMultipleChoiceField(
        label="Kto odchodzi", queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Zaznacz, kto odchodzi."},
    )  # fmt: skip
    where = forms.ChoiceField(
        label="Dokąd", widget=forms.RadioSelect, initial="own",
        choices=[
            ("own", "zakłada osobną rodzinę (zaznaczone osoby razem)"),
            ("away", "poza rodziny z kartoteki (wyjazd, instytucja, nie wiadomo)"),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, stays: list[Membership], **options: Any) -> None:
        super().__init__(*args, stays=stays, **options)
        field = self.fields["leaving"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Membership.objects.filter(pk__in=[stay.pk for stay in stays])
        names = {stay.pk: f"{stay.person}, {stay.get_role_display()}" for stay in stays}
        field.label_from_instance = lambda stay: names[stay.pk]  # type: ignore[method-assign,assignment]


class RoleForm(FamilyForm):
    """Another role, from when."""

    role = forms.ChoiceField(label="Kim jest w tej rodzinie", choices=HouseholdRole.choices)


@reads
def household(request: Request, pk: int) -> HttpResponse:
    """The family now, every change of it, and kinship apart from it."""
    person = access.get_person(request, pk)
    head = Heading(request, person, "person_household")
    relations = Relation.objects.filter(person__in=head.group).select_related("other")
    towards = Relation.objects.filter(other__in=head.group).select_related("person")
    return page(
        request, "cases/household.html",
        head=head, person=person,
        stays=all_stays(head.stay.household) if head.stay else [],
        past=stays_over_time(person), relations=relations.prefetch_related("other__names"),
        towards=towards.prefetch_related("person__names"),
        found_form=OnForm(initial={"on": clock.today()}),
    )  # fmt: skip


@writes("POST")
def found(request: Request, pk: int) -> HttpResponse:
    """Begin a household with this person."""
    person = access.get_person(request, pk, to=Cap.EDIT_PERSONS)
    form = OnForm(request.POST)
    if not form.is_valid():
        raise Refusal(" ".join(str(error) for error in form.errors["on"]), "on", "on")
    acts.found(applicant=person, on=form.cleaned_data["on"], actor=request.user)
    say(request, "Założono rodzinę.")
    if request.POST.get("dalej") == "wniosek":
        return redirect(f"{reverse('cases:application_new')}?osoba={person.pk}")
    return redirect("cases:person_household", person.pk)


@writes("GET", "POST")
def join(request: Request, pk: int) -> HttpResponse:
    """Let somebody join the family."""
    head, form = _form(request, pk, JoinForm)
    chosen = _chosen(request)
    stale: Clash = None
    if request.method == "POST" and form.is_valid():
        try:
            if chosen is None:
                raise Refusal("Wyszukaj i wskaż osobę, która zamieszkała z rodziną.", "nobody")
            household, values = _household(head), form.values()
            act = partial(acts.join, household, person=chosen, actor=request.user, **values)
            stale = _unless_stale(request, form, household, act)
        except Refusal as refused:
            blame(form, refused)
        else:
            if stale is None:
                return _done(request, head.person, f"{chosen} należy odtąd do rodziny.")
            form = form.over(household)
    return _show(
        request, head, form, "Ktoś dołącza do rodziny", choosing=True, conflict=stale,
        chosen=str(chosen or ""), chosen_key=chosen.pk if chosen else "",
    )  # fmt: skip


@writes("GET", "POST")
def leave(request: Request, pk: int) -> HttpResponse:
    """Let some leave the family, together."""
    person = access.get_person(request, pk, to=Cap.EDIT_PERSONS)
    head = Heading(request, person, "person_household")
    form: Any = LeaveForm(_of_today(request, head), stays=head.family)
    stale: Clash = None
    if request.method == "POST" and form.is_valid():
        try:
            act = partial(_let_leave, form, request.user)
            stale = _unless_stale(request, form, _household(head), act)
        except Refusal as refused:
            blame(form, refused)
        else:
            if stale is None:
                return _done(request, person, "Zapisano zmianę w rodzinie.")
            form = form.over(_household(head))
    return _show(request, head, form, "Ktoś odchodzi z rodziny", conflict=stale)


def _of_today(request: Request, head: Heading) -> QueryDict | None:
    """What was sent, with those ticked as they stand today: somebody may have changed their role
    since the page was opened.
    """
    if request.method != "POST":
        return None
    sent = request.POST.copy()
    ticked = [key for key in sent.getlist("leaving") if key.isdecimal() and len(key) < 19]
    stays = [_standing(head, int(key)) for key in ticked]
    sent.setlist("leaving", [str(stay.pk) for stay in stays if stay is not None])
    return sent


def _standing(head: Heading, stay: int) -> Membership | None:
    """The stay as it stands today, also when another role has taken its place meanwhile."""
    person = next((row.person_id for row in head.family if row.pk == stay), None)
    if person is None:
        rows = Membership.objects.filter(pk=stay, household=_household(head))
        person = rows.values_list("person_id", flat=True).first()
    return next((row for row in head.family if row.person_id == person), None)


def _let_leave(form: LeaveForm, actor: User) -> None:
    leaving, on = list(form.cleaned_data["leaving"]), form.cleaned_data["on"]
    if form.cleaned_data["where"] == "own":
        acts.move_out(leaving, on=on, actor=actor)
        return
    for stay in leaving:
        acts.leave(stay, on=on, actor=actor)


@writes("GET", "POST")
def role(request: Request, pk: int, stay: int) -> HttpResponse:
    """Give a member another role."""
    head, form = _form(request, pk, RoleForm)
    member = _standing(head, stay)
    if member is None:
        raise Refusal("Ta osoba nie należy już do rodziny. Odśwież stronę.", "ended")
    stale: Clash = None
    if request.method == "POST" and form.is_valid():
        try:
            act = partial(acts.change_role, member, actor=request.user, **form.values())
            stale = _unless_stale(request, form, _household(head), act)
        except Refusal as refused:
            blame(form, refused)
        else:
            if stale is None:
                return _done(request, head.person, "Zmieniono rolę w rodzinie.")
            form = form.over(_household(head))
    form.fields["role"].initial = member.role
    return _show(request, head, form, f"Rola w rodzinie: {member.person}", conflict=stale)


def _unless_stale(
    request: Request, form: FamilyForm, household: Household, act: Callable[[], object]
) -> Clash:
    """Do it, or say who changed the family first; nobody changes it in between."""
    with acting(request.user, act=f"{__name__}.act"):
        stale = family_seen.conflict(household, form.cleaned_data["seen"])
        if stale is None:
            act()
    return stale


def _form(request: Request, pk: int, form: type[FamilyForm]) -> tuple[Heading, Any]:
    person = access.get_person(request, pk, to=Cap.EDIT_PERSONS)
    head = Heading(request, person, "person_household")
    return head, form(request.POST or None, stays=head.family)


def _household(head: Heading) -> Household:
    if head.stay is None:
        raise Refusal("Ta osoba nie ma jeszcze rodziny w kartotece. Najpierw ją załóż.", "none")
    return head.stay.household


def _chosen(request: Request) -> Person | None:
    key = request.POST.get("person_key", "") or request.GET.get("osoba", "")
    if not key.isdecimal() or len(key) > 18:
        return None
    return access.get_person(request, int(key))


def _done(request: Request, person: Person, said: str) -> HttpResponse:
    say(request, said)
    return redirect("cases:person_household", person.pk)


def _show(request: Request, head: Heading, form: Any, title: str, **more: Any) -> HttpResponse:
    context = {"choosing": False, "chosen": "", "chosen_key": "", "conflict": None} | more
    return page(
        request, "cases/person_edit.html", status=200 if request.method == "GET" else 422,
        head=head, person=head.person, form=form, title=title,
        back=reverse("cases:person_household", args=[head.person.pk]), **context,
    )  # fmt: skip
