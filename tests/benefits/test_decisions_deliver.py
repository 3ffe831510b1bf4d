"""Delivered, the term to appeal, final: by the term, by waiver, at once."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.models import Decision, Entitlement, Instalment
from benefits.services import decisions, entitlements
from benefits.services.decisions import delivering, finalise_due
from cases.models import Term
from cases.services import cases
from opsapp.kernel import clock
from opsapp.kernel import documents as engine
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import User
from tests.benefits import road
from tests.benefits.road import Office

CHRISTMAS_TERM = date(2026, 12, 28)
"""Fourteen days from 10 December: 24–27 December are days off (E19a of the law notes)."""


def with_document(decision: Decision, office: Office) -> Decision:
    """The decision with a document, without waiting for the engine."""
    with acting(office.director):
        decision.document = engine.keep("decision", b"%PDF-x", actor=office.director)
        decision.save(update_fields=["document"])
    return decision


def ready(office: Office, **more: object) -> Decision:
    """An issued decision whose document is there."""
    return with_document(road.issued(office, **more), office)  # type: ignore[arg-type]


def delivered(office: Office, on: date = road.TODAY) -> Decision:
    """A delivered decision."""
    return decisions.deliver(ready(office), on=on, basis="actual", actor=office.director)


def test_the_delivery_opens_the_term_to_appeal(office: Office) -> None:
    decision = ready(office)
    with clock.frozen(date(2026, 12, 11)):
        decision = decisions.deliver(
            decision, on=date(2026, 12, 10), basis="substitute", actor=office.director
        )
    assert (decision.status, decision.case.status) == ("delivered", "delivered")
    assert (decision.delivered_on, decision.delivery_basis) == (date(2026, 12, 10), "substitute")
    assert Term.objects.get(kind="appeal").due_on == CHRISTMAS_TERM


def test_before_the_document_is_ready_nothing_is_delivered(office: Office) -> None:
    with pytest.raises(Refusal, match="jeszcze przygotowywany"):
        decisions.deliver(road.issued(office), on=road.TODAY, basis="actual", actor=office.director)


@pytest.mark.parametrize(
    ("on", "basis", "words"),
    [
        (date(2026, 11, 25), "actual", "Nie mogła być doręczona wcześniej"),
        (date(2026, 11, 27), "actual", "z przyszłości"),
        (road.TODAY, "gołąb", "sposób doręczenia"),
    ],
)
def test_an_impossible_delivery_is_refused(
    office: Office, on: date, basis: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        decisions.deliver(ready(office), on=on, basis=basis, actor=office.director)


def test_an_unissued_decision_is_not_delivered(office: Office) -> None:
    with pytest.raises(Refusal, match="nie jest możliwe"):
        decisions.deliver(
            road.approved(office), on=road.TODAY, basis="actual", actor=office.director
        )


def test_only_who_may_issue_notes_a_delivery(office: Office) -> None:
    with pytest.raises(NotAllowed):
        decisions.deliver(ready(office), on=road.TODAY, basis="actual", actor=office.clerk)


def test_while_the_term_runs_it_is_not_final(office: Office) -> None:
    decision = delivered(office)
    with (
        clock.frozen(date(2026, 12, 10)),
        pytest.raises(Refusal, match=r"biegnie do 10\.12\.2026"),
    ):
        decisions.finalise(decision, on=date(2026, 12, 10), actor=office.director)


def test_the_day_after_the_term_it_is(office: Office) -> None:
    decision = delivered(office)
    with clock.frozen(date(2026, 12, 11)):
        decision = decisions.finalise(decision, on=date(2026, 12, 11), actor=office.director)
    assert (decision.status, decision.final_on) == ("final", date(2026, 12, 11))
    assert decision.case.status == "final"
    assert Term.objects.get(kind="appeal").met_on == date(2026, 12, 11)


def test_a_waiver_makes_it_final_inside_the_term_only(office: Office) -> None:
    decision = delivered(office)
    with clock.frozen(date(2026, 12, 11)), pytest.raises(Refusal, match=r"do 10\.12\.2026"):
        decisions.finalise(decision, on=date(2026, 12, 11), basis="waiver", actor=office.director)
    with clock.frozen(date(2026, 12, 1)):
        decision = decisions.finalise(
            decision, on=date(2026, 11, 30), basis="waiver", actor=office.director
        )
    assert decision.final_on == date(2026, 11, 30)
    assert Term.objects.get(kind="appeal").cancelled_on == date(2026, 11, 30)


def test_a_grant_of_the_whole_demand_without_reasons_is_final_at_once(office: Office) -> None:
    draft = decisions.revise(
        road.drafted(office), version=0, reasons_skipped=True, actor=office.worker
    )
    decision = decisions.sign_and_issue(
        decisions.submit(draft, actor=office.worker), on=road.TODAY, actor=office.director
    )
    assert decision.text is not None
    assert decision.text["reasons"] == ""
    decision = decisions.deliver(
        with_document(decision, office), on=road.TODAY, basis="actual", actor=office.director
    )
    assert (decision.status, decision.final_on) == ("final", road.TODAY)
    assert not Term.objects.filter(kind="appeal").exists()


def test_a_decision_with_reasons_is_not_final_at_once(office: Office) -> None:
    with pytest.raises(Refusal, match="można się od niej odwołać"):
        decisions.finalise(delivered(office), on=road.TODAY, basis="at_once", actor=office.director)


def test_an_appeal_keeps_it_from_becoming_final(office: Office) -> None:
    decision = delivered(office)
    cases.move(decision.case, "appeal", actor=office.worker)
    with clock.frozen(date(2026, 12, 20)):
        with pytest.raises(Refusal, match="Złożono odwołanie"):
            decisions.finalise(decision, on=date(2026, 12, 20), actor=office.director)
        assert finalise_due(clock.today(), actor=office.installation) == 0


def test_every_night_those_whose_term_passed_become_final(office: Office) -> None:
    decision = delivered(office)
    with clock.frozen(date(2026, 12, 10)):
        assert finalise_due(clock.today(), actor=office.installation) == 0
    with clock.frozen(date(2026, 12, 14)):
        assert finalise_due(clock.today(), actor=office.installation) == 1
        assert finalise_due(clock.today(), actor=office.installation) == 0
    decision.refresh_from_db()
    assert (decision.status, decision.final_on) == ("final", date(2026, 12, 11))
    move = decision.transitions.last()
    assert move is not None
    assert (move.reason_code, move.actor) == ("term", User.objects.get(username="instalacja"))


def test_an_entitlement_closes_when_it_has_ended_and_everything_was_paid(office: Office) -> None:
    from tests.benefits import payables

    decision = road.issued(office)
    entitlement = Entitlement.objects.get()
    with clock.frozen(date(2027, 2, 1)):
        assert entitlements.complete_due(clock.today(), actor=office.installation) == 0
        payables.pay_way(decision.addressee, actor=office.worker, confirmed_by=office.clerk)
        pay_everything(office)
        assert Instalment.objects.filter(open=True).count() == 0
        assert entitlements.complete_due(clock.today(), actor=office.installation) == 1
    entitlement.refresh_from_db()
    assert entitlement.status == "completed"


def pay_everything(office: Office) -> None:
    """One list of all that is due, signed by three, sent and settled."""
    import uuid

    from benefits.services import payments
    from opsapp.kernel.capabilities import Cap
    from tests.benefits import payables
    from tests.people import with_caps

    caps = (
        Cap.SEE_PAYMENTS, Cap.PREPARE_PAYMENTS, Cap.CHECK_PAYMENTS, Cap.APPROVE_PAYMENTS,
        Cap.SEND_PAYMENTS,
    )  # fmt: skip
    first, second, third = (with_caps(f"lista-{n}", *caps) for n in range(3))
    made = payments.build(
        request_id=uuid.uuid4(), pay_on=clock.today(), channel="bank",
        bank_profile=payables.bank_profile(actor=first), actor=first,
    )  # fmt: skip
    made = payments.prepare(made, actor=first)
    made = payments.check(made, actor=second)
    made = payments.approve(made, actor=third)
    made = payments.send(made, on=clock.today(), actor=first)
    payments.settle(made, on=clock.today(), proof="wyciąg 1", actor=first)


def test_an_entitlement_without_end_gets_its_next_months_every_night(office: Office) -> None:
    from cases.services import incomes

    household = road.live_together(office)
    incomes.record_circumstance(
        road.head_of(household), kind="disability", value="severe",
        valid_from=date(2026, 1, 1), actor=office.worker,
    )  # fmt: skip
    item = road.apply_for(household, office=office, benefit="permanent_allowance")
    road.visit(item, office=office)
    road.issued(office, item=item)
    assert entitlements.plan_open(actor=office.installation) == 0
    with clock.frozen(date(2027, 1, 4)):
        assert entitlements.plan_open(actor=office.installation) == 2
    assert Instalment.objects.latest("month").month == date(2027, 4, 1)


def test_one_that_is_refused_does_not_end_the_night_for_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    decision = delivered(office)

    def refusing(*args: object, **named: object) -> None:
        raise Refusal("Sprawa jest zawieszona.")

    monkeypatch.setattr(delivering, "finalise", refusing)
    with clock.frozen(date(2026, 12, 14)):
        assert finalise_due(clock.today(), actor=office.installation) == 0
    assert f"Decyzja {decision.pk} nie stała się ostateczna" in caplog.text
