"""States move only along their table, in Python and in SQL; frozen records stay as they are."""

from __future__ import annotations

from typing import Any

import pytest

from opsapp.kernel import states
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Conflict, NotFound, Refusal
from opsapp.kernel.states import Machine, Move
from opsapp.office.models import User
from tests.database.sql import refused, run
from tests.nouns import LETTER, Nouns, make_nouns

pytestmark = pytest.mark.django_db


@pytest.fixture
def nouns(db: None) -> Nouns:
    """A letter with states, its transitions and its pages."""
    return make_nouns()


@pytest.fixture
def letter(nouns: Nouns, clerk: User) -> Any:
    """A draft."""
    with acting(clerk):
        return nouns.letter.objects.create(text="Dzień dobry")


def signed(letter: Any, clerk: User) -> Any:
    with acting(clerk):
        states.apply(LETTER, "sign", letter, actor=clerk)
    return letter


def test_a_move_changes_the_state_and_leaves_a_transition(letter: Any, clerk: User) -> None:
    with acting(clerk):
        states.apply(LETTER, "sign", letter, actor=clerk, remark="pilne", text="Do widzenia")
    letter.refresh_from_db()
    assert (letter.status, letter.text) == ("signed", "Do widzenia")
    (made,) = letter.transitions.all()
    assert (made.move, made.from_state, made.to_state) == ("sign", "draft", "signed")
    assert (made.remark, made.actor_id) == ("pilne", clerk.pk)


def test_a_move_from_another_state_is_refused_in_polish(letter: Any, clerk: User) -> None:
    with (
        acting(clerk),
        pytest.raises(Refusal, match="„Wyślij” nie jest możliwe w stanie „projekt”"),
    ):
        states.apply(LETTER, "send", letter, actor=clerk)
    assert not letter.transitions.exists()


def test_who_comes_second_meets_a_conflict(nouns: Nouns, letter: Any, clerk: User) -> None:
    stale = nouns.letter.objects.get(pk=letter.pk)
    signed(letter, clerk)
    with acting(clerk), pytest.raises(Conflict, match="Ktoś inny"):
        states.apply(LETTER, "sign", stale, actor=clerk)
    assert letter.transitions.count() == 1
    assert stale.status == "draft"


def test_a_lock_reads_the_record_again(nouns: Nouns, letter: Any, clerk: User) -> None:
    stale = nouns.letter.objects.get(pk=letter.pk)
    signed(letter, clerk)
    assert states.lock(stale).status == "signed"


def test_a_lock_on_what_is_gone_says_so(nouns: Nouns) -> None:
    with pytest.raises(NotFound, match="już nie ma"):
        states.lock(nouns.letter(pk=9))


def test_the_table_answers_for_buttons_and_labels() -> None:
    assert [move.name for move in LETTER.available("signed")] == ["return_to_author", "send"]
    assert LETTER.available("sent") == []
    assert LETTER.label("sent") == "wysłane"
    assert LETTER.choices[0] == ("draft", "projekt")
    assert LETTER.move("sign").sources == ("draft",)


def test_a_table_with_an_unknown_state_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="unknown states"):
        Machine("bad", {"a": "A"}, "a", [Move("go", "a", "b", "Dalej")])


@pytest.mark.parametrize("status", ["signed", "sent", "nonsense"])
def test_sql_inserts_only_the_initial_state(status: str, letter: Any, clerk: User) -> None:
    with acting(clerk), refused("nie może zaczynać się od stanu"):
        run("INSERT INTO kernel_letter (status, text) VALUES (%s, '')", status)


@pytest.mark.parametrize("status", ["sent", "nonsense", ""])
def test_sql_moves_only_along_the_table(status: str, letter: Any, clerk: User) -> None:
    with acting(clerk), refused("Nie ma przejścia ze stanu „draft”"):
        run("UPDATE kernel_letter SET status = %s", status)


def test_sql_may_move_along_the_table(letter: Any, clerk: User) -> None:
    with acting(clerk):
        run("UPDATE kernel_letter SET status = 'signed'")
        run("UPDATE kernel_letter SET status = 'draft'")


def test_a_record_frozen_by_its_state_lets_only_the_named_columns_change(
    letter: Any, clerk: User
) -> None:
    signed(letter, clerk)
    with acting(clerk):
        run("UPDATE kernel_letter SET posted_on = '2026-11-24'")
        for sql in ("UPDATE kernel_letter SET text = 'x'", "DELETE FROM kernel_letter"):
            with refused("jest zamknięty"):
                run(sql)


def test_a_record_frozen_whole_refuses_even_a_change_of_nothing(letter: Any, clerk: User) -> None:
    signed(letter, clerk)
    with acting(clerk):
        states.apply(LETTER, "send", letter, actor=clerk)
        with refused("jest zamknięty"):
            run("UPDATE kernel_letter SET text = text")


def test_rows_of_a_closed_record_are_closed_too(nouns: Nouns, letter: Any, clerk: User) -> None:
    with acting(clerk):
        page = nouns.page.objects.create(letter=letter)
        page.text = "Strona 1"
        page.save()
        other = nouns.letter.objects.create()
        outside = nouns.page.objects.create(letter=other)
    signed(letter, clerk)
    with acting(clerk):
        for sql in (
            f"INSERT INTO kernel_page (letter_id, text) VALUES ({letter.pk}, '')",
            f"UPDATE kernel_page SET text = 'x' WHERE id = {page.pk}",
            f"UPDATE kernel_page SET letter_id = {other.pk} WHERE id = {page.pk}",
            f"UPDATE kernel_page SET letter_id = {letter.pk} WHERE id = {outside.pk}",
            f"DELETE FROM kernel_page WHERE id = {page.pk}",
        ):
            with refused("Zapis nadrzędny jest zamknięty"):
                run(sql)
        run(f"DELETE FROM kernel_page WHERE id = {outside.pk}")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kernel_lettertransition SET remark = 'x'",
        "DELETE FROM kernel_lettertransition",
        "TRUNCATE kernel_lettertransition",
    ],
)
def test_transitions_are_frozen(sql: str, letter: Any, clerk: User) -> None:
    signed(letter, clerk)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with acting(clerk), refused("nie wolno"):
        run(sql)
