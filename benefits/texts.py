"""The words of a decision, composed from the calculation's trace and the centre's wordings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from benefits import centre as answers
from benefits.dictionaries import OF_ONE_PERSON, REFUSAL_GROUNDS
from benefits.models import Calculation, DecisionItem, DecisionItemReason
from benefits.reasons import explained
from benefits.rules import Assessment
from benefits.rules.trace import find, walk
from benefits.stored import assessment_of
from benefits.wordings import fill
from cases.models import Application, Case, Person, SnapshotMember
from opsapp.kernel.money import format_pln, in_words
from opsapp.kernel.periods import Period
from opsapp.office import selectors as office

SOCIAL = "ustawa o pomocy społecznej, "
THE_ACT = "Dz.U. 2004 nr 64 poz. 593"
DAY = "%d.%m.%Y r."
_JOURNAL = re.compile(r"Dz\.U\. (\d{4}) ")


@dataclass(frozen=True, slots=True)
class Words:
    """The four parts of a decision that a clerk may edit."""

    legal_basis: str
    operative_part: str
    reasons: str
    instruction: str


def compose(item: DecisionItem, *, on: date) -> Words:
    """All four parts for an item, with the wordings in force on a day."""
    told = Told(item, on)
    grant = item.kind == DecisionItem.Kind.GRANT
    return Words(
        told.legal_basis(),
        told.granted() if grant else told.say("refusal"),
        told.reasons(),
        "\n\n".join([told.say("instruction"), *([told.say("instruction-grant")] if grant else [])]),
    )


def full_name(person: Person) -> str:
    """'Anna Nowak': as people are named in a letter."""
    name = (person.merged_into or person).current_name
    return f"{name.first_name} {name.last_name}" if name else str(person)


def names_of(calculation: Calculation) -> dict[str, str]:
    """Names by the ids that the facts hold."""
    rows = calculation.snapshot.members.select_related("person").prefetch_related("person__names")
    return {str(row.person_id): full_name(row.person) for row in rows}


def covered(calculation: Calculation) -> list[int]:
    """The people a grant covers: the family the rule counted, or the one person it is for."""
    item = calculation.item
    if item.benefit.code in OF_ONE_PERSON:
        return [item.person_id]
    assessment = assessment_of(calculation)
    named = {int(one.member) for one in assessment.components if one.member}
    size = find(assessment.trace, "household.size")
    family = {int(step.member) for step in size.inputs if step.member} if size else set()
    return sorted(family or named or {item.person_id})


class Told:
    """One item of a decision and everything its words need."""

    def __init__(self, item: DecisionItem, on: date) -> None:
        self.item, self.on = item, on
        self.calculation: Calculation = item.calculation
        self.application: Application = item.item.application
        self.case: Case = item.item.case
        self.names = names_of(self.calculation)

    @cached_property
    def assessment(self) -> Assessment:
        return assessment_of(self.calculation)

    def say(self, code: str, **more: str) -> str:
        """A wording with its blanks filled."""
        return fill(code, self.values | more, on=self.on)

    @cached_property
    def values(self) -> dict[str, str]:
        """What every wording may ask for."""
        centre = office.centre(self.on)
        item = self.item
        return {
            "benefit": item.benefit.label,
            "act": item.benefit.act,
            "person": full_name(item.item.person),
            "received_on": f"{self.application.received_on:{DAY}}",
            "application": str(self.application),
            "case": str(self.case),
            "purpose": f" na cel: {item.item.purpose}" if item.item.purpose else "",
            "because": _because([link.reason.label for link in self.causes]),
            "centre": centre.name,
            "centre_address": centre.address,
            "authority": centre.authority,
            "appeal_board": str(answers.answer("decisions.appeal_board", on=self.on)),
            "pay_day": str(answers.answer("payments.pay_day", on=self.on)),
            "regulations": self.regulations,
            "criterion_point": "pkt 1" if len(self.family) == 1 else "pkt 2 i 3",
            "articles": item.benefit.act.removeprefix(SOCIAL),
            "reasons_basis": self.reasons_basis,
            **self.money,
        }

    @cached_property
    def money(self) -> dict[str, str]:
        amount, period = self.item.amount, self.item.period
        if amount is None or period is None:
            return {}
        days = Period.from_range(period)
        return {
            "amount": format_pln(amount),
            "amount_words": in_words(amount),
            "first_day": f"{days.start:{DAY}}",
            "last_day": f"{days.end:{DAY}}" if days.end else "",
            "month": f"{days.start:%m.%Y}",
        }

    @cached_property
    def causes(self) -> list[DecisionItemReason]:
        return list(self.item.reason_links.select_related("reason").order_by("-is_first", "pk"))

    @cached_property
    def family(self) -> list[SnapshotMember]:
        """Who is counted, the applicant first."""
        inside = set(covered(self.calculation))
        if self.item.benefit.code in OF_ONE_PERSON:
            size = find(self.assessment.trace, "household.size")
            inside = {int(step.member) for step in size.inputs} if size else inside
        rows = self.calculation.snapshot.members.select_related("person").order_by("pk")
        return [row for row in rows if row.person_id in inside]

    @property
    def reasons_basis(self) -> str:
        """'art. 7 pkt 4 i 5, ' from the reasons of the item."""
        points = sorted(
            {
                link.reason.article.removeprefix("art. 7 ").removeprefix("pkt ")
                for link in self.causes
                if link.reason.article.startswith("art. 7 ")
            },
            key=lambda point: (len(point), point),
        )
        return f"art. 7 pkt {_and(points)}, " if points else ""

    @property
    def regulations(self) -> str:
        """The acts that set the amounts used, besides the act itself."""
        journals = (act for act in self.amount_acts if act.startswith("Dz.U."))
        used = sorted(act for act in journals if not act.startswith(THE_ACT))
        said = ", ".join(_JOURNAL.sub(r"Dz.U. z \1 r. ", act) for act in used)
        return f", przepisów ustalających kwoty ({said})" if said else ""

    @property
    def amount_acts(self) -> set[str]:
        """Acts of the criteria and amounts, not of shares and ages."""
        return {
            step.source.act  # type: ignore[union-attr]
            for step in walk(self.assessment.trace)
            if step.unit.startswith("PLN") and hasattr(step.source, "act")
        }

    def legal_basis(self) -> str:
        social = self.item.benefit.act.startswith(SOCIAL)
        return self.say("legal-basis" if social else "legal-basis-other")

    def granted(self) -> str:
        """The numbered points of a grant."""
        return "\n\n".join(f"{n}. {point}" for n, point in enumerate(self.points(), 1))

    def points(self) -> list[str]:
        """What is granted, to whom else, how it is paid."""
        return [point for point in (self._grant(), self._persons(), self._payment()) if point]

    @property
    def once(self) -> bool:
        return self.assessment.period == "once"

    def _grant(self) -> str:
        if self.once:
            return self.say("grant-once")
        return self.say("grant-monthly" if self.values["last_day"] else "grant-open")

    def _persons(self) -> str:
        inside = covered(self.calculation)
        if len(inside) < 2:
            return ""
        names = [self.names[str(person)] for person in inside if str(person) in self.names]
        return self.say("grant-persons", persons=", ".join(names))

    def _payment(self) -> str:
        said = self.say("grant-payment-once" if self.once else "grant-payment")
        return f"{said} {self._payee()}".rstrip()

    def _payee(self) -> str:
        item = self.item
        if item.payee_institution is not None:
            return f"Kwotę przekazuje się: {item.payee_institution.name}."
        if item.payee_person is None:
            return ""
        name = full_name(item.payee_person)
        return f"Świadczenie odbiera: {name} ({item.get_payee_role_display()})."

    def reasons(self) -> str:
        """Facts, the income, how the amount came about and why this one (k.p.a. art. 107 § 3)."""
        interview = self.calculation.interview
        seen = f" Wywiad przeprowadzono {interview.visited_on:{DAY}}." if interview else ""
        family = [f"{full_name(row.person)} ({row.get_role_display()})" for row in self.family]
        causes = [link.reason.label for link in self.causes]
        parts = [
            self.say(
                "reasons-opening", interview=seen, persons=", ".join(family), family=_family(family)
            ),
            self.say("reasons-cause", causes=", ".join(causes)) if causes else "",
            *explained(self.assessment, self.names),
            *self._ruling(),
            self.say("reasons-closing"),
        ]
        return "\n\n".join(part for part in parts if part)

    def _ruling(self) -> list[str]:
        if self.item.kind == DecisionItem.Kind.REFUSAL:
            return self._refused()
        per = "jednorazowo" if self.once else "miesięcznie"
        amount = self.say("reasons-amount", per=per, range=self._range(), why=self._why())
        return [amount, self.say("reasons-period")]

    def _refused(self) -> list[str]:
        """The rule said why itself; a ground named by the clerk is explained here."""
        ground = REFUSAL_GROUNDS.get(self.item.refusal_code)
        known = {one.code for one in self.assessment.refusals}
        if ground is None or self.item.refusal_code in known:
            return []
        return [ground[1]]

    def _range(self) -> str:
        least, most = self.calculation.amount_min, self.calculation.amount_max
        if least is None or most is None or least == most:
            return ""
        return f"Przepisy pozwalają ustalić je od {format_pln(least)} do {format_pln(most)}."

    def _why(self) -> str:
        reason = self.item.amount_reason.strip()
        if reason:
            return f"Wybrano tę kwotę, ponieważ: {reason.rstrip('.')}."
        if self._range() and self.item.amount == self.calculation.amount_min:
            return "Przyjęto najniższą kwotę, która należy się z mocy prawa."
        return ""


def _family(people: Sequence[str]) -> str:
    if len(people) == 1:
        return "Strona prowadzi jednoosobowe gospodarstwo domowe."
    return f"Rodzinę w rozumieniu przepisów stanowią: {', '.join(people)}."


def _because(labels: Sequence[str]) -> str:
    return f" (powód: {', '.join(labels)})" if labels else ""


def _and(points: Sequence[str]) -> str:
    return points[0] if len(points) == 1 else f"{', '.join(points[:-1])} i {points[-1]}"
