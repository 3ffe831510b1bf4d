"""A list is built of everything due by a way, once."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benefits.models import Payment, PaymentItem, PaymentList
from benefits.selectors_due import due, held, waiting
from benefits.services import payments
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Refusal
from tests.benefits import payables
from tests.benefits.conftest import PAY_DAY, Desk, browser
from tests.benefits.payables import DECEMBER, MARCH, NOVEMBER, OCTOBER, Granted
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db


def obstacles() -> list[str | None]:
    return [row.obstacle for row in due(PAY_DAY)]


def test_a_list_holds_everything_due_and_copies_the_way_of_payment(
    desk: Desk, anna: Granted
) -> None:
    made = desk.build()
    (payment,) = made.payments.all()
    assert (made.status, made.kind, made.reference) == ("draft", "main", "LW/2026/1")
    assert (payment.payee_name, payment.amount) == ("Anna Nowak", Decimal("405.73"))
    assert payment.account == payables.ANNA_ACCOUNT
    assert payment.title == (
        f"Świadczenie z pomocy społecznej za 11.2026, decyzja {anna.decision.sign}"
    )
    (item,) = payment.items.all()
    assert (item.instalment_id, item.amount, item.live) == (
        anna.instalments[0].pk, Decimal("405.73"), True,
    )  # fmt: skip


def test_the_same_request_again_returns_the_list_made_before(desk: Desk, anna: Granted) -> None:
    key = uuid.uuid4()
    first = desk.build(request_id=key)
    assert desk.build(request_id=key) == first
    assert PaymentList.objects.count() == 1


def test_what_is_on_a_list_is_due_no_more(desk: Desk, anna: Granted) -> None:
    desk.build()
    assert obstacles() == []
    with pytest.raises(Refusal, match="nie ma nic do wypłaty"):
        desk.build()


def test_instalments_of_one_payee_and_way_go_into_one_payment(desk: Desk) -> None:
    desk.family(months=(OCTOBER, NOVEMBER))
    (payment,) = desk.build().payments.all()
    assert payment.amount == Decimal("811.46")
    assert payment.title.startswith("Świadczenie z pomocy społecznej za 10.2026 i 11.2026")


def test_a_later_list_of_the_same_month_is_additional(desk: Desk, anna: Granted) -> None:
    desk.build()
    desk.family("Wójcik", account=payables.OTHER_ACCOUNT)
    assert desk.build().kind == "additional"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"pay_on": date(2026, 11, 25)}, "już minął"),
        ({"pay_on": date(2026, 11, 28)}, "dni wolne"),
        ({"pay_on": date(2026, 12, 24)}, "dni wolne"),
        ({"bank_profile": None}, "Wybierz rachunek"),
        ({"channel": "in_kind"}, "Tym sposobem"),
    ],
)
def test_a_wrong_request_is_refused_and_takes_no_number(
    desk: Desk, anna: Granted, more: dict[str, object], words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        desk.build(**more)
    assert desk.build().reference == "LW/2026/1"


def test_cash_may_be_paid_on_a_day_off(desk: Desk) -> None:
    desk.family(channel="cash")
    assert desk.build("cash", pay_on=date(2026, 11, 28)).payments.count() == 1


def test_each_way_has_its_own_list(desk: Desk, anna: Granted) -> None:
    desk.family("Lis", channel="post")
    assert [p.payee_name for p in desk.build("post").payments.all()] == ["Anna Lis"]
    assert [p.payee_name for p in desk.build().payments.all()] == ["Anna Nowak"]


def test_payees_stand_in_polish_order(desk: Desk) -> None:
    for name in ("Żak", "Ćwik", "Cyran", "Łącka", "Lis"):
        desk.family(name)
    names = [p.payee_name for p in desk.build().payments.order_by("ordinal")]
    assert names == ["Anna Cyran", "Anna Ćwik", "Anna Lis", "Anna Łącka", "Anna Żak"]


class TestExecution:
    """K.p.a. art. 130: a grant in full is carried out once issued, anything else when final."""

    def test_a_grant_of_all_that_was_asked_is_paid_once_issued(self, desk: Desk) -> None:
        desk.family(requested=(NOVEMBER, NOVEMBER), asked="405.73")
        assert obstacles() == [None]

    @pytest.mark.parametrize(
        "more",
        [
            {"proposed": Decimal("500.00")},
            {"asked": "405.74"},
            {"requested": (OCTOBER, NOVEMBER)},
            {"requested": (NOVEMBER, DECEMBER)},
            {"kind": "change"},
        ],
    )
    def test_less_than_was_asked_waits_until_it_is_final(
        self, desk: Desk, more: dict[str, object]
    ) -> None:
        made = desk.family(status="delivered", **more)
        assert obstacles() == ["not_final"]
        with acting(desk.author):
            type(made.decision).objects.filter(pk=made.decision.pk).update(
                status="final", final_on=PAY_DAY
            )
        assert obstacles() == [None]


class TestObstacles:
    def test_a_withheld_entitlement_is_not_paid(self, desk: Desk, anna: Granted) -> None:
        with acting(desk.author):
            type(anna.entitlement).objects.filter(pk=anna.entitlement.pk).update(status="withheld")
        assert obstacles() == ["withheld"]

    def test_nobody_who_died_is_paid_whatever_the_month(self, desk: Desk, anna: Granted) -> None:
        with acting(desk.author):
            type(anna.person).objects.filter(pk=anna.person.pk).update(died_on=date(2026, 11, 20))
        assert obstacles() == ["deceased"]

    def test_who_has_no_confirmed_way_waits(self, desk: Desk) -> None:
        person = desk.family(channel="").person
        assert obstacles() == ["no_way"]
        payables.pay_way(person, actor=desk.author, confirmed_by=None)
        assert obstacles() == ["no_way"]

    def test_a_month_cut_from_the_entitlement_is_not_due(self, desk: Desk) -> None:
        made = desk.family(months=(OCTOBER, NOVEMBER))
        payables.revoke(made, since=NOVEMBER, actor=desk.author, signer=desk.signer)
        assert [row.month for row in due(PAY_DAY) if row.payee_person_id == made.person.pk] == [
            OCTOBER
        ]

    def test_a_merged_card_is_paid_by_the_way_and_name_of_the_better_one(
        self, desk: Desk, anna: Granted
    ) -> None:
        worse = desk.family("Nowakk", channel="")
        with acting(desk.author):
            type(worse.person).objects.filter(pk=worse.person.pk).update(merged_into=anna.person)
        (payment,) = desk.build().payments.all()
        assert (payment.payee_person, payment.amount) == (anna.person, Decimal("811.46"))
        assert payment.items.count() == 2

    def test_two_ways_of_one_human_being_do_not_double_the_payment(
        self, desk: Desk, anna: Granted
    ) -> None:
        worse = desk.family("Nowakk", account=payables.OTHER_ACCOUNT)
        with acting(desk.author):
            type(worse.person).objects.filter(pk=worse.person.pk).update(merged_into=anna.person)
        assert sum(p.amount for p in desk.build().payments.all()) == Decimal("811.46")

    def test_what_waits_is_counted_by_way_and_by_obstacle(self, desk: Desk, anna: Granted) -> None:
        desk.family("Lis", channel="cash")
        desk.family("Wilk", channel="", months=(OCTOBER, NOVEMBER))
        found = waiting(PAY_DAY)
        assert [(s.code, s.count, s.total) for s in found.ready] == [
            ("bank", 1, Decimal("405.73")), ("cash", 1, Decimal("405.73")),
        ]  # fmt: skip
        assert [(s.code, s.count) for s in found.held] == [("no_way", 2)]
        assert [row.why for row in held(PAY_DAY, code="no_way")] == [
            "brak zatwierdzonego sposobu wypłaty"
        ] * 2


class TestDatabase:
    def test_one_instalment_has_one_live_payment(self, desk: Desk, anna: Granted) -> None:
        made = desk.build()
        with acting(desk.preparer), refused("one_live_payment"):
            run(
                "INSERT INTO benefits_paymentitem (payment_id, instalment_id, amount, live)"
                " VALUES (%s, %s, 1, true)",
                made.payments.get().pk, anna.instalments[0].pk,
            )  # fmt: skip

    def test_more_than_the_instalment_is_refused(self, desk: Desk, anna: Granted) -> None:
        desk.family("Lis", channel="cash")
        payment = desk.build("cash").payments.get()
        with acting(desk.preparer), refused("przekroczyłaby kwotę raty"):
            PaymentItem.objects.create(
                payment=payment, instalment=anna.instalments[0], amount="405.74"
            )

    def test_a_live_item_is_let_go_only_by_a_cancelled_or_returned_payment(
        self, desk: Desk, anna: Granted
    ) -> None:
        desk.build()
        with acting(desk.preparer), refused("tylko przez anulowanie albo zwrot"):
            run("UPDATE benefits_paymentitem SET live = false")

    def test_an_item_is_never_changed_or_deleted(self, desk: Desk, anna: Granted) -> None:
        desk.build()
        with acting(desk.preparer):
            with refused("nie wolno zmienić"):
                run("UPDATE benefits_paymentitem SET amount = 1")
            with refused("nie wolno usunąć"):
                run("DELETE FROM benefits_paymentitem")
            with refused("nie wolno zmienić"):
                run("UPDATE benefits_payment SET amount = 1")
            with refused("nie wolno zmienić"):
                run("UPDATE benefits_payment SET account = ''")

    def test_an_instalment_waits_exactly_while_no_live_payment_pays_it(
        self, desk: Desk, anna: Granted
    ) -> None:
        with acting(desk.preparer), refused("wtedy i tylko wtedy"):
            run("UPDATE benefits_instalment SET open = false")
        desk.build()
        assert run("SELECT open FROM benefits_instalment") == [(False,)]
        with acting(desk.preparer), refused("wtedy i tylko wtedy"):
            run("UPDATE benefits_instalment SET open = true")
        with acting(desk.preparer), refused("nie wolno zmienić"):
            run("UPDATE benefits_instalment SET amount = 1")

    def test_a_payment_has_the_way_of_its_list(self, desk: Desk, anna: Granted) -> None:
        made = desk.build()
        with acting(desk.preparer), refused("inny sposób niż jej lista"):
            Payment.objects.create(
                payment_list=made, ordinal=9, reference="X", payee_person=anna.person,
                payee_name="X", channel="cash", title="X", amount=1,
            )  # fmt: skip

    def test_nothing_is_written_without_an_actor(self, desk: Desk, anna: Granted) -> None:
        desk.build()
        for table in ("paymentlist", "payment", "paymentitem", "instalment", "payoutway"):
            with refused("bez wskazania osoby"):
                run(f"UPDATE benefits_{table} SET id = id")


class TestScreen:
    ADDRESS = "/wyplaty/nowa/"

    def form(self, desk: Desk, **more: object) -> dict[str, object]:
        return {
            "pay_on": "27.11.2026", "channel": "bank", "bank_profile": desk.bank.pk,
            "once": str(uuid.uuid4()), **more,
        }  # fmt: skip

    def test_it_is_built_and_shown(self, desk: Desk, anna: Granted) -> None:
        answer = browser(desk.preparer).post(self.ADDRESS, self.form(desk), follow=True)
        assert "Utworzono listę LW/2026/1" in answer.content.decode()

    def test_a_double_click_makes_one_list(self, desk: Desk, anna: Granted) -> None:
        form, client = self.form(desk), browser(desk.preparer)
        client.post(self.ADDRESS, form)
        assert client.post(self.ADDRESS, form).status_code == 302
        assert PaymentList.objects.count() == 1

    def test_wrong_input_is_explained_beside_the_field_and_kept(
        self, desk: Desk, anna: Granted
    ) -> None:
        client = browser(desk.preparer)
        answer = client.post(self.ADDRESS, self.form(desk, pay_on="28.11.2026"))
        assert answer.status_code == 422
        assert "Bank nie realizuje przelewów w dni wolne" in answer.content.decode()
        assert 'value="28.11.2026"' in answer.content.decode()
        answer = client.post(self.ADDRESS, self.form(desk, pay_on="jutro"))
        assert "nie jest datą" in answer.content.decode()

    def test_only_who_prepares_lists_may(self, desk: Desk, anna: Granted) -> None:
        answer = browser(desk.checker).post(self.ADDRESS, self.form(desk))
        assert answer.status_code == 403
        assert not PaymentList.objects.exists()


def test_ten_thousand_are_built_with_a_handful_of_statements(desk: Desk, anna: Granted) -> None:
    for name in ("Lis", "Wilk", "Bocian"):
        desk.family(name)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        desk.build()
    assert len(seen) < 30


def test_the_author_of_a_list_is_kept(desk: Desk, anna: Granted) -> None:
    made = desk.build()
    assert made.made_by == desk.preparer
    with clock.frozen(MARCH), pytest.raises(Refusal, match="nie ma nic"):
        payments.build(request_id=uuid.uuid4(), pay_on=MARCH, channel="cash", actor=desk.preparer)


def test_a_mistyped_year_takes_no_instalments_of_months_to_come(desk: Desk, anna: Granted) -> None:
    with pytest.raises(Refusal, match="najwyżej na 40 dni naprzód") as refusal:
        desk.build(pay_on=PAY_DAY.replace(year=PAY_DAY.year + 1))
    assert refusal.value.field == "pay_on"
    assert not PaymentList.objects.exists()
