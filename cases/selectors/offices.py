"""Who may take an application and run a case: units of a clerk, workers of the centre."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from opsapp.kernel.capabilities import Cap
from opsapp.kernel.text import pl_key
from opsapp.office.models import Benefit, Post, Unit, User


def units_for(user: User, cap: Cap, on: date) -> list[Unit]:
    """Units open on a day where the person may do it, the unit of their own post first."""
    allowed = user.units_with(cap)
    rows = Unit.objects.on(on)
    units: list[Unit] = list(rows if allowed is None else rows.filter(pk__in=allowed))
    own = set(Post.objects.on(on).filter(user=user).values_list("unit_id", flat=True))
    return sorted(units, key=lambda unit: (unit.pk not in own, unit.kind == "centre", unit.cell))


def where_cases_run(units: Sequence[Unit], workers: Iterable[User], on: date) -> list[Unit]:
    """Of some units those where one of the workers holds a post on a day; all when none does."""
    posts = Post.objects.on(on).filter(user__in=list(workers)).values_list("unit_id", flat=True)
    staffed = set(posts)
    return [unit for unit in units if unit.pk in staffed] or list(units)


def choices_of_filters(cap: Cap, on: date) -> tuple[dict[str, str], dict[str, str]]:
    """Names of those who hold a capability, by key, and labels of benefits, by code; one query."""
    held = Q(role_assignments__role__capabilities__contains=[str(cap)]) & Q(
        role_assignments__period__contains=on
    )
    name = Concat("last_name", Value(" "), "first_name", output_field=CharField())
    people = User.objects.filter(held, is_active=True).order_by().distinct()
    told = people.annotate(of=Value("user"), key=Cast("pk", CharField()), word=name)
    benefits = Benefit.objects.on(on).order_by().annotate(of=Value("benefit"))
    rows = told.values_list("of", "key", "word").union(
        benefits.values_list("of", "code", "label"), all=True
    )
    placed = sorted(rows, key=lambda row: pl_key(row[2]))
    return (
        {key: word for of, key, word in placed if of == "user"},
        {key: word for of, key, word in placed if of == "benefit"},
    )


def workers_for(cap: Cap, on: date) -> list[User]:
    """Active people who hold a capability on a day, in any unit; one query."""
    held = Q(role_assignments__role__capabilities__contains=[str(cap)]) & Q(
        role_assignments__period__contains=on
    )
    return list(User.objects.filter(held, is_active=True).distinct())
