"""Killed at any moment, reading a statement and deciding of it is whole or was never begun."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from benefits.integrity import payment_faults
from benefits.models import BankStatement, PaymentList
from benefits.services.statements import deciding, importing
from opsapp.kernel import clock, faults
from opsapp.kernel.models import StoredDocument
from opsapp.office.services import users
from tests.benefits.conftest import TODAY, Desk, lay_desk
from tests.benefits.payables import OTHER_ACCOUNT
from tests.benefits.statements.conftest import back, payment, read_in
from tests.benefits.statements.files import Row, mt940
from tests.conftest import child_environment
from tests.kernel.conftest import copied_database

__all__ = ["copied_database"]

POINTS = {*importing.POINTS, *deciding.POINTS}
ACTS = {
    "statements.import": (
        "acts.import_statement(BankProfile.objects.get(), RAW, name='wb', actor=actor)"
    ),
    "statements.return": (
        "acts.confirm_return(entry(), entry_payment(), reason='AC04', actor=actor)"
    ),
    "statements.settle": "acts.confirm_settled(entry(), PaymentList.objects.get(), actor=actor)",
    "statements.singly": (
        "acts.confirm_singly(BankStatement.objects.get(), PaymentList.objects.get(), actor=actor)"
    ),
}
SCRIPT = """
import django
from datetime import date
django.setup()
from benefits.models import BankProfile, BankStatement, Payment, PaymentList, StatementEntry
from benefits.services import statements as acts
from opsapp.kernel import clock
from opsapp.office.models import User
RAW = {raw!r}
entry = StatementEntry.objects.get
def entry_payment():
    return Payment.objects.get(reference=entry().reference)
with clock.frozen(date({today:%Y, %-m, %-d})):
    actor = User.objects.get(username='wysyla')
    {act}
"""


@pytest.fixture
def sent(copied_database: str) -> Iterator[tuple[Desk, PaymentList]]:
    with clock.frozen(TODAY):
        desk = lay_desk(users.system_user())
        desk.family()
        desk.family("Lis", account=OTHER_ACCOUNT)
        yield desk, desk.sent()


def run(act: str, raw: bytes, *, crash_at: str = "") -> int:
    """Do the act in a process of its own; its exit code."""
    connection.close()
    environment = child_environment(connection.settings_dict["NAME"])
    environment[faults.VARIABLE] = crash_at
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(today=TODAY, act=act, raw=raw)],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, faults.KILLED), done.stderr
    return done.returncode


def picture() -> list[object]:
    """What statements, their files, payments and lists look like."""
    return [
        StoredDocument.objects.filter(kind="bank_statement").count(),
        list(BankStatement.objects.values_list("entries__outcome").order_by("entries")),
        list(PaymentList.objects.values_list("status", "payments__status").order_by("payments")),
    ]


@pytest.mark.parametrize("point", sorted(POINTS))
def test_killed_at_a_point_it_never_happened_and_the_second_try_does_it_whole(
    sent: tuple[Desk, PaymentList], point: str
) -> None:
    desk, made = sent
    lis = payment(made)
    row = {
        "statements.settle": Row(f"-{made.total}"),
        "statements.singly": Row(f"-{lis.amount}", "", lis.reference),
    }.get(point.rpartition(".")[0], back(lis))
    stage, raw = point.rpartition(".")[0], mt940(row)
    if stage != "statements.import":
        read_in(desk, row)
    before = picture()
    assert run(ACTS[stage], raw, crash_at=point) == faults.KILLED
    assert picture() == before
    assert run(ACTS[stage], raw) == 0
    assert picture() != before
    assert list(payment_faults()) == []


def test_every_point_of_statements_is_crashed_here() -> None:
    assert {name for name in faults.registered() if name.startswith("statements.")} == POINTS
