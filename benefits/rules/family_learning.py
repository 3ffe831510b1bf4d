"""How long learning keeps a right: ages, the end of a school, the last year of studies.

Art. 6 ust. 1–1b and art. 24 ust. 5 u.ś.r.; art. 9 ust. 1–1a and art. 18 ust. 2 u.p.o.u.a.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from benefits.rules.facts import Member
from benefits.rules.trace import Step, fact
from opsapp.kernel.periods import Month

SEPTEMBER = 9
"""The last month of a year of studies (1 October – 30 September, Dz.U. 2018 poz. 1668, art. 66)."""
SCHOOLS = ("school", "secondary")
LEARNING_BASIS = {
    "family_allowance": "art. 6 ust. 1 i 1b u.ś.r.",
    "alimony_fund_benefit": "art. 9 ust. 1 i 1a u.p.o.u.a.",
}


def birthday(member: Member, age: int) -> date:
    """The day on which an age is completed; of 29 February, the first of March in other years."""
    born = member.birth_date
    assert born is not None
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def month_before_end(member: Member, age: int, *, whole: bool) -> Month:
    """The last month paid before an age is completed."""
    day = birthday(member, age)
    return Month.of(day - timedelta(days=1)) if whole else Month.of(day) - 1


@dataclass(frozen=True, slots=True)
class Learning:
    """Whether somebody learns, and up to which month when the end is known.

    `september` is the month that a new student gets after school, where the act gives it.
    """

    any: bool
    ends: Month | None = None
    september: Month | None = None
    known: Step | None = None

    def within(self, limit: Month) -> Month:
        """The limit of age, or the earlier end of learning."""
        return limit if self.ends is None else min(limit, self.ends)

    def beside(self, born: Step, code: str, last: Month) -> Step:
        """The birth date, with the end of learning when it is known, as one step of the trace."""
        if self.known is None:
            return born
        return Step(f"{code}.right_until", "Prawo z uwagi na wiek i naukę najdłużej do miesiąca",
                    last.shown, LEARNING_BASIS[code], (born, self.known), unit="month",
                    member=born.member)  # fmt: skip


def learning_of(row: Mapping[str, Any], member: Member, path: str) -> Learning:
    """What a row of the question says of somebody's school or studies."""
    learns = member.education in (*SCHOOLS, "university")
    day: date | None = row["education_ends_on"]
    if day is None:
        return Learning(learns)
    known = fact(f"{path}.education_ends_on", "Nauka zakończona", day.isoformat(), unit="date",
                 member=member.id)  # fmt: skip
    if member.education == "university":
        return Learning(True, Month(day.year + (day.month > SEPTEMBER), SEPTEMBER), None, known)
    september = Month(day.year, SEPTEMBER) if row["admitted_to_university"] else None
    return Learning(learns, Month.of(day), september, known)
