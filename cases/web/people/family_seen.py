"""The family as a form was opened with it: another one now means that somebody else saved first."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.models import Household, Membership
from cases.models.households import HouseholdRole
from cases.selectors.households import members
from opsapp.kernel import clock, states
from opsapp.kernel.web.fields import PolishDateField
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.parts import Difference
from opsapp.office.models import User

AWAY = "nie należy do rodziny"


class FamilyForm(Form):
    """A change of a family from a day on. `seen` is who was in it when the form was opened."""

    on = PolishDateField(label="Od dnia")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, stays: list[Membership], **options: Any) -> None:
        self.stays = stays
        initial = {"on": clock.today(), "seen": print_of(stays)} | options.pop("initial", {})
        super().__init__(*args, initial=initial, **options)

    def values(self) -> dict[str, Any]:
        """Cleaned values without what is the form's own."""
        own = ("seen", "person_key")
        return {name: value for name, value in self.cleaned_data.items() if name not in own}

    def over(self, household: Household) -> FamilyForm:
        """What was typed, over the family as it stands: sending it again goes through."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        stays = members(household, clock.today())
        data["seen"] = print_of(stays)
        data.pop("once", None)
        return type(self)(data, stays=stays)


def print_of(stays: list[Membership]) -> str:
    """Who is in the family and as whom, by the key of the person."""
    return ",".join(sorted(f"{stay.person_id}:{stay.role}" for stay in stays))


def conflict(household: Household, seen: str) -> dict[str, Any] | None:
    """Who changed the family since it was seen so, when, and what differs; None when nobody did.
    Holds the family, so that nobody changes it before the act that follows.
    """
    states.lock(household)
    stays = members(household, clock.today())
    if seen == print_of(stays):
        return None
    before = dict(part.split(":", 1) for part in seen.split(",") if ":" in part)
    now = {str(stay.person_id): stay for stay in stays}
    names = {str(row.person_id): str(row.person) for row in _ever(household)}
    differences = [
        Difference(names[key], _role(now[key].role) if key in now else AWAY,
                   _role(before[key]) if key in before else AWAY)
        for key in sorted({*before, *now} & names.keys())
        if (now[key].role if key in now else None) != before.get(key)
    ]  # fmt: skip
    return {**_who(household), "differences": differences, "mine": "U Ciebie było"}


def _ever(household: Household) -> list[Membership]:
    rows = Membership.objects.filter(household=household).select_related("person")
    return list(rows.prefetch_related("person__names"))


def _role(code: str) -> str:
    return str(dict(HouseholdRole.choices).get(code, code))


def _who(household: Household) -> dict[str, Any]:
    history: Any = Membership._meta.get_field("history").related_model
    last = history.objects.filter(household_id=household.pk).order_by("-pgh_id").first()
    key = (last.pgh_context or {}).get("actor", 0) if last else 0
    who = User.objects.filter(pk=key).first()
    return {"who": who or "inna osoba", "at": last.pgh_created_at if last else clock.now()}
