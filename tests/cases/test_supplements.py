"""Completeness: the summons, its delivery, the supplement, and what follows when it is missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from cases.models import Case, Letter
from cases.services import applications, letters, supplements, unexamined
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import RECEIVED, TODAY, Apply, case_of
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db

DELIVERED = date(2026, 11, 24)


def summon(case: Case, actor: User, *, days: int = 7, on: date = date(2026, 11, 23)) -> Letter:
    return supplements.summon(
        case, missing=["zaświadczenie o dochodzie"], days=days, body="Wzywam…", on=on, actor=actor
    )


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def open_term(case: Case, kind: str) -> date | None:
    term = case.terms.filter(kind=kind, met_on=None, cancelled_on=None).first()
    return term.due_on if term else None


def test_a_summons_waits_for_its_delivery(case: Case, intaker: User) -> None:
    letter = summon(case, intaker)
    assert again(case).status == "incomplete"
    assert (letter.kind, letter.answer_days, letter.correspondent) == ("summons", 7, case.client)
    assert open_term(case, "supplement") is None
    assert open_term(case, "settle") == date(2026, 12, 21)


def test_delivery_starts_the_term_and_stops_the_clock(case: Case, intaker: User) -> None:
    letters.deliver(summon(case, intaker), on=DELIVERED, basis="actual", actor=intaker)
    assert open_term(case, "supplement") == date(2026, 12, 1)
    assert open_term(case, "settle") is None


def test_a_corrected_delivery_moves_the_term_and_the_clock(case: Case, intaker: User) -> None:
    letter = summon(case, intaker)
    letters.deliver(letter, on=DELIVERED, basis="actual", actor=intaker)
    with pytest.raises(Refusal, match="dlaczego poprawiasz"):
        letters.deliver(letter, on=date(2026, 11, 25), basis="notice", actor=intaker)
    letters.deliver(
        letter, on=date(2026, 11, 25), basis="notice", reason="data z pieczęci", actor=intaker
    )
    assert open_term(case, "supplement") == date(2026, 12, 2)
    assert case.terms.get(kind="settle").cancelled_on == date(2026, 11, 25)


def test_the_days_of_waiting_are_not_counted(apply: Apply, intaker: User) -> None:
    application = apply()
    case = case_of(application)
    letters.deliver(summon(case, intaker), on=DELIVERED, basis="actual", actor=intaker)
    with clock.frozen(date(2026, 11, 30)):
        supplements.complete_documents(application, on=date(2026, 11, 30), actor=intaker)
    assert again(case).status == "in_progress"
    assert open_term(case, "settle") == date(2026, 12, 28)  # 27 days left on a Sunday
    assert case.terms.get(kind="supplement").met_on == date(2026, 11, 30)
    assert open_term(case, "supplement") is None


def test_papers_that_came_before_the_delivery_was_told_do_not_shorten_the_term(
    case: Case, intaker: User
) -> None:
    letters.deliver(summon(case, intaker), on=DELIVERED, basis="actual", actor=intaker)
    application = case.items.get().application
    supplements.complete_documents(application, on=date(2026, 11, 23), actor=intaker)
    assert open_term(case, "settle") == date(2026, 12, 21)


def test_a_supplement_before_any_delivery_leaves_the_clock_alone(
    apply: Apply, intaker: User
) -> None:
    application = apply()
    case = case_of(application)
    summon(case, intaker)
    supplements.complete_documents(application, on=TODAY, actor=intaker)
    assert (again(case).status, open_term(case, "settle")) == ("in_progress", date(2026, 12, 21))


def test_a_delivery_told_after_the_supplement_starts_nothing(apply: Apply, intaker: User) -> None:
    application = apply()
    letter = summon(case_of(application), intaker)
    supplements.complete_documents(application, on=TODAY, actor=intaker)
    letters.deliver(letter, on=DELIVERED, basis="actual", actor=intaker)
    assert open_term(letter.case, "supplement") is None
    assert open_term(letter.case, "settle") == date(2026, 12, 21)


def test_complete_documents_begin_every_case_of_the_application(
    apply: Apply, intaker: User
) -> None:
    application = apply("periodic_allowance", "targeted_allowance")
    supplements.complete_documents(application, on=RECEIVED, actor=intaker)
    states = {item.case.status for item in application.items.select_related("case")}
    assert states == {"in_progress"}


def test_a_summons_that_names_nothing_or_gives_too_little_time_is_refused(
    case: Case, intaker: User
) -> None:
    with pytest.raises(Refusal, match="czego brakuje"):
        supplements.summon(case, missing=[" "], days=7, body="x", on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match="co najmniej 7 dni"):
        summon(case, intaker, days=6)
    assert again(case).status == "registered" and not case.letters.exists()


def test_a_summons_refused_for_its_text_leaves_the_case_where_it_was(
    case: Case, intaker: User
) -> None:
    with pytest.raises(Refusal, match="treść pisma"):
        supplements.summon(case, missing=["x"], days=7, body=" ", on=TODAY, actor=intaker)
    assert again(case).status == "registered"


@pytest.mark.parametrize("on", [RECEIVED - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_letter_before_the_case_or_to_come_is_refused(
    case: Case, intaker: User, on: date
) -> None:
    with pytest.raises(Refusal) as refusal:
        summon(case, intaker, on=on)
    assert refusal.value.field == "on"


def test_a_case_is_left_unexamined_only_after_the_term(case: Case, intaker: User) -> None:
    letter = summon(case, intaker)
    with pytest.raises(Refusal, match="doręczenie wezwania"):
        unexamined.leave_unexamined(case=again(case), body="x", on=TODAY, actor=intaker)
    letters.deliver(letter, on=DELIVERED, basis="actual", actor=intaker)
    with clock.frozen(date(2026, 12, 1)), pytest.raises(Refusal, match=r"do 01\.12\.2026"):
        unexamined.leave_unexamined(again(case), body="x", on=date(2026, 12, 1), actor=intaker)
    with clock.frozen(date(2026, 12, 2)):
        unexamined.leave_unexamined(again(case), body="x", on=date(2026, 12, 2), actor=intaker)
    assert again(case).status == "left_unexamined"
    assert case.items.get().outcome == "left_unexamined"
    assert not case.terms.filter(met_on=None, cancelled_on=None).exists()
    assert case.letters.filter(kind="unexamined").exists()
    assert "termin minął 01.12.2026" in case.notes.get().text


def test_a_case_not_summoned_cannot_be_left_unexamined(case: Case, intaker: User) -> None:
    with pytest.raises(Refusal, match="nie jest możliwe"):
        unexamined.leave_unexamined(case, body="x", on=TODAY, actor=intaker)


def test_a_delivery_before_the_letter_or_to_come_is_refused(case: Case, intaker: User) -> None:
    letter = summon(case, intaker)
    for on in (letter.on - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refusal):
            letters.deliver(letter, on=on, basis="actual", actor=intaker)


def test_a_letter_that_came_in_is_not_delivered(case: Case, intaker: User) -> None:
    came = letters.receive(case, subject="Oświadczenie", on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match="wpłynęło"):
        letters.deliver(came, on=TODAY, basis="actual", actor=intaker)
    with pytest.raises(Refusal, match="czego dotyczy"):
        letters.receive(case, subject=" ", on=TODAY, actor=intaker)


def test_the_database_keeps_the_text_of_a_delivered_letter(case: Case, intaker: User) -> None:
    letter = summon(case, intaker)
    with acting(intaker):
        run("UPDATE cases_letter SET body = 'poprawione' WHERE id = %s", letter.pk)
    letters.deliver(letter, on=DELIVERED, basis="actual", actor=intaker)
    with refused("nie wolno zmienić"), acting(intaker):
        run("UPDATE cases_letter SET body = 'inne' WHERE id = %s", letter.pk)
    with refused("nie wolno usunąć"), acting(intaker):
        run("DELETE FROM cases_letter WHERE id = %s", letter.pk)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("sent_on = '2026-11-25'", "letter_sent_has_head"),
        ("sent_on = '2026-11-01', head = '{\"edition\": 1}'", "letter_sent_after_written"),
        ("delivered_on = '2026-11-25', delivery_basis = 'actual'", "letter_delivered_was_sent"),
        (
            "sent_on = '2026-11-25', head = '{\"edition\": 1}', delivered_on = '2026-11-24',"
            " delivery_basis = 'actual'",
            "letter_delivered_was_sent",
        ),
        (
            "sent_on = '2026-11-25', head = '{\"edition\": 1}', delivered_on = '2026-11-25'",
            "letter_delivery_has_basis",
        ),
        ("returned_on = '2026-11-25', returned_reason = 'x'", "letter_returned_was_sent"),
        ("answer_days = 6", "seven_days"),
        ("answer_days = NULL", "seven_days"),
    ],
)
def test_the_database_refuses_a_letter_that_the_law_does_not_know(
    case: Case, intaker: User, change: str, constraint: str
) -> None:
    letter = summon(case, intaker)
    with pytest.raises(IntegrityError, match=constraint), acting(intaker):
        run(f"UPDATE cases_letter SET {change} WHERE id = %s", letter.pk)


def test_settled_items_of_a_left_case_let_the_person_apply_again(
    apply: Apply, case: Case, intaker: User
) -> None:
    applications.settle_items(case, outcome="left_unexamined", actor=intaker)
    assert apply().reference == "W/2/2026"
