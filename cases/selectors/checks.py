"""What the nightly check asks of cases: numbers without gaps, nothing open in what has ended."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Max

from cases.models import Application, ApplicationItem, Case, Term
from cases.selectors.cases import RUNNING
from cases.states import ENDED
from opsapp.kernel.models import NumberSeries

EACH = 100
"""Sentences of one kind; a flood says no more than its beginning."""


def faults_of_cases() -> Iterator[str]:
    """One sentence for every fault."""
    yield from _gaps_of_applications()
    yield from _gaps_of_cases()
    yield from _open_in_ended()


def _gaps_of_applications() -> Iterator[str]:
    series = _series("application")
    rows = Application.objects.values("year").annotate(last=Max("number"), count=Count("pk"))
    for row in rows.order_by("year"):
        starts_after, last = series.get(("", "", row["year"]), (0, 0))
        if row["count"] != last - starts_after or row["last"] != last:
            yield f"W rejestrze wniosków z {row['year']} roku brakuje numerów."


def _gaps_of_cases() -> Iterator[str]:
    series = _series("case")
    rows = Case.objects.values("cell", "jrwa", "year").annotate(
        last=Max("number"), count=Count("pk")
    )
    for row in rows.order_by("cell", "jrwa", "year"):
        key = (row["cell"], row["jrwa"], row["year"])
        starts_after, last = series.get(key, (0, 0))
        if row["count"] != last - starts_after or row["last"] != last:
            yield f"W spisie spraw {row['cell']}.{row['jrwa']} z {row['year']} brakuje numerów."


def _open_in_ended() -> Iterator[str]:
    items = ApplicationItem.objects.filter(
        outcome=ApplicationItem.Outcome.OPEN, case__status__in=ENDED
    )
    for sign in items.order_by("case__sign").values_list("case__sign", flat=True)[:EACH]:
        yield f"Sprawa {sign} jest zakończona, a jej wniosek nie jest rozstrzygnięty."
    terms = Term.objects.filter(RUNNING, case__status__in=ENDED)
    for sign in terms.order_by("case__sign").values_list("case__sign", flat=True)[:EACH]:
        yield f"Sprawa {sign} jest zakończona, a jej termin biegnie dalej."


def _series(kind: str) -> dict[tuple[str, str, int], tuple[int, int]]:
    rows = NumberSeries.objects.filter(kind=kind)
    return {(row.cell, row.jrwa, row.year): (row.starts_after, row.last) for row in rows}
