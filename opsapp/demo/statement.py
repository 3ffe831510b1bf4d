"""Yesterday's statement of the bank, read in by the accountant and left waiting: the last list that
was sent, one of its transfers that came back, a charge.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from benefits.models import BankStatement, Payment, PaymentList
from benefits.services import statements
from opsapp.office.models import User

_BEFORE = Decimal("312480.55")
_CHARGE = Decimal("-12.00")


class _Row(NamedTuple):
    """One entry, as it is written."""

    amount: Decimal
    kind: str
    title: str
    reference: str = "NONREF"
    name: str = ""
    account: str = ""


def read_in(today: date, accountant: User) -> list[BankStatement]:
    """Let the accountant read it in; a town without a list at the bank has none."""
    made = PaymentList.objects.filter(status="sent", channel="bank", sent_on__lte=today).last()
    if made is None:
        return []
    assert made.bank_profile is not None
    back = Payment.objects.filter(payment_list=made, status="sent").order_by("ordinal").last()
    return statements.import_statement(
        made.bank_profile, _file(made, back, today), name=f"WB{today:%m%d}.STA", actor=accountant
    )


def _file(made: PaymentList, back: Payment | None, on: date) -> bytes:
    assert made.bank_profile is not None
    sent = made.payments.filter(status="sent").values_list("amount", flat=True)
    rows = [_Row(-sum(sent, Decimal(0)), "PRZELEW ZBIORCZY", f"LISTA {made}")]
    if back is not None:
        title, name, account = "ZWROT RACHUNEK ZAMKNIĘTY", back.payee_name[:27], str(back.account)
        rows.append(_Row(back.amount, "ZWROT", title, back.reference, name, account))
    rows.append(_Row(_CHARGE, "OPŁATA", "PROWIZJA ZA PRZELEWY"))
    after = _BEFORE + sum(row.amount for row in rows)
    lines = [
        ":20:WYCIAG", f":25:/PL{made.bank_profile.account}", f":28C:{on:%j}",
        f":60F:{_balance(_BEFORE, on)}",
        *[line for row in rows for line in _entry(row, on)],
        f":62F:{_balance(after, on)}", "-", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode("cp852", "replace")


def _balance(amount: Decimal, on: date) -> str:
    return f"{_side(amount)}{on:%y%m%d}PLN{_written(amount)}"


def _entry(row: _Row, on: date) -> list[str]:
    parts = {"00": row.kind, "20": row.title, "27": row.name, "31": row.account}
    said = "".join(f"<{at}{text}" for at, text in parts.items() if text)
    code, amount = "073" if row.amount > 0 else "020", _written(row.amount)
    first = f":61:{on:%y%m%d%m%d}{_side(row.amount)}N{amount}S{code}{row.reference[:16]}"
    return [first, f":86:{code}{said}"]


def _side(amount: Decimal) -> str:
    return "C" if amount >= 0 else "D"


def _written(amount: Decimal) -> str:
    return f"{abs(amount):.2f}".replace(".", ",")
