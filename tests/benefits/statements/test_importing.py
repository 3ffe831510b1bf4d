"""A statement is read in once, its entries once in all, and nothing is decided by it."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.models import BankStatement, PaymentEvent, PaymentList, StatementEntry
from benefits.services import statements as acts
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import StoredDocument
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import Unit
from tests.benefits import payables
from tests.benefits.conftest import TODAY, Desk
from tests.benefits.statements.conftest import back, payment, read_in
from tests.benefits.statements.files import Row, camt, mt940
from tests.database.sql import refused, run
from tests.people import holds_in, with_caps

pytestmark = pytest.mark.django_db

FEE = Row("-1.50", "OPLATA")


def test_a_statement_keeps_its_file_its_balances_and_entries_that_wait(
    desk: Desk, sent: PaymentList
) -> None:
    made = read_in(desk, FEE, back(payment(sent)))
    assert (made.number, made.part, made.since, made.until) == ("231/2026", 1, TODAY, TODAY)
    assert (f"{made.opening}", f"{made.closing}") == ("10000.00", "10198.50")
    assert bytes(made.document.content).startswith(b":20:MT940")
    fee, returned = made.entries.order_by("ordinal")
    assert (fee.amount, fee.reason, fee.account, fee.account_index) == (
        payables.Decimal("-1.50"), "", "", None,
    )  # fmt: skip
    assert (returned.reason, returned.account) == ("AC04", payables.OTHER_ACCOUNT)
    assert returned.account_index == payment(sent).account_index
    assert {row.outcome for row in (fee, returned)} == {"waits"}
    assert not PaymentEvent.objects.filter(kind="returned").exists()
    assert payment(sent).status == "sent"


def test_the_account_of_the_other_side_lies_sealed(desk: Desk) -> None:
    read_in(desk, Row("1.00", account=payables.OTHER_ACCOUNT))
    with acting(desk.sender):
        rows = run("SELECT account FROM benefits_statemententry")
    assert payables.OTHER_ACCOUNT.encode() not in bytes(rows[0][0])


def test_camt_is_read_in_as_well(desk: Desk) -> None:
    acts.import_statement(desk.bank, camt(FEE), name="wb.xml", actor=desk.sender)
    assert BankStatement.objects.get().entries.get().amount == payables.Decimal("-1.50")


def test_the_same_file_twice_is_answered_with_when_it_was_read(desk: Desk) -> None:
    read_in(desk, FEE)
    with pytest.raises(Refusal, match="Ten wyciąg już wczytano") as said:
        read_in(desk, FEE)
    assert said.value.field == "file"
    assert StoredDocument.objects.filter(kind="bank_statement").count() == 1


def test_statements_that_overlap_never_give_one_entry_twice(desk: Desk) -> None:
    twins = [Row("10.00", "wpłata"), Row("10.00", "wpłata")]
    first = read_in(desk, *twins, FEE)
    later = Row("5.00", "nowa", booked=TODAY)
    second = read_in(desk, *twins, FEE, later, number="00232")
    assert first.entries.count() == 3
    assert [(row.ordinal, row.text) for row in second.entries.all()] == [(4, "nowa")]


def test_a_statement_of_known_entries_alone_is_refused_and_leaves_nothing(desk: Desk) -> None:
    read_in(desk, FEE)
    with pytest.raises(Refusal, match="już wczytane z innych"):
        read_in(desk, FEE, number="00232")
    assert BankStatement.objects.count() == 1


def test_a_statement_without_entries_is_kept(desk: Desk) -> None:
    assert read_in(desk).entries.count() == 0


def test_two_statements_of_one_file_are_two(desk: Desk) -> None:
    raw = mt940(FEE, number="1") + mt940(Row("2.00"), number="2")
    made = acts.import_statement(desk.bank, raw, name="wb.sta", actor=desk.sender)
    assert [(row.part, row.number) for row in made] == [(1, "1/2026"), (2, "2/2026")]


def test_another_account_and_days_to_come_are_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="innego rachunku"):
        read_in(desk, FEE, account=payables.OTHER_ACCOUNT)
    with pytest.raises(Refusal, match="jeszcze nie nadszedł"):
        read_in(desk, Row("1.00", booked=date(2026, 11, 30)))
    assert not BankStatement.objects.exists()


def test_only_who_settles_payments_of_the_whole_centre_reads_statements_in(desk: Desk) -> None:
    raw = mt940(FEE)
    with pytest.raises(NotAllowed):
        acts.import_statement(desk.bank, raw, name="", actor=desk.preparer)
    with acting(desk.author):
        centre, _ = Unit.objects.get_or_create(
            cell="OPS", defaults={"kind": "centre", "name": "Ośrodek Pomocy Społecznej"}
        )
        unit = Unit.objects.create(cell="SR", kind="section", name="Sekcja", parent=centre)
    local = holds_in(with_caps("tutejsza"), unit, Cap.SEND_PAYMENTS)
    with pytest.raises(NotAllowed, match="tylko w swojej"):
        acts.import_statement(desk.bank, raw, name="", actor=local)
    assert not BankStatement.objects.exists()


class TestDatabase:
    def test_what_the_bank_said_is_never_changed(self, desk: Desk) -> None:
        read_in(desk, FEE)
        with acting(desk.sender):
            for change in ("amount = 1", "text = 'x'", "fingerprint = '\\x00'", "reason = 'AC01'"):
                with refused("nie wolno zmienić"):
                    run(f"UPDATE benefits_statemententry SET {change}")
            with refused("nie wolno usunąć"):
                run("DELETE FROM benefits_statemententry")
            with refused("nie wolno zmieniać"):
                run("UPDATE benefits_bankstatement SET closing = 0")

    def test_an_entry_and_a_file_come_in_once(self, desk: Desk) -> None:
        made = read_in(desk, FEE)
        entry = made.entries.get()
        with acting(desk.sender):
            entry.pk, entry.ordinal = None, 9
            with refused("fingerprint"):
                entry.save(force_insert=True)
            made.pk = None
            with refused("statement_file_once"):
                made.save(force_insert=True)

    def test_an_entry_comes_in_undecided(self, desk: Desk) -> None:
        entry = read_in(desk, FEE).entries.get()
        with acting(desk.sender):
            entry.pk, entry.ordinal, entry.fingerprint = None, 9, b"\x01" * 32
            entry.outcome, entry.remark, entry.decided_by = "other", "x", desk.sender
            entry.decided_at = entry.statement.recorded_at
            with refused("nierozstrzygnięta"):
                entry.save(force_insert=True)
        assert StatementEntry.objects.count() == 1
