"""Killed at any moment, decisions converge: the act is whole or was never begun."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from benefits import checks, jobs, replay
from benefits.enforcement import WHEN_FINAL, Enforced
from benefits.models import Decision
from benefits.services import cutting, decisions, entitlements
from benefits.services.decisions import (
    appealing,
    carrying_out,
    changing,
    correcting,
    delivering,
    drafting,
    issuing,
    signing,
)
from opsapp.kernel import clock, faults
from opsapp.kernel import documents as engine
from opsapp.kernel.audit import acting
from opsapp.kernel.worker import Worker
from tests.benefits import road
from tests.benefits.road import Office, open_office
from tests.benefits.test_decisions_deliver import with_document
from tests.conftest import child_environment
from tests.kernel.conftest import copied_database

__all__ = ["copied_database"]

ACTS = {
    "decisions.draft": "acts.draft(Calculation.objects.get(), actor=user('pracownik-socjalny'))",
    "decisions.approve": "acts.approve(Decision.objects.get(), actor=user('dyrektor'))",
    "decisions.issue": "acts.issue(Decision.objects.get(), on=TODAY, actor=user('dyrektor'))",
    "entitlements.begin": "acts.issue(Decision.objects.get(), on=TODAY, actor=user('dyrektor'))",
    "decisions.change": (
        "acts.revoke(Decision.objects.get(), ground='personal', since=date(2026, 12, 1),"
        " told='Zmiana.', actor=user('pracownik-socjalny'))"
    ),
    "decisions.carry_out": (
        "acts.finalise(Decision.objects.get(kind='revocation'), on=TODAY, basis='waiver',"
        " actor=user('dyrektor'))"
    ),
    "entitlements.cut": (
        "acts.issue(Decision.objects.get(kind='revocation'), on=TODAY, actor=user('dyrektor'))"
    ),
    "appeals.rule": (
        "acts.appealing.rule(Decision.objects.get(), outcome='quashed', on=TODAY, sign='SKO.1',"
        " actor=user('dyrektor'))"
    ),
    "entitlements.quash": (
        "acts.appealing.rule(Decision.objects.get(), outcome='quashed', on=TODAY, sign='SKO.1',"
        " actor=user('dyrektor'))"
    ),
    "decisions.correct": (
        "acts.correct(Decision.objects.get(), told='Leki.', amount=Decimal('900.00'),"
        " amount_reason='leki', actor=user('pracownik-socjalny'))"
    ),
    "decisions.deliver": (
        "acts.deliver(Decision.objects.get(), on=TODAY, basis='actual', actor=user('dyrektor'))"
    ),
    "decisions.render": "Worker().drain()",
}
SCRIPT = """
import django
from datetime import date
from decimal import Decimal
django.setup()
from benefits.models import Calculation, Decision
from benefits.services import decisions as acts
from opsapp.kernel import clock
from opsapp.kernel.worker import Worker
from opsapp.office.models import User
TODAY = date({today:%Y, %-m, %-d})
def user(name):
    return User.objects.get(username=name)
with clock.frozen(TODAY):
    {act}
"""
POINTS = [
    *changing.POINTS, *cutting.POINTS, *drafting.POINTS, *signing.POINTS, *issuing.POINTS,
    *entitlements.POINTS, *delivering.POINTS, *jobs.POINTS, *appealing.POINTS,
    *correcting.POINTS, *carrying_out.POINTS,
]  # fmt: skip

BEFORE_ISSUE = ("decisions.issue", "entitlements.begin")
CUTTING = {
    "entitlements.cut": Enforced("demand", reason="Strona wniosła o to."),
    "decisions.carry_out": WHEN_FINAL,
}
"""A revocation that acts with its issue, and one that acts once it is final."""
APPEALED = ("appeals.rule", "entitlements.quash", "decisions.correct")


@pytest.fixture
def office(copied_database: str) -> Iterator[Office]:
    with clock.frozen(road.TODAY):
        yield open_office()


def run(act: str, *, crash_at: str = "") -> int:
    """Do the act in a process of its own; its exit code."""
    connection.close()
    environment = child_environment(connection.settings_dict["NAME"])
    environment[faults.VARIABLE] = crash_at
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(today=road.TODAY, act=act)],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, faults.KILLED), done.stderr
    return done.returncode


def reach(office: Office, stage: str) -> None:
    """Bring the only decision to where the act begins."""
    item = road.ready_item(office, children=("Zofia",))
    calculation = road.calculate(item, office=office)
    if stage == "decisions.draft":
        return
    draft = decisions.draft(calculation, actor=office.worker)
    decision = decisions.submit(draft, actor=office.worker)
    if stage != "decisions.approve":
        decision = decisions.approve(decision, actor=office.director)
    if stage not in ("decisions.draft", "decisions.approve", *BEFORE_ISSUE):
        decision = decisions.issue(decision, on=road.TODAY, actor=office.director)
    if stage in CUTTING:
        later = decisions.revoke(
            decision, ground="personal", since=date(2026, 12, 1), told="Zmiana.",
            enforced=CUTTING[stage], actor=office.worker,
        )  # fmt: skip
        decisions.approve(decisions.submit(later, actor=office.worker), actor=office.director)
    if stage == "decisions.carry_out":
        later = decisions.issue(later, on=road.TODAY, actor=office.director)
        later = with_document(later, office)
        decisions.deliver(later, on=road.TODAY, basis="actual", actor=office.director)
    if stage in ("decisions.deliver", *APPEALED):
        with acting(office.director):
            decision.document = engine.keep("decision", b"%PDF-x", actor=office.director)
            decision.save(update_fields=["document"])
    if stage in APPEALED:
        decision = decisions.deliver(decision, on=road.TODAY, basis="actual", actor=office.director)
        appealing.receive(decision, on=road.TODAY, actor=office.worker)
    if stage in APPEALED[:2]:
        appealing.pass_on(decision, on=road.TODAY, actor=office.worker)


def damage() -> list[str]:
    """What the nightly check finds."""
    return [
        *checks.texts(), *checks.numbers(), *checks.grants(), *checks.cuts(),
        *checks.instalments(), *checks.funding(), *replay.faults(),
    ]  # fmt: skip


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_it_never_happened_and_the_second_try_does_it_whole(
    office: Office, point: str
) -> None:
    stage = point.rpartition(".")[0]
    if stage == "decisions.render" and not engine.available():
        pytest.skip(engine.INSTALL)
    reach(office, stage)
    before = picture()
    assert run(ACTS[stage], crash_at=point) == faults.KILLED
    assert picture() == before
    assert damage() == []
    assert run(ACTS[stage]) == 0
    assert picture() != before
    assert damage() == []


def picture() -> list[tuple[object, ...]]:
    """The state of everything that the acts write, numbers and documents included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT array_agg(status || coalesce(sign, '') || (document_id IS NOT NULL))"
            "        FROM benefits_decision),"
            " (SELECT count(*) FROM benefits_decisionitem),"
            " (SELECT count(*) FROM benefits_decisiontransition),"
            " (SELECT count(*) FROM benefits_entitlementperson),"
            " (SELECT count(*) FROM benefits_instalmentfunding),"
            " (SELECT count(*) FROM kernel_storeddocument WHERE kind = 'decision'),"
            " (SELECT last FROM kernel_numberseries WHERE kind = 'decision'),"
            " (SELECT count(*) FROM kernel_job WHERE kind = 'render_decision'),"
            " (SELECT array_agg(outcome) FROM cases_applicationitem),"
            " (SELECT array_agg(status) FROM cases_case),"
            " (SELECT count(*) FROM cases_term WHERE met_on IS NULL)"
        )
        return cursor.fetchall()


def test_a_decision_issued_when_no_worker_lived_gets_its_document_later(office: Office) -> None:
    if not engine.available():
        pytest.skip(engine.INSTALL)
    reach(office, "decisions.render")
    assert Decision.objects.get().document is None
    Worker().drain()
    assert Decision.objects.get().document is not None


def test_every_point_of_decisions_is_crashed_here() -> None:
    ours = ("appeals.", "decisions.", "entitlements.")
    assert {name for name in faults.registered() if name.startswith(ours)} == set(POINTS)
