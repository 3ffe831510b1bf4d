"""Who acts: the actor's context of a transaction, and the history of what changed.

The database refuses writes to our tables unless `ops.actor` is set. It is set here alone, for the
transaction only, as its first statement, so that COPY and raw SQL carry it too; the triggers that
write history read the same context.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar, overload

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

from opsapp.kernel.history import track

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)

ACTS: dict[str, Callable[..., Any]] = {}
"""Every act by its dotted name, as written to history."""


INSTALLATION_ID = 0
"""The key of the system user that installs: it acts before there is a table of users."""


class Actor(Protocol):
    """Whoever acts: a user row."""

    @property
    def pk(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Acting:
    """The actor's context that stands now."""

    actor_id: int
    act: str
    reason: str


class ActorMismatch(RuntimeError):
    """A nested act names another actor than the one who began. One transaction has one actor."""


_standing: ContextVar[Acting | None] = ContextVar("ops_acting", default=None)


def standing() -> Acting | None:
    """The context in force, or None outside of acts."""
    return _standing.get()


def stand_as_installation(using: str) -> None:
    """Let this connection write as the installation until `stand_down`: for migrations alone."""
    _write_context(Acting(INSTALLATION_ID, "migrate", ""), using=using, local=False)


def stand_down(using: str) -> None:
    """End what `stand_as_installation` began."""
    _write_context(None, using=using, local=False)


_CONTEXT = (
    "SELECT set_config('ops.actor', %s, %s), set_config('pghistory.context_metadata', %s, %s)"
)


def _context(acting_now: Acting | None, *, local: bool = True) -> list[Any]:
    """What stands in `_CONTEXT`."""
    if acting_now is None:
        return ["", local, "", local]
    named = {"actor": acting_now.actor_id, "act": acting_now.act, "reason": acting_now.reason}
    return [str(acting_now.actor_id), local, json.dumps(named, ensure_ascii=False), local]


def _write_context(
    acting_now: Acting | None, *, using: str = DEFAULT_DB_ALIAS, local: bool = True
) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(_CONTEXT, _context(acting_now, local=local))


def write(actor: Actor, statement: str, values: Sequence[Any], *, act: str) -> None:
    """One statement as this actor, sent together with its context: one trip to the database, which
    makes one transaction of them. Inside an act it joins that act, and only the same actor may.

    Raises `ActorMismatch` otherwise.
    """
    outer = _standing.get()
    if outer is not None and outer.actor_id != actor.pk:
        raise ActorMismatch(f"Actor {actor.pk} writes inside {outer.act} of {outer.actor_id}.")
    parts, sent = [statement], [*values]
    if outer is None:
        parts, sent = [_CONTEXT, statement], [*_context(Acting(actor.pk, act, "")), *values]
        if connection.in_atomic_block:
            parts, sent = [*parts, _CONTEXT], [*sent, *_context(None)]
    with connection.cursor() as cursor:
        cursor.execute("; ".join(parts), sent)


@contextmanager
def acting(actor: Actor, reason: str = "", *, act: str = "") -> Iterator[None]:
    """Do what is inside in one transaction, as this actor.

    Inside another act it joins that act's transaction and context, and only the same actor may.
    Raises `ActorMismatch` otherwise, `ValueError` when the actor is not a saved user.
    """
    if actor.pk is None:
        raise ValueError("An act needs a saved user as its actor.")
    outer = _standing.get()
    if outer is None:
        with _outermost(Acting(actor.pk, act, reason)):
            yield
        return
    if outer.actor_id != actor.pk:
        raise ActorMismatch(
            f"Actor {actor.pk} acts inside {outer.act or 'an act'} of actor {outer.actor_id}."
        )
    with transaction.atomic(savepoint=False):
        yield


@contextmanager
def _outermost(acting_now: Acting) -> Iterator[None]:
    enclosed = connection.in_atomic_block
    with transaction.atomic():
        _write_context(acting_now)
        token = _standing.set(acting_now)
        try:
            yield
        finally:
            _standing.reset(token)
        if enclosed and not connection.needs_rollback:
            _write_context(None)


def act(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function of `services/` an act: one transaction, with the keyword `actor` as its
    author.
    """
    parameter = inspect.signature(function).parameters.get("actor")
    if parameter is None or parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
        raise TypeError(
            f"{function.__qualname__} is an act: it needs a keyword-only parameter 'actor'."
        )
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        actor: Any = kwargs.get("actor")
        if actor is None:
            raise TypeError(f"{name} needs the keyword argument 'actor'.")
        with acting(actor, act=name):
            return function(*args, **kwargs)

    ACTS[name] = run
    return run


@overload
def tracked(model: type[M]) -> type[M]: ...
@overload
def tracked(
    *, exclude: Sequence[str] = (), inserts: bool = True
) -> Callable[[type[M]], type[M]]: ...
def tracked(
    model: type[M] | None = None, *, exclude: Sequence[str] = (), inserts: bool = True
) -> Any:
    """Keep the history of a table that changes, written by the database (pghistory), frozen, with
    actor and act.

    `exclude` names fields that history must not hold (a password's hash); `inserts=False` leaves
    out the first version, for tables that are loaded by the million and name their author
    themselves.
    """
    if model is None:
        return lambda decorated: track(decorated, exclude=exclude, inserts=inserts)
    return track(model, exclude=exclude, inserts=inserts)
