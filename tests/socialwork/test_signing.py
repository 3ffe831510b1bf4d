"""Signing closes the interview for ever, by the hand of its worker alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cases.models import Case, IncomeRecord, Person
from cases.services import cases as case_acts
from cases.services import people
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit, User
from socialwork.models import Interview
from socialwork.services import interviews, plans
from socialwork.services.interviews.sealing import broken_signatures
from tests.database.sql import refused, run, set_actor
from tests.socialwork.conftest import TODAY, Start, fill, order

pytestmark = pytest.mark.django_db


def test_signing_keeps_the_family_and_the_hand(signed: Interview, anna: Person) -> None:
    assert signed.status == "signed"
    assert signed.signed_on == TODAY
    assert signed.snapshot is not None
    assert [row.role for row in signed.snapshot.members.order_by("pk")] == ["applicant", "child"]
    assert signed.snapshot.on == signed.visited_on


def test_signing_is_written_down(signed: Interview, worker: User) -> None:
    move = signed.transitions.get()
    assert (move.actor, move.from_state, move.to_state) == (worker, "draft", "signed")


def test_what_is_missing_is_named(draft: Interview, worker: User) -> None:
    with pytest.raises(interviews.NotReady) as refused_:
        interviews.sign(draft, actor=worker)
    assert "Mieszkanie – tytuł do mieszkania" in refused_.value.missing
    assert draft.transitions.count() == 0


def test_a_second_person_cannot_sign(ready: Interview, colleague: User) -> None:
    with pytest.raises(Refusal, match="prowadzi inny pracownik"):
        interviews.sign(ready, actor=colleague)


def test_it_is_signed_once(signed: Interview, worker: User) -> None:
    with pytest.raises(Refusal, match="już zamknięty"):
        interviews.sign(signed, actor=worker)
    assert signed.transitions.count() == 1


def test_a_visit_to_come_is_not_signed(start: Start, worker: User) -> None:
    ahead = fill(start(visited_on=date(2026, 11, 30)))
    with pytest.raises(Refusal, match="podpisuje się po wizycie"):
        interviews.sign(ahead, actor=worker)


def test_the_case_moves_on_and_its_term_is_met(start: Start, case: Case, worker: User) -> None:
    order(case, worker)
    interviews.sign(fill(start(cases=[case])), actor=worker)
    case.refresh_from_db()
    assert case.status == "interview_done"
    assert case.terms.get(kind="interview").met_on == TODAY


def test_a_case_only_registered_moves_on_too(start: Start, case: Case, worker: User) -> None:
    interviews.sign(fill(start(cases=[case])), actor=worker)
    case.refresh_from_db()
    assert case.status == "interview_done"


def test_a_case_that_waits_for_papers_stays(start: Start, case: Case, worker: User) -> None:
    case_acts.move(case, "summon", actor=worker)
    interviews.sign(fill(start(cases=[case])), actor=worker)
    case.refresh_from_db()
    assert case.status == "incomplete"


def test_a_later_change_of_the_family_leaves_the_picture(
    signed: Interview, anna: Person, worker: User
) -> None:
    people.rename(anna, first_name="Anna", last_name="Nowak-Lis", on=TODAY, actor=worker)
    assert list(broken_signatures()) == []


def test_the_signature_covers_answers_incomes_and_plan(
    ready: Interview, wage: IncomeRecord, anna: Person, okresowy: Benefit, worker: User
) -> None:
    digests = {interviews.content_digest(ready)}
    interviews.save_section(ready, "health", answers={"treatment": "leki"}, version=1, actor=worker)
    digests.add(interviews.content_digest(Interview.objects.get(pk=ready.pk)))
    interviews.confirm_incomes(ready, incomes=[wage], actor=worker)
    digests.add(interviews.content_digest(Interview.objects.get(pk=ready.pk)))
    plans.add_item(ready, person=anna, benefit=okresowy, actor=worker)
    digests.add(interviews.content_digest(Interview.objects.get(pk=ready.pk)))
    assert len(digests) == 4


def test_the_nightly_proof_reads_the_same_as_the_signature(
    ready: Interview, wage: IncomeRecord, anna: Person, okresowy: Benefit, worker: User
) -> None:
    said = {"treatment": "leki „na serce” – 2,5 \\ dziennie"}
    interviews.save_section(ready, "health", answers=said, version=1, actor=worker)
    interviews.confirm_incomes(ready, incomes=[wage], actor=worker)
    plans.add_item(ready, person=anna, benefit=okresowy, actor=worker)
    month = TODAY.replace(day=1)
    plans.add_item(
        ready, person=anna, benefit=okresowy, amount=Decimal("418.50"), from_month=month,
        to_month=month, justification="dług", actor=worker,
    )  # fmt: skip
    interviews.sign(ready, actor=worker)
    assert list(broken_signatures()) == []


def test_a_signed_interview_that_was_tampered_with_is_found(signed: Interview) -> None:
    assert list(broken_signatures()) == []
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE socialwork_interviewsection DISABLE TRIGGER ALL")
    run(
        "UPDATE socialwork_interviewsection SET answers = '{}' WHERE interview_id = %s"
        " AND code = 'health'",
        signed.pk,
    )
    run("ALTER TABLE socialwork_interviewsection ENABLE TRIGGER ALL")
    assert [f"nr {signed.pk} " in sentence for sentence in broken_signatures()] == [True]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE socialwork_interview SET place = 'x'",
        "UPDATE socialwork_interview SET status = 'draft', snapshot_id = NULL, signed_on = NULL,"
        " content_sha256 = ''",
        "DELETE FROM socialwork_interview",
        "UPDATE socialwork_interviewsection SET answers = '{}'",
        "DELETE FROM socialwork_interviewsection",
        "DELETE FROM socialwork_interviewincome",
        "DELETE FROM socialwork_interviewcase",
        "UPDATE socialwork_planitem SET amount = 1",
        "DELETE FROM socialwork_planitem",
        "UPDATE socialwork_interviewtransition SET remark = 'x'",
        "UPDATE cases_snapshotmember SET counted = false, why_not = 'x'",
        "UPDATE cases_incomerecord SET amount = 1",
    ],
)
def test_the_database_keeps_a_signed_interview(complete: Interview, worker: User, sql: str) -> None:
    interviews.sign(complete, actor=worker)
    set_actor(worker.pk)
    with refused("zamknięty|nie wolno zmieniać|Nie ma przejścia"):
        run(sql)


def test_nothing_is_added_to_a_signed_interview(
    signed: Interview, case: Case, wage: IncomeRecord, worker: User
) -> None:
    set_actor(worker.pk)
    with refused("nadrzędny jest zamknięty"):
        run(
            "INSERT INTO socialwork_interviewincome (interview_id, income_id) VALUES (%s, %s)",
            signed.pk,
            wage.pk,
        )
    with refused("nadrzędny jest zamknięty"):
        run(
            "INSERT INTO socialwork_interviewcase (interview_id, case_id) VALUES (%s, %s)",
            signed.pk,
            case.pk,
        )


def test_the_database_lets_only_the_worker_sign(
    ready: Interview, signed_like: str, colleague: User
) -> None:
    set_actor(colleague.pk)
    with refused("podpisuje tylko pracownik"):
        run(signed_like, ready.pk)


def test_the_database_wants_a_signature_whole(ready: Interview, worker: User) -> None:
    set_actor(worker.pk)
    with refused("interview_signed_is_whole"):
        run("UPDATE socialwork_interview SET status = 'signed' WHERE id = %s", ready.pk)


@pytest.fixture
def signed_like(ready: Interview, worker: User) -> str:
    """The update that signing makes, as raw SQL."""
    from cases.services import households

    picture = households.snapshot(ready.household, on=ready.visited_on, actor=worker)
    return (
        "UPDATE socialwork_interview SET status = 'signed', signed_on = '2026-11-26',"
        f" snapshot_id = {picture.pk}, content_sha256 = repeat('a', 64) WHERE id = %s"
    )


def test_the_worker_abandons_with_a_reason(draft: Interview, worker: User) -> None:
    given_up = interviews.abandon(
        draft, remark=" Nie otwarto drzwi. ", reason_code="family_refused", actor=worker
    )
    assert given_up.status == "abandoned"
    move = given_up.transitions.get()
    assert (move.remark, move.reason_code) == ("Nie otwarto drzwi.", "family_refused")


def test_abandoning_needs_a_remark_and_a_known_reason(draft: Interview, worker: User) -> None:
    with pytest.raises(Refusal, match="Napisz, dlaczego"):
        interviews.abandon(draft, remark=" ", actor=worker)
    with pytest.raises(Refusal, match="Wybierz przyczynę"):
        interviews.abandon(draft, remark="x", reason_code="bo tak", actor=worker)


def test_a_colleague_does_not_abandon(draft: Interview, colleague: User) -> None:
    with pytest.raises(Refusal, match="prowadzi inny pracownik"):
        interviews.abandon(draft, remark="x", actor=colleague)


def test_after_abandoning_a_new_one_may_begin(draft: Interview, start: Start, worker: User) -> None:
    interviews.abandon(draft, remark="pomyłka", actor=worker)
    assert start().status == "draft"


def test_an_abandoned_one_is_closed_in_the_database(draft: Interview, worker: User) -> None:
    interviews.abandon(draft, remark="pomyłka", actor=worker)
    with acting(worker), refused("zamknięty"):
        run("UPDATE socialwork_interviewsection SET answers = '{}'")
