"""The case goes where its decision goes; a decision about an earlier one leaves it where it is."""

from __future__ import annotations

from benefits.models import Decision
from cases.models import Case
from cases.services import cases
from opsapp.office.models import User


def case_follows(
    decision: Decision, move: str, *, remark: str = "", reason_code: str = "", actor: User
) -> Case:
    """Move the case with its decision, unless the decision changes an earlier one."""
    if decision.is_change:
        return decision.case
    return cases.move(decision.case, move, remark=remark, reason_code=reason_code, actor=actor)
