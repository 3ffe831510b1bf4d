"""Killed at any moment, payments converge: the act is whole or was never begun."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from benefits import jobs
from benefits.integrity import payment_faults
from benefits.services import payments
from benefits.services.payments import building, running, signing, striking
from opsapp.kernel import clock, faults
from opsapp.kernel import documents as engine
from opsapp.kernel.capabilities import Cap
from opsapp.office.services import settings, users
from tests.benefits.conftest import PAY_DAY, TODAY, Desk, lay_desk
from tests.benefits.payables import OTHER_ACCOUNT
from tests.conftest import child_environment
from tests.kernel.conftest import copied_database
from tests.people import with_caps

__all__ = ["copied_database"]

KEY = "7d3f6b4a-0f6e-4e0f-8a52-0f4f1d2b9c11"
ACTS = {
    "payments.build": (
        f"made = acts.build(request_id='{KEY}', pay_on=date({PAY_DAY:%Y, %-m, %-d}),"
        " channel='bank', bank_profile=BankProfile.objects.get(), actor=user('sporzadza'))"
    ),
    "payments.approve": "acts.approve(PaymentList.objects.get(), actor=user('zatwierdza'))",
    "payments.head": "acts.head(PaymentList.objects.get(), actor=user('kierownik'))",
    "payments.strike": (
        "made = PaymentList.objects.get(); acts.strike(made,"
        " [made.payments.get(payee_name='Anna Lis').pk], reason='deceased',"
        " actor=user('sporzadza'))"
    ),
    "payments.render": "Worker().drain()",
    "payments.send": "acts.send(PaymentList.objects.get(), on=TODAY, actor=user('wysyla'))",
    "payments.settle": (
        "acts.settle(PaymentList.objects.get(), on=TODAY, proof='WB 1', actor=user('wysyla'))"
    ),
}
SCRIPT = """
import django
from datetime import date
django.setup()
from benefits.models import BankProfile, PaymentList
from benefits.services import payments as acts
from opsapp.kernel import clock
from opsapp.kernel.worker import Worker
from opsapp.office.models import User
TODAY = date({today:%Y, %-m, %-d})
def user(name):
    return User.objects.get(username=name)
with clock.frozen(TODAY):
    {act}
"""


@pytest.fixture
def desk(copied_database: str) -> Iterator[Desk]:
    with clock.frozen(TODAY):
        made = lay_desk(users.system_user())
        made.family()
        made.family("Lis", account=OTHER_ACCOUNT)
        yield made


def run(act: str, *, crash_at: str = "") -> int:
    """Do the act in a process of its own; its exit code."""
    connection.close()
    environment = child_environment(connection.settings_dict["NAME"])
    environment[faults.VARIABLE] = crash_at
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(today=TODAY, act=act)],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, faults.KILLED), done.stderr
    return done.returncode


def reach(desk: Desk, stage: str) -> None:
    """Bring a list to where the act begins."""
    if stage == "payments.build":
        return
    if stage == "payments.head":
        with_caps("kierownik", Cap.HEAD_PAYMENTS)
        settings.answer(
            "payments.head_signature", value=True, valid_from=TODAY, basis="zarządzenie",
            actor=users.system_user(),
        )  # fmt: skip
    if stage == "payments.render":
        desk.family("Wilk", channel="cash")
        desk.approved(desk.build("cash"))
        return
    made = payments.check(payments.prepare(desk.build(), actor=desk.preparer), actor=desk.checker)
    if stage != "payments.approve":
        payments.approve(made, actor=desk.approver)
    if stage == "payments.settle":
        payments.send(made, on=TODAY, actor=desk.sender)


POINTS = {*jobs.LIST_POINTS, *building.POINTS, *signing.POINTS, *striking.POINTS, *running.POINTS}


@pytest.mark.parametrize("point", sorted(POINTS))
def test_killed_at_a_point_it_never_happened_and_the_second_try_does_it_whole(
    desk: Desk, point: str
) -> None:
    stage = point.rpartition(".")[0]
    if stage == "payments.render" and not engine.available():
        pytest.skip(engine.INSTALL)
    reach(desk, stage)
    before = picture()
    assert run(ACTS[stage], crash_at=point) == faults.KILLED
    assert picture() == before
    assert list(payment_faults()) == []
    assert run(ACTS[stage]) == 0
    assert picture() != before
    assert list(payment_faults()) == []


def picture() -> list[tuple[object, ...]]:
    """The state of every list, with its payments, files and numbers given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.reference, l.status, array_agg(y.status ORDER BY y.id),"
            " (SELECT count(*) FROM benefits_paymentlistfile f WHERE f.payment_list_id = l.id),"
            " (SELECT count(*) FROM benefits_paymentevent),"
            " (SELECT last FROM kernel_numberseries WHERE kind = 'payment_list')"
            " FROM benefits_paymentlist l JOIN benefits_payment y ON y.payment_list_id = l.id"
            " GROUP BY l.id ORDER BY l.id"
        )
        return cursor.fetchall()


def test_every_point_of_payments_is_crashed_here() -> None:
    assert {name for name in faults.registered() if name.startswith("payments.")} == POINTS
