"""Forms of what is done with a case. Those that leave a letter show its text before saving."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cases.models import Application, Case
from cases.selectors.applications import applications_of
from opsapp.kernel import clock
from opsapp.kernel.refusals import Conflict
from opsapp.kernel.web.fields import PolishDateField
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.parts import Difference
from opsapp.office.models import User

REGISTRY: dict[str, type[CaseForm]] = {}
"""Every form by the address of its action."""
TEXT_LIMIT = 20_000


class ChangedMeanwhile(Conflict):
    """Somebody saved the same after the form was opened: what theirs and mine say."""

    def __init__(self, differences: list[Difference]) -> None:
        super().__init__("Ktoś inny zapisał to przed chwilą. Porównaj obie wersje.", "stale")
        self.differences = differences


class CaseForm(Form):
    """Something done with a case. `lead` says what happens, `button` is the verb."""

    what: ClassVar[str] = ""
    title: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    button: ClassVar[str] = "Zapisz"
    said: ClassVar[str] = "Zapisano."
    bad: ClassVar[bool] = False
    uploads: ClassVar[bool] = False
    chooses_person: ClassVar[bool] = False
    composes: ClassVar[bool] = False
    halves: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.what:
            REGISTRY[cls.what] = cls

    def __init__(self, *args: Any, case: Case, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.case, self.user = case, user
        if "on" in self.fields and self.fields["on"].initial is None:
            self.fields["on"].initial = clock.today()
        self.prepare()

    def again(self) -> CaseForm:
        """What was typed, once more, beside what stands now: to be sent over it."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data.pop("once", None)
        if "seen" in self.fields:
            now = type(self)(case=self.case, user=self.user)
            data["seen"] = now.fields["seen"].initial
        return type(self)(data, case=self.case, user=self.user)

    def prepare(self) -> None:
        """Fill choices and initial values that depend on the case."""

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Fill the choices of a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def save(self) -> None:
        """Do it. Raises `Refusal`."""
        raise NotImplementedError

    @property
    def application(self) -> Application | None:
        """The newest application of the case."""
        found = applications_of(self.case)
        return found[0] if found else None


class LetterForm(CaseForm):
    """Leaves a letter: first what it is about, then its text to read and change, then saved."""

    composes = True
    body = forms.CharField(
        label="Treść pisma", required=False, max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Przeczytaj i popraw. Poprawić można też później, do wysłania pisma.",
    )  # fmt: skip
    on = PolishDateField(label="Data pisma")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].required = self.composed

    def compose(self) -> str:
        """A first draft of the letter from what was typed."""
        raise NotImplementedError

    @property
    def composed(self) -> bool:
        """Whether there is a text to show."""
        return bool(self["body"].value())

    def with_text(self, body: str) -> LetterForm:
        """The same form with a text."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["body"] = body
        data.pop("once", None)
        return type(self)(data, case=self.case, user=self.user)
