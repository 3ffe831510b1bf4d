"""What the bank reads, made of plain values: it knows no database, so that a process beside the
telling can make it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from multiprocessing.connection import Connection
from typing import NamedTuple

from benefits.exports import elixir


class Written(NamedTuple):
    """A payment as the bank's file needs it."""

    account: str
    amount: Decimal
    name: str
    address: str
    title: str
    reference: str

    @property
    def order(self) -> elixir.Order:
        """One order of the file."""
        payee = (self.name, *self.address.split(", ", 1))
        return elixir.Order(self.account, self.amount, payee, (self.title,), self.reference)


def files(
    written: Sequence[Written], *, pay_on: date, profile: elixir.Profile
) -> list[elixir.Part]:
    """The files of a list."""
    return list(elixir.files((one.order for one in written), pay_on=pay_on, profile=profile))


def serve(end: Connection) -> None:
    """Make files as they are asked for, until who asks is gone."""
    with suppress(EOFError):
        while True:
            written, pay_on, profile = end.recv()
            end.send(files(written, pay_on=pay_on, profile=profile))
