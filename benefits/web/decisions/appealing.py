"""Screens of an appeal from a decision: it came, it went on, what was answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from benefits import access
from benefits.models import Appeal, Decision, DecisionItem
from benefits.selectors_chain import months_of
from benefits.services.decisions import appealing, correct
from benefits.services.decisions.drafting import LIVE
from benefits.web.decisions.appeal_forms import (
    CorrectForm,
    DayForm,
    ReceiveForm,
    RuleForm,
    StayForm,
)
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.refusals import NotFound, Refusal
from opsapp.kernel.web import Request, page, say, writes
from opsapp.kernel.web.forms import Form


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done with an appeal: its word in the address, words, right, form and act."""

    slug: str
    label: str
    icon: str
    cap: Cap
    form: type[Form]
    act: Callable[..., Any]
    does: str
    said: str


STEPS = {
    step.slug: step
    for step in (
        Step("przyjmij", "Przyjmij odwołanie", "mail-opened", Cap.RUN_CASES, ReceiveForm,
             appealing.receive,
             "Na przekazanie odwołania z aktami jest 7 dni. Decyzja, która przyznała wszystko, o "
             "co wnioskowano, jest nadal wypłacana; inna czeka na rozstrzygnięcie. Odwołanie po "
             "terminie niczego nie wstrzymuje.",
             "Przyjęto odwołanie."),
        Step("uwzglednij", "Uwzględnij odwołanie", "gavel", Cap.DRAFT_DECISIONS, CorrectForm,
             correct,
             "Gdy odwołanie w całości zasługuje na uwzględnienie, ośrodek sam wydaje nową decyzję "
             "w miejsce zaskarżonej (art. 132 k.p.a.). Z jej wydaniem raty poprzedniej przestaną "
             "przysługiwać, a wypłacone zostaną zaliczone.",
             "Projekt gotowy. Przeczytaj go i przekaż do podpisu."),
        Step("przekaz", "Przekaż do SKO", "send", Cap.RUN_CASES, DayForm, appealing.pass_on,
             "Odwołanie przekazuje się z aktami sprawy w ciągu 7 dni od wpływu (art. 133 k.p.a.).",
             "Odwołanie przekazano."),
        Step("rozstrzygniecie", "Wpisz rozstrzygnięcie", "checks", Cap.ISSUE_DECISIONS, RuleForm,
             appealing.rule,
             "Utrzymana decyzja staje się ostateczna. Gdy organ ją uchylił, niewypłacone raty "
             "odpadną, a wypłacone zostają: o zwrocie rozstrzyga odrębna decyzja.",
             "Wpisano rozstrzygnięcie odwołania."),
        Step("wstrzymanie", "Wstrzymano wykonanie", "player-pause", Cap.ISSUE_DECISIONS, StayForm,
             appealing.stay,
             "Do końca wstrzymania albo do rozstrzygnięcia odwołania nic z tej decyzji nie będzie "
             "wypłacone, także z list już podpisanych (art. 135 k.p.a.). Świadczenie, które "
             "uchyliła od razu, wraca na ten czas do wypłaty.",
             "Wypłaty z tej decyzji są wstrzymane."),
        Step("koniec-wstrzymania", "Zakończ wstrzymanie", "player-play", Cap.ISSUE_DECISIONS,
             DayForm, appealing.end_stay, "Raty, które czekały, znów będą do wypłaty.",
             "Raty z tej decyzji znów czekają na wypłatę."),
    )
}  # fmt: skip


def steps_of(decision: Decision, appeal: Appeal | None) -> list[Step]:
    """What may be done with an appeal from the decision now."""
    if appeal is None:
        return [STEPS["przyjmij"]] if decision.status in ("delivered", "final") else []
    if not appeal.is_open:
        return []
    slugs = ["rozstrzygniecie"] if appeal.passed_on else ["przekaz"]
    drafted = decision.changed_by.filter(status__in=LIVE).exists()
    if decision.moves_case and not (appeal.passed_on or appeal.late or drafted):
        slugs.insert(0, "uwzglednij")
    if appeal.is_stayed:
        slugs.append("koniec-wstrzymania")
    elif appeal.stayed_on is None:
        slugs.append("wstrzymanie")
    return [STEPS[slug] for slug in slugs]


@writes("GET", "POST")
def step(request: Request, pk: int, what: str) -> HttpResponse:
    """Do one thing with the appeal from a decision."""
    if what not in STEPS:
        raise NotFound("Nie ma takiej czynności.", "no_step")
    chosen = STEPS[what]
    decision = access.get_decision(request, pk, chosen.cap)
    appeal = Appeal.objects.filter(decision=decision).first()
    if chosen not in steps_of(decision, appeal):
        raise Refusal(f"„{chosen.label}” nie jest teraz możliwe.", "wrong_state")
    form = chosen.form(request.POST or None, initial=_usual(chosen, decision))
    if request.method == "POST" and form.is_valid():
        data = form.given() if hasattr(form, "given") else form.cleaned_data
        try:
            made = chosen.act(decision, **data, actor=request.user)
        except Refusal as refused:
            place = {"period": "first"}.get(refused.field or "", refused.field)
            form.add_error(place if place in form.fields else None, str(refused))
        else:
            say(request, chosen.said)
            return redirect("benefits:decision", made.pk if isinstance(made, Decision) else pk)
    row = _granting(decision)
    return page(
        request, "benefits/decision_appeal.html", status=422 if form.errors else 200, form=form,
        decision=decision, appeal=appeal, chosen=chosen, item=row,
        months=months_of(row) if row else [], back=reverse("benefits:decision", args=[pk]),
    )  # fmt: skip


def _granting(decision: Decision) -> DecisionItem | None:
    rows = decision.items.filter(entitlement__isnull=False)
    found: DecisionItem | None = rows.select_related("entitlement", "benefit").first()
    return found


def _usual(chosen: Step, decision: Decision) -> dict[str, Any]:
    if chosen.slug != "uwzglednij":
        return {"on": clock.today()}
    row = decision.items.filter(period__isnull=False).first()
    if row is None or row.period is None:
        return {}
    days = Period.from_range(row.period)
    return {"first": Month.of(days.start), "last": Month.of(days.end) if days.end else None}
