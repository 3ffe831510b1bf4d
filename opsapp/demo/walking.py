"""Walk the real tables of states, so that every seeded transition is one that may happen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from opsapp.demo import tables as t
from opsapp.demo.cells import Raw
from opsapp.demo.moments import TURNS, Turn, morning
from opsapp.demo.writing import Rows
from opsapp.kernel.states import Machine


class Step(NamedTuple):
    """A move made by someone on a day."""

    move: str
    on: date
    actor: int
    remark: str = ""
    reason_code: str = ""


def state_after(machine: Machine, steps: Iterable[Step], until: date) -> str:
    """The state in which the steps made up to a day end. Raises ValueError for a step that the
    table does not allow.
    """
    status = machine.initial
    for step in steps:
        if step.on > until:
            break
        move = machine.moves[step.move]
        if status not in move.sources:
            raise ValueError(f"{machine.name}: {step.move} does not start from {status}.")
        status = move.target
    return status


def write_steps(
    rows: Rows, table: t.Table, machine: Machine, record: int, *, steps: Iterable[Step], until: date
) -> None:
    """The transitions made up to a day."""
    status = machine.initial
    for step, at in timed(record, steps):
        if step.on > until:
            break
        target = machine.moves[step.move].target
        rows.add_line(
            table,
            f"{record}\t{step.move}\t{status}\t{target}\t{step.actor}\t{step.remark}"
            f"\t{step.reason_code}\t{at}",
        )
        status = target


def timed(record: int, steps: Iterable[Step]) -> Iterator[tuple[Step, Raw]]:
    """Each step of a record with its moment; those of one day in their order."""
    day, turn = date.min, -1
    for salt, step in enumerate(steps, start=record):
        turn = max(TURNS.get(step.move, Turn.BEGUN), turn + 1 if step.on == day else 0)
        day = step.on
        yield step, morning(day, salt, turn)
