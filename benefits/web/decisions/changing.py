"""Screens of a further decision about an issued one: its change, revocation or expiry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from benefits import access
from benefits.dictionaries_changes import CHANGE, EXPIRY, REVOCATION, grounds_for
from benefits.enforcement import FIELDS, Enforced
from benefits.models import Decision, DecisionItem
from benefits.models.enforcement import AtOnce, RigourGround
from benefits.selectors_chain import months_of
from benefits.services import decisions as acts
from benefits.services.decisions.changeable import running_item, why_not
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.refusals import NotFound, Refusal
from opsapp.kernel.web import Request, page, say, writes
from opsapp.kernel.web.fields import AmountField, MonthField, PolishDateField
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.parts import Tab


@dataclass(frozen=True, slots=True)
class Way:
    """One of the three: its word in the address, its heading, the act, what it does."""

    slug: str
    label: str
    kind: str
    act: Callable[..., Decision]
    does: str


WAYS = {
    way.slug: way
    for way in (
        Way("zmien", "Zmień kwotę", CHANGE, acts.change,
            "Świadczenie policzy się na nowo na wskazany miesiąc. Od tego miesiąca raty będą w "
            "nowej kwocie, wcześniejsze zostaną bez zmian."),
        Way("uchyl", "Uchyl", REVOCATION, acts.revoke,
            "Od wskazanego miesiąca świadczenie przestanie przysługiwać. Raty odpadną, gdy "
            "decyzja zacznie działać; do tego czasu są wypłacane."),
        Way("wygasniecie", "Stwierdź wygaśnięcie", EXPIRY, acts.expire,
            "Po śmierci osoby uprawnionej decyzja wygasa z dniem następnym; rata za miesiąc zgonu "
            "zostaje, dalsze odpadną."),
    )
}  # fmt: skip


def other_amount(label: str) -> AmountField:
    """The amount when it is to be another one than the law proposes."""
    return AmountField(
        label=label, required=False, help_text="Puste: tyle, ile wyniknie z wyliczenia."
    )


def why_other_amount() -> forms.CharField:
    """The reason of such an amount."""
    return forms.CharField(
        label="Dlaczego inna kwota niż z wyliczenia", required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


WHEN = [
    ("", "gdy stanie się ostateczna (art. 130 § 1 i 2 k.p.a.)"),
    *((code, f"od razu: {label}") for code, label in AtOnce.choices),
]
"""From when the decision acts."""


class ChangeForm(Form):
    """Why and since when; of a change the amount, of a consent its day; from when it acts."""

    ground = forms.ChoiceField(label="Podstawa")
    first = MonthField(label="Od miesiąca")
    on = PolishDateField(label="Od dnia", required=False)
    told = forms.CharField(
        label="Co się zmieniło", widget=forms.Textarea(attrs={"rows": 4}), max_length=3000,
        help_text="Pełnymi zdaniami: trafi do uzasadnienia decyzji.",
    )  # fmt: skip
    amount = other_amount("Nowa kwota miesięcznie")
    amount_reason = why_other_amount()
    incomes_whole = forms.BooleanField(
        label="Innych dochodów w tym czasie rodzina nie miała", required=False,
        help_text="Zaznacz, gdy program wskaże brakujący dochód, którego naprawdę nie było.",
    )  # fmt: skip
    consent_on = PolishDateField(
        label="Zgoda strony z dnia", required=False,
        help_text="Tylko przy podstawie „za zgodą strony”.",
    )  # fmt: skip
    at_once = forms.ChoiceField(
        label="Od kiedy decyzja działa", choices=WHEN, required=False,
        help_text="Do czasu, gdy decyzja zacznie działać, raty wypłaca się tak jak dotychczas. "
        "Zmiana na korzyść i wygaśnięcie po śmierci działają z wydaniem.",
    )  # fmt: skip
    rigour_ground = forms.ChoiceField(
        label="Rygor ze względu na", required=False,
        choices=[("", "wybierz…"), *RigourGround.choices],
    )  # fmt: skip
    at_once_reason = forms.CharField(
        label="Dlaczego decyzja działa od razu", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Pełnymi zdaniami: trafi do uzasadnienia. Przy rygorze: dlaczego jest niezbędny; "
        "przy żądaniu: czego i kiedy zażądała strona.",
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ChoiceField)
        offered = grounds_for(kind)
        ground.choices = offered if kind == EXPIRY else [("", "wybierz…"), *offered]
        unused = {
            CHANGE: ("on",),
            REVOCATION: ("on", "amount", "amount_reason", "incomes_whole"),
            EXPIRY: ("first", "amount", "amount_reason", "incomes_whole", "consent_on"),
        }[kind]
        for name in unused:
            del self.fields[name]
        for name in FIELDS:
            self.fields[name].mark = ""  # type: ignore[attr-defined]
        if "on" in self.fields:
            self.fields["on"].help_text = "Po śmierci puste: następny dzień po zgonie."

    def given(self) -> dict[str, Any]:
        """As the acts take it."""
        data = dict(self.cleaned_data)
        since: date | None = data.pop("on", None)
        first: Month | None = data.pop("first", None)
        enforced = Enforced(*(data.pop(name) for name in FIELDS))
        return data | {"since": first.first_day if first else since, "enforced": enforced}


@writes("GET", "POST")
def change(request: Request, pk: int, way: str) -> HttpResponse:
    """Say why and since when, and draft the further decision."""
    decision = access.get_decision(request, pk, Cap.DRAFT_DECISIONS)
    chosen, row = _way(way), running_item(decision)
    why = why_not(decision, row, death=chosen.kind == EXPIRY)
    if row is None or why:
        raise Refusal(why, "not_running")
    form = ChangeForm(request.POST or None, kind=chosen.kind, initial=_usual(row))
    if request.method == "POST" and form.is_valid():
        try:
            made = chosen.act(decision, **form.given(), actor=request.user)
        except Refusal as refused:
            place = place_of(form, refused)
            form.add_error(place if place in form.fields else None, str(refused))
        else:
            say(request, "Projekt gotowy. Przeczytaj go i przekaż do podpisu.")
            return redirect("benefits:decision", made.pk)
    return page(
        request, "benefits/decision_change.html", status=422 if form.errors else 200, form=form,
        decision=decision, item=row, chosen=chosen, months=months_of(row),
        tabs=[Tab(one.label, reverse("benefits:decision_change", args=[pk, one.slug]),
                  current=one is chosen) for one in WAYS.values()],
        draft=None, back=reverse("benefits:decision", args=[pk]),
    )  # fmt: skip


def place_of(form: ChangeForm, refused: Refusal) -> str | None:
    """The field beside which a refusal is said."""
    since = "first" if "first" in form.fields else "on"
    return {"since": since}.get(refused.field or "", refused.field)


def _way(slug: str) -> Way:
    if slug not in WAYS:
        raise NotFound("Nie ma takiej czynności.", "no_way")
    return WAYS[slug]


def _usual(row: DecisionItem) -> dict[str, Any]:
    """From the next month, within the months of the right."""
    days = Period.from_range(row.entitlement.period)
    coming = max(Month.of(clock.today()) + 1, Month.of(days.start))
    return {"first": min(coming, Month.of(days.end)) if days.end else coming}
