"""Roles: what they hold, and who holds them where and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Role, RoleAssignment, Unit, User
from opsapp.office.services.users import managing


@act
def define(
    *,
    code: str,
    name: str,
    capabilities: Iterable[Cap],
    second_factor_required: bool = False,
    actor: User,
) -> Role:
    """A new role."""
    managing(actor)
    return Role.objects.create(
        code=code,
        name=name,
        capabilities=sorted({cap.value for cap in capabilities}),
        second_factor_required=second_factor_required,
    )


@act
def redefine(
    role: Role, *, capabilities: Iterable[Cap], second_factor_required: bool, actor: User
) -> Role:
    """Change what a role holds. Raises `Refusal` when the person would lose the right to manage
    users by it.
    """
    managing(actor)
    role.capabilities = sorted({cap.value for cap in capabilities})
    role.second_factor_required = second_factor_required
    role.save(update_fields=["capabilities", "second_factor_required"])
    _still_manages(actor)
    return role


@act
def assign(
    user: User,
    *,
    role: Role,
    unit: Unit | None = None,
    since: date,
    until: date | None = None,
    actor: User,
) -> RoleAssignment:
    """Give a role from `since` up to and including `until`, in a unit with its sub-units or
    everywhere.

    Raises `Refusal` when the person already holds it there in that period, or is a system user.
    """
    managing(actor)
    if user.is_system:
        raise Refusal("Użytkownik systemowy nie pełni ról.", "system_user", "user")
    try:
        with transaction.atomic():
            return RoleAssignment.objects.create(
                user=user, role=role, unit=unit, period=days(since, until)
            )
    except IntegrityError as error:
        raise Refusal(f"{user} ma już rolę „{role}” w tym okresie.", "role_held", "role") from error


@act
def revoke(assignment: RoleAssignment, *, last_day: date, actor: User) -> RoleAssignment:
    """End a role with its last day. Raises `Refusal` for a day before it began or after it ends
    already.
    """
    managing(actor)
    assignment.period = cut(assignment.period, last_day)
    assignment.save(update_fields=["period"])
    _still_manages(actor)
    return assignment


def days(since: date, until: date | None) -> Any:
    """The period of both days and all between. Raises `Refusal` when they are out of order."""
    if until is not None and until < since:
        raise Refusal(
            "Ostatni dzień nie może być wcześniejszy niż pierwszy.", "days_out_of_order", "until"
        )
    return DateRange(since, until and date.fromordinal(until.toordinal() + 1), "[)")


def cut(period: Any, last_day: date) -> Any:
    """A period ended earlier. Raises `Refusal` when the day lies outside it."""
    if last_day < period.lower or (period.upper is not None and last_day >= period.upper):
        raise Refusal(
            "Ostatni dzień musi leżeć w okresie, którego dotyczy.", "day_outside", "last_day"
        )
    return days(period.lower, last_day)


def _still_manages(actor: User) -> None:
    if actor.is_system:
        return
    if not User.objects.get(pk=actor.pk).can(Cap.MANAGE_USERS):
        raise Refusal(
            "Po tej zmianie stracisz prawo zarządzania użytkownikami."
            " Poproś o nią innego administratora.",
            "own_rights",
        )
