"""A quarter with a few families, counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benefits.models import PaymentList
from benefits.services import payments
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import User
from reporting import services
from reporting.models import ReportRun
from reporting.units import Span, quarter
from tests.benefits import payables
from tests.benefits.conftest import Desk, lay_desk
from tests.benefits.payables import Granted
from tests.people import installation, with_caps

__all__ = ["installation"]

LONG_AGO = date(2020, 1, 1)
JANUARY_2027 = date(2027, 1, 15)
FOURTH = quarter(2026, 4)


@dataclass
class Office:
    """Who reports, and how families come to be paid."""

    desk: Desk
    builder: User
    filer: User
    paid: list[Granted] = field(default_factory=list)

    def family(
        self, last_name: str, *, size: int = 1, children: int = 0, spouse: bool = False, **more: Any
    ) -> Granted:
        """A family granted something: its size, children and whether there is a spouse."""
        desk = self.desk
        person = payables.register(last_name, actor=desk.author, on=LONG_AGO)
        payables.pay_way(
            person, actor=desk.author, confirmed_by=desk.signer, channel="cash", on=LONG_AGO
        )
        household = payables.found_household(person, actor=desk.author)
        members = [(person, "applicant")]
        if spouse:
            members.append((payables.register(last_name, "Jan", actor=desk.author), "spouse"))
        snapshot = payables.picture(
            household, actor=desk.author, size=size, children=children, members=tuple(members)
        )
        return payables.grant(
            person, actor=desk.author, signer=desk.signer, household=household,
            snapshot=snapshot, **{"due_day": 1, **more},
        )  # fmt: skip

    def pay(self, on: date) -> PaymentList:
        """Pay everything due on a day in cash, by all the acts."""
        with clock.frozen(on):
            desk = self.desk
            made = desk.build("cash", pay_on=on)
            made = payments.approve(
                payments.check(payments.prepare(made, actor=desk.preparer), actor=desk.checker),
                actor=desk.approver,
            )
            payments.send(made, on=on, actor=desk.sender)
            return payments.settle(made, on=on, proof="RK 1", actor=desk.sender)

    def build(self, span: Span = FOURTH) -> ReportRun:
        """The quarter's report."""
        return services.build(form="quarterly", span=span, actor=self.builder)

    def filed(self, span: Span = FOURTH) -> ReportRun:
        """The quarter's report, checked and filed."""
        run = services.check(self.build(span), actor=self.builder)
        return services.file(run, actor=self.filer)


@pytest.fixture
def office(installation: User) -> Iterator[Office]:
    """In January 2027, when the fourth quarter has ended."""
    with clock.frozen(JANUARY_2027):
        yield make_office(lay_desk(installation))


def make_office(desk: Desk) -> Office:
    """The people who report."""
    see = (Cap.SEE_REPORTS, Cap.SEE_PERSONS, Cap.SEE_PAYMENTS, Cap.SEE_DECISIONS, Cap.SEE_CASES)
    return Office(
        desk,
        builder=with_caps("liczy", *see, Cap.BUILD_REPORTS, Cap.EXPORT),
        filer=with_caps("sklada", *see, Cap.FILE_REPORTS),
    )


def numbers(run: ReportRun, table: str) -> dict[tuple[str, str], Decimal | None]:
    """The cells of a table by row and column."""
    return {(c.row, c.column): c.value for c in run.cells.filter(table=table)}


def row(run: ReportRun, table: str, code: str) -> dict[str, Decimal | None]:
    """The cells of a row by column."""
    return {c.column: c.value for c in run.cells.filter(table=table, row=code)}
