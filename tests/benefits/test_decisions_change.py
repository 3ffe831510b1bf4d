"""A decision about an earlier one: the right is cut or changed, what was paid stays."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from benefits import checks, replay, work
from benefits.enforcement import Enforced
from benefits.models import Decision, Entitlement, EntitlementPerson, Instalment, PaymentList
from benefits.selectors_due import due
from benefits.services import cutting, decisions, entitlements, payments
from cases.services import people
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotAllowed, Refusal
from tests.benefits import payables, road
from tests.benefits.road import Office
from tests.database.sql import refused, run, set_actor
from tests.people import with_caps

DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
NOVEMBER = date(2026, 11, 1)
TOLD = "Strona podjęła zatrudnienie od 1 grudnia 2026 r."
RIGOUR = Enforced("rigour", "social", "Wypłata mimo podjętej pracy obciążałaby środki na pomoc.")


def sign(decision: Decision, office: Office) -> Decision:
    """Submitted, signed and issued today."""
    decisions.submit(decision, actor=office.worker)
    return decisions.sign_and_issue(decision, on=clock.today(), actor=office.director)


def revoked(
    office: Office, old: Decision, *, since: date = DECEMBER, enforced: Enforced = RIGOUR
) -> Decision:
    """With immediate enforceability, unless told otherwise."""
    draft = decisions.revoke(
        old, ground="personal", since=since, told=TOLD, enforced=enforced, actor=office.worker
    )
    return sign(draft, office)


def raised(office: Office, old: Decision, *, since: date = DECEMBER) -> Decision:
    draft = decisions.change(
        old, ground="favour", since=since, told="Koszty leczenia wzrosły.",
        amount=Decimal("600.00"), amount_reason="koszty leczenia", actor=office.worker,
    )  # fmt: skip
    return sign(draft, office)


def lowered(
    office: Office, old: Decision, *, since: date = DECEMBER, enforced: Enforced = RIGOUR
) -> Decision:
    """From 505,00 by an income of 400,00 in the month before."""
    month = {DECEMBER: date(2026, 11, 1), NOVEMBER: date(2026, 10, 1)}[since]
    road.earn(old.addressee, "400.00", office=office, month=road.Month.of(month))
    draft = decisions.change(
        old, ground="income", since=since, told="Strona podjęła pracę.", enforced=enforced,
        actor=office.worker,
    )  # fmt: skip
    return sign(draft, office)


def paid(office: Office, old: Decision, *, until: str = "settled") -> PaymentList:
    """November paid in cash, as far as `until`."""
    who = [
        with_caps(f"wyplaty-{place}", Cap.SEE_PAYMENTS, Cap.PREPARE_PAYMENTS, Cap.CHECK_PAYMENTS,
                  Cap.APPROVE_PAYMENTS, Cap.SEND_PAYMENTS)
        for place in range(3)
    ]  # fmt: skip
    payables.pay_way(
        old.addressee, actor=office.worker, confirmed_by=office.director, channel="cash"
    )
    made = payments.build(request_id=uuid.uuid4(), pay_on=road.TODAY, channel="cash", actor=who[0])
    if until == "draft":
        return made
    made = payments.prepare(made, actor=who[0])
    if until == "prepared":
        return made
    made = payments.approve(payments.check(made, actor=who[1]), actor=who[2])
    if until == "approved":
        return made
    made = payments.send(made, on=road.TODAY, actor=who[0])
    return payments.settle(made, on=road.TODAY, proof="RK 1", actor=who[0])


def faults() -> list[str]:
    """What the nightly check finds; deferred guards are asked first."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")
    return [
        *checks.texts(), *checks.numbers(), *checks.grants(), *checks.cuts(),
        *checks.instalments(), *checks.funding(), *replay.faults(),
    ]  # fmt: skip


def months_due(on: date = date(2027, 2, 1)) -> list[tuple[int, Decimal]]:
    """(month, amount) of what may be paid, whatever its way."""
    return [(row.month.month, row.amount) for row in due(on) if row.obstacle != "ended"]


def test_a_revocation_cuts_the_right_and_what_was_planned(office: Office) -> None:
    old = road.issued(office)
    new = revoked(office, old)
    right = Entitlement.objects.get()
    assert (right.status, right.cut_by) == ("revoked", new)
    assert (right.period.lower, right.period.upper) == (NOVEMBER, DECEMBER)
    assert EntitlementPerson.objects.get().period == right.period
    assert months_due() == [(11, Decimal("505.00"))]
    assert (new.kind, new.changes, new.sign) == ("revocation", old, "PS/2/2026")
    assert faults() == []


def test_its_words_name_the_earlier_decision_the_law_and_the_day(office: Office) -> None:
    old = road.issued(office)
    draft = decisions.revoke(old, ground="personal", since=DECEMBER,
                             told=TOLD, actor=office.worker)  # fmt: skip
    assert "art. 106 ust. 5" in draft.legal_basis
    assert draft.operative_part == (
        "Uchylić decyzję nr PS/1/2026 z dnia 26.11.2026 r., przyznającą świadczenie: zasiłek "
        "okresowy, na rzecz: Anna Nowak, w części dotyczącej okresu od 01.12.2026 r."
    )
    assert TOLD in draft.reasons
    assert "Rozstrzygnięcie obowiązuje od 01.12.2026 r." in draft.reasons
    assert "odwołanie do Samorządowego Kolegium" in draft.instruction


def test_a_change_ends_one_right_and_begins_another(office: Office) -> None:
    old = road.issued(office)
    new = raised(office, old)
    before, after = Entitlement.objects.order_by("pk")
    assert (before.status, before.period.upper, before.cut_by) == ("changed", DECEMBER, new)
    assert (after.status, after.amount, after.period.lower) == (
        "active", Decimal("600.00"), DECEMBER,
    )  # fmt: skip
    assert months_due() == [
        (11, Decimal("505.00")), (12, Decimal("600.00")), (1, Decimal("600.00")),
    ]  # fmt: skip
    assert "1. Zmienić decyzję nr PS/1/2026" in new.operative_part
    assert "w kwocie 600,00" in new.operative_part
    assert faults() == []
    assert {row.pk for row in replay.live()} == {
        row.calculation_id for row in (old.items.get(), new.items.get())
    }


def test_a_rise_for_a_month_paid_already_is_a_supplement(office: Office) -> None:
    old = road.issued(office)
    paid(office, old)
    new = raised(office, old, since=NOVEMBER)
    rows = Instalment.objects.filter(entitlement__decision_item__decision=new).order_by("month")
    assert [(row.month.month, row.kind, row.amount) for row in rows] == [
        (11, "supplement", Decimal("95.00")), (12, "ordinary", Decimal("600.00")),
        (1, "ordinary", Decimal("600.00")),
    ]  # fmt: skip
    assert list(rows[0].funding.values_list("source", "amount")) == [("own", Decimal("95.00"))]
    assert cutting.overpaid(new) == []
    assert faults() == []


def test_a_fall_for_a_month_paid_already_is_named_and_not_collected(office: Office) -> None:
    old = road.issued(office)
    paid(office, old)
    new = lowered(office, old, since=NOVEMBER)
    assert new.items.get().amount == Decimal("305.00")
    (over,) = cutting.overpaid(new)
    assert (str(over.month), over.paid, over.due, over.excess) == (
        "2026-11", Decimal("505.00"), Decimal("305.00"), Decimal("200.00"),
    )  # fmt: skip
    months = Instalment.objects.filter(entitlement__decision_item__decision=new)
    assert [row.month.month for row in months.order_by("month")] == [12, 1]
    assert faults() == []


def test_a_payment_on_a_draft_list_comes_off_it(office: Office) -> None:
    old = road.issued(office)
    made = paid(office, old, until="draft")
    new = revoked(office, old, since=NOVEMBER)
    assert made.payments.get().status == "cancelled"
    assert Entitlement.objects.get().period.isempty
    assert cutting.overpaid(new) == []
    assert months_due() == []
    assert "w całości" in new.operative_part


@pytest.mark.parametrize(
    ("state", "left"), [("prepared", True), ("approved", True), ("settled", False)]
)
def test_a_payment_on_a_signed_list_stays_and_is_named(
    office: Office, state: str, left: bool
) -> None:
    old = road.issued(office)
    made = paid(office, old, until=state)
    new = revoked(office, old, since=NOVEMBER)
    assert made.payments.get().status in ("listed", "settled")
    (over,) = cutting.overpaid(new)
    assert (over.payment_list, over.left, over.excess) == (made, left, Decimal("505.00"))


def test_a_month_struck_off_a_signed_list_is_planned_anew(office: Office) -> None:
    old = road.issued(office)
    made = paid(office, old, until="approved")
    new = raised(office, old, since=NOVEMBER)
    months = Instalment.objects.filter(entitlement__decision_item__decision=new, month=NOVEMBER)
    assert list(months.values_list("kind", "amount")) == [("supplement", Decimal("95.00"))]
    payments.strike(
        made, [made.payments.get().pk], reason="other", remark="zmiana decyzji", actor=made.made_by
    )
    entitlements.plan_open(actor=office.installation)
    assert sorted(months.values_list("kind", "ordinal", "amount")) == [
        ("supplement", 1, Decimal("95.00")), ("supplement", 2, Decimal("505.00")),
    ]  # fmt: skip
    assert entitlements.plan_open(actor=office.installation) == 0
    assert faults() == []


def test_a_withheld_right_stays_withheld_when_its_amount_changes(office: Office) -> None:
    old = road.issued(office)
    with acting(office.worker):
        Entitlement.objects.update(status="withheld")
    raised(office, old)
    assert set(Entitlement.objects.values_list("status", flat=True)) == {"changed", "withheld"}


def test_after_a_death_the_decision_expires_and_is_kept_in_the_file(office: Office) -> None:
    old = road.issued(office)
    people.note_death(old.addressee, on=date(2026, 11, 20), actor=office.worker)
    draft = decisions.expire(
        old, ground="death", told="Strona zmarła 20 listopada 2026 r.", actor=office.worker
    )
    assert decisions.lacking(draft) == []
    new = sign(draft, office)
    right = Entitlement.objects.get()
    assert (right.status, right.period.upper) == ("expired", date(2026, 11, 21))
    assert new.text is not None
    assert new.text["addressee"] == {"name": "Anna Nowak (zm. 20.11.2026)", "lines": []}
    assert new.text["recipients"] == ["a/a"]
    assert [row.month.month for row in due(date(2027, 2, 1))] == [11]
    assert {row.obstacle for row in due(date(2027, 2, 1))} == {"deceased"}
    final = decisions.finalise(new, on=road.TODAY, basis="no_party", actor=office.director)
    assert final.status == "final"
    assert faults() == []


def test_after_a_death_a_grown_up_of_the_family_is_told(office: Office) -> None:
    item = road.ready_item(office, children=("Zofia",))
    zofia = item.application.household.memberships.get(role="child").person
    old = road.issued(office, item=item)
    with acting(office.worker):
        type(zofia).objects.filter(pk=zofia.pk).update(birth_date=date(2006, 6, 1))
    people.note_death(old.addressee, on=date(2026, 11, 20), actor=office.worker)
    draft = decisions.expire(old, ground="death", told="Strona zmarła.", actor=office.worker)
    assert draft.addressee == zofia


def test_a_death_that_is_not_on_record_expires_nothing(office: Office) -> None:
    with pytest.raises(Refusal, match="nie ma daty zgonu"):
        decisions.expire(road.issued(office), ground="death", told="x", actor=office.worker)


def test_the_case_stays_where_the_earlier_decision_brought_it(office: Office) -> None:
    old = road.issued(office)
    new = revoked(office, old)
    assert new.case.status == "decided"
    assert old.items.get().item.outcome == "granted"


def test_it_is_delivered_and_becomes_final_by_itself(office: Office) -> None:
    old = road.issued(office)
    new = revoked(office, old)
    from opsapp.kernel.documents import keep

    with acting(office.worker):
        Decision.objects.filter(pk=new.pk).update(
            document=keep("decision", b"%PDF-1.7", actor=office.worker)
        )
    new = decisions.deliver(new, on=road.TODAY, basis="actual", actor=office.director)
    assert new.status == "delivered"
    assert decisions.finalise_due(date(2026, 12, 10), actor=office.installation) == 0
    with clock.frozen(date(2026, 12, 11)):
        assert decisions.finalise_due(clock.today(), actor=office.installation) == 1
    new.refresh_from_db()
    assert (new.status, new.final_on) == ("final", date(2026, 12, 11))


def test_an_income_that_moved_by_a_tenth_of_the_criterion_changes_nothing(office: Office) -> None:
    old = road.issued(office)
    road.earn(old.addressee, "101.00", office=office, month=road.Month(2026, 11))
    with pytest.raises(Refusal, match=r"nie więcej niż 10 %.*art\. 106 ust\. 3a"):
        decisions.change(old, ground="income", since=DECEMBER, told="Praca.", actor=office.worker)


def test_an_income_that_nobody_entered_yet_raises_no_benefit(office: Office) -> None:
    item = road.ready_item(office)
    road.earn(item.person, "300.00", office=office)
    old = road.issued(office, item=item)
    given = {"ground": "favour", "since": DECEMBER, "told": "Choroba.", "actor": office.worker}
    with pytest.raises(Refusal, match=r"nie wpisano: wynagrodzenie.*\(Anna Nowak\)"):
        decisions.change(old, **given)  # type: ignore[arg-type]
    draft = decisions.change(old, **given, incomes_whole=True)  # type: ignore[arg-type]
    assert draft.items.get().amount == Decimal("505.00")


def test_what_is_not_due_any_more_is_revoked_and_what_is_due_is_not(office: Office) -> None:
    old = road.issued(office)
    income = {"ground": "income", "since": DECEMBER, "told": "Praca."}
    road.earn(old.addressee, "400.00", office=office, month=road.Month(2026, 11))
    with pytest.raises(Refusal, match="nadal przysługuje"):
        decisions.revoke(old, **income, actor=office.worker)  # type: ignore[arg-type]
    road.earn(old.addressee, "900.00", office=office, month=road.Month(2026, 11))
    with pytest.raises(Refusal, match="nie przysługuje"):
        decisions.change(old, **income, actor=office.worker)  # type: ignore[arg-type]
    draft = decisions.revoke(old, **income, actor=office.worker)  # type: ignore[arg-type]
    assert "1 300,00" in draft.reasons.replace("\xa0", " ")


WRONG = [
    ({"ground": "death"}, "Wybierz podstawę"),
    ({"ground": "consent"}, "tylko decyzję ostateczną"),
    ({"told": " "}, "Napisz, co się zmieniło"),
    ({"since": date(2026, 12, 2)}, "Podaj miesiąc"),
    ({"since": date(2027, 2, 1)}, "nie ma czego zmieniać"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG)
def test_what_is_given_wrong_is_refused(
    office: Office, wrong: dict[str, object], words: str
) -> None:
    given = {"ground": "personal", "since": DECEMBER, "told": TOLD} | wrong
    with pytest.raises(Refusal, match=words):
        decisions.revoke(road.issued(office), **given, actor=office.worker)  # type: ignore[arg-type]
    assert Decision.objects.count() == 1


def test_only_an_issued_grant_that_runs_is_changed_and_once(office: Office) -> None:
    given = {
        "ground": "personal", "since": DECEMBER, "told": TOLD, "enforced": RIGOUR,
        "actor": office.worker,
    }  # fmt: skip
    with pytest.raises(Refusal, match="tylko wydaną decyzję"):
        decisions.revoke(road.drafted(office, item=road.ready_item(office, last="Zych")), **given)  # type: ignore[arg-type]
    old = road.issued(office)
    draft = decisions.revoke(old, **given)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="Jest już projekt"):
        decisions.revoke(old, **given)  # type: ignore[arg-type]
    sign(draft, office)
    with pytest.raises(Refusal, match=r"zmieniła już decyzja PS/2/2026"):
        decisions.revoke(old, **given)  # type: ignore[arg-type]


def test_only_who_drafts_changes_and_nobody_excluded(office: Office) -> None:
    old = road.issued(office)
    given = {"ground": "personal", "since": DECEMBER, "told": TOLD}
    with pytest.raises(NotAllowed):
        decisions.revoke(old, **given, actor=office.director)  # type: ignore[arg-type]
    people.declare_exclusion(
        old.addressee, user=office.worker, reason="siostra", on=road.TODAY,
        actor=office.installation,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="siostra"):
        decisions.revoke(old, **given, actor=office.worker)  # type: ignore[arg-type]


def test_only_the_words_of_such_a_draft_are_edited(office: Office) -> None:
    old = road.issued(office)
    draft = decisions.revoke(old, ground="personal", since=DECEMBER, told=TOLD, actor=office.worker)
    saved = decisions.revise(draft, version=0, reasons="Inne.", actor=office.worker)
    assert saved.reasons == "Inne."
    with pytest.raises(Refusal, match="poprawia się tutaj tylko treść"):
        decisions.revise(saved, version=1, amount=Decimal("1.00"), actor=office.worker)
    decisions.drop(saved, actor=office.worker)
    assert Entitlement.objects.get().status == "active"


def test_a_change_is_changed_again_by_the_chain(office: Office) -> None:
    old = road.issued(office)
    first = raised(office, old)
    second = revoked(office, first, since=JANUARY)
    assert [(row.status, row.cut_by) for row in Entitlement.objects.order_by("pk")] == [
        ("changed", first), ("revoked", second),
    ]  # fmt: skip
    assert months_due() == [(11, Decimal("505.00")), (12, Decimal("600.00"))]
    assert faults() == []


def test_it_is_never_signed_unread_in_a_batch(office: Office) -> None:
    old = road.issued(office)
    draft = decisions.revoke(old, ground="personal", since=DECEMBER, told=TOLD, actor=office.worker)
    assert "zmiana wcześniejszej decyzji" in decisions.exceptions_of(draft)


def test_the_database_cuts_nothing_without_its_decision(office: Office) -> None:
    old = road.issued(office)
    draft = decisions.revoke(old, ground="personal", since=DECEMBER, told=TOLD, actor=office.worker)
    set_actor(office.worker.pk)
    with refused("skraca tylko podpisana decyzja"):
        Entitlement.objects.update(cut_by=draft)
    other = road.issued(office, item=road.ready_item(office, last="Zych"))
    set_actor(office.worker.pk)
    with refused("zmienia inną decyzję"):
        draft.items.update(changed_item=other.items.get())


def test_a_change_issued_without_its_effect_is_refused_at_the_end(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = road.issued(office)
    monkeypatch.setattr(cutting, "cut", lambda *given, **more: None)
    revoked(office, old)
    with pytest.raises(IntegrityError, match="ono trwa dalej"):
        run("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_right_of_somebody_who_died_is_work_of_who_runs_the_case(office: Office) -> None:
    old = road.issued(office)
    assert list(work.to_expire(office.worker, road.TODAY)) == []
    people.note_death(old.addressee, on=date(2026, 11, 20), actor=office.worker)
    (line,) = work.to_expire(office.worker, road.TODAY)
    assert "20.11.2026" in line.detail
    assert list(work.to_expire(office.clerk, road.TODAY)) == []
    decisions.expire(old, ground="death", told="Strona zmarła.", actor=office.worker)
    assert list(work.to_expire(office.worker, road.TODAY)) == []
