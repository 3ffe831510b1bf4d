"""Gapless numbers: one row a series, held until the transaction of the numbered record ends."""

from __future__ import annotations

from django.db import connection, transaction

from opsapp.kernel.audit import Actor, act
from opsapp.kernel.models.numbering import NumberSeries
from opsapp.kernel.refusals import Refusal

_TAKE = """
INSERT INTO kernel_numberseries (kind, cell, jrwa, year, starts_after, last)
VALUES (%s, %s, %s, %s, 0, 1)
ON CONFLICT (kind, cell, jrwa, year) DO UPDATE SET last = kernel_numberseries.last + 1
RETURNING last
"""


def take(kind: str, *, cell: str = "", jrwa: str = "", year: int) -> int:
    """The next number of a series, starting a new series with 1.

    Takes part in the caller's transaction (an act): if that fails, the number was never given.
    The series stays locked until it ends, so take numbers last. Raises
    `TransactionManagementError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A number may be taken only inside an act.")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [kind, cell, jrwa, year])
        (number,) = cursor.fetchone()
    return int(number)


@act
def continue_from_paper(
    kind: str, *, cell: str = "", jrwa: str = "", year: int, last_on_paper: int, actor: Actor
) -> NumberSeries:
    """Open a series after the last number that was given on paper. Raises `Refusal` when the
    series is in use.
    """
    series, created = NumberSeries.objects.get_or_create(
        kind=kind,
        cell=cell,
        jrwa=jrwa,
        year=year,
        defaults={"starts_after": last_on_paper, "last": last_on_paper},
    )
    if not created:
        raise Refusal(
            f"Seria {series} już działa: ostatni nadany numer to {series.last}.", "series_in_use"
        )
    return series
