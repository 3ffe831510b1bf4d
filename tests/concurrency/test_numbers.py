"""Two people take a number at the same moment."""

from __future__ import annotations

from threading import Barrier

from django.db import IntegrityError

from opsapp.kernel import numbering
from opsapp.kernel.audit import acting
from opsapp.kernel.models import NumberSeries
from opsapp.office.models import User
from tests.concurrency.together import PATIENCE_SECONDS, at_once, of_kind


def test_without_the_lock_two_would_give_the_same_number_and_the_database_refuses(
    actor: User,
) -> None:
    with acting(actor):
        numbering.take("case", year=2026)
    both_have_read = Barrier(2)

    def read_then_write() -> int:
        with acting(actor):
            last = NumberSeries.objects.get().last
            both_have_read.wait(PATIENCE_SECONDS)
            NumberSeries.objects.update(last=last + 1)
            return last + 1

    outcomes = at_once(read_then_write, read_then_write)
    assert of_kind(outcomes, int) == [2]
    assert len(of_kind(outcomes, IntegrityError)) == 1


def test_many_take_many_and_none_is_skipped_or_given_twice(actor: User) -> None:
    def take_some() -> list[int]:
        taken = []
        for _ in range(10):
            with acting(actor):
                taken.append(numbering.take("case", cell="PS", jrwa="5121", year=2026))
        return taken

    outcomes = at_once(*[take_some] * 6)
    assert sorted(number for taken in of_kind(outcomes, list) for number in taken) == list(
        range(1, 61)
    )
