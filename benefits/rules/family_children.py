"""The children of a question about zasiłek rodzinny and how long each has the right (art. 6–7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from benefits.rules.facts import CaseFacts, Member
from benefits.rules.family_learning import (
    SCHOOLS,
    Learning,
    birthday,
    learning_of,
    month_before_end,
)
from benefits.rules.law import Law
from benefits.rules.trace import Step, fact, passed
from opsapp.kernel.periods import Month

CODE = "family_allowance"
MONTHLY = ("parental_leave", "lone_parent", "large_family", "education_rehabilitation_disabled")
BY_TWELVE = ("birth", "school_start", "commuting", "boarding")
SUPPLEMENTS = {
    "school_start": ("Dodatek z tytułu rozpoczęcia roku szkolnego", "art. 14 u.ś.r."),
    "commuting": ("Dodatek na dojazd do szkoły", "art. 15 ust. 1 pkt 2 u.ś.r."),
    "boarding": ("Dodatek na zamieszkanie w miejscowości szkoły", "art. 15 ust. 1 pkt 1 u.ś.r."),
    "lone_parent": ("Dodatek z tytułu samotnego wychowywania dziecka", "art. 11a u.ś.r."),
    "large_family": ("Dodatek dla rodziny wielodzietnej", "art. 12a u.ś.r."),
    "education_rehabilitation_disabled": (
        "Dodatek z tytułu kształcenia i rehabilitacji", "art. 13 u.ś.r.",
    ),
    "birth": ("Dodatek z tytułu urodzenia dziecka", "art. 9 u.ś.r."),
    "parental_leave": ("Dodatek na czas urlopu wychowawczego", "art. 10 u.ś.r."),
}  # fmt: skip
DEGREES = ("moderate", "severe")
TOPUPS = {"education_rehabilitation_disabled": "rehabilitation"}
EXCLUSIONS = {
    "married": ("dziecko pozostaje w związku małżeńskim", "art. 7 pkt 1 u.ś.r."),
    "own_child": ("pełnoletnie dziecko ma prawo do zasiłku na własne dziecko",
                  "art. 7 pkt 4 u.ś.r."),
    "no_alimony": ("nie ustalono alimentów od drugiego rodzica", "art. 7 pkt 5 u.ś.r."),
    "abroad": ("na dziecko przysługuje świadczenie za granicą", "art. 7 pkt 6 u.ś.r."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ages:
    """The ages of art. 6 on the first day of a determination."""

    first: Step
    adult: Step
    school: Step
    disabled: Step
    certificate: Step
    whole_last_month: bool


def ages_of(law: Law, on: date) -> Ages:
    """The dated ages and whether the month in which an age is completed is paid whole."""
    first, adult, school, disabled, certificate = (
        law.step(f"{CODE}.age_{key}", on)
        for key in ("first", "adult", "school", "disabled", "certificate")
    )
    whole = bool(law.value("family_benefits.whole_last_month", on))
    return Ages(first, adult, school, disabled, certificate, whole)


@dataclass(frozen=True, slots=True)
class Leave:
    """A parental leave: its days, months paid before, and whether more were born at once."""

    first: date | None
    last: date | None
    months_paid: int | None
    multiple_birth: bool

    @classmethod
    def of(cls, row: dict[str, Any]) -> Leave:
        """As the row of the child tells it."""
        return cls(
            row["leave_from"], row["leave_to"], row["leave_months_paid"], row["multiple_birth"]
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """One child asked for: what for, and up to which month it is entitled (None: not at all)."""

    index: int
    member: Member
    supplements: tuple[str, ...]
    last: Month | None
    september: Month | None
    """One more month after school, for a disabled child that is admitted to a university."""
    born: Step
    refusal: Step | None
    leave: Leave
    birth: Month
    birthdays: tuple[Month, Month, Month]
    """The months of the birthdays that end the first amount, the second, and the certificate."""

    def entitled(self, month: Month) -> bool:
        """Whether the allowance is due for this child in this month."""
        if self.last is None or self.refusal is not None:
            return False
        return self.birth <= month <= self.last or month == self.september


def claim_of(facts: CaseFacts, index: int, ages: Ages) -> Claim:
    """The child of one row of the question, with the last month of its right (art. 6–7)."""
    row: dict[str, Any] = facts.circumstances["children"][index]
    member = facts.member(row["member"])
    place = next(n for n, one in enumerate(facts.household) if one is member)
    born = fact(f"household[{place}].birth_date", "Data urodzenia", str(member.birth_date),
                unit="date", member=member.id)  # fmt: skip
    learning = learning_of(row, member, f"circumstances.children[{index}]")
    refusal = _exclusion(index, row, member)
    last = None if refusal else _last_month(member, ages, learning)
    first, adult, certificate = (
        Month.of(birthday(member, int(age.number)))
        for age in (ages.first, ages.adult, ages.certificate)
    )
    return Claim(
        index=index, member=member, supplements=row["supplements"], last=last,
        september=_september(member, ages, learning),
        born=born if last is None else learning.beside(born, CODE, last),
        refusal=refusal, leave=Leave.of(row), birth=Month.of(birthday(member, 0)),
        birthdays=(first, adult, certificate),
    )  # fmt: skip


def _last_month(member: Member, ages: Ages, learning: Learning) -> Month | None:
    """Until 18; in a school until 21; with a degree of disability, in any school, until 24.

    A learner who applies for himself is in a school or university, until 24 (art. 6 ust. 1a). Who
    completes a university has the right to the end of that year of studies (ust. 1b).
    """
    adult, limit = _until(member, ages.adult, ages), _until(member, ages.disabled, ages)
    if member.relation == "applicant":
        return learning.within(limit) if learning.any else None
    if learning.any and member.disability in DEGREES:
        return max(adult, learning.within(limit))
    if member.education in SCHOOLS:
        return max(adult, learning.within(_until(member, ages.school, ages)))
    return adult


def _until(member: Member, age: Step, ages: Ages) -> Month:
    return month_before_end(member, int(age.number), whole=ages.whole_last_month)


def _september(member: Member, ages: Ages, learning: Learning) -> Month | None:
    """September after school for a new student with a degree of disability (art. 24 ust. 5)."""
    if learning.september is None or member.disability not in DEGREES:
        return None
    return learning.september if learning.september <= _until(member, ages.disabled, ages) else None


def _exclusion(index: int, row: dict[str, Any], member: Member) -> Step | None:
    if member.institution or member.relation == "foster_child":
        why, basis = "dziecko przebywa w instytucji lub w pieczy zastępczej", "art. 7 pkt 2 u.ś.r."
        source = "household"
    elif row["exclusion"]:
        why, basis = EXCLUSIONS[row["exclusion"]]
        source = f"circumstances.children[{index}].exclusion"
    else:
        return None
    known = fact(source, "Okoliczność wykluczająca", why, unit="code", member=member.id)
    return passed(f"{CODE}.child_right", f"Prawo do zasiłku na dziecko: {why}", False, (known,),
                  basis)  # fmt: skip


def by_age(claims: Sequence[Claim]) -> list[Claim]:
    """Oldest first, whatever the order of the question."""
    return sorted(claims, key=lambda claim: (claim.member.birth_date or date.min, claim.member.id))


def away_supplement(claim: Claim) -> str | None:
    """Living at a secondary school (a disabled child at any), or commuting to one (art. 15)."""
    member = claim.member
    if "boarding" in claim.supplements and (
        member.education == "secondary"
        or (member.education == "school" and member.disability != "none")
    ):
        return "boarding"
    if "commuting" in claim.supplements and member.education == "secondary":
        return "commuting"
    return None


def leave_cuts(claim: Claim) -> Iterator[Month]:
    """Months in which a parental leave begins, ends, or is not whole."""
    if "parental_leave" not in claim.supplements:
        return
    for day in (claim.leave.first, claim.leave.last):
        if day is not None:
            yield Month.of(day)
            yield Month.of(day) + 1
