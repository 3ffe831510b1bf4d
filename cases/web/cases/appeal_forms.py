"""Forms of an appeal: it came, it went on, the case came back."""

from __future__ import annotations

from django import forms

from cases.services import appeals, cases
from cases.web.cases.forms import TEXT_LIMIT, CaseForm
from opsapp.kernel.web.fields import PolishDateField


def _summary(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


class AppealForm(CaseForm):
    """An appeal came."""

    what, title, button = "odwolanie", "Odwołanie od decyzji", "Przyjmij odwołanie"
    said = "Przyjęto odwołanie. Na przekazanie go do Kolegium jest 7 dni."
    lead = "Odwołanie po terminie też się przyjmuje i przekazuje: spóźnienie stwierdza Kolegium."
    on = PolishDateField(label="Data wpływu", basis="art. 129 k.p.a.")
    body = _summary("Czego dotyczy odwołanie")

    def save(self) -> None:
        appeals.receive(self.case, actor=self.user, **self.cleaned_data)


class PassOnForm(CaseForm):
    """It goes to the board."""

    what, title, button = "przekazanie-sko", "Przekazanie odwołania do Kolegium", "Przekaż do SKO"
    said = "Odwołanie przekazano do Kolegium."
    lead = "Odwołanie przekazuje się z aktami sprawy w ciągu 7 dni od wpływu, chyba że ośrodek sam uwzględni je w całości."  # noqa: E501
    on = PolishDateField(label="Przekazano dnia", basis="art. 133 k.p.a.")

    def save(self) -> None:
        appeals.pass_on(self.case, on=self.cleaned_data["on"], actor=self.user)


class AgainForm(CaseForm):
    """The proceedings go on after the case came back."""

    what, title = "ponownie", "Ponowne rozpatrzenie sprawy"
    button, said = "Rozpocznij", "Postępowanie trwa. Możesz zlecić wywiad albo sporządzić projekt."
    lead = "Sprawa przechodzi do stanu „w toku”. Obowiązują wskazania Kolegium."

    def save(self) -> None:
        cases.move(self.case, "proceed", remark="ponowne rozpatrzenie", actor=self.user)


class RemandForm(CaseForm):
    """The case came back."""

    what, title, button = "zwrot-sko", "Zwrot sprawy przez Kolegium", "Rozpatrz ponownie"
    said = "Sprawa wróciła do ponownego rozpatrzenia. Termin załatwienia biegnie od nowa."
    lead = "Gdy Kolegium uchyliło decyzję i przekazało sprawę do ponownego rozpatrzenia. Miesiąc na jej załatwienie liczy się od dnia zwrotu akt."  # noqa: E501
    on = PolishDateField(label="Akta wróciły dnia", basis="art. 138 § 2 k.p.a.")
    sign = forms.CharField(label="Znak decyzji Kolegium", max_length=100)
    body = _summary("Co Kolegium nakazało wyjaśnić")
    halves = ("on", "sign")

    def save(self) -> None:
        appeals.come_back(self.case, actor=self.user, **self.cleaned_data)
