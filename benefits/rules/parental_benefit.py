"""Świadczenie rodzicielskie (art. 17c u.ś.r.): weeks by the number of children, longer since 2025.

Paid by days in part months; no income test.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from benefits.rules.assessment import Outcome, Refused
from benefits.rules.facts import CaseFacts
from benefits.rules.family_income import within
from benefits.rules.family_partial import ONE_DAY, Part, part_of_month, parts_by_month
from benefits.rules.incomes import KINDS
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import Day, Flag, Key, Keys, Whole, optional
from benefits.rules.trace import ZERO, Step, fact, gap, total
from opsapp.kernel.periods import Month

CODE = "parental_benefit"
BASIS = "art. 17c u.ś.r."
SAID = ("Świadczenie rodzicielskie", "art. 17c ust. 7 u.ś.r.")
LONGER = "art. 17c ust. 3a–3f u.ś.r."
MOST = 5
BARRED = {
    "maternity_benefit": "Jednemu z rodziców przysługuje zasiłek macierzyński.",
    "foster_care": "Dziecko umieszczono w pieczy zastępczej.",
    "no_personal_care": "Osoba nie sprawuje osobistej opieki nad dzieckiem.",
    "other_care_benefit": "Na to samo dziecko przysługuje świadczenie opiekuńcze lub dodatek.",
    "abroad": "Za granicą przysługuje świadczenie o podobnym charakterze.",
}

benefit(CODE, "Świadczenie rodzicielskie", Keys({
    "children": Key(Whole(1, 10)),
    "from": Key(Day()),
    "birth_week": optional(Whole(20, 45)),
    "birth_weight_g": optional(Whole(200, 9000)),
    "hospital_days": optional(Whole(0, 400)),
    "extension_filed_on": optional(Day()),
    **{key: optional(Flag(), False) for key in BARRED},
}))  # fmt: skip


@rule(CODE, since=date(2016, 1, 1))
def parental_benefit(facts: CaseFacts, law: Law) -> Outcome:
    """From the day of birth when filed within three months, else from the month of filing."""
    asked = facts.circumstances
    for key, why in BARRED.items():
        if asked[key]:
            known = fact(f"circumstances.{key}", "Okoliczność wykluczająca", "tak", unit="answer")
            return _refused(key, "art. 17c ust. 9 u.ś.r.", why, (known,))
    weeks = _weeks(facts, law)
    born = fact("circumstances.from", "Pierwszy dzień prawa", asked["from"].isoformat(),
                unit="date")  # fmt: skip
    end = asked["from"] + timedelta(weeks=int(weeks.number)) - ONE_DAY
    start = _start(facts, law)
    last = Step(f"{CODE}.last_day", "Ostatni dzień prawa", end.isoformat(), weeks.basis,
                (born, weeks), unit="date")  # fmt: skip
    if start > end:
        return _refused("period_over", "art. 17c ust. 3 u.ś.r.", (
            "Okres, za który przysługuje świadczenie, już minął."), (last,))  # fmt: skip
    parts = _parts(facts, law, start, end)
    if all(not part.step.number for part in parts):
        return _refused("unemployment_benefit", "art. 17c ust. 6 u.ś.r.", (
            "Zasiłek dla bezrobotnych nie jest niższy od świadczenia."),
            (last, *(part.step for part in parts)))  # fmt: skip
    components = tuple(part.component(CODE, None) for part in parts)
    amount = parts[0].step
    shown = tuple(part.step for part in parts[1:])
    return Outcome(amount, (amount, *shown, last), BASIS, components=components)


def _refused(code: str, basis: str, message: str, shown: tuple[Step, ...]) -> Outcome:
    return Outcome(None, shown, basis, refusals=(Refused(code, basis, message),))


def _start(facts: CaseFacts, law: Law) -> date:
    """The day of birth, or the first day of the month of a late application (art. 24 ust. 9–10)."""
    born: date = facts.circumstances["from"]
    months = int(law.value(f"{CODE}.filing_months", facts.on))
    if facts.on < born or within(born, facts.on, months):
        return born
    return facts.month.first_day


def _weeks(facts: CaseFacts, law: Law) -> Step:
    """Weeks by the number of children, and those in hospital."""
    born = fact("circumstances.children", "Liczba dzieci z jednego porodu",
                Decimal(facts.circumstances["children"]), unit="count")  # fmt: skip
    known = law.step(f"{CODE}.weeks_{min(MOST, facts.circumstances['children'])}", facts.on)
    basic = Step(f"{CODE}.basic_weeks", "Okres podstawowy", known.value, "art. 17c ust. 3 u.ś.r.",
                 (known, born), unit="weeks")  # fmt: skip
    more = _more_weeks(facts, law, basic)
    if more is None:
        return basic
    whole = total(f"{CODE}.weeks", "Okres z przedłużeniem", (basic, more), LONGER)
    return replace(whole, unit="weeks")


def _more_weeks(facts: CaseFacts, law: Law, basic: Step) -> Step | None:
    """A week for each week in hospital, up to the 15th or 8th after birth (art. 17c ust. 3a)."""
    days = facts.circumstances["hospital_days"]
    if not days or not law.has(f"{CODE}.week_days", facts.on):
        return None
    limit, why = _limit(facts, law)
    if limit is None:
        return None
    stay = fact("circumstances.hospital_days", "Dni pobytu dziecka w szpitalu", Decimal(days),
                unit="days")  # fmt: skip
    if not _extension_in_time(facts, basic):
        return Step(f"{CODE}.more_weeks", "Przedłużenie: wniosek po terminie", ZERO,
                    "art. 17c ust. 3e u.ś.r.", (basic, _filed(facts)), unit="weeks")  # fmt: skip
    week = law.step(f"{CODE}.week_days", facts.on)
    counted = (stay.number / week.number).to_integral_value(ROUND_CEILING)
    return Step(f"{CODE}.more_weeks", "Tygodnie pobytu w szpitalu", min(counted, limit.number),
                LONGER, (stay, week, limit, *why), unit="weeks")  # fmt: skip


def _limit(facts: CaseFacts, law: Law) -> tuple[Step | None, tuple[Step, ...]]:
    """Up to which week after birth the stay counts, and the facts that say so."""
    asked, on = facts.circumstances, facts.on
    week, weight = asked["birth_week"], asked["birth_weight_g"]
    early, light, term, least = (
        law.step(f"{CODE}.{key}", on)
        for key in ("early_weeks", "early_weight", "term_weeks", "stay_days")
    )
    known: list[Step] = []
    if week is not None:
        known.append(fact("circumstances.birth_week", "Ukończony tydzień ciąży", Decimal(week),
                          unit="weeks"))  # fmt: skip
    if weight is not None:
        known.append(fact("circumstances.birth_weight_g", "Masa urodzeniowa", Decimal(weight),
                          unit="g"))  # fmt: skip
    if (week is not None and week < early.number) or (
        weight is not None and weight <= light.number
    ):
        return law.step(f"{CODE}.early_until_week", on), (*known, early, light)
    if week is None:
        return None, ()
    if week < term.number or asked["hospital_days"] >= least.number:
        return law.step(f"{CODE}.late_until_week", on), (*known, early, term, least)
    return None, ()


def _filed(facts: CaseFacts) -> Step:
    day = facts.circumstances["extension_filed_on"] or facts.on
    return fact("circumstances.extension_filed_on", "Wniosek o przedłużenie", day.isoformat(),
                unit="date")  # fmt: skip


def _extension_in_time(facts: CaseFacts, basic: Step) -> bool:
    """At the latest on the last day of the month after the basic period ends (ust. 3e)."""
    asked = facts.circumstances
    end = asked["from"] + timedelta(weeks=int(basic.number)) - ONE_DAY
    filed: date = asked["extension_filed_on"] or facts.on
    return filed <= (Month.of(end) + 1).last_day


def _parts(facts: CaseFacts, law: Law, start: date, end: date) -> list[Part]:
    """The amount by months, less zasiłek dla bezrobotnych where it was drawn at birth."""
    drawn = _unemployment_benefit(facts)
    parts = parts_by_month(law, f"{CODE}.amount", start, end, SAID)
    if drawn is None:
        return parts
    lowered = []
    for part in parts:
        whole = law.step(f"{CODE}.amount", part.first)
        left = gap(f"{CODE}.lowered", "Świadczenie po odjęciu zasiłku dla bezrobotnych", whole,
                   drawn, "art. 17c ust. 6 u.ś.r.")  # fmt: skip
        month = Month.of(part.first)
        is_part = part.step is not whole
        days = ((part.last or month.last_day) - part.first).days + 1
        step = part_of_month(left, month, days, law, SAID) if is_part else left
        lowered.append(replace(part, step=step))
    return lowered


def _unemployment_benefit(facts: CaseFacts) -> Step | None:
    """What the applicant drew in the month of birth or the next, after the tax advance."""
    born = Month.of(facts.circumstances["from"])
    for one in facts.incomes:
        here = one.member == facts.applicant.id and one.kind == "unemployment_benefit"
        if here and one.month in (born, born + 1) and one.amount is not None:
            return fact(one.path, KINDS[one.kind], one.amount, member=one.member,
                        basis="art. 17c ust. 6 u.ś.r.")  # fmt: skip
    return None
