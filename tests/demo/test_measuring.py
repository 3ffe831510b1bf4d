"""What is measured, and how a figure stands against its goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from benefits.models import PaymentList
from opsapp.demo.measuring import publishing, waiting
from opsapp.demo.measuring.browser import Refused, signed_in
from opsapp.demo.measuring.catalogue import MEASUREMENTS, Measurement, chosen
from opsapp.demo.measuring.figures import Figure
from opsapp.demo.measuring.goals import GOALS
from opsapp.demo.measuring.money import building
from opsapp.demo.measuring.running import measured
from opsapp.demo.measuring.statements import counted
from opsapp.office.models import Session, User


def test_every_goal_is_answered_by_one_measurement() -> None:
    assert Counter(name for one in MEASUREMENTS for name in one.names) == Counter(list(GOALS))


def test_measurements_are_chosen_by_the_names_of_their_goals() -> None:
    assert [one.names for one in chosen(["bank-memory", "list"])] == [
        ("list",), ("bank", "bank-memory"),
    ]  # fmt: skip
    assert chosen([]) == list(MEASUREMENTS)


def test_an_unknown_name_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(CommandError, match=r"Nie ma pomiaru 'lits'\. Są: list, last"):
        call_command("bench", "lits")


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("list", 20, 60, 10), True),
        (Figure("list", 20, 60.1, 10), False),
        (Figure("list", 20, 50, 11), False),
        (Figure("rules-family", 1500, 1500), True),
        (Figure("rules-family", 1499, 1499), False),
        (Figure("list", failure="ponad 120 s"), False),
    ],
)
def test_a_figure_is_marked_when_it_misses_its_goal(figure: Figure, met: bool) -> None:
    assert figure.met is met
    assert ("**NIE**" in publishing.printed(figure)) is not met


def test_a_failed_measurement_says_why_and_the_next_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none() -> Iterator[Figure]:
        return iter(())

    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "no.such.settings")
    two = [Measurement(("list",), none), Measurement(("build", "build-memory"), none)]
    figures = list(measured(two, town="small"))
    assert [figure.name for figure in figures] == ["list", "build", "build-memory"]
    assert all("no" in figure.failure and not figure.met for figure in figures)


def test_statements_of_transactions_are_not_counted(db: None) -> None:
    def work() -> None:
        with transaction.atomic(), transaction.atomic():
            User.objects.exists()

    assert counted(work) == 1


def test_a_page_that_does_not_answer_with_itself_is_no_measurement(town: None) -> None:
    with signed_in("kancelaria") as (browser,):
        assert b"</html>" in browser.open("/osoby/")
        with pytest.raises(Refused, match="404"):
            browser.open("/nie-ma/")
    assert not Session.objects.filter(user_id=User.objects.get(username="kancelaria").pk).exists()


def test_a_list_is_measured_and_nothing_of_it_is_kept(town: None) -> None:
    before = PaymentList.objects.count()
    figures = list(building())
    assert [figure.name for figure in figures] == ["build", "build-memory"]
    assert figures[0].note.startswith("n = ")
    assert PaymentList.objects.count() == before


def test_a_short_queue_stays_as_it_is(town: None) -> None:
    length = waiting.settle()
    assert length == waiting.settle()
    assert length >= 4
