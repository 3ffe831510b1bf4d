"""Two windows at the same moment, and a process that dies while signing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from opsapp.kernel import clock, faults
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Conflict, Refusal
from socialwork.models import Interview, InterviewSection
from socialwork.services import interviews
from socialwork.services.interviews.sealing import broken_signatures
from socialwork.services.interviews.signing import POINTS
from tests.concurrency.together import at_once, of_kind
from tests.conftest import child_environment
from tests.socialwork import world
from tests.socialwork.world import World


@pytest.fixture
def settled(committed_db: str) -> World:
    """The family, on a database where commits are real."""
    return world.settle()


@pytest.fixture(autouse=True)
def today() -> None:
    """These tests stand on the day it is."""


def test_of_two_signings_one_is_made(settled: World) -> None:
    def sign() -> Interview:
        mine = Interview.objects.get(pk=settled.interview.pk)
        return interviews.sign(mine, actor=settled.worker)

    outcomes = at_once(sign, sign)
    assert len(of_kind(outcomes, Interview)) == 1
    assert [type(row) for row in of_kind(outcomes, Refusal)] == [Refusal]
    assert settled.interview.transitions.count() == 1
    assert settled.family.snapshots.count() == 1


def test_a_save_beside_a_signature_is_covered_by_it_or_refused(settled: World) -> None:
    def sign() -> str:
        interviews.sign(settled.interview, actor=settled.worker)
        return "signed"

    def save() -> str:
        interviews.save_section(
            settled.interview, "health", answers={"treatment": "leki"}, version=1,
            actor=settled.worker,
        )  # fmt: skip
        return "saved"

    outcomes = at_once(sign, save)
    answers = settled.interview.sections.get(code="health").answers
    assert "signed" in outcomes
    assert ("saved" in outcomes) == ("treatment" in answers)
    assert of_kind(outcomes, IntegrityError) == []
    assert list(broken_signatures()) == []


def test_a_save_that_asks_nobody_meets_the_guard_of_the_database(settled: World) -> None:
    interviews.sign(settled.interview, actor=settled.worker)
    with pytest.raises(IntegrityError, match="zamknięty"), acting(settled.worker):
        InterviewSection.objects.filter(interview=settled.interview).update(answers={})


def test_of_two_windows_that_save_at_once_one_learns_of_the_other(settled: World) -> None:
    def save(text: str) -> int:
        row = interviews.save_section(
            settled.interview, "health", answers={"treatment": text}, version=1,
            actor=settled.worker,
        )  # fmt: skip
        return row.version

    outcomes = at_once(lambda: save("leki"), lambda: save("rehabilitacja"))
    assert of_kind(outcomes, int) == [2]
    assert len(of_kind(outcomes, interviews.StaleSection)) == 1


def test_of_two_corrections_one_is_opened(settled: World) -> None:
    signed = interviews.sign(settled.interview, actor=settled.worker)

    def correct() -> Interview:
        return interviews.correct(signed, reason="Zły czynsz.", actor=settled.worker)

    outcomes = at_once(correct, correct)
    assert len(of_kind(outcomes, Interview)) == 1
    assert len(of_kind(outcomes, Refusal)) == 1


def test_of_two_beginnings_one_is_made(settled: World) -> None:
    interviews.abandon(settled.interview, remark="od nowa", actor=settled.worker)

    def begin() -> Interview:
        return interviews.start(
            settled.family, kind="basic", visited_on=clock.today(), actor=settled.worker
        )

    outcomes = at_once(begin, begin)
    assert len(of_kind(outcomes, Interview)) == 1
    assert len(of_kind(outcomes, Refusal)) == 1
    assert of_kind(outcomes, Conflict) == []


@pytest.mark.parametrize("point", POINTS)
def test_a_signing_that_dies_leaves_nothing_and_can_be_repeated(
    point: str, settled: World, committed_db: str
) -> None:
    connection.close()
    for more, code in (({faults.VARIABLE: point}, faults.KILLED), ({}, 0)):
        ended = subprocess.run(
            [sys.executable, str(Path(world.__file__)), committed_db, str(settled.interview.pk)],
            env=child_environment(committed_db, **more),
            check=False,
        )
        assert ended.returncode == code
        with transaction.atomic():
            settled.interview.refresh_from_db()
            settled.case.refresh_from_db()
            done = code == 0
            assert settled.interview.status == ("signed" if done else "draft")
            assert settled.case.status == ("interview_done" if done else "interview_ordered")
            assert settled.family.snapshots.count() == int(done)
    assert list(broken_signatures()) == []
