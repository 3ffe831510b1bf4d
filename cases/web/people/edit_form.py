"""What every form of the person's card shares: what stands now, and whether it still stands."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django import forms

from cases.models import Person
from opsapp.kernel import clock
from opsapp.kernel.refusals import Conflict
from opsapp.kernel.web.forms import Form
from opsapp.office.models import User


class Stale(Conflict):
    """Someone else saved what this form shows after it was opened."""


class EditForm(Form):
    """A change of a person's card. `seen` is the print of what stood when the form was opened."""

    title: ClassVar[str] = ""
    said: ClassVar[str] = "Zapisano."
    compared: ClassVar[tuple[str, ...]] = ()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        self.person = person
        self.stands = self.standing()
        options["initial"] = {
            "on": clock.today(),
            **self.stands,
            "seen": self.print(),
            **options.get("initial", {}),
        }
        super().__init__(*args, **options)

    def standing(self) -> dict[str, Any]:
        """What stands on the card now, by field."""
        return {}

    def row(self) -> Any:
        """The row in force that the form replaces, or None."""
        return None

    def print(self) -> str:
        """A digest of the row that stands, so that another save in the meantime is seen."""
        row = self.row()
        if row is None:
            return ""
        version = row.history.order_by("-pgh_id").values_list("pgh_id", flat=True).first()
        return hashlib.sha256(f"{row.pk}/{version}".encode()).hexdigest()[:16]

    def refuse_stale(self) -> None:
        """Raise `Stale` when the row is another one than the form was opened with."""
        if self.compared and self.cleaned_data.get("seen") != self.print():
            raise Stale("Ktoś inny zapisał te dane przed chwilą. Porównaj obie wersje.", "stale")

    def act(self, actor: User) -> object:
        """Do the change. Raises `Refusal`."""
        raise NotImplementedError

    @property
    def data_of(self) -> dict[str, Any]:
        """Cleaned values without what is the form's own."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
