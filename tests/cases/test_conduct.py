"""A case is run: its interview ordered, suspended, resumed, postponed, ended, handed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.apps import apps

from cases.models import Case, Household, Person, Term
from cases.services import (
    applications,
    cases,
    closings,
    conduct,
    letters,
    parties,
    supplements,
    suspensions,
    terms,
)  # fmt: skip
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import Unit, User
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import RECEIVED, TODAY, Apply, case_of
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db

INTERVIEW_DUE = date(2026, 12, 16)
"""Fourteen working days after 26 November 2026."""


@pytest.fixture
def begun(apply: Apply, intaker: User) -> Case:
    """A case with its documents complete."""
    application = apply()
    supplements.complete_documents(application, on=RECEIVED, actor=intaker)
    return case_of(application)


@pytest.fixture
def ordered(begun: Case, intaker: User) -> Case:
    """A case whose interview was ordered today."""
    return conduct.order_interview(begun, on=TODAY, actor=intaker)


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def running(case: Case) -> dict[str, date]:
    rows = case.terms.filter(met_on=None, cancelled_on=None)
    return dict(rows.values_list("kind", "due_on"))


def test_an_ordered_interview_has_fourteen_working_days(ordered: Case) -> None:
    assert again(ordered).status == "interview_ordered"
    assert running(ordered)["interview"] == INTERVIEW_DUE


def test_help_that_cannot_wait_has_two(begun: Case, intaker: User) -> None:
    conduct.order_interview(begun, on=TODAY, urgent=True, actor=intaker)
    assert running(begun)["interview"] == date(2026, 11, 30)


@pytest.mark.parametrize("on", [RECEIVED - timedelta(days=1), TODAY + timedelta(days=1)])
def test_an_interview_is_not_ordered_before_the_case_or_ahead(
    begun: Case, intaker: User, on: date
) -> None:
    with pytest.raises(Refusal):
        conduct.order_interview(begun, on=on, actor=intaker)
    assert again(begun).status == "in_progress"


def test_suspension_stops_both_clocks_and_resumption_gives_back_what_was_left(
    ordered: Case, intaker: User
) -> None:
    suspensions.suspend(ordered, ground="preliminary", body="Zawieszam", on=TODAY, actor=intaker)
    assert (again(ordered).status, running(ordered)) == ("suspended", {})
    later = date(2027, 1, 15)
    with clock.frozen(later):
        suspensions.resume(
            again(ordered), reason="jest wyrok", body="Podejmuję", on=later, actor=intaker
        )
    assert again(ordered).status == "interview_ordered"
    # 25 and 20 days were left on 26 November.
    assert running(ordered) == {"settle": date(2027, 2, 9), "interview": date(2027, 2, 4)}
    assert case_terms(ordered) == {"settle": 2, "interview": 2}


def case_terms(case: Case) -> dict[str, int]:
    kinds = list(case.terms.values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in kinds}


def test_a_term_late_when_it_stopped_stays_late(begun: Case, intaker: User) -> None:
    late, later = date(2027, 1, 4), date(2027, 2, 1)
    with clock.frozen(later):
        suspensions.suspend(begun, ground="request", body="x", on=late, actor=intaker)
        suspensions.resume(again(begun), reason="wniosek", body="x", on=later, actor=intaker)
    assert running(begun) == {"settle": date(2026, 12, 21)}
    assert again(begun).status == "in_progress"


def test_resumption_goes_back_to_an_interview_already_made(begun: Case, intaker: User) -> None:
    made = cases.move(begun, "finish_interview", actor=intaker)
    suspensions.suspend(made, ground="capacity", body="x", on=TODAY, actor=intaker)
    suspensions.resume(again(begun), reason="opiekun", body="x", on=TODAY, actor=intaker)
    assert again(begun).status == "interview_done"
    assert set(running(begun)) == {"settle"}


def test_what_cannot_be_suspended_or_resumed_is_refused(case: Case, intaker: User) -> None:
    with pytest.raises(Refusal, match="nie jest możliwe"):
        suspensions.suspend(case, ground="request", body="x", on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match="podstawę"):
        suspensions.suspend(case, ground="bo tak", body="x", on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match="nie jest możliwe"):
        suspensions.resume(case, reason="x", body="x", on=TODAY, actor=intaker)
    assert again(case).status == "registered"


def test_resumption_before_the_suspension_or_without_reason_is_refused(
    begun: Case, intaker: User
) -> None:
    suspensions.suspend(begun, ground="request", body="x", on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match=r"zawieszono 26\.11\.2026"):
        suspensions.resume(
            again(begun), reason="x", body="x", on=TODAY - timedelta(days=1), actor=intaker
        )
    with pytest.raises(Refusal, match="przeszkoda"):
        suspensions.resume(again(begun), reason=" ", body="x", on=TODAY, actor=intaker)


def test_a_later_date_names_the_old_term_and_leaves_a_letter(begun: Case, intaker: User) -> None:
    due = date(2027, 1, 20)
    letter = conduct.postpone(
        begun, due_on=due, reason="brak dokumentów z ZUS", body="x", on=TODAY, actor=intaker
    )
    new = begun.terms.get(kind="settle", cancelled_on=None)
    assert (new.due_on, new.replaces.due_on, letter.kind) == (due, date(2026, 12, 21), "delay")


def test_a_date_not_later_without_reason_or_without_a_clock_is_refused(
    begun: Case, intaker: User
) -> None:
    with pytest.raises(Refusal, match="późniejszy"):
        conduct.postpone(
            begun, due_on=date(2026, 12, 21), reason="x", body="x", on=TODAY, actor=intaker
        )
    with pytest.raises(Refusal, match="dlaczego"):
        conduct.postpone(
            begun, due_on=date(2027, 1, 4), reason="", body="x", on=TODAY, actor=intaker
        )
    terms.stop(begun, kind=Term.Kind.SETTLE, on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match="nie biegnie"):
        conduct.postpone(
            begun, due_on=date(2027, 1, 4), reason="x", body="x", on=TODAY, actor=intaker
        )


def test_the_party_is_heard_after_the_interview_and_the_term_runs_from_delivery(
    begun: Case, intaker: User
) -> None:
    made = cases.move(begun, "finish_interview", actor=intaker)
    letter = conduct.notify_party(made, days=7, body="x", on=TODAY, actor=intaker)
    letters.deliver(letter, on=TODAY, basis="office", actor=intaker)
    assert again(begun).status == "party_notified"
    assert running(begun)["speak"] == date(2026, 12, 3)


def test_before_the_interview_only_when_it_was_refused(ordered: Case, intaker: User) -> None:
    with pytest.raises(Refusal, match="odmówiła"):
        conduct.notify_party(ordered, days=7, body="x", on=TODAY, actor=intaker)
    conduct.notify_party(ordered, days=7, body="x", on=TODAY, refused_interview=True, actor=intaker)
    last = ordered.transitions.order_by("-pk")[0]
    assert (last.to_state, last.reason_code) == ("party_notified", "NO_INTERVIEW")
    assert "interview" not in running(ordered)


def transfer(case: Case, actor: User) -> object:
    return closings.transfer(case, recipient="OPS Tarnobrzeg", body="x", on=TODAY, actor=actor)


def refuse(case: Case, actor: User) -> object:
    return closings.refuse_initiation(
        case, ground="nie jest stroną", body="x", on=TODAY, actor=actor
    )


def discontinue(case: Case, actor: User) -> object:
    return closings.discontinue(case, ground="withdrawal", on=TODAY, actor=actor)


@pytest.mark.parametrize(
    ("close", "state", "outcome"),
    [
        (transfer, "transferred", "transferred"),
        (refuse, "initiation_refused", "refused"),
        (discontinue, "discontinued", "discontinued"),
    ],
)
def test_a_case_that_ends_early_settles_its_items_and_lifts_its_terms(
    case: Case, intaker: User, close: Callable[[Case, User], object], state: str, outcome: str
) -> None:
    close(case, intaker)
    assert (again(case).status, case.items.get().outcome) == (state, outcome)
    assert running(case) == {}
    with pytest.raises(Refusal, match="nie jest możliwe"):
        close(again(case), intaker)


def test_a_case_closes_when_its_decision_is_final_and_nothing_is_open(
    begun: Case, intaker: User
) -> None:
    with pytest.raises(Refusal, match="nierozstrzygnięty"):
        closings.close(begun, on=TODAY, actor=intaker)
    applications.settle_items(begun, outcome="granted", actor=intaker)
    with pytest.raises(Refusal, match="nie jest możliwe"):
        closings.close(begun, on=TODAY, actor=intaker)
    for name in ("finish_interview", "draft", "submit", "decide", "deliver", "finalise"):
        cases.move(begun, name, actor=intaker)
    for on in (TODAY + timedelta(days=1), RECEIVED - timedelta(days=1)):
        with pytest.raises(Refusal):
            closings.close(again(begun), on=on, actor=intaker)
    closings.close(again(begun), on=TODAY, actor=intaker)
    assert (again(begun).status, again(begun).closed_on) == ("closed", TODAY)
    assert running(begun) == {}


def test_a_draft_ends_the_time_to_speak(begun: Case, intaker: User) -> None:
    made = cases.move(begun, "finish_interview", actor=intaker)
    letter = conduct.notify_party(made, days=7, body="x", on=TODAY, actor=intaker)
    letters.deliver(letter, on=TODAY, basis="office", actor=intaker)
    cases.move(again(begun), "draft", actor=intaker)
    assert "speak" not in running(begun)


def test_a_case_with_a_draft_is_not_discontinued_over_it(begun: Case, intaker: User) -> None:
    cases.move(begun, "draft", actor=intaker)
    with pytest.raises(Refusal, match="Najpierw go wycofaj"):
        closings.discontinue(begun, ground="death", on=TODAY, actor=intaker)
    assert again(begun).status == "draft_decision"


def test_ends_without_their_reasons_are_refused(case: Case, intaker: User) -> None:
    with pytest.raises(Refusal, match="organ"):
        closings.transfer(case, recipient=" ", body="x", on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match="dlaczego"):
        closings.refuse_initiation(case, ground="", body="x", on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match="podstawę"):
        closings.discontinue(case, ground="", on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match="przyszłości"):
        closings.discontinue(case, ground="death", on=TODAY + timedelta(days=1), actor=intaker)
    assert again(case).status == "registered"


def test_a_case_moved_by_another_meanwhile_is_a_conflict_or_a_refusal(
    case: Case, intaker: User
) -> None:
    mine = again(case)
    cases.move(case, "proceed", actor=intaker)
    with pytest.raises(Refusal, match="nie jest możliwe"):
        cases.move(mine, "proceed", actor=intaker)
    assert case.transitions.count() == 1


def test_a_case_is_handed_over_with_a_reason_and_history_stays(
    case: Case, intaker: User, other_section: Unit
) -> None:
    with pytest.raises(Refusal, match="dlaczego"):
        cases.assign(case, unit=other_section, worker=None, reason=" ", on=TODAY, actor=intaker)
    cases.assign(
        case, unit=other_section, worker=None, reason="zmiana sekcji", on=TODAY, actor=intaker
    )
    rows = case.assignments.order_by("period").values_list("unit__cell", "worker__username")
    assert list(rows) == [("PS", "przyjmujaca"), ("SR", None)]
    with pytest.raises(Refusal, match="późniejszy"):
        cases.assign(
            case, unit=other_section, worker=intaker, reason="x", on=RECEIVED, actor=intaker
        )
    with pytest.raises(Refusal, match="z przyszłości"):
        cases.assign(
            case, unit=other_section, worker=intaker, reason="x", on=TODAY + timedelta(days=1),
            actor=intaker,
        )  # fmt: skip


def test_a_note_has_words_and_an_author(case: Case, intaker: User) -> None:
    with pytest.raises(Refusal, match="treść"):
        cases.note(case, text="  ", actor=intaker)
    assert cases.note(case, text=" dzwonił syn ", actor=intaker).text == "dzwonił syn"


def test_who_takes_part_has_a_role_once_and_the_client_stays(
    case: Case, zofia: Person, intaker: User
) -> None:
    party = parties.add(case, person=zofia, role="recipient", on=RECEIVED, actor=intaker)
    with pytest.raises(Refusal, match="ma już"):
        parties.add(case, person=zofia, role="recipient", on=TODAY, actor=intaker)
    assert parties.end(party, on=TODAY, actor=intaker).period.upper == TODAY
    with pytest.raises(Refusal, match="zawsze jest jej stroną"):
        parties.end(case.parties.get(role="party"), on=TODAY, actor=intaker)


def test_a_met_or_moved_term_does_not_end_twice(begun: Case, intaker: User) -> None:
    term = begun.terms.get()
    assert terms.meet(begun, kind="settle", on=TODAY, actor=intaker) == term
    assert terms.meet(begun, kind="settle", on=TODAY, actor=intaker) is None
    with pytest.raises(Conflict, match="już się zakończył"):
        terms.move(term, due_on=date(2027, 1, 4), reason="x", on=TODAY, actor=intaker)


def test_a_second_term_of_a_kind_is_refused(begun: Case, intaker: User) -> None:
    with pytest.raises(Refusal, match="biegnie już termin"):
        terms.start_settling(begun, received_on=RECEIVED, actor=intaker)


def test_the_database_knows_no_jump_of_state(case: Case, intaker: User) -> None:
    with refused("Nie ma przejścia"), acting(intaker):
        run("UPDATE cases_case SET status = 'decided' WHERE id = %s", case.pk)


def test_the_database_keeps_the_sign_and_the_client(
    case: Case, intaker: User, zofia: Person, family: Household
) -> None:
    for change in ("number = 9", "opened_on = '2026-01-01'", f"client_id = {zofia.pk}"):
        with refused("nie wolno zmienić"), acting(intaker):
            run(f"UPDATE cases_case SET {change} WHERE id = %s", case.pk)


def test_the_database_keeps_transitions_and_notes(case: Case, intaker: User) -> None:
    cases.move(case, "proceed", actor=intaker)
    cases.note(case, text="x", actor=intaker)
    for table in ("cases_casetransition", "cases_casenote"):
        with refused("nie wolno zmieniać"), acting(intaker):
            run(f"DELETE FROM {table}")


def test_history_names_who_handed_the_case_over(
    case: Case, intaker: User, other_section: Unit
) -> None:
    cases.assign(case, unit=other_section, worker=None, reason="x", on=TODAY, actor=intaker)
    events = apps.get_model("cases", "CaseAssignmentEvent")._default_manager
    last = events.order_by("-pgh_id")[0]
    assert last.pgh_context["act"] == "cases.services.cases.assign"
    assert last.pgh_context["actor"] == intaker.pk
