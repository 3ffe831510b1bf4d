"""The director's queue at the length that is measured."""

from __future__ import annotations

from benefits.models import Decision
from benefits.selectors_queue import MOST, pending, pending_count
from benefits.services import decisions
from opsapp.office.models import User


def settle() -> int:
    """Let authors take back what waits above the measured length, the newest first; how many wait.

    What is taken back stays so: the next measuring finds the queue as it is.
    """
    director = User.objects.get(username="dyrektor")
    newest = pending(director).order_by("-decision_id").values_list("decision_id", flat=True)
    surplus = list(newest[: max(0, pending_count(director) - MOST)])
    for decision in Decision.objects.filter(pk__in=surplus).select_related("author"):
        decisions.withdraw(decision, remark="Kolejka do pomiaru.", actor=decision.author)
    return pending_count(director)
