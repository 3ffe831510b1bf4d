"""Cases answered on several cores: facts go to the processes, the database stays here."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import Protocol, TypeVar

from benefits.whatif.engine import Case, Comparer, Outcome
from benefits.whatif.scratch import Laws
from opsapp.kernel.cores import ALONE, spread

__all__ = ["ALONE", "outcomes"]


class HasCase(Protocol):
    """A row of the database with what the rules need of it."""

    @property
    def case(self) -> Case: ...


R = TypeVar("R", bound=HasCase)


def outcomes(
    rows: Iterable[R], laws: Laws, *, cores: int | None = None
) -> Generator[list[tuple[R, Outcome]], None, None]:
    """The rows with their outcomes, chunk by chunk, in their order, as `cores.spread` does it."""
    return spread(rows, _comparing, laws, sent=_case, cores=cores)


def _comparing(laws: Laws) -> Callable[[list[Case]], list[Outcome]]:
    return Comparer(laws).compare_all


def _case(row: HasCase) -> Case:
    return row.case
