"""The case goes where its decision goes; a decision about an earlier one leaves it where it is."""

from __future__ import annotations

from benefits.models import Decision
from cases.models import Case
from cases.services import cases
from opsapp.office.models import User

BEFORE_ISSUE = ("draft", "submit", "return", "drop_draft")


def case_follows(
    decision: Decision, move: str, *, remark: str = "", reason_code: str = "", actor: User
) -> Case:
    """Move the case with its decision, unless the decision changes an earlier one.

    One that answers an appeal is drafted while the case stands appealed; issued, it brings the
    case back to where a decision waits for its delivery.
    """
    if not decision.moves_case or (decision.is_change and move in BEFORE_ISSUE):
        return decision.case
    if decision.is_change and move == "decide":
        move = "self_correct"
    return cases.move(decision.case, move, remark=remark, reason_code=reason_code, actor=actor)
