"""An appeal and the money: what it stops, what its ruling ends, what comes back (k.p.a. art.
127–140).

The case goes along by `cases.services.appeals`; this follows it and keeps the decision.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from benefits.models import Appeal, Decision
from benefits.services import cutting
from benefits.services.decisions.carrying_out import carry_out_rest
from benefits.services.decisions.delivering import (
    FINAL_BY,
    last_day_to_appeal,
    make_final,
)
from benefits.services.decisions.drafting import LIVE
from benefits.services.doors import may
from benefits.states import DECISION
from cases import states as case_states
from cases.models import Case, Letter, Term
from cases.services import appeals, cases, letters, terms
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Period
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User

POINTS = faults.declare("appeals.rule.ruled", "appeals.rule.quashed")
Outcome = Appeal.Outcome
BY_BOARD = tuple(one for one in Outcome if one != Outcome.SELF_CORRECTED)
"""What the appeal board may answer."""
QUASHED = (Outcome.QUASHED, Outcome.REMANDED)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was answered to an appeal, on which day, under which sign; of a decision quashed in
    part the first day taken away.
    """

    outcome: str
    on: date
    sign: str
    since: date | None = None


@act
def receive(decision: Decision, *, on: date, body: str = "", actor: User) -> Appeal:
    """Put an appeal from a delivered decision on file: seven days to pass it on run (art. 133).

    What is not final stays unpaid; what was granted in full goes on being paid (art. 130 § 4), and
    what a decision takes away goes on too, unless it acts at once. An appeal after the term stops
    nothing. Raises `Refusal` for a decision that was not delivered, a
    day before the delivery or to come, and a second appeal.
    """
    decision = states.lock(decision)
    may(actor, Cap.RUN_CASES, decision.case)
    _may_be_appealed(decision, on)
    if decision.moves_case:
        appeals.receive(decision.case, on=on, body=body, about=decision.pk, actor=actor)
        return Appeal.objects.get(decision=decision)
    _final_when_late(decision, on, actor)
    appeals.take_in(
        decision.case, subject=f"Odwołanie od decyzji {decision}", on=on, body=body, actor=actor
    )
    return _put_on_file(decision, on, actor)


def _may_be_appealed(decision: Decision, on: date) -> None:
    if decision.delivered_on is None or decision.status not in ("delivered", "final"):
        raise Refusal("Odwołać się można od decyzji, którą doręczono.", "not_delivered")
    if Appeal.objects.filter(decision=decision).exists():
        raise Refusal("Odwołanie od tej decyzji jest już wpisane.", "appealed")
    if on > clock.today():
        raise Refusal("Dzień wpływu nie może być z przyszłości.", "future_day", "on")
    if on < decision.delivered_on:
        raise Refusal(
            f"Decyzję doręczono {decision.delivered_on:%d.%m.%Y}. Odwołanie nie mogło wpłynąć "
            "wcześniej.",
            "too_early",
            "on",
        )


def _final_when_late(decision: Decision, on: date, actor: User) -> bool:
    """A decision whose term has passed is final, whatever comes later (art. 129)."""
    if decision.status != "delivered" or on <= (last := last_day_to_appeal(decision)):
        return False
    make_final(
        decision, on=last + _ONE_DAY, remark=FINAL_BY["term"], reason_code="term", actor=actor
    )
    return True


def _put_on_file(decision: Decision, on: date, actor: User) -> Appeal:
    made: Appeal = Appeal.objects.create(
        decision=decision, received_on=on, late=decision.status == "final", recorded_by=actor
    )
    return made


@act
def pass_on(decision: Decision, *, on: date, actor: User) -> Appeal:
    """Pass the appeal with the file to the appeal board (art. 133)."""
    appeal = open_appeal(decision)
    may(actor, Cap.RUN_CASES, decision.case)
    if appeal.passed_on is not None:
        raise Refusal(f"Odwołanie przekazano już {appeal.passed_on:%d.%m.%Y}.", "passed_on")
    if on > clock.today() or on < appeal.received_on:
        raise Refusal(f"Podaj dzień od {appeal.received_on:%d.%m.%Y} do dziś.", "wrong_day", "on")
    if decision.moves_case:
        appeals.pass_on(decision.case, on=on, about=decision.pk, actor=actor)
    else:
        terms.meet(decision.case, kind=Term.Kind.FORWARD_APPEAL, on=on, actor=actor)
        _passed(appeal, on)
    return Appeal.objects.get(pk=appeal.pk)


def _passed(appeal: Appeal, on: date) -> None:
    waiting = appeal.decision.changed_by.filter(status__in=LIVE).first()
    if waiting is not None:
        raise Refusal(
            f"Jest już {waiting} uwzględniający to odwołanie. Wydaj go albo wycofaj.", "draft_open"
        )
    _put(appeal, passed_on=on)


def _put(appeal: Appeal, **fields: Any) -> None:
    """Write into an open appeal. Raises `Conflict` when somebody answered it meanwhile."""
    if Appeal.objects.filter(pk=appeal.pk, outcome="").update(**fields) != 1:
        raise Conflict("To odwołanie rozstrzygnięto przed chwilą. Odśwież stronę.", "ruled")


def open_appeal(decision: Decision) -> Appeal:
    """The appeal that nobody answered yet. Raises `Refusal` when there is none."""
    found = Appeal.objects.filter(decision=decision).first()
    if found is None:
        raise Refusal("Od tej decyzji nie wpisano odwołania.", "no_appeal")
    if found.outcome:
        raise Refusal(f"Odwołanie jest rozstrzygnięte: {found.get_outcome_display()}.", "ruled")
    return found


@act
def stay(decision: Decision, *, on: date, sign: str, actor: User) -> Appeal:
    """The board stayed the execution of the decision (art. 135): nothing more is paid by it, signed
    lists included, until the stay ends or the appeal is answered. What it revoked at once is given
    back for that time.
    """
    decision = states.lock(decision)
    may(actor, Cap.ISSUE_DECISIONS, decision.case)
    appeal = open_appeal(decision)
    if appeal.stayed_on is not None:
        raise Refusal("Wykonanie tej decyzji było już wstrzymane.", "stayed")
    if not sign.strip():
        raise Refusal("Wpisz znak postanowienia organu odwoławczego.", "no_sign", "sign")
    _between(appeal.received_on, on)
    _put(appeal, stayed_on=on, stay_sign=sign.strip())
    if _revoked_at_once(decision):
        cutting.restore(decision, why="wstrzymano wykonanie decyzji", actor=actor)
    return Appeal.objects.get(pk=appeal.pk)


def _revoked_at_once(decision: Decision) -> bool:
    """It took a right away before it was final and gave none in its place."""
    acted = decision.at_once and decision.status == "delivered"
    return bool(acted) and not decision.items.filter(kind="grant").exists()


@act
def end_stay(decision: Decision, *, on: date, actor: User) -> Appeal:
    """The stay is over: what waited is due again, what was revoked at once is revoked again."""
    decision = states.lock(decision)
    may(actor, Cap.ISSUE_DECISIONS, decision.case)
    appeal = open_appeal(decision)
    if appeal.stayed_on is None or appeal.stay_ended_on is not None:
        raise Refusal("Wykonanie tej decyzji nie jest wstrzymane.", "not_stayed")
    _between(appeal.stayed_on, on)
    _put(appeal, stay_ended_on=on)
    if _revoked_at_once(decision):
        carry_out_rest(decision, on=on, actor=actor)
    return Appeal.objects.get(pk=appeal.pk)


def _between(first: date, on: date) -> None:
    if not first <= on <= clock.today():
        raise Refusal(f"Podaj dzień od {first:%d.%m.%Y} do dziś.", "wrong_day", "on")


@act
def rule(
    decision: Decision,
    *,
    outcome: str,
    on: date,
    sign: str,
    since: date | None = None,
    body: str = "",
    actor: User,
) -> Appeal:
    """Note what the appeal board ruled; of a case sent back `on` is the day its files came.

    Upheld, discontinued and inadmissible: the decision is final and carried out if it waited for
    that. Quashed, whole or from the first day of a month (`since`): what is not paid is not due any
    more, what was paid stays; rights that the quashed decision had cut come back, and one that was
    not carried out never is. Sent back: the case is open again. Raises `Refusal`
    for an appeal that was not passed on, a day before that or to come, and a ruling without sign.
    """
    decision = states.lock(decision)
    may(actor, Cap.ISSUE_DECISIONS, decision.case)
    appeal = open_appeal(decision)
    ruling = Ruling(outcome, on, sign.strip(), since if outcome == Outcome.PARTLY else None)
    _check_ruling(decision, appeal, ruling)
    if outcome == Outcome.REMANDED and decision.moves_case:
        appeals.come_back(
            decision.case, on=on, sign=ruling.sign, body=body, about=decision.pk, actor=actor
        )
        return Appeal.objects.get(pk=appeal.pk)
    letters.receive(
        decision.case, subject=f"Decyzja organu odwoławczego {sign.strip()}"[:200], on=on,
        body=body, kind=Letter.Kind.OTHER, actor=actor,
    )  # fmt: skip
    _ruled(decision, appeal, ruling, actor)
    _case_ends(decision, appeal, actor)
    return Appeal.objects.get(pk=appeal.pk)


def _check_ruling(decision: Decision, appeal: Appeal, ruling: Ruling) -> None:
    if ruling.outcome not in BY_BOARD:
        raise Refusal("Wybierz, co rozstrzygnął organ odwoławczy.", "no_outcome", "outcome")
    if appeal.passed_on is None:
        raise Refusal("Najpierw odnotuj przekazanie odwołania.", "not_passed_on")
    if not ruling.sign:
        raise Refusal("Wpisz znak rozstrzygnięcia.", "no_sign", "sign")
    _between(appeal.passed_on, ruling.on)
    if ruling.outcome == Outcome.PARTLY:
        _check_part(decision, ruling.since)


def _check_part(decision: Decision, since: date | None) -> None:
    row = decision.items.filter(kind="grant").first()
    if row is None or row.period is None:
        raise Refusal(
            "Tę decyzję można było uchylić tylko w całości: niczego nie przyznaje.", "no_part",
            "outcome",
        )  # fmt: skip
    days = Period.from_range(row.period)
    inside = since is not None and since > days.start and (days.end is None or since <= days.end)
    if since is None or since.day != 1 or not inside:
        raise Refusal(
            f"Podaj miesiąc, od którego uchylono świadczenie. Przyznano je od "
            f"{days.start:%m.%Y}; gdy uchylono je od początku, wybierz „w całości”.",
            "no_part",
            "since",
        )


def _ruled(decision: Decision, appeal: Appeal, ruling: Ruling, actor: User) -> None:
    """The ruling and what follows from it for the decision and its money."""
    _put(appeal, outcome=ruling.outcome, ruled_on=ruling.on, sign=ruling.sign, since=ruling.since)
    appeal.refresh_from_db()
    faults.point("appeals.rule.ruled")
    why = {"remark": _said(appeal), "reason_code": ruling.outcome}
    if ruling.outcome not in QUASHED and decision.status != "final":
        make_final(decision, on=ruling.on, actor=actor, **why)
    if ruling.outcome in (*QUASHED, Outcome.PARTLY):
        cutting.quash(appeal, since=ruling.since, actor=actor)
        faults.point("appeals.rule.quashed")
    if ruling.outcome in QUASHED:
        states.apply(DECISION, "quash", decision, actor=actor, **why)
        cutting.restore(decision, why="uchylono decyzję", actor=actor)


def _said(appeal: Appeal) -> str:
    return f"{appeal.get_outcome_display()}, {appeal.sign}"


def _case_ends(decision: Decision, appeal: Appeal, actor: User) -> None:
    case = states.lock(decision.case)
    if decision.moves_case and case.status == case_states.SENT_TO_SKO:
        appeal.refresh_from_db()
        cases.move(case, "finalise", remark=_said(appeal), reason_code=appeal.outcome, actor=actor)


def replaced(old: Decision, *, by: Decision, on: date, actor: User) -> None:
    """The centre allowed the appeal itself (art. 132): its new decision takes the old one's
    place. The old right was cut when the new one began.
    """
    old = states.lock(old)
    appeal = open_appeal(old)
    _put(appeal, outcome=Outcome.SELF_CORRECTED, ruled_on=on, sign=by.sign)
    said = f"{Outcome.SELF_CORRECTED.label}, {by.sign}"
    states.apply(
        DECISION, "quash", old, actor=actor, remark=said, reason_code=Outcome.SELF_CORRECTED
    )
    terms.meet(old.case, kind=Term.Kind.FORWARD_APPEAL, on=on, actor=actor)


class Follows:
    """What happens to the decision when its case is appealed (`cases.services.appeals`)."""

    def coming(self, case: Case, *, on: date, about: int | None, actor: User) -> None:
        """A decision whose term has passed is final, whatever comes later (art. 129)."""
        decision = _appealed(case, about)
        if decision is None:
            return
        _may_be_appealed(decision, on)
        if _final_when_late(decision, on, actor):
            cases.move(case, "finalise", remark=FINAL_BY["term"], reason_code="term", actor=actor)

    def received(self, case: Case, *, on: date, about: int | None, actor: User) -> None:
        """The appeal stands beside the decision."""
        decision = _appealed(case, about)
        if decision is not None:
            _put_on_file(decision, on, actor)

    def passed_on(self, case: Case, *, on: date, about: int | None, actor: User) -> None:
        """It is with the board."""
        appeal = _of_case(case, about)
        if appeal is not None:
            _passed(appeal, on)

    def sent_back(
        self, case: Case, *, on: date, sign: str, about: int | None, actor: User
    ) -> Collection[int] | None:
        """Quashed and sent back (art. 138 § 2)."""
        appeal = _of_case(case, about)
        if appeal is None:
            return None
        decision = states.lock(appeal.decision)
        _ruled(decision, appeal, Ruling(Outcome.REMANDED, on, sign), actor)
        return list(decision.items.values_list("item", flat=True))


def _appealed(case: Case, about: int | None) -> Decision | None:
    """The decision meant: the one named, else the newest delivered one that brought the case."""
    rows = Decision.objects.filter(case=case)
    if about is not None:
        return rows.get(pk=about)
    delivered = rows.filter(status__in=("delivered", "final"), delivered_on__isnull=False)
    return next((one for one in delivered.order_by("-pk") if one.moves_case), None)


def _of_case(case: Case, about: int | None) -> Appeal | None:
    rows = Appeal.objects.filter(decision__case=case, outcome="").select_related("decision")
    if about is not None:
        return rows.get(decision=about)
    return next((one for one in rows.order_by("-pk") if one.decision.moves_case), None)
