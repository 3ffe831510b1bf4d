"""Quarterly reports of the town, by the acts of reporting: filed, corrected, checked, put aside."""

from __future__ import annotations

from datetime import date, timedelta

from opsapp.kernel import clock
from opsapp.kernel.periods import Month
from opsapp.office.models import User
from reporting import services
from reporting.models import ReportRun
from reporting.units import Span, quarter

FORM = "quarterly"
FILED_AFTER_DAYS = 11
WAIVED = "Różnica wynika z wypłaty ponowionej w kolejnym kwartale."


def lay_reports(today: date, *, builder: User, filer: User, all_of_them: bool) -> None:
    """The last quarter waits for whoever files it; before it one was filed and one corrected too;
    of the running one a first look was put aside.
    """
    running, last, before, earliest = (_quarter(today, back) for back in range(4))
    if all_of_them:
        _file(_checked(earliest, today, builder), filer=filer, today=today)
        filed = _file(_checked(before, today, builder), filer=filer, today=today)
        with clock.frozen(_day(before, today) + timedelta(days=9)):
            correction = services.correct(filed, actor=builder)
            _check(correction, builder)
            services.file(correction, actor=filer)
        look = services.build(form=FORM, span=running, actor=builder)
        services.discard(look, actor=builder)
        services.build(form=FORM, span=running, actor=builder)
    _checked(last, today, builder)


def _quarter(today: date, back: int) -> Span:
    month = Month.of(today) - 3 * back
    return quarter(month.year, (month.month + 2) // 3)


def _day(span: Span, today: date) -> date:
    """The day on which a quarter was reported."""
    return min(span.period_to + timedelta(days=FILED_AFTER_DAYS), today)


def _checked(span: Span, today: date, builder: User) -> ReportRun:
    with clock.frozen(_day(span, today)):
        run = services.build(form=FORM, span=span, actor=builder)
        return _check(run, builder)


def _check(run: ReportRun, builder: User) -> ReportRun:
    for finding in run.checks.filter(level="error"):
        services.waive(finding, reason=WAIVED, actor=builder)
    return services.check(run, actor=builder)


def _file(run: ReportRun, *, filer: User, today: date) -> ReportRun:
    with clock.frozen(_day(Span(run.period_from, run.period_to), today)):
        return services.file(run, actor=filer)
