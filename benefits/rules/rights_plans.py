"""How each benefit is asked for a household of which only persons and incomes are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from benefits.rules.assessment import Refused
from benefits.rules.facts import Income, Member
from benefits.rules.family_unit import CHILDREN, WITH_CERTIFICATE, period_of
from benefits.rules.law import Law
from benefits.rules.schema import LONGEST_LIST
from opsapp.kernel.periods import Month

Missing = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Family:
    """The household that is asked about."""

    household: tuple[Member, ...]
    incomes: tuple[Income, ...]
    on: date
    law: Law
    incomes_complete: bool

    @property
    def applicant(self) -> Member:
        """The one who would apply."""
        return next(one for one in self.household if one.relation == "applicant")

    @property
    def children(self) -> list[Member]:
        return [one for one in self.household if one.relation in CHILDREN]

    def receives(self, kind: str, member: Member | None = None) -> bool:
        """Whether a receipt of this kind came in the month of the question or the one before."""
        month = Month.of(self.on)
        return any(
            one.kind == kind and one.month in (month, month - 1)
            and (member is None or one.member == member.id)
            for one in self.incomes
        )  # fmt: skip

    def without_month(self) -> tuple[Missing, ...]:
        """What is missing when no receipt of the month before is on record."""
        month = Month.of(self.on) - 1
        known = any(one.month in (month, month + 1) or one.kind == "farm" for one in self.incomes)
        if known or self.incomes_complete:
            return ()
        return (("incomes", f"Podaj dochody rodziny za {month.month:02}.{month.year}."),)

    def without_year(self, first_month: Month, act: str) -> tuple[Missing, ...]:
        """What is missing when nothing of the base year is on record."""
        year = period_of(first_month, "alimony_fund" if act == "fund" else "family_benefits")[0]
        base = year.year - 1
        known = any(
            one.year == base or (one.month is not None and one.month.year == base)
            for one in self.incomes
        )
        if known or self.incomes_complete:
            return ()
        return (("incomes", f"Podaj dochody rodziny za {base} rok."),)

    def without_quarter(self) -> tuple[Missing, ...]:
        """What is missing when one of the three months before the application has no receipt."""
        months = {Month.of(self.on) - back for back in (1, 2, 3)}
        if self.incomes_complete or months <= {one.month for one in self.incomes}:
            return ()
        return (("incomes", "Podaj dochody domowników za trzy miesiące przed wnioskiem."),)


@dataclass(frozen=True, slots=True)
class Plan:
    """A question to ask: its circumstances, what it still lacks, or why it is not asked."""

    circumstances: dict[str, Any] | None = None
    member: str | None = None
    missing: tuple[Missing, ...] = ()
    refusal: Refused | None = None
    held: bool = False


def _not_due(code: str, basis: str, message: str) -> list[Plan]:
    return [Plan(refusal=Refused(code, basis, message))]


def _permanent(family: Family) -> list[Plan]:
    """For each adult who may be unable to work."""
    if family.receives("permanent_allowance"):
        return [Plan(held=True)]
    unfit = [
        one for one in family.household
        if one.disability in ("moderate", "severe") or one.incapacity == "total"
        or (one.age(family.on) or 0) >= 60
    ]  # fmt: skip
    if not unfit:
        return _not_due("no_ground", "art. 37 ust. 1 u.p.s.", (
            "W rodzinie nie ma osoby pełnoletniej niezdolnej do pracy z wieku ani całkowicie "
            "niezdolnej do pracy."))  # fmt: skip
    return [Plan({"subject": one.id}, one.id, family.without_month()) for one in unfit]


def _periodic(family: Family) -> list[Plan]:
    if family.receives("periodic_allowance"):
        return [Plan(held=True)]
    return [Plan({"reason": "other"}, missing=family.without_month())]


def _in_need(family: Family) -> list[Plan]:
    """The income is tested; how much is for the need that the family names."""
    asked = {"purpose": "niezbędna potrzeba bytowa", "requested": "0.01"}
    need = ("circumstances.requested", "Podaj potrzebę i kwotę, o którą rodzina prosi.")
    return [Plan(asked, missing=(*family.without_month(), need))]


def _meal(family: Family) -> list[Plan]:
    return [Plan({"form": "cash"}, missing=family.without_month())]


def _event(message: str) -> Callable[[Family], list[Plan]]:
    return lambda family: [Plan(missing=(("circumstances", message),))]


def _family_allowance(family: Family) -> list[Plan]:
    """For every child, with the supplements that persons alone show."""
    if family.receives("family_allowance"):
        return [Plan(held=True)]
    if not family.children:
        return _not_due("no_child", "art. 4 u.ś.r.", "W rodzinie nie ma dziecka na utrzymaniu.")
    rows = [{"member": one.id, "supplements": _supplements(family, one)} for one in family.children]
    missing = family.without_year(Month.of(family.on), "family")
    return [Plan({"children": rows[:LONGEST_LIST]}, missing=missing)]


def _supplements(family: Family, child: Member) -> list[str]:
    found = []
    if child.education in ("preschool_year", "school", "secondary"):
        found.append("school_start")
    if len(family.children) > 2:
        found.append("large_family")
    if child.disability in WITH_CERTIFICATE:
        found.append("education_rehabilitation_disabled")
    if child.birth_date is not None and (child.age(family.on) or 0) < 1:
        found.append("birth")
    return found


def _newborns(family: Family) -> list[Member]:
    """The youngest children, of one birth, when they are not a year old."""
    young = [one for one in family.children
             if one.birth_date is not None and (one.age(family.on) or 0) < 1]  # fmt: skip
    last = max((one.birth_date for one in young if one.birth_date), default=None)
    return [one for one in young if one.birth_date == last]


def _birth_grant(family: Family) -> list[Plan]:
    born = _newborns(family)
    if not born:
        return _not_due("no_child", "art. 15b u.ś.r.", "W rodzinie nie ma dziecka poniżej roku.")
    care = ("circumstances.medical_care_since_week_10",
            "Sprawdź zaświadczenie o opiece medycznej od 10. tygodnia ciąży.")  # fmt: skip
    asked = {"children": len(born), "medical_care_since_week_10": True}
    return [Plan(asked, missing=(*family.without_year(Month.of(family.on), "family"), care))]


def _for_life(family: Family) -> list[Plan]:
    born = _newborns(family)
    if not born:
        return _not_due("no_child", "art. 10 ustawy z 4.11.2016 „Za życiem”",
                        "W rodzinie nie ma dziecka poniżej roku.")  # fmt: skip
    certificate = ("circumstances.impairment_certificate", (
        "Sprawdź zaświadczenie o ciężkim i nieodwracalnym upośledzeniu dziecka."))  # fmt: skip
    asked = {"children": len(born), "medical_care_since_week_10": True}
    return [Plan(asked, missing=(certificate,))]


def _parental(family: Family) -> list[Plan]:
    if family.receives("parental_benefit"):
        return [Plan(held=True)]
    born = _newborns(family)
    if not born:
        return _not_due("no_child", "art. 17c u.ś.r.", "W rodzinie nie ma dziecka poniżej roku.")
    if family.receives("sickness_benefit", family.applicant):
        return _not_due("maternity_benefit", "art. 17c ust. 9 u.ś.r.",
                        "Rodzicowi przysługuje zasiłek macierzyński.")  # fmt: skip
    day = born[0].birth_date
    assert day is not None
    maternity = ("circumstances.maternity_benefit", (
        "Sprawdź, czy żadnemu z rodziców nie przysługuje zasiłek macierzyński."))  # fmt: skip
    return [Plan({"children": len(born), "from": day.isoformat()}, missing=(maternity,))]


def _nursing(family: Family) -> list[Plan]:
    """For each disabled person and each of 75 or more."""
    plans = [
        _nursing_of(family, one) for one in family.household
        if one.disability in WITH_CERTIFICATE or (one.age(family.on) or 0) >= 75
    ]  # fmt: skip
    return plans or _not_due("no_ground", "art. 16 ust. 2 i 3 u.ś.r.", (
        "W rodzinie nie ma osoby z niepełnosprawnością ani w wieku 75 lat."))  # fmt: skip


def _nursing_of(family: Family, one: Member) -> Plan:
    if family.receives("nursing_allowance", one):
        return Plan(member=one.id, held=True)
    return Plan({"subject": one.id}, one.id)


def _carer(family: Family) -> list[Plan]:
    """For those under 18 who need constant care."""
    if family.receives("carer_benefit"):
        return [Plan(held=True)]
    young = [
        one for one in family.household
        if one.relation != "applicant" and _under_18(one, family.on)
        and (one.disability == "severe" or {7, 8} <= set(one.indications))
    ]  # fmt: skip
    if not young:
        return _not_due(
            "no_ground",
            "art. 17 ust. 1 u.ś.r.",
            ("W rodzinie nie ma osoby poniżej 18 lat ze znacznym stopniem albo wskazaniami 7 i 8."),
        )
    return [Plan({"cared_for": [one.id for one in young], "rules": "new"})]


def _under_18(member: Member, on: date) -> bool:
    """A newborn is; of who has no birth date on record nobody knows."""
    age = member.age(on)
    return age is not None and age < 18


def _alimony_fund(family: Family) -> list[Plan]:
    if family.receives("alimony_fund_benefit"):
        return [Plan(held=True)]
    learners = [one for one in family.children if (one.age(family.on) or 0) < 25]
    if not learners and family.applicant.education == "none":
        return _not_due("no_child", "art. 9 ust. 1 u.p.o.u.a.", (
            "W rodzinie nie ma osoby uprawnionej do alimentów od rodzica."))  # fmt: skip
    return [Plan(missing=(("circumstances.entitled", (
        "Podaj zasądzone alimenty i wynik egzekucji od rodzica spoza rodziny.")),))]  # fmt: skip


def _housing(family: Family) -> list[Plan]:
    if family.receives("housing_allowance"):
        return [Plan(held=True)]
    dwelling = ("circumstances", "Podaj powierzchnię lokalu i wydatki mieszkaniowe.")
    return [Plan(missing=(dwelling, *family.without_quarter()))]


PLANS: dict[str, Callable[[Family], list[Plan]]] = {
    "permanent_allowance": _permanent,
    "periodic_allowance": _periodic,
    "targeted_allowance": _in_need,
    "special_targeted_allowance": _in_need,
    "meal_support": _meal,
    "random_event_allowance": _event("Podaj zdarzenie losowe i kwotę, o którą rodzina prosi."),
    "repayable_assistance": _in_need,
    "funeral_allowance": _event("Podaj koszty pogrzebu i prawo do zasiłku pogrzebowego."),
    "family_allowance": _family_allowance,
    "birth_grant": _birth_grant,
    "parental_benefit": _parental,
    "nursing_allowance": _nursing,
    "carer_benefit": _carer,
    "for_life_grant": _for_life,
    "alimony_fund_benefit": _alimony_fund,
    "housing_allowance": _housing,
}
"""Every benefit a family may claim: fees and contributions are no rights, SZO and ZDO closed."""
