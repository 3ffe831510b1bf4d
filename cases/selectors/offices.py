"""Who may take an application and run a case: units of a clerk, workers of the centre."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from opsapp.kernel.capabilities import Cap
from opsapp.office.models import Post, Unit, User


def units_for(user: User, cap: Cap, on: date) -> list[Unit]:
    """Units open on a day where the person may do it, the unit of their own post first."""
    allowed = user.units_with(cap)
    rows = Unit.objects.on(on)
    units: list[Unit] = list(rows if allowed is None else rows.filter(pk__in=allowed))
    own = set(Post.objects.on(on).filter(user=user).values_list("unit_id", flat=True))
    return sorted(units, key=lambda unit: (unit.pk not in own, unit.kind == "centre", unit.cell))


def workers_for(cap: Cap, on: date) -> list[User]:
    """Active people who hold a capability on a day, in any unit; one query."""
    held = Q(role_assignments__role__capabilities__contains=[str(cap)]) & Q(
        role_assignments__period__contains=on
    )
    return list(User.objects.filter(held, is_active=True).distinct())
