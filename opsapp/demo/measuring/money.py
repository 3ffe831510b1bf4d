"""A payment list of ten thousand instalments, its bank file, its sending; nothing is kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction

from benefits.exports.files import make_files
from benefits.models import BankProfile, PaymentItem, PaymentList, PaymentListSignature
from benefits.selectors_due import payable
from benefits.services import payments
from benefits.states import PAYMENT_LIST
from opsapp.demo.guards import stepping_aside
from opsapp.demo.measuring.figures import Figure, timed
from opsapp.demo.measuring.memory import growth
from opsapp.demo.seeding import standing
from opsapp.demo.tables import INSTALMENT
from opsapp.kernel import clock, states
from opsapp.kernel.audit import acting
from opsapp.kernel.calendar import next_working_day
from opsapp.office.models import User

INSTALMENTS = 10_000
AHEAD = timedelta(days=31)


def building() -> Iterator[Figure]:
    """The list built: how long, and how much memory."""
    with day_of_the_town() as day, _exactly(INSTALMENTS, day) as count:
        work = _undone(lambda: _build(day))
        grown = growth(work)
        p50, p95 = timed(work, times=2, warm=0)
    note = f"n = {count}"
    yield Figure("build", p50, p95, note=note)
    yield Figure("build-memory", grown, grown, note=note)


def bank_file() -> Iterator[Figure]:
    """The file for the bank of such a list, kept in the database."""
    with day_of_the_town() as day, _exactly(INSTALMENTS, day):
        payment_list = _approved(_build(day))
        count = PaymentItem.objects.filter(payment__payment_list=payment_list).count()
        with acting(_user("glowna")):
            work = _undone(lambda: make_files(payment_list))
            grown = growth(work)
            p50, p95 = timed(work, times=2, warm=0)
    note = f"n = {count}"
    yield Figure("bank", p50, p95, note=note)
    yield Figure("bank-memory", grown, grown, note=note)


def sending() -> Iterator[Figure]:
    """Such a list sent, each line asked once more whether it may go out."""
    with day_of_the_town() as day, _exactly(INSTALMENTS, day):
        payment_list = _approved(_build(day))
        with acting(_user("glowna")):
            make_files(payment_list)
        work = _undone(lambda: payments.send(payment_list, on=day, actor=_user("ksiegowa")))
        grown = growth(work)
        p50, p95 = timed(work, times=2, warm=0)
        note = f"n = {payment_list.payments.count()}"
    yield Figure("send", p50, p95, note=note)
    yield Figure("send-memory", grown, grown, note=note)


@contextmanager
def day_of_the_town() -> Iterator[date]:
    """Stand on the day on which the town was laid, and undo at the end what was written."""
    found = standing()
    today = date.fromisoformat(found["today"]) if found else clock.today()
    with clock.frozen(today), transaction.atomic():
        yield today
        transaction.set_rollback(True)


@contextmanager
def _exactly(count: int, today: date) -> Iterator[int]:
    """Let only so many instalments be due by bank: the others are put aside, guards and all."""
    day = _pay_day(today)
    _put_aside(day, "id NOT IN (SELECT id FROM benefits_instalment WHERE open AND due_on <= %s"
               " ORDER BY id DESC LIMIT %s)", [day, 3 * count])  # fmt: skip
    chosen = [row.instalment_id for row in islice(payable(day, "bank"), count)]
    _put_aside(day, "id <> ALL(%s)", [chosen])
    yield len(chosen)


def _put_aside(day: date, condition: str, parameters: list[Any]) -> None:
    with stepping_aside([INSTALMENT], all_of_them=True), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE benefits_instalment SET open = false WHERE open AND due_on <= %s"
            f" AND {condition}",
            [day, *parameters],
        )


def _pay_day(today: date) -> date:
    return next_working_day(today + AHEAD)


def _build(today: date) -> PaymentList:
    return payments.build(
        request_id=uuid.uuid4(),
        pay_on=_pay_day(today),
        channel="bank",
        bank_profile=BankProfile.objects.get(),
        actor=_user("ksiegowa"),
    )


def _approved(payment_list: PaymentList) -> PaymentList:
    """Signed by three, without the files."""
    payment_list = payments.prepare(payment_list, actor=_user("ksiegowa"))
    payment_list = payments.check(payment_list, actor=_user("rodzinne"))
    third = _user("glowna")
    with acting(third):
        PaymentListSignature.objects.create(
            payment_list=payment_list, role="approved", user=third,
            content_sha256=payment_list.content_sha256,
        )  # fmt: skip
        states.apply(PAYMENT_LIST, "approve", payment_list, actor=third)
    return payment_list


def _user(username: str) -> User:
    return User.objects.get(username=username)


def _undone(work: Callable[[], object]) -> Callable[[], None]:
    """The same work, undone each time."""

    def run() -> None:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return run
