"""What is on record, put as a question of the assessment contract. Ids only: no names, no PESEL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from cases.models import Application, ApplicationItem, IncomeRecord, Membership, SnapshotMember
from cases.selectors import incomes as income_rows
from cases.selectors.circumstances import Situation, situations
from cases.selectors.households import members
from cases.selectors.people import cards_of
from opsapp.kernel.periods import Month, months_between
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.text import fold

AWAY = ("foster_care", "care_home", "prison", "other")
"""Stays that take a person out of the family (art. 10 u.p.s.); a stay in hospital does not."""
FOSTER_OUT = ("periodic_allowance", "permanent_allowance")
WHOLE_YEAR = (
    "family_allowance", "birth_grant", "parental_benefit", "special_carer_allowance",
    "alimony_fund_benefit", "for_life_grant",
)  # fmt: skip
MONTHS_BACK = {"housing_allowance": 3}
REASONS = {
    "unemployment": "unemployment",
    "long_term_or_severe_illness": "illness",
    "disability": "disability",
}
"""Reasons of art. 7 that art. 38 ust. 1 names; the rest are 'other'."""
_TURNED = {
    "child": "parent", "stepchild": "parent", "foster_child": "other", "parent": "child",
    "grandparent": "grandchild", "grandchild": "grandparent",
}  # fmt: skip
_CHILDREN = ("child", "stepchild", "foster_child")


@dataclass(frozen=True, slots=True)
class Question:
    """The question as JSON, the incomes it stands on and the people it speaks of."""

    raw: dict[str, Any]
    incomes: tuple[IncomeRecord, ...]
    stays: tuple[Membership, ...]
    uncounted: Mapping[int, str]


def start_day(application: Application) -> date:
    """The day the question is asked for: of receipt, or of completion where the right counts from
    it (art. 106 ust. 3 u.p.s.).
    """
    if application.start_month_basis == Application.StartMonth.COMPLETED:
        return application.completed_on or application.received_on
    return application.received_on


def ask(
    item: ApplicationItem,
    *,
    on: date,
    seen_on: date,
    circumstances: Mapping[str, Any],
    named: bool = True,
) -> Question:
    """The question of an item on a day, with the family as it was on `seen_on`; `named` reads the
    names for whoever tells them.

    Raises `Refusal` when nobody lived there or the person asking did not.
    """
    everyone = members(item.application.household, seen_on, named=named)
    stays = [stay for stay in everyone if (stay.person.birth_date or on) <= on]
    later = {stay.person_id: "urodzona po dniu wniosku" for stay in everyone if stay not in stays}
    applicant = _applicant(item, stays)
    cards = cards_of(stay.person for stay in stays)
    known = situations(cards, on=seen_on)
    rows = _incomes(item.benefit.code, cards, on)
    raw = {
        "benefit": item.benefit.code,
        "on": on.isoformat(),
        "household": [
            _member(stay, applicant, known.get(stay.person_id, Situation())) for stay in stays
        ],
        "incomes": [_income(row, owner) for row, owner in rows],
        "circumstances": dict(circumstances),
    }
    uncounted = later | _uncounted(item, stays, known)
    return Question(raw, tuple(row for row, _ in rows), tuple(stays), uncounted)


def circumstances_of(item: ApplicationItem, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the application itself answers, with what was given laid over it."""
    own: dict[str, Any] = {}
    if item.benefit.code == "periodic_allowance":
        first = item.application.reasons.order_by("-is_first", "pk").first()
        own["reason"] = REASONS.get(first.reason.code, "other") if first else "other"
    if item.benefit.code == "permanent_allowance":
        own["subject"] = str(item.person_id)
    if item.purpose and item.benefit.code in (
        "targeted_allowance", "special_targeted_allowance", "random_event_allowance",
        "repayable_assistance",
    ):  # fmt: skip
        own["purpose"] = item.purpose
    return own | dict(given)


def agrees(snapshot_rows: Iterable[SnapshotMember], question: Question) -> bool:
    """Whether a picture of the family taken before shows what is on record now."""
    facts = {row["id"]: row for row in question.raw["household"]}
    by_person = {stay.person_id: stay for stay in question.stays}
    rows = [row for row in snapshot_rows if row.counted or row.person_id in by_person]
    if {row.person_id for row in rows} != set(by_person):
        return False
    return all(
        row.role == by_person[row.person_id].role
        and row.birth_date == by_person[row.person_id].person.birth_date
        and row.sex == by_person[row.person_id].person.sex
        and (row.disability, row.incapacity, row.education) == _situation(facts, row.person_id)
        and row.alternating == by_person[row.person_id].alternating
        and row.counted == (row.person_id not in question.uncounted)
        for row in rows
    )


def _situation(facts: Mapping[str, Mapping[str, Any]], person: int) -> tuple[str, str, str]:
    row = facts[str(person)]
    return row["disability"], row["incapacity"], row["education"]


def _applicant(item: ApplicationItem, stays: Sequence[Membership]) -> Membership:
    if not stays:
        raise Refusal("W rodzinie nikogo nie było w tym dniu. Sprawdź jej skład i datę.", "nobody")
    applicant = item.application.applicant_id
    here = next((stay.person for stay in stays if stay.person_id == applicant), None)
    person = here or item.application.applicant
    human = person.merged_into_id or person.pk
    found = next(
        (stay for stay in stays if (stay.person.merged_into_id or stay.person_id) == human), None
    )
    if found is None:
        raise Refusal(
            f"{person} nie należy do rodziny, której dotyczy wniosek. Sprawdź skład rodziny.",
            "applicant_away",
        )
    return found


def _member(stay: Membership, applicant: Membership, situation: Situation) -> dict[str, Any]:
    person = stay.person
    row: dict[str, Any] = {
        "id": str(stay.person_id),
        "relation": _relation(stay, applicant),
        "disability": situation.disability,
        "incapacity": situation.incapacity,
        "education": situation.education,
        "institution": situation.institution in AWAY,
    }
    if person.birth_date:
        row["birth_date"] = person.birth_date.isoformat()
    if person.sex != "unknown":
        row["sex"] = person.sex
    return row


def _relation(stay: Membership, applicant: Membership) -> str:
    """The relation to whoever applies, from the relations to the head of the family."""
    if stay.pk == applicant.pk:
        return "applicant"
    if applicant.role == "applicant" or stay.role == "foster_child":
        return stay.role
    if stay.role == "applicant":
        return _TURNED.get(applicant.role, applicant.role)
    if applicant.role in ("spouse", "partner"):
        return stay.role if stay.role in _CHILDREN else "other"
    if applicant.role in _CHILDREN:
        return "sibling" if stay.role in _CHILDREN else "other"
    return "other"


def _uncounted(
    item: ApplicationItem, stays: Sequence[Membership], known: Mapping[int, Situation]
) -> dict[int, str]:
    """Who is not of the family of this benefit, and why."""
    why: dict[int, str] = {}
    for stay in stays:
        if known.get(stay.person_id, Situation()).institution in AWAY:
            why[stay.person_id] = "przebywa w instytucji lub pieczy zastępczej"
        elif stay.role == "foster_child" and item.benefit.code in FOSTER_OUT:
            why[stay.person_id] = "dziecko w pieczy zastępczej (art. 10 ust. 1 u.p.s.)"
    return why


def _incomes(benefit: str, cards: Mapping[int, int], on: date) -> list[tuple[IncomeRecord, int]]:
    """Live rows of the months the act looks at, each with the member it belongs to."""
    rows = income_rows.live().filter(_looked_at(benefit, on), person__in=list(cards))
    mine = sorted(
        ((row, cards[row.person_id]) for row in rows), key=lambda pair: (pair[1], pair[0].pk)
    )
    one_month = benefit not in WHOLE_YEAR and benefit not in MONTHS_BACK
    return list(_farms_once(mine, Month.of(on) - 1)) if one_month else mine


def _farms_once(
    rows: Sequence[tuple[IncomeRecord, int]], month: Month
) -> Iterator[tuple[IncomeRecord, int]]:
    """The rows, a farm entered for two years only as it was in the month looked at: in January
    both years are on record, and the hectares would count twice.
    """
    known = {owner for row, owner in rows if row.kind == "farm" and row.year == month.year}
    for row, owner in rows:
        of_another = row.kind == "farm" and row.year not in (None, month.year)
        if not (of_another and owner in known):
            yield row, owner


def _looked_at(benefit: str, on: date) -> Q:
    month = Month.of(on)
    if benefit in WHOLE_YEAR:
        return Q(year__gte=on.year - 2) | Q(month__gte=date(on.year - 1, 1, 1))
    months = [each.first_day for each in months_between(month - MONTHS_BACK.get(benefit, 1), month)]
    spread = Q(kind="one_off", month__gte=(month - 12).first_day, month__lte=month.first_day)
    farm = Q(kind="farm", year__in={day.year for day in months})
    return Q(month__in=months) | Q(for_months__overlap=months) | spread | farm


def _income(row: IncomeRecord, owner: int) -> dict[str, Any]:
    said: dict[str, Any] = {"member": str(owner), "kind": row.kind}
    if row.amount is not None:
        said["amount"] = f"{row.amount:.2f}"
    if row.hectares is not None:
        said["hectares"] = f"{row.hectares:f}"
    if row.month is not None:
        said["month"] = str(Month.of(row.month))
    if row.year is not None:
        said["year"] = row.year
    for name in ("lost_on", "gained_on"):
        day = getattr(row, name)
        if day is not None:
            said[name] = day.isoformat()
    if row.months is not None:
        said["months"] = row.months
    if row.for_months:
        said["for_months"] = _arrears(row)
    if row.source:
        said["source"] = f"s-{hashlib.sha256(fold(row.source).encode()).hexdigest()[:16]}"
    return said


def _arrears(row: IncomeRecord) -> list[str]:
    """The months as the contract reads them: two are a first and a last."""
    months = sorted(Month.of(day) for day in row.for_months)
    if len(months) == 2 and months[1] - months[0] > 1:
        raise Refusal(
            "Wyrównanie za dwa miesiące, które nie następują po sobie, wpisz jako dwa dochody.",
            "arrears_apart",
        )
    return [str(month) for month in months]
