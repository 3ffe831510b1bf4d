"""Values of law that the centre enters: by two people, for open days, for ever once confirmed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from benefits.models import LawValue
from benefits.selectors_law import law_in_force
from benefits.services import law
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Conflict, NotAllowed, Refusal
from opsapp.office.models import User
from tests.database.sql import refused, run, set_actor
from tests.people import with_caps

LOCAL = "periodic_allowance.local_minimum"
NATIONAL = "social_assistance.criterion_single"


@pytest.fixture
def enters(installation: User) -> User:
    return with_caps("wpisuje", Cap.ENTER_LAW)


@pytest.fixture
def confirms(installation: User) -> User:
    return with_caps("potwierdza", Cap.CONFIRM_LAW, Cap.ENTER_LAW)


def entered(actor: User, code: str = LOCAL, value: str | None = "60.00") -> LawValue:
    """A value from 2026 on, waiting for another person."""
    return law.enter(
        code, valid_from=date(2026, 1, 1), value=None if value is None else Decimal(value),
        title="uchwała nr XII/1/2025", actor=actor,
    )  # fmt: skip


def test_it_counts_once_another_person_confirmed_it_and_only_from_its_day(
    enters: User, confirms: User
) -> None:
    row = entered(enters)
    assert law_in_force().value(LOCAL, date(2026, 6, 1)) != Decimal("60.00")
    law.confirm(row, actor=confirms)
    assert law_in_force().value(LOCAL, date(2026, 6, 1)) == Decimal("60.00")
    assert law_in_force().value(LOCAL, date(2025, 12, 31)) != Decimal("60.00")


def test_nobody_confirms_what_they_entered(confirms: User) -> None:
    row = entered(confirms)
    with pytest.raises(Refusal, match="inna osoba"):
        law.confirm(row, actor=confirms)
    set_actor(confirms.pk)
    with refused("law_value_four_eyes"):
        LawValue.objects.filter(pk=row.pk).update(confirmed_by=confirms)


def test_each_step_needs_its_capability(enters: User, clerk: User) -> None:
    with pytest.raises(NotAllowed, match="Wprowadzanie parametrów"):
        entered(clerk)
    row = entered(enters)
    with pytest.raises(NotAllowed, match="Potwierdzanie parametrów"):
        law.confirm(row, actor=enters)
    with pytest.raises(NotAllowed, match="Wprowadzanie parametrów"):
        law.withdraw(row, actor=clerk)


def test_a_national_value_is_entered_only_for_days_that_no_file_answers(enters: User) -> None:
    with pytest.raises(Refusal, match="parametr krajowy"):
        entered(enters, NATIONAL, "1100.00")
    parameter = law_in_force().parameters[NATIONAL]
    if parameter.answers_until is None:
        open_day = date(2005, 1, 1)
    else:
        open_day = parameter.answers_until.replace(year=parameter.answers_until.year + 1)
    assert parameter.at(open_day) is None
    made = law.enter(
        NATIONAL, valid_from=open_day, value=Decimal("1100.00"), title="Dz.U.", actor=enters
    )
    assert made.confirmed_by is None


def test_a_confirmed_value_never_changes_nor_goes(enters: User, confirms: User) -> None:
    row = law.confirm(entered(enters), actor=confirms)
    with pytest.raises(Conflict, match="już potwierdzona"):
        law.withdraw(row, actor=enters)
    set_actor(enters.pk)
    for sql in (
        "UPDATE benefits_lawvalue SET value = '1'",
        "UPDATE benefits_lawvalue SET valid_from = '2020-01-01'",
        "UPDATE benefits_lawvalue SET confirmed_by_id = NULL",
        "DELETE FROM benefits_lawvalue",
    ):
        with refused("zamknięty"):
            run(sql)


def test_a_value_that_waits_may_be_withdrawn_and_entered_again(enters: User) -> None:
    law.withdraw(entered(enters), actor=enters)
    assert entered(enters, value="61.00").value == "61.00"


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("nie.ma.takiego", "1", "Nie ma parametru"),
        (LOCAL, "60.001", "nie pasuje do jednostki"),
        (LOCAL, "-1", "nie pasuje do jednostki"),
    ],
)
def test_what_cannot_be_law_is_refused(enters: User, code: str, value: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        entered(enters, code, value)


def test_a_day_has_one_value_and_every_value_its_act(enters: User) -> None:
    row = entered(enters)
    with pytest.raises(Refusal, match="wpisano już wartość"):
        entered(enters)
    with pytest.raises(Refusal, match="akt prawny"):
        law.enter(LOCAL, valid_from=date(2027, 1, 1), value=Decimal(1), title=" ", actor=enters)
    set_actor(enters.pk)
    with refused("law_value_has_act"):
        LawValue.objects.filter(pk=row.pk).update(act="")
