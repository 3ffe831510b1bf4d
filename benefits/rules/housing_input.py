"""What a question about dodatek mieszkaniowy tells of the dwelling."""

from __future__ import annotations

from decimal import Decimal

from benefits.rules.facts import CaseFacts
from benefits.rules.schema import (
    Code,
    Day,
    Errors,
    Flag,
    Key,
    Keys,
    ListOf,
    Number,
    Whole,
    optional,
)

CODE = "housing_allowance"
RENT = ("rent", "cost_rent", "cooperative_charges", "common_property_advance")
COUNTED = {
    "rent": "czynsz",
    "cost_rent": "czynsz SIM lub TBS (koszty z art. 28)",
    "cooperative_charges": "opłaty eksploatacyjne w spółdzielni",
    "common_property_advance": "zaliczka na koszty zarządu nieruchomością wspólną",
    "occupancy_compensation": "odszkodowanie za zajmowanie lokalu bez tytułu",
    "other_charges": "inne opłaty za używanie lokalu",
    "heating": "energia cieplna",
    "hot_water": "ciepła woda",
    "water": "woda",
    "sewage": "ścieki",
    "waste": "odpady",
    "liquid_waste": "nieczystości ciekłe",
}
LEFT_OUT = {
    "insurance": "ubezpieczenie",
    "property_tax": "podatek od nieruchomości",
    "perpetual_usufruct": "wieczyste użytkowanie gruntu",
    "conversion_fee": "opłata przekształceniowa",
    "gas": "gaz przewodowy",
    "electricity": "energia elektryczna",
    "loan_instalment": "rata kredytu",
    "repair_fund": "spłata funduszu remontowego",
    "other_excluded": "inny wydatek niewliczany",
}
EXPENSES = COUNTED | LEFT_OUT
TITLES = {
    "tenant": "najem lub podnajem",
    "cooperative": "spółdzielcze prawo do lokalu",
    "owner": "własność domu lub lokalu",
    "other": "inny tytuł prawny i ponoszenie wydatków",
    "awaiting": "brak tytułu, oczekiwanie na lokal zamienny albo najem socjalny",
    "none": "brak tytułu prawnego",
}
MISSING = {
    "heating": "centralne ogrzewanie spoza lokalu",
    "hot_water": "ciepła woda spoza lokalu",
    "gas": "gaz przewodowy",
    "house_owner": "wnioskodawca jest właścicielem domu",
}
EXPENSE = Keys({
    "kind": Key(Code(EXPENSES, "unknown_kind")),
    "amount": Key(Number(2)),
    "months": optional(Whole(1, 12), 1),
})  # fmt: skip
CIRCUMSTANCES = Keys({
    "usable_area": Key(Number(2, above_zero=True, most=Decimal(10_000))),
    "rooms_and_kitchen_area": optional(Number(2, most=Decimal(10_000))),
    "expenses": Key(ListOf(EXPENSE, 0, 50)),
    "missing": optional(ListOf(Code(MISSING), 0, 4), ()),
    "title": optional(Code(TITLES), "tenant"),
    "title_share": optional(Number(6, above_zero=True, most=Decimal(1)), Decimal(1)),
    "municipal_rent": optional(Number(2)),
    "decided_on": optional(Day()),
    "asset_disproportion": optional(Flag(), False),
    "fewer_persons": optional(Flag(), False),
    "interview_refused": optional(Flag(), False),
})  # fmt: skip


def check(facts: CaseFacts, errors: Errors) -> None:
    """Rooms are a part of the dwelling; a decision is not made before the application."""
    asked = facts.circumstances
    rooms, decided = asked["rooms_and_kitchen_area"], asked["decided_on"]
    if rooms is not None and rooms > asked["usable_area"]:
        errors.note("circumstances.rooms_and_kitchen_area", "too_large",
                    "Pokoje i kuchnia nie mogą być większe niż lokal.")  # fmt: skip
    if decided is not None and decided < facts.on:
        errors.note("circumstances.decided_on", "before_application",
                    "Decyzja nie może być wcześniejsza niż wniosek.")  # fmt: skip
    if len(set(asked["missing"])) != len(asked["missing"]):
        errors.note("circumstances.missing", "repeated", "Pozycje się powtarzają.")
