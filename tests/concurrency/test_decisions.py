"""Two people decide at the same moment: first the race, then the cure."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import DatabaseError, IntegrityError, connection
from psycopg2.errors import DeadlockDetected

from benefits import checks
from benefits.enforcement import WHEN_FINAL
from benefits.models import (
    Calculation,
    Decision,
    Entitlement,
    EntitlementPerson,
    PaymentItem,
    PaymentList,
)
from benefits.services import decisions, payments
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import NumberSeries
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User
from tests.benefits import payables, road
from tests.benefits.road import Office, open_office
from tests.benefits.test_decisions_change import lowered
from tests.benefits.test_decisions_deliver import with_document
from tests.concurrency.together import PATIENCE_SECONDS, at_once, of_kind
from tests.people import with_caps


@pytest.fixture
def office(actor: User) -> Iterator[Office]:
    with clock.frozen(road.TODAY):
        yield open_office()


@pytest.fixture
def deputy(office: Office) -> User:
    """A second person who may sign."""
    made = with_caps("zastepca", *road.HEAD)
    road.authorise(made, number="OR.7")
    return made


def faults() -> list[str]:
    """What the nightly check finds."""
    return [*checks.texts(), *checks.numbers(), *checks.grants(), *checks.instalments()]


def test_without_the_swap_the_second_signature_would_overwrite_and_the_database_refuses(
    office: Office, deputy: User
) -> None:
    decision = road.submitted(office)
    both_have_read = Barrier(2)

    def sign(by: User) -> Callable[[], str]:
        def write() -> str:
            with acting(by):
                mine = Decision.objects.get(pk=decision.pk)
                both_have_read.wait(PATIENCE_SECONDS)
                mine.status, mine.approver, mine.approved_on = "approved", by, road.TODAY
                mine.authorisation = by.authorisations.get()
                mine.save(update_fields=["status", "approver", "approved_on", "authorisation"])
            return by.username

        return write

    outcomes = at_once(sign(office.director), sign(deputy))
    (first,) = of_kind(outcomes, str)
    assert len(of_kind(outcomes, IntegrityError)) == 1
    decision.refresh_from_db()
    assert decision.approver is not None
    assert decision.approver.username == first


def test_of_two_signatures_at_once_one_stands(office: Office, deputy: User) -> None:
    decision = road.submitted(office)
    outcomes = at_once(
        lambda: decisions.approve(decision, actor=office.director),
        lambda: decisions.approve(decision, actor=deputy),
    )
    (signed,) = of_kind(outcomes, Decision)
    assert len(of_kind(outcomes, Refusal)) == 1
    decision.refresh_from_db()
    assert decision.approver == signed.approver
    assert decision.transitions.filter(move="approve").count() == 1


def test_a_signature_and_a_taking_back_at_once_end_in_one_of_them(office: Office) -> None:
    decision = road.submitted(office)
    outcomes = at_once(
        lambda: decisions.approve(decision, actor=office.director),
        lambda: decisions.withdraw(decision, actor=office.worker),
    )
    (done,) = of_kind(outcomes, Decision)
    decision.refresh_from_db()
    assert decision.status == done.status
    assert len(of_kind(outcomes, Refusal)) == 1


def test_an_issue_and_a_taking_back_at_once_end_in_one_of_them(
    office: Office, deputy: User
) -> None:
    decision = road.approved(office)
    outcomes = at_once(
        lambda: decisions.issue(decision, on=road.TODAY, actor=office.director),
        lambda: decisions.take_back(
            decision, reason_code="letter", remark="Popraw datę.", actor=deputy
        ),
    )
    (done,) = of_kind(outcomes, Decision)
    assert len(of_kind(outcomes, Refusal)) == 1
    decision.refresh_from_db()
    assert decision.status == done.status
    assert Entitlement.objects.exists() == (done.status == "issued")
    assert faults() == []


def test_of_two_drafts_about_one_decision_at_once_one_is_made(office: Office) -> None:
    old = road.issued(office)

    def revoke() -> Decision:
        return decisions.revoke(
            old, ground="personal", since=date(2026, 12, 1), told="Zmiana.", actor=office.worker
        )

    outcomes = at_once(revoke, revoke)
    assert len(of_kind(outcomes, Decision)) == 1
    assert "Jest już projekt" in str(of_kind(outcomes, Refusal)[0])


def test_a_change_issued_while_a_list_is_made_leaves_no_month_paid_twice(office: Office) -> None:
    """Whichever comes first, at the end the old November and the new one are not both payable."""
    old = road.issued(office)
    payer = with_caps("sporzadza", Cap.SEE_PAYMENTS, Cap.PREPARE_PAYMENTS)
    payables.pay_way(
        old.addressee, actor=office.worker, confirmed_by=office.director, channel="cash"
    )
    draft = decisions.change(
        old, ground="favour", since=date(2026, 11, 1), told="Choroba.", amount=Decimal("600.00"),
        amount_reason="leki", actor=office.worker,
    )  # fmt: skip
    decisions.submit(draft, actor=office.worker)
    outcomes = at_once(
        lambda: decisions.sign_and_issue(draft, on=road.TODAY, actor=office.director),
        lambda: payments.build(
            request_id=uuid.uuid4(), pay_on=road.TODAY, channel="cash", actor=payer
        ),
    )
    assert of_kind(outcomes, IntegrityError) == []
    for made in PaymentList.objects.filter(status="draft"):
        try:
            payments.prepare(made, actor=payer)
        except Refusal as refused:
            told = ("uprawnienie uchylone albo skrócone", "nie ma żadnej wypłaty")
            assert any(words in str(refused) for words in told)
    signed = PaymentItem.objects.filter(live=True, payment__payment_list__status="prepared")
    assert signed.filter(instalment__month=date(2026, 11, 1)).count() <= 1
    assert [*faults(), *checks.cuts()] == []


def waiting(office: Office) -> tuple[Decision, Decision]:
    """A grant of 505,00 to be paid in cash and its change to 305,00, delivered, not final."""
    old = road.issued(office)
    payables.pay_way(
        old.addressee, actor=office.worker, confirmed_by=office.director, channel="cash"
    )
    new = lowered(office, old, since=date(2026, 11, 1), enforced=WHEN_FINAL)
    with_document(new, office)
    return old, decisions.deliver(new, on=road.TODAY, basis="actual", actor=office.director)


def finalise(office: Office, decision: Decision) -> Callable[[], Decision]:
    return lambda: decisions.finalise(
        decision, on=road.TODAY, basis="waiver", actor=office.director
    )


def test_of_two_who_note_that_a_change_is_final_one_carries_it_out(office: Office) -> None:
    _, new = waiting(office)
    outcomes = at_once(finalise(office, new), finalise(office, new))
    assert len(of_kind(outcomes, Decision)) == 1
    assert len(of_kind(outcomes, Refusal)) == 1
    before, after = Entitlement.objects.order_by("pk")
    assert (before.cut_by, before.transitions.count()) == (new, 1)
    assert after.amount == Decimal("305.00")
    assert [*faults(), *checks.cuts()] == []


def test_a_change_that_becomes_final_while_a_list_is_made_leaves_no_month_paid_twice(
    office: Office,
) -> None:
    """Whichever comes first, the old November is not signed for payment beside the new one."""
    _, new = waiting(office)
    payer = with_caps("sporzadza", Cap.SEE_PAYMENTS, Cap.PREPARE_PAYMENTS)
    outcomes = at_once(
        finalise(office, new),
        lambda: payments.build(
            request_id=uuid.uuid4(), pay_on=road.TODAY, channel="cash", actor=payer
        ),
    )
    assert of_kind(outcomes, IntegrityError) == []
    assert len(of_kind(outcomes, Decision)) == 1
    for made in PaymentList.objects.filter(status="draft"):
        try:
            payments.prepare(made, actor=payer)
        except Refusal as refused:
            told = ("uprawnienie uchylone albo skrócone", "nie ma żadnej wypłaty")
            assert any(words in str(refused) for words in told)
    signed = PaymentItem.objects.filter(live=True, payment__payment_list__status="prepared")
    assert set(signed.values_list("amount", flat=True)) <= {Decimal("305.00")}
    assert [*faults(), *checks.cuts()] == []


def test_of_two_issues_of_one_decision_one_gives_a_number(office: Office) -> None:
    decision = road.approved(office)

    def issue() -> Decision:
        return decisions.issue(decision, on=road.TODAY, actor=office.director)

    outcomes = at_once(issue, issue)
    assert len(of_kind(outcomes, Decision)) == 1
    assert len(of_kind(outcomes, Refusal)) == 1
    assert NumberSeries.objects.get(kind="decision").last == 1
    assert Entitlement.objects.count() == 1
    assert faults() == []


def test_issues_at_once_number_without_gap_or_repeat(office: Office) -> None:
    chosen = [
        road.approved(office, item=road.ready_item(office, last=last))
        for last in ("Adamska", "Bąk", "Cis", "Dąb")
    ]
    issues = [
        lambda one=one: decisions.issue(one, on=road.TODAY, actor=office.director) for one in chosen
    ]
    outcomes = at_once(*issues)
    issued = of_kind(outcomes, Decision)
    assert sorted(one.number or 0 for one in issued) == [1, 2, 3, 4]
    assert faults() == []


def test_an_issue_that_fails_gives_its_number_to_the_next(office: Office) -> None:
    first, second = (
        road.approved(office, item=road.ready_item(office, last=last)) for last in ("Bąk", "Cis")
    )

    def fail() -> None:
        with acting(office.director):
            decisions.issue(first, on=road.TODAY, actor=office.director)
            raise ZeroDivisionError

    outcomes = at_once(fail, lambda: decisions.issue(second, on=road.TODAY, actor=office.director))
    assert len(of_kind(outcomes, ZeroDivisionError)) == 1
    issued = decisions.issue(first, on=road.TODAY, actor=office.director)
    assert {issued.number, Decision.objects.get(pk=second.pk).number} == {1, 2}
    assert faults() == []


def test_without_the_items_lock_two_drafts_would_stand_and_the_database_refuses(
    office: Office,
) -> None:
    calculation = road.calculate(road.ready_item(office), office=office)
    both_have_looked = Barrier(2)

    def write() -> str:
        with acting(office.worker):
            assert not calculation.item.decision_items.exists()
            both_have_looked.wait(PATIENCE_SECONDS)
            decision = Decision.objects.create(
                case=calculation.item.case, kind="refusal", author=office.worker,
                addressee=calculation.item.person,
            )  # fmt: skip
            decision.items.create(
                item=calculation.item, calculation=calculation, kind="refusal",
                benefit=calculation.item.benefit, refusal_code="property",
            )  # fmt: skip
        return "drafted"

    outcomes = at_once(write, write)
    assert of_kind(outcomes, str) == ["drafted"]
    assert len(of_kind(outcomes, IntegrityError)) == 1


def test_of_two_drafts_of_one_item_at_once_one_is_made(office: Office) -> None:
    calculation = road.calculate(road.ready_item(office), office=office)

    def draft() -> Decision:
        return decisions.draft(calculation, actor=office.worker)

    outcomes = at_once(draft, draft)
    assert len(of_kind(outcomes, Decision)) == 1
    assert "jest już projekt" in str(of_kind(outcomes, Refusal)[0])


def test_of_two_savings_of_one_version_one_is_stale(office: Office) -> None:
    draft = road.drafted(office)

    def save(words: str) -> Callable[[], Decision]:
        return lambda: decisions.revise(draft, version=0, reasons=words, actor=office.worker)

    outcomes = at_once(save("Pierwsze."), save("Drugie."))
    (saved,) = of_kind(outcomes, Decision)
    (stale,) = of_kind(outcomes, decisions.StaleDraft)
    assert stale.theirs.reasons == saved.reasons


def test_two_calculations_at_once_are_one_after_the_other(office: Office) -> None:
    item = road.ready_item(office)
    outcomes = at_once(*[lambda: road.calculate(item, office=office)] * 2)
    assert len(of_kind(outcomes, Calculation)) == 2


def test_one_person_is_granted_the_same_twice_by_no_two_issues_at_once(office: Office) -> None:
    """Two entitlements that begin at the same moment: the exclusion constraint has the last word,
    or, when each found the other's row, the database undoes one of them.
    """
    first, second = (
        road.approved(office, item=road.ready_item(office, last=last)) for last in ("Bąk", "Cis")
    )
    shared = first.addressee
    both_have_begun = Barrier(2)

    def issue(decision: Decision) -> Callable[[], str]:
        def begin() -> str:
            with acting(office.director):
                row = decision.items.get()
                right = Entitlement.objects.create(
                    decision_item=row, benefit=row.benefit, beneficiary=decision.addressee,
                    snapshot=row.calculation.snapshot, period=row.period, amount=row.amount,
                )  # fmt: skip
                both_have_begun.wait(PATIENCE_SECONDS)
                EntitlementPerson.objects.create(
                    entitlement=right, person=shared, benefit=row.benefit, exclusive=True,
                    period=row.period,
                )  # fmt: skip
            return "granted"

        return begin

    outcomes = at_once(issue(first), issue(second))
    assert of_kind(outcomes, str) == ["granted"]
    (other,) = of_kind(outcomes, DatabaseError)
    assert isinstance(other, IntegrityError) or isinstance(other.__cause__, DeadlockDetected)


def test_a_batch_and_a_single_signature_at_once_sign_nothing_twice(
    office: Office, deputy: User
) -> None:
    chosen = [
        road.submitted(office, item=road.ready_item(office, last=last)) for last in ("Bąk", "Cis")
    ]
    total = decisions.batch_total(chosen)
    outcomes = at_once(
        lambda: decisions.sign_batch(
            chosen, count=2, total=total, on=road.TODAY, actor=office.director
        ),
        lambda: decisions.sign_and_issue(chosen[1], on=road.TODAY, actor=deputy),
    )
    assert len(of_kind(outcomes, Refusal)) == 1
    assert of_kind(outcomes, IntegrityError) == []
    assert (
        NumberSeries.objects.get(kind="decision").last
        == Decision.objects.exclude(number=None).count()
    )
    assert faults() == []


def test_a_decision_held_by_another_says_so_instead_of_waiting_for_ever(office: Office) -> None:
    decision = road.submitted(office)
    held, done = Barrier(2), Barrier(2)

    def hold() -> str:
        with acting(office.worker), connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM benefits_decision WHERE id = %s FOR UPDATE", [decision.pk]
            )
            held.wait(PATIENCE_SECONDS)
            done.wait(PATIENCE_SECONDS)
        return "held"

    def sign() -> None:
        held.wait(PATIENCE_SECONDS)
        try:
            decisions.approve(decision, actor=office.director)
        finally:
            done.wait(PATIENCE_SECONDS)

    outcomes = at_once(hold, sign)
    assert len(of_kind(outcomes, Conflict)) == 1
