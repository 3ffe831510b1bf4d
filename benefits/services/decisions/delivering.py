"""After the issue: delivered, the term to appeal, final (k.p.a. art. 39–47, 127, 129)."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.db.models import Q

from benefits.dictionaries_changes import EXPIRY
from benefits.models import Appeal, Decision
from benefits.services.decisions.carrying_out import carry_out_rest
from benefits.services.decisions.following import case_follows
from benefits.services.doors import may
from benefits.states import DECISION
from cases import states as case_states
from cases.models import Letter, Term
from cases.services import terms
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.calendar import deadline
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

POINTS = faults.declare("decisions.deliver.noted")
FINAL_BY = {
    "term": "upływ terminu do wniesienia odwołania",
    "waiver": "zrzeczenie się odwołania (art. 127a k.p.a.)",
    "no_party": "strona zmarła: decyzja zostaje w aktach",
    "at_once": "decyzja bez uzasadnienia, w całości zgodna z żądaniem (art. 127 § 1a k.p.a.)",
}
_ONE_DAY = timedelta(days=1)

logger = logging.getLogger(__name__)


@act
def deliver(decision: Decision, *, on: date, basis: str, actor: User) -> Decision:
    """Note the day and the way of delivery; the fourteen days to appeal begin.

    A grant of the whole demand without reasons is final at once. Raises `Refusal` before the
    document is ready, for a day before the issue or to come, and for an unknown way.
    """
    decision = states.lock(decision)
    may(actor, Cap.ISSUE_DECISIONS, decision.case)
    if basis not in Letter.DeliveryBasis.values:
        raise Refusal("Wybierz sposób doręczenia.", "no_basis", "basis")
    if decision.is_issued and decision.document_id is None:
        raise Refusal(
            "Dokument jest jeszcze przygotowywany. Odnotuj doręczenie, gdy będzie gotowy.",
            "no_document",
        )
    _check_day(decision, on)
    states.apply(DECISION, "deliver", decision, actor=actor, delivered_on=on, delivery_basis=basis)
    faults.point("decisions.deliver.noted")
    decision.case = case_follows(decision, "deliver", actor=actor)
    if decision.reasons_skipped:
        return finalise(decision, on=on, basis="at_once", actor=actor)
    if not decision.moves_case:
        return decision
    terms.open_term(
        decision.case,
        kind=Term.Kind.APPEAL,
        starts_on=on,
        due_on=deadline(on, terms.APPEAL_DAYS, "days"),
        basis="art. 129 § 2 k.p.a.",
        actor=actor,
    )
    return decision


def _check_day(decision: Decision, on: date) -> None:
    if decision.issued_on is not None and on < decision.issued_on:
        raise Refusal(
            f"Decyzję wydano {decision.issued_on:%d.%m.%Y}. Nie mogła być doręczona wcześniej.",
            "too_early",
            "on",
        )
    if on > clock.today():
        raise Refusal("Dzień doręczenia nie może być z przyszłości.", "future_day", "on")


@act
def finalise(decision: Decision, *, on: date, basis: str = "term", actor: User) -> Decision:
    """Note that the decision became final: `basis` is one of `FINAL_BY`, `on` the first such day.

    Raises `Refusal` while the term runs, for a waiver after it, for a decision with reasons said
    to be final at once, and when an appeal was lodged.
    """
    decision = states.lock(decision)
    may(actor, Cap.ISSUE_DECISIONS, decision.case)
    if basis not in FINAL_BY:
        raise Refusal("Wybierz, dlaczego decyzja jest ostateczna.", "no_basis", "basis")
    if on > clock.today():
        raise Refusal("Ten dzień jeszcze nie nadszedł.", "future_day", "on")
    case = states.lock(decision.case)
    _refuse_appealed(decision, case.status)
    _check_basis(decision, on, basis)
    why = FINAL_BY[basis]
    make_final(decision, on=on, remark=why, reason_code=basis, actor=actor)
    if decision.moves_case:
        end = terms.meet if basis == "term" else terms.cancel
        end(case, kind=Term.Kind.APPEAL, on=on, actor=actor)
    decision.case = case_follows(decision, "finalise", actor=actor, remark=why, reason_code=basis)
    return decision


def make_final(decision: Decision, *, on: date, remark: str, reason_code: str, actor: User) -> None:
    """The decision alone becomes final, for a reason that the caller has checked; one about an
    earlier decision that waited for it is carried out (k.p.a. art. 130).
    """
    states.apply(
        DECISION, "finalise", decision, actor=actor, final_on=on, remark=remark,
        reason_code=reason_code,
    )  # fmt: skip
    carry_out_rest(decision, on=on, actor=actor)


def _refuse_appealed(decision: Decision, case_status: str) -> None:
    waits = case_status in (case_states.APPEALED, case_states.SENT_TO_SKO)
    open_yet = Appeal.objects.filter(decision=decision, outcome="").exists()
    if open_yet or (waits and decision.moves_case):
        raise Refusal("Złożono odwołanie: decyzja nie jest ostateczna.", "appealed")


def _check_basis(decision: Decision, on: date, basis: str) -> None:
    if basis == "at_once":
        if not decision.reasons_skipped:
            raise Refusal("Decyzja ma uzasadnienie, więc można się od niej odwołać.", "has_reasons")
        return
    if basis == "no_party":
        if not has_no_party(decision):
            raise Refusal("Decyzja ma stronę, której się ją doręcza.", "has_party")
        return
    if decision.delivered_on is None:
        raise Refusal("Najpierw odnotuj doręczenie decyzji.", "not_delivered")
    last = last_day_to_appeal(decision)
    if basis == "term" and on <= last:
        raise Refusal(f"Termin odwołania biegnie do {last:%d.%m.%Y}.", "too_early", "on")
    if basis == "waiver" and not decision.delivered_on <= on <= last:
        raise Refusal(
            f"Zrzec się odwołania można od doręczenia do {last:%d.%m.%Y} (art. 127a k.p.a.).",
            "outside_term",
            "on",
        )


def has_no_party(decision: Decision) -> bool:
    """Nobody is left to whom it could be delivered: the expiry after a death, kept in the file."""
    person = decision.addressee
    return decision.kind == EXPIRY and (person.merged_into or person).died_on is not None


def last_day_to_appeal(decision: Decision) -> date:
    """The last day of the open term to appeal, or fourteen days from the delivery.

    Raises `Refusal` for a decision that was not delivered.
    """
    if decision.delivered_on is None:
        raise Refusal("Decyzji jeszcze nie doręczono.", "not_delivered")
    if not decision.moves_case:
        return deadline(decision.delivered_on, terms.APPEAL_DAYS, "days")
    term = Term.objects.filter(
        case=decision.case_id, kind=Term.Kind.APPEAL, met_on=None, cancelled_on=None
    ).first()
    return term.due_on if term else deadline(decision.delivered_on, terms.APPEAL_DAYS, "days")


def finalise_due(today: date, *, actor: User) -> int:
    """Note as final every delivered decision whose term passed without an appeal, each in a
    transaction of its own; returns how many. One that is refused waits for the next night.
    """
    calm = Q(case__status=case_states.DELIVERED) | Q(changes__isnull=False)
    waiting = (
        Decision.objects.filter(calm, status="delivered", delivered_on__lt=today)
        .exclude(appeal__outcome="")
        .select_related("case")
    )
    done = 0
    for decision in waiting.order_by("pk"):
        first = last_day_to_appeal(decision) + _ONE_DAY
        if first <= today:
            done += _finalised(decision, first, actor)
    return done


def _finalised(decision: Decision, on: date, actor: User) -> bool:
    """Whether it became final; one that cannot is named in the log and never stops the others."""
    try:
        finalise(decision, on=on, actor=actor)
    except Refusal as refused:
        logger.warning("Decyzja %s nie stała się ostateczna: %s", decision.pk, refused.message)
        return False
    return True
