"""How checks are asked: one after another, each at one moment, writing nothing, telling how far."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from time import monotonic, sleep

import pytest
from django.core.management import call_command
from django.db import InternalError, connection

from opsapp.kernel import integrity, registry
from opsapp.kernel.integrity import SHOWN, Progress, asked, passing
from opsapp.kernel.registry import Shelf
from opsapp.management.commands import check_integrity
from opsapp.management.commands.check_integrity import told
from tests.database.sql import run

Register = Callable[[str, Callable[[], Iterator[str]]], object]


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    """Checks of this test alone."""
    shelf: Shelf[Callable[[], Iterator[str]]] = Shelf("checks")
    monkeypatch.setattr(registry, "checks", shelf)
    return shelf.register


@pytest.mark.django_db
def test_a_flood_of_faults_is_cut_and_its_rows_are_read_no_further(register: Register) -> None:
    read = []

    def flood() -> Iterator[str]:
        for number in passing(range(1_000_000), 1_000_000):
            read.append(number)
            yield f"Błąd {number}."

    register("powódź", flood)
    register("czysto", lambda: iter(()))
    progress = Progress()
    first, second = asked(progress)
    assert (first.name, len(first.faults), len(read)) == ("powódź", SHOWN, SHOWN)
    assert (second.name, second.faults) == ("czysto", [])
    assert integrity.faults() == {"powódź": first.faults, "czysto": []}


@pytest.mark.django_db
def test_whoever_watches_sees_how_far_the_check_is(register: Register) -> None:
    progress = Progress()
    seen: list[tuple[str, int, int | None]] = []

    def watched() -> Iterator[str]:
        for _ in passing("abc", 3):
            seen.append((progress.name, progress.done, progress.total))
        yield from ()

    register("litery", watched)
    list(asked(progress))
    assert seen == [("litery", 1, 3), ("litery", 2, 3), ("litery", 3, 3)]
    assert list(passing("ab")) == ["a", "b"]


def test_progress_is_told_in_words() -> None:
    progress = Progress("wypłaty")
    assert told(progress) == "wypłaty: 0 s"
    progress.done, progress.total = 120_000, 2_300_000
    assert told(progress) == "wypłaty: 0 s, 120 000 z 2 300 000"


@pytest.mark.django_db
def test_at_a_terminal_the_running_check_is_told_again_and_again(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()

    def slow() -> Iterator[str]:
        begun = monotonic()
        while terminal.getvalue().count("powoli: ") < 2 and monotonic() - begun < 30:
            sleep(0.001)
        yield from ()

    monkeypatch.setattr(check_integrity, "EVERY_SECONDS", 0.01)
    register("powoli", slow)
    printed = io.StringIO()
    call_command("check_integrity", stdout=printed, stderr=terminal)
    assert terminal.getvalue().count("powoli: ") >= 2
    assert printed.getvalue().startswith("powoli: w porządku (")
    assert "Dane są spójne." in printed.getvalue()


def test_a_check_sees_one_moment_and_writes_nothing(committed_db: None, register: Register) -> None:
    def writes() -> Iterator[str]:
        yield str(run("SHOW transaction_isolation")[0][0])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE kernel_numberseries SET last = last")

    register("pisze", writes)
    with pytest.raises(InternalError, match="read-only"):
        list(asked())
    register("pisze dalej", lambda: iter([str(run("SHOW transaction_isolation")[0][0])]))
    registry.checks._things.pop("pisze")
    assert [answer.faults for answer in asked()] == [["repeatable read"]]
