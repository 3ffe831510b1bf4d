"""A quarter computed and filed, a list as a spreadsheet; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from cases.selectors.people import person_list
from cases.web.people.listing import COLUMNS
from opsapp.demo.measuring.figures import Figure, timed
from opsapp.demo.measuring.money import day_of_the_town
from opsapp.kernel import looked
from opsapp.kernel.periods import Month
from opsapp.kernel.web.export import as_xlsx
from opsapp.office.models import User
from reporting import services
from reporting.models import ReportRun
from reporting.units import Span
from reporting.units import quarter as quarter_of

ROWS = 10_000


def quarter() -> Iterator[Figure]:
    """The running quarter: two years of payments out of all that are on file."""
    with day_of_the_town() as day:
        span, builder = _quarter(Month.of(day)), User.objects.get(username="ksiegowa")

        def work() -> None:
            with transaction.atomic():
                services.build(form="quarterly", span=span, actor=builder)
                transaction.set_rollback(True)

        p50, p95 = timed(work, times=3, warm=1)
    yield Figure("quarter", p50, p95)


def filing() -> Iterator[Figure]:
    """The last whole quarter filed by another person: the ids behind every number frozen."""
    with day_of_the_town() as day:
        run = _checked(day)
        filer = User.objects.get(username="dyrektor")

        def work() -> None:
            with transaction.atomic():
                services.file(run, actor=filer)
                transaction.set_rollback(True)

        p50, p95 = timed(work, times=1, warm=0)
        cells = run.cells.count()
    yield Figure("filing", p50, p95, note=f"n = {cells}")


def spreadsheet() -> Iterator[Figure]:
    """The list of persons as a file, with its trace."""
    rows = person_list("").order_by("last_key", "first_key", "pk")
    actor = User.objects.get(username="dyrektor")
    count = len(rows[:ROWS])

    def work() -> None:
        found = list(rows[:ROWS])
        with transaction.atomic():
            looked.exported(actor, "cases.person", "", [row.person_id for row in found])
            answer = as_xlsx("osoby", COLUMNS, found)
            answer.getvalue()
            answer.close()
            transaction.set_rollback(True)

    p50, p95 = timed(work, times=3, warm=1)
    yield Figure("xlsx", p50, p95, note=f"n = {count}")


def _checked(day: date) -> ReportRun:
    builder = User.objects.get(username="ksiegowa")
    run = services.build(form="quarterly", span=_quarter(Month.of(day) - 3), actor=builder)
    for finding in run.checks.filter(level="error"):
        services.waive(finding, reason="Pomiar.", actor=builder)
    return services.check(run, actor=builder)


def _quarter(month: Month) -> Span:
    return quarter_of(month.year, (month.month + 2) // 3)
