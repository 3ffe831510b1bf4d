"""The signature taken off before the issue: the draft is its author's again."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.models import Decision
from benefits.services import decisions
from cases.services import people
from opsapp.kernel.refusals import NotAllowed, Refusal
from tests.benefits import road
from tests.benefits.road import Office
from tests.database.sql import refused, set_actor
from tests.people import with_caps

WHY = {"reason_code": "letter", "remark": "Zła data w uzasadnieniu."}


def test_the_draft_is_its_authors_again_without_signature(office: Office) -> None:
    decision = decisions.take_back(road.approved(office), **WHY, actor=office.director)
    stored = Decision.objects.get(pk=decision.pk)
    assert stored.status == "draft"
    assert (stored.approver, stored.authorisation, stored.approved_on) == (None, None, None)
    assert stored.case.status == "draft_decision"
    move = stored.transitions.last()
    assert move is not None
    assert (move.move, move.actor, move.reason_code, move.remark) == (
        "take_back", office.director, "letter", "Zła data w uzasadnieniu.",
    )  # fmt: skip


def test_it_can_be_mended_signed_and_issued_after_that(office: Office) -> None:
    decision = decisions.take_back(road.approved(office), **WHY, actor=office.director)
    decisions.revise(decision, version=0, reasons="Poprawione.", actor=office.worker)
    decisions.submit(decision, actor=office.worker)
    done = decisions.sign_and_issue(decision, on=road.TODAY, actor=office.director)
    assert (done.sign, done.text and done.text["reasons"]) == ("PS/1/2026", "Poprawione.")


def test_another_who_may_sign_takes_it_back_too(office: Office) -> None:
    deputy = with_caps("zastepca", *road.HEAD)
    decision = decisions.take_back(road.approved(office), **WHY, actor=deputy)
    assert decision.status == "draft"


def test_its_author_and_strangers_do_not(office: Office) -> None:
    decision = road.approved(office)
    for who in (office.worker, office.clerk):
        with pytest.raises(NotAllowed, match="Zatwierdzanie decyzji"):
            decisions.take_back(decision, **WHY, actor=who)


def test_whoever_is_excluded_does_not(office: Office) -> None:
    decision = road.approved(office)
    people.declare_exclusion(
        decision.addressee, user=office.director, reason="siostra", on=date(2026, 1, 1),
        actor=office.installation,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="siostra"):
        decisions.take_back(decision, **WHY, actor=office.director)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"reason_code": ""}, "przyczynę zwrotu"), ({"remark": " "}, "co autor ma poprawić")],
)
def test_a_reason_and_a_remark_are_needed(
    office: Office, wrong: dict[str, str], words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        decisions.take_back(road.approved(office), **(WHY | wrong), actor=office.director)


def test_what_is_issued_stays(office: Office) -> None:
    with pytest.raises(Refusal, match="już wydana"):
        decisions.take_back(road.issued(office), **WHY, actor=office.director)


def test_what_is_not_signed_is_returned_instead(office: Office) -> None:
    with pytest.raises(Refusal, match="do podpisu"):
        decisions.take_back(road.submitted(office), **WHY, actor=office.director)


def test_twice_taken_back_is_refused(office: Office) -> None:
    decision = decisions.take_back(road.approved(office), **WHY, actor=office.director)
    with pytest.raises(Refusal, match="projekt"):
        decisions.take_back(decision, **WHY, actor=office.director)


def test_the_database_lets_no_signature_be_exchanged_nor_half_taken(office: Office) -> None:
    decision = road.approved(office)
    deputy = with_caps("zastepca", *road.HEAD)
    road.authorise(deputy, number="OR.8")
    set_actor(office.worker.pk)
    mine = Decision.objects.filter(pk=decision.pk)
    with refused("nie wolno zmienić, można go tylko cofnąć"):
        mine.update(approver=deputy, authorisation=deputy.authorisations.get())
    with refused("nie wolno zmienić, można go tylko cofnąć"):
        mine.update(approved_on=date(2026, 11, 25))
    with refused("decision_approval_is_whole"):
        mine.update(status="draft")
    with refused("zamknięty"):
        mine.update(
            status="draft", approver=None, authorisation=None, approved_on=None, reasons="x"
        )
