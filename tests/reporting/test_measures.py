"""What the cells count, against families counted by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benefits.models import Appeal, Instalment, PaymentItem
from benefits.services import payments
from cases.models import ApplicationItem, Person, Term
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from reporting.models import ReportRun
from reporting.units import quarter
from tests.benefits import payables
from tests.reporting.conftest import JANUARY_2027, Office, row

pytestmark = pytest.mark.django_db

OCT, NOV, DEC = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
ZERO = Decimal(0)


def ids(run: ReportRun, table: str, code: str, column: str) -> list[int]:
    from reporting.selectors import ids_behind

    return ids_behind(run.cells.get(table=table, row=code, column=column))


class TestBenefits:
    """K-1."""

    @pytest.fixture
    def run(self, office: Office) -> ReportRun:
        """Nowak: 100,00 in September, 100,00 in October and November; Lis: 50,50 in December,
        of it 30,00 of the grant; a year before, Nowak's neighbour Wilk 80,00.
        """
        office.family(
            "Wilk", months=(date(2025, 11, 1),), amount=Decimal("80.00"), reasons=("disability",),
            issued_on=date(2025, 10, 20), received_on=date(2025, 10, 1),
        )  # fmt: skip
        office.pay(date(2025, 11, 3))
        office.family(
            "Nowak", months=(date(2026, 9, 1), OCT, NOV), amount=Decimal("100.00"),
            reasons=("unemployment", "poverty"),
        )  # fmt: skip
        office.family(
            "Lis", months=(DEC,), amount=Decimal("50.50"), grant_share=Decimal("30.00"),
            reasons=("disability",),
        )  # fmt: skip
        for day in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 11, 2), date(2026, 12, 31)):
            office.pay(day)
        return office.build()

    def test_persons_once_units_each_and_money_by_span(self, run: ReportRun) -> None:
        assert row(run, "K-1", "PERIODIC") == {
            "persons": 2, "units": 4, "amount": Decimal("350.50"),
            "amount_quarter": Decimal("250.50"), "amount_last_year": Decimal("80.00"),
            "change": Decimal("338.1"),
        }  # fmt: skip

    def test_own_money_and_grant_make_the_whole(self, run: ReportRun) -> None:
        own, grant = row(run, "K-1", "PERIODIC_OWN"), row(run, "K-1", "PERIODIC_GRANT")
        assert (own["amount"], grant["amount"]) == (Decimal("320.50"), Decimal("30.00"))
        assert (own["amount_quarter"], grant["amount_quarter"]) == (
            Decimal("220.50"), Decimal("30.00"),
        )  # fmt: skip
        assert "persons" not in own

    def test_the_first_reason_decides_the_row(self, run: ReportRun) -> None:
        found = {
            code: row(run, "K-1", f"PERIODIC_{code}") for code in ("UNEMP", "ILL", "DISAB", "OTHER")
        }
        assert [(v["persons"], v["units"], v["amount"]) for v in found.values()] == [
            (1, 3, Decimal("300.00")), (0, 0, ZERO), (1, 1, Decimal("50.50")), (0, 0, ZERO),
        ]  # fmt: skip
        assert found["DISAB"]["amount_last_year"] == Decimal("80.00")

    def test_the_total_of_own_tasks_and_of_commissioned_ones(self, run: ReportRun) -> None:
        assert row(run, "K-1", "OWN_TOTAL")["amount"] == Decimal("350.50")
        assert row(run, "K-1", "COM_TOTAL")["amount"] == ZERO

    def test_each_number_opens_what_it_was_counted_from(self, run: ReportRun) -> None:
        nowak, lis = (
            Person.objects.get(names__last_name="Nowak"),
            Person.objects.get(names__last_name="Lis"),
        )
        assert ids(run, "K-1", "PERIODIC", "persons") == sorted([nowak.pk, lis.pk])
        for column, wanted in (
            ("units", 4), ("amount", 4), ("amount_quarter", 3), ("amount_last_year", 1),
        ):  # fmt: skip
            behind = ids(run, "K-1", "PERIODIC", column)
            assert len(behind) == wanted, column
            if column.startswith("amount"):
                total = sum(item.amount for item in PaymentItem.objects.filter(pk__in=behind))
                assert total == row(run, "K-1", "PERIODIC")[column]

    def test_the_control_rules_hold(self, run: ReportRun) -> None:
        assert list(run.checks.values_list("message", flat=True)) == []


class TestBoundaries:
    @pytest.mark.parametrize(
        ("day", "amounts"),
        [
            (date(2026, 9, 30), (1, 0)),
            (date(2026, 10, 1), (1, 1)),
            (date(2026, 12, 31), (1, 1)),
            (date(2027, 1, 4), (0, 0)),
        ],
    )
    def test_the_day_of_payment_decides(
        self, office: Office, day: date, amounts: tuple[int, int]
    ) -> None:
        office.family(
            "Nowak", months=(date(2026, 9, 1),), amount=Decimal("100.00"),
            issued_on=date(2026, 8, 20),
        )  # fmt: skip
        office.pay(day)
        found = row(office.build(), "K-1", "PERIODIC")
        assert (found["amount"], found["amount_quarter"]) == tuple(100 * n for n in amounts)

    def test_the_month_it_is_for_does_not(self, office: Office) -> None:
        office.family("Nowak", months=(DEC,), amount=Decimal("100.00"))
        office.pay(date(2027, 1, 4))
        assert row(office.build(), "K-1", "PERIODIC")["amount"] == ZERO

    def test_a_quarter_counts_from_january(self, office: Office) -> None:
        office.family("Nowak", months=(OCT,), amount=Decimal("100.00"))
        office.pay(date(2026, 10, 5))
        third = office.build(quarter(2026, 3))
        assert row(third, "K-1", "PERIODIC")["amount"] == ZERO

    def test_returned_and_not_settled_payments_do_not_count(self, office: Office) -> None:
        office.family("Nowak", months=(OCT,), amount=Decimal("100.00"))
        office.family("Lis", months=(OCT,), amount=Decimal("70.00"))
        made = office.pay(date(2026, 10, 5))
        with clock.frozen(date(2026, 10, 6)):
            payments.return_(
                made.payments.get(amount=70), on=date(2026, 10, 6), reason="NOTC",
                actor=office.desk.sender,
            )  # fmt: skip
        run = office.build()
        found = row(run, "K-1", "PERIODIC")
        assert (found["persons"], found["units"], found["amount"]) == (1, 1, 100)
        assert row(run, "K-2", "REAL_ALL") == {"families": 1, "members": 1}

    def test_a_payment_that_went_out_again_counts_once(self, office: Office) -> None:
        office.family("Lis", months=(OCT,), amount=Decimal("70.00"))
        made = office.pay(date(2026, 10, 5))
        with clock.frozen(date(2026, 10, 6)):
            back = payments.return_(
                made.payments.get(), on=date(2026, 10, 6), reason="NOTC",
                actor=office.desk.sender,
            )  # fmt: skip
            payments.reissue(back, remark="inny dzień", actor=office.desk.preparer)
        office.pay(date(2026, 10, 7))
        found = row(office.build(), "K-1", "PERIODIC")
        assert (found["persons"], found["units"], found["amount"]) == (1, 1, 70)

    def test_a_cancelled_payment_does_not_count(self, office: Office) -> None:
        office.family("Lis", months=(OCT,), amount=Decimal("70.00"))
        with clock.frozen(date(2026, 10, 5)):
            made = office.desk.build("cash", pay_on=date(2026, 10, 5))
            payments.cancel(made, remark="pomyłka", actor=office.desk.preparer)
        assert row(office.build(), "K-1", "PERIODIC")["units"] == 0


class TestUnits:
    def test_a_supplement_adds_money_and_no_unit(self, office: Office) -> None:
        made = office.family("Nowak", months=(OCT,), amount=Decimal("100.00"))
        self.supplement(made, office)
        office.pay(date(2026, 10, 5))
        run = office.build()
        found = row(run, "K-1", "PERIODIC")
        assert (found["persons"], found["units"], found["amount"]) == (1, 1, 110)
        assert len(ids(run, "K-1", "PERIODIC", "units")) == 1
        assert len(ids(run, "K-1", "PERIODIC", "amount")) == 2

    def test_a_supplement_to_last_year_alone_is_a_unit_of_this_year(self, office: Office) -> None:
        made = office.family(
            "Nowak", months=(date(2025, 12, 1),), amount=Decimal("100.00"),
            issued_on=date(2025, 11, 20), received_on=date(2025, 11, 3),
        )  # fmt: skip
        office.pay(date(2025, 12, 5))
        self.supplement(made, office, month=date(2025, 12, 1))
        office.pay(date(2026, 10, 5))
        found = row(office.build(), "K-1", "PERIODIC")
        assert (found["persons"], found["units"], found["amount"]) == (1, 1, 10)

    def supplement(self, made: Any, office: Office, month: date = OCT) -> Instalment:
        return payables.add_instalment(
            made, month=month, kind="supplement", amount=Decimal("10.00"), due_day=1,
            actor=office.desk.author,
        )  # fmt: skip

    def test_a_month_paid_by_two_decisions_is_one_unit_of_one_person(self, office: Office) -> None:
        """October was paid by the first decision; the one that raised it adds a supplement and
        pays November.
        """
        made = office.family("Nowak", months=(OCT, NOV), amount=Decimal("100.00"))
        office.pay(date(2026, 10, 5))
        later = payables.change(
            made, since=OCT, amount=Decimal("110.00"), actor=office.desk.author,
            signer=office.desk.signer, issued_on=date(2026, 10, 20),
        )  # fmt: skip
        self.supplement(later, office)
        payables.add_instalment(
            later, month=NOV, amount=Decimal("110.00"), due_day=1, actor=office.desk.author
        )
        office.pay(date(2026, 11, 5))
        run = office.build()
        found = row(run, "K-1", "PERIODIC")
        assert (found["persons"], found["units"], found["amount"]) == (1, 2, 220)
        assert row(run, "K-2", "REAL_ALL")["families"] == 1
        assert row(run, "K-3", "UNEMPLOYMENT")["families"] == 1

    def test_two_cards_of_one_person_count_as_one(self, office: Office) -> None:
        better = office.family("Nowak", months=(OCT,))
        worse = office.family("Nowakk", months=(OCT,))
        office.pay(date(2026, 10, 5))
        with acting(office.desk.author):
            Person.objects.filter(pk=worse.person.pk).update(merged_into=better.person)
        run = office.build()
        assert row(run, "K-1", "PERIODIC")["persons"] == 1
        assert ids(run, "K-1", "PERIODIC", "persons") == [better.person.pk]


class TestFamilies:
    """K-2."""

    def test_each_household_once_by_size_and_children(self, office: Office) -> None:
        office.family("Jeden", size=1, months=(OCT, NOV))
        office.family("Matka", size=3, children=2, months=(OCT,))
        office.family("Para", size=4, children=2, spouse=True, months=(OCT,))
        office.family("Tłum", size=9, children=7, spouse=True, months=(OCT,))
        office.pay(date(2026, 10, 5))
        office.pay(date(2026, 11, 5))
        run = office.build()
        table = {
            code: (row(run, "K-2", code)["families"], row(run, "K-2", code)["members"])
            for code in (
                "REAL_ALL", "REAL_CASH", "REAL_NONCASH", "FAM_TOTAL", "FAM_1", "FAM_2", "FAM_3",
                "FAM_4", "FAM_5", "FAM_6P", "FAM_CHILD", "FAM_CH_1", "FAM_CH_2", "FAM_CH_7P",
                "FAM_SINGLE", "FAM_SP_2",
            )
        }  # fmt: skip
        assert table == {
            "REAL_ALL": (4, 17), "REAL_CASH": (4, 17), "REAL_NONCASH": (0, 0),
            "FAM_TOTAL": (4, 17), "FAM_1": (1, 1), "FAM_2": (0, 0), "FAM_3": (1, 3),
            "FAM_4": (1, 4), "FAM_5": (0, 0), "FAM_6P": (1, 9), "FAM_CHILD": (3, 16),
            "FAM_CH_1": (0, 0), "FAM_CH_2": (2, 7), "FAM_CH_7P": (1, 9),
            "FAM_SINGLE": (1, 3), "FAM_SP_2": (1, 3),
        }  # fmt: skip
        assert list(run.checks.all()) == []

    def test_the_last_picture_of_a_household_counts(self, office: Office) -> None:
        first = office.family("Matka", size=2, children=1, months=(OCT,))
        office.pay(date(2026, 10, 5))
        later = payables.picture(
            first.household, on=NOV, size=3, children=2, actor=office.desk.author,
            members=((first.person, "applicant"),),
        )  # fmt: skip
        payables.grant(
            first.person, actor=office.desk.author, signer=office.desk.signer,
            household=first.household, snapshot=later, months=(NOV,), due_day=1,
        )  # fmt: skip
        office.pay(date(2026, 11, 5))
        run = office.build()
        assert row(run, "K-2", "REAL_ALL") == {"families": 1, "members": 3}
        assert row(run, "K-2", "FAM_3")["families"] == 1
        assert ids(run, "K-2", "FAM_3", "families") == [first.household.pk]

    def test_two_recipients_of_one_household_are_one_family(self, office: Office) -> None:
        first = office.family("Nowak", size=2, months=(OCT,))
        second = payables.register("Nowak", "Jan", actor=office.desk.author)
        payables.pay_way(
            second, actor=office.desk.author, confirmed_by=office.desk.signer, channel="cash"
        )
        payables.grant(
            second, actor=office.desk.author, signer=office.desk.signer,
            household=first.household, snapshot=first.snapshot, months=(OCT,), due_day=1,
            benefit="targeted_allowance",
        )  # fmt: skip
        office.pay(date(2026, 10, 5))
        run = office.build()
        assert row(run, "K-2", "REAL_ALL") == {"families": 1, "members": 2}
        assert row(run, "K-1", "PERIODIC")["persons"] == 1
        assert row(run, "K-1", "TARGET_OTHER")["persons"] == 1


class TestReasons:
    """K-3."""

    def test_a_family_stands_in_each_of_its_reasons(self, office: Office) -> None:
        office.family("Nowak", size=3, months=(OCT,), reasons=("unemployment", "poverty"))
        office.family("Lis", size=1, months=(OCT,), reasons=("poverty",))
        office.family("Wilk", size=2, months=(OCT,), reasons=("large_family",))
        office.family(
            "Bóbr", months=(date(2025, 11, 1),), reasons=("poverty",),
            issued_on=date(2025, 10, 20), received_on=date(2025, 10, 1),
        )  # fmt: skip
        office.pay(date(2025, 11, 5))
        office.pay(date(2026, 10, 5))
        run = office.build()
        assert row(run, "K-3", "POVERTY") == {
            "families": 2, "members": 4, "share": Decimal("66.70"), "families_last_year": 1,
        }  # fmt: skip
        assert row(run, "K-3", "MATERNITY") == row(run, "K-3", "MATERNITY_LARGE")
        assert row(run, "K-3", "UNEMPLOYMENT")["members"] == 3
        assert row(run, "K-3", "WITHOUT") == {"families": 0, "members": 0, "share": ZERO}

    def test_a_family_without_a_reason_is_an_error_that_opens(self, office: Office) -> None:
        made = office.family("Nowak", months=(OCT,), reasons=())
        office.pay(date(2026, 10, 5))
        run = office.build()
        (found,) = run.checks.all()
        assert (found.code, found.level) == ("C11", "error")
        assert ids(run, "K-3", "WITHOUT", "families") == [made.household.pk]


class TestProceedings:
    """K-9."""

    def test_what_came_in_was_decided_and_how_fast(self, office: Office) -> None:
        fast = office.family("Nowak", received_on=date(2026, 10, 1), issued_on=date(2026, 10, 11))
        slow = office.family("Lis", received_on=date(2026, 3, 2), issued_on=date(2026, 10, 2))
        office.family("Wilk", received_on=date(2026, 4, 1), issued_on=date(2026, 4, 21))
        with acting(office.desk.author):
            for made, due in ((fast, date(2026, 10, 31)), (slow, date(2026, 4, 1))):
                Term.objects.create(
                    case=made.case, kind="settle", basis="art. 35 § 3 k.p.a.",
                    starts_on=made.item.application.received_on, due_on=due,
                )  # fmt: skip
        run = office.build()
        assert row(run, "K-9", "RECEIVED") == {"year": 3, "quarter": 1}
        assert row(run, "K-9", "GRANTED") == {"year": 3, "quarter": 2}
        assert row(run, "K-9", "REFUSED") == {"year": 0, "quarter": 0}
        assert row(run, "K-9", "MEDIAN_DAYS") == {"year": 20, "quarter": 112}
        assert row(run, "K-9", "IN_TERM") == {"year": 50, "quarter": 50}
        assert ids(run, "K-9", "GRANTED", "quarter") == sorted([fast.decision.pk, slow.decision.pk])
        assert ids(run, "K-9", "RECEIVED", "quarter") == [fast.item.pk]

    def test_a_later_decision_counts_as_what_it_is_and_takes_no_time_of_the_application(
        self, office: Office
    ) -> None:
        by = {"actor": office.desk.author, "signer": office.desk.signer}
        first = office.family("Nowak", received_on=date(2026, 10, 1), issued_on=date(2026, 10, 11))
        second = office.family("Lis", received_on=date(2026, 10, 1), issued_on=date(2026, 10, 11))
        revoked = payables.revoke(first, since=NOV, issued_on=date(2026, 12, 1), **by)
        changed = payables.change(second, since=NOV, amount=Decimal("500.00"), **by)
        run = office.build()
        assert row(run, "K-9", "RECEIVED") == {"year": 2, "quarter": 2}
        assert row(run, "K-9", "GRANTED") == {"year": 2, "quarter": 2}
        assert row(run, "K-9", "EXPIRED") == {"year": 0, "quarter": 0}
        assert row(run, "K-9", "MEDIAN_DAYS") == {"year": 10, "quarter": 10}
        assert ids(run, "K-9", "REVOKED", "quarter") == [revoked.pk]
        assert ids(run, "K-9", "CHANGED", "quarter") == [changed.decision.pk]

    def test_without_decisions_there_is_no_median(self, office: Office) -> None:
        assert row(office.build(), "K-9", "MEDIAN_DAYS") == {"year": None, "quarter": None}


def test_an_empty_quarter_is_a_report_of_zeros(office: Office) -> None:
    run = office.build()
    assert row(run, "K-2", "REAL_ALL") == {"families": 0, "members": 0}
    assert row(run, "K-1", "PERIODIC")["change"] is None
    assert list(run.checks.all()) == []
    assert clock.today() == JANUARY_2027


@pytest.mark.parametrize("number", [0, 5])
def test_there_are_four_quarters(number: int) -> None:
    with pytest.raises(ValueError, match="od 1 do 4"):
        quarter(2026, number)


def test_the_same_days_a_year_before_in_a_leap_year() -> None:
    span = quarter(2028, 1)
    assert (span.last_from, span.last_to) == (date(2027, 1, 1), date(2027, 3, 31))

    def test_appeals_count_by_what_was_answered_and_what_is_asked_again_did_not_come_in(
        self, office: Office
    ) -> None:
        author = office.desk.author
        days = {"received_on": date(2026, 10, 1), "issued_on": date(2026, 10, 11)}
        upheld = office.family("Nowak", status="delivered", **days)
        quashed = office.family("Lis", status="delivered", **days)
        with acting(author):
            for made, outcome in ((upheld, "upheld"), (quashed, "remanded")):
                Appeal.objects.create(
                    decision=made.decision, received_on=date(2026, 10, 20),
                    passed_on=date(2026, 10, 22), outcome=outcome, ruled_on=date(2026, 11, 20),
                    sign="SKO.1", recorded_by=author,
                )  # fmt: skip
            ApplicationItem.objects.create(
                application=quashed.item.application, case=quashed.case, person=quashed.person,
                benefit=quashed.item.benefit, reopens=quashed.item,
            )  # fmt: skip
        run = office.build()
        assert row(run, "K-9", "RECEIVED") == {"year": 2, "quarter": 2}
        assert ids(run, "K-9", "APPEAL_UPHELD", "quarter") == [upheld.decision.pk]
        assert ids(run, "K-9", "APPEAL_QUASHED", "year") == [quashed.decision.pk]
        assert row(run, "K-9", "CORRECTED") == {"year": 0, "quarter": 0}
