"""Rows that hold for a period: their one field and its constraints."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


def always() -> Any:
    """A period with no end, from before anything that this system keeps."""
    return DateRange(date(1990, 1, 1), None, "[)")


class DatedQuerySet(models.QuerySet[M]):
    """Rows with a `period`."""

    def on(self, day: date) -> DatedQuerySet[M]:
        """Those that hold on a day."""
        return self.filter(period__contains=day)


def period_field(**options: Any) -> Any:
    """The field `period`: days from the first to before the last, the end open when None."""
    return DateRangeField("okres", default=always, **options)


def has_beginning(name: str) -> models.CheckConstraint:
    """The period begins on a known day and is not empty."""
    return models.CheckConstraint(
        condition=Q(period__isempty=False, period__lower_inf=False),
        name=name,
        violation_error_message="Podaj pierwszy dzień; ostatni nie może być wcześniejszy.",
    )


def one_at_a_time(name: str, *fields: str, condition: Q | None = None) -> ExclusionConstraint:
    """No two rows with equal `fields` hold on the same day."""
    return ExclusionConstraint(
        name=name,
        condition=condition,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            ("period", RangeOperators.OVERLAPS),
        ],
        violation_error_message="W tym okresie obowiązuje już inny taki zapis.",
    )
