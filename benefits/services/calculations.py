"""The calculation of an item: facts on record, law of the day, the answer kept for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from benefits import questions, replay
from benefits.models import Calculation, CalculationIncome
from benefits.questions import Question
from benefits.rules import Assessment, CaseFacts, Law, NotAnnounced, assess_facts, rules_version
from benefits.rules.assessment import law_json
from benefits.rules.incomes import KINDS
from benefits.rules.reading import read_case
from benefits.rules.registry import BENEFITS
from benefits.rules.schema import Errors, InputError
from benefits.selectors_law import law_in_force
from benefits.services.doors import may
from benefits.stored import freeze, result_of
from cases.models import ApplicationItem, HouseholdSnapshot, SnapshotMember
from cases.services import households
from opsapp.kernel import clock, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from socialwork.models import Interview

_PLACE = re.compile(r"^(household|incomes|circumstances)(?:\[(\d+)\])?(?:\.(\w+))?")
_FIELDS = {
    "birth_date": "data urodzenia", "sex": "płeć", "relation": "rola w rodzinie",
    "disability": "niepełnosprawność", "incapacity": "niezdolność do pracy", "education": "nauka",
    "kind": "rodzaj", "amount": "kwota", "hectares": "hektary", "month": "miesiąc", "year": "rok",
    "for_months": "miesiące wyrównania", "lost_on": "utrata źródła", "reason": "powód",
    "requested": "kwota, o którą wnioskowano", "purpose": "cel", "form": "forma pomocy",
    "subject": "osoba, której dotyczy", "hours": "liczba godzin", "hourly_price": "cena godziny",
    "monthly_cost": "miesięczny koszt", "table": "tabela odpłatności",
    "funeral_grant_due": "czy przysługuje zasiłek pogrzebowy",
}  # fmt: skip


@act
def run(
    item: ApplicationItem,
    *,
    interview: Interview | None = None,
    on: date | None = None,
    circumstances: Mapping[str, Any] | None = None,
    actor: User,
) -> Calculation:
    """Ask the rules about an item and keep the answer with all it stood on.

    The family is that of today, pictured by the interview (the newest signed one of the case when
    none is named) while it still lives as it was seen; `on` is the day of receipt, or of
    completion where the right counts from it.
    Raises `Refusal` for a settled item, an unsigned interview, facts that are missing and law that
    was not announced.
    """
    may(actor, Cap.CALCULATE, item.case)
    item = states.lock(item)
    if item.outcome != ApplicationItem.Outcome.OPEN:
        raise Refusal("Ten wniosek jest już rozstrzygnięty.", "settled")
    seen = interview or signed_interview(item)
    _serves(seen, item)
    day = on or questions.start_day(item.application)
    asked = questions.ask(
        item,
        on=day,
        seen_on=clock.today(),
        circumstances=questions.circumstances_of(item, circumstances or {}),
    )
    return _keep(item, seen, asked, answer(asked), actor=actor)


@act
def anew(item: ApplicationItem, *, on: date, actor: User) -> Calculation:
    """The calculation of what was granted, as of a day of its period: for a decision that changes
    it (art. 106 ust. 5 u.p.s.). Circumstances are those of the last one.

    Raises `Refusal` for an item that was not granted, facts that are missing and law that was not
    announced.
    """
    may(actor, Cap.CALCULATE, item.case)
    item = states.lock(item)
    last = item.calculations.order_by("-pk").first()
    if item.outcome != ApplicationItem.Outcome.GRANTED or last is None:
        raise Refusal("Tego wniosku nie rozstrzygnięto przyznaniem.", "not_granted")
    asked = questions.ask(
        item, on=on, seen_on=clock.today(), circumstances=last.facts["circumstances"]
    )
    return _keep(item, signed_interview(item), asked, answer(asked), actor=actor)


def signed_interview(item: ApplicationItem) -> Interview | None:
    """The newest signed interview that serves the item's case with its family."""
    return (
        Interview.objects.filter(
            case_links__case=item.case_id,
            household=item.application.household_id,
            status="signed",
        )
        .order_by("-visited_on", "-pk")
        .first()
    )


def _serves(interview: Interview | None, item: ApplicationItem) -> None:
    if interview is None:
        return
    if interview.status != "signed":
        raise Refusal(
            "Wywiad nie jest jeszcze podpisany. Podpisz go przed wyliczeniem.", "unsigned"
        )
    if interview.household_id != item.application.household_id:
        raise Refusal("Ten wywiad dotyczy innej rodziny niż wniosek.", "other_household")


def answer(asked: Question, law: Law | None = None) -> Assessment:
    """The answer of the rules to a question. Raises `Refusal` naming what is missing."""
    known = law or law_in_force()
    if asked.raw["benefit"] not in BENEFITS:
        raise Refusal("Program nie wylicza jeszcze tego świadczenia.", "no_rule")
    errors = Errors()
    facts = read_case(asked.raw, "", errors, known)
    if facts is None:
        raise Refusal(" ".join(_in_words(error, asked) for error in errors), "wrong_facts")
    return assessed(facts, known)


def assessed(facts: CaseFacts, law: Law) -> Assessment:
    """The answer to facts that were read. Raises `Refusal` when the law lacks a value."""
    try:
        return assess_facts(facts, law)
    except NotAnnounced as missing:
        raise Refusal(missing.message, "not_announced") from missing


def _in_words(error: InputError, asked: Question) -> str:
    """'Nowak Anna – data urodzenia: podaj datę urodzenia.'"""
    place = _PLACE.match(error.path)
    if place is None:
        return error.message
    what, index, field = place[1], place[2], place[3] or ""
    said = _FIELDS.get(field, field)
    if what == "household" and index:
        said = f"{asked.stays[int(index)].person} – {said}" if said else said
    if what == "incomes" and index:
        row = asked.incomes[int(index)]
        said = f"{KINDS.get(row.kind, row.kind)} ({row.person}) – {said}"
    return f"{said[:1].upper()}{said[1:]}: {error.message}"


def _keep(
    item: ApplicationItem,
    interview: Interview | None,
    asked: Question,
    assessment: Assessment,
    *,
    actor: User,
) -> Calculation:
    least, most = assessment.amount, assessment.amount_max
    calculation: Calculation = Calculation.objects.create(
        item=item,
        interview=interview,
        snapshot=_snapshot(item, interview, asked, actor=actor),
        on=assessment.on,
        facts=asked.raw,
        law=[law_json(row) for row in assessment.law],
        trace=freeze(assessment.trace),
        result=result_of(assessment),
        rules_version=rules_version(),
        eligible=assessment.eligible,
        amount_min=least,
        amount_max=None if least is None else most if most is not None else least,
        made_by=actor,
    )
    CalculationIncome.objects.bulk_create(
        CalculationIncome(calculation=calculation, income=income) for income in asked.incomes
    )
    return calculation


def _snapshot(
    item: ApplicationItem, interview: Interview | None, asked: Question, *, actor: User
) -> HouseholdSnapshot:
    """The interview's picture while it still shows what is on record, else a fresh one."""
    taken = interview.snapshot if interview else None
    if taken is not None and questions.agrees(taken.members.all(), asked):
        return taken
    return households.snapshot(
        item.application.household,
        on=clock.today(),
        uncounted=asked.uncounted,
        actor=actor,
    )


def is_current(calculation: Calculation) -> bool:
    """Whether the family and the incomes on record are still those the calculation stood on, the
    right still counts from the same day, and no further calculation was made.
    """
    newer = calculation.item.calculations.filter(pk__gt=calculation.pk)
    return facts_stand(calculation) and not newer.exists()


def facts_stand(calculation: Calculation) -> bool:
    """The same of a calculation known to be the newest: the family is asked for as it is today,
    so that whoever came, left or died after the interview makes it stale.
    """
    item = calculation.item
    is_open = item.outcome == ApplicationItem.Outcome.OPEN
    if is_open and calculation.on != questions.start_day(item.application):
        return False
    try:
        now = questions.ask(
            item,
            on=calculation.on,
            seen_on=clock.today(),
            circumstances=calculation.facts["circumstances"],
            named=False,
        )
    except Refusal:
        return False
    return bool(now.raw == calculation.facts)


def changed_law(calculation: Calculation) -> str:
    """What the same facts give by the law of today, in Polish; empty while it is the same."""
    found = next(iter(replay.replay([calculation])), None)
    return found.now if found is not None else ""


def newcomers_unseen(calculation: Calculation) -> bool:
    """Whether other people make the family than the interview of the calculation saw: it has to
    be brought up to date first (art. 107 ust. 4 u.p.s.).
    """
    interview = calculation.interview
    if interview is None or interview.snapshot_id in (None, calculation.snapshot_id):
        return False
    seen, now = (
        {row.person.merged_into_id or row.person_id for row in rows.select_related("person")}
        for rows in (
            SnapshotMember.objects.filter(snapshot=picture)
            for picture in (interview.snapshot_id, calculation.snapshot_id)
        )
    )
    return bool(seen != now)
