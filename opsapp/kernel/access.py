"""What every door shares: an object is found or refused, never leaked."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from django.db.models import Model, QuerySet

from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotFound

M = TypeVar("M", bound=Model)


class Person(Protocol):
    """Whoever knocks at a door: a user with capabilities."""

    def require(self, cap: Cap, unit: Any = None) -> None: ...


def found(queryset: QuerySet[M], **lookup: Any) -> M:
    """The one row that matches. Raises `NotFound` in the clerk's language."""
    row = queryset.filter(**lookup).first()
    if row is None:
        raise NotFound("Nie ma takiego zapisu albo nie jest on dla Ciebie dostępny.", "not_found")
    return row


def enter(queryset: QuerySet[M], user: Person, to: Cap, **lookup: Any) -> M:
    """Check the capability, then find the row. Raises `NotAllowed` or `NotFound`."""
    user.require(to)
    return found(queryset, **lookup)
