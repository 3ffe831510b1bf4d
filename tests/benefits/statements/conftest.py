"""A list at the bank, and the statement that answers it."""

from __future__ import annotations

from typing import Any

import pytest

from benefits.models import BankStatement, Payment, PaymentList
from benefits.services import statements as acts
from tests.benefits import payables
from tests.benefits.conftest import Desk
from tests.benefits.payables import Granted
from tests.benefits.statements.files import Row, mt940


@pytest.fixture
def sent(desk: Desk, anna: Granted) -> PaymentList:
    """A list at the bank: Anna Nowak 405,73 zł, Anna Lis 200,00 zł."""
    desk.family("Lis", account=payables.OTHER_ACCOUNT, amount=payables.Decimal("200.00"))
    return desk.sent()


def payment(made: PaymentList, name: str = "Lis") -> Payment:
    """A line of the list by the payee's name."""
    return made.payments.get(payee_name=f"Anna {name}")


def back(row: Payment, **more: Any) -> Row:
    """The entry by which the bank gives a payment back."""
    values = {
        "amount": f"{row.amount}",
        "title": "ZWROT RACHUNEK ZAMKNIETY",
        "reference": row.reference,
        "name": row.payee_name,
        "account": str(row.account),
    }
    return Row(**{**values, **more})


def read_in(desk: Desk, *rows: Row, **more: Any) -> BankStatement:
    """A statement with these entries, read in."""
    (made,) = acts.import_statement(
        desk.bank, mt940(*rows, **more), name="WB231.STA", actor=desk.sender
    )
    return made
