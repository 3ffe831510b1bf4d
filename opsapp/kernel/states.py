"""States are a table: the same moves guard Python and the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import pgtrigger
from django.conf import settings
from django.db import OperationalError, connection, models

from opsapp.kernel import clock
from opsapp.kernel.audit import Actor
from opsapp.kernel.refusals import Conflict, NotFound, Refusal
from opsapp.kernel.triggers import REFUSED, Triggers, frozen

M = TypeVar("M", bound=models.Model)

LOCK_WAIT = "5s"
"""How long an act waits for a record that another one holds."""

LOCK_NOT_AVAILABLE = "55P03"


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted step: its name, the states it may start from, where it ends, and the label of
    its button.
    """

    name: str
    sources: Sequence[str] | str
    target: str
    label: str

    def __post_init__(self) -> None:
        sources = (self.sources,) if isinstance(self.sources, str) else tuple(self.sources)
        object.__setattr__(self, "sources", sources)


class Machine:
    """The table of states and moves of one noun."""

    every: ClassVar[list[Machine]] = []

    def __init__(
        self, name: str, states: Mapping[str, str], initial: str, moves: Iterable[Move]
    ) -> None:
        self.name = name
        self.states = dict(states)
        self.initial = initial
        self.moves = {move.name: move for move in moves}
        self._check()
        Machine.every.append(self)

    def _check(self) -> None:
        named = {
            self.initial,
            *(state for move in self.moves.values() for state in (*move.sources, move.target)),
        }
        if unknown := named - self.states.keys():
            raise ValueError(f"Machine {self.name} moves between unknown states: {sorted(unknown)}")
        if odd := [code for code in self.states if not code.replace("_", "").isalnum()]:
            raise ValueError(f"Machine {self.name} has state codes that cannot stand in SQL: {odd}")

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For a model field: code and Polish label."""
        return list(self.states.items())

    def label(self, code: str) -> str:
        """The Polish label of a state. Raises KeyError for an unknown one."""
        return self.states[code]

    def move(self, name: str) -> Move:
        """A move by its name. Raises KeyError for an unknown one."""
        return self.moves[name]

    def available(self, status: str) -> list[Move]:
        """Moves that may start from a state, in the table's order."""
        return [move for move in self.moves.values() if status in move.sources]

    def triggers(self, field: str = "status") -> Triggers:
        """The same table as a trigger: only the initial state on insert, only the table's moves
        on update.
        """
        return [StateGuard(machine=self, field=field)]


class StateGuard(pgtrigger.Trigger):
    """A machine compiled into PostgreSQL."""

    when = pgtrigger.Before

    def __init__(self, *, machine: Machine, field: str) -> None:
        self.machine, self.field = machine, field
        changed = pgtrigger.UpdateOf(field)  # type: ignore[no-untyped-call]
        super().__init__(name=f"moves_{field}", operation=pgtrigger.Insert | changed)

    def get_func(self, model: Any) -> str:
        """Compare 'from:to' with the list of permitted pairs."""
        column = f'"{model._meta.get_field(self.field).column}"'
        pairs = ",".join(
            f"{source}:{move.target}"
            for move in self.machine.moves.values()
            for source in move.sources
        )
        return self.format_sql(f"""
            IF TG_OP = 'INSERT' THEN
                IF NEW.{column} IS DISTINCT FROM '{self.machine.initial}' THEN
                    RAISE EXCEPTION 'Zapis w tabeli % nie może zaczynać się od stanu „%”.',
                        TG_TABLE_NAME, NEW.{column} {REFUSED};
                END IF;
            ELSIF NEW.{column} IS DISTINCT FROM OLD.{column}
                AND NOT COALESCE(concat(OLD.{column}, ':', NEW.{column})
                    = ANY('{{{pairs}}}'::text[]), false) THEN
                RAISE EXCEPTION 'Nie ma przejścia ze stanu „%” do „%” (tabela %).',
                    OLD.{column}, NEW.{column}, TG_TABLE_NAME {REFUSED};
            END IF;
            RETURN NEW;
        """)


class TransitionRecord(models.Model):
    """One move that was made. Each noun has its own table with `record = ForeignKey(…,
    related_name="transitions")`.
    """

    move = models.CharField("czynność", max_length=40)
    from_state = models.CharField("ze stanu", max_length=40)
    to_state = models.CharField("do stanu", max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="kto"
    )
    remark = models.TextField("uwaga", blank=True)
    reason_code = models.CharField("przyczyna", max_length=60, blank=True)
    recorded_at = models.DateTimeField("kiedy", default=clock.now)

    class Meta:
        abstract = True
        ordering = ["id"]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


def lock(record: M) -> M:
    """Read the record again and hold it until the transaction ends (SELECT … FOR UPDATE OF self).

    Raises `Conflict` when another act holds it for longer than `LOCK_WAIT`, `NotFound` when it is
    gone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_WAIT])
    try:
        return type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != LOCK_NOT_AVAILABLE:
            raise
        raise Conflict(
            "Ktoś inny właśnie to zmienia. Odczekaj chwilę i spróbuj ponownie.", "locked"
        ) from error
    except type(record).DoesNotExist as error:  # type: ignore[attr-defined]
        raise NotFound("Tego zapisu już nie ma.", "gone") from error


def require(machine: Machine, name: str, record: Any) -> Move:
    """The move, when it may start from the state the record shows. Raises `Refusal` otherwise."""
    move, status = machine.move(name), str(record.status)
    if status not in move.sources:
        raise Refusal(
            f"„{move.label}” nie jest możliwe w stanie „{machine.label(status)}”.", "wrong_state"
        )
    return move


def apply(
    machine: Machine,
    name: str,
    record: Any,
    *,
    actor: Actor,
    remark: str = "",
    reason_code: str = "",
    **fields: Any,
) -> None:
    """Make a move: compare-and-swap the state (with further fields), then write the transition.

    Raises `Refusal` when the move does not start from the state the record shows, `Conflict` when
    the database already holds another state. Both leave the record as it was.
    """
    move, before = require(machine, name, record), str(record.status)
    changed = {"status": move.target, **fields}
    if type(record)._base_manager.filter(pk=record.pk, status=before).update(**changed) != 1:
        raise Conflict(
            "Ktoś inny zmienił ten zapis przed chwilą. Odśwież stronę i sprawdź, co się zmieniło.",
            "changed",
        )
    for field, value in changed.items():
        setattr(record, field, value)
    record.transitions.create(
        move=name,
        from_state=before,
        to_state=move.target,
        actor=actor,
        remark=remark,
        reason_code=reason_code,
    )
