"""The people of pay-day, and a family to pay."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client

from benefits.models import BankProfile, PaymentList
from benefits.services import payments
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import User
from opsapp.office.services import dictionaries
from tests.benefits import payables
from tests.benefits.payables import Granted
from tests.benefits.road import Office, open_office
from tests.people import administrator, clerk, installation, with_caps

__all__ = ["administrator", "clerk", "installation"]

TODAY = date(2026, 11, 26)
PAY_DAY = date(2026, 11, 27)


@dataclass(frozen=True)
class Desk:
    """Everybody who takes part in a pay-day, and the bank."""

    author: User
    signer: User
    preparer: User
    checker: User
    approver: User
    sender: User
    bank: BankProfile

    def family(self, last_name: str = "Nowak", first_name: str = "Anna", **more: Any) -> Granted:
        """A person granted the allowance for November, paid to an account."""
        channel = more.pop("channel", "bank")
        account = more.pop("account", payables.ANNA_ACCOUNT)
        person = payables.register(last_name, first_name, actor=self.author)
        if channel:
            payables.pay_way(
                person, actor=self.author, confirmed_by=self.signer, channel=channel,
                account=account,
            )  # fmt: skip
        return payables.grant(person, actor=self.author, signer=self.signer, **more)

    def build(self, channel: str = "bank", **more: Any) -> PaymentList:
        """A draft list of pay-day."""
        values: dict[str, Any] = {
            "request_id": uuid.uuid4(),
            "pay_on": PAY_DAY,
            "channel": channel,
            "bank_profile": self.bank if channel == "bank" else None,
            "actor": self.preparer,
        }
        return payments.build(**{**values, **more})

    def approved(self, made: PaymentList | None = None) -> PaymentList:
        """The list with all its signatures."""
        made = payments.prepare(made or self.build(), actor=self.preparer)
        made = payments.check(made, actor=self.checker)
        return payments.approve(made, actor=self.approver)

    def sent(self, made: PaymentList | None = None) -> PaymentList:
        """The list at the bank."""
        return payments.send(self.approved(made), on=TODAY, actor=self.sender)


@pytest.fixture
def today() -> Iterator[date]:
    """The day before pay-day."""
    with clock.frozen(TODAY):
        yield TODAY


@pytest.fixture
def office(installation: User, today: date) -> Office:
    """A centre that can decide."""
    return open_office()


@pytest.fixture
def desk(installation: User, today: date) -> Desk:
    """The people and the bank."""
    return lay_desk(installation)


def lay_desk(installation: User) -> Desk:
    """The dictionaries, the people and the bank, in any database."""
    dictionaries.lay(actor=installation)
    author = with_caps("autor", Cap.SEE_PERSONS, Cap.EDIT_PERSONS, Cap.PROPOSE_PAYOUT_WAYS)
    return Desk(
        author=author,
        signer=with_caps("podpisujaca", Cap.CONFIRM_PAYOUT_WAYS, Cap.SEE_PAYMENTS),
        preparer=with_caps("sporzadza", Cap.SEE_PAYMENTS, Cap.PREPARE_PAYMENTS),
        checker=with_caps("sprawdza", Cap.SEE_PAYMENTS, Cap.CHECK_PAYMENTS),
        approver=with_caps("zatwierdza", Cap.SEE_PAYMENTS, Cap.APPROVE_PAYMENTS),
        sender=with_caps("wysyla", Cap.SEE_PAYMENTS, Cap.SEND_PAYMENTS),
        bank=payables.bank_profile(actor=author),
    )


@pytest.fixture
def anna(desk: Desk) -> Granted:
    """Anna Nowak, 405,73 zł for November, to her account."""
    return desk.family()


def browser(user: User) -> Client:
    """A signed-in browser of somebody."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
