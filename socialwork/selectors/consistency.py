"""Checks during entry: what does not fit together, in plain Polish, never standing in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cases.models import IncomeRecord, Membership, SnapshotMember
from cases.selectors.circumstances import Situation, situations
from cases.selectors.people import cards_of
from opsapp.kernel.money import format_pln
from socialwork.models import Interview
from socialwork.selectors import reading

FAR_ABOVE = Decimal("1.3")
SCHOOL_AGES = range(7, 18)
AMOUNTS = ("rent", "energy", "gas", "heating", "medicine", "alimony", "loans")
PENSIONS = ("pension_net", "disability_pension_net", "survivor_pension_net", "social_pension_net")
WAGES = ("salary_net", "contract_net")
PROVED_BY = {
    "employed": (WAGES, "wynagrodzenia"),
    "unemployed_with": (("unemployment_benefit",), "zasiłku dla bezrobotnych"),
    "pensioner": (PENSIONS, "emerytury ani renty"),
    "farmer": (("farm",), "gospodarstwa rolnego"),
    "self_employed": (("self_employment_net", "taxable_net", "lump_sum_tax"), "działalności"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at again: in which part of the interview, and a sentence."""

    part: str
    sentence: str


@dataclass(frozen=True)
class Picture:
    """Everything the checks look at, read once."""

    answers: Mapping[str, Mapping[str, Any]]
    family: Sequence[Membership | SnapshotMember]
    incomes: Sequence[IncomeRecord]
    known: Mapping[int, Situation]
    interview: Interview

    def answer(self, part: str, question: str) -> Any:
        """An answer, or None."""
        return self.answers.get(part, {}).get(question)

    @property
    def expenses(self) -> Decimal:
        """Monthly expenses named by amount."""
        given = (self.answer("expenses", code) for code in AMOUNTS)
        return sum((Decimal(amount) for amount in given if amount), Decimal(0))

    @property
    def monthly_income(self) -> Decimal:
        """Incomes shown of the latest month in which any was."""
        months = [row.month for row in self.incomes if row.month]
        newest = max(months, default=None)
        of_month = (row.amount for row in self.incomes if row.month == newest and row.amount)
        return sum(of_month, Decimal(0))


def remarks(interview: Interview) -> list[Remark]:
    """What does not fit together in an open interview, in the order of its parts."""
    family = reading.family(interview)
    picture = Picture(
        answers=reading.answers_of(interview),
        family=family,
        incomes=reading.shown_incomes(interview),
        known=situations(cards_of(row.person for row in family), on=interview.visited_on),
        interview=interview,
    )
    return [remark for check in CHECKS for remark in check(picture)]


def _homeless(picture: Picture) -> Iterator[Remark]:
    if picture.answer("housing", "tenure") == "homeless" and picture.answer("housing", "rooms"):
        yield Remark(
            "housing", "Wpisano bezdomność i liczbę pokoi. Sprawdź, co jest tytułem do mieszkania."
        )


def _addictions(picture: Picture) -> Iterator[Remark]:
    chosen = picture.answer("health", "addictions") or []
    if "none" in chosen and len(chosen) > 1:
        yield Remark("health", "Zaznaczono „nie stwierdzono” razem z uzależnieniem. Zostaw jedno.")


def _certificates(picture: Picture) -> Iterator[Remark]:
    if picture.answer("health", "certificates"):
        return
    for row in picture.family:
        if picture.known.get(row.person_id, Situation()).disability != "none":
            yield Remark(
                "health",
                f"{row.person} ma na karcie orzeczenie o niepełnosprawności. Opisz je i jego "
                "ważność.",
            )


def _insurance(picture: Picture) -> Iterator[Remark]:
    if picture.answer("health", "insurance") == "no":
        yield Remark(
            "health",
            "Rodzina nie ma ubezpieczenia zdrowotnego. Sprawdź prawo do świadczeń "
            "zdrowotnych i składki opłacanej przez ośrodek.",
        )


def _violence(picture: Picture) -> Iterator[Remark]:
    if picture.answer("household", "violence") in ("suspected", "found"):
        yield Remark(
            "household",
            "Zaznaczono przemoc domową. Formularz „Niebieska Karta – A” wypełnia się od razu.",
        )


def _school(picture: Picture) -> Iterator[Remark]:
    for row in picture.family:
        age = row.person.age_on(picture.interview.visited_on)
        learns = picture.known.get(row.person_id, Situation()).education
        if age in SCHOOL_AGES and learns == "none":
            yield Remark(
                "work",
                f"{row.person} jest w wieku szkolnym ({age} l.), a na karcie nie ma szkoły. "
                "Dopisz ją na karcie osoby albo opisz, dlaczego dziecko się nie uczy.",
            )


def _work_without_income(picture: Picture) -> Iterator[Remark]:
    kinds, words = PROVED_BY.get(picture.answer("work", "situation") or "", ((), ""))
    if kinds and not any(row.kind in kinds for row in picture.incomes):
        yield Remark("incomes", f"Z sytuacji zawodowej wynika dochód, a nie okazano {words}.")


def _no_income(picture: Picture) -> Iterator[Remark]:
    if not picture.incomes:
        yield Remark(
            "incomes",
            "Nie zaznaczono żadnego dochodu. Jeśli rodzina go nie ma, odbierz oświadczenie "
            "i wpisz dochód 0,00 zł.",
        )


def _unproved(picture: Picture) -> Iterator[Remark]:
    without = {str(row.person) for row in picture.incomes if row.evidence_id is None}
    if without:
        yield Remark("incomes", f"Dochód bez dokumentu lub oświadczenia: {', '.join(without)}.")


def _expenses(picture: Picture) -> Iterator[Remark]:
    spent, earned = picture.expenses, picture.monthly_income
    if spent and picture.incomes and spent > earned * FAR_ABOVE:
        yield Remark(
            "expenses",
            f"Wydatki ({format_pln(spent)}) są dużo wyższe niż okazane dochody "
            f"({format_pln(earned)}). Zapytaj, z czego rodzina pokrywa różnicę, i opisz to.",
        )


def _arrears(picture: Picture) -> Iterator[Remark]:
    if picture.answer("housing", "rent_arrears") and not picture.answer("expenses", "rent"):
        yield Remark("expenses", "Są zaległości w opłatach za mieszkanie, a nie wpisano czynszu.")


def _property(picture: Picture) -> Iterator[Remark]:
    if picture.answer("needs", "property") == "refused":
        yield Remark(
            "needs",
            "Odmówiono oświadczenia o stanie majątkowym. To podstawa decyzji odmownej "
            "(art. 107 ust. 5); pouczenie o tym wpisz do wniosków.",
        )


def _plan(picture: Picture) -> Iterator[Remark]:
    if not picture.interview.plan_items.exists():
        yield Remark("plan", "Plan pomocy jest pusty. Dopisz pomoc albo wyjaśnij we wnioskach.")


Check = Callable[[Picture], Iterable[Remark]]
CHECKS: tuple[Check, ...] = (
    _violence,
    _homeless,
    _addictions,
    _certificates,
    _insurance,
    _school,
    _work_without_income,
    _no_income,
    _unproved,
    _expenses,
    _arrears,
    _property,
    _plan,
)
