"""The way a payee is paid is proposed by one person and confirmed by another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from benefits.models import PayoutWay
from benefits.services import payout
from cases.models import Institution, Person
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Conflict, NotAllowed, Refusal
from tests.benefits import payables
from tests.benefits.conftest import TODAY, Desk, browser
from tests.benefits.payables import MARCH
from tests.database.sql import refused, run
from tests.people import with_caps

pytestmark = pytest.mark.django_db

TYPED = "08 1020 5561 0000 0000 2222 0001"


@pytest.fixture
def person(desk: Desk) -> Person:
    """Anna, who has no way of payment."""
    return payables.register(actor=desk.author)


def propose(person: Person, desk: Desk, **more: Any) -> PayoutWay:
    values = {"channel": "bank", "account": TYPED, "on": TODAY, "actor": desk.author}
    return payout.propose(person, **{**values, **more})


def test_a_proposal_keeps_the_bare_number_sealed(desk: Desk, person: Person) -> None:
    way = propose(person, desk)
    assert (way.account, way.confirmed_by, way.rejected) == (payables.ANNA_ACCOUNT, None, False)
    assert payables.ANNA_ACCOUNT.encode() not in bytes(
        run("SELECT account FROM benefits_payoutway")[0][0]
    )


@pytest.mark.parametrize(
    ("account", "words"),
    [
        ("08 1020 5561 0000 0000 2222 0002", "sumę kontrolną"),
        ("DE89 3704 0044 0532 0130 00", "nie jest polski"),
        ("123", "26"),
        ("", "26"),
    ],
)
def test_a_wrong_account_is_refused_by_its_field(
    desk: Desk, person: Person, account: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words) as refusal:
        propose(person, desk, account=account)
    assert refusal.value.field == "account"


def test_one_proposal_waits_at_a_time(desk: Desk, person: Person) -> None:
    propose(person, desk)
    with pytest.raises(Refusal, match="czeka już propozycja"):
        propose(person, desk)


def test_another_person_confirms_and_the_old_way_ends_the_day_before(
    desk: Desk, person: Person
) -> None:
    old = payables.pay_way(person, actor=desk.author, confirmed_by=desk.signer, channel="cash")
    way = payout.confirm(propose(person, desk), actor=desk.signer)
    old.refresh_from_db()
    assert way.confirmed_by == desk.signer
    assert (old.period.lower, old.period.upper) == (MARCH, TODAY)


def test_who_proposed_does_not_confirm(desk: Desk, person: Person) -> None:
    both = with_caps("oboje", Cap.PROPOSE_PAYOUT_WAYS, Cap.CONFIRM_PAYOUT_WAYS)
    way = payout.propose(person, channel="cash", on=TODAY, actor=both)
    with pytest.raises(Refusal, match="inna osoba niż ta, która go wpisała"):
        payout.confirm(way, actor=both)


def test_only_those_who_may_propose_confirm_and_reject(desk: Desk, person: Person) -> None:
    with pytest.raises(NotAllowed, match="Zgłaszanie sposobu wypłaty"):
        payout.propose(person, channel="cash", on=TODAY, actor=desk.signer)
    way = propose(person, desk)
    for act in (payout.confirm, payout.reject):
        with pytest.raises(NotAllowed, match="Potwierdzanie sposobu wypłaty"):
            act(way, actor=desk.author)


@pytest.mark.parametrize("act", [payout.confirm, payout.reject])
def test_a_settled_proposal_is_settled(desk: Desk, person: Person, act: Any) -> None:
    way = payout.confirm(propose(person, desk), actor=desk.signer)
    with pytest.raises(Conflict):
        act(way, actor=desk.signer)


def test_a_rejected_one_pays_nothing_and_lets_a_new_one_in(desk: Desk, person: Person) -> None:
    way = payout.reject(propose(person, desk), actor=desk.signer)
    with pytest.raises(Conflict):
        payout.reject(way, actor=desk.signer)
    assert propose(person, desk).pk != way.pk


def test_a_way_from_before_the_present_one_is_refused(desk: Desk, person: Person) -> None:
    payables.pay_way(person, actor=desk.author, confirmed_by=desk.signer, on=TODAY)
    with pytest.raises(Refusal, match="Podaj późniejszy dzień"):
        payout.confirm(propose(person, desk, on=date(2026, 11, 1)), actor=desk.signer)


def test_an_unknown_way_is_refused(desk: Desk, person: Person) -> None:
    with pytest.raises(Refusal, match="sposób"):
        propose(person, desk, channel="pigeon")


def test_an_institution_has_its_way_too(desk: Desk) -> None:
    with acting(desk.author):
        landlord = Institution.objects.create(name="Zarząd Budynków")
    way = payout.propose(
        institution=landlord, channel="bank", account=payables.LANDLORD_ACCOUNT, on=TODAY,
        actor=desk.author,
    )  # fmt: skip
    assert payout.confirm(way, actor=desk.signer).institution == landlord


class TestDatabase:
    def test_four_eyes(self, desk: Desk, person: Person) -> None:
        propose(person, desk)
        with acting(desk.author), refused("payout_four_eyes"):
            run("UPDATE benefits_payoutway SET confirmed_by_id = proposed_by_id")

    def test_what_was_proposed_is_what_is_confirmed(self, desk: Desk, person: Person) -> None:
        propose(person, desk)
        with acting(desk.author):
            for change in ("holder = 'Ktoś inny'", "account = ''", "channel = 'cash'",
                           "period = '[2026-01-01,)'"):  # fmt: skip
                with refused("nie wolno zmienić"):
                    run(f"UPDATE benefits_payoutway SET {change}")
            with refused("nie wolno usunąć"):
                run("DELETE FROM benefits_payoutway")

    def test_a_confirmed_way_may_only_end(self, desk: Desk, person: Person) -> None:
        payout.confirm(propose(person, desk), actor=desk.signer)
        with acting(desk.signer):
            with refused("tylko zakończyć wcześniej"):
                run("UPDATE benefits_payoutway SET period = '[2026-01-01,)'")
            with refused("nie wolno zmienić"):
                run("UPDATE benefits_payoutway SET confirmed_by_id = NULL")

    def test_a_rejected_way_stays_so(self, desk: Desk, person: Person) -> None:
        payout.reject(propose(person, desk), actor=desk.signer)
        with acting(desk.signer), refused("nie wolno zmienić"):
            run("UPDATE benefits_payoutway SET rejected = false")
        with acting(desk.signer), refused("nie wolno zmienić"):
            run("UPDATE benefits_payoutway SET confirmed_by_id = %s", desk.signer.pk)

    def test_one_confirmed_way_at_a_time(self, desk: Desk, person: Person) -> None:
        payables.pay_way(person, actor=desk.author, confirmed_by=desk.signer)
        with refused("payout_one_confirmed_person"):
            payables.pay_way(person, actor=desk.author, confirmed_by=desk.signer, channel="cash")

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"channel": "pigeon", "account": "", "account_index": None}, "payout_channel_known"),
            ({"channel": "cash"}, "payout_account_for_bank"),
            ({"account": "", "account_index": None}, "payout_account_for_bank"),
            ({"person": None}, "payout_one_payee"),
            ({"period": payables.DateRange(empty=True)}, "payout_period"),
            ({"rejected": True}, "payout_rejected_open"),
        ],
    )
    def test_a_way_is_whole(
        self, desk: Desk, person: Person, change: dict[str, Any], words: str
    ) -> None:
        whole = {
            "person": person, "channel": "bank", "account": payables.ANNA_ACCOUNT,
            "account_index": b"x" * 32, "proposed_by": desk.author,
            "confirmed_by": desk.signer, "period": payables.DateRange(TODAY, None),
        }  # fmt: skip
        with acting(desk.author), refused(words):
            PayoutWay.objects.create(**{**whole, **change})

    def test_changes_are_kept_with_their_author(self, desk: Desk, person: Person) -> None:
        payout.confirm(propose(person, desk), actor=desk.signer)
        rows = run(
            "SELECT confirmed_by_id, pgh_context ->> 'act' FROM benefits_payoutwayevent"
            " ORDER BY pgh_id"
        )
        assert rows[-1] == (desk.signer.pk, "benefits.services.payout.confirm")


class TestScreen:
    def test_it_is_typed_by_one_and_confirmed_by_another(self, desk: Desk, person: Person) -> None:
        form = {"channel": "bank", "account": TYPED, "holder": "", "on": "26.11.2026"}
        address = f"/osoby/{person.pk}/sposob-wyplaty/"
        assert browser(desk.author).post(address, form).status_code == 302
        queue = browser(desk.signer).get("/wyplaty/sposoby/").content.decode()
        assert "Nowak" in queue
        way = PayoutWay.objects.get()
        assert browser(desk.author).post(f"/wyplaty/sposoby/{way.pk}/zatwierdz/").status_code == 403
        assert browser(desk.signer).get(f"/wyplaty/sposoby/{way.pk}/zatwierdz/").status_code == 405
        browser(desk.signer).post(f"/wyplaty/sposoby/{way.pk}/zatwierdz/")
        way.refresh_from_db()
        assert way.confirmed_by == desk.signer

    def test_wrong_input_is_explained_and_kept(self, desk: Desk, person: Person) -> None:
        address = f"/osoby/{person.pk}/sposob-wyplaty/"
        form = {"channel": "bank", "account": "12 3456", "holder": "", "on": "31.02.2026"}
        answer = browser(desk.author).post(address, form)
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "12 3456" in shown
        assert "Nie ma takiego dnia" in shown
        answer = browser(desk.author).post(address, {**form, "account": "", "on": "26.11.2026"})
        assert "Przelew wymaga numeru rachunku" in answer.content.decode()
        assert not PayoutWay.objects.exists()

    def test_it_needs_the_right(self, desk: Desk, person: Person) -> None:
        stranger = with_caps("obca", Cap.SEE_PERSONS, Cap.SEE_PAYMENTS)
        address = f"/osoby/{person.pk}/sposob-wyplaty/"
        assert browser(stranger).post(address).status_code == 403
