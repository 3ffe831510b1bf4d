"""Screens of ways of payment: proposed by one person, confirmed by another."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from benefits import access_payments as access
from benefits import selectors_payments as selectors
from benefits.models import PayoutWay
from benefits.selectors_scope import ways_of_units
from benefits.services import payout
from benefits.web.payment_forms import PayoutWayForm
from cases.access import get_person
from cases.models import Institution
from cases.selectors.people import group_of
from opsapp.kernel import clock, looked
from opsapp.kernel.access import found
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.paging import cut


@reads
def ways(request: Request) -> HttpResponse:
    """Ways of payment that wait for the second person."""
    request.user.require(Cap.SEE_PAYMENTS)
    units = request.user.units_with(Cap.SEE_PAYMENTS)
    rows = cut(ways_of_units(selectors.proposed_ways(), units), request.GET, by=("pk",))
    looked.listed(request.user, "benefits.payoutway", "propozycje", [row.pk for row in rows.rows])
    return page(
        request,
        "benefits/payout_ways.html",
        slice=rows,
        may_confirm=request.user.can(Cap.CONFIRM_PAYOUT_WAYS),
        me=request.user,
    )


@writes("GET", "POST")
def propose(request: Request, person_pk: int) -> HttpResponse:
    """Propose a way of payment for a person, and who collects; see the earlier ones."""
    request.user.require(Cap.PROPOSE_PAYOUT_WAYS)
    person = get_person(request, person_pk)
    form = PayoutWayForm(request.POST or None, initial=_usual(), person=person, on=clock.today())
    if request.method == "POST" and _proposed(request, form, person=person):
        return redirect("cases:person", person.pk)
    ways = selectors.ways_of(group_of(person))
    return _page(request, form, ways, payee=person, back=reverse("cases:person", args=[person.pk]))


@writes("GET", "POST")
def propose_institution(request: Request, pk: int) -> HttpResponse:
    """Propose how an institution is paid; see the earlier ones."""
    request.user.require(Cap.PROPOSE_PAYOUT_WAYS)
    row = found(Institution.objects.filter(is_active=True), pk=pk)
    form = PayoutWayForm(request.POST or None, initial=_usual(), person=None, on=clock.today())
    if request.method == "POST" and _proposed(request, form, institution=row):
        return redirect("benefits:paid_institutions")
    ways = row.payout_ways.select_related("proposed_by", "confirmed_by").order_by("-id")
    return _page(request, form, ways, payee=row, back=reverse("benefits:paid_institutions"))


def _usual() -> dict[str, Any]:
    return {"on": clock.today(), "channel": "bank"}


def _proposed(request: Request, form: PayoutWayForm, **payee: Any) -> bool:
    """Whether the proposal was made; what is wrong stands in the form."""
    if not form.is_valid():
        return False
    try:
        payout.propose(**payee, **form.cleaned_data, actor=request.user)
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    say(request, "Sposób wypłaty czeka na zatwierdzenie przez drugą osobę.")
    return True


def _page(
    request: Request, form: PayoutWayForm, ways: QuerySet[PayoutWay], *, payee: Any, back: str
) -> HttpResponse:
    return page(
        request,
        "benefits/payout_way_new.html",
        status=422 if form.errors else 200,
        form=form,
        payee=payee,
        back=back,
        ways=ways,
    )


@reads
def institutions(request: Request) -> HttpResponse:
    """Institutions that may be paid, each with the way in force."""
    request.user.require(Cap.SEE_PAYMENTS)
    rows = cut(selectors.paid_institutions(clock.today()), request.GET, by=("name", "pk"))
    return page(
        request,
        "benefits/paid_institutions.html",
        slice=rows,
        may_propose=request.user.can(Cap.PROPOSE_PAYOUT_WAYS),
    )


@writes("POST")
def confirm(request: Request, pk: int) -> HttpResponse:
    """Confirm a proposed way."""
    way = payout.confirm(access.get_way(request, pk, Cap.CONFIRM_PAYOUT_WAYS), actor=request.user)
    say(request, f"Sposób wypłaty dla {way.person or way.institution} jest zatwierdzony.")
    return redirect("benefits:payout_ways")


@writes("POST")
def reject(request: Request, pk: int) -> HttpResponse:
    """Turn a proposed way down."""
    payout.reject(access.get_way(request, pk, Cap.CONFIRM_PAYOUT_WAYS), actor=request.user)
    say(request, "Propozycja jest odrzucona.")
    return redirect("benefits:payout_ways")
