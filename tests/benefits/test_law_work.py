"""What the law asks of people: reviews that are due, values that wait, values nobody checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from benefits import work_law
from benefits.models import LawValue
from benefits.rules import Law, assess_facts
from benefits.rules.lint import Finding
from benefits.rules.reading import read_case
from benefits.rules.schema import Errors
from benefits.services import law
from benefits.web.receipt_lines import Known, receipt_lines
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import WorkItem
from opsapp.management.commands import lint as command
from opsapp.office.models import User
from tests.cases.conftest import browser
from tests.people import clerk, installation, with_caps
from tests.rules.questions import income, question

__all__ = ["clerk", "installation"]

pytestmark = pytest.mark.django_db
LOCAL = "periodic_allowance.local_share"
FIRST_REVIEW = min(one.next_review for one in Law.from_files().parameters.values())  # type: ignore[type-var]


@pytest.fixture
def keeper(installation: User) -> User:
    """The administrator of the law."""
    return with_caps("administrator", Cap.SEE_LAW, Cap.ENTER_LAW)


@pytest.fixture
def head(installation: User) -> User:
    """Who confirms, and may enter too."""
    return with_caps("dyrektor", Cap.SEE_LAW, Cap.ENTER_LAW, Cap.CONFIRM_LAW)


def entered(actor: User) -> LawValue:
    return law.enter(
        LOCAL, valid_from=date(2026, 12, 1), value=Decimal("0.6"), title="uchwała", actor=actor
    )


def items(provider: Any, user: User, day: date) -> list[WorkItem]:
    return list(provider(user, day))


def test_a_review_is_work_the_day_after_it_and_not_on_it(keeper: User) -> None:
    assert FIRST_REVIEW is not None
    assert items(work_law.reviews, keeper, FIRST_REVIEW) == []
    found = items(work_law.reviews, keeper, FIRST_REVIEW + timedelta(days=1))
    assert found
    assert found[0].due == FIRST_REVIEW
    assert browser(keeper).get(found[0].url).status_code == 200


def test_many_reviews_are_one_line_that_opens_the_filtered_list(keeper: User) -> None:
    day = date(2028, 1, 1)
    (heap,) = items(work_law.reviews, keeper, day)
    late = [
        one.label for one in Law.from_files().parameters.values()
        if one.next_review is not None and one.next_review < day
    ]  # fmt: skip
    assert heap.count == len(late) > work_law.SINGLE
    with clock.frozen(day):
        text = browser(keeper).get(heap.url).content.decode()
    assert "przegląd minął" in text


def test_up_to_three_reviews_are_named_one_by_one(
    keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Law.from_files().parameters
    late = {code: replace(known[code], next_review=date(2026, 1, 1)) for code in list(known)[:3]}
    monkeypatch.setattr(Law, "from_files", lambda: Law(late))
    found = items(work_law.reviews, keeper, date(2026, 1, 2))
    assert sorted(one.label for one in found) == sorted(
        f"Przegląd: {one.label}" for one in late.values()
    )


def test_reviews_are_nobodys_work_without_the_right(clerk: User, installation: User) -> None:
    reader = with_caps("czyta", Cap.SEE_LAW)
    for user in (clerk, reader):
        assert items(work_law.reviews, user, date(2028, 1, 1)) == []


def test_an_entered_value_is_work_of_who_may_confirm_it_until_they_do(
    keeper: User, head: User
) -> None:
    row = entered(keeper)
    (found,) = items(work_law.to_confirm, head, date(2026, 11, 26))
    assert found.due == date(2026, 11, 30)
    assert found.url == reverse("benefits:law_parameter", args=[LOCAL])
    assert "od 01.12.2026" in found.detail
    assert items(work_law.to_confirm, keeper, date(2026, 11, 26)) == []
    law.confirm(row, actor=head)
    assert items(work_law.to_confirm, head, date(2026, 11, 26)) == []


def test_nobody_is_asked_to_confirm_their_own_value(head: User) -> None:
    entered(head)
    assert items(work_law.to_confirm, head, date(2026, 11, 26)) == []


def test_both_stand_on_my_day(keeper: User, head: User) -> None:
    entered(keeper)
    with clock.frozen(date(2028, 1, 1)):
        text = browser(head).get(reverse("web:home")).content.decode()
    assert "Parametry prawa do przeglądu" in text
    assert "Do potwierdzenia: " in text


def test_a_recalled_value_in_use_is_named_on_the_receipt() -> None:
    lines = lines_of("2024-06-10", "carer_benefit", {"cared_for": ["c"], "rules": "new"})
    said = [one for one in lines if one.label.startswith("Uwaga: Świadczenie pielęgnacyjne")]
    assert [(one.value, one.why) for one in said] == [
        (None, "wartość do sprawdzenia w akcie, zanim zapadnie decyzja")
    ]
    assert lines.index(said[0]) < len(lines) - 1


def test_a_checked_value_is_not() -> None:
    lines = lines_of("2026-11-10", "periodic_allowance", {})
    assert not [one for one in lines if one.label.startswith("Uwaga")]


def lines_of(on: str, benefit: str, circumstances: dict[str, Any]) -> Any:
    home = [
        {"id": "a", "relation": "applicant", "birth_date": "1985-01-01"},
        {"id": "c", "relation": "child", "birth_date": "2015-05-05", "disability": "severe"},
    ]
    asked = question(on=on, benefit=benefit, household=home, circumstances=circumstances,
                     incomes=[income(month=f"{on[:5]}05")])  # fmt: skip
    errors = Errors()
    facts = read_case(asked, "", errors, Law.from_files())
    assert facts is not None, errors
    return receipt_lines(assess_facts(facts, Law.from_files()), Known(law_links=False))


@pytest.mark.parametrize(("level", "passes"), [("warning", True), ("error", False)])
def test_lint_tells_a_late_review_and_fails_only_for_a_fault(
    monkeypatch: pytest.MonkeyPatch, level: str, passes: bool
) -> None:
    out = StringIO()
    monkeypatch.setattr(command, "lint", lambda *, today: [Finding(level, "x.yaml", "przegląd")])
    monkeypatch.setattr(command.Command, "_run", lambda *_: True)
    if passes:
        call_command("lint", stdout=out)
    else:
        with pytest.raises(SystemExit):
            call_command("lint", stdout=out)
    assert "x.yaml: przegląd" in out.getvalue()


def test_the_page_of_the_law_marks_a_recalled_value(client: Client, keeper: User) -> None:
    text = browser(keeper).get(reverse("benefits:law_parameter", args=["carer_benefit.amount"]))
    assert "do sprawdzenia w akcie" in text.content.decode()
