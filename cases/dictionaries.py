"""Codes that facts on record may hold, with the words the clerk reads.

Kinds of income come from whoever computes with them: the benefits put their dictionary here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

FARM = "farm"

SHIPPED_INCOMES: dict[str, str] = {
    "salary_net": "wynagrodzenie za pracę (netto)",
    "contract_net": "umowa zlecenia lub o dzieło (netto)",
    "self_employment_net": "działalność gospodarcza",
    "farm": "gospodarstwo rolne (hektary przeliczeniowe)",
    "pension_net": "emerytura (netto)",
    "disability_pension_net": "renta z tytułu niezdolności do pracy (netto)",
    "survivor_pension_net": "renta rodzinna (netto)",
    "social_pension_net": "renta socjalna (netto)",
    "pension_nursing_supplement": "dodatek pielęgnacyjny",
    "unemployment_benefit": "zasiłek dla bezrobotnych",
    "alimony_received": "alimenty otrzymywane",
    "alimony_paid": "alimenty płacone innym osobom (pomniejszają dochód)",
    "alimony_fund_benefit": "świadczenie z funduszu alimentacyjnego",
    "family_allowance": "zasiłek rodzinny z dodatkami",
    "parental_benefit": "świadczenie rodzicielskie",
    "nursing_allowance": "zasiłek pielęgnacyjny",
    "carer_benefit": "świadczenie pielęgnacyjne",
    "support_benefit": "świadczenie wspierające",
    "housing_allowance": "dodatek mieszkaniowy",
    "permanent_allowance": "zasiłek stały",
    "periodic_allowance": "zasiłek okresowy",
    "targeted_allowance": "zasiłek celowy",
    "child_benefit_800": "świadczenie wychowawcze (800+)",
    "thirteenth_pension": "trzynasta lub czternasta emerytura",
    "health_contribution_paid_by_centre": "składka zdrowotna opłacana przez ośrodek",
    "one_off": "dochód jednorazowy",
    "taxable_net": "dochód opodatkowany na zasadach ogólnych (za rok)",
    "lump_sum_tax": "dochód z ryczałtu lub karty podatkowej (za rok)",
    "untaxed_listed": "dochód nieopodatkowany z katalogu ustawy",
    "other_counted": "inny dochód, który się wlicza",
    "other_excluded": "inny przychód, którego się nie wlicza",
}
_sources: list[Callable[[], Mapping[str, str]]] = []


def register_income_kinds(source: Callable[[], Mapping[str, str]]) -> None:
    """Take the codes and labels of incomes from this function (of a higher app)."""
    _sources[:] = [source]


def income_kinds() -> Mapping[str, str]:
    """Code and Polish label of every kind of income, in the order of the list on screen."""
    return _sources[-1]() if _sources else SHIPPED_INCOMES


def income_label(code: str) -> str:
    """The label of a kind; a code no longer in the dictionary is shown as it is."""
    return income_kinds().get(code, code)


CIRCUMSTANCES: dict[str, dict[str, str]] = {
    "disability": {
        "none": "brak orzeczenia",
        "child_certificate": "orzeczenie o niepełnosprawności dziecka",
        "light": "stopień lekki",
        "moderate": "stopień umiarkowany",
        "severe": "stopień znaczny",
    },
    "incapacity": {
        "none": "brak orzeczenia",
        "partial": "częściowa niezdolność do pracy",
        "total": "całkowita niezdolność do pracy",
    },
    "education": {
        "none": "nie uczy się",
        "preschool_year": "roczne przygotowanie przedszkolne",
        "school": "szkoła podstawowa",
        "secondary": "szkoła ponadpodstawowa",
        "university": "studia",
    },
    "institution": {
        "none": "nie przebywa w instytucji",
        "foster_care": "piecza zastępcza",
        "care_home": "dom pomocy społecznej",
        "hospital": "szpital lub zakład leczniczy",
        "prison": "zakład karny lub areszt",
        "other": "inna instytucja",
    },
    "employment": {
        "employed": "pracuje",
        "unemployed_registered": "bezrobotny zarejestrowany",
        "unemployed": "nie pracuje, niezarejestrowany",
        "self_employed": "prowadzi działalność",
        "farmer": "rolnik",
        "retired": "emeryt lub rencista",
        "carer": "opiekuje się członkiem rodziny",
        "none": "nie dotyczy",
    },
}

GMINAS: dict[str, str] = {
    "2609011": "Sandomierz (miejska)",
    "2609022": "Dwikozy",
    "2609033": "Klimontów",
    "2609043": "Koprzywnica",
    "2609052": "Łoniów",
    "2609062": "Obrazów",
    "2609072": "Samborzec",
    "2609082": "Wilczyce",
    "2609093": "Zawichost",
}
"""Gminas of the county by their TERC, offered in forms; another may be on record."""
