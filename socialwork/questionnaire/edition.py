"""The questions of our edition, ordered as the practice of part I goes.

The annex of Dz.U. 2021 poz. 893 could not be read; this is the least content that the act and the
regulation demand. A new edition is a new constant, and answers name the edition they follow.
"""

from __future__ import annotations

from opsapp.kernel.refusals import Refusal
from socialwork.questionnaire.questions import Kind, Question, Section

EDITION = "2026-1"

HOUSEHOLD = Section(
    "household",
    "Rodzina",
    (
        Question(
            "relations",
            "Relacje w rodzinie i z bliskimi",
            Kind.LONG,
            needed=True,
            help="Kto komu pomaga, konflikty, kontakty z rodziną spoza gospodarstwa.",
        ),
        Question(
            "obliged",
            "Krewni zobowiązani do pomocy i ich możliwości",
            Kind.LONG,
            help="Małżonek, zstępni, wstępni (art. 103 ustawy).",
        ),
        Question("children_care", "Opieka nad dziećmi i ich potrzeby", Kind.LONG),
        Question(
            "violence",
            "Przemoc domowa",
            Kind.CHOICE,
            {"none": "nie stwierdzono", "suspected": "podejrzenie", "found": "stwierdzono"},
        ),
    ),
    note="Skład rodziny pochodzi z kartoteki. Zmień go na karcie osoby, jeśli jest inny.",
)
HOUSING = Section(
    "housing",
    "Mieszkanie",
    (
        Question(
            "tenure",
            "Tytuł do mieszkania",
            Kind.CHOICE,
            {
                "owner": "własność",
                "cooperative": "spółdzielcze",
                "communal": "komunalne",
                "social": "najem socjalny",
                "rented": "najem prywatny",
                "family": "u rodziny lub znajomych",
                "none": "bez tytułu",
                "homeless": "bezdomność",
            },
            needed=True,
        ),
        Question("rooms", "Liczba pokoi", Kind.NUMBER),
        Question(
            "equipment",
            "Wyposażenie",
            Kind.MANY,
            {
                "water": "woda",
                "hot_water": "ciepła woda",
                "bathroom": "łazienka",
                "toilet": "toaleta w mieszkaniu",
                "gas": "gaz",
                "electricity": "prąd",
                "central_heating": "centralne ogrzewanie",
                "stove": "piec",
            },
        ),
        Question("condition", "Stan mieszkania i utrudnienia", Kind.LONG),
        Question("rent_arrears", "Zaległości w opłatach", Kind.AMOUNT),
    ),
)
HEALTH = Section(
    "health",
    "Zdrowie",
    (
        Question("condition", "Stan zdrowia członków rodziny", Kind.LONG, needed=True),
        Question("certificates", "Orzeczenia i ich ważność", Kind.LONG),
        Question("treatment", "Leczenie, leki, sprzęt", Kind.LONG),
        Question("insurance", "Ubezpieczenie zdrowotne", Kind.YES_NO),
        Question(
            "addictions",
            "Uzależnienia",
            Kind.MANY,
            {
                "none": "nie stwierdzono",
                "alcohol": "alkohol",
                "drugs": "narkotyki",
                "other": "inne",
            },
        ),
    ),
)
WORK = Section(
    "work",
    "Praca i nauka",
    (
        Question(
            "situation",
            "Sytuacja zawodowa osoby",
            Kind.CHOICE,
            {
                "employed": "zatrudniona",
                "casual": "prace dorywcze",
                "unemployed_with": "bezrobotna z prawem do zasiłku",
                "unemployed_without": "bezrobotna bez prawa do zasiłku",
                "unregistered": "niezarejestrowana, bez pracy",
                "farmer": "rolnik",
                "self_employed": "własna działalność",
                "pensioner": "emerytura lub renta",
                "incapable": "niezdolna do pracy",
                "student": "uczy się",
            },
            needed=True,
        ),
        Question("efforts", "Starania o pracę, kwalifikacje, przeszkody", Kind.LONG),
        Question("others", "Praca i nauka pozostałych osób", Kind.LONG),
    ),
)
EXPENSES = Section(
    "expenses",
    "Wydatki",
    (
        Question("rent", "Czynsz", Kind.AMOUNT),
        Question("energy", "Prąd", Kind.AMOUNT),
        Question("gas", "Gaz", Kind.AMOUNT),
        Question("heating", "Opał lub ogrzewanie", Kind.AMOUNT),
        Question("medicine", "Leki i leczenie", Kind.AMOUNT),
        Question("alimony", "Alimenty płacone", Kind.AMOUNT),
        Question("loans", "Spłaty kredytów i pożyczek", Kind.AMOUNT),
        Question("other", "Inne stałe wydatki", Kind.LONG),
    ),
    note="Kwoty za miesiąc, w złotych.",
)
NEEDS = Section(
    "needs",
    "Potrzeby i oczekiwania",
    (
        Question("reported", "Potrzeby zgłaszane przez rodzinę", Kind.LONG, needed=True),
        Question("resources", "Własne zasoby i możliwości rodziny", Kind.LONG, needed=True),
        Question(
            "property",
            "Oświadczenie o stanie majątkowym",
            Kind.CHOICE,
            {"given": "złożone", "refused": "odmowa złożenia", "not_asked": "nie żądano"},
            fresh=True,
            help="Odmowa jest podstawą odmowy pomocy (art. 107 ust. 5 ustawy).",
        ),
    ),
)
DIAGNOSIS = Section(
    "diagnosis",
    "Ocena sytuacji i wnioski",
    (
        Question("assessment", "Ocena sytuacji osoby i rodziny", Kind.LONG, needed=True),
        Question("causes", "Przyczyny trudnej sytuacji", Kind.LONG, needed=True),
        Question("conclusions", "Wnioski pracownika socjalnego", Kind.LONG, needed=True),
        Question("contract", "Kontrakt socjalny wskazany", Kind.YES_NO),
        Question(
            "informed",
            "Pouczono o obowiązku informowania o zmianach",
            Kind.YES_NO,
            needed=True,
            fresh=True,
            help="Osoba korzystająca z pomocy zgłasza zmiany od razu (art. 109 ustawy).",
        ),
    ),
)
SECTIONS = (HOUSEHOLD, HOUSING, HEALTH, WORK, EXPENSES, NEEDS, DIAGNOSIS)


def section(code: str) -> Section:
    """A section by its code. Raises `Refusal` for an unknown one."""
    for known in SECTIONS:
        if known.code == code:
            return known
    raise Refusal("Wywiad nie ma takiej części.", "unknown_section")
