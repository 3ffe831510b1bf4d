"""Who may do an act in a case, and who must not because of whom it concerns."""

from __future__ import annotations

from cases.models import Case, CaseAssignment
from cases.services.excluded import free_for, not_excluded
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import User

__all__ = ["may", "must", "not_excluded"]


def may(actor: User, cap: Cap, case: Case) -> None:
    """Raise `NotAllowed` unless the person can in the case's unit; system users do what was
    ordered.
    """
    if not actor.is_system:
        must(actor, cap, case)


def must(actor: User, cap: Cap, case: Case) -> None:
    """The same for what only a human being may do; nobody excluded from the matters of a party
    does (k.p.a. art. 24).
    """
    current = (
        CaseAssignment.objects.filter(case=case, period__upper_inf=True)
        .select_related("unit")
        .first()
    )
    actor.require(cap, current.unit if current else None)
    free_for(case, actor)
