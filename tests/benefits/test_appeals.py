"""An appeal and the money: what it holds, what its ruling ends, what comes back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from benefits.models import Appeal, Decision, Entitlement, Instalment, Payment, PaymentEvent
from benefits.selectors_due import due, held
from benefits.services import cutting, decisions, entitlements, payments
from benefits.services.decisions import appealing
from cases.models import ApplicationItem, Case, Letter, Term
from cases.services import appeals, cases
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.periods import Period
from opsapp.kernel.refusals import Conflict, NotAllowed, Refusal
from tests.benefits import payables, road
from tests.benefits.road import TODAY, Office
from tests.benefits.test_decisions_change import faults, paid, raised, revoked
from tests.benefits.test_decisions_deliver import with_document
from tests.database.sql import refused, run, set_actor

DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
CAME = date(2026, 12, 3)
PASSED = date(2026, 12, 8)
BACK = date(2027, 1, 29)
SIGN = "SKO.PS/80/1/2027"


def delivered(decision: Decision, office: Office) -> Decision:
    """Delivered on the day of its issue."""
    with_document(decision, office)
    return decisions.deliver(decision, on=TODAY, basis="actual", actor=office.director)


def appealed(office: Office, **more: Any) -> Decision:
    """A grant of 505,00 a month, delivered and appealed from in time."""
    decision = delivered(road.issued(office, **more), office)
    with clock.frozen(CAME):
        appealing.receive(decision, on=CAME, actor=office.worker)
    return fresh(decision)


def at_the_board(office: Office, decision: Decision | None = None, **more: Any) -> Decision:
    decision = decision or appealed(office, **more)
    with clock.frozen(PASSED):
        appealing.pass_on(decision, on=PASSED, actor=office.worker)
    return fresh(decision)


def ruled(office: Office, decision: Decision, outcome: str, **more: Any) -> Appeal:
    with clock.frozen(BACK):
        return appealing.rule(
            decision, outcome=outcome, on=BACK, sign=SIGN, **more, actor=office.director
        )


def in_part(office: Office) -> dict[str, Any]:
    """Ten months asked for, six granted."""
    item = road.apply_for(
        road.live_together(office), office=office,
        requested_from=date(2026, 11, 1), requested_to=date(2027, 8, 1),
    )  # fmt: skip
    road.visit(item, office=office)
    return {"item": item, "period": Period(date(2026, 11, 1), date(2027, 4, 30))}


def fresh(decision: Decision) -> Decision:
    return Decision.objects.select_related("case").get(pk=decision.pk)


def right(decision: Decision) -> Entitlement:
    return Entitlement.objects.get(decision_item__decision=decision)


def due_months(on: date = date(2027, 6, 1)) -> list[tuple[int, Decimal, str | None]]:
    return [(row.month.month, row.amount, row.obstacle) for row in due(on)]


def cash_way(office: Office, decision: Decision) -> None:
    payables.pay_way(
        decision.addressee, actor=office.worker, confirmed_by=office.director, channel="cash"
    )


class TestReceived:
    def test_it_is_on_file_and_the_case_is_appealed(self, office: Office) -> None:
        decision = appealed(office)
        appeal = decision.appeal
        assert (appeal.received_on, appeal.late, appeal.outcome) == (CAME, False, "")
        assert decision.case.status == "appealed"
        assert Letter.objects.filter(case=decision.case, subject="Odwołanie od decyzji").exists()
        assert Term.objects.get(kind="forward_appeal").due_on == date(2026, 12, 10)

    def test_through_the_case_it_is_the_same(self, office: Office) -> None:
        decision = delivered(road.issued(office), office)
        with clock.frozen(CAME):
            appeals.receive(decision.case, on=CAME, actor=office.worker)
        assert Appeal.objects.get().decision == decision

    def test_what_was_granted_in_full_goes_on_being_paid(self, office: Office) -> None:
        decision = appealed(office)
        cash_way(office, decision)
        assert {row[2] for row in due_months()} == {None}

    def test_what_was_granted_in_part_waits_and_says_why(self, office: Office) -> None:
        decision = appealed(office, **in_part(office))
        cash_way(office, decision)
        assert {row[2] for row in due_months()} == {"appealed"}

    def test_it_never_becomes_final_by_the_term(self, office: Office) -> None:
        decision = appealed(office)
        with clock.frozen(BACK):
            assert decisions.finalise_due(BACK, actor=office.installation) == 0
            with pytest.raises(Refusal, match="Złożono odwołanie"):
                decisions.finalise(decision, on=BACK, actor=office.director)

    def test_a_late_one_stops_nothing_and_the_decision_is_final(self, office: Office) -> None:
        decision = delivered(road.issued(office), office)
        late = date(2026, 12, 14)
        with clock.frozen(late):
            appealing.receive(decision, on=late, actor=office.worker)
        decision = fresh(decision)
        assert decision.appeal.late
        assert (decision.status, decision.final_on) == ("final", date(2026, 12, 11))
        assert decision.case.status == "final"
        at_the_board_late = date(2026, 12, 15)
        with clock.frozen(at_the_board_late):
            appealing.pass_on(decision, on=at_the_board_late, actor=office.worker)
        ruled(office, decision, "inadmissible")
        assert fresh(decision).status == "final"
        assert Term.objects.get(kind="forward_appeal").met_on == at_the_board_late

    @pytest.mark.parametrize(
        ("on", "words"), [(date(2026, 11, 25), "nie mogło wpłynąć"), (BACK, "z przyszłości")]
    )
    def test_an_impossible_day_is_refused(self, office: Office, on: date, words: str) -> None:
        decision = delivered(road.issued(office), office)
        with clock.frozen(CAME), pytest.raises(Refusal, match=words):
            appealing.receive(decision, on=on, actor=office.worker)

    def test_before_the_delivery_there_is_nothing_to_appeal_from(self, office: Office) -> None:
        with pytest.raises(Refusal, match="doręczono"):
            appealing.receive(road.issued(office), on=TODAY, actor=office.worker)

    def test_twice_is_refused(self, office: Office) -> None:
        decision = appealed(office)
        with clock.frozen(CAME), pytest.raises(Refusal, match="już wpisane"):
            appealing.receive(decision, on=CAME, actor=office.worker)

    def test_not_without_the_right(self, office: Office) -> None:
        decision = delivered(road.issued(office), office)
        with clock.frozen(CAME), pytest.raises(NotAllowed):
            appealing.receive(decision, on=CAME, actor=office.director)

    def test_the_database_takes_none_before_the_delivery(self, office: Office) -> None:
        decision = road.issued(office)
        with acting(office.worker), refused("od doręczonej decyzji"):
            Appeal.objects.create(decision=decision, received_on=CAME, recorded_by=office.worker)


class TestStay:
    def test_what_is_not_paid_waits_until_it_ends(self, office: Office) -> None:
        decision = at_the_board(office)
        cash_way(office, decision)
        with clock.frozen(BACK):
            appealing.stay(decision, on=PASSED, sign="SKO.1", actor=office.director)
            assert {row[2] for row in due_months()} == {"stayed"}
            assert "wstrzymał organ" in held(date(2027, 6, 1))[0].why
            appealing.end_stay(decision, on=BACK, actor=office.director)
        assert {row[2] for row in due_months()} == {None}

    def test_a_signed_list_does_not_go_out(self, office: Office) -> None:
        decision = at_the_board(office)
        made = paid(office, decision, until="approved")
        with clock.frozen(BACK):
            appealing.stay(decision, on=PASSED, sign="SKO.1", actor=office.director)
            sender = made.signatures.first()
            assert sender is not None
            with pytest.raises(Refusal, match="wstrzymał organ odwoławczy"):
                payments.send(made, on=BACK, actor=sender.user)
            with acting(office.director), refused("nie wolno już wysłać"):
                run(
                    "UPDATE benefits_paymentlist SET status = 'sent', sent_on = %s WHERE id = %s",
                    BACK, made.pk,
                )  # fmt: skip

    def test_the_ruling_ends_it(self, office: Office) -> None:
        decision = at_the_board(office)
        cash_way(office, decision)
        with clock.frozen(BACK):
            appealing.stay(decision, on=PASSED, sign="SKO.1", actor=office.director)
        ruled(office, decision, "upheld")
        assert {row[2] for row in due_months()} == {None}

    def test_twice_without_a_sign_or_never_begun_is_refused(self, office: Office) -> None:
        decision = at_the_board(office)
        with clock.frozen(BACK):
            with pytest.raises(Refusal, match="nie jest wstrzymane"):
                appealing.end_stay(decision, on=BACK, actor=office.director)
            with pytest.raises(Refusal, match="znak postanowienia"):
                appealing.stay(decision, on=PASSED, sign=" ", actor=office.director)
            appealing.stay(decision, on=PASSED, sign="SKO.1", actor=office.director)
            with pytest.raises(Refusal, match="już wstrzymane"):
                appealing.stay(decision, on=PASSED, sign="SKO.1", actor=office.director)
            with pytest.raises(NotAllowed):
                appealing.end_stay(decision, on=BACK, actor=office.worker)


class TestUpheld:
    @pytest.mark.parametrize("outcome", ["upheld", "discontinued", "inadmissible"])
    def test_the_decision_and_the_case_are_final(self, office: Office, outcome: str) -> None:
        decision = at_the_board(office, **in_part(office))
        cash_way(office, decision)
        ruled(office, decision, outcome)
        decision = fresh(decision)
        assert (decision.status, decision.final_on) == ("final", BACK)
        assert decision.case.status == "final"
        assert {row[2] for row in due_months()} == {None}
        assert decision.transitions.get(move="finalise").reason_code == outcome
        assert faults() == []


class TestQuashed:
    def test_what_is_not_paid_stops_and_what_was_paid_stays(self, office: Office) -> None:
        decision = at_the_board(office)
        paid(office, decision)
        ruled(office, decision, "quashed")
        decision, cut = fresh(decision), right(decision)
        assert (decision.status, decision.case.status) == ("quashed", "final")
        assert (cut.status, cut.period.isempty, cut.quashed_by) == (
            "revoked",
            True,
            decision.appeal,
        )
        assert due_months() == []
        assert Payment.objects.get().status == "settled"
        (row,) = cutting.overpaid(decision)
        assert (row.paid, row.due, row.left) == (Decimal("505.00"), 0, False)
        assert faults() == []

    def test_a_draft_list_loses_the_payment_and_a_signed_one_is_refused(
        self, office: Office
    ) -> None:
        decision = at_the_board(office)
        paid(office, decision, until="draft")
        ruled(office, decision, "quashed")
        event = PaymentEvent.objects.get()
        assert (event.kind, event.remark) == (
            "cancelled",
            f"Decyzję uchylono po odwołaniu: {SIGN}.",
        )

    def test_in_part_the_months_before_stay(self, office: Office) -> None:
        decision = at_the_board(office)
        cash_way(office, decision)
        ruled(office, decision, "partly", since=JANUARY)
        decision, cut = fresh(decision), right(decision)
        assert (decision.status, decision.case.status) == ("final", "final")
        assert (cut.status, cut.period.upper) == ("revoked", JANUARY)
        assert due_months() == [(11, Decimal("505.00"), None), (12, Decimal("505.00"), None)]
        assert faults() == []

    @pytest.mark.parametrize(
        "since", [None, date(2026, 11, 1), date(2026, 12, 5), date(2030, 1, 1)]
    )
    def test_a_part_that_is_no_part_is_refused(self, office: Office, since: date | None) -> None:
        decision = at_the_board(office)
        with pytest.raises(Refusal) as refusal:
            ruled(office, decision, "partly", since=since)
        assert refusal.value.field == "since"
        assert right(decision).status == "active"

    def test_a_kept_month_can_be_sent(self, office: Office) -> None:
        decision = at_the_board(office)
        made = paid(office, decision, until="approved")
        ruled(office, decision, "partly", since=JANUARY)
        first = made.signatures.first()
        assert first is not None
        with clock.frozen(BACK):
            assert payments.send(made, on=BACK, actor=first.user).status == "sent"

    def test_not_before_it_was_passed_on_nor_by_a_stranger_nor_twice(self, office: Office) -> None:
        decision = appealed(office)
        with pytest.raises(Refusal, match="przekazanie odwołania"):
            ruled(office, decision, "quashed")
        at_the_board(office, decision)
        with clock.frozen(BACK), pytest.raises(NotAllowed):
            appealing.rule(decision, outcome="quashed", on=BACK, sign=SIGN, actor=office.worker)
        with pytest.raises(Refusal, match="Wybierz"):
            ruled(office, decision, "self_corrected")
        ruled(office, decision, "quashed")
        with pytest.raises(Refusal, match="rozstrzygnięte"):
            ruled(office, decision, "upheld")

    def test_a_right_changed_meanwhile_has_to_be_settled_first(self, office: Office) -> None:
        decision = delivered(road.issued(office), office)
        revoked(office, decision)
        with clock.frozen(CAME):
            appealing.receive(decision, on=CAME, actor=office.worker)
        at_the_board(office, decision)
        with pytest.raises(Refusal, match="zmienia już decyzja PS/2/2026"):
            ruled(office, decision, "quashed")

    def test_two_rulings_at_once_end_in_one(self, office: Office) -> None:
        decision = at_the_board(office)
        appeal = decision.appeal
        ruled(office, decision, "upheld")
        with acting(office.director), pytest.raises(Conflict):
            appealing._put(appeal, outcome="quashed")

    def test_the_database_quashes_nothing_without_a_ruling(self, office: Office) -> None:
        decision = at_the_board(office)
        with acting(office.director):
            with refused("uchyla tylko rozstrzygnięte odwołanie"):
                run("UPDATE benefits_decision SET status = 'quashed' WHERE id = %s", decision.pk)
            with refused("uchyla tylko rozstrzygnięcie odwołania"):
                run(
                    "UPDATE benefits_entitlement SET status = 'revoked', period = 'empty', "
                    "quashed_by_id = %s",
                    decision.appeal.pk,
                )

    def test_the_database_leaves_no_right_of_a_quashed_decision(self, office: Office) -> None:
        decision = at_the_board(office)
        with acting(office.director), refused("skutki trwają"):
            run(
                "UPDATE benefits_appeal SET outcome = 'quashed', ruled_on = %s, sign = 'SKO.1'",
                BACK,
            )
            run("UPDATE benefits_decision SET status = 'quashed' WHERE id = %s", decision.pk)
            run("SET CONSTRAINTS ALL IMMEDIATE")

    def test_an_answered_appeal_stands_for_ever(self, office: Office) -> None:
        decision = at_the_board(office)
        ruled(office, decision, "upheld")
        with acting(office.director), refused("jest zamknięty"):
            run("UPDATE benefits_appeal SET outcome = 'discontinued'")


class TestSentBack:
    def test_nothing_is_paid_and_the_item_is_open_again(self, office: Office) -> None:
        decision = at_the_board(office)
        ruled(office, decision, "remanded")
        decision = fresh(decision)
        assert (decision.status, decision.case.status) == ("quashed", "remanded")
        assert due_months() == []
        again = ApplicationItem.objects.get(outcome="open")
        assert again.reopens == decision.items.get().item

    def test_through_the_case_it_is_the_same(self, office: Office) -> None:
        decision = at_the_board(office)
        with clock.frozen(BACK):
            appeals.come_back(decision.case, on=BACK, sign=SIGN, actor=office.worker)
        decision = fresh(decision)
        assert (decision.status, decision.appeal.outcome) == ("quashed", "remanded")

    def test_a_month_paid_before_is_not_paid_again_by_the_new_decision(
        self, office: Office
    ) -> None:
        decision = at_the_board(office)
        paid(office, decision)
        ruled(office, decision, "remanded")
        new = self.decided_again(office, decision)
        assert due_months()[0][:2] == (12, Decimal("505.00"))
        assert not Instalment.objects.filter(
            entitlement__decision_item__decision=new, month=date(2026, 11, 1)
        ).exists()
        assert faults() == []

    def test_what_came_back_from_the_bank_and_was_let_out_is_paid_anew(
        self, office: Office
    ) -> None:
        decision = at_the_board(office)
        made = paid(office, decision)
        ruled(office, decision, "remanded")
        self.decided_again(office, decision)
        payment = made.payments.get()
        teller = made.signatures.order_by("pk")[0].user
        with clock.frozen(BACK):
            payments.return_(payment, on=BACK, reason="NOTC", actor=teller)
            payments.reissue(payment, remark="odbierze", actor=teller)
            entitlements.plan_open(actor=office.installation)
        assert due_months()[0][:2] == (11, Decimal("505.00"))
        assert faults() == []

    @staticmethod
    def decided_again(office: Office, old: Decision) -> Decision:
        with clock.frozen(BACK):
            cases.move(Case.objects.get(pk=old.case_id), "proceed", actor=office.worker)
            item = ApplicationItem.objects.get(outcome="open")
            return road.issued(office, item=item, on=BACK)


class TestOfAChangingDecision:
    def test_a_quashed_revocation_gives_the_right_back(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        cash_way(office, old)
        change = delivered(revoked(office, old), office)
        self.quash(office, change)
        back = right(old)
        assert (back.status, back.cut_by, back.period.upper) == ("active", None, date(2027, 2, 1))
        assert back.persons.get().period == back.period
        assert [row[0] for row in due_months()] == [11, 12, 1]
        assert fresh(change).status == "quashed"
        assert fresh(old).case.status == "delivered"
        assert faults() == []

    def test_a_month_paid_by_it_is_not_paid_again(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        change = delivered(raised(office, old, since=date(2026, 11, 1)), office)
        paid(office, change)
        self.quash(office, change)
        months = {month: why for month, _, why in due_months()}
        assert months[11] == "paid_by_quashed"
        assert months[12] is None
        assert right(change).period.isempty
        assert faults() == []

    def test_an_upheld_one_is_final_and_the_right_stays_cut(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        change = delivered(revoked(office, old), office)
        self.quash(office, change, "upheld")
        assert fresh(change).status == "final"
        assert right(old).status == "revoked"

    def test_it_is_not_final_by_the_term_while_appealed(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        change = delivered(revoked(office, old), office)
        with clock.frozen(CAME):
            appealing.receive(change, on=CAME, actor=office.worker)
        with clock.frozen(BACK):
            decisions.finalise_due(BACK, actor=office.installation)
        assert fresh(change).status == "delivered"
        assert fresh(old).status == "final"

    def test_the_database_gives_no_right_back_otherwise(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        revoked(office, old)
        with acting(office.director), refused("skraca tylko podpisana decyzja"):
            run(
                "UPDATE benefits_entitlement e SET status = 'active', cut_by_id = NULL, "
                "period = i.period FROM benefits_decisionitem i WHERE i.id = e.decision_item_id"
            )

    @staticmethod
    def quash(office: Office, change: Decision, outcome: str = "quashed") -> None:
        """Long after the change was issued: its own guards had their say then."""
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("SET CONSTRAINTS ALL DEFERRED")
        with clock.frozen(CAME):
            appealing.receive(change, on=CAME, actor=office.worker)
        at_the_board(office, change)
        ruled(office, change, outcome)


class TestAllowedByTheCentre:
    TOLD = "Strona ma zaległości za leki, których wcześniej nie udokumentowano"

    def corrected(self, office: Office, old: Decision, **more: Any) -> Decision:
        given = {"amount": Decimal("600.00"), "amount_reason": "koszty leków"} | more
        with clock.frozen(PASSED):
            return decisions.correct(old, told=self.TOLD, **given, actor=office.worker)

    def issued(self, office: Office, draft: Decision) -> Decision:
        with clock.frozen(PASSED):
            decisions.submit(draft, actor=office.worker)
            return decisions.sign_and_issue(draft, on=PASSED, actor=office.director)

    def test_the_new_decision_takes_the_place_of_the_old(self, office: Office) -> None:
        old = appealed(office)
        paid(office, old)
        new = self.issued(office, self.corrected(office, old))
        old, new = fresh(old), fresh(new)
        assert (old.status, old.appeal.outcome, old.appeal.sign) == (
            "quashed", "self_corrected", new.sign,
        )  # fmt: skip
        assert (new.kind, new.changes, new.case.status) == ("self_correction", old, "decided")
        assert (right(old).period.isempty, right(old).cut_by) == (True, new)
        november = Instalment.objects.get(entitlement=right(new), month=date(2026, 11, 1))
        assert (november.amount, november.kind) == (Decimal("95.00"), "supplement")
        assert Term.objects.get(kind="forward_appeal").met_on == PASSED
        assert faults() == []

    def test_its_words_quash_the_old_and_name_the_article(self, office: Office) -> None:
        draft = self.corrected(office, appealed(office))
        assert draft.legal_basis.startswith("Na podstawie art. 132 § 1")
        assert draft.operative_part.startswith(
            "1. Uchylić w całości decyzję nr PS/1/2026 z dnia 26.11.2026 r.\n\n2. Przyznać: "
        )
        assert self.TOLD in draft.reasons

    def test_it_can_be_appealed_from_itself(self, office: Office) -> None:
        new = self.issued(office, self.corrected(office, appealed(office)))
        with_document(new, office)
        with clock.frozen(date(2026, 12, 10)):
            decisions.deliver(new, on=date(2026, 12, 10), basis="actual", actor=office.director)
            appealing.receive(fresh(new), on=date(2026, 12, 10), actor=office.worker)
        assert fresh(new).case.status == "appealed"
        assert Term.objects.filter(kind="appeal", due_on=date(2026, 12, 28)).exists()

    def test_a_refusal_is_answered_by_a_grant(self, office: Office) -> None:
        old = appealed(office, kind="refusal", refusal_code="no_cooperation")
        new = self.issued(office, self.corrected(office, old, amount=None, amount_reason=""))
        assert fresh(old).status == "quashed"
        assert right(new).status == "active"
        assert ApplicationItem.objects.get(reopens__isnull=False).outcome == "granted"
        assert faults() == []

    def test_a_dropped_draft_leaves_nothing_open(self, office: Office) -> None:
        old = appealed(office, kind="refusal", refusal_code="no_cooperation")
        draft = self.corrected(office, old, amount=None, amount_reason="")
        with clock.frozen(PASSED):
            decisions.drop(draft, actor=office.worker)
        assert not ApplicationItem.objects.filter(outcome="open").exists()
        assert fresh(old).case.status == "appealed"
        at_the_board(office, old)

    def test_not_while_drafted_is_it_passed_on(self, office: Office) -> None:
        old = appealed(office)
        self.corrected(office, old)
        with pytest.raises(Refusal, match="uwzględniający to odwołanie"):
            at_the_board(office, old)

    def test_not_from_the_board_nor_the_same_nor_without_reasons(self, office: Office) -> None:
        old = appealed(office)
        with pytest.raises(Refusal, match="zostają te same"):
            self.corrected(office, old, amount=None, amount_reason="")
        with clock.frozen(PASSED), pytest.raises(Refusal, match="dlaczego odwołanie"):
            decisions.correct(old, told=" ", actor=office.worker)
        with clock.frozen(PASSED), pytest.raises(NotAllowed):
            decisions.correct(old, told=self.TOLD, actor=office.director)
        at_the_board(office, old)
        with pytest.raises(Refusal, match="jest już w organie"):
            self.corrected(office, old)

    def test_a_changing_decision_is_not_corrected_so(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        change = delivered(revoked(office, old), office)
        with clock.frozen(CAME):
            appealing.receive(change, on=CAME, actor=office.worker)
        with pytest.raises(Refusal, match="kolejną zmianą"):
            self.corrected(office, change)

    def test_while_appealed_it_is_changed_in_no_other_way(self, office: Office) -> None:
        old = appealed(office)
        with clock.frozen(PASSED), pytest.raises(Refusal, match="złożono odwołanie"):
            decisions.revoke(
                old, ground="personal", since=JANUARY, told=self.TOLD, actor=office.worker
            )


def test_every_appeal_has_its_history(office: Office) -> None:
    decision = at_the_board(office)
    ruled(office, decision, "upheld")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM benefits_appealevent")
        assert cursor.fetchone()[0] == 3


def test_the_payments_check_is_silent(office: Office) -> None:
    from benefits.integrity import payment_faults

    decision = at_the_board(office)
    paid(office, decision)
    ruled(office, decision, "quashed")
    set_actor(office.director)
    assert list(payment_faults()) == []
