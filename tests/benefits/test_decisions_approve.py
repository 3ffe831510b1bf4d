"""The signature: four eyes, an authorisation in force, nobody excluded, facts unchanged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from benefits.models import Decision, Entitlement
from benefits.services import decisions
from cases.services import people
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Period
from opsapp.kernel.refusals import Conflict, NotAllowed, Refusal
from opsapp.office.models import Authorisation
from opsapp.office.services import authorisations
from tests.benefits import road
from tests.benefits.road import Office
from tests.people import LONG_AGO, with_caps


def test_a_signature_names_its_authorisation_and_day(office: Office) -> None:
    decision = road.approved(office)
    assert (decision.status, decision.approver) == ("approved", office.director)
    assert (decision.approved_on, decision.number) == (road.TODAY, None)
    assert decision.authorisation == Authorisation.objects.get(user=office.director)
    move = decision.transitions.last()
    assert move is not None
    assert (move.move, move.actor) == ("approve", office.director)


def test_the_author_does_not_sign(office: Office) -> None:
    both = with_caps("obie-role", *road.WORKER, *road.HEAD)
    road.authorise(both, number="OR.1")
    calculation = road.calculate(road.ready_item(office), office=office)
    decision = decisions.submit(decisions.draft(calculation, actor=both), actor=both)
    with pytest.raises(NotAllowed, match="inna osoba niż jej autor"):
        decisions.approve(decision, actor=both)


def test_without_the_capability_nobody_signs(office: Office) -> None:
    with pytest.raises(NotAllowed, match="Zatwierdzanie decyzji"):
        decisions.approve(road.submitted(office), actor=office.clerk)


def test_a_system_user_does_not_sign(office: Office) -> None:
    with pytest.raises(NotAllowed):
        decisions.approve(road.submitted(office), actor=office.installation)


def test_a_head_of_another_unit_does_not_sign(office: Office) -> None:
    from opsapp.office.models import Unit
    from opsapp.office.services import roles, units

    elsewhere = units.open_unit(
        name="Inna", cell="SR", kind=Unit.Kind.SECTION, parent=office.unit.parent,
        since=LONG_AGO, actor=office.installation,
    )  # fmt: skip
    stranger = with_caps("kierownik-obcy")
    role = roles.define(code="obcy", name="Obcy", capabilities=road.HEAD, actor=office.installation)
    roles.assign(stranger, role=role, unit=elsewhere, since=LONG_AGO, actor=office.installation)
    road.authorise(stranger, number="OR.2")
    with pytest.raises(NotAllowed):
        decisions.approve(road.submitted(office), actor=stranger)


@pytest.mark.parametrize(
    ("given", "scope"),
    [
        ({"since": date(2026, 11, 27), "issued_on": LONG_AGO}, ()),
        ({"until": date(2026, 11, 25)}, ()),
        ({}, ("permanent_allowance",)),
    ],
    ids=["not yet in force", "ended yesterday", "for another benefit"],
)
def test_without_an_authorisation_in_force_for_the_benefit_nobody_signs(
    office: Office, given: dict[str, date], scope: tuple[str, ...]
) -> None:
    deputy = with_caps("zastepca", *road.HEAD)
    road.authorise(deputy, *scope, number="OR.3", **given)
    with pytest.raises(NotAllowed, match=r"Nie masz upoważnienia.*zasiłek okresowy"):
        decisions.approve(road.submitted(office), actor=deputy)


def test_an_authorisation_for_the_benefit_is_enough(office: Office) -> None:
    deputy = with_caps("zastepca", *road.HEAD)
    road.authorise(deputy, "periodic_allowance", number="OR.3")
    decision = decisions.approve(road.submitted(office), actor=deputy)
    assert decision.authorisation is not None
    assert decision.authorisation.number == "OR.3"


def test_a_revoked_authorisation_signs_nothing_more(office: Office) -> None:
    decision = road.approved(office)
    assert decision.authorisation is not None
    authorisations.revoke(decision.authorisation, last_day=road.TODAY, actor=office.installation)
    with clock.frozen(date(2026, 11, 27)), pytest.raises(NotAllowed, match="Nie masz upoważnienia"):
        decisions.approve(
            road.submitted(office, item=road.ready_item(office, last="Zych")),
            actor=office.director,
        )


def test_whoever_is_excluded_from_anybody_covered_does_not_sign(office: Office) -> None:
    decision = road.submitted(office, item=road.ready_item(office, children=("Zofia",)))
    zofia = decision.items.get().calculation.snapshot.members.get(role="child").person
    people.declare_exclusion(
        zofia, user=office.director, reason="wnuczka", on=date(2026, 1, 1),
        actor=office.installation,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match=r"art\. 24 k\.p\.a\.\): wnuczka"):
        decisions.approve(decision, actor=office.director)


def test_facts_changed_on_the_way_are_refused(office: Office) -> None:
    decision = road.submitted(office)
    road.earn(decision.addressee, "150.00", office=office)
    with pytest.raises(Refusal, match=r"nieaktualne.*Zwróć projekt"):
        decisions.approve(decision, actor=office.director)
    decision.refresh_from_db()
    assert (decision.status, decision.approver) == ("approval_pending", None)


def test_twice_signed_is_refused(office: Office) -> None:
    with pytest.raises(Refusal, match="zatwierdzona"):
        decisions.approve(road.approved(office), actor=office.director)


def test_a_day_to_come_is_refused(office: Office) -> None:
    with pytest.raises(Refusal, match="datą, która minęła"):
        decisions.approve(road.submitted(office), on=date(2026, 11, 27), actor=office.director)


def test_a_day_before_the_draft_was_handed_over_is_refused(office: Office) -> None:
    with pytest.raises(Refusal, match=r"przekazano do podpisu 26\.11\.2026"):
        decisions.approve(road.submitted(office), on=date(2026, 11, 25), actor=office.director)


def test_nothing_is_granted_to_the_dead(office: Office) -> None:
    decision = road.submitted(office)
    people.note_death(decision.addressee, on=date(2026, 11, 25), actor=office.worker)
    with pytest.raises(decisions.NotReady, match=r"Strona zmarła 25\.11\.2026"):
        decisions.approve(decision, actor=office.director)
    assert not Entitlement.objects.exists()


def test_one_key_signs_and_issues(office: Office) -> None:
    decision = decisions.sign_and_issue(
        road.submitted(office), on=road.TODAY, actor=office.director
    )
    assert (decision.status, decision.sign) == ("issued", "PS/1/2026")
    assert [move.move for move in decision.transitions.all()] == ["submit", "approve", "issue"]


def test_one_key_without_the_right_to_issue_signs_nothing(office: Office) -> None:
    signer = with_caps("podpisuje", Cap.APPROVE_DECISIONS)
    road.authorise(signer, number="OR.4")
    decision = road.submitted(office)
    with pytest.raises(NotAllowed, match="Wydawanie decyzji"):
        decisions.sign_and_issue(decision, on=road.TODAY, actor=signer)
    decision.refresh_from_db()
    assert decision.status == "approval_pending"


def three(office: Office) -> list[Decision]:
    """Three ordinary decisions of three families, 505,00 zł each."""
    return [
        road.submitted(office, item=road.ready_item(office, last=last))
        for last in ("Nowak", "Kowal", "Zych")
    ]


def test_a_batch_is_signed_when_its_number_and_sum_are_typed_out(office: Office) -> None:
    chosen = three(office)
    signed = decisions.sign_batch(
        chosen, count=3, total=Decimal("1515.00"), on=road.TODAY, actor=office.director
    )
    assert [one.sign for one in signed] == ["PS/1/2026", "PS/2/2026", "PS/3/2026"]


@pytest.mark.parametrize(("count", "total"), [(2, "1515.00"), (3, "1515.01")])
def test_another_number_or_sum_signs_nothing(office: Office, count: int, total: str) -> None:
    chosen = three(office)
    with pytest.raises(Conflict, match=r"Zaznaczono decyzji: 3 na 1.515,00"):
        decisions.sign_batch(
            chosen, count=count, total=Decimal(total), on=road.TODAY, actor=office.director
        )
    assert not Decision.objects.exclude(number=None).exists()


def test_an_exception_in_the_batch_signs_nothing(office: Office) -> None:
    chosen = three(office)
    special = road.submitted(
        office, item=road.ready_item(office, last="Żak"), amount=Decimal("600.00"),
        amount_reason="choroba",
    )  # fmt: skip
    assert decisions.exceptions_of(special) == ["inna kwota niż proponowana"]
    with pytest.raises(Refusal, match=r"Odznacz projekt.*inna kwota"):
        decisions.sign_batch(
            [*chosen, special], count=4, total=Decimal("2115.00"), on=road.TODAY,
            actor=office.director,
        )  # fmt: skip
    assert not Entitlement.objects.exists()


def test_one_that_cannot_be_signed_lets_none_be(office: Office) -> None:
    chosen = three(office)
    people.declare_exclusion(
        chosen[2].addressee, user=office.director, reason="brat", on=date(2026, 1, 1),
        actor=office.installation,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="brat"):
        decisions.sign_batch(
            chosen, count=3, total=Decimal("1515.00"), on=road.TODAY, actor=office.director
        )
    assert set(Decision.objects.values_list("status", flat=True)) == {"approval_pending"}


def test_overlapping_drafts_are_signed_only_once(office: Office) -> None:
    """Two families share a member: the second signature finds the first one's entitlement."""
    first = road.submitted(office)
    household = first.items.get().item.application.household
    decisions.sign_and_issue(first, on=road.TODAY, actor=office.director)
    item = road.apply_for(household, office=office)
    road.visit(item, office=office)
    later = Period(date(2027, 2, 1), date(2027, 2, 28))
    second = road.submitted(office, item=item, period=later)
    assert decisions.approve(second, actor=office.director).status == "approved"
