"""A series of numbers grows by one, in Python and in SQL."""

from __future__ import annotations

import pytest

from opsapp.kernel import numbering
from opsapp.kernel.audit import acting
from opsapp.kernel.models import NumberSeries
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db

ROW = """
INSERT INTO kernel_numberseries (kind, cell, jrwa, year, starts_after, last)
VALUES ('case', 'PS', '5121', 2026, 0, 7)
"""


def take() -> int:
    return numbering.take("case", cell="PS", jrwa="5121", year=2026)


def test_numbers_run_from_one_without_gaps(clerk: User) -> None:
    with acting(clerk):
        assert [take() for _ in range(3)] == [1, 2, 3]


def test_each_kind_cell_class_and_year_has_its_own_series(clerk: User) -> None:
    with acting(clerk):
        take()
        assert numbering.take("case", cell="PS", jrwa="5121", year=2027) == 1
        assert numbering.take("case", cell="PS", jrwa="5120", year=2026) == 1
        assert numbering.take("decision", year=2026) == 1
        assert take() == 2


def test_a_number_taken_by_an_act_that_fails_was_never_given(clerk: User) -> None:
    with pytest.raises(ZeroDivisionError), acting(clerk):
        take()
        raise ZeroDivisionError
    with acting(clerk):
        assert take() == 1


def test_a_number_without_an_actor_is_refused() -> None:
    with refused("bez wskazania osoby"):
        take()


def test_a_series_continued_from_paper_goes_on_after_the_last_number(clerk: User) -> None:
    numbering.continue_from_paper(
        "case", cell="PS", jrwa="5121", year=2026, last_on_paper=41, actor=clerk
    )
    with acting(clerk):
        assert take() == 42
    with pytest.raises(Refusal, match="już działa"):
        numbering.continue_from_paper(
            "case", cell="PS", jrwa="5121", year=2026, last_on_paper=9, actor=clerk
        )


@pytest.mark.parametrize("step", ["last + 2", "last", "last - 1", "0"])
def test_sql_cannot_skip_repeat_or_turn_back_a_number(step: str, clerk: User) -> None:
    with acting(clerk):
        take()
        take()
        with refused("Kolejny numer"):
            run(f"UPDATE kernel_numberseries SET last = {step}")


@pytest.mark.parametrize("change", ["year = 2027", "cell = 'X'", "starts_after = 0"])
def test_sql_cannot_give_a_series_another_key(change: str, clerk: User) -> None:
    with acting(clerk):
        numbering.continue_from_paper("case", cell="PS", year=2026, last_on_paper=5, actor=clerk)
        with refused("Kolejny numer"):
            run(f"UPDATE kernel_numberseries SET last = last + 1, {change}")


def test_sql_cannot_start_a_series_in_the_middle_or_delete_one(clerk: User) -> None:
    with acting(clerk):
        with refused("zaczynać się od początku"):
            run(ROW)
        take()
        with refused("nie wolno usuwać"):
            run("DELETE FROM kernel_numberseries")


def test_a_series_says_what_it_numbers(clerk: User) -> None:
    with acting(clerk):
        take()
    assert str(NumberSeries.objects.get()) == "case.PS.5121.2026"
