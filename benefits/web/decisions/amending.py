"""Screens of another ruling in a draft: the ground, day and amount of a change, whom to pay."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from benefits import access
from benefits.enforcement import FIELDS
from benefits.models import Decision, DecisionItem
from benefits.selectors_chain import months_of
from benefits.services import decisions as acts
from benefits.states import DECISION
from benefits.web.decisions.changing import WAYS, ChangeForm, Way, place_of
from benefits.web.payee_forms import INSTITUTION, PERSON, PayeeForm
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, say, writes


@writes("GET", "POST")
def amend(request: Request, pk: int) -> HttpResponse:
    """Give a changing draft another ground, day, amount or time from which it acts."""
    decision = _draft(access.get_decision(request, pk, Cap.DRAFT_DECISIONS))
    way = next((one for one in WAYS.values() if one.kind == decision.kind), None)
    if way is None or decision.changes is None:
        raise Refusal("Ten projekt nie zmienia wcześniejszej decyzji.", "not_a_change")
    row = decision.items.select_related("benefit", "changed_item__entitlement").get()
    form = ChangeForm(request.POST or None, kind=way.kind, initial=_now(decision, row))
    if request.method == "POST" and form.is_valid():
        try:
            acts.amend(decision, version=_version(request), **form.given(), actor=request.user)
        except Refusal as refused:
            place = place_of(form, refused)
            form.add_error(place if place in form.fields else None, str(refused))
        else:
            say(request, "Projekt ułożono od nowa. Przeczytaj go i przekaż do podpisu.")
            return redirect("benefits:decision", pk)
    return _change_page(request, decision, decision.changes, way, form)


def _change_page(
    request: Request, draft: Decision, old: Decision, way: Way, form: ChangeForm
) -> HttpResponse:
    row = draft.items.select_related("changed_item__entitlement", "changed_item__benefit").get()
    changed = row.changed_item
    assert changed is not None
    return page(
        request, "benefits/decision_change.html", status=422 if form.errors else 200, form=form,
        decision=old, item=changed, chosen=way, months=months_of(changed),
        tabs=[], draft=draft, back=reverse("benefits:decision", args=[draft.pk]),
    )  # fmt: skip


def _draft(decision: Decision) -> Decision:
    if decision.status != DECISION.initial:
        raise Refusal("To nie jest projekt, który można jeszcze zmienić.", "wrong_state")
    return decision


def _version(request: Request) -> int:
    """The version of the draft that the form was filled for. Raises `Refusal` when it says none: it
    must not pass for the newest.
    """
    typed = request.POST.get("version", "")
    if not typed.isdecimal() or len(typed) > 8:
        raise Refusal(
            "Formularz nie mówi, której wersji projektu dotyczy. Otwórz go jeszcze raz i wpisz "
            "zmianę ponownie.",
            "no_version",
        )
    return int(typed)


def _now(decision: Decision, row: DecisionItem) -> dict[str, Any]:
    """The ruling that stands; what happened is read back from the reasons."""
    days = Period.from_range(row.period)
    told = decision.reasons.split("\n\n")[1:2]
    other = row.amount if row.amount != row.proposed_amount else None
    return {
        "ground": decision.change_ground,
        "first": Month.of(days.start),
        "on": days.start,
        "told": told[0] if told else "",
        "amount": other,
        "amount_reason": row.amount_reason,
        **{name: getattr(decision, name) for name in FIELDS},
    }


@writes("GET", "POST")
def payee(request: Request, pk: int) -> HttpResponse:
    """Order a draft to be paid to somebody else."""
    decision = _draft(access.get_decision(request, pk, Cap.DRAFT_DECISIONS))
    row = decision.items.select_related(
        "benefit", "calculation__item__application__applicant", "calculation__item__person"
    ).get()
    form = PayeeForm(
        request.POST or None, calculation=row.calculation, on=clock.today(),
        initial={"payee": _key(row)},
    )  # fmt: skip
    _keep_chosen(form, row)
    if request.method == "POST" and form.is_valid():
        try:
            acts.pay_to(
                decision, version=_version(request), payee=form.chosen(), actor=request.user
            )
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            say(request, "Zmieniono odbiorcę. Treść rozstrzygnięcia ułożono od nowa.")
            return redirect("benefits:decision", pk)
    return page(
        request, "benefits/decision_payee.html", status=422 if form.errors else 200, form=form,
        decision=decision, item=row, back=reverse("benefits:decision", args=[pk]),
    )  # fmt: skip


def _key(row: DecisionItem) -> str:
    return f"{INSTITUTION}:{row.payee_institution_id}" if row.payee_institution_id else ""


def _keep_chosen(form: PayeeForm, row: DecisionItem) -> None:
    """A person who receives already is shown as chosen."""
    for key, relation in form.relations.items():
        if (relation.person_id, relation.kind) == (row.payee_person_id, row.payee_role):
            form.initial["payee"] = f"{PERSON}:{key}"
