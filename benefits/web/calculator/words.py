"""Polish words for the keys and codes of the assessment contract, as the calculator asks them."""

from __future__ import annotations

from benefits.rules.facts import RELATIONS
from cases.dictionaries import CIRCUMSTANCES

FIELDS: dict[str, str] = {
    "absence_days": "Dni nieobecności w roku",
    "adult_learner": "Osoba pełnoletnia, która się uczy",
    "agreed": "Kwota z umowy (zł)",
    "alimony": "Zasądzone alimenty miesięcznie (zł)",
    "amount": "Kwota (zł)",
    "base": "Podstawa składki (zł)",
    "birth_week": "Tydzień ciąży przy porodzie",
    "birth_weight_g": "Masa urodzeniowa (g)",
    "care_home": "Mieszka w domu pomocy społecznej",
    "cared_for": "Osoby, którymi się opiekuje",
    "child": "Dziecko",
    "children": "Dzieci",
    "contract": "Umowa z kierownikiem ośrodka",
    "contract_job": "Zatrudnienie w ramach kontraktu socjalnego",
    "criterion": "Kryterium w przedziałach dla rodziny",
    "debtor": "Dłużnik alimentacyjny (gdy mieszka w rodzinie)",
    "disability_onset_age": "Wiek, w którym powstała niepełnosprawność (lata)",
    "entitled": "Osoby uprawnione do alimentów",
    "expenses": "Wydatki na mieszkanie",
    "extraordinary_costs": "Nadzwyczajne koszty pogrzebu",
    "family_percent": "Rodzina płaci (%)",
    "form": "Forma pomocy",
    "from": "Od",
    "full_days": "Dni pobytu w niepełnym miesiącu",
    "funeral_grant_due": "Czy przysługuje zasiłek pogrzebowy",
    "heated_by": "Sposób ogrzewania",
    "hospital_days": "Dni pobytu dziecka w szpitalu",
    "hourly_price": "Cena godziny (zł)",
    "hours": "Liczba godzin w miesiącu",
    "household_income": "Dochód jej rodziny (zł)",
    "household_size": "Osób w jej rodzinie",
    "id": "Kto (np. syn)",
    "insurance_years": "Lata składkowe i nieskładkowe",
    "insured_elsewhere": "Ma inny tytuł do ubezpieczenia",
    "interview_refused": "Odmowa wywiadu",
    "kind": "Rodzaj",
    "medical_care_since_week_10": "Opieka medyczna od 10. tygodnia ciąży",
    "member": "Osoba",
    "missing": "Lokal nie ma",
    "monthly_cost": "Miesięczny koszt pobytu (zł)",
    "obligors": "Osoby zobowiązane do opłaty",
    "periodic_counts": "Wyrównanie w zawieszonej sprawie: zasiłek okresowy się wlicza",
    "purpose": "Na co",
    "reason": "Powód",
    "relation": "Pokrewieństwo z mieszkańcem",
    "requested": "Kwota, o którą wnosi (zł)",
    "rooms_and_kitchen_area": "Powierzchnia pokoi i kuchni (m²)",
    "rules": "Zasady świadczenia pielęgnacyjnego",
    "single_percent": "Osoba samotna płaci (%)",
    "split": "Podział między zobowiązanych",
    "subject": "Osoba, której dotyczy",
    "supplements": "Dodatki",
    "table": "Tabela odpłatności z uchwały",
    "to": "Do",
    "up_to_percent": "Dochód do (% kryterium; puste: powyżej)",
    "usable_area": "Powierzchnia użytkowa (m²)",
    "voluntary": "Dopłata innych osób (zł)",
}
OWN_FIELDS: dict[tuple[str, str], str] = {
    ("birth_grant", "children"): "Liczba urodzonych dzieci",
    ("parental_benefit", "children"): "Liczba urodzonych dzieci",
    ("parental_benefit", "from"): "Dzień porodu lub objęcia opieką",
    ("shelter_fee", "form"): "Rodzaj schronienia",
}
"""Where one benefit means something narrower by a key."""

CODES: dict[str, str] = {
    **RELATIONS,
    "proportional": "proporcjonalnie do możliwości",
    "equal": "po równo",
    "single": "osoby samotnie gospodarującej",
    "own": "własne rodziny",
    "signed": "podpisana",
    "refused": "odmowa podpisania",
    "none": "nie zawarto",
    "new": "nowe (od 2024 r.)",
    "protected": "dotychczasowe (prawa nabyte)",
    "heating": "ogrzewania centralnego",
    "hot_water": "ciepłej wody",
    "gas": "gazu przewodowego",
    "house_owner": "inne: właściciel domu jednorodzinnego",
    "school_start": "rozpoczęcie roku szkolnego",
    "commuting": "dojazdy do szkoły",
    "boarding": "zamieszkiwanie w miejscowości szkoły",
    "lone_parent": "samotne wychowywanie",
    "large_family": "rodzina wielodzietna",
    "education_rehabilitation_disabled": "kształcenie i rehabilitacja dziecka niepełnosprawnego",
    "birth": "urodzenie dziecka",
    "parental_leave": "urlop wychowawczy",
}
MEMBER_KEYS = frozenset({"subject", "member", "debtor", "child", "cared_for"})
"""Keys whose id is that of a member of the household."""

SEXES = {"female": "kobieta", "male": "mężczyzna"}
DISABILITIES = CIRCUMSTANCES["disability"]
INCAPACITIES = CIRCUMSTANCES["incapacity"]
EDUCATIONS = CIRCUMSTANCES["education"]


def field_words(benefit: str, key: str) -> str:
    """The label of a key of this benefit; a key without words is shown as it is."""
    return OWN_FIELDS.get((benefit, key)) or FIELDS.get(key, key)
