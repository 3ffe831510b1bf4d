"""What decisions give: entitlements, the people they cover, instalments and when each is paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from benefits.states import ENTITLEMENT
from opsapp.demo import tables as t
from opsapp.demo.cells import since
from opsapp.demo.families import Family
from opsapp.demo.intake import Codes
from opsapp.demo.interviews import Seen
from opsapp.demo.moments import ONE_DAY, PayDays, after, iso, working
from opsapp.demo.walking import Step, state_after, write_steps
from opsapp.demo.writing import Rows
from opsapp.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Grant:
    """A granting item of an issued decision, as far as its right needs it."""

    family: Family
    seen: Seen
    item: int
    sign: str
    issued: date
    first: Month
    months: int
    amount: Decimal
    granted: Decimal
    worker: int
    serial: int
    cut_after: int = 0
    cut_by: int = 0
    cut_on: date | None = None
    cut_how: str = ""

    @property
    def last(self) -> Month:
        """The last month of the period as it stands."""
        return self.first + ((self.cut_after or self.months) - 1)


@dataclass(slots=True)
class Due:
    """An instalment that waits for the lists."""

    family: Family
    instalment: int
    month: date
    month_name: str
    amount: Decimal
    sign: str
    due_on: date
    row: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a payment: when it came back and was let out again, if it did."""

    reason: str = ""
    returned: date | None = None
    reissued: date | None = None


SETTLED = Outcome()


@dataclass(slots=True)
class Rights:
    """Writes entitlements; `plan` holds what each day of lists pays, `waiting` what is due and on
    no list yet.
    """

    rows: Rows
    codes: Codes
    pay_days: PayDays
    system: int
    until: date
    plan: dict[date, list[Due]] = field(default_factory=lambda: defaultdict(list))
    waiting: list[Due] = field(default_factory=list)

    def begin(self, grant: Grant) -> None:
        """The right that an issued grant gives, with its people and instalments."""
        key, head = self.rows.key(t.ENTITLEMENT), grant.seen.members[0].person
        end = (grant.last + 1).first_day
        period = since(grant.first.first_day, end)
        fate = self._fate(grant)
        stops = min((step.on for step in fate if step.move != "release"), default=None)
        settled = [
            self._instalment(grant, key, place, stops if len(fate) == 1 else None)
            for place in range(grant.months)
        ]
        steps = fate if len(fate) == 1 else [*fate, *_completed(settled, end, self.system)]
        self.rows.add(
            t.ENTITLEMENT, key, grant.item, self.codes.benefit, head, grant.seen.snapshot, period,
            grant.amount, state_after(ENTITLEMENT, steps, self.until), grant.cut_by or None,
        )  # fmt: skip
        write_steps(
            self.rows, t.ENTITLEMENT_TRANSITION, ENTITLEMENT, key, steps=steps, until=self.until
        )
        for one in grant.seen.members:
            self.rows.add(t.ENTITLEMENT_PERSON, key, one.person, self.codes.benefit, True, period)

    def _fate(self, grant: Grant) -> list[Step]:
        """What stops the right before its time: one step; two when it was stopped for days only."""
        if grant.cut_by and grant.cut_on:
            return [Step(grant.cut_how, grant.cut_on, grant.worker)]
        died = grant.family.head.died_on
        if died and grant.first.first_day <= died <= grant.last.last_day:
            return [Step("expire", after(died, 14), grant.worker, "Zgon świadczeniobiorcy.")]
        if grant.serial % 23 != 9 or grant.months < 3:
            return []
        day = working((grant.first + 1).first_day + timedelta(days=2))
        now = grant.first.first_day <= self.until <= grant.last.last_day
        if now:
            day = max(grant.issued, working(self.until - timedelta(days=6)))
        stop = Step("withhold", day, grant.worker, "Strona nie odbiera korespondencji.")
        return [stop] if now else [stop, Step("release", after(day, 3), grant.worker)]

    def _instalment(
        self, grant: Grant, entitlement: int, place: int, stops: date | None
    ) -> date | None:
        """One month's instalment with its funding; the day it was paid for good, if it was."""
        month = self.pay_days.span(grant.first, grant.months)[place]
        key, due_on = self.rows.key(t.INSTALMENT), month.due(grant.issued)
        due = Due(grant.family, key, month.first_day, month.name, grant.amount, grant.sign, due_on)
        inside = place < (grant.cut_after or grant.months)
        paid = list(self._paid_on(due, stops)) if inside else []
        for day in paid:
            self.plan[day].append(due)
        last = paid[-1] if paid else None
        live = last is not None and not self._is_back(grant.family, last)
        head, seen = grant.seen.members[0].person, grant.seen
        row = (
            f"{key}\t{entitlement}\t{iso(month.first_day)}\t{head}\t{head}\tordinary\t1\t{grant.amount}"
            f"\t{month.days}\t{iso(due_on)}\t{self.codes.classification}\t{seen.snapshot}"
        )
        if not live and inside and due_on <= self.until and not paid and stops is None:
            due.row = row
            self.waiting.append(due)
        else:
            self.rows.add_line(t.INSTALMENT, f"{row}\t{'f' if live else 't'}")
        self._funding(key, grant)
        return working(last + ONE_DAY) if live and last else None

    def _funding(self, instalment: int, grant: Grant) -> None:
        granted = min(grant.granted, grant.amount)
        if granted > 0:
            self.rows.add_line(t.INSTALMENT_FUNDING, f"{instalment}\tgrant\t{granted}")
        if grant.amount > granted:
            own = grant.amount - granted
            self.rows.add_line(t.INSTALMENT_FUNDING, f"{instalment}\town\t{own}")

    def _paid_on(self, due: Due, stops: date | None) -> Iterator[date]:
        """The days whose lists pay an instalment up to now: the first, and those after returns."""
        day: date | None = self.pay_days.first_from(due.due_on)
        while day is not None and day <= self.until and (stops is None or day < stops):
            yield day
            again = self.outcome(due.family, day).reissued
            day = self.pay_days.first_from(again) if again else None

    def _is_back(self, family: Family, day: date) -> bool:
        returned = self.outcome(family, day).returned
        return returned is not None and returned <= self.until

    def outcome(self, family: Family, day: date) -> Outcome:
        """What becomes of the payment of a family on a day: the same whenever it is asked."""
        died = family.head.died_on
        if died and day >= died:
            return Outcome("MD07", after(day, 3))
        mixed = (family.household * 2654435761 + day.toordinal() * 40503) >> 5
        channel = family.way_on(day).channel
        if mixed % 211 or channel == "post":
            return SETTLED
        if channel == "cash":
            return Outcome("NOTC", after(day, 8), after(day, 10))
        waits = mixed // 211 % 4 == 0
        reason = ("MS03", "AC01", "AC06")[mixed // 977 % 3]
        return Outcome(reason, after(day, 2), None if waits else after(day, 5))


def _completed(settled: Sequence[date | None], end: date, system: int) -> Iterator[Step]:
    """The night on which a right that was paid whole is closed."""
    days = [day for day in settled if day is not None]
    if len(days) == len(settled):
        yield Step("complete", max(end, *(day + ONE_DAY for day in days)), system)
