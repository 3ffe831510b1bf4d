"""Each entry is decided once by a person; payments follow by their own acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from benefits.models import BankStatement, Payment, PaymentList, StatementEntry
from benefits.selectors_statements import grouped
from benefits.services import payments
from benefits.services import statements as acts
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Conflict, NotAllowed, Refusal
from tests.benefits import payables
from tests.benefits.conftest import TODAY, Desk
from tests.benefits.statements.conftest import back, payment, read_in
from tests.benefits.statements.files import Row
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db

FEE = Row("-1.50", "OPLATA")


def only(made: BankStatement) -> StatementEntry:
    return made.entries.get()


class TestMatching:
    def test_by_reference_and_amount_a_return_is_recognised(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, back(payment(sent), account="", name=""))
        (one,) = grouped(made).recognised
        assert (one.payment, one.entry.reason) == (payment(sent), "AC04")

    def test_the_reference_is_found_in_the_title_and_without_its_slashes(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        lis, anna = payment(sent), payment(sent, "Nowak")
        bare = lis.reference.replace("/", "")
        rows = [back(lis, reference=bare), back(anna, reference="X", title=f"z {anna.reference}")]
        found = grouped(read_in(desk, *rows))
        assert [one.payment for one in found.recognised] == [lis, anna]

    def test_two_entries_that_name_one_payment_are_recognised_once(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, back(payment(sent)), back(payment(sent), title="ZWROT raz jeszcze"))
        found = grouped(made)
        assert (len(found.recognised), len(found.to_point)) == (1, 1)

    def test_another_amount_is_not_recognised_but_shown_with_what_it_names(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        found = grouped(read_in(desk, back(payment(sent), amount="199.99", account="")))
        assert found.recognised == []
        assert [(one.noted, one.candidates) for one in found.to_point] == [(payment(sent), [])]

    def test_without_a_reference_the_amount_and_the_account_within_thirty_days_propose(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        row = back(payment(sent), reference="NONREF", title="wpływ")
        (one,) = grouped(read_in(desk, row)).to_point
        assert (one.payment, one.candidates) == (None, [payment(sent)])

    @pytest.mark.parametrize(("days", "count"), [(30, 1), (31, 0)])
    def test_the_window_ends_after_thirty_days(
        self, desk: Desk, sent: PaymentList, days: int, count: int
    ) -> None:
        later = TODAY + timedelta(days=days)
        with clock.frozen(later):
            row = back(payment(sent), reference="NONREF", title="wpływ", booked=later)
            found = grouped(read_in(desk, row))
        assert len(found.to_point) == count
        assert len(found.others) == 1 - count

    def test_a_return_from_the_banks_own_account_is_proposed_by_its_amount(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        row = back(payment(sent), reference="NONREF", account="")
        (one,) = grouped(read_in(desk, row)).to_point
        assert one.candidates == [payment(sent)]

    def test_money_that_is_no_return_is_left_aside(self, desk: Desk, sent: PaymentList) -> None:
        row = Row("200.00", "dotacja na listopad", account=payables.LANDLORD_ACCOUNT)
        found = grouped(read_in(desk, row, FEE))
        assert (found.recognised, found.to_point, len(found.others)) == ([], [], 2)

    def test_payments_from_another_account_are_not_proposed(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        other = payables.bank_profile(
            name="Drugi bank", account=payables.LANDLORD_ACCOUNT, actor=desk.author
        )
        made = read_in(
            replace(desk, bank=other), back(payment(sent)), account=payables.LANDLORD_ACCOUNT
        )
        (one,) = grouped(made).to_point
        assert (one.payment, one.candidates, one.noted) == (None, [], None)
        with pytest.raises(Refusal, match="nie szła z rachunku"):
            acts.confirm_return(one.entry, payment(sent), reason="AC04", actor=desk.sender)


class TestReturn:
    def test_the_payment_is_returned_with_the_entry_as_its_proof(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, back(payment(sent)))
        entry = acts.confirm_return(only(made), payment(sent), reason="AC04", actor=desk.sender)
        event = payment(sent).events.get(kind="returned")
        assert (event.on, event.reason, event.proof, event.actor) == (
            TODAY, "AC04", "WB 231/2026 poz. 1", desk.sender,
        )  # fmt: skip
        entry.refresh_from_db()
        assert (entry.outcome, entry.payment, entry.decided_by) == (
            "returned", payment(sent), desk.sender,
        )  # fmt: skip
        assert not payment(sent).items.get().live

    def test_an_entry_is_decided_once(self, desk: Desk, sent: PaymentList) -> None:
        made = read_in(desk, back(payment(sent)))
        acts.confirm_return(only(made), payment(sent), reason="AC04", actor=desk.sender)
        with pytest.raises(Conflict, match="rozstrzygnięto już jako „zwrot wypłaty”"):
            acts.confirm_return(only(made), payment(sent), reason="AC04", actor=desk.sender)
        with pytest.raises(Conflict, match="rozstrzygnięto już"):
            acts.dismiss([only(made)], remark="x", actor=desk.sender)

    @pytest.mark.parametrize(
        ("name", "reason", "words"),
        [
            ("Nowak", "AC04", "Wskaż wypłatę o tej samej kwocie"),
            ("Lis", "ZZ99", "Wybierz przyczynę"),
        ],
    )
    def test_what_does_not_agree_is_refused(
        self, desk: Desk, sent: PaymentList, name: str, reason: str, words: str
    ) -> None:
        made = read_in(desk, back(payment(sent)))
        with pytest.raises(Refusal, match=words):
            acts.confirm_return(only(made), payment(sent, name), reason=reason, actor=desk.sender)
        assert (only(made).outcome, payment(sent).status) == ("waits", "sent")

    def test_a_return_noted_by_hand_is_refused_and_put_aside(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        payments.return_(payment(sent), on=TODAY, reason="AC01", actor=desk.sender)
        made = read_in(desk, back(payment(sent)))
        (one,) = grouped(made).to_point
        assert one.noted == payment(sent)
        with pytest.raises(Refusal, match="w stanie „zwrócona”"):
            acts.confirm_return(only(made), payment(sent), reason="AC04", actor=desk.sender)
        acts.dismiss([only(made)], remark="odnotowano ręcznie", actor=desk.sender)
        assert only(made).outcome == "other"

    def test_a_list_noted_as_sent_after_the_banks_day_takes_the_later_one(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, back(payment(sent), booked=TODAY - timedelta(days=1)))
        acts.confirm_return(only(made), payment(sent), reason="AC04", actor=desk.sender)
        assert payment(sent).events.get(kind="returned").on == TODAY

    def test_all_recognised_are_confirmed_at_once_and_nothing_else(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        rows = [back(payment(sent)), back(payment(sent, "Nowak"), title="ZWROT"), FEE]
        made = read_in(desk, *rows)
        assert acts.confirm_recognised(made, actor=desk.sender) == 2
        assert set(sent.payments.values_list("status", flat=True)) == {"returned"}
        reasons = made.entries.filter(outcome="returned").values_list("payment__events__reason")
        assert {reason for (reason,) in reasons} == {"", "AC04", "MS03"}
        assert made.entries.filter(outcome="waits").count() == 1
        assert acts.confirm_recognised(made, actor=desk.sender) == 0


class TestSettle:
    def whole(self, sent: PaymentList) -> Row:
        return Row(f"-{sent.total}", f"LISTA {sent.reference}")

    def test_a_transfer_of_the_whole_list_settles_it(self, desk: Desk, sent: PaymentList) -> None:
        made = read_in(desk, self.whole(sent))
        (one,) = grouped(made).wholes
        assert one.lists == [sent]
        acts.confirm_settled(one.entry, sent, actor=desk.sender)
        sent.refresh_from_db()
        assert sent.status == "settled"
        proofs = {event.proof for row in sent.payments.all() for event in row.events.all()}
        assert proofs == {"", "WB 231/2026 poz. 1"}
        assert (only(made).outcome, only(made).payment_list) == ("settled", sent)

    def test_a_return_confirmed_before_left_the_account_all_the_same(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, self.whole(sent), back(payment(sent)))
        acts.confirm_recognised(made, actor=desk.sender)
        (one,) = grouped(made).wholes
        acts.confirm_settled(one.entry, sent, actor=desk.sender)
        assert [payment(sent).status, payment(sent, "Nowak").status] == ["returned", "settled"]

    def test_another_sum_is_proposed_for_nothing_and_refused(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, Row("-605.72", f"LISTA {sent.reference}"))
        assert (grouped(made).wholes, len(grouped(made).others)) == ([], 1)
        with pytest.raises(Refusal, match="605,73"):
            acts.confirm_settled(only(made), sent, actor=desk.sender)
        sent.refresh_from_db()
        assert (sent.status, only(made).outcome) == ("sent", "waits")

    def test_single_transfers_settle_what_they_show_and_no_more(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        lis = payment(sent)
        made = read_in(desk, Row(f"-{lis.amount}", "zasiłek", lis.reference), FEE)
        (one,) = grouped(made).singly
        assert (one.payment_list, one.total) == (sent, -lis.amount)
        assert acts.confirm_singly(made, sent, actor=desk.sender) == 1
        sent.refresh_from_db()
        assert (sent.status, payment(sent).status, payment(sent, "Nowak").status) == (
            "sent", "settled", "sent",
        )  # fmt: skip
        entry = made.entries.get(outcome="settled")
        assert (entry.payment, entry.payment_list) == (lis, sent)
        with pytest.raises(Conflict, match="nie ma już przelewów"):
            acts.confirm_singly(made, sent, actor=desk.sender)

    def test_a_single_transfer_and_its_return_on_one_statement_are_both_confirmed(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        rows = [
            Row(f"-{one.amount}", "zasiłek", one.reference) for one in sent.payments.order_by("pk")
        ]
        made = read_in(desk, *rows, back(payment(sent)))
        acts.confirm_recognised(made, actor=desk.sender)
        assert acts.confirm_singly(made, sent, actor=desk.sender) == 2
        sent.refresh_from_db()
        assert sent.status == "settled"
        assert [payment(sent).status, payment(sent, "Nowak").status] == ["returned", "settled"]
        assert not made.entries.filter(outcome="waits").exists()

    def test_a_transfer_booked_twice_is_taken_once(self, desk: Desk, sent: PaymentList) -> None:
        lis = payment(sent)
        row = Row(f"-{lis.amount}", "zasiłek", lis.reference)
        found = grouped(read_in(desk, row, row))
        assert ([len(one.entries) for one in found.singly], len(found.others)) == ([1], 1)


class TestDismiss:
    def test_entries_are_put_aside_with_a_remark(self, desk: Desk) -> None:
        made = read_in(desk, FEE, Row("5.00"))
        assert acts.dismiss(made.entries.all(), remark=" opłaty ", actor=desk.sender) == 2
        assert set(made.entries.values_list("outcome", "remark")) == {("other", "opłaty")}

    def test_a_remark_and_an_entry_are_needed(self, desk: Desk) -> None:
        made = read_in(desk, FEE)
        with pytest.raises(Refusal, match="co to za pozycje"):
            acts.dismiss(made.entries.all(), remark=" ", actor=desk.sender)
        with pytest.raises(Refusal, match="co najmniej jedną"):
            acts.dismiss([], remark="x", actor=desk.sender)


def test_nobody_decides_without_the_right(desk: Desk, sent: PaymentList) -> None:
    made = read_in(desk, back(payment(sent)))
    entry, who = only(made), desk.preparer
    for decide in (
        lambda: acts.confirm_return(entry, payment(sent), reason="AC04", actor=who),
        lambda: acts.confirm_recognised(made, actor=who),
        lambda: acts.confirm_settled(entry, sent, actor=who),
        lambda: acts.confirm_singly(made, sent, actor=who),
        lambda: acts.dismiss([entry], remark="x", actor=who),
    ):
        with pytest.raises(NotAllowed):
            decide()
    assert only(made).outcome == "waits"


class TestDatabase:
    def decide(self, **values: Any) -> None:
        """Write an outcome past the acts."""
        sets = ", ".join(f"{name} = %s" for name in values)
        run(
            f"UPDATE benefits_statemententry SET {sets}, decided_at = now(), decided_by_id ="
            " (SELECT min(id) FROM office_user)",
            *values.values(),
        )  # fmt: skip

    def test_no_outcome_without_what_the_payments_say(self, desk: Desk, sent: PaymentList) -> None:
        read_in(desk, back(payment(sent)))
        with acting(desk.sender), refused("nie zgadza się ze zwrotem"):
            self.decide(outcome="returned", payment_id=payment(sent).pk)

    def test_no_return_of_another_amount_or_by_another_proof(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        payments.return_(
            payment(sent), on=TODAY, reason="AC01", proof="WB 231/2026 poz. 2", actor=desk.sender
        )
        read_in(desk, back(payment(sent)))
        with acting(desk.sender), refused("nie zgadza się ze zwrotem"):
            self.decide(outcome="returned", payment_id=payment(sent).pk)

    def test_no_settlement_of_another_sum_or_by_another_proof(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        payments.settle(sent, on=TODAY, proof="WB 231/2026 poz. 1", actor=desk.sender)
        read_in(desk, Row("-605.72"))
        with acting(desk.sender), refused("nie zgadza się z realizacją listy"):
            self.decide(outcome="settled", payment_list_id=sent.pk)
        with acting(desk.sender), refused("nie zgadza się z realizacją wypłaty"):
            self.decide(outcome="settled", payment_list_id=sent.pk, payment_id=payment(sent).pk)

    def test_an_outcome_is_whole_and_stays(self, desk: Desk) -> None:
        read_in(desk, FEE)
        with acting(desk.sender):
            with refused("entry_outcome_whole"):
                self.decide(outcome="other")
            self.decide(outcome="other", remark="opłata")
            with refused("nie wolno zmienić"):
                self.decide(outcome="other", remark="co innego")
            with refused("nie wolno zmienić"):
                run("UPDATE benefits_statemententry SET outcome = 'waits'")

    def test_one_return_of_a_payment_is_one_entry(self, desk: Desk, sent: PaymentList) -> None:
        made = read_in(desk, back(payment(sent)))
        acts.confirm_return(only(made), payment(sent), reason="AC04", actor=desk.sender)
        row: Payment = payment(sent)
        assert StatementEntry.objects.filter(payment=row, outcome="returned").count() == 1
        fields = [item.fields for item in StatementEntry._meta.total_unique_constraints]
        assert ("payment", "outcome") in fields


def test_days_are_plain_days(desk: Desk) -> None:
    made = read_in(desk, Row("-2.00", booked=date(2026, 11, 25)), FEE)
    assert (made.since, made.until) == (date(2026, 11, 25), TODAY)
