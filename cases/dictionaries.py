"""Codes that facts on record may hold, with the words the clerk reads.

Kinds of income come from whoever computes with them: the benefits put their dictionary here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

FARM = "farm"

_sources: list[Callable[[], Mapping[str, str]]] = []


def register_income_kinds(source: Callable[[], Mapping[str, str]]) -> None:
    """Take the codes and labels of incomes from this function (of a higher app)."""
    _sources[:] = [source]


def income_kinds() -> Mapping[str, str]:
    """Code and Polish label of every kind of income, in the order of the list on screen."""
    return _sources[-1]() if _sources else {}


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
"""Names of gminas by their TERC; forms offer those of the centre's county, any may be on record."""


def gmina_label(code: str) -> str:
    """'Dwikozy', or the TERC itself for a gmina of another county."""
    return GMINAS.get(code, f"o kodzie {code}")
