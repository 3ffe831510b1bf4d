"""Codes of decisions with the words the clerk reads."""

from __future__ import annotations

RETURN_REASONS: dict[str, str] = {
    "conditions": "warunki przyznania",
    "calculation": "wyliczenie",
    "documentation": "dokumentacja sprawy",
    "letter": "treść pisma",
    "other": "inna przyczyna",
}
"""Why a draft goes back to its author."""

REFUSAL_GROUNDS: dict[str, tuple[str, str]] = {
    "income_too_high": (
        "dochód przekracza kryterium",
        "Dochód przekracza kryterium dochodowe (art. 8 u.p.s.).",
    ),
    "no_reason": (
        "brak powodu z art. 7",
        "Nie wystąpił żaden z powodów wymienionych w art. 7 pkt 2–15 u.p.s. ani inna okoliczność "
        "uzasadniająca udzielenie pomocy (art. 8 ust. 1 u.p.s.).",
    ),
    "waste": (
        "marnotrawienie świadczeń",
        "Stwierdzono marnotrawienie przyznanych świadczeń lub własnych zasobów "
        "(art. 11 ust. 1 u.p.s.). Uwzględniono sytuację osób będących na utrzymaniu strony "
        "(art. 11 ust. 3 u.p.s.).",
    ),
    "no_cooperation": (
        "brak współdziałania",
        "Strona nie współdziała w rozwiązywaniu swojej trudnej sytuacji życiowej "
        "(art. 11 ust. 2 u.p.s.). Uwzględniono sytuację osób będących na utrzymaniu strony "
        "(art. 11 ust. 3 u.p.s.).",
    ),
    "property": (
        "dysproporcja majątku i dochodu",
        "Stwierdzono rażące dysproporcje między wysokością dochodu a sytuacją majątkową "
        "(art. 12 u.p.s.).",
    ),
    "no_interview": (
        "brak zgody na wywiad",
        "Strona nie zgodziła się na przeprowadzenie rodzinnego wywiadu środowiskowego lub jego "
        "aktualizację (art. 107 ust. 4a u.p.s.).",
    ),
    "no_statement": (
        "odmowa oświadczenia o dochodach i majątku",
        "Strona odmówiła złożenia oświadczenia o dochodach i stanie majątkowym "
        "(art. 107 ust. 5 u.p.s.).",
    ),
    "prison": (
        "odbywanie kary pozbawienia wolności",
        "Osobie odbywającej karę pozbawienia wolności prawo do świadczeń nie przysługuje "
        "(art. 13 ust. 1 u.p.s.).",
    ),
    "status": (
        "cudzoziemiec spoza kręgu uprawnionych",
        "Strona nie należy do osób uprawnionych do świadczeń (art. 5 i 5a u.p.s.).",
    ),
    "overlap": (
        "prawo do innego świadczenia",
        "Strona ma prawo do świadczenia, które wyłącza przyznanie wnioskowanego "
        "(art. 37 ust. 4 u.p.s.).",
    ),
    "budget": (
        "ograniczone środki",
        "Potrzeby strony mogą być uwzględnione tylko w miarę możliwości pomocy społecznej "
        "(art. 3 ust. 4 i art. 39 u.p.s.).",
    ),
}
"""Grounds a clerk may name for a refusal: how it is called, and what the reasons say."""

INTERVIEW_NEEDED = frozenset({
    "periodic_allowance", "permanent_allowance", "targeted_allowance", "contract_allowance",
    "health_services_allowance", "random_event_allowance", "disaster_allowance",
    "special_targeted_allowance", "repayable_assistance", "economic_independence",
    "pension_contribution", "meal_support", "clothing", "shelter_fee", "care_services_fee",
    "neighbourhood_services", "specialised_care_fee", "support_centre", "care_home_fee",
})  # fmt: skip
"""Benefits whose decision needs an interview (art. 106 ust. 4 u.p.s.)."""

STRIKE_REASONS: dict[str, str] = {
    "deceased": "śmierć odbiorcy albo osoby uprawnionej",
    "stopped": "świadczenie wstrzymane, uchylone albo skrócone",
    "way": "zmieniony sposób wypłaty albo rachunek",
    "mistake": "pomyłka na liście",
    "other": "inna przyczyna",
}
"""Why a payment comes off a list that was signed already."""

OF_ONE_PERSON = frozenset({
    "permanent_allowance", "nursing_allowance", "carer_benefit", "special_carer_allowance",
    "carer_allowance", "parental_benefit", "health_contribution", "pension_contribution",
})  # fmt: skip
"""Benefits that cover one person alone, not the family whose income counts."""
