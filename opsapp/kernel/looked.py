"""The trace of looking: written before the answer leaves, in a short transaction of its own.

A view that reads in a read-only transaction wraps it in `collecting()`: what was looked at inside
is written once that transaction has ended and before the answer is sent. Outside of
`collecting()` a look is written at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from opsapp.kernel import audit
from opsapp.kernel.audit import Actor, act
from opsapp.kernel.models.looks import Look, LookSeal

QUERY_LIMIT = 500
"""Characters of a query that are kept."""

_collected: ContextVar[list[Look] | None] = ContextVar("ops_looks", default=None)


@contextmanager
def collecting(actor: Actor) -> Iterator[None]:
    """Gather the looks made inside, all by one person, and write them together at the end.

    When what is inside fails, they are written all the same: the person may have seen it.
    """
    looks: list[Look] = []
    token = _collected.set(looks)
    try:
        yield
    finally:
        _collected.reset(token)
        if looks:
            _write(actor, looks)


def opened(user: Actor, subject: models.Model, request: object = None) -> None:
    """The person opened this record."""
    _record(
        user,
        Look.Kind.OPENED,
        subject._meta.label_lower,
        subject_id=subject.pk,
        query=_path(request),
    )


def listed(user: Actor, kind: str, query: str, ids: Iterable[int]) -> None:
    """The person saw these rows of a list (`kind` is a model's label such as 'cases.person')."""
    _record(user, Look.Kind.LISTED, kind, ids=ids, query=query)


def searched(user: Actor, kind: str, query: str, ids: Iterable[int]) -> None:
    """The person searched and saw these rows."""
    _record(user, Look.Kind.SEARCHED, kind, ids=ids, query=query)


def printed(user: Actor, subject: models.Model, request: object = None) -> None:
    """The person took a printout or a PDF of this record."""
    _record(
        user,
        Look.Kind.PRINTED,
        subject._meta.label_lower,
        subject_id=subject.pk,
        query=_path(request),
    )


def exported(user: Actor, kind: str, query: str, ids: Iterable[int]) -> None:
    """The person took these rows out as a file."""
    _record(user, Look.Kind.EXPORTED, kind, ids=ids, query=query)


def _path(request: object) -> str:
    return str(getattr(request, "path", ""))


def _record(
    user: Actor,
    kind: Look.Kind,
    subject_type: str,
    *,
    subject_id: int | None = None,
    ids: Iterable[int] = (),
    query: str = "",
) -> None:
    look = Look(
        actor_id=user.pk,
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        ids=list(ids),
        query=query[:QUERY_LIMIT],
    )
    collected = _collected.get()
    if collected is None:
        _write(user, [look])
    else:
        collected.append(look)


_INSERT = (
    "INSERT INTO kernel_look (actor_id, kind, subject_type, subject_id, ids, query, at) VALUES "
)
_ROW = "(%s, %s, %s, %s, %s::bigint[], %s, %s)"


def _write(actor: Actor, looks: list[Look]) -> None:
    values: list[object] = []
    for look in looks:
        values += [look.actor_id, look.kind, look.subject_type, look.subject_id, look.ids]
        values += [look.query, look.at]
    statement = _INSERT + ", ".join([_ROW] * len(looks))
    audit.write(actor, statement, values, act=f"{__name__}.write")


def _day_bounds(day: date) -> tuple[datetime, datetime]:
    zone = timezone.get_default_timezone()
    return (
        datetime.combine(day, time.min, tzinfo=zone),
        datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone),
    )


def _digest(day: date, before: bytes) -> tuple[int, bytes]:
    start, end = _day_bounds(day)
    digest, count = hashlib.sha256(before + day.isoformat().encode()), 0
    rows = (
        Look.objects.filter(at__gte=start, at__lt=end)
        .order_by("id")
        .values_list("id", "actor_id", "kind", "subject_type", "subject_id", "ids", "query", "at")
    )
    for *values, at in rows.iterator(chunk_size=2000):
        line = json.dumps(
            [*values, at.astimezone(timezone.get_default_timezone()).isoformat()],
            ensure_ascii=False,
        )
        digest.update(b"\n" + line.encode())
        count += 1
    return count, digest.digest()


@act
def seal_looks(until: date, *, actor: Actor) -> list[LookSeal]:
    """Seal every day before `until` that is not sealed yet, each chained to the one before. Run
    each night.
    """
    last = LookSeal.objects.last()
    first_look = Look.objects.order_by("at").values_list("at", flat=True).first()
    if last is None and first_look is None:
        return []
    day = last.day + timedelta(days=1) if last else timezone.localdate(first_look)
    before, seals = bytes(last.digest) if last else b"", []
    while day < until:
        count, before = _digest(day, before)
        seals.append(LookSeal.objects.create(day=day, count=count, digest=before))
        day += timedelta(days=1)
    return seals


def broken_seals() -> Iterator[str]:
    """For check_integrity: a sentence for every day whose looks no longer match their seal."""
    before = b""
    for seal in LookSeal.objects.order_by("day").iterator():
        count, digest = _digest(seal.day, before)
        before = bytes(seal.digest)
        if digest != before:
            yield (
                f"Ślad wglądów z dnia {seal.day:%d.%m.%Y} nie zgadza się z pieczęcią"
                f" ({count} zamiast {seal.count})."
            )
