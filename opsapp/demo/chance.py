"""Chance that repeats: one source for a town, and the few ways it is asked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


class Weighted(Generic[T]):
    """Things drawn as often as their weights say."""

    def __init__(self, pairs: Sequence[tuple[T, float]]) -> None:
        self.things = [thing for thing, _ in pairs]
        self._sums = list(accumulate(weight for _, weight in pairs))

    def draw(self, chance: Chance) -> T:
        """One of them."""
        return chance.choices(self.things, cum_weights=self._sums)[0]


class Chance(random.Random):
    """Python's own generator, begun from words so that it is the same everywhere."""

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.random() < probability

    def uuid(self) -> UUID:
        """A random UUID of this chance."""
        return UUID(int=self.getrandbits(128), version=4)
