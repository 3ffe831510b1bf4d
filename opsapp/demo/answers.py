"""What families say in interviews: answers to the questionnaire, in a few sets that recur."""

from __future__ import annotations

from typing import Any

from opsapp.demo.chance import Chance
from opsapp.demo.families import Family

Answers = dict[str, Any]

_HOUSEHOLD: tuple[Answers, ...] = (
    {
        "relations": "Relacje w rodzinie poprawne, bez konfliktów.",
        "obliged": "Rodzice nie żyją, rodzeństwo ma własne rodziny i nie pomaga.",
        "violence": "none",
    },
    {
        "relations": "Utrzymuje kontakt z siostrą, która mieszka w innej miejscowości.",
        "obliged": "Matka emerytka, pomaga żywnością.",
        "violence": "none",
    },
    {
        "relations": "Kontakty z rodziną sporadyczne, konflikt z byłym małżonkiem.",
        "obliged": "Brak osób, które mogłyby pomóc finansowo.",
        "violence": "none",
    },
)
_HOUSING: tuple[Answers, ...] = (
    {
        "tenure": "communal",
        "rooms": "1",
        "equipment": ["water", "toilet", "electricity", "stove"],
        "condition": "Mieszkanie wymaga odświeżenia, ogrzewane piecem na węgiel.",
    },
    {
        "tenure": "cooperative",
        "rooms": "2",
        "equipment": ["water", "hot_water", "bathroom", "toilet", "electricity", "central_heating"],
        "condition": "Mieszkanie w bloku, utrzymane w czystości.",
    },
    {
        "tenure": "social",
        "rooms": "1",
        "equipment": ["water", "toilet", "electricity"],
        "condition": "Wilgoć na ścianie północnej, zgłoszona administracji.",
        "rent_arrears": "640.00",
    },
)
_HEALTH: dict[str, Answers] = {
    "unemployment": {
        "condition": "Stan zdrowia dobry, bez chorób przewlekłych.",
        "insurance": "yes",
        "addictions": ["none"],
    },
    "disability": {
        "condition": "Choroba narządu ruchu, porusza się o lasce.",
        "certificates": "Orzeczenie o stopniu niepełnosprawności w aktach.",
        "treatment": "Leki przeciwbólowe, rehabilitacja raz w roku.",
        "insurance": "yes",
        "addictions": ["none"],
    },
    "illness": {
        "condition": "Leczy się kardiologicznie, po hospitalizacji wiosną.",
        "treatment": "Stałe leki na nadciśnienie.",
        "insurance": "yes",
        "addictions": ["none"],
    },
    "other": {
        "condition": "Stan zdrowia zadowalający.",
        "insurance": "yes",
        "addictions": ["alcohol"],
    },
}
_WORK: dict[str, Answers] = {
    "unemployment": {
        "situation": "unemployed_without",
        "efforts": "Zarejestrowana w urzędzie pracy, bez prawa do zasiłku. Brak ofert.",
    },
    "disability": {"situation": "incapable", "efforts": "Orzeczona niezdolność do pracy."},
    "illness": {"situation": "casual", "efforts": "Przed chorobą prace dorywcze."},
    "other": {"situation": "casual", "efforts": "Podejmuje prace dorywcze, głównie sezonowe."},
}
_EXPENSES: tuple[Answers, ...] = (
    {"rent": "280.00", "energy": "120.00", "heating": "150.00"},
    {"rent": "410.00", "energy": "140.00", "gas": "60.00", "medicine": "90.00"},
    {"rent": "190.00", "energy": "95.00", "medicine": "60.00"},
)
_NEEDS: tuple[Answers, ...] = (
    {
        "reported": "Środki na bieżące utrzymanie, żywność i opłaty.",
        "resources": "Umie gospodarować pieniędzmi, chętna do współpracy.",
        "property": "given",
    },
    {
        "reported": "Pomoc w zakupie opału i żywności.",
        "resources": "Własne siły ograniczone stanem zdrowia.",
        "property": "given",
    },
)
_DIAGNOSIS: tuple[Answers, ...] = (
    {
        "assessment": "Dochód nie wystarcza na podstawowe potrzeby.",
        "causes": "Brak stałego zatrudnienia i niskie kwalifikacje.",
        "conclusions": "Wskazany zasiłek okresowy i praca socjalna.",
        "contract": "no",
        "informed": "yes",
    },
    {
        "assessment": "Rodzina wymaga wsparcia finansowego i poradnictwa.",
        "causes": "Długotrwała choroba ogranicza możliwość zarobkowania.",
        "conclusions": "Wnoszę o przyznanie zasiłku okresowego.",
        "contract": "no",
        "informed": "yes",
    },
)


def answers(chance: Chance, family: Family) -> dict[str, Answers]:
    """The answers of an interview, by section."""
    return {
        "household": chance.choice(_HOUSEHOLD),
        "housing": chance.choice(_HOUSING),
        "health": _HEALTH[family.situation],
        "work": _WORK[family.situation],
        "expenses": chance.choice(_EXPENSES),
        "needs": chance.choice(_NEEDS),
        "diagnosis": chance.choice(_DIAGNOSIS),
    }
