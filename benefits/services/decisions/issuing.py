"""The issue: what is granted begins, and the number, the day and the text stand for ever."""

from __future__ import annotations

from datetime import date

from benefits import documents
from benefits.models import Decision, DecisionItem
from benefits.services import entitlements
from benefits.services.doors import must
from benefits.states import DECISION
from cases.models import ApplicationItem, Term
from cases.services import applications, cases, terms
from opsapp.kernel import clock, faults, jobs, numbering, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

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
    decided and its term met: all of it or nothing. The document is made by a job afterwards.
    Raises `Refusal` for a day before the signature or to come, and when somebody covered has the
    same benefit by another decision.
    """
    decision = states.lock(decision)
    must(actor, Cap.ISSUE_DECISIONS, decision.case)
    _may_be_issued(decision, on)
    for row in decision.items.select_related("item", "calculation").order_by("pk"):
        if row.kind == DecisionItem.Kind.GRANT:
            entitlements.begin(row, on=on, actor=actor)
        applications.settle_item(row.item, outcome=OUTCOMES[row.kind], actor=actor)
    decision.case = cases.move(decision.case, "decide", actor=actor)
    terms.meet(decision.case, kind=Term.Kind.SETTLE, on=on, actor=actor)
    faults.point("decisions.issue.entitled")
    _freeze(decision, on=on, actor=actor)
    jobs.enqueue(
        "render_decision", key=f"decision:{decision.pk}:pdf", actor=actor, decision=decision.pk
    )
    faults.point("decisions.issue.frozen")
    return decision


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
