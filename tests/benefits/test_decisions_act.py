"""From when a decision that takes something away acts (k.p.a. art. 108, 130)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from benefits import enforcement
from benefits.enforcement import WHEN_FINAL, Enforced
from benefits.models import Decision, Entitlement
from benefits.selectors_chain import cut_of
from benefits.selectors_due import due
from benefits.services import cutting, decisions, entitlements, payments
from benefits.services.decisions import appealing
from cases.services import people
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.periods import Period
from opsapp.kernel.refusals import Refusal
from tests.benefits import road
from tests.benefits.road import TODAY, Office
from tests.benefits.test_appeals import (
    BACK,
    CAME,
    at_the_board,
    cash_way,
    delivered,
    fresh,
    in_part,
    right,
    ruled,
)
from tests.benefits.test_decisions_change import (
    DECEMBER,
    JANUARY,
    NOVEMBER,
    RIGOUR,
    TOLD,
    faults,
    lowered,
    paid,
    raised,
    revoked,
    sign,
)
from tests.cases.conftest import browser
from tests.database.sql import refused, run

LAST_DAY, FINAL_DAY = date(2026, 12, 10), date(2026, 12, 11)
DEMAND = Enforced("demand", reason="Strona wniosła o to 20 listopada 2026 r.")


def waiting(
    office: Office, *, way: bool = True, period: Period | None = None, **more: Any
) -> tuple[Decision, Decision]:
    """A grant of 505,00 for November to January, and its revocation delivered, not final."""
    old = delivered(road.issued(office, period=period), office)
    if way:
        cash_way(office, old)
    return old, delivered(revoked(office, old, enforced=WHEN_FINAL, **more), office)


def months(on: date = date(2027, 6, 1)) -> list[tuple[int, Decimal]]:
    """(month, amount) of what may be paid now."""
    return [(row.month.month, row.amount) for row in due(on) if row.obstacle is None]


def finalised(decision: Decision, office: Office, **more: Any) -> Decision:
    given: dict[str, Any] = {"on": FINAL_DAY, "basis": "term"} | more
    with clock.frozen(max(given["on"], FINAL_DAY)):
        return decisions.finalise(fresh(decision), **given, actor=office.director)


OLD = [(11, Decimal("505.00")), (12, Decimal("505.00")), (1, Decimal("505.00"))]


class TestUntilItIsFinal:
    def test_a_revocation_takes_nothing_and_the_old_instalments_go_on(self, office: Office) -> None:
        old, new = waiting(office)
        assert (right(old).status, right(old).cut_by, right(old).period.upper) == (
            "active", None, date(2027, 2, 1),
        )  # fmt: skip
        assert months() == OLD
        assert cut_of(old) is None
        assert enforcement.waiting_change(old) == new
        assert faults() == []

    def test_a_draft_list_keeps_its_payment_and_can_be_signed(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        made = paid(office, old, until="draft")
        revoked(office, old, since=NOVEMBER, enforced=WHEN_FINAL)
        assert made.payments.get().status == "listed"
        assert payments.prepare(made, actor=made.made_by).status == "prepared"

    def test_a_lower_amount_is_not_paid_and_has_no_right_yet(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        cash_way(office, old)
        new = lowered(office, old, enforced=WHEN_FINAL)
        assert not Entitlement.objects.filter(decision_item__decision=new).exists()
        assert months() == OLD
        assert faults() == []

    def test_an_expiry_that_no_death_brought_about_waits_too(self, office: Office) -> None:
        old = road.issued(office)
        draft = decisions.expire(
            old, ground="pointless", since=DECEMBER, told=TOLD, actor=office.worker
        )
        sign(draft, office)
        assert right(old).status == "active"

    def test_a_right_paid_whole_stays_open_for_it(self, office: Office) -> None:
        november = Period(NOVEMBER, date(2026, 11, 30))
        old, new = waiting(office, way=False, period=november, since=NOVEMBER)
        paid(office, old)
        assert entitlements.complete_due(DECEMBER, actor=office.installation) == 0
        finalised(new, office)
        assert right(old).cut_by == new


class TestOnceFinal:
    def test_the_last_day_of_the_term_changes_nothing_and_the_next_one_cuts(
        self, office: Office
    ) -> None:
        old, new = waiting(office)
        with clock.frozen(LAST_DAY):
            with pytest.raises(Refusal, match=r"biegnie do 10\.12\.2026"):
                decisions.finalise(new, on=LAST_DAY, actor=office.director)
            decisions.finalise_due(LAST_DAY, actor=office.installation)
        assert months() == OLD
        with clock.frozen(FINAL_DAY):
            decisions.finalise_due(FINAL_DAY, actor=office.installation)
        assert (right(old).status, right(old).cut_by, right(old).period.upper) == (
            "revoked", new, DECEMBER,
        )  # fmt: skip
        assert months() == OLD[:1]
        assert cut_of(old) == (new, DECEMBER)
        assert faults() == []

    def test_what_was_paid_meanwhile_is_named_to_be_decided_apart(self, office: Office) -> None:
        old, new = waiting(office, way=False, since=NOVEMBER)
        paid(office, old)
        assert cutting.overpaid(new) == []
        finalised(new, office)
        (row,) = cutting.overpaid(new)
        assert (row.month.month, row.excess, row.left) == (11, Decimal("505.00"), False)
        assert months() == []
        assert faults() == []

    def test_a_draft_list_loses_the_months_taken_away(self, office: Office) -> None:
        old, new = waiting(office, way=False, since=NOVEMBER)
        made = paid(office, old, until="draft")
        finalised(new, office)
        assert made.payments.get().status == "cancelled"

    def test_a_lower_amount_begins_and_counts_what_was_paid(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        new = delivered(lowered(office, old, since=NOVEMBER, enforced=WHEN_FINAL), office)
        paid(office, old)
        finalised(new, office)
        assert months() == [(12, Decimal("305.00")), (1, Decimal("305.00"))]
        (row,) = cutting.overpaid(new)
        assert (row.paid, row.due, row.excess) == (
            Decimal("505.00"), Decimal("305.00"), Decimal("200.00"),
        )  # fmt: skip
        assert right(new).amount == Decimal("305.00")
        assert faults() == []

    def test_a_waiver_cuts_on_its_day(self, office: Office) -> None:
        old, new = waiting(office)
        finalised(new, office, on=TODAY, basis="waiver")
        assert right(old).cut_by == new
        assert fresh(new).final_on == TODAY

    def test_twice_is_refused_and_cuts_once(self, office: Office) -> None:
        old, new = waiting(office)
        finalised(new, office)
        with pytest.raises(Refusal):
            finalised(new, office)
        assert right(old).transitions.filter(move="revoke").count() == 1

    def test_a_withheld_right_is_cut_and_its_lower_one_is_withheld(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        new = delivered(lowered(office, old, enforced=WHEN_FINAL), office)
        with acting(office.worker):
            Entitlement.objects.update(status="withheld")
        finalised(new, office)
        assert (right(old).status, right(new).status) == ("changed", "withheld")


class TestAppealed:
    def appealed(self, office: Office, new: Decision, on: date = CAME) -> Decision:
        with clock.frozen(on):
            appealing.receive(new, on=on, actor=office.worker)
        return fresh(new)

    def test_in_time_on_the_last_day_keeps_the_old_payments_going(self, office: Office) -> None:
        old, new = waiting(office)
        self.appealed(office, new, LAST_DAY)
        with clock.frozen(BACK):
            decisions.finalise_due(BACK, actor=office.installation)
        assert months() == OLD
        assert right(old).status == "active"

    @pytest.mark.parametrize("outcome", ["upheld", "discontinued", "inadmissible"])
    def test_upheld_it_acts_from_the_ruling(self, office: Office, outcome: str) -> None:
        old, new = waiting(office)
        at_the_board(office, self.appealed(office, new))
        assert months() == OLD
        ruled(office, fresh(new), outcome)
        assert (fresh(new).status, fresh(new).final_on) == ("final", BACK)
        assert right(old).cut_by == new
        assert months() == OLD[:1]
        assert faults() == []

    @pytest.mark.parametrize("outcome", ["quashed", "remanded"])
    def test_quashed_it_never_acts(self, office: Office, outcome: str) -> None:
        old, new = waiting(office)
        at_the_board(office, self.appealed(office, new))
        ruled(office, fresh(new), outcome)
        assert fresh(new).status == "quashed"
        page = browser(office.director).get(reverse("benefits:decision", args=[new.pk]))
        assert "Decyzja nie działa: świadczenie z wcześniejszej" in page.content.decode()
        assert (right(old).status, right(old).cut_by) == ("active", None)
        assert months() == OLD
        assert faults() == []

    def test_partly_quashed_the_rest_of_it_acts(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        cash_way(office, old)
        new = delivered(lowered(office, old, enforced=WHEN_FINAL), office)
        at_the_board(office, self.appealed(office, new))
        ruled(office, fresh(new), "partly", since=JANUARY)
        assert right(old).cut_by == new
        assert right(new).period.upper == JANUARY
        assert months() == [(11, Decimal("505.00")), (12, Decimal("305.00"))]

    def test_a_late_one_stops_nothing(self, office: Office) -> None:
        old, new = waiting(office)
        self.appealed(office, new, date(2026, 12, 14))
        assert (fresh(new).status, fresh(new).final_on) == ("final", FINAL_DAY)
        assert right(old).cut_by == new

    def test_against_a_rigour_it_stops_nothing(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        cash_way(office, old)
        new = delivered(lowered(office, old), office)
        self.appealed(office, new)
        assert months() == [
            (11, Decimal("505.00")), (12, Decimal("305.00")), (1, Decimal("305.00")),
        ]  # fmt: skip

    def test_the_earlier_decision_is_not_quashed_nor_corrected_meanwhile(
        self, office: Office
    ) -> None:
        old, new = waiting(office)
        with clock.frozen(CAME):
            appealing.receive(old, on=CAME, actor=office.worker)
            with pytest.raises(Refusal, match=f"zmienia decyzja {new}"):
                decisions.correct(old, told="Słuszne.", actor=office.worker)
        at_the_board(office, fresh(old))
        with pytest.raises(Refusal, match=f"zmienia już decyzja {new}"):
            ruled(office, fresh(old), "quashed")


class TestAtOnce:
    @pytest.mark.parametrize("enforced", [RIGOUR, DEMAND])
    def test_it_acts_with_its_issue(self, office: Office, enforced: Enforced) -> None:
        old = delivered(road.issued(office), office)
        cash_way(office, old)
        new = revoked(office, old, enforced=enforced)
        assert right(old).cut_by == new
        assert months() == OLD[:1]
        assert enforcement.waiting_change(old) is None
        assert faults() == []

    def test_a_lower_amount_by_rigour_is_paid_before_it_is_final(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        cash_way(office, old)
        lowered(office, old)
        assert months() == [
            (11, Decimal("505.00")), (12, Decimal("305.00")), (1, Decimal("305.00")),
        ]  # fmt: skip

    def test_once_final_nothing_is_done_again(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        new = delivered(lowered(office, old), office)
        finalised(new, office)
        assert Entitlement.objects.count() == 2
        assert right(old).transitions.filter(move="change").count() == 1
        assert faults() == []

    def test_a_rise_acts_at_once_without_any_rigour(self, office: Office) -> None:
        old = delivered(road.issued(office), office)
        new = raised(office, old)
        assert right(old).cut_by == new
        assert enforcement.why_at_once(new, new.items.get()) == "favour"

    @pytest.mark.parametrize("enforced", [RIGOUR, DEMAND])
    def test_what_acts_at_once_anyway_takes_no_rigour(
        self, office: Office, enforced: Enforced
    ) -> None:
        old = road.issued(office)
        with pytest.raises(Refusal, match="bez rygoru") as refusal:
            decisions.change(
                old, ground="favour", since=DECEMBER, told="Leki.", amount=Decimal("600.00"),
                amount_reason="leki", enforced=enforced, actor=office.worker,
            )  # fmt: skip
        assert refusal.value.field == "at_once"
        assert Decision.objects.count() == 1

    @pytest.mark.parametrize(
        ("enforced", "field"),
        [
            (Enforced("rigour", "social", " \n"), "at_once_reason"),
            (Enforced("rigour", "", "Powód."), "rigour_ground"),
            (Enforced("rigour", "gołąb", "Powód."), "rigour_ground"),
            (Enforced("demand", "", ""), "at_once_reason"),
            (Enforced("zaraz", "social", "Powód."), "at_once"),
        ],
    )
    def test_at_once_without_its_reason_is_refused(
        self, office: Office, enforced: Enforced, field: str
    ) -> None:
        old = road.issued(office)
        with pytest.raises(Refusal) as refusal:
            revoked(office, old, enforced=enforced)
        assert refusal.value.field == field
        assert Decision.objects.count() == 1

    def test_its_words_give_the_rigour_and_say_why(self, office: Office) -> None:
        new = revoked(office, road.issued(office))
        assert new.operative_part.endswith("2. Nadać decyzji rygor natychmiastowej wykonalności.")
        assert "art. 104, art. 107 i art. 108 § 1" in new.legal_basis
        assert f"ze względu na inny interes społeczny (art. 108 § 1 k.p.a.). {RIGOUR.reason}" in (
            new.reasons
        )
        assert "art. 135 k.p.a." in new.instruction
        assert new.text is not None and "rygor natychmiastowej" in str(new.text)

    def test_the_words_of_a_demand_and_of_one_that_waits(self, office: Office) -> None:
        draft = decisions.revoke(
            road.issued(office), ground="personal", since=DECEMBER, told=TOLD, enforced=DEMAND,
            actor=office.worker,
        )  # fmt: skip
        assert "art. 130 § 4 k.p.a." in draft.reasons and DEMAND.reason in draft.reasons
        assert "rygor" not in draft.operative_part
        assert "nie podlega wykonaniu przed upływem" not in draft.instruction
        draft = decisions.amend(
            draft, version=0, ground="personal", since=DECEMBER, told=TOLD, actor=office.worker
        )
        assert (draft.at_once, draft.at_once_reason) == ("", "")
        assert "nie podlega wykonaniu przed upływem" in draft.instruction
        assert DEMAND.reason not in draft.reasons

    def test_it_is_never_signed_when_the_operative_part_says_otherwise(
        self, office: Office
    ) -> None:
        old = road.issued(office)
        draft = decisions.revoke(
            old, ground="personal", since=DECEMBER, told=TOLD, enforced=RIGOUR, actor=office.worker
        )
        draft = decisions.revise(
            draft, version=0, operative_part="Uchylić decyzję.", actor=office.worker
        )
        assert any("nie nadaje" in one for one in decisions.lacking(draft))
        draft = decisions.amend(
            draft, version=1, ground="personal", since=DECEMBER, told=TOLD, actor=office.worker
        )
        assert decisions.lacking(draft) == []
        said = f"{draft.operative_part}\n\n2. Rygoru Natychmiastowej wykonalności udzielić."
        draft = decisions.revise(draft, version=2, operative_part=said, actor=office.worker)
        assert any("nie zaznacza" in one for one in decisions.lacking(draft))

    def test_the_signer_is_told(self, office: Office) -> None:
        draft = decisions.revoke(
            road.issued(office), ground="personal", since=DECEMBER, told=TOLD, enforced=RIGOUR,
            actor=office.worker,
        )  # fmt: skip
        assert any("rygor" in one for one in decisions.exceptions_of(draft))


class TestStayed:
    """The board stays a revocation that acted at once (art. 135)."""

    def stayed(self, office: Office) -> tuple[Decision, Decision]:
        old = delivered(road.issued(office), office)
        cash_way(office, old)
        new = delivered(revoked(office, old), office)
        with clock.frozen(CAME):
            appealing.receive(new, on=CAME, actor=office.worker)
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("SET CONSTRAINTS ALL DEFERRED")
        assert months() == OLD[:1]
        with clock.frozen(CAME):
            appealing.stay(fresh(new), on=CAME, sign="SKO.1", actor=office.director)
        return old, fresh(new)

    def test_the_right_comes_back_until_the_stay_ends(self, office: Office) -> None:
        old, new = self.stayed(office)
        assert (right(old).status, right(old).cut_by) == ("active", None)
        assert months() == OLD
        acts = enforcement.acts_of(new, new.items.get())
        assert acts is not None and "wstrzymał organ odwoławczy" in acts.said
        assert faults() == []
        with clock.frozen(BACK):
            appealing.end_stay(new, on=BACK, actor=office.director)
        assert right(old).cut_by == new
        assert months() == OLD[:1]
        assert faults() == []

    @pytest.mark.parametrize(("outcome", "left"), [("upheld", OLD[:1]), ("quashed", OLD)])
    def test_the_ruling_ends_it(
        self, office: Office, outcome: str, left: list[tuple[int, Decimal]]
    ) -> None:
        _, new = self.stayed(office)
        at_the_board(office, new)
        ruled(office, fresh(new), outcome)
        assert months() == left
        assert faults() == []

    def test_one_that_never_acted_has_nothing_to_give_back(self, office: Office) -> None:
        old, new = waiting(office)
        with clock.frozen(CAME):
            appealing.receive(new, on=CAME, actor=office.worker)
            appealing.stay(fresh(new), on=CAME, sign="SKO.1", actor=office.director)
            appealing.end_stay(fresh(new), on=CAME, actor=office.director)
        assert right(old).status == "active"
        assert months() == OLD

    def test_the_database_gives_it_back_only_while_stayed(self, office: Office) -> None:
        _, new = self.stayed(office)
        with clock.frozen(BACK):
            appealing.end_stay(new, on=BACK, actor=office.director)
        with acting(office.director), refused("skraca tylko podpisana decyzja"):
            run(
                "UPDATE benefits_entitlement e SET status = 'active', cut_by_id = NULL, "
                "period = i.period FROM benefits_decisionitem i WHERE i.id = e.decision_item_id "
                "AND e.cut_by_id IS NOT NULL"
            )


class TestWhileItWaits:
    def test_no_other_change_is_drafted(self, office: Office) -> None:
        old, new = waiting(office)
        given = {"ground": "personal", "since": JANUARY, "told": TOLD, "actor": office.worker}
        with pytest.raises(Refusal, match=f"zmienia już decyzja {new}"):
            decisions.revoke(old, **given)  # type: ignore[arg-type]
        lower = delivered(road.issued(office, item=road.ready_item(office, last="Zych")), office)
        pending = lowered(office, lower, enforced=WHEN_FINAL)
        with pytest.raises(Refusal, match="jeszcze nie działa"):
            decisions.revoke(pending, **given)  # type: ignore[arg-type]

    def test_after_a_death_the_expiry_does_not_wait_for_it(self, office: Office) -> None:
        old, new = waiting(office, since=JANUARY)
        people.note_death(old.addressee, on=date(2026, 11, 20), actor=office.worker)
        draft = decisions.expire(old, ground="death", told="Strona zmarła.", actor=office.worker)
        expiry = sign(draft, office)
        assert right(old).cut_by == expiry
        finalised(new, office)
        assert fresh(new).status == "final"
        assert right(old).cut_by == expiry
        assert faults() == []


class TestTheDatabase:
    def test_cuts_nothing_before_the_decision_acts(self, office: Office) -> None:
        _, new = waiting(office)
        with acting(office.director), refused("Decyzja jeszcze nie działa"):
            run(
                "UPDATE benefits_entitlement SET status = 'revoked', cut_by_id = %s, "
                "period = '[2026-11-01,2026-12-01)'",
                new.pk,
            )

    def test_lets_nothing_be_final_with_the_right_running_on(self, office: Office) -> None:
        _, new = waiting(office)
        with acting(office.director), refused("ono trwa dalej"):
            run(
                "UPDATE benefits_decision SET status = 'final', final_on = %s WHERE id = %s",
                FINAL_DAY, new.pk,
            )  # fmt: skip
            run("SET CONSTRAINTS ALL IMMEDIATE")

    def test_takes_no_rigour_without_its_reason_nor_of_a_grant(self, office: Office) -> None:
        draft = decisions.revoke(
            road.issued(office), ground="personal", since=DECEMBER, told=TOLD, actor=office.worker
        )
        rows = Decision.objects.filter(pk=draft.pk)
        with acting(office.worker):
            for reason in ("", "   "):
                with refused("decision_at_once_has_its_reason"):
                    rows.update(at_once="rigour", rigour_ground="social", at_once_reason=reason)
            with refused("decision_at_once_has_its_reason"):
                rows.update(at_once="rigour", at_once_reason="Powód.")
            with refused("decision_at_once_has_its_reason"):
                rows.update(at_once_reason="Powód.")
            grant = road.drafted(office, item=road.ready_item(office, last="Zych"))
            with refused("decision_at_once_of_a_change"):
                Decision.objects.filter(pk=grant.pk).update(at_once="demand", at_once_reason="Tak.")

    def test_gives_no_rigour_to_a_signed_decision(self, office: Office) -> None:
        _, new = waiting(office)
        with acting(office.director), refused("jest zamknięty"):
            Decision.objects.filter(pk=new.pk).update(
                at_once="rigour", rigour_ground="social", at_once_reason="Powód."
            )


def test_each_says_from_when_it_acts_and_why(office: Office) -> None:
    _, new = waiting(office)

    def said(decision: Decision) -> str:
        acts = enforcement.acts_of(decision, decision.items.get())
        assert acts is not None
        return acts.said

    assert said(new) == "Jeszcze nie działa: czeka, aż decyzja będzie ostateczna (art. 130 k.p.a.)"
    assert said(finalised(new, office)) == "Działa od 11.12.2026: decyzja ostateczna"
    old = delivered(road.issued(office, item=road.ready_item(office, last="Zych")), office)
    draft = decisions.revoke(
        old, ground="personal", since=DECEMBER, told=TOLD, enforced=RIGOUR, actor=office.worker
    )
    assert said(draft).startswith("Zadziała: z dniem wydania, rygor")
    assert said(sign(draft, office)) == (
        "Działa od 26.11.2026: rygor natychmiastowej wykonalności (art. 108 § 1 k.p.a.)"
    )
    assert said(old) == "Działa od 26.11.2026: zgodna z żądaniem strony (art. 130 § 4 k.p.a.)"


def test_a_grant_in_part_still_waits_as_before(office: Office) -> None:
    decision = delivered(road.issued(office, **in_part(office)), office)
    cash_way(office, decision)
    assert months() == []
    acts = enforcement.acts_of(decision, decision.items.get())
    assert acts is not None and acts.said.startswith("Jeszcze nie działa: czeka")
    acts = enforcement.acts_of(final := finalised(decision, office), final.items.get())
    assert acts is not None and acts.said == "Działa od 11.12.2026: decyzja ostateczna"


def test_a_refusal_and_the_draft_of_a_grant_say_nothing(office: Office) -> None:
    draft = road.drafted(office)
    assert enforcement.acts_of(draft, draft.items.get()) is None
    item = road.ready_item(office, last="Zych")
    refusal = road.issued(office, item=item, kind="refusal", refusal_code="no_cooperation")
    assert enforcement.acts_of(refusal, refusal.items.get()) is None
