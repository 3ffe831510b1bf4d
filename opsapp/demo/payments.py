"""Payment lists of the town: who is paid on a day, three signatures, the bank's file, what came
back.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from benefits.states import PAYMENT_LIST
from opsapp.demo import tables as t
from opsapp.demo.cells import BYTES, NULL
from opsapp.demo.chance import Chance
from opsapp.demo.families import Family
from opsapp.demo.filing import Asked, Filing
from opsapp.demo.intake import Series
from opsapp.demo.moments import ONE_DAY, Turn, earlier, iso, morning, working
from opsapp.demo.orders import Written
from opsapp.demo.rights import SETTLED, Due, Outcome, Rights
from opsapp.demo.walking import Step, state_after, timed, write_steps
from opsapp.demo.writing import Rows

TITLE = "Świadczenie z pomocy społecznej"
REISSUED = "Odbiorca potwierdził dane; wypłatę można ponowić."


@dataclass(frozen=True, slots=True)
class Line:
    """One payment: a family and what it is paid on that day."""

    family: Family
    dues: Sequence[Due]

    @property
    def amount(self) -> Decimal:
        """The sum."""
        if len(self.dues) == 1:
            return self.dues[0].amount
        return sum((due.amount for due in self.dues), Decimal())

    @property
    def title(self) -> str:
        """What the payee reads, as the list itself words it."""
        if len(self.dues) == 1:
            due = self.dues[0]
            return f"{TITLE} za {due.month_name}, decyzja {due.sign}"
        months = sorted({due.month for due in self.dues})
        span = " i ".join(f"{month:%m.%Y}" for month in months[:2])
        if len(months) > 2:
            span = f"{months[0]:%m.%Y}–{months[-1]:%m.%Y}"
        signs = sorted({due.sign for due in self.dues})
        return f"{TITLE} za {span}, decyzja {', '.join(signs[:2])}"[:140]


@dataclass(frozen=True, slots=True)
class Hands:
    """Who prepares, checks and approves lists, by keys of users."""

    prepares: int
    checks: int
    approves: int

    @property
    def all(self) -> tuple[int, int, int]:
        """In the order of the signatures."""
        return self.prepares, self.checks, self.approves


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list being written; its digest takes in every line that is paid."""

    key: int
    reference: str
    day: date
    status: str
    channel: str
    profile: int | None
    proof: str = field(init=False)
    settled: date = field(init=False)
    digest: hashlib._Hash = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "proof", f"WB/{self.day:%m/%Y}")
        object.__setattr__(self, "settled", working(self.day + ONE_DAY))
        head = f"{self.reference};{self.day};{self.channel};{self.profile}"
        begun = hashlib.sha256(head.encode())
        object.__setattr__(self, "digest", begun)


@dataclass(slots=True)
class Payments:
    """Writes lists with their payments."""

    rows: Rows
    chance: Chance
    series: Series
    rights: Rights
    hands: Hands
    profile_key: int
    filing: Filing
    until: date
    files_since: date
    _months: set[tuple[int, int, str]] = field(default_factory=set)

    def pay(self, month_end: date) -> None:
        """Make the lists of every day up to the end of a month."""
        plan = self.rights.plan
        for day in sorted(day for day in plan if day <= month_end):
            for channel, lines in _by_channel(plan.pop(day), day):
                if channel == "cash" and day.month == 7:
                    self._list(day, channel, lines[:2], [_called_off(day, self.hands)])
                self._list(day, channel, lines, self._usual(day, channel))

    def _usual(self, day: date, channel: str) -> list[Step]:
        """The steps of an ordinary list; once a year it went back to be mended first."""
        hands = self.hands
        mended = [
            Step("prepare", day, hands.prepares),
            Step("reopen", day, hands.prepares, "Bank odrzucił plik: zły opis nadawcy."),
        ]
        return [
            *(mended if channel == "bank" and day.month == 2 else []),
            Step("prepare", day, hands.prepares),
            Step("check", day, hands.checks),
            Step("approve", day, hands.approves),
            Step("send", day, hands.prepares),
            Step("settle", working(day + ONE_DAY), hands.prepares),
        ]

    def unfinished(self, today: date) -> None:
        """Lists of these days in every state up to sent, of what waits; the rest is left for the
        accountant.
        """
        hands, day = self.hands, working(today)
        steps = [
            Step("prepare", self.until, hands.prepares),
            Step("check", self.until, hands.checks),
            Step("approve", self.until, hands.approves),
            Step("send", self.until, hands.prepares),
        ]
        lines = dict(_by_channel(self.rights.waiting, day)).get("bank", [])
        begun = [*(steps[:made] for made in range(len(steps) + 1)), _for_the_head(steps)]
        each = max(1, min(40, len(lines) // (len(begun) + 1)))
        taken: set[int] = set()
        for made, done in enumerate(begun):
            part = lines[made * each : (made + 1) * each]
            if part:
                self._list(earlier(self.until) if done == steps else day, "bank", part, done)
                taken |= {due.instalment for line in part for due in line.dues}
        for due in self.rights.waiting:
            is_open = "f" if due.instalment in taken else "t"
            self.rows.add_line(t.INSTALMENT, f"{due.row}\t{is_open}")

    def _list(self, day: date, channel: str, lines: Sequence[Line], steps: list[Step]) -> None:
        number = self.series.take("payment_list", day.year)
        sheet = Sheet(
            self.rows.key(t.PAYMENT_LIST), f"LW/{day.year}/{number}", day,
            state_after(PAYMENT_LIST, steps, self.until), channel,
            self.profile_key if channel == "bank" else None,
        )  # fmt: skip
        orders = [self._payment(sheet, place, line) for place, line in enumerate(lines, 1)]
        signed = sheet.status not in ("draft", "cancelled")
        total = sum((line.amount for line in lines), Decimal()) if signed else Decimal()
        sha = sheet.digest.hexdigest() if signed else ""
        rounds = 1 + sum(step.move == "reopen" for step in steps if step.on <= self.until)
        self.rows.add(
            t.PAYMENT_LIST, sheet.key, number, day.year, self.chance.uuid(),
            self._kind(day, channel), channel, day, sheet.profile, sheet.status,
            len(lines) if signed else 0, total, sha, self.hands.prepares,
            day if sheet.status in ("sent", "settled") else None,
            rounds,
            any(step.move == "pass_on" for step in steps),
            morning(steps[0].on if steps else min(day, self.until), sheet.key, Turn.RECEIVED),
        )  # fmt: skip
        write_steps(
            self.rows, t.PAYMENT_LIST_TRANSITION, PAYMENT_LIST, sheet.key, steps=steps,
            until=self.until,
        )  # fmt: skip
        self._signatures(sheet.key, [step for step in steps if step.on <= self.until], sha)
        approved = sheet.status in ("approved", "sent", "settled")
        if channel == "bank" and approved and day >= self.files_since:
            self.filing.file(Asked(sheet.key, rounds, f"LW-{day.year}-{number:04}", day), orders)

    def _kind(self, day: date, channel: str) -> str:
        month = (day.year, day.month, channel)
        main = month not in self._months
        self._months.add(month)
        return "main" if main else "additional"

    def _signatures(self, key: int, steps: Sequence[Step], sha: str) -> None:
        made = 0
        for step, at in timed(key, steps):
            made += step.move == "prepare"
            if role := _SIGNED.get(step.move):
                self.rows.add(t.PAYMENT_LIST_SIGNATURE, key, made, role, step.actor, sha, at)

    def _payment(self, sheet: Sheet, place: int, line: Line) -> Written:
        family, key, day = line.family, self.rows.key(t.PAYMENT), sheet.day
        way, head, amount = family.way_on(day), family.head.person, line.amount
        sent = sheet.status in ("sent", "settled")
        outcome = self.rights.outcome(family, day) if sent else SETTLED
        back = outcome.returned is not None and outcome.returned <= self.until
        state = "returned" if back else _PAYMENT_STATES[sheet.status]
        reference = f"{sheet.reference}/{place:04}"
        name, address = " ".join(family.head.names_on(day)), family.home_on(day).line
        title, index = line.title, way.index.hex()
        account = self.rows.sealed(way.account, t.PAYMENT.sealed[0][1])
        self.rows.add_line(
            t.PAYMENT,
            f"{key}\t{sheet.key}\t{place}\t{reference}\t{head}\t{name}\t{address}\t{way.key}"
            f"\t{way.channel}\t{account}\t{f'{BYTES}{index}' if index else NULL}\t{title}\t{amount}"
            f"\t{state}\t{iso(day) if sheet.status == 'settled' else NULL}",
        )
        live = "f" if state in ("returned", "cancelled") else "t"
        for due in line.dues:
            self.rows.add_line(t.PAYMENT_ITEM, f"{key}\t{due.instalment}\t{due.amount}\t{live}")
        self._events(key, sheet, outcome if back else SETTLED)
        if sheet.status != "cancelled":
            said = ("", reference, str(head), "None", name, title, index, str(amount))
            sheet.digest.update("\n".join(said).encode())
        return Written(way.account, amount, name, address, title, reference)

    def _events(self, key: int, sheet: Sheet, outcome: Outcome) -> None:
        day, actor = sheet.day, self.hands.prepares
        if sheet.status == "cancelled":
            self._event(key, "cancelled", day, remark="Lista anulowana.")
        if sheet.status in ("sent", "settled"):
            self.rows.add_line(
                t.PAYMENT_EVENT,
                f"{key}\tsent\t{iso(day)}\t\t\t\t{actor}\t{morning(day, key)}",
            )
        if sheet.status == "settled":
            self.rows.add_line(
                t.PAYMENT_EVENT,
                f"{key}\tsettled\t{iso(day)}\t\t\t{sheet.proof}\t{actor}"
                f"\t{morning(sheet.settled, key)}",
            )
        if outcome.returned:
            self.rows.add(
                t.PAYMENT_EVENT, key, "returned", outcome.returned, outcome.reason, "", "WB",
                actor, morning(outcome.returned, key),
            )  # fmt: skip
        if outcome.reissued and outcome.reissued <= self.until:
            self._event(key, "reissue", outcome.reissued, remark=REISSUED)

    def _event(self, key: int, kind: str, on: date, *, remark: str = "") -> None:
        self.rows.add(
            t.PAYMENT_EVENT, key, kind, on, "", remark, "", self.hands.prepares, morning(on, key)
        )


_SIGNED = {
    "prepare": "prepared", "check": "checked", "approve": "approved", "pass_on": "approved",
}  # fmt: skip
_PAYMENT_STATES = {
    "draft": "listed", "prepared": "listed", "checked": "listed", "approved": "listed",
    "to_head": "listed",
    "sent": "sent", "settled": "settled", "cancelled": "cancelled",
}  # fmt: skip


def _for_the_head(steps: Sequence[Step]) -> list[Step]:
    """The steps of a list that the head of the centre signs as the fourth."""
    return [*steps[:2], steps[2]._replace(move="pass_on")]


def _called_off(day: date, hands: Hands) -> Step:
    return Step("cancel", day, hands.prepares, "Lista sporządzona z błędną datą wypłaty.")


def _by_channel(dues: Iterable[Due], day: date) -> Iterator[tuple[str, list[Line]]]:
    """What is paid by each channel, the payees in the order of the alphabet."""
    grouped: dict[int, list[Due]] = defaultdict(list)
    for due in dues:
        grouped[due.family.household].append(due)
    lines: dict[str, list[Line]] = defaultdict(list)
    for group in grouped.values():
        lines[group[0].family.way_on(day).channel].append(Line(group[0].family, group))
    for channel in sorted(lines):
        yield channel, sorted(lines[channel], key=lambda line: line.family.order)
