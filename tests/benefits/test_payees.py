"""Somebody else than the addressee is paid: by the decision, or by the way of payment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benefits.models import Calculation, Decision, PayoutWay
from benefits.paid_to import PaidTo, representatives
from benefits.selectors_due import due
from benefits.selectors_payments import on_behalf
from benefits.services import payments, payout
from benefits.services.decisions import change, draft, sign_and_issue, submit
from cases.models import Institution, Person, Relation
from cases.services import people
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.benefits import payables, road
from tests.benefits.conftest import PAY_DAY, TODAY, Desk, browser
from tests.benefits.payables import MARCH, Granted
from tests.benefits.road import Office
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def maria(desk: Desk) -> Person:
    """Anna's sister."""
    return payables.register("Lis", "Maria", actor=desk.author)


@pytest.fixture
def unpaid(desk: Desk) -> Granted:
    """Anna, granted and without a way of payment."""
    return desk.family(channel="")


@pytest.fixture
def proxy(desk: Desk, unpaid: Granted, maria: Person) -> Relation:
    """Maria, authorised to collect for Anna."""
    return relation(desk, maria, unpaid.person)


def relation(desk: Desk, person: Person, other: Person, **more: Any) -> Relation:
    values = {"kind": "proxy", "basis": "upoważnienie z 2.11.2026", "on": MARCH} | more
    return people.add_relation(person, other=other, actor=desk.author, **values)


def propose(desk: Desk, person: Person, **more: Any) -> PayoutWay:
    values = {"channel": "cash", "on": MARCH, "actor": desk.author} | more
    return payout.propose(person, **values)


class TestReceiver:
    def test_an_authorised_person_stands_on_the_list_for_the_one_helped(
        self, desk: Desk, unpaid: Granted, proxy: Relation
    ) -> None:
        way = payout.confirm(propose(desk, unpaid.person, receiver=proxy), actor=desk.signer)
        assert (way.receiver, way.receiver_role, way.receiver_basis, way.holder) == (
            proxy.person, "proxy", "upoważnienie z 2.11.2026", "Maria Lis",
        )  # fmt: skip
        (payment,) = desk.build("cash").payments.all()
        assert (payment.payee_person, payment.payee_name) == (unpaid.person, "Maria Lis")
        assert on_behalf([payment]) == {payment.pk: "za: Anna Nowak"}

    def test_the_bank_gets_the_receivers_name(
        self, desk: Desk, unpaid: Granted, proxy: Relation
    ) -> None:
        way = propose(
            desk, unpaid.person, channel="bank", account=payables.OTHER_ACCOUNT, receiver=proxy
        )
        payout.confirm(way, actor=desk.signer)
        file = desk.approved().files.get()
        content = bytes(file.document.content).decode("cp1250")
        assert f'"{payables.OTHER_ACCOUNT}"' in content
        assert '"Maria Lis|' in content

    def test_the_address_is_the_receivers_too(
        self, desk: Desk, unpaid: Granted, proxy: Relation
    ) -> None:
        with acting(desk.author):
            proxy.person.addresses.update(street="ul. Zawichojska", building="7", flat="")
        way = propose(
            desk, unpaid.person, channel="bank", account=payables.OTHER_ACCOUNT, receiver=proxy
        )
        payout.confirm(way, actor=desk.signer)
        made = desk.approved()
        assert made.payments.get().payee_address == "ul. Zawichojska 7, 27-600 Sandomierz"
        content = bytes(made.files.get().document.content).decode("cp1250")
        assert '"Maria Lis|ul. Zawichojska 7|27-600 Sandomierz"' in content

    def test_when_the_receiver_dies_the_payment_is_held_and_the_list_stopped(
        self, desk: Desk, unpaid: Granted, proxy: Relation
    ) -> None:
        payout.confirm(propose(desk, unpaid.person, receiver=proxy), actor=desk.signer)
        made = desk.approved(desk.build("cash"))
        with acting(desk.author):
            Person.objects.filter(pk=proxy.person_id).update(died_on=TODAY)
        with pytest.raises(Refusal, match="osoba, która odbierała pieniądze, zmarła"):
            payments.send(made, on=TODAY, actor=desk.sender)
        with acting(desk.sender), refused("nie wolno już wysłać"):
            run("UPDATE benefits_paymentlist SET status = 'sent', sent_on = '2026-11-26'")
        payments.strike(made, [made.payments.get().pk], reason="way", actor=desk.preparer)
        assert [row.obstacle for row in due(PAY_DAY)] == ["receiver_died"]

    def test_when_the_authorisation_ends_nothing_is_paid_by_it(
        self, desk: Desk, unpaid: Granted, proxy: Relation
    ) -> None:
        way = propose(desk, unpaid.person, receiver=proxy, until=TODAY)
        payout.confirm(way, actor=desk.signer)
        assert [row.obstacle for row in due(PAY_DAY)] == ["no_way"]

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"basis": ""}, "nie ma podstawy"),
            ({"kind": "sibling"}, "nie może odebrać"),
            ({"kind": "parent"}, "nie może odebrać"),
            ({"on": date(2026, 12, 1)}, "nie może odebrać"),
        ],
    )
    def test_without_the_right_or_its_paper_nobody_collects(
        self, desk: Desk, unpaid: Granted, maria: Person, more: dict[str, Any], words: str
    ) -> None:
        row = relation(desk, maria, unpaid.person, **more)
        with pytest.raises(Refusal, match=words):
            propose(desk, unpaid.person, receiver=row)

    def test_of_somebody_else_is_no_right_here(
        self, desk: Desk, unpaid: Granted, maria: Person
    ) -> None:
        other = payables.register("Wilk", actor=desk.author)
        with pytest.raises(Refusal, match="nie może odebrać"):
            propose(desk, unpaid.person, receiver=relation(desk, maria, other))

    def test_days_out_of_order_are_refused(
        self, desk: Desk, unpaid: Granted, proxy: Relation
    ) -> None:
        with pytest.raises(Refusal, match="wcześniejszy niż pierwszy"):
            propose(desk, unpaid.person, receiver=proxy, until=date(2026, 2, 1))

    def test_parents_collect_for_a_minor_and_not_for_a_grown_up(
        self, desk: Desk, unpaid: Granted, maria: Person
    ) -> None:
        relation(desk, maria, unpaid.person, kind="parent", basis="akt urodzenia")
        assert representatives(unpaid.person, on=TODAY) == []
        with acting(desk.author):
            Person.objects.filter(pk=unpaid.person.pk).update(birth_date=date(2010, 1, 1))
        assert [r.person for r in representatives(unpaid.person, on=TODAY)] == [maria]

    def test_the_database_keeps_the_receiver_whole(
        self, desk: Desk, unpaid: Granted, proxy: Relation
    ) -> None:
        way = propose(desk, unpaid.person, receiver=proxy)
        with acting(desk.author), refused("nie wolno zmienić"):
            run("UPDATE benefits_payoutway SET receiver_basis = '' WHERE id = %s", way.pk)
        with acting(desk.author), refused("payout_receiver_is_whole"):
            PayoutWay.objects.create(
                person=unpaid.person, channel="cash", receiver=proxy.person,
                proposed_by=desk.author, period=way.period,
            )  # fmt: skip

    def test_it_is_chosen_on_the_screen(self, desk: Desk, unpaid: Granted, proxy: Relation) -> None:
        client, address = browser(desk.author), f"/osoby/{unpaid.person.pk}/sposob-wyplaty/"
        assert "Maria Lis – osoba upoważniona" in client.get(address).content.decode()
        form = {"channel": "cash", "receiver": str(proxy.pk), "on": "26.11.2026", "until": ""}
        wrong = client.post(address, form | {"receiver": "999999"})
        assert wrong.status_code == 422
        for _ in range(2):
            assert client.post(address, form | {"once": "k"}).status_code == 302
        way = PayoutWay.objects.get(person=unpaid.person)
        assert way.receiver == proxy.person
        shown = browser(desk.signer).get("/wyplaty/sposoby/").content.decode()
        assert "odbiera: Maria Lis" in shown
        assert "upoważnienie z 2.11.2026" in shown


@pytest.fixture
def landlord(desk: Desk) -> Institution:
    """Whom a decision may order to pay."""
    return institution(desk.author)


def institution(actor: User) -> Institution:
    with acting(actor):
        return Institution.objects.create(
            name="Zarząd Budynków Przykładowych", street="ul. Rynek 7", postal_code="27-600",
            town="Sandomierz",
        )  # fmt: skip


class TestInstitution:
    def test_it_has_its_way_of_payment_by_two_people_on_the_screen(
        self, desk: Desk, landlord: Institution
    ) -> None:
        client = browser(desk.author)
        address = f"/wyplaty/instytucje/{landlord.pk}/sposob-wyplaty/"
        form = {"channel": "bank", "account": payables.LANDLORD_ACCOUNT, "on": "01.11.2026"}
        assert client.post(address, form | {"account": "12"}).status_code == 422
        assert client.post(address, form).status_code == 302
        way = PayoutWay.objects.get(institution=landlord)
        payout.confirm(way, actor=desk.signer)
        shown = browser(desk.signer).get("/wyplaty/instytucje/").content.decode()
        assert landlord.name in shown
        assert "62 1050 1461" in shown.replace("\u00a0", " ")

    def test_the_instalment_goes_to_it_with_its_name_on_the_list_and_in_the_file(
        self, desk: Desk, landlord: Institution
    ) -> None:
        way = payout.propose(
            institution=landlord, channel="bank", account=payables.LANDLORD_ACCOUNT, on=MARCH,
            actor=desk.author,
        )  # fmt: skip
        payout.confirm(way, actor=desk.signer)
        desk.family("Wilk", payee=landlord)
        made = desk.approved()
        (payment,) = made.payments.all()
        assert (payment.payee_institution, payment.payee_name) == (landlord, landlord.name)
        assert on_behalf([payment]) == {payment.pk: "za: Anna Wilk"}
        content = bytes(made.files.get().document.content).decode("cp1250")
        assert '"Zarząd Budynków Przykładowych|ul. Rynek 7|27-600 Sandomierz"' in content
        assert "za: Anna Wilk" in browser(desk.checker).get(f"/wyplaty/{made.pk}/").content.decode()

    def test_the_database_pays_nobody_but_whom_the_decision_named(
        self, desk: Desk, unpaid: Granted, landlord: Institution
    ) -> None:
        with acting(desk.author), refused("niż orzekła decyzja"):
            payables.add_instalment(
                unpaid,
                month=payables.NOVEMBER,
                kind="arrears",
                payee=landlord,
                actor=desk.author,
            )


class TestDraft:
    def test_the_payee_of_the_draft_gets_the_instalments_and_stands_in_the_decision(
        self, office: Office
    ) -> None:
        calculation = calculated(office)
        person = calculation.item.application.applicant
        guardian = people.register(
            first_name="Maria", last_name="Lis", birth_date=date(1970, 1, 1), sex="female",
            on=MARCH, actor=office.worker,
        )  # fmt: skip
        people.add_relation(
            guardian, other=person, kind="guardian", basis="postanowienie I Ns 12/26", on=MARCH,
            actor=office.worker,
        )  # fmt: skip
        made = draft(
            calculation, payee=PaidTo(person=guardian, role="guardian"), actor=office.worker
        )
        assert "Świadczenie odbiera: Maria Lis (opiekun prawny)." in made.operative_part
        made = submit(made, actor=office.worker)
        made = sign_and_issue(made, on=TODAY, actor=office.director)
        payees = {row.payee_person for row in made.items.get().entitlement.instalments.all()}
        assert payees == {guardian}

    def test_a_later_decision_that_changes_the_amount_pays_the_same_payee(
        self, office: Office
    ) -> None:
        shop = institution(office.worker)
        old = draft(calculated(office), payee=PaidTo(institution=shop), actor=office.worker)
        old = sign_and_issue(submit(old, actor=office.worker), on=TODAY, actor=office.director)
        later = change(
            old, ground="favour", since=payables.DECEMBER, told="Koszty leczenia wzrosły.",
            amount=Decimal("600.00"), amount_reason="koszty leczenia", actor=office.worker,
        )  # fmt: skip
        later = sign_and_issue(submit(later, actor=office.worker), on=TODAY, actor=office.director)
        rows = later.items.get().entitlement.instalments.all()
        assert {row.payee_institution for row in rows} == {shop}

    def test_the_clerk_chooses_the_payee_on_the_screen(self, office: Office) -> None:
        calculation = calculated(office)
        shop = institution(office.worker)
        client, address = browser(office.worker), f"/wyliczenia/{calculation.pk}/decyzja/"
        assert shop.name in client.get(address).content.decode()
        least = str(calculation.amount_min).replace(".", ",")
        form = {"kind": "grant", "amount": least, "first": "11.2026", "last": "12.2026"}
        wrong = client.post(address, form | {"payee": "instytucja:999999"})
        assert wrong.status_code == 422
        assert not Decision.objects.exists()
        assert client.post(address, form | {"payee": f"instytucja:{shop.pk}"}).status_code == 302
        row = Decision.objects.get().items.get()
        assert row.payee_institution == shop
        assert f"Kwotę przekazuje się: {shop.name}." in Decision.objects.get().operative_part

    def test_a_payee_without_the_right_is_refused(self, office: Office) -> None:
        calculation = calculated(office)
        stranger = people.register(
            first_name="Maria", last_name="Lis", birth_date=date(1970, 1, 1), sex="female",
            on=MARCH, actor=office.worker,
        )  # fmt: skip
        with pytest.raises(Refusal, match="Wpisz relację"):
            draft(calculation, payee=PaidTo(person=stranger, role="proxy"), actor=office.worker)


def calculated(office: Office) -> Calculation:
    return road.calculate(road.ready_item(office), office=office)
