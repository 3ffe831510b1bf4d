"""Another ground, day, amount or payee in a draft, without giving it up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from benefits.models import Decision
from benefits.paid_to import PaidTo
from benefits.services import decisions
from cases.models import Institution
from cases.services import people
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import NotAllowed, Refusal
from tests.benefits import road
from tests.benefits.road import Office
from tests.benefits.test_decisions_change import DECEMBER, JANUARY, TOLD, faults, sign
from tests.cases.conftest import browser

pytestmark = pytest.mark.django_db


def changing(office: Office, old: Decision) -> Decision:
    return decisions.change(
        old, ground="favour", since=DECEMBER, told="Koszty leczenia wzrosły.",
        amount=Decimal("600.00"), amount_reason="koszty leczenia", actor=office.worker,
    )  # fmt: skip


def amended(office: Office, draft: Decision, **more: Any) -> Decision:
    given: dict[str, Any] = {
        "version": draft.version, "ground": "favour", "since": JANUARY, "told": "Leki.",
        "amount": Decimal("650.00"), "amount_reason": "leki", "actor": office.worker,
    } | more  # fmt: skip
    return decisions.amend(draft, **given)


class TestAmend:
    def test_another_day_and_amount_stand_in_the_draft_and_its_words(self, office: Office) -> None:
        old = road.issued(office)
        draft = amended(office, changing(office, old))
        row = draft.items.get()
        assert (draft.version, row.amount, row.period.lower) == (1, Decimal("650.00"), JANUARY)
        assert "650,00\xa0zł" in draft.operative_part and "600,00" not in draft.operative_part
        assert "01.01.2027" in draft.reasons and "Leki." in draft.reasons
        new = sign(draft, office)
        assert [(i.month, i.amount) for i in new.items.get().entitlement.instalments.all()] == [
            (JANUARY, Decimal("650.00"))
        ]
        assert faults() == []

    def test_of_a_revocation_the_ground(self, office: Office) -> None:
        old = road.issued(office)
        draft = decisions.revoke(
            old, ground="personal", since=DECEMBER, told=TOLD, actor=office.worker
        )
        draft = amended(
            office, draft, ground="no_cooperation", since=JANUARY, amount=None, amount_reason=""
        )
        assert draft.change_ground == "no_cooperation"
        assert "art. 11 ust. 2" in draft.legal_basis
        assert draft.items.get().period.lower == JANUARY

    def test_of_an_expiry_the_day(self, office: Office) -> None:
        old = road.issued(office)
        draft = decisions.expire(
            old, ground="pointless", since=date(2026, 12, 10), told=TOLD, actor=office.worker
        )
        draft = amended(office, draft, ground="pointless", since=date(2026, 12, 20), amount=None)
        assert draft.items.get().period.lower == date(2026, 12, 20)

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"amount": Decimal("505.00"), "amount_reason": ""}, "zostaje ta sama"),
            ({"since": date(2026, 12, 5)}, "Podaj miesiąc"),
            ({"ground": "gołąb"}, "Wybierz podstawę"),
            ({"told": " "}, "co się zmieniło"),
            ({"since": None}, "Podaj miesiąc"),
        ],
    )
    def test_it_is_checked_as_when_drafted_and_stays_as_it_was(
        self, office: Office, more: dict[str, Any], words: str
    ) -> None:
        draft = changing(office, road.issued(office))
        with pytest.raises(Refusal, match=words):
            amended(office, draft, **more)
        draft.refresh_from_db()
        assert (draft.version, draft.items.get().amount) == (0, Decimal("600.00"))

    def test_a_stale_version_carries_theirs(self, office: Office) -> None:
        draft = changing(office, road.issued(office))
        amended(office, draft)
        with pytest.raises(decisions.StaleDraft) as stale:
            amended(office, draft, version=0)
        assert stale.value.theirs.version == 1

    def test_only_ones_own_and_only_a_draft(self, office: Office) -> None:
        draft = changing(office, road.issued(office))
        with pytest.raises(NotAllowed):
            amended(office, draft, actor=office.clerk)
        with pytest.raises(NotAllowed):
            amended(office, draft, actor=office.director)
        decisions.submit(draft, actor=office.worker)
        with pytest.raises(Refusal, match="nie można jej już zmieniać"):
            amended(office, draft)

    def test_a_first_grant_is_not_amended_so(self, office: Office) -> None:
        with pytest.raises(Refusal, match="nie zmienia wcześniejszej"):
            amended(office, road.drafted(office))


class TestPayTo:
    @pytest.fixture
    def landlord(self, office: Office) -> Institution:
        with acting(office.worker):
            return Institution.objects.create(
                name="Zarząd Budynków", kind="landlord", street="ul. Rynek 7",
                postal_code="27-600", town="Sandomierz",
            )  # fmt: skip

    def test_the_operative_part_names_the_new_payee_and_it_is_paid(
        self, office: Office, landlord: Institution
    ) -> None:
        draft = road.drafted(office)
        draft = decisions.pay_to(
            draft, version=0, payee=PaidTo(institution=landlord), actor=office.worker
        )
        assert "Kwotę przekazuje się: Zarząd Budynków." in draft.operative_part
        new = sign(draft, office)
        paid = new.items.get().entitlement.instalments.all()
        assert {row.payee_institution for row in paid} == {landlord}

    def test_back_to_the_party(self, office: Office, landlord: Institution) -> None:
        draft = road.drafted(office)
        decisions.pay_to(draft, version=0, payee=PaidTo(institution=landlord), actor=office.worker)
        draft = decisions.pay_to(draft, version=1, payee=None, actor=office.worker)
        assert "Zarząd" not in draft.operative_part
        assert draft.items.get().payee_institution is None

    def test_a_stranger_without_the_right_is_refused(self, office: Office) -> None:
        draft = road.drafted(office)
        other = people.register(
            first_name="Jan", last_name="Obcy", birth_date=date(1990, 1, 1), sex="male",
            on=date(2024, 3, 1), actor=office.worker,
        )  # fmt: skip
        with pytest.raises(Refusal, match="Wypłacić można"):
            decisions.pay_to(
                draft, version=0, payee=PaidTo(person=other, role="proxy"), actor=office.worker
            )

    def test_a_stale_form_a_refusal_and_a_stranger(
        self, office: Office, landlord: Institution
    ) -> None:
        draft = road.drafted(office)
        with pytest.raises(decisions.StaleDraft):
            decisions.pay_to(draft, version=5, payee=None, actor=office.worker)
        with pytest.raises(NotAllowed):
            decisions.pay_to(draft, version=0, payee=None, actor=office.clerk)
        refusal = decisions.revise(
            draft, version=0, kind="refusal", refusal_code="no_cooperation", amount=None,
            amount_reason="", period=None, actor=office.worker,
        )  # fmt: skip
        with pytest.raises(Refusal, match="przyznaje świadczenie po raz pierwszy"):
            decisions.pay_to(
                refusal, version=1, payee=PaidTo(institution=landlord), actor=office.worker
            )


class TestScreens:
    def test_the_form_is_filled_with_what_stands_and_saves(self, office: Office) -> None:
        draft = changing(office, road.issued(office))
        address = reverse("benefits:decision_amend", args=[draft.pk])
        client = browser(office.worker)
        assert address in client.get(reverse("benefits:decision", args=[draft.pk])).content.decode()
        shown = client.get(address).content.decode()
        assert "Koszty leczenia wzrosły." in shown and "600,00" in shown
        sent = {
            "version": "0", "ground": "favour", "first": "01.2027", "told": "Leki.",
            "amount": "650", "amount_reason": "leki",
        }  # fmt: skip
        assert client.post(address, sent | {"amount": "1"}).status_code == 422
        assert client.post(address, sent).status_code == 302
        draft.refresh_from_db()
        assert draft.items.get().amount == Decimal("650.00")

    def test_the_payee_is_chosen_anew(self, office: Office) -> None:
        with acting(office.worker):
            body = Institution.objects.create(
                name="Zarząd Budynków", kind="landlord", street="ul. Rynek 7",
                postal_code="27-600", town="Sandomierz",
            )  # fmt: skip
        draft = road.drafted(office)
        address = reverse("benefits:decision_payee", args=[draft.pk])
        client = browser(office.worker)
        assert address in client.get(reverse("benefits:decision", args=[draft.pk])).content.decode()
        sent = {"version": "0", "payee": f"instytucja:{body.pk}"}
        assert client.post(address, sent | {"payee": "instytucja:0"}).status_code == 422
        assert client.post(address, sent).status_code == 302
        page = client.get(reverse("benefits:decision", args=[draft.pk])).content.decode()
        assert "Wypłata: Zarząd Budynków." in page

    @pytest.mark.parametrize("version", [None, "", "-1", "0x1", "1.0", "9" * 40])
    def test_a_form_without_a_version_is_no_form_of_the_newest(
        self, office: Office, version: str | None
    ) -> None:
        client = browser(office.worker)
        draft = changing(office, road.issued(office))
        sent = {
            "ground": "favour", "first": "01.2027", "told": "Leki.", "amount": "650",
            "amount_reason": "leki",
        }  # fmt: skip
        sent |= {} if version is None else {"version": version}
        answer = client.post(reverse("benefits:decision_amend", args=[draft.pk]), sent)
        assert answer.status_code == 422
        assert "której wersji projektu dotyczy" in answer.content.decode()
        draft.refresh_from_db()
        assert (draft.version, draft.items.get().amount) == (0, Decimal("600.00"))

    def test_nor_is_one_of_the_payee(self, office: Office) -> None:
        client = browser(office.worker)
        draft = road.drafted(office)
        address = reverse("benefits:decision_payee", args=[draft.pk])
        assert client.post(address, {"payee": ""}).status_code == 422
        assert client.post(address, {"payee": "", "version": "0"}).status_code == 302
