"""Two people move the same record at the same moment."""

from __future__ import annotations

from threading import Barrier, Event
from typing import Any

import pytest

from opsapp.kernel import states
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Conflict
from opsapp.office.models import User
from tests.concurrency.together import PATIENCE_SECONDS, at_once, of_kind
from tests.nouns import LETTER, Nouns, make_nouns


@pytest.fixture
def nouns(actor: User) -> Nouns:
    return make_nouns()


@pytest.fixture
def letter(nouns: Nouns, actor: User) -> Any:
    with acting(actor):
        return nouns.letter.objects.create()


def test_without_the_swap_both_would_believe_they_were_first(
    nouns: Nouns, letter: Any, actor: User
) -> None:
    both_have_read = Barrier(2)

    def check_then_save() -> str:
        with acting(actor):
            mine = nouns.letter.objects.get(pk=letter.pk)
            assert mine.status == "draft"
            both_have_read.wait(PATIENCE_SECONDS)
            nouns.letter.objects.filter(pk=mine.pk).update(status="signed")
            return "first"

    assert at_once(check_then_save, check_then_save) == ["first", "first"]


def test_of_two_at_once_one_moves_and_the_other_meets_a_conflict(
    nouns: Nouns, letter: Any, actor: User
) -> None:
    both_have_read = Barrier(2)

    def sign() -> str:
        with acting(actor):
            mine = nouns.letter.objects.get(pk=letter.pk)
            both_have_read.wait(PATIENCE_SECONDS)
            states.apply(LETTER, "sign", mine, actor=actor)
            return "first"

    outcomes = at_once(sign, sign)
    assert of_kind(outcomes, str) == ["first"]
    assert len(of_kind(outcomes, Conflict)) == 1
    assert letter.transitions.count() == 1


def test_who_waits_too_long_for_a_lock_is_told_so(
    letter: Any, actor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "LOCK_WAIT", "100ms")
    held, tried = Event(), Event()

    def hold() -> str:
        with acting(actor):
            states.lock(letter)
            held.set()
            tried.wait(PATIENCE_SECONDS)
            return "held"

    def ask() -> str:
        held.wait(PATIENCE_SECONDS)
        try:
            with acting(actor):
                states.lock(letter)
                return "got it"
        finally:
            tried.set()

    holder, asker = at_once(hold, ask)
    assert holder == "held"
    assert isinstance(asker, Conflict)
    assert "Ktoś inny właśnie to zmienia" in asker.message
