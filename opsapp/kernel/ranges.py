"""Periods as PostgreSQL keeps them: a `[)` daterange. Apart from `periods`, which rules import."""

from __future__ import annotations

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from opsapp.kernel.periods import Period


def day_range(period: Period) -> DateRange:
    """The daterange of these days, for a DateRangeField."""
    return DateRange(period.start, period.end + timedelta(days=1) if period.end else None, "[)")
