"""Units of the centre and the posts held in them."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Post, Unit, User
from opsapp.office.services.roles import cut, days
from opsapp.office.services.settings import configuring
from opsapp.office.services.users import managing


@act
def open_unit(
    *,
    name: str,
    cell: str,
    kind: Unit.Kind,
    parent: Unit | None = None,
    address: str = "",
    letterhead: str = "",
    since: date,
    actor: User,
) -> Unit:
    """Open the centre, a branch or a section.

    Raises `Refusal` when the cell's symbol is in use or the unit does not fit the tree.
    """
    configuring(actor)
    if (kind == Unit.Kind.CENTRE) != (parent is None):
        raise Refusal(
            "Filia i sekcja muszą komuś podlegać, ośrodek nikomu.", "unit_misplaced", "parent"
        )
    try:
        with transaction.atomic():
            return Unit.objects.create(
                name=name,
                cell=cell,
                kind=kind,
                parent=parent,
                address=address,
                letterhead=letterhead,
                period=days(since, None),
            )
    except IntegrityError as error:
        raise Refusal(
            f"Symbol komórki „{cell}” jest zajęty albo nieprawidłowy (wielkie litery i cyfry).",
            "cell_refused",
            "cell",
        ) from error


@act
def close_unit(unit: Unit, *, last_day: date, actor: User) -> Unit:
    """Close a unit with its last day. Raises `Refusal` while units under it stay open."""
    configuring(actor)
    if unit.children.filter(period__contains=last_day).exclude(period__upper_inf=False).exists():
        raise Refusal("Najpierw zamknij jednostki, które tej podlegają.", "unit_has_children")
    unit.period = cut(unit.period, last_day)
    unit.save(update_fields=["period"])
    return unit


@act
def appoint(
    user: User, *, unit: Unit, title: str, since: date, until: date | None = None, actor: User
) -> Post:
    """Give a post in a unit. Raises `Refusal` when the person holds the same one then already."""
    managing(actor)
    try:
        with transaction.atomic():
            return Post.objects.create(user=user, unit=unit, title=title, period=days(since, until))
    except IntegrityError as error:
        raise Refusal(
            f"{user} zajmuje już w tym okresie stanowisko „{title}”.", "post_held", "title"
        ) from error


@act
def dismiss(post: Post, *, last_day: date, actor: User) -> Post:
    """End a post with its last day."""
    managing(actor)
    post.period = cut(post.period, last_day)
    post.save(update_fields=["period"])
    return post
