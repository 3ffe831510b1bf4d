"""Long work: a payment list built, a quarter computed; nothing of it is kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from benefits.models import BankProfile
from benefits.services import payments
from opsapp.demo.measuring.figures import Figure, timed
from opsapp.kernel import clock
from opsapp.kernel.calendar import next_working_day
from opsapp.office.models import User
from reporting import services
from reporting.units import quarter


def works() -> Iterator[Figure]:
    """The works that have a goal."""
    accountant = User.objects.get(username="ksiegowa")
    p50, p95 = timed(lambda: _list(accountant), times=2, warm=1)
    yield Figure("lista wypłat zbudowana", p50, p95, 3000)
    p50, p95 = timed(lambda: _quarter(accountant), times=2, warm=1)
    yield Figure("sprawozdanie kwartalne", p50, p95, 3000)


def _list(accountant: User) -> None:
    with transaction.atomic():
        payments.build(
            request_id=uuid.uuid4(),
            pay_on=next_working_day(clock.today() + timedelta(days=31)),
            channel="bank",
            bank_profile=BankProfile.objects.get(),
            actor=accountant,
        )
        transaction.set_rollback(True)


def _quarter(accountant: User) -> None:
    today = clock.today()
    with transaction.atomic():
        span = quarter(today.year, (today.month + 2) // 3)
        services.build(form="quarterly", span=span, actor=accountant)
        transaction.set_rollback(True)
