"""The issue: what is granted begins, and the number, the day and the text stand for ever."""

from __future__ import annotations

from datetime import date

from benefits import documents
from benefits.enforcement import why_at_once
from benefits.models import Decision, DecisionItem
from benefits.previews import document_key
from benefits.services import entitlements
from benefits.services.decisions.appealing import replaced
from benefits.services.decisions.carrying_out import carry_out
from benefits.services.decisions.following import case_follows
from benefits.services.decisions.submitting import NotReady, excluded, free_of, lacking
from benefits.services.doors import must
from benefits.states import DECISION
from cases.models import ApplicationItem, Term
from cases.services import applications, terms
from opsapp.kernel import clock, faults, jobs, numbering, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Authorisation, User

POINTS = faults.declare(
    "decisions.issue.entitled", "decisions.issue.composed", "decisions.issue.numbered",
    "decisions.issue.frozen",
)  # fmt: skip
SERIES = "decision"
OUTCOMES: dict[str, str] = {
    DecisionItem.Kind.GRANT: ApplicationItem.Outcome.GRANTED,
    DecisionItem.Kind.REFUSAL: ApplicationItem.Outcome.REFUSED,
}


@act
def issue(decision: Decision, *, on: date, actor: User) -> Decision:
    """Give a signed decision its number and freeze it (k.p.a. art. 107).

    The entitlement with its persons and instalments begins, the items are settled, the case is
    decided and its term met: all of it or nothing. A decision about an earlier one cuts that one's
    entitlement in the same transaction when it may be carried out already (`why_at_once`), else
    once it is final; its case stays where it is. One that allows an appeal takes the earlier one's
    place. The document is made by a job afterwards.

    Raises `Refusal` for a day before the signature or to come, when somebody covered has the same
    benefit by another decision, and `NotReady` naming what no longer stands since the signature:
    a death, the family, the incomes, the law, the authorisation.
    """
    decision = states.lock(decision)
    must(actor, Cap.ISSUE_DECISIONS, decision.case)
    free_of(decision, actor)
    _may_be_issued(decision, on)
    still_stands(decision, on)
    rows = decision.items.select_related(
        "item", "calculation", "changed_item__entitlement", "benefit"
    )
    for row in rows.order_by("pk"):
        _carry_out(decision, row, on=on, actor=actor)
    decision.case = case_follows(decision, "decide", actor=actor)
    if not decision.is_change:
        terms.meet(decision.case, kind=Term.Kind.SETTLE, on=on, actor=actor)
    faults.point("decisions.issue.entitled")
    _freeze(decision, on=on, actor=actor)
    if decision.changes is not None and decision.moves_case:
        replaced(decision.changes, by=decision, on=on, actor=actor)
    jobs.enqueue("render_decision", key=document_key(decision), actor=actor, decision=decision.pk)
    faults.point("decisions.issue.frozen")
    return decision


def _carry_out(decision: Decision, row: DecisionItem, *, on: date, actor: User) -> None:
    """What was granted begins and the application is settled once; what changes an earlier decision
    is carried out now where it may be.
    """
    if row.changed_item is not None:
        if why_at_once(decision, row):
            carry_out(decision, row, on=on, actor=actor)
        return
    if row.kind == DecisionItem.Kind.GRANT:
        entitlements.begin(row, on=on, actor=actor)
    applications.settle_item(row.item, outcome=OUTCOMES[row.kind], actor=actor)


def _may_be_issued(decision: Decision, on: date) -> None:
    if decision.status != "approved":
        raise Refusal(
            f"Wydać można decyzję podpisaną, a ta jest w stanie "
            f"„{DECISION.label(decision.status)}”.",
            "wrong_state",
        )
    if on > clock.today():
        raise Refusal("Dzień wydania nie może być z przyszłości.", "future_day", "on")
    if decision.approved_on is not None and on < decision.approved_on:
        raise Refusal(
            f"Decyzję podpisano {decision.approved_on:%d.%m.%Y}. Nie można jej wydać wcześniej.",
            "too_early",
            "on",
        )


def still_stands(decision: Decision, on: date) -> None:
    """Raise `NotReady` when the decision could not be signed any more on the day of its issue.

    The act of a public body needs its authority on the day it bears (k.p.a. art. 156 § 1 pkt 1),
    and rests on the facts and the law of that day.
    """
    missing = lacking(decision)
    approver, authorisation = decision.approver, decision.authorisation
    in_force = Authorisation.objects.filter(period__contains=on)
    if authorisation is not None and not in_force.filter(pk=authorisation.pk).exists():
        missing.append(
            f"Upoważnienie {authorisation}, pod którym podpisano decyzję, nie obowiązuje w dniu "
            f"{on:%d.%m.%Y}. Decyzję musi podpisać osoba z upoważnieniem."
        )
    if approver is not None and excluded(decision, approver):
        missing.append(
            f"{approver}, kto podpisał decyzję, jest dziś wyłączony od spraw tej rodziny (art. 24 "
            "k.p.a.). Podpisać ją musi inna osoba."
        )
    if missing:
        raise NotReady([*missing, "Cofnij podpis („Cofnij podpis” na stronie decyzji)."])


def _freeze(decision: Decision, *, on: date, actor: User) -> None:
    """The text is composed before the number is taken: the series is everybody's lock."""
    series = decision.case.cell
    text = documents.compose(decision, on=on)
    faults.point("decisions.issue.composed")
    number = numbering.take(SERIES, cell=series, year=on.year)
    faults.point("decisions.issue.numbered")
    text["sign"] = f"{series}/{number}/{on.year}"
    states.apply(
        DECISION,
        "issue",
        decision,
        actor=actor,
        series=series,
        number=number,
        year=on.year,
        issued_on=on,
        text=text,
        text_sha256=documents.digest(text),
    )
    decision.sign = text["sign"]
