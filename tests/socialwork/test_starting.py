"""An interview is begun, agreed for a day ahead, put right and tied to cases."""

from __future__ import annotations

from datetime import date, time

import pytest

from cases.models import Case, Household
from cases.services import households, people
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from socialwork.models import Interview
from socialwork.services import interviews
from tests.database.sql import refused, run, set_actor
from tests.socialwork.conftest import MARCH, VISIT, Start

pytestmark = pytest.mark.django_db


def test_an_interview_begins_with_every_section_empty(start: Start) -> None:
    interview = start()
    assert interview.status == "draft"
    answers = {row.code: row.answers for row in interview.sections.all()}
    assert answers.keys() == {
        "household",
        "housing",
        "health",
        "work",
        "expenses",
        "needs",
        "diagnosis",
    }
    assert not any(answers.values())


def test_the_next_one_starts_from_the_last_signed_but_for_what_must_be_asked_again(
    signed: Interview, start: Start
) -> None:
    following = start(kind="update")
    answers = {row.code: row.answers for row in following.sections.all()}
    assert following.previous == signed
    assert answers["housing"]["tenure"] == "communal"
    assert "informed" not in answers["diagnosis"]


def test_an_update_needs_an_earlier_interview(start: Start) -> None:
    with pytest.raises(Refusal, match="Nie ma wcześniejszego wywiadu"):
        start(kind="update")


def test_a_worker_has_one_open_interview_with_a_family(draft: Interview, start: Start) -> None:
    with pytest.raises(Refusal, match="już rozpoczęty"):
        start()
    assert Interview.objects.count() == 1


def test_a_colleague_may_begin_another(draft: Interview, start: Start, colleague: User) -> None:
    assert start(actor=colleague).worker == colleague


def test_a_visit_may_be_agreed_ahead(start: Start) -> None:
    agreed = start(visited_on=date(2026, 12, 3), visit_hour=time(10, 30))
    assert (agreed.visited_on, agreed.visit_hour) == (date(2026, 12, 3), time(10, 30))


def test_a_visit_too_far_ahead_is_a_slip(start: Start) -> None:
    with pytest.raises(Refusal, match="na 60 dni naprzód"):
        start(visited_on=date(2027, 11, 24))


def test_a_visit_before_the_family_lived_there_is_refused(start: Start) -> None:
    with pytest.raises(Refusal, match="nikt nie był wpisany"):
        start(visited_on=date(2024, 2, 1))


def test_it_serves_the_case_it_began_for(start: Start, case: Case) -> None:
    assert [link.case for link in start(cases=[case]).case_links.all()] == [case]


def test_a_case_is_linked_once_and_taken_back(draft: Interview, case: Case, worker: User) -> None:
    interviews.link_case(draft, case=case, actor=worker)
    interviews.link_case(draft, case=case, actor=worker)
    assert draft.case_links.count() == 1
    interviews.unlink_case(draft, case=case, actor=worker)
    assert draft.case_links.count() == 0


def test_a_case_of_strangers_is_refused(case: Case, worker: User) -> None:
    stranger = people.register(
        first_name="Jan", last_name="Obcy", birth_date=date(1970, 1, 1), on=MARCH, actor=worker
    )
    elsewhere = households.found(applicant=stranger, on=MARCH, actor=worker)
    interview = interviews.start(elsewhere, kind="basic", visited_on=VISIT, actor=worker)
    with pytest.raises(Refusal, match="spoza tej rodziny"):
        interviews.link_case(interview, case=case, actor=worker)


def test_at_an_obliged_relative_the_case_is_of_another_family(case: Case, worker: User) -> None:
    father = people.register(
        first_name="Jan", last_name="Nowak", birth_date=date(1955, 1, 1), on=MARCH, actor=worker
    )
    elsewhere = households.found(applicant=father, on=MARCH, actor=worker)
    interview = interviews.start(
        elsewhere, kind="obliged_relative", visited_on=VISIT, cases=[case], actor=worker
    )
    assert interview.case_links.get().case == case


def test_a_wrong_day_is_put_right(draft: Interview, worker: User) -> None:
    changed = interviews.change_visit(
        draft, kind="basic", visited_on=date(2026, 11, 20), place="w ośrodku", actor=worker
    )
    assert (changed.visited_on, changed.place) == (date(2026, 11, 20), "w ośrodku")


def test_the_change_of_a_visit_is_kept_in_history(draft: Interview, worker: User) -> None:
    interviews.change_visit(draft, kind="basic", visited_on=date(2026, 11, 20), actor=worker)
    rows = run(
        "SELECT visited_on, (pgh_context->>'actor')::int FROM socialwork_interviewevent"
        " WHERE id = %s",
        draft.pk,
    )
    assert rows == [(date(2026, 11, 20), worker.pk)]


def test_a_colleague_changes_nothing(draft: Interview, case: Case, colleague: User) -> None:
    with pytest.raises(Refusal, match="prowadzi inny pracownik"):
        interviews.change_visit(draft, kind="basic", visited_on=VISIT, actor=colleague)
    with pytest.raises(Refusal, match="prowadzi inny pracownik"):
        interviews.link_case(draft, case=case, actor=colleague)


def test_a_signed_one_is_not_moved(signed: Interview, worker: User) -> None:
    with pytest.raises(Refusal, match="już zamknięty"):
        interviews.change_visit(signed, kind="basic", visited_on=VISIT, actor=worker)


def test_the_unit_is_the_section_of_the_case(start: Start, case: Case, family: Household) -> None:
    assert start(cases=[case]).unit_id == case.assignments.get().unit_id


def test_the_database_refuses_a_second_draft(draft: Interview, worker: User) -> None:
    set_actor(worker.pk)
    with refused("interview_one_draft_per_worker"):
        run(
            "INSERT INTO socialwork_interview (household_id, kind, visited_on, place, worker_id,"
            " status, content_sha256, correction_reason, recorded_at)"
            " SELECT household_id, kind, visited_on, place, worker_id, status, '', '', now()"
            " FROM socialwork_interview"
        )


def test_the_database_refuses_an_interview_of_nobody(draft: Interview) -> None:
    set_actor("")
    with refused("bez wskazania osoby"):
        run("UPDATE socialwork_interview SET place = 'x'")
