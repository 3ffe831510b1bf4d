"""An authorisation has a number, a scope and dates; outside them it does not hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import Authorisation, Benefit, User
from opsapp.office.selectors import authorisation_in_force
from opsapp.office.services import authorisations, dictionaries
from tests.database.sql import refused, run
from tests.people import with_caps

pytestmark = pytest.mark.django_db

PAPER: dict[str, Any] = {
    "number": "OR.0052.7.2026",
    "issued_on": date(2026, 1, 15),
    "issued_by": "Burmistrz Miasta Sandomierza",
    "since": date(2026, 2, 1),
}


@pytest.fixture
def director(installation: User) -> User:
    """Somebody who decides."""
    dictionaries.lay(actor=installation)
    return with_caps("dyrektor", Cap.APPROVE_DECISIONS)


def periodic() -> Benefit:
    return Benefit.objects.get(code="periodic_allowance")


def in_sql(user: User, benefit: str, day: date) -> int | None:
    key: int | None
    ((key,),) = run("SELECT office_authorised(%s, %s, %s)", user.pk, benefit, day)
    return key


def test_it_holds_within_its_days_for_every_benefit(director: User, administrator: User) -> None:
    paper = authorisations.enter(director, **PAPER, until=date(2026, 12, 31), actor=administrator)
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 12, 31), date(2027, 1, 1)]
    found = [authorisation_in_force(director, benefit=periodic(), on=day) for day in days]
    assert found == [None, paper, paper, None]
    assert [in_sql(director, "periodic_allowance", day) for day in days] == [
        None,
        paper.pk,
        paper.pk,
        None,
    ]


def test_it_holds_for_the_benefits_of_its_scope_only(director: User, administrator: User) -> None:
    paper = authorisations.enter(
        director, **PAPER, scope=["housing_allowance"], actor=administrator
    )
    day = date(2026, 11, 24)
    assert authorisation_in_force(director, benefit=periodic(), on=day) is None
    housing = Benefit.objects.get(code="housing_allowance")
    assert authorisation_in_force(director, benefit=housing, on=day) == paper
    assert in_sql(director, "periodic_allowance", day) is None
    assert in_sql(director, "housing_allowance", day) == paper.pk


def test_it_is_somebodys_own(director: User, clerk: User, administrator: User) -> None:
    authorisations.enter(director, **PAPER, actor=administrator)
    assert authorisation_in_force(clerk, benefit=periodic(), on=date(2026, 11, 24)) is None


def test_revoked_it_ends_with_its_last_day(director: User, administrator: User) -> None:
    paper = authorisations.enter(director, **PAPER, actor=administrator)
    authorisations.revoke(paper, last_day=date(2026, 6, 30), actor=administrator)
    assert authorisation_in_force(director, benefit=periodic(), on=date(2026, 6, 30)) == paper
    assert authorisation_in_force(director, benefit=periodic(), on=date(2026, 7, 1)) is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"scope": ["nie_ma"]}, "Nie ma świadczenia o kodzie: nie_ma"),
        ({"since": date(2026, 1, 14)}, "przed dniem, w którym go udzielono"),
        ({"until": date(2026, 1, 31)}, "nie może być wcześniejszy"),
    ],
)
def test_a_wrong_paper_is_refused(
    wrong: dict[str, Any], words: str, director: User, administrator: User
) -> None:
    with pytest.raises(Refusal, match=words):
        authorisations.enter(director, **{**PAPER, **wrong}, actor=administrator)


def test_a_number_is_used_once(director: User, administrator: User) -> None:
    authorisations.enter(director, **PAPER, actor=administrator)
    with pytest.raises(Refusal, match="już wpisano"):
        authorisations.enter(director, **PAPER, actor=administrator)


def test_nobody_enters_ones_own(director: User, administrator: User) -> None:
    with pytest.raises(Refusal, match="Własnego upoważnienia"):
        authorisations.enter(administrator, **PAPER, actor=administrator)
    with pytest.raises(NotAllowed):
        authorisations.enter(administrator, **PAPER, actor=director)


def test_sql_cannot_change_what_the_paper_says(director: User, administrator: User) -> None:
    authorisations.enter(director, **PAPER, actor=administrator)
    with acting(administrator):
        for column in ("number = 'x'", "user_id = 0", "scope = '{a}'", "issued_on = '2020-01-01'"):
            with refused("jest zamknięty"):
                run(f"UPDATE office_authorisation SET {column}")
        with refused("jest zamknięty"):
            run("DELETE FROM office_authorisation")


def test_sql_cannot_backdate_it(director: User, administrator: User) -> None:
    authorisations.enter(director, **PAPER, actor=administrator)
    with acting(administrator), refused("authorisation_not_before_it_was_given"):
        Authorisation.objects.update(period=("2025-01-01", None))
