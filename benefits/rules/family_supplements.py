"""What is due for each child of a family, month by month: the allowance and its supplements.

A month in which nothing changes is not asked twice: the months are cut where a child passes an
age, leaves the right, or a season of the school year begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from benefits.rules.facts import CaseFacts
from benefits.rules.family_children import (
    CODE,
    SUPPLEMENTS,
    TOPUPS,
    Claim,
    away_supplement,
    by_age,
    leave_cuts,
)
from benefits.rules.family_learning import SCHOOLS, SEPTEMBER, birthday
from benefits.rules.family_leave import LeaveLimit, leave_limit
from benefits.rules.family_partial import part_of_month
from benefits.rules.family_unit import WITH_CERTIFICATE, Unit, asked_span
from benefits.rules.law import Law
from benefits.rules.trace import ZERO, Step
from opsapp.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Item:
    """An amount due for a child (or once for the family) in each month of a stretch."""

    code: str
    member: str | None
    step: Step


@dataclass(frozen=True, slots=True)
class Once:
    """A one-off supplement and the month in which it is due."""

    item: Item
    month: Month


@dataclass(slots=True)
class Table:
    """What is due in the months of one determination; steps are made once and reused."""

    facts: CaseFacts
    law: Law
    unit: Unit
    on: date
    claims: Sequence[Claim]
    made: dict[tuple[str, str, str], Item] = field(default_factory=dict)

    def cuts(self) -> Iterator[Month]:
        """Months from which something may be due otherwise."""
        months = self.law.value(f"{CODE}.away_months", self.on)
        for claim in self.claims:
            if claim.last is None:
                continue
            yield claim.last + 1
            for month in claim.birthdays:
                yield month + 1
            yield claim.birth
            if claim.september is not None:
                yield claim.september
                yield claim.september + 1
            yield from leave_cuts(claim)
            limit = self.leave_limit(claim)
            if limit is not None:
                yield limit.month
                yield limit.month + 1
        if any(away_supplement(claim) for claim in self.claims):
            for year in (self.on.year - 1, self.on.year, self.on.year + 1):
                yield Month(year, SEPTEMBER)
                yield Month(year, SEPTEMBER) + int(months)

    def items(self, month: Month) -> list[Item]:
        """Everything due monthly in this month."""
        here = [claim for claim in self.claims if claim.entitled(month)]
        items = [self._allowance(claim, month) for claim in here]
        items += self._leave(here, month) + self._lone(here) + self._large(here)
        for claim in here:
            items += self._rehabilitation(claim, month) + self._school_away(claim, month)
        return items

    def _allowance(self, claim: Claim, month: Month) -> Item:
        """By age: the next step is paid from the month after the birthday (art. 25 ust. 2)."""
        first, adult, _ = claim.birthdays
        bound = "24" if month > adult else "18" if month > first else "5"
        return self._item(CODE, claim, f"amount_to_{bound}", "Zasiłek rodzinny na dziecko",
                          "art. 6 ust. 2 u.ś.r.")  # fmt: skip

    def _item(self, code: str, claim: Claim, number: str, label: str, basis: str) -> Item:
        key = (code, claim.member.id, number)
        if key not in self.made:
            known = self.law.step(f"{CODE}.{number}", self.on)
            value, inputs = self._raised(code, known)
            step = Step(f"{CODE}.{code}" if code != CODE else f"{CODE}.child", label, value, basis,
                        (*inputs, claim.born), member=claim.member.id)  # fmt: skip
            self.made[key] = Item(code, claim.member.id, step)
        return self.made[key]

    def _raised(self, code: str, known: Step) -> tuple[Decimal, tuple[Step, ...]]:
        """The national amount with what the council added (art. 15a)."""
        if code == CODE:
            return known.number, (known,)
        more = self.law.step(f"{CODE}.topup_{TOPUPS.get(code, code)}", self.on)
        return known.number + more.number, (known, more) if more.number else (known,)

    def _supplement(self, code: str, claim: Claim, number: str) -> Item:
        label, basis = SUPPLEMENTS[code]
        return self._item(code, claim, number, label, basis)

    def _large(self, here: Sequence[Claim]) -> list[Item]:
        """On the third and each next child with the right, where it is asked for."""
        least_child = int(self.law.value(f"{CODE}.large_family_from", self.on))
        due = max(0, len(here) - least_child + 1)
        asked = by_age([claim for claim in here if "large_family" in claim.supplements])
        chosen = asked[-due:] if due else []
        return [self._supplement("large_family", claim, "large_family") for claim in chosen]

    def _rehabilitation(self, claim: Claim, month: Month) -> list[Item]:
        code = "education_rehabilitation_disabled"
        if code not in claim.supplements or not self._has_certificate(claim, month):
            return []
        number = "over_5" if month > claim.birthdays[0] else "to_5"
        return [self._supplement(code, claim, f"rehabilitation_{number}")]

    def _has_certificate(self, claim: Claim, month: Month) -> bool:
        """Under 16 a certificate, from 16 a moderate or severe degree."""
        if month > claim.birthdays[2]:
            return claim.member.disability in ("moderate", "severe")
        return claim.member.disability in WITH_CERTIFICATE

    def _school_away(self, claim: Claim, month: Month) -> list[Item]:
        """From September for ten months."""
        away = away_supplement(claim)
        months = int(self.law.value(f"{CODE}.away_months", self.on))
        if away is None or (month.month - SEPTEMBER) % 12 >= months:
            return []
        return [self._supplement(away, claim, away)]

    def _lone(self, here: Sequence[Claim]) -> list[Item]:
        """Per child, more for a disabled one, within the limits for all children (art. 11a)."""
        if any(one.relation in ("spouse", "partner") for one in self.unit.members):
            return []
        asked = by_age([claim for claim in here if "lone_parent" in claim.supplements])
        cap, left_of = self.law.step(f"{CODE}.lone_parent_cap", self.on), ZERO
        extra_cap = self.law.step(f"{CODE}.lone_parent_disabled_cap", self.on)
        left_of, extra_left = cap.number, extra_cap.number
        items: list[Item] = []
        for claim in asked:
            item = self._supplement("lone_parent", claim, "lone_parent")
            parts = [_within(item.step, left_of, cap)]
            left_of -= parts[0].number
            if claim.member.disability in ("child_certificate", "severe"):
                more = self.law.step(f"{CODE}.lone_parent_disabled", self.on)
                parts.append(_within(more, extra_left, extra_cap))
                extra_left -= parts[1].number
            items += self._lone_item(claim, parts)
        return items

    def _lone_item(self, claim: Claim, parts: list[Step]) -> list[Item]:
        label, basis = SUPPLEMENTS["lone_parent"]
        value = sum((part.number for part in parts), ZERO)
        key = ("lone_parent", claim.member.id, str(value))
        if not value:
            return []
        if key not in self.made:
            step = parts[0] if len(parts) == 1 else Step(
                f"{CODE}.lone_parent", label, value, basis, tuple(parts), member=claim.member.id
            )  # fmt: skip
            self.made[key] = Item("lone_parent", claim.member.id, step)
        return [self.made[key]]

    def _leave(self, here: Sequence[Claim], month: Month) -> list[Item]:
        """One supplement for the family, by days of leave in a month that is not whole."""
        asked = [claim for claim in here if "parental_leave" in claim.supplements]
        for claim in reversed(by_age(asked)):
            limit = self.leave_limit(claim)
            first = max(claim.leave.first or month.first_day, month.first_day)
            last = min(claim.leave.last or month.last_day, month.last_day)
            if limit is not None:
                last = min(last, limit.last_day)
            if first > last:
                continue
            whole = self._supplement("parental_leave", claim, "parental_leave")
            days = (last - first).days + 1
            if days == month.days:
                return [whole]
            step = part_of_month(whole.step, month, days, self.law, SUPPLEMENTS["parental_leave"])
            return [Item("parental_leave", claim.member.id, step)]
        return []

    def ended_leaves(self, last: Month) -> tuple[Step, ...]:
        """Why the supplement of a leave ends within these months, or is used up before them."""
        limits = (self.leave_limit(claim) for claim in self.claims)
        return tuple(one.step for one in limits if one is not None and one.last_day < last.last_day)

    def leave_limit(self, claim: Claim) -> LeaveLimit | None:
        """The last day of the supplement of a parental leave, where the question bounds it."""
        if "parental_leave" not in claim.supplements:
            return None
        asked = asked_span(self.facts, "family_benefits")
        return leave_limit(self.law, claim, asked.first, self.on)

    def once(self, first: Month, last: Month, period: tuple[Month, Month]) -> Iterator[Once]:
        """One-off supplements that fall in these months of the benefit period."""
        for claim in self.claims:
            if "school_start" in claim.supplements and claim.member.education in (
                "preschool_year", *SCHOOLS,
            ):  # fmt: skip
                due = Month(period[1].year, SEPTEMBER)
                month = max(due, first)
                if first <= month <= last and claim.entitled(month):
                    yield Once(self._supplement("school_start", claim, "school_start"), month)
            if "birth" in claim.supplements and self._born_lately(claim):
                month = max(claim.birth, first)
                if month <= last and claim.entitled(month):
                    yield Once(self._supplement("birth", claim, "birth"), month)

    def _born_lately(self, claim: Claim) -> bool:
        """Filed before the child is one year old (art. 26 ust. 5)."""
        months = int(self.law.value(f"{CODE}.birth_window_months", self.on))
        return self.facts.on < birthday(claim.member, months // 12)


def _within(amount: Step, left: Decimal, cap: Step) -> Step:
    """The amount, or what is left of the limit for all children."""
    if amount.number <= left:
        return amount
    label, basis = SUPPLEMENTS["lone_parent"]
    return Step(f"{CODE}.lone_parent", f"{label}: najwyżej na wszystkie dzieci", left, basis,
                (amount, cap), member=amount.member)  # fmt: skip
